"""Ways to describe columns that many tables have."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.io.table import Column

if TYPE_CHECKING:
    from omniprio.base import Model

__all__ = ["choice", "named", "of_initiative", "sources", "words"]

_FACT_OR_NOT = "What is fact and what is judgement, by part: provenance.sizing holds `invented`."


def words(name: str, help_text: str) -> Column:
    """Return a column of texts."""
    return Column(name=name, kind="text", help=help_text)


def choice(name: str, help_text: str, model: type[Model]) -> Column:
    """Return a column of the words that a field of a model can hold."""
    found = get_args(model.model_fields[name].annotation)
    return Column(name=name, kind="text", help=help_text, choices=found)


def named(name: str, help_text: str) -> Column:
    """Return a column of texts in one language or several."""
    more = f"{help_text} For a text in each language use {name}.en and {name}.da."
    return Column(name=name, kind="text", help=more, of_each="language")


def sources() -> Column:
    """Return a column of what is fact and what is judgement."""
    return Column(name="provenance", kind="text", help=_FACT_OR_NOT, of_each="part", alone=False)


def of_initiative(help_text: str = "The id of the initiative.") -> Column:
    """Return the column that names the initiative that rows belong to."""
    return words("initiative", help_text)
