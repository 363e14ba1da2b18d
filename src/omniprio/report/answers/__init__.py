"""The answers that a page can show beside its plan, a section each, one a file.

A new one is a function from a result and the voice of the page to what its section shows, registered for the type of
the result, and one more entry in `ANSWERS`. Its name gives the section's place in the page; the template is the same for all.
"""

from omniprio.report.answers.answered import Answered
from omniprio.report.answers.assessment import assessment
from omniprio.report.answers.attribution import alternatives, attribution, essential
from omniprio.report.answers.frontier import frontier, nested, trade_off
from omniprio.report.answers.programme import programme, programme_within, silos
from omniprio.report.answers.qualification import qualification
from omniprio.report.answers.registry import Answer, answered
from omniprio.report.answers.replanning import replanning, upheaval
from omniprio.report.answers.robustness import raters, robustness
from omniprio.report.answers.standing import coverage, gaps, scenarios, side_by_side, standing
from omniprio.report.answers.why import by_then, value_of_change, why, why_not

__all__ = ["ANSWERS", "Answer", "Answered", "answered"]

ANSWERS = (
    alternatives,
    assessment,
    attribution,
    by_then,
    coverage,
    essential,
    frontier,
    gaps,
    nested,
    programme,
    programme_within,
    qualification,
    raters,
    replanning,
    robustness,
    scenarios,
    side_by_side,
    silos,
    standing,
    trade_off,
    upheaval,
    value_of_change,
    why,
    why_not,
)
"""All sections about answers; each is found by the type of its result."""
