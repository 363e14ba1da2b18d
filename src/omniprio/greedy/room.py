"""What is left of each budget and each team in each period, in whole numbers rounded to the safe side."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, partial
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from omniprio.money import at_rate, available, bound_by, spent, synergy_bound_by
from omniprio.portfolio import as_begun, rates_in, window_of
from omniprio.portfolio.work import Begun
from omniprio.synergies import synergy_price

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from omniprio.portfolio import Budget, Initiative, Portfolio, Synergy
    from omniprio.portfolio.funds import Rates
    from omniprio.portfolio.teams import Team

    Limit = Sequence[Fraction | None]
    _Ways = Mapping[str, Mapping[int, Initiative]]

__all__ = ["Room"]

Wholes = npt.NDArray[np.int64]

_WITHOUT_LIMIT = 2**62
_LARGEST = 2**60
"""All that can be taken of one thing stays below this, so that no sum overflows."""


_Begun = tuple[str, int]
"""An initiative by id, and the start, with its mode, from which it is carried out in one way; 0 where that is all the same."""


class _Use(NamedTuple):
    """What is taken of one thing: amounts one after the other, then the same in each later period."""

    amounts: Sequence[Fraction]
    later: Fraction = Fraction(0)


class _Taken(NamedTuple):
    """What is taken of the thing at a place: in each period or up to each, and up to each later one."""

    place: int
    profile: Wholes
    after: int


class _Thing(NamedTuple):
    """A budget or a team: what there is of it, and what each initiative by its start, and each synergy by id, takes."""

    limit: Limit
    adds_up: bool
    by_initiative: dict[_Begun, _Use]
    by_synergy: dict[str, _Use]
    first: int = 1
    """What is taken before this period does not count."""


class Room:
    """What a schedule leaves of each limited budget and team.

    Attributes:
        left: By thing and period 1 to T, then T periods more without limit.
        price: How much of all that is limited each initiative takes, by id: 1 is all of one thing.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        """Begin with everything there is."""
        self._periods = portfolio.periods
        begun = {one.id: _ways(one, portfolio) for one in portfolio.initiatives}
        self._starts = {name: tuple(ways) for name, ways in begun.items()}
        things = [*_budgets(portfolio, begun), *_teams(portfolio, begun)]
        self._adds_up = np.array([thing.adds_up for thing in things], dtype=np.bool_)
        self._first = [thing.first for thing in things]
        self.left = np.full((len(things), 2 * self._periods), _WITHOUT_LIMIT, dtype=np.int64)
        self.price = dict.fromkeys(portfolio.by_id, 0.0)
        self._of_initiatives: dict[_Begun, list[_Taken]] = {}
        self._of_synergies: dict[str, list[_Taken]] = {}
        for place, thing in enumerate(things):
            scale = _scale(thing, self._periods)
            self.left[place, : self._periods] = _rounded_down(thing.limit, scale)
            self._read(place, thing, scale)

    def _read(self, place: int, thing: _Thing, scale: Fraction) -> None:
        taken_as = _for_each(partial(self._taken, place, thing, scale=scale))
        amounts = [float(amount) for amount in thing.limit if amount is not None]
        whole = max(amounts, default=0.0) if thing.adds_up else sum(amounts)
        for (name, start), use in thing.by_initiative.items():
            self._of_initiatives.setdefault((name, start), []).append(taken_as(use))
            if self._starts[name] and start == self._starts[name][0]:
                taken = float(sum(amount for amount in use.amounts if amount > 0))
                self.price[name] += taken / whole if whole else 1.0
        for name, use in thing.by_synergy.items():
            self._of_synergies.setdefault(name, []).append(self._taken(place, thing, use, scale))

    def _taken(self, place: int, thing: _Thing, use: _Use, scale: Fraction) -> _Taken:
        amounts = [ceil(amount * scale) for amount in use.amounts[: self._periods]]
        if use.later:
            amounts += [ceil(use.later * scale)] * (self._periods - len(amounts))
        profile = np.array(amounts, dtype=np.int64)
        if not thing.adds_up:
            return _Taken(place, profile, 0)
        return _Taken(place, np.cumsum(profile), sum(amounts))

    def fitting(self, name: str, starts: Iterable[int]) -> list[int]:
        """Return those of some starts at which there is room for an initiative, in the mode of each."""
        if self._starts[name] != (0,):
            return [start for start in starts if self._fits(name, start)]
        fits = self.fits(name)
        return [start for start in starts if fits[start - 1]]

    def _fits(self, name: str, start: int) -> bool:
        """Tell whether there is room for an initiative at one start, as it is carried out from there."""
        return all(
            self._fits_later(place, profile, start)
            if start < self._first[place]
            else bool((self._left_from(place, start)[: len(profile)] >= profile).all())
            for place, profile, _ in self._of_initiatives.get((name, start), ())
        )

    def fits(self, name: str) -> npt.NDArray[np.bool_]:
        """Tell for each start whether there is room for an initiative that is carried out in one way."""
        fits = np.ones(self._periods, dtype=np.bool_)
        for place, profile, _ in self._of_initiatives.get((name, 0), ()):
            left = self._left_from(place, 1)
            fits &= np.logical_and.reduce(left[_windows(self._periods, len(profile))] >= profile, axis=1)
            for start in range(1, self._first[place]):
                fits[start - 1] &= self._fits_later(place, profile, start)
        return fits

    def _left_from(self, place: int, period: int) -> Wholes:
        """Return what is left of a thing from a period on: what is spent in one is missing in all later ones."""
        left: Wholes = self.left[place, period - 1 :]
        return np.minimum.accumulate(left[::-1])[::-1] if self._adds_up[place] else left

    def _fits_later(self, place: int, profile: Wholes, start: int) -> bool:
        """Tell whether there is room for what an initiative takes after what does not count."""
        first = self._first[place]
        rest = _since(profile, first - start)
        return bool((self._left_from(place, first)[: len(rest)] >= rest).all())

    def start(self, name: str, period: int) -> None:
        """Take what an initiative takes from its start on."""
        way = 0 if self._starts[name] == (0,) else period
        self._take(self._of_initiatives.get((name, way), ()), period)

    def join(self, synergy: str, period: int) -> None:
        """Take what a synergy takes when it becomes active."""
        self._take(self._of_synergies.get(synergy, ()), period)

    def _take(self, taken: Iterable[_Taken], period: int) -> None:
        for place, profile, after in taken:
            begin, amounts, whole = period - 1, profile, after
            if (early := self._first[place] - period) > 0:
                begin, amounts = period - 1 + early, _since(profile, early)
                whole = int(amounts[-1]) if amounts.size else 0
            done = begin + len(amounts)
            self.left[place, begin:done] -= amounts
            if whole:
                self.left[place, done:] -= whole

    def left_up_to(self, period: int) -> dict[int, int]:
        """Return what is left of each thing up to a period in all, by place; without what has no limit."""
        found = {}
        for place, first in enumerate(self._first):
            left = self.left[place, :period]
            if self._adds_up[place]:
                left = self._left_from(place, period)[:1]
            if first == 1 and (left < _LARGEST).all():
                found[place] = sum(left.tolist())
        return found

    def taken_by(self, name: str, periods: int) -> dict[int, int]:
        """Return what an initiative takes of each thing in its first periods, from its first start, by place."""
        found = {}
        for place, profile, _ in self._of_initiatives.get((name, self._starts[name][0]), ()):
            own = profile[:periods]
            found[place] = sum((own[-1:] if self._adds_up[place] else own).tolist())
        return found

    def is_kept(self) -> bool:
        """Tell whether no more is taken than there is."""
        return bool((self.left >= 0).all())


