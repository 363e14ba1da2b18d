"""From a portfolio to a plan: `prioritise`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from omniprio.given_goals import goals_in
from omniprio.options import Options, RunProgress, Ties
from omniprio.parameters import validated
from omniprio.portfolio.given import portfolio_in
from omniprio.purpose import goals_for, must_have_a_purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    import pulp

    from omniprio.annotations import Count, Seconds, Starts, UnitShare
    from omniprio.engines import Engine
    from omniprio.given_goals import GivenGoals
    from omniprio.goals import Goal
    from omniprio.plan import Outcome, Plan
    from omniprio.portfolio import Portfolio
    from omniprio.portfolio.given import GivenPortfolio

__all__ = ["best_outcome", "best_plan", "prioritise"]


@validated
def prioritise(  # noqa: PLR0913  each option is asked for by name
    portfolio: GivenPortfolio,
    goals: GivenGoals | None = None,
    *,
    time_limit: Seconds | None = None,
    work_limit: Count | None = None,
    gap: UnitShare = 0.0,
    threads: Count = 1,
    ties: Ties = "early",
    warm_start: Starts | None = None,
    solver: pulp.LpSolver | None = None,
    engine: Engine | None = None,
    certify: bool = False,
    on_progress: Callable[[RunProgress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Plan:
    """Return the best plan of a portfolio, checked independently.

    The same portfolio, options and versions give the same plan, unless the clock stopped the search.

    Args:
        portfolio: The portfolio, its data as a dict, or the path of its JSON file; `omniprio.io` reads other files.
        goals: One goal, or several in order of importance; each later one decides among the best plans for the
            earlier ones. A goal can be given by name: `"fastest"`, `["soonest", "least cost"]`.
            None for those that suit the portfolio; see `omniprio.purpose.default_goals`.
        time_limit: Seconds for everything, more than 0.
        work_limit: Branch-and-bound nodes for each goal, or conflicts where CP-SAT is asked, at least 1; unlike the clock
            it is repeatable.
        gap: Stop a goal when value and bound are this close, as a share of the value, 0 to 1; `Soonest` is never
            stopped by it, since never is close to no period.
        threads: How many threads the solver uses, at least 1. With 1 the same work gives the same plan on every
            machine; with more it may be another one, equally good, each time. Under a time limit the library's own search
            for large portfolios has another core beside it where this process may use one, and is none of a pool.
        ties: Which of the plans that are equal in all goals is chosen: of those with the fewest initiatives the one that
            starts early, or late, as late as the goals and rules allow.
        warm_start: A schedule that keeps every rule, to start from.
        solver: A PuLP solver with its own options, in place of an engine; without limits, progress and cancel.
        engine: What proves that no plan is better where the library's own search does not: `"highs"`; `"cp-sat"`, which
            needs the extra `cpsat`; or `"race"`, both at the same time, each with so many threads: the first proof wins,
            so that the plan may be another one, equally good, each time. None for what the library chooses;
            `Plan.solver` says what was asked, and `Plan.chosen` why.
        certify: Whether a proof by one engine is to be confirmed by the other; needs the extra `cpsat`. What could not
            be confirmed in time is proven all the same, and `Plan.certified_by` says what the proof rests on.
        on_progress: Called at the beginning of each goal that is searched for, and a few times a second.
        cancel: Set it from another thread to stop; Ctrl-C and SIGTERM do the same. The best plan so far is returned; after
            a signal, what is begun next without having been cancelled is interrupted, so that a loop of plans ends.

    Returns:
        The plan, with value and bound of each goal and why the search stopped.

    Raises:
        InfeasibleError: It is proven that no schedule keeps every rule.
        GoalUnreachableError: `Soonest` is among the goals and no plan gets there.
        NoPlanFoundError: The search was stopped before there was a plan.
        RuleBrokenError: The warm start breaks a rule.
        SolverError: The solver failed.
        MissingExtraError: CP-SAT is asked for, and OR-Tools is not installed.
        InvalidInputError: The data are no portfolio, or nothing in it can make any initiative be chosen.
        OSError: Its file cannot be read.
        InvalidArgumentError: An argument is none, such as a goal that there is not or a time limit of 0, or a limit
            was given together with a solver.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> portfolio = Portfolio(horizon=2, initiatives=[Initiative(id="web", advances={"D2": 0.6})])
    >>> plan = prioritise(portfolio)
    >>> plan.starts, plan.proven
    ({'web': 1}, True)
    """
    portfolio = portfolio_in(portfolio)
    wanted = goals_for(portfolio, goals)
    must_have_a_purpose(portfolio, wanted)
    options = Options(
        time_limit=time_limit,
        work_limit=work_limit,
        gap=gap,
        threads=threads,
        ties=ties,
        warm_start=warm_start,
        solver=solver,
        engine=engine,
        certify=certify,
        on_progress=on_progress,
        cancel=cancel or threading.Event(),
    )
    return best_plan(portfolio, wanted, options)


def best_plan(portfolio: Portfolio, goals: GivenGoals, options: Options) -> Plan:
    """Return what `prioritise` does, also where a part of a portfolio, or a draw of it, leaves nothing to choose."""
    return best_outcome(portfolio, goals_in(goals), options).plan


def best_outcome(portfolio: Portfolio, goals: tuple[Goal, ...], options: Options) -> Outcome:
    """Return what `best_plan` does, without all that a plan tells until it is asked for.

    Args:
        portfolio: The portfolio.
        goals: In order of importance.
        options: How to search.
    """
    from omniprio.lexicographic import Stages  # noqa: PLC0415  the solver takes half a second to import

    return Stages(portfolio, goals, options).outcome()
