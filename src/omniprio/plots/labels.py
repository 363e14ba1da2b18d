"""The words in figures, written so that a figure shows them as they are, and what the value of a goal is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.goals import with_horizon
from omniprio.language import Speaker
from omniprio.portfolio.initiative import MAIN_FUND, RUNNING_FUND
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from omniprio.goals import Goal
    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["budget_name", "goal_number", "goal_tick", "goal_words", "label", "listed", "plain"]


def label(key: str, language: Language, *inserts: object) -> str:
    """Return the words for something.

    Args:
        key: What they are for, as in `figures.json` of each language.
        language: The language.
        inserts: Names and numbers that go into it, in their order.

    >>> label("end of", "da", "2. kvt. 2027")
    'Udgangen af 2. kvt. 2027'
    """
    return Speaker(language).words(f"figures.{key}", *inserts)


def plain(name: str) -> str:
    r"""Return a user's text so that a figure shows it as it is: on one line, `$` no sign of a formula.

    >>> plain("from $5 to $7")
    'from \\$5 to \\$7'
    """
    return " ".join(name.split()).replace("$", r"\$")


def budget_name(name: str, language: Language) -> str:
    """Return what a budget is called."""
    ours = {MAIN_FUND: "main budget", RUNNING_FUND: "running budget"}
    return label(ours[name], language) if name in ours else label("budget", language, name)


def listed(names: Iterable[str], language: Language) -> str:
    """Return names as `a, b and c`, or the word for none.

    >>> listed(["R1", "R2", "D1"], "da"), listed([], "en")
    ('R1, R2 og D1', 'none')
    """
    return Speaker(language).listed([*names] or [label("nothing", language)])


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
