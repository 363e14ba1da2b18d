"""Why each chosen initiative is in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import exact
from omniprio.plan.facts import Merit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.portfolio import Group, Initiative, Portfolio, Requirement, Synergy
    from omniprio.progress import Progress

__all__ = ["adds", "brings_money", "earns", "merits"]


def merits(portfolio: Portfolio, starts: Mapping[str, int], course: Progress) -> dict[str, Merit]:
    """Return why each chosen initiative is in a plan, by id.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
        course: What it does to the disc.
    """
    return {name: _merit(portfolio.by_id[name], portfolio, starts, course) for name in starts}


def _merit(
    initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int], course: Progress
) -> Merit:
    done = starts[initiative.id] + initiative.duration - 1
    given = [f for f, share in initiative.advances.items() if share and portfolio.start_fulfilment[f] < 1]
    reached = {field: course.reached(field) or 0 for field in given}
    return Merit(
        completes=tuple(field for field in given if reached[field] == done),
        contributes=tuple(field for field in given if reached[field] > done),
        advances=tuple(field for field in given if course.reached(field) is None),
        unlocks=tuple(
            name for name in starts if _waits(portfolio.by_id[name], initiative, portfolio, starts)
        ),
        joins=tuple(_joins(initiative, portfolio, starts)),
        completes_groups=tuple(
            group.id for group in portfolio.groups if _needs(group, initiative.id, starts)
        ),
        must=initiative.decision == "must",
        decision_reason=initiative.decision_reason,
        earns=earns(initiative),
    )


def earns(initiative: Initiative) -> bool:
    """Return whether an initiative brings more money than it takes back, costs left out."""
    earnings = initiative.earnings
    return earnings.per_period > 0 or sum(earnings.profile or ()) > 0


def adds(synergy: Synergy) -> bool:
    """Return whether a synergy adds anything good: moves a field, earns or saves money."""
    return brings_money(synergy) or any(share > 0 for share in synergy.advances.values())


def brings_money(synergy: Synergy) -> bool:
    """Return whether a synergy earns or saves money."""
    return synergy.benefit > 0 or synergy.cost < 0


def _waits(
    other: Initiative, initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int]
) -> bool:
    """Return whether a chosen initiative could start as this one lets it, by a requirement or a field it needs."""
    name, start = initiative.id, starts[other.id]
    if any(name in entry.of and start >= _ready(entry, initiative, starts) for entry in other.requirements):
        return True
    return start > starts[name] + initiative.duration - 1 and any(
        initiative.advances.get(field) and portfolio.start_fulfilment[field] < exact(share)
        for field, share in other.needs.items()
    )


def _ready(entry: Requirement, initiative: Initiative, starts: Mapping[str, int]) -> int:
    """Return the first period in which a requirement of a chosen initiative is met."""
    work = 0 if entry.kind == "start to start" else initiative.duration
    return starts[initiative.id] + work + entry.lag


def _joins(initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[str]:
    """Yield the chosen initiatives that it has a synergy with, in the order given."""
    members = {
        name
        for synergy in portfolio.synergies
        if adds(synergy) and initiative.id in synergy.of and starts.keys() >= set(synergy.of)
        for name in synergy.of
    }
    return (name for name in portfolio.by_id if name in members and name != initiative.id)


def _needs(group: Group, name: str, starts: Mapping[str, int]) -> bool:
    """Return whether a group would be broken without one of its chosen members."""
    if name not in group.members:
        return False
    chosen = sum(member in starts for member in group.members)
    return chosen == group.at_least or (group.all_or_none and chosen > 1)
