"""What an initiative does for the disc, and how it plays together with the others."""

from omniprio.answers.qualification.qualifying import qualify, qualify_all
from omniprio.answers.qualification.ranking import (
    AgainstPlan,
    Completion,
    Contribution,
    Partner,
    Qualification,
    Qualifications,
)

__all__ = [
    "AgainstPlan",
    "Completion",
    "Contribution",
    "Partner",
    "Qualification",
    "Qualifications",
    "qualify",
    "qualify_all",
]
