"""Where are we, for many: median and quartiles of a group, one's own place in it, before and after."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from statistics import median, quantiles
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Marked
from omniprio.answers.standing.members import SMALLEST, Of, members_of, shown_groups
from omniprio.assessment.answered import faults_of_fields
from omniprio.assessment.profile import shown
from omniprio.assessment.raters import Method
from omniprio.base import Model, Text
from omniprio.disc import Disc, shipped_disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence, text
from omniprio.marks import united
from omniprio.parameters import validated
from omniprio.spelling import hints
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.annotations import Natural
    from omniprio.answers.standing.members import Member
    from omniprio.assessment import Survey
    from omniprio.disc import Discipline
    from omniprio.language import Speaker

__all__ = ["DisciplineStanding", "GroupStanding", "OwnPlace", "Quartiles", "Standing", "group_standing"]


class Quartiles(Model):
    """The middle half of a group, in levels.

    Source: Hyndman and Fan (1996), Sample Quantiles in Statistical Packages, definition 7.
    """

    lower: Fraction
    """A quarter of the members is here or below."""
    median: Fraction
    upper: Fraction
    """Three quarters of the members are here or below."""


class OwnPlace(Model):
    """One's own place in a group."""

    position: Fraction
    """In levels."""
    before: Fraction | None
    """At the earlier time; None where there is none."""
    above: int
    """How many others are further."""
    level: int
    """How many others are as far."""
    below: int
    """How many others are less far."""


Hidden = Literal["too few", "counted back"]
"""Why something is hidden: `too few` others, or a group that is hidden could be `counted back` from it."""


class DisciplineStanding(Model):
    """What may be shown of a group in one discipline; all of it None where the group is too small."""

    discipline: str
    title: Text
    members: int | None
    """How many members there is something to say of, oneself included."""
    now: Quartiles | None
    before: Quartiles | None
    """Of the same members at the earlier time."""
    change: Fraction | None
    """The median of what each member has gained since, in levels; below 0 is a loss."""
    own: OwnPlace | None
    """One's own place; None where one is no member, or nothing may be shown."""
    hidden: Hidden | None = None
    """Why nothing may be shown; None where it may."""


class Standing(Model):
    """A group, or all together."""

    group: str
    """Its name; empty for all together."""
    disciplines: tuple[DisciplineStanding, ...]
    """In the order of the disc."""

    @property
    def hidden(self) -> Hidden | None:
        """Why nothing of it may be shown; None where something may."""
        why = {row.hidden for row in self.disciplines}
        if None in why:
            return None
        return "counted back" if "counted back" in why else "too few"


class GroupStanding(Marked):
    """Where the members of a group stand, without telling who stands where."""

    disc: Disc
    of: Of
    method: Method
    """How the respondents of an organisation were made one."""
    smallest: int
    """How many others a group must have to be shown."""
    since: date | None
    """The last day of before; None where there is no before."""
    at: date | None
    """The last day of now; None for all answers."""
    own: str
    """Whose own place is told; empty for nobody's."""
    groups: tuple[Standing, ...]
    """All together, then the groups in the order in which they are first met."""
    provenance: str
    """Where the answers come from."""

    @override
    def _columns(self, speaker: Speaker) -> str:
        return self._table(self.groups[0], speaker)

    def _table(self, standing: Standing, speaker: Speaker) -> str:
        changes = ("median before", "median", "change of level") if self.since else ("median",)
        own = ("own", "own place") if any(row.own for row in standing.disciplines) else ()
        heads = ("discipline", "members", "lower quartile", *changes, "upper quartile", *own)
        rows = (_row(row, heads, speaker) for row in standing.disciplines)
        return columns([speaker.words(f"answers.{head}") for head in heads], rows)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        for standing in self.groups:
            yield speaker.words(
                "answers.group" if standing.group else "answers.whole group", name=standing.group
            )
            hidden = standing.hidden
            yield speaker.words(f"answers.group {hidden}") if hidden else self._table(standing, speaker)
            yield ""
        yield from self.remarks(speaker)

    def remarks(self, speaker: Speaker) -> Iterator[str]:
        """Yield what is hidden and why, whom before and now are of, and where the answers come from."""
        yield speaker.words("answers.smallest group", smallest=self.smallest)
        if self.since:
            yield speaker.words("answers.same members", since=self.since)
        if self.provenance:
            known = speaker.known("provenance", self.provenance, self.provenance)
            yield speaker.words("answers.answers from", provenance=known)


