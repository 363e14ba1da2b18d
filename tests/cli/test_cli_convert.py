"""`convert`: from any format to any other, and what it says where that cannot be."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from judge.everything import EVERYTHING

from omniprio import Horizon, Initiative, Plan, Portfolio, plan_of
from omniprio.cli import Exit, main
from omniprio.io import read_excel, write_csv, write_excel
from omniprio.io.formats import FORMATS, Format, FormatError, format_of
from omniprio.io.imported import Imported, Note
from omniprio.io.template import example_portfolio

WRITTEN = ", ".join(known.name for known in FORMATS if known.write_portfolio or known.write_plan)
PLAN = plan_of(Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)]), {"web": 2})


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    path = tmp_path / "portfolio.json"
    path.write_text(EVERYTHING.to_json(), encoding="utf-8")
    return path


def convert(*words: str | Path) -> int:
    return main(["convert", *map(str, words)])


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


@pytest.mark.slow
def test_from_json_to_tables_and_back_nothing_changes(portfolio: Path, tmp_path: Path) -> None:
    assert convert(portfolio, tmp_path / "a.xlsx") == Exit.DONE
    assert convert(tmp_path / "a.xlsx", tmp_path / "folder") == Exit.DONE
    assert convert(tmp_path / "folder", tmp_path / "again.json") == Exit.DONE
    assert Portfolio.from_file(tmp_path / "again.json") == EVERYTHING


def test_a_converted_portfolio_is_the_same_document(portfolio: Path, tmp_path: Path) -> None:
    assert convert(portfolio, tmp_path / "one.json") == Exit.DONE
    assert convert(tmp_path / "one.json", tmp_path / "two.json") == Exit.DONE
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.slow
def test_standard_input_and_output_hold_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(EVERYTHING.to_json().encode())))
    assert convert("-", tmp_path / "a.xlsx") == Exit.DONE
    assert convert(tmp_path / "a.xlsx", "-") == Exit.DONE
    assert Portfolio.from_json(capsys.readouterr().out) == EVERYTHING
    assert convert(tmp_path / "a.xlsx") == Exit.DONE  # as every verb without -o
    assert Portfolio.from_json(capsys.readouterr().out) == EVERYTHING


def test_the_file_to_write_is_named_by_the_option_that_every_verb_has(
    portfolio: Path, tmp_path: Path
) -> None:
    assert convert(portfolio, "-o", tmp_path / "folder") == Exit.DONE
    assert convert(tmp_path / "folder", "-o", tmp_path / "again.json") == Exit.DONE
    assert Portfolio.from_file(tmp_path / "again.json") == EVERYTHING


def test_one_csv_file_has_as_many_periods_as_its_work_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "a.json"
    source.write_text("id,advances\nweb,D2=0.5\n", encoding="utf-8")
    assert convert(source, target) == Exit.DONE
    assert "initiatives read: 1; a period is a quarter, 1 in all" in told(capsys)
    assert convert(source, target, "--horizon", "3") == Exit.DONE
    web = Initiative(id="web", advances={"D2": 0.5})
    assert Portfolio.from_file(target) == Portfolio(name="a", horizon=3, initiatives=[web])


def test_a_plan_becomes_tables_of_a_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(PLAN.to_json(), encoding="utf-8")
    assert convert(tmp_path / "plan.json", tmp_path / "plan") == Exit.DONE
    assert (tmp_path / "plan" / "schedule.csv").exists()
    assert convert(tmp_path / "plan.json", tmp_path / "plan.xlsx") == Exit.DONE
    assert convert(tmp_path / "plan.json", tmp_path / "again.json") == Exit.DONE
    assert Plan.from_file(tmp_path / "again.json") == PLAN


@pytest.mark.slow
def test_the_template_is_written(tmp_path: Path) -> None:
    assert convert("--template", tmp_path / "template.xlsx", "--language", "da") == Exit.DONE
    assert read_excel(tmp_path / "template.xlsx") == example_portfolio("da")


@pytest.mark.slow
def test_a_format_can_be_named_where_the_ending_does_not_say_it(portfolio: Path, tmp_path: Path) -> None:
    assert convert(portfolio, tmp_path / "a.out", "--to", "excel") == Exit.DONE
    assert convert(tmp_path / "a.out", tmp_path / "b.json", "--from", "excel") == Exit.DONE
    assert Portfolio.from_file(tmp_path / "b.json") == EVERYTHING


def test_faults_come_with_the_name_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Portfolio(horizon=1, initiatives=[Initiative(id="web")]), tmp_path / "folder")
    (tmp_path / "folder" / "initiatives.csv").write_text("id,duration\nweb,0\n", encoding="utf-8")
    assert convert(tmp_path / "folder", tmp_path / "a.json") == Exit.BAD_INPUT
    message = told(capsys)
    assert "- file initiatives.csv, row 2, column duration: is 0; give at least 1 period\n" in message
    assert f"The input is {tmp_path / 'folder'}." in message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "give a file to read, or --template FILE"),
        (
            ["portfolio.json", "a.json", "-o", "b.json"],
            "argument --output: it names a file to write, and another one is named",
        ),
        (
            ["portfolio.json", "--to", "mermaid"],
            "mermaid is not written to standard output; give a file with -o",
        ),
        (
            ["portfolio.json", "-", "--to", "csv"],
            "csv is not written to standard output; give a file with -o",
        ),
        (["--template", "a.xlsx", "-o", "b.xlsx"], "takes no other file"),
        (["portfolio.json", "a.foo"], "has no ending that says its format; use .json, .csv"),
        (["a.foo", "a.json"], "has no ending that says its format"),
        (["portfolio.json", "a.csv"], "initiatives cannot hold a portfolio; name another format with --to"),
        (
            ["portfolio.json", "a.ics"],
            "ical holds plans, not portfolios; make a plan first: python -m omniprio plan",
        ),
        (["a.ics", "a.json"], "ical can be written but not read"),
        (["plan.json", "a.csv"], "initiatives cannot hold a plan; name another format with --to"),
        (["--template", "a.xlsx", "portfolio.json"], "takes no other file"),
        (
            ["portfolio.json", "a.json", "--to", "exel"],
            f"argument --to: it is exel; use {WRITTEN} (did you mean excel?)",
        ),
    ],
)
def test_what_cannot_be_done_is_wrong_usage(
    words: list[str],
    said: str,
    portfolio: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(portfolio.parent)
    Path("plan.json").write_text(PLAN.to_json(), encoding="utf-8")
    assert convert(*words) == Exit.USAGE
    assert said in told(capsys)
    assert sorted(path.name for path in Path().iterdir()) == ["plan.json", "portfolio.json"]


@pytest.mark.parametrize(
    "words", [["nowhere.json", "a.json"], ["nowhere", "a.json"], ["nowhere.xlsx", "a.json"]]
)
def test_a_file_that_is_not_there_cannot_be_read(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert convert(*words) == Exit.FILE
    assert f"{words[0]} cannot be read: No such file or directory" in told(capsys)


def test_what_cannot_be_written_is_told(
    portfolio: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(portfolio, tmp_path / "nowhere" / "a.xlsx") == Exit.FILE
    assert convert(portfolio, tmp_path / "nowhere" / "folder") == Exit.FILE
    assert convert("--template", tmp_path / "nowhere" / "a.xlsx") == Exit.FILE
    assert told(capsys).count("cannot be written") == 3


def test_a_missing_extra_is_told(
    portfolio: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert convert(portfolio, portfolio.with_suffix(".xlsx")) == Exit.EXTRA_MISSING
    assert "install the extra `excel`" in told(capsys)


@pytest.mark.parametrize(
    ("style", "line"), [("text", "note: Task 4: is a summary: left out"), ("json", None)]
)
def test_notes_on_what_was_left_out_go_to_standard_error(
    style: str,
    line: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    note = Note(where="Task 4", text="is a summary: left out")

    def read(path: Path) -> Imported:  # noqa: ARG001  as all readers
        return Imported(portfolio=PLAN.portfolio, notes=[note])

    tool = Format(name="tool", summary="a file of a tool", endings=(".tool",), read=read)
    monkeypatch.setattr("omniprio.io.formats.FORMATS", (*FORMATS, tool))
    assert convert(tmp_path / "a.tool", tmp_path / "a.json", "--errors", style) == Exit.DONE
    said = told(capsys)
    assert said == f"{line}\n" if line else json.loads(said) == {"note": note.model_dump(mode="json")}


# --- what a file does not say --------------------------------------------------------------------------------

DATED = plan_of(
    Portfolio(
        horizon=Horizon(periods=4, unit="quarter", start=date(2027, 1, 1)),
        initiatives=[
            Initiative(
                id="web", title={"en": "Web shop", "da": "Webbutik"}, duration=2, effort={"IT": 10}, cost=300
            )
        ],
        capacities={"IT": 10},
    ),
    {"web": 2},
)
"""The second quarter of 2027 and the one after it."""

EXPORT = """Issue key,Summary,Issue Type,Due Date,Custom field (Story Points)
OM-1,Web shop,Epic,09/Oct/27 1:42 PM,25
OM-2,Button,Task,,1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("plan.json").write_text(DATED.to_json(), encoding="utf-8")
    Path("export.csv").write_text(EXPORT, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_project_is_read_in_the_periods_asked_for() -> None:
    assert convert("plan.json", "plan.xml") == Exit.DONE
    words = ["plan.xml", "portfolio.json", "--unit", "quarter", "--start", "2027-01-01", "--horizon", "6"]
    assert convert(*words) == Exit.DONE
    found = Portfolio.from_file(Path("portfolio.json"))
    assert found.calendar == Horizon(periods=6, unit="quarter", start=date(2027, 1, 1))
    assert found.by_id["web"].duration == 2  # two quarters, six months
    assert convert("plan.xml", "portfolio.json") == Exit.DONE
    assert Portfolio.from_file(Path("portfolio.json")).by_id["web"].duration == 6


@pytest.mark.usefixtures("folder")
def test_issues_are_read_with_dates_points_and_types() -> None:
    words = ["export.csv", "portfolio.json", "--from", "jira", "--horizon", "8", "--issue-type", "Epic"]
    assert convert(*words) == Exit.DONE
    plain = Portfolio.from_file(Path("portfolio.json"))
    assert list(plain.by_id) == ["OM-1"]
    assert (plain.by_id["OM-1"].duration, plain.by_id["OM-1"].deadline) == (1, None)
    told = ["--start", "2027-01-01", "--points", "10", "--team", "shop", "--issue-type", "Task"]
    assert convert(*words, *told) == Exit.DONE
    found = Portfolio.from_file(Path("portfolio.json"))
    assert list(found.by_id) == ["OM-1", "OM-2"]
    first = found.by_id["OM-1"]
    # 9 October is in the fourth quarter; 25 points at 10 a quarter are 10 + 10 + 5
    assert (first.deadline, first.duration, first.effort) == (4, 3, {"shop": (10, 10, 5)})
    assert convert(*words, "--start", "2027-01-01", "--unit", "month", "--horizon", "12") == Exit.DONE
    assert Portfolio.from_file(Path("portfolio.json")).by_id["OM-1"].deadline == 10  # October


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_files_are_written_in_the_language_and_hours_asked_for() -> None:
    for name in ("plan.ics", "plan.mmd", "plan.dot", "plan.xml"):
        assert convert("plan.json", name, "--language", "da") == Exit.DONE
        assert "Webbutik" in Path(name).read_text(encoding="utf-8")
    assert convert("plan.json", "plan.csv", "--to", "jira", "--language", "da") == Exit.DONE
    assert "Webbutik" in Path("plan.csv").read_text(encoding="utf-8")
    assert convert("plan.json", "plan.xml", "--hours-per-effort", "7.5") == Exit.DONE
    # 10 units in each of 2 quarters, of 7.5 hours each
    assert "<Work>PT150H0M0S</Work>" in Path("plan.xml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_the_columns_of_another_tool_are_a_preset() -> None:
    preset = '{"name": "Ours", "id": ["Nr."], "title": ["Titel"]}'
    Path("ours.json").write_text(preset, encoding="utf-8")
    Path("ours.csv").write_text("Nr.;Titel\n1;Webbutik\n", encoding="utf-8")
    words = ["ours.csv", "portfolio.json", "--from", "jira", "--horizon", "4"]
    assert convert(*words, "--preset", "ours.json") == Exit.DONE
    assert list(Portfolio.from_file(Path("portfolio.json")).by_id) == ["1"]
    assert convert("portfolio.json", "again.csv", "--to", "jira", "--preset", "ours.json") == Exit.DONE
    assert Path("again.csv").read_text(encoding="utf-8").startswith("Nr.,Titel\n1,Webbutik")
    assert convert(*words, "--preset", "jira") == Exit.BAD_INPUT  # a preset of ours, and not its columns
    assert convert(*words, "--preset", "jirra") == Exit.BAD_INPUT
    Path("ours.json").write_text("{}", encoding="utf-8")
    assert convert(*words, "--preset", "ours.json") == Exit.BAD_INPUT


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["plan.json", "a.ics", "--unit", "week"],
            "argument --unit: it says nothing for json to ical, only for initiatives, tasks, excel, workbook, msproject, project, jira",
        ),
        (["plan.json", "a.xlsx", "--hours-per-effort", "8"], "json to excel, only for msproject"),
        (["plan.json", "a.json", "--points", "8"], "json to json, only for jira"),
        (
            ["export.csv", "a.json", "--from", "jira", "--team", "IT"],
            "argument --team: it says nothing without --points; give that too",
        ),
        (
            ["plan.json", "a.xml", "--start", "soon"],
            "argument --start: it is soon; give a date, for instance 2027-01-31",
        ),
        (
            ["plan.json", "a.xml", "--horizon", "0"],
            "argument --horizon: it is 0; give a whole number from 1 on",
        ),
        (["plan.json", "a.xml", "--unit", "hour"], "argument --unit: it is hour; use "),
    ],
)
def test_an_option_is_never_passed_over(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(*words) == Exit.USAGE
    assert said in told(capsys)


@pytest.mark.usefixtures("folder")
def test_numbers_that_make_no_sense_for_a_file_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["export.csv", "a.json", "--from", "jira"]
    assert convert(*words, "--horizon", "99999") == Exit.BAD_INPUT
    assert "periods: is 99999; give at most" in told(capsys)
    assert convert(*words, "--horizon", "4", "--points", "0") == Exit.BAD_INPUT
    assert "per_period: is 0" in told(capsys)


# --- the formats ---------------------------------------------------------------------------------------------


def test_each_format_has_a_name_of_its_own_and_does_something() -> None:
    names = [known.name for known in FORMATS]
    assert len(names) == len(set(names))
    for known in FORMATS:
        assert known.read or known.write_portfolio or known.write_plan
        assert known.endings
        assert all(ending in {"", ending.lower()} and ending[:1] in {"", "."} for ending in known.endings)


def test_a_folder_is_a_folder_of_tables_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    assert format_of(tmp_path / "a.json").name == "csv"
    assert format_of(tmp_path / "new").name == "csv"


def test_a_misspelt_format_is_answered_with_the_one_that_was_meant() -> None:
    with pytest.raises(FormatError, match=r"there is no format 'exel'; use json, .*\(did you mean excel\?\)"):
        format_of(Path("a"), "exel")


@pytest.mark.slow
def test_a_workbook_is_not_read_for_where_to_write(tmp_path: Path) -> None:
    portfolio = Portfolio(horizon=1, name="../../etc", initiatives=[Initiative(id="../up", title="/etc/x")])
    write_excel(portfolio, tmp_path / "a.xlsx")
    assert convert(tmp_path / "a.xlsx", tmp_path / "folder") == Exit.DONE
    assert {path.name for path in tmp_path.rglob("*")} == {
        "a.xlsx",
        "folder",
        "settings.csv",
        "horizon.csv",
        "initiatives.csv",
    }
