"""The columns of the disc: what each field is credited with and whether it is reached, per period."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from omniprio.disc import Discipline
    from omniprio.formulation.variables import Variables

__all__ = ["add_fields", "covered", "distance", "rings_that_count"]


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
    least, most = variables.least(field, period), variables.most(field, period)
    name = f"{variables.place_of_field(field)}_{period}"
    reached = fulfilment = Expression()
    if least >= 1:
        reached = fulfilment = gate
    elif gate.terms or gate.constant:
        if most >= 1:
            reached = variables.program.column(f"z_{name}", integer=True)
        if variables.portfolio.credit == "full":
            fulfilment = reached
        elif most == least:
            fulfilment = gate * most
        elif most > 0:
            upper = min(Fraction(1), most)
            share = variables.program.column(f"p_{name}", integer=False, grain=variables.grain(field) / upper)
            fulfilment = share * upper  # a column from 0 to 1: HiGHS errs where one can only be tiny
    variables.reached[field, period] = reached
    variables.fulfilment[field, period] = fulfilment


def covered(variables: Variables, row: Discipline, period: int) -> Expression:
    """Return how many of the levels that a discipline's ambition asks for are covered, in part or whole."""
    fields = [variables.fulfilment[field, period] for field in rings_that_count(variables, row)]
    return total((field, 1) for field in fields)


def distance(v: Variables, period: int) -> Expression:
    """Return D(t) = sum of w_k (a_k - position_k(t)) / sum of w_k a_k."""
    weights = v.portfolio.disc.weights
    levels = v.portfolio.ambitions
    whole = sum((weights[name] * level for name, level in levels.items()), Fraction(0))
    if whole == 0:
        return Expression()
    gained = total((v.position[name, period], weight / whole) for name, weight in weights.items())
    return Expression(constant=1) - gained
