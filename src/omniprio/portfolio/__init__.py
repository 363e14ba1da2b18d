"""The data a plan is made from: horizon, initiatives, limits and the portfolio that holds them."""

from omniprio.portfolio.budgets import Budget, Window
from omniprio.portfolio.funds import (
    Fund,
    in_several_units,
    price_in,
    price_levels,
    rate_of,
    rates_in,
    sum_in,
    unit_of,
    unit_of_budget,
)
from omniprio.portfolio.horizon import Horizon
from omniprio.portfolio.initiative import MAIN_FUND, Benefit, Cost, Initiative, Mode
from omniprio.portfolio.limits import Group, Synergy
from omniprio.portfolio.measurements import Measurement
from omniprio.portfolio.milestones import Milestone
from omniprio.portfolio.paces import paces
from omniprio.portfolio.portfolio import Portfolio
from omniprio.portfolio.requirements import Requirement
from omniprio.portfolio.scenarios import Scenario
from omniprio.portfolio.teams import Capacity
from omniprio.portfolio.work import (
    AnyStart,
    Start,
    as_begun,
    as_scheduled,
    first_finish,
    mode_of,
    open_starts,
    pauses_of,
    window_of,
)

__all__ = [
    "MAIN_FUND",
    "AnyStart",
    "Benefit",
    "Budget",
    "Capacity",
    "Cost",
    "Fund",
    "Group",
    "Horizon",
    "Initiative",
    "Measurement",
    "Milestone",
    "Mode",
    "Portfolio",
    "Requirement",
    "Scenario",
    "Start",
    "Synergy",
    "Window",
    "as_begun",
    "as_scheduled",
    "first_finish",
    "in_several_units",
    "mode_of",
    "open_starts",
    "paces",
    "pauses_of",
    "price_in",
    "price_levels",
    "rate_of",
    "rates_in",
    "sum_in",
    "unit_of",
    "unit_of_budget",
    "window_of",
]
