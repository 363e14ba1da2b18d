"""The columns and rows of synergies: whether each is active, from its members and from the fields it needs."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from omniprio.formulation.disciplines import over_parts, states_of
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.formulation.variables import Variables
    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Synergy

__all__ = ["state_synergy"]


def state_synergy(v: Variables, entry: Synergy) -> None:
    """Add the rows that say when a synergy is active and when its cost falls.

    Args:
        v: The variables.
        entry: The synergy.
    """
    if entry.when == "start together":
        _start_together(v, entry)
    elif entry.when == "in order":
        _start_in_order(v, entry)
    if entry.needs:
        _wait_for_fields(v, entry)
        _pay_in_common_start(v, entry)
    elif entry.when == "all complete":
        _wait_for_members(v, entry)
    elif v.has_modes(entry):
        _wait_for_members(v, entry)
        _pay_in_common_start(v, entry)


def _wait_for_members(v: Variables, entry: Synergy) -> None:
    """State y(t) <= c_i(t) and y(t) >= sum of c_i(t) - (n - 1)."""
    for period in range(1, v.portfolio.periods + 1):
        if (entry.id, period) in v.active:
            done = v.members_ready(entry, period)
            _is_and(v, entry, v.active[entry.id, period], done, period)


def _is_and(v: Variables, entry: Synergy, column: Expression, all_of: list[Expression], period: int) -> None:
    """State that a column is 1 where all of some expressions are, and 0 elsewhere."""
    for one in all_of:
        v.program.require("synergy", column, "<=", one, subject=(entry.id,), period=period)
    _at_least(v, entry, column, all_of, period)


def _at_least(
    v: Variables, entry: Synergy, column: Expression, all_of: list[Expression], period: int
) -> None:
    least = total((one, 1) for one in all_of) - Expression(constant=len(all_of) - 1)
    v.program.require("synergy", column, ">=", least, subject=(entry.id,), period=period)


def _start_together(v: Variables, entry: Synergy) -> None:
    """State j(s) <= x_i(s) - x_i(s - 1) for each member, and j(s) >= the sum of these - (n - 1)."""
    for (_, start), joined in v.joined[entry.id].items():
        _is_and(v, entry, joined, [v.starting(name, start) for name in entry.of], start)


def _start_in_order(v: Variables, entry: Synergy) -> None:
    """State the same of member i and of all before it: j_i(s) <= x_i(s) - x_i(s - 1) and j_i(s) <= what is done by s - 1."""
    for (place, start), joined in v.joined[entry.id].items():
        both = [v.starting_as(entry.of[place], start), v.done_in_order(entry, place - 1, start - 1)]
        _is_and(v, entry, joined, both, start)


def _wait_for_fields(v: Variables, entry: Synergy) -> None:
    """State y(t) <= what lets it be active, y(t - 1) <= y(t), and for fields (share - m) (y(t) - y(t - 1)) <= F_f(t - 1) - m.

    y(t - 1) is left out of the last where the field cannot fall. Where it would pay not to be active, y(t) is also at
    least the sum of all that lets it be, less their number - 1.
    """
    for period in range(1, v.portfolio.periods + 1):
        if (entry.id, period) in v.active:
            active, before = v.active[entry.id, period], v.is_active(entry.id, period - 1)
            if before.terms:
                v.program.require("synergy", before, "<=", active, subject=(entry.id,), period=period)
            lets = v.members_ready(entry, period)
            for one in lets:
                v.program.require("synergy", active, "<=", one, subject=(entry.id,), period=period)
            enough = [*_enough(v, entry, period)]
            if v.synergies_hurt and None not in enough:
                lets += [one for one in enough if one is not None]
                _at_least(v, entry, active, lets, period)


def _enough(v: Variables, entry: Synergy, period: int) -> Iterator[Expression | None]:
    """State what a synergy needs of each field, and yield whether that is so, or None where it never is.

    Yielded is something only where it would pay not to be active.
    """
    active, before = v.active[entry.id, period], v.is_active(entry.id, period - 1)
    for field, share in entry.needed_shares.items():
        parts = v.portfolio.disc.parts_of[field]
        falls = any(
            v.least(part, period - 1) < v.portfolio.start_fulfilment[part]
            or part in v.portfolio.measured_parts
            for part in parts
        )
        newly = active - before if falls else active
        for state, least in states_of(v, field, share, period - 1):
            gained = state - Expression(constant=least)
            row, subject = newly * (share - least), (entry.id, field)
            v.program.require("synergy", row, "<=", gained, subject=subject, period=period)
        if v.synergies_hurt:
            yield from _is_enough(v, entry, field, share, period)


def _is_enough(
    v: Variables, entry: Synergy, field: str, share: Fraction, period: int
) -> Iterator[Expression | None]:
    """Yield the columns n that are 1 where a field is far enough: F_f(t - 1) <= share - g + (M - share + g) n.

    M is the most that F_f can be and g its grain: below the share it is share - g at most.
    """
    is_mean = field in v.portfolio.disc.means
    for part in (field,) if is_mean else v.portfolio.disc.parts_of[field]:
        for state, _ in states_of(v, part, share, period - 1):
            grain = v.grain_of(part)
            below = grain * (ceil(share / grain) - 1)
            most = over_parts(v, part, period - 1, v.most) if is_mean else v.most(part, period - 1)
            if most <= below:
                yield None
                continue
            if is_mean:
                _state_means_exactly(v, field, period - 1)
            enough = v.program.column(f"n_{len(v.program.columns)}", integer=True)
            v.computed.append((enough, partial(_is_fulfilled, part, share, period - 1)))
            row, subject = enough * (most - below), (entry.id, field)
            excess = state - Expression(constant=below)
            v.program.require("synergy", excess, "<=", row, subject=subject, period=period)
            yield enough


def _state_means_exactly(v: Variables, field: str, period: int) -> None:
    """State that each channel of a field counts in full: p_c >= F_c - (M - 1) full and p_c >= full."""
    for part in v.portfolio.disc.parts_of[field]:
        key = part, period
        if key in v.of_part and key not in v.exact_parts:
            v.exact_parts.add(key)
            credited, shares, most = v.of_part[key], v.shares(part, period), v.most(part, period)
            if most > 1:
                full = v.program.column(f"f_{len(v.program.columns)}", integer=True)
                v.computed.append((full, partial(_is_fulfilled, part, Fraction(1), period)))
                shares.add_scaled(full, 1 - most)
                v.program.require("synergy", credited, ">=", full, subject=(part,), period=period)
            v.program.require("synergy", credited, ">=", shares, subject=(part,), period=period)


def _is_fulfilled(name: str, share: Fraction, period: int, course: Progress) -> Fraction:
    return Fraction(course.fulfilment[name][period] >= share)


def _pay_in_common_start(v: Variables, entry: Synergy) -> None:
    """State that the cost falls in the common start s if ever active: k(s) <= j(s), and the sum of k(s) is y(T)."""
    for start, paid in v.paid_at.get(entry.id, {}).items():
        joined = v.joined[entry.id][0, start]
        v.program.require("synergy", paid, "<=", joined, subject=(entry.id,), period=start)
    if entry.id in v.paid_at:
        once = total((paid, 1) for paid in v.paid_at[entry.id].values())
        ever = v.is_active(entry.id, v.portfolio.periods)
        v.program.require("synergy", once, "=", ever, subject=(entry.id,))
