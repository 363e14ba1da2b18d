"""The columns of initiatives: what has started by when, and what follows from that alone.

The periods in which each initiative may start: by its own dates, by what comes before it, by what it takes alone.

Initiatives as jobs that share teams: what follows from the rows of teams, told as a whole where teams are tight.

In the literature: time windows, preprocessing by longest paths.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING

from omniprio.deadline import Deadline
from omniprio.dependency_graph import earliest_starts
from omniprio.formulation.values import spending_profile
from omniprio.income import most_income
from omniprio.money import available, bound_by
from omniprio.portfolio import as_begun, mode_of, rates_in, window_of
from omniprio.solver.program import Expression, Job, Program, Share, simplest, total
from omniprio.synergies import most_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.portfolio import Budget, Initiative, Portfolio
    from omniprio.solver.program import Number

__all__ = ["Starts", "add_jobs", "own_windows", "tight_windows"]


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


def own_windows(portfolio: Portfolio) -> dict[str, Sequence[int]]:
    """Return the periods in which the dates of each initiative allow it to start."""
    return {entry.id: window_of(entry, portfolio) for entry in portfolio.initiatives}


def tight_windows(portfolio: Portfolio) -> dict[str, Sequence[int]]:
    """Return the periods in which each initiative may start, without those that no plan can have; there may be gaps.

    Left out is what is earlier than all that must come before allows, and what alone takes more than a budget or
    a team has in some period. Others only add to that: amounts are not negative, and of synergies all that they
    can ever save is allowed for, as is all that can ever flow into a budget.

    >>> from omniprio.portfolio import Budget, Initiative, Portfolio
    >>> web = Initiative(id="web", cost=300)
    >>> each = Budget(per_period=(300, 200, 400), carry_over=False)
    >>> tight_windows(Portfolio(horizon=3, initiatives=[web], budget=each))
    {'web': (1, 3)}
    """
    limits = [*_budgets(portfolio), *_teams(portfolio)]
    never = portfolio.periods + 1
    windows: dict[str, Sequence[int]] = {}
    for name, earliest in earliest_starts(portfolio).items():
        initiative = portfolio.by_id[name]
        window = window_of(initiative, portfolio)
        starts: Sequence[int] = window[bisect_left(window, earliest or never) :]
        for limit in limits:
            starts = limit.allowed(initiative, starts)
        windows[name] = tuple(starts)
    return windows


class _Limit:
    """What there is of something in each period, and what initiatives take of it."""

    def __init__(
        self,
        portfolio: Portfolio,
        amounts: Sequence[Fraction | None],
        taken_by: Callable[[Initiative], Sequence[Number]],
    ) -> None:
        """Keep the limit.

        Args:
            portfolio: The portfolio.
            amounts: What there is in each period 1 to T; None is no limit.
            taken_by: What an initiative takes in each period from its start on; empty where that is nothing.
        """
        self._portfolio, self._amounts, self._taken_by = portfolio, amounts, taken_by
        self._least = min((amount for amount in amounts if amount is not None), default=None)

    def allowed(self, initiative: Initiative, starts: Sequence[int]) -> Sequence[int]:
        """Return those of some starts at which an initiative by itself keeps to the limit."""
        ways = () if self._least is None else initiative.ways.values()
        taken = max((max(self._taken_by(way), default=0) for way in ways), default=0)
        if self._least is None or taken <= self._least:  # so are most
            return starts
        return [start for start in starts if self._is_enough(initiative, start)]

    def _is_enough(self, initiative: Initiative, start: int) -> bool:
        """Tell whether there is enough in each period from the start on."""
        taken = self._taken_by(as_begun(initiative, start, self._portfolio))
        there = self._amounts[start - 1 :]
        return all(amount is None or own <= amount for own, amount in zip(taken, there, strict=False))


def _budgets(portfolio: Portfolio) -> Iterator[_Limit]:
    """Yield the budgets as limits; all that synergies can ever save, and that can flow into them, is added."""
    saved = most_saved(portfolio)
    for name, budget in portfolio.limits.items():
        amounts, more = available(budget, portfolio.periods), saved + most_income(name, portfolio)
        raised = [None if amount is None else amount + more for amount in amounts]
        yield _Limit(portfolio, raised, partial(_spent, budget, portfolio))


def _spent(budget: Budget, portfolio: Portfolio, initiative: Initiative) -> Sequence[Number]:
    """Return what an initiative spends under a budget in each period from its start on, or up to it if carried over."""
    if not bound_by(budget, initiative) or initiative.costs_by_fund.keys().isdisjoint(budget.funds):
        return ()
    profile = spending_profile(initiative, rates_in(budget, portfolio), portfolio.periods)
    return tuple(accumulate(profile)) if budget.adds_up else profile


def _teams(portfolio: Portfolio) -> Iterator[_Limit]:
    """Yield what each team has as a limit."""
    for team, amounts in portfolio.most_capacity.items():
        yield _Limit(portfolio, amounts, partial(_worked, team))


def _worked(team: str, initiative: Initiative) -> Sequence[Number]:
    """Return what an initiative takes of a team in each period from its start on."""
    return initiative.effort_by_period.get(team, ())


_MANY_PERIODS = 24
"""From so many periods on a plan is by the day or the week, and rows period by period say little about time."""

_LONG = 3
"""What jobs take on average, at least, so that it matters which of them are under way together."""

_TIGHT = Fraction(2, 5)
"""What part of what there is of a team is asked for, at least, so that it is what decides."""


def add_jobs(v: Variables) -> None:
    """Add jobs and what they share, where plans are by the day or the week and a team is tight.

    Left out is what does not take the same in each period from any start: then less follows, which is right too.
    """
    if v.portfolio.periods < _MANY_PERIODS:
        return
    places = {name: place for place, name in enumerate(_steady(v))}
    shares = [share for team in v.portfolio.teams if (share := _share(v, team, places)) is not None]
    if any(_is_tight(v, share, places) for share in shares):
        v.program.jobs = [_job(v, name) for name in places]
        v.program.shares = shares


def _steady(v: Variables) -> Iterator[str]:
    """Yield the initiatives that take the same effort in each period, whenever they start, and end within the horizon."""
    for one in v.portfolio.initiatives:
        window = v.windows[one.id]
        if window and not one.modes and all(_is_steady(v, one, start) for start in map(int, window)):
            yield one.id


def _is_steady(v: Variables, one: Initiative, start: int) -> bool:
    begun = v.begun(one.id, start)
    ends = start + begun.duration - 1 <= v.portfolio.periods
    efforts = begun.effort_by_period.values()
    return ends and begun.duration == one.duration and all(len(set(each)) == 1 for each in efforts)


def _job(v: Variables, name: str) -> Job:
    starts = {int(start): next(iter(v.started(name, start).terms)) for start in v.windows[name]}
    return Job(starts, v.portfolio.by_id[name].duration)


def _share(v: Variables, team: str, places: dict[str, int]) -> Share | None:
    """Return what jobs share of a team; None where there is no limit, or initiatives add to it."""
    one = v.portfolio.teams[team]
    limits = [
        None if amount is None or more is None else amount + more
        for amount, more in zip(one.amount, one.extra, strict=True)
    ]
    there = max((limit for limit in limits if limit is not None), default=None)
    if there is None or None in limits or any(team in each.exact_adds for each in v.portfolio.initiatives):
        return None
    taken = {
        place: simplest(efforts[0])
        for name, place in places.items()
        if (efforts := v.portfolio.by_id[name].effort_by_period.get(team)) and efforts[0]
    }
    return Share(simplest(there), taken) if taken else None


def _is_tight(v: Variables, share: Share, places: dict[str, int]) -> bool:
    """Tell whether much is asked of what there is, by jobs that take long."""
    lengths = {place: v.portfolio.by_id[name].duration for name, place in places.items()}
    work = sum(amount * lengths[place] for place, amount in share.taken.items())
    is_long = sum(lengths[place] for place in share.taken) >= _LONG * len(share.taken)
    return is_long and work >= _TIGHT * share.there * v.portfolio.periods
