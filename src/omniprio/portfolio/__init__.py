"""The data a plan is made from: horizon, initiatives, limits and the portfolio that holds them."""

from omniprio.portfolio.horizon import Horizon
from omniprio.portfolio.initiative import MAIN_FUND, Benefit, Cost, Initiative, Requirement
from omniprio.portfolio.limits import Budget, Group, Synergy
from omniprio.portfolio.measurements import Measurement
from omniprio.portfolio.milestones import Milestone
from omniprio.portfolio.portfolio import Portfolio
from omniprio.portfolio.scenarios import Scenario
from omniprio.portfolio.work import as_begun, as_scheduled, open_starts, pauses_of, window_of

__all__ = [
    "MAIN_FUND",
    "Benefit",
    "Budget",
    "Cost",
    "Group",
    "Horizon",
    "Initiative",
    "Measurement",
    "Milestone",
    "Portfolio",
    "Requirement",
    "Scenario",
    "Synergy",
    "as_begun",
    "as_scheduled",
    "open_starts",
    "pauses_of",
    "window_of",
]
