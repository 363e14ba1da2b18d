"""What is wrong with amounts of money: they are only added up where they are in one unit, or can be brought to one, and not without end."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.base import MOST_MONEY
from omniprio.errors import Key
from omniprio.language import sentence
from omniprio.portfolio.funds import adds_up_units, price_levels, rate_of, unit_of_budget
from omniprio.portfolio.initiative import MAIN_FUND, Benefit
from omniprio.portfolio.parts import budgets, ways
from omniprio.portfolio.teams import Capacity
from omniprio.spelling import hints, listed, use_one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.errors import Fault
    from omniprio.language import Sentence
    from omniprio.portfolio.draft import Draft
    from omniprio.portfolio.initiative import Initiative
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["misled_income", "too_much_money", "unlike_units", "wrong_rates"]


def too_much_money(draft: Draft) -> Iterator[Fault]:
    """Yield a fault where all initiatives and synergies together cost and earn more than is counted.

    What arises on the way, such as a budget that is raised or the most that a plan can spend, then stays within
    the limit as well.
    """
    portfolio = draft.portfolio
    periods = portfolio.counted_to
    if any(fund.growth ** (periods - 1) > MOST_MONEY for fund in portfolio.funds.values()):
        problem = sentence("faults.too much growth", most=MOST_MONEY)
        yield draft.fault(("funds",), problem, sentence("remedies.less growth"))
        return
    levels = {name: prices[-1] for name, prices in price_levels(portfolio).items()}
    for name, fund in portfolio.funds.items():
        levels[name] = levels.get(name, Fraction(1)) * max(fund.exact_rate, 1)
    money = sum(
        max(_at_most(way, periods, levels) for way in one.ways.values()) for one in portfolio.initiatives
    )
    joint = float(levels.get(MAIN_FUND, 1))
    money += sum(abs(one.cost) * joint + abs(one.benefit) * periods for one in portfolio.synergies)
    money += _bought_at_most(portfolio, levels)
    if money > MOST_MONEY:
        yield draft.fault(
            ("initiatives",),
            sentence("faults.too much money", money=round(money)),
            sentence("remedies.larger unit", most=MOST_MONEY),
        )


def _bought_at_most(portfolio: Portfolio, levels: Mapping[str, Fraction]) -> float:
    """Return what it costs at most to buy what teams are short of: all that work takes of them, at the last prices."""
    prices = {
        team: one.extra_price * float(levels.get(one.extra_fund, 1))
        for team, one in portfolio.capacities.items()
        if isinstance(one, Capacity)
    }
    return sum(
        max(_effort(way, team) for way in one.ways.values()) * price
        for team, price in prices.items()
        if price
        for one in portfolio.initiatives
    )


def _effort(initiative: Initiative, team: str) -> float:
    """Return what an initiative takes of a team, added up."""
    load = initiative.effort.get(team, 0.0)
    return sum(load) if isinstance(load, tuple) else load * initiative.duration


def _at_most(initiative: Initiative, periods: int, levels: Mapping[str, Fraction]) -> float:
    """Return the most that an initiative can cost and earn over a horizon, added up, at the last prices of each fund."""
    spent = sum(
        float((cost.one_off + cost.exact_running * periods) * levels.get(fund, 1))
        for fund, cost in initiative.costs_by_fund.items()
    )
    benefit = initiative.benefit
    if not isinstance(benefit, Benefit):
        return spent + abs(benefit) * periods
    if benefit.profile is None:
        return spent + abs(benefit.per_period) * periods
    return spent + sum(map(abs, benefit.profile))


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
