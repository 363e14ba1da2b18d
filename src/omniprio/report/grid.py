"""Tables of figures by period, in the words of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omniprio.plan.layout import Row, adding_up, decimals_of, merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniprio.report.voice import Voice

__all__ = ["Column", "Grid", "by_period", "use"]


class Grid(NamedTuple):
    """A table: a caption, a head for each column, rows with a label, and what they sum up to."""

    caption: str
    corner: str
    heads: tuple[str, ...]
    rows: list[Row]
    total: Row | None = None


class Column(NamedTuple):
    """A column: its head, a cell for each period, and its sum."""

    head: str
    cells: tuple[str, ...]
    total: str = ""


def by_period(caption: str, columns: Iterable[Column], voice: Voice, *, start: bool = False) -> Grid | None:
    """Return columns as a table, periods with equal figures in one row; None where there are no columns.

    Args:
        caption: What the table shows.
        columns: The columns.
        voice: The words.
        start: Whether the first cell of each column is for the start.
    """
    columns = list(columns)
    if not columns:
        return None
    rows = enumerate(zip(*(column.cells[start:] for column in columns), strict=True), start=1)
    first = [(voice.say("start"), tuple(column.cells[0] for column in columns))] if start else []
    totals = tuple(column.total for column in columns)
    total = (voice.say("total"), totals) if any(totals) else None
    heads = tuple(column.head for column in columns)
    return Grid(caption, voice.say("column period"), heads, [*first, *merged(rows, voice.span)], total)


def use(
    used: dict[str, list[float]],
    left: dict[str, list[float | None]],
    heads: tuple[str, str],
    voice: Voice,
    coming: dict[str, list[float]] | None = None,
) -> Iterable[Column]:
    """Yield what is used of each budget or team, what comes into it, and what is left of it where there is a limit.

    Args:
        used: Amounts by period, by budget or team.
        left: What is left, the same way; None is no limit.
        heads: The key of the words for a head about what is used, and of that about what is left.
        voice: The words.
        coming: What flows into budgets, by period; None for none.
    """
    for name, amounts in used.items():
        for head, some in ((heads[0], amounts), ("head flowing in", (coming or {}).get(name, []))):
            if any(amounts) and any(some):
                shown = adding_up(some, decimals_of(some))
                yield Column(voice.say(head, name), tuple(map(voice.amount, shown)), voice.amount(sum(shown)))
        if any(amounts) and any(rest is not None for rest in left[name]):
            rests = (voice.say("no limit") if rest is None else voice.amount(rest) for rest in left[name])
            yield Column(voice.say(heads[1], name), tuple(rests))
