"""Which initiatives stand alone: dates, room and what they certainly require say when they may start, and nothing else does.

Most are so in most portfolios, and many schedules are tried: such an initiative is placed without a look at any other rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omniprio.portfolio import window_of
from omniprio.portfolio.requirements import looks_back, wait_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from omniprio.portfolio import Initiative, Portfolio, Requirement

__all__ = ["Alone", "breakable", "standing_alone"]


class Alone(NamedTuple):
    """An initiative that stands alone.

    Attributes:
        first: The first period in which its own dates let it start.
        last: The last one.
        waits: What it requires, by id, each with how many periods after the start of that it can start.
    """

    first: int
    last: int
    waits: list[tuple[str, int]]


def breakable(portfolio: Portfolio) -> dict[str, list[tuple[str, Requirement]]]:
    """Return the requirements that what is placed later can break, each with whose it is, by all the initiatives that it names."""
    found: dict[str, list[tuple[str, Requirement]]] = {}
    for one in portfolio.initiatives:
        for entry in one.requirements:
            if entry.given or entry.max_lag is not None or not looks_back(entry, portfolio, least=1):
                for name in {one.id, *entry.of, *entry.given}:
                    found.setdefault(name, []).append((one.id, entry))
    return found


def standing_alone(portfolio: Portfolio, tied: Collection[str]) -> dict[str, Alone]:
    """Return by id the initiatives that stand alone; none where it matters when work is done, or fields may fall.

    Args:
        portfolio: The portfolio.
        tied: Ids of those that groups, synergies or requirements that can be broken name.
    """
    if not portfolio.is_plain or portfolio.measured or any(one.adds for one in portfolio.initiatives):
        return {}
    found = {}
    for one in portfolio.initiatives:
        window = window_of(one, portfolio)
        if window and one.id not in tied and _asks_for_nothing_else(one):
            waits = [
                (other, wait_of(entry, one.shortest, portfolio.by_id[other].shortest) or 0)
                for entry in one.requirements
                for other in entry.of
            ]
            found[one.id] = Alone(window[0], window[-1], waits)
    return found


def _asks_for_nothing_else(one: Initiative) -> bool:
    return one.decision != "never" and not one.needs and all(entry.is_certain for entry in one.requirements)
