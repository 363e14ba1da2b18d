"""Names that a portfolio speaks of: each means one thing, and one that exists."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from omniprio.base import Refers
from omniprio.errors import Key, Steps
from omniprio.language import sentence
from omniprio.model_fields import fields_that, lists_of_models, types_in
from omniprio.portfolio.parts import costs, efforts, shares
from omniprio.spelling import hints, use_one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from pydantic.fields import FieldInfo

    from omniprio.errors import Fault, Steps
    from omniprio.portfolio.draft import Draft
    from omniprio.portfolio.portfolio import Portfolio

__all__ = [
    "repeated_id",
    "scenario_of_unknown_field",
    "unknown_field",
    "unknown_fund",
    "unknown_measured_field",
    "unknown_tag",
    "unknown_team",
    "wrong_name",
]


def repeated_id(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each id that is given more than once."""
    for kind in (
        name for name, one in lists_of_models(type(draft.portfolio)).items() if "id" in one.model_fields
    ):
        places: dict[str, list[Steps]] = defaultdict(list)
        for place, entry in enumerate(getattr(draft.portfolio, kind)):
            places[entry.id].append((kind, place, "id"))
        for name, steps in places.items():
            if len(steps) > 1 and not draft.doubts(kind, name, "id"):
                problem = sentence("faults.given times", count=len(steps))
                yield draft.fault(steps[0], problem, sentence("remedies.own id"), steps)
    for place, initiative in enumerate(draft.portfolio.initiatives):
        modes = Counter(mode.id for mode in initiative.modes) if initiative.modes else {}
        for name, count in modes.items():
            if count > 1:
                problem = sentence("faults.given times", count=count)
                yield draft.fault(("initiatives", place, "modes", name), problem, sentence("remedies.own id"))


class _Mention(NamedTuple):
    """A field in which something is named.

    Attributes:
        steps: The steps to it.
        to: What is named.
        names: The names in it.
        entries: Its entries where it is a list, in which objects may stand beside names.
    """

    steps: Steps
    to: str
    names: tuple[str, ...]
    entries: tuple[object, ...] | None

    def fault(self, draft: Draft, name: str, problem: str, remedy: str) -> Fault:
        """Return a fault of one of its names."""
        if self.entries is None:
            return draft.fault(self.steps, problem, remedy)
        return _fault_of_name(draft, self.steps, self.entries, name, problem, remedy)


def _mention(steps: Steps, to: str, value: object) -> _Mention:
    if isinstance(value, str):
        return _Mention(steps, to, (value,), None)
    entries = value if isinstance(value, tuple) else ()
    return _Mention(steps, to, tuple(entry for entry in entries if isinstance(entry, str)), entries)


def _mentions(portfolio: Portfolio) -> Iterator[_Mention]:
    """Yield each field that says with `Refers` that something is named in it."""
    for steps, to, value in fields_that(portfolio, _named_in):
        if value:
            yield _mention(steps, to, value)
    for place, names in enumerate(portfolio.linked):
        yield _mention(("linked", place), "channels", names)


def _named_in(field: FieldInfo) -> str | None:
    """Return what is named in a field."""
    parts = [*field.metadata, *types_in(field.annotation)]
    return next((one.to for one in parts if isinstance(one, Refers) and one.to in _KNOWN), None)


def _fault_of_name(
    draft: Draft, steps: Steps, entries: tuple[object, ...], name: str, problem: str, remedy: str
) -> Fault:
    """Return a fault of one name in a list of them: its path is that of the list, or of what requires it."""
    at = [(*steps, place) for place, entry in enumerate(entries) if entry == name]
    return draft.fault(steps[:3], problem, remedy, at)


