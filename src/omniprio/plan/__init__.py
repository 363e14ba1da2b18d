"""The plan: its schedule, states, reasons and quality, and how it shows itself."""

from omniprio.base import TOLERANCE
from omniprio.plan.facts import Absence, Jointly, Lack, Merit, Shortfall
from omniprio.plan.merits import Joint
from omniprio.plan.outcome import Outcome, plan_of
from omniprio.plan.plan import LeftOut, Plan, Planned, Stopped
from omniprio.plan.quality import GoalResult, goal_result
from omniprio.plan.states import PeriodState

__all__ = [
    "TOLERANCE",
    "Absence",
    "GoalResult",
    "Joint",
    "Jointly",
    "Lack",
    "LeftOut",
    "Merit",
    "Outcome",
    "PeriodState",
    "Plan",
    "Planned",
    "Shortfall",
    "Stopped",
    "goal_result",
    "plan_of",
]
