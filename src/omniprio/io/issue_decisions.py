"""Which issues of a list must be done, as far as it says, and what is assumed where it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.imported import Note
from omniprio.io.issue_times import earliest_ends
from omniprio.language import Sentence, fact, in_every_language, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.io.issue_times import Entry

__all__ = ["decided"]


def decided(
    entries: Sequence[Entry], begun: Mapping[str, str], ideas: Mapping[str, str], periods: int
) -> Iterator[Note]:
    """Decide that what is under way must be done, and where nothing scores everything, and yield notes that say so.

    Args:
        entries: The data of initiatives; they are changed.
        begun: What is under way, with its status.
        ideas: What is an idea, with its status; where everything is one, none is less decided than others.
        periods: T.
    """
    ends = earliest_ends(entries)
    scored = any(entry.get("scores") for entry in entries)
    free = {} if all(str(entry["id"]) in ideas for entry in entries) else ideas
    for entry in entries:
        name = str(entry["id"])
        if scored and name not in begun:
            continue
        if name in free:
            yield Note(where=Sentence(name), text=sentence("notes.idea", status=free[name]))
            continue
        if ends.get(name, 1) > periods:
            yield Note(where=Sentence(name), text=sentence("notes.too long"))
            continue
        known = name in begun
        why = fact("decisions.assumed status", status=begun[name]) if known else fact("decisions.assumed all")
        entry |= {"decision": "must", "decision_reason": in_every_language(why)}
        if scored:
            yield Note(where=Sentence(name), text=sentence("notes.under way", status=begun[name]))
    if not scored:
        yield Note(where=sentence("notes.issues"), text=sentence("notes.all must"))