@cache
def _windows(periods: int, length: int) -> Wholes:
    """Return for each start of a window the places in it."""
    return np.arange(periods)[:, None] + np.arange(length)


def _since(so_far: Wholes, periods: int) -> Wholes:
    """Return what is taken after some periods, up to each later one, from what is taken in all."""
    rest: Wholes = so_far[periods:] - so_far[min(periods, len(so_far)) - 1]
    return rest


def _ways(initiative: Initiative, portfolio: Portfolio) -> dict[int, Initiative]:
    """Return an initiative as it is carried out, by start; under 0 where that is the same for all."""
    if portfolio.is_plain:
        return {0: initiative}
    return {start: as_begun(initiative, start, portfolio) for start in window_of(initiative, portfolio)}


def _for_each[Of, Result](function: Callable[[Of], Result]) -> Callable[[Of], Result]:
    """Return the function, called once for each thing: most starts of an initiative have the very same way and use.

    Args:
        function: Takes what stays there as long as the returned function is used.
    """
    known: dict[int, Result] = {}

    def remembered(of: Of) -> Result:
        if id(of) not in known:
            known[id(of)] = function(of)
        return known[id(of)]

    return remembered


def _scale(thing: _Thing, periods: int) -> Fraction:
    """Return what amounts are multiplied by: to whole numbers, or to as large ones as are safe."""
    each = {id(use): use for use in (*thing.by_initiative.values(), *thing.by_synergy.values())}
    uses = list(each.values())
    numbers = {amount for use in uses for amount in (*use.amounts, use.later)}
    numbers |= {amount for amount in thing.limit if amount is not None}
    most = sum((abs(amount) for use in uses for amount in use.amounts), Fraction(1))
    most += periods * sum((abs(use.later) for use in uses), Fraction(0))
    most = max(most, *(amount for amount in thing.limit if amount is not None))
    whole = lcm(*{number.denominator for number in numbers})
    return Fraction(whole) if most * whole < _LARGEST else _LARGEST / most


