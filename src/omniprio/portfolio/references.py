"""Names that a portfolio speaks of: each means one thing, and one that exists."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from omniprio.errors import Key
from omniprio.language import sentence
from omniprio.portfolio.findings import budgets, costs, efforts, shares
from omniprio.portfolio.requirements import Requirement
from omniprio.portfolio.teams import Capacity
from omniprio.spelling import hints, use_one_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from omniprio.errors import Fault, Steps
    from omniprio.portfolio.draft import Draft
    from omniprio.portfolio.portfolio import Portfolio

__all__ = [
    "named_twice",
    "repeated_id",
    "scenario_of_unknown_field",
    "unknown_channel",
    "unknown_field",
    "unknown_fund",
    "unknown_id",
    "unknown_measured_field",
    "unknown_owner",
    "unknown_scenario",
    "unknown_score",
    "unknown_tag",
    "unknown_team",
]


def repeated_id(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each id that is given more than once."""
    for kind in ("initiatives", "groups", "synergies", "milestones", "scenarios"):
        places: dict[str, list[Steps]] = defaultdict(list)
        for place, entry in enumerate(getattr(draft.portfolio, kind)):
            places[entry.id].append((kind, place, "id"))
        for name, steps in places.items():
            if len(steps) > 1 and not draft.doubts(kind, name, "id"):
                problem = sentence("faults.given times", count=len(steps))
                yield draft.fault(steps[0], problem, sentence("remedies.own id"), steps)
    for place, initiative in enumerate(draft.portfolio.initiatives):
        for name, count in Counter(mode.id for mode in initiative.modes).items():
            if count > 1:
                problem = sentence("faults.given times", count=count)
                yield draft.fault(("initiatives", place, "modes", name), problem, sentence("remedies.own id"))


def _references(portfolio: Portfolio) -> Iterator[tuple[Steps, tuple[str | Requirement, ...]]]:
    """Yield the steps to each list that names initiatives, with its entries."""
    for place, initiative in enumerate(portfolio.initiatives):
        yield ("initiatives", place, "requires"), initiative.requires
        for number, entry in enumerate(initiative.requires):
            if isinstance(entry, Requirement):
                yield ("initiatives", place, "requires", number, "of"), entry.of
                yield ("initiatives", place, "requires", number, "given"), entry.given
    for place, group in enumerate(portfolio.groups):
        yield ("groups", place, "members"), group.members or ()
    for place, synergy in enumerate(portfolio.synergies):
        yield ("synergies", place, "of"), synergy.of
    for place, milestone in enumerate(portfolio.milestones):
        yield ("milestones", place, "complete"), milestone.complete


def _fault_of_name(
    draft: Draft, steps: Steps, entries: tuple[object, ...], name: str, problem: str, remedy: str
) -> Fault:
    """Return a fault of one name in a list of them: its path is that of the list, or of what requires it."""
    at = [(*steps, place) for place, entry in enumerate(entries) if entry == name]
    return draft.fault(steps[:3], problem, remedy, at)


