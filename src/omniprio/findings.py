"""What pydantic finds in data, and where it stands in the words of the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from omniprio.errors import Key

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from omniprio.errors import Steps

__all__ = ["Finding", "Name", "beginning", "findings_of", "followed", "label", "names_of", "path_of"]

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]
"""An identifier: not empty, no blanks at its ends."""

_REQUIRED = frozenset(
    {
        "horizon",
        "initiatives",
        "id",
        "of",
        "members",
        "disciplines",
        "levels",
        "periods",
        "by",
        "fields",
        "field",
    }
)
"""Without them an object would be at fault for what was cut."""

_LONGEST_STEP = 200  # as ids

_OF_KEY = "[key]"
"""What pydantic puts after the key that it speaks of."""

_NAME: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing pydantic found.

    Attributes:
        steps: The keys and positions that lead to the value; the last is a `Key` where that is at fault itself.
        kind: Pydantic's name for what is wrong.
        details: All that pydantic says about it.
    """

    steps: Steps
    kind: str
    details: ErrorDetails

    @property
    def of_another_kind(self) -> bool:
        """Whether the value is of another kind altogether, as text is no number."""
        return self.kind.endswith("_type")

    @property
    def is_of_another_document(self) -> bool:
        """Whether it is the name of a document, and of another one."""
        return self.kind == "literal_error" and self.steps[-1:] == ("format",)

    @property
    def is_of_the_rest(self) -> bool:
        """Whether it only says that something could not be worked out as the rest is at fault."""
        return self.kind == "default_factory_not_called"

    @property
    def is_miscount(self) -> bool:
        """Whether a list is only called too short because entries at fault were not counted."""
        value = self.details["input"]
        return (
            self.kind == "too_short"
            and isinstance(value, list | tuple)
            and len(value) >= self.details["ctx"]["min_length"]
        )


def findings_of(error: ValidationError, data: object) -> list[Finding]:
    """Return what pydantic found, each with its place in the data.

    Where a value may be of one kind or another (a number or an object), pydantic reports on each. What it says
    about the kinds that the value is not of is left out, unless it is of none. Of what says that it is another document,
    nothing else is told.
    """
    rows = [Finding(_steps(row, data), row["type"], row) for row in error.errors(include_url=False)]
    others = {row.steps[:-1] for row in rows if row.is_of_another_document}
    found = [
        row
        for row in rows
        if not (row.is_miscount or row.is_of_the_rest)
        and (
            row.is_of_another_document or not any(row.steps[:end] in others for end in range(len(row.steps)))
        )
    ]
    settled = {row.steps for row in found if not row.of_another_kind}
    settled |= {row.steps[:end] for row in found for end in range(len(row.steps))}
    return [row for row in found if not (row.of_another_kind and row.steps in settled)]


def _steps(row: ErrorDetails, data: object) -> Steps:
    """Return the steps to a value, without the names that pydantic gives to the kinds it may be of."""
    loc = row["loc"]
    missing = row["type"] == "missing"
    steps: list[int | str] = []
    value = data
    for step in loc[:-1] if missing else loc:
        if _holds(value, step):
            steps.append(step)
            value = value[step]  # type: ignore[index]  # it holds the step
        elif step == _OF_KEY:
            steps[-1] = Key(steps[-1])
    return (*steps, loc[-1]) if missing else tuple(steps)


def _holds(value: object, step: int | str) -> bool:
    if isinstance(value, Mapping):
        return step in value
    return isinstance(value, list | tuple) and isinstance(step, int) and step < len(value)


def beginning(data: object, most: int) -> object:
    """Return data with no more than the first entries of each list and object; keys that are required stay.

    Args:
        data: The data.
        most: How many entries are kept.

    >>> beginning({"a": [1, 2, 3], "b": 4}, 2)
    {'a': [1, 2], 'b': 4}
    """
    if isinstance(data, Mapping):
        first = {*islice(data, most), *_REQUIRED & data.keys()}
        return {key: beginning(value, most) for key, value in data.items() if key in first}
    if isinstance(data, list | tuple):
        return [beginning(value, most) for value in data[:most]]
    return data


def label(entry: object, position: int) -> str:
    """Return what an entry of a list is called: its id, or its position from 1 where it has none.

    Args:
        entry: The entry, as data or as a model.
        position: Where it stands in the list, from 0.

    >>> label({"id": "web"}, 0), label({"id": " "}, 1)
    ('web', '2')
    """
    name = entry.get("id") if isinstance(entry, Mapping) else getattr(entry, "id", None)
    try:
        return _NAME.validate_python(name, strict=True)
    except ValidationError:
        return str(position + 1)


def followed(value: object, step: int | str) -> Any:  # noqa: ANN401  data may hold anything
    """Return what one step leads to in data or a model; None if there is nothing."""
    if isinstance(value, BaseModel):
        return getattr(value, str(step), None)
    return value[step] if _holds(value, step) else None  # type: ignore[index]  # it holds the step


def names_of(steps: Steps, data: object) -> tuple[str, ...]:
    """Return the steps in the user's words: ids in place of positions."""
    names = []
    value = data
    for step in steps:
        listed = isinstance(value, list | tuple)
        value = followed(value, step)
        names.append(label(value, step) if listed and isinstance(step, int) else str(step))
    return tuple(names)


def path_of(steps: Steps, data: object, whole: str = "portfolio") -> str:
    """Return where a value stands, as `initiatives[social].duration`; all of it has a name of its own."""
    path = "".join(
        f"[{name}]" if isinstance(step, int) else f".{_readable(name)}"
        for step, name in zip(steps, names_of(steps, data), strict=True)
    )
    return path.removeprefix(".") or whole


def _readable(name: str) -> str:
    return name if len(name) <= _LONGEST_STEP else name[:_LONGEST_STEP] + "…"
