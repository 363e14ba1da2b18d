"""A new plan from what has happened so far."""

from omniprio.answers.replanning.curve import UpheavalCurve, UpheavalPoint, upheaval_curve
from omniprio.answers.replanning.measuring import (
    Reading,
    SuggestedShare,
    SuggestedShares,
    suggested_shares,
)
from omniprio.answers.replanning.past import Actual, Actuals, actuals_of, with_past
from omniprio.answers.replanning.planning import replan
from omniprio.answers.replanning.replanned import Change, Replanned

__all__ = [
    "Actual",
    "Actuals",
    "Change",
    "Reading",
    "Replanned",
    "SuggestedShare",
    "SuggestedShares",
    "UpheavalCurve",
    "UpheavalPoint",
    "actuals_of",
    "replan",
    "suggested_shares",
    "upheaval_curve",
    "with_past",
]
