"""What the tasks of a project file are called: an id each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio.io.msproject_values import value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from omniprio.io.msproject_outline import Outline

__all__ = ["ids_of"]

_LONGEST_ID = 150


def ids_of(tasks: Sequence[Element], outline: Outline, field: str) -> dict[str, str]:
    """Return an id for each task, by its UID: the one we wrote, or its name.

    Where several have one name, each has that of its phase behind it, and where that is not enough its number.

    Args:
        tasks: The tasks.
        outline: Which phases they are in.
        field: The number of the custom field that holds ids, in a file that we wrote.
    """
    called = {value(task, "UID"): _name(task, field) for task in tasks}
    alike = Counter(called.values())
    called = {uid: _in_phase(name, uid, outline) if alike[name] > 1 else name for uid, name in called.items()}
    found: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for task in tasks:
        uid = value(task, "UID")
        name = called[uid]
        unique = numbered = f"{name} ({(value(task, 'ID') or uid)[:20]})" if name in taken else name
        while unique in taken:
            taken[numbered] += 1
            unique = f"{numbered} {taken[numbered]}"
        taken[unique] += 1
        found[uid] = unique
    return found


def _name(task: Element, field: str) -> str:
    given = [
        value(entry, "Value")
        for entry in task.findall("ExtendedAttribute")
        if value(entry, "FieldID") == field
    ]
    return _short((*given, value(task, "Name"))[0]) or "Task"


def _in_phase(name: str, uid: str, outline: Outline) -> str:
    """Return a name with that of its phase."""
    phase = next((_short(value(phase, "Name")) for phase in reversed(outline.phases[uid])), "")
    return _short(f"{name} ({phase})") if phase else name


def _short(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_ID].strip()
