"""What a plan earns, costs and buys of teams: the cash by period and by what earns it, and when it has paid for itself."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from omniprio.base import Model
from omniprio.money import earned, spent
from omniprio.portfolio import as_scheduled, rate_of
from omniprio.present_value import discounting
from omniprio.schedule import bought, spent_on_teams, team_price
from omniprio.synergies import activations, spent_on_synergies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omniprio.portfolio import Portfolio
    from omniprio.present_value import Discount

__all__ = ["Bought", "Cash", "CashOf", "CashPeriod", "cash_of", "earns_anything", "purchases"]


class CashPeriod(Model):
    """What comes in and goes out in one period, over all funds."""

    period: int
    """From 1 to the last that the value counts, which may be beyond the horizon."""
    label: str
    """What a person calls it."""
    income: float
    cost: float
    cash: float
    """All income less all cost by its end; not discounted."""


class CashOf(Model):
    """What one chosen initiative, one synergy that the plan gets, or what is bought of one team earns and costs by itself."""

    kind: Literal["initiative", "synergy", "team"]
    id: str
    income: float
    cost: float
    present_value: float
    """Income less cost, discounted."""
    payback: int | None
    """The period from whose end on its income so far is no less than its cost so far; None where it never is."""
    by_period: tuple[float, ...]
    """Its income less its cost in each period."""


class Cash(Model):
    """What a plan earns and costs, to the last period that its value counts."""

    counted_to: int
    """The last period that is counted: T, or so many `beyond` it."""
    label: str
    """What a person calls that period."""
    income: float
    cost: float
    """Over all funds, synergies and what is bought of teams included; running costs beyond the horizon too."""
    net_present_value: float
    payback: int | None
    """The period from whose end on all income so far is no less than all cost so far; None where it never is."""
    periods: tuple[CashPeriod, ...]
    parts: tuple[CashOf, ...]
    """The chosen initiatives by start, then the synergies that earn or cost, then the teams of which something is bought; they
    add up to the whole."""


type _Amounts = dict[int, Fraction | int]
"""By period, where it is not nothing: most things earn and cost in few of many periods. Whole ones are int, which are added fast."""


class _Flow(NamedTuple):
    """What comes in and goes out, for one thing or for all."""

    kind: Literal["initiative", "synergy", "team"]
    id: str
    income: _Amounts
    cost: _Amounts

    @property
    def net(self) -> _Amounts:
        """Return income less cost, by period in order, where they differ."""
        periods = sorted(self.income.keys() | self.cost.keys())
        all_of = {one: self.income.get(one, 0) - self.cost.get(one, 0) for one in periods}
        return {period: amount for period, amount in all_of.items() if amount}


def earns_anything(portfolio: Portfolio) -> bool:
    """Return whether anything in a portfolio earns or loses money, costs left out.

    Args:
        portfolio: The portfolio.
    """
    benefits = (one.earnings for one in portfolio.initiatives)
    return any(one.per_period or any(one.profile or ()) for one in benefits) or any(
        one.benefit for one in portfolio.synergies
    )


def cash_of(portfolio: Portfolio, starts: Mapping[str, int]) -> Cash | None:
    """Return what a schedule earns and costs; None where nothing in the portfolio earns, so that there is nothing to tell.

    Args:
        portfolio: The portfolio.
        starts: The schedule.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=30, benefit=20)
    >>> cash = cash_of(Portfolio(horizon=3, initiatives=[web]), {"web": 1})
    >>> [one.cash for one in cash.periods], cash.payback  # 20 - 30, and 20 in each of two more
    ([-10.0, 10.0, 30.0], 2)
    """
    if not earns_anything(portfolio):
        return None
    flows = [*_flows(portfolio, starts)]
    income, cost = _together(one.income for one in flows), _together(one.cost for one in flows)
    net = _Flow("initiative", "all", income, cost).net
    discount, label = discounting(portfolio), portfolio.calendar.label
    last = portfolio.counted_to
    so_far = accumulate(net.get(period, 0) for period in range(1, last + 1))
    return Cash(
        counted_to=last,
        label=label(last),
        income=float(sum(income.values())),
        cost=float(sum(cost.values())),
        net_present_value=_discounted(net, discount),
        payback=_payback(net),
        periods=tuple(
            CashPeriod(
                period=period,
                label=label(period),
                income=float(income.get(period, 0)),
                cost=float(cost.get(period, 0)),
                cash=float(cash),
            )
            for period, cash in enumerate(so_far, start=1)
        ),
        parts=tuple(_part(one, discount, last) for one in flows),
    )


def _together(flows: Iterable[_Amounts]) -> _Amounts:
    """Return the sum of amounts by period."""
    sums: _Amounts = {}
    for flow in flows:
        for period, amount in flow.items():
            sums[period] = sums.get(period, 0) + amount
    return sums


def _by_period(amounts: Iterable[Fraction]) -> _Amounts:
    """Return amounts of periods from 1 on by period, where they are not nothing."""
    return {period: _whole(amount) for period, amount in enumerate(amounts, start=1) if amount}


def _whole(amount: Fraction) -> Fraction | int:
    return amount.numerator if amount.denominator == 1 else amount


def _flows(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[_Flow]:
    last, horizon = portfolio.counted_to, portfolio.periods
    by_id, active = as_scheduled(portfolio, starts).by_id, activations(portfolio, starts)
    for name, start in starts.items():
        one = by_id[name]
        runs_over = start - 1 + one.duration > horizon
        counted = horizon if runs_over else last
        paid = _together(
            _at_rate(_by_period(spent(one, start, counted, {fund: 1})), rate_of(fund, portfolio))
            for fund in one.costs_by_fund
        )
        yield _Flow("initiative", name, _by_period(earned(one, start, last)), paid)
    costs = {one.id: (period, cost) for one, period, cost in spent_on_synergies(portfolio, starts)}
    for synergy in portfolio.synergies:
        if synergy.id in active and (synergy.benefit or synergy.cost):
            income = dict.fromkeys(range(active[synergy.id], last + 1), _whole(synergy.exact_benefit))
            yield _Flow(
                "synergy", synergy.id, income, dict([costs[synergy.id]]) if synergy.id in costs else {}
            )
    yield from _bought(portfolio, starts)


def _at_rate(amounts: _Amounts, rate: Fraction | int) -> _Amounts:
    """Return amounts of a fund in the currency of the portfolio."""
    return amounts if rate == 1 else {period: amount * rate for period, amount in amounts.items()}


def _bought(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[_Flow]:
    """Yield what is spent on each team of which something is bought."""
    spent_on: dict[str, list[_Amounts]] = {}
    for team, period, amount in spent_on_teams(portfolio, starts):
        rate = rate_of(portfolio.teams[team].fund, portfolio)
        spent_on.setdefault(team, []).append({period: amount * rate})
    for team, amounts in spent_on.items():
        yield _Flow("team", team, {}, _together(amounts))


def _part(flow: _Flow, discount: Discount, last: int) -> CashOf:
    net = flow.net
    return CashOf(
        kind=flow.kind,
        id=flow.id,
        income=float(sum(flow.income.values())),
        cost=float(sum(flow.cost.values())),
        present_value=_discounted(net, discount),
        payback=_payback(net),
        by_period=tuple(float(net.get(period, 0)) for period in range(1, last + 1)),
    )


def _discounted(net: _Amounts, discount: Discount) -> float:
    total = sum(amount * discount.counts[period - 1] for period, amount in net.items())
    return float(total / discount.one)


def _payback(net: _Amounts) -> int | None:
    """Return the first period from whose end on the sum is never below 0 again, and something has come or gone."""
    found = None
    for period, so_far in zip(net, accumulate(net.values()), strict=True):
        if so_far < 0:
            found = None
        elif found is None:
            found = period
    return found


class Bought(Model):
    """What a plan buys of a team, and what that costs."""

    team: str
    amount: float
    """In all periods together; the states of the plan have it by period."""
    first: int
    last: int
    """The first and the last period in which something is bought."""
    fund: str
    cost: float
    """Spent from the fund in the periods in which it is bought."""


def purchases(portfolio: Portfolio, starts: Mapping[str, int]) -> tuple[Bought, ...]:
    """Return what a schedule buys, one for each team of which it buys something.

    Args:
        portfolio: The portfolio.
        starts: The schedule.

    >>> from omniprio.portfolio import Capacity, Initiative, Portfolio
    >>> web = Initiative(id="web", duration=2, effort={"crew": 3})
    >>> crew = Capacity(amount=(2, 4), extra=2, extra_price=10)
    >>> one = Portfolio(horizon=2, initiatives=[web], capacities={"crew": crew})
    >>> [(each.team, each.amount, each.cost) for each in purchases(one, {"web": 1})]
    [('crew', 1.0, 10.0)]
    """
    return tuple(_purchases(portfolio, starts))


def _purchases(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[Bought]:
    for team in portfolio.sellers:
        one, amounts = portfolio.teams[team], bought(portfolio, starts, team)
        periods = [period for period, amount in enumerate(amounts, start=1) if amount]
        priced = (
            amount * team_price(team, period, portfolio) for period, amount in enumerate(amounts, start=1)
        )
        if periods:
            yield Bought(
                team=team,
                amount=float(sum(amounts)),
                first=periods[0],
                last=periods[-1],
                fund=one.fund,
                cost=float(sum(priced)),
            )
