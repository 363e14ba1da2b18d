"""CP-SAT of OR-Tools on a program in whole numbers: what it says, which nobody has to believe.

Jobs that share what there is of a team are told to it as intervals.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from math import floor, lcm
from typing import TYPE_CHECKING, Any, NamedTuple

from omniprio.deadline import Deadline
from omniprio.errors import SolverError
from omniprio.language import sentence
from omniprio.logs import logger_of
from omniprio.solver.limits import Said
from omniprio.solver.scaling import MOST, InWhole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from omniprio.solver.limits import Limits, Stop
    from omniprio.solver.program import Expression, Job, Number, Program, Row, Share
    from omniprio.solver.scaling import WholeObjective

__all__ = ["CpSat", "Response", "add_intervals", "respond"]


def add_intervals(model: Any, jobs: Sequence[Job], shares: Sequence[Share]) -> None:  # noqa: ANN401  CP-SAT's
    """Add to a model what follows from its rows about jobs.

    Args:
        model: The model of CP-SAT; its first variables are the columns.
        jobs: What the columns stand for.
        shares: What the jobs share.
    """
    used = sorted({place for share in shares for place in share.taken})
    intervals = {place: _add_interval(model, jobs[place]) for place in used}
    for share in shares:
        _add_share(model, share, intervals)


def _add_interval(model: Any, job: Job) -> int:  # noqa: ANN401
    """Add the start of a job, which is after the last one where it is never done; return the place of its interval."""
    periods = list(job.starts)
    never = periods[-1] + 1
    start = len(model.variables)
    model.variables.add().domain.extend([periods[0], never])
    for (period, column), following in zip(job.starts.items(), [*periods[1:], never], strict=True):
        _bind(model, column, start, periods[0], period)
        _bind(model, _denied(column), start, following, never)
    interval = model.constraints.add()
    interval.enforcement_literal.append(job.starts[periods[-1]])
    for end, offset in ((interval.interval.start, 0), (interval.interval.end, job.length)):
        end.vars.append(start)
        end.coeffs.append(1)
        end.offset = offset
    interval.interval.size.offset = job.length
    return len(model.constraints) - 1


def _denied(column: int) -> int:
    """Return how CP-SAT writes that a column is 0."""
    return -column - 1


def _bind(model: Any, literal: int, start: int, least: int, most: int) -> None:  # noqa: ANN401
    """Let a start lie between two periods where a literal holds."""
    constraint = model.constraints.add()
    constraint.enforcement_literal.append(literal)
    constraint.linear.vars.append(start)
    constraint.linear.coeffs.append(1)
    constraint.linear.domain.extend([least, most])


def _add_share(model: Any, share: Share, intervals: dict[int, int]) -> None:  # noqa: ANN401
    """Add that jobs under way at the same time take no more than there is, in whole numbers."""
    factor = lcm(*(Fraction(number).denominator for number in share.taken.values()))
    cumulative = model.constraints.add().cumulative
    cumulative.intervals.extend([intervals[place] for place in share.taken])
    for number in share.taken.values():
        cumulative.demands.add().offset = int(number * factor)
    cumulative.capacity.offset = floor(share.there * factor)


_log = logger_of(__name__)

_LOOKS = 0.05
"""Seconds between two looks at the clock, and at whether somebody cancelled."""

_REPORTS = 0.1
"""Seconds between two reports on how far it is."""


class Response(NamedTuple):
    """What CP-SAT says of a run.

    Attributes:
        status: As it calls it: OPTIMAL, FEASIBLE, INFEASIBLE, UNKNOWN or MODEL_INVALID.
        counts: The value of each of its variables; empty without a solution.
        bound: What it says that no solution is below, in whole numbers; None without an objective.
    """

    status: str
    counts: Sequence[int] = ()
    bound: int | None = None


@dataclass
class _Seen:
    """What runs for one objective have told so far, in whole numbers."""

    value: float | None = None
    bound: float | None = None


class CpSat:
    """A program for CP-SAT, solved for one objective after the other."""

    def __init__(self, program: Program, deadline: Deadline | None = None) -> None:
        """Build the program in whole numbers.

        Args:
            program: The program.
            deadline: When it is given up, or None for never.

        Raises:
            NotWholeError: It does not fit into whole numbers.
            TimeIsOver: The deadline came first.
        """
        deadline = deadline or Deadline(None)
        self._whole = InWhole(program)
        self._impossible = False
        self._model: Any = _library().CpModelProto()
        for top in self._whole.tops:
            self._model.variables.add().domain.extend([0, top])
        for row in program.rows:
            deadline.check()
            self.add(row)
        if program.shares:
            add_intervals(self._model, program.jobs, program.shares)

    def add(self, row: Row) -> None:
        """Add a row.

        Raises:
            NotWholeError: It does not fit into whole numbers.
        """
        places, numbers, least, most = self._whole.row(row)
        if not places or least > most:
            self._impossible = self._impossible or not least <= 0 <= most
            return
        linear = self._model.constraints.add().linear
        linear.vars.extend(places)
        linear.coeffs.extend(numbers)
        linear.domain.extend([least, most])

    def minimise(
        self,
        objective: Expression,
        limits: Limits,
        *,
        start: Sequence[Number] | None = None,
        presolve: bool = True,
    ) -> Said:
        """Solve for an objective.

        Args:
            objective: What to make small.
            limits: When to stop; its nodes are conflicts here. Who is beside it hears of its solutions; one that it is given it
                begins anew from, since it takes none in while it runs.
            start: The value of each column in a solution to start from.
            presolve: Whether CP-SAT makes the program smaller first.

        Raises:
            NotWholeError: The objective does not fit into whole numbers.
            SolverError: CP-SAT failed or gave an answer that cannot be read.
        """
        if self._impossible:
            return Said("finished", infeasible=True, is_whole=True)
        if limits.deadline.is_over():
            return Said(limits.deadline.why or "time limit")
        aim = self._whole.objective(objective)
        deadline = limits.deadline.share()
        _log.debug("CP-SAT begins: %d columns, %d rows", len(self._whole.tops), len(self._model.constraints))
        response, stop = self._response(aim, limits, start, presolve=presolve)
        said = self._read(response, aim, stop)
        _log.debug(
            "CP-SAT: %s, value %s, bound %s in %.3f s",
            "infeasible" if said.infeasible else said.stop,
            None if said.value is None else float(said.value),
            None if said.bound is None else float(said.bound),
            deadline.taken,
        )
        return said

    def _response(
        self, aim: WholeObjective, limits: Limits, start: Sequence[Number] | None, *, presolve: bool
    ) -> tuple[Response, Stop]:
        """Return what CP-SAT says and what has stopped it, of the last run where it began anew."""
        begin: Sequence[Number | float] | None = start
        least: int | None = None
        seen = _Seen()
        while True:
            self._aim(aim, begin, least)
            run = _Run(self._model, limits, aim, self._whole, seen, presolve=presolve)
            response = run.response()
            if least is not None:
                bound = least if response.bound is None else max(least, response.bound)
                response = response._replace(bound=bound)
            is_done = response.status in {"OPTIMAL", "INFEASIBLE"} or limits.deadline.is_over()
            if run.given is None or is_done:
                return response, run.stopped_by or _stop_of(limits)
            begin, least = run.given, response.bound
            _log.debug("CP-SAT begins anew from a better solution, after %.3f s", limits.deadline.taken)

    def _aim(self, aim: WholeObjective, start: Sequence[Number | float] | None, least: int | None) -> None:
        """Tell CP-SAT what to make small, where to start, and what it has shown itself that nothing is less than."""
        self._model.clear_objective()
        self._model.objective.vars.extend(aim.places)
        self._model.objective.coeffs.extend(aim.numbers)
        self._model.objective.scaling_factor = 1.0
        self._model.objective.offset = float(aim.constant * aim.factor)  # a gap is a share of the value
        if least is not None:
            self._model.objective.domain.extend([least, MOST])
        self._model.clear_solution_hint()
        if start is not None:
            self._model.solution_hint.vars.extend(range(len(start)))
            self._model.solution_hint.values.extend(self._whole.counts(start))

    def _read(self, response: Response, aim: WholeObjective, stop: Stop) -> Said:
        """Return what CP-SAT says, in the unit of the objective; its value is that of the columns that it gives."""
        if response.status == "INFEASIBLE":
            return Said("finished", infeasible=True, is_whole=True)
        counts = response.counts[: len(self._whole.tops)]
        has_solution = len(counts) == len(self._whole.tops) and response.status in {"OPTIMAL", "FEASIBLE"}
        if response.status not in {"OPTIMAL", "FEASIBLE", "UNKNOWN"} or (
            response.status == "OPTIMAL" and not has_solution
        ):
            raise SolverError(sentence("errors.no answer", solver="CP-SAT", status=response.status))
        bound = None if response.bound is None else aim.own(response.bound)
        if not has_solution:
            return Said(stop, bound=bound, is_whole=True)
        value = aim.own(
            sum(number * counts[place] for place, number in zip(aim.places, aim.numbers, strict=True))
        )
        ended: Stop = "finished" if response.status == "OPTIMAL" else stop
        return Said(ended, values=self._whole.values(counts), value=value, bound=bound, is_whole=True)


def _stop_of(limits: Limits) -> Stop:
    """Return what has stopped a run that says nothing of it."""
    return limits.deadline.why or ("time limit" if limits.nodes is None else "work limit")


class _Run:
    """One run, in a thread of its own, so that this one can look at the clock and hear of signals."""

    def __init__(
        self,
        model: Any,  # noqa: ANN401
        limits: Limits,
        aim: WholeObjective,
        whole: InWhole,
        seen: _Seen,
        *,
        presolve: bool,
    ) -> None:
        self._model, self._limits, self._aim, self._presolve = model, limits, aim, presolve
        self._whole, self._seen = whole, seen
        self._has_bound = False
        """Whether it has told one itself."""
        self.given: Sequence[float] | None = None
        self._library = _library()
        self._wrapper: Any = self._library.SolveWrapper()
        self._response: Response | None = None
        self._failed: BaseException | None = None
        self.stopped_by: Stop | None = None

    def response(self) -> Response:
        """Return what CP-SAT says, looking up a few times a second."""
        runner = threading.Thread(target=self._carry_out, daemon=True)
        runner.start()
        try:
            self._look_up_until_done(runner)
        except BaseException:
            self._end(runner)
            raise
        if self._failed is not None:
            raise self._failed
        if self._response is None:
            raise SolverError(sentence("errors.no answer", solver="CP-SAT", status="nothing"))
        return self._response

    def _look_up_until_done(self, runner: threading.Thread) -> None:
        deadline, told = self._limits.deadline, 0.0
        while runner.is_alive():
            runner.join(_LOOKS)
            if deadline.is_over():
                self.stopped_by = self.stopped_by or deadline.why
                self._wrapper.stop_search()
            if self._limits.beside is not None and self.given is None:
                value, bound = self._shown(self._seen.value), self._shown(self._seen.bound)
                self.given = self._limits.beside.turn(value, bound)
            if self.given is not None:
                self._wrapper.stop_search()
            if self._limits.watch is not None and deadline.taken - told >= _REPORTS:
                told = deadline.taken
                self._limits.watch(self._shown(self._seen.value), self._shown(self._seen.bound), 0)

    def _end(self, runner: threading.Thread) -> None:
        """End the run before its thread is left behind."""
        while runner.is_alive():
            self._wrapper.stop_search()
            runner.join(_LOOKS)

    def _shown(self, steps: float | None) -> float | None:
        """Return a number of CP-SAT in the goal's own unit."""
        return None if steps is None else float(Fraction(steps) / self._aim.factor)

    def _carry_out(self) -> None:
        try:
            response = respond(self._wrapper, self._model, self._parameters(), self._watched())
            is_known = self._has_bound or response.status == "OPTIMAL"  # else it is 0, whatever is so
            self._response = response if is_known else response._replace(bound=None)
        except BaseException as error:  # noqa: BLE001  it belongs to the thread that waits
            self._failed = error

    def _parameters(self) -> Any:  # noqa: ANN401  made by the library
        """Return the options of the run: one worker and no clock give the same run every time."""
        options = self._library.SatParameters()
        options.num_workers = self._limits.threads
        options.catch_sigint_signal = False
        options.cp_model_presolve = self._presolve
        options.relative_gap_limit = self._limits.gap
        if self._limits.deadline.left is not None:
            options.max_time_in_seconds = self._limits.deadline.left
        if self._limits.nodes is not None:
            options.max_number_of_conflicts = self._limits.nodes
        return options

    def _watched(self) -> Any:  # noqa: ANN401  made by the library
        """Return what the run tells its solutions to; the numbers include the offset of the objective."""
        seen, beside, whole = self._seen, self._limits.beside, self._whole

        def bounded(bound: float) -> None:
            self._has_bound = True
            seen.bound = bound if seen.bound is None else max(bound, seen.bound)

        class Watched(self._library.SolutionCallback):  # type: ignore[name-defined,misc]
            def OnSolutionCallback(self) -> None:  # noqa: N802  CP-SAT's name
                seen.value = self.ObjectiveValue()
                if beside is not None:
                    beside.hear(whole.values([*self.Response().solution][: len(whole.tops)]))

        self._wrapper.add_best_bound_callback(bounded)
        return Watched()


def respond(wrapper: Any, model: Any, options: Any, watched: Any) -> Response:  # noqa: ANN401  made by the library
    """Run CP-SAT: the one place where what it says comes from.

    Args:
        wrapper: Runs it, and can be stopped.
        model: The program.
        options: Those of the run.
        watched: Told of solutions.
    """
    wrapper.set_parameters(options)
    wrapper.add_solution_callback(watched)
    response = wrapper.solve(model)
    wrapper.clear_solution_callback(watched)
    counts = tuple(response.solution)
    return Response(response.status.name, counts, response.inner_objective_lower_bound)


def _library() -> ModuleType:
    """Return the part of OR-Tools that holds CP-SAT alone: `cp_model` on top of it takes two seconds to import."""
    return import_module("ortools.sat.python.cp_model_helper")
