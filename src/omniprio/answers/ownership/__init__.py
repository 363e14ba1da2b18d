"""One joint budget against each owner planning alone."""

from omniprio.answers.ownership.found import OwnerPlan, SiloReport
from omniprio.answers.ownership.owners import silo_portfolio, silos, split_by_cost

__all__ = ["OwnerPlan", "SiloReport", "silo_portfolio", "silos", "split_by_cost"]
