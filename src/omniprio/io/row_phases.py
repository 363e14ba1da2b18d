"""Rows of a table that are only the headings of others, as 1 of 1.1 and 1.2, or what others say they are part of."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from omniprio.io.link_words import Wait

__all__ = ["levels_of", "parents_in", "phases_in", "through_phases"]

_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,20}")
_DEEPEST = 100
_FEWEST_NUMBERS = 3
_LEVEL = re.compile(r"[1-9]\d?")
_LEAST_INDENT = 2
"""Fewer blanks before a name are there by mistake."""


def phases_in(ids: Collection[str], parents: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the rows inside each row that others are part of: as they say, or as they are numbered in a work breakdown structure.

    Args:
        ids: The ids of all rows.
        parents: What rows are part of, as they say; empty where none does.

    >>> phases_in(["1", "1.1", "1.2", "1.2.1", "2"], {})
    {'1': ['1.1', '1.2.1'], '1.2': ['1.2.1']}
    >>> phases_in(["shop", "basket", "button"], {"basket": "shop", "button": "basket"})
    {'shop': ['button'], 'basket': ['button']}
    """
    there = dict.fromkeys(ids)
    if not parents and not all(map(_NUMBER.fullmatch, there)):
        return {}
    around = {
        name: _above(name, parents) if parents else [outer for outer in _outer(name) if outer in there]
        for name in there
    }
    outer = {name for names in around.values() for name in names}
    inside: dict[str, list[str]] = {name: [] for name in there if name in outer}
    for name in there:
        for one in around[name] if name not in outer else ():
            inside[one].append(name)
    return inside


def parents_in(outline: Iterable[tuple[str, str]], *, numbered: bool = False) -> dict[str, str]:
    """Return what rows are part of: each of the nearest above it that is less deep.

    Args:
        outline: The id and the level of each row, from above, as `2`, or as `1.1` where any has points; what is no number is
            in no outline.
        numbered: Whether these are numbers as in a work breakdown structure, though none has points.

    >>> parents_in([("shop", "1"), ("basket", "2"), ("button", "3"), ("search", "2"), ("app", "1")])
    {'basket': 'shop', 'button': 'basket', 'search': 'shop'}
    >>> parents_in([("shop", "1"), ("basket", "1.1"), ("app", "2")])
    {'basket': 'shop'}
    >>> parents_in([("plan", "1"), ("build", "2"), ("open", "3")])
    {}
    """
    found: dict[str, str] = {}
    above: list[tuple[str, int]] = []
    rows = [*outline]
    in_points = numbered or any("." in said for _, said in rows)
    if len(rows) >= _FEWEST_NUMBERS and [said for _, said in rows] == [*map(str, range(1, len(rows) + 1))]:
        return {}  # the numbers of rows that all stand beside each other
    for name, said in rows:
        if in_points:
            level = said.count(".") + 1 if _NUMBER.fullmatch(said) else 0
        else:
            level = int(said) if _LEVEL.fullmatch(said) else 0
        while above and above[-1][1] >= level:
            above.pop()
        if above:
            found[name] = above[-1][0]
        if level:
            above.append((name, level))
    return found


def levels_of(names: Sequence[str]) -> list[str]:
    """Return how deep names stand that are indented by blanks, as levels from 1; none where no name is.

    Args:
        names: The names as they are written, from above.

    >>> levels_of(["Shop", "  Basket", "App"]), levels_of(["Shop", " App"])
    (['1', '2', '1'], [])
    """
    blanks = [len(name) - len(name.lstrip()) for name in names]
    depths = sorted({0, *(count for count in blanks if count >= _LEAST_INDENT)})
    return [str(1 + depths.index(count if count in depths else 0)) for count in blanks] if depths[1:] else []


def _above(name: str, parents: Mapping[str, str]) -> list[str]:
    """Return what a row is part of, the outermost first; nothing where that goes in a circle."""
    found: dict[str, None] = {}
    outer = parents.get(name)
    while outer is not None and len(found) < _DEEPEST:
        if outer in found or outer == name:
            return []
        found[outer] = None
        outer = parents.get(outer)
    return [*reversed(found)]


def _outer(name: str) -> list[str]:
    """Return the numbers that a number is part of."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def through_phases(
    wanted: Mapping[str, Mapping[str, Wait]], inside: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, Wait]]:
    """Return what rows wait for, where a phase stands for all that is in it; what is in it does not wait for itself.

    Args:
        wanted: What each row waits for, by id.
        inside: What is in each phase.

    >>> from omniprio.io.link_words import Wait
    >>> through_phases({"2": {"1": Wait()}}, {"1": ["1.1", "1.2"]})["2"].keys()
    dict_keys(['1.1', '1.2'])
    """
    found: dict[str, dict[str, Wait]] = defaultdict(dict)
    for after, waits in wanted.items():
        for before, wait in waits.items():
            befores, afters = inside.get(before, [before]), inside.get(after, [after])
            own = after in befores or before in afters
            for one in afters if not own or after == before else ():
                for other in befores:
                    found[one].setdefault(other, wait)
    return found
