"""Names in messages: what a misspelt one was probably meant to be, and lists and chains that stay short."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["chained", "hints", "listed"]

_MOST_NAMES = 20  # each costs a comparison with all known names; who has more has not misspelt them
_MOST_COMPARISONS = 40_000  # about a second
_LONGEST_NAME = 100
_MOST_LISTED = 25
_MOST_CHAINED = 12


def hints(unknown: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Return for each unknown name a question in brackets, empty where no known name is like it.

    Args:
        unknown: The names that mean nothing; only the first 20 are compared, and fewer where many are known.
        known: The names that would mean something.

    >>> hints(["durations", "colour"], ["id", "duration"])
    {'durations': ' (did you mean duration?)', 'colour': ''}
    """
    found = dict.fromkeys(unknown, "")
    folded = {name.casefold(): name for name in known}
    for name in islice(found, min(_MOST_NAMES, _MOST_COMPARISONS // max(1, len(folded)))):
        if len(name) <= _LONGEST_NAME and (like := get_close_matches(name.casefold(), folded, n=1)):
            found[name] = f" (did you mean {folded[like[0]]}?)"
    return found


def listed(names: Iterable[str]) -> str:
    """Return names with commas in between, the first 25 of them.

    >>> listed(["R1", "R2"])
    'R1, R2'
    """
    first = list(islice(names, _MOST_LISTED + 1))
    return ", ".join(first[:_MOST_LISTED]) + (" …" if len(first) > _MOST_LISTED else "")


def chained(names: Sequence[str], count: int, last: str) -> str:
    """Return initiatives of which each requires the next; of a long chain its beginning, a count and its end.

    Args:
        names: The first names of the chain, all of them or at least 12.
        count: How many names the chain has.
        last: The last one.

    >>> chained(["a", "b", "c"], 3, "c")
    'a requires b requires c'
    >>> chained([f"p{number}" for number in range(12)], 500, "end")
    'p0 requires p1 requires p2 requires p3 requires p4 requires (494 more) requires end'
    """
    if count <= _MOST_CHAINED:
        return " requires ".join(names)
    shown = names[: _MOST_CHAINED // 2 - 1]
    return " requires ".join([*shown, f"({count - len(shown) - 1:,} more)", last])
