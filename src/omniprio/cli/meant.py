"""What was probably meant by an option that there is not: by its meaning first, then by its spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.language import sentence
from omniprio.spelling import hints, nearest

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["meant", "meant_by"]

_SAME = {
    "address": "--host",
    "cores": "--threads",
    "deadline": "--time-limit",
    "debug": "--progress",
    "engine": "--solver",
    "file": "--output",
    "jobs": "--threads",
    "locale": "--language",
    "max-time": "--time-limit",
    "objective": "--goals",
    "optimise": "--goals",
    "periods": "--horizon",
    "seconds": "--time-limit",
    "silent": "--quiet",
    "solver": "--engine",
    "timeout": "--time-limit",
    "tolerance": "--gap",
    "type": "--format",
    "verbose": "--progress",
    "workers": "--threads",
}
"""Other words for our options."""
_OF_PORTFOLIO = {
    "amount",
    "budget",
    "budgets",
    "capacities",
    "capacity",
    "cost",
    "fund",
    "money",
    "team",
    "teams",
}
"""What is given in a portfolio, and by no option."""
_LIKE = 0.65
"""How much alike two names are, from 0 to 1, for one to be a misspelling of the other."""


def meant(value: str, names: Collection[str]) -> str:
    """Return which name was probably meant: one that is like it, else the only one with which it begins, or that begins with it.

    >>> meant("danish", ["en", "da"]), meant("wde", ["wide", "long"]), meant("x", ["wide", "long"])
    (' (did you mean da?)', ' (did you mean wide?)', '')
    """
    if hint := hints([value], names)[value]:
        return hint
    begins = [name for name in names if value.startswith(name) or (len(value) > 1 and name.startswith(value))]
    return sentence("hints.did you mean", name=begins[0]) if len(begins) == 1 else ""


def meant_by(option: str, options: Collection[str], places: Collection[str] = ()) -> str:
    """Return what was probably meant, or where it is given, as a hint in brackets; empty where nothing is known.

    Args:
        option: An option that there is not; what stands after its first `=` is its value.
        options: Those that there are.
        places: What is given by its place, without an option.

    >>> options = ["--quiet", "--errors", "--goals", "--time-limit"]
    >>> meant_by("--goal=fastest", options), meant_by("--seconds", options), meant_by("--periods", options)
    (' (did you mean --goals?)', ' (did you mean --time-limit?)', '')
    >>> meant_by("--plan", options, ["portfolio", "plan"])
    ' (plan is given by its place, without --)'
    >>> meant_by("--budget", options)
    ' (budgets and capacities stand in the portfolio; what-if moves them, and frontier tries every amount)'
    """
    name = option.partition("=")[0].lstrip("-").casefold()
    if name in places:
        return sentence("hints.by its place", name=name)
    same = _SAME.get(name, "")
    if same in options:
        return sentence("hints.did you mean", name=same)
    known = {one.lstrip("-"): one for one in options if one.startswith("--")}
    if like := nearest(name, known, _LIKE):
        return sentence("hints.did you mean", name=known[like])
    return sentence("hints.in the portfolio") if name in _OF_PORTFOLIO else ""
