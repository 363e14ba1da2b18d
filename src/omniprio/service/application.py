"""The web service as an application: a path for each question, schemas, and portfolios to try it with."""

from __future__ import annotations

import asyncio
import threading
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Path, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from omniprio.desk import QUESTIONS, SEATS, Seats
from omniprio.documents import DOCUMENTS, READY, schema_of
from omniprio.language import sentence
from omniprio.service.bodies import Body  # noqa: TC001  FastAPI looks it up
from omniprio.service.callers import Admission, Hosts
from omniprio.service.description import answers_as, body_of, openapi_of
from omniprio.service.failures import HANDLERS
from omniprio.service.job_paths import add_jobs
from omniprio.service.languages import language_of, must_be_known
from omniprio.service.start import Health, start_page
from omniprio.service.store_paths import add_store, keeper_of
from omniprio.spelling import hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from omniprio.desk import Question
    from omniprio.store import Store

__all__ = ["application"]

_ABOUT = """Prioritise portfolios over HTTP. Each path under `POST` is a question, and is answered with the document of its
name. A search returns the best answer so far when its `time_limit` is over; whether it is final stands in the answer."""


def application(
    *, tokens: Sequence[str] = (), hosts: Sequence[str] = ("*",), store: Store | None = None
) -> FastAPI:
    """Return the service as an application, which can be mounted in another one.

    Args:
        tokens: Those of which a caller must send one; nobody is asked for one where there are none.
        hosts: The names under which it may be called; `*` is any.
        store: Where documents can be kept; None where they cannot.

    >>> sorted(route.path for route in application().routes)[:3]
    ['/', '/agreement', '/alternatives']
    """
    app = FastAPI(
        title="omniprio",
        version=version("omniprio"),
        description=_ABOUT,
        openapi_url=None,  # it is made below, in a thread; its pages load scripts from elsewhere
        exception_handlers={**HANDLERS},
        dependencies=[Depends(must_be_known)],
    )
    app.state.seats = Seats(SEATS)
    app.state.keeper = None if store is None else keeper_of(store)
    app.add_middleware(Admission, tokens=tokens)
    app.add_middleware(Hosts, names=hosts)
    for question in QUESTIONS.values():
        _add_question(app, question)
    add_jobs(app)
    if store is not None:
        add_store(app, store)
    _add_documents(app)
    _add_about(app)
    return app


def _add_question(app: FastAPI, question: Question) -> None:
    """Add the path of a question."""

    async def ask(request: Request, document: Body) -> Response:
        keeper = request.app.state.keeper
        return await _answer(request, lambda cancel: question.answered(document, cancel, keeper=keeper))

    app.add_api_route(
        f"/{question.name}",
        ask,
        methods=["POST"],
        operation_id=question.name,
        summary=question.summary,
        openapi_extra=body_of(question),
        responses=answers_as(question.name),
        response_class=Response,
    )


def _add_documents(app: FastAPI) -> None:
    """Add what can be fetched; a plain `def` runs in a thread of its own, so that the service goes on answering."""

    @app.get("/schema/{document}", operation_id="schema", responses=answers_as("Schema"))
    def schema(document: Annotated[str, _one_of(DOCUMENTS)]) -> JSONResponse:
        """Return the JSON Schema of a document."""
        _must_be_there(document, DOCUMENTS, "service.no such document")
        return JSONResponse(schema_of(document))

    @app.get("/catalogue/{name}", operation_id="catalogue", responses=answers_as("Portfolio"))
    def catalogue(name: Annotated[str, _one_of(READY)]) -> Response:
        """Return a portfolio that comes with the library."""
        _must_be_there(name, READY, "service.no such portfolio")
        return _as_json(READY[name]().to_json())


def _add_about(app: FastAPI) -> None:
    """Add what the service says of itself."""

    @app.get("/", include_in_schema=False)
    def start(request: Request) -> HTMLResponse:
        """Return a page that leads to the rest, for whoever opens the address in a browser."""
        return HTMLResponse(start_page(app.version, language_of(request), kept=app.state.keeper is not None))

    @app.get("/health", operation_id="health", responses=answers_as("Health"))
    async def health() -> Health:
        """Return that the service works."""
        return Health(version=app.version)

    @app.get("/openapi.json", include_in_schema=False)
    def openapi() -> JSONResponse:
        """Return the description of the service."""
        return JSONResponse(openapi_of(app))


def _one_of(names: Iterable[str]) -> Any:  # noqa: ANN401  as FastAPI declares it
    """Return what the description of a path says of a part of it; whoever asks for something else is told so."""
    return Path(json_schema_extra={"enum": list(names)})


def _must_be_there(name: str, known: Iterable[str], otherwise: str) -> None:
    if name not in known:
        hint = hints([name], known)[name]
        raise HTTPException(HTTPStatus.NOT_FOUND, sentence(otherwise, names=tuple(known), hint=hint))


async def _answer(request: Request, work: Callable[[threading.Event], str]) -> Response:
    """Do work in a seat, for as long as the caller is there."""
    cancel = threading.Event()
    watch = asyncio.create_task(_gone(request))
    watch.add_done_callback(lambda _: cancel.set())
    try:
        seats: Seats = request.app.state.seats
        return _as_json(await seats.do(work, cancel))
    finally:
        watch.cancel()


async def _gone(request: Request) -> None:
    """Wait until the caller has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _as_json(text: str) -> Response:
    """Return a JSON text as an answer."""
    return Response(text, media_type="application/json")
