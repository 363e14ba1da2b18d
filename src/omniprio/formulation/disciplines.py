"""The columns of the disc: what each field is credited with and whether it is reached, per period."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from omniprio.disc import field_over_channels
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from omniprio.disc import Discipline
    from omniprio.formulation.variables import Variables
    from omniprio.fulfilment import Progress

__all__ = [
    "add_courses",
    "add_fields",
    "covered",
    "credited_with",
    "distance",
    "mean_of_parts",
    "over_parts",
    "rings_that_count",
    "states_of",
]


def rings_that_count(variables: Variables, row: Discipline) -> list[str]:
    """Return the fields of a discipline that its ambition asks for, from the outside in."""
    ambition = variables.portfolio.ambitions[row.id]
    levels = len(row.rings) if row.order == "any" and ambition else ambition
    return [f"{row.id}{number}" for number in range(1, levels + 1)]


def add_fields(variables: Variables) -> None:
    """Add a column for each field and period that is not certain beforehand, and constants for the rest."""
    for row in variables.portfolio.disc.disciplines:
        for period in range(1, variables.portfolio.periods + 1):
            outer = Expression(constant=1)
            for field in rings_that_count(variables, row):
                gate = outer if row.order == "outside in" else Expression(constant=1)
                _add_field(variables, field, period, gate)
                outer = variables.reached[field, period]


def _add_field(variables: Variables, field: str, period: int, gate: Expression) -> None:
    """Add what one field is in one period, behind a gate: whether the next outer one is reached."""
    parts = variables.portfolio.disc.parts_of[field]
    name = f"{variables.place_of_field(field)}_{period}"
    reached = fulfilment = Expression()
    if all(variables.least(part, period) >= 1 for part in parts):
        reached = fulfilment = gate
    elif gate.terms or gate.constant:
        if all(variables.most(part, period) >= 1 for part in parts):
            reached = variables.program.column(f"z_{name}", integer=True)
        if variables.portfolio.credit == "full":
            fulfilment = reached
        elif all(variables.most(part, period) == variables.least(part, period) for part in parts):
            fulfilment = gate * over_parts(variables, field, period, variables.most)
        elif (most := over_parts(variables, field, period, variables.most)) > 0:
            fulfilment = _share(variables, f"p_{name}", most, variables.grain_of(field))
    variables.reached[field, period] = reached
    variables.fulfilment[field, period] = fulfilment


def over_parts(
    variables: Variables, field: str, period: int, bound: Callable[[str, int], Fraction]
) -> Fraction:
    """Return the fulfilment of a field where the shares of each part of it are at a bound.

    Args:
        variables: The variables.
        field: The field, or a channel of it.
        period: The period, from 0.
        bound: The least or the most that the shares of a part can add up to by the end of a period.
    """
    disc = variables.portfolio.disc
    shares = {part: min(max(bound(part, period), Fraction(0)), Fraction(1)) for part in disc.parts_of[field]}
    return field_over_channels(disc, field, shares)


def mean_of_parts(variables: Variables, field: str, period: int) -> Expression:
    """Return the fulfilment of a field that is judged by the mean of its channels, adding columns where they are new."""
    disc = variables.portfolio.disc
    return total(
        (_of_part(variables, part, period), disc.part_weights[part]) for part in disc.parts_of[field]
    )


def _of_part(variables: Variables, part: str, period: int) -> Expression:
    """Return the fulfilment of one channel of a field, 0 to 1."""
    least, most = variables.least(part, period), variables.most(part, period)
    if least >= 1 or most <= 0 or most == least:
        return Expression(constant=min(max(least, Fraction(0)), Fraction(1)))
    if (part, period) not in variables.of_part:
        name = f"c_{variables.place_of_field(part)}_{period}"
        share = _share(variables, name, min(most, Fraction(1)), variables.grain(part))
        variables.of_part[part, period] = share
        variables.computed.append((share, partial(_state, part, period)))
        credited_with(variables, share, part, period)
    return variables.of_part[part, period]


def credited_with(v: Variables, credited: Expression, part: str, period: int) -> None:
    """State that no more is credited than the shares of a part of a field: the rule `fulfilment`.

    Args:
        v: The variables.
        credited: What is credited, 0 to 1.
        part: The part.
        period: The period at whose end it is.
    """
    shares, least = v.shares(part, period), v.least(part, period)
    if least < 0:
        below = v.below(part, period)
        shares.add_scaled(below, -least)
        none = Expression(constant=1) - below
        v.program.require("fulfilment", credited, "<=", none, subject=(part,), period=period)
    v.program.require("fulfilment", credited, "<=", shares, subject=(part,), period=period)


def _state(part: str, period: int, course: Progress) -> Fraction:
    return course.fulfilment[part][period]


def _share(variables: Variables, name: str, most: Fraction, grain: Fraction) -> Expression:
    """Add a column for a share from 0 to the most it can be."""
    share = variables.program.column(name, integer=False, grain=grain / most)
    return share * most  # a column from 0 to 1: HiGHS errs where one can only be tiny


def covered(variables: Variables, row: Discipline, period: int) -> Expression:
    """Return how many of the levels that a discipline's ambition asks for are covered, in part or whole."""
    fields = [variables.fulfilment[field, period] for field in rings_that_count(variables, row)]
    return total((field, 1) for field in fields)


def distance(v: Variables, period: int) -> Expression:
    """Return D(t) = sum of w_k (a_k - position_k(t)) / sum of w_k a_k, worked out once."""
    if period not in v.distance:
        v.distance[period] = _distance(v, period)
    return v.distance[period]


def _distance(v: Variables, period: int) -> Expression:
    weights = v.portfolio.disc.weights
    levels = v.portfolio.ambitions
    whole = sum((weights[name] * level for name, level in levels.items()), Fraction(0))
    if whole == 0:
        return Expression()
    gained = total((v.position[name, period], weight / whole) for name, weight in weights.items())
    return Expression(constant=1) - gained


def add_courses(v: Variables) -> None:
    """Tell of the distance that it never grows, where that is so: nothing is measured, and no synergy takes away."""
    joint = (share for gains in v.portfolio.joint_gains.values() for share in gains.values())
    if v.portfolio.measured_parts or any(share < 0 for share in joint):
        return
    steps = [distance(v, period) for period in range(1, v.portfolio.periods + 1)]
    if any(step.terms for step in steps):
        v.program.courses.append(steps)


def states_of(
    v: Variables, field: str, share: Fraction, period: int
) -> Iterator[tuple[Expression, Fraction]]:
    """Yield what must come to a share for a field to do so, each with the least it can be, less than the share."""
    if field in v.portfolio.disc.means:
        least = over_parts(v, field, period, v.least)
        if share > least:
            yield mean_of_parts(v, field, period), least
        return
    for part in v.portfolio.disc.parts_of[field]:
        if share > max(v.least(part, period), Fraction(0)):
            yield v.shares(part, period), v.least(part, period)
