"""The synergies of a portfolio as a plan has them: those it gets, and those it misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.money import activation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.portfolio import Portfolio, Synergy

__all__ = ["Joint", "joints"]


class Joint(Model):
    """A synergy, and whether the plan gets it."""

    id: str
    of: tuple[str, ...]
    """Its members."""
    missing: tuple[str, ...]
    """Members that the plan leaves out; with none, the plan gets what it adds."""
    period: int | None
    """The period in which the last of them completes, from which on it adds; None where it is missed."""
    label: str
    """What a person calls that period; blank where it is missed."""
    cost: float
    """What it adds to the spending from the main fund in that period; less than 0 saves."""
    benefit: float
    """What it adds to the benefit of that period and of each one after it."""
    advances: dict[str, float]
    """What it adds to the share of each field, by id."""

    @property
    def obtained(self) -> bool:
        """Whether the plan gets it."""
        return not self.missing


def joints(portfolio: Portfolio, starts: Mapping[str, int]) -> tuple[Joint, ...]:
    """Return every synergy of a portfolio, in the order given.

    Args:
        portfolio: The portfolio.
        starts: A schedule.

    >>> from omniprio.portfolio import Initiative, Portfolio, Synergy
    >>> shared = Synergy(id="shared", of=["web", "app"], cost=-120)
    >>> pair = [Initiative(id="web", duration=2), Initiative(id="app")]
    >>> one = Portfolio(horizon=2, initiatives=pair, synergies=[shared])
    >>> joints(one, {"web": 1, "app": 1})[0].period, joints(one, {"web": 1})[0].missing
    (2, ('app',))
    """
    return tuple(_joint(synergy, portfolio, starts) for synergy in portfolio.synergies)


def _joint(synergy: Synergy, portfolio: Portfolio, starts: Mapping[str, int]) -> Joint:
    period = activation(synergy, starts, portfolio)
    return Joint(
        id=synergy.id,
        of=synergy.of,
        missing=tuple(name for name in synergy.of if name not in starts),
        period=period,
        label="" if period is None else portfolio.calendar.label(period),
        cost=synergy.cost,
        benefit=synergy.benefit,
        advances=synergy.advances,
    )
