"""The engines that can be asked: HiGHS, which is always there, CP-SAT of OR-Tools, which is an extra, and both in a race."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Literal, NamedTuple

__all__ = ["EXTRA", "Choice", "Chosen", "Engine", "choose", "has_cpsat", "names_of"]

Engine = Literal["highs", "cp-sat", "race"]
"""What is asked for a proof: HiGHS, CP-SAT, or both at the same time."""

Chosen = Literal["asked", "usual", "tight teams", "not installed", "too large"]
"""Why an engine is asked: by name; since nothing speaks for another; since teams are tight in a plan by the day or the
week; since CP-SAT, which would be asked then, is not installed; since numbers are too large for CP-SAT."""


class Choice(NamedTuple):
    """An engine, and why it is asked."""

    engine: Engine
    since: Chosen


EXTRA = "cpsat"
"""The extra that brings CP-SAT."""

_SHARES_A_PROCESS = (1, 16)
"""From this version on HiGHS and OR-Tools can be loaded into one process, in either order."""


@cache
def has_cpsat() -> bool:
    """Tell whether CP-SAT is installed, and a HiGHS beside which it can be loaded."""
    highs = tuple(int(part) for part in version("highspy").split(".")[:2])
    return find_spec("ortools") is not None and highs >= _SHARES_A_PROCESS


def choose(asked: Engine | None, *, has_tight_teams: bool) -> Choice:
    """Return which engine is asked.

    Args:
        asked: The one that somebody asks for by name, or None.
        has_tight_teams: Whether it is a plan by the day or the week in which teams are tight.

    >>> choose(None, has_tight_teams=False)
    Choice(engine='highs', since='usual')
    """
    if asked is not None:
        return Choice(asked, "asked")
    if not has_tight_teams:
        return Choice("highs", "usual")
    return Choice("cp-sat", "tight teams") if has_cpsat() else Choice("highs", "not installed")


@cache
def names_of(*engines: Engine) -> str:
    """Return what engines are called, with their versions.

    >>> names_of("highs").split()[0]
    'HiGHS'
    """
    highs = f"HiGHS {version('highspy')}"
    names = {"highs": [highs], "cp-sat": [_cpsat()], "race": [highs, _cpsat()]}
    return " + ".join(dict.fromkeys(name for one in engines for name in names[one]))


def _cpsat() -> str:
    try:
        return f"CP-SAT {version('ortools')}"
    except PackageNotFoundError:
        return "CP-SAT"
