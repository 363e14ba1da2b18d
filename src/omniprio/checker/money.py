"""The rules about money: what may be spent under a budget, and what has to be."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.checker.case import broken, exceeded, told_apart
from omniprio.language import fact
from omniprio.numbers import each_period, exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.checker.case import Case
    from omniprio.checker.report import BrokenRule
    from omniprio.language import Value
    from omniprio.portfolio import Budget

__all__ = ["budget", "least_spending"]


def budget(case: Case) -> Iterator[BrokenRule]:
    """Spending keeps within each budget, window by window, with what comes from the window before and what flows into it.

    A period of a budget by period is a window of its own, and so is the horizon for a total. What is overspent is named in
    the period it is spent in.
    """
    for name, limit in case.portfolio.limits.items():
        amounts, income = case.recount.spending[name], case.recount.income[name]
        since, used, named = 1, Fraction(0), Fraction(0)
        most: Fraction | None = Fraction(0)
        for first, last, amount in _windows(limit, case.portfolio.periods):
            if limit.carry_over is not True:
                since, used, named = first, Fraction(0), Fraction(0)
            most = None if most is None or amount is None else most + amount
            for period in range(first, last + 1):
                used += amounts[period - 1]
                most = None if most is None else most + income[period - 1]
                excess = Fraction(0) if most is None else max(Fraction(0), used - most)
                if most is not None and excess > named:
                    said, first_one = _when(limit, since, period)
                    whose: dict[str, Value] = {"budget": name, **first_one}
                    yield exceeded(case, "budget", said, whose, period, (used, most))
                named = excess
            if limit.carry_over is not True:
                most = _carried(limit, amount, None if most is None else most - used)


def _windows(limit: Budget, periods: int) -> Iterator[tuple[int, int, Fraction | None]]:
    """Yield the first and the last period of each window of a budget, and its amount; None is no limit."""
    if limit.total is not None:
        yield 1, periods, exact(limit.total)
        return
    given = [(one.periods, one.amount) for one in limit.windows]
    given = given or [(1, amount) for amount in each_period(limit.per_period, periods)]
    first = 1
    for length, amount in given:
        yield first, first + length - 1, None if amount is None else exact(amount)
        first += length


def _when(limit: Budget, since: int, period: int) -> tuple[str, dict[str, int]]:
    """Return how it is said when money was spent: by a period, in it, or from another one to it."""
    if limit.carry_over is True:
        return "spent by", {}
    return ("spent in", {}) if since == period else ("spent from", {"first": since})


def _carried(limit: Budget, amount: Fraction | None, left: Fraction | None) -> Fraction | None:
    """Return what goes from a window into the next where not all does; None is no limit."""
    share = Fraction(0) if limit.carry_over is False else exact(limit.carry_over)
    if not share:
        return Fraction(0)
    caps = [one for one in (None if amount is None else share * amount, left) if one is not None]
    return max(Fraction(0), min(caps)) if caps else None


def least_spending(case: Case) -> Iterator[BrokenRule]:
    """As much is spent under each budget as is to be, over the horizon and in each window."""
    periods = case.portfolio.periods
    for name, limit in case.portfolio.limits.items():
        amounts = case.recount.spending[name]
        asked: list[tuple[int, int, float | None]] = [(1, periods, limit.at_least)]
        first = 1
        for window in limit.windows:
            asked.append((first, first + window.periods - 1, window.at_least))
            first += window.periods
        for since, last, least in asked:
            wanted, there = exact(least or 0.0), sum(amounts[since - 1 : last], Fraction(0))
            if least and there < wanted:
                more, less = told_apart(wanted, there)
                seen = {"wanted": float(more), "used": float(less), "short": float(more - less)}
                said = fact("rules.least_spending", budget=name, first=since, period=last, **seen)
                figures = {"used": float(there), "wanted": float(wanted), "too little": float(wanted - there)}
                yield broken(case.portfolio, "least_spending", said, (), last, figures)
