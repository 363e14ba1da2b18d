"""What models say about their own fields, so that a field that is added is known wherever fields of its kind count."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic.fields import FieldInfo

__all__ = ["fields_that", "lists_of_models", "maps_of_numbers", "models_in", "types_in"]


def types_in(annotation: object) -> Iterator[object]:
    """Yield all that an annotation is made of, itself first.

    >>> list(types_in(tuple[int, ...]))
    [tuple[int, ...], <class 'int'>, Ellipsis]
    """
    yield annotation
    for part in get_args(annotation):
        yield from types_in(part)


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models that an annotation is made of."""
    for one in types_in(annotation):
        if isinstance(one, type) and issubclass(one, BaseModel):
            yield one


def fields_that[Said](
    value: object, say: Callable[[FieldInfo], Said | None], steps: tuple[int | str, ...] = ()
) -> Iterator[tuple[tuple[int | str, ...], Said, Any]]:
    """Yield the steps to each field in a value, at any depth, of which something is said, then that and what is in the field.

    Args:
        value: A model, or a list or map of models.
        say: What is said of a field; None for nothing.
        steps: The steps to the value.
    """
    if isinstance(value, BaseModel):
        for name, said in _meant(type(value), say):
            one = getattr(value, name)
            if said is not None:
                yield (*steps, name), said, one
            if not isinstance(one, str):
                yield from fields_that(one, say, (*steps, name))
    elif isinstance(value, tuple | dict):
        for step, one in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(one, BaseModel):
                yield from fields_that(one, say, (*steps, step))


@cache
def _meant[Said](
    model: type[BaseModel], say: Callable[[FieldInfo], Said | None]
) -> tuple[tuple[str, Said | None], ...]:
    """Return the fields of a model of which something is said, or in which there are such fields, with what is said."""
    said = {name: say(field) for name, field in model.model_fields.items()}
    return tuple(
        (name, one)
        for name, one in said.items()
        if one is not None
        or any(_meant(part, say) for part in models_in(model.model_fields[name].annotation))
    )


@cache
def lists_of_models(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return the fields of a model that are lists of models, by their name, with what is in them."""
    lists = {
        name: next(models_in(field.annotation), None)
        for name, field in model.model_fields.items()
        if get_origin(field.annotation) is tuple
    }
    return {name: entry for name, entry in lists.items() if entry is not None}


@cache
def maps_of_numbers(model: type[BaseModel]) -> dict[str, bool]:
    """Return the names of the fields in a model, at any depth, that map names to numbers: whether None may stand for one."""
    found: dict[str, bool] = {}
    for name, field in model.model_fields.items():
        for one in types_in(field.annotation):
            value = list(types_in(get_args(one)[1])) if get_origin(one) is dict else []
            if int in value or float in value:
                found[name] = type(None) in value
        for inner in models_in(field.annotation):
            found |= maps_of_numbers(inner)
    return found
