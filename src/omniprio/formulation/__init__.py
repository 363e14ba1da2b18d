"""The portfolio as a mixed-integer program: variables, one function per rule, the goals."""

from omniprio.formulation.formulate import Formulation, formulate
from omniprio.formulation.rules import RULES
from omniprio.formulation.schedules import Schedules

__all__ = ["RULES", "Formulation", "Schedules", "formulate"]
