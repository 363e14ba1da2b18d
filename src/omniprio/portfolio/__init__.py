"""The data a plan is made from: horizon, initiatives, limits and the portfolio that holds them."""

from omniprio.portfolio.faults import window_of
from omniprio.portfolio.horizon import Horizon
from omniprio.portfolio.initiative import MAIN_FUND, Benefit, Cost, Initiative, Requirement
from omniprio.portfolio.limits import Budget, Group, Synergy
from omniprio.portfolio.milestones import Milestone
from omniprio.portfolio.portfolio import Portfolio
from omniprio.portfolio.scenarios import Scenario

__all__ = [
    "MAIN_FUND",
    "Benefit",
    "Budget",
    "Cost",
    "Group",
    "Horizon",
    "Initiative",
    "Milestone",
    "Portfolio",
    "Requirement",
    "Scenario",
    "Synergy",
    "window_of",
]
