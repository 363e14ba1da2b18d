"""Ranks and levels in a table of projects, read as scores."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omniprio.io.header_words import folded, words_for
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.project_row import ProjectRow
    from omniprio.language import Sentence

__all__ = ["scored_by_rank"]

_NUMBERED = re.compile(r"\D{0,5}(\d{1,4})\b.*")


def scored_by_rank(said: Sequence[tuple[ProjectRow, str]], header: str) -> Sentence:
    """Give rows a score for their rank, of which 1 is the best, or for their level, and return what was done.

    Args:
        said: Rows, each with the words in its column; at least one.
        header: What the score is called.

    >>> from omniprio.io.project_row import ProjectRow
    >>> web, tax = ProjectRow(0, "web"), ProjectRow(1, "tax")
    >>> print(scored_by_rank([(web, "P1"), (tax, "P3")], "Rank"), web.scores, tax.scores)
    read as scores; 1 counts most {'Rank': 3.0} {'Rank': 1.0}
    """
    levels = {folded(words): words_for().levels.get(folded(words)) for _, words in said}
    numbers = {words: int(found[1]) for _, words in said if (found := _NUMBERED.fullmatch(words))}
    if None not in levels.values():
        for row, words in said:
            row.scores[header] = float(levels[folded(words)] or 0)
        return sentence("notes.levels", highest=max(levels, key=lambda one: levels[one] or 0))
    if all(words in numbers for _, words in said):
        for row, words in said:
            row.scores[header] = float(max(numbers.values()) + 1 - numbers[words])
        return sentence("notes.ranks")
    return sentence("notes.no ranks", written=repr(said[0][1][:60]))
