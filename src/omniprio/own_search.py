"""The library's own search for the first goal of a large portfolio: before the solver, and beside it while it runs."""

from __future__ import annotations

import dataclasses
import os
from contextlib import nullcontext
from multiprocessing import parent_process
from typing import TYPE_CHECKING

from omniprio.greedy import ByDue, InOrder, InStages, schedules_in_order
from omniprio.heuristic import Alongside, Exchanging, Guidance, guided, on_average

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from omniprio.engines import Choice
    from omniprio.formulation import Formulation
    from omniprio.goals import Goal
    from omniprio.heuristic import Found, Judge, Placed, Run
    from omniprio.options import Options
    from omniprio.portfolio import Portfolio
    from omniprio.solver.limits import Beside, Limits
    from omniprio.solver.program import Expression, Program

__all__ = ["is_bounded", "is_searched", "searched"]

_MANY_COLUMNS = 2_000
"""From this size on a search finds more in the same time; smaller ones are proven sooner."""

_AROUND = 0.6
"""The part of the time for the search around a known schedule; what is left is for the solver, and for the bound."""

_AT_FIRST = 2.0
"""Seconds for it at most before the solver begins, where it has its turns beside the solver later on."""

_TOO_MANY_COLUMNS = 6_000
"""From this size on the solver finds nothing for long: with 8,300 columns, no schedule in 43 seconds of processor time."""

_STAGES = (4, 6)
"""How many stages a large portfolio is planned in, one after the other."""

_FEWEST_TO_BOUND = 2_500
"""Below that the solver is asked at once; what a bound of our own gains was measured from 200 initiatives over 24 periods on."""


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
    is_large = len(formulation.program.columns) >= _TOO_MANY_COLUMNS

    def suggested(run: Run) -> Iterator[Mapping[str, int] | None]:
        if is_large:
            return _in_stages(portfolio, formulation, goals, run)
        return schedules_in_order(portfolio, goals, run.over)

    def placed(run: Run) -> Placed:
        in_order = InOrder(portfolio, run.over)
        return lambda order: in_order.schedule(order, goals)

    search = Exchanging(
        guidance,
        limits if is_alone else dataclasses.replace(limits, watch=None),
        starts,
        suggested=suggested,
        remade=lambda run: ByDue(portfolio, goals, run.over).better,
        placed=placed if is_large else None,
    )
    if not is_alone:
        return None, Alongside(search, limits.deadline)
    until = limits.deadline.share(_AROUND, most=None if is_large else _AT_FIRST)
    found = search.go_on(until, is_far=is_large)
    return dataclasses.replace(found, stop=limits.deadline.why or "finished"), nullcontext(search)


def _in_stages(
    portfolio: Portfolio, formulation: Formulation, goals: Sequence[Goal], run: Run
) -> Iterator[Mapping[str, int] | None]:
    """Yield schedules of what is complete by when in a few stages, then in more; None where there is none yet, or no better one.

    Where no stages give any, it yields those of orders of rings, which are seldom as good in a large portfolio.
    """
    by_due, is_found = ByDue(portfolio, goals, run.over), False
    for count in _STAGES:
        stages = InStages(portfolio, formulation.variables.windows, count, run.over)
        average = yield from on_average(stages.program, stages.objective, stages.chains, stages.gates, run)
        starts = stages.schedule(average, goals)
        yield starts
        if starts is not None:
            is_found = True
            yield from by_due.going_on(starts)
    if not is_found:
        yield from schedules_in_order(portfolio, goals, run.over)


def is_bounded(goal: Goal, program: Program, led: Found | None, choice: Choice | None) -> bool:
    """Tell whether a bound of our own comes before HiGHS, which has a weaker one for long: of large programs about the disc.

    Args:
        goal: The first goal, for which there is a search.
        program: The portfolio as a program.
        led: What the search came to before; None where it goes on.
        choice: Which engine was chosen: who asks for a race wants to see it.
    """
    return (
        not goal.counts_earnings
        and choice is not None
        and choice.engine == "highs"
        and (led is None or led.stop == "finished")
        and len(program.columns) >= _FEWEST_TO_BOUND
    )


def _has_another_core() -> bool:
    """Tell whether this process may use more than one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1 and parent_process() is None
