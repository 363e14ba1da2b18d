"""What is said in one workshop, whoever says it and on which page: every page reads and writes the same."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from omniprio.what_if.bidding import Bidding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

__all__ = ["Room"]


class Room:
    """What departments have said and agreed on so far; threads and pages may use one together.

    Only what is different is written, part by part, so that two who speak at the same time are both heard.

    >>> room = Room(Bidding(said={"IT": {"R2": 0.4}}))
    >>> room.say("Shops", {"R2": 0.8})
    True
    >>> room.bidding.said
    {'IT': {'R2': 0.4}, 'Shops': {'R2': 0.8}}
    """

    def __init__(
        self,
        bidding: Bidding,
        departments: Iterable[str] = (),
        keep: Callable[[Bidding], None] = lambda _: None,
    ) -> None:
        """Begin with what was said before; where nobody has spoken, with departments that are asked.

        Args:
            bidding: What was said before.
            departments: Who is asked.
            keep: Told what is said whenever that has become different, before whoever said it is answered.
        """
        self._keep = keep
        self._lock = threading.Lock()
        self._said = {name: dict(own) for name, own in bidding.said.items()}
        self._agreed = dict(bidding.agreed)
        self._present = tuple(self._said) or tuple(departments)
        self._changes = 0

    @property
    def changes(self) -> int:
        """How often something has become different: a page that has seen fewer is drawn anew."""
        return self._changes

    @property
    def departments(self) -> tuple[str, ...]:
        """Those that are named now."""
        return self._present

    @property
    def bidding(self) -> Bidding:
        """What the departments that are named now have said, and what is agreed on."""
        with self._lock:
            return _bidding(self._present, self._said, self._agreed)

    def name(self, added: Iterable[str], removed: Collection[str] = ()) -> bool:
        """Name departments, and name others no more; what those have said is kept for when they are named again.

        Args:
            added: Those that count from now on.
            removed: Those that count no more.

        Returns:
            Whether anything is different.
        """
        with self._lock:
            kept = (name for name in self._present if name not in removed)
            return self._write(present=tuple(dict.fromkeys([*kept, *added])))

    def say(self, department: str, parts: Mapping[str, float | None]) -> bool:
        """Write down what a department says of some parts; whoever was not named is from now on.

        Args:
            department: Who says it.
            parts: How far each part is, 0 to 1; None takes back what was said.

        Returns:
            Whether anything is different.
        """
        with self._lock:
            said = {**self._said, department: {**self._said.get(department, {}), **parts}}
            return self._write(present=tuple(dict.fromkeys([*self._present, department])), said=said)

    def agree(self, parts: Mapping[str, float | None]) -> bool:
        """Write down what is agreed on.

        Args:
            parts: How far each part is, 0 to 1; None where the median is to count again.

        Returns:
            Whether anything is different.
        """
        with self._lock:
            agreed = {part: share for part, share in {**self._agreed, **parts}.items() if share is not None}
            return self._write(agreed=agreed)

    def _write(
        self,
        present: tuple[str, ...] | None = None,
        said: dict[str, dict[str, float | None]] | None = None,
        agreed: dict[str, float] | None = None,
    ) -> bool:
        """Put what is given in the place of what there was, and return whether that is different."""
        before = self._present, self._said, self._agreed
        after = (
            before[0] if present is None else present,
            before[1] if said is None else said,
            before[2] if agreed is None else agreed,
        )
        differs = before != after
        if differs:
            self._keep(_bidding(*after))
        self._present, self._said, self._agreed = after
        self._changes += differs
        return differs


def _bidding(
    present: Iterable[str], said: Mapping[str, Mapping[str, float | None]], agreed: Mapping[str, float]
) -> Bidding:
    return Bidding(said={name: dict(said.get(name, {})) for name in present}, agreed=dict(agreed))
