"""HiGHS and CP-SAT at the same time on one program: whoever ends first ends the other.

What they know is put together: a plan of one that meets the bound of the other is a proof. Each is told of the other's plans:
HiGHS while it runs, CP-SAT by beginning anew, so seldom that no more than half of its time is lost. No bound is told: HiGHS takes
none in, and the whole numbers of CP-SAT would rest on HiGHS's word. Which of them is first, and with which of equal plans, is a
matter of the moment.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, SupportsFloat

from omniprio.errors import SolverError
from omniprio.solver.limits import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from omniprio.deadline import Deadline
    from omniprio.solver.cpsat import CpSat
    from omniprio.solver.limits import Beside, Limits, Stop
    from omniprio.solver.program import Expression, Number
    from omniprio.solver.solve import Task

    Solve = Callable[[Limits], Said]

__all__ = ["Anew", "FoundPlan", "Race"]

_LOOKS = 0.05
"""Seconds between two looks at how far both are."""

_TOGETHER = 1e-9
"""Value and bound that are apart by less than this share of the value are the same but for rounding."""


_BETTER = 1e-6
"""A plan is better than another by more than this share of its value; less may be noise."""

_FIRST_TURN = 1.0
"""Seconds before CP-SAT begins anew the first time."""

_WORTH_IT = 0.2
"""What part of the way between its plan and its bound CP-SAT has to gain to begin anew."""


_MAY_FAIL = SolverError, MemoryError
"""How one of them may fail where the other goes on; all else comes out, as that a goal is too large for whole numbers."""


class FoundPlan(NamedTuple):
    """The values of the columns in a plan, and what the objective comes to."""

    value: float
    columns: Sequence[float]


@dataclass
class _Runner:
    """One of the two, in a thread of its own.

    Attributes:
        solve: Its run.
        plan: The best that it has found so far.
        cancel: Set to end it.
        value: The best it has told of so far.
        bound: What it says that nothing is better than.
        nodes: How many it has looked at.
        said: What it said in the end.
        failed: What it raised.
    """

    solve: Solve
    plan: FoundPlan | None = None
    cancel: threading.Event = field(default_factory=threading.Event)
    value: float | None = None
    bound: float | None = None
    nodes: int = 0
    said: Said | None = None
    failed: BaseException | None = None

    def run(self, limits: Limits, beside: Beside) -> threading.Thread:
        """Begin."""
        own = replace(limits, deadline=limits.deadline.heard_by(self.cancel), watch=self._hear, beside=beside)
        thread = threading.Thread(target=self._carry_out, args=(own,), daemon=True)
        thread.start()
        return thread

    def _hear(self, value: float | None, bound: float | None, nodes: int) -> None:
        self.value, self.bound, self.nodes = value, bound, nodes

    def _carry_out(self, limits: Limits) -> None:
        try:
            self.said = self.solve(limits)
        except BaseException as error:  # noqa: BLE001  it belongs to the thread that waits
            self.failed = error

    @property
    def has_ended_it(self) -> bool:
        """Whether it went through to the end, or cannot begin."""
        return self.is_at_fault or (self.said is not None and self.said.stop == "finished")

    @property
    def is_at_fault(self) -> bool:
        """Whether it ended in a way in which neither of them may."""
        return self.failed is not None and not isinstance(self.failed, _MAY_FAIL)


class _ToEachOther:
    """What one hears of the other, and the other of it."""

    found = None

    def __init__(self, own: _Runner, other: _Runner, objective: Expression) -> None:
        """Begin, with nothing known."""
        self._own, self._other, self._objective = own, other, objective
        self._handed: FoundPlan | None = None

    def hear(self, values: Sequence[float]) -> None:
        """Keep a better solution for the other."""
        self._own.plan = FoundPlan(_worth(self._objective, values), values)

    def turn(self, value: float | None, bound: float | None) -> Sequence[float] | None:  # noqa: ARG002  as its base
        """Return the other's best plan where it is better, once."""
        plan = self._other.plan
        if plan is None or plan is self._handed:
            return None
        if value is not None and value - plan.value <= _BETTER * abs(value):
            return None
        self._handed = plan
        return plan.columns


def _worth(objective: Expression, values: Sequence[float]) -> float:
    """Return what an objective comes to, but for rounding."""
    terms = (float(number) * values[place] for place, number in objective.terms.items())
    return float(objective.constant) + math.fsum(terms)


