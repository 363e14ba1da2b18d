"""What a conversation keeps, so that a document is sent once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from omniprio.documents.kinds import read_as
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.spelling import use_one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOST_KEPT", "Handles"]

MOST_KEPT = 50
"""Documents of a conversation; the oldest are forgotten first."""


class Handles:
    """The documents of a conversation, by handles such as `portfolio-1`.

    >>> handles = Handles()
    >>> handles.keep("portfolio", {"horizon": 2, "initiatives": [{"id": "web"}]})
    'portfolio-1'
    >>> handles.document("portfolio-1")["horizon"]
    2
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._documents: dict[str, Mapping[str, Any]] = {}
        self._made: Counter[str] = Counter()

    def keep(self, kind: str, document: Mapping[str, Any]) -> str:
        """Keep a document and return its handle.

        Args:
            kind: The document, one of `DOCUMENTS`.
            document: Its data.

        Raises:
            InvalidInputError: It is no such document; it lists every fault.
        """
        read = read_as(kind, document)
        self._made[kind] += 1
        handle = f"{kind}-{self._made[kind]}"
        self._documents[handle] = read
        for oldest in list(self._documents)[:-MOST_KEPT]:
            self._documents.pop(oldest, None)  # another thread may have done so
        return handle

    def document(self, handle: str) -> Mapping[str, Any]:
        """Return the data of a document.

        Args:
            handle: What `keep` has returned.

        Raises:
            InvalidInputError: There is none of that handle, or it is forgotten.
        """
        if handle not in self._documents:
            remedy = use_one_of(self._documents, "")
            raise InvalidInputError([Fault(handle, sentence("faults.is not kept"), remedy)])
        return self._documents[handle]
