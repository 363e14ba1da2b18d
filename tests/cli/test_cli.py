"""The command line: what it reads, what it writes and how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import omniprio.errors
from omniprio import Initiative, LeastCost, Plan, Portfolio, Soonest, plan_of, ten_portfolio
from omniprio.cli import Exit, main
from omniprio.cli.command import parser
from omniprio.cli.exits import FileError, UsageError, exit_of
from omniprio.cli.goals import goals
from omniprio.cli.verb import PROGRAM
from omniprio.cli.verbs import VERBS, verb_called
from omniprio.errors import InvalidArgumentError, NoPlanFoundError, OmniprioError, SolverError
from omniprio.given_goals import GOAL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "command-line.md"

SHORT = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=300, duration=2, advances={"D2": 0.6}),
        Initiative(id="mail", cost=100, advances={"D2": 0.4}, requires=["web"]),
    ],
    budget=350,
)
"""Both cost 400: with 350 there is money for the web alone."""


@pytest.fixture
def portfolio(tmp_path: Path) -> str:
    return saved(tmp_path / "portfolio.json", SHORT.to_json())


def saved(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def in_another_process(
    *words: str, seed: str = "0", given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "omniprio", *words],
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )


# --- plan ----------------------------------------------------------------------------------------------------


def test_a_plan_is_written_as_json(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", portfolio]) == Exit.DONE

    plan = Plan.from_json(capsys.readouterr().out)
    assert (plan.starts, plan.proven, plan.portfolio) == ({"web": 1}, True, SHORT)


def test_a_plan_is_written_to_a_file_and_nowhere_else(
    portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.json"

    assert main(["plan", portfolio, "-o", str(path)]) == Exit.DONE
    assert Plan.from_file(path).starts == {"web": 1}
    assert capsys.readouterr() == ("", "")


def test_a_plan_is_written_as_text(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", portfolio, "--format", "text"]) == Exit.DONE
    out = capsys.readouterr().out
    assert "web" in out
    assert not out.startswith("{")
    assert out.endswith("\n")


def test_the_goals_asked_for_are_those_of_the_plan(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", portfolio, "--goals", "least-cost,closest"]) == Exit.DONE

    plan = Plan.from_json(capsys.readouterr().out)
    assert [result.goal.kind for result in plan.goals] == ["least cost", "closest"]
    assert plan.starts == {}  # to do nothing costs least


def test_a_catalogue_can_be_planned_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["catalogue", "ten"]) == Exit.DONE
    document = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document.encode())))

    assert Portfolio.from_json(document) == ten_portfolio()
    assert main(["plan", "-", "--gap", "1", "--goals", "least-cost"]) == Exit.DONE
    assert Plan.from_json(capsys.readouterr().out).portfolio == ten_portfolio()


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    ten = saved(tmp_path / "ten.json", ten_portfolio().to_json())
    first, second = (in_another_process("plan", ten, seed=seed) for seed in ("0", "4242"))

    assert (first.returncode, first.stderr) == (Exit.DONE, b"")
    assert Plan.from_json(first.stdout).proven
    assert first.stdout == second.stdout


@pytest.mark.slow
def test_output_is_utf_8_with_plain_line_breaks_whatever_the_system_prefers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "omniprio", "catalogue", "ten"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )

    assert done.stdout.decode("utf-8") == ten_portfolio().to_json() + "\n"


# --- goals and limits ----------------------------------------------------------------------------------------


def test_every_kind_of_goal_that_needs_no_setting_has_a_name() -> None:
    assert set(GOAL_NAMES) == {
        "fastest",
        "closest",
        "soonest",
        "balanced",
        "most-value",
        "least-cost",
        "most-score",
        "shortest",
        "on-time",
    }
    assert goals(" soonest , least-cost") == (Soonest(), LeastCost())


def test_goals_with_settings_are_given_as_json() -> None:
    written = '[{"kind": "soonest", "distance": 0.2}, {"kind": "least cost", "slack": 5}]'

    assert goals(written) == (Soonest(distance=0.2), LeastCost(slack=5))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--goals", "fastest,closer"],
            "--goals: it holds goals[2], which is 'closer'; use fastest, closest,",
        ),
        (["--goals", "closer"], "(did you mean closest?)"),
        (["--goals", ""], "--goals: it is empty"),
        (["--goals", "blend"], "--goals: it is 'blend'"),  # it is nothing without its parts
        (["--goals", "[]"], "--goals: it has 0 entries; give at least 1"),
        (["--goals", "[{"], "is no JSON"),
        (
            ["--goals", '[{"kind": "soonest", "distance": 2}]'],
            "goals[1].distance, which is 2; give at most 1",
        ),
        (
            ["--time-limit", "0"],
            "--time-limit: it is 0; give seconds above 0, or leave it out for no limit",
        ),
        (["--time-limit", "nan"], "--time-limit: it is nan"),
        (["--time-limit", "soon"], "--time-limit"),
        (["--work-limit", "0"], "--work-limit: it is 0; give at least 1 node"),
        (["--gap", "1.5"], "--gap: it is 1.5; give a share from 0 to 1"),
        (["--goal", "fastest"], "--goal"),  # no abbreviations: they would clash with options to come
        (["--format", "xml"], "xml"),
    ],
)
def test_nonsense_in_an_option_is_wrong_usage(
    words: list[str], message: str, portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", portfolio, *words]) == Exit.USAGE

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("omniprio: ")
    assert message in err


# --- check ---------------------------------------------------------------------------------------------------


def verdict_of(
    capsys: pytest.CaptureFixture[str], code: Exit, portfolio: str, plan: str
) -> Mapping[str, object]:
    assert main(["check", portfolio, plan]) == code
    verdict = json.loads(capsys.readouterr().out)
    assert isinstance(verdict, dict)
    assert verdict["ok"] is (code == Exit.DONE)
    return verdict


def test_a_plan_keeps_every_rule_of_its_portfolio(
    portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = saved(tmp_path / "plan.json", plan_of(SHORT, {"web": 1}).to_json())
    verdict = verdict_of(capsys, Exit.DONE, portfolio, plan)

    assert (verdict["format"], verdict["differs_in"], verdict["broken"]) == ("omniprio-check/1", [], [])
    assert verdict["cost"] == 300
    # five disciplines have 2 of 3 steps to go; D has 2 - 0.6 = 1.4: (5 * 2 + 1.4) / (6 * 3) = 11.4 / 18
    assert verdict["distance"] == pytest.approx(11.4 / 18)


def test_a_schedule_that_breaks_rules_is_told_which_with_figures(
    portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schedule = saved(tmp_path / "schedule.json", '{"starts": {"web": 1, "mail": 1}}')
    verdict = verdict_of(capsys, Exit.RULE_BROKEN, portfolio, schedule)

    broken = verdict["broken"]
    assert isinstance(broken, list)
    # 300 / 2 + 100 = 250 by period 1, 400 by period 2: 400 - 350 = 50 too much then
    assert {rule["rule"] for rule in broken} == {"requires", "budget"}
    assert "50 too much" in " ".join(rule["message"] for rule in broken)


def test_a_verdict_can_be_read(portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schedule = saved(tmp_path / "schedule.json", '{"starts": {"web": 3, "shop": 1}}')

    assert main(["check", portfolio, schedule, "--format", "text"]) == Exit.RULE_BROKEN
    out = capsys.readouterr().out
    assert out.startswith("The schedule breaks rules:\n- known: shop is no initiative of the portfolio")
    assert "- horizon: web starts in period 3" in out


def test_a_plan_for_another_portfolio_is_checked_against_the_one_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = saved(tmp_path / "plan.json", plan_of(SHORT, {"web": 1}).to_json())
    poorer = Portfolio(horizon=3, initiatives=SHORT.initiatives, budget=200)
    given = saved(tmp_path / "poorer.json", poorer.to_json())

    assert verdict_of(capsys, Exit.RULE_BROKEN, given, plan)["differs_in"] == ["budget"]
    assert main(["check", given, plan, "--format", "text"]) == Exit.RULE_BROKEN
    out = capsys.readouterr().out
    assert out.startswith("The plan was made for another portfolio, which differs in: budget.\n")
    assert "100 too much" in out  # 300 - 200


def test_a_plan_that_breaks_rules_of_its_own_portfolio_is_told_so(
    portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(plan_of(SHORT, {"web": 1}).to_json())
    document["schedule"][0]["start"] = 3  # 3 + 2 - 1 = 4 is after the last period
    plan = saved(tmp_path / "plan.json", json.dumps(document))
    verdict = verdict_of(capsys, Exit.RULE_BROKEN, portfolio, plan)

    assert verdict["differs_in"] == []
    assert "horizon" in json.dumps(verdict["broken"])


def test_a_number_that_does_not_follow_from_the_schedule_is_bad_input(
    portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(plan_of(SHORT, {"web": 1}).to_json())
    document["schedule"][0]["cost"] = 299
    plan = saved(tmp_path / "plan.json", json.dumps(document))

    assert main(["check", portfolio, plan]) == Exit.BAD_INPUT
    err = capsys.readouterr().err
    assert "schedule[web]: does not follow from its start" in err
    assert f"The input is {plan}." in err


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ('{"starts": {"web": 1.5}}', "starts.web: is 1.5; give a whole number"),
        ('{"starts": [1]}', "starts: is a list; give an object"),
        ('{"starts": {}, "ends": {}}', "ends: is no part of a schedule"),
        ('{"schedule": []}', "portfolio: is missing"),
        ("[]", "is a list"),
    ],
)
def test_what_is_neither_plan_nor_schedule_is_bad_input(
    document: str, message: str, portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", portfolio, saved(tmp_path / "other.json", document)]) == Exit.BAD_INPUT
    assert message in capsys.readouterr().err


def test_not_both_documents_can_come_from_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-", "-"]) == Exit.USAGE
    assert "only one of portfolio, plan" in capsys.readouterr().err


# --- how a run ends ------------------------------------------------------------------------------------------


def test_every_error_of_the_library_has_an_exit_code_of_its_own() -> None:
    kinds = [
        kind
        for kind in vars(omniprio.errors).values()
        if isinstance(kind, type) and issubclass(kind, OmniprioError) and kind is not OmniprioError
        if not issubclass(kind, InvalidArgumentError)  # which is an InvalidInputError
    ]
    codes = [exit_of(OmniprioError.__new__(kind)) for kind in (*kinds, UsageError, FileError)]

    assert len(set(codes)) == len(codes)
    assert Exit.DONE not in codes
    assert exit_of(OmniprioError.__new__(InvalidArgumentError)) == Exit.BAD_INPUT


def test_the_page_lists_every_exit_code() -> None:
    listed = re.findall(r"^\| (\d+) \| `(\w+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert listed == [(str(code.value), code.name, code.__doc__) for code in Exit]


def test_a_portfolio_without_a_plan_is_infeasible(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    web = Initiative(id="web", cost=300, decision="must")
    path = saved(tmp_path / "portfolio.json", Portfolio(horizon=2, initiatives=[web], budget=299).to_json())

    assert main(["plan", path]) == Exit.INFEASIBLE
    assert capsys.readouterr().out == ""


def test_a_goal_that_no_plan_gets_to_is_unreachable(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", portfolio, "--goals", "soonest", "--errors", "json"]) == Exit.GOAL_UNREACHABLE

    told = json.loads(capsys.readouterr().err)
    assert told["error"] == "GoalUnreachableError"
    assert "R2" in told["fields"]  # nothing advances it


def test_a_plan_that_is_not_proven_is_written_and_told_apart(
    portfolio: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped = plan_of(SHORT, {"web": 2}, stopped="time limit")  # with no bound nothing is proven
    monkeypatch.setattr("omniprio.cli.verbs.plan.prioritise", lambda *_, **__: stopped)

    assert main(["plan", portfolio, "--time-limit", "1"]) == Exit.NOT_PROVEN
    assert Plan.from_json(capsys.readouterr().out) == stopped


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoPlanFoundError("time limit"), Exit.NO_PLAN_FOUND),
        (SolverError("it failed"), Exit.SOLVER_FAILED),
        (KeyboardInterrupt(), Exit.INTERRUPTED),
        (MemoryError(), Exit.OUT_OF_MEMORY),
    ],
)
def test_a_search_that_ends_without_a_plan_is_told_apart(
    error: BaseException,
    code: Exit,
    portfolio: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> Plan:
        raise error

    monkeypatch.setattr("omniprio.cli.verbs.plan.prioritise", fail)

    assert main(["plan", portfolio, "--errors", "json"]) == code
    out, err = capsys.readouterr()
    assert (out, json.loads(err)["error"]) == ("", type(error).__name__)


@pytest.mark.parametrize("words", [["--errors", "json", "plan"], ["plan", "--errors", "json"]])
def test_errors_are_told_as_json_wherever_it_is_asked_for(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path / "bad.json", '{"horizon": 0, "initiatives": 1}')

    assert main([*words, path]) == Exit.BAD_INPUT
    told = json.loads(capsys.readouterr().err)
    assert told["error"] == "InvalidInputError"
    assert told["faults"] == [
        {"path": "horizon", "problem": "is 0", "remedy": "give at least 1 period"},
        {"path": "initiatives", "problem": "is 1", "remedy": "give a list"},
    ]
    assert path in told["message"]


def test_wrong_usage_is_told_as_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pan", "--errors", "json"]) == Exit.USAGE
    remedy = f"use {', '.join(VERBS)} (did you mean plan?)"
    assert json.loads(capsys.readouterr().err) == {
        "error": "OptionError",
        "message": f"argument VERB: it is pan; {remedy}",
        "option": "VERB",
        "value": "pan",
        "problem": "is pan",
        "remedy": remedy,
    }
    assert main(["--errors", "xml"]) == Exit.USAGE
    assert "xml" in capsys.readouterr().err
    assert main([]) == Exit.USAGE


def test_an_infeasible_portfolio_is_told_as_json_with_its_conflict_and_repairs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    # two musts of 60 each and 100 to spend: 20 more money would do
    both = [{"id": name, "cost": 60, "decision": "must"} for name in "ab"]
    path = tmp_path / "infeasible.json"
    path.write_text(json.dumps({"horizon": 1, "initiatives": both, "budget": 100}), encoding="utf-8")

    assert main(["plan", str(path), "--errors", "json"]) == Exit.INFEASIBLE
    told = json.loads(capsys.readouterr().err)
    assert told["error"] == "InfeasibleError"
    assert {demand["kind"] for demand in told["conflict"]["demands"]} == {"budget", "must"}
    assert any("20" in repair["sentence"] for repair in told["conflict"]["repairs"])


def test_a_file_that_cannot_be_read_or_written_is_named(
    portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, file in [
        (["plan", str(tmp_path / "no.json")], tmp_path / "no.json"),
        (["plan", portfolio, "-o", str(tmp_path)], tmp_path),
        (["plan", portfolio, "-o", str(tmp_path / "no" / "plan.json")], tmp_path / "no" / "plan.json"),
        (["schema", "plan", "-o", str(tmp_path)], tmp_path),
    ]:
        assert main([*words, "--errors", "json"]) == Exit.FILE
        told = json.loads(capsys.readouterr().err)
        assert (told["error"], told["file"]) == ("FileError", str(file))


def test_a_file_that_may_not_be_written_is_refused_before_the_search(
    portfolio: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may write everything
    monkeypatch.delattr("omniprio.cli.verbs.plan.prioritise")

    assert main(["plan", portfolio, "-o", str(tmp_path / "plan.json")]) == Exit.FILE
    assert "permission denied" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="it takes pipes that can be closed")
def test_whoever_stops_reading_hears_no_complaint() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "omniprio", "catalogue"], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (Exit.OUTPUT_CLOSED, b"")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="it takes a device that is full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "omniprio", "catalogue"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert done.returncode == Exit.FILE
    assert done.stderr.startswith(b"omniprio: standard output cannot be written: ")


# --- help and documentation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VERBS)
def test_each_verb_shows_an_example_that_can_be_typed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if name == "figure":  # its kinds are those that there are
        pytest.importorskip("matplotlib")
    assert main([name, "--help"]) == Exit.DONE
    example = verb_called(name).example
    assert example in capsys.readouterr().out
    for command in example.split(" | "):
        assert command.startswith(f"{PROGRAM} ")
        words = shlex.split(command.removeprefix(PROGRAM))
        parser("en", words).parse_args(words)


def test_the_help_lists_verbs_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == Exit.DONE
    out = capsys.readouterr().out
    assert all(name in out for name in VERBS)
    assert all(str(code.__doc__) in out for code in Exit)


# --- input that means harm -----------------------------------------------------------------------------------


def test_names_move_no_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    escape = "\x1b[2J"
    title = Portfolio(horizon=1, initiatives=[Initiative(id="web", title=f"we{escape}b", advances={"D2": 1})])
    path = tmp_path / "portfolio.json"
    path.write_text(title.to_json())

    assert main(["plan", str(path), "--format", "text"]) == Exit.DONE
    out = capsys.readouterr().out
    assert escape not in out
    assert "we\\u001b[2Jb" in out

    path.write_text(json.dumps({"horizon": 1, "initiatives": [{"id": f"we{escape}b", "requires": [escape]}]}))
    assert main(["plan", str(path)]) == Exit.BAD_INPUT
    assert escape not in capsys.readouterr().err


def test_a_file_that_never_ends_is_not_read_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no file without an end")
    assert main(["check", "/dev/zero", "/dev/zero"]) == Exit.BAD_INPUT
    assert "is a pipe or a device" in capsys.readouterr().err
