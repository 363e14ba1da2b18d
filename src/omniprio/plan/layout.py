"""Numbers, and text in columns and paragraphs for a terminal, never wider than `WIDTH`."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from math import floor
from textwrap import wrap
from typing import TYPE_CHECKING

from omniprio.numbers import exact, is_large
from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from omniprio.plan.plan import Plan

__all__ = ["WIDTH", "Row", "adding_up", "costs_adding_up", "decimals_of", "merged", "paragraph", "table"]

_OF_A_UNIT = 6
"""A third of an amount is a float that is off by less than this many decimals of the last one shown."""


def adding_up(numbers: Sequence[float | Fraction], decimals: int = 2) -> list[Fraction]:
    """Return numbers rounded so that they add up to their rounded sum.

    Each is off by less than one unit of its last decimal; one that has no more decimals stays as it is. Of equal
    remainders the first ones are rounded up.

    Args:
        numbers: Finite numbers.
        decimals: How many each has at most.

    Source: the method of largest remainders, as seats are given out in proportion to votes (Hamilton, 1792).

    >>> [str(number) for number in adding_up([Fraction(100, 3)] * 3, decimals=0)]
    ['34', '33', '33']
    """
    grid = 10**decimals
    units = [round(_exact(number) * grid, _OF_A_UNIT) for number in numbers]
    below = [floor(unit) for unit in units]
    short = round(round(sum(units, Fraction(0)), _OF_A_UNIT // 2)) - sum(below)
    largest = {*sorted(range(len(units)), key=lambda place: below[place] - units[place])[:short]}
    return [Fraction(unit + (place in largest), grid) for place, unit in enumerate(below)]


def decimals_of(numbers: Sequence[float | Fraction]) -> int:
    """Return how many decimals amounts of money or effort are shown with that are added up: 2, none where they are large.

    >>> decimals_of([33.4, 66.6]), decimals_of([33.4, 12.5])
    (0, 2)
    """
    return 0 if is_large(sum((abs(_exact(number)) for number in numbers), Fraction(0))) else 2


def _exact(number: float | Fraction) -> Fraction:
    return number if isinstance(number, Fraction) else exact(number)


def costs_adding_up(plan: Plan) -> list[dict[str, Fraction]]:
    """Return what each line of a plan costs by fund, rounded so that each fund adds up.

    Args:
        plan: The plan.

    Returns:
        One for each initiative of the schedule, then one for each synergy that the plan gets, then one for each team of
        which it buys something.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> one = Portfolio(horizon=1, initiatives=[Initiative(id=name, cost=0.004) for name in "abc"])
    >>> [str(costs["money"]) for costs in costs_adding_up(plan_of(one, {"a": 1, "b": 1, "c": 1}))]
    ['1/100', '0', '0']
    """
    lines = [planned.costs for planned in plan.schedule]
    lines += [{MAIN_FUND: one.cost} for one in plan.synergies if one.obtained]
    lines += [{one.fund: one.cost} for one in plan.bought]
    decimals = decimals_of([*plan.costs.values()])
    by_fund = {fund: adding_up([line.get(fund, 0.0) for line in lines], decimals) for fund in plan.costs}
    return [{fund: costs[place] for fund, costs in by_fund.items()} for place in range(len(lines))]


WIDTH = 100
"""The most characters in a line."""

Row = tuple[str, tuple[str, ...]]
"""A label and the cells next to it."""

_WIDEST_HEAD = 24
_WIDEST_LABEL = 60
_BETWEEN = 2


def paragraph(words: str, indent: int = 2, hanging: int = 0) -> list[str]:
    """Return a text as lines.

    Args:
        words: The text.
        indent: Blanks before each line.
        hanging: Further blanks before each line but the first.

    >>> paragraph("never wider than a terminal")
    ['  never wider than a terminal']
    """
    rest = " " * (indent + hanging)
    return wrap(words, WIDTH, initial_indent=" " * indent, subsequent_indent=rest, break_on_hyphens=False)


def merged(rows: Iterable[tuple[int, tuple[str, ...]]], when: Callable[[int, int], str]) -> list[Row]:
    """Return rows of periods with runs of equal cells put into one row.

    Args:
        rows: Periods, one after another, with their cells.
        when: What a stretch of periods is called, from its first and its last.

    >>> merged([(1, ("0.5",)), (2, ("0.5",)), (3, ("0.2",))], "{} to {}".format)
    [('1 to 2', ('0.5',)), ('3 to 3', ('0.2',))]
    """
    runs = ([*run] for _, run in groupby(rows, key=lambda row: row[1]))
    return [(when(run[0][0], run[-1][0]), run[0][1]) for run in runs]


def table(heads: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return rows in columns, the cells to the right; what is too wide goes on in a second block below, or on a second line.

    Args:
        heads: A head for each cell; long ones are cut.
        rows: The rows.

    >>> table(["R", "D"], [("start", ("1.00", "1.00"))])
    ['            R     D', '  start  1.00  1.00']
    """
    cut = [_cut(head) for head in heads]
    columns = [[head, *(cells[place] for _, cells in rows)] for place, head in enumerate(cut)]
    labels = [[""], *(_lines(label) for label, _ in rows)]
    side = max(len(line) for label in labels for line in label) + _BETWEEN
    lines: list[str] = []
    for block in _blocks(columns, WIDTH - side):
        widths = [_BETWEEN + max(map(len, column)) for column in block]
        for place, (label, *more) in enumerate(labels):
            cells = "".join(f"{column[place]:>{width}}" for column, width in zip(block, widths, strict=True))
            lines.append(f"{'':<{_BETWEEN}}{label:<{side - _BETWEEN}}{cells}".rstrip())
            lines += [f"{'':<{_BETWEEN}}{line}" for line in more]
    return lines


def _lines(label: str) -> list[str]:
    """Return a label in lines, most often in one."""
    if len(label) <= _WIDEST_LABEL:
        return [label]
    return wrap(label, _WIDEST_LABEL, subsequent_indent=" " * _BETWEEN, break_on_hyphens=False)


def _cut(head: str) -> str:
    return head if len(head) <= _WIDEST_HEAD else f"{head[: _WIDEST_HEAD - 3]}..."


def _blocks(columns: Sequence[list[str]], room: int) -> Iterator[list[list[str]]]:
    """Yield the columns in groups that fit next to each other."""
    block: list[list[str]] = []
    taken = 0
    for column in columns:
        width = _BETWEEN + max(map(len, column))
        if block and taken + width > room:
            yield block
            block, taken = [], 0
        block.append(column)
        taken += width
    if block:
        yield block
