"""An order from elsewhere, made a schedule: one initiative after the other, and rings that are nearly reached are completed.

In the literature: serial schedule generation.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from omniprio.greedy.duties import place_duties
from omniprio.greedy.gains import open_fields, place_fields, raise_field
from omniprio.greedy.placing import Placing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["InOrder"]

_NEARLY = 0.9
"""How far a ring is fulfilled when it is completed at once."""


class InOrder:
    """Makes schedules of orders; they keep the rules but for what must still be added, and whoever takes one checks it.

    Attributes:
        placing: What must be done is placed.
        has_duties: Whether that fits.

    >>> from omniprio.goals import Fastest
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> two = [Initiative(id=name, cost=60, advances={"R2": 1.0}) for name in ("web", "app")]
    >>> in_order = InOrder(Portfolio(horizon=3, initiatives=two, budget=60))
    >>> in_order.schedule({"web": 2.5, "app": 1.5}, [Fastest()])
    {'app': 1}
    """

    def __init__(self, portfolio: Portfolio, is_over: Callable[[], bool] = lambda: False) -> None:
        """Place what must be done.

        Args:
            portfolio: The portfolio.
            is_over: Tells whether to stop.
        """
        self._portfolio, self._is_over = portfolio, is_over
        self.placing = Placing(portfolio)
        self.has_duties = place_duties(self.placing, is_over)
        self._begin = self.placing.mark()

    def schedule(
        self, order: Mapping[str, float], goals: Sequence[Goal], *, in_stages: bool = False
    ) -> dict[str, int] | None:
        """Return the schedule of an order; None where what must be done does not fit.

        Args:
            order: By initiative, its place in time: the least comes first; those left out come in where they serve the goals.
            goals: What the schedule is to be good at, the most important first; that one is about the disc.
            in_stages: Whether rings are completed after each whole number of that, not in the end alone.
        """
        if not self.has_duties:
            return None
        self.placing.go_back(self._begin)
        at = 0
        for name in sorted(order, key=order.__getitem__):
            if self._is_over():
                break
            if in_stages and ceil(order[name]) > at:
                self._complete_rings()
                at = ceil(order[name])
            self.placing.add(name)
        self._complete_rings()
        place_fields(self.placing, goals, self._is_over)
        return self.placing.starts.copy()

    def _complete_rings(self) -> None:
        """Complete the rings that are nearly reached: little is missing of what was to come, or did not fit."""
        for row in self._portfolio.disc.disciplines:
            for field in open_fields(self.placing, row) if row.weight else ():
                if self.placing.fulfilment(field) < _NEARLY:
                    break
                raise_field(self.placing, field)
