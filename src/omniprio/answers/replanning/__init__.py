"""A new plan from what has happened so far."""

from omniprio.answers.replanning.found import Change, Replanned
from omniprio.answers.replanning.past import Actual, with_past
from omniprio.answers.replanning.planning import replan

__all__ = ["Actual", "Change", "Replanned", "replan", "with_past"]
