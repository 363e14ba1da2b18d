"""A bound for a program whose relaxation has much in part: period by period, then in rounds with rows that it broke, then in branches.

The rows are kept by every solution in whole numbers, since only what the program itself asks for is made use of. Each bound is
computed again from the prices of the relaxation, in whole numbers or with every rounding taken off: it holds whatever the tolerances
of the solver.

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

from omniprio.deadline import TimeIsOver
from omniprio.heuristic.branching import Branching
from omniprio.heuristic.matrix import Entries, arrays_of, starts_at
from omniprio.heuristic.one_period import EachPeriod
from omniprio.heuristic.relaxation import (
    MOST_FOR_AN_INTERIOR_POINT,
    has_ended_in_time,
    loaded,
    safe_bound,
)
from omniprio.heuristic.rounds import Run
from omniprio.heuristic.searching import Found
from omniprio.logs import logger_of
from omniprio.solver.program import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.heuristic.matrix import Chains, Floats, Places, StartsAt
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

_WORTH = 1e-3
"""The same where branches come next, which gain as much in the time."""

_MOST_TO_BRANCH = 12_000
"""Columns up to which there are branches: of 3,700 one half takes a quarter to three quarters of a second, of 28,000 the first relaxation half a minute."""

_NEAR = 0.02
"""As a share of the value: what is left is for a solver, which then goes on by itself."""

_TIGHT = 2e-3
"""What a row has left at most, as a share of its largest coefficient, to be kept for the branches."""

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


def bounded(
    program: Program,
    objective: Expression,
    chains: Chains,
    gates: Mapping[str, Mapping[int, int]],
    limits: Limits,
    known: Callable[[], Fraction],
    told: Callable[[float], object] = lambda _: None,
) -> Found:
    """Bound what a program can come to: in each period alone, in all, round after round, then branch after branch.

    It ends where a round or a branch gains next to nothing, or where value and bound are so close that a solver may prove it.

    Args:
        program: The program.
        objective: What is to be small.
        chains: By initiative and mode, and by start, in order of time, the column that says it has started by then.
        gates: By field, and by period, in order of time, the column that says it is reached then.
        limits: When to stop; nodes count for nothing.
        known: Returns what the best solution that is known by now comes to.
        told: Told each better bound.

    >>> from omniprio.solver.limits import Limits
    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> web, app, ring = (program.column(name, integer=True) for name in ("web", "app", "ring"))
    >>> program.require("budget", web * 3 + app * 3, "<=", 4)
    >>> program.require("reached", ring * 3, "<=", web * 2 + app * 2)  # both, while there is money for one
    >>> found = bounded(program, ring * -1, {}, {}, Limits(), lambda: Fraction(0))
    >>> -1 < found.bound < Fraction(-2, 3)
    True
    """
    known_so_far = _Best(Run(limits), known, told)
    each = EachPeriod(program, objective, chains)
    known_so_far.take_each(each)
    branches = bool(objective.terms) and len(program.columns) <= _MOST_TO_BRANCH
    if len(program.columns) <= MOST_FOR_AN_INTERIOR_POINT and not known_so_far.is_over():
        rows = known_so_far.go_round(program, objective, each.rows, least=_WORTH if branches else _GAIN)
        if branches:
            known_so_far.branch(Branching(program, objective, ladders_of(program, gates), rows))
    run = known_so_far.run
    return Found("finished" if run.is_close() else run.stop, known_so_far.bound, is_close=run.is_close())


class _Best:
    """The best bound so far.

    Attributes:
        run: Says when to stop.
        bound: Nothing is better; None where that is not known.
    """

    def __init__(self, run: Run, known: Callable[[], Fraction], told: Callable[[float], object]) -> None:
        """Begin without one.

        Args:
            run: Says when to stop.
            known: Returns what the best solution that is known by now comes to.
            told: Told each bound.
        """
        self.run, self._known, self._told = run, known, told
        self.run.value = float(known())
        self.bound: Fraction | None = None

    def take_each(self, each: EachPeriod) -> None:
        """Take bounds from each period alone, until these are settled or the time is over."""
        for _ in each.closer(self.run.deadline):
            if (bound := each.bound) is not None:
                self._take(bound, "period by period")
            if self.is_over():
                return

    def go_round(
        self, program: Program, objective: Expression, rows: Sequence[Row], *, least: float
    ) -> list[Row]:
        """Take bounds from the relaxation with rows that all solutions keep, then with those that it has broken, again and again.

        Args:
            program: The program.
            objective: What is to be small.
            rows: The rows to begin with, all `<=`.
            least: What a round must gain at least, as a share of the bound.

        Returns:
            The rows that hold the relaxation back in the end.
        """
        form, sums = starts_at(program, objective, {}), sums_in(program)
        added, values = [*rows], np.zeros(len(program.columns))
        place = {column: where for where, column in enumerate(form.source.tolist())}
        before: Fraction | None = None
        while not self.is_over():
            form = _with_rows(form, rows, place) if rows else form
            solved = _relaxed(form, self.run)
            if solved is None:
                break
            there, prices = solved
            bound = safe_bound(form, prices)
            self._take(bound, f"with {len(form.rhs)} rows")
            self.run.rounds += 1
            gains = before is None or bound - before > abs(bound) * Fraction(least)
            before = bound if before is None else max(before, bound)
            self.run.idle = 0 if gains else self.run.idle + 1
            values[form.source] = there
            rows = [*broken(sums, program, values)]
            if not rows or self.run.idle == _FEWEST_IDLE:
                break
            added += rows
        return [row for row in added if _is_tight(row, values)]

    def branch(self, branching: Branching) -> None:
        """Take bounds from branch after branch, until value and bound are so close that a solver may prove it.

        Args:
            branching: The branches.
        """
        try:
            while not (branching.is_closed or self.is_over() or self.run.is_within(_NEAR)):
                branching.go_on(self.run.deadline)
                if branching.least is not None:
                    self._take(branching.least, "branch after branch")
        except TimeIsOver:
            return

    def _take(self, bound: Fraction, how: str) -> None:
        self.bound = bound if self.bound is None else max(self.bound, bound)
        self.run.value, self.run.bound = float(self._known()), float(self.bound)
        self._told(self.run.bound)
        _log.debug("bound %s %s after %.3f s", self.run.bound, how, self.run.deadline.taken)

    def is_over(self) -> bool:
        """Tell whether to stop: the time is over, or value and bound are close enough."""
        return self.run.over() or self.run.is_close()


def ladders_of(program: Program, gates: Mapping[str, Mapping[int, int]]) -> list[list[int]]:
    """Return the columns that say whether a field is reached: one ladder for each field where what is reached stays reached.

    Args:
        program: The program; it has courses where no ground can be lost.
        gates: By field, and by period, in order of time, the column that says it is reached then.
    """
    ladders = [[*gate.values()] for gate in gates.values()]
    return ladders if program.courses else [[column] for ladder in ladders for column in ladder]


def _is_tight(row: Row, values: Floats) -> bool:
    """Tell whether next to nothing is left of a row `<=`."""
    used = float(sum(float(factor) * values[column] for column, factor in row.terms.items()))
    return float(row.rhs) - used <= _TIGHT * max(abs(float(factor)) for factor in row.terms.values())


def _relaxed(form: StartsAt, run: Run) -> tuple[Floats, Floats] | None:
    """Return the values of the columns in the relaxation, and the prices of the rows; None where the time is over."""
    highs = loaded(arrays_of(form), _OPTIONS, whole=False)
    if not (has_ended_in_time(highs, run) and (solution := highs.getSolution()).row_dual):
        return None  # what it calls imprecise is as good: any prices give a bound, any values lead to rows
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
