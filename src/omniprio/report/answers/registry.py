"""From a result to the section that shows it, found by the type of the result."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import sentence

if TYPE_CHECKING:
    from omniprio.answers.attribution import Attribution
    from omniprio.answers.by_rater import RaterPlans
    from omniprio.answers.changes import ValuesOfChanges
    from omniprio.answers.essential import EssentialSteps
    from omniprio.answers.frontiers import Frontier, Phasing, TradeOff
    from omniprio.answers.near_best import Alternatives
    from omniprio.answers.nesting import Nested
    from omniprio.answers.ownership import SiloReport
    from omniprio.answers.programme_budgets import ProgrammeWithin
    from omniprio.answers.programmes import Programme
    from omniprio.answers.qualification import Qualifications
    from omniprio.answers.reasons import Why, WhyNot
    from omniprio.answers.replanning import Replanned, UpheavalCurve
    from omniprio.answers.robustness import Robustness
    from omniprio.answers.standing import Coverage, GapTable, GroupStanding, ScenarioPeriods, SideBySide
    from omniprio.answers.what_it_takes import ByThen
    from omniprio.assessment import Agreement, Profile
    from omniprio.report.answers.answered import Answered
    from omniprio.report.voice import Voice

__all__ = ["Answer", "answered"]

type Answer = (
    Agreement
    | Alternatives
    | Attribution
    | ByThen
    | Coverage
    | EssentialSteps
    | Frontier
    | GapTable
    | GroupStanding
    | Nested
    | Phasing
    | Profile
    | Programme
    | ProgrammeWithin
    | Qualifications
    | RaterPlans
    | Replanned
    | Robustness
    | ScenarioPeriods
    | SideBySide
    | SiloReport
    | TradeOff
    | UpheavalCurve
    | ValuesOfChanges
    | Why
    | WhyNot
)
"""A result that a page can show."""


@singledispatch
def answered(found: Answer, voice: Voice) -> Answered:  # noqa: ARG001  the sections use it
    """Return what the section about a result shows.

    Args:
        found: The result.
        voice: The words of the page.

    Raises:
        InvalidArgumentError: There is no section for results of this type.
    """
    known = ", ".join(sorted(kind.__name__ for kind in answered.registry if kind is not object))
    kind = type(found).__name__
    problem = sentence("faults.no section", kind=kind)
    raise InvalidArgumentError([Fault("answers", problem, sentence("remedies.results of", names=known))])
