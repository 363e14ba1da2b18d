"""Columns of scores beside each other: a total with its parts, parts with weights, and columns of very different size."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING

from omniprio.io.header_words import folded, names_a_total, words_for
from omniprio.io.imported import Note
from omniprio.language import sentence
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.io.project_row import ProjectRow

__all__ = ["settle_scores", "weights_in"]

_WEIGHT = re.compile(r"[(\[]?\b(\d{1,3}(?:[.,]\d{1,3})?) ?%[)\]]?$")
_WHOLE = 100
_FAR_LARGER = 20
"""How many times as large a column is that counts nearly alone."""
_ROUNDED = 0.02
"""How far a total may be from the sum of its parts, as a share of it."""
_MOST_COLUMNS, _LOOKED_AT = 20, 1_000
_FEWEST_PARTS, _FEWEST_ROWS = 2, 2


def weights_in(headers: Iterable[str]) -> dict[str, Fraction]:
    """Return the weights that headers say, as shares; none unless they are 100 % together.

    >>> {name: str(weight) for name, weight in weights_in(["Value (40%)", "Risk (60 %)", "Cost"]).items()}
    {'Value (40%)': '2/5', 'Risk (60 %)': '3/5'}
    >>> weights_in(["VAT (25%)", "Cost"])
    {}
    """
    found = {
        name: Fraction(said[1].replace(",", "."))
        for name in headers
        if (said := _WEIGHT.search(name.strip()))
    }
    is_whole = len(found) >= _FEWEST_PARTS and abs(sum(found.values(), Fraction(0)) - _WHOLE) <= 1
    return {name: weight / _WHOLE for name, weight in found.items()} if is_whole else {}


def settle_scores(rows: Sequence[ProjectRow], headers: Sequence[str]) -> list[Note]:
    """Let a total among the scores of rows count alone, with its parts as tags, or weigh the parts, and return what was done.

    Args:
        rows: The rows, with their scores.
        headers: The columns of scores.
    """
    columns = {name: [row.scores.get(name) for row in rows] for name in headers}
    columns = {name: column for name, column in columns.items() if any(value is not None for value in column)}
    weights = weights_in(columns)
    where = sentence("notes.columns")
    notes = []
    if found := _total_of(columns, weights):
        total, parts = found
        for row in rows:
            row.tags |= {name: [f"{row.scores.pop(name):g}"] for name in parts if name in row.scores}
        notes.append(
            Note(where=where, text=sentence("notes.total of scores", total=total, names=listed(parts)))
        )
        columns = {name: column for name, column in columns.items() if name not in parts}
    elif weights:
        for row in rows:
            row.scores |= {
                name: round(row.scores[name] * float(weights[name]), 12)
                for name in weights
                if name in row.scores
            }
        notes.append(Note(where=where, text=sentence("notes.weights of scores", names=listed([*weights]))))
        return notes
    sizes = {name: size for name, column in columns.items() if (size := _size(column))}
    large, small = (choose(sizes, key=sizes.__getitem__, default="") for choose in (max, min))
    if large and sizes[large] >= _FAR_LARGER * sizes[small]:
        notes.append(Note(where=where, text=sentence("notes.sizes of scores", large=large, small=small)))
    return notes


def _size(column: Sequence[float | None]) -> float:
    """Return how large the numbers of a column are, 0 where there are none."""
    return median([abs(value) for value in column if value] or [0])


def _total_of(
    columns: Mapping[str, Sequence[float | None]], weights: Mapping[str, Fraction]
) -> tuple[str, list[str]] | None:
    """Return the column that is the total of others, and these: as it is named, else as its numbers say."""
    named = [name for name in columns if _is_named_total(name) and name not in weights]
    for total in named:
        largest = _FAR_LARGER * _size(columns[total])
        parts = [name for name in columns if name not in named and _size(columns[name]) < largest]
        if parts and _is_full(columns[total], [columns[name] for name in parts]):
            return total, parts
    shares = [weights[name] for name in weights]
    for total, column in columns.items() if _FEWEST_PARTS < len(columns) <= _MOST_COLUMNS else ():
        others = [name for name in columns if name != total]
        if weights and total not in weights and _is_sum(column, [columns[name] for name in weights], shares):
            return total, [*weights]
        for count in (len(others), len(others) - 1) if not weights else ():
            for parts in map(list, combinations(others, count) if count >= _FEWEST_PARTS else ()):
                if _is_sum(column, [columns[name] for name in parts], [Fraction(1)] * count):
                    return total, parts
    return None


def _is_full(total: Sequence[float | None], parts: Sequence[Sequence[float | None]]) -> bool:
    """Tell whether a column says something in each row in which others do."""
    return all(own is not None or not any(values) for own, *values in zip(total, *parts, strict=True))


def _is_named_total(header: str) -> bool:
    return folded(header) in words_for().overall or names_a_total(header)


def _is_sum(
    column: Sequence[float | None], parts: Sequence[Sequence[float | None]], shares: Sequence[Fraction]
) -> bool:
    """Tell whether most numbers of a column are the sum of those beside them, in at least two rows and not of nothing."""
    looked_at = [[*cells][:_LOOKED_AT] for cells in (column, *parts)]
    rows = [
        (total, sum((value or 0.0) * float(share) for value, share in zip(values, shares, strict=True)))
        for total, *values in zip(*looked_at, strict=True)
        if total and sum(1 for value in values if value) >= _FEWEST_PARTS
    ]
    same = sum(1 for total, whole in rows if abs(total - whole) <= _ROUNDED * abs(total))
    return same >= _FEWEST_ROWS and 2 * same > len(looked_at[0]) and _is_full(column, parts)
