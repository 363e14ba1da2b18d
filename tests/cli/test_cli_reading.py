"""Files of any format, asked about by any verb."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, Plan, Portfolio
from omniprio.cli import Exit, main
from omniprio.io import write_csv, write_excel
from omniprio.io.formats import FORMATS, Format
from omniprio.io.imported import Imported, Note

if TYPE_CHECKING:
    from pathlib import Path

MUST = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300, decision="must")])


def run(*words: str | Path) -> int:
    return main([*map(str, words)])


@pytest.mark.parametrize("name", ["portfolio.json", "portfolio.xlsx", "folder", "portfolio.txt"])
def test_a_portfolio_of_any_format_is_planned(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    match path.suffix:
        case ".xlsx":
            write_excel(MUST, path)
        case "":
            write_csv(MUST, path)
        case _:  # what has no ending of a format is JSON
            path.write_text(MUST.to_json(), encoding="utf-8")
    assert run("plan", path) == Exit.DONE
    assert Plan.from_json(capsys.readouterr().out).starts == {"web": 1}


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["plan", "gaps", "qualify", "explain"])
def test_every_verb_reads_every_format(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_excel(MUST, tmp_path / "portfolio.xlsx")
    assert run(verb, tmp_path / "portfolio.xlsx") == Exit.DONE
    from_excel = capsys.readouterr().out
    (tmp_path / "portfolio.json").write_text(MUST.to_json(), encoding="utf-8")
    assert run(verb, tmp_path / "portfolio.json") == Exit.DONE
    assert capsys.readouterr().out == from_excel


def test_the_horizon_can_be_said_beside_any_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "work.csv").write_text("id,duration,decision\nweb,3,must\n", encoding="utf-8")
    assert run("plan", tmp_path / "work.csv") == Exit.DONE
    assert Plan.from_json(capsys.readouterr().out).portfolio.periods == 3
    assert run("plan", tmp_path / "work.csv", "--horizon", "4") == Exit.DONE
    assert Plan.from_json(capsys.readouterr().out).portfolio.periods == 4


def test_an_option_that_says_nothing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "portfolio.json"
    path.write_text(MUST.to_json(), encoding="utf-8")
    assert run("plan", path, "--points", "10") == Exit.USAGE
    assert (
        "argument --points: it says nothing for json, only for jira; leave it out" in capsys.readouterr().err
    )


@pytest.mark.slow
@pytest.mark.parametrize(("kinds", "lines"), [(10, 10), (12, 10)])
def test_ten_lines_of_notes_are_shown_beside_a_plan(
    kinds: int,
    lines: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    notes = tuple(Note(where=f"Task {number}", text=f"has {number} things") for number in range(kinds))

    def read(path: Path) -> Imported:  # noqa: ARG001  as all readers
        return Imported(portfolio=MUST, notes=notes)

    tool = Format(name="tool", summary="a file of a tool", endings=(".tool",), read=read)
    for module in ("omniprio.io.formats", "omniprio.cli.reading"):
        monkeypatch.setattr(f"{module}.FORMATS", (*FORMATS, tool))
    assert run("plan", tmp_path / "a.tool") == Exit.DONE
    said = capsys.readouterr().err.splitlines()
    assert len(said) == lines
    last = (
        "note: Task 9: has 9 things"
        if kinds == lines
        else "note: and 3 more kinds; python -m omniprio convert"
    )
    assert said[-1].startswith(last)  # 12 kinds, of which 9 are shown
    assert run("plan", tmp_path / "a.tool", "--errors", "json") == Exit.DONE
    assert [json.loads(line)["note"]["where"] for line in capsys.readouterr().err.splitlines()][-1:] == [
        f"Task {kinds - 1}"
    ]
