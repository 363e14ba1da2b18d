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

from omniprio import Initiative, Portfolio, interrupt, prioritise
from omniprio.cli import Exit, main
from omniprio.lexicographic import Stages
from omniprio.plan import GoalResult

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from omniprio import Plan
    from omniprio.plan import Outcome

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
    monkeypatch.setattr(interrupt, "_SEARCHES", interrupt._Searches())  # noqa: SLF001  as in a new process
    search = Stages.outcome
    made: list[int] = []

    def pressed(stages: Stages) -> Outcome:
        found = search(stages)
        made.append(len(made))
        if len(made) == 1:
            signal.raise_signal(signal.SIGINT)
        return found

    monkeypatch.setattr(Stages, "outcome", pressed)
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
def test_what_is_found_is_written_and_it_is_told_where(
    words: list[str], code: Exit, searches: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    out, err = capsys.readouterr()
    assert out.startswith("<!DOCTYPE html>") if words[0] == "report" else json.loads(out)
    assert searches
    assert err.splitlines()[-1] == TOLD[code]


TOLD = {
    Exit.DONE: "omniprio: stopped, when all was found: it is in standard output",
    Exit.NOT_PROVEN: "omniprio: stopped: what was found until then is in standard output, and with it what is still open",
}


def test_of_a_plan_it_is_told_how_good_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The goal least cost was not searched for: doing web, 30, is best for the first goal, distance 11.4 of 18 at the end."""
    plan = prioritise(SMALL)
    first, second = plan.goals
    open_ = GoalResult(goal=second.goal, value=second.value)

    def stopped(*_: object, cancel: threading.Event, **__: object) -> Plan:
        cancel.set()
        return plan.model_copy(update={"goals": (first, open_)})

    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    monkeypatch.setattr("omniprio.cli.verbs.plan.prioritise", stopped)
    assert main(["plan", "small.json", "-o", "plan.json"]) == Exit.NOT_PROVEN
    assert capsys.readouterr().err == (
        "omniprio: stopped: the best plan so far is in plan.json, 1 of 3 initiatives. "
        "Least cost: 30 over all funds. Not proven: how much better a plan could be is not known.\n"
    )
    assert main(["plan", "small.json", "-o", "plan.json", "--quiet"]) == Exit.NOT_PROVEN
    assert capsys.readouterr().err == ""


PRESSED = """
import os, signal, sys
from omniprio.cli import main
from omniprio.lexicographic import Stages
from omniprio.plan import GoalResult

search = Stages.outcome

def pressed(stages):
    found = search(stages)
    os.kill(os.getpid(), signal.SIGINT)
    return found

Stages.outcome = pressed
sys.exit(main(["frontier", "small.json", "-o", "frontier.json"]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_a_process_that_is_interrupted_says_what_it_kept(tmp_path: Path) -> None:
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PRESSED],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )
    assert done.returncode == Exit.NOT_PROVEN
    assert done.stdout == ""
    assert done.stderr == (
        "omniprio: stopped: what was found until then is in frontier.json, and with it what is still open\n"
    )
    assert (
        json.loads((tmp_path / "frontier.json").read_text(encoding="utf-8"))["format"]
        == "omniprio-frontier/1"
    )


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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_worker_that_has_no_work_yet_ends_with_its_parent() -> None:
    script = """
import os, signal
from omniprio.cli.verbs import robust

with robust._workers(2) as pool:
    print(pool.submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    # what the workers print goes to the same pipe: it is open as long as one of them is there
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, check=False, text=True, timeout=120
    )
    assert (done.returncode, done.stdout.strip().isdigit()) == (-signal.SIGKILL, True)
