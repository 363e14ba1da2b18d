"""Goals that nothing in a portfolio can serve: doing nothing is as good as anything for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.goals import MostValue
from omniprio.plan.words import goal_name
from omniprio.portfolio import Benefit

if TYPE_CHECKING:
    from omniprio.goals import Goal
    from omniprio.language import Speaker
    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["serves_nobody", "unserved_sentence"]


def serves_nobody(goal: Goal, portfolio: Portfolio) -> bool:
    """Tell whether nothing in a portfolio can serve a goal: nothing earns, or nothing advances a field.

    Args:
        goal: The goal.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> serves_nobody(MostValue(), Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=3)]))
    True
    """
    if isinstance(goal, MostValue):
        return not any(map(_earns, portfolio.initiatives)) and not any(
            one.benefit > 0 or one.cost < 0 for one in portfolio.synergies
        )
    given = [one.advances for one in portfolio.initiatives] + [one.advances for one in portfolio.synergies]
    return goal.concern == "maturity" and not any(share > 0 for shares in given for share in shares.values())


def _earns(initiative: Initiative) -> bool:
    benefit = initiative.benefit
    if not isinstance(benefit, Benefit):
        return benefit > 0
    return benefit.per_period > 0 or any(amount > 0 for amount in benefit.profile or ())


def unserved_sentence(goal: Goal, speaker: Speaker) -> str:
    """Return that nothing serves a goal, as a sentence.

    >>> from omniprio.language import Speaker
    >>> unserved_sentence(MostValue(), Speaker())
    'Nothing in the portfolio earns anything, so no plan is better at the goal most value than doing nothing.'
    """
    return speaker.words(f"plan.unserved {goal.concern}", goal=goal_name(goal, speaker))
