"""Goals: what a plan is to be best at, and how good a schedule is at it."""

from omniprio.goals.kinds import (
    DEFAULT_GOALS,
    Balanced,
    Blend,
    Closest,
    Fastest,
    Goal,
    LeastCost,
    MostValue,
    Part,
    Soonest,
    Steady,
    Weighable,
)
from omniprio.goals.values import aimed_at, counted, fulfils, goal_value, promised, weakest_share, worth
from omniprio.present_value import net_present_value

__all__ = [
    "DEFAULT_GOALS",
    "Balanced",
    "Blend",
    "Closest",
    "Fastest",
    "Goal",
    "LeastCost",
    "MostValue",
    "Part",
    "Soonest",
    "Steady",
    "Weighable",
    "aimed_at",
    "counted",
    "fulfils",
    "goal_value",
    "net_present_value",
    "promised",
    "weakest_share",
    "worth",
]
