"""Which schedules are tried first, and which of them is kept: the best that the independent checker accepts."""

from __future__ import annotations

from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.goals import goal_value, worth
from omniprio.greedy.duties import place_duties
from omniprio.greedy.gains import place_earners, place_fields, place_promised, place_scorers
from omniprio.greedy.placing import Placing
from omniprio.portfolio import window_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.checker.report import Breach
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["first_schedule"]

_DEMANDS = frozenset({"least_spending", "least_load", "share"})
"""Rules that something more can mend."""

_MOST_CHECKS = 150
"""Trials before the demands are given up."""

_STARTS = 4
"""How many starts of an initiative are tried, beside the first that fits."""


def _place_demanded(placing: Placing, is_over: Callable[[], bool]) -> bool:
    """Add one initiative after the other that brings a schedule nearer to what it is to have; tell whether it has it all.

    Args:
        placing: Where it is placed; where nothing helps, it stays as it is.
        is_over: Tells whether to stop.
    """
    if not _asks(placing.portfolio):
        return True
    missed, checks = _missed(placing), 0
    ahead = _by_price(placing)
    while 0 < missed < inf and checks < _MOST_CHECKS and ahead and not is_over():
        best: tuple[float, int | None] = (missed, None)
        before, name = placing.mark(), ahead.pop()
        for start in _starts(placing, name):
            if placing.add(name, at=start):
                checks += 1
                best = min(best, (_missed(placing), start), key=lambda one: one[0])
                placing.go_back(before)
        if best[0] < missed:
            missed = best[0]
            placing.add(name, at=best[1])
            ahead = _by_price(placing)
    return missed == 0


def _asks(portfolio: Portfolio) -> bool:
    """Tell whether there is any such demand."""
    return (
        any(budget.least(portfolio.periods) for budget in portfolio.limits.values())
        or any(least for team in portfolio.teams.values() for least in team.at_least)
        or any(one.has_share for one in portfolio.groups)
    )


def _by_price(placing: Placing) -> list[str]:
    """Return what could be added, what takes most last."""
    return sorted(
        placing.portfolio.by_id.keys() - placing.starts.keys(), key=lambda one: (placing.price(one), one)
    )


def _starts(placing: Placing, name: str) -> Sequence[int | None]:
    """Return the starts of an initiative that are tried: the first that fits, and some of all."""
    window = window_of(placing.portfolio.by_id[name], placing.portfolio)
    return [None, *window[:: max(len(window) // _STARTS, 1)]]


def _missed(placing: Placing) -> float:
    """Return by how much the demands are missed, as parts of what they come to; infinite where something else is broken."""
    breaches = check(placing.portfolio, placing.starts).breaches
    if any(one.rule not in _DEMANDS for one in breaches):
        return inf
    return sum(map(_by_how_much, breaches))


def _by_how_much(one: Breach) -> float:
    figures = one.figures
    if one.rule != "share":
        return figures["too little"] / figures["wanted"]
    there, whole = figures["there"], figures["whole"]  # scores may add up to 0 where members have some
    return abs(there - figures["allowed"] * whole) / (abs(whole) or abs(there))


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
    _place_demanded(placing, is_over)
    duties = placing.mark()
    yield duties.starts
    for place in _ways(goals):
        if is_over():
            return
        placing.go_back(duties)
        place(placing, goals, is_over)
        _place_demanded(placing, is_over)
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