def _row(row: DisciplineStanding, heads: Sequence[str], speaker: Speaker) -> list[str]:
    cells = {
        "discipline": f"{row.discipline} {text(row.title, speaker.catalogue.language)}".rstrip(),
        "members": speaker.words(f"answers.hidden {row.hidden}") if row.hidden else str(row.members),
        "lower quartile": _level(row.now.lower if row.now else None, speaker),
        "median before": _level(row.before.median if row.before else None, speaker),
        "median": _level(row.now.median if row.now else None, speaker),
        "change of level": "-" if row.change is None else _signed(row.change, speaker),
        "upper quartile": _level(row.now.upper if row.now else None, speaker),
        "own": _level(row.own.position if row.own else None, speaker),
        "own place": place_in(row.own, speaker) if row.own else "-",
    }
    return [cells[head] for head in heads]


def _level(level: Fraction | None, speaker: Speaker) -> str:
    return speaker.catalogue.style.number(shown(level))


def _signed(change: Fraction, speaker: Speaker) -> str:
    return f"{'+' if change > 0 else ''}{speaker.fixed(change, 2)}"


def place_in(own: OwnPlace, speaker: Speaker) -> str:
    """Return the rank, the furthest first; of several that are as far a range."""
    first, last = own.above + 1, own.above + own.level + 1
    rank = str(first) if first == last else f"{first}-{last}"
    return speaker.words("answers.so many of", count=rank, every=last + own.below)


@validated
def group_standing(
    survey: Survey,
    *,
    disc: Disc | None = None,
    own: str = "",
    of: Of = "organisations",
    method: Method = "median",
    smallest: Natural = 5,
    since: date | None = None,
    at: date | None = None,
) -> GroupStanding:
    """Return where the members of a group stand in each discipline: median, quartiles and one's own place.

    Nothing is shown of a group with too few members whose answers the reader does not know, and no group from which a
    hidden one could be counted back by subtraction. With `since` all numbers, those of now too, are of the members that
    there is something to say of at both times, so that the two times are of the same members.

    Args:
        survey: The answers. The last answers of each respondent count.
        disc: The disc that the questions speak to; by default the customer-centricity disc.
        own: The member whose own place is told, by name; empty for none.
        of: Whether organisations are the members, within their groups, or respondents, within their organisations.
        method: How the respondents of an organisation are made one, as in `omniprio.assessment.combine`.
        smallest: How many others a group must have to be shown, at least 3.
        since: The last day of before; what was answered after it is now. None shows one time alone.
        at: The last day of now; None takes all answers.

    Returns:
        What may be shown, exact, in levels.

    Raises:
        InvalidInputError: An option makes no sense, a question does not fit the disc, or answers lack a date that is
            needed; it lists every fault.

    >>> from omniprio.assessment import Answers, Survey, shipped_questionnaire
    >>> told = [Answers(organisation=f"Shop {n}", answers={"recognise": n}) for n in (1, 2, 3, 4, 5)]
    >>> found = group_standing(Survey(questionnaire=shipped_questionnaire(), answers=told))
    >>> found.groups[0].disciplines[0].now
    Quartiles(lower=Fraction(3, 2), median=Fraction(2, 1), upper=Fraction(5, 2))
    """
    disc = disc or shipped_disc()
    if faults := list(_faults(survey, disc, smallest, since, at)):
        raise InvalidInputError(faults)
    members = members_of(survey, disc, of, method, since=since, at=at)
    if own:
        _must_be_member(own, members)
    names = ["", *dict.fromkeys(member.group for member in members if member.group)]
    rows = {row.id: _of_discipline(row, members, own, smallest, since) for row in disc.disciplines}
    return GroupStanding(
        disc=disc,
        of=of,
        method=method,
        smallest=smallest,
        since=since,
        at=at,
        own=own,
        groups=tuple(
            Standing(group=name, disciplines=tuple(found[name] for found in rows.values())) for name in names
        ),
        provenance=survey.provenance,
        marks=united([disc.not_facts, survey.not_facts]),
    )


