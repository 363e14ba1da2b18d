"""Many portfolios to plans: one after another, on the processors of this machine, or on a cluster."""

from __future__ import annotations

import copy
import threading
from functools import partial
from typing import TYPE_CHECKING

from omniprio.answers.parallel.workers import EachProgress, Failure, as_they_come, in_order
from omniprio.deadline import Deadline
from omniprio.given_goals import goals_in
from omniprio.language import sentence
from omniprio.optimise import best_plan
from omniprio.options import Options
from omniprio.parameters import validated
from omniprio.purpose import goals_for

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from concurrent.futures import Executor

    import pulp

    from omniprio.annotations import Count, Seconds, Starts, UnitShare
    from omniprio.engines import Engine
    from omniprio.given_goals import GivenGoals
    from omniprio.goals import Goal
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["EachProgress", "Failure", "plan_each", "planned", "plans_as_they_come"]


@validated
def plan_each(  # noqa: PLR0913  each option is asked for by name
    portfolios: Sequence[Portfolio],
    goals: GivenGoals | None = None,
    *,
    executor: Executor | None = None,
    time_limit: Seconds | None = None,
    time_limit_each: Seconds | None = None,
    work_limit: Count | None = None,
    gap: UnitShare = 0.0,
    warm_start: Starts | None = None,
    solver: pulp.LpSolver | None = None,
    engine: Engine | None = None,
    certify: bool = False,
    in_flight: Count = 64,
    on_progress: Callable[[EachProgress], None] | None = None,
    cancel: threading.Event | None = None,
) -> tuple[Plan | Failure, ...]:
    """Return the best plan of each portfolio, in the order given; one that fails does not end the others.

    The plans are the same whatever executor makes them, unless a clock stopped the search. Portfolios and plans
    travel between processes, never a solver's problem. A pool of processes must start them by `spawn` or
    `forkserver`: a process forked after a solve hangs, so `fork` is refused.

    A worker that dies loses nothing: what it had is planned once more in a process of its own, on this machine, and
    what ends this one too is told as a failure. Workers end with the process that gave them work.

    Args:
        portfolios: The portfolios.
        goals: In order of importance, for all portfolios; None for those that suit each. See `prioritise`.
        executor: None works one after another. Any executor of `concurrent.futures` will do, and any that behaves
            like one, as `Client.get_executor(pure=False)` of a dask cluster does.
        time_limit: Seconds for everything, more than 0. What is not begun by then fails with the kind `time limit`;
            what still runs on an executor then is not waited for, told to stop, and fails likewise.
        time_limit_each: Seconds for each portfolio, more than 0.
        work_limit: Branch-and-bound nodes for each goal of each portfolio; unlike the clocks it is repeatable.
        gap: See `prioritise`.
        warm_start: A schedule to start from, the same for all; a portfolio whose rules it breaks fails.
        solver: A PuLP solver in place of an engine; each portfolio gets a copy of its own. Of the limits only the one
            for everything goes with it, and it holds between portfolios, not within one.
        engine: See `prioritise`.
        certify: See `prioritise`.
        in_flight: How many portfolios at most are handed to the executor at a time; give more than it has workers.
        on_progress: Called in this thread after each portfolio, with its plan or failure, as they come; what it raises ends the
            work and comes out as it is.
        cancel: Set it from another thread to stop; Ctrl-C and SIGTERM do the same. Workers on this machine stop too.

    Returns:
        For each portfolio its plan, or what went wrong.

    Raises:
        InvalidArgumentError: An argument makes no sense, or the executor starts its processes by `fork`.
        MissingExtraError: CP-SAT is asked for, and OR-Tools is not installed.

    >>> from omniprio import Initiative, Portfolio
    >>> web = Portfolio(horizon=1, initiatives=[Initiative(id="web", advances={"D2": 0.6})])
    >>> both = plan_each([web, web.model_copy(update={"horizon": 2})])
    >>> [plan.starts for plan in both if not isinstance(plan, Failure)]
    [{'web': 1}, {'web': 1}]
    """
    cancel = cancel or threading.Event()
    come = plans_as_they_come(
        portfolios,
        goals,
        executor=executor,
        time_limit=time_limit,
        time_limit_each=time_limit_each,
        work_limit=work_limit,
        gap=gap,
        warm_start=warm_start,
        solver=solver,
        engine=engine,
        certify=certify,
        in_flight=in_flight,
        cancel=cancel,
    )
    return in_order(come, len(portfolios), cancel, on_progress)


