"""Callers of the service who leave, wait, or send too much: seats are given back, all else goes on."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING

import pytest
from web_service import (
    CAN_SERVE,
    SHORT,
    TOKENS,
    Search,
    Service,
    as_data,
    eventually,
    in_place_of,
    served,
)

import omniprio.errors
from omniprio.errors import Fault, OmniprioError

if TYPE_CHECKING:
    import socket
    import threading
    from types import ModuleType

pytestmark = CAN_SERVE


@pytest.fixture
def source() -> ModuleType:
    """The service as a package of this process, to look at what cannot be provoked from outside."""
    return importlib.import_module("omniprio.service")


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> Search:
    """Put in the place of every search."""
    search = Search()
    in_place_of(monkeypatch, "plan", search)
    return search


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

    in_place_of(monkeypatch, "plan", failing)
    told = {"error": "KeyError", "message": "Something unforeseen went wrong; see the service's log."}
    with served(source) as service:
        for _ in range(3):  # more than there are seats
            eventually(lambda: is_checked(service))
            assert service.call("POST", "/plan", b"{}") == (500, told)


@pytest.mark.slow
def test_an_answer_that_is_not_taken_takes_no_seat_and_ends(
    source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = 50_000_000
    in_place_of(monkeypatch, "plan", lambda _document, _cancel: " " * large)
    monkeypatch.setattr("omniprio.service.connection.SLOWEST_REQUEST", 0.5)
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
    monkeypatch.setattr("omniprio.service.connection.SLOWEST_REQUEST", 0.5)
    with served(source) as service, service.connected() as connection:
        if first:
            connection.sendall(first)
            assert connection.recv(65536).startswith(b"HTTP/1.1 405 ")
        connection.sendall(sent)
        assert everything(connection) == b""


def test_headers_that_come_one_letter_at_a_time_end_the_connection(
    source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omniprio.service.connection.SLOWEST_REQUEST", 0.5)
    with served(source) as service, service.connected() as connection:

        def is_ended() -> bool:
            try:
                connection.sendall(b"x")
            except ConnectionError:
                return True
            return False

        eventually(is_ended)


def test_a_body_that_does_not_come_is_told(source: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omniprio.service.connection.SLOWEST_REQUEST", 0.5)
    with served(source) as service, service.connected() as connection:
        connection.sendall(ASKED.replace(b": 2", b": 200"))
        head, _, told = everything(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(told) == {
        "error": "Request Timeout",
        "message": "The request took too long to arrive.",
    }


def test_a_body_without_end_is_refused(source: ModuleType) -> None:
    """One that does not say how long it is."""
    with served(source) as service, service.connected() as connection:
        connection.sendall(
            ASKED.replace(b"Content-Length: 2\r\n\r\n{}", b"Transfer-Encoding: chunked\r\n\r\n")
        )
        for _ in range(51):  # times 100,000 bytes are 5.1 MB
            connection.sendall(b"186a0\r\n" + b" " * 100_000 + b"\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_too_many_connections_are_told_and_forgotten(
    source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omniprio.service.connection.MOST_CONNECTIONS", 2)
    with served(source) as service:
        with service.connected(), service.connected():
            eventually(lambda: len(service.server.server_state.connections) == 2)
            status, told = service.call("GET", "/catalogue/ten")
            assert (status, told["error"]) == (503, "NoSeatError")
        eventually(lambda: service.call("GET", "/catalogue/ten")[0] == 200)


def test_a_document_that_takes_long_to_check_keeps_nobody_waiting(
    source: ModuleType, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_place_of(monkeypatch, "check", search)
    with served(source) as service, service.connected() as connection:
        connection.sendall(ASKED.replace(b"plan", b"check"))
        search.has_begun()
        assert service.call("GET", "/catalogue/ten")[0] == 200


@pytest.mark.slow
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


def test_every_error_of_the_library_has_a_status() -> None:
    failures = importlib.import_module("omniprio.service.failures")
    kinds = [
        kind
        for kind in vars(omniprio.errors).values()
        if isinstance(kind, type) and issubclass(kind, OmniprioError)
    ]
    faults = [Fault("horizon", "is 0", "give at least 1 period")]
    facts: dict[str, tuple[object, ...]] = {
        "GoalUnreachableError": ("told", ["R2"]),
        "InvalidArgumentError": (faults,),
        "InvalidInputError": (faults,),
        "MissingExtraError": ("plots",),
        "NoPlanFoundError": ("time limit",),
        "RuleBrokenError": (["told"],),
        "UnknownNameError": (faults,),
    }
    made = [kind(*facts.get(kind.__name__, ("told",))) for kind in kinds]
    requests = importlib.import_module("starlette.requests")
    asked = requests.HTTPConnection({"type": "http", "query_string": b"", "headers": []})
    statuses = {type(error).__name__: failures.as_answer(asked, error).status_code for error in made}
    assert statuses["SolverError"] == statuses["OmniprioError"] == 500
    assert all(400 <= status < 600 for status in statuses.values())


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (None, 401),
        ("Bearer nonsense", 401),
        (f"Bearer {TOKENS[0]}x", 401),
        (f"Basic {TOKENS[0]}", 401),
        (f"Bearer {TOKENS[0]}", 200),
        (f"Bearer {TOKENS[1]}", 200),
        (f"bearer {TOKENS[1]}", 200),
        (f"Bearer {TOKENS[2]}".encode(), 200),
    ],
)
def test_where_there_are_tokens_one_of_them_must_be_sent(
    sent: str | bytes | None, status: int, source: ModuleType
) -> None:
    headers: dict[str, str | bytes] = {} if sent is None else {"Authorization": sent}
    with served(source, tokens=TOKENS) as service:
        for path in ("/catalogue/ten", "/openapi.json"):
            assert service.call("GET", path, headers=headers)[0] == status
        assert service.call("GET", "/nowhere", headers=headers)[0] == (404 if status == 200 else 401)


def test_every_token_is_compared_so_that_time_tells_nothing(
    source: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    def compare(given: bytes, token: bytes) -> bool:
        compared.append(token)
        return given == token

    monkeypatch.setattr("omniprio.service.callers.compare_digest", compare)
    with served(source, tokens=TOKENS) as service:
        headers = {"Authorization": f"Bearer {TOKENS[0]}"}
        assert service.call("GET", "/catalogue/ten", headers=headers)[0] == 200
    assert compared == [token.encode() for token in TOKENS]
