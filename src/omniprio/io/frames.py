"""Tables from and to data frames of pandas, polars and the other libraries that narwhals knows: the extra `frames`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from omniprio.errors import Fault, InvalidArgumentError
from omniprio.io.extras import needed
from omniprio.io.sheet import Sheet
from omniprio.io.tables import portfolio_of_sheets
from omniprio.language import sentence
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.annotations import Count
    from omniprio.io.table import Record
    from omniprio.portfolio import Portfolio

__all__ = ["Library", "from_frames", "to_frames"]

Library = Literal["pandas", "polars", "pyarrow", "modin", "cudf"]
"""The libraries whose data frames can be made."""


@validated
def from_frames(frames: Mapping[str, object], *, horizon: Count | None = None) -> Portfolio:
    """Return the portfolio in some data frames.

    Args:
        frames: Data frames by the name of their table, at least initiatives. Null, and in pandas NaN, is a blank cell.
        horizon: The number of periods, where there is no table that says it.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with table, row (from 1) and column.
        MissingExtraError: The extra `frames` is not installed.
        InvalidArgumentError: A value is no data frame.
    """
    narwhals = needed("narwhals.stable.v2", "frames")
    sheets = []
    for name, native in frames.items():
        frame = narwhals.from_native(native, eager_only=True, pass_through=True)
        if frame is native:
            problem = sentence("faults.no data frame", kind=type(native).__name__)
            raise InvalidArgumentError([Fault(f"frames[{name}]", problem, sentence("remedies.data frame"))])
        columns = [_cells(frame.get_column(column)) for column in frame.columns]
        rows = list(zip(*columns, strict=True))
        sheets.append(
            Sheet(
                name=name,
                called=sentence("where.table", name=name),
                header=frame.columns,
                rows=rows,
                first_row=1,
            )
        )
    return portfolio_of_sheets(sheets, horizon=horizon)


def _cells(column: Any) -> list[Any]:  # noqa: ANN401  narwhals is imported when it is used
    """Return the cells of a column, None where there is nothing."""
    missing = column.is_null().to_list()
    return [None if gone else cell for cell, gone in zip(column.to_list(), missing, strict=True)]


@validated
def to_frames(tables: Mapping[str, Sequence[Record]], library: Library) -> dict[str, Any]:
    """Return tables as data frames.

    Args:
        tables: Records by the name of their table, as `to_tables` and `plan_to_tables` return them.
        library: The library, which must be installed.

    Returns:
        A data frame of that library for each table, by its name.

    Raises:
        MissingExtraError: The extra `frames` is not installed.
        ModuleNotFoundError: The library is not installed.
    """
    narwhals = needed("narwhals.stable.v2", "frames")
    columns = {
        name: {column: _alike([row[column] for row in rows]) for column in (rows[0] if rows else ())}
        for name, rows in tables.items()
    }
    return {name: narwhals.from_dict(cells, backend=library).to_native() for name, cells in columns.items()}


def _alike(cells: list[object]) -> list[object]:
    """Return values of one kind, since a column has one: numbers as floats, and as text beside yes and no."""
    if not any(isinstance(cell, float) for cell in cells):
        return cells
    if any(isinstance(cell, bool) for cell in cells):
        return [None if cell is None else str(cell).lower() for cell in cells]
    return [float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell for cell in cells]
