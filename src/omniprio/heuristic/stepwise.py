"""A part of a program in "started by" columns again: x(s), whether something has started by s, for y(s), whether it starts at s.

Where initiatives wait for each other, rows have far fewer coefficients in these columns, and HiGHS looks at twice as many parts in the
same time. The change is linear and exact, so every row says the same as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from omniprio.heuristic.matrix import Arrays, ends

if TYPE_CHECKING:
    from omniprio.heuristic.matrix import Flags, Floats, Places

__all__ = ["Stepwise", "stepwise"]

_NOTHING = 1e-12
"""A coefficient that is 0 but for rounding."""


class Stepwise(NamedTuple):
    """A program in which some columns add up those before them.

    Attributes:
        program: The program.
        follows: Whether a column is about the same initiative as the one before it, and no less.
    """

    program: Arrays
    follows: Flags

    def summed(self, values: Floats) -> Floats:
        """Return values of its columns, from those of the columns as they were."""
        sums, here = np.cumsum(values), np.arange(len(values))
        begins = np.maximum.accumulate(np.where(self.follows, 0, here))
        return sums - sums[begins] + values[begins]

    def apart(self, values: Floats) -> Floats:
        """Return values of the columns as they were, from those of its columns."""
        result = values.copy()
        result[self.follows] -= values[np.flatnonzero(self.follows) - 1]
        return result


def stepwise(program: Arrays, items: Places) -> Stepwise:
    """Return a program in columns that add up those before them, of the same initiative.

    Args:
        program: The program.
        items: The initiative of each column, those of each in a row; -1 for a column that stays as it is.

    >>> once = Arrays(
    ...     cost=np.array([5.0, 3.0]),  # to start in period 1, or in 2
    ...     upper=np.ones(2),
    ...     integer=np.ones(2, dtype=np.bool_),
    ...     least=np.array([-np.inf]),
    ...     most=np.ones(1),
    ...     row_of=np.array([0, 0]),
    ...     ends=np.array([0, 1, 2]),
    ...     coefficients=np.ones(2),
    ... )
    >>> steps = stepwise(once, np.array([0, 0]))
    >>> steps.program.cost.tolist()  # what it costs more to have started a period sooner
    [2.0, 3.0]
    >>> steps.summed(np.array([1.0, 0.0])).tolist(), steps.apart(np.array([1.0, 1.0])).tolist()
    ([1.0, 1.0], [1.0, 0.0])
    """
    count, rows = len(program.cost), len(program.most)
    follows = np.zeros(count, dtype=np.bool_)
    follows[1:] = (items[1:] >= 0) & (items[1:] == items[:-1])
    later = np.flatnonzero(follows)
    column = np.repeat(np.arange(count), np.diff(program.ends))
    is_later = follows[column]
    cost = program.cost.copy()
    cost[later - 1] -= program.cost[later]
    never_less = rows + np.arange(len(later))  # x(s - 1) <= x(s)
    entries = _added(
        np.concatenate([column, column[is_later] - 1, later - 1, later]),
        np.concatenate([program.row_of, program.row_of[is_later], never_less, never_less]),
        np.concatenate(
            [
                program.coefficients,
                -program.coefficients[is_later],
                np.ones(len(later)),
                -np.ones(len(later)),
            ]
        ),
    )
    return Stepwise(
        Arrays(
            cost=cost,
            upper=program.upper,
            integer=program.integer,
            least=np.concatenate([program.least, np.full(len(later), -np.inf)]),
            most=np.concatenate([program.most, np.zeros(len(later))]),
            row_of=entries[1],
            ends=ends(entries[0], count),
            coefficients=entries[2],
        ),
        follows,
    )


def _added(columns: Places, rows: Places, coefficients: Floats) -> tuple[Places, Places, Floats]:
    """Return coefficients column after column, those of the same column and row added up; none that come to nothing."""
    order = np.lexsort((rows, columns))
    columns, rows, coefficients = columns[order], rows[order], coefficients[order]
    is_new = np.ones(len(columns), dtype=np.bool_)
    is_new[1:] = (columns[1:] != columns[:-1]) | (rows[1:] != rows[:-1])
    begins = np.flatnonzero(is_new)
    sums = np.add.reduceat(coefficients, begins) if len(begins) else coefficients
    kept = begins[np.abs(sums) > _NOTHING]
    return columns[kept], rows[kept], sums[np.abs(sums) > _NOTHING]
