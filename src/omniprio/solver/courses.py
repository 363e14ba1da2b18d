"""What a program comes to in each period, bounded for each by itself: rows that hold anyway and that its relaxation lacks.

A relaxation has a part of everything at once, and so for less money than the whole takes. How far one period can get at
most is a small question, closed in a few branches; the answers together say more about all periods than the relaxation.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.solver.program import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from omniprio.solver.limits import Limits
    from omniprio.solver.program import Expression, Program
    from omniprio.solver.witness import Witness

    Columns = Sequence[Fraction]

__all__ = ["Courses"]

_FOR_THE_LAST, _FOR_EACH = 0.35, 0.1
"""What part of the work of our own search is done for the last step, which bounds all, and for each before it."""


class Courses:
    """The courses of a program, which are bounded once."""

    def __init__(self, program: Program, whole: Witness) -> None:
        """Note the program; nothing is built before it is needed.

        Args:
            program: The program.
            whole: The search for what its objectives come to as a whole.
        """
        self._left = list(program.courses)
        self._whole = whole
        self._known: list[Columns] = []

    @cached_property
    def _witness(self) -> Witness:
        """The search for what the steps come to: every solution keeps the rows that the whole has when it begins."""
        return self._whole.beside()

    def rows(
        self,
        objective: Expression,
        known: Columns,
        read: Callable[[Sequence[float]], Columns | None],
        limits: Limits,
    ) -> list[Row]:
        """Return rows that every solution keeps, for the courses of an objective that were not bounded before.

        Args:
            objective: What is to be small; courses that are no part of it are left for later.
            known: A solution, by column.
            read: Told the values of columns in which the decisive ones are whole; returns the solution that they stand
                for, by column, or None where it breaks a rule.
            limits: When to stop.
        """
        self._known = [known]
        ahead = [course for course in self._left if course[-1].terms.keys() <= objective.terms.keys()]
        self._left = [course for course in self._left if course not in ahead]
        limits = replace(limits, watch=None)  # it is not about the objective
        return [row for course in ahead for row in self._bounded(course, read, limits)]

    def _bounded(
        self, course: Sequence[Expression], read: Callable[[Sequence[float]], Columns | None], limits: Limits
    ) -> Iterator[Row]:
        """Yield a row for each step: none is less than the last one can be; none at all where that is not settled."""
        *before, last = course
        least = self._least(last, read, limits, _FOR_THE_LAST)
        if least is None:
            return
        yield _at_least(last, least)
        own: Fraction | None = least + 1
        for step in before:
            if own is not None and own > least:
                own = self._least(step, read, limits, _FOR_EACH)
            if step.terms:
                yield _at_least(step, least if own is None else max(own, least))

    def _least(
        self,
        step: Expression,
        read: Callable[[Sequence[float]], Columns | None],
        limits: Limits,
        part: float,
    ) -> Fraction | None:
        """Return what no solution comes to less than in one step; None where that is not settled: the relaxation knows the rest."""

        def judge(values: Sequence[float]) -> Fraction | None:
            columns = read(values)
            if columns is None:
                return None
            self._known.append(columns)
            return Fraction(step.value(columns))

        best = min(Fraction(step.value(columns)) for columns in self._known)
        seen = self._witness.look(step, best, judge, limits, part)
        return seen.bound if seen.closed else None


def _at_least(step: Expression, least: Fraction) -> Row:
    return Row("course", (), None, step.terms, ">=", least - step.constant)
