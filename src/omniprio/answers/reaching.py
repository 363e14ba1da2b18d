"""Is any plan as good as a target: asked goal by goal, and no further than the answer needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.best import Unsettled, worths
from omniprio.answers.exactly import Exactly, at_most
from omniprio.check import check
from omniprio.formulation import formulate

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
    goals, within = search.goals, search.part(share)
    tried = [dict(starts) for starts in near if check(portfolio, starts).ok]
    start = min(tried, key=lambda starts: worths(goals, portfolio, starts), default=None)
    if start is not None and worths(goals, portfolio, start) <= target:
        return start
    formulation = formulate(portfolio, goals)
    program = Exactly(formulation)
    for place, expression in enumerate(formulation.objectives, start=1):

        def allowed(starts: Mapping[str, int], place: int = place) -> bool:
            so_far = worths(goals[:place], portfolio, starts)
            return all(one <= limit for one, limit in zip(so_far, target, strict=False))

        program.require(at_most("target", expression, target[place - 1]))
        values = formulation.values(start) if start is not None and allowed(start) else None
        found = program.least(expression, within, allowed=allowed, start=values)
        if found.starts is None and found.stop == "finished":
            return None
        start = start if found.starts is None else found.starts
        if start is not None and worths(goals, portfolio, start) <= target:
            return start
        if found.stop != "finished":
            raise Unsettled
    return start
