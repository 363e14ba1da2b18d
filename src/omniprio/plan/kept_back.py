"""What is kept back of a time limit, so that plans can be counted and explained in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.portfolio import window_of

if TYPE_CHECKING:
    from omniprio.deadline import Deadline
    from omniprio.portfolio import Portfolio

__all__ = ["explaining", "until_explained"]

_EXPLAINING = 7.0
"""How many times as long it takes to count and explain a plan as to check a schedule of everything: 2 to 8 times, over kinds and
sizes of portfolios, and plans of much or little; 5 to 7 times at 1,000 initiatives over 40 periods."""


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
    before = deadline.taken
    windows = {one.id: window_of(one, portfolio) for one in portfolio.initiatives}
    check(portfolio, {name: window[0] for name, window in windows.items() if window})
    return _EXPLAINING * (deadline.taken - before)
