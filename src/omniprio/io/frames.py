"""Tables from and to data frames of pandas, polars and the other libraries that narwhals knows: the extra `frames`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.io.cells import written_cell
from omniprio.io.extras import needed
from omniprio.io.read_tables import portfolio_in
from omniprio.io.sheet import Sheet
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
    """Return the portfolio in some data frames, in our form or as people make them.

    A frame of projects with other columns than ours is read as `read_table` reads a table; what was assumed is in the
    `provenance` of the portfolio.

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
        native = _with_index(native)  # noqa: PLW2901  the frame as it is meant
        _refuse_doubled(name, native)
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
                decimals="",
            )
        )
    return portfolio_in(sheets, "frames", horizon=horizon)


def _with_index(native: Any) -> object:  # noqa: ANN401  a data frame of any library
    """Return a data frame with its index as a column, where it has a name, as an id often is."""
    name = getattr(getattr(native, "index", None), "name", None)
    return native.reset_index() if isinstance(name, str) and name not in native.columns else native


def _refuse_doubled(table: str, native: object) -> None:
    """Refuse columns of the same name, of which a data frame of pandas may have several."""
    counts = Counter(map(str, getattr(native, "columns", ())))
    if doubled := [name for name, count in counts.items() if count > 1]:
        called = sentence("where.table", name=table)
        raise InvalidInputError(
            Fault(
                sentence("where.column of", table=called, column=name),
                sentence("faults.stands twice"),
                sentence("remedies.keep one of two"),
            )
            for name in doubled
        )


def _cells(column: Any) -> list[Any]:  # noqa: ANN401  narwhals is imported when it is used
    """Return the cells of a column, None where there is nothing; lists and dictionaries as a cell writes them."""
    missing = column.is_null().to_list()
    cells = [None if gone else cell for cell, gone in zip(column.to_list(), missing, strict=True)]
    return [_as_a_cell(cell) if isinstance(cell, list | tuple | dict) else cell for cell in cells]


def _as_a_cell(cell: list[Any] | tuple[Any, ...] | dict[str, Any]) -> str:
    """Return a list or a dictionary as text; what polars adds to a dictionary, as all of a column have the same keys, is left out."""
    if isinstance(cell, dict):
        return str(written_cell({key: value for key, value in cell.items() if value is not None}))
    return str(written_cell(tuple(cell)))


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
