"""Which known name a misspelt one was probably meant to be."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["hints", "listed"]

_MOST_NAMES = 20  # each costs a comparison with all known names; who has more has not misspelt them
_LONGEST_NAME = 100
_MOST_LISTED = 25


def hints(unknown: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Return for each unknown name a question in brackets, empty where no known name is like it.

    Args:
        unknown: The names that mean nothing; only the first 20 are compared.
        known: The names that would mean something.

    >>> hints(["durations", "colour"], ["id", "duration"])
    {'durations': ' (did you mean duration?)', 'colour': ''}
    """
    found = dict.fromkeys(unknown, "")
    folded = {name.casefold(): name for name in known}
    for name in islice(found, _MOST_NAMES):
        if len(name) <= _LONGEST_NAME and (like := get_close_matches(name.casefold(), folded, n=1)):
            found[name] = f" (did you mean {folded[like[0]]}?)"
    return found


def listed(names: Iterable[str]) -> str:
    """Return names with commas in between, the first 25 of them.

    >>> listed(["R1", "R2"])
    'R1, R2'
    """
    known = list(names)
    return ", ".join(known[:_MOST_LISTED]) + (" …" if len(known) > _MOST_LISTED else "")
