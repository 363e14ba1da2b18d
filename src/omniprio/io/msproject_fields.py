"""The custom fields of tasks in Microsoft Project XML: who owns them, what they are labelled with, and what Project has no field for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement

from omniprio.errors import InvalidInputError
from omniprio.io.cells import BadCellError, digits, read_cell, written_cell
from omniprio.io.header_words import meaning_of
from omniprio.io.kept import with_lines_below
from omniprio.io.msproject_format import ID_ALIAS, ID_FIELD, added
from omniprio.io.msproject_values import value
from omniprio.portfolio.reading import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from omniprio.portfolio import Initiative

__all__ = ["CustomFields", "field_of_ids", "in_fields", "put_fields", "with_fields"]

_TEXT_2_TO_30 = (54, 57, 60, 63, *range(66, 71), *range(317, 337))
_FIRST_FIELD = 188_743_680
"""Microsoft Project's numbers for its custom fields Text2 to Text30, counted from a first field."""
_LONGEST = 255
"""Of a custom text in Microsoft Project, in characters."""
_OWNER = "owner"
_BETWEEN = "; "
_OURS = ("decision", "benefit", "advances", "effort", "scores")
"""What Microsoft Project has no field for, as the columns of a table are called; a longer one, or one that is no word, number or list of
numbers by name, stands in the notes of the task."""


def field_of_ids(project: Element) -> str:
    """Return the number of the custom field that holds ids, in a file that we wrote."""
    for field in project.findall("ExtendedAttributes/ExtendedAttribute"):
        if value(field, "Alias") == ID_ALIAS:
            return value(field, "FieldID")
    return ""


def read_fields(project: Element) -> dict[str, str]:
    """Return what the custom fields of a file are called, by their numbers, but the one that holds our ids."""
    fields = project.findall("ExtendedAttributes/ExtendedAttribute")
    called = {value(field, "FieldID"): value(field, "Alias") or value(field, "FieldName") for field in fields}
    return {number: " ".join(name.split()) for number, name in called.items() if name and name != ID_ALIAS}


def is_owner(name: str) -> bool:
    """Tell whether a custom field holds owners.

    >>> is_owner("Projektejer"), is_owner("channel")
    (True, False)
    """
    known = meaning_of(name)
    return known is not None and known.sure and known.field == _OWNER


class CustomFields:
    """What a file has in custom fields, as the owner and the tags of initiatives.

    Attributes:
        names: What the fields are called, by their numbers.
    """

    def __init__(self, project: Element) -> None:
        """Read what the custom fields of a file are called."""
        self.names = read_fields(project)
        self._ours = frozenset(_OURS) if field_of_ids(project) else frozenset[str]()

    def owner(self, task: Element) -> str:
        """Return who owns a task; blank where no field says it."""
        return next((said for name, said in self._values(task) if is_owner(name)), "")

    def tags(self, task: Element) -> dict[str, list[str]]:
        """Return the other custom fields of a task, each with its values."""
        return {
            name: [part.strip() for part in said.split(_BETWEEN.strip()) if part.strip()]
            for name, said in self._values(task)
            if not is_owner(name) and not (name in self._ours and _value_in(name, said) is not None)
        }

    def notes(self, task: Element) -> str:
        """Return the notes of a task, with what our own fields say below them, as `kept` reads it."""
        said = {name: _value_in(name, words) for name, words in self._values(task) if name in self._ours}
        return with_lines_below(
            value(task, "Notes"), {name: one for name, one in said.items() if one is not None}
        )

    def _values(self, task: Element) -> list[tuple[str, str]]:
        found = task.findall("ExtendedAttribute")
        return [
            (name, said)
            for entry in found
            if (name := self.names.get(value(entry, "FieldID"))) and (said := value(entry, "Value").strip())
        ]


def _value_in(name: str, words: str) -> Any:  # noqa: ANN401  as JSON has it
    """Return what a field of ours says, None where it says nothing that can be read."""
    if name == "decision":
        return words
    try:
        return read_cell(words, "shares") if "=" in words and words[0] not in "{[" else parsed(words)
    except (InvalidInputError, BadCellError):
        return None


def in_fields(kept: Mapping[str, Any], numbers: Mapping[str, str]) -> dict[str, str]:
    """Return what of the things that are kept of an initiative stands in custom fields, as people read it.

    Args:
        kept: The things, by the names of their columns.
        numbers: The numbers of the fields, as `with_fields` returns them.

    >>> in_fields({"benefit": 25.5, "advances": {"R2": 0.3, "D2": 1}, "deadline": 3}, {"benefit": "1", "advances": "2"})
    {'benefit': '25.5', 'advances': 'R2=0.3; D2=1'}
    """
    said = {name: _written(kept[name]) for name in _OURS if name in kept and name in numbers}
    return {name: words for name, words in said.items() if words and len(words) <= _LONGEST}


def _written(one: object) -> str:
    """Return a word, a number or numbers by name as people write them; empty for anything else."""
    if isinstance(one, dict) and all(map(_is_number, one.values())):
        return str(written_cell(one))
    if isinstance(one, int | float) and _is_number(one):
        return digits(one)
    return one if isinstance(one, str) else ""


def _is_number(one: object) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool)


def with_fields(
    root: Element, initiatives: Sequence[Initiative], kept: Mapping[str, Mapping[str, Any]]
) -> dict[str, str]:
    """Declare the custom fields of a file, and return the numbers of those for the owner, each kind of tags, and what is kept.

    Args:
        root: The project, to which they are added.
        initiatives: What is written.
        kept: What is kept of them beside, by id.
    """
    aliases = SubElement(root, "ExtendedAttributes")
    added(aliases, "ExtendedAttribute", {"FieldID": ID_FIELD, "FieldName": "Text1", "Alias": ID_ALIAS})
    owned = [_OWNER] if any(one.owner for one in initiatives) else []
    kinds = dict.fromkeys(
        kind
        for one in initiatives
        for kind in one.tags
        if kind == " ".join(kind.split()) and not is_owner(kind) and kind not in _OURS
    )
    ours = [name for name in _OURS if any(_written(own[name]) for own in kept.values() if name in own)]
    numbers: dict[str, str] = {}
    for place, (name, number) in enumerate(
        zip([*owned, *kinds, *ours], _TEXT_2_TO_30, strict=False), start=2
    ):
        numbers[name] = str(_FIRST_FIELD + number)
        values = {"FieldID": numbers[name], "FieldName": f"Text{place}", "Alias": name}
        added(aliases, "ExtendedAttribute", values)
    return numbers


def put_fields(
    task: Element, initiative: Initiative, kept: Mapping[str, Any], numbers: Mapping[str, str]
) -> None:
    """Write the owner, the tags and what is kept of an initiative as custom fields, those that fit.

    Args:
        task: The task, to which they are added.
        initiative: The initiative.
        kept: What is kept of it beside.
        numbers: The numbers of the fields, as `with_fields` returns them.
    """
    tags = {
        kind: _BETWEEN.join(own)
        for kind, own in initiative.tags.items()
        if not is_owner(kind) and kind not in _OURS
    }
    for name, words in {**tags, _OWNER: initiative.owner, **in_fields(kept, numbers)}.items():
        if name in numbers and words and len(words) <= _LONGEST:
            added(task, "ExtendedAttribute", {"FieldID": numbers[name], "Value": words})
