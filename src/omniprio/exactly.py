"""The one place that decides what a run of a solver has shown.

A solver's word counts for nothing by itself. What it returns is read as an answer, checked and counted again in exact
numbers. That nothing is better is believed where a search of our own closes every branch by exact arithmetic; else
where the bound that the solver states meets the value counted, and, where numbers are finer than a solver is known to
tell apart, where a second run without presolve says the same. All else is not settled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, Protocol

from omniprio.base import TOLERANCE
from omniprio.errors import SolverError
from omniprio.interrupt import cancelled_by_signals
from omniprio.language import sentence
from omniprio.logs import logger_of
from omniprio.onlookers import search_begins
from omniprio.solver.asking import Asked, Asking
from omniprio.solver.courses import Courses
from omniprio.solver.program import Row
from omniprio.solver.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.solver.asking import Way
    from omniprio.solver.limits import Limits, Said, Stop
    from omniprio.solver.program import Expression, Program
    from omniprio.solver.solve import Task
    from omniprio.solver.witness import Seen

__all__ = ["Effort", "Exactly", "Found", "Reading", "at_most"]

_log = logger_of(__name__)

_MOST_REPAIRS = 50
"""Answers in a row that may turn out to break a rule by less than the solver's tolerance, before giving up."""

_FIRST_LOOK, _SECOND_LOOK, _LONG_LOOK = 1.0, 0.3, 1.3
"""What part of the work of our own search is done before and after a solver is asked, where that is slower than to look on; and after one
whose word is not enough."""

Effort = Literal["proof", "both", "own search", "solver"]
"""What an objective is worth: a proof, else that our own search and then a solver are asked once, or one of them alone."""

_WAYS: dict[Effort, int | None] = {"proof": None, "both": 1, "own search": 0, "solver": 1}
"""In how many ways a solver is asked at most, whatever it says."""

_AT_ONCE = 0.15
"""What part of it is done before each step of the program is bounded by itself, which takes as long as many branches."""

_GLIMPSE, _LAST_LOOK = 0.3, 1.0
"""The same for programs that are not small."""


class Reading[Answer](Protocol):
    """How values of columns are read as an answer, and how that is counted, without floating-point numbers."""

    @property
    def decisive(self) -> Mapping[int, int]:
        """The whole-number columns from which all others follow; those with greater numbers are decided first."""

    def answer(self, values: Sequence[float]) -> Answer:
        """Return the answer that values stand for."""

    def columns(self, answer: Answer) -> Sequence[Fraction] | None:
        """Return the value of every column for an answer; None where it breaks a rule."""

    def ruling_out(self, answer: Answer) -> Sequence[Row]:
        """Return rows that an answer which breaks a rule breaks too, and every one that keeps all rules keeps."""


@dataclass(frozen=True, slots=True)
class Found[Answer]:
    """What is known after a run.

    Attributes:
        answer: The best answer known that keeps every rule, or None.
        value: What the objective comes to for it, exactly.
        bound: No answer is better than this; None where that is not known.
        stop: Why the run ended; `finished` says nothing about what was shown.
        is_none: Whether it is shown that no answer keeps every rule.
        certified: Whether the bound, or that there is none, was counted again and rests on no solver's word.
        confirmed: Whether two engines say the same of it.
    """

    answer: Answer | None
    value: Fraction | None
    bound: Fraction | None
    stop: Stop
    is_none: bool = False
    certified: bool = False
    confirmed: bool = False

    @property
    def settled(self) -> bool:
        """Whether it is shown that no answer is better, or that there is none."""
        if self.value is None or self.bound is None:
            return self.is_none
        return self.value - self.bound <= TOLERANCE * abs(self.value)

    @property
    def is_disputed(self) -> bool:
        """Whether every way was tried, and it is not shown whether there is any answer."""
        return self.answer is None and not self.is_none and self.stop == "finished"


