"""The library's own search for the first goal of a large portfolio: before the solver, and beside it while it runs.

What no schedule is better than, by when what must be done can be complete at the earliest: known without any search.
"""

from __future__ import annotations

import dataclasses
import os
from contextlib import nullcontext
from fractions import Fraction
from functools import singledispatch
from multiprocessing import parent_process
from typing import TYPE_CHECKING

from omniprio.dependency_graph import earliest_starts
from omniprio.goals import LeastCost, OnTime, Shortest, delay, worth
from omniprio.greedy import schedules_in_order
from omniprio.heuristic import Alongside, Exchanging, Guidance, guided
from omniprio.money import whole_cost
from omniprio.portfolio import as_begun, first_finish, price_levels, window_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from omniprio.engines import Choice
    from omniprio.formulation import Formulation
    from omniprio.goals import Goal
    from omniprio.heuristic import Found, Judge
    from omniprio.options import Options
    from omniprio.portfolio import Initiative, Portfolio
    from omniprio.solver.limits import Beside, Limits
    from omniprio.solver.program import Expression, Program

__all__ = ["all_at_their_earliest", "bound_by_earliest_starts", "is_bounded", "is_searched", "searched"]


_MANY_COLUMNS = 2_000
"""From this size on a search finds more in the same time; smaller ones are proven sooner."""

_AROUND = 0.6
"""The part of the time for the search around a known schedule; what is left is for the solver, and for the bound."""

_AT_FIRST = 2.0
"""Seconds for it at most before the solver begins, where it has its turns beside the solver later on."""

_TOO_MANY_COLUMNS = 6_000
"""From this size on the solver finds nothing for long: with 8,300 columns, no schedule in 43 seconds of processor time."""

_FEWEST_TO_BOUND, _MOST_TO_BOUND = 12_000, 40_000
"""Below that the solver has as good a bound: of 8,335 columns a better one after 40 s. Up to the other a step of an interior point, which
hears no clock, takes about a second."""


def is_searched(
    goal: Goal, portfolio: Portfolio, columns: int, options: Options, choice: Choice | None
) -> bool:
    """Tell whether a search comes before the solver: of much, by the clock; around what is known only without modes.

    Args:
        goal: The first goal.
        portfolio: The portfolio.
        columns: How many the program has.
        options: What limits there are.
        choice: Which engine was chosen; None for a solver of the user's.
    """
    return (
        (goal.counts_earnings or goal.concern in {"maturity", "several"})
        and choice is not None
        and choice.engine != "cp-sat"
        and options.time_limit is not None
        and options.work_limit is None
        and (goal.counts_earnings or not any(one.modes for one in portfolio.initiatives))
        and columns >= _MANY_COLUMNS
    )


def searched(
    portfolio: Portfolio,
    formulation: Formulation,
    goals: Sequence[Goal],
    expression: Expression,
    limits: Limits,
    starts: Mapping[str, int] | None,
    judge: Judge,
    choice: Choice | None,
) -> tuple[Found | None, AbstractContextManager[Beside | None]]:
    """Search for the first goal, to earn the most led by the relaxation, else around what is known; return what goes on.

    On another core, where there is one, the search around what is known goes on beside the solver from the beginning; else it comes
    first and has its turns later. In a process of a pool the other cores are for others; where a solver is to use several, or two
    engines run, for these.

    Args:
        portfolio: The portfolio.
        formulation: The same as a program.
        goals: What the schedules are to be good at.
        expression: The first goal as an expression.
        limits: When to stop.
        starts: The schedule that is known; None where none is.
        judge: Takes the schedules.
        choice: Which engine was chosen.

    Returns:
        What it came to, None where it only begins; and what the solver has beside it, once that is entered.
    """
    guidance = Guidance(formulation.program, expression, formulation.chains, judge, formulation.gates)
    if goals[0].counts_earnings or starts is None:
        return guided(guidance, limits, begin=starts), nullcontext()
    is_alone = limits.threads > 1 or choice is None or choice.engine != "highs" or not _has_another_core()
    search = Exchanging(
        guidance,
        limits if is_alone else dataclasses.replace(limits, watch=None),
        starts,
        suggested=schedules_in_order(portfolio, goals, limits.deadline.is_over),
    )
    if not is_alone:
        return None, Alongside(search, limits.deadline)
    is_first = len(formulation.program.columns) >= _TOO_MANY_COLUMNS
    found = search.go_on(limits.deadline.share(_AROUND, most=None if is_first else _AT_FIRST))
    return dataclasses.replace(found, stop=limits.deadline.why or "finished"), nullcontext(search)


