"""Headers and dates as other tools and other houses write them, each of which was read wrong before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from by_hand import table, told

from omniprio.io import read_table
from omniprio.io.formats import format_in
from omniprio.io.imported import Imported

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "header", ["Startuge;Slutuge", "Start week;End week", "Startwoche;Endwoche", "Første;Sidste"]
)
def test_first_and_last_weeks_say_when_work_is_done(tmp_path: Path, header: str) -> None:
    found = table(tmp_path, f"Navn;{header}\nA;uge 2 2027;uge 5 2027\nB;uge 6 2027;uge 7 2027\n")
    one, other = found.portfolio.initiatives
    assert found.portfolio.calendar.start == date(2027, 1, 11)  # the Monday of week 2
    assert (one.duration, other.earliest_start, other.duration) == (4, 5, 2)


@pytest.mark.parametrize("written", ["FY27 Q1,FY27 Q2", "Q1 FY27,Q2 FY2027", "q1 fy'27,q2 fy'27"])
def test_fiscal_years_are_read_as_those_of_the_calendar_and_told(tmp_path: Path, written: str) -> None:
    found = table(tmp_path, f"Project,Start,End\nA,{written}\n")
    assert (found.portfolio.calendar.start, found.portfolio.initiatives[0].duration) == (date(2027, 1, 1), 6)
    assert "read as 2027-01-01 to 2027-03-31" in told(found)


def test_moments_in_milliseconds_are_days(tmp_path: Path) -> None:
    # 1,799,000,000 s are 20,821 days and 13 hours: 2027-01-03; 23 days and 4 hours later is 2027-01-26
    found = table(tmp_path, "Task ID,Task Name,Start Date,Due Date\na1,Login,1799000000000,1801000000000\n")
    assert found.portfolio.calendar.start == date(2027, 1, 3)
    (login,) = found.portfolio.initiatives
    assert (found.portfolio.calendar.unit, login.duration, login.deadline) == (
        "day",
        24,
        24,
    )  # both days are in it


def test_a_second_row_of_a_header_says_what_its_parts_are(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["#", "Project", "Budget", "Period", None])
    sheet.append([None, None, None, "Start", "End"])
    sheet.merge_cells("D1:E1")
    sheet.append([1, "CRM", 1200, date(2027, 1, 1), date(2027, 6, 30)])
    sheet.append([2, "Web", 350, date(2027, 4, 1), date(2027, 9, 30)])
    book.save(tmp_path / "plan.xlsx")
    crm, web = read_table(tmp_path / "plan.xlsx").portfolio.initiatives
    assert (crm.duration, crm.cost, web.earliest_start, web.duration) == (6, 1200, 4, 6)


def test_a_title_of_ours_is_the_title_beside_columns_that_are_only_called_alike(tmp_path: Path) -> None:
    found = table(tmp_path, "Key,Parent task,Title\n1,,Design\n2,,Build\n3,7,Backend\n")
    assert [str(one.title) for one in found.portfolio.initiatives] == ["Design", "Build", "Backend"]


def test_a_column_of_ours_that_holds_names_is_the_name_where_no_other_is(tmp_path: Path) -> None:
    """`Indsats` is what the Danes call both an initiative and, among our columns, its effort."""
    found = table(tmp_path, "Indsats;Pris (kr.);Startdato;Slutdato\nNy side;250.000;2027-03-01;2027-06-30\n")
    (one,) = found.portfolio.initiatives
    assert (one.id, one.cost, one.duration) == ("Ny side", 250_000, 4)


def test_issues_are_linked_by_the_ids_of_their_tool(tmp_path: Path) -> None:
    found = table(tmp_path, "Issue Id,Summary,State,Depends on\nX-1,Login,Open,\nX-2,Pay,Open,X-1\n")
    assert [(one.id, one.requires) for one in found.portfolio.initiatives] == [("X-1", ()), ("X-2", ("X-1",))]


def test_text_with_tabs_as_spreadsheets_save_it_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "projects.txt"
    path.write_text("Project\tCost\nCRM\t100\n", encoding="utf-16")
    reader = format_in(path).read
    assert reader is not None
    found = reader(path, None)
    assert isinstance(found, Imported)
    assert found.portfolio.by_id["CRM"].cost == 100


WBS = "WBS;Task;Start;End;Cost;Predecessors\n1;Kitchen;2027-01-01;2027-02-28;{};\n1.1;Dig;2027-01-01;2027-01-31;{};\n1.2;Fit;2027-02-01;2027-02-28;;1.1\n2;Paving;2027-03-01;2027-03-31;9;1\n"


def test_a_row_numbered_above_others_is_their_heading(tmp_path: Path) -> None:
    found = table(tmp_path, WBS.format("7", "7"))  # 7 is the sum of what is in it, and not paid twice
    dig, fit, paving = found.portfolio.initiatives
    assert [(one.id, one.cost) for one in (dig, fit, paving)] == [("1.1", 7), ("1.2", 0), ("2", 9)]
    assert (fit.requires, paving.requires, dig.tags) == (("1.1",), ("1.1", "1.2"), {"phase": ("Kitchen",)})
    assert "Kitchen (1): is a heading of the rows numbered below it" in told(found)


def test_a_row_that_says_a_cost_which_none_in_it_says_stays(tmp_path: Path) -> None:
    found = table(tmp_path, WBS.format("7", ""))
    assert [*found.portfolio.by_id] == ["1", "1.1", "1.2", "2"]
    assert found.portfolio.by_id["1"].cost == 7


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Approved", "yes", "no"),
        ("Godkendt", "ja", "nej"),
        ("Genehmigt", "ja", "nein"),
        ("Approuvé", "oui", "non"),
    ],
)
def test_what_is_approved_must_be_done(tmp_path: Path, header: str, yes: str, no: str) -> None:
    lines = [f"Project,Cost,{header}", f"Web,100,{yes}", f"App,50,{no}", f"CRM,70,{yes}"]
    decided = {one.id: one.decision for one in table(tmp_path, "\n".join(lines)).portfolio.initiatives}
    assert decided == {"Web": "must", "App": "free", "CRM": "must"}
