"""One joint budget against each owner planning alone."""

from omniprio.answers.ownership.owners import silo_portfolio, silos, split_by_cost
from omniprio.answers.ownership.report import OwnerPlan, SiloReport

__all__ = ["OwnerPlan", "SiloReport", "silo_portfolio", "silos", "split_by_cost"]
