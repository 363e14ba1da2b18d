"""The independent checker: counts again from the raw data what a schedule does, and names every broken rule."""

from omniprio.checker.checking import check
from omniprio.checker.recount import Recount
from omniprio.checker.report import BrokenRule, Report
from omniprio.checker.rules import RULES

__all__ = ["RULES", "BrokenRule", "Recount", "Report", "check"]
