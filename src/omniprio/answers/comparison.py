"""What is different between two plans: goals, and initiatives in, out and moved."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.answer import Answer
from omniprio.answers.best import worths
from omniprio.assessment.columns import columns
from omniprio.base import Model
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.goals import Goal, LeastCost, MostValue, Soonest, goal_value
from omniprio.language import fact, sentence
from omniprio.numbers import written
from omniprio.parameters import validated
from omniprio.plan.words import amount
from omniprio.portfolio import Horizon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["Comparison", "GoalChange", "compared", "difference", "goal_changes", "shown"]

_DECIMALS = 4
"""Of a value that is no money."""


class GoalChange(Model):
    """What becomes of one goal.

    >>> from omniprio import Fastest
    >>> change = GoalChange(goal=Fastest(), before=Fraction(1, 2), after=Fraction(3, 4), loss=Fraction(1, 4))
    >>> change.sentence()
    'fastest: 0.5000 becomes 0.7500, worse'
    """

    goal: Goal
    before: Fraction | None
    """In the goal's own unit; None where the plan does not get there."""
    after: Fraction | None
    loss: Fraction
    """By how much it gets worse, in the goal's own unit; less than 0 is better. Never getting there counts as T + 1."""

    @validated
    def sentence(self, currency: str = "", calendar: Horizon | None = None) -> str:
        """Return the change as a phrase.

        Args:
            currency: What money is in.
            calendar: What names periods; None for their numbers.
        """
        verdict = "worse" if self.loss > 0 else "better" if self.loss < 0 else "the same"
        before, after = (shown(self.goal, value, currency, calendar) for value in (self.before, self.after))
        return f"{self.goal.kind}: {before} becomes {after}, {verdict}"

    @validated
    def size(self, currency: str = "") -> str:
        """Return by how much it changes: the difference of the two values as they are shown, so that it can be checked.

        Args:
            currency: What money is in.
        """
        by = abs(self.loss)
        if self.before is not None and self.after is not None:
            decimals = 2 if isinstance(self.goal, LeastCost | MostValue) else _DECIMALS
            by = abs(round(self.after, decimals) - round(self.before, decimals)) or by
        return difference(self.goal, by, currency)


class Comparison(Answer):
    """What is different in one plan from another."""

    goals: tuple[GoalChange, ...]
    """One for each goal, the most important first."""
    dropped: tuple[str, ...]
    """Initiatives that only the first plan has, in the order given."""
    added: tuple[str, ...]
    """Initiatives that only the second plan has."""
    moved: dict[str, tuple[int, int]]
    """The starts, in the first and in the second plan, of initiatives that both have at different times."""
    currency: str = ""
    calendar: Horizon | None = None
    """What names the periods; None for their numbers."""

    @property
    def worse(self) -> bool:
        """Whether the second plan is worse for the first goal that is different."""
        return next((change.loss > 0 for change in self.goals if change.loss), False)

    @property
    def equal(self) -> bool:
        """Whether both are equally good at every goal."""
        return not any(change.loss for change in self.goals)

    def table(self) -> str:
        """Return the goals before and after, as text."""
        rows = (
            [
                one.goal.kind,
                shown(one.goal, one.before, self.currency, self.calendar),
                shown(one.goal, one.after, self.currency, self.calendar),
            ]
            for one in self.goals
        )
        return columns(["goal", "before", "after"], rows)

    def summary(self) -> str:
        """Return the differences as plain text, one a line."""
        lines = [f"- {change.sentence(self.currency, self.calendar)}" for change in self.goals]
        lines += [f"- out: {', '.join(self.dropped)}"] * bool(self.dropped)
        lines += [f"- in: {', '.join(self.added)}"] * bool(self.added)
        label = str if self.calendar is None else self.calendar.label
        period = "" if self.calendar is not None and self.calendar.start else "period "
        moved = (
            f"{name} from {period}{label(one)} to {label(two)}" for name, (one, two) in self.moved.items()
        )
        lines += [f"- moved: {', '.join(moved)}"] * bool(self.moved)
        return "\n".join(lines)


def compared(before: Plan, after: Plan, goals: Sequence[Goal]) -> Comparison:
    """Return what is different in a second plan.

    Args:
        before: The first plan.
        after: The second plan, over as many periods.
        goals: What to compare them by.

    Raises:
        InvalidArgumentError: They count money in two currencies.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300), Initiative(id="app")])
    >>> found = compared(plan_of(one, {"web": 1, "app": 1}), plan_of(one, {"app": 2}), [LeastCost()])
    >>> found.dropped, found.moved, found.goals[0].loss
    (('web',), {'app': (1, 2)}, Fraction(-300, 1))
    """
    _require_one_currency(before.portfolio.currency, after.portfolio.currency)
    one, two = before.starts, after.starts
    return Comparison(
        goals=goal_changes(goals, (before.portfolio, one), (after.portfolio, two)),
        dropped=tuple(name for name in before.portfolio.by_id if name in one and name not in two),
        added=tuple(name for name in after.portfolio.by_id if name in two and name not in one),
        moved={name: (one[name], two[name]) for name in one if name in two and one[name] != two[name]},
        currency=before.portfolio.currency,
        calendar=before.portfolio.calendar,
    )


def _require_one_currency(before: str, after: str) -> None:
    if before != after:
        none = fact("kinds.no currency")
        problem = sentence("faults.other currency", after=after or none, before=before or none)
        remedy = sentence("remedies.same currency")
        raise InvalidArgumentError([Fault("after", problem, remedy)])


def goal_changes(
    goals: Sequence[Goal],
    before: tuple[Portfolio, Mapping[str, int]],
    after: tuple[Portfolio, Mapping[str, int]],
) -> tuple[GoalChange, ...]:
    """Return what becomes of each goal from one schedule of a portfolio to another.

    Args:
        goals: The goals.
        before: A portfolio and a schedule.
        after: A portfolio and a schedule.
    """
    losses = (two - one for one, two in zip(worths(goals, *before), worths(goals, *after), strict=True))
    return tuple(
        GoalChange(goal=goal, before=goal_value(goal, *before), after=goal_value(goal, *after), loss=loss)
        for goal, loss in zip(goals, losses, strict=True)
    )


def shown(goal: Goal, value: Fraction | None, currency: str = "", calendar: Horizon | None = None) -> str:
    """Return the value of a goal as a person reads it.

    Args:
        goal: The goal.
        value: Its value, None for never.
        currency: What money is in.
        calendar: What names periods; None for their numbers.

    >>> shown(LeastCost(), Fraction(1440), "kDKK"), shown(Soonest(), None)
    ('1,440 kDKK', 'never')
    """
    if value is None:
        return "never"
    if isinstance(goal, LeastCost | MostValue):
        return f"{amount(value)} {currency}".rstrip()
    if isinstance(goal, Soonest):
        return f"period {value}" if calendar is None else calendar.name(round(value))
    return f"{float(value):.{_DECIMALS}f}"


def difference(goal: Goal, by: Fraction, currency: str = "") -> str:
    """Return how far two values of a goal are apart, as a person reads it.

    Args:
        goal: The goal.
        by: The difference.
        currency: What money is in.

    >>> difference(Soonest(), Fraction(2)), difference(LeastCost(), Fraction(40), "kDKK")
    ('2 periods', '40 kDKK')
    """
    if isinstance(goal, Soonest):
        return f"{written(by, _DECIMALS)} period{'' if by == 1 else 's'}"
    return shown(goal, by, currency)
