"""Where a portfolio keeps shares, costs and budgets: each with the path a user would look for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.portfolio.limits import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.portfolio.initiative import Cost, Initiative
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["budgets", "costs", "shares"]


def shares(portfolio: Portfolio) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield each place that gives shares of fields, with the shares by field."""
    for initiative in portfolio.initiatives:
        yield f"initiatives[{initiative.id}].advances", initiative.advances
        yield f"initiatives[{initiative.id}].needs", initiative.needs
    for synergy in portfolio.synergies:
        yield f"synergies[{synergy.id}].advances", synergy.advances


def costs(initiative: Initiative) -> Iterator[tuple[str, str, Cost]]:
    """Yield where each cost stands, its fund and the cost."""
    path = f"initiatives[{initiative.id}]"
    for fund, cost in initiative.costs_by_fund.items():
        yield f"{path}.costs.{fund}" if fund in initiative.costs else f"{path}.cost", fund, cost


def budgets(portfolio: Portfolio) -> Iterator[tuple[str, Budget]]:
    """Yield where each budget that is written out stands, and the budget."""
    for path, budget in [
        ("budget", portfolio.budget),
        *((f"budgets.{name}", budget) for name, budget in portfolio.budgets.items()),
    ]:
        if isinstance(budget, Budget):
            yield path, budget