def wrong_name(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each place that names what there is not, such as an initiative or an owner, or something twice."""
    mentions: dict[str, list[_Mention]] = defaultdict(list)
    for mention in _mentions(draft.portfolio):
        mentions[mention.to].append(mention)
    for to, those in mentions.items():
        if not _KNOWN[to].is_in_doubt(draft):
            yield from _unknown(draft, _KNOWN[to], those)
        for mention in those:
            yield from _named_twice(draft, mention)


def _unknown(draft: Draft, kind: _Known, mentions: Sequence[_Mention]) -> Iterator[Fault]:
    """Yield a fault for each name that means nothing."""
    known = kind.of(draft.portfolio)
    unknown = [
        (mention, name)
        for mention in mentions
        for name in dict.fromkeys(name for name in mention.names if name not in known)
    ]
    hint = hints((name for _, name in unknown), known)
    if kind is _KNOWN["initiatives"]:
        hint |= _called_so(hint, draft.portfolio)
    for mention, name in unknown:
        said = use_one_of(known, hint[name])
        remedy = sentence(kind.remedy, hint=hint[name]) if kind.remedy else said
        yield mention.fault(draft, name, sentence(kind.problem, name=name), remedy)


def _called_so(names: Collection[str], portfolio: Portfolio) -> dict[str, str]:
    """Return a question about the id of the initiative for each name that is a title."""
    titled = {
        title.casefold(): one.id
        for one in portfolio.initiatives
        for title in (one.title.values() if isinstance(one.title, dict) else [one.title])
    }
    meant = {name: titled[name.casefold()] for name in names if name.casefold() in titled}
    return {name: sentence("hints.did you mean", name=found) for name, found in meant.items()}


def _named_twice(draft: Draft, mention: _Mention) -> Iterator[Fault]:
    """Yield a fault for each name that a list has more than once."""
    if len(set(mention.names)) == len(mention.names):
        return
    for name, count in Counter(mention.names).items():
        if count > 1:
            problem = sentence("faults.named times", name=name, count=count)
            yield mention.fault(draft, name, problem, sentence("remedies.name once"))


@dataclass(frozen=True, slots=True)
class _Known:
    """What can be named of a kind, and what is said of a name that means nothing.

    Attributes:
        of: Returns the names there are.
        is_in_doubt: Whether something could not be read that may have given it names.
        problem: The words of what is wrong.
        remedy: The words of what to do; empty where the names there are say it.
    """

    of: Callable[[Portfolio], Collection[str]]
    is_in_doubt: Callable[[Draft], bool]
    problem: str
    remedy: str = ""


def _funds(portfolio: Portfolio) -> Collection[str]:
    return dict.fromkeys(fund for budget in portfolio.limits.values() for fund in budget.funds)


def _doubts_funds(draft: Draft) -> bool:
    """Tell whether it is not known which funds there are."""
    return any("funds" in names or (names[0] == "budgets" and not names[2:]) for names in draft.unread)


_KNOWN: dict[str, _Known] = {
    "initiatives": _Known(
        lambda portfolio: portfolio.by_id,
        lambda draft: draft.doubts("initiatives", "*", "id"),
        "faults.no initiative",
        "remedies.correct id",
    ),
    "channels": _Known(
        lambda portfolio: [channel.id for channel in portfolio.disc.channels],
        lambda draft: draft.doubts("disc"),
        "faults.no channel",
        "remedies.correct channel",
    ),
    "funds": _Known(_funds, _doubts_funds, "faults.no fund"),
    "owners": _Known(
        lambda portfolio: dict.fromkeys(one.owner for one in portfolio.initiatives if one.owner),
        lambda draft: draft.doubts("initiatives", "*", "owner"),
        "faults.owns nothing",
        "remedies.correct owner",
    ),
    "scores": _Known(
        lambda portfolio: dict.fromkeys(score for one in portfolio.initiatives for score in one.scores),
        lambda draft: draft.doubts("initiatives", "*", "scores"),
        "faults.no score",
    ),
    "scenarios": _Known(
        lambda portfolio: portfolio.scenario_by_id,
        lambda draft: draft.doubts("disc") or draft.doubts("scenarios", "*", "id"),
        "faults.no scenario",
        "remedies.correct scenario",
    ),
}
"""What fields can refer to; fields of the disc, and budgets, are looked for by rules of their own."""


def unknown_field(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each share of a field that the disc does not have."""
    if draft.doubts("disc"):
        return
    known = draft.portfolio.disc.named
    unknown = [
        (steps, name) for steps, given in shares(draft.portfolio) for name in given if name not in known
    ]
    hint = hints((name for _, name in unknown), known)
    for steps, name in unknown:
        yield draft.fault(
            (*steps, Key(name)),
            sentence("faults.no field"),
            use_one_of(known, hint[name]),
        )


def unknown_measured_field(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each measurement of a field that the disc does not have."""
    if draft.doubts("disc"):
        return
    known = draft.portfolio.disc.named
    unknown = [
        (place, one.field) for place, one in enumerate(draft.portfolio.measured) if one.field not in known
    ]
    hint = hints((name for _, name in unknown), known)
    for place, name in unknown:
        problem = sentence("faults.no such field", name=name)
        remedy = use_one_of(known, hint[name])
        yield draft.fault(("measured", place, "field"), problem, remedy)


def unknown_fund(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each cost in a fund, and each price of one, that no budget speaks of."""
    if _doubts_funds(draft):
        return
    known = _funds(draft.portfolio)
    unknown = dict.fromkeys(
        (steps, fund) for steps, _, fund, _ in costs(draft.portfolio) if fund not in known
    )
    prices = [fund for fund in draft.portfolio.funds if fund not in known]
    hint = hints((*prices, *(fund for _, fund in unknown)), known)
    for fund in prices:
        remedy = sentence("remedies.add budget", fund=fund, hint=hint[fund])
        yield draft.fault(("funds", Key(fund)), sentence("faults.fund of no budget"), remedy)
    for steps, fund in unknown:
        yield draft.fault(
            (*steps[:-1], Key(steps[-1])),
            sentence("faults.fund without budget"),
            sentence("remedies.add budget", fund=fund, hint=hint[fund]),
        )


def unknown_tag(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each tag of a group that no initiative has."""
    if draft.doubts("initiatives", "*", "tags"):
        return
    known: dict[str, dict[str, None]] = defaultdict(dict)
    for one in draft.portfolio.initiatives:
        for kind, tags in one.tags.items():
            known[kind] |= dict.fromkeys(tags)
    for place, group in enumerate(draft.portfolio.groups):
        for kind, tags in group.tags.items():
            hint = hints((tag for tag in tags if tag not in known[kind]), known[kind])
            for tag in dict.fromkeys(hint):
                problem = sentence("faults.no such tag", name=tag, kind=kind)
                remedy = sentence("remedies.correct tag", hint=hint[tag])
                yield _fault_of_name(draft, ("groups", place, "tags", kind), tags, tag, problem, remedy)


def unknown_team(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each effort of a team, and each rise of one, without a capacity."""
    if ("capacities",) in draft.unread:
        return
    known = draft.portfolio.capacities
    unknown = dict.fromkeys(
        (steps[:-1], team) for steps, _, team, _ in efforts(draft.portfolio) if team not in known
    )
    unknown |= dict.fromkeys(
        (("initiatives", place, "adds"), team)
        for place, one in enumerate(draft.portfolio.initiatives)
        for team in one.adds
        if team not in known
    )
    hint = hints((team for _, team in unknown), known)
    for steps, team in unknown:
        yield draft.fault(
            (*steps, Key(team)),
            sentence("faults.team without capacity"),
            sentence("remedies.add capacity", team=team, hint=hint[team]),
        )


def scenario_of_unknown_field(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each field of a scenario that the disc does not have."""
    if draft.doubts("disc"):
        return
    known = draft.portfolio.disc.named
    unknown = [
        (("scenarios", place, "fields"), scenario.fields, name)
        for place, scenario in enumerate(draft.portfolio.scenarios)
        for name in dict.fromkeys(scenario.fields)
        if name not in known
    ]
    hint = hints((name for *_, name in unknown), known)
    for steps, fields, name in unknown:
        problem = sentence("faults.no such field", name=name)
        remedy = use_one_of(known, hint[name])
        yield _fault_of_name(draft, steps, fields, name, problem, remedy)
