"""The server: lists tools and resources, answers calls in seats, tells progress, and stops what is cancelled."""

from __future__ import annotations

import asyncio
import json
import threading
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mcp.server.lowlevel import Server
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
from pydantic import ValidationError

from omniprio.base import Model
from omniprio.desk import QUESTIONS, SEATS, Seats
from omniprio.desk.limits import refuse_long, refuse_many
from omniprio.desk.sent import SECONDS
from omniprio.documents import DOCUMENTS, READY, error_as_data, schema_of, to_json
from omniprio.errors import InvalidInputError, OmniprioError
from omniprio.given_goals import GOAL_NAMES
from omniprio.language import Speaker
from omniprio.mcp.conversation import Handles, messages, telling
from omniprio.mcp.tools import CATALOGUE, KEEP, QUESTION_OF, REQUESTS, SCHEMAS, resources, taken, tools
from omniprio.portfolio.reading import faults_of
from omniprio.spelling import hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mcp.server.context import ServerRequestContext
    from mcp.types import CallToolRequestParams, ReadResourceRequestParams

    from omniprio.desk import Question
    from omniprio.language import Language
    from omniprio.mcp.conversation import Progress

__all__ = ["serve", "server"]

_INSTRUCTIONS = f"""Prioritise a portfolio of initiatives; the server plans and proves, you write the portfolio and read the plan.
Read {SCHEMAS}portfolio, or start from {CATALOGUE}ten. Send the portfolio once, with the tool {KEEP}, and give its handle
from then on, as {{"kept": "portfolio-1"}}; plans are kept by themselves. A plan is the best only where each of its goals
says proven: true. What is wrong is told with its place and a remedy; where there is no plan, with what would help.

What tools take is told in short. {REQUESTS}plan is the whole schema of what plan takes, {SCHEMAS}plan that of its answer, and
so for each, with - for _. In every tool: portfolio, plan and disc are documents or handles (the disc is that of
customer-centricity by itself); goals are a list, the most important first, as [{{"kind": "fastest"}}, {{"kind": "least cost"}}],
of the kinds {", ".join(GOAL_NAMES.values())}, or left out; known is a plan of the portfolio that is there already; time_limit is in seconds,
{SECONDS:g} by itself; work_limit counts steps of each search; gap is how close to the proof a search may stop, 0 to 1."""

_SCHEMA = "application/schema+json"
_LONGEST_TEXT = 2_000
"""Letters of the text beside an answer; the whole is its structured content."""


def serve(language: Language = "en") -> None:
    """Answer over standard input and output until the client leaves.

    Args:
        language: The code of the language of what is told.
    """

    async def serving() -> None:
        async with messages() as (read, write):
            made = server(language)
            await made.run(read, write, made.create_initialization_options())

    asyncio.run(serving())


def server(language: Language = "en") -> Server[Any]:
    """Return a server for one conversation, with seats and handles of its own.

    Args:
        language: The code of the language of what is told; what tools say of themselves is in English.
    """
    conversation = _Conversation(language)
    return Server(
        "omniprio",
        version=version("omniprio"),
        instructions=_INSTRUCTIONS,
        on_list_tools=conversation.list_tools,
        on_call_tool=conversation.call_tool,
        on_list_resources=conversation.list_resources,
        on_read_resource=conversation.read_resource,
    )


class _ToKeep(Model):
    """What the tool takes that keeps a document."""

    kind: str
    """The document, one of those that are read or written."""
    document: dict[str, Any]
    """Its data."""


class _Conversation:
    """What is said and kept between one client and the server."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._speaker = Speaker(language)
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
            text, kind = json.dumps(schema_of(name), ensure_ascii=False), _SCHEMA
        elif (name := uri.removeprefix(REQUESTS)) in QUESTIONS and uri != name:
            text, kind = json.dumps(taken(QUESTIONS[name]), ensure_ascii=False), _SCHEMA
        elif (name := uri.removeprefix(CATALOGUE)) in READY and uri != name:
            text, kind = READY[name]().to_json(), "application/json"
        else:
            known = [str(one.uri) for one in resources()]
            raise MCPError(INVALID_PARAMS, self._unknown("service.no resource", known, uri=uri))
        return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type=kind, text=text)])

    def _unknown(self, words: str, known: Iterable[str], **given: str) -> str:
        """Return that there is no such thing, and what was probably meant."""
        (name,) = given.values()
        return self._speaker.words(words, hint=hints([name], known)[name], **given)

    async def call_tool(
        self, context: ServerRequestContext[Any, Any], params: CallToolRequestParams
    ) -> CallToolResult:
        """Answer a call; what cannot be done is an error with its facts."""
        if params.name != KEEP and params.name not in QUESTION_OF:
            known = (KEEP, *QUESTION_OF)
            raise MCPError(INVALID_PARAMS, self._unknown("service.no tool", known, name=params.name))
        asked = params.arguments or {}
        async with telling(context.session, self._speaker) as tell:
            try:
                return await self._seats.do(
                    lambda stop: self._answer(params.name, asked, stop, tell), threading.Event()
                )
            except OmniprioError as error:
                return self._failed(error)

    def _answer(
        self, tool: str, asked: Mapping[str, Any], cancel: threading.Event, tell: Callable[[Progress], None]
    ) -> CallToolResult:
        """Return the answer to a call; runs in a thread."""
        sent = json.dumps(asked, ensure_ascii=False).encode(errors="replace")
        refuse_long(sent)
        refuse_many(sent)
        if tool == KEEP:
            return self._kept(asked)
        return self._answered(QUESTION_OF[tool], asked, cancel, tell)

    def _kept(self, asked: Mapping[str, Any]) -> CallToolResult:
        try:
            wanted = _ToKeep.model_validate(asked)
        except ValidationError as error:
            raise InvalidInputError(faults_of(error, asked, _ToKeep)) from None
        handle = self._handles.keep(wanted.kind, wanted.document)
        return _told({"kept": handle}, self._speaker.words("service.kept", handle=_as_handle(handle)))

    def _answered(
        self,
        question: Question,
        asked: Mapping[str, Any],
        cancel: threading.Event,
        tell: Callable[[Progress], None],
    ) -> CallToolResult:
        answer: Any = question.found(dict(asked), cancel, tell, self._handles.document)
        data = json.loads(to_json(question.name, answer))
        text = self._shortened(answer.summary(self._language))
        if question.name == "plan":
            handle = _as_handle(self._handles.keep("plan", data))
            text += f"\n{self._speaker.words('service.plan kept', handle=handle)}"
        return _told(data, text)

    def _shortened(self, text: str) -> str:
        if len(text) <= _LONGEST_TEXT:
            return text
        return f"{text[:_LONGEST_TEXT].rpartition('\n')[0]}\n{self._speaker.words('service.the rest')}"

    def _failed(self, error: OmniprioError) -> CallToolResult:
        """Return an error: what it says, and its facts as JSON."""
        told = error_as_data(error, self._language)
        texts = [str(told["message"]), json.dumps(told, ensure_ascii=False)]
        return CallToolResult(content=[TextContent(type="text", text=text) for text in texts], is_error=True)


def _as_handle(handle: str) -> str:
    """Return what stands for a document in a call."""
    return json.dumps({"kept": handle})


def _told(data: dict[str, Any], text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=data)
