"""Re-planning: a new plan from where we are, which trades gain against upheaval at a stated price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.best import goals_of
from omniprio.answers.replanning.past import Actual, with_past
from omniprio.answers.replanning.replanned import Change, Replanned
from omniprio.checker import check
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.given_goals import goals_in
from omniprio.goals import Blend, Goal, Part, Steady, goal_value
from omniprio.language import sentence
from omniprio.numbers import exact
from omniprio.optimise import prioritise
from omniprio.parameters import validated

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping, Sequence

    from omniprio.annotations import Natural, NotNegative, Seconds
    from omniprio.given_goals import GivenGoals
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["replan"]


@validated
def replan(  # noqa: PLR0913  each option is asked for by name
    before: Plan,
    portfolio: Portfolio | None = None,
    *,
    by: Natural,
    actual: Mapping[str, Actual] | None = None,
    per_period: NotNegative = 0.0,
    per_change: NotNegative = 0.0,
    goals: GivenGoals | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Replanned:
    """Return a new plan from where we are, and what is different in it.

    The new plan is best for the first goal plus the price of upheaval: each promised start moved by a period and each
    initiative dropped or added costs. Without a price it is the plan from scratch, but for what has begun; with a
    very high one it keeps every promise that can be kept.

    Args:
        before: The plan that was promised.
        portfolio: What is known and wanted now: new costs, durations, budgets and ideas; None if nothing changed.
        by: The last period that is over, from 0 to T.
        actual: What has begun by then, by id; None if all went as planned.
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

    >>> from omniprio import ten_portfolio
    >>> promised = prioritise(ten_portfolio(budget=2500))
    >>> replan(promised, ten_portfolio(budget=1650), by=2).of_kind("dropped")
    ('identify-in-store',)
    """
    goals = _unpriced(goals_of(before)) if goals is None else goals_in(goals)
    wanted = before.portfolio if portfolio is None else portfolio
    if actual is None:
        actual = {name: Actual(start=start) for name, start in before.starts.items() if start <= by}
    now = with_past(wanted, by, actual)
    promises = {
        name: start for name, start in before.starts.items() if name in now.by_id and name not in actual
    }
    begun = {name: one.start for name, one in actual.items()}
    steady = Steady(starts=promises | begun, per_period=per_period, per_change=per_change)
    kept = steady.starts if check(now, steady.starts).ok else None
    plan = prioritise(
        now,
        _priced(goals, steady),
        time_limit=time_limit,
        cancel=cancel,
        warm_start=kept,
    )
    return Replanned(
        before=before,
        plan=plan,
        by=by,
        changes=tuple(_changes(before, plan, by, begun)),
        upheaval=goal_value(steady, now, plan.starts) or exact(0.0),
        goal=goals[0],
        value=goal_value(goals[0], now, plan.starts),
        currency=now.currency,
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


def _unpriced(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """Return the goals without the price of upheaval that an earlier re-planning has put in the first of them."""
    first, *others = goals
    *parts, last = first.weighed
    if not parts or last.goal.concern != "change":
        return goals
    only = parts[0].goal.model_copy(update={"slack": first.slack}) if parts[0].weight == 1 else None
    return only if only and not parts[1:] else first.model_copy(update={"parts": parts}), *others


def _changes(before: Plan, plan: Plan, by: int, begun: Mapping[str, int]) -> list[Change]:
    """Return what became of each initiative of either plan, those of the new plan first."""
    then, now = before.starts, plan.starts
    names = [*now, *(name for name in then if name not in now)]
    done = {one.id for one in plan.schedule if one.finish <= by}
    return [
        Change(
            id=name,
            title=(plan.portfolio if name in plan.portfolio.by_id else before.portfolio).by_id[name].title,
            before=then.get(name),
            now=now.get(name),
            begun="finished" if name in done else "running" if name in begun else None,
        )
        for name in names
    ]
