"""What has happened by now, as tables: written, filled in, read back, and refused by row and column."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniprio import Horizon, Initiative, Portfolio, plan_of
from omniprio.answers import Actual, Actuals, actuals_of
from omniprio.cli import Exit, main
from omniprio.errors import InvalidInputError
from omniprio.io import read_actuals, write_actuals
from omniprio.portfolio import Cost, Measurement, Mode

if TYPE_CHECKING:
    from collections.abc import Callable

openpyxl = pytest.importorskip("openpyxl")

WEB = Initiative(id="web", cost=30, advances={"D2": 0.6})
APP = Initiative(id="app", duration=2, cost=20, advances={"D2": 0.3})
SHOP = Initiative(
    id="shop", modes=[Mode(id="slow", duration=2), Mode(id="fast", duration=1)], advances={"R2": 1}
)
OURS = Portfolio(horizon=Horizon(periods=4, start="2027-01-01"), initiatives=[WEB, APP, SHOP])

EVERYTHING = Actuals(
    actual={
        "web": Actual(start=1, duration=2, cost=Cost(profile=(12.5, 21))),
        "app": Actual(start=2, cost=Cost(amount=40, running=5), stop_cost=3),
        "shop": Actual(start=1, mode="fast", cost=34.5),
    },
    measured=[
        Measurement(field="D2", share=0.4, on=date(2027, 7, 2), who="panel"),
        Measurement(field="R2", share=1, period=1),
    ],
)


@pytest.mark.parametrize("name", ["actuals.xlsx", "actuals"])
def test_what_has_happened_comes_back_from_its_tables(name: str, tmp_path: Path) -> None:
    write_actuals(EVERYTHING, tmp_path / name)
    assert read_actuals(tmp_path / name) == EVERYTHING


def test_what_is_json_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(EVERYTHING.model_dump_json(), encoding="utf-8")
    assert read_actuals(tmp_path / "a.json") == EVERYTHING


def test_a_template_has_a_row_for_what_should_have_begun(tmp_path: Path) -> None:
    plan = plan_of(
        OURS,
        {"web": 1, "app": 3},
    )
    write_actuals(actuals_of(plan, by=2), tmp_path / "actuals.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "actuals.xlsx")
    assert sheets.sheetnames == ["about", "actual", "measured"]
    assert [[cell.value for cell in row] for row in sheets["actual"].iter_rows()] == [
        ["initiative", "start", "mode", "duration", "cost", "spent", "stop_cost"],
        ["web", 1, None, None, None, None, None],
    ]
    assert [cell.value for cell in sheets["measured"][1]] == ["field", "share", "period", "on", "who"]
    write_actuals(actuals_of(plan, by=2), tmp_path / "actuals")
    with (tmp_path / "actuals" / "measured.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file)) == [["field", "share", "period", "on", "who"]]


def test_one_csv_file_is_known_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "anything.csv"
    path.write_text("initiative;start;spent\nweb;1;12,5; 21\n".replace("12,5; 21", '"12,5; 21"'))
    assert read_actuals(path).actual == {"web": Actual(start=1, cost=Cost(profile=(12.5, 21)))}
    path.write_text("field,share,on,who\nD2,0.4,2027-07-02,panel\n")
    found = read_actuals(path)
    assert found.actual == {}
    assert found.measured == EVERYTHING.measured[:1]


COLUMNS = "initiative, start, mode, duration, cost, spent, stop_cost"


def test_every_fault_names_its_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "initiative,start,cost,spent,colour\nweb,soon,,,\napp,1,20,20; 5,\n,1,,,\n,,,,\napp,2,,,red\n"
    )
    with pytest.raises(InvalidInputError) as told:
        read_actuals(path)
    assert [str(fault) for fault in told.value.faults] == [
        f"file a.csv, column colour: is no column of actual; use one of {COLUMNS}",
        "file a.csv, row 2, column start: is 'soon'; give a whole number",
        "file a.csv, row 3, column spent: is a second cost; keep one of the two",
        "file a.csv, row 4, column initiative: is blank; give a name",
        "file a.csv, row 6: gives app a second time; give it once",
    ]


# on the command line


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Return what runs a command in a folder with a portfolio and its plan."""
    monkeypatch.chdir(tmp_path)
    Path("ours.json").write_text(OURS.to_json(), encoding="utf-8")
    plan = plan_of(OURS, {"web": 1, "app": 2})
    Path("plan.json").write_text(plan.to_json(), encoding="utf-8")

    def ran(*words: str, code: Exit = Exit.DONE) -> str:
        ended = main(words)
        out, err = capsys.readouterr()
        assert ended == code, err
        return out if code == Exit.DONE else err

    return ran


