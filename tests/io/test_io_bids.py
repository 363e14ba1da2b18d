"""Bids from tables: what stands in the rows, and what is wrong with them told by row and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from omniprio.assessment import Assessment, Bids, BidsByChannel, combine_by_channel
from omniprio.cli import Exit, main
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError
from omniprio.io import from_bids_csv, read_bids

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def workbook(path: Path, **sheets: Sequence[Sequence[str | float]]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


WANTED = Bids(
    assessments=(
        Assessment(rater="IT", ratings={"R": 1.5, "D2": 0.25}, provenance="invented"),
        Assessment(rater="Shops", ratings={"R": 2}),
    )
)


def test_csv_and_a_workbook_say_the_same(tmp_path: Path) -> None:
    commas = tmp_path / "bids.csv"
    commas.write_text("rater,R,D2,provenance\nIT,1.5,0.25,invented\n\nShops,2,,\n", encoding="utf-8")
    semicolons = "Rater;provenance;R;D2\nIT;invented;1,5;25 %\nShops;;2;\n"
    rows: list[list[str | float]] = [
        ["rater", "R", "D2", "provenance"],
        ["IT", 1.5, 0.25, "invented"],
        ["Shops", 2],
    ]
    workbook(tmp_path / "bids.xlsx", about=[["Not read."]], bids=rows)
    assert read_bids(commas) == from_bids_csv(semicolons) == read_bids(tmp_path / "bids.xlsx") == WANTED


def test_a_column_for_the_channel_makes_bids_by_channel() -> None:
    found = from_bids_csv("rater,channel,R2\nIT,web,0.2\nShops,web,0.6\nIT,store,0.1\nShops,store,0.2\n")
    assert isinstance(found, BidsByChannel)
    profile = combine_by_channel(found)
    assert profile.start_by_channel == {"R2@web": 0.4, "R2@store": 0.15}  # the middles
    assert profile.start == {"R2": 0.15}  # the weaker one


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            "rater,R,D2\nIT,9,-2\nIT,x,3\n,1,\n",
            [
                "table bids, row 2, column D2: is -2; give at least 0",
                "table bids, row 2, column R: is 9; give a level from 0 to 3",
                "table bids, row 3, column R: is 'x'; give a number",
                "table bids, row 3, column rater: stands twice; keep one of the two",
                "table bids, row 3, column D2: is 3; give the fulfilment of a field, 0 to 1",
                "table bids, row 4, column rater: is blank; fill it in",
            ],
        ),
        (
            "rater,channel,R,R2\nIT,web,1,\nIT,store,1,1\nIT,,2,\n",
            [
                "table bids, row 3, column R2: is rated beside R, of which it is a part; keep one of the two",
                "table bids, row 4, column channel: is blank; fill it in",
            ],
        ),
        ("R\n1\n", ["table bids: has no column rater; add it"]),
        ("rater,R,R\nIT,1,1\n", ["table bids, column R: stands twice; keep one of the two"]),
        ("rater,R,\nIT,1,5\n", ["table bids, row 2: has no header above it; add one or clear the cell"]),
    ],
)
def test_all_that_is_wrong_is_told_by_row_and_column(table: str, says: list[str]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        from_bids_csv(table)
    assert list(map(str, caught.value.faults)) == says


def test_columns_are_those_of_the_disc(tmp_path: Path) -> None:
    own = Disc(disciplines=[Discipline(id="S", levels=4)])
    assert isinstance(from_bids_csv("rater,S\nIT,4\n", disc=own), Bids)
    with pytest.raises(InvalidInputError, match="column R: is no column of bids; remove it or use one of"):
        from_bids_csv("rater,R\nIT,1\n", disc=own)
    with pytest.raises(InvalidInputError, match=r"give a file that ends in \.csv or \.xlsx"):
        read_bids(tmp_path / "bids.ods")


def test_sheets_are_one_table_and_have_the_same_columns_for_who(tmp_path: Path) -> None:
    path = tmp_path / "bids.xlsx"
    workbook(path, north=[["rater", "R"], ["IT", 1]], south=[["rater", "R"], ["Shops", 2]])
    assert [bid.rater for bid in read_bids(path).assessments] == ["IT", "Shops"]  # type: ignore[union-attr]
    workbook(path, north=[["rater", "R"], ["IT", 1]], south=[["rater", "channel", "R"], ["Shops", "web", 2]])
    with pytest.raises(InvalidInputError, match="sheet north: has no column channel"):
        read_bids(path)


def test_verbs_read_tables_of_bids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bids.csv").write_text("rater,D\nIT,1.2\nShops,1.6\n", encoding="utf-8")
    (tmp_path / "channels.csv").write_text("rater,channel,D\nIT,web,1.2\nIT,store,1.1\n", encoding="utf-8")
    (tmp_path / "wrong.csv").write_text("rater,D\nIT,4\n", encoding="utf-8")
    assert main(["profile", "bids.csv", "--format", "text"]) == Exit.DONE
    assert "They disagree on D2 by 0.40: IT 0.20, Shops 0.60" in capsys.readouterr().out
    assert main(["agreement", "bids.csv", "--format", "text"]) == Exit.DONE
    assert "Krippendorff" in capsys.readouterr().out
    assert main(["profile", "channels.csv", "--format", "text"]) == Exit.DONE
    assert "store" in capsys.readouterr().out
    assert main(["agreement", "channels.csv"]) == Exit.BAD_INPUT
    assert "is for `profile`" in capsys.readouterr().err
    assert main(["profile", "wrong.csv"]) == Exit.BAD_INPUT
    told = capsys.readouterr().err
    assert "file wrong.csv, row 2, column D: is 4; give a level from 0 to 3" in told
    assert "The input is wrong.csv." in told
    assert main(["profile", "nowhere.csv"]) == Exit.FILE
