"""A line above or below a table of projects that says what all of them may cost together."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.amounts import amount_in
from omniprio.io.cells import digits
from omniprio.io.header_words import folded, words_for
from omniprio.io.sheet import blank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.io.amounts import Mark, Unit
    from omniprio.io.cells import Given
    from omniprio.io.sheet import Sheet

__all__ = ["BudgetLine", "budget_line", "without_budgets"]

_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_MOST_CELLS = 3
"""What it is called, how much, and in what."""


class BudgetLine(NamedTuple):
    """A line with a budget.

    Attributes:
        label: What it is called.
        written: The amount, as a number or as it is written.
    """

    label: str
    written: float | str

    def amount(self, unit: Unit, mark: Mark | None) -> Fraction | None:
        """Return the amount as costs are counted, None where that is not known.

        Args:
            unit: What the costs are counted in; an amount without a unit is too.
            mark: The sign before decimals; None where nothing tells of it.
        """
        if not isinstance(self.written, str):
            return Fraction(repr(self.written))
        found = amount_in(self.written)
        if found is None or (found.unclear and mark is None):
            return None
        number = found.number(mark or ".")
        said = found.unit.scale > 1 or found.unit.currency
        return number * Fraction(found.unit.scale, unit.scale) if number and said else number

    @property
    def currency(self) -> str:
        """Its currency; blank where it says none."""
        found = amount_in(self.written) if isinstance(self.written, str) else None
        return found.unit.currency if found else ""


def budget_line(row: Sequence[Given]) -> BudgetLine | None:
    """Return the budget that a row says and nothing else, None where it is another row.

    >>> budget_line(["Samlet budget: 1,2 mio. kr.", None]), budget_line(["Budget 2027", None, 900])
    (BudgetLine(label='Samlet budget', written='1,2 mio. kr.'), BudgetLine(label='Budget 2027', written=900))
    >>> budget_line(["Project", "Budget"]), budget_line(["Budget office", 900]), budget_line(["Budget", "500", "300"])
    (None, None, None)
    """
    cells = [cell for cell in row if not blank(cell)]
    if not cells or len(cells) > _MOST_CELLS or not isinstance(cells[0], str):
        return None
    label, _, behind = cells[0].partition(":")
    if folded(_YEARS.sub("", label)) not in words_for().limits:
        return None
    first, *rest = [behind.strip(), *cells[1:]] if behind.strip() else cells[1:] or [None]
    if isinstance(first, int | float) and not isinstance(first, bool) and isfinite(first):
        if not rest:
            return BudgetLine(label.strip(), first)
        first = digits(first)
    units = [cell for cell in rest if isinstance(cell, str) and not any(map(str.isdigit, cell))]
    if not isinstance(first, str) or len(units) < len(rest):
        return None
    written = " ".join([first.strip(), *(unit.strip() for unit in units)])
    return BudgetLine(label.strip(), written) if amount_in(written) else None


def _of_all_columns(row: Sequence[Given], cost: int) -> BudgetLine | None:
    """Return the budget of a row of amounts, as of `Limit` with one for each year, and what all cost together may come to."""
    first = next((cell for cell in row if not blank(cell)), None)
    others = [
        cell for cell in row if isinstance(cell, str) and any(map(str.isalpha, cell)) and cell is not first
    ]
    return budget_line([first, row[cost]]) if 0 <= cost < len(row) and not others else None


def _of_years(row: Sequence[Given], years: Mapping[int, str]) -> list[BudgetLine]:
    """Return the budgets of a row with one for each year, none where it has one for none or for only some of them."""
    first = next((cell for cell in row if not blank(cell)), None)
    cells = [
        (year, row[place]) for place, year in years.items() if place < len(row) and not blank(row[place])
    ]
    lines = [line for year, cell in cells if (line := budget_line([first, cell]))]
    if not years or len(lines) < len(years):
        return []
    return [line._replace(label=f"{line.label} {year}") for line, (year, _) in zip(lines, cells, strict=True)]


def without_budgets(
    sheet: Sheet, cost: int = -1, years: Mapping[int, str] | None = None
) -> tuple[Sheet, dict[int, list[BudgetLine]]]:
    """Return a table in which lines with budgets are blank, and these lines by their numbers.

    Args:
        sheet: The table, from its header on.
        cost: The place of the column of costs, where a row in it that is called as a budget is no project; else -1.
        years: The places of the columns of what is spent in a year, with the year; None where there are none.
    """
    found: dict[int, list[BudgetLine]] = {}
    for number, row in enumerate(sheet.rows, start=sheet.first_row):
        line = budget_line(row) or _of_all_columns(row, cost)
        if lines := _of_years(row, years or {}) or ([line] if line else []):
            found[number] = lines
    rows = [[] if number in found else row for number, row in enumerate(sheet.rows, start=sheet.first_row)]
    return replace(sheet, rows=rows), found
