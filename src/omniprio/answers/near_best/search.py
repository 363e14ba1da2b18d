"""Alternatives: plans that are nearly as good as the best and differ as much as possible.

In the literature: near-optimal solutions, modelling to generate alternatives.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.answers.floor import as_known
from omniprio.answers.near_best.farthest import Farthest
from omniprio.answers.near_best.result import Alternative, Alternatives
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import sentence
from omniprio.numbers import exact
from omniprio.optimise import best_plan
from omniprio.parameters import validated
from omniprio.purpose import goals_for

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence

    from omniprio.annotations import Count, NotNegative, Seconds
    from omniprio.answers.near_best.result import Stopped
    from omniprio.given_goals import GivenGoals
    from omniprio.goals import Goal
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["alternatives"]

_LEAST_SHARE = 0.1
"""The share of the time left that a plan may take at least, however many are wanted."""


@validated
def alternatives(
    portfolio: Portfolio,
    goals: GivenGoals | None = None,
    *,
    loss: NotNegative,
    most: Count = 5,
    starts: bool = True,
    known: Plan | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Alternatives:
    """Return the best plan and others that lose little at the first goal and differ as much as possible.

    Each next plan is as far as possible from the nearest of those found before: first in how many initiatives are in
    one of the two plans only, then in how many periods the starts of those in both are apart.

    Args:
        portfolio: The portfolio.
        goals: In order of importance, for the best plan; the first, which is not `Soonest`, limits the others; None for those that suit the portfolio.
        loss: How much worse than the best at the first goal they may be, in its own unit, at least 0.
        most: How many plans at most, the best one included, at least 1.
        starts: Whether plans that do the same at other times count as different.
        known: A plan of this portfolio that is there already: the first plan is no worse.
        time_limit: Seconds for all plans together, more than 0. The best plan may take half of it, each further one
            an even part of what is left; one that is not proven to be the farthest by then is kept, and marked.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InfeasibleError: There is no plan at all.
        NoPlanFoundError: The time was over before there was one.
        InvalidArgumentError: An argument makes no sense, or the first goal is `Soonest`.

    >>> from omniprio import ten_portfolio
    >>> found = alternatives(ten_portfolio(budget=2500), loss=0.02, most=3, starts=False)
    >>> len(found.plans), found.choices != ()
    (3, True)
    """
    goals = goals_for(portfolio, goals)
    if goals[0].target is not None:
        fault = Fault("goals", sentence("faults.soonest loss"), sentence("remedies.other goal first"))
        raise InvalidArgumentError([fault])
    deadline = Deadline(time_limit, cancel)
    best = _first(portfolio, goals, known, deadline)
    found = [Alternative(plan=best, loss=Fraction(0), distance=None, farthest=best.proven)]
    try:
        search = Farthest(best, goals[0], exact(loss), deadline, starts=starts)
        ended = _further(search, found, most)
    except TimeIsOver as over:
        ended = over.why
    return Alternatives(
        goal=goals[0],
        allowed=exact(loss),
        plans=tuple(found),
        ended=ended,
        proven=best.proven,
        currency=portfolio.currency,
    )


def _first(portfolio: Portfolio, goals: Sequence[Goal], known: Plan | None, deadline: Deadline) -> Plan:
    """Return the best plan: the one that is known, if it is proven to be that, else one that is no worse."""
    if known is not None:
        best = as_known(known, portfolio, goals)
        if best.settled and best.plan is not None:
            return best.plan
    return best_plan(
        portfolio,
        goals,
        time_limit=deadline.share(0.5).limit,
        warm_start=None if known is None else known.starts,
        cancel=deadline.cancel,
    )


def _further(search: Farthest, found: list[Alternative], most: int) -> Stopped:
    """Add plan after plan to those found, up to so many, and return why no more came."""
    while len(found) < most:
        another = search.another(share=max(1 / (most - len(found)), _LEAST_SHARE))
        if not isinstance(another, Alternative):
            return another
        found.append(another)
    return "most"
