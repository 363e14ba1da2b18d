"""The language of a command: `--language`, the environment variable, texts and messages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from omniprio import Initiative, Portfolio
from omniprio.cli.command import main, parser
from omniprio.cli.exits import Exit
from omniprio.cli.verbs import VERBS

WEB = Initiative(id="web", cost=30, advances={"D2": 0.6})
APP = Initiative(id="app", cost=20, advances={"D2": 0.3}, requires=["web"])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OMNIPRIO_LANGUAGE", raising=False)
    small = Portfolio(horizon=2, initiatives=[WEB, APP], budget=40, currency="kDKK")
    never = small.model_copy(
        update={"initiatives": [WEB.model_copy(update={"decision": "must"})], "budget": 20}
    )
    (tmp_path / "small.json").write_text(small.to_json(), encoding="utf-8")
    (tmp_path / "never.json").write_text(never.to_json(), encoding="utf-8")
    (tmp_path / "app.json").write_text('{"starts": {"app": 1}}', encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["explain", "small.json"], Exit.DONE, "app er ikke med."),
        (["qualify", "small.json"], Exit.DONE, "Omkostninger er engangsbeløb"),
        (["qualify", "small.json", "web"], Exit.DONE, "bidrager med: 0,6 af D2"),
        (["frontier", "small.json"], Exit.DONE, "Gevinsten er, hvor meget bedre"),
        (["check", "small.json", "app.json"], Exit.RULE_BROKEN, "Tidsplanen bryder regler:"),
    ],
)
def test_answers_are_said_in_the_language_asked_for(
    words: list[str], code: Exit, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--format", "text", "--language", "da"]) == code
    assert says in capsys.readouterr().out


def test_the_environment_says_which_language_where_none_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OMNIPRIO_LANGUAGE", "da")
    assert main(["catalogue"]) == Exit.DONE
    assert "10 initiativer, 12 perioder" in capsys.readouterr().out
    assert main(["catalogue", "--language", "en"]) == Exit.DONE
    assert "10 initiatives, 12 periods" in capsys.readouterr().out
    monkeypatch.setenv("OMNIPRIO_LANGUAGE", "xx")
    assert main(["catalogue"]) == Exit.USAGE
    said = capsys.readouterr().err
    assert said == "omniprio: OMNIPRIO_LANGUAGE is xx, which is no language; give one of en, da\n"
    for misspelt in ("dk", "Dansk", "da_DK.UTF-8", "danish"):
        monkeypatch.setenv("OMNIPRIO_LANGUAGE", misspelt)
        assert main(["catalogue"]) == Exit.USAGE
        assert capsys.readouterr().err.endswith("give one of en, da (did you mean da?)\n")


@pytest.mark.parametrize("words", [["--language", "da", "plan"], ["plan", "--language", "da"]])
@pytest.mark.parametrize(
    ("rest", "code", "says"),
    [
        (["never.json"], Exit.INFEASIBLE, "kan dette ikke lade sig gøre samtidig"),
        (
            ["missing.json"],
            Exit.FILE,
            "omniprio: missing.json kan ikke læses: Der er ingen sådan fil eller mappe",
        ),
        (["small.json", "-o", "no/a.json"], Exit.FILE, "no/a.json kan ikke skrives: der er ingen mappe "),
        (["small.json", "-o", "."], Exit.FILE, ". kan ikke skrives: det er en mappe"),
        (["app.json"], Exit.BAD_INPUT, "Input er app.json."),
        (["small.json", "--gap", "2"], Exit.USAGE, "argument --gap: "),
        (["small.json", "--what"], Exit.USAGE, "; se python -m omniprio"),
    ],
)
def test_errors_are_told_in_the_language_asked_for(
    words: list[str], rest: list[str], code: Exit, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, *rest]) == code
    told = capsys.readouterr().err
    assert says in told
    assert "The input" not in told


@pytest.mark.slow
def test_what_is_for_programs_is_the_same_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for language in ("en", "da"):
        assert main(["plan", "missing.json", "--errors", "json", "--language", language]) == Exit.FILE
        assert main(["frontier", "small.json", "--language", language]) == Exit.DONE
        out, err = capsys.readouterr()
        said.append((json.loads(out), json.loads(err)))
    assert said[0] == said[1]


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_the_one_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser("en", [name]).parse_args([name, "--help"])
    assert "--language {en,da}" in capsys.readouterr().out


def test_notes_on_what_is_read_are_said_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "export.csv").write_text("Issue key,Summary,Own\nA,First,x\n", encoding="utf-8")
    words = ["convert", "export.csv", "a.json", "--from", "jira", "--horizon", "2", "--language", "da"]
    assert main(words) == Exit.DONE
    all_must, not_read = capsys.readouterr().err.splitlines()
    assert all_must.startswith("bemærk: sager: ingen har story points")
    assert not_read == "bemærk: kolonner: ikke læst: Own"


def test_progress_is_told_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    Path("u.json").write_text('{"initiatives": {"web": {"cost": [25, 30, 45]}}}', encoding="utf-8")
    words = ["robust", "small.json", "u.json", "--draws", "2", "--progress", "--language", "da"]
    assert main(words) == Exit.DONE
    assert re.search(r"^planlægger: 2 af 2, \d+,\d s$", capsys.readouterr().err, re.MULTILINE)
