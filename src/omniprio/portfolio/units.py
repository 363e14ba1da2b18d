"""What is wrong with the units of funds: amounts are only added up where they are in one unit, or can be brought to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.errors import Key
from omniprio.language import sentence
from omniprio.portfolio.findings import budgets, ways
from omniprio.portfolio.funds import adds_up_units, rate_of, unit_of_budget
from omniprio.portfolio.initiative import MAIN_FUND
from omniprio.spelling import hints, listed, use_one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.errors import Fault
    from omniprio.language import Sentence
    from omniprio.portfolio.draft import Draft
    from omniprio.portfolio.initiative import Benefit
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["misled_income", "unlike_units", "wrong_rates"]


def wrong_rates(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for a unit of the main budget, and for each rate that another fund of the same unit does not have."""
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
    """Yield a fault for each budget of funds in different units of which not all have a worth in the currency."""
    for steps, budget in budgets(draft.portfolio):
        worthless = [fund for fund in budget.funds if not rate_of(fund, draft.portfolio)]
        if worthless and adds_up_units(budget, draft.portfolio):
            problem = sentence("faults.unlike units", names=listed(budget.funds), of=listed(worthless))
            yield draft.fault((*steps, "funds"), problem, sentence("remedies.rate or own budget"))


def misled_income(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for income that flows into no budget, or into one in another unit, and for a loss that is to flow into one."""
    if any(names[0] in {"budgets", "funds"} for names in draft.unread):
        return  # it is not known which budgets there are, and in what
    for steps, initiative, way, mode in ways(draft.portfolio):
        own = steps if mode is not None and mode.benefit is not None else ("initiatives", steps[1])
        is_last = mode is None or mode is initiative.modes[-1] or own == steps
        if way.earnings.into is not None and is_last:
            for problem, remedy in _misled(way.earnings, way.earnings.into, draft.portfolio):
                yield draft.fault((*own, "benefit", "into"), problem, remedy)


def _misled(earnings: Benefit, name: str, portfolio: Portfolio) -> Iterator[tuple[Sentence, Sentence]]:
    """Yield what is wrong with income that flows into a budget, and what to do."""
    if name not in portfolio.limits:
        known = portfolio.limits
        hint = hints([name], known)[name]
        yield (
            sentence("faults.no budget to flow into", name=name),
            use_one_of(known, hint),
        )
    elif (unit := unit_of_budget(name, portfolio)) != portfolio.currency:
        yield (
            sentence("faults.income in another unit", name=name, unit=unit),
            sentence("remedies.budget in currency"),
        )
    if any(amount < 0 for amount in (earnings.per_period, *(earnings.profile or ()))):
        yield sentence("faults.loss into budget"), sentence("remedies.loss as cost")
