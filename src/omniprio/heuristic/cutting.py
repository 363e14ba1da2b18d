"""A bound for a program whose relaxation has much in part: solved again and again, each time with rows that it broke.

The rows are kept by every solution in whole numbers, since only what the program itself asks for is made use of. The bound is
computed again from the prices of the relaxation, in whole numbers: it holds whatever the tolerances of the solver.

In the literature: cutting planes, knapsack cover and flow cover inequalities.
Source: Carr, Fleischer, Leung and Phillips, 2000, Strengthening integrality gaps for capacitated network design and covering
problems; Padberg, Van Roy and Wolsey, 1985, Valid linear inequalities for fixed charge problems.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.matrix import Entries, arrays_of, starts_at
from omniprio.heuristic.relaxation import loaded, safe_bound
from omniprio.heuristic.rounds import Run
from omniprio.heuristic.searching import Found
from omniprio.logs import logger_of
from omniprio.solver.program import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import highspy

    from omniprio.heuristic.matrix import Floats, Places, StartsAt
    from omniprio.heuristic.relaxation import Option
    from omniprio.solver.limits import Limits
    from omniprio.solver.program import Expression, Number, Program

__all__ = ["bounded", "broken", "sums_in"]

_log = logger_of(__name__)

_BROKEN = 2e-3
"""By how much a row is broken at least to be added, as a share of what it asks for."""

_LEAST = 1e-3
"""What must still be missing, as a share, for a row to ask for it: less makes rows that a solver has trouble with."""

_GAIN, _FEWEST_IDLE = 1e-4, 2
"""It gets no further where so many rounds one after the other have each gained less than that, as a share of the bound."""

_OPTIONS: dict[str, Option] = {"solver": "ipm", "run_crossover": "off"}
"""An interior point, which needs neither a basis nor a vertex here: of 28,000 columns it takes a tenth of the simplex method's time."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A row that lets a column be no more than others add up to: factor x column <= rhs + the sum of amounts x columns.

    Attributes:
        column: The column.
        factor: What it is multiplied by, more than 0.
        rhs: What is there without the others.
        columns: The others, each from 0 to 1.
        amounts: What each adds, more than 0.
        is_whole: Whether the column, and each of the others, are 0 or 1.
        gate: A column that is 0 or 1, and without which the column is 0; None where there is none.
    """

    column: int
    factor: Number
    rhs: Number
    columns: Places
    amounts: tuple[Number, ...]
    is_whole: bool
    gate: int | None


def sums_in(program: Program) -> list[Sum]:
    """Return the rows of a program that a field is fulfilled or reached by, or anything else of their form.

    Args:
        program: The program.
    """
    binary = [column.integer and column.upper == 1 for column in program.columns]
    gates: dict[int, int] = {}
    found = []
    for row in program.rows:
        above = [column for column, factor in row.terms.items() if factor > 0]
        if row.sense != "<=" or len(above) != 1:
            continue
        (column,) = above
        others = [other for other in row.terms if other != column]
        if any(program.columns[other].upper > 1 for other in others):
            continue  # `_behind` counts each in full as 1
        if row.rule == "outside_in" and len(others) == 1 and row.rhs == 0 and binary[others[0]]:
            gates[column] = others[0]
        if row.rule in {"fulfilment", "reached"} and others:
            found.append(
                Sum(
                    column,
                    row.terms[column],
                    row.rhs,
                    np.array(others, dtype=np.int64),
                    tuple(-row.terms[other] for other in others),
                    is_whole=binary[column] and all(binary[other] for other in others),
                    gate=None,
                )
            )
    return [replace(one, gate=gates.get(one.column)) for one in found]


def broken(sums: Sequence[Sum], program: Program, values: Floats) -> Iterator[Row]:
    """Yield rows that every solution keeps in whole numbers, and values of the columns do not.

    Args:
        sums: What `sums_in` has found in the program.
        program: The program.
        values: By column, 0 to its upper bound.
    """
    for one in sums:
        if values[one.column] > _BROKEN:
            if one.is_whole:
                yield from _covers(one, values)
            if one.gate is not None:
                yield from _behind(one, one.gate, program.columns[one.column].upper, values)


def _covers(one: Sum, values: Floats) -> Iterator[Row]:
    """Yield rows of whole columns: whatever some of the others give, the rest must give what is then missing, m.

    m z <= the sum of min(a, m) x over the rest: with z = 1 the rest has something of m or more, or all that it has counts
    in full; with z = 0 nothing is asked for.
    """
    there, amounts = values[one.columns], np.array(one.amounts, dtype=np.float64)
    needed, seen = float(one.factor - one.rhs), set()
    for order in (np.argsort(-there, kind="stable"), np.argsort(-there * amounts, kind="stable")):
        own = amounts[order]
        missing = needed - np.concatenate([[0.0], np.cumsum(own)[:-1]])
        missing = missing[missing > _LEAST * needed]
        if not len(missing):
            return
        given = np.triu(np.minimum(own, missing[:, None]) * there[order]).sum(axis=1)
        short = values[one.column] - given / missing
        first = int(np.argmax(short))
        some = frozenset(order[:first].tolist())
        if short[first] > _BROKEN and some not in seen:
            seen.add(some)
            asked = one.factor - one.rhs - sum(one.amounts[place] for place in order[:first])
            terms = {int(one.columns[place]): -min(one.amounts[place], asked) for place in order[first:]}
            yield Row("cover", (), None, {one.column: asked, **terms}, "<=", 0)


def _behind(one: Sum, gate: int, upper: Fraction, values: Floats) -> Iterator[Row]:
    """Yield a row of what stands behind a gate g: some of the others count in full, the rest only where g is open.

    c p <= the sum of a x over some + g times what the rest can give at most, or c p can be: with g = 0 p is 0, with g = 1 it is
    implied. Best for it are those with x < g.
    """
    some = values[one.columns] < values[gate]
    rest = one.rhs + sum(amount for amount, is_some in zip(one.amounts, some, strict=True) if not is_some)
    most = min(rest, one.factor * upper)
    terms = {
        int(column): -amount
        for column, amount, is_some in zip(one.columns, one.amounts, some, strict=True)
        if is_some and column != gate
    }
    left = float(one.factor) * values[one.column] - float(most) * values[gate]
    if left + sum(float(amount) * values[column] for column, amount in terms.items()) > _BROKEN:
        yield Row("behind", (), None, {one.column: one.factor, **terms, gate: -most}, "<=", 0)


def bounded(program: Program, objective: Expression, limits: Limits, known: Callable[[], Fraction]) -> Found:
    """Bound what a program can come to, round after round, until one gains next to nothing, or the time is over.

    Args:
        program: The program.
        objective: What is to be small.
        limits: When to stop; nodes count for nothing.
        known: Returns what the best solution that is known by now comes to.

    >>> from omniprio.solver.limits import Limits
    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> web, app, ring = (program.column(name, integer=True) for name in ("web", "app", "ring"))
    >>> program.require("budget", web * 3 + app * 3, "<=", 4)
    >>> program.require("reached", ring * 3, "<=", web * 2 + app * 2)  # both, while there is money for one
    >>> found = bounded(program, ring * -1, Limits(), lambda: Fraction(0))
    >>> -1 < found.bound < Fraction(-2, 3)
    True
    """
    run = Run(limits)
    run.value = float(known())
    form, sums = starts_at(program, objective, {}), sums_in(program)
    place = {column: where for where, column in enumerate(form.source.tolist())}
    best: Fraction | None = None
    while not run.over():
        solved = _relaxed(form, run)
        if solved is None:
            break
        there, prices = solved
        bound, before = safe_bound(form, prices), best
        best = bound if best is None else max(best, bound)
        run.value, run.bound, run.rounds = float(known()), float(best), run.rounds + 1
        _log.debug("bound %s with %d rows after %.3f s", run.bound, len(form.rhs), run.deadline.taken)
        gains = before is None or best - before > abs(best) * Fraction(_GAIN)
        run.idle = 0 if gains else run.idle + 1
        if run.is_close() or run.idle == _FEWEST_IDLE:
            break
        values = np.zeros(len(program.columns))
        values[form.source] = there
        more = list(broken(sums, program, values))
        if not more:
            break
        form = _with_rows(form, more, place)
    return Found("finished" if run.is_close() else run.stop, best, is_close=run.is_close())


def _relaxed(form: StartsAt, run: Run) -> tuple[Floats, Floats] | None:
    """Return the values of the columns in the relaxation, and the prices of the rows; None where the time is over."""
    highs = loaded(arrays_of(form), _OPTIONS, whole=False)

    def tick(event: highspy.HighsCallbackEvent) -> None:
        if run.over():
            event.interrupt()

    highs.on(highs.cbIpmInterrupt, tick)
    highs.stop_after(run.deadline.left)
    highs.carry_out()
    solution = highs.getSolution()
    if (
        run.over() or not solution.row_dual
    ):  # what it calls imprecise is as good: any prices give a bound, any values lead to rows
        return None
    values = np.clip(np.array(solution.col_value), 0.0, [float(upper) for upper in form.upper])
    return values, np.array(solution.row_dual)


def _with_rows(form: StartsAt, rows: Sequence[Row], place: Mapping[int, int]) -> StartsAt:
    """Return a program with further rows, all `<=`; columns that it was trimmed of are 0 in some best solution."""
    entries, scales, rhs = [], [], []
    for number, row in enumerate(rows, start=len(form.rhs)):
        scale = lcm(row.rhs.denominator, *(factor.denominator for factor in row.terms.values()))
        scales.append(scale)
        rhs.append(int(row.rhs * scale))
        there = sorted((place[column], factor) for column, factor in row.terms.items() if column in place)
        entries += [(number, column, int(factor * scale)) for column, factor in there]
    own, columns, wholes = zip(*entries, strict=True)
    return replace(
        form,
        entries=Entries(
            np.concatenate([form.entries.row, np.array(own, dtype=np.int64)]),
            np.concatenate([form.entries.column, np.array(columns, dtype=np.int64)]),
            np.concatenate([form.entries.whole, np.array(wholes, dtype=object)]),
        ),
        scale=np.concatenate([form.scale, np.array(scales, dtype=object)]),
        rhs=np.concatenate([form.rhs, np.array(rhs, dtype=object)]),
        equal=np.concatenate([form.equal, np.zeros(len(rows), dtype=np.bool_)]),
    )
