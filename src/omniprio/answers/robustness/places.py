"""Where a number that is not known stands in a portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.language import Fact, fact

if TYPE_CHECKING:
    from omniprio.portfolio import Portfolio

__all__ = ["place_facts"]


def place_facts(portfolio: Portfolio) -> dict[str, Fact]:
    """Return what every number that may vary is called, by its place.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> found = place_facts(Portfolio(horizon=1, initiatives=[Initiative(id="web", advances={"D2": 0.5})]))
    >>> print(found["initiatives[web].advances[D2]"])
    web: share of D2
    """
    found = {"budgets": fact("places.budgets")}
    for one in portfolio.initiatives:
        for part in ("duration", "cost", "running", "benefit"):
            found[f"initiatives[{one.id}].{part}"] = fact(f"places.{part}", initiative=one.id)
        for field in one.advances:
            place = f"initiatives[{one.id}].advances[{field}]"
            found[place] = fact("places.advances", initiative=one.id, field=field)
    return found | {f"start[{field}]": fact("places.start", field=field) for field in portfolio.disc.fields}
