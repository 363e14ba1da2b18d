"""What a schedule does to the disc, the money and the teams, counted from the raw data in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.checker.on_disc import active_synergies, distances, fulfilled, positions
from omniprio.checker.work import (
    NOTHING,
    Spent,
    are_alike,
    by_period,
    in_currency,
    on_initiatives,
    on_synergies,
    priced,
)
from omniprio.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omniprio.checker.work import Exact, Work
    from omniprio.portfolio import Budget, Group, Portfolio, Synergy

__all__ = ["Recount", "bought_of", "capacity_of", "measured"]


class Recount:
    """Everything a schedule amounts to, exact; states run from 0 (the start) to T, periods from 1 to T.

    Each figure is counted when it is first asked for: most schedules that are tried are only asked for a few.
    """

    def __init__(self, portfolio: Portfolio, works: Mapping[str, Work]) -> None:
        """Take what is to be counted; what falls after the horizon is left out.

        Args:
            portfolio: The data.
            works: The chosen initiatives by id.
        """
        self._portfolio = portfolio
        self._works = works

    @cached_property
    def fulfilment(self) -> dict[str, Exact]:
        """The fulfilment of each field by id, and of each channel of one (`R2@web`), 0 to 1: T + 1 states."""
        return fulfilled(self._portfolio, self._works, self._active)

    @cached_property
    def position(self) -> dict[str, Exact]:
        """The position of each discipline by id, 0 to its number of levels: T + 1 states."""
        return {
            row.id: positions(self._portfolio, row, self.fulfilment)
            for row in self._portfolio.disc.disciplines
        }

    @cached_property
    def distance(self) -> Exact:
        """The distance from the ambition, 0 to 1: T + 1 states."""
        return distances(self._portfolio, self.position)

    @cached_property
    def spending(self) -> dict[str, Exact]:
        """What each budget's funds and owners spend, by the name of the budget: T periods."""
        limits = self._portfolio.limits.items()
        return {name: _within(budget, self._spent, self._portfolio) for name, budget in limits}

    @cached_property
    def income(self) -> dict[str, Exact]:
        """What initiatives earn that flows into each budget, by its name: T periods."""
        periods = self._portfolio.periods
        return {
            name: by_period(_flowing(name, self._portfolio, self._works), periods)
            for name in self._portfolio.limits
        }

    @cached_property
    def load(self) -> dict[str, Exact]:
        """What the work in progress takes of each team: T periods."""
        periods = self._portfolio.periods
        return {team: by_period(_effort(team, self._works), periods) for team in self._portfolio.capacities}

    @cached_property
    def cost(self) -> Fraction:
        """Undiscounted spending from all funds, that of synergies and of what is bought included, in the currency."""
        return sum(by_period(self._paid, self._portfolio.periods), NOTHING)

    @cached_property
    def value(self) -> Fraction:
        """Net present value: discounted benefits, those of synergies included, minus discounted spending, to `beyond` T."""
        until = self._portfolio.periods + self._portfolio.beyond
        earned = by_period(_earned(self._portfolio, self._works, self._active), until)
        paid = by_period(self._paid, until)
        return _discounted(earned, self._portfolio) - _discounted(paid, self._portfolio)

    @cached_property
    def _active(self) -> list[tuple[Synergy, int]]:
        return active_synergies(self._portfolio, self._works)

    @cached_property
    def _spent(self) -> list[Spent]:
        return [
            *on_initiatives(self._portfolio, self._works),
            *on_synergies(self._portfolio, self._works, self._active),
            *_spent_on_teams(self._portfolio, self._works),
        ]

    @cached_property
    def _paid(self) -> list[tuple[int, Fraction]]:
        """What is spent in which period, from all funds, in the currency."""
        return [(one.period, in_currency(self._portfolio, one.fund, one.amount)) for one in self._spent]


def measured(portfolio: Portfolio, group: Group, works: Iterable[Work]) -> Fraction:
    """Return what some chosen initiatives come to in the measure of a group: their number, cost in a fund or score."""
    some = {work.initiative.id: work for work in works}
    if group.score is not None:
        return sum((exact(work.initiative.scores.get(group.score, 0.0)) for work in some.values()), NOTHING)
    if group.fund is None:
        return Fraction(len(some))
    spent = on_initiatives(portfolio, some)
    within = (one.amount for one in spent if one.fund == group.fund and one.period <= portfolio.periods)
    return sum(within, NOTHING)


