"""What uncertain numbers do to a plan."""

from omniprio.answers.robustness.outlook import InitiativeOutlook, PeriodOutlook, Proportion, Robustness
from omniprio.answers.robustness.planning import robust
from omniprio.answers.robustness.regret import Candidate
from omniprio.answers.robustness.uncertainty import (
    BudgetCase,
    Uncertain,
    Uncertainty,
    UncertainWay,
    start_from_raters,
)
from omniprio.answers.robustness.value_of_information import Influence

__all__ = [
    "BudgetCase",
    "Candidate",
    "Influence",
    "InitiativeOutlook",
    "PeriodOutlook",
    "Proportion",
    "Robustness",
    "Uncertain",
    "UncertainWay",
    "Uncertainty",
    "robust",
    "start_from_raters",
]
