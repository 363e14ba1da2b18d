"""From which period on synergies are active, exactly, and who can have a part in that."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.derived import once_for_each
from omniprio.disc import field_over_channels
from omniprio.portfolio import MAIN_FUND, as_scheduled, price_in
from omniprio.portfolio.requirements import all_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.portfolio import Portfolio, Synergy

__all__ = [
    "activations",
    "brought_about_by",
    "by_members",
    "most_saved",
    "once_fulfilled",
    "ready",
    "shares_by_period",
    "spent_on_synergies",
    "synergy_price",
]


def ready(
    synergy: Synergy, starts: Mapping[str, int], portfolio: Portfolio, members: tuple[str, ...] | None = None
) -> int | None:
    """Return the first period in which the members of a synergy let it be active; None where they never do.

    Args:
        synergy: The synergy; the fields it needs are not looked at.
        starts: A schedule.
        portfolio: The portfolio.
        members: Some of its members to look at, in its order; None for all.
    """
    names = synergy.of if members is None else members
    if any(name not in starts for name in names):
        return None
    by_id = as_scheduled(portfolio, starts).by_id
    ends = {name: starts[name] + by_id[name].duration - 1 for name in names}
    if synergy.when == "start together" and len({int(starts[name]) for name in names}) > 1:
        return None
    if synergy.when == "in order" and any(starts[then] <= ends[now] for now, then in pairwise(names)):
        return None
    last = max(ends.values(), default=1)
    return last if last <= portfolio.periods else None


def activations(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, int]:
    """Return the period in which each synergy becomes active, by id; those that never do are not among them.

    A synergy stays active, also where another one lowers a field that it needs.

    Args:
        portfolio: The portfolio.
        starts: A schedule.

    >>> from omniprio.portfolio import Initiative, Portfolio, Synergy
    >>> known = Synergy(id="known", needs={"R2": 1}, benefit=20)
    >>> consent = Initiative(id="consent", duration=2, advances={"R2": 1})
    >>> activations(Portfolio(horizon=4, initiatives=[consent], synergies=[known]), {"consent": 1})
    {'known': 3}
    """
    portfolio = as_scheduled(portfolio, starts) if portfolio.synergies else portfolio
    found, waiting = by_members(portfolio, starts)
    if not waiting:
        return found
    return found | once_fulfilled(portfolio, shares_by_period(portfolio, starts, found), waiting)


def by_members(
    portfolio: Portfolio, starts: Mapping[str, int]
) -> tuple[dict[str, int], list[tuple[Synergy, int]]]:
    """Return when synergies that need no fields become active, and those that do with the first period their members allow.

    Args:
        portfolio: The portfolio, as a schedule carries it out.
        starts: The schedule.
    """
    found: dict[str, int] = {}
    waiting: list[tuple[Synergy, int]] = []
    for synergy in portfolio.synergies:
        first = ready(synergy, starts, portfolio)
        if first is not None and synergy.needs:
            waiting.append((synergy, first))
        elif first is not None:
            found[synergy.id] = first
    return found, waiting


def shares_by_period(
    portfolio: Portfolio, starts: Mapping[str, int], active: Mapping[str, int]
) -> dict[int, dict[str, Fraction]]:
    """Return what is added to each part of the disc at the end of each period in which anything is.

    Args:
        portfolio: The portfolio, as a schedule carries it out.
        starts: The schedule.
        active: The synergies that count, with the period in which they become active.
    """
    found: dict[int, dict[str, Fraction]] = {}
    given = [
        (start + portfolio.by_id[name].duration - 1, portfolio.gains[name]) for name, start in starts.items()
    ]
    given += [(period, portfolio.joint_gains[name]) for name, period in active.items()]
    for period, gains in given:
        own = found.setdefault(period, {})
        for part, share in gains.items():
            own[part] = own.get(part, Fraction(0)) + share
    return found


def once_fulfilled(
    portfolio: Portfolio,
    shares: Mapping[int, Mapping[str, Fraction]],
    waiting: Sequence[tuple[Synergy, int]],
) -> dict[str, int]:
    """Return when synergies that wait for fields become active, period after period, by id.

    Args:
        portfolio: The portfolio.
        shares: What all else adds to parts of the disc, by period; see `shares_by_period`.
        waiting: The synergies, each with the first period its members allow.
    """
    totals = {
        part: portfolio.measured_parts.get(part, {}).get(0, portfolio.start_fulfilment[part])
        for part in portfolio.disc.parts
    }
    found: dict[str, int] = {}
    for period in range(1, portfolio.periods + 1):
        given = [shares.get(period, {})]
        for synergy, first in waiting:
            if synergy.id not in found and first <= period and _is_fulfilled(synergy, portfolio, totals):
                found[synergy.id] = period
                given.append(portfolio.joint_gains[synergy.id])
        for gains in given:
            for part, share in gains.items():
                totals[part] += share
        for part, measured in portfolio.measured_parts.items():
            totals[part] = measured.get(period, totals[part])
    return found


def _is_fulfilled(synergy: Synergy, portfolio: Portfolio, totals: Mapping[str, Fraction]) -> bool:
    """Tell whether the fields that a synergy needs are fulfilled far enough where shares come to some totals."""
    for field, needed in synergy.needed_shares.items():
        parts = portfolio.disc.parts_of[field]
        shares = {part: min(max(totals[part], Fraction(0)), Fraction(1)) for part in parts}
        if field_over_channels(portfolio.disc, field, shares) < needed:
            return False
    return True


def spent_on_synergies(
    portfolio: Portfolio, starts: Mapping[str, int]
) -> Iterator[tuple[Synergy, int, Fraction]]:
    """Yield what the synergies of a schedule cost, from the main budget, each with the period it is spent in.

    That is the one in which it becomes active, or the common start of those that must start together.

    Args:
        portfolio: The portfolio.
        starts: A schedule.
    """
    active = activations(portfolio, starts)
    for synergy in portfolio.synergies:
        if synergy.cost and synergy.id in active:
            together = synergy.when == "start together"
            period = starts[synergy.of[0]] if together else active[synergy.id]
            yield synergy, period, synergy_price(synergy, period, portfolio)


def synergy_price(synergy: Synergy, period: int, portfolio: Portfolio) -> Fraction:
    """Return what a synergy costs from the main budget in a period.

    Args:
        synergy: The synergy.
        period: The period, from 1.
        portfolio: The portfolio.
    """
    return synergy.price * price_in(period, MAIN_FUND, portfolio)


def most_saved(portfolio: Portfolio) -> Fraction:
    """Return what synergies that save money save at most, all together: that is at the last prices of the horizon.

    Args:
        portfolio: The portfolio.
    """
    prices = (synergy_price(synergy, portfolio.periods, portfolio) for synergy in portfolio.synergies)
    return -sum((price for price in prices if price < 0), Fraction(0))


@once_for_each
def brought_about_by(portfolio: Portfolio) -> dict[str, frozenset[str]]:
    """Return the initiatives that have a part in each synergy: its members, and all that move the fields it needs.

    Args:
        portfolio: The portfolio.

    Returns:
        By the id of the synergy. What moves a field by another synergy is among them.
    """
    names = {one.id: set(one.of) for one in portfolio.synergies}
    needed = {
        one.id: {part for field in one.needs for part in portfolio.disc.parts_of[field]}
        for one in portfolio.synergies
    }
    for synergy, parts in needed.items():
        names[synergy].update(name for name, gains in portfolio.gains.items() if _moves(gains, parts))
    movers = {
        synergy: [name for name, gains in portfolio.joint_gains.items() if _moves(gains, parts)]
        for synergy, parts in needed.items()
    }
    return {
        synergy: frozenset(names[synergy].union(*(names[one] for one in all_before(movers, synergy))))
        for synergy in needed
    }


def _moves(gains: Mapping[str, Fraction], parts: set[str]) -> bool:
    return any(share and part in parts for part, share in gains.items())
