"""Is any plan as good as a target: asked goal by goal, and no further than the answer needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.best import Unsettled, worths
from omniprio.checker import check
from omniprio.deadline import TimeIsOver
from omniprio.exactly import Exactly, at_most
from omniprio.formulation import Schedules, formulate
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omniprio.answers.best import Search, Worths
    from omniprio.portfolio import Portfolio

__all__ = ["reached"]

Schedule = dict[str, int]


def reached(
    portfolio: Portfolio,
    target: Worths,
    search: Search,
    *,
    share: float,
    near: Iterable[Mapping[str, int]] = (),
) -> Schedule | None:
    """Return a schedule as good as a target, not always the best; None if it is proven that there is none.

    Args:
        portfolio: The portfolio.
        target: How good it has to be at each goal, less is better.
        search: Its goals say what is good, and it limits the time.
        share: The share of the time left that this may take.
        near: Schedules that are tried before anything is solved.

    Raises:
        Unsettled: The time was over before this was known.
    """
    goals, deadline = search.goals, search.part(share)
    tried = [dict(starts) for starts in near if check(portfolio, starts).ok]
    start = min(tried, key=lambda starts: worths(goals, portfolio, starts), default=None)
    if start is not None and worths(goals, portfolio, start) <= target:
        return start
    try:
        formulation = formulate(portfolio, goals, deadline=deadline)
    except TimeIsOver:
        raise Unsettled from None
    program = Exactly(formulation.program, Schedules(formulation))
    for expression, limit in zip(formulation.objectives, target, strict=True):
        program.require(at_most("target", expression, limit))
        found = program.least(expression, Limits(deadline), start)
        if found.is_none:
            return None
        start = found.answer
        if start is not None and worths(goals, portfolio, start) <= target:
            return start
        if not found.settled:
            raise Unsettled
    return start
