"""The rules about what binds initiatives together: money, teams and sets of initiatives."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from omniprio.checker.case import exceeded, told_apart
from omniprio.checker.recount import bought_of, capacity_of, measured
from omniprio.checker.report import Breach
from omniprio.language import fact
from omniprio.numbers import each_period, exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.checker.case import Case
    from omniprio.language import Value
    from omniprio.portfolio import Budget, Group

__all__ = ["RULES", "apart", "budget", "capacity", "extra", "group", "least_load", "least_spending", "share"]


def budget(case: Case) -> Iterator[Breach]:
    """Spending keeps within each budget, window by window, with what comes from the window before and what flows into it.

    A period of a budget by period is a window of its own, and so is the horizon for a total. What is overspent is named in
    the period it is spent in.
    """
    for name, limit in case.portfolio.limits.items():
        amounts, income = case.recount.spending[name], case.recount.income[name]
        since, used, named = 1, Fraction(0), Fraction(0)
        most: Fraction | None = Fraction(0)
        for first, last, amount in _windows(limit, case.portfolio.periods):
            if limit.carry_over is not True:
                since, used, named = first, Fraction(0), Fraction(0)
            most = None if most is None or amount is None else most + amount
            for period in range(first, last + 1):
                used += amounts[period - 1]
                most = None if most is None else most + income[period - 1]
                excess = Fraction(0) if most is None or used <= most else used - most
                if most is not None and excess > named:
                    said, first_one = _when(limit, since, period)
                    whose: dict[str, Value] = {"budget": name, **first_one}
                    yield exceeded("budget", said, whose, period, (used, most))
                named = excess
            if limit.carry_over is not True:
                most = _carried(limit, amount, None if most is None else most - used)


def _windows(limit: Budget, periods: int) -> Iterator[tuple[int, int, Fraction | None]]:
    """Yield the first and the last period of each window of a budget, and its amount; None is no limit."""
    if limit.total is not None:
        yield 1, periods, exact(limit.total)
        return
    given = [(one.periods, one.amount) for one in limit.windows]
    given = given or [(1, amount) for amount in each_period(limit.per_period, periods)]
    first = 1
    for length, amount in given:
        yield first, first + length - 1, None if amount is None else exact(amount)
        first += length


def _when(limit: Budget, since: int, period: int) -> tuple[str, dict[str, int]]:
    """Return how it is said when money was spent: by a period, in it, or from another one to it."""
    if limit.carry_over is True:
        return "breach by", {}
    return ("breach in", {}) if since == period else ("breach from", {"first": since})


def _carried(limit: Budget, amount: Fraction | None, left: Fraction | None) -> Fraction | None:
    """Return what goes from a window into the next where not all does; None is no limit."""
    share = Fraction(0) if limit.carry_over is False else exact(limit.carry_over)
    if not share:
        return Fraction(0)
    caps = [one for one in (None if amount is None else share * amount, left) if one is not None]
    return max(Fraction(0), min(caps)) if caps else None


def least_spending(case: Case) -> Iterator[Breach]:
    """As much is spent under each budget as is to be, over the horizon and in each window."""
    periods = case.portfolio.periods
    for name, limit in case.portfolio.limits.items():
        amounts = case.recount.spending[name]
        asked: list[tuple[int, int, float | None]] = [(1, periods, limit.at_least)]
        first = 1
        for window in limit.windows:
            asked.append((first, first + window.periods - 1, window.at_least))
            first += window.periods
        for since, last, least in asked:
            wanted, there = exact(least or 0.0), sum(amounts[since - 1 : last], Fraction(0))
            if least and there < wanted:
                more, less = told_apart(wanted, there)
                seen = {"wanted": float(more), "used": float(less), "short": float(more - less)}
                where: dict[str, Value] = (
                    {"period": last} if since == last else {"first": since, "period": last}
                )
                breach = "breach in" if since == last else "breach"
                said = fact(f"rules.least_spending.{breach}", budget=name, **where, **seen)
                figures = {"used": float(there), "wanted": float(wanted), "too little": float(wanted - there)}
                yield Breach("least_spending", said, (), last, figures)


def capacity(case: Case) -> Iterator[Breach]:
    """The work in progress in each period takes no more of a team than there is, what initiatives add included.

    Where more of it can be bought, `extra` has the say.
    """
    for team, limits in case.portfolio.teams.items():
        there = capacity_of(case.portfolio, team, case.works.values())
        rows = zip(case.recount.load[team], there, limits.extra, strict=True)
        for period, (load, most, more) in enumerate(rows, start=1):
            if most is not None and load > most and more == 0:
                yield exceeded("capacity", "breach", {"team": team}, period, (load, most))


def extra(case: Case) -> Iterator[Breach]:
    """No more of a team is bought in a period than can be bought."""
    for team, limits in case.portfolio.teams.items():
        there = bought_of(case.portfolio, team, case.works) if limits.sells else ()
        for period, (bought, most) in enumerate(zip(there, limits.extra, strict=False), start=1):
            if most is not None and bought > most:
                yield exceeded("extra", "breach", {"team": team}, period, (bought, most))


def least_load(case: Case) -> Iterator[Breach]:
    """The work in progress takes in each period as much of a team as it is to have to do."""
    for team, limits in case.portfolio.teams.items():
        for period, (load, wanted) in enumerate(
            zip(case.recount.load[team], limits.at_least, strict=True), start=1
        ):
            if wanted is not None and load < wanted:
                more, less = told_apart(wanted, load)
                seen = {"wanted": float(more), "used": float(less), "short": float(more - less)}
                said = fact("rules.least_load.breach", team=team, period=period, **seen)
                figures = {"used": float(load), "wanted": float(wanted), "too little": float(wanted - load)}
                yield Breach("least_load", said, (), period, figures)


def group(case: Case) -> Iterator[Breach]:
    """What is chosen of each group comes to as much as it allows: their number, their cost in a fund, their score."""
    for entry in case.portfolio.groups:
        members = case.portfolio.members[entry.id]
        chosen = [name for name in members if name in case.works]
        there = measured(case.portfolio, entry, [case.works[name] for name in chosen])
        if entry.all_or_none and 0 < len(chosen) < len(members):
            yield _beside(case, entry, "all_or_none.breach", Fraction(len(chosen)), Fraction(len(members)))
        for kind, limit in _breaches(entry, there):
            yield _beside(
                case, entry, f"{kind}.breach" if entry.counts else f"{kind}.breach measured", there, limit
            )


def _breaches(entry: Group, there: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Yield what a group says against what its chosen members come to, and what it allows."""
    if entry.least is not None and there < entry.least:
        yield "at_least", entry.least
    if entry.most is not None and there > entry.most:
        yield "at_most", entry.most


