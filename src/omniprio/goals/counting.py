"""The one place that says to when money is counted in a value of a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omniprio.goals.kinds import Goal
    from omniprio.language import Speaker

__all__ = ["with_horizon"]


def with_horizon(goal: Goal, words: str, speaker: Speaker, *, within: bool = False) -> str:
    """Return words about values of a goal, with the period to whose end money is counted where it is money earned.

    Args:
        goal: The goal.
        words: What its values are, or one of them.
        speaker: Who says it; its names know the period, or nothing is added.
        within: Whether it goes on after that, so that the period stands in brackets.

    >>> from omniprio.goals import LeastCost, MostValue
    >>> from omniprio.language import Speaker
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> from omniprio.portfolio.names import Titles
    >>> speaker = Speaker("da", Titles(Portfolio(horizon=4, initiatives=[Initiative(id="web", benefit=20)])))
    >>> with_horizon(MostValue(), "Nettonutidsværdi", speaker), with_horizon(LeastCost(), "Omkostning", speaker)
    ('Nettonutidsværdi, regnet til udgangen af periode 4', 'Omkostning')
    """
    until = speaker.names.counted_to
    if until is None or not goal.counts_earnings:
        return words
    key = "goals.counted within" if within else "goals.counted to"
    return speaker.words(key, value=words, until=until)
