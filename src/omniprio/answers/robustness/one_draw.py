"""The best plan of one draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.parallel.plans import planned
from omniprio.answers.robustness.carried_out import carried_out
from omniprio.checker import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["planned_near"]


def planned_near(
    portfolio: Portfolio,
    deadline: Deadline,
    *,
    written: Mapping[str, int],
    goals: tuple[Goal, ...],
    time_limit: float | None,
    work_limit: int | None,
    gap: float,
) -> Plan:
    """Return the best plan of one draw.

    Under a clock it starts from the plan of the portfolio as written, carried out within the rules of the draw. Without
    one it does not, so that which of several equally good plans is found does not depend on that plan.

    Args:
        portfolio: The portfolio of the draw.
        deadline: What is left for all draws, and whether somebody cancelled.
        written: The best schedule of the portfolio as written.
        goals: See `prioritise`.
        time_limit: Seconds for this draw.
        work_limit: See `prioritise`.
        gap: See `prioritise`.
    """
    start = None
    if deadline.left is not None or time_limit is not None:
        schedule = carried_out(portfolio, written)
        start = schedule if check(portfolio, schedule).ok else None
    return planned(
        portfolio,
        deadline,
        goals=goals,
        time_limit=time_limit,
        work_limit=work_limit,
        gap=gap,
        warm_start=start,
        solver=None,
    )
