"""What is wrong with the units of funds: amounts are only added up where they are in one unit, or can be brought to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.errors import Key
from omniprio.language import sentence
from omniprio.portfolio.findings import budgets
from omniprio.portfolio.funds import unit_of
from omniprio.portfolio.initiative import MAIN_FUND
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.errors import Fault
    from omniprio.portfolio.draft import Draft

__all__ = ["unlike_units", "wrong_rates"]


def wrong_rates(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for a unit of the main fund, and for each rate that another fund of the same unit does not have."""
    portfolio = draft.portfolio
    rates: dict[str, float] = {portfolio.currency: 1.0} if portfolio.currency else {}
    for name, fund in portfolio.funds.items():
        if fund.rate is None:
            continue
        if name == MAIN_FUND:
            problem, remedy = sentence("faults.unit of main fund"), sentence("remedies.currency in place")
            yield draft.fault(("funds", Key(name), "unit"), problem, remedy)
        elif rates.setdefault(fund.unit, fund.rate) != fund.rate:
            problem = sentence("faults.other rate", rate=rates[fund.unit], unit=fund.unit)
            yield draft.fault(("funds", Key(name), "rate"), problem, sentence("remedies.one rate"))


def unlike_units(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each budget of funds that are in different units."""
    for steps, budget in budgets(draft.portfolio):
        if len({unit_of(fund, draft.portfolio) for fund in budget.funds}) > 1:
            problem = sentence("faults.unlike units", names=listed(budget.funds))
            yield draft.fault((*steps, "funds"), problem, sentence("remedies.budget for each unit"))
