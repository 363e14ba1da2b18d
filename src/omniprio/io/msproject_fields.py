"""The custom fields of tasks in Microsoft Project XML: who owns them, and what they are labelled with."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import SubElement

from omniprio.io.header_words import meaning_of
from omniprio.io.msproject_format import ID_ALIAS, ID_FIELD, added
from omniprio.io.msproject_values import value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from omniprio.portfolio import Initiative

__all__ = ["CustomFields", "field_of_ids", "put_fields", "with_fields"]

_TEXT_2_TO_30 = (54, 57, 60, 63, *range(66, 71), *range(317, 337))
_FIRST_FIELD = 188_743_680
"""Microsoft Project's numbers for its custom fields Text2 to Text30, counted from a first field."""
_LONGEST = 255
"""Of a custom text in Microsoft Project, in characters."""
_OWNER = "owner"
_BETWEEN = "; "


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

    def owner(self, task: Element) -> str:
        """Return who owns a task; blank where no field says it."""
        return next((said for name, said in self._values(task) if is_owner(name)), "")

    def tags(self, task: Element) -> dict[str, list[str]]:
        """Return the other custom fields of a task, each with its values."""
        return {
            name: [part.strip() for part in said.split(_BETWEEN.strip()) if part.strip()]
            for name, said in self._values(task)
            if not is_owner(name)
        }

    def _values(self, task: Element) -> list[tuple[str, str]]:
        found = task.findall("ExtendedAttribute")
        return [
            (name, said)
            for entry in found
            if (name := self.names.get(value(entry, "FieldID"))) and (said := value(entry, "Value").strip())
        ]


def with_fields(root: Element, initiatives: Sequence[Initiative]) -> dict[str, str]:
    """Declare the custom fields of a file, and return the numbers of those for the owner and for each kind of tags.

    Args:
        root: The project, to which they are added.
        initiatives: What is written.
    """
    aliases = SubElement(root, "ExtendedAttributes")
    added(aliases, "ExtendedAttribute", {"FieldID": ID_FIELD, "FieldName": "Text1", "Alias": ID_ALIAS})
    owned = [_OWNER] if any(one.owner for one in initiatives) else []
    kinds = dict.fromkeys(
        kind
        for one in initiatives
        for kind in one.tags
        if kind == " ".join(kind.split()) and not is_owner(kind)
    )
    numbers: dict[str, str] = {}
    for place, (name, number) in enumerate(zip([*owned, *kinds], _TEXT_2_TO_30, strict=False), start=2):
        numbers[name] = str(_FIRST_FIELD + number)
        values = {"FieldID": numbers[name], "FieldName": f"Text{place}", "Alias": name}
        added(aliases, "ExtendedAttribute", values)
    return numbers


def put_fields(task: Element, initiative: Initiative, numbers: dict[str, str]) -> None:
    """Write the owner and the tags of an initiative as custom fields, those that fit.

    Args:
        task: The task, to which they are added.
        initiative: The initiative.
        numbers: The numbers of the fields, as `with_fields` returns them.
    """
    tags = {kind: _BETWEEN.join(own) for kind, own in initiative.tags.items() if not is_owner(kind)}
    for name, words in {**tags, _OWNER: initiative.owner}.items():
        if name in numbers and words and len(words) <= _LONGEST:
            added(task, "ExtendedAttribute", {"FieldID": numbers[name], "Value": words})
