"""The work of a chosen initiative, period by period."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.portfolio import mode_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["NOTHING", "Exact", "Work", "by_period", "work_of"]

Exact = tuple[Fraction, ...]
NOTHING = Fraction(0)


class Work(NamedTuple):
    """A chosen initiative, the period it starts in and those in which it is worked on."""

    initiative: Initiative
    start: int
    periods: tuple[int, ...]

    @property
    def completion(self) -> int:
        """The last period of the work."""
        return self.periods[-1]


def work_of(portfolio: Portfolio, initiative: Initiative, start: int) -> Work:
    """Return the work of a chosen initiative, in its mode: from its start on in one period after the other that is not closed.

    Args:
        portfolio: The data.
        initiative: What is chosen.
        start: The period it starts in, from 1, with the mode.
    """
    initiative = initiative.ways[mode_of(start)]
    periods: list[int] = []
    first = period = int(start)
    while len(periods) < initiative.duration:
        if period not in portfolio.closed and period not in initiative.closed:
            periods.append(period)
        period += 1
    return Work(initiative, first, tuple(periods))


def by_period(amounts: Iterable[tuple[int, Fraction]], periods: int) -> Exact:
    """Return the sum of what falls in each period of the horizon.

    Args:
        amounts: The period of each amount, from 1, and the amount; what falls after the horizon is left out.
        periods: The horizon.
    """
    sums = [NOTHING] * periods
    for period, amount in amounts:
        if amount and period <= periods:
            before = sums[period - 1]
            sums[period - 1] = before + amount if before else amount
    return tuple(sums)
