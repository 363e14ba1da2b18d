"""The rules about teams: what the work in progress takes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.checker.case import broken, exceeded, told_apart
from omniprio.checker.recount import capacity_of
from omniprio.language import fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.checker.case import Case
    from omniprio.checker.report import BrokenRule

__all__ = ["capacity", "least_load"]


def capacity(case: Case) -> Iterator[BrokenRule]:
    """The work in progress in each period takes no more of a team than there is, what initiatives add included."""
    for team in case.portfolio.capacities:
        there = capacity_of(case.portfolio, team, case.works.values())
        for period, (load, most) in enumerate(zip(case.recount.load[team], there, strict=True), start=1):
            if most is not None and load > most:
                yield exceeded(case, "capacity", "capacity", {"team": team}, period, (load, most))


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
