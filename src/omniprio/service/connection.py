"""The server: connections that end when their callers are too slow, and an end at which every caller is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h11
import uvicorn
from starlette.requests import HTTPConnection
from uvicorn.protocols.http.h11_impl import H11Protocol

from omniprio.desk.limits import NoSeatError
from omniprio.language import sentence
from omniprio.service.failures import as_answer

if TYPE_CHECKING:
    import asyncio
    import socket

    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

__all__ = ["MOST_CONNECTIONS", "SLOWEST_REQUEST", "Server", "server_of"]

SLOWEST_REQUEST = 10.0
"""Seconds for the headers of a request to arrive, as many for its body, and as many for its answer to be taken."""
MOST_CONNECTIONS = 32
"""At a time; a request beyond them is refused."""


async def _crowded(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request beyond the limit."""
    error = NoSeatError(sentence("service.crowded"))
    await as_answer(HTTPConnection(scope), error)(scope, receive, send)


class _Connection(H11Protocol):
    """A connection that ends when its caller is too slow; by itself uvicorn waits for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._await_request()

    def on_response_complete(self) -> None:
        """Wait for the next request, which may have come already."""
        self._await_request()
        super().on_response_complete()

    def _await_request(self) -> None:
        crowded = len(self.connections) > MOST_CONNECTIONS
        self.app = _crowded if crowded else self.config.loaded_app
        self.loop.call_later(SLOWEST_REQUEST, self._end_unless_asked, self.cycle)

    def _end_unless_asked(self, last: object) -> None:
        if self.cycle is last:
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """End where more is sent before the answer: uvicorn would read no further, and not see the caller leave."""
        if self.conn.their_state is h11.DONE:
            self.transport.abort()
        else:
            super().data_received(data)

    def pause_writing(self) -> None:
        """Wait for the caller to take what was sent."""
        super().pause_writing()
        self._untaken = self.loop.call_later(SLOWEST_REQUEST, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on sending."""
        super().resume_writing()
        self._untaken.cancel()


class Server(uvicorn.Server):
    """A server that stops its searches before it ends, so that their callers are answered."""

    def __init__(self, config: uvicorn.Config, service: FastAPI) -> None:
        """Serve an application, and end the work of the service in it first."""
        super().__init__(config)
        self._service = service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the searches, answer, and end."""
        self._service.state.seats.close()
        self._service.state.jobs.close()
        await super().shutdown(sockets)


def server_of(app: FastAPI, service: FastAPI | None = None) -> Server:
    """Return a server of an application; `run` gets the sockets that it listens at.

    Args:
        app: What is served.
        service: What `application` has returned, where that is only a part of what is served.
    """
    config = uvicorn.Config(
        app,
        http=_Connection,
        ws="none",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=round(2 * SLOWEST_REQUEST),
    )
    return Server(config, app if service is None else service)
