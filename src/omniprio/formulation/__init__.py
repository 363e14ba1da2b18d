"""The portfolio as a mixed-integer program: variables, one function per rule, the goals."""

from omniprio.formulation.formulate import Formulation, Schedules, formulate
from omniprio.formulation.rules import RULES

__all__ = ["RULES", "Formulation", "Schedules", "formulate"]
