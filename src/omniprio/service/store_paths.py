"""The paths of what is kept: keep a version, list, fetch and compare them."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import Depends, FastAPI, HTTPException, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from omniprio.desk.limits import refuse_many
from omniprio.language import sentence
from omniprio.service.bodies import Body  # noqa: TC001  FastAPI looks it up
from omniprio.service.description import answers_as
from omniprio.spelling import hints
from omniprio.store import KEPT, Differences, Store, Versions, differences

if TYPE_CHECKING:
    from omniprio.desk.kept import Keeper

__all__ = ["add_store", "keeper_of"]

_HANDLE = re.compile(r"([^/]+)/([^/]+)(?:/([1-9][0-9]{0,17}))?")
"""Kind, name, and the number where it is not the last."""


def _known(kind: Annotated[str, Path(json_schema_extra={"enum": list(KEPT)})]) -> str:
    if kind not in KEPT:
        raise HTTPException(
            HTTPStatus.NOT_FOUND, sentence("service.no such kind", names=KEPT, hint=hints([kind], KEPT)[kind])
        )
    return kind


Kind = Annotated[str, Depends(_known)]
"""The document in an address, one that can be kept."""


def keeper_of(store: Store) -> Keeper:
    """Return what finds a document by its handle: `plan/office` for the last version, `plan/office/2` for another.

    Args:
        store: Where it is kept.
    """

    def keeper(handle: str) -> dict[str, object]:
        parts = _HANDLE.fullmatch(handle)
        if parts is None:
            raise store.not_kept(handle)
        kind, name, number = parts.groups()
        return store.document(kind, name, None if number is None else int(number))

    return keeper


def add_store(app: FastAPI, store: Store) -> None:
    """Add the paths of a store to an application; plain functions run in threads of their own.

    Args:
        app: The application.
        store: The store.
    """

    @app.get("/store", operation_id="kept", responses=answers_as("Versions"))
    def kept() -> JSONResponse:
        """Return all that is kept."""
        return JSONResponse(Versions(versions=store.history()).model_dump())

    @app.get("/store/{kind}", operation_id="kept-of-kind", responses=answers_as("Versions"))
    def kept_of_kind(kind: Kind) -> JSONResponse:
        """Return all of one kind that is kept."""
        return JSONResponse(Versions(versions=store.history(kind)).model_dump())

    @app.post(
        "/store/{kind}/{name}",
        operation_id="keep",
        responses=answers_as("Version", HTTPStatus.CREATED),
        status_code=HTTPStatus.CREATED,
        openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {}}}}},
    )
    async def keep(request: Request, kind: Kind, name: str, document: Body) -> JSONResponse:
        """Keep a new version of a document, the body; its handle is `kind/name/number`."""
        refuse_many(document)
        version = await run_in_threadpool(store.keep, kind, name, document, request.state.caller)
        place = {"Location": f"/store/{quote(version.handle)}"}
        return JSONResponse(version.model_dump(), HTTPStatus.CREATED, place)

    @app.get("/store/{kind}/{name}", operation_id="history", responses=answers_as("Versions"))
    def history(kind: Kind, name: str) -> JSONResponse:
        """Return the versions of a document."""
        versions = store.history(kind, name)
        if not versions:
            raise store.not_kept(f"{kind}/{name}")
        return JSONResponse(Versions(versions=versions).model_dump())

    @app.get(
        "/store/{kind}/{name}/differences",
        operation_id="differences",
        responses=answers_as("Differences"),
    )
    def compare(kind: Kind, name: str, before: int, after: int) -> Response:
        """Return what is different in one version from another."""
        found = differences(store.document(kind, name, before), store.document(kind, name, after))
        told = Differences(differences=tuple(found))
        return Response(told.model_dump_json(), media_type="application/json")

    @app.get("/store/{kind}/{name}/{number}", operation_id="version", responses=answers_as("Any"))
    def version(kind: Kind, name: str, number: int) -> JSONResponse:
        """Return a version of a document."""
        return JSONResponse(store.document(kind, name, number))