def _within(budget: Budget, spent: Iterable[Spent], portfolio: Portfolio) -> Exact:
    """Return what counts in a budget, in its unit; an amount of several owners does if the budget limits all of them.

    An amount of nobody's own counts where the budget is for all.
    """
    for_all, owners = not budget.owners, set(budget.owners)
    has_one_unit = are_alike(portfolio, budget.funds)
    return by_period(
        (
            (
                entry.period,
                entry.amount if has_one_unit else in_currency(portfolio, entry.fund, entry.amount),
            )
            for entry in spent
            if entry.fund in budget.funds and (for_all or (entry.owners and entry.owners <= owners))
        ),
        portfolio.periods,
    )


def capacity_of(portfolio: Portfolio, team: str, works: Iterable[Work]) -> list[Fraction | None]:
    """Return what a team has in each period: what is given, and what initiatives add that are complete by its end."""
    there = list(portfolio.teams[team].amount)
    for work in works:
        more = work.initiative.exact_adds.get(team, NOTHING)
        for place in range(work.completion - 1, portfolio.periods if more else 0):
            there[place] = _added(there[place], more)
    return there


def bought_of(portfolio: Portfolio, team: str, works: Mapping[str, Work]) -> Exact:
    """Return what is bought of a team in each period: what is missing, where something can be bought."""
    load = by_period(_effort(team, works), portfolio.periods)
    there = capacity_of(portfolio, team, works.values())
    extra = portfolio.teams[team].extra
    missing = (
        NOTHING if amount is None or more == 0 else taken - amount
        for taken, amount, more in zip(load, there, extra, strict=True)
    )
    return tuple(max(one, NOTHING) for one in missing)


def _spent_on_teams(portfolio: Portfolio, works: Mapping[str, Work]) -> Iterator[Spent]:
    for team, one in portfolio.teams.items():
        for period, amount in enumerate(bought_of(portfolio, team, works) if one.price else (), start=1):
            yield Spent(
                one.fund, frozenset(), period, amount * priced(portfolio, one.fund, period, one.price)
            )


def _added(amount: Fraction | None, more: Fraction) -> Fraction | None:
    return None if amount is None else amount + more


def _effort(team: str, works: Mapping[str, Work]) -> Iterator[tuple[int, Fraction]]:
    for work in works.values():
        if team in work.initiative.effort_by_period:
            yield from zip(work.periods, work.initiative.effort_by_period[team], strict=True)


def _earned(
    portfolio: Portfolio, works: Mapping[str, Work], active: Iterable[tuple[Synergy, int]]
) -> Iterator[tuple[int, Fraction]]:
    for work in works.values():
        yield from _earned_by(work, portfolio)
    for synergy, period in active:
        yield from _constant(synergy.exact_benefit, period, portfolio)


def _earned_by(work: Work, portfolio: Portfolio) -> Iterator[tuple[int, Fraction]]:
    earnings = work.initiative.earnings
    if work.completion > portfolio.periods:
        return
    if earnings.exact_profile is None:
        yield from _constant(earnings.exact_per_period, work.completion, portfolio)
    elif earnings.counted_from == "calendar":
        by_period = enumerate(earnings.exact_profile, start=1)
        yield from ((period, amount) for period, amount in by_period if period >= work.completion)
    else:
        first = work.start if earnings.counted_from == "start" else work.completion
        yield from enumerate(earnings.exact_profile, start=first)


def _flowing(budget: str, portfolio: Portfolio, works: Mapping[str, Work]) -> Iterator[tuple[int, Fraction]]:
    """Yield what flows into a budget; what is lost takes nothing out of it."""
    for work in works.values():
        if work.initiative.earnings.into == budget:
            yield from ((period, amount) for period, amount in _earned_by(work, portfolio) if amount > 0)


def _constant(amount: Fraction, first: int, portfolio: Portfolio) -> Iterator[tuple[int, Fraction]]:
    """Yield the same amount for a period and each one after it."""
    return ((period, amount) for period in range(first, portfolio.periods + portfolio.beyond + 1))


def _discounted(amounts: Iterable[Fraction], portfolio: Portfolio) -> Fraction:
    """Return what amounts of periods 1 to T are worth in period 1."""
    growth = portfolio.growth
    some = ((later, amount) for later, amount in enumerate(amounts) if amount)
    return sum((amount if growth == 1 else amount / growth**later for later, amount in some), NOTHING)
