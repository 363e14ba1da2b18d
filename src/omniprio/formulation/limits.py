"""The rules about what binds initiatives together: sets of initiatives and teams."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.formulation.values import added, loads
from omniprio.measures import counted
from omniprio.money import team_bound_by
from omniprio.numbers import exact
from omniprio.schedule import bought as bought_by
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.portfolio import Group, Portfolio

__all__ = ["RULES", "apart", "bought", "capacity", "extra", "group", "least_load", "share"]


def group(v: Variables) -> None:
    """A group keeps to its limits: at_least <= M <= at_most; all or none: all x_i(T) are equal.

    M is the sum over its members of what i counts, m_i: x_i(T); or its score x_i(T); or what it spends from a fund, the sum
    over s of m_i(s) (x_i(s) - x_i(s - 1)).
    """
    for entry in v.portfolio.groups:
        members = v.portfolio.members[entry.id]
        own = _measure(v, entry, members)
        if entry.least is not None:
            v.program.require("group", own, ">=", entry.least, subject=(entry.id,))
        if entry.most is not None:
            v.program.require("group", own, "<=", entry.most, subject=(entry.id,))
        if entry.all_or_none:
            _tie_together(v, entry, members)


def _measure(v: Variables, entry: Group, names: Iterable[str]) -> Expression:
    """Return what those of some initiatives that are chosen come to in the measure of a group."""
    return total((_counted(v, entry, name), 1) for name in names)


def _counted(v: Variables, entry: Group, name: str) -> Expression:
    one = v.portfolio.by_id[name]
    if entry.fund is None:
        return v.chosen(name) * counted(entry, one, 1, v.portfolio)
    return v.by_start(name, {start: counted(entry, one, start, v.portfolio) for start in v.windows[name]})


def _tie_together(v: Variables, entry: Group, members: Sequence[str]) -> None:
    for one, other in pairwise(members):
        v.program.require("group", v.chosen(one), "=", v.chosen(other), subject=(entry.id, one, other))


def apart(v: Variables) -> None:
    """Members of a group are so many periods a apart: the sum of x_i(t) - c_i(t - 1 - a) <= 1."""
    for entry in v.portfolio.groups:
        members = v.portfolio.members[entry.id]
        if entry.apart is None or len(members) == 1:
            continue
        for period in range(1, v.portfolio.periods + 1):
            busy = total((v.started(name, period), 1) for name in members)
            over = total((v.completed(name, period - 1 - entry.apart), 1) for name in members)
            v.program.require("apart", busy - over, "<=", 1, subject=(entry.id,), period=period)


def share(v: Variables) -> None:
    """Members of a group have their share of all that is chosen: least_share A <= M <= most_share A.

    M is what the chosen members come to in the measure of the group, A what all chosen initiatives come to in it.
    """
    for entry in v.portfolio.groups:
        if not entry.has_share:
            continue
        own = _measure(v, entry, v.portfolio.members[entry.id])
        everything = _measure(v, entry, v.portfolio.by_id)
        if entry.least_share is not None:
            least = everything * exact(entry.least_share)
            v.program.require("share", own, ">=", least, subject=(entry.id,))
        if entry.most_share is not None:
            most = everything * exact(entry.most_share)
            v.program.require("share", own, "<=", most, subject=(entry.id,))


def bought(v: Variables) -> None:
    """What is bought of a team is no less than what it is short of: b(t) >= the sum of effort_i(t - s_i) less what there is.

    There are columns b(t) only where it costs something; so no plan needs more than that.
    """
    for team in v.portfolio.sellers:
        one = v.portfolio.teams[team]
        if one.price:
            rows = zip(loads(v, team), one.amount, one.extra, strict=True)
            v.bought[team] = [
                Expression() if amount is None or more == 0 else _bought(v, team, period, load, amount)
                for period, (load, amount, more) in enumerate(rows, start=1)
            ]


def _bought(v: Variables, team: str, period: int, load: Expression, amount: Fraction) -> Expression:
    """Return the column of what is bought in a period, adding it; nothing where nothing can be missing."""
    missing = load - added(v, team, period) - Expression(constant=amount)
    most = v.program.most(load) - amount
    if most <= 0:
        return Expression()
    name, grain = f"b_{len(v.program.columns)}", v.program.step(missing)
    column = v.program.column(name, integer=False, upper=most, grain=grain)
    v.program.require("bought", column, ">=", missing, subject=(team,), period=period)
    if _may_serve(v.portfolio, team):
        _buy_no_more(v, team, period, column, missing)
    return column


def _may_serve(portfolio: Portfolio, team: str) -> bool:
    """Tell whether more could be bought than is missing so that as much is spent as is to be."""
    bound = (one for one in portfolio.limits.values() if team_bound_by(one, portfolio.teams[team]))
    return any(one.least(portfolio.periods) for one in bound)


def _buy_no_more(v: Variables, team: str, period: int, column: Expression, missing: Expression) -> None:
    """Let a column be no more than what is missing: b <= U o and b <= missing + M (1 - o), with o 0 or 1."""
    over = v.program.column(f"o_{len(v.program.columns)}", integer=True)
    v.scheduled.append((over, partial(_is_bought, v.portfolio, team, period)))
    (place,) = column.terms
    most, least = v.program.columns[place].upper, v.program.most(missing * -1)
    wholly = missing + Expression(constant=least)
    v.program.require("bought", column, "<=", over * most, subject=(team,), period=period)
    v.program.require("bought", column + over * least, "<=", wholly, subject=(team,), period=period)


def _is_bought(portfolio: Portfolio, team: str, period: int, starts: Mapping[str, int]) -> Fraction:
    return Fraction(bought_by(portfolio, starts, team)[period - 1] > 0)


def capacity(v: Variables) -> None:
    """Work in progress keeps to the capacity of each team: the sum of effort_i(t - s_i) is no more.

    To what is given is added what initiatives add that are complete, adds_i c_i(t). Where more can be bought, `extra` has
    the say.
    """
    for team, one in v.portfolio.teams.items():
        rows = zip(loads(v, team), one.amount, one.extra, strict=True)
        for period, (load, amount, more) in enumerate(rows, start=1):
            if amount is not None and more == 0:
                there = added(v, team, period) + Expression(constant=amount)
                v.program.require("capacity", load, "<=", there, subject=(team,), period=period)


def extra(v: Variables) -> None:
    """No more of a team is bought than can be: the sum of effort_i(t - s_i) is no more than there is and that."""
    for team in v.portfolio.sellers:
        one = v.portfolio.teams[team]
        rows = zip(loads(v, team), one.amount, one.extra, strict=True)
        for period, (load, amount, more) in enumerate(rows, start=1):
            if amount is not None and more:
                there = added(v, team, period) + Expression(constant=amount + more)
                v.program.require("extra", load, "<=", there, subject=(team,), period=period)


def least_load(v: Variables) -> None:
    """A team has as much to do as it is to have: the sum of effort_i(t - s_i) is no less."""
    for team, one in v.portfolio.teams.items():
        if any(one.at_least):
            for period, (load, least) in enumerate(zip(loads(v, team), one.at_least, strict=True), start=1):
                if least:
                    v.program.require("least_load", load, ">=", least, subject=(team,), period=period)


RULES = (capacity, extra, least_load, group, apart, share)
"""The rules that a schedule may break; `bought` only says what columns mean."""
