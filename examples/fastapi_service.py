"""A small web service over the JSON contract, for programs in any language.

    POST /plan               {"portfolio": {...}, "goals": [...], "time_limit": 20}  ->  a plan
    POST /check              {"portfolio": {...}, "starts": {"web": 3}}  ->  a verdict
    GET  /schema/{document}  the JSON Schema of a document, such as `portfolio`, `plan` or `check`
    GET  /catalogue/{name}   a portfolio to try it with: `ten` or `long`

Run it with `uv run --group embed examples/fastapi_service.py --port 8000`. It answers this machine only: for others, put a
server in front of it that knows who is asking. Errors are JSON: `{"error": ..., "message": ..., and their facts}`.
"""

from __future__ import annotations

import argparse
import asyncio
import threading
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse
from pydantic import Field, ValidationError
from starlette.exceptions import HTTPException as AnyHTTPException

from omniprio import Portfolio, prioritise
from omniprio.base import Model, Name
from omniprio.contract import DOCUMENTS, READY, error_as_data, schema_of, verdict_on
from omniprio.errors import (
    GoalUnreachableError,
    InfeasibleError,
    InvalidInputError,
    NoPlanFoundError,
    OmniprioError,
    RuleBrokenError,
    SolverError,
)
from omniprio.goals import DEFAULT_GOALS, Goal
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
MOST_BYTES = 5_000_000
"""In a request."""
MOST_STARTS = 20_000
"""Initiatives times periods: beyond that, preparing a search takes long before its time limit counts."""
MOST_SECONDS = 60.0
"""For a search."""
SLOWEST_REQUEST = 10.0
"""Seconds for a request to arrive."""
SEATS = threading.BoundedSemaphore(2)
"""Searches at a time."""
STOP = threading.Event()
"""Set when the service ends, so that no search goes on."""

STATUSES: dict[type[OmniprioError], int] = {
    InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RuleBrokenError: HTTPStatus.CONFLICT,
    InfeasibleError: HTTPStatus.CONFLICT,
    GoalUnreachableError: HTTPStatus.CONFLICT,
    NoPlanFoundError: HTTPStatus.GATEWAY_TIMEOUT,
    SolverError: HTTPStatus.INTERNAL_SERVER_ERROR,
    OmniprioError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class Asked(Model):
    """What every request holds."""

    portfolio: Portfolio


class Order(Asked):
    """What `POST /plan` takes."""

    goals: Annotated[tuple[Goal, ...], Field(min_length=1)] = DEFAULT_GOALS
    """The most important first."""
    time_limit: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 20.0
    """Seconds for the search."""
    gap: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Stop this close to the bound, as a share of the value."""


class Proposal(Asked):
    """What `POST /check` takes."""

    starts: dict[Name, Annotated[int, Field(strict=True)]]
    """The period, from 1, in which each chosen initiative starts."""


app = FastAPI(title="omniprio", docs_url=None, redoc_url=None)  # those pages load scripts from elsewhere
app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])  # no other site's name for us


async def body(request: Request) -> bytes:
    """Return what was sent, as far as it is neither too large nor too slow."""
    sent = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_REQUEST):
            async for part in request.stream():
                sent += part
                if len(sent) > MOST_BYTES:
                    raise HTTPException(HTTPStatus.CONTENT_TOO_LARGE, f"send at most {MOST_BYTES:,} bytes")
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, "the request took too long to arrive") from None
    return bytes(sent)


Body = Annotated[bytes, Depends(body)]


def understood[Kind: Asked](kind: type[Kind], document: bytes) -> Kind:
    """Return what a JSON text asks for."""
    data = parsed(document)
    try:
        asked = kind.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data)) from None
    if len(asked.portfolio.initiatives) * asked.portfolio.periods > MOST_STARTS:
        raise HTTPException(
            HTTPStatus.CONTENT_TOO_LARGE, f"send at most {MOST_STARTS:,} initiatives times periods"
        )
    return asked


@contextmanager
def seat() -> Iterator[None]:
    """Take a seat for a search, or say that there is none."""
    if not SEATS.acquire(blocking=False):
        raise HTTPException(
            HTTPStatus.SERVICE_UNAVAILABLE, "every seat is taken; try again", headers={"Retry-After": "5"}
        )
    try:
        yield
    finally:
        SEATS.release()


# A plain `def` runs in a thread of its own, so that the service goes on answering meanwhile.


@app.post("/plan")
def plan(document: Body) -> Response:
    """Find the best plan; `proven` in its goals says whether it is known to be the best."""
    order = understood(Order, document)
    with seat():
        found = prioritise(
            order.portfolio, order.goals, time_limit=order.time_limit, gap=order.gap, cancel=STOP
        )
    return as_json(found.to_json())


@app.post("/check")
def verdict(document: Body) -> Response:
    """Check a schedule; one that breaks rules is an answer, not an error."""
    proposal = understood(Proposal, document)
    return as_json(verdict_on(proposal.portfolio, proposal.starts).model_dump_json())


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
def failed(_: Request, error: OmniprioError) -> JSONResponse:
    """Tell an error of the library with its facts: faults, conflict and repairs, fields in the way."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return JSONResponse(error_as_data(error), status)


@app.exception_handler(AnyHTTPException)
def refused(_: Request, error: AnyHTTPException) -> JSONResponse:
    """Tell an error of the service in the same form."""
    told = {"error": HTTPStatus(error.status_code).phrase, "message": error.detail}
    return JSONResponse(told, error.status_code, error.headers)


def main() -> None:
    """Answer until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Plan portfolios over HTTP, for this machine only.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any that is free (8000)")
    port = parser.parse_args().port
    try:
        uvicorn.run(app, host=HOST, port=port, limit_concurrency=32, timeout_graceful_shutdown=5)
    finally:
        STOP.set()


if __name__ == "__main__":
    main()
