"""The links between the tasks of a project file: those of phases are links of the work inside them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.imported import Note
from omniprio.io.msproject_format import KINDS
from omniprio.io.msproject_values import is_so, label_of, number, value
from omniprio.language import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction
    from xml.etree.ElementTree import Element

    from omniprio.io.msproject_outline import Outline
    from omniprio.io.msproject_schedule import WorkingTime

__all__ = ["Link", "Links"]

_KINDS = {code: name for name, code in KINDS.items()}
_UNTYPED = KINDS["finish to start"]
"""What a link without a type is, as Microsoft Project reads it."""
_IN_WORDS = {word: code for name, code in KINDS.items() for word in (name, f"{name[0]}{name.split()[-1][0]}")}
"""The types of links as words: `fs`, `finish to start`."""


class Link(NamedTuple):
    """What a task waits for.

    Attributes:
        before: The UID of the task it waits for.
        kind: Which end of that comes before which end of this one.
        days: How many days lie in between, weekends included; less than 0 to overlap.
        working: How many of them people work on, None where it is the days that count.
    """

    before: str
    kind: str
    days: Fraction
    working: Fraction | None = None


class Links:
    """The links of a file."""

    def __init__(
        self, outline: Outline, left: Sequence[Element], time: WorkingTime, notes: list[Note]
    ) -> None:
        """Take all tasks of a file and those of them that are left to do; notes are added to the list."""
        self.outline = outline
        self.left = {value(task, "UID") for task in left}
        self.time = time
        self.notes = notes

    def by_task(self) -> dict[str, list[Link]]:
        """Return what each task that is left waits for, by UID."""
        found: dict[str, dict[Link, None]] = defaultdict(dict)
        for task in self.outline.tasks:
            for entry in task.findall("PredecessorLink"):
                for uid, link in self._read(task, entry):
                    if uid != link.before:
                        found[uid][link] = None
        return {uid: [*found[uid]] for uid in self.left}

    def _read(self, task: Element, entry: Element) -> Iterator[tuple[str, Link]]:
        """Yield what one link comes to: the UID of each task that waits, with what it waits for."""
        uid, waiting = value(entry, "PredecessorUID"), self._left_of(value(task, "UID"))
        if not waiting or not self._can_hold(task, entry, uid):
            return
        before = self.outline.by_uid[uid]
        kind = _KINDS[_kind_of(entry)]
        days, working = self.time.lag(entry, before), self.time.working_lag(entry, before)
        ahead = self._left_of(uid)
        if self.outline.is_phase(before):
            ahead = ahead if kind.startswith("finish") else ahead[:1]
            ahead = [one for one in ahead if one not in waiting]
        if self.outline.is_phase(task) and kind.endswith("finish"):
            waiting = [max(waiting, key=lambda own: value(self.outline.by_uid[own], "Finish"))]
        yield from ((own, Link(other, kind, days, working)) for own in waiting for other in ahead)

    def _left_of(self, uid: str) -> list[str]:
        """Return the UIDs of what is left of a task, or of the parts of a phase, in the order of their dates."""
        parts = [part for part in self.outline.parts_of(uid) if value(part, "UID") in self.left]
        parts.sort(key=lambda part: (value(part, "Start"), value(part, "Finish")))
        return [value(part, "UID") for part in parts]

    def _can_hold(self, task: Element, entry: Element, uid: str) -> bool:
        """Return whether a link can be held, and note why not, or by what rule it is read."""
        kind = _kind_of(entry)
        if is_so(entry, "CrossProject") or uid not in self.outline.by_uid:
            return self._note(task, sentence("notes.outside the file"))
        if uid == value(task, "UID"):
            return self._note(task, sentence("notes.linked to itself"))
        before = self.outline.by_uid[uid]
        if kind not in _KINDS:
            return self._note(task, sentence("notes.other link", task=label_of(before)))
        if not self._left_of(uid):
            parts = self.outline.parts_of(uid)
            done = parts and all(self.outline.done(part) == 1 for part in parts)
            said = "notes.from what is done" if done else "notes.from what is left out"
            return self._note(task, sentence(said, task=label_of(before)))
        if not value(entry, "Type"):
            self._note(task, sentence("notes.untyped link", task=label_of(before)))
        if self.outline.is_phase(before) or self.outline.is_phase(task):
            self._note(task, sentence("notes.link of a phase", task=label_of(before)))
        return True

    def _note(self, task: Element, text: Sentence) -> bool:
        self.notes.append(Note(where=Sentence(label_of(task)), text=text))
        return False


def _kind_of(entry: Element) -> int:
    """Return the number of the type of a link."""
    written = value(entry, "Type")
    known = _IN_WORDS.get(" ".join(written.replace("-", " ").casefold().split()))
    return known if known is not None else int(number(entry, "Type")) if written else _UNTYPED
