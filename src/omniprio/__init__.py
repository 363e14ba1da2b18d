"""Prioritise project portfolios: the proven sequence that moves an organisation fastest toward its goal.

>>> import omniprio
>>> plan = omniprio.prioritise(omniprio.ten_portfolio(budget=2500))
>>> plan.proven
True
"""

from omniprio import beginning  # noqa: F401  first: Ctrl-C may come while the rest is imported
from omniprio.catalogue import ten_initiatives, ten_portfolio
from omniprio.checker import check
from omniprio.disc import Disc, Discipline, shipped_disc
from omniprio.errors import OmniprioError
from omniprio.goals import Balanced, Blend, Closest, Fastest, LeastCost, MostValue, Soonest
from omniprio.optimise import prioritise
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import (
    Benefit,
    Budget,
    Cost,
    Group,
    Horizon,
    Initiative,
    Portfolio,
    Requirement,
    Synergy,
)

__all__ = [
    "Balanced",
    "Benefit",
    "Blend",
    "Budget",
    "Closest",
    "Cost",
    "Disc",
    "Discipline",
    "Fastest",
    "Group",
    "Horizon",
    "Initiative",
    "LeastCost",
    "MostValue",
    "OmniprioError",
    "Plan",
    "Portfolio",
    "Requirement",
    "Soonest",
    "Synergy",
    "check",
    "plan_of",
    "prioritise",
    "shipped_disc",
    "ten_initiatives",
    "ten_portfolio",
]