class Exactly[Answer]:
    """A program that is built once and solved for one objective after the other, each answer counted again."""

    def __init__(self, program: Program, reading: Reading[Answer], asked: Asked | None = None) -> None:
        """Build it.

        Args:
            program: The program.
            reading: How its values are read and counted.
            asked: Which solver or engine is asked; None for HiGHS.
        """
        self.reading = reading
        self.asking = Asking(program, asked or Asked())
        self._further: list[Row] = []
        self.witness = Witness(program, reading.decisive)
        self.courses = Courses(program, self.witness)

    def require(self, row: Row) -> None:
        """Add a row, for the solver and for what counts as an answer: one that breaks it by a hair is none."""
        self._further.append(row)
        self.asking.require(row)
        self.witness.require(row)

    def least(
        self,
        expression: Expression,
        limits: Limits,
        start: Answer | None = None,
        *,
        effort: Effort = "proof",
    ) -> Found[Answer]:
        """Return an answer for which an expression is least, and what is shown about that.

        Args:
            expression: What to make small.
            limits: When to stop; Ctrl-C cancels too.
            start: An answer to start from; one that breaks a rule is left out.
            effort: Whether it is to be shown that nothing is better, or who is asked once.

        Raises:
            SolverError: The solver failed, in every way that was tried.
        """
        search_begins()
        run = _Run(self, expression, limits, effort)
        has_start = start is not None and run.take(start) is not None
        with cancelled_by_signals(limits.deadline.cancel):
            is_looked = effort != "solver" and not self.asking.has_own
            seen = run.looked_first() if is_looked else None
            if seen is not None and seen.closed:
                return run.certified(seen)
            ways = self.asking.ways(has_start=has_start)
            return run.result(ways[: _WAYS[effort]], seen)

    def columns(self, answer: Answer) -> Sequence[Fraction] | None:
        """Return the value of every column for an answer; None where it breaks a rule or a row that was added."""
        columns = self.reading.columns(answer)
        return columns if columns is not None and all(row.holds(columns) for row in self._further) else None

    def task(self) -> Task:
        """Return the program as HiGHS or the user's solver gets it."""
        return self.asking.task()


