"""What a conversation has: documents that are kept, messages line by line, and how far a call is."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError, JSONRPCNotification
from pydantic import ValidationError

from omniprio.clock import now
from omniprio.documents.kinds import read_as
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.live import in_words
from omniprio.onlookers import Seen
from omniprio.spelling import one_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
    from mcp.server.session import ServerSession

    from omniprio.answers.parallel import EachProgress
    from omniprio.language import Speaker
    from omniprio.options import RunProgress

__all__ = ["MOST_KEPT", "Handles", "Progress", "messages", "telling"]

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
            remedy = one_of(self._documents, handle)
            raise InvalidInputError([Fault(handle, sentence("faults.is not kept"), remedy)])
        return self._documents[handle]


_NO_ID = "The id of a request is a whole number or a text."
"""Said in English, as what else is wrong with a message."""

_LONGEST = 200
"""Letters of what is said to be wrong with a message."""


@asynccontextmanager
async def messages() -> AsyncIterator[tuple[MemoryObjectReceiveStream[SessionMessage | Exception], Any]]:
    """Read messages until standard input ends.

    Yields:
        What reads those that are sound, and what messages are written to.
    """
    good, sound = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    async with stdio_server() as (read, write), anyio.create_task_group() as group:
        group.start_soon(_sort, read, write, good)
        yield sound, write


async def _sort(read: Any, write: Any, good: MemoryObjectSendStream[SessionMessage | Exception]) -> None:  # noqa: ANN401  streams of the library
    """Pass on what is sound, and answer the rest."""
    async with good:
        async for message in read:
            if not isinstance(message, Exception):
                if _is_unanswerable(message):
                    await write.send(SessionMessage(_failed(INVALID_REQUEST, _NO_ID, None)))
                else:
                    await good.send(message)
            elif (answer := _answer(message)) is not None:
                await write.send(SessionMessage(answer))


def _is_unanswerable(message: SessionMessage) -> bool:
    """Tell whether a request has an id that the library drops, as it does with fractions: it is then taken for a notification."""
    said = message.message
    return isinstance(said, JSONRPCNotification) and not said.method.startswith("notifications/")


def _answer(error: Exception) -> JSONRPCError | None:
    """Return the answer to what is no message, to whom it names if it can be seen; None to an empty line."""
    if not isinstance(error, ValidationError):
        return _failed(PARSE_ERROR, str(error), None)
    found = error.errors(include_url=False, include_context=False)
    given = [one["input"] for one in found]
    if all(isinstance(one, str) and not one.strip() for one in given):
        return None
    if found[0]["type"] == "json_invalid":
        return _failed(PARSE_ERROR, found[0]["msg"], None)
    ids = [one.get("id") for one in given if isinstance(one, dict)]
    asked = next((one for one in ids if isinstance(one, int | str) and not isinstance(one, bool)), None)
    return _failed(INVALID_REQUEST, "This is no request, notification or answer of JSON-RPC 2.0.", asked)


def _failed(code: int, message: str, asked: int | str | None) -> JSONRPCError:
    return JSONRPCError(jsonrpc="2.0", id=asked, error=ErrorData(code=code, message=message[:_LONGEST]))


type Progress = RunProgress | EachProgress | Seen
"""How far something is."""

_BEAT = 1.0
"""Seconds after which the client is told that the work goes on, where the work itself tells nothing."""


@asynccontextmanager
async def telling(session: ServerSession, speaker: Speaker) -> AsyncIterator[Callable[[Progress], None]]:
    """Tell a client how far a call is as long as the block lasts: whenever the work tells it, and each second.

    Args:
        session: Where the client listens.
        speaker: Who says it.

    Yields:
        What the work tells, from whatever thread.
    """
    loop, began = asyncio.get_running_loop(), now()
    heard: asyncio.Queue[Progress] = asyncio.Queue()

    async def tell() -> None:
        while True:
            try:
                progress = await asyncio.wait_for(heard.get(), _BEAT)
            except TimeoutError:
                progress = Seen(searches=0, seconds=now() - began)
            with suppress(Exception):  # a client that hears nothing is answered all the same
                await session.report_progress(now() - began, None, in_words(progress, speaker))

    def hear(progress: Progress) -> None:
        loop.call_soon_threadsafe(heard.put_nowait, progress)

    task = loop.create_task(tell())
    try:
        yield hear
    finally:
        task.cancel()
