"""The phases of a project file: which tasks are parts of which, and how far each is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.msproject_values import is_so, number, value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

__all__ = ["Outline"]


class Outline:
    """The tasks of a file as a tree.

    Attributes:
        tasks: All tasks, in the order of the file, without the project itself and empty lines.
        by_uid: The tasks by UID.
        phases: The phases around each task by its UID, the outermost first.
        parts: The tasks without parts of their own inside each phase, by its UID.
    """

    def __init__(self, tasks: Sequence[Element]) -> None:
        """Build the tree from the levels of the tasks."""
        self.tasks = [task for task in tasks if value(task, "UID") != "0" and not is_so(task, "IsNull")]
        self.by_uid = {value(task, "UID"): task for task in self.tasks}
        self.phases: dict[str, tuple[Element, ...]] = {}
        self.parts: dict[str, list[Element]] = {}
        self._build()
        self._done = {uid: _share(task) for uid, task in self.by_uid.items()}
        self._hand_down()

    def is_phase(self, task: Element) -> bool:
        """Tell whether a task is no work of its own, but sums up others."""
        return value(task, "UID") in self.parts or is_so(task, "Summary")

    def parts_of(self, uid: str) -> Sequence[Element]:
        """Return the work that a task stands for: itself, or what is inside it if it is a phase."""
        task = self.by_uid[uid]
        return self.parts.get(uid, ()) if self.is_phase(task) else (task,)

    def done(self, task: Element) -> Fraction:
        """Return which share of a task is done, 0 to 1; what only its phase knows counts too."""
        return self._done[value(task, "UID")]

    def _build(self) -> None:
        above: list[tuple[int, Element]] = []
        for task in self.tasks:
            level = _level(task)
            while above and above[-1][0] >= level:
                above.pop()
            self.phases[value(task, "UID")] = tuple(phase for _, phase in above)
            above.append((level, task))
        whole = {value(phase, "UID") for around in self.phases.values() for phase in around}
        for task in self.tasks:
            uid = value(task, "UID")
            if uid not in whole and not is_so(task, "Summary"):
                for phase in self.phases[uid]:
                    self.parts.setdefault(value(phase, "UID"), []).append(task)

    def _hand_down(self) -> None:
        """Let what is done of a phase be done of each of its parts, where the file says it of none of them."""
        for uid, parts in self.parts.items():
            inside = [value(part, "UID") for part in parts]
            if self._done[uid] and not any(self._done[part] for part in inside):
                self._done.update(dict.fromkeys(inside, self._done[uid]))


def _level(task: Element) -> int:
    """Return how deep a task is, from 1; 1 where the file does not say it."""
    written = value(task, "OutlineNumber")
    return int(number(task, "OutlineLevel")) or (written.count(".") + 1 if written else 1)


def _share(task: Element) -> Fraction:
    if value(task, "ActualFinish"):
        return Fraction(1)
    return min(Fraction(1), max(Fraction(0), number(task, "PercentComplete") / 100))
