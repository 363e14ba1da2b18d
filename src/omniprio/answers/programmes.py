"""A programme: what the initiatives that several organisations share would do for all of them, per money."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Marked
from omniprio.answers.qualification import qualify_all
from omniprio.base import Model, Text
from omniprio.deadline import Deadline
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import fact, sentence, text
from omniprio.marks import united
from omniprio.parameters import validated
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping

    from omniprio.annotations import Seconds
    from omniprio.answers.qualification import Qualification
    from omniprio.language import Fact, Speaker
    from omniprio.portfolio import Portfolio

__all__ = ["MemberGain", "Programme", "ProgrammeInitiative", "must_be_comparable", "programme"]


class MemberGain(Model):
    """What an initiative does for one member, with all that it requires there."""

    member: str
    gain: Fraction
    """The fall of the member's distance from its ambition, 0 to 1, more than 0."""
    cost: Fraction
    """One-off, over all funds."""


class ProgrammeInitiative(Model):
    """What one initiative does for the members that have it."""

    id: str
    title: Text
    gains: tuple[MemberGain, ...]
    """The members that it brings closer, in the order given."""
    idle: tuple[str, ...]
    """The members that have it and are not brought closer, or cannot do it."""
    rank: int | None = None
    """Its place by gain per money over all members, from 1; None for what brings nobody closer."""

    @property
    def gain(self) -> Fraction:
        """The fall of the distances of all members, added up."""
        return sum((one.gain for one in self.gains), Fraction(0))

    @property
    def cost(self) -> Fraction:
        """The cost to the members that it brings closer, added up."""
        return sum((one.cost for one in self.gains), Fraction(0))

    @property
    def least(self) -> Fraction:
        """The smallest gain among the members that it brings closer; 0 if there are none."""
        return min((one.gain for one in self.gains), default=Fraction(0))

    @property
    def rate(self) -> tuple[bool, Fraction]:
        """What it is ranked by: costing nothing first, then gain per money."""
        return (not self.cost, self.gain if not self.cost else self.gain / self.cost)


class Programme(Marked):
    """The initiatives of a programme, with what they do for its members."""

    members: tuple[str, ...]
    """All members that were looked at, in the order given."""
    rows: tuple[ProgrammeInitiative, ...]
    """In the order in which they are first met."""
    open: tuple[str, ...] = ()
    """The members that there was no time to look at, wholly or in part."""
    currency: str = ""

    @property
    def ranked(self) -> tuple[ProgrammeInitiative, ...]:
        """The best gain per money first; what brings nobody closer comes last."""
        return tuple(sorted(self.rows, key=lambda row: (row.rank is None, row.rank or 0)))

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.open:
            yield fact("answers.programme open", names=self.open)

    @override
    def _columns(self, speaker: Speaker) -> str:
        heads = ("initiative", "rank", "brought closer", "gain in all", "least gain")
        cost = f"{speaker.words('answers.cost')} {self.currency}".strip()
        return columns(
            [*(speaker.words(f"answers.{head}") for head in heads), cost],
            (self._row(row, speaker) for row in self.ranked),
        )

    def _row(self, row: ProgrammeInitiative, speaker: Speaker) -> list[str]:
        closer = speaker.words("answers.so many of", count=len(row.gains), every=len(self.members))
        return [
            text(row.title, speaker.catalogue.language) or row.id,
            str(row.rank or "-"),
            closer,
            speaker.fixed(row.gain, 4),
            speaker.fixed(row.least, 4),
            speaker.amount(row.cost),
        ]

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        yield speaker.words("answers.programme how")
        yield speaker.words("answers.qualification costs")


@validated
def programme(
    portfolios: Mapping[str, Portfolio],
    *,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Programme:
    """Return which initiatives of a programme would move its members furthest for the money.

    An initiative is the same in two portfolios if it has the same id. What it does for a member and what it costs
    there is counted from that member's own portfolio: from its own start, towards its own ambition, with all that it
    requires there. Falls of the distance of all members count alike. The rank is by gain per money over all
    members; nothing is solved, so budgets and time do not change it, and what two initiatives have in common, such as a
    third that both require, is counted with each.

    Args:
        portfolios: The portfolio of each member, by its name; at least one, all in the same currency.
        time_limit: Seconds for everything, more than 0; then some members may stay `open`.
        cancel: Set it from another thread to stop, as if the time were over.

    Returns:
        One row for each initiative that a member has; gains are exact.

    Raises:
        InvalidInputError: There is no member, or they count money in different currencies.

    >>> from omniprio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=30, advances={"R2": 0.6})
    >>> app = Initiative(id="app", cost=10, advances={"D2": 0.3})
    >>> north = Portfolio(horizon=1, initiatives=[web, app])
    >>> south = Portfolio(horizon=1, initiatives=[web, app], start={"R2": 0.6, "D2": 1})
    >>> found = programme({"north": north, "south": south})
    >>> [(row.id, len(row.gains), float(row.cost)) for row in found.ranked]
    [('app', 1, 10.0), ('web', 2, 60.0)]
    """
    must_be_comparable(portfolios)
    deadline = Deadline(time_limit, cancel)
    found: dict[str, dict[str, Qualification]] = defaultdict(dict)
    still_open: list[str] = []
    for member, portfolio in portfolios.items():
        told = (
            None
            if deadline.is_over()
            else qualify_all(portfolio, time_limit=deadline.limit, cancel=deadline.cancel)
        )
        if told is None or told.open:
            still_open.append(member)
            continue
        for one in told.rows:
            found[one.id][member] = one
    rows = [_row(by_member) for by_member in found.values()]
    closer = sorted((row for row in rows if row.gains), key=lambda row: row.rate, reverse=True)
    rank = {row.id: place for place, row in enumerate(closer, start=1)}
    return Programme(
        marks=united(one.not_facts for one in portfolios.values()),
        members=tuple(name for name in portfolios if name not in still_open),
        rows=tuple(row.model_copy(update={"rank": rank.get(row.id)}) for row in rows),
        open=tuple(still_open),
        currency=next(iter(portfolios.values())).currency,
    )


def _row(by_member: Mapping[str, Qualification]) -> ProgrammeInitiative:
    """Return what an initiative does for the members that have it, without its rank."""
    first = next(iter(by_member.values()))
    closer = {name: one for name, one in by_member.items() if one.possible and one.together > 0}
    return ProgrammeInitiative(
        id=first.id,
        title=first.title,
        gains=tuple(
            MemberGain(member=name, gain=one.together, cost=one.cost_together) for name, one in closer.items()
        ),
        idle=tuple(name for name in by_member if name not in closer),
    )


def must_be_comparable(portfolios: Mapping[str, Portfolio]) -> None:
    """Refuse a programme without members, and one in several currencies.

    Args:
        portfolios: The portfolio of each member, by its name.

    Raises:
        InvalidInputError: There is none, or they count money in different currencies.
    """
    if not portfolios:
        problem, remedy = sentence("faults.no entries"), sentence("remedies.at least one")
        raise InvalidInputError.of("portfolios", problem, remedy)
    first, *rest = portfolios.items()
    none = fact("kinds.no currency")
    faults = [
        Fault(
            f"portfolios[{name}].currency",
            sentence("faults.other currency", after=one.currency or none, before=first[1].currency or none),
            sentence("remedies.same currency"),
        )
        for name, one in rest
        if one.currency != first[1].currency
    ]
    if faults:
        raise InvalidInputError(faults)
