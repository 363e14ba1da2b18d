"""What teams have in each period, what they must have to do, and how much more of them can be bought."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, NamedTuple, Self

from pydantic import model_validator

from omniprio.base import Amount, Model, Name, Refers
from omniprio.errors import UnfitError
from omniprio.language import sentence
from omniprio.numbers import each_period, exact
from omniprio.portfolio.budgets import PerPeriod
from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.portfolio.initiative import Initiative

__all__ = ["Capacity", "Team", "most_of", "teams_of"]


class Capacity(Model):
    """What a team has in each period, how much it must have to do at least, and how much more of it can be bought.

    A plain number or list stands for the amount alone.

    >>> Capacity(amount=5, at_least=2).at_least
    2.0
    >>> Capacity(amount=5, extra=2, extra_price=10).extra  # overtime, or people hired by the day
    2.0
    """

    amount: PerPeriod = None
    """What it has: one amount for all periods or one for each; None is no limit."""
    at_least: PerPeriod = None
    """What the work in progress takes of it at least; None asks for nothing."""
    extra: PerPeriod = 0.0
    """How much more of it can be bought, in each period or one for each; 0 is nothing, None no limit. No more is bought than
    the work takes beyond what there is."""
    extra_price: Amount = 0.0
    """What one unit of it costs in a period, spent in that period on behalf of no owner."""
    extra_fund: Annotated[Name, Refers("funds")] = MAIN_FUND
    """The fund it is spent from."""

    @model_validator(mode="after")
    def _limited(self) -> Self:
        """Refuse what is said about buying where nothing is ever missing, or nothing can be bought."""
        each = self.extra if isinstance(self.extra, tuple) else (self.extra,)
        sells = any(amount != 0 for amount in each)
        if sells and self.amount is None:
            raise UnfitError(sentence("faults.extra of no limit"), sentence("remedies.amount or no extra"))
        if self.extra_price and not sells:
            raise UnfitError(sentence("faults.price of nothing"), sentence("remedies.extra or no price"))
        return self


class Team(NamedTuple):
    """What a team has, written out for each period 1 to T, exact."""

    amount: tuple[Fraction | None, ...]
    """What it has; None is no limit. What initiatives add is not in it."""
    at_least: tuple[Fraction | None, ...]
    """What the work in progress takes of it at least; None asks for nothing."""
    extra: tuple[Fraction | None, ...]
    """How much more of it can be bought; 0 where there is no limit, None where as much as is missing."""
    price: Fraction
    """What one unit of it costs."""
    fund: str
    """The fund that is spent from."""

    @property
    def sells(self) -> bool:
        """Whether more of it can be bought in some period."""
        return any(more != 0 for more in self.extra)


def teams_of(capacities: Mapping[str, PerPeriod | Capacity], periods: int) -> dict[str, Team]:
    """Return teams written out for each period, exact.

    Args:
        capacities: What each team has, by its name.
        periods: T.
    """
    given = {
        team: one if isinstance(one, Capacity) else Capacity(amount=one) for team, one in capacities.items()
    }
    return {team: _written_out(one, periods) for team, one in given.items()}


def _written_out(one: Capacity, periods: int) -> Team:
    amounts = _exactly(one.amount, periods)
    extra = _exactly(one.extra, periods)
    return Team(
        amount=amounts,
        at_least=_exactly(one.at_least, periods),
        extra=tuple(
            Fraction(0) if there is None else more for there, more in zip(amounts, extra, strict=False)
        ),
        price=exact(one.extra_price),
        fund=one.extra_fund,
    )


def _exactly(given: PerPeriod, periods: int) -> tuple[Fraction | None, ...]:
    return tuple(None if one is None else exact(one) for one in each_period(given, periods))


def most_of(team: str, one: Team, initiatives: Sequence[Initiative]) -> tuple[Fraction | None, ...]:
    """Return the most that a team can have in each period, whatever initiatives add and is bought; None is no limit.

    Args:
        team: Its name.
        one: What it has.
        initiatives: Those of the portfolio.
    """
    added = sum((initiative.exact_adds.get(team, Fraction(0)) for initiative in initiatives), Fraction(0))
    return tuple(
        None if amount is None or more is None else amount + added + more
        for amount, more in zip(one.amount, one.extra, strict=False)
    )
