"""What is answered where there is no answer: a status, and the error with its facts as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from omniprio.desk.limits import NoSeatError, RefusedError, TooLargeError, TooLongError
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
from omniprio.language import sentence
from omniprio.spelling import shown
from omniprio.store import NotKeptError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["HANDLERS", "Refusal", "as_answer"]

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


def as_answer(_: object, error: Exception) -> JSONResponse:
    """Return an error of the library or of the desk as an answer.

    Args:
        error: The error.
    """
    status = next(_STATUSES[kind] for kind in type(error).__mro__ if kind in _STATUSES)
    again = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(error_as_data(error), status, again)


def _refused(_: object, error: HTTPException) -> JSONResponse:
    """Tell an error of the service in the same form."""
    told = {"error": HTTPStatus(error.status_code).phrase, "message": error.detail}
    return JSONResponse(told, error.status_code, error.headers)


def _unfit(_: object, error: RequestValidationError) -> JSONResponse:
    """Tell what is wrong with the numbers in an address."""
    return as_answer(None, InvalidInputError(map(_fault, error.errors())))


def _fault(found: Mapping[str, Any]) -> Fault:
    place = str(found["loc"][-1])
    if found["type"] == "missing":
        return Fault(place, sentence("faults.missing"), sentence("remedies.add it"))
    problem = sentence("faults.is", value=shown(found["input"]))
    return Fault(place, problem, sentence("remedies.give a whole number"))


def _unforeseen(_: object, error: Exception) -> JSONResponse:
    """Say that there is a fault in the service; what it is stands in the log, not in the answer."""
    told = {
        "error": type(error).__name__,
        "message": "Something unforeseen went wrong; see the service's log.",
    }
    return JSONResponse(told, HTTPStatus.INTERNAL_SERVER_ERROR)


HANDLERS: Mapping[int | type[Exception], Callable[..., Any]] = {
    OmniprioError: as_answer,
    RefusedError: as_answer,
    HTTPException: _refused,
    RequestValidationError: _unfit,
    Exception: _unforeseen,
}
"""What tells each kind of error."""
