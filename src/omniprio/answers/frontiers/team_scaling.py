"""A team of which there is more or less, and the least that a schedule needs of it.

In the literature: parametric right-hand side.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING

from omniprio.answers.frontiers.purse import common_step, decimal_in, number_in
from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.language import sentence
from omniprio.portfolio import Capacity
from omniprio.schedule import capacity, load
from omniprio.spelling import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.portfolio import Portfolio

__all__ = ["Crew", "scaled_team"]


@dataclass(frozen=True)
class Crew:
    """A team with a varying amount: in each period it has the amount's `share`, beside what initiatives add.

    Attributes:
        portfolio: The portfolio; its own capacity of the team does not count.
        team: The team.
        share: What it has in each period with an amount of 1; None is no limit.
    """

    portfolio: Portfolio
    team: str
    share: tuple[Fraction | None, ...]

    @cached_property
    def step(self) -> Fraction:
        """A number of which all that decides about the team in a period is a multiple."""
        extra = (more for more in self._extra if more is not None)
        return common_step([*self._efforts(), *self._added(), *extra])

    @cached_property
    def most(self) -> Fraction:
        """An amount beyond which more changes nothing."""
        return sum(self._efforts(), Fraction(0)) / min(
            (share for share in self.share if share), default=Fraction(1)
        )

    @property
    def own(self) -> Fraction | None:
        """The greatest amount that allows no schedule which the portfolio itself does not; None is any."""
        given = self.portfolio.teams[self.team].given
        pairs = zip(given, self.share, strict=True)
        return min((there / share for there, share in pairs if share and there is not None), default=None)

    def least(self, starts: Mapping[str, int]) -> Fraction:
        """Return the least amount, at least 0, with which the team can do the work of a schedule.

        Args:
            starts: A schedule that it can do with some amount.
        """
        added = capacity(self._having([Fraction(0)] * self.portfolio.periods), starts, self.team)
        rows = zip(load(self.portfolio, starts, self.team), added, self._extra, self.share, strict=True)
        needs = (
            (used - (there or 0) - extra) / share
            for used, there, extra, share in rows
            if share and extra is not None
        )
        return max([Fraction(0), *needs])

    def holding(self, amount: Fraction, *, below: bool = False) -> Portfolio:
        """Return the portfolio with an amount of the team, on its grid, which changes nothing about what it can do.

        Args:
            amount: The amount, at least 0.
            below: Whether there has to be less in every period: the portfolio then allows exactly the schedules that
                need less than the amount.
        """
        return self._having(
            [None if one is None else self._there(amount * one, below=below) for one in self.share]
        )

    def as_asked(self, amount: Fraction) -> Portfolio:
        """Return the portfolio with just an amount of the team where that is a decimal in each period.

        Args:
            amount: The amount, at least 0.
        """
        is_even = all(one is None or one == 1 for one in self.share)
        return self._having([one and amount for one in self.share]) if is_even else self.holding(amount)

    @cached_property
    def _extra(self) -> tuple[Fraction | None, ...]:
        """How much more there is for nothing; None is as much as is missing."""
        return self.portfolio.teams[self.team].extra

    def _there(self, amount: Fraction, *, below: bool) -> Fraction:
        steps = ceil(amount / self.step) - 1 if below else floor(amount / self.step)
        lowest = max(steps, 0) * self.step
        return decimal_in(lowest, lowest + self.step)

    def _having(self, amounts: Sequence[Fraction | None]) -> Portfolio:
        each = tuple(None if one is None else number_in(one) for one in amounts)
        amount = each[0] if len(set(each)) == 1 else each
        given = self.portfolio.capacities[self.team]
        one = given.model_copy(update={"amount": amount}) if isinstance(given, Capacity) else amount
        return self.portfolio.model_copy(update={"capacities": {**self.portfolio.capacities, self.team: one}})

    def _efforts(self) -> Iterator[Fraction]:
        """Yield what each initiative takes of the team in a period, in each of its modes."""
        for initiative in self.portfolio.initiatives:
            for way in initiative.ways.values():
                yield from way.effort_by_period.get(self.team, ())

    def _added(self) -> Iterator[Fraction]:
        for initiative in self.portfolio.initiatives:
            yield initiative.exact_adds.get(self.team, Fraction(0))


def scaled_team(portfolio: Portfolio, team: str) -> Crew:
    """Return a team of which the amount is what it has in the period in which it has the most, the others in proportion.

    A team without limit, or one that has nothing, has the amount in every period.

    Args:
        portfolio: The portfolio.
        team: Its name.

    Raises:
        InvalidArgumentError: More of it can be bought at a price: what a plan costs then depends on the amount.
        InvalidInputError: There is no such team.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> web = Initiative(id="web", duration=2, effort={"crew": 3})
    >>> crew = scaled_team(Portfolio(horizon=3, initiatives=[web], capacities={"crew": [2, 4, 4]}), "crew")
    >>> int(crew.least({"web": 1})), int(crew.least({"web": 2}))
    (6, 3)
    """
    if team not in portfolio.teams:
        problem = sentence("faults.no team called", name=repr(team))
        raise InvalidInputError([Fault("team", problem, one_of(portfolio.teams, team))])
    one = portfolio.teams[team]
    if one.sells and one.price:
        problem = sentence("faults.team bought at a price", team=team)
        raise InvalidArgumentError([Fault("team", problem, sentence("remedies.no price or more to buy"))])
    most = max((amount for amount in one.given if amount), default=None)
    if most is None:
        share: tuple[Fraction | None, ...] = (Fraction(1),) * portfolio.periods
    else:
        share = tuple(None if amount is None else amount / most for amount in one.given)
    return Crew(portfolio, team, share)
