"""What is kept back of a time limit, so that plans can be counted and explained in time."""

from __future__ import annotations

from itertools import cycle, islice
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

from omniprio.plan.absences import most_looked_at
from omniprio.plan.facts import Absence
from omniprio.plan.initiatives import left_out_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniprio.deadline import Deadline
    from omniprio.portfolio import Portfolio

__all__ = ["explaining", "until_explained"]

_EXPLAINING, _LOOKING = 15.0, 0.4
"""How many times as long as to say of an initiative that it is left out it takes to count and explain it, 4 to 14 times over kinds and sizes
of portfolios, and to look at it in a trial. A check of everything says less: that takes long where there are many budgets, or much is broken."""

_PARTS = 45
"""So small a part of the whole is timed three times; the middle one counts, so that a moment without the processor does not."""


def until_explained(deadline: Deadline, portfolio: Portfolio, *, plans: int = 1) -> Deadline:
    """Return when a search has to stop, so that plans can be counted and explained before a deadline.

    Args:
        deadline: The deadline.
        portfolio: The portfolio; what is left out takes time too, so that its size counts, not that of the plan.
        plans: How many plans of it are explained.
    """
    return deadline if deadline.left is None else deadline.before(plans * explaining(portfolio, deadline))


def explaining(portfolio: Portfolio, deadline: Deadline) -> float:
    """Return about how many seconds it takes on this machine, as busy as it is now, to count and explain a plan.

    Args:
        portfolio: The portfolio.
        deadline: Its clock measures.
    """
    number = len(portfolio.initiatives)
    whole = _EXPLAINING * number + _LOOKING * most_looked_at(portfolio)
    names = list(islice(cycle(portfolio.by_id), ceil(whole / _PARTS)))
    return _PARTS * median(_saying(names, portfolio, deadline) for _ in range(3))


def _saying(names: Iterable[str], portfolio: Portfolio, deadline: Deadline) -> float:
    """Return how many seconds it takes to say of initiatives that they are left out."""
    before = deadline.taken
    for name in names:
        left_out_of(name, portfolio, Absence(why="no gain"))
    return deadline.taken - before
