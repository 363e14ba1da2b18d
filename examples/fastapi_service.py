"""A small web service over the JSON contract, for programs in any language.

    POST /plan               {"portfolio": {...}, "goals": [...], "time_limit": 20}  ->  a plan
    POST /check              {"portfolio": {...}, "starts": {"web": 3}}  ->  a verdict
    GET  /schema/{document}  the JSON Schema of a document, such as `portfolio`, `plan` or `check`
    GET  /catalogue/{name}   a portfolio to try it with: `ten` or `long`

Run it with `uv run --group embed examples/fastapi_service.py --port 8000`. It answers this machine only: for others, put a
server in front of it that knows who is asking. Errors are JSON: `{"error": ..., "message": ..., and their facts}`; only
what is no HTTP, or is meant for another host, is refused in plain text.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

import h11
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse
from service_desk import (
    SEATS,
    NoSeatError,
    RefusedError,
    Seats,
    TooLargeError,
    TooLongError,
    checked,
    planned,
    refuse_long,
)
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.h11_impl import H11Protocol

from omniprio.documents import DOCUMENTS, READY, error_as_data, schema_of
from omniprio.errors import (
    GoalUnreachableError,
    InvalidInputError,
    NoPlanFoundError,
    OmniprioError,
    RuleBrokenError,
)
from omniprio.infeasibility import InfeasibleError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

HOST = "127.0.0.1"
SLOWEST_REQUEST = 10.0
"""Seconds for the headers of a request to arrive, as many for its body, and as many for its answer to be taken."""
MOST_CONNECTIONS = 32
"""At a time; a request beyond them is refused."""
SEATED = Seats(SEATS)

STATUSES: dict[type[Exception], int] = {
    TooLargeError: HTTPStatus.CONTENT_TOO_LARGE,
    NoSeatError: HTTPStatus.SERVICE_UNAVAILABLE,
    TooLongError: HTTPStatus.GATEWAY_TIMEOUT,
    InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RuleBrokenError: HTTPStatus.CONFLICT,
    InfeasibleError: HTTPStatus.CONFLICT,
    GoalUnreachableError: HTTPStatus.CONFLICT,
    NoPlanFoundError: HTTPStatus.GATEWAY_TIMEOUT,
    Exception: HTTPStatus.INTERNAL_SERVER_ERROR,
}

app = FastAPI(title="omniprio", docs_url=None, redoc_url=None)  # those pages load scripts from elsewhere
app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])  # no other site's name for us


async def body(request: Request) -> bytes:
    """Return what was sent, as far as it is neither too large nor too slow."""
    sent = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_REQUEST):
            async for part in request.stream():
                sent += part
                refuse_long(sent)
    except ClientDisconnect:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The request broke off.") from None
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, "The request took too long to arrive.") from None
    return bytes(sent)


Body = Annotated[bytes, Depends(body)]


@app.post("/plan")
async def plan(request: Request, document: Body) -> Response:
    """Find the best plan; `proven` in its goals says whether it is known to be the best."""
    return await answer(request, lambda cancel: planned(document, cancel))


@app.post("/check")
async def verdict(request: Request, document: Body) -> Response:
    """Check a schedule; one that breaks rules is an answer, not an error."""
    return await answer(request, lambda cancel: checked(document, cancel))


async def answer(request: Request, work: Callable[[threading.Event], str]) -> Response:
    """Do work in a seat, for as long as the caller is there."""
    cancel = threading.Event()
    watch = asyncio.create_task(gone(request))
    watch.add_done_callback(lambda _: cancel.set())
    try:
        return as_json(await SEATED.do(work, cancel))
    finally:
        watch.cancel()


async def gone(request: Request) -> None:
    """Wait until the caller has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


# A plain `def` runs in a thread of its own, so that the service goes on answering meanwhile.


@app.get("/schema/{document}")
def schema(document: str) -> JSONResponse:
    """Return the JSON Schema of a document."""
    if document not in DOCUMENTS:
        raise HTTPException(
            HTTPStatus.NOT_FOUND, f"there is no such document; ask for {', '.join(DOCUMENTS)}"
        )
    return JSONResponse(schema_of(document))


@app.get("/catalogue/{name}")
def catalogue(name: str) -> Response:
    """Return a portfolio that comes with the library."""
    if name not in READY:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no such portfolio; ask for {', '.join(READY)}")
    return as_json(READY[name]().to_json())


def as_json(text: str) -> Response:
    """Return a JSON text as an answer."""
    return Response(text, media_type="application/json")


@app.exception_handler(OmniprioError)
@app.exception_handler(RefusedError)
def failed(_: object, error: Exception) -> JSONResponse:
    """Tell an error with its facts: faults, conflict and repairs, fields in the way."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    again = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(error_as_data(error), status, again)


@app.exception_handler(AnyHTTPException)
def refused(_: Request, error: AnyHTTPException) -> JSONResponse:
    """Tell an error of the service in the same form."""
    told = {"error": HTTPStatus(error.status_code).phrase, "message": error.detail}
    return JSONResponse(told, error.status_code, error.headers)


@app.exception_handler(Exception)
def unforeseen(_: Request, error: Exception) -> JSONResponse:
    """Say that there is a fault in the service; what it is stands in the log, not in the answer."""
    told = {
        "error": type(error).__name__,
        "message": "Something unforeseen went wrong; see the service's log.",
    }
    return JSONResponse(told, HTTPStatus.INTERNAL_SERVER_ERROR)


CROWDED = failed(None, NoSeatError("Too many are connected; try again."))
"""The answer to every request beyond the limit."""


class Connection(H11Protocol):
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
        self.app = CROWDED if crowded else self.config.loaded_app
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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the searches, answer, and end."""
        SEATED.close()
        await super().shutdown(sockets)


def server(port: int) -> Server:
    """Return a server of this machine only; port 0 takes any that is free."""
    patience = round(2 * SLOWEST_REQUEST)
    return Server(
        uvicorn.Config(
            app, host=HOST, port=port, http=Connection, ws="none", timeout_graceful_shutdown=patience
        )
    )


def main() -> None:
    """Answer until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Plan portfolios over HTTP, for this machine only.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any that is free (8000)")
    with contextlib.suppress(KeyboardInterrupt):
        server(parser.parse_args().port).run()


if __name__ == "__main__":
    main()
