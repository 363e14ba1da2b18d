"""What is needed first comes first: each initiative is due when a field that it helps to reach is reached.

A schedule says when each field is reached. What helps a field is of use by then, and what that requires a little before. Placed in that
order, what is not needed yet makes way for what is, so that fields are reached earlier; and that says anew what is due when. Dates that
are changed a little, and initiatives that are left out, lead to other orders.

In the literature: justification by due dates; iterated local search over priority lists, decoded by serial schedule generation.
Source: Valls, Ballestín and Quintanilla, 2005, Justification and RCPSP: a technique that pays.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.dependency_graph import order
from omniprio.greedy.duties import place_duties
from omniprio.greedy.gains import NOISE, place_fields, raise_field, worth_of
from omniprio.greedy.placing import Placing
from omniprio.portfolio import window_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["ByDue"]

_FIELDS_BY = (0.0, 0.5, 0.5, 1.5)
"""By how many periods the dates of fields are changed: the deviation; one of these."""

_SHARE, _BY = (0.0, 0.0, 0.05), 2.0
"""The share of initiatives whose dates are changed beside that, one of these, and by how many periods: the deviation."""

_LEFT_OUT = (0.0, 0.02, 0.05)
"""The share of initiatives that are left out, so that something else may take their place."""

_IDLE = 20
"""It gets no further after so many orders without a gain."""


class ByDue:
    """Makes schedules better: what is due first is placed first.

    The schedules keep the rules but for what must still be added; whoever takes one checks it.

    >>> from omniprio.goals import Fastest
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> ring = Initiative(id="ring", cost=60, advances={"R2": 1.0})
    >>> by_due = ByDue(Portfolio(horizon=3, initiatives=[ring], budget=60), [Fastest()])
    >>> by_due.better({"ring": 3})
    {'ring': 1}
    >>> by_due.better({"ring": 1})
    """

    def __init__(
        self,
        portfolio: Portfolio,
        goals: Sequence[Goal],
        is_over: Callable[[], bool] = lambda: False,
        *,
        seed: int = 0,
    ) -> None:
        """Place what must be done.

        Args:
            portfolio: The portfolio.
            goals: What the schedules are to be good at, the most important first; that one is about the disc.
            is_over: Tells whether to stop.
            seed: Of the draws.
        """
        self._portfolio, self._goals, self._is_over = portfolio, goals, is_over
        self._draws = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
        self._placing = Placing(portfolio)
        self._nothing = self._placing.mark()
        self._has_duties = place_duties(self._placing, is_over)
        self._begin = self._placing.mark()
        self._required_first = order(portfolio)
        self._latest = {
            one.id: max(window_of(one, portfolio), default=0) + one.shortest - 1
            for one in portfolio.initiatives
        }
        self._known: Mapping[str, int] | None = None
        self._least = Fraction(0)
        self._reached: dict[str, int] = {}
        self._helps: dict[str, list[str]] = {}

    def going_on(self, starts: Mapping[str, int]) -> Iterator[dict[str, int] | None]:
        """Yield better schedules one after the other, None for each order that gives none, until there is no gain for long.

        Args:
            starts: The schedule to begin with.
        """
        idle = 0
        while idle < _IDLE and not self._is_over():
            better = self.better(starts)
            starts, idle = (starts, idle + 1) if better is None else (better, 0)
            yield better

    def better(self, starts: Mapping[str, int]) -> dict[str, int] | None:
        """Return a better schedule than one, made of it in one order that is drawn; None where that is no better.

        Args:
            starts: The schedule.
        """
        if not self._has_duties:
            return None
        if self._known != starts:
            self._read(starts)
        placing, draws = self._placing, self._draws
        due = self._due(draws.choice(_FIELDS_BY), draws.choice(_SHARE))
        left_out = draws.choice(_LEFT_OUT)
        placing.go_back(self._begin)
        for name in sorted(due, key=due.__getitem__):
            if self._is_over():
                return None
            if name in self._helps:
                if draws.random() >= left_out:
                    placing.add(name)
            elif placing.fulfilment(name) < 1 - NOISE:
                raise_field(placing, name)
        place_fields(placing, self._goals, self._is_over)
        for name in self._helps:
            placing.add(name)  # what helps no field may serve another goal
        is_better = worth_of(self._portfolio, self._goals, placing.starts) < self._least
        return placing.starts.copy() if is_better else None

    def _read(self, starts: Mapping[str, int]) -> None:
        """Read when fields are reached, and which each initiative helps to reach: those that are not before it is complete."""
        placing, portfolio = self._placing, self._portfolio
        placing.go_back(self._nothing)
        for name in sorted(starts, key=starts.__getitem__):
            placing.put(name, starts[name])
        self._known, self._least = dict(starts), worth_of(portfolio, self._goals, starts)
        full = {field: placing.reached(field) for field in portfolio.disc.parts_of}
        self._reached = self._behind_gates(full)
        self._helps = {
            name: [
                part
                for part, share in portfolio.gains[name].items()
                if share > 0 and placing.finish(name) <= full[part]
            ]
            for name in placing.starts
        }

    def _behind_gates(self, full: Mapping[str, int]) -> dict[str, int]:
        """Return when each field, or channel of it, counts in full: not before the next outer ring is reached.

        Args:
            full: When each is complete by itself.
        """
        disc = self._portfolio.disc
        reached: dict[str, int] = {}
        for row in disc.disciplines:
            outer = 0
            for number in range(1, len(row.rings) + 1):
                field = f"{row.id}{number}"
                reached |= {part: max(full[part], outer) for part in (*disc.parts_of[field], field)}
                outer = reached[field] if row.order == "outside in" else 0
        return reached

    def _due(self, fields_by: float, share: float) -> dict[str, float]:
        """Return when each field that is reached is due, and each initiative that helps one, by its own dates too, where dates are changed a little.

        Args:
            fields_by: By how many periods the date of each field is changed.
            share: What share of initiatives has other dates beside that.
        """
        draws = self._draws
        dates = {field: period + draws.gauss(0, fields_by) for field, period in self._reached.items()}
        due = {
            name: min(self._latest[name], *(dates[part] for part in parts))
            + (draws.gauss(0, _BY) if draws.random() < share else 0)
            for name, parts in self._helps.items()
            if parts
        }
        for name in reversed(self._required_first):
            initiative = self._portfolio.by_id[name]
            for entry in initiative.requirements if name in due else ():
                for other in entry.of if entry.is_certain else ():
                    before = due[name] - initiative.shortest
                    due[other] = min(due.get(other, before), before)
        reached = (field for field, period in self._reached.items() if period <= self._portfolio.periods)
        return due | {field: dates[field] for field in reached if field not in self._helps}
