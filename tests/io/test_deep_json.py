"""JSON within a cell, a description or a custom field that is nested too deeply, and amounts without end: told, or passed over."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from omniprio import Initiative, Portfolio, plan_of
from omniprio.io import from_msproject, read_table, to_msproject
from omniprio.io.budget_lines import budget_line
from omniprio.io.cells import BadCellError, read_cell
from omniprio.io.kept import with_kept

if TYPE_CHECKING:
    from pathlib import Path

DEEP = '{"a":' * 100_000
"""Python's own reader of JSON gives up at some thousand."""


def test_a_cell_of_data_is_refused() -> None:
    with pytest.raises(BadCellError):
        read_cell(DEEP, "data")


def test_a_description_stays_as_it_is() -> None:
    said = f"Ours.\n[omniprio]\nadvances: {DEEP}"
    _, (kept,), _ = with_kept({"horizon": 4}, [{"id": "a", "description": said}])
    assert "advances" not in kept


def test_a_custom_field_of_a_project_is_passed_over() -> None:
    one = Portfolio(
        horizon={"periods": 2, "start": "2027-01-01"}, initiatives=[Initiative(id="a", advances={"R2": 0.5})]
    )
    document = to_msproject(plan_of(one, {"a": 1}))
    assert b"R2=0.5" in document
    found = from_msproject(document.replace(b"R2=0.5", b"[" * 30_000))
    assert [entry.id for entry in found.portfolio.initiatives] == ["a"]
    assert not found.portfolio.by_id["a"].advances


def test_an_amount_without_end_is_no_budget(tmp_path: Path) -> None:
    assert budget_line(["Budget", float("inf")]) is None
    assert budget_line(["Budget", float("inf"), "kr."]) is None
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Budget", 900], [None], ["Projekt", "Omkostning", "Varighed"], ["A", 300, 2], ["B", 500, 1]):
        sheet.append(row)
    book.save(tmp_path / "whole.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "whole.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "endless.xlsx", "w") as endless,
    ):
        for name in whole.namelist():
            endless.writestr(name, whole.read(name).replace(b"<v>900</v>", b"<v>1E999</v>"))
    assert read_table(tmp_path / "whole.xlsx").portfolio.limits["money"].total == 900
    assert read_table(tmp_path / "endless.xlsx").portfolio.limits["money"].total is None
