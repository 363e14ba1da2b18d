"""Tables as people make them by hand: seasons, cells merged over rows, lines above that say what amounts are in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from omniprio.errors import InvalidInputError
from omniprio.io import read_table
from omniprio.io.table_days import Days
from omniprio.io.unit_lines import unit_of_all
from omniprio.language import Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from omniprio.io.imported import Imported


def table(folder: Path, text: str, name: str = "projects.csv") -> Imported:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def workbook(folder: Path, rows: Sequence[Sequence[object]], *merged: str) -> Imported:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([*row])
    for cells in merged:
        sheet.merge_cells(cells)
    path = folder / "projects.xlsx"
    book.save(path)
    return read_table(path)


def told(found: Imported) -> str:
    return "\n".join(map(str, found.notes))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Spring 2027", (2027, 3, 1), (2027, 5, 31)),
        ("forår 2027", (2027, 3, 1), (2027, 5, 31)),
        ("Frühjahr 2027", (2027, 3, 1), (2027, 5, 31)),
        ("2027 summer", (2027, 6, 1), (2027, 8, 31)),
        ("Efteråret 2027", (2027, 9, 1), (2027, 11, 30)),
        ("Winter 2027", (2027, 12, 1), (2028, 2, 29)),  # 2028 is a leap year
        ("vinter 2026/27", (2026, 12, 1), (2027, 2, 28)),
        ("primo 2027", (2027, 1, 1), (2027, 3, 31)),
        ("mid-2027", (2027, 5, 1), (2027, 8, 31)),
        ("Ende 2027", (2027, 10, 1), (2027, 12, 31)),
        ("Spring 2027 - Autumn 2027", (2027, 3, 1), (2027, 11, 30)),
    ],
)
def test_seasons_and_parts_of_years_are_days(
    words: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    found = Days([[words]], ("%Y-%m-%d",)).of(words)
    assert found is not None
    assert (found.first, found.last) == (date(*first), date(*last))


@pytest.mark.parametrize("words", ["Springfield 2027", "winter", "summer 27", "fall 2027/28", "mid 2027/28"])
def test_words_that_name_no_season_of_a_year_are_no_days(words: str) -> None:
    assert Days([[words]], ("%Y-%m-%d",)).of(words) is None


def test_seasons_in_a_table_are_told(tmp_path: Path) -> None:
    found = table(tmp_path, "Projekt;Hvornår;Pris\nWeb;Forår 2027;30\nApp;Vinter 2027;20\n")
    assert [(one.earliest_start, one.duration) for one in found.portfolio.initiatives] == [(None, 3), (10, 3)]
    words = "\n".join(Speaker("da").say(note.fact) for note in found.notes)
    assert (
        "nævner årstider og dele af år som 'vinter 2027'; læst som 1. december 2027 til 29. februar 2028, og andre på samme måde"
        in words
    )


def test_an_amount_in_merged_cells_is_shared_out_and_a_label_is_that_of_each_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Programme", "Project", "Budget", "Owner"],
        ["CRM", "Register", 900, "Bo"],
        [None, "Import", None, None],
        ["Web", "Shop", 500, "Ann"],
        [None, "App", 300, None],
    ]
    found = workbook(tmp_path, rows, "A2:A3", "A4:A5", "C2:C3", "D4:D5")
    assert [(one.cost, one.owner, one.tags["Programme"]) for one in found.portfolio.initiatives] == [
        (450, "Bo", ("CRM",)),  # 900 / 2
        (450, "", ("CRM",)),
        (500, "Ann", ("Web",)),
        (300, "Ann", ("Web",)),
    ]
    assert (
        "sheet Sheet, row 2, column Budget: is one amount in merged cells; shared out evenly among their rows (2)"
        in told(found)
    )
    assert (
        "sheet Sheet, row 2, column Programme: stands in merged cells; read for each of their rows"
        in told(found)
    )


def test_a_merged_amount_with_its_currency_is_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Project", "Budget"], ["Register", "900 DKK"], ["Import", None]]
    found = workbook(tmp_path, rows, "B2:B3", "A5:A6")
    assert [one.cost for one in found.portfolio.initiatives] == [900, 0]
    assert (
        "row 2, column Budget: stands in merged cells and is no plain number; read for the first of their rows only"
        in told(found)
    )


@pytest.mark.parametrize(
    ("line", "currency"),
    [
        ("Alle beløb i mio. kr.", "mio. kr."),
        ("(alle tal i 1.000 kr.)", "t.kr."),
        ("Budget 2027 (tDKK)", "kDKK"),
        ("Amounts in thousands of USD", "kUSD"),
        ("Overview of investments in EUR", "EUR"),
        ("Plan for IT", ""),
        ("Status i EU", ""),
    ],
)
def test_a_line_above_says_what_amounts_are_in(tmp_path: Path, line: str, currency: str) -> None:
    found = table(tmp_path, f'"{line}",\nProject,Cost\nWeb,720\nApp,300\n')
    assert (found.portfolio.currency, found.portfolio.by_id["Web"].cost) == (currency, 720)
    assert ("row 1: says that amounts are in" in told(found)) == bool(currency)
    assert ("row 1: stands above the header; left out" in told(found)) != bool(currency)


def test_a_column_with_a_unit_of_its_own_does_not_take_that_of_a_line(tmp_path: Path) -> None:
    found = table(tmp_path, "Amounts in kEUR,\nProject,Cost (DKK)\nWeb,720\n")
    assert found.portfolio.currency == "DKK"
    assert "row 1: stands above the header; left out" in told(found)


def test_a_line_of_any_length_says_no_unit() -> None:
    assert unit_of_all("in " * 5_000 + "(" * 100 + "kDKK") == ""


def test_work_that_takes_no_time_takes_one_period(tmp_path: Path) -> None:
    found = table(tmp_path, "Projekt;Varighed\nWeb;3 måneder\nGå i drift;0 dage\n")
    assert [one.duration for one in found.portfolio.initiatives] == [3, 1]
    assert "Gå i drift: takes no time; read as one period, the least there is" in told(found)


def test_a_budget_that_is_left_out_is_told_once(tmp_path: Path) -> None:
    found = table(tmp_path, "Budget: 500\nProject,Cost\nA,400\nB,300\n")
    assert found.portfolio.budget is None
    assert told(found).count("budget") == 2  # both in one note: the budget of 500, which is left out
    assert "read as what all may cost together" not in told(found)


def test_an_export_of_a_tool_with_lines_above_it_is_read_as_one(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Plan name,Customer\nPlan ID,abc\n\nTask ID,Task Name,Bucket Name,Progress,Start date,Due date\n"
        "t1,Register,Doing,In progress,2027-01-04,2027-02-26\nt2,Old,Done,Completed,,\n",
    )
    assert [(one.id, one.decision) for one in found.portfolio.initiatives] == [("t1", "must")]
    assert "row 1: stands above the header; left out" in told(found)
    assert "t2: is Completed; left out" in told(found)


def test_the_last_day_there_is_stands_for_no_end(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["ID", "Project", "Start", "Finish", "Predecessors"],
        [1, "A", date(2027, 1, 1), date(9999, 12, 31), None],
        [2, "B", date(2027, 4, 1), date(2027, 6, 30), 1],
    ]
    found = workbook(tmp_path, rows)
    assert [(one.due, one.requires) for one in found.portfolio.initiatives] == [(None, ()), (6, ("1",))]
    assert "A (1): has '9999-12-31" in told(found)


def test_subitems_below_an_item_are_told_with_their_header(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Name", "Subitems", "Owner", "Status", "Budget"],
        ["Register", None, "Bo", "Working on it", 300],
        ["Subitems", "Name", "Owner", "Status", "Date"],
        [None, "Import", "Bo", "Done", None],
        ["Shop", None, "Ann", None, 500],
    ]
    found = workbook(tmp_path, rows)
    assert [(one.id, one.cost) for one in found.portfolio.initiatives] == [("Register", 300), ("Shop", 500)]
    assert "row 3: is the header of rows of another kind; left out" in told(found)
    assert "row 4: has no name; left out" in told(found)


def test_a_table_with_a_header_only_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        InvalidInputError, match="has a header and nothing below it; write a project in each row"
    ):
        table(tmp_path, "Project,Start,End,Cost\n")


def test_tabs_between_quoted_cells_are_separators(tmp_path: Path) -> None:
    found = table(tmp_path, '"Project"\t"Cost"\n"Web, shop"\t"300"\n')
    assert [(one.id, one.cost) for one in found.portfolio.initiatives] == [("Web, shop", 300)]


def test_values_in_words_are_scores_by_rank(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Value (H/M/L)\nWeb,H\nApp,M\nAds,L\n")
    assert [one.scores for one in found.portfolio.initiatives] == [{"Value (H/M/L)": n} for n in (3, 2, 1)]


def test_names_with_addresses_and_lists_in_brackets_name_rows(tmp_path: Path) -> None:
    rows = """"Shop","Register (https://www.notion.so/Register-1f2e)"\n"App","['Register', 'Shop']"\n"Ads","[]"\n"""
    found = table(tmp_path, f"Project,Depends on\nRegister,\n{rows}")
    assert [one.requires for one in found.portfolio.initiatives] == [
        (),
        ("Register",),
        ("Register", "Shop"),
        (),
    ]
    assert "no row of the table" not in told(found)


def test_first_and_last_years_say_when_work_is_done(tmp_path: Path) -> None:
    found = table(
        tmp_path, "Projekt;2027;2028;I alt;Startår;Slutår\nWeb;100;200;300;2027;2028\nApp;;50;50;2028;2028\n"
    )
    # months from January 2027 on: two years, and the second of them
    assert [(one.cost, one.earliest_start, one.duration) for one in found.portfolio.initiatives] == [
        (300, None, 24),
        (50, 13, 12),
    ]


@pytest.mark.parametrize(
    ("header", "word"), [("Type", "Mandatory"), ("Kategori", "Lovpligtig"), ("Tema", "lovkrav")]
)
def test_what_is_of_a_kind_that_must_be_done_must_and_is_told(tmp_path: Path, header: str, word: str) -> None:
    found = table(tmp_path, f"Project,{header},Cost,Score\nGDPR,{word},100,0\nCRM,Strategic,200,8\n")
    gdpr, crm = found.portfolio.initiatives
    assert (gdpr.decision, crm.decision, gdpr.tags) == ("must", "free", {header: (word,)})
    assert f"GDPR: is {word}; must be done" in told(found)


def test_a_column_of_decisions_counts_before_kinds(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Type,Must do,Score\nGDPR,Mandatory,no,1\nCRM,Strategic,yes,8\n")
    assert [one.decision for one in found.portfolio.initiatives] == ["free", "must"]
