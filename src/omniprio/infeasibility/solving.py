"""Solving for a schedule that keeps some demands and breaks others as little as possible."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.errors import NoPlanFoundError, SolverError
from omniprio.exactly import Exactly
from omniprio.infeasibility.counting import Counting
from omniprio.infeasibility.reduced import Reduced
from omniprio.language import sentence
from omniprio.solver.program import Column, Expression, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.infeasibility.demand import Demand, Rows
    from omniprio.solver.limits import Limits
    from omniprio.solver.program import Number

__all__ = ["Found", "Softened", "dropping", "excess", "loosened", "schedule"]


@dataclass(frozen=True, slots=True)
class Softened:
    """Rows that may be broken, at a price.

    Attributes:
        columns: Further columns, after those of the variables.
        rows: Rows that use them.
        price: What to keep small.
        then: What to keep small next, or None.
    """

    columns: Sequence[Column] = ()
    rows: Sequence[Row] = ()
    price: Expression | None = None
    then: Expression | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule.

    Attributes:
        starts: The start of each chosen initiative.
        values: The value of each column of the variables, exactly.
        bound: No schedule has a lower price; None where that is not known.
    """

    starts: dict[str, int]
    values: list[Fraction]
    bound: Fraction | None

    def breaks(self, rows: Iterable[Row]) -> bool:
        """Tell whether the schedule breaks one of some rows."""
        return any(not row.holds(self.values) for row in rows)


def excess(row: Row, found: Found) -> Fraction:
    """Return by how much a schedule breaks a row with `<=`, 0 where it keeps it."""
    total = sum((Fraction(c) * found.values[column] for column, c in row.terms.items()), -Fraction(row.rhs))
    return max(total, Fraction(0))


def schedule(rows: Rows, hard: Iterable[Demand], softened: Softened, limits: Limits) -> Found | None:
    """Return a schedule that keeps some demands and breaks softened rows as little as possible.

    Args:
        rows: The rows of the portfolio.
        hard: The demands to keep; those that are neither here nor softened may be broken freely.
        softened: The rows that may be broken.
        limits: When to stop.

    Returns:
        The schedule; None if it is proven that there is none.

    Raises:
        NoPlanFoundError: The run was stopped before there was a schedule or a proof.
        SolverError: The solver failed, or what it says does not hold.
    """
    if (why := limits.deadline.why) is not None:
        raise NoPlanFoundError(why)
    kept = [row for demand in hard for row in rows.of[demand]]
    reduced = Reduced(rows, [*kept, *softened.rows], softened.columns)
    program = Exactly(reduced.program, Counting(rows.variables, reduced, kept, softened.rows))
    found = program.least(reduced.price(softened.price), limits)
    if found.is_none:
        return None
    if found.is_disputed:
        raise SolverError(sentence("errors.does not hold"))
    if found.answer is None:
        raise NoPlanFoundError(found.stop)
    return Found(found.answer.starts, list(found.answer.values), found.bound if found.settled else None)


def dropping(rows: Rows, demands: Sequence[Demand], *, by_thing: bool = False) -> Softened:
    """Return the rows of demands such that each demand can be dropped as a whole, at a price of 1.

    Args:
        rows: The rows of the portfolio.
        demands: The demands.
        by_thing: Whether all periods of one budget or team are dropped together, at a price of 1.
    """
    things = [(demand.kind, demand.subject, None if by_thing else demand.period) for demand in demands]
    first, one = len(rows.variables.program.columns), Fraction(1)
    place = {thing: number for number, thing in enumerate(dict.fromkeys(things), start=first)}
    return Softened(
        columns=[Column(f"r_{number}", integer=True, upper=one, grain=one) for number in place.values()],
        rows=[
            loosened(row, place[thing], rows.most_excess(row))
            for demand, thing in zip(demands, things, strict=True)
            for row in rows.of[demand]
        ],
        price=Expression(dict.fromkeys(place.values(), 1)),
    )


def loosened(row: Row, column: int, by: Number) -> Row:
    """Return a row with `<=` that may be broken by so much for each unit of a column."""
    return dataclasses.replace(row, terms={**row.terms, column: -by})
