"""The engines that can be asked: HiGHS, which is always there, and CP-SAT of OR-Tools, which is an extra."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Literal

__all__ = ["EXTRA", "Engine", "has_cpsat", "names_of"]

Engine = Literal["highs", "cp-sat"]
"""What is asked for a proof."""

EXTRA = "cpsat"
"""The extra that brings CP-SAT."""

_SHARES_A_PROCESS = (1, 16)
"""From this version on HiGHS and OR-Tools can be loaded into one process, in either order."""


@cache
def has_cpsat() -> bool:
    """Tell whether CP-SAT is installed, and a HiGHS beside which it can be loaded."""
    highs = tuple(int(part) for part in version("highspy").split(".")[:2])
    return find_spec("ortools") is not None and highs >= _SHARES_A_PROCESS


def names_of(*engines: Engine) -> str:
    """Return what engines are called, with their versions.

    >>> names_of("highs").split()[0]
    'HiGHS'
    """
    return " + ".join(_cpsat() if one == "cp-sat" else f"HiGHS {version('highspy')}" for one in engines)


def _cpsat() -> str:
    try:
        return f"CP-SAT {version('ortools')}"
    except PackageNotFoundError:
        return "CP-SAT"
