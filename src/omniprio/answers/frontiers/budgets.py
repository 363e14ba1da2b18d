"""What if the budget were cut or raised: the best plan for every amount of a budget."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.best import Search
from omniprio.answers.comparison import shown
from omniprio.answers.frontiers.purse import scaled
from omniprio.answers.frontiers.sweep import Ended, Found, Sweep
from omniprio.assessment.columns import columns
from omniprio.base import Model
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.given_goals import goals_in
from omniprio.goals import DEFAULT_GOALS, Goal, goal_value
from omniprio.language import Sentence, fact, sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.plan.words import amount, fund_name
from omniprio.portfolio import MAIN_FUND

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from omniprio.given_goals import GivenGoals
    from omniprio.parameters import Count, Money, Seconds
    from omniprio.portfolio import Portfolio

__all__ = ["Frontier", "FrontierPoint", "frontier"]


class FrontierPoint(Model):
    """The best plan from one amount of the budget on, up to the next point."""

    budget: Fraction
    """The least amount that pays for the plan, or the least looked at; with less, the best plan is worse."""
    plan: Plan
    """The plan; its portfolio holds this amount."""
    values: tuple[Fraction | None, ...]
    """What it comes to at each goal; None for never."""
    added: tuple[str, ...] = ()
    """Initiatives that the plan of the point before does not have."""
    dropped: tuple[str, ...] = ()
    """Initiatives that only the plan of the point before has: with more money something else is better."""
    gain: Fraction | None = None
    """By how much it is better at the most important goal than the point before; None at the first."""
    per_unit: Fraction | None = None
    """`gain` by unit of money over the step: the marginal gain of the next krone; None at the first."""

    @property
    def nested(self) -> bool:
        """Whether the plan has all that the plan of the point before has."""
        return not self.dropped

    @property
    def proven(self) -> bool:
        """Whether it is proven that no plan is better with this amount."""
        return self.plan.proven


class Frontier(Answer):
    """The best plans for all amounts of a budget; iterating over it gives the plans, the least amount first.

    Plans count as different where they differ in the value of a goal. Of plans that are equally good, a point
    holds one that needs the least.
    """

    budget: str
    """The name of the budget."""
    goals: tuple[Goal, ...]
    points: tuple[FrontierPoint, ...]
    """By amount, ascending. Below the first there is no plan, unless that is `open`."""
    least: Fraction
    """The least amount looked at."""
    most: Fraction | None
    """The greatest amount looked at; None is any."""
    open: tuple[tuple[Fraction, Fraction], ...] = ()
    """From which to below which amount it is not settled which plan is best; none if complete."""
    ended: Ended = "finished"
    currency: str = ""

    @property
    def complete(self) -> bool:
        """Whether all amounts at which the best plan changes are found and proven."""
        return not self.open

    @property
    @override
    def unsettled(self) -> tuple[Sentence, ...]:
        found = []
        if not self.complete:
            spans = (f"{amount(float(low))} to below {amount(float(high))}" for low, high in self.open)
            ended = fact(f"answers.ended {self.ended}")
            found.append(sentence("answers.amounts open", ended=ended, spans=", ".join(spans)))
        unproven = ", ".join(self._from(point) for point in self.points if not point.proven)
        if unproven:
            found.append(sentence("answers.amounts unproven", amounts=unproven))
        return tuple(found)

    def __iter__(self) -> Iterator[Plan]:  # type: ignore[override]  # plans, not fields
        """Iterate over the plans, the one with the least amount first."""
        return (point.plan for point in self.points)

    def __len__(self) -> int:
        """Return the number of plans."""
        return len(self.points)

    @validated
    def at(self, budget: float | Fraction) -> FrontierPoint | None:
        """Return the point that holds for an amount, None if there is no plan for it.

        Args:
            budget: The amount, from `least` to `most`.

        Raises:
            InvalidArgumentError: It was not looked at.
        """
        wanted = exact(budget) if isinstance(budget, float) else Fraction(budget)
        if wanted < self.least or (self.most is not None and wanted > self.most):
            remedy = self._looked_at()
            raise InvalidArgumentError([Fault("budget", sentence("faults.is", value=float(budget)), remedy)])
        return next((point for point in reversed(self.points) if point.budget <= wanted), None)

    def _looked_at(self) -> Sentence:
        """Return which amounts can be asked about."""
        if self.most is None:
            return sentence("remedies.looked at from", least=float(self.least))
        return sentence("remedies.looked at", least=float(self.least), most=float(self.most))

    def table(self) -> str:
        """Return one row for each point, as text."""
        head = ["from", *(goal.kind for goal in self.goals), self._per_unit, "in", "out"]
        return columns(head, map(self._cells, self.points))

    def _cells(self, point: FrontierPoint) -> list[str]:
        values = (
            shown(goal, value, self.currency, point.plan.portfolio.calendar)
            for goal, value in zip(self.goals, point.values, strict=True)
        )
        per_unit = "" if point.per_unit is None else f"{float(point.per_unit):.3g}"
        return [self._from(point), *values, per_unit, ", ".join(point.added), ", ".join(point.dropped)]

    def summary(self) -> str:
        """Return the table and what is not settled, as plain text."""
        lines: list[str] = [*self.unsettled, self.table()]
        lines += self._meaning() if self.points else ()
        if self.points and self.complete and self.points[0].budget > self.least:
            lines.append(f"Below {self._from(self.points[0])} there is no plan.")
        broken = ", ".join(self._from(point) for point in self.points if not point.nested)
        lines += [f"More money drops something that less money had: from {broken}."] * bool(broken)
        return "\n".join(lines)

    @property
    def _per_unit(self) -> str:
        """What the gain for more money is a gain of, and by how much money."""
        return f"gain at {self.goals[0].kind} per {self.currency or 'unit of money'}"

    def _meaning(self) -> Iterator[str]:
        """Yield what varies and what the gain is."""
        others = [fund_name(name) for name in self.points[0].plan.portfolio.limits if name != self.budget]
        if others:
            yield (
                f"Only the {fund_name(self.budget)} budget varies; the others stay as they are, and what is spent from "
                f"them counts too: {', '.join(others)}."
            )
        if len(self.points) > 1:
            kind = self.goals[0].kind
            yield f"The gain is by how much {kind} is better than in the row above, by the money between the two."

    @staticmethod
    def _from(point: FrontierPoint) -> str:
        return amount(float(point.budget))


@validated
def frontier(  # noqa: PLR0913  each option is asked for by name
    portfolio: Portfolio,
    goals: GivenGoals = DEFAULT_GOALS,
    *,
    budget: str = MAIN_FUND,
    least: Money = 0.0,
    most: Money | None = None,
    max_points: Count = 200,
    known: Plan | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Frontier:
    """Return the best plan for every amount of a budget, exactly.

    The amount is the total over the horizon. A total, or no limit, varies as it is; amounts by period vary together,
    in the proportions given. What the portfolio's own budget amounts to does not matter.

    A plan that is best with some amount stays best down to what it needs; the plan for just below that, one step of
    the money grid (the greatest common step of all costs), is the next one, and so on. Wide stretches are first
    looked at in their middle, so that a search that is stopped knows something about all amounts.

    Args:
        portfolio: The portfolio.
        goals: In order of importance, without slack.
        budget: The name of the budget.
        least: The least amount to look at, at least 0.
        most: The greatest amount; None for as much as is of any use.
        max_points: Stop after so many plans.
        known: A plan of this portfolio that is there already: nothing that is shown is worse.
        time_limit: Seconds for everything. The plan for the greatest amount may take a quarter of it, any other an
            eighth of what is left.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Returns:
        The plans by amount. A search that was stopped states for which amounts it is not settled.

    Raises:
        InvalidArgumentError: An argument makes no sense, or a goal has slack.
        InvalidInputError: There is no such budget.

    >>> from omniprio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=200, advances={"D2": 0.4})
    >>> found = frontier(Portfolio(horizon=1, initiatives=[web, app]))
    >>> [(int(point.budget), point.added, point.dropped) for point in found.points]
    [(0, (), ()), (200, ('app',), ()), (300, ('web',), ('app',)), (500, ('app',), ())]
    """
    if most is not None and most < least:
        raise InvalidArgumentError(
            [
                Fault(
                    "most",
                    sentence("faults.below least", value=repr(most)),
                    sentence("remedies.at least", least=least),
                )
            ]
        )
    goals = goals_in(goals)
    search = Search(goals, time_limit, cancel)
    ends = exact(least), None if most is None else exact(most)
    sweep = Sweep(scaled(portfolio, budget), search, *ends, max_points)
    found = sweep.run(known)
    return Frontier(
        budget=budget,
        goals=goals,
        points=tuple(_points(found, goals)),
        least=ends[0],
        most=ends[1],
        open=sweep.open,
        ended=sweep.ended,
        currency=portfolio.currency,
    )


def _points(found: Sequence[Found], goals: Sequence[Goal]) -> Iterator[FrontierPoint]:
    for before, now in zip([None, *found], found, strict=False):
        point = FrontierPoint(
            budget=now.amount,
            plan=now.plan,
            values=tuple(goal_value(goal, now.plan.portfolio, now.plan.starts) for goal in goals),
        )
        yield point if before is None else _after(before, now, point)


def _after(before: Found, now: Found, point: FrontierPoint) -> FrontierPoint:
    """Return a point with what is different from the one before."""
    gain = before.worths[0] - now.worths[0]
    one, two = before.plan.starts, now.plan.starts
    return point.model_copy(
        update={
            "gain": gain,
            "per_unit": gain / (now.amount - before.amount),
            "added": tuple(name for name in two if name not in one),
            "dropped": tuple(name for name in one if name not in two),
        }
    )
