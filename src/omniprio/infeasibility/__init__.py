"""The useful answer when there is no plan: which demands cannot hold together, and what would help.

In the literature: irreducible infeasible subset.
"""

from omniprio.infeasibility.changing import Change, Repair, apply, without
from omniprio.infeasibility.demand import Demand, demands
from omniprio.infeasibility.explain import Conflict, InfeasibleError, explain_infeasible, infeasible

__all__ = [
    "Change",
    "Conflict",
    "Demand",
    "InfeasibleError",
    "Repair",
    "apply",
    "demands",
    "explain_infeasible",
    "infeasible",
    "without",
]