def _of_discipline(
    row: Discipline, members: Sequence[Member], own: str, smallest: int, since: date | None
) -> Mapping[str, DisciplineStanding]:
    """Return what may be shown of each group in a discipline, by name; of all together under the empty one."""
    told = [one for one in members if row.id in one.now and (since is None or row.id in one.before)]
    by_group: dict[str, list[Member]] = defaultdict(list)
    for one in told:
        by_group[one.group].append(one)
    others = {name: sum(one.name != own for one in of) for name, of in by_group.items()}
    whole = sum(others.values())
    groups = shown_groups({name: size for name, size in others.items() if name}, whole, smallest)
    shown_names = set() if groups is None else {"", *groups}
    found: dict[str, DisciplineStanding] = {}
    for name in {"", *(one.group for one in members)}:
        if name in shown_names:
            found[name] = _standing(row, by_group[name] if name else told, own, since)
        else:
            enough = others.get(name, 0) >= smallest and groups is not None
            found[name] = _nothing(row, "counted back" if enough else "too few")
    return found


def _nothing(row: Discipline, hidden: Hidden) -> DisciplineStanding:
    return DisciplineStanding(
        discipline=row.id,
        title=row.title,
        members=None,
        now=None,
        before=None,
        change=None,
        own=None,
        hidden=hidden,
    )


def _standing(row: Discipline, told: Sequence[Member], own: str, since: date | None) -> DisciplineStanding:
    now = [one.now[row.id] for one in told]
    before = [one.before[row.id] for one in told] if since else []
    mine = next((one for one in told if one.name == own), None)
    return DisciplineStanding(
        discipline=row.id,
        title=row.title,
        members=len(told),
        now=_quartiles(now),
        before=_quartiles(before) if before else None,
        change=median(map(Fraction.__sub__, now, before)) if before else None,
        own=_own_place(mine.now[row.id], mine.before.get(row.id), now) if mine else None,
    )


def _quartiles(positions: Sequence[Fraction]) -> Quartiles:
    lower, middle, upper = quantiles(positions, method="inclusive")
    return Quartiles(lower=lower, median=middle, upper=upper)


def _own_place(position: Fraction, before: Fraction | None, everybody: Sequence[Fraction]) -> OwnPlace:
    return OwnPlace(
        position=position,
        before=before,
        above=sum(other > position for other in everybody),
        level=sum(other == position for other in everybody) - 1,
        below=sum(other < position for other in everybody),
    )


def _must_be_member(own: str, members: Sequence[Member]) -> None:
    names = [one.name for one in members]
    if own not in names:
        remedy = sentence("remedies.correct name", hint=hints([own], names)[own])
        raise InvalidInputError.of("own", sentence("faults.no member", value=own), remedy)


def _faults(
    survey: Survey, disc: Disc, smallest: int, since: date | None, at: date | None
) -> Iterator[Fault]:
    yield from faults_of_fields(survey.questionnaire, disc)
    if smallest < SMALLEST:
        remedy = sentence("remedies.nobody recognised", least=SMALLEST)
        yield Fault("smallest", sentence("faults.is", value=str(smallest)), remedy)
    if since is None:
        return
    if at is not None and at <= since:
        problem = sentence("faults.not after", value=at.isoformat(), since=since.isoformat())
        yield Fault("at", problem, sentence("remedies.later date"))
    for place, one in enumerate(survey.answers, start=1):
        if one.date is None:
            yield Fault(
                f"answers[{place}].date", sentence("faults.no date"), sentence("remedies.date for since")
            )
