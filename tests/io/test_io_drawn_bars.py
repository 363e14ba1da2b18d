"""Tables in which the time of each project is drawn, by marks or colours in the columns of weeks, months or quarters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from by_hand import one_off
from openpyxl.styles import PatternFill

from omniprio.io import preset_for, read_table

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.io.imported import Imported

GREEN, GREY = (PatternFill("solid", fgColor=colour) for colour in ("92D050", "EEEEEE"))


@pytest.fixture(autouse=True)
def _on_a_day_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, 29).timestamp())))  # noqa: DTZ001  only the day counts


def table(folder: Path, text: str, start: date | None = None) -> Imported:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, start=start)


def told(found: Imported) -> str:
    return "\n".join(map(str, found.notes))


def placed(found: Imported) -> list[tuple[str, int, int]]:
    """The first and the last period of each initiative that the file draws."""
    return [
        (one.id, one.earliest_start or 1, (one.earliest_start or 1) + one.duration - 1)
        for one in found.portfolio.initiatives
    ]


@pytest.mark.parametrize(
    ("text", "unit", "first", "spans"),
    [
        # the Monday of week 1 of 2027, whose beginning is nearest to today
        ("Task,Owner,W1,W2,W3,W4\nA,Ann,x,x,,\nB,Bob,,,x,x\n", "week", date(2027, 1, 4), [(1, 2), (3, 4)]),
        (
            "Opgave;Uge 52;Uge 53;Uge 1;Uge 2\nA;x;x;;\nB;;;x;x\n",
            "week",
            date(2026, 12, 21),
            [(1, 2), (3, 4)],
        ),
        ("Activity;Nov;Dec;Jan;Feb\nA;X;X;;\nB;;;X;X\n", "month", date(2026, 11, 1), [(1, 2), (3, 4)]),
        (
            "Project,Cost,Month 1,Month 2,Month 3\nA,5,1,1,0\nB,6,0,1,1\n",
            "month",
            date(2027, 1, 1),
            [(1, 2), (2, 3)],
        ),
        # quarters of a year: two of them are six months
        ("Initiative,FY27 Q1,FY27 Q2,FY27 Q3\nA,1,1,\nB,,,1\n", "month", date(2027, 1, 1), [(1, 6), (7, 9)]),
        ("Task,Q1 2027,Q2 2027\nA,██,\nB,,██\n", "month", date(2027, 1, 1), [(1, 3), (4, 6)]),
        ("Roadmap 2028,,\nTask,Q1,Q2\nA,✓,\nB,,✓\n", "month", date(2028, 1, 1), [(1, 3), (4, 6)]),
        (
            ",,2028,,2029\nTask,Owner,Nov,Dec,Jan\nA,Ann,x,x,\nB,Bob,,,x\n",
            "month",
            date(2028, 11, 1),
            [(1, 2), (3, 3)],
        ),
        # dates of Mondays, of which 01/18 says that months come first
        (
            "Task,01/04/2027,01/11/2027,01/18/2027\nA,x,x,\nB,,,x\n",
            "week",
            date(2027, 1, 4),
            [(1, 2), (3, 3)],
        ),
    ],
)
def test_marks_under_periods_say_when_work_is_done(
    tmp_path: Path, text: str, unit: str, first: date, spans: list[tuple[int, int]]
) -> None:
    found = table(tmp_path, text)
    calendar = found.portfolio.calendar
    assert (calendar.unit, calendar.start) == (unit, first)
    assert placed(found) == [("A", *spans[0]), ("B", *spans[1])]
    assert "holds marks or colours in place of dates" in told(found)
    assert "left out" not in told(found).replace("row 1: stands above the header; left out", "")


def test_weeks_counted_from_1_are_counted_from_the_start_that_is_asked_for(tmp_path: Path) -> None:
    found = table(tmp_path, "Task,W1,W2,W3,W4\nA,x,x,,\nB,,,x,\n", start=date(2027, 3, 1))
    assert found.portfolio.calendar.start == date(2027, 3, 1)
    assert placed(found) == [("A", 1, 2), ("B", 3, 3)]
    assert "no year" not in told(found)


def test_a_gap_and_a_heading_in_a_drawing_are_told(tmp_path: Path) -> None:
    found = table(tmp_path, "Task,Jan,Feb,Mar\nPhase 1,,,\nA,x,,x\nB,,x,\n")
    assert placed(found) == [("A", 1, 3), ("B", 2, 2)]
    assert "row 3: has a gap between its marks; read as done throughout" in told(found)
    assert "row 2: holds one text only; left out as a heading or a remark" in told(found)


@pytest.mark.parametrize(
    "text",
    [
        "Project,Jan,Feb\nA,100,200\nB,,50\n",  # amounts
        "Project,Cost,M1,M2,M3\nA,1,x,,\nB,1,,x,\n",  # fields of a disc
        "Project,Start,Jan,Feb\nA,2027-01-01,x,\nB,2027-02-01,,x\n",  # dates beside it
    ],
)
def test_other_columns_are_no_drawing(tmp_path: Path, text: str) -> None:
    assert "holds marks" not in told(table(tmp_path, text))


def test_the_preset_of_a_drawing_reads_it(tmp_path: Path) -> None:
    found = table(tmp_path, "Task,W1,W2,W3,W4\nA,x,x,,\nB,,,x,\n")
    path = tmp_path / "table.csv"
    assert read_table(path, preset=preset_for(path)).portfolio.initiatives == found.portfolio.initiatives


def test_coloured_cells_of_a_workbook_are_marks(tmp_path: Path) -> None:
    """Every second row is grey, which is no mark; a bar may have a text, and be one merged cell."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    mondays = [datetime(2027, 1, 4) + timedelta(days=7 * place) for place in range(4)]  # noqa: DTZ001  as openpyxl has them
    sheet.append(["Task", None, *mondays])
    for number, (name, first, last) in enumerate([("A", 3, 4), ("B", 4, 6), ("C", 5, 6)], start=2):
        sheet.cell(number, 1, name)
        for place in range(1, 7):
            drawn = first <= place <= last
            sheet.cell(number, place).fill = GREEN if drawn else GREY if number == 3 else PatternFill()
    sheet["D3"] = "Bob builds"
    sheet.merge_cells("E4:F4")
    book.save(tmp_path / "gantt.xlsx")
    found = read_table(tmp_path / "gantt.xlsx")
    assert (found.portfolio.calendar.unit, found.portfolio.calendar.start) == ("week", date(2027, 1, 4))
    assert placed(found) == [("A", 1, 2), ("B", 2, 4), ("C", 3, 4)]


