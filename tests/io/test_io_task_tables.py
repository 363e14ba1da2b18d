"""Tables of tasks of project programs: known by their header, and read as a plan of work."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from omniprio import Requirement
from omniprio.errors import InvalidInputError
from omniprio.io.formats import format_in
from omniprio.io.task_tables import from_task_table, is_task_table

if TYPE_CHECKING:
    from pathlib import Path

GANTT = "ID,Name,Begin date,End date,Duration,Completion,Cost,Predecessors,Outline number,Coordinator"
OFFICE = "ID\tActive\tTask Mode\tName\tDuration\tStart\tFinish\tPredecessors\tOutline Level"


def table(*rows: str, header: str = GANTT) -> str:
    return "\n".join((header, *rows)) + "\n"


def test_a_table_of_ganttproject_is_a_plan_of_work() -> None:
    found = from_task_table(
        table(
            "0,Old,2026-09-01,2026-12-18,79,100,90,,1,",
            "1,House,2027-01-04,2027-02-26,40,0,0,,2,",
            "2,Dig,2027-01-04,2027-01-29,20,0,700.5,0-FS=P0D,2.1,",
            "3,Pour,2027-02-15,2027-02-26,10,0,300,2-FS=P10D,2.2,",
            "",
            "ID,Name,Default role",
            "0,Anna,Builder",
        ),
        unit="week",
    )
    dig, pour = found.portfolio.initiatives
    assert (dig.id, dig.cost, dig.duration, dig.requires) == ("Dig", 700.5, 4, ())
    # ten working days are two weeks
    assert (pour.id, pour.duration, pour.requires) == ("Pour", 2, (Requirement(of=["Dig"], lag=2),))
    assert pour.tags == {"phase": ("House",)}
    assert {one.decision for one in found.portfolio.initiatives} == {"must"}
    assert "columns: not read: Coordinator" in map(str, found.notes)


def test_the_first_task_of_ganttproject_is_numbered_0() -> None:
    # 0 is a phase here, and a task below; that of Microsoft Project, outside of the outline, is the project as a whole
    phase = table(
        "0,House,2027-01-04,2027-02-26,40,0,0,,1,",
        "1,Dig,2027-01-04,2027-01-29,20,0,0,,1.1,",
        "2,Sell,2027-03-01,2027-03-26,20,0,0,0-FS=P0D,2,",
    )
    found = from_task_table(phase, unit="week").portfolio
    assert [(one.id, one.tags, one.requires) for one in found.initiatives] == [
        ("Dig", {"phase": ("House",)}, ()),
        ("Sell", {}, ("Dig",)),
    ]
    task = table("0,Dig,2027-01-04,2027-01-29,20,0,0,,1,", "1,Sell,2027-02-01,2027-02-26,20,0,0,0-FS=P0D,2,")
    assert from_task_table(task, unit="week").portfolio.by_id["Sell"].requires == ("Dig",)
    whole = table("0,All,2027-01-04,2027-01-29,20,0,0,,0,", "1,Dig,2027-01-04,2027-01-29,20,0,0,,1,")
    assert [*from_task_table(whole, unit="week").portfolio.by_id] == ["Dig"]


def test_a_table_of_microsoft_project_is_one_too() -> None:
    found = from_task_table(
        table(
            "1\tYes\tAuto Scheduled\tDig\t4 wks\tMon 04/01/27\tFri 29/01/27\t\t1",
            "2\tYes\tAuto Scheduled\tGate\t0 days\tFri 29/01/27\tFri 29/01/27\t1\t1",
            "3\tYes\tAuto Scheduled\tPour\t10 days?\tMon 15/02/27\tFri 26/02/27\t2FS+2 wks;1SS+50%\t1",
            "4\tNo\tAuto Scheduled\tPool\t10 days\tMon 15/02/27\tFri 26/02/27\t\t1",
            header=OFFICE,
        ),
        unit="week",
    ).portfolio
    assert list(found.by_id) == ["Dig", "Gate", "Pour"]  # what is inactive is left out
    assert found.by_id["Gate"].tags == {"task": ("milestone",)}
    assert found.by_id["Pour"].requires == (
        Requirement(of=["Gate"], lag=2),  # two weeks after the evening of the fourth
        Requirement(of=["Dig"], kind="start to start", lag=2),  # half of four weeks
    )


@pytest.mark.parametrize(
    ("begin", "end", "first"),
    [
        ("Mon 04/01/27", "Fri 29/01/27", dt.date(2027, 1, 4)),  # by its weekday
        ("Thu 4/1/27", "Fri 4/30/27", dt.date(2027, 4, 1)),
        ("25/01/2027", "29/01/2027", dt.date(2027, 1, 25)),  # there is no month 25
        ("01/25/2027 8:00 AM", "01/29/2027 5:00 PM", dt.date(2027, 1, 25)),
        ("11/12/2027", "12/01/2027", dt.date(2027, 11, 12)),  # else it would end before it begins
        ("25.01.2027", "29.01.2027", dt.date(2027, 1, 25)),
        ("January 4, 2027 8:00 AM", "January 29, 2027 5:00 PM", dt.date(2027, 1, 4)),
        ("04/01/2027", "05/02/2027", dt.date(2027, 1, 4)),  # either; the day first, which is told
    ],
)
def test_dates_are_read_as_they_can_be(begin: str, end: str, first: dt.date) -> None:
    row = f'1;Dig;"{begin}";"{end}";'
    found = from_task_table(table(row, header="ID;Name;Start;Finish;Predecessors"), unit="day")
    assert found.portfolio.calendar.start == first
    either = any("which could begin with the day or the month" in str(note) for note in found.notes)
    assert either == (begin == "04/01/2027")


def test_what_cannot_be_read_is_named() -> None:
    rows = ["1,Dig,soon,2027-01-29,20,0,much,,1,", "2,Pour,2027-02-01,2027-02-26,20,half,300,after Dig,2,"]
    with pytest.raises(InvalidInputError) as caught:
        from_task_table(table(*rows))
    assert [f"{fault.path}: {fault.problem}; {fault.remedy}" for fault in caught.value.faults] == [
        "Task 1 (Dig).begin date: is 'soon'; give a date, for instance 2027-01-31",
        "Task 1 (Dig).cost: is 'much'; give a number",
        "Task 2 (Pour).completion: is 'half'; give a number",
        "Task 2 (Pour).predecessors: is 'after Dig'; write the number of a task, as 1FS+2d",
    ]
    with pytest.raises(InvalidInputError, match="has no column begin date, end date"):
        from_task_table("ID,Name,Predecessors\n1,Dig,\n")


def test_a_table_is_known_by_its_header(tmp_path: Path) -> None:
    assert is_task_table(table().encode())
    assert is_task_table(("\ufeff" + table(header=OFFICE)).encode())
    assert not is_task_table(b"id,title,cost\n")
    path = tmp_path / "tasks.csv"
    path.write_text(table(), encoding="utf-8")
    assert format_in(path).name == "tasks"
    path.write_text("id,title\n", encoding="utf-8")
    assert format_in(path).name == "initiatives"


def test_costs_may_have_thousands_and_a_comma_before_decimals() -> None:
    table = (
        "ID;Name;Begin date;End date;Cost;Completion;Predecessors\n1;Dig;04-01-2027;29-01-2027;1.440,50;0;\n"
    )
    assert from_task_table(table).portfolio.by_id["Dig"].cost == 1440.5
    with pytest.raises(InvalidInputError, match=r"Task 1 \(Dig\)\.cost: is '1\.440'; give a number"):
        from_task_table(table.replace("1.440,50", "1.440"))


def test_costs_are_read_in_the_one_currency_that_they_are_in() -> None:
    rows = ['1,Dig,2027-01-04,2027-01-29,20,0,"$1,200.00",,1,', "2,Pour,2027-02-01,2027-02-26,20,0,$300,,2,"]
    found = from_task_table(table(*rows)).portfolio
    assert [one.cost for one in found.initiatives] == [1200, 300]
    assert found.currency == "USD"


def test_costs_in_two_currencies_are_refused() -> None:
    rows = ["1,Dig,2027-01-04,2027-01-29,20,0,720 EUR,,1,", "2,Pour,2027-02-01,2027-02-26,20,0,300 USD,,2,"]
    with pytest.raises(InvalidInputError) as caught:
        from_task_table(table(*rows))
    assert [fault.path for fault in caught.value.faults] == ["Task 1 (Dig).cost", "Task 2 (Pour).cost"]
