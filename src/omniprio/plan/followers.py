"""Which initiatives could be done, or add something, only together with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.dependency_graph import unlocks
from omniprio.income import flowing_into
from omniprio.money import spends_under
from omniprio.plan.merits import adds
from omniprio.synergies import brought_about_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.portfolio import Portfolio, Synergy

__all__ = ["followers", "helping"]


def followers(portfolio: Portfolio) -> dict[str, set[str]]:
    """Return the others that could be done, or add something, only together with each initiative, by id.

    Args:
        portfolio: The portfolio.
    """
    found: dict[str, set[str]] = {name: set() for name in portfolio.by_id}
    for name in portfolio.by_id:
        found[name].update(unlocks(portfolio, name))
    for members in _sets(portfolio):
        for name in members:
            found[name].update(members)
    for team in portfolio.teams:
        users = {one.id for one in portfolio.initiatives if one.effort.get(team)}
        for one in portfolio.initiatives:
            if team in one.exact_adds:
                found[one.id].update(users)
    for budget, limit in portfolio.limits.items():
        payers = {one.id for one in portfolio.initiatives if spends_under(limit, one)}
        for one in flowing_into(budget, portfolio):
            found[one.id].update(payers)
    never = {entry.id for entry in portfolio.initiatives if entry.decision == "never"}
    return {name: others - never - {name} for name, others in found.items()}


def _sets(portfolio: Portfolio) -> Iterator[tuple[str, ...]]:
    """Yield the sets of initiatives that are wanted together."""
    yield from (tuple(brought_about_by(portfolio)[one.id]) for one in helping(portfolio))
    for group in portfolio.groups:
        if group.has_share:  # who is chosen may let others in
            yield tuple(portfolio.by_id)
        elif group.all_or_none or group.least is not None or group.score is not None:
            yield portfolio.members[group.id]
    for budget in portfolio.limits.values():
        if budget.least(portfolio.periods):  # who spends helps to spend as much as is to be spent
            yield tuple(one.id for one in portfolio.initiatives if spends_under(budget, one))


def helping(portfolio: Portfolio) -> Iterator[Synergy]:
    """Yield the synergies that can make a plan better: they add something, or keep a harmful one from becoming active.

    Args:
        portfolio: The portfolio.
    """
    harmful = any(
        one.needs and (one.cost > 0 or one.benefit < 0 or _lowers(one)) for one in portfolio.synergies
    )
    yield from (one for one in portfolio.synergies if adds(one) or (harmful and _lowers(one)))


def _lowers(synergy: Synergy) -> bool:
    return any(share < 0 for share in synergy.advances.values())
