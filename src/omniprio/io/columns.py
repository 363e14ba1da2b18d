"""Columns of tables: what the fields of a model hold says what stands in them."""

from __future__ import annotations

from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Literal, Union, get_args, get_origin

from omniprio.base import Model, Refers
from omniprio.io.table import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from omniprio.io.cells import Kind

__all__ = ["columns_of", "named", "of_initiative", "sources", "words"]

_KINDS: dict[object, Kind] = {
    str: "text",
    float: "number",
    int: "whole",
    bool: "flag",
    date: "date",
}

_TABLES = {
    "initiatives": "initiatives",
    "fields": "fields",
    "scenarios": "scenarios",
    "budgets": "budgets",
    "funds": "budgets",
}
"""The table in which what a field refers to stands, as far as there is one."""


def columns_of(
    model: type[Model],
    *,
    without: Collection[str] = (),
    first: Sequence[str] = (),
    unlike: Sequence[Column] = (),
) -> tuple[Column, ...]:
    """Return a column for each field of a model, in its order: a field that is added to the model is in its table.

    Args:
        model: The model of what a row is.
        without: The fields that have tables of their own.
        first: Fields that come before the others, in their order.
        unlike: Columns that are not as their field says.

    >>> from omniprio.portfolio import Window
    >>> [(column.name, column.kind) for column in columns_of(Window)]
    [('periods', 'whole'), ('amount', 'number'), ('at_least', 'number')]
    """
    other = {column.name: column for column in unlike}
    names = dict.fromkeys([*first, *model.model_fields])
    return tuple(other.get(name) or _column(name, model) for name in names if name not in without)


def _column(name: str, model: type[Model]) -> Column:
    """Return the column of a field of a model."""
    field = model.model_fields[name]
    marks = [*field.metadata, *_marks(field.annotation)]
    refers = next((_TABLES.get(one.to, "") for one in marks if isinstance(one, Refers)), "")
    plain = [one for one in _alternatives(field.annotation) if not _is_written_out(one)]
    if name == "provenance" and str not in plain:
        return sources()
    if str in plain and any(get_origin(one) is dict for one in plain):
        return named(name)
    if get_origin(plain[0]) is Literal:
        return Column(name=name, kind="text", choices=get_args(plain[0]))
    return Column(name=name, kind=_kind(plain), refers=refers)


def _kind(plain: Sequence[object]) -> Kind:
    """Return what a column holds, from what a field can be."""
    several = next((one for one in plain if get_origin(one) in {tuple, dict}), None)
    if several is None:
        return "flag or number" if {bool, float} <= {*plain} else _KINDS[plain[0]]
    if get_origin(several) is dict:
        return "shares"
    if plain[0] is not several:  # one alone stands for all
        return "amounts"
    return "names" if str in _alternatives(get_args(several)[0]) else "numbers"


def _alternatives(annotation: object) -> Iterator[object]:
    """Yield what a value can be, None apart, without what limits it."""
    if get_origin(annotation) is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, UnionType}:
        for one in get_args(annotation):
            yield from _alternatives(one)
    elif annotation is not type(None):
        yield annotation


def _marks(annotation: object) -> Iterator[object]:
    """Yield what stands in `Annotated` beside the types."""
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    for one in get_args(annotation) if get_origin(annotation) in {Union, UnionType} else ():
        yield from _marks(one)


def _is_written_out(one: object) -> bool:
    """Tell whether a value is an object or a list of objects, which has a table of its own."""
    if get_origin(one) is tuple:
        return all(map(_is_written_out, _alternatives(get_args(one)[0])))
    return isinstance(one, type) and issubclass(one, Model)


def words(name: str, *, refers: str = "") -> Column:
    """Return a column of texts, or of the ids in another table."""
    return Column(name=name, kind="text", refers=refers)


def named(name: str) -> Column:
    """Return a column of texts in one language or several."""
    return Column(name=name, kind="text", of_each="language")


def sources() -> Column:
    """Return a column of what is fact and what is judgement."""
    return Column(name="provenance", kind="text", of_each="part", alone=False)


def of_initiative() -> Column:
    """Return the column that names the initiative that rows belong to."""
    return words("initiative", refers="initiatives")
