"""Handles: what stands in a request for a document that is kept, so that it is sent once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["HANDLE", "Keeper", "filled", "or_kept"]

type Keeper = Callable[[str], Mapping[str, Any]]
"""Returns the data of a document that is kept, by its handle."""

HANDLE: Mapping[str, Any] = {
    "type": "object",
    "title": "Kept",
    "description": "A document that is kept, by its handle; or the part of it that has the name of the argument.",
    "properties": {"kept": {"type": "string"}},
    "required": ["kept"],
    "additionalProperties": False,
}
"""The schema of what stands for a document."""

_SIMPLE = {"string", "number", "integer", "boolean"}


def filled(data: object, keeper: Keeper) -> object:
    """Return a request with what is kept in the place of its handles.

    An argument that is a part of the document, as `actual` is of actuals and `portfolio` of a plan, gets that part. A handle
    may stand for an argument, or for an entry of one that is an object.

    Args:
        data: The request.
        keeper: Where to ask for what is kept.

    >>> filled({"portfolio": {"kept": "p"}, "gap": 0.1}, {"p": {"horizon": 4}}.__getitem__)
    {'portfolio': {'horizon': 4}, 'gap': 0.1}
    >>> filled({"by": 2, "actual": {"kept": "a"}}, {"a": {"actual": {"web": {"start": 1}}}}.__getitem__)
    {'by': 2, 'actual': {'web': {'start': 1}}}
    """
    if not isinstance(data, dict):
        return data
    return {name: _filled(value, str(name), keeper, entries=True) for name, value in data.items()}


def _filled(value: object, name: str, keeper: Keeper, *, entries: bool) -> object:
    if not isinstance(value, dict):
        return value
    if value.keys() == {"kept"} and isinstance(value["kept"], str):
        document = keeper(value["kept"])
        return document.get(name, document)
    if entries:
        return {key: _filled(one, str(key), keeper, entries=False) for key, one in value.items()}
    return value


def or_kept(schema: Mapping[str, Any], place: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a request in which a handle may stand for each argument that is more than a number or a text.

    Args:
        schema: The schema of the request.
        place: What stands for a handle in it: its schema, or a reference to that.
    """
    arguments = {
        name: one if _is_simple(one) else _either(one, place) for name, one in schema["properties"].items()
    }
    return {**schema, "properties": arguments}


def _is_simple(schema: Mapping[str, Any]) -> bool:
    if "anyOf" in schema:
        return all(_is_simple(one) or one.get("type") == "null" for one in schema["anyOf"])
    return schema.get("type") in _SIMPLE or "enum" in schema or "const" in schema


def _either(schema: Mapping[str, Any], place: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: schema[key] for key in ("description", "default", "title") if key in schema}
    return {**said, "anyOf": [{key: one for key, one in schema.items() if key not in said}, dict(place)]}
