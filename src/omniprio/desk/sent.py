"""What a function is asked with, as data that can be sent: its parameters as the model of a request."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import GenericAlias, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, Tag

from omniprio.annotations import (
    Count,
    Money,
    Natural,
    NotNegative,
    Positive,
    Seconds,
    Starts,
    UnitShare,
    parameters_of,
)
from omniprio.assessment import Profile
from omniprio.base import MOST_MONEY, WHOLE, Model, Name
from omniprio.desk.limits import MOST_COUNT, MOST_SECONDS
from omniprio.given_goals import GivenGoal, GivenGoals
from omniprio.goals import Goal
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio, Start
from omniprio.portfolio.given import GivenPortfolio

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SECONDS", "fields_of"]

SECONDS = 20.0
"""For a search, unless something else is asked for."""

_OF_THE_MACHINE = {"threads", "engine", "certify", "in_flight", "solver", "executor", "cancel", "on_progress"}
"""How the work is done is for the service to say, not for its callers."""


class StartWithMode(Model):
    """A start of an initiative that has several modes."""

    period: Annotated[int, Field(strict=True), WHOLE]
    """The period, from 1."""
    mode: Name
    """The mode it is done in, by id."""


def _start(given: int | StartWithMode) -> int:
    return given if isinstance(given, int) else Start(given.period, given.mode)


def _kind_of(given: object) -> str:
    """Tell a plan from a portfolio, as the format of a document does."""
    if isinstance(given, Mapping):
        return "plan" if given.get("format") == Plan.model_fields["format"].default else "portfolio"
    return "plan" if isinstance(given, Plan) else "portfolio"


class AnyProfile(Profile):
    """A profile of any kind, as the documents of profiles hold it; what only one kind has is passed over."""

    model_config = ConfigDict(extra="ignore")


_AnyStart = Annotated[Annotated[int, Field(strict=True), WHOLE] | StartWithMode, AfterValidator(_start)]
_AS_SENT: tuple[tuple[object, object], ...] = (
    (GivenPortfolio, Portfolio),
    (
        Portfolio | Plan,
        Annotated[
            Annotated[Portfolio, Tag("portfolio")] | Annotated[Plan, Tag("plan")], Discriminator(_kind_of)
        ],
    ),
    (GivenGoals, Annotated[tuple[Goal, ...], Field(min_length=1)]),
    (GivenGoal, Goal),
    (Starts, dict[Name, _AnyStart]),
    (Profile, AnyProfile),
    (Seconds, Annotated[float, Field(gt=0, le=MOST_SECONDS, strict=True)]),
    (NotNegative, Annotated[float, Field(ge=0, strict=True)]),
    (Positive, Annotated[float, Field(gt=0, strict=True)]),
    (Money, Annotated[float, Field(ge=0, le=MOST_MONEY, strict=True)]),
    (UnitShare, Annotated[float, Field(ge=0, le=1, strict=True)]),
    (Count, Annotated[int, Field(ge=1, le=MOST_COUNT, strict=True), WHOLE]),
    (Natural, Annotated[int, Field(ge=0, le=MOST_COUNT, strict=True), WHOLE]),
    (float, Annotated[float, Field(strict=True)]),
    (int, Annotated[int, Field(ge=0, le=MOST_COUNT, strict=True), WHOLE]),
)
"""What stands for the annotations of public functions in a request."""


def fields_of(function: Callable[..., object]) -> dict[str, Any]:
    """Return the fields of what a function is asked with, as pydantic makes models of them.

    Args:
        function: A public function; what its parameters are for is taken from its docstring.

    >>> from omniprio import prioritise
    >>> list(fields_of(prioritise))
    ['portfolio', 'goals', 'time_limit', 'work_limit', 'gap', 'ties', 'warm_start']
    """
    said = _said_of(function)
    wanted = parameters_of(function)
    return {
        parameter.name: (
            _as_sent(wanted[parameter.name]),
            Field(default=_default(parameter), description=said.get(parameter.name)),
        )
        for parameter in inspect.signature(function).parameters.values()
        if parameter.name not in _OF_THE_MACHINE
    }


def _default(parameter: inspect.Parameter) -> object:
    if parameter.name == "time_limit":
        return SECONDS
    return ... if parameter.default is parameter.empty else parameter.default


def _as_sent(annotation: object) -> Any:  # noqa: ANN401  a type, or what stands for one
    """Return how what an annotation asks for is sent."""
    for known, sent in _AS_SENT:
        if annotation == known:
            return sent
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return Union[tuple(map(_as_sent, parts))]  # noqa: UP007  of parts that are not known before
    if origin is Mapping:
        return GenericAlias(dict, (Name, _as_sent(parts[1])))
    if origin in {Sequence, Collection, Iterable}:
        return GenericAlias(tuple, (_as_sent(parts[0]), ...))
    return annotation


def _said_of(function: Callable[..., object]) -> dict[str, str]:
    """Return what the docstring of a function says of its parameters."""
    _, _, rest = (inspect.getdoc(function) or "").partition("\nArgs:\n")
    said = re.findall(r"^    (\w+): (.*(?:\n {8,}.*)*)", rest.partition("\n\n")[0], re.MULTILINE)
    return {name: " ".join(words.split()) for name, words in said}
