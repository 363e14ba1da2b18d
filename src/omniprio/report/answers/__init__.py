"""The answers that a page can show beside its plan, a section each, one a file.

A new one is a function from a result and the voice of the page to what its section shows, registered for the type of
the result, and one more entry in `ANSWERS`. Its name gives the section's place in the page; the template is the same for all.
"""

from omniprio.report.answers.agreement import agreement
from omniprio.report.answers.alternatives import alternatives
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.assessment import assessment
from omniprio.report.answers.attribution import attribution
from omniprio.report.answers.by_then import by_then
from omniprio.report.answers.coverage import coverage
from omniprio.report.answers.essential import essential
from omniprio.report.answers.frontier import frontier
from omniprio.report.answers.gaps import gaps
from omniprio.report.answers.nested import nested
from omniprio.report.answers.phasing import phasing
from omniprio.report.answers.programme import programme, programme_within
from omniprio.report.answers.qualification import qualification
from omniprio.report.answers.raters import raters
from omniprio.report.answers.registry import Answer, answered
from omniprio.report.answers.replanning import replanning
from omniprio.report.answers.robustness import robustness
from omniprio.report.answers.scenarios import scenarios
from omniprio.report.answers.side_by_side import side_by_side
from omniprio.report.answers.silos import silos
from omniprio.report.answers.standing import standing
from omniprio.report.answers.trade_off import trade_off
from omniprio.report.answers.upheaval import upheaval
from omniprio.report.answers.value_of_change import value_of_change
from omniprio.report.answers.why import why
from omniprio.report.answers.why_not import why_not

__all__ = ["ANSWERS", "Answer", "Answered", "answered"]

ANSWERS = (
    agreement,
    alternatives,
    assessment,
    attribution,
    by_then,
    coverage,
    essential,
    frontier,
    gaps,
    nested,
    phasing,
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
