"""The useful answer when there is no plan: which demands cannot hold together, and what would help.

In the literature: irreducible infeasible subset.
"""

from omniprio.conflict.changing import Change, Repair, apply, without
from omniprio.conflict.demand import Demand, demands
from omniprio.conflict.explain import Conflict, InfeasibleError, explain_infeasible, infeasible

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