def is_bounded(goal: Goal, program: Program, led: Found | None) -> bool:
    """Tell whether a bound of our own comes before the solver, which has a weaker one for long: of large programs about the disc.

    Args:
        goal: The first goal, for which there is a search.
        program: The portfolio as a program.
        led: What the search came to before; None where it goes on.
    """
    return (
        not goal.counts_earnings
        and (led is None or led.stop == "finished")
        and _FEWEST_TO_BOUND <= len(program.columns) <= _MOST_TO_BOUND
    )


def _has_another_core() -> bool:
    """Tell whether this process may use more than one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1 and parent_process() is None


def all_at_their_earliest(portfolio: Portfolio) -> Mapping[str, int] | None:
    """Return what must be done and nothing else, each at its earliest start; None where one of it can never start.

    Of all schedules that keep the rules, if it does, it has the least sum of starts, and no other has that.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> crm, web = Initiative(id="crm", duration=2, decision="must"), Initiative(id="web", decision="must", requires=["crm"])
    >>> dict(all_at_their_earliest(Portfolio(horizon=4, initiatives=[crm, web])))
    {'crm': 1, 'web': 3}
    """
    earliest = earliest_starts(portfolio)
    found = {one.id: earliest[one.id] for one in _required(portfolio)}
    return None if None in found.values() else {name: start for name, start in found.items() if start}


def bound_by_earliest_starts(goal: Goal, portfolio: Portfolio) -> Fraction | None:
    """Return what no schedule is better than at a goal, less is better; None where nothing must be done, or that says nothing.

    Args:
        goal: The goal.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> tax = Initiative(id="tax", duration=3, due=1, late_price=5, decision="must")
    >>> one = Portfolio(horizon=4, initiatives=[tax])
    >>> [str(bound_by_earliest_starts(goal, one)) for goal in (Shortest(), OnTime())]
    ['3', '10']
    """
    starts = all_at_their_earliest(portfolio)
    return worth(goal, _bound(goal, portfolio, starts)) if starts else None


def _required(portfolio: Portfolio) -> list[Initiative]:
    return [one for one in portfolio.initiatives if one.decision == "must"]


def _finishes(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, int]:
    """Return when each can be complete at the earliest, by its earliest start."""
    return {name: first_finish(portfolio.by_id[name], start, portfolio) for name, start in starts.items()}


@singledispatch
def _bound(_goal: Goal, _portfolio: Portfolio, _starts: Mapping[str, int]) -> Fraction | None:
    return None


@_bound.register(Shortest)
def _end(_goal: Shortest, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    return Fraction(max(_finishes(portfolio, starts).values(), default=0))


@_bound.register(OnTime)
def _delay(goal: OnTime, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    ends = _finishes(portfolio, starts)
    return sum((delay(goal, portfolio.by_id[name], end) for name, end in ends.items()), Fraction(0))


@_bound.register(LeastCost)
def _cost(_goal: LeastCost, portfolio: Portfolio, _starts: Mapping[str, int]) -> Fraction | None:
    """What is begun last spends least; nothing is known where prices grow, or something saves by being together."""
    required = _required(portfolio)
    if price_levels(portfolio) or any(one.cost < 0 for one in portfolio.synergies):
        return None
    if any(one.modes for one in required):
        return None
    last = {one.id: window_of(one, portfolio)[-1] for one in required}
    begun = (as_begun(one, last[one.id], portfolio) for one in required)
    return sum((whole_cost(one, last[one.id], portfolio) for one in begun), Fraction(0))
