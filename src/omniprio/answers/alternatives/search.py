"""The board wants alternatives: plans that are nearly as good as the best and differ as much as possible."""

from __future__ import annotations

import threading
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.answers.alternatives.farthest import Farthest
from omniprio.answers.alternatives.found import Alternative, Alternatives
from omniprio.answers.parallel.workers import Within
from omniprio.base import exact
from omniprio.goals import DEFAULT_GOALS, Goal, Soonest
from omniprio.optimise import prioritise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.answers.alternatives.found import Stopped
    from omniprio.portfolio import Portfolio

__all__ = ["alternatives"]

_LEAST_SHARE = 0.1
"""The share of the time left that a plan may take at least, however many are wanted."""


def alternatives(
    portfolio: Portfolio,
    goals: Sequence[Goal] = DEFAULT_GOALS,
    *,
    loss: float,
    most: int = 5,
    starts: bool = True,
    time_limit: float | None = None,
    cancel: threading.Event | None = None,
) -> Alternatives:
    """Return the best plan and others that lose little at the first goal and differ as much as possible.

    Each next plan is as far as possible from the nearest of those found before: first in how many initiatives are in
    one of the two plans only, then in how many periods the starts of those in both are apart.

    Args:
        portfolio: The portfolio.
        goals: In order of importance, for the best plan; the first, which is not `Soonest`, limits the others.
        loss: How much worse than the best at the first goal they may be, in its own unit, at least 0.
        most: How many plans at most, the best one included, at least 1.
        starts: Whether plans that do the same at other times count as different.
        time_limit: Seconds for all plans together, more than 0. The best plan may take half of it, each further one
            an even part of what is left; one that is not proven to be the farthest by then is kept, and marked.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InfeasibleError: There is no plan at all.
        NoPlanFoundError: The time was over before there was one.
        ValueError: There is no goal, the first one is `Soonest`, or the loss or the number is too small.

    >>> from omniprio import ten_portfolio
    >>> found = alternatives(ten_portfolio(budget=2500), loss=0.02, most=3, starts=False)
    >>> len(found.plans), found.choices != ()
    (3, True)
    """
    if not loss >= 0 or most < 1:
        raise ValueError(f"loss is {loss} and most {most}; give at least 0 and 1")
    if goals and isinstance(goals[0], Soonest):
        raise ValueError("Soonest cannot limit how much is lost; put another goal first")
    within = Within(time_limit, cancel or threading.Event())
    best = prioritise(portfolio, goals, time_limit=within.share(0.5), cancel=within.cancel)
    search = Farthest(best, goals[0], exact(loss), within, starts=starts)
    found = [Alternative(plan=best, loss=Fraction(0), distance=None, farthest=best.proven)]
    ended: Stopped = "most"
    while len(found) < most:
        another = search.another(share=max(1 / (most - len(found)), _LEAST_SHARE))
        if not isinstance(another, Alternative):
            ended = another
            break
        found.append(another)
    return Alternatives(
        goal=goals[0],
        allowed=exact(loss),
        plans=tuple(found),
        ended=ended,
        proven=best.proven,
        currency=portfolio.currency,
    )
