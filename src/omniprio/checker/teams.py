"""The rules about teams: what the work in progress takes of them, and what is bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.checker.case import broken, exceeded, told_apart
from omniprio.checker.recount import bought_of, capacity_of
from omniprio.language import fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.checker.case import Case
    from omniprio.checker.report import BrokenRule

__all__ = ["capacity", "extra", "least_load"]


def capacity(case: Case) -> Iterator[BrokenRule]:
    """The work in progress in each period takes no more of a team than there is, what initiatives add included.

    Where more of it can be bought, `extra` has the say.
    """
    for team, limits in case.portfolio.teams.items():
        there = capacity_of(case.portfolio, team, case.works.values())
        rows = zip(case.recount.load[team], there, limits.extra, strict=True)
        for period, (load, most, more) in enumerate(rows, start=1):
            if most is not None and load > most and more == 0:
                yield exceeded(case, "capacity", "capacity", {"team": team}, period, (load, most))


def extra(case: Case) -> Iterator[BrokenRule]:
    """No more of a team is bought in a period than can be bought."""
    for team, limits in case.portfolio.teams.items():
        there = bought_of(case.portfolio, team, case.works) if limits.sells else ()
        for period, (bought, most) in enumerate(zip(there, limits.extra, strict=False), start=1):
            if most is not None and bought > most:
                yield exceeded(case, "extra", "extra", {"team": team}, period, (bought, most))


def least_load(case: Case) -> Iterator[BrokenRule]:
    """The work in progress takes in each period as much of a team as it is to have to do."""
    for team, limits in case.portfolio.teams.items():
        for period, (load, wanted) in enumerate(
            zip(case.recount.load[team], limits.least, strict=True), start=1
        ):
            if wanted is not None and load < wanted:
                more, less = told_apart(wanted, load)
                seen = {"wanted": float(more), "used": float(less), "short": float(more - less)}
                said = fact("rules.least_load", team=team, period=period, **seen)
                figures = {"used": float(load), "wanted": float(wanted), "too little": float(wanted - load)}
                yield broken(case.portfolio, "least_load", said, (), period, figures)
