"""The amounts in a table of projects: columns of money, work and points, and the currencies that they are in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio.io.amounts import unit_in
from omniprio.io.cells import BadCellError
from omniprio.io.column_amounts import Amount, Amounts, in_scale, mark_of
from omniprio.io.column_work import in_one_unit, kind_of_work
from omniprio.io.score_totals import settle_scores
from omniprio.language import sentence
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.amounts import Mark
    from omniprio.io.cells import Given
    from omniprio.io.column_uses import Use
    from omniprio.io.project_cells import ProjectCells
    from omniprio.io.project_row import ProjectRow

__all__ = ["ProjectAmounts"]

_MONEY = ("cost", "spending", "benefit_once", "benefit_yearly", "benefit")
_COSTS = ("cost", "spending")
_IN_NUMBERS = (*_MONEY, "scores", "points", "effort")


class ProjectAmounts:
    """The amounts in the rows of a table, read column by column and kept with the rows.

    Attributes:
        currency: What most amounts of money are in.
        currencies: All currencies that there are.
    """

    def __init__(
        self, table: ProjectCells, rows: Sequence[ProjectRow], headings: Sequence[ProjectRow]
    ) -> None:
        """Take a table, the rows of it that are left, and those that are only headings of these."""
        self.table, self.rows, self.scored = table, [*rows, *headings], rows
        self.currency = ""
        self.currencies: tuple[str, ...] = ()

    def read(self) -> None:
        """Read the columns of amounts, and settle in which currency they are."""
        uses = [use for use in self.table.of(*_IN_NUMBERS) if not use.own or use.own in _MONEY]
        columns = [self._cells(use) for use in uses]
        marks, _ = mark_of(columns, self.table.preset.language)
        read = {
            use: Amounts(
                cells, self.table.preset.decimals or mark or self._file_mark(use), self.table.unit(use)
            )
            for use, cells, mark in zip(uses, columns, marks, strict=True)
        }
        self._read_currencies([column for use, column in read.items() if (use.field or use.own) in _MONEY])
        for use, column in read.items():
            self._note_column(use, column)
        for name in ("cost", "benefit_once", "benefit_yearly"):
            headers = [use.header for use in uses if name in {use.field, use.own}]
            if len(headers) > 1:
                self.table.note(sentence("notes.columns"), sentence("notes.added up", names=listed(headers)))
        self._settle_currency([column for use, column in read.items() if (use.field or use.own) in _MONEY])
        for use, column in read.items():
            for row, cell in zip(self.rows, column.cells, strict=True):
                if isinstance(cell, Amount):
                    self._keep(use, row, cell, column.unit.currency)
                elif isinstance(cell, BadCellError):
                    self.table.bad[row.place, use.place] = cell
                elif cell is not None:
                    problem = sentence("faults.is", value=repr(cell)[:60])
                    self.table.bad[row.place, use.place] = BadCellError(
                        problem, sentence("remedies.give a number")
                    )
        scores = [use.header for use in uses if use.field == "scores"]
        self.table.notes += settle_scores(self.scored, scores)

    def _cells(self, use: Use) -> list[Given]:
        """Return what stands in a column of amounts, work in the unit of its column."""
        cells = [self.table.cell(row, use) for row in self.rows]
        if use.field != "effort":
            return cells
        read = in_one_unit(cells, kind_of_work(use.header, self.table.unit(use)))
        if changed := [cell for cell, own in zip(cells, read, strict=True) if cell != own]:
            kind = "in milliseconds" if str(changed[0]).isdecimal() else "with units"
            self.table.note(self.table.where(use), sentence(f"notes.work {kind}", written=repr(changed[0])))
        return read

    def _read_currencies(self, columns: Sequence[Amounts]) -> None:
        """Read the currency that a column of its own says for all amounts of a row."""
        for use in self.table.of("currency"):
            said = [
                unit.currency if (unit := unit_in(self.table.text(row, use))) else "" for row in self.rows
            ]
            for column in columns:
                column.cells = [
                    cell._replace(currency=cell.currency or own) if isinstance(cell, Amount) else cell
                    for cell, own in zip(column.cells, said, strict=True)
                ]

    def _file_mark(self, use: Use) -> Mark | None:
        """Return the sign that the separator of a file stands for, where a column is not ours, for which it could mean two."""
        return self.table.mark_said if use.field else None

    def _note_column(self, use: Use, column: Amounts) -> None:
        """Note how the amounts of a column were read."""
        for text in column.said:
            self.table.note(self.table.where(use), text)
        if (use.field or use.own) in _COSTS and all(cell.value <= 0 for cell in column.amounts):
            if any(cell.value < 0 for cell in column.amounts):
                self.table.note(self.table.where(use), sentence("notes.costs below 0"))
            column.cells = [
                cell._replace(value=-cell.value) if isinstance(cell, Amount) else cell
                for cell in column.cells
            ]

    def _settle_currency(self, columns: Sequence[Amounts]) -> None:
        """Settle in which currency most amounts are; a blank currency is that of most."""
        count: Counter[str] = Counter()
        scales = {column.unit for column in columns if column.unit.currency or column.unit.scale > 1}
        for column in columns:
            count += column.currencies
        if {"kr.", "DKK"} <= count.keys() or {"kr.", "SEK"} <= count.keys() or {"kr.", "NOK"} <= count.keys():
            count.pop("kr.")
        self.currencies = tuple(currency for currency, _ in count.most_common())
        self.currency = self.currencies[0] if self.currencies else ""
        scale = max((unit.scale for unit in scales), default=1)
        if len(scales) > 1 or not scales:
            return
        self.currency = in_scale(self.currency, scale)

    def _keep(self, use: Use, row: ProjectRow, amount: Amount, currency: str) -> None:
        """Keep an amount with its row."""
        known, said = use.field or use.own, amount.currency or currency
        if known in {"scores", "points"}:
            value = amount.value / 100 if amount.percent else amount.value
            row.scores[use.header if known == "scores" else "points"] = float(value)
        elif known == "spending" and said not in self.currencies[1:]:
            row.spending[use.header] = amount.value
            if not self.table.of("cost"):
                before = row.amounts["cost"].value if "cost" in row.amounts else 0
                row.amounts["cost"] = amount._replace(value=amount.value + before)
        elif known == "cost" and said in self.currencies[1:]:
            row.funds[said] = float(amount.value * row.left)
        elif known != "cost" and known in _MONEY and said in self.currencies[1:]:
            problem = sentence("faults.other currency of column", said=said, most=self.currencies[0])
            self.table.bad[row.place, use.place] = BadCellError(
                problem, sentence("remedies.one currency in a column")
            )
        else:
            before = row.amounts[known].value if known in row.amounts else 0
            row.amounts[known] = amount._replace(value=amount.value + before)
