"""The best plan for every budget, and for every weight between two goals."""

from omniprio.answers.frontiers.budgets import Frontier, FrontierPoint, frontier
from omniprio.answers.frontiers.phasing import Phasing, phased_better
from omniprio.answers.frontiers.scaling import at_once, raised, scaled
from omniprio.answers.frontiers.two_goals import TradeOff, TradeOffPoint, trade_off

__all__ = [
    "Frontier",
    "FrontierPoint",
    "Phasing",
    "TradeOff",
    "TradeOffPoint",
    "at_once",
    "frontier",
    "phased_better",
    "raised",
    "scaled",
    "trade_off",
]
