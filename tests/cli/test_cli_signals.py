"""Ctrl-C between two searches of a verb, or before its answer is written: what is found is kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from at_work import LONG, is_there

from omniprio import Initiative, Portfolio, prioritise
from omniprio.cli import Exit, main
from omniprio.lexicographic import Stages

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio import Plan

SMALL = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=30, advances={"D2": 0.6}),
        Initiative(id="app", cost=20, advances={"D2": 0.3}),
        Initiative(id="shop", cost=50, duration=2, advances={"R2": 0.5}, requires=["web"]),
    ],
    budget=40,
)


@pytest.fixture
def searches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Press Ctrl-C after the first search, and count the searches."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    (tmp_path / "plan.json").write_text(prioritise(SMALL).to_json(), encoding="utf-8")
    (tmp_path / "sure.json").write_text("{}", encoding="utf-8")
    search = Stages.plan
    made: list[int] = []

    def pressed(stages: Stages) -> Plan:
        plan = search(stages)
        made.append(len(made))
        if len(made) == 1:
            signal.raise_signal(signal.SIGINT)
        return plan

    monkeypatch.setattr(Stages, "plan", pressed)
    return made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["plan", "small.json"], Exit.DONE),  # the search was over
        (["report", "small.json"], Exit.DONE),
        (["report", "small.json", "--with", "why-not", "--with", "frontier"], Exit.NOT_PROVEN),
        (["explain", "small.json"], Exit.NOT_PROVEN),
        (["frontier", "small.json"], Exit.NOT_PROVEN),
        (["robust", "small.json", "sure.json", "--draws", "5"], Exit.NOT_PROVEN),
        (["replan", "small.json", "plan.json", "--period", "1"], Exit.DONE),
    ],
)
def test_what_is_found_is_written(
    words: list[str], code: Exit, searches: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    out = capsys.readouterr().out
    assert out.startswith("<!DOCTYPE html>") if words[0] == "report" else json.loads(out)
    assert searches


STARTING = """
import os, sys, time
from pathlib import Path

if "--multiprocessing-fork" in sys.orig_argv:  # a worker, before it imports anything
    folder = Path(os.environ["BARRIER"])
    (folder / "starting").touch()
    while not (folder / "go").exists():
        time.sleep(0.01)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to some processes")
def test_ctrl_c_while_the_workers_start_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(STARTING, encoding="utf-8")
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    (tmp_path / "sure.json").write_text("{}", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "omniprio", "robust", "small.json", "sure.json", "--workers", "2"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "BARRIER": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert is_there(tmp_path / "starting")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        (tmp_path / "go").touch()
        out, err = process.communicate(timeout=LONG)
    assert "Traceback" not in err
    assert process.returncode in {Exit.NOT_PROVEN, Exit.NO_PLAN_FOUND}
    assert not out or not json.loads(out)["complete"]
