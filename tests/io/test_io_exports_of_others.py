"""Exports of other tools that say things in their own way: codes above headers, days as numbers, relations, outline numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from by_hand import table, told

from omniprio.errors import InvalidInputError
from omniprio.io import from_jira, read_table

if TYPE_CHECKING:
    from pathlib import Path


def test_a_row_of_codes_above_the_headers_is_passed_over(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "task_code,status_code,task_name,start_date,end_date,pred_list,total_cost\n"
        "Activity ID,Activity Status,Activity Name,(*)Start,(*)Finish,Predecessors,Budgeted Total Cost\n"
        "A10,Completed,Mobilise,04-Jan-27 A,15-Jan-27 A,,1000\n"
        "A20,In Progress,Excavate,18-Jan-27 A,12-Feb-27,A10,20000\n"
        "A30,Not Started,Pour,15-Feb-27,12-Mar-27,A20,40000\n",
    ).portfolio
    assert list(found.by_id) == ["A20", "A30"]
    assert found.by_id["A30"].title == "Pour"
    assert [one.cost for one in found.initiatives] == [20_000, 40_000]
    assert str(found.calendar.start) == "2027-01-18"


@pytest.mark.parametrize("first", ["46388", 46388])
def test_days_may_be_the_numbers_of_a_spreadsheet(tmp_path: Path, first: str | int) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Project", "Start", "End", "Cost"],
        ["CRM", first, 46477, 100],
        ["Shop", 46478, 46568, 46000],
    ):
        sheet.append(row)
    book.save(tmp_path / "plan.xlsx")
    found = read_table(tmp_path / "plan.xlsx")
    assert str(found.portfolio.calendar.start) == "2027-01-01"  # 46,388 days after 30 December 1899
    assert [(one.duration, one.due) for one in found.portfolio.initiatives] == [(3, 3), (3, 6)]
    assert found.portfolio.by_id["Shop"].cost == 46_000
    assert "read as days as a spreadsheet counts them, so 2027-01-01" in told(found)


def test_relations_say_which_end_waits(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "#,Subject,Start date,Due date,Related issues\n"
        '12,Register,2027-01-04,2027-01-29,"Blocks #13, Related to #15"\n'
        '13,Shop,2027-02-01,2027-03-26,"Blocked by #12, Precedes #15"\n'
        "15,App,,2027-06-30,Follows #13 (2 days)\n",
    ).portfolio
    assert list(found.by_id) == ["12", "13", "15"]
    assert [*found.by_id["13"].requires] == ["12"]
    assert "13" in str(found.by_id["15"].requires)
    assert not found.by_id["12"].requires


def test_numbers_of_an_outline_are_no_levels(tmp_path: Path) -> None:
    found = table(tmp_path, "ID;Name;Dauer;Gliederungsnummer\n0;Planung;10;1\n1;Bau;30;2\n").portfolio
    assert [one.title for one in found.initiatives] == ["Planung", "Bau"]


def test_person_months_may_be_called_pm(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,PM,Owner,Score\nCRM,6,Ann,8\nShop,12,Bob,9\n").portfolio
    assert [one.effort for one in found.initiatives] == [{"team": 6}, {"team": 12}]
    managers = table(tmp_path, "Project,PM,Score\nCRM,Ann,8\nShop,Bob,9\n").portfolio
    assert [one.owner for one in managers.initiatives] == ["Ann", "Bob"]
    months = table(
        tmp_path, "Effort (PM),,,\nProject,2027-01,2027-02,Score\nCRM,1,2,5\nApp,1,1,4\n"
    ).portfolio
    assert [one.effort for one in months.initiatives] == [{"team": 1.5}, {"team": 1}]


def test_a_name_counts_before_the_project_that_it_is_in(tmp_path: Path) -> None:
    found = table(
        tmp_path, "Projekt;Schlüssel;Zusammenfassung;Status\nDE;DE-1;Kunde;Offen\nDE;DE-2;Laden;Offen\n"
    )
    assert [one.title for one in found.portfolio.initiatives] == ["Kunde", "Laden"]


def test_plans_of_jira_have_titles_and_targets() -> None:
    found = from_jira(
        "Title,Issue key,Issue status,Target start date,Target end date\n"
        "Patient app,AR-2,To Do,01/Jan/27,31/Mar/27\nBooking,AR-3,Done,01/Apr/27,30/Jun/27\n"
    ).portfolio
    assert [one.title for one in found.initiatives] == ["Patient app"]
    assert found.by_id["AR-2"].duration == 3


def test_where_all_of_a_list_is_done_another_sheet_is_named(tmp_path: Path) -> None:
    header = ["Task ID", "Created At", "Completed At", "Last Modified", "Name", "Section/Column", "Due Date"]
    book = openpyxl.Workbook()
    old = book.active
    assert old is not None
    old.title = "Old"
    old.append(header)
    old.append(["1", "2026-01-01", "2026-02-01", "2026-02-01", "A", "Done", "2026-02-01"])
    current = book.create_sheet("Current")
    current.append(header)
    current.append(["2", "2026-01-01", "", "2026-02-01", "B", "Doing", "2027-02-01"])
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InvalidInputError, match='"sheet": "Current"'):
        read_table(tmp_path / "plan.xlsx")
