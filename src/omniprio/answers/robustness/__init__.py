"""What uncertain numbers do to a plan."""

from omniprio.answers.robustness.found import InitiativeOutlook, PeriodOutlook, Robustness
from omniprio.answers.robustness.narrowing import Influence
from omniprio.answers.robustness.planning import robust
from omniprio.answers.robustness.proportion import Proportion
from omniprio.answers.robustness.regret import Candidate
from omniprio.answers.robustness.uncertainty import BudgetCase, Uncertain, Uncertainty, start_from_raters

__all__ = [
    "BudgetCase",
    "Candidate",
    "Influence",
    "InitiativeOutlook",
    "PeriodOutlook",
    "Proportion",
    "Robustness",
    "Uncertain",
    "Uncertainty",
    "robust",
    "start_from_raters",
]
