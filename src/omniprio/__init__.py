"""Prioritise project portfolios: the proven sequence that moves an organisation fastest toward its goal.

>>> import omniprio
>>> plan = omniprio.prioritise(omniprio.ten_portfolio(budget=2500))
>>> plan.proven
True
"""

from omniprio import beginning  # noqa: F401  first: Ctrl-C may come while the rest is imported

# isort: split
from typing import TYPE_CHECKING

from omniprio.catalogue import ten_initiatives, ten_portfolio
from omniprio.checker import check
from omniprio.disc import Disc, Discipline, shipped_disc
from omniprio.errors import OmniprioError
from omniprio.goals import (
    Balanced,
    Blend,
    Closest,
    Fastest,
    LeastCost,
    Level,
    MostScore,
    MostValue,
    OnTime,
    Shortest,
    Soonest,
)
from omniprio.lazy import exports
from omniprio.optimise import prioritise
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import (
    Benefit,
    Budget,
    Capacity,
    Cost,
    Fund,
    Group,
    Horizon,
    Initiative,
    Portfolio,
    Requirement,
    Synergy,
    Window,
)

if TYPE_CHECKING:
    from omniprio import answers as answers
    from omniprio import assessment as assessment
    from omniprio import documents as documents
    from omniprio import infeasibility as infeasibility
    from omniprio import io as io
    from omniprio import live as live
    from omniprio import plots as plots
    from omniprio import report as report
    from omniprio import service as service
    from omniprio import store as store

__all__ = [
    "Balanced",
    "Benefit",
    "Blend",
    "Budget",
    "Capacity",
    "Closest",
    "Cost",
    "Disc",
    "Discipline",
    "Fastest",
    "Fund",
    "Group",
    "Horizon",
    "Initiative",
    "LeastCost",
    "Level",
    "MostScore",
    "MostValue",
    "OmniprioError",
    "OnTime",
    "Plan",
    "Portfolio",
    "Requirement",
    "Shortest",
    "Soonest",
    "Synergy",
    "Window",
    "check",
    "plan_of",
    "prioritise",
    "shipped_disc",
    "ten_initiatives",
    "ten_portfolio",
]

if not TYPE_CHECKING:  # otherwise every name would count as known
    __getattr__, __dir__ = exports(
        __name__,
        {},
        modules=(
            "answers",
            "assessment",
            "catalogue",
            "infeasibility",
            "documents",
            "disc",
            "errors",
            "goals",
            "io",
            "live",
            "plots",
            "portfolio",
            "report",
            "service",
            "store",
        ),
    )
