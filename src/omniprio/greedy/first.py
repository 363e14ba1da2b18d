"""Which schedules are tried first, and which of them is kept: the best that the independent checker accepts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.goals import goal_value, worth
from omniprio.greedy.demands import place_demanded
from omniprio.greedy.duties import place_duties
from omniprio.greedy.gains import place_earners, place_fields, place_promised, place_scorers
from omniprio.greedy.placing import Placing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["first_schedule"]


def first_schedule(
    portfolio: Portfolio, goals: Sequence[Goal], is_over: Callable[[], bool] = lambda: False
) -> dict[str, int] | None:
    """Return a good schedule that keeps every rule, found without search; None where none was found.

    Tried are: nothing at all; only what must be done, with what least spending, least loads and shares ask for; and beside
    it what serves the goals, taken in order of what it gains for what it takes of budgets and teams, each as early as
    there is room. None does not say that there is no plan.

    Args:
        portfolio: The portfolio.
        goals: What it is to be good at, the most important first.
        is_over: Tells whether to stop; what is placed by then is kept.

    >>> from omniprio.goals import Fastest
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> first = Initiative(id="first", cost=40)
    >>> second = Initiative(id="second", cost=60, advances={"R2": 1.0}, requires=["first"])
    >>> dear = Initiative(id="dear", cost=90, advances={"R3": 1.0})
    >>> first_schedule(Portfolio(horizon=3, initiatives=[dear, second, first], budget=100), [Fastest()])
    {'first': 1, 'second': 2}
    """
    best: dict[str, int] | None = None
    for starts in _tried(portfolio, goals, is_over):
        if check(portfolio, starts).ok and (
            best is None or _worths(portfolio, goals, starts) < _worths(portfolio, goals, best)
        ):
            best = starts
    return best


def _tried(
    portfolio: Portfolio, goals: Sequence[Goal], is_over: Callable[[], bool]
) -> Iterator[dict[str, int]]:
    yield {}
    if is_over():
        return
    placing = Placing(portfolio)
    if not place_duties(placing, is_over):
        return
    place_demanded(placing, is_over)
    duties = placing.mark()
    yield duties.starts
    for place in _ways(goals):
        if is_over():
            return
        placing.go_back(duties)
        place(placing, goals, is_over)
        place_demanded(placing, is_over)
        yield placing.starts.copy()


def _ways(goals: Sequence[Goal]) -> list[Callable[[Placing, Sequence[Goal], Callable[[], bool]], None]]:
    """Return how to go on from what must be done: as the first goal has it, for a blend in every way."""
    match goals[0].concern:
        case "maturity":
            return [place_fields]
        case "money":
            return [place_earners] if goals[0].counts_earnings else []
        case "change":
            return [place_promised]
        case "scores":
            return [place_scorers]
        case "time" | "load":
            return []
        case "several":
            return [place_fields, place_earners, place_promised, place_scorers]


def _worths(portfolio: Portfolio, goals: Sequence[Goal], starts: Mapping[str, int]) -> list[Fraction]:
    values = (worth(goal, goal_value(goal, portfolio, starts)) for goal in goals)
    return [Fraction(portfolio.periods + 1) if value is None else value for value in values]
