"""A schedule counted twice: by the independent checker, and by what everything else is computed with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omniprio.checker import check
from omniprio.errors import Fault, InvalidInputError, RuleBrokenError
from omniprio.fulfilment import progress
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.checker import Report
    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Portfolio

__all__ = ["Counted", "counted"]


class Counted(NamedTuple):
    """What the checker says of a schedule that keeps every rule, and what the schedule does to the disc."""

    report: Report
    course: Progress


def counted(portfolio: Portfolio, starts: Mapping[str, int]) -> Counted:
    """Return what a schedule does, if it keeps every rule and both counts come to the same.

    Args:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.

    Raises:
        RuleBrokenError: It breaks rules; every one is named.
        InvalidInputError: The counts differ.
    """
    report = check(portfolio, starts)
    if not report.ok:
        raise RuleBrokenError(rule.message for rule in report.broken)
    own, theirs = progress(portfolio, starts), report.recount
    if (own.fulfilment, own.position, own.distance) != (
        theirs.fulfilment,
        theirs.position,
        theirs.distance,
    ):
        raise InvalidInputError(
            [Fault("periods", sentence("faults.differ from checker"), sentence("remedies.report bug"))]
        )
    return Counted(report, own)
