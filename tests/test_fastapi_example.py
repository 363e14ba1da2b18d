"""The web service of the examples, started on a free port of this machine and called over HTTP."""

from __future__ import annotations

import http.client
import importlib.util
import json
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import omniprio.errors
from omniprio import Initiative, Plan, Portfolio, prioritise, ten_portfolio
from omniprio.contract import schema_of
from omniprio.errors import OmniprioError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from types import ModuleType

pytest.importorskip("fastapi")
pytest.importorskip("uvicorn")

SERVICE = Path(__file__).resolve().parent.parent / "examples" / "fastapi_service.py"

SHORT = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=300, duration=2, advances={"D2": 0.6}),
        Initiative(id="mail", cost=100, advances={"D2": 0.4}, requires=["web"]),
    ],
    budget=350,
)
"""Both cost 400: with 350 there is money for the web alone."""


class Service:
    """A running service."""

    def __init__(self, port: int) -> None:
        self.port = port

    def call(
        self, method: str, path: str, sent: object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Return the status and the JSON of an answer; bytes are sent as they are."""
        body = sent if isinstance(sent, bytes) or sent is None else json.dumps(sent).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def plan(self, portfolio: Portfolio, **more: object) -> tuple[int, Any]:
        return self.call("POST", "/plan", {"portfolio": as_data(portfolio), **more})


def as_data(portfolio: Portfolio) -> object:
    return json.loads(portfolio.to_json())


@contextmanager
def ended(process: subprocess.Popen[str]) -> Generator[subprocess.Popen[str]]:
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def service() -> Generator[Service]:
    command = [sys.executable, str(SERVICE), "--port", "0"]
    with ended(subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")) as process:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
                threading.Thread(target=process.stderr.read, daemon=True).start()  # or the pipe fills up
                yield Service(int(found[1]))
                return
        pytest.fail(f"the service did not start:\n{said}")


@pytest.fixture(scope="module")
def source() -> ModuleType:
    """The example as a module, to look at what cannot be provoked from outside."""
    spec = importlib.util.spec_from_file_location("fastapi_service", SERVICE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where FastAPI looks up the annotations
    spec.loader.exec_module(module)
    return module


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
        {"path": "horizon", "problem": "is 0", "remedy": "give at least 1 period"},
        {"path": "initiatives", "problem": "is 1", "remedy": "give a list"},
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
    assert sentences == ["web must be done", "budget money: 200 in total"]
    assert answer["repairs"][0]["sentence"] == "Raise budget money by 100."  # 300 - 200


def test_a_goal_out_of_reach_is_a_conflict_with_the_fields_in_the_way(service: Service) -> None:
    status, answer = service.plan(SHORT, goals=[{"kind": "soonest"}])
    assert (status, answer["error"]) == (409, "GoalUnreachableError")
    assert "R2" in answer["fields"]  # nothing advances it


def test_a_search_that_found_nothing_in_time_is_a_time_out(service: Service) -> None:
    status, answer = service.plan(ten_portfolio(), time_limit=1e-9)
    assert (status, answer["error"], answer["stopped_by"]) == (504, "NoPlanFoundError", "time limit")


def test_what_is_too_large_is_refused(service: Service) -> None:
    # 21 * 1000 starts are more than 20,000
    many = Portfolio(horizon=1000, initiatives=[Initiative(id=f"i{number}") for number in range(21)])
    assert service.plan(many)[0] == 413
    assert service.call("POST", "/plan", b" " * 5_000_001)[0] == 413


def test_another_name_for_this_machine_is_refused(service: Service) -> None:
    """A page of another site could otherwise reach the service under its own name."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    connection.request("GET", "/catalogue/ten", headers={"Host": "example.org"})
    assert connection.getresponse().status == 400
    connection.close()


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


def test_no_seat_is_told(source: ModuleType) -> None:
    with source.seat(), source.seat(), pytest.raises(source.HTTPException) as told, source.seat():
        pass
    assert told.value.status_code == 503
    with source.seat():  # the others were given back
        pass


def test_every_error_of_the_library_has_a_status(source: ModuleType) -> None:
    kinds = [
        kind
        for kind in vars(omniprio.errors).values()
        if isinstance(kind, type) and issubclass(kind, OmniprioError)
    ]
    statuses = {kind.__name__: source.failed(None, kind.__new__(kind)).status_code for kind in kinds}
    assert statuses["SolverError"] == statuses["OmniprioError"] == 500
    assert all(400 <= status < 600 for status in statuses.values())


def test_it_is_for_this_machine_only(source: ModuleType) -> None:
    assert source.HOST == "127.0.0.1"
