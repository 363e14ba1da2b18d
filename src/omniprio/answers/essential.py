"""Which steps of a plan matter most: what would be lost without each, were all the rest planned anew."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.best import Search, decided, goals_of, left_open
from omniprio.answers.comparison import GoalChange, difference, goal_changes, goal_word
from omniprio.answers.floor import best_near
from omniprio.answers.qualification.opening import one_off_cost
from omniprio.answers.qualification.qualifying import QUICK, ready_in
from omniprio.base import Model
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio
from omniprio.portfolio.names import Titles
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from omniprio.annotations import Seconds
    from omniprio.language import Fact, Names, Speaker

__all__ = ["EssentialStep", "EssentialSteps", "essential_steps"]


class EssentialStep(Model):
    """What would be lost without one initiative of a plan."""

    initiative: str
    goals: tuple[GoalChange, ...]
    """What becomes of each goal in the best plan without it; empty where there is none, or none is known."""
    proven: bool
    """Whether it is proven that no plan without it is better, or that there is none; if not, less may be lost."""
    cost: Fraction
    """Its one-off cost over all funds."""
    ready: bool
    """Whether it requires nothing and needs nothing that is not there at the start."""
    rank: int | None = None
    """Its place by what would be lost, from 1; None where that is not known."""
    quick_win: bool = False
    """Whether it is ready and, of what is, in the best third by what would be lost per money."""

    @property
    def indispensable(self) -> bool:
        """Whether there is no plan without it."""
        return self.proven and not self.goals

    @property
    def loss(self) -> tuple[Fraction, ...]:
        """By how much each goal gets worse without it, in its own unit; empty where that is not known or there is no plan."""
        return tuple(change.loss for change in self.goals)


class EssentialSteps(Answer):
    """The initiatives of a plan, the most essential first."""

    plan: Plan
    rows: tuple[EssentialStep, ...]
    """By what would be lost: those without which there is no plan, then by the loss at the most important goal, then at the
    next ones; those last of which it is not known."""
    not_begun: tuple[str, ...] = ()
    """The ids of those that there was no time to look at."""

    @property
    def open(self) -> tuple[EssentialStep, ...]:
        """The rows that are not proven: less may be lost than they say."""
        return tuple(row for row in self.rows if not row.proven)

    @override
    def _left_open(self) -> Iterator[Fact]:
        return left_open("essential open", self.open, self.rows, self.not_begun, self.plan)

    @override
    def _names_used(self) -> Names:
        return Titles(self.plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        goals = [result.goal for result in self.plan.goals]
        heads = [
            speaker.words("answers.initiative"),
            speaker.words("answers.rank"),
            *(speaker.words("answers.lost at", goal=goal_word(goal, speaker)) for goal in goals),
            f"{speaker.words('answers.cost')} {self.plan.portfolio.currency}".strip(),
            "",
        ]
        return columns(heads, (_cells(row, len(goals), speaker) for row in self.rows))

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        yield speaker.words(
            "answers.essential how" if self.rows or self.not_begun else "answers.plan is empty"
        )


def _cells(row: EssentialStep, goals: int, speaker: Speaker) -> list[str]:
    losses = [difference(one.goal, one.loss, speaker) for one in row.goals] or ["-"] * goals
    name = speaker.called("initiative", row.initiative)
    return [name, str(row.rank or "-"), *losses, speaker.amount(row.cost), _mark(row, speaker)]


def _mark(row: EssentialStep, speaker: Speaker) -> str:
    marks = {
        "no plan without it": row.indispensable,
        "at most": bool(row.goals) and not row.proven,
        "not known": not row.goals and not row.proven,
        "quick win": row.quick_win,
    }
    return ", ".join(speaker.words(f"answers.{mark}") for mark, holds in marks.items() if holds)


@validated
def essential_steps(
    plan: Plan, *, time_limit: Seconds | None = None, cancel: threading.Event | None = None
) -> EssentialSteps:
    """Return which initiatives of a plan are the most essential, by what would be lost without each.

    For each initiative of the plan the portfolio is planned again without it, for the same goals: what requires it is
    then left out too, and what the plan leaves out may take its place. Where it was decided that it must be done, it is
    asked as if that were not so. The one without which most is lost is the most essential step. A quick win requires
    nothing that is not there, and is in the best third by what would be lost per money.

    Args:
        plan: A plan from `prioritise`, for goals without slack.
        time_limit: Seconds for everything, shared evenly by what is left to do.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Returns:
        One row for each initiative of the plan that there was time for.

    Raises:
        InvalidArgumentError: The plan was made by hand, a goal has slack, or an argument makes no sense.

    >>> from omniprio import Initiative, Portfolio, prioritise
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=200, advances={"D2": 0.4}, requires=["web"])
    >>> found = essential_steps(prioritise(Portfolio(horizon=2, initiatives=[app, web])))
    >>> [(row.initiative, str(row.loss[0])) for row in found.rows]
    [('web', '2/45'), ('app', '1/90')]
    """
    search = Search(goals_of(plan), time_limit, cancel)
    ready = ready_in(plan.portfolio)
    names = [*plan.starts]
    rows = [_row(plan, name, name in ready, share, search) for name, share in search.in_turn(names)]
    return EssentialSteps(plan=plan, rows=tuple(_ranked(rows)), not_begun=tuple(names[len(rows) :]))


def _row(plan: Plan, name: str, ready: bool, share: float, search: Search) -> EssentialStep:
    """Return what would be lost without an initiative, without its rank."""
    portfolio = plan.portfolio
    step = EssentialStep(
        initiative=name, goals=(), proven=True, cost=one_off_cost(portfolio, {name}), ready=ready
    )
    without = decided(portfolio, name, {"decision": "never"})
    if not isinstance(without, Portfolio):
        return step
    near = [{other: start for other, start in plan.starts.items() if other != name}]
    best = best_near(without, near, search, share=share)
    changes = (
        goal_changes(search.goals, (portfolio, plan.starts), (without, best.found.starts))
        if best.found
        else ()
    )
    return step.model_copy(update={"goals": changes, "proven": best.settled and plan.is_final})


def _ranked(rows: list[EssentialStep]) -> Iterator[EssentialStep]:
    """Yield the rows with their ranks, the most essential first."""
    known = sorted(
        (row for row in rows if row.goals or row.indispensable),
        key=lambda row: (row.indispensable, row.loss),
        reverse=True,
    )
    quick = _quick(known)
    for place, row in enumerate(known, start=1):
        yield row.model_copy(update={"rank": place, "quick_win": row.initiative in quick})
    yield from (row for row in rows if not (row.goals or row.indispensable))


def _quick(rows: list[EssentialStep]) -> set[str]:
    """Return the quick wins: of what is ready and would be a loss, the best third by loss per money."""
    ready = [row for row in rows if row.ready and next((loss > 0 for loss in row.loss if loss), False)]
    best = sorted(ready, key=_per_money, reverse=True)
    return {row.initiative for row in best[: ceil(QUICK * len(ready))]}


def _per_money(row: EssentialStep) -> tuple[bool, tuple[Fraction, ...]]:
    """Return what sorts by loss per money; what costs nothing comes first, by its loss."""
    return not row.cost, tuple(loss / (row.cost or 1) for loss in row.loss)
