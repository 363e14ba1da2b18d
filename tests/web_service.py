"""A web service that tests call: over HTTP as one should, or over a raw connection as one should not."""

from __future__ import annotations

import http.client
import json
import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CAN_SERVE", "PATIENCE", "SHORT", "Service", "as_data"]

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
