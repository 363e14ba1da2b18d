"""What an initiative opens: what waits for it, and what of that can then start."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from omniprio.answers.qualification.together import Complete
from omniprio.derived import once_for_each

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from collections.abc import Set as AbstractSet

    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["opened", "startable"]


def opened(unlocked: Mapping[str, Collection[str]], name: str) -> list[str]:
    """Return what waits for an initiative, directly or not, for itself or a field.

    Args:
        unlocked: What waits for each initiative directly, by id.
        name: The initiative.

    Returns:
        Ids, in the order of `unlocked`.
    """
    waiting: set[str] = set()
    new = {name}
    while new:
        new = {other for one in new for other in unlocked[one]} - waiting - {name}
        waiting |= new
    return [other for other in unlocked if other in waiting]


def startable(portfolio: Portfolio, done: AbstractSet[str], waiting: AbstractSet[str]) -> set[str]:
    """Return what is done and all that can then start, one after the other: the fields it needs are fulfilled by then.

    Args:
        portfolio: The portfolio.
        done: Ids of what is done.
        waiting: Ids of what is to start if it can.
    """
    complete = Complete(portfolio, done)
    looked_at = waiting - done
    while more := {one for one in looked_at if _can_start(portfolio.by_id[one], complete, waiting)}:
        changed = complete.add(more)
        looked_at = (_concerned(portfolio, more, changed) & waiting) - complete.names
    return complete.names


def _concerned(portfolio: Portfolio, more: Collection[str], changed: Collection[str]) -> set[str]:
    """Return the initiatives that require some others or need some fields."""
    requiring, needing = _requiring(portfolio), _needing(portfolio)
    return set[str]().union(
        *(requiring.get(name, ()) for name in more), *(needing.get(field, ()) for field in changed)
    )


@once_for_each
def _requiring(portfolio: Portfolio) -> dict[str, set[str]]:
    """Return the ids of what requires each initiative, or it among others."""
    found = defaultdict(set)
    for one in portfolio.initiatives:
        for entry in one.requirements:
            for name in entry.of:
                found[name].add(one.id)
    return dict(found)


@once_for_each
def _needing(portfolio: Portfolio) -> dict[str, set[str]]:
    """Return the ids of what needs each field."""
    found = defaultdict(set)
    for one in portfolio.initiatives:
        for field in one.needs:
            found[field].add(one.id)
    return dict(found)


def _can_start(initiative: Initiative, complete: Complete, waiting: AbstractSet[str]) -> bool:
    """Tell whether an initiative can start; where it requires one of others that are not asked about, one is taken as done."""
    done = complete.names
    return all(
        done.issuperset(entry.of)
        if entry.match == "all"
        else not done.isdisjoint(entry.of) or waiting.isdisjoint(entry.of)
        for entry in initiative.requirements
    ) and all(complete.fulfilment(field) >= share for field, share in initiative.needed_shares.items())
