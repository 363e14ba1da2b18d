"""A program as those get it who are asked: HiGHS, CP-SAT, or a solver of the user's, each built when it is first wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from omniprio.deadline import TimeIsOver
from omniprio.engines import Choice, has_cpsat
from omniprio.errors import SolverError
from omniprio.language import sentence
from omniprio.logs import logger_of
from omniprio.solver.cpsat import CpSat
from omniprio.solver.limits import Said
from omniprio.solver.race import Race
from omniprio.solver.scaling import LARGEST, NotWholeError, loosened

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pulp

    from omniprio.deadline import Deadline
    from omniprio.engines import Engine
    from omniprio.solver.limits import Limits
    from omniprio.solver.program import Expression, Number, Program, Row
    from omniprio.solver.solve import Task

__all__ = ["Asked", "Asking", "Way"]

_log = logger_of(__name__)

_FINEST = 1_000_000_000
"""Largest whole number in a row up to which two runs of HiGHS that agree are believed; what is finer, only our own search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked.

    Attributes:
        solver: A PuLP solver with its own options, or None for the engine.
        engine: What is asked where there is no such solver.
        certify: Whether the other engine has to confirm what one has shown.
        by_name: Whether nobody else will do: else HiGHS is asked where numbers are too large for CP-SAT.
    """

    solver: pulp.LpSolver | None = None
    engine: Engine = "highs"
    certify: bool = False
    by_name: bool = True


class Way(NamedTuple):
    """One way to solve a program.

    Attributes:
        engine: Who is asked.
        is_cold: Whether nothing is told of what is known.
        presolve: Whether the engine makes the program smaller first.
    """

    engine: Engine
    is_cold: bool = False
    presolve: bool = True


class Asking:
    """A program that is solved in one way after the other."""

    def __init__(self, program: Program, asked: Asked) -> None:
        """Note the program; nothing is built before it is needed.

        Args:
            program: The program.
            asked: Who is asked.
        """
        self._program, self._asked = program, asked
        self._further: list[Row] = []
        self._task: Task | None = None
        self._cpsat: CpSat | None = None
        self._is_asked_otherwise = False
        self.too_large: str | None = None
        """The row whose numbers are too large for CP-SAT, where HiGHS was asked instead."""

    @property
    def has_own(self) -> bool:
        """Whether it is a solver of the user's, which has its own way."""
        return self._asked.solver is not None

    def require(self, row: Row) -> None:
        """Add a row; in floating-point numbers one that is too fine is loosened, since what breaks it is ruled out when it comes."""
        self._further.append(row)
        if self._task is not None:
            self._task.add(loosened(row, _FINEST))
        if self._cpsat is not None:
            try:
                self._cpsat.add(row)
            except NotWholeError:  # told when it is next asked: it is built anew then, with this row
                self._cpsat = None

    def ways(self, *, has_start: bool) -> list[Way]:
        """Return how to solve it: as asked, from nothing, without presolve.

        Args:
            has_start: Whether there is a solution to start from.
        """
        first = Way(self._asked.engine if self.too_large is None else "highs")
        if self.has_own:
            return [first]
        return [first, *([first._replace(is_cold=True)] if has_start else []), first._replace(presolve=False)]

    def otherwise(self) -> tuple[Way, ...]:
        """Return how the other engine is asked where runs of HiGHS leave open whether there is any solution; none where it is not there."""
        is_alone = not self.has_own and self._asked.engine == "highs"
        self._is_asked_otherwise = is_alone and has_cpsat()
        return (Way("cp-sat"),) if self._is_asked_otherwise else ()

    def came_to(self, choice: Choice) -> Choice:
        """Return who was asked in the end: HiGHS for what is too large for CP-SAT, both where one left it open."""
        if self.too_large is not None:
            return Choice("highs", "too large")
        return choice._replace(engine="race") if self._is_asked_otherwise else choice

    def confirming(self, said: Said) -> tuple[Way, ...]:
        """Return how the other engine is asked to confirm what one says, one way after the other; none where nobody wants it.

        HiGHS is asked once more without presolve, where most of what it ever said wrongly came from.
        """
        if not self._asked.certify or self.has_own:
            return ()
        if not said.is_whole:
            return (Way("cp-sat"),)
        return Way("highs"), Way("highs", is_cold=True, presolve=False)

    def is_enough(self, agreed: int, said: Said) -> bool:
        """Tell whether so many runs that say the same are believed.

        Args:
            agreed: How many.
            said: What the last of them says.
        """
        if said.infeasible:
            return agreed >= (1 if self.has_own else 2)
        if said.is_whole:
            return agreed >= 1
        finest = self.task().finest
        return finest <= _FINEST and agreed >= (2 if finest > LARGEST and not self.has_own else 1)

    def minimise(
        self, way: Way, objective: Expression, limits: Limits, start: Sequence[Number] | None = None
    ) -> Said:
        """Solve it in one way.

        Args:
            way: Who is asked, and how.
            objective: What to make small.
            limits: When to stop.
            start: The value of each column in a solution to start from.

        Raises:
            SolverError: The solver failed, or the program does not fit into the whole numbers of CP-SAT.
        """
        try:
            return self._minimise(way, objective, limits, start)
        except TimeIsOver as over:
            return Said(over.why)
        except NotWholeError as error:
            is_second = way.engine != self._asked.engine or self.too_large is not None
            if self._asked.by_name or is_second:  # who is asked after another one stands for nobody else
                raise SolverError(sentence("errors.not whole", where=error.where)) from error
            _log.debug("too large for CP-SAT: %s", error.where)
            self.too_large = error.where
            return self.minimise(way._replace(engine="highs"), objective, limits, start)

    def _minimise(
        self, way: Way, objective: Expression, limits: Limits, start: Sequence[Number] | None
    ) -> Said:
        """Solve it by who is to be asked."""
        start = None if way.is_cold else start
        if way.engine != "highs" or way.is_cold or not way.presolve:
            limits = replace(limits, beside=None)
        built: Task | CpSat | Race
        match way.engine:
            case "highs":
                built = self.task(limits.deadline)
            case "cp-sat":
                built = self.cpsat(limits.deadline)
            case "race":
                built = Race(self.task(limits.deadline), self.cpsat(limits.deadline))
        return built.minimise(objective, limits, start=start, presolve=way.presolve)

    def task(self, deadline: Deadline | None = None) -> Task:
        """Return the program as HiGHS or the user's solver gets it.

        Args:
            deadline: When building it is given up, or None for never.

        Raises:
            TimeIsOver: The deadline came first.
        """
        if self._task is None:
            if deadline is not None:
                deadline.check()  # before PuLP is imported, which takes as long as a short search
            from omniprio.solver.solve import Task  # noqa: PLC0415  PuLP takes long to import; most plans need none

            task = Task(self._program, self._asked.solver, deadline)
            for row in self._further:
                task.add(loosened(row, _FINEST))
            self._task = task
        return self._task

    def cpsat(self, deadline: Deadline | None = None) -> CpSat:
        """Return the program as CP-SAT gets it.

        Args:
            deadline: When building it is given up, or None for never.

        Raises:
            NotWholeError: It does not fit into whole numbers.
            TimeIsOver: The deadline came first.
        """
        if self._cpsat is None:
            cpsat = CpSat(self._program, deadline)
            for row in self._further:
                cpsat.add(row)
            self._cpsat = cpsat
        return self._cpsat
