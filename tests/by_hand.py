"""Tables that people made, in a file of their own, and what is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import Cost
from omniprio.io import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio import Portfolio
    from omniprio.io.imported import Imported


def table(folder: Path, text: str) -> Imported:
    """Return what is read from CSV."""
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def told(found: Imported) -> str:
    """Return the notes, a line each."""
    return "\n".join(map(str, found.notes))


def one_off(found: Portfolio) -> list[float]:
    """Return what each initiative costs in all while it is worked on."""
    return [float(one.cost.one_off) if isinstance(one.cost, Cost) else one.cost for one in found.initiatives]
