"""Messages over standard input and output; what is none is answered too, which the library passes over in silence."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

__all__ = ["messages"]

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
                await good.send(message)
            elif (answer := _answer(message)) is not None:
                await write.send(SessionMessage(answer))


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
