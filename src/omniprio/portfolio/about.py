"""What a portfolio is about: a disc, or only money, scores and work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omniprio.portfolio.initiative import Initiative
    from omniprio.portfolio.limits import Synergy
    from omniprio.portfolio.milestones import Milestone
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["is_about_a_disc"]


def is_about_a_disc(portfolio: Portfolio) -> bool:
    """Return whether anything in a portfolio is about its disc: an ambition of its own, or what moves or names a field.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> is_about_a_disc(Portfolio(horizon=1, initiatives=[Initiative(id="web", scores={"fit": 3})]))
    False
    """
    return (
        bool(portfolio.ambition or portfolio.measured)
        or any(map(_of_initiative, portfolio.initiatives))
        or any(map(_of_synergy, portfolio.synergies))
        or any(map(_of_milestone, portfolio.milestones))
    )


def _of_initiative(initiative: Initiative) -> bool:
    return bool(initiative.needs) or any(initiative.at_most.values())


def _of_synergy(synergy: Synergy) -> bool:
    return bool(synergy.needs) or any(synergy.advances.values())


def _of_milestone(milestone: Milestone) -> bool:
    return bool(milestone.fields or milestone.levels or milestone.scenario) or milestone.distance is not None
