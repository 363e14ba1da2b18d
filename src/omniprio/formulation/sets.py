"""The rules of groups: what their members come to, their share of all, and how far apart they are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.measures import counted
from omniprio.numbers import exact
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.portfolio import Group

__all__ = ["apart", "group", "share"]


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
