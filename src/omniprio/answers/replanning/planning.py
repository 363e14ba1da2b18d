"""Re-planning: a new plan from where we are, which trades gain against upheaval at a stated price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.replanning.here import aims, where_we_are
from omniprio.answers.replanning.replanned import Replanned
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.goals import Blend, Goal, Part, Steady, goal_value
from omniprio.language import sentence
from omniprio.numbers import exact
from omniprio.optimise import best_plan
from omniprio.parameters import validated

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping, Sequence

    from omniprio.annotations import Natural, NotNegative, Seconds
    from omniprio.answers.replanning.past import Actual
    from omniprio.given_goals import GivenGoals
    from omniprio.plan import Plan
    from omniprio.portfolio import Measurement, Portfolio

__all__ = ["replan"]


@validated
def replan(  # noqa: PLR0913  each option is asked for by name
    before: Plan,
    portfolio: Portfolio | None = None,
    *,
    by: Natural,
    actual: Mapping[str, Actual] | None = None,
    measured: Sequence[Measurement] = (),
    per_period: NotNegative = 0.0,
    per_change: NotNegative = 0.0,
    goals: GivenGoals | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Replanned:
    """Return a new plan from where we are, and what is different in it.

    The new plan is best for the first goal plus the price of upheaval: each promised start moved by a period and each
    initiative dropped or added costs. Without a price it is the plan from scratch, but for what has begun; with a
    very high one it keeps every promise that can be kept. To stop what is running is a change too.

    Args:
        before: The plan that was promised.
        portfolio: What is known and wanted now: new costs, durations, budgets and ideas; None if nothing changed.
        by: The last period that is over, from 0 to T.
        actual: What has begun by then, by id; None if all went as planned. What has a `stop_cost` may be stopped.
        measured: How far fields were found to be; the new plan starts from there, not from what was promised.
        per_period: The price of starting what was promised one period earlier or later, in the first goal's unit.
        per_change: The price of dropping what was promised or adding something else, in the same unit.
        goals: In order of importance; None for those of the earlier plan, without a price of upheaval where that was
            a new plan itself. The first cannot be `Soonest`.
        time_limit: Seconds, more than 0.
        cancel: Set it from another thread to stop.

    Raises:
        InvalidInputError: What has begun contradicts the portfolio.
        InfeasibleError: No plan keeps every rule after what has happened.
        InvalidArgumentError: An argument makes no sense, or the first goal is `Soonest` and there is a price.

    >>> from omniprio import prioritise, ten_portfolio
    >>> promised = prioritise(ten_portfolio(budget=2500))
    >>> replan(promised, ten_portfolio(budget=1650), by=2).of_kind("dropped")
    ('identify-in-store',)
    """
    wanted = aims(before, goals)
    here = where_we_are(before, portfolio, by, actual, measured)
    steady = here.promised.model_copy(update={"per_period": per_period, "per_change": per_change})
    with here.keeping_the_past():
        plan = best_plan(
            here.now,
            _priced(wanted, steady),
            time_limit=time_limit,
            cancel=cancel,
            warm_start=here.kept,
        )
    return Replanned(
        before=before,
        plan=plan,
        by=by,
        changes=here.changes_to(plan),
        readings=here.readings,
        upheaval=goal_value(steady, here.now, plan.starts) or exact(0.0),
        goal=wanted[0],
        value=goal_value(wanted[0], here.now, plan.starts),
        currency=here.now.currency,
    )


def _priced(goals: Sequence[Goal], steady: Steady) -> tuple[Goal, ...]:
    """Return the goals with the price of upheaval in the first of them."""
    if not steady.per_period and not steady.per_change:
        return tuple(goals)
    first, *others = goals
    if first.target is not None:
        problem = sentence("faults.soonest price")
        raise InvalidArgumentError([Fault("goals", problem, sentence("remedies.other goal first"))])
    parts = (*first.weighed, Part(goal=steady, weight=1.0))
    return Blend(parts=parts, slack=first.slack), *others
