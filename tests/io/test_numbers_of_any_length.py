"""Numbers of any length, in any column of any table: what comes out is a portfolio or an error of ours."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from judge.seeds import slow_after

from omniprio.assessment import shipped_questionnaire
from omniprio.errors import InvalidInputError, OmniprioError
from omniprio.io import (
    from_bids_csv,
    from_jira,
    from_survey_csv,
    from_task_table,
    read_actuals,
    read_csv_file,
    read_table,
    read_uncertainty,
)

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = {
    "longer than a float holds": "9" * 400,
    "longer than Python turns into an integer": "9" * 5_000,
    "with as many decimals": "0." + "9" * 5_000,
    "with a great exponent": "1e400",
    "with a small exponent": "1e-400",
    "below zero": "-" + "9" * 400,
}
number = pytest.mark.parametrize("number", slow_after(1, NUMBERS.values()), ids=NUMBERS)


@number
def test_in_a_table_of_tasks(number: str) -> None:
    header = "ID,Task Name,Duration,Start,Finish,Predecessors,Cost,% Complete"
    row = {"ID": "1", "Task Name": "Web", "Duration": "5 days", "Start": "2027-01-04", "Finish": "2027-01-08"}
    for column in header.split(","):
        for written in (number, f"{number} days", f"{number}FS", f"2FS+{number}d", f"2-FS=P{number}D"):
            cells = ",".join((row | {column: written}).get(name, "") for name in header.split(","))
            with suppress(OmniprioError):
                from_task_table(f"{header}\n{cells}\n2,Shop,3 days,2027-01-04,2027-01-08,,,\n")


@pytest.mark.slow
@number
def test_in_a_table_of_projects(number: str, tmp_path: Path) -> None:
    path = tmp_path / "projects.csv"
    for column in ("Duration", "Effort", "Start", "End", "Points", "Priority", "Depends on", "Benefit"):
        for written in (number, f"{number} h", f"{number} %"):
            path.write_text(f"Name,Cost,{column}\nWeb,1,{written}\nShop,2,3\n", encoding="utf-8")
            with suppress(OmniprioError):
                read_table(path)


@number
def test_in_our_own_tables(number: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    for column in ("cost", "duration", "deadline", "due", "effort", "requires", "benefit"):
        path.write_text(f"id;title;advances;{column}\nweb;Web;R2=0.5;{number}\n", encoding="utf-8")
        with suppress(OmniprioError):
            read_csv_file(path, 4)
    path.write_text(f"initiative;start;cost\nweb;{number};{number}\n", encoding="utf-8")
    with suppress(OmniprioError):
        read_actuals(path)
    (tmp_path / "uncertain.csv").write_text(
        f"initiative;part;low;likely;high\nweb;cost;1;{number};2\n", encoding="utf-8"
    )
    with suppress(OmniprioError):
        read_uncertainty(tmp_path)


@number
def test_in_what_people_answer(number: str) -> None:
    with suppress(OmniprioError):
        from_bids_csv(f"rater,R,R2\nIT,{number},{number}\n")
    with suppress(OmniprioError):
        from_survey_csv(f"respondent;recognise\na;{number}\n", shipped_questionnaire(), form="wide")
    for column in ("Story Points", "Original Estimate", "Due date", "Rank"):
        with suppress(OmniprioError):
            from_jira(f"Issue key,Summary,Issue Type,Status,{column}\nA-1,x,Epic,To Do,{number}\n", horizon=4)


def test_words_of_any_length_in_bids_are_told_by_row_and_column() -> None:
    long = "x" * 201
    with pytest.raises(InvalidInputError) as refused:
        from_bids_csv(f"rater,channel,R\n{long},web,1\nIT,{long},2\n")
    assert [fault.path for fault in refused.value.faults] == [
        "table bids, row 2, column rater",
        "table bids, row 3, column channel",
    ]
    assert {fault.remedy for fault in refused.value.faults} == {"give at most 200 characters"}