@validated
def plans_as_they_come(  # noqa: PLR0913  each option is asked for by name
    portfolios: Sequence[Portfolio],
    goals: GivenGoals | None = None,
    *,
    executor: Executor | None = None,
    time_limit: Seconds | None = None,
    time_limit_each: Seconds | None = None,
    work_limit: Count | None = None,
    gap: UnitShare = 0.0,
    warm_start: Starts | None = None,
    solver: pulp.LpSolver | None = None,
    engine: Engine | None = None,
    certify: bool = False,
    in_flight: Count = 64,
    cancel: threading.Event | None = None,
) -> Generator[EachProgress]:
    """Return an iterator over the best plans of portfolios, each as soon as it is there, with its place.

    Work begins with the first one that is asked for, and what is in flight goes on while you look at one. Who leaves the loop early
    ends it: what waits is not begun, and what runs on this machine is told to stop. What is not finished when the time is over or
    somebody cancels does not come.

    Args:
        portfolios: See `plan_each`, as for all others.
        goals: In order of importance, for all portfolios; None for those that suit each.
        executor: None works one after another.
        time_limit: Seconds for everything, more than 0.
        time_limit_each: Seconds for each portfolio, more than 0.
        work_limit: Branch-and-bound nodes for each goal of each portfolio.
        gap: See `prioritise`.
        warm_start: A schedule to start from, the same for all.
        solver: A PuLP solver in place of an engine.
        engine: See `prioritise`.
        certify: See `prioritise`.
        in_flight: How many portfolios at most are handed to the executor at a time.
        cancel: Set it from another thread to stop; so does Ctrl-C while a plan is waited for. Between two plans it is the program's.

    Returns:
        For each portfolio its place, and its plan or what went wrong.

    Raises:
        InvalidArgumentError: An argument makes no sense, or the executor starts its processes by `fork`.
        MissingExtraError: CP-SAT is asked for, and OR-Tools is not installed.

    >>> from omniprio import Initiative, Portfolio
    >>> web = Portfolio(horizon=1, initiatives=[Initiative(id="web", advances={"D2": 0.6})])
    >>> for come in plans_as_they_come([web, web.model_copy(update={"horizon": 2})]):
    ...     print(come.place, come.result.starts)
    0 {'web': 1}
    1 {'web': 1}
    """
    wanted = None if goals is None else goals_in(goals)
    deadline = Deadline(time_limit, cancel)
    Options(
        time_limit=time_limit_each,
        work_limit=work_limit,
        gap=gap,
        solver=solver,
        engine=engine,
        certify=certify,
        cancel=deadline.cancel,
    )  # refuses what makes no sense before anything is begun
    work = partial(
        planned,
        goals=wanted,
        time_limit=time_limit_each,
        work_limit=work_limit,
        gap=gap,
        warm_start=warm_start,
        solver=solver,
        engine=engine,
        certify=certify,
    )
    return as_they_come(
        work,
        portfolios,
        executor=executor,
        deadline=deadline,
        in_flight=in_flight,
        step=sentence("progress.planning"),
    )


def planned(  # noqa: PLR0913  each option is asked for by name
    portfolio: Portfolio,
    deadline: Deadline,
    *,
    goals: tuple[Goal, ...] | None,
    time_limit: float | None,
    work_limit: int | None,
    gap: float,
    warm_start: Mapping[str, int] | None,
    solver: pulp.LpSolver | None,
    engine: Engine | None = None,
    certify: bool = False,
) -> Plan:
    """Return the best plan of one portfolio within its own limit and what is left for all.

    Args:
        portfolio: The portfolio.
        deadline: What is left for all, and whether somebody cancelled.
        goals: See `prioritise`.
        time_limit: Its own limit.
        work_limit: See `prioritise`.
        gap: See `prioritise`.
        warm_start: See `prioritise`.
        solver: A PuLP solver in place of an engine; a copy is used.
        engine: See `prioritise`.
        certify: See `prioritise`.
    """
    options = Options(
        time_limit=deadline.share(most=time_limit).limit if solver is None else None,
        work_limit=work_limit,
        gap=gap,
        warm_start=warm_start,
        solver=copy.copy(solver),
        engine=engine,
        certify=certify,
        cancel=deadline.cancel,
    )
    return best_plan(portfolio, goals_for(portfolio, goals), options)
