"""How to search, and how far a search is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from omniprio.engines import EXTRA, Engine, has_cpsat
from omniprio.errors import Fault, InvalidArgumentError, MissingExtraError
from omniprio.language import sentence
from omniprio.spelling import shown

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping

    import pulp

    from omniprio.goals import Goal

__all__ = ["Options", "RunProgress", "Ties"]


_WRONG_SOLVER = "CPSAT"
"""The solver of PuLP that turns columns which may be fractions into whole numbers, without a word."""


Ties = Literal["early", "late"]
"""Which of the plans that are equal in all goals is chosen: the one that starts early, or the one that starts late."""


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is.

    Attributes:
        goal: The goal being worked on.
        seconds: Since the run began.
        value: Of the best plan so far, in the goal's own unit; None before there is one.
        bound: No plan is better than this; None where that is not known.
        nodes: Branch-and-bound nodes of this goal.
    """

    goal: Goal
    seconds: float
    value: float | None
    bound: float | None
    nodes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to search; see `prioritise` for what each option means."""

    time_limit: float | None = None
    work_limit: int | None = None
    gap: float = 0.0
    warm_start: Mapping[str, int] | None = None
    threads: int = 1
    ties: Ties = "early"
    solver: pulp.LpSolver | None = None
    engine: Engine | None = None
    certify: bool = False
    on_progress: Callable[[RunProgress], None] | None = None
    cancel: threading.Event

    def __post_init__(self) -> None:
        """Refuse limits that make no sense, and an engine that is not there."""
        if faults := list(self._faults()):
            raise InvalidArgumentError(faults)
        if (self.certify or self.engine in {"cp-sat", "race"}) and not has_cpsat():
            raise MissingExtraError(EXTRA)

    def _faults(self) -> Iterator[Fault]:
        if self.time_limit is not None and not self.time_limit > 0:
            yield Fault(
                "time_limit",
                sentence("faults.is", value=shown(self.time_limit)),
                sentence("remedies.seconds"),
            )
        if self.work_limit is not None and self.work_limit < 1:
            yield Fault(
                "work_limit", sentence("faults.is", value=shown(self.work_limit)), sentence("remedies.nodes")
            )
        if self.threads < 1:
            yield Fault(
                "threads", sentence("faults.is", value=shown(self.threads)), sentence("remedies.at least 1")
            )
        if not 0 <= self.gap <= 1:
            yield Fault("gap", sentence("faults.is", value=shown(self.gap)), sentence("remedies.share"))
        if self.solver is not None and (
            self.time_limit is not None or self.work_limit is not None or self.gap or self.threads > 1
        ):
            remedy = sentence("remedies.limits of solver")
            yield Fault("solver", sentence("faults.own limits"), remedy)
        if self.solver is not None and (self.engine is not None or self.certify):
            problem = sentence("faults.instead of engine")
            yield Fault("solver", problem, sentence("remedies.no engine with solver"))
        if any(kind.__name__ == _WRONG_SOLVER for kind in type(self.solver).__mro__):  # not importing PuLP
            yield Fault(
                "solver",
                sentence("faults.wrong solver", solver=_WRONG_SOLVER),
                sentence("remedies.other solver"),
            )
