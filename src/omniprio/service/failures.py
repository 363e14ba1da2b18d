"""What is answered where there is no answer: a status, and the error with its facts as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from omniprio.desk.limits import NoSeatError, TooLargeError, TooLongError
from omniprio.documents import error_as_data
from omniprio.errors import (
    Fault,
    GoalUnreachableError,
    InvalidInputError,
    NoPlanFoundError,
    OmniprioError,
    RuleBrokenError,
)
from omniprio.infeasibility import InfeasibleError
from omniprio.language import Sentence, Speaker, sentence
from omniprio.service.languages import language_of
from omniprio.spelling import hints, shown
from omniprio.store import NotKeptError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi import Request
    from starlette.requests import HTTPConnection

__all__ = ["HANDLERS", "Refusal", "as_answer", "refusal"]

_STATUSES: Mapping[type[Exception], HTTPStatus] = {
    TooLargeError: HTTPStatus.CONTENT_TOO_LARGE,
    NoSeatError: HTTPStatus.SERVICE_UNAVAILABLE,
    TooLongError: HTTPStatus.GATEWAY_TIMEOUT,
    NotKeptError: HTTPStatus.NOT_FOUND,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RuleBrokenError: HTTPStatus.CONFLICT,
    InfeasibleError: HTTPStatus.CONFLICT,
    GoalUnreachableError: HTTPStatus.CONFLICT,
    NoPlanFoundError: HTTPStatus.GATEWAY_TIMEOUT,
    Exception: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class ToldFault(BaseModel):
    """One thing wrong in a request."""

    path: str
    """Where it stands."""
    problem: str
    """What is wrong."""
    remedy: str
    """What to do about it."""


class Refusal(BaseModel):
    """Why there is no answer; there may be further facts, by the kind of error."""

    model_config = ConfigDict(extra="allow", use_attribute_docstrings=True)

    error: str
    """The kind of error, as `InvalidInputError`."""
    message: str
    """What to tell a person."""
    faults: tuple[ToldFault, ...] | None = None
    """Everything that is wrong, where a request is refused."""
    repairs: tuple[dict[str, Any], ...] | None = None
    """What would help, where it is proven that there is no plan."""
    fields: tuple[str, ...] | None = None
    """The fields in the way, where no plan gets where a goal wants to be."""


def as_answer(asked: HTTPConnection, error: Exception) -> JSONResponse:
    """Return an error of the library or of the desk as an answer.

    Args:
        asked: What is answered.
        error: The error.
    """
    status = next(_STATUSES[kind] for kind in type(error).__mro__ if kind in _STATUSES)
    again = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(error_as_data(error, language_of(asked)), status, again)


def refusal(asked: HTTPConnection, error: HTTPException) -> JSONResponse:
    """Return an error of the service in the same form.

    Args:
        asked: What is answered.
        error: The error; its detail is what there is to say.
    """
    said = Speaker(language_of(asked)).say(error.detail)
    told = {"error": HTTPStatus(error.status_code).phrase, "message": said}
    return JSONResponse(told, error.status_code, error.headers)


def _not_here(asked: HTTPConnection, error: HTTPException) -> JSONResponse:
    """Say that there is no such address, and where those stand that there are; something else may be missed there, too."""
    said = error.detail
    if not isinstance(said, Sentence):
        path = asked.url.path
        hint = hints([path], [route.path for route in asked.app.routes])[path]
        said = sentence("service.nothing here", path=shown(path), hint=hint)
    return refusal(asked, HTTPException(error.status_code, said))


def _asked_otherwise(asked: Request, error: HTTPException) -> JSONResponse:
    """Say how an address is asked."""
    allowed = (error.headers or {}).get("Allow", "")
    said = sentence("service.asked otherwise", method=asked.method, path=asked.url.path, allowed=allowed)
    return refusal(asked, HTTPException(error.status_code, said, error.headers))


def _unfit(asked: HTTPConnection, error: RequestValidationError) -> JSONResponse:
    """Tell what is wrong with the numbers in an address."""
    return as_answer(asked, InvalidInputError(map(_fault, error.errors())))


def _fault(found: Mapping[str, Any]) -> Fault:
    place = str(found["loc"][-1])
    if found["type"] == "missing":
        return Fault(place, sentence("faults.missing"), sentence("remedies.add it"))
    problem = sentence("faults.is", value=shown(found["input"]))
    return Fault(place, problem, sentence("remedies.give a whole number"))


def _unforeseen(asked: HTTPConnection, error: Exception) -> JSONResponse:
    """Say that there is a fault in the service; what it is stands in the log, not in the answer."""
    told = {
        "error": type(error).__name__,
        "message": Speaker(language_of(asked)).words("service.unforeseen"),
    }
    return JSONResponse(told, HTTPStatus.INTERNAL_SERVER_ERROR)


HANDLERS: Mapping[int | type[Exception], Callable[..., Any]] = {
    OmniprioError: as_answer,
    HTTPStatus.NOT_FOUND: _not_here,
    HTTPStatus.METHOD_NOT_ALLOWED: _asked_otherwise,
    HTTPException: refusal,
    RequestValidationError: _unfit,
    Exception: _unforeseen,
}
"""What tells each kind of error."""
