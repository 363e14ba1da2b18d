"""What if our estimates are wrong: what holds in the draws, and the plan that regrets least."""

from __future__ import annotations

import threading
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from omniprio.answers.parallel.handing_out import require_no_forks
from omniprio.answers.parallel.workers import EachProgress, each
from omniprio.answers.robustness.draws import draw, planned_near
from omniprio.answers.robustness.regret import adapted, tried
from omniprio.answers.robustness.study import Study, robustness
from omniprio.answers.robustness.uncertainty import Uncertainty, require_fitting
from omniprio.deadline import Deadline
from omniprio.language import sentence
from omniprio.optimise import best_plan
from omniprio.parameters import validated
from omniprio.plan import Outcome, Plan, plan_of
from omniprio.portfolio import Portfolio
from omniprio.purpose import goals_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Executor

    from omniprio.annotations import Count, Seconds, UnitShare
    from omniprio.answers.robustness.outlook import Robustness
    from omniprio.given_goals import GivenGoals

__all__ = ["robust"]

_FOR_THE_WRITTEN = 0.25
"""The share of a time limit that the plan of the portfolio as written may take."""

_FOR_PLANS = 0.7
"""The share of what is then left in which the draws are planned; the rest is for comparing plans."""

_ONE_DRAW = 0.1
"""The share of that for one draw, where nothing else is said: one that is hard must not stand for all."""


