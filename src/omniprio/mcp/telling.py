"""How far a call is, told to the client while it waits."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from omniprio.clock import now
from omniprio.live import in_words
from omniprio.onlookers import Seen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from mcp.server.session import ServerSession

    from omniprio.answers.parallel import EachProgress
    from omniprio.language import Speaker
    from omniprio.options import RunProgress

__all__ = ["Progress", "telling"]

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
