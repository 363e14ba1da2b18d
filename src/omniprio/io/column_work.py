"""The work in a column of a table of projects: people all the time, or hours, days or months of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.cells import digits
from omniprio.io.header_words import folded, words_for
from omniprio.io.working_time import HOURS, ends_of_range, hours_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.cells import Given

__all__ = ["in_one_unit", "kind_of_work"]

_MILLISECONDS, _A_MINUTE, _LEAST, _MOST_DIGITS = 3_600_000, 60_000, 900_000, 15
"""How many milliseconds an hour, a minute and the shortest time have, and how many digits such a number has at most."""


def kind_of_work(header: str, unit: str) -> str:
    """Return what the numbers in a column of work are: `fte`, `hour`, `day` or `month`.

    Args:
        header: The header of the column.
        unit: The words for its unit; blank where it has none.

    >>> kind_of_work("Work", "person days"), kind_of_work("Timer", ""), kind_of_work("Work", "")
    ('day', 'hour', 'hour')
    """
    known = words_for().work
    return known.get(folded(unit)) or known.get(folded(header), "hour")


def in_one_unit(cells: Sequence[Given], kind: str) -> list[Given]:
    """Return the cells of a column of work, those that say a unit of their own in that of the column.

    Args:
        cells: What stands in them.
        kind: What its numbers are.

    >>> in_one_unit(["16h", "2-4 days", 3, "much"], "day")
    ['2', '2-4', 3, 'much']
    >>> in_one_unit(["28800000", ""], "hour")
    ['8', '']
    """
    if kind == "hour" and all(_is_in_milliseconds(str(cell)) for cell in cells if cell):
        return [digits(int(str(cell)) / _MILLISECONDS) if cell else cell for cell in cells]
    return [_in_unit(cell, kind) if isinstance(cell, str) else cell for cell in cells]


def _is_in_milliseconds(written: str) -> bool:
    """Tell whether a number of hours would be a lifetime of work, as where ClickUp writes times in whole minutes of milliseconds."""
    is_one = written.isdecimal() and len(written) <= _MOST_DIGITS
    return is_one and int(written) >= _LEAST and int(written) % _A_MINUTE == 0


def _in_unit(cell: str, kind: str) -> str:
    each = HOURS.get(kind)
    hours = hours_in(cell)
    if each and hours is not None:
        return digits(float(hours / each))
    span = ends_of_range(cell)
    ends = [hours_in(end) for end in span.parts] if span else []
    if each and ends and None not in ends:
        return "-".join(digits(float(end / each)) for end in ends if end is not None)
    return cell
