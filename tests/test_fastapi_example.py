"""The web service of the examples, started on a free port of this machine and called over HTTP."""

from __future__ import annotations

import http.client
import importlib
import json
import re
import socket
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
    from collections.abc import Callable, Generator, Mapping
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


PATIENCE = 30
"""Seconds after which a test gives up; nothing takes so long unless it fails."""


class Service:
    """A running service."""

    def __init__(self, port: int, server: Any = None) -> None:  # noqa: ANN401  only where uvicorn is there
        self.port = port
        self.server = server

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

    def connected(self) -> socket.socket:
        """Return a raw connection, for callers who do not behave."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

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


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example as a module of this process with seats of its own, to look at what cannot be provoked from outside."""
    module = importlib.import_module("fastapi_service")
    monkeypatch.setattr(module, "SEATED", module.Seats(2))
    return module


@contextmanager
def served(source: ModuleType) -> Generator[Service]:
    """Serve in a thread of this process."""
    server = source.server(0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield Service(server.servers[0].sockets[0].getsockname()[1], server)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the service does not end"


def eventually(what: Callable[[], object]) -> None:
    """Wait until something is so, or fail."""
    for _ in range(PATIENCE * 20):
        if what():
            return
        time.sleep(0.05)
    pytest.fail("it does not happen")


class Search:
    """Stands for a search that goes on until it is cancelled, and comes to the best plan so far."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.cancelled = threading.Semaphore(0)

    def __call__(self, _document: bytes, cancel: threading.Event) -> str:
        self.begun.release()
        assert cancel.wait(PATIENCE), "it was never cancelled"
        self.cancelled.release()
        return '{"best": "so far"}'

    def has_begun(self) -> None:
        assert self.begun.acquire(timeout=PATIENCE), "it did not begin"

    def is_cancelled(self) -> None:
        assert self.cancelled.acquire(timeout=PATIENCE), "it was not cancelled"


@pytest.fixture
def search(source: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Search:
    """Put in the place of every search."""
    search = Search()
    monkeypatch.setattr(source, "planned", search)
    return search


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


ASKED = b"POST /plan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"


def everything(connection: socket.socket) -> bytes:
    """Return what is sent until the other side closes, or breaks off."""
    received = bytearray()
    try:
        while part := connection.recv(65536):
            received += part
    except ConnectionError:
        pass
    return bytes(received)


def is_checked(service: Service) -> bool:
    """Whether there is a seat to check a schedule in."""
    status, _ = service.call("POST", "/check", {"portfolio": as_data(SHORT), "starts": {}})
    assert status in {200, 503}
    return status == 200


@pytest.mark.parametrize("more", [b"", b"GET /catalogue/ten HTTP/1.1\r\n"], ids=["at once", "after more"])
def test_a_caller_who_leaves_stops_the_search_and_gives_the_seat_back(
    more: bytes, source: ModuleType, search: Search
) -> None:
    """One who sends more before leaving too: uvicorn would not read on, so not notice."""
    with served(source) as service:
        for _ in range(2):  # as many as there are seats
            with service.connected() as connection:
                connection.sendall(ASKED)
                search.has_begun()
                connection.sendall(more)
        search.is_cancelled()
        search.is_cancelled()
        eventually(lambda: is_checked(service))


def test_where_every_seat_is_taken_one_is_told_when_to_come_again(source: ModuleType, search: Search) -> None:
    with served(source) as service, service.connected() as one, service.connected() as other:
        for connection in (one, other):
            connection.sendall(ASKED)
            search.has_begun()
        with service.connected() as third:
            third.sendall(ASKED.replace(b"Host", b"Connection: close\r\nHost"))
            head, _, told = everything(third).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 5" in head.lower()
    assert json.loads(told) == {"error": "NoSeatError", "message": "Every seat is taken; try again."}


def test_an_unforeseen_error_is_told_without_its_traceback_and_gives_the_seat_back(
    source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_document: bytes, _cancel: threading.Event) -> str:
        raise KeyError("secret")

    monkeypatch.setattr(source, "planned", failing)
    told = {"error": "KeyError", "message": "Something unforeseen went wrong; see the service's log."}
    with served(source) as service:
        for _ in range(3):  # more than there are seats
            eventually(lambda: is_checked(service))
            assert service.call("POST", "/plan", b"{}") == (500, told)


def test_an_answer_that_is_not_taken_takes_no_seat_and_ends(
    source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = 50_000_000
    monkeypatch.setattr(source, "planned", lambda _document, _cancel: " " * large)
    monkeypatch.setattr(source, "SLOWEST_REQUEST", 0.5)
    with served(source) as service:
        callers = [service.connected() for _ in range(4)]
        for caller in callers:
            caller.sendall(ASKED * 2)  # an answer that waits for the one before too
            eventually(lambda: is_checked(service))
        eventually(lambda: not service.server.server_state.connections)
        for caller in callers:
            assert len(everything(caller)) < large
            caller.close()


@pytest.mark.parametrize("sent", [b"", b"POST /plan HTTP/1.1\r\nHost: local"], ids=["none", "some"])
@pytest.mark.parametrize(
    "first", [b"", b"HEAD /catalogue/ten HTTP/1.1\r\nHost: localhost\r\n\r\n"], ids=["first", "later"]
)
def test_headers_that_do_not_come_end_the_connection(
    first: bytes, sent: bytes, source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of a connection and those of a later request; uvicorn by itself waits for ever."""
    monkeypatch.setattr(source, "SLOWEST_REQUEST", 0.5)
    with served(source) as service, service.connected() as connection:
        if first:
            connection.sendall(first)
            assert connection.recv(65536).startswith(b"HTTP/1.1 405 ")
        connection.sendall(sent)
        assert everything(connection) == b""


def test_headers_that_come_one_letter_at_a_time_end_the_connection(
    source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "SLOWEST_REQUEST", 0.5)
    with served(source) as service, service.connected() as connection:

        def is_ended() -> bool:
            try:
                connection.sendall(b"x")
            except ConnectionError:
                return True
            return False

        eventually(is_ended)


def test_a_body_that_does_not_come_is_told(source: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SLOWEST_REQUEST", 0.5)
    with served(source) as service, service.connected() as connection:
        connection.sendall(ASKED.replace(b": 2", b": 200"))
        head, _, told = everything(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(told) == {
        "error": "Request Timeout",
        "message": "The request took too long to arrive.",
    }


def test_a_body_without_end_is_refused(service: Service) -> None:
    """One that does not say how long it is."""
    with service.connected() as connection:
        connection.sendall(
            ASKED.replace(b"Content-Length: 2\r\n\r\n{}", b"Transfer-Encoding: chunked\r\n\r\n")
        )
        for _ in range(51):  # times 100,000 bytes are 5.1 MB
            connection.sendall(b"186a0\r\n" + b" " * 100_000 + b"\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_too_many_connections_are_told_and_forgotten(
    source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MOST_CONNECTIONS", 2)
    with served(source) as service:
        with service.connected(), service.connected():
            eventually(lambda: len(service.server.server_state.connections) == 2)
            status, told = service.call("GET", "/catalogue/ten")
            assert (status, told["error"]) == (503, "NoSeatError")
        eventually(lambda: service.call("GET", "/catalogue/ten")[0] == 200)


def test_a_document_that_takes_long_to_check_keeps_nobody_waiting(
    source: ModuleType, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "checked", search)
    with served(source) as service, service.connected() as connection:
        connection.sendall(ASKED.replace(b"plan", b"check"))
        search.has_begun()
        assert service.call("GET", "/catalogue/ten")[0] == 200


def test_the_end_of_the_service_answers_whoever_waits_and_refuses_the_rest(
    source: ModuleType, search: Search
) -> None:
    with served(source) as service, service.connected() as waiting, service.connected() as late:
        waiting.sendall(ASKED)
        search.has_begun()
        late.sendall(ASKED.removesuffix(b"{}"))
        eventually(lambda: len(service.server.server_state.tasks) == 2)
        service.server.should_exit = True
        search.is_cancelled()
        late.sendall(b"{}")
        answered, refused = everything(waiting), everything(late)
    assert answered.startswith(b"HTTP/1.1 200 ")
    assert answered.endswith(b'{"best": "so far"}')
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert refused.endswith(b'{"error":"NoSeatError","message":"The service ends."}')
