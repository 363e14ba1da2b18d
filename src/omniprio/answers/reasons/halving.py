"""The least whole number for which something holds that goes on holding."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["least_that"]


def least_that(holds: Callable[[int], bool], first: int, last: int) -> int | None:
    """Return the least of some whole numbers for which something holds; None if it holds for none of them.

    Args:
        holds: Holds for every number above one for which it holds. Where the answer is above the first number, it
            was asked for the one below, too.
        first: The least number to look at.
        last: The greatest.

    >>> least_that(lambda number: number**2 >= 50, 0, 100)
    8
    """
    if first > last or not holds(last):
        return None
    while first < last:
        middle = (first + last) // 2
        if holds(middle):
            last = middle
        else:
            first = middle + 1
    return last
