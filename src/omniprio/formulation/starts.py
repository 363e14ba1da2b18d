"""The columns of initiatives: what has started by when, and what follows from that alone."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from omniprio.deadline import Deadline
from omniprio.portfolio import as_begun, mode_of
from omniprio.solver.program import Expression, Program, simplest, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.portfolio import Initiative, Portfolio
    from omniprio.solver.program import Number

__all__ = ["Starts"]


class Starts:
    """The columns that say when each initiative has started.

    Attributes:
        portfolio: The portfolio.
        windows: The periods in which each initiative may start, by id, in order; there may be gaps.
        ways: The same by mode.
        program: The program the columns are added to.
    """

    def __init__(
        self, portfolio: Portfolio, windows: Mapping[str, Sequence[int]], deadline: Deadline | None = None
    ) -> None:
        """Add the columns.

        Args:
            portfolio: The portfolio.
            windows: The periods in which each initiative may start, by id, in order.
            deadline: When building the program is given up with `TimeIsOver`, or None for never.
        """
        self.portfolio = portfolio
        self.windows = windows
        self._periods = portfolio.periods
        self.program = Program(deadline=deadline or Deadline(None))
        self.ways = {name: _by_mode(portfolio.by_id[name], window) for name, window in windows.items()}
        self._started = {
            (name, mode, int(period)): self.program.column(
                f"x_{place}_{period}_{number}" if mode else f"x_{place}_{period}", integer=True
            )
            for place, (name, ways) in enumerate(self.ways.items())
            for number, (mode, window) in enumerate(ways.items())
            for period in window
        }

    @cached_property
    def chains(self) -> dict[tuple[str, str], dict[int, int]]:
        """By initiative and mode, and by start, in order of time, the column that says it has started by then."""
        return {
            (name, mode): {start: next(iter(self.started_as(name, mode, start).terms)) for start in window}
            for name, ways in self.ways.items()
            for mode, window in ways.items()
        }

    def first_completion(self, name: str) -> int:
        """Return the first period in which an initiative can complete; T + 1 if it cannot."""
        window = self.windows[name]
        if not window:
            return self.portfolio.periods + 1
        first = [ways[0] for ways in self.ways[name].values() if ways]
        return min(start + self.begun(name, start).duration - 1 for start in first)

    def begun(self, name: str, start: int) -> Initiative:
        """Return an initiative as it is carried out from a start on."""
        return as_begun(self.portfolio.by_id[name], start, self.portfolio)

    def started(self, name: str, period: int) -> Expression:
        """Return whether an initiative has started in a period or before, in whatever mode: x(t), non-decreasing in t."""
        return self._over_modes(name, period, self.started_as)

    def started_as(self, name: str, mode: str, period: int) -> Expression:
        """Return whether an initiative has started in a mode, in a period or before."""
        last = self._last_start[name, mode][min(period, self._periods)] if period > 0 else 0
        return self._started[name, mode, last] if last else Expression()

    def _over_modes(
        self, name: str, period: int, one_of: Callable[[str, str, int], Expression]
    ) -> Expression:
        """Return the sum over the modes of an initiative."""
        if not self.portfolio.by_id[name].modes:
            return one_of(name, "", period)
        return total((one_of(name, mode, period), 1) for mode in self.ways[name])

    @cached_property
    def _last_start(self) -> dict[tuple[str, str], list[int]]:
        """By id, mode and period from 0, the last period up to then in which an initiative may start; 0 for none."""
        return {
            (name, mode): self._last_starts(window)
            for name, ways in self.ways.items()
            for mode, window in ways.items()
        }

    def _last_starts(self, window: Sequence[int]) -> list[int]:
        last = [0] * (self.portfolio.periods + 1)
        for start in window:
            last[start] = start
        return list(accumulate(last, max))

    def completed(self, name: str, period: int) -> Expression:
        """Return whether an initiative is complete at the end of a period, which may be after T: c(t), by its last such start."""
        return self._over_modes(name, period, self.completed_as)

    def completed_as(self, name: str, mode: str, period: int) -> Expression:
        """Return whether an initiative that is done in a mode is complete at the end of a period."""
        if self.portfolio.is_plain:
            return self.started_as(name, mode, period - self.portfolio.by_id[name].duration + 1)
        done = bisect_right(self._finishes[name, mode], period)
        return self.started_as(name, mode, self.ways[name][mode][done - 1]) if done else Expression()

    @cached_property
    def _finishes(self) -> dict[tuple[str, str], list[int]]:
        """By id and mode, the period in which an initiative completes for each start; T + 1 and more is after the horizon."""
        return {
            (name, mode): [start + self.begun(name, start).duration - 1 for start in window]
            for name, ways in self.ways.items()
            for mode, window in ways.items()
        }

    def periods_of(self, name: str) -> list[int]:
        """Return the periods in which an initiative may start, each once."""
        return list(dict.fromkeys(map(int, self.windows[name])))

    def starting_as(self, name: str, start: int) -> Expression:
        """Return whether an initiative starts in just this period, in the mode of the start."""
        mode = mode_of(start)
        return self.started_as(name, mode, start) - self.started_as(name, mode, start - 1)

    def starting(self, name: str, period: int) -> Expression:
        """Return whether an initiative starts in just this period."""
        return self.started(name, period) - self.started(name, period - 1)

    def chosen(self, name: str) -> Expression:
        """Return whether an initiative is in the plan at all."""
        return self.started(name, self.portfolio.periods)

    def of_initiatives(self) -> Iterator[range]:
        """Yield the columns of each initiative that may start, in each of its modes, by period."""
        first = 0
        for ways in self.ways.values():
            for window in ways.values():
                if window:
                    yield range(first, first + len(window))
                first += len(window)

    def by_start(self, name: str, amounts: Mapping[int, Number]) -> Expression:
        """Return the amount that belongs to the start of an initiative, and its mode; 0 if it has none."""
        result = Expression()
        for mode, window in self.ways[name].items():
            following: Number = 0
            for period in reversed(window):
                here = amounts.get(period, 0)
                if here != following:
                    (column,) = self._started[name, mode, int(period)].terms
                    result.terms[column] = simplest(here - following)
                following = here
        return result


def _by_mode(initiative: Initiative, window: Sequence[int]) -> dict[str, Sequence[int]]:
    """Return starts by mode, in order; under no name where there are no modes."""
    if not initiative.modes:
        return {"": window}
    return {mode: [start for start in window if mode_of(start) == mode] for mode in initiative.ways}
