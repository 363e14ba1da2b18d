"""Why an initiative is in the plan, and why not."""

from omniprio.answers.reasons.chosen import WhatIf, Why, why
from omniprio.answers.reasons.left_out import Part, WhyNot, why_not

__all__ = ["Part", "WhatIf", "Why", "WhyNot", "why", "why_not"]
