"""What the value of a goal is called in a figure, and how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.goals import with_horizon
from omniprio.language import Speaker
from omniprio.plots.labels import label, plain
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from fractions import Fraction

    from omniprio.goals import Goal
    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["goal_number", "goal_tick", "goal_words"]


def goal_words(goal: Goal, currency: str, language: Language, portfolio: Portfolio | None = None) -> str:
    """Return what the value of a goal is, as the words of a scale; of a portfolio also to when money is counted.

    >>> from omniprio.goals import LeastCost
    >>> goal_words(LeastCost(), "kDKK", "da")
    'Omkostning over alle budgetter (kDKK)'
    """
    words = Speaker(language).words(f"goals.scale {goal.kind}", **goal.about)
    if portfolio is not None:
        words = with_horizon(goal, words, Speaker(language, Titles(portfolio)))
    in_money = currency and goal.unit == "money"
    return f"{words} ({plain(currency)})" if in_money else words


def goal_tick(goal: Goal, value: float, language: Language) -> str:
    """Return a number of a scale in the unit of a goal."""
    money = goal.unit == "money"
    return Speaker(language).amount(value) if money else Speaker(language).decimal(value)


def goal_number(goal: Goal, value: Fraction | float | None, currency: str, language: Language) -> str:
    """Return a number in the unit of a goal; None is never.

    >>> from omniprio.goals import Fastest, MostValue
    >>> goal_number(Fastest(), 0.5, "kDKK", "da"), goal_number(MostValue(), -1440, "kDKK", "en")
    ('0,500', '-1,440 kDKK')
    """
    if value is None:
        return label("never", language)
    if goal.unit == "money":
        return f"{Speaker(language).amount(float(value))} {currency}".rstrip()
    if goal.unit in {"period", "points", "amount"}:
        return Speaker(language).decimal(float(value))
    return Speaker(language).distance(float(value))
