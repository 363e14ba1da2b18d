"""CP-SAT that lies: what it says of a run is altered after it has run, where every run goes through."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from judge.liars import leave_to_solvers
from omniprio.errors import SolverError
from omniprio.solver import cpsat

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from omniprio.solver.cpsat import Response

    Lie = Callable[[Response, random.Random], Response]

__all__ = ["AGREEING", "LIES", "let_cpsat_lie"]


def _raise(_: Response, __: random.Random) -> Response:
    raise SolverError("out of order")


def _drawn(response: Response, rng: random.Random) -> Response:
    return response._replace(status="OPTIMAL", counts=[rng.randint(0, 1) for _ in response.counts])


def _moved(by: int) -> Lie:
    return lambda response, _: response._replace(
        bound=None if response.bound is None else response.bound + by
    )


LIES: dict[str, Lie] = {
    "bound a step too good": _moved(-1),
    "bound a step too bad": _moved(1),
    "bound too good": _moved(-1000),
    "bound too bad": _moved(1000),
    "bound 0": lambda response, _: response._replace(bound=0),
    "no bound": lambda response, _: response._replace(bound=None),
    "all 0": lambda response, _: response._replace(status="OPTIMAL", counts=[0] * len(response.counts)),
    "all 1": lambda response, _: response._replace(status="OPTIMAL", counts=[1] * len(response.counts)),
    "all -3": lambda response, _: response._replace(status="OPTIMAL", counts=[-3] * len(response.counts)),
    "any values": _drawn,
    "no values": lambda response, _: response._replace(status="OPTIMAL", counts=()),
    "too few values": lambda response, _: response._replace(status="OPTIMAL", counts=response.counts[1:]),
    "stopped": lambda response, _: response._replace(status="UNKNOWN", counts=(), bound=None),
    "stopped with a bound of 0": lambda response, _: response._replace(status="UNKNOWN", counts=(), bound=0),
    "optimal whatever it is": lambda response, _: response._replace(status="OPTIMAL"),
    "no such status": lambda response, _: response._replace(status="MODEL_INVALID"),
    "infeasible": lambda response, _: response._replace(status="INFEASIBLE", counts=()),
    "raises": _raise,
}
"""What is altered of what CP-SAT says."""

AGREEING = ("infeasible", "bound too bad", "any values")
"""Those that may agree with themselves in every run."""


def let_cpsat_lie(patched: pytest.MonkeyPatch, lie: str, seed: int = 0) -> list[Response]:
    """Put a liar where every run of CP-SAT goes through; return what was true, run after run.

    Args:
        patched: Takes it away again.
        lie: What it says, of `LIES`.
        seed: Of what it draws.
    """
    truths: list[Response] = []
    respond, rng = cpsat.respond, random.Random(seed)  # noqa: S311  repeatable draws, no secrets

    def lies(*asked: Any) -> Response:  # noqa: ANN401
        truths.append(respond(*asked))
        return LIES[lie](truths[-1], rng)

    leave_to_solvers(patched)
    patched.setattr(cpsat, "respond", lies)
    return truths
