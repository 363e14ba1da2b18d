"""What the command line does where a file, a disk or a standard stream does not take or give what it should."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from omniprio import Initiative, Plan, Portfolio, plan_of
from omniprio.cli import Exit, main

SHORT = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=300, duration=2, advances={"D2": 0.6}),
        Initiative(id="mail", cost=100, advances={"D2": 0.4}, requires=["web"]),
    ],
    budget=350,
)
"""Both cost 400: with 350 there is money for the web alone."""

POSIX = pytest.mark.skipif(os.name != "posix", reason="it takes a shell and its limits")


@pytest.fixture
def portfolio(tmp_path: Path) -> str:
    return saved(tmp_path / "portfolio.json", SHORT.to_json())


def saved(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def in_a_shell(words: str, before: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{before} {sys.executable} -m omniprio {words}"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done


# --- full disks ----------------------------------------------------------------------------------------------


def with_full_disk(words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line where no file may be over 512 bytes; pipes may."""
    return in_a_shell(
        words, before="ulimit -f 1; PYTHONDONTWRITEBYTECODE=1"
    )  # bytecode would be cut off, and believed later


@pytest.mark.slow
@POSIX
def test_a_plan_that_a_full_disk_does_not_take_goes_to_standard_output(
    portfolio: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old", encoding="utf-8")

    done = with_full_disk(f"plan {portfolio} -o {path}")

    assert done.returncode == Exit.FILE
    assert Plan.from_json(done.stdout).starts == {"web": 1}
    assert "cannot be written: File too large; what it was to hold is on standard output" in done.stderr
    assert path.read_text(encoding="utf-8") == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["plan.json", "portfolio.json"]


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("source", ["portfolio", "plan"])
def test_what_was_planned_for_a_picture_that_a_full_disk_does_not_take_goes_to_standard_output(
    source: str, portfolio: str, tmp_path: Path
) -> None:
    plan = saved(tmp_path / "plan.json", plan_of(SHORT, {"web": 1}).to_json())
    done = with_full_disk(
        f"figure gantt {portfolio if source == 'portfolio' else plan} -o {tmp_path / 'gantt.png'}"
    )

    assert done.returncode == Exit.FILE
    if source == "portfolio":
        assert Plan.from_json(done.stdout).starts == {"web": 1}
        assert "File too large; what was planned is on standard output, as JSON" in done.stderr
    else:  # it is in its file
        assert (done.stdout, done.stderr.endswith("cannot be written: File too large\n")) == ("", True)


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("extra", ["", " --format text"])
def test_a_new_plan_that_cannot_be_written_is_in_the_answer_or_beside_it(
    extra: str, portfolio: str, tmp_path: Path
) -> None:
    plan = saved(tmp_path / "plan.json", plan_of(SHORT, {"web": 1}).to_json())
    done = with_full_disk(
        f"replan {portfolio} {plan} --period 0 --goals fastest --new-plan {tmp_path / 'new.json'}{extra}"
    )

    assert done.returncode == Exit.FILE
    if extra:
        assert Plan.from_json(done.stdout[: done.stdout.rindex("\n}\n") + 3]).starts == {"web": 1}
    else:
        assert json.loads(done.stdout)["plan"]["schedule"][0]["id"] == "web"


@POSIX
def test_a_name_that_no_file_can_have_is_refused_before_the_search(
    portfolio: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr("omniprio.cli.verbs.plan.prioritise")
    for name, said in [
        ("a\0b", "is no name of a file"),
        ("a\ud800b", "is no name of a file"),
        (str(tmp_path / ("a" * 300)), "File name too long"),
    ]:
        assert main(["plan", portfolio, "-o", name]) == Exit.FILE
        assert said in capsys.readouterr().err
        assert main(["plan", name]) == Exit.FILE
        assert main(["convert", name, "a.json", "--from", "json"]) == Exit.FILE
        assert main(["convert", portfolio, name, "--to", "csv"]) == Exit.FILE
        capsys.readouterr()


# --- closed streams ------------------------------------------------------------------------------------------


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("catalogue ten >&-", Exit.FILE, "standard output cannot be written: it is closed"),
        ("--help >&-", Exit.FILE, "standard output cannot be written: it is closed"),
        ("--version >&-", Exit.FILE, "standard output cannot be written: it is closed"),
        ("plan - <&-", Exit.FILE, "standard input cannot be read: it is closed"),
        ("catalogue 2>&-", Exit.DONE, ""),
        ("plan nowhere 2>&-", Exit.FILE, ""),
        ("plan nowhere <&- >&- 2>&-", Exit.FILE, ""),
    ],
)
def test_a_closed_stream_is_told_where_it_is_needed(words: str, code: Exit, said: str) -> None:
    done = in_a_shell(words)
    assert (done.returncode, said in done.stderr) == (code, True)


@POSIX
def test_a_closed_output_is_refused_before_the_search(
    portfolio: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr("omniprio.cli.verbs.plan.prioritise")
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["plan", portfolio]) == Exit.FILE
    assert "it is closed" in capsys.readouterr().err


@pytest.mark.slow
@POSIX
def test_a_file_gets_no_number_of_a_closed_stream(portfolio: str, tmp_path: Path) -> None:
    """What a library in C prints would be part of it."""
    done = in_a_shell(f"plan {portfolio} -o {tmp_path / 'plan.json'} <&- >&- 2>&-")
    assert done.returncode == Exit.DONE
    assert Plan.from_json((tmp_path / "plan.json").read_text(encoding="utf-8")).starts == {"web": 1}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="it takes a device that is full")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("plan {portfolio} --progress -o {plan} 2>/dev/full", Exit.DONE),
        ("plan nowhere 2>/dev/full", Exit.FILE),
        ("--help >/dev/full", Exit.FILE),
        ("--version >/dev/full", Exit.FILE),
        ("plan {portfolio} -o /dev/full >/dev/full", Exit.FILE),
    ],
)
def test_messages_that_nobody_takes_lose_no_plan(
    words: str, code: Exit, portfolio: str, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    assert in_a_shell(words.format(portfolio=portfolio, plan=plan)).returncode == code
    if "{plan}" in words:
        assert Plan.from_json(plan.read_text(encoding="utf-8")).starts == {"web": 1}


# --- JSON ---------------------------------------------------------------------------------------------------------


def test_errors_are_json_whatever_the_name_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """A name on Linux that is no UTF-8 comes as half characters, which JSON from elsewhere must not hold."""
    assert main(["plan", "nowhere\udcff", "--errors", "json"]) == Exit.FILE
    told = json.loads(capsys.readouterr().err)
    assert told["file"] == "nowhere?"
    assert told["message"].startswith("nowhere? cannot be read: ")


@pytest.mark.parametrize(
    "character", ["\x7f", "\x80", "\x85", "\x9b", "\x9f", "\u2028", "\u202e", "\ufeff", "\U0001f600"]
)
def test_what_is_written_is_json_whatever_characters_it_holds(
    character: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = f"we{character}b\\x7f"
    held = Portfolio(horizon=1, initiatives=[Initiative(id="web", title=title, advances={"D2": 1})])
    path = saved(tmp_path / "portfolio.json", held.to_json())
    for words in (["plan", path], ["convert", path, "-"], ["qualify", path]):
        assert main(words) == Exit.DONE
        out = capsys.readouterr().out
        assert not re.search("[\x7f-\x9f]", out)
        found = json.loads(out)
        if words[0] == "convert":
            assert Portfolio.from_json(out) == held
        else:
            assert title in json.dumps(found, ensure_ascii=False).replace("\\\\", "\\")
