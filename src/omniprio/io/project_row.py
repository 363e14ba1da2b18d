"""One row of a table of projects, and the other rows that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.header_words import folded
from omniprio.io.table_days import Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.io.column_amounts import Amount

__all__ = ["ProjectRow", "rows_named_in"]

_LINES = re.compile(r"[;\n]")
_BETWEEN = re.compile(r"\s*(?:,|&|\s(?:and|og|und|\+)\s)\s*")
_WITH_LAG = re.compile(r"(.+?)\s*(?:FS|SS|FF|SF)?\s*(?:[+-]\s*\d+\s*\w*)?")
_UNKNOWN = Work()


@dataclass(slots=True)
class ProjectRow:
    """What one row says.

    Attributes:
        place: Which row it is, from 0.
        id: Its id.
        title: Its title.
        work: When it is done, as far as it says.
        state: What says that it must be done, or is not to be; blank where nothing does.
        decision: What follows from that.
        left: What share of it is left to do.
        amounts: The amounts in its columns, by what they are for.
        scores: Its scores.
        tags: Its tags.
        requires: The ids of what must come before.
        funds: What it costs in other currencies than most.
        team: Who does it.
    """

    place: int
    id: str
    title: str = ""
    work: Work = _UNKNOWN
    state: str = ""
    decision: str = ""
    left: Fraction = Fraction(1)
    amounts: dict[str, Amount] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    requires: list[str] = field(default_factory=list)
    funds: dict[str, float] = field(default_factory=dict)
    team: str = ""


def rows_named_in(words: str, known: Mapping[str, str]) -> list[str]:
    """Return the ids of the rows that a cell names, for one that is not there what stands in the cell.

    Args:
        words: What stands in the cell: one name, or several with semicolons, commas or `and` in between.
        known: The id of each row by its id and its title, as they are compared.

    >>> rows_named_in("Web shop, 2FS+3d and tax", {"web shop": "1", "2": "2"})
    ['1', '2', 'tax']
    """
    if not words or folded(words) in known:
        return [known[folded(words)]] if words else []
    lines = [part.strip() for part in _LINES.split(words)]
    parts = [
        own.strip() for part in lines for own in ([part] if folded(part) in known else _BETWEEN.split(part))
    ]
    return [_known(part, known) for part in parts if part]


def _known(part: str, known: Mapping[str, str]) -> str:
    bare = _WITH_LAG.fullmatch(part)
    return known.get(folded(part)) or (known.get(folded(bare[1])) if bare else None) or part