def replanned(actuals: str) -> tuple[str, ...]:
    return ("replan", "ours.json", "plan.json", actuals, "--period", "2", "--goals", "closest")


@pytest.mark.slow
def test_a_template_is_written_filled_in_and_planned_from(run: Callable[..., str]) -> None:
    assert json.loads(run("actuals", "plan.json", "--period", "1"))["actual"].keys() == {"web"}
    run("actuals", "plan.json", "--period", "2", "-o", "actuals.json")
    assert json.loads(run(*replanned("actuals.json"))) == json.loads(
        run("replan", *replanned("")[1:3], *replanned("")[4:])
    )
    run("actuals", "plan.json", "--period", "2", "-o", "actuals.xlsx")
    book = openpyxl.load_workbook("actuals.xlsx")
    assert [book["actual"].cell(row, 1).value for row in (2, 3)] == ["web", "app"]
    book["actual"].cell(2, 5).value = 42  # web cost 42, not 30
    for column, value in enumerate(["D2", 0.4, None, date(2027, 7, 1), "panel"], start=1):
        book["measured"].cell(2, column).value = value
    book.save("actuals.xlsx")
    found = json.loads(run(*replanned("actuals.xlsx")))
    (reading,) = found["readings"]
    # 1 July is the day after period 2 (the second quarter of 2027): web gave 0.4, not 0.6
    assert (reading["period"], reading["promised"], reading["turned_out"]) == (2, 0.6, 0.4)
    assert found["plan"]["portfolio"]["initiatives"][0]["cost"] == 42
    assert json.loads(run("upheaval", *replanned("actuals.xlsx")[1:]))["readings"] == found["readings"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("initiative,start\nweb,1\nwebb,1\n", "row 3, column initiative: is not in the portfolio"),
        ("initiative,start\napp,1\nweb,3\n", "row 3, column start: is 3; what has begun by 2 starts by then"),
        ("initiative,start,mode\nshop,1,quick\n", "row 2, column mode: is 'quick'"),
        (
            "initiative,start,stop_cost\nweb,1,5\n",
            "row 2, column stop_cost: is complete by period 1",
        ),
        ("initiative,start,spent\nweb,1,3; 4\n", "row 2, column spent: has 2 numbers for a duration of 1"),
        ("field,share\nD2,0.4\nD9,0.4\n", "row 3, column field: D9 is no field of the disc"),
        ("field,share,period\nD2,0.4,3\n", "row 2, column period: is 3"),
        ("field,share,on\nD2,0.4,2027-12-31\n", "row 2, column on: is 2027-12-31"),
        ("field,share\nD2,1.4\n", "row 2, column share: is 1.4"),
    ],
)
@pytest.mark.parametrize("verb", ["replan", "upheaval"])
def test_what_contradicts_the_portfolio_is_told_by_its_row(
    verb: str, rows: str, told: str, run: Callable[..., str]
) -> None:
    Path("a.csv").write_text(rows, encoding="utf-8")
    said = run(verb, *replanned("a.csv")[1:], code=Exit.BAD_INPUT)
    assert f"file a.csv, {told}" in said
    assert "The input is a.csv." in said


def test_files_of_actuals_that_cannot_be_read_or_written(run: Callable[..., str]) -> None:
    assert "nowhere.xlsx cannot be read" in run(*replanned("nowhere.xlsx"), code=Exit.FILE)
    written = ("actuals", "plan.json", "--period", "2", "-o", "no/such/actuals.xlsx")
    assert "cannot be written" in run(*written, code=Exit.FILE)
    assert "give a period from 0 to 4" in run("actuals", "plan.json", "--period", "5", code=Exit.USAGE)
