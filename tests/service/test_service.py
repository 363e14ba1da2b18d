"""`omniprio serve`, started on a free port of this machine and called over HTTP."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from web_service import CAN_SERVE, SHORT, Service, as_data

from omniprio import Group, Initiative, Plan, Portfolio, prioritise, ten_portfolio
from omniprio.documents import schema_of

if TYPE_CHECKING:
    from collections.abc import Generator

pytestmark = CAN_SERVE


@contextmanager
def ended(process: subprocess.Popen[str]) -> Generator[subprocess.Popen[str]]:
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def service() -> Generator[Service]:
    command = [sys.executable, "-m", "omniprio", "serve", "--port", "0"]
    with ended(subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")) as process:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"Answering at http://127\.0\.0\.1:(\d+)", line):
                threading.Thread(target=process.stderr.read, daemon=True).start()  # or the pipe fills up
                yield Service(int(found[1]))
                return
        pytest.fail(f"the service did not start:\n{said}")


def test_a_plan_is_the_same_as_in_python(service: Service) -> None:
    status, answer = service.plan(SHORT, goals=[{"kind": "closest"}, {"kind": "least cost"}], time_limit=30)

    assert status == 200
    plan = Plan.model_validate(answer)
    assert (plan.starts, plan.proven, plan.portfolio) == ({"web": 1}, True, SHORT)
    assert [result.goal.kind for result in plan.goals] == ["closest", "least cost"]


def test_the_goals_may_be_left_out(service: Service) -> None:
    status, answer = service.plan(SHORT)

    assert status == 200
    assert answer == json.loads(prioritise(SHORT).to_json())


def test_a_schedule_is_checked(service: Service) -> None:
    for starts, ok in (({"web": 1}, True), ({"web": 1, "mail": 3}, False)):
        status, verdict = service.call("POST", "/check", {"portfolio": as_data(SHORT), "starts": starts})
        assert (status, verdict["format"], verdict["ok"]) == (200, "omniprio-check/1", ok)
    assert verdict["cost"] == 400  # 300 + 100
    assert ["50 too much" in rule["message"] for rule in verdict["broken"]] == [True]  # 400 - 350


def test_schemas_and_portfolios_can_be_fetched(service: Service) -> None:
    assert service.call("GET", "/schema/portfolio") == (200, schema_of("portfolio"))
    status, portfolio = service.call("GET", "/catalogue/ten")
    assert (status, Portfolio.model_validate(portfolio)) == (200, ten_portfolio())


@pytest.mark.parametrize("path", ["/schema/budget", "/catalogue/eleven", "/nowhere", "/docs"])
def test_what_is_not_there_is_told(path: str, service: Service) -> None:
    status, answer = service.call("GET", path)
    assert (status, answer["error"]) == (404, "Not Found")
    assert set(answer) == {"error", "message"}


def test_every_fault_of_bad_input_is_told(service: Service) -> None:
    status, answer = service.call("POST", "/plan", {"portfolio": {"horizon": 0, "initiatives": 1}})
    assert (status, answer["error"]) == (422, "InvalidInputError")
    assert answer["faults"] == [
        {"path": "portfolio.horizon", "problem": "is 0", "remedy": "give at least 1 period"},
        {"path": "portfolio.initiatives", "problem": "is 1", "remedy": "give a list"},
    ]


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        (b"{", "line 1, column 2"),
        (b'{"portfolio": {}, "portfolio": {}}', "document"),  # a key given twice
        (b"[" * 100_000, "document"),
        (b"\xff", "document"),
        ({"portfolio": {"horizon": 1, "initiatives": []}, "time_limit": 61}, "time_limit"),
        ({"portfolio": {"horizon": 1, "initiatives": []}, "goals": []}, "goals"),
        ({"portfolio": {"horizon": 1, "initiatives": []}, "solver": "sh"}, "solver"),
        ({"portfolio": "/etc/passwd"}, "portfolio"),  # in Python the name of a file would do
    ],
)
def test_nonsense_is_told_with_its_place(sent: object, path: str, service: Service) -> None:
    status, answer = service.call("POST", "/plan", sent)
    assert (status, [fault["path"] for fault in answer["faults"]]) == (422, [path])


def test_a_portfolio_without_a_plan_is_a_conflict_with_repairs(service: Service) -> None:
    web = Initiative(id="web", cost=300, decision="must")
    status, answer = service.plan(Portfolio(horizon=2, initiatives=[web], budget=200))

    assert (status, answer["error"]) == (409, "InfeasibleError")
    sentences = [demand["sentence"] for demand in answer["conflict"]["demands"]]
    assert sentences == ["web must be done", "main budget: 200 in total"]
    assert answer["repairs"][0]["sentence"] == "Raise the main budget by 100."  # 300 - 200


def test_a_goal_out_of_reach_is_a_conflict_with_the_fields_in_the_way(service: Service) -> None:
    status, answer = service.plan(SHORT, goals=[{"kind": "soonest"}])
    assert (status, answer["error"]) == (409, "GoalUnreachableError")
    assert "R2" in answer["fields"]  # nothing advances it


def test_a_search_that_found_nothing_in_time_is_a_time_out(service: Service) -> None:
    ten = ten_portfolio()
    wanted = ten.model_copy(update={"groups": [Group(id="any", members=tuple(ten.by_id), at_least=1)]})
    status, answer = service.plan(wanted, time_limit=1e-9)  # doing nothing breaks the group
    assert (status, answer["error"], answer["stopped_by"]) == (504, "NoPlanFoundError", "time limit")


def test_what_is_too_large_is_refused(service: Service) -> None:
    # 21 * 1000 starts are more than 20,000
    many = Portfolio(horizon=1000, initiatives=[Initiative(id=f"i{number}") for number in range(21)])
    assert service.plan(many)[0] == 413
    assert service.call("POST", "/plan", b" " * 5_000_001)[0] == 413


@pytest.mark.slow
def test_it_answers_while_it_searches(service: Service) -> None:
    _, long_list = service.call("GET", "/catalogue/long")
    order = {"portfolio": long_list, "goals": [{"kind": "balanced"}], "time_limit": 1}
    answers: list[tuple[int, Any]] = []
    search = threading.Thread(target=lambda: answers.append(service.call("POST", "/plan", order)))
    search.start()
    meanwhile = 0
    while not answers:
        assert service.call("GET", "/catalogue/ten")[0] == 200
        meanwhile += 1
        time.sleep(0.1)
    search.join()
    assert answers[0][0] in {200, 504}
    assert meanwhile > 3, "who asks has to wait for the search of another"
