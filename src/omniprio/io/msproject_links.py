"""The links between the tasks of a project file, as far as a portfolio can hold them."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.imported import Note
from omniprio.io.msproject_format import KINDS
from omniprio.io.msproject_times import label_of, number, value
from omniprio.language import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from omniprio.io.msproject_times import Clock

__all__ = ["Links"]

_KINDS = {code: name for name, code in KINDS.items()}
_LENGTHS_DIFFER = Fraction(1, 10)  # February is 8 % shorter than the mean month


class Links:
    """The links of a file."""

    def __init__(
        self, tasks: Sequence[Element], names: Mapping[str, str], clock: Clock, notes: list[Note]
    ) -> None:
        """Take all tasks of a file, and the ids of those that are read, by UID; notes are added to the list."""
        self.by_uid = {value(task, "UID"): task for task in tasks}
        self.names = names
        self.clock = clock
        self.notes = notes

    def of(self, task: Element) -> Iterator[str | dict[str, object]]:
        """Yield the links of a task that a portfolio can hold, and note the others."""
        seen: set[tuple[object, ...]] = set()
        for link in task.findall("PredecessorLink"):
            uid = value(link, "PredecessorUID")
            if not self._can_hold(task, link, uid):
                continue
            before = self.by_uid[uid]
            exact_lag = self.clock.lag(link, before)
            lag = math.floor(exact_lag + Fraction(1, 2))
            kind = _KINDS[int(number(link, "Type"))]
            self._note_lag(task, before, exact_lag, lag)
            lag -= kind == "start to finish"  # it finishes at the end of the period before the other starts
            if (uid, kind, lag) not in seen:
                seen.add((uid, kind, lag))
                plain = kind == "finish to start" and lag == 0
                yield self.names[uid] if plain else {"of": [self.names[uid]], "kind": kind, "lag": lag}

    def _can_hold(self, task: Element, link: Element, uid: str) -> bool:
        """Return whether a portfolio can hold a link, and note why not."""
        kind = int(number(link, "Type")) if value(link, "Type") else -1
        if value(link, "CrossProject") == "1" or uid not in self.by_uid:
            problem = sentence("notes.outside the file")
        elif uid not in self.names:
            problem = sentence("notes.from what is left out", task=label_of(self.by_uid[uid]))
        elif kind not in _KINDS:
            problem = sentence("notes.other link", task=label_of(self.by_uid[uid]))
        else:
            return True
        self._note(task, problem)
        return False

    def _note_lag(self, task: Element, before: Element, exact_lag: Fraction, lag: int) -> None:
        written = float(f"{float(exact_lag):.3g}")
        if abs(exact_lag - lag) > abs(exact_lag) * _LENGTHS_DIFFER:
            self._note(task, sentence("notes.lag", lag=written, task=label_of(before), read=lag))

    def _note(self, task: Element, text: Sentence) -> None:
        self.notes.append(Note(where=Sentence(label_of(task)), text=text))
