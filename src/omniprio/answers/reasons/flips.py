"""How much better or cheaper an initiative would have to be to get into the best plan."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Literal, NamedTuple

from omniprio.answers.best import decided
from omniprio.answers.reasons.halving import least_that
from omniprio.base import Model, exact
from omniprio.plan import Plan
from omniprio.portfolio import Cost, Portfolio

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.answers.best import Search
    from omniprio.portfolio import Initiative

__all__ = ["Flip", "cost_flip", "shares_flip"]


class Flip(Model):
    """The least change of an initiative with which some best plan has it."""

    kind: Literal["shares", "cost"]
    by: Fraction
    """Added to each of its shares, or the part by which all its costs fall; 0 where a plan as good has it as it is."""
    step: Fraction
    """The grid that was searched: with one step less, it is proven that no best plan has it."""
    plan: Plan
    """A best plan that has the initiative, as changed."""

    def sentence(self) -> str:
        """Return the change as a sentence."""
        if not self.by:
            return "None: as it is, a plan that is as good has it."
        if self.kind == "shares":
            return f"{float(self.by):g} more of each field it advances."
        return f"{float(100 * self.by):g} % less."


def shares_flip(portfolio: Portfolio, name: str, step: Fraction, search: Search) -> Flip | None:
    """Return by how much all shares of an initiative have to rise for some best plan to have it.

    The same number is added to each of its shares, up to 1. A greater share never makes a plan with the initiative
    worse and leaves those without it as they are, so halving is exact.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.
        step: The grid to search, more than 0.
        search: What makes the plans; its goals say what is best.

    Returns:
        The change; None if even shares of 1 are not enough, it has none, or it can be in no plan.

    Raises:
        Unsettled: The time was over before the answer was proven.
    """
    one = portfolio.by_id[name]
    shares = {field: exact(share) for field, share in one.advances.items() if share}

    def better(by: Fraction) -> dict[str, object]:
        raised = {field: float(min(share + by, Fraction(1))) for field, share in shares.items()}
        return {"advances": {**one.advances, **raised}}

    most = max((1 - share for share in shares.values()), default=Fraction(0))
    return _flip(portfolio, name, "shares", better, _Grid(step, ceil(most / step)), search)


def cost_flip(portfolio: Portfolio, name: str, step: Fraction, search: Search) -> Flip | None:
    """Return by which part all costs of an initiative have to fall for some best plan to have it.

    All its costs fall by the same part, in every fund, running costs included. A lower cost never makes a plan with
    the initiative worse and leaves those without it as they are, so halving is exact.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.
        step: The grid to search, as a part of the cost, more than 0.
        search: What makes the plans; its goals say what is best.

    Returns:
        The change; None if even for free it is in no best plan, or it can be in no plan.

    Raises:
        Unsettled: The time was over before the answer was proven.
    """
    one = portfolio.by_id[name]

    def better(by: Fraction) -> dict[str, object]:
        return _cheaper(one, 1 - by)

    return _flip(portfolio, name, "cost", better, _Grid(step, floor(1 / step)), search)


class _Grid(NamedTuple):
    """A step, and the most steps there are."""

    step: Fraction
    most: int


def _flip(
    portfolio: Portfolio,
    name: str,
    kind: Literal["shares", "cost"],
    better: Callable[[Fraction], dict[str, object]],
    grid: _Grid,
    search: Search,
) -> Flip | None:
    """Return the least change on a grid with which a plan that has the initiative is as good as any without it."""
    without = decided(portfolio, name, {"decision": "never"})
    target = search.settled(without) if isinstance(without, Portfolio) else None
    plans: dict[int, Plan] = {}

    def holds(steps: int) -> bool:
        having = decided(portfolio, name, {"decision": "must", **better(steps * grid.step)})
        best = search.settled(having) if isinstance(having, Portfolio) else None
        if best is None or best.plan is None:
            return False
        plans[steps] = best.plan
        return target is None or target.plan is None or best.as_good_as(target.worths)

    steps = least_that(holds, 0, grid.most)
    if steps is None:
        return None
    return Flip(kind=kind, by=steps * grid.step, step=grid.step, plan=plans[steps])


def _cheaper(initiative: Initiative, part: Fraction) -> dict[str, object]:
    """Return the costs of an initiative times a part, by field."""
    costs = {
        fund: cost if isinstance(cost, Cost) else Cost(amount=cost) for fund, cost in initiative.costs.items()
    }
    main = initiative.cost if isinstance(initiative.cost, Cost) else Cost(amount=initiative.cost)
    return {
        "cost": _times(main, part),
        "costs": {fund: _times(cost, part) for fund, cost in costs.items()},
    }


def _times(cost: Cost, part: Fraction) -> Cost:
    profile = None if cost.profile is None else tuple(float(exact(one) * part) for one in cost.profile)
    amount, running = float(exact(cost.amount) * part), float(exact(cost.running) * part)
    return cost.model_copy(update={"amount": amount, "profile": profile, "running": running})
