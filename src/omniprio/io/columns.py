"""Ways to describe columns that many tables have."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.io.table import Column

if TYPE_CHECKING:
    from omniprio.base import Model

__all__ = ["choice", "named", "of_initiative", "sources", "words"]


def words(name: str, *, refers: str = "") -> Column:
    """Return a column of texts, or of the ids in another table."""
    return Column(name=name, kind="text", refers=refers)


def choice(name: str, model: type[Model]) -> Column:
    """Return a column of the words that a field of a model can hold."""
    found = get_args(model.model_fields[name].annotation)
    return Column(name=name, kind="text", choices=found)


def named(name: str) -> Column:
    """Return a column of texts in one language or several."""
    return Column(name=name, kind="text", of_each="language")


def sources() -> Column:
    """Return a column of what is fact and what is judgement."""
    return Column(name="provenance", kind="text", of_each="part", alone=False)


def of_initiative() -> Column:
    """Return the column that names the initiative that rows belong to."""
    return words("initiative", refers="initiatives")