class _Run[Answer]:
    """One objective, solved until something is shown or every way was tried."""

    def __init__(
        self, program: Exactly[Answer], expression: Expression, limits: Limits, effort: Effort
    ) -> None:
        self._program, self._reading = program, program.reading
        self._expression, self._limits = expression, limits
        self.deadline = limits.deadline
        self._effort = effort
        self._is_to_be_shown = effort == "proof"
        self._best: Answer | None = None
        self._value: Fraction | None = None
        self._columns: Sequence[Fraction] | None = None

    def take(self, answer: Answer) -> Fraction | None:
        """Count an answer and keep the better one; return what it comes to, None where it breaks a rule."""
        columns = self._program.columns(answer)
        if columns is None:
            return None
        value = Fraction(self._expression.value(columns))
        if self._value is None or value < self._value:
            self._best, self._value, self._columns = answer, value, columns
        return value

    def result(self, ways: Sequence[Way], before: Seen | None = None) -> Found[Answer]:
        """Solve in one way after the other until enough of them agree, or our own search has closed it.

        Args:
            ways: How to solve.
            before: What our own search has seen before.
        """
        agreed = 0
        failed: SolverError | None = None
        seen: Seen | None = None
        for way in self._in_turn(ways):
            value = self._value
            try:
                said, counted = self._solved(way)
            except SolverError as error:
                failed = failed or error
                continue
            if said.stop in {"time limit", "cancelled", "out of memory"}:
                return self.stopped(said, seen or before)
            if self._is_to_be_shown:
                seen = seen or self._looked_after(said, counted)
            if seen is not None and seen.closed:
                return self.certified(seen)
            if said.stop == "work limit":
                return self.stopped(said, seen)
            if self._value != value:  # what runs before have shown is not so
                agreed = 0
            agreed += self._shows(said, counted)
            if self._program.asking.is_enough(agreed, said):
                return self._confirmed(said)
        if failed is not None and seen is None:
            raise failed
        return self._found("finished", None if seen is None else seen.root)

    def _in_turn(self, ways: Sequence[Way]) -> Iterator[Way]:
        """Yield ways; last the other engine, where by then no answer is known."""
        yield from ways
        if self._best is None:
            yield from self._program.asking.otherwise()

    def _solved(self, way: Way) -> tuple[Said, Fraction | None]:
        """Solve in one way; what breaks a rule by a hair is ruled out. Return what the answer really comes to."""
        for _ in range(_MOST_REPAIRS):
            said = self._program.asking.minimise(way, self._expression, self._limits, self._columns)
            if self._limits.beside is not None and self._limits.beside.found is not None:
                self.take(self._reading.answer(self._limits.beside.found))
            if said.values is None:
                return said, None
            answer = self._reading.answer(said.values)
            counted = self.take(answer)
            if counted is not None:
                return said, counted
            for row in self._reading.ruling_out(answer):
                self._program.require(row)
        raise SolverError(sentence("errors.broke rules", number=_MOST_REPAIRS))

    def looked_first(self) -> Seen:
        """Return what our own search has seen before a solver is asked; in small programs with bounds for each step, if need be."""
        if not self._program.witness.is_small:
            return self.looked(_GLIMPSE)
        seen = self.looked(_AT_ONCE)
        if seen.closed or self._effort == "both":
            return seen
        if not self._has_bound_each_step() and seen.is_given_up:
            return seen
        return self.looked(_FIRST_LOOK - _AT_ONCE)

    def _looked_after(self, said: Said, counted: Fraction | None) -> Seen:
        """Return what our own search has seen once a solver was asked: for longer where its word is not enough."""
        if not (self._shows(said, counted) and self._program.asking.is_enough(1, said)):
            return self.looked(_LONG_LOOK, patient=True)
        return self.looked(_SECOND_LOOK if self._program.witness.is_small else _LAST_LOOK)

    def _has_bound_each_step(self) -> bool:
        """Bound what the objective comes to in each step, where there is a solution to begin from; return whether any is bounded."""
        if self._columns is None:
            return False
        rows = self._program.courses.rows(self._expression, self._columns, self._read, self._limits)
        if rows:
            self._program.witness.tighten(rows)
        return bool(rows)

    def _read(self, values: Sequence[float]) -> Sequence[Fraction] | None:
        """Return the columns of the answer that values stand for, which may be the best so far; None where it is none."""
        answer = self._reading.answer(values)
        return None if self.take(answer) is None else self._program.columns(answer)

    def looked(self, part: float, *, patient: bool = False) -> Seen:
        """Return what our own search has seen, starting from the best answer known."""
        begun = self.deadline.taken
        seen = self._program.witness.look(
            self._expression,
            self._value,
            lambda values: self.take(self._reading.answer(values)),
            self._limits,
            part,
            patient=patient,
        )
        said = "closed every branch" if seen.closed else "left branches open"
        _log.debug("our own search %s in %.3f s", said, self.deadline.taken - begun)
        return seen

    def _shows(self, said: Said, counted: Fraction | None) -> bool:
        """Tell whether what a solver says of a finished run agrees with what was counted again."""
        if said.infeasible:
            return self._best is None
        if counted is None or said.bound is None or self._value is None:
            return False
        near = TOLERANCE * float(max(abs(counted), abs(said.bound)))
        is_as_counted = said.value is None or abs(said.value - counted) <= near
        gap = max(near, self._limits.gap * float(abs(self._value)))
        return is_as_counted and -near <= self._value - said.bound <= gap

    def certified(self, seen: Seen) -> Found[Answer]:
        """Return what our own search has closed."""
        is_none = self._best is None
        return Found(self._best, self._value, seen.bound, "finished", is_none=is_none, certified=True)

    def _confirmed(self, said: Said) -> Found[Answer]:
        """Return what enough runs have said, and whether the other engine says so too, where that is wanted."""
        ways = self._program.asking.confirming(said) if self._is_to_be_shown else ()
        for way in ways:
            other, counted = self._asked_too(way)
            if self._is_refuted(said):
                break
            if other is None or other.stop != "finished":
                return self._believed(said)
            if other.infeasible == said.infeasible and self._shows(other, counted):
                weaker = min((said, other), key=lambda one: one.bound or 0)
                return replace(self._believed(weaker), confirmed=self._program.asking.is_enough(2, other))
        return self._found("finished", None) if ways else self._believed(said)

    def _asked_too(self, way: Way) -> tuple[Said | None, Fraction | None]:
        """Solve in one more way; nothing where that fails."""
        try:
            return self._solved(way)
        except SolverError as error:
            _log.debug("not confirmed: %s", error)
            return None, None

    def _is_refuted(self, said: Said) -> bool:
        """Tell whether an answer is known that a solver says there is none of."""
        if said.infeasible:
            return self._best is not None
        return said.bound is not None and not self._is_possible(said.bound)

    def _believed(self, said: Said) -> Found[Answer]:
        """Return what enough runs have said."""
        if said.infeasible:
            return Found(None, None, None, "finished", is_none=True)
        return self._found("finished", said.bound)

    def stopped(self, said: Said, seen: Seen | None) -> Found[Answer]:
        """Return what is known after a run that did not finish; the bound is the solver's word, or our own."""
        known = [] if seen is None or seen.root is None else [seen.root]
        if (
            said.bound is not None
            and self._is_possible(said.bound)
            and self._program.asking.is_enough(2, said)
        ):
            known.append(said.bound)
        return self._found(said.stop, max(known, default=None))

    def _is_possible(self, bound: Fraction) -> bool:
        """Tell whether a stated bound is not beaten by the best answer, by more than rounding."""
        return self._value is None or bound <= self._value + TOLERANCE * abs(self._value)

    def _found(self, stop: Stop, bound: Fraction | None) -> Found[Answer]:
        """Return the best answer with a bound, which it may beat by the solver's rounding."""
        if bound is not None and self._value is not None:
            bound = min(bound, self._value)
        return Found(self._best, self._value, bound, stop)


def at_most(rule: str, expression: Expression, limit: Fraction) -> Row:
    """Return the row that keeps an expression at or below a limit.

    Args:
        rule: What to call it.
        expression: The expression.
        limit: The limit.
    """
    return Row(rule, (), None, expression.terms, "<=", limit - expression.constant)
