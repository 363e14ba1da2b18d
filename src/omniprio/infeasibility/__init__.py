"""The useful answer when there is no plan: which demands cannot hold together, and what would help.

In the literature: irreducible infeasible subset.
"""

from typing import TYPE_CHECKING

from omniprio.lazy import exports

if TYPE_CHECKING:
    from omniprio.infeasibility.changing import Change, Repair, apply, without
    from omniprio.infeasibility.demand import Demand, demands
    from omniprio.infeasibility.explain import Conflict, Unpaid, explain_infeasible, infeasible
    from omniprio.infeasibility.refusal import CalledInfeasibleError, InfeasibleError

__all__ = [
    "CalledInfeasibleError",
    "Change",
    "Conflict",
    "Demand",
    "InfeasibleError",
    "Repair",
    "Unpaid",
    "apply",
    "demands",
    "explain_infeasible",
    "infeasible",
    "without",
]

if not TYPE_CHECKING:  # otherwise every name would count as known
    __getattr__, __dir__ = exports(
        __name__,
        {
            "changing": "Change Repair apply without",
            "demand": "Demand demands",
            "explain": "Conflict Unpaid explain_infeasible infeasible",
            "refusal": "CalledInfeasibleError InfeasibleError",
        },
    )
