"""A new plan from what has happened so far."""

from omniprio.answers.replanning.past import Actual, with_past
from omniprio.answers.replanning.planning import replan
from omniprio.answers.replanning.replanned import Change, Replanned

__all__ = ["Actual", "Change", "Replanned", "replan", "with_past"]
