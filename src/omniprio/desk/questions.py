"""What may be asked from outside: one question for each answer that the library writes."""

from __future__ import annotations

import inspect
import json
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError, create_model

from omniprio.base import Model
from omniprio.desk.kept import filled
from omniprio.desk.limits import refuse_large, refuse_long, refuse_many
from omniprio.desk.sent import fields_of
from omniprio.documents.kinds import FOUND_BY, to_json
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.onlookers import looked_on
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping

    from omniprio.desk.kept import Keeper

__all__ = ["QUESTIONS", "Question"]


class Request(Model):
    """What every request is made from; by itself it asks for nothing."""


@dataclass(frozen=True)
class Question:
    """A question that is asked with a request, a JSON document, and answered with another.

    Attributes:
        name: The document that answers it, one of those that are written.

    >>> answer = QUESTIONS["check"].answered(b'{"portfolio": {"horizon": 1, "initiatives": [{"id": "a"}]}, "starts": {}}')
    >>> "omniprio-check/1" in answer
    True
    """

    name: str

    @cached_property
    def function(self) -> Callable[..., Model]:
        """What finds the answer."""
        found: Callable[..., Model] = resolve_name(FOUND_BY[self.name])
        return found

    @cached_property
    def request(self) -> type[Model]:
        """The model of what is sent."""
        name = f"{self.name.title().replace('-', '')}Request"
        summary = (inspect.getdoc(self.function) or "").partition("\n")[0]
        return create_model(name, __base__=Request, __doc__=summary, **fields_of(self.function))

    @property
    def summary(self) -> str:
        """What the answer is, in a sentence."""
        return str(self.request.__doc__)

    def answered(
        self,
        document: bytes,
        cancel: threading.Event | None = None,
        on_progress: Callable[[Any], None] | None = None,
        keeper: Keeper | None = None,
    ) -> str:
        """Return the answer to a request as JSON text.

        Args:
            document: The request, JSON.
            cancel: Set it from another thread to stop; then the answer is the best so far.
            on_progress: Told how far it is a few times a second, by `RunProgress` of one search, `EachProgress` of many items,
                or `Seen` of anything else.
            keeper: Finds what is kept, where a handle stands in the request.

        Raises:
            TooLargeError: More is asked than the limits allow.
            InvalidInputError: The request is refused; it lists every fault.
            OmniprioError: There is no answer.
        """
        refuse_long(document)
        refuse_many(document)
        return to_json(self.name, self.found(parsed(document), cancel, on_progress, keeper))

    def found(
        self,
        data: object,
        cancel: threading.Event | None = None,
        on_progress: Callable[[Any], None] | None = None,
        keeper: Keeper | None = None,
    ) -> Model:
        """Return the answer to a request that is data already; see `answered`."""
        asked = self.understood(data) if keeper is None else self._understood_with(data, keeper)
        own = {"cancel": cancel, "on_progress": on_progress}
        known = inspect.signature(self.function).parameters
        looking = nullcontext() if on_progress is None or "on_progress" in known else looked_on(on_progress)
        with looking:
            return self.function(**asked, **{name: one for name, one in own.items() if name in known})

    def _understood_with(self, data: Any, keeper: Keeper) -> Mapping[str, Any]:  # noqa: ANN401  JSON may hold anything
        """Return the arguments in a request with handles; of a handle that is sent as plain text it is told how it is sent."""
        whole = filled(data, keeper)
        try:
            return self.understood(whole)
        except InvalidInputError as error:
            raise InvalidInputError([_as_handle(one, data, keeper) for one in error.faults]) from None

    def understood(self, data: object) -> Mapping[str, Any]:
        """Return the arguments in a request.

        Raises:
            TooLargeError: Its portfolios are too large.
            InvalidInputError: It is refused; it lists every fault, each with its place in the request.
        """
        values: dict[str, Any] = {}
        faults = list(self._read_into(values, data))
        if faults:
            raise InvalidInputError(faults)
        refuse_large(values.values())
        return values

    def _read_into(self, values: dict[str, Any], data: Any) -> Iterator[Fault]:  # noqa: ANN401  JSON may hold anything
        """Read each argument, and yield what is wrong: a portfolio that is refused hides nothing of the rest."""
        is_object = isinstance(data, dict)
        for name, part in self._parts.items() if is_object else ():
            given = {name: data[name]} if name in data else {}
            try:
                values[name] = getattr(part.model_validate(given), name)
            except ValidationError as error:
                yield from faults_of(error, given, part)
            except InvalidInputError as error:
                yield from (_placed(one, name) for one in error.faults)
        rest = {key: one for key, one in data.items() if key not in self._parts} if is_object else data
        try:
            Request.model_validate(rest)
        except ValidationError as error:
            yield from faults_of(error, rest, self.request if is_object else Request)

    @cached_property
    def _parts(self) -> dict[str, type[Model]]:
        """The fields of the request, each in a model of its own."""
        fields = fields_of(self.function)
        return {name: create_model(name, __base__=Model, **{name: field}) for name, field in fields.items()}


def _placed(fault: Fault, name: str) -> Fault:
    """Return a fault of a portfolio with its place in the request; one of the whole stands under `portfolio`."""
    is_of_whole = fault.path == "portfolio" or fault.at == ((),)
    path = name if is_of_whole else f"{name}.{fault.path}"
    return Fault(path, fault.problem, fault.remedy)


def _as_handle(fault: Fault, data: Any, keeper: Keeper) -> Fault:  # noqa: ANN401  JSON may hold anything
    """Return what is wrong with an argument; where it is the handle of something kept, with how that is sent."""
    given = data.get(fault.path) if isinstance(data, dict) else None
    if not isinstance(given, str):
        return fault
    try:
        keeper(given)
    except InvalidInputError:
        return fault
    wanted = json.dumps({"kept": given}, ensure_ascii=False)
    return Fault(fault.path, fault.problem, sentence("remedies.give", what=wanted))


QUESTIONS: Mapping[str, Question] = {name: Question(name) for name in FOUND_BY}
"""Every question, by the document that answers it."""
