"""The server: lists tools and resources, answers calls in seats, tells progress, and stops what is cancelled."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    ListResourcesResult,
    ListToolsResult,
    ReadResourceResult,
    TextContent,
    TextResourceContents,
)

from omniprio.desk import SEATS, RefusedError, Seats
from omniprio.desk.limits import refuse_long, refuse_many
from omniprio.documents import DOCUMENTS, READY, error_as_data, schema_of, to_json
from omniprio.errors import Fault, InvalidInputError, OmniprioError
from omniprio.language import sentence
from omniprio.mcp.handles import Handles
from omniprio.mcp.tools import CATALOGUE, KEEP, QUESTION_OF, SCHEMAS, resources, tools
from omniprio.options import RunProgress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mcp.server.context import ServerRequestContext
    from mcp.types import CallToolRequestParams, ReadResourceRequestParams

    from omniprio.desk import Question

__all__ = ["serve", "server"]

_INSTRUCTIONS = f"""Prioritise a portfolio of initiatives; the server plans and proves, you write the portfolio and read the plan.
Read {SCHEMAS}portfolio, or start from {CATALOGUE}ten. Send the portfolio once, with the tool {KEEP}, and give its handle
from then on. A plan is the best only where each of its goals says proven: true. What is wrong is told with its place and a
remedy; where there is no plan, with what would help."""

_LONGEST_TEXT = 2_000
"""Letters of the text beside an answer; the whole is its structured content."""


def serve() -> None:
    """Answer over standard input and output until the client leaves."""

    async def serving() -> None:
        async with stdio_server() as (read, write):
            made = server()
            await made.run(read, write, made.create_initialization_options())

    asyncio.run(serving())


def server() -> Server[Any]:
    """Return a server for one conversation, with seats and handles of its own."""
    conversation = _Conversation()
    return Server(
        "omniprio",
        version=version("omniprio"),
        instructions=_INSTRUCTIONS,
        on_list_tools=conversation.list_tools,
        on_call_tool=conversation.call_tool,
        on_list_resources=conversation.list_resources,
        on_read_resource=conversation.read_resource,
    )


class _Conversation:
    """What is said and kept between one client and the server."""

    def __init__(self) -> None:
        self._seats = Seats(SEATS)
        self._handles = Handles()

    async def list_tools(self, _context: object, _params: object) -> ListToolsResult:
        return ListToolsResult(tools=list(tools()))

    async def list_resources(self, _context: object, _params: object) -> ListResourcesResult:
        return ListResourcesResult(resources=list(resources()))

    async def read_resource(self, _context: object, params: ReadResourceRequestParams) -> ReadResourceResult:
        """Return a schema or a ready portfolio."""
        uri = str(params.uri)
        if (name := uri.removeprefix(SCHEMAS)) in DOCUMENTS and uri != name:
            text, kind = json.dumps(schema_of(name), ensure_ascii=False), "application/schema+json"
        elif (name := uri.removeprefix(CATALOGUE)) in READY and uri != name:
            text, kind = READY[name]().to_json(), "application/json"
        else:
            raise MCPError(INVALID_PARAMS, f"There is no resource {uri}.")
        return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type=kind, text=text)])

    async def call_tool(
        self, context: ServerRequestContext[Any, Any], params: CallToolRequestParams
    ) -> CallToolResult:
        """Answer a call; what cannot be done is an error with its facts."""
        if params.name != KEEP and params.name not in QUESTION_OF:
            raise MCPError(INVALID_PARAMS, f"There is no tool {params.name}.")
        asked = params.arguments or {}
        cancel = threading.Event()
        tell = _teller(context, asyncio.get_running_loop(), cancel)
        try:
            return await self._seats.do(lambda stop: self._answer(params.name, asked, stop, tell), cancel)
        except (OmniprioError, RefusedError) as error:
            return _failed(error)

    def _answer(
        self, tool: str, asked: Mapping[str, Any], cancel: threading.Event, tell: Callable[[Any], None]
    ) -> CallToolResult:
        """Return the answer to a call; runs in a thread."""
        sent = json.dumps(asked, ensure_ascii=False).encode(errors="replace")
        refuse_long(sent)
        refuse_many(sent)
        if tool == KEEP:
            return self._kept(asked)
        return self._answered(QUESTION_OF[tool], asked, cancel, tell)

    def _kept(self, asked: Mapping[str, Any]) -> CallToolResult:
        faults = [
            Fault(name, sentence("faults.missing"), sentence("remedies.add it"))
            for name, kind in (("kind", str), ("document", dict))
            if not isinstance(asked.get(name), kind)
        ]
        if faults:
            raise InvalidInputError(faults)
        handle = self._handles.keep(asked["kind"], asked["document"])
        return _told({"kept": handle}, f'Kept: give {{"kept": "{handle}"}} in its place from now on.')

    def _answered(
        self,
        question: Question,
        asked: Mapping[str, Any],
        cancel: threading.Event,
        tell: Callable[[Any], None],
    ) -> CallToolResult:
        answer: Any = question.found(dict(asked), cancel, tell, self._handles.document)
        data = json.loads(to_json(question.name, answer))
        text = _shortened(answer.summary())
        if question.name == "plan":
            text += f'\nKept: {{"kept": "{self._handles.keep("plan", data)}"}}'
        return _told(data, text)


def _teller(
    context: ServerRequestContext[Any, Any], loop: asyncio.AbstractEventLoop, cancel: threading.Event
) -> Callable[[Any], None]:
    """Return what tells the client how far a search is; it may be called from a thread."""
    told: set[asyncio.Task[None]] = set()

    async def tell(progress: Any) -> None:  # noqa: ANN401  of a search, or of steps
        with suppress(Exception):  # a client that hears nothing is answered all the same
            await context.session.report_progress(*_said(progress))

    def begin(progress: object) -> None:
        if not cancel.is_set():
            task = loop.create_task(tell(progress))
            told.add(task)
            task.add_done_callback(told.discard)

    def from_thread(progress: object) -> None:
        loop.call_soon_threadsafe(begin, progress)

    return from_thread


def _said(progress: Any) -> tuple[float, float | None, str]:  # noqa: ANN401  of a search, or of steps
    """Return how far it is, out of how much, and a sentence."""
    if isinstance(progress, RunProgress):
        best = "no plan yet" if progress.value is None else f"best so far {progress.value:.6g}"
        bound = "" if progress.bound is None else f", none is better than {progress.bound:.6g}"
        return progress.seconds, None, f"{progress.goal.kind}: {best}{bound}"
    return progress.done, progress.of, f"{progress.step}: {progress.done} of {progress.of}"


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_TEXT:
        return text
    return f"{text[:_LONGEST_TEXT].rpartition('\n')[0]}\n… the rest is in the structured content."


def _told(data: dict[str, Any], text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=data)


def _failed(error: OmniprioError | RefusedError) -> CallToolResult:
    """Return an error: what it says, and its facts as JSON."""
    facts = json.dumps(error_as_data(error), ensure_ascii=False)
    texts = [TextContent(type="text", text=text) for text in (str(error), facts)]
    return CallToolResult(content=texts, is_error=True)
