"""The rules about sets of initiatives: how much of each is chosen, and how far apart its work is."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from omniprio.checker.case import broken
from omniprio.checker.recount import measured
from omniprio.language import fact
from omniprio.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.checker.case import Case
    from omniprio.checker.report import BrokenRule
    from omniprio.language import Value
    from omniprio.portfolio import Group

__all__ = ["apart", "group", "share"]


def group(case: Case) -> Iterator[BrokenRule]:
    """What is chosen of each group comes to as much as it allows: their number, their cost in a fund, their score."""
    for entry in case.portfolio.groups:
        members = case.portfolio.members[entry.id]
        chosen = [name for name in members if name in case.works]
        there = measured(case.portfolio, entry, [case.works[name] for name in chosen])
        if entry.all_or_none and 0 < len(chosen) < len(members):
            yield _beside(case, entry, "all_or_none", Fraction(len(chosen)), Fraction(len(members)))
        for kind, limit in _breaches(entry, there):
            yield _beside(case, entry, kind if entry.counts else f"{kind} measured", there, limit)


def _breaches(entry: Group, there: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Yield what a group says against what its chosen members come to, and what it allows."""
    if entry.least is not None and there < entry.least:
        yield "at_least", entry.least
    if entry.most is not None and there > entry.most:
        yield "at_most", entry.most


def _beside(case: Case, entry: Group, kind: str, there: Fraction, limit: Fraction) -> BrokenRule:
    members = case.portfolio.members[entry.id]
    what: dict[str, Value] = {"chosen": _number(there), "members": members, "limit": _number(limit)}
    if kind.endswith("measured"):
        what["measure"] = entry.measure
    said = fact(f"rules.{kind}", group=entry.id, **what)
    figures = {"chosen": float(there), "allowed": float(limit)}
    return broken(case.portfolio, "group", said, members, None, figures)


def _number(amount: Fraction) -> float:
    """Return a number that is said: a whole one where it is."""
    return int(amount) if amount.denominator == 1 else float(amount)


def share(case: Case) -> Iterator[BrokenRule]:
    """What is chosen of each group has the share that it is to have of what everything chosen comes to."""
    for entry in case.portfolio.groups:
        members = case.portfolio.members[entry.id]
        own = measured(case.portfolio, entry, [case.works[name] for name in members if name in case.works])
        whole = measured(case.portfolio, entry, case.works.values())
        for kind, limit in (("least_share", entry.least_share), ("most_share", entry.most_share)):
            least = kind == "least_share"
            wanted = None if limit is None else exact(limit) * whole
            if wanted is not None and (own < wanted if least else own > wanted):
                figures = {"there": float(own), "whole": float(whole), "allowed": float(limit or 0)}
                what: dict[str, Value] = {"group": entry.id, "members": members, "limit": limit or 0}
                seen = {"there": _number(own), "whole": _number(whole)}
                said = fact(f"rules.{kind}", measure=entry.measure, **what, **seen)
                yield broken(case.portfolio, "share", said, members, None, figures)


def apart(case: Case) -> Iterator[BrokenRule]:
    """Between the work of any two chosen members of a group lie as many periods as it wants."""
    for entry in case.portfolio.groups:
        chosen = [name for name in case.portfolio.members[entry.id] if name in case.works]
        for pair in combinations(chosen, 2) if entry.apart is not None else ():
            first, second = sorted(pair, key=lambda name: case.works[name].start)
            between = case.works[second].start - case.works[first].completion - 1
            if between < (entry.apart or 0):
                yield _too_near(case, entry, (first, second), between)


def _too_near(case: Case, entry: Group, pair: tuple[str, str], between: int) -> BrokenRule:
    first, second = pair
    start, wanted = case.works[second].start, entry.apart or 0
    said = fact(
        "rules.apart" if between >= 0 else "rules.at the same time",
        group=entry.id,
        first=first,
        completion=case.works[first].completion,
        second=second,
        start=start,
        wanted=wanted,
    )
    figures = {"between": max(between, 0), "wanted": wanted}
    return broken(case.portfolio, "apart", said, pair, start, figures)
