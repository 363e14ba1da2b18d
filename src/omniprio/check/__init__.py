"""The independent checker: counts again from the raw data what a schedule does, and names every broken rule."""

from omniprio.check.checker import check
from omniprio.check.recount import Recount
from omniprio.check.report import BrokenRule, Report
from omniprio.check.rules import RULES

__all__ = ["RULES", "BrokenRule", "Recount", "Report", "check"]