def _beside(case: Case, entry: Group, key: str, there: Fraction, limit: Fraction) -> Breach:
    members = case.portfolio.members[entry.id]
    what: dict[str, Value] = {"chosen": _number(there), "members": members, "limit": _number(limit)}
    if key.endswith("measured"):
        what["measure"] = entry.measure
    said = fact(f"rules.{key}", group=entry.id, **what)
    figures = {"chosen": float(there), "allowed": float(limit)}
    return Breach("group", said, members, None, figures)


def _number(amount: Fraction) -> float:
    """Return a number that is said: a whole one where it is."""
    return int(amount) if amount.denominator == 1 else float(amount)


def share(case: Case) -> Iterator[Breach]:
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
                said = fact(f"rules.{kind}.breach", measure=entry.measure, **what, **seen)
                yield Breach("share", said, members, None, figures)


def apart(case: Case) -> Iterator[Breach]:
    """Between the work of any two chosen members of a group lie as many periods as it wants."""
    for entry in case.portfolio.groups:
        chosen = [name for name in case.portfolio.members[entry.id] if name in case.works]
        for pair in combinations(chosen, 2) if entry.apart is not None else ():
            first, second = sorted(pair, key=lambda name: case.works[name].start)
            between = case.works[second].start - case.works[first].completion - 1
            if between < (entry.apart or 0):
                yield _too_near(case, entry, (first, second), between)


def _too_near(case: Case, entry: Group, pair: tuple[str, str], between: int) -> Breach:
    first, second = pair
    start, wanted = case.works[second].start, entry.apart or 0
    said = fact(
        "rules.apart.breach" if between >= 0 else "rules.apart.breach at the same time",
        group=entry.id,
        first=first,
        completion=case.works[first].completion,
        second=second,
        start=start,
        wanted=wanted,
    )
    figures = {"between": max(between, 0), "wanted": wanted}
    return Breach("apart", said, pair, start, figures)


RULES = (budget, least_spending, capacity, extra, least_load, group, apart, share)
"""The rules of this module."""
