"""How far searches are, shown by every verb that makes some: on a terminal where it takes long, elsewhere if asked."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, Portfolio, onlookers, prioritise
from omniprio.cli import Exit, main, progress
from omniprio.onlookers import Seen, looked_on

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=30, advances={"D2": 0.6}),
        Initiative(id="app", cost=20, advances={"D2": 0.3}),
    ],
    budget=40,
)


@pytest.fixture(autouse=True)
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a portfolio, and a clock that goes on by half a second whenever somebody looks at it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    ticks = count()
    monkeypatch.setattr(onlookers, "now", lambda: next(ticks) / 2)


def test_who_looks_on_counts_the_searches_of_the_block_and_no_others() -> None:
    seen: list[Seen] = []
    with looked_on(seen.append):
        prioritise(SMALL)
    first = len(seen)
    prioritise(SMALL)
    assert len(seen) == first
    searches = [one.searches for one in seen]
    assert searches[0] == 0  # it looks whether there is time before it searches
    assert searches == sorted(searches)
    assert searches[-1] >= 2  # one for each of the two goals at least
    assert [one.seconds for one in seen] == sorted(one.seconds for one in seen)


def test_two_looks_are_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = count()
    monkeypatch.setattr(onlookers, "now", lambda: next(ticks) / 100)  # ten looks for each that is told
    seen: list[Seen] = []
    with looked_on(seen.append):
        for _ in range(25):
            onlookers.search_begins()
    assert [one.searches for one in seen] == [10, 20]


WORDS = ["explain", "small.json", "--format", "text", "--time-limit", "90"]


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(words) == Exit.DONE
    return capsys.readouterr().err


@pytest.mark.slow
def test_where_it_is_asked_for_a_line_every_five_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(WORDS, capsys) == ""
    lines = told([*WORDS, "--progress"], capsys).splitlines()
    assert re.fullmatch(r"0\.5 of at most 90 s", lines[0])  # nothing is searched for yet
    assert re.fullmatch(r"(search \d+, )?5\.5 of at most 90 s", lines[1])
    assert re.fullmatch(r"search \d+, \d+\.\d of at most 90 s", lines[-1])
    assert told([*WORDS, "--progress", "--quiet"], capsys) == ""


@pytest.mark.slow
def test_a_terminal_shows_it_once_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert told([*WORDS, "--quiet"], capsys) == ""
    said = told(WORDS, capsys)
    first, *rest = said.removeprefix("\r").split("\r")
    assert re.fullmatch(r"(search \d+, )?1\.0 of at most 90 s", first)
    assert rest
    assert rest[-1].endswith(" s\n")  # what is written next begins a line of its own
    assert said.count("\n") == 1
    monkeypatch.setattr(progress, "_LONG", 1e6)
    assert told(WORDS, capsys) == ""
    assert told([*WORDS, "--language", "da", "--progress"], capsys).startswith("\r0,5 af højst 90 s\r")


def test_silence_is_silence_about_notes_too_but_not_about_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "export.csv").write_text("Issue key,Summary,Own\nA,First,x\n", encoding="utf-8")
    words = ["convert", "export.csv", "-o", "a.json", "--from", "jira", "--horizon", "2"]
    assert "not read: Own" in told(words, capsys)
    assert told([*words, "--quiet"], capsys) == ""
    assert main(["plan", "nowhere.json", "--quiet"]) == Exit.FILE
    assert capsys.readouterr().err.startswith("omniprio: nowhere.json cannot be read")