class Anew(_ToEachOther):
    """The same for who has to begin anew to hear of the other: in turns of which each is as long as all before it."""

    def __init__(self, own: _Runner, other: _Runner, objective: Expression, deadline: Deadline) -> None:
        """Begin the first turn."""
        super().__init__(own, other, objective)
        self._deadline = deadline
        self._next = deadline.taken + _FIRST_TURN

    def turn(self, value: float | None, bound: float | None) -> Sequence[float] | None:
        """Return the other's best plan where it is worth to begin anew from it."""
        plan, now = self._other.plan, self._deadline.taken
        if plan is None or now < self._next:
            return None
        if value is not None and bound is not None and value - plan.value < _WORTH_IT * (value - bound):
            return None
        given = super().turn(value, bound)
        if given is not None:
            self._next = 2 * now
        return given


class Race:
    """A program that both solve."""

    def __init__(self, task: Task, cpsat: CpSat) -> None:
        """Take the program as each of them has it."""
        self._task, self._cpsat = task, cpsat

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
            limits: When to stop, for each of the two.
            start: The value of each column in a solution to start from.
            presolve: Whether they make the program smaller first.

        Raises:
            SolverError: Both failed.
        """
        highs, cpsat = runners = [
            _Runner(partial(one.minimise, objective, start=start, presolve=presolve))
            for one in (self._task, self._cpsat)
        ]
        beside = (
            _ToEachOther(highs, cpsat, objective),
            Anew(cpsat, highs, objective, limits.deadline),
        )
        threads = [runner.run(limits, one) for runner, one in zip(runners, beside, strict=True)]
        try:
            _look_up_until_done(runners, threads, limits)
        finally:
            for runner in runners:
                runner.cancel.set()
            for thread in threads:
                thread.join()
        return _together(runners, limits)


def _look_up_until_done(
    runners: Sequence[_Runner], threads: Sequence[threading.Thread], limits: Limits
) -> None:
    """Wait until one has ended it, both together have, or nobody goes on; tell how far they are."""
    told = 0.0
    while any(thread.is_alive() for thread in threads):
        next(thread for thread in threads if thread.is_alive()).join(_LOOKS)
        value = min((one.value for one in runners if one.value is not None), default=None)
        bound = max((one.bound for one in runners if one.bound is not None), default=None)
        if (
            any(one.has_ended_it for one in runners)
            or limits.deadline.is_over()
            or _meet(value, bound, limits.gap)
        ):
            return
        if limits.watch is not None and limits.deadline.taken - told >= 2 * _LOOKS:
            told = limits.deadline.taken
            limits.watch(value, bound, sum(one.nodes for one in runners))


def _meet(value: SupportsFloat | None, bound: SupportsFloat | None, gap: float) -> bool:
    """Tell whether plan and bound are as close as is asked for."""
    return (
        value is not None
        and bound is not None
        and float(value) - float(bound) <= max(_TOGETHER, gap) * abs(float(value))
    )


def _together(runners: Sequence[_Runner], limits: Limits) -> Said:
    """Return what both say: the better plan and the better bound; that there is none only where neither has one."""
    all_said = [one.said for one in runners if one.said is not None]
    for one in runners:
        if one.failed is not None and (not all_said or one.is_at_fault):
            raise one.failed
    found = [one for one in all_said if one.values is not None and one.value is not None]
    if not found and any(one.infeasible for one in all_said):
        return next(one for one in all_said if one.infeasible)
    bounds = [(one.bound, one.is_whole) for one in all_said if one.bound is not None]
    bound, is_whole = max(bounds, default=(None, False))
    best = min(found, key=lambda one: one.value, default=Said("finished"))  # type: ignore[arg-type,return-value]
    return replace(best, stop=_stop(all_said, best, bound, limits), bound=bound, is_whole=is_whole)


def _stop(all_said: Sequence[Said], best: Said, bound: Fraction | None, limits: Limits) -> Stop:
    """Return why it ended; where plan and bound meet, it is finished, whoever was cancelled for that."""
    if any(one.stop == "finished" for one in all_said) or _meet(best.value, bound, limits.gap):
        return "finished"
    if limits.deadline.why is not None:
        return limits.deadline.why
    return next((one.stop for one in all_said if one.stop != "cancelled"), "cancelled")
