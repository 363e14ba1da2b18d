"""What a set of initiatives amounts to when all are complete."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.derived import once_for_each
from omniprio.plan.merits import by_member
from omniprio.progress import positions_at, still_missing

if TYPE_CHECKING:
    from collections.abc import Collection

    from omniprio.portfolio import Portfolio, Synergy

__all__ = ["Complete", "distance_with", "one_off_cost"]


def distance_with(portfolio: Portfolio, names: Collection[str]) -> Fraction:
    """Return the distance when some initiatives are complete and nothing else is.

    What they require, money and time are not looked at; synergies among them count.

    Args:
        portfolio: The portfolio.
        names: Ids.

    Returns:
        From 0, the ambition, to 1.

    >>> from omniprio.disc import Disc, Discipline
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=2)])
    >>> half = Initiative(id="half", advances={"R2": 0.5})
    >>> distance_with(Portfolio(horizon=1, disc=disc, initiatives=[half]), ["half"])
    Fraction(1, 4)
    """
    weights = portfolio.disc.weights
    whole = sum((weights[name] * level for name, level in portfolio.ambitions.items()), Fraction(0))
    if whole == 0:
        return Fraction(0)
    missing = still_missing(portfolio, positions_at(portfolio, Complete(portfolio, names).all_fields()))
    return sum((weights[name] * levels for name, levels in missing.items()), Fraction(0)) / whole


class Complete:
    """Initiatives that are complete, to which others can be added, and how far they bring each field.

    Attributes:
        names: Their ids.
    """

    def __init__(self, portfolio: Portfolio, names: Collection[str] = ()) -> None:
        """Begin with some.

        Args:
            portfolio: The portfolio.
            names: Their ids.
        """
        self._portfolio = portfolio
        self._total = dict(portfolio.start_fulfilment)
        self.names: set[str] = set()
        self.add(names)

    def add(self, names: Collection[str]) -> set[str]:
        """Add some that are not among them and return the fields that get a share, by id."""
        self.names.update(names)
        joint = _synergies(self._portfolio)
        active = {
            synergy.id: synergy.shares
            for name in names
            for synergy in joint.get(name, ())
            if self.names.issuperset(synergy.of)
        }
        changed: set[str] = set()
        for shares in (*(self._portfolio.by_id[name].shares for name in names), *active.values()):
            changed.update(shares)
            for field, share in shares.items():
                self._total[field] += share
        return changed

    def fulfilment(self, field: str) -> Fraction:
        """Return how far a field is fulfilled, 0 to 1."""
        return min(max(self._total[field], Fraction(0)), Fraction(1))

    def all_fields(self) -> dict[str, Fraction]:
        """Return the same for every field."""
        return {field: self.fulfilment(field) for field in self._total}


@once_for_each
def _synergies(portfolio: Portfolio) -> dict[str, list[Synergy]]:
    """Return the synergies that each initiative is a member of."""
    return by_member(portfolio.synergies, lambda synergy: synergy.of)


def one_off_cost(portfolio: Portfolio, names: Collection[str]) -> Fraction:
    """Return the one-off cost of some initiatives over all funds; running costs and synergies do not count."""
    costs = _one_off_costs(portfolio)
    return sum((costs[name] for name in names), Fraction(0))


@once_for_each
def _one_off_costs(portfolio: Portfolio) -> dict[str, Fraction]:
    """Return the one-off cost of each initiative over all funds."""
    return {
        one.id: sum((cost.one_off for cost in one.costs_by_fund.values()), Fraction(0))
        for one in portfolio.initiatives
    }
