"""From a portfolio and a schedule to a report, sharing nothing with what made the schedule."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from omniprio.checker.case import Case
from omniprio.checker.recount import Recount
from omniprio.checker.report import Report
from omniprio.checker.rules import breaches, is_period, known
from omniprio.checker.work import work_of
from omniprio.parameters import validated
from omniprio.portfolio import mode_of

if TYPE_CHECKING:
    from omniprio.annotations import Starts
    from omniprio.portfolio import Portfolio

__all__ = ["check"]


@validated
def check(portfolio: Portfolio, starts: Starts) -> Report:
    """Count again what a schedule does and name every rule it breaks.

    Entries that make no sense break the rule `known`; the rest is checked as if they were not there.

    Args:
        portfolio: The data.
        starts: The start period, from 1, of every chosen initiative by id; who is absent is left out.

    Returns:
        The broken rules with their figures, and the recount of the schedule.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=300, duration=2, advances={"D2": 0.6})
    >>> portfolio = Portfolio(horizon=4, initiatives=[web], budget=250)
    >>> check(portfolio, {}).ok
    True
    >>> print(check(portfolio, {"web": 1}).broken[0].message)
    main budget: 300 spent by period 2, 250 available: 50 too much
    """
    works = {
        initiative.id: work_of(portfolio, initiative, starts[initiative.id])
        for initiative in portfolio.initiatives
        if initiative.id in starts
        and is_period(starts[initiative.id])
        and mode_of(starts[initiative.id]) in initiative.ways
    }
    case = Case(portfolio, works, Recount(portfolio, works))
    given = dict(starts)  # the caller may change his
    return Report([partial(known, portfolio, given), *breaches(case)], case.recount, portfolio)
