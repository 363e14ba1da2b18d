"""How far are we, what to prioritise: the gap of each discipline, and what the initiatives can close of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.answer import Answer
from omniprio.assessment.columns import columns
from omniprio.assessment.profile import shown
from omniprio.base import Model, Text
from omniprio.language import text
from omniprio.numbers import exact, written
from omniprio.parameters import validated
from omniprio.progress import positions_at, still_missing
from omniprio.reach import OutOfReach, out_of_reach

if TYPE_CHECKING:
    from omniprio.portfolio import Portfolio

__all__ = ["Gap", "GapTable", "gaps"]


class Gap(Model):
    """The gap of one discipline, in levels."""

    discipline: str
    title: Text
    start: Fraction
    """Its position now."""
    ambition: int
    gap: Fraction
    """What is missing to the ambition, at least 0."""
    closable: Fraction
    """What is closed at most, if every initiative that can be done at all is done."""
    distance: Fraction
    """What the gap makes up of the distance at the start; over all disciplines it adds up to that distance."""
    in_the_way: tuple[OutOfReach, ...]
    """The fields of the ambition that no choice of the initiatives can complete."""

    @property
    def remaining(self) -> Fraction:
        """What no choice of the initiatives can close."""
        return self.gap - self.closable


class GapTable(Answer):
    """The gaps of all disciplines."""

    rows: tuple[Gap, ...]
    """One for each discipline, in the order of the disc."""

    @property
    def by_size(self) -> tuple[Gap, ...]:
        """The gaps, largest part of the distance first."""
        return tuple(sorted(self.rows, key=lambda row: (-row.distance, -row.gap)))

    @property
    def by_closable(self) -> tuple[Gap, ...]:
        """The gaps, the one of which most can be closed first."""
        return tuple(sorted(self.rows, key=lambda row: (-row.closable, -row.distance)))

    def table(self) -> str:
        """Return the gaps by size, as text."""
        head = ["discipline", "start", "ambition", "gap", "can close", "cannot", "of the distance"]
        return columns(head, map(_cells, self.by_size))

    def summary(self) -> str:
        """Return the gaps with their ranking and the fields in the way, as plain text."""
        most = [row.discipline for row in self.by_closable if row.closable > 0]
        lines = [f"Most can be closed in: {', '.join(most)}." if most else "The initiatives close no gap."]
        lines += [
            f"{one.field} cannot be completed: "
            + (
                f"it ends at {written(one.most)} if all is done."
                if one.most
                else "nothing that can be done advances it."
            )
            for row in self.by_size
            for one in row.in_the_way
        ]
        note = "What can be closed is a bound: money and time may allow less together."
        return "\n".join([self.table(), *lines, note])


def _cells(row: Gap) -> list[str]:
    title = text(row.title)
    name = f"{row.discipline} {title}" if title else row.discipline
    levels = (row.gap, row.closable, row.remaining)
    return [
        name,
        shown(row.start),
        str(row.ambition),
        *(f"{float(level):.2f}" for level in levels),
        f"{float(row.distance):.3f}",
    ]


@validated
def gaps(portfolio: Portfolio) -> GapTable:
    """Return the gap of each discipline and what the portfolio can close of it at most.

    All initiatives are taken that can be started at all, each looked at alone with what it requires: by its
    dates, what it requires and needs, and the money there is by then. So it is a bound: money, capacity and
    groups may allow less together, never more. What stays open whatever is done is certain.

    Args:
        portfolio: The portfolio.

    Returns:
        One row for each discipline; levels are exact.

    >>> from omniprio.disc import Disc, Discipline
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=3)])
    >>> most = Initiative(id="most", advances={"R2": 0.9, "R3": 1.0})
    >>> row = gaps(Portfolio(horizon=1, disc=disc, initiatives=[most])).rows[0]
    >>> float(row.gap), float(row.closable), float(row.remaining)
    (2.0, 0.9, 1.1)
    """
    start = positions_at(portfolio, portfolio.start_fulfilment)
    missing = still_missing(portfolio, start)
    beyond = out_of_reach(portfolio)
    at_most = dict.fromkeys(portfolio.disc.fields, Fraction(1)) | {
        one.field: exact(one.most) for one in beyond
    }
    stays = still_missing(portfolio, positions_at(portfolio, at_most))
    weights = portfolio.disc.weights
    whole = sum((weight * portfolio.ambitions[name] for name, weight in weights.items()), Fraction(0))
    return GapTable(
        rows=tuple(
            Gap(
                discipline=row.id,
                title=row.title,
                start=start[row.id],
                ambition=portfolio.ambitions[row.id],
                gap=missing[row.id],
                closable=missing[row.id] - stays[row.id],
                distance=weights[row.id] * missing[row.id] / whole if whole else Fraction(0),
                in_the_way=tuple(one for one in beyond if one.discipline == row.id),
            )
            for row in portfolio.disc.disciplines
        )
    )
