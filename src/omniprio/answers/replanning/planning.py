"""Re-planning: a new plan from where we are, which trades gain against upheaval at a stated price."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.answers.best import goals_of
from omniprio.answers.replanning.measuring import dated, readings_of
from omniprio.answers.replanning.past import actuals_of, may_be_stopped, with_past
from omniprio.answers.replanning.replanned import Change, Replanned
from omniprio.answers.replanning.stopping import stopped_id
from omniprio.checker import check
from omniprio.deadline import Deadline
from omniprio.errors import InvalidArgumentError
from omniprio.given_goals import goals_in
from omniprio.goals import Blend, Goal, Part, Steady, goal_value
from omniprio.infeasibility import InfeasibleError
from omniprio.language import sentence
from omniprio.numbers import exact
from omniprio.optimise import best_plan
from omniprio.options import Options
from omniprio.parameters import validated

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.annotations import Natural, NotNegative, Seconds
    from omniprio.answers.replanning.measuring import Reading
    from omniprio.answers.replanning.past import Actual
    from omniprio.given_goals import GivenGoals
    from omniprio.infeasibility import Change as Changed
    from omniprio.plan import Plan
    from omniprio.portfolio import Measurement, Portfolio

__all__ = ["Here", "aims", "replan", "where_we_are"]


@dataclass(frozen=True, slots=True)
class Here:
    """Where we are.

    Attributes:
        before: The plan that was promised.
        now: The portfolio with its past.
        by: The last period that is over.
        begun: The start of what has begun, by id.
        promised: What was promised, or has begun as it is, as a goal without a price.
        readings: What was measured newly.
    """

    before: Plan
    now: Portfolio
    by: int
    begun: Mapping[str, int]
    promised: Steady
    readings: tuple[Reading, ...]

    @property
    def kept(self) -> dict[str, int] | None:
        """Every promise as a schedule; None where that breaks a rule by now."""
        return self.promised.starts if check(self.now, self.promised.starts).ok else None

    @contextmanager
    def keeping_the_past(self) -> Iterator[None]:
        """Let what is told where there is no plan hold no repair that would undo what has happened.

        Raises:
            InfeasibleError: There is no plan.
        """
        try:
            yield
        except InfeasibleError as error:
            if error.conflict is None:
                raise
            possible = (one for one in error.repairs if not any(map(self._undoes, one.changes)))
            raise InfeasibleError(error.conflict.model_copy(update={"repairs": tuple(possible)})) from None

    def _undoes(self, change: Changed) -> bool:
        """Tell whether a change would drop or move what has begun, or have something done in a period that is over."""
        name = change.subject[0] if change.subject else ""
        if change.kind in {"must", "fixed_start"} and name in self.begun:
            return True
        if change.kind == "closed":
            return (change.period or 0) <= self.by
        if change.kind != "earliest_start":
            return False
        given = self.now.by_id[name].earliest_start or 1
        return change.by is None or given + change.by <= self.by

    def changes_to(self, plan: Plan) -> tuple[Change, ...]:
        """Return what becomes of each initiative of either plan, those of the new plan first.

        Args:
            plan: The new plan.
        """
        then, now = self.before.starts, plan.starts
        stops = {stopped_id(name) for name in self.begun}
        names = [name for name in dict.fromkeys([*now, *then, *self.begun]) if name not in stops]
        done = {one.id for one in plan.schedule if one.finish <= self.by}
        return tuple(
            Change(
                id=name,
                title=(plan.portfolio if name in plan.portfolio.by_id else self.before.portfolio)
                .by_id[name]
                .title,
                before=then.get(name),
                now=now.get(name),
                begun="finished" if name in done else "running" if name in self.begun else None,
            )
            for name in names
        )


def where_we_are(
    before: Plan,
    portfolio: Portfolio | None,
    by: int,
    actual: Mapping[str, Actual] | None,
    measured: Sequence[Measurement],
) -> Here:
    """Return where we are; the arguments are those of `replan`.

    Raises:
        InvalidInputError: What has begun, or was measured, contradicts the portfolio.
    """
    if actual is None:
        actual = actuals_of(before, by=by).actual
    actual = {name: _in_its_mode(one, before.modes.get(name)) for name, one in actual.items()}
    now = with_past(before.portfolio if portfolio is None else portfolio, by, actual, measured=measured)
    begun = {name: one.start for name, one in actual.items()}
    open_ones = {
        name: start for name, start in before.starts.items() if name in now.by_id and name not in begun
    }
    stops = tuple(
        map(stopped_id, may_be_stopped(actual))
    )  # the initiative itself is then dropped: one change
    promised = Steady(starts=open_ones | begun, per_period=0.0, per_change=0.0, uncounted=stops)
    readings = readings_of(before, now, begun, by, dated(measured, now, by))
    return Here(before, now, by, begun, promised, readings)


def _in_its_mode(actual: Actual, planned: str | None) -> Actual:
    """Return what is known of an initiative that has begun, in the mode it was planned in if nothing else is said."""
    if actual.mode is not None or planned is None:
        return actual
    return actual.model_copy(update={"mode": planned})


def aims(before: Plan, goals: GivenGoals | None) -> tuple[Goal, ...]:
    """Return the goals of a new plan: those given, or those of the earlier one without its price of upheaval.

    Args:
        before: The earlier plan.
        goals: Those given, or None.
    """
    return _unpriced(goals_of(before)) if goals is None else goals_in(goals)


def _unpriced(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """Return the goals without what an earlier re-planning has added: the price in the first, or the count before it."""
    wanted = tuple(goal for goal in goals if goal.concern != "change")
    first, *others = wanted or goals
    *parts, last = first.weighed
    if not parts or last.goal.concern != "change":
        return first, *others
    only = parts[0].goal.model_copy(update={"slack": first.slack}) if parts[0].weight == 1 else None
    return only if only and not parts[1:] else first.model_copy(update={"parts": parts}), *others


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
    deadline = Deadline(time_limit, cancel)
    wanted = aims(before, goals)
    here = where_we_are(before, portfolio, by, actual, measured)
    steady = here.promised.model_copy(update={"per_period": per_period, "per_change": per_change})
    with here.keeping_the_past():
        plan = best_plan(
            here.now,
            _priced(wanted, steady),
            Options(time_limit=deadline.limit, cancel=deadline.cancel, warm_start=here.kept),
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
        raise InvalidArgumentError.of("goals", problem, sentence("remedies.other goal first"))
    parts = (*first.weighed, Part(goal=steady, weight=1.0))
    return Blend(parts=parts, slack=first.slack), *others