def test_names_that_are_headers_elsewhere_are_drawn_too(tmp_path: Path) -> None:
    found = table(tmp_path, "Task,W1,W2,W3,W4\nBudget,x,x,,\nStatus report,,,x,\nStart,,,,x\n")
    assert placed(found) == [("Budget", 1, 2), ("Status report", 3, 3), ("Start", 4, 4)]


def numbers(folder: Path, text: str, name: str = "plan.csv") -> Imported:
    (folder / name).write_text(text, encoding="utf-8")
    return read_table(folder / name)


MONTHS = "Projekt;Team;{0}jan-27;{0}feb-27;{0}mar-27\nCRM;IT;1,5;2;1\nShop;Web;0;1;1\n"


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("Årsværk pr. måned\n" + MONTHS.format(""), "plan.csv", "Årsværk"),
        (MONTHS.format("FTE "), "plan.csv", "FTE"),
        (MONTHS.format(""), "fte_2027.csv", "fte"),
    ],
)
def test_people_in_each_month_are_work_and_no_cost(tmp_path: Path, text: str, name: str, word: str) -> None:
    found = numbers(tmp_path, text, name)
    crm, shop = found.portfolio.initiatives
    assert (crm.cost, shop.cost, found.portfolio.calendar.unit) == (0, 0, "month")
    assert (crm.duration, shop.earliest_start, shop.duration) == (3, 2, 2)
    assert (crm.effort, shop.effort) == ({"IT": 1.5}, {"Web": 1})  # (1.5 + 2 + 1) / 3, and 2 / 2
    assert f"holds work in each period, as {word} says, and no money" in "\n".join(map(str, found.notes))


def test_hours_in_each_month_add_up_beside_dates_and_costs_that_are_said(tmp_path: Path) -> None:
    text = "Name,Start,End,Cost,Team,Hours 2027-01,Hours 2027-02\nCRM,2027-01-01,2027-02-28,70,IT,100,300\n"
    (crm,) = numbers(tmp_path, text).portfolio.initiatives
    assert (crm.cost, crm.duration, crm.effort) == (70, 2, {"IT": 200})  # 400 in two months


def test_numbers_under_months_stay_costs_where_a_title_speaks_of_money_too(tmp_path: Path) -> None:
    found = numbers(tmp_path, "Udgifter til årsværk i t.kr.\n" + MONTHS.format(""))
    assert one_off(found.portfolio) == [4.5, 2]


def test_months_beside_a_cost_are_not_added_to_it(tmp_path: Path) -> None:
    found = numbers(tmp_path, "Project,Cost,2027-01,2027-02\nCRM,100,30,70\n")
    assert found.portfolio.initiatives[0].cost == 100
    assert "columns: not read: 2027-01, 2027-02" in [str(note) for note in found.notes]