@validated
def robust(  # noqa: PLR0913  each option is asked for by name
    portfolio: Portfolio,
    uncertainty: Uncertainty,
    goals: GivenGoals | None = None,
    *,
    plan: Plan | None = None,
    draws: Count = 200,
    seed: int = 0,
    candidates: Count = 10,
    executor: Executor | None = None,
    time_limit: Seconds | None = None,
    time_limit_each: Seconds | None = None,
    work_limit: Count | None = None,
    gap: UnitShare = 0.0,
    in_flight: Count = 64,
    on_progress: Callable[[EachProgress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Robustness:
    """Return what holds if the estimates are wrong, by planning many draws of them.

    Each draw sets every uncertain number to one value and is planned as if all were known. How often an initiative is
    in these best plans is its core index. The candidates, carried out in every draw, are compared by their regret:
    how far each stays behind the best of that draw in the first goal.

    How a plan is carried out in a draw: nothing starts earlier than planned; what cannot start yet waits, and what
    never can is dropped. `as planned` initiatives wait only for what they require and need, and exceeded budgets,
    capacities and dates are counted; `within the rules` they wait for these too, in the order of their planned
    starts. Regret, distance and the chance to reach the ambition are within the rules: no money is spent that is not there.

    The candidates are the best plan of the portfolio as written, the plan given, and the plans found in the draws, the
    most frequent first, each carried out within the rules of the portfolio as written. Other plans may regret less, and
    draws that were not drawn may bring more regret.

    Args:
        portfolio: The portfolio as written; all that is not uncertain stays as it is there.
        uncertainty: What is not known of it.
        goals: In order of importance; regret is in the first; None for those that suit the portfolio.
        plan: The plan to look at; by default the candidate with the least maximum regret.
        draws: How many ways things may turn out are tried, at least 1. The error of a share near one half is about one
            divided by the root of this: 0.07 for 200.
        seed: The same seed gives the same draws, on any number of workers.
        candidates: How many plans are compared at most, at least 1.
        executor: See `plan_each`.
        time_limit: Seconds for everything, more than 0. What is there by then is returned, marked as not complete.
        time_limit_each: Seconds for planning each draw, more than 0; by default, within a time limit, a tenth of what
            there is for planning draws.
        work_limit: See `prioritise`.
        gap: See `prioritise`.
        in_flight: See `plan_each`.
        on_progress: Called after each draw, once when it is planned and once when the candidates were tried in it.
        cancel: Set it from another thread to stop; Ctrl-C and SIGTERM do the same.

    Raises:
        InvalidInputError: The uncertainty does not fit the portfolio.
        InfeasibleError: The portfolio as written has no plan.
        NoPlanFoundError: The search was stopped before there was a plan of the portfolio as written.
        RuleBrokenError: The plan given breaks a rule of the portfolio.
        InvalidArgumentError: An argument makes no sense, or the executor starts its processes by `fork`.

    Source: Liesiö, J., Mild, P. and Salo, A. (2007), Preference programming for robust portfolio modeling and project
    selection, European Journal of Operational Research 181 (3), 1488-1505, for core, borderline and exterior; there
    over all non-dominated portfolios, here over the best plans of a sample.

    >>> from omniprio import Initiative, Portfolio
    >>> cheap = Initiative(id="cheap", cost=100, advances={"D2": 0.6})
    >>> dear = Initiative(id="dear", cost=300, advances={"R2": 0.6})
    >>> unsure = Uncertainty(initiatives={"dear": {"cost": (250, 300, 600)}})
    >>> found = robust(Portfolio(horizon=1, initiatives=[cheap, dear], budget=400), unsure, draws=6)
    >>> found.core, found.borderline
    (('cheap',), ('dear',))
    """
    goals = goals_for(portfolio, goals)
    require_fitting(portfolio, uncertainty)
    require_no_forks(executor)
    cancel = cancel or threading.Event()
    deadline = Deadline(time_limit, cancel)
    given = None if plan is None else plan_of(portfolio, plan.starts)
    limits = [
        limit for limit in (time_limit_each, deadline.share(_FOR_THE_WRITTEN).limit) if limit is not None
    ]
    written = best_plan(
        portfolio,
        goals,
        time_limit=min(limits, default=None),
        work_limit=work_limit,
        gap=gap,
        warm_start=None if given is None else given.starts,  # so that it is no worse
        cancel=cancel,
    )
    numbers = takewhile(lambda _: not deadline.is_over(), range(1, draws + 1))
    drawn = [draw(portfolio, uncertainty, number=number, seed=seed) for number in numbers]
    possible = {one.number: one.portfolio for one in drawn if isinstance(one.portfolio, Portfolio)}
    planning = deadline.share(_FOR_PLANS)
    planned = each(
        partial(
            planned_near,
            written=written.starts,
            goals=goals,
            time_limit=planning.share(_ONE_DRAW).limit if time_limit_each is None else time_limit_each,
            work_limit=work_limit,
            gap=gap,
        ),
        list(possible.values()),
        executor=executor,
        deadline=planning,
        in_flight=in_flight,
        on_progress=on_progress,
        step=sentence("progress.planning"),
    )
    plans = {number: one for number, one in zip(possible, planned, strict=True) if isinstance(one, Outcome)}
    schedules = _schedules(written, given, plans.values(), candidates, deadline)
    judged = each(
        partial(tried, candidates=schedules, goal=goals[0]),
        [(one.portfolio, one.starts) for one in plans.values()],
        executor=executor,
        deadline=deadline,
        in_flight=in_flight,
        on_progress=on_progress,
        step=sentence("progress.comparing plans"),
    )
    return robustness(
        Study(
            written=written,
            given=given,
            seed=seed,
            asked=draws,
            draws=drawn,
            planned=dict(zip(possible, planned, strict=True)),
            schedules=schedules,
            marks=uncertainty.not_facts,
            judged=dict(zip(plans, judged, strict=True)),
        )
    )


def _schedules(
    written: Plan, given: Plan | None, plans: Iterable[Outcome], most: int, deadline: Deadline
) -> list[dict[str, int]]:
    """Return the candidates: the plan of the portfolio as written, the one given, the most frequent ones found."""
    schedules = [written.starts]
    if given is not None and given.starts not in schedules:
        schedules.append(given.starts)
    found = adapted(written.portfolio, (one.starts for one in plans), most=most, deadline=deadline)
    new = [starts for starts in found if starts not in schedules]
    return schedules + new[: max(0, most - len(schedules))]
