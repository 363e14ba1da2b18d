"""A web service that tests call: over HTTP as one should, or over a raw connection as one should not."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Initiative, Portfolio
from omniprio.desk import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from types import ModuleType

__all__ = [
    "CAN_SERVE",
    "PATIENCE",
    "SHORT",
    "TOKENS",
    "Search",
    "Service",
    "as_data",
    "eventually",
    "in_place_of",
    "served",
]

CAN_SERVE = pytest.mark.skipif(
    not (find_spec("fastapi") and find_spec("uvicorn")), reason="it takes fastapi and uvicorn"
)
"""The mark of tests that need what serves; to look for it loads neither."""

SHORT = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=300, duration=2, advances={"D2": 0.6}),
        Initiative(id="mail", cost=100, advances={"D2": 0.4}, requires=["web"]),
    ],
    budget=350,
)
"""Both cost 400: with 350 there is money for the web alone."""


TOKENS = ("a token of one caller", "a token of another caller", "et ord på dansk til en tredje")

PATIENCE = 30
"""Seconds after which a test gives up; nothing takes so long unless it fails."""


class Service:
    """A running service."""

    def __init__(self, port: int, server: Any = None) -> None:  # noqa: ANN401  only where uvicorn is there
        self.port = port
        self.server = server

    def call(
        self, method: str, path: str, sent: object = None, headers: Mapping[str, str | bytes] | None = None
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
def served(source: ModuleType, **options: object) -> Generator[Service]:
    """Serve in a thread of this process."""
    server = source.server_of(source.application(**options))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        eventually(lambda: server.started)
        yield Service(listening.getsockname()[1], server)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the service does not end"


def eventually(what: Callable[[], object]) -> None:
    """Wait until something is so, or fail."""
    for _ in range(PATIENCE * 200):
        if what():
            return
        time.sleep(0.005)
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


def in_place_of(monkeypatch: pytest.MonkeyPatch, name: str, work: Callable[..., str]) -> None:
    """Do something else where a question is asked."""
    answered = Question.answered

    def other(self: Question, document: bytes, cancel: threading.Event, *rest: Any, **more: Any) -> str:  # noqa: ANN401
        return (
            work(document, cancel) if self.name == name else answered(self, document, cancel, *rest, **more)
        )

    monkeypatch.setattr(Question, "answered", other)
