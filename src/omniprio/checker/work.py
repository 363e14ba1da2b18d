"""The work of a chosen initiative, period by period, and what it spends: counted from the raw data in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.numbers import exact
from omniprio.portfolio import MAIN_FUND, mode_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omniprio.portfolio import Cost, Initiative, Portfolio, Synergy

__all__ = [
    "NOTHING",
    "Exact",
    "Spent",
    "Work",
    "are_alike",
    "by_period",
    "in_currency",
    "on_initiatives",
    "on_synergies",
    "priced",
    "work_of",
]

Exact = tuple[Fraction, ...]
NOTHING = Fraction(0)


class Work(NamedTuple):
    """A chosen initiative, the period it starts in and those in which it is worked on."""

    initiative: Initiative
    start: int
    periods: tuple[int, ...]

    @property
    def completion(self) -> int:
        """The last period of the work."""
        return self.periods[-1]


def work_of(portfolio: Portfolio, initiative: Initiative, start: int) -> Work:
    """Return the work of a chosen initiative, in its mode: from its start on in one period after the other that is not closed.

    Args:
        portfolio: The data.
        initiative: What is chosen.
        start: The period it starts in, from 1, with the mode.
    """
    initiative = initiative.ways[mode_of(start)]
    periods: list[int] = []
    first = period = int(start)
    while len(periods) < initiative.duration:
        if period not in portfolio.closed and period not in initiative.closed:
            periods.append(period)
        period += 1
    return Work(initiative, first, tuple(periods))


def by_period(amounts: Iterable[tuple[int, Fraction]], periods: int) -> Exact:
    """Return the sum of what falls in each period of the horizon.

    Args:
        amounts: The period of each amount, from 1, and the amount; what falls after the horizon is left out.
        periods: The horizon.
    """
    sums = [NOTHING] * periods
    for period, amount in amounts:
        if amount and period <= periods:
            before = sums[period - 1]
            sums[period - 1] = before + amount if before else amount
    return tuple(sums)


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
