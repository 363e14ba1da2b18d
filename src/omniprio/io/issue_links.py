"""Which issues wait for which: links of issues, and those of parts, which hold for what they are parts of."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

from omniprio.language import Sentence, fact, sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["Waits", "waits_of"]


class Waits(NamedTuple):
    """Which issues wait for which.

    Attributes:
        required: What each issue requires, by id.
        notes: What to know about that: the id of an issue, and the text.
    """

    required: dict[str, list[str]]
    notes: list[tuple[str, Sentence]]


class _Link(NamedTuple):
    before: str
    after: str
    part_before: str
    part_after: str


def waits_of(
    links: Iterable[tuple[str, str]], kept: Collection[str], whole: Mapping[str, str], there: Collection[str]
) -> Waits:
    """Return which of the issues that are kept wait for which.

    A link between parts is one of the issues that they are read with, unless these would wait for each other.

    Args:
        links: The ids of an issue and of one that waits for it.
        kept: The ids of the issues that become initiatives.
        whole: What each issue is read with, by id.
        there: The ids of all issues of the file.

    >>> waits_of([("a", "b")], ["A", "B"], {"a": "A", "b": "B"}, ["A", "B", "a", "b"]).required
    {'B': ['A']}
    """
    found = Waits(defaultdict(list), [])
    of_parts: list[_Link] = []
    for before, after in dict.fromkeys(links):
        link = _Link(whole.get(before, before), whole.get(after, after), before, after)
        ends = [one in kept for one in link[:2]]
        if before == after:
            found.notes.append((after, sentence("notes.blocks itself")))
        elif before in kept and after in kept:
            found.required[after].append(before)
        elif all(ends):
            of_parts += [link] if link.before != link.after else []
        elif any(ends):
            missing = link.part_after if ends[0] else link.part_before
            why = fact("notes.left out" if missing in there else "notes.not in the file")
            found.notes.append((after, sentence("notes.requires", before=before, missing=missing, why=why)))
    _add(of_parts, found)
    return Waits(dict(found.required), found.notes)


def _add(of_parts: Iterable[_Link], found: Waits) -> None:
    """Add the links of parts to those of the issues that they are read with."""
    others: dict[tuple[str, str], _Link] = {}
    for link in of_parts:
        if link.before not in found.required[link.after]:
            others.setdefault((link.before, link.after), link)
    both = defaultdict(list, {name: [*before] for name, before in found.required.items()})
    for before, after in others:
        both[after].append(before)
    circle = _is_circle(both) and not _is_circle(found.required)
    for link in others.values():
        key = "notes.part in a circle" if circle else "notes.link of a part"
        text = sentence(key, part=link.part_after, before=link.part_before, whole=link.before)
        found.notes.append((link.after, text))
        if not circle:
            found.required[link.after].append(link.before)


def _is_circle(required: Mapping[str, Collection[str]]) -> bool:
    try:
        TopologicalSorter(required).prepare()
    except CycleError:
        return True
    return False