def _rounded_down(limit: Limit, scale: Fraction) -> list[int]:
    return [_WITHOUT_LIMIT if amount is None else floor(amount * scale) for amount in limit]


def _budgets(portfolio: Portfolio, begun: _Ways) -> Iterator[_Thing]:
    for budget in portfolio.limits.values():
        limits = _limits(budget, portfolio.periods)
        if not limits:
            continue
        bound = (one for one in portfolio.initiatives if bound_by(budget, one))
        rates = rates_in(budget, portfolio)
        spent_in = _for_each(partial(_spent, rates=rates, periods=portfolio.periods))
        uses = {(one.id, start): spent_in(way) for one in bound for start, way in begun[one.id].items()}
        joint = {
            synergy.id: _Use([_at_its_dearest(synergy, portfolio)])
            for synergy in portfolio.synergies
            if synergy.cost and synergy_bound_by(budget, synergy, portfolio)
        }
        spending = {way: use for way, use in uses.items() if use.amounts}
        for first, limit in limits.items():
            yield _Thing(limit, budget.adds_up, spending, joint, first)


def _at_its_dearest(synergy: Synergy, portfolio: Portfolio) -> Fraction:
    """Return what a synergy costs at most, or saves at least: prices grow."""
    return synergy_price(synergy, portfolio.periods if synergy.cost > 0 else 1, portfolio)


def _limits(budget: Budget, periods: int) -> dict[int, Limit]:
    """Return what may be spent from a period on, up to each later one or in it, by that period; None is no limit."""
    if not budget.adds_up:
        limit = available(budget, periods)
        return {} if all(amount is None for amount in limit) else {1: limit}
    found: dict[int, list[Fraction | None]] = {}
    for first, last, most in budget.spans(periods):
        found.setdefault(first, [None] * periods)[last - 1] = most
    return {first: tuple(limit) for first, limit in found.items()}


def _spent(initiative: Initiative, rates: Rates, periods: int) -> _Use:
    """Return what an initiative spends from funds at their rates; no amounts where that is nothing."""
    own_rates = {fund: rates[fund] for fund in initiative.paid if fund in rates}
    if isinstance(initiative, Begun) and not initiative.prices.keys().isdisjoint(own_rates):
        return _Use(spent(initiative, 1, periods, own_rates))  # what runs on is not the same in each period
    amounts: list[Fraction] = []
    later = Fraction(0)
    for fund, rate in own_rates.items():
        own = [at_rate(paid, rate) for paid in initiative.paid[fund]]
        amounts = [one + more for one, more in zip(amounts, own, strict=True)] if amounts else own
        later += at_rate(initiative.costs_by_fund[fund].exact_running, rate)
    return _Use(amounts, later)


def _worked(way: Initiative, team: str) -> _Use:
    """Return what an initiative takes of a team; what it adds from its completion on is taken away."""
    efforts, more = list(way.effort_by_period.get(team, ())), way.exact_adds.get(team, Fraction(0))
    if not more:
        return _Use(efforts)
    efforts += [Fraction(0)] * (way.duration - len(efforts))
    efforts[way.duration - 1] -= more
    return _Use(efforts, -more)


def _teams(portfolio: Portfolio, begun: _Ways) -> Iterator[_Thing]:
    for team, one in portfolio.teams.items():
        limit = _without_money(one)
        if any(amount is not None for amount in limit):
            worked_in = _for_each(partial(_worked, team=team))
            uses = {
                (one.id, start): worked_in(way)
                for one in portfolio.initiatives
                for start, way in begun[one.id].items()
                if way.effort.get(team) or team in way.exact_adds
            }
            yield _Thing(limit, adds_up=False, by_initiative=uses, by_synergy={})


def _without_money(team: Team) -> Limit:
    """Return what there is of a team that costs nothing: what must be paid for is left to those who search."""
    if team.price:
        return team.amount
    return [
        None if amount is None or more is None else amount + more
        for amount, more in zip(team.amount, team.extra, strict=True)
    ]
