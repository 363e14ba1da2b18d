"""The verbs that say where we are: gaps, coverage, scenarios."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, Portfolio, plan_of
from omniprio.cli import Exit, main
from omniprio.documents import schema_of

if TYPE_CHECKING:
    from collections.abc import Callable

WEB = Initiative(id="web", title="Web", advances={"D2": 0.6}, tags={"channel": ["online"]})
APP = Initiative(id="app", advances={"R2": 1}, tags={"channel": ["mobile"]})
SMALL = Portfolio(horizon=3, initiatives=[WEB, APP])


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Return what runs a command, checks its exit code and returns what it wrote, or its errors."""
    monkeypatch.chdir(tmp_path)
    Path("small.json").write_text(SMALL.to_json(), encoding="utf-8")
    Path("plan.json").write_text(plan_of(SMALL, {"app": 2}).to_json(), encoding="utf-8")

    def ran(*words: str, code: Exit = Exit.DONE) -> str:
        ended = main(words)
        out, err = capsys.readouterr()
        assert ended == code, err
        return out if code == Exit.DONE else err

    return ran


def test_gaps_are_had_from_the_command_line(run: Callable[..., str]) -> None:
    found = json.loads(run("gaps", "small.json"))
    assert schema_of("gaps")["required"] == list(found)
    data = next(row for row in found["rows"] if row["discipline"] == "D")
    assert (data["start"], data["ambition"], data["gap"], data["closable"]) == (1, 3, 2, 0.6)
    assert "Initiativerne" not in run("gaps", "small.json", "--format", "text")
    assert "Mest kan lukkes i: R, D." in run("gaps", "small.json", "--format", "text", "--language", "da")


def test_coverage_is_that_of_a_portfolio_or_of_a_plan(run: Callable[..., str]) -> None:
    whole = json.loads(run("coverage", "small.json", "channel", "--wanted", "store", "--wanted", "mobile"))
    assert whole["covered_by"] == {"store": [], "mobile": ["app"], "online": ["web"]}
    assert json.loads(run("coverage", "plan.json", "channel"))["covered_by"] == {
        "online": [],
        "mobile": ["app"],
    }
    assert "Not covered: online." in run("coverage", "plan.json", "channel", "--format", "text")
    refused = run("coverage", "small.json", "chanel", code=Exit.BAD_INPUT)
    assert "did you mean channel?" in refused
    assert "The input is small.json." in refused


def test_scenarios_are_those_that_are_shipped_or_those_in_a_file(run: Callable[..., str]) -> None:
    assert [row["scenario"]["id"] for row in json.loads(run("scenarios", "plan.json"))["rows"]] == [
        "basket-in-store",
        "service-knows-emails",
    ]
    Path("own.json").write_text('{"scenarios": [{"id": "known", "fields": ["R2"]}]}', encoding="utf-8")
    (row,) = json.loads(run("scenarios", "plan.json", "--scenarios", "own.json"))["rows"]
    assert (row["period"], row["needs"]) == (2, ["R1", "R2"])  # the app starts in period 2 and takes one
    Path("own.json").write_text('{"scenarios": [{"id": "known", "fields": ["R9"]}]}', encoding="utf-8")
    refused = run("scenarios", "plan.json", "--scenarios", "own.json", code=Exit.BAD_INPUT)
    assert "R9" in refused
    assert "The input is own.json." in refused


@pytest.mark.parametrize(
    "words", [["gaps", "small.json"], ["coverage", "small.json", "channel"], ["scenarios", "plan.json"]]
)
def test_where_nothing_can_be_written_nothing_is_begun(
    words: list[str], run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("omniprio.portfolio.Portfolio.from_json", begin)
    monkeypatch.setattr("omniprio.plan.Plan.from_json", begin)
    assert "no/answer.json cannot be written" in run(*words, "-o", "no/answer.json", code=Exit.FILE)