def unknown_id(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each place that names an initiative that does not exist."""
    if draft.doubts("initiatives", "*", "id"):
        return
    by_id = draft.portfolio.by_id
    unknown = [
        (steps, entries, name)
        for steps, entries in _references(draft.portfolio)
        for name in dict.fromkeys(entries)
        if isinstance(name, str) and name not in by_id
    ]
    hint = hints((name for *_, name in unknown), by_id)
    for steps, entries, name in unknown:
        problem = sentence("faults.no initiative", name=name)
        yield _fault_of_name(
            draft, steps, entries, name, problem, sentence("remedies.correct id", hint=hint[name])
        )


def named_twice(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each list of names that has the same name twice."""
    lists = list(_references(draft.portfolio))
    for steps, budget in budgets(draft.portfolio):
        lists += [((*steps, "funds"), budget.funds), ((*steps, "owners"), budget.owners)]
    lists += [
        (("groups", place, "owners"), group.owners) for place, group in enumerate(draft.portfolio.groups)
    ]
    lists += [
        (("initiatives", place, "links"), one.links) for place, one in enumerate(draft.portfolio.initiatives)
    ]
    lists += [(("linked", place), names) for place, names in enumerate(draft.portfolio.linked)]
    for steps, entries in lists:
        for name, count in Counter(entry for entry in entries if isinstance(entry, str)).items():
            if count > 1:
                problem = sentence("faults.named times", name=name, count=count)
                yield _fault_of_name(draft, steps, entries, name, problem, sentence("remedies.name once"))


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


def unknown_channel(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each joint that names a channel which the disc does not have."""
    if draft.doubts("disc"):
        return
    known = [channel.id for channel in draft.portfolio.disc.channels]
    joints: list[tuple[Steps, Sequence[str]]] = [
        (("initiatives", place, "links"), one.links) for place, one in enumerate(draft.portfolio.initiatives)
    ]
    joints += [(("linked", place), names) for place, names in enumerate(draft.portfolio.linked)]
    unknown = [(steps, names, name) for steps, names in joints for name in names if name not in known]
    hint = hints((name for *_, name in unknown), known)
    for steps, names, name in unknown:
        remedy = sentence("remedies.correct channel", hint=hint[name])
        at = [(*steps, place) for place, entry in enumerate(names) if entry == name]
        yield draft.fault(steps, sentence("faults.no channel", name=name), remedy, at)


def unknown_fund(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each cost in a fund, and each fund of a group or of a team, that no budget speaks of."""
    if any("funds" in names or (names[0] == "budgets" and not names[2:]) for names in draft.unread):
        return  # it is not known which funds there are
    known = {fund for budget in draft.portfolio.limits.values() for fund in budget.funds}
    unknown = dict.fromkeys(
        (steps, fund) for steps, _, fund, _ in costs(draft.portfolio) if fund not in known
    )
    yield from _unknown_measure(draft, "fund", known, "faults.no fund")
    yield from _unknown_fund_of_team(draft, known)
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


def _unknown_fund_of_team(draft: Draft, known: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each team of which more is bought from a fund that no budget speaks of."""
    unknown = {
        team: one.extra_fund
        for team, one in draft.portfolio.capacities.items()
        if isinstance(one, Capacity) and one.extra_fund not in known
    }
    hint = hints(unknown.values(), known)
    for team, fund in unknown.items():
        remedy = use_one_of(known, hint[fund])
        problem = sentence("faults.no fund", name=fund)
        yield draft.fault(("capacities", Key(team), "extra_fund"), problem, remedy)


def unknown_score(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each score that a group measures and no initiative has."""
    if not draft.doubts("initiatives", "*", "scores"):
        known = dict.fromkeys(score for one in draft.portfolio.initiatives for score in one.scores)
        yield from _unknown_measure(draft, "score", known, "faults.no score")


def _unknown_measure(draft: Draft, kind: str, known: Collection[str], problem: str) -> Iterator[Fault]:
    """Yield a fault for each group that measures something that is not known."""
    unknown = [
        (place, name)
        for place, group in enumerate(draft.portfolio.groups)
        if (name := getattr(group, kind)) is not None and name not in known
    ]
    hint = hints((name for _, name in unknown), known)
    for place, name in unknown:
        remedy = use_one_of(known, hint[name])
        yield draft.fault(("groups", place, kind), sentence(problem, name=name), remedy)


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


def unknown_owner(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each owner in a budget or a group who owns no initiative."""
    if draft.doubts("initiatives", "*", "owner"):
        return
    known = dict.fromkeys(initiative.owner for initiative in draft.portfolio.initiatives if initiative.owner)
    named = [((*steps, "owners"), budget.owners) for steps, budget in budgets(draft.portfolio)]
    named += [(("groups", place, "owners"), one.owners) for place, one in enumerate(draft.portfolio.groups)]
    unknown = [
        (steps, owners, owner)
        for steps, owners in named
        for owner in dict.fromkeys(owners)
        if owner not in known
    ]
    hint = hints((owner for *_, owner in unknown), known)
    for steps, owners, owner in unknown:
        problem = sentence("faults.owns nothing", name=owner)
        remedy = sentence("remedies.correct owner", hint=hint[owner])
        yield _fault_of_name(draft, steps, owners, owner, problem, remedy)


def scenario_of_unknown_field(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each field of a scenario that the disc does not have."""
    if draft.doubts("disc"):
        return
    known = draft.portfolio.disc.fields
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


def unknown_scenario(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each milestone that names a scenario that there is not on the disc."""
    if draft.doubts("disc") or draft.doubts("scenarios", "*", "id"):
        return
    known = draft.portfolio.scenario_by_id
    unknown = [
        (place, milestone.scenario)
        for place, milestone in enumerate(draft.portfolio.milestones)
        if milestone.scenario is not None and milestone.scenario not in known
    ]
    hint = hints((name for _, name in unknown), known)
    for place, name in unknown:
        problem = sentence("faults.no scenario", name=name)
        remedy = sentence("remedies.correct scenario", hint=hint[name])
        yield draft.fault(("milestones", place, "scenario"), problem, remedy)
