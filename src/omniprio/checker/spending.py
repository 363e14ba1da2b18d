"""What initiatives and synergies spend, amount by amount, counted from the raw data in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.numbers import exact
from omniprio.portfolio import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omniprio.checker.work import Work
    from omniprio.portfolio import Cost, Portfolio, Synergy

__all__ = ["Spent", "are_alike", "in_currency", "on_initiatives", "on_synergies", "priced"]


class Spent(NamedTuple):
    """One amount spent from a fund, on behalf of one owner or, for a synergy, of several."""

    fund: str
    owners: frozenset[str]
    period: int
    amount: Fraction


def on_initiatives(portfolio: Portfolio, works: Mapping[str, Work]) -> Iterator[Spent]:
    """Yield what is spent; after the horizon only what runs on of initiatives that are complete by then."""
    for work in works.values():
        owners = frozenset([work.initiative.owner])
        for fund, cost in work.initiative.costs_by_fund.items():
            for period, amount in zip(work.periods, _parts(cost, work.initiative.duration), strict=True):
                if period <= portfolio.periods:
                    yield Spent(fund, owners, period, priced(portfolio, fund, period, amount))
            if cost.running and work.completion <= portfolio.periods:
                for period in range(work.completion + 1, portfolio.periods + portfolio.beyond + 1):
                    now = priced(portfolio, fund, period, cost.exact_running)
                    yield Spent(fund, owners, period, now)


def on_synergies(
    portfolio: Portfolio, works: Mapping[str, Work], active: Iterable[tuple[Synergy, int]]
) -> Iterator[Spent]:
    """Yield what synergies cost: where they become active, or in the common start."""
    for synergy, period in active:
        owners = frozenset(works[name].initiative.owner for name in synergy.of)
        paid = works[synergy.of[0]].start if synergy.when == "start together" else period
        yield Spent(MAIN_FUND, owners, paid, priced(portfolio, MAIN_FUND, paid, synergy.price))


def priced(portfolio: Portfolio, fund: str, period: int, amount: Fraction) -> Fraction:
    """Return an amount from a fund, given in prices of period 1, in those of a period."""
    known = portfolio.funds.get(fund)
    return amount if known is None or not known.index else amount * (1 + exact(known.index)) ** (period - 1)


def in_currency(portfolio: Portfolio, fund: str, amount: Fraction) -> Fraction:
    """Return what an amount in the unit of a fund is in the currency of the portfolio."""
    known = portfolio.funds.get(fund)
    return amount if known is None or known.rate is None else amount * exact(known.rate)


def are_alike(portfolio: Portfolio, funds: Iterable[str]) -> bool:
    """Tell whether amounts of some funds are all in one unit."""
    units = {portfolio.funds[fund].unit if fund in portfolio.funds else "" for fund in funds}
    return len({unit or portfolio.currency for unit in units}) == 1


def _parts(cost: Cost, duration: int) -> list[Fraction]:
    """Return what is spent in each period of the duration."""
    if cost.exact_profile is not None:
        return list(cost.exact_profile)
    amount = cost.one_off
    if cost.spread == "even":
        return [amount / duration] * duration
    rest = [Fraction(0)] * (duration - 1)
    return [amount, *rest] if cost.spread == "start" else [*rest, amount]
