"""What a plan earns and costs, period by period and by what earns it: the cash and when it has paid for itself."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from omniprio.base import Model
from omniprio.money import discount_factors, earned, spent
from omniprio.portfolio import as_scheduled, rate_of
from omniprio.schedule import spent_on_teams
from omniprio.synergies import activations, spent_on_synergies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.portfolio import Portfolio

__all__ = ["Cash", "CashOf", "CashPeriod", "cash_of", "earns_anything"]


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


class _Flow(NamedTuple):
    """What comes in and goes out in each period, for one thing."""

    kind: Literal["initiative", "synergy", "team"]
    id: str
    income: list[Fraction]
    cost: list[Fraction]

    @property
    def net(self) -> list[Fraction]:
        """Return income less cost in each period."""
        return [come - gone for come, gone in zip(self.income, self.cost, strict=True)]


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
    nothing = [Fraction(0)] * portfolio.counted_to
    income = [sum(column) for column in zip(nothing, *(one.income for one in flows), strict=True)]
    cost = [sum(column) for column in zip(nothing, *(one.cost for one in flows), strict=True)]
    net = [come - gone for come, gone in zip(income, cost, strict=True)]
    factors, label = discount_factors(portfolio), portfolio.calendar.label
    rows = zip(income, cost, accumulate(net), strict=True)
    return Cash(
        counted_to=portfolio.counted_to,
        label=label(portfolio.counted_to),
        income=float(sum(income)),
        cost=float(sum(cost)),
        net_present_value=_discounted(net, factors),
        payback=_payback(net),
        periods=tuple(
            CashPeriod(
                period=period, label=label(period), income=float(come), cost=float(gone), cash=float(so_far)
            )
            for period, (come, gone, so_far) in enumerate(rows, start=1)
        ),
        parts=tuple(_part(one, factors) for one in flows),
    )


def _flows(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[_Flow]:
    last, horizon = portfolio.counted_to, portfolio.periods
    by_id, active = as_scheduled(portfolio, starts).by_id, activations(portfolio, starts)
    for name, start in starts.items():
        one = by_id[name]
        runs_over = start - 1 + one.duration > horizon
        counted = horizon if runs_over else last
        paid = [Fraction(0)] * last
        for fund in one.costs_by_fund:
            rate = rate_of(fund, portfolio)
            for place, amount in enumerate(spent(one, start, counted, (fund,))):
                paid[place] += amount * rate
        yield _Flow("initiative", name, earned(one, start, last), paid)
    costs = {one.id: (period, cost) for one, period, cost in spent_on_synergies(portfolio, starts)}
    for synergy in portfolio.synergies:
        if synergy.id in active and (synergy.benefit or synergy.cost):
            income, cost = [Fraction(0)] * last, [Fraction(0)] * last
            for period in range(active[synergy.id], last + 1):
                income[period - 1] = synergy.exact_benefit
            if synergy.id in costs:
                period, amount = costs[synergy.id]
                cost[period - 1] = amount
            yield _Flow("synergy", synergy.id, income, cost)
    yield from _bought(portfolio, starts)


def _bought(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[_Flow]:
    """Yield what is spent on each team of which something is bought."""
    spent_on: dict[str, list[Fraction]] = {}
    for team, period, amount in spent_on_teams(portfolio, starts):
        rate = rate_of(portfolio.teams[team].fund, portfolio)
        spent_on.setdefault(team, [Fraction(0)] * portfolio.counted_to)[period - 1] = amount * rate
    for team, cost in spent_on.items():
        yield _Flow("team", team, [Fraction(0)] * portfolio.counted_to, cost)


def _part(flow: _Flow, factors: Sequence[Fraction]) -> CashOf:
    return CashOf(
        kind=flow.kind,
        id=flow.id,
        income=float(sum(flow.income)),
        cost=float(sum(flow.cost)),
        present_value=_discounted(flow.net, factors),
        payback=_payback(flow.net),
        by_period=tuple(map(float, flow.net)),
    )


def _discounted(net: Sequence[Fraction], factors: Sequence[Fraction]) -> float:
    return float(sum(amount * factor for amount, factor in zip(net, factors, strict=True)))


def _payback(net: Sequence[Fraction]) -> int | None:
    """Return the first period from whose end on the sum is never below 0 again, and something has come or gone."""
    found = None
    for period, (amount, so_far) in enumerate(zip(net, accumulate(net), strict=True), start=1):
        if so_far < 0:
            found = None
        elif found is None and (amount or so_far):
            found = period
    return found
