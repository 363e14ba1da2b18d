"""`omniprio mcp`, started and called through the client of the SDK."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from outside import requests

from omniprio import Initiative, Plan, Portfolio, prioritise, ten_portfolio
from omniprio.desk import QUESTIONS
from omniprio.documents import DOCUMENTS, READY, schema_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    from mcp.types import CallToolResult, Tool


TEN = json.loads(ten_portfolio().to_json())
WEB = Initiative(id="web", cost=300, duration=2, advances={"D2": 0.6})
SHORT = Portfolio(horizon=3, initiatives=[WEB], budget=350)
SENT = json.loads(SHORT.to_json())
DEAR = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300, decision="must")], budget=200)

Call = tuple[str, dict[str, Any]]
CALLS: dict[str, Call] = {
    "plan": ("plan", {"portfolio": SENT}),
    "kept": ("keep", {"kind": "portfolio", "document": SENT}),
    "closest": (
        "plan",
        {"portfolio": {"kept": "portfolio-1"}, "goals": [{"kind": "closest"}], "time_limit": 30},
    ),
    "of the plan": ("value_of_change", {"plan": {"kept": "plan-2"}, "kinds": ["budget"]}),
    "forgotten": ("plan", {"portfolio": {"kept": "portfolio-9"}}),
    "misspelt": ("plan", {"portfolio": {"kept": "portfolio1"}}),
    "another kind": ("essential", {"plan": {"kept": "portfolio-1"}}),
    "no document": ("keep", {"kind": "portfolio", "document": {"horizon": 0, "initiatives": []}}),
    "nothing": ("keep", {}),
    "checked": ("check", {"portfolio": TEN, "starts": {"identify": 1}}),
    "broken": ("check", {"portfolio": TEN, "starts": {"identify": 12}}),
    "faults": ("plan", {"portfolio": {"horizon": 0, "initiatives": 1}, "goals": [{"kind": "quickest"}]}),
    "infeasible": ("plan", {"portfolio": json.loads(DEAR.to_json())}),
    "too long": ("plan", {"portfolio": SENT, "time_limit": 61}),
    "too large": (
        "check",  # 21 * 1000 starts are more than 20,000
        {"portfolio": {"horizon": 1000, "initiatives": [{"id": f"i{n}"} for n in range(21)]}, "starts": {}},
    ),
}
"""In this order, in one conversation."""


@pytest.fixture(scope="module", autouse=True)
def mcp() -> ModuleType:
    """The SDK, loaded where it is used: it takes longer than most files of tests."""
    pytest.importorskip("mcp.server.mcpserver", reason="it takes mcp 2")
    return importlib.import_module("mcp")


WHOLE = ("plan", "check")
"""The tools of which the whole schema is read."""


class Heard(NamedTuple):
    """What a client has heard."""

    tools: dict[str, Tool]
    answers: dict[str, CallToolResult]
    uris: list[str]
    resources: dict[str, str]
    progress: list[tuple[float, float | None, str | None]]


async def conversation(mcp: ModuleType) -> Heard:
    """Start the server, list what there is and make all calls."""
    command = mcp.StdioServerParameters(command=sys.executable, args=["-m", "omniprio", "mcp"])
    progress: list[tuple[float, float | None, str | None]] = []

    async def told(done: float, total: float | None, message: str | None) -> None:
        progress.append((done, total, message))

    async with asyncio.timeout(120), mcp.Client(mcp.stdio_client(command)) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        uris = [str(one.uri) for one in (await client.list_resources()).resources]
        wanted = [
            uri for uri in uris if "/request/" not in uri or uri.endswith(WHOLE)
        ]  # they take long to make
        resources = {uri: (await client.read_resource(uri)).contents[0].text for uri in wanted}
        answers = {about: await client.call_tool(*call) for about, call in CALLS.items()}
        await client.call_tool("plan", {"portfolio": TEN}, progress_callback=told)
        with pytest.raises(mcp.MCPError, match=r"There is no tool guess\."):
            await client.call_tool("guess", {})
        with pytest.raises(mcp.MCPError, match=r"no tool trade-off \(did you mean trade_off\?\)"):
            await client.call_tool("trade-off", {})
        with pytest.raises(mcp.MCPError, match=r"plann \(did you mean omniprio://schema/plan\?\)"):
            await client.read_resource("omniprio://schema/plann")
    return Heard(tools, answers, uris, resources, progress)


@pytest.fixture(scope="module")
def heard(mcp: ModuleType) -> Heard:
    return asyncio.run(conversation(mcp))


def told(answer: CallToolResult, *, failed: bool = False) -> dict[str, Any]:
    """Return the data of an answer, or the facts of an error, which come after its message."""
    assert bool(answer.is_error) == failed
    last = answer.content[-1]
    assert last.type == "text"
    data = json.loads(last.text) if failed else answer.structured_content
    assert isinstance(data, dict)
    return data


def text(answer: CallToolResult) -> str:
    first = answer.content[0]
    assert first.type == "text"
    return first.text


def test_there_is_a_tool_for_each_question(heard: Heard) -> None:
    assert set(heard.tools) == {"keep", *(name.replace("-", "_") for name in QUESTIONS)}
    for tool in heard.tools.values():
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint == (tool.name != "keep")
        assert tool.output_schema is not None


def test_what_tools_take_and_give_is_typed(heard: Heard) -> None:
    """The client has held every answer against what the tool says it gives."""
    jsonschema = pytest.importorskip("jsonschema")
    for about, (name, arguments) in CALLS.items():
        tool = heard.tools[name]
        taken = jsonschema.Draft202012Validator(tool.input_schema)
        given = jsonschema.Draft202012Validator(tool.output_schema)
        assert taken.is_valid(arguments) == (about not in {"nothing", "too long"}), about
        if not heard.answers[about].is_error:
            given.validate(heard.answers[about].structured_content)


def test_all_tools_are_short_enough_to_read(heard: Heard) -> None:
    letters = sum(
        len(tool.model_dump_json(by_alias=True, exclude_none=True)) for tool in heard.tools.values()
    )
    assert letters < 20_000


@pytest.mark.slow
def test_schemas_and_portfolios_are_resources(heard: Heard) -> None:
    for name in DOCUMENTS:
        assert json.loads(heard.resources[f"omniprio://schema/{name}"]) == schema_of(name)
    for name, make in READY.items():
        assert heard.resources[f"omniprio://catalogue/{name}"] == make().to_json()
    assert len(heard.uris) == len(DOCUMENTS) + len(QUESTIONS) + len(READY)


def test_what_tools_take_is_told_whole_by_resources(heard: Heard) -> None:
    """Whatever fits the whole fits what the tool says in short."""
    jsonschema = pytest.importorskip("jsonschema")
    for name, request in requests().items():
        tool = heard.tools[name.replace("-", "_")]
        assert tool.input_schema["description"] == f"omniprio://request/{name}"
        assert f"omniprio://request/{name}" in heard.uris
        jsonschema.Draft202012Validator(tool.input_schema).validate(request)
    schemas = {name: json.loads(heard.resources[f"omniprio://request/{name}"]) for name in WHOLE}
    for name, whole in schemas.items():
        assert set(whole["properties"]) == set(heard.tools[name].input_schema["properties"])
        jsonschema.Draft202012Validator(whole).validate(requests()[name])
    fits = {
        about: jsonschema.Draft202012Validator(schemas[name]).is_valid(arguments)
        for about, (name, arguments) in CALLS.items()
        if name in WHOLE
    }
    assert [about for about, good in fits.items() if not good] == ["faults", "too long"]


def test_a_plan_is_the_same_as_in_python_with_a_short_text(heard: Heard) -> None:
    plan = prioritise(SHORT)
    assert told(heard.answers["plan"]) == json.loads(plan.to_json())
    lines = text(heard.answers["plan"]).splitlines()
    assert plan.summary().splitlines()[: len(lines) - 2] == lines[:-2]
    assert lines[-2:] == ["… the rest is in the structured content.", 'Kept: {"kept": "plan-1"}']
    assert len(text(heard.answers["plan"])) < 2_200


def test_a_document_is_sent_once(heard: Heard) -> None:
    assert told(heard.answers["kept"]) == {"kept": "portfolio-1"}
    closest = Plan.model_validate(told(heard.answers["closest"]))
    assert (closest.portfolio, [result.goal.kind for result in closest.goals]) == (SHORT, ["closest"])
    assert told(heard.answers["of the plan"])["format"] == "omniprio-value-of-change/1"
    forgotten = told(heard.answers["forgotten"], failed=True)
    assert forgotten["faults"][0]["path"] == "portfolio-9"
    assert text(heard.answers["misspelt"]).endswith("(did you mean portfolio-1?)")
    another = told(heard.answers["another kind"], failed=True)["faults"]
    assert [(fault["path"], fault["remedy"]) for fault in another] == [
        ("plan.format", "give 'omniprio-plan/1'")
    ]
    assert told(heard.answers["no document"], failed=True)["faults"][0]["path"] == "horizon"
    nothing = told(heard.answers["nothing"], failed=True)["faults"]
    assert [fault["path"] for fault in nothing] == ["kind", "document"]


def test_progress_is_told(heard: Heard) -> None:
    assert heard.progress
    assert heard.progress == sorted(heard.progress, key=lambda one: one[0])
    assert all(message and message.startswith(("fastest", "least cost")) for _, _, message in heard.progress)


def test_a_schedule_is_checked(heard: Heard) -> None:
    assert told(heard.answers["checked"])["ok"] is True
    broken = told(heard.answers["broken"])
    assert (broken["format"], broken["ok"]) == ("omniprio-check/1", False)
    assert "completes in period 13" in text(heard.answers["broken"])  # it takes 2: 12 and 13 of 12


def test_every_fault_of_bad_input_is_told(heard: Heard) -> None:
    faults = told(heard.answers["faults"], failed=True)
    assert faults["error"] == "InvalidInputError"
    assert [fault["path"] for fault in faults["faults"]] == [
        "portfolio.horizon",
        "portfolio.initiatives",
        "goals[1]",
    ]
    assert "portfolio.horizon: is 0; give at least 1 period" in text(heard.answers["faults"])


def test_a_portfolio_without_a_plan_is_told_with_repairs(heard: Heard) -> None:
    infeasible = told(heard.answers["infeasible"], failed=True)
    assert infeasible["error"] == "InfeasibleError"
    assert "Raise the main budget by 100." in json.dumps(infeasible["repairs"])  # 300 - 200


def test_what_is_too_large_or_too_long_is_refused(heard: Heard) -> None:
    assert "times periods are 21,000" in text(heard.answers["too large"])
    assert told(heard.answers["too long"], failed=True)["faults"][0]["path"] == "time_limit"


WAITING = """
import os
from omniprio.base import Model
from omniprio.desk import Question
from omniprio.mcp import serve

class Nothing(Model):
    def summary(self):
        return ""

found = Question.found

def waiting(self, data, cancel, *rest):
    if self.name != "essential":
        return found(self, data, cancel, *rest)
    os.write(2, b"begun\\n")  # in one piece: two searches may speak at once
    os.write(2, b"stopped\\n" if cancel.wait(30) else b"never told to stop\\n")
    return Nothing()

Question.found = waiting
serve()
"""
"""The server, with a question that is worked on until it is told to stop; standard error says what it does."""


class Session:
    """A session spoken by hand, with a client that may leave when it likes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        client = {"name": "test", "version": "1"}
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
        self.send("initialize", hello, number=0)
        assert self.answer()["id"] == 0
        self.send("notifications/initialized", {})

    def send(self, method: str, params: object, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        assert self.process.stdin is not None
        print(json.dumps(message), file=self.process.stdin, flush=True)

    def call(self, tool: str, arguments: object, number: int) -> None:
        self.send("tools/call", {"name": tool, "arguments": arguments}, number=number)

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        answer = json.loads(self.process.stdout.readline())
        assert isinstance(answer, dict)
        return answer

    def said(self) -> str:
        """Return the next thing that the search does."""
        assert self.process.stderr is not None
        return self.process.stderr.readline().strip()


@pytest.fixture
def session() -> Generator[Session]:
    with (
        subprocess.Popen(
            [sys.executable, "-c", WAITING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as process,
        ended_in_time(process),
    ):
        yield Session(process)


@contextmanager
def ended_in_time(process: subprocess.Popen[str]) -> Generator[None]:
    """End a process that hangs, or what reads from it would hang with it."""
    timer = threading.Timer(60, process.kill)
    timer.start()
    try:
        yield
    finally:
        process.kill()
        timer.cancel()


def called(arguments: str, number: int) -> str:
    """Return a call as it is sent, with whatever stands in it."""
    asked = f'{{"name": "plan", "arguments": {arguments}}}'
    return f'{{"jsonrpc": "2.0", "id": {number}, "method": "tools/call", "params": {asked}}}'


DAMAGED: list[tuple[str, int | str | None, int]] = [
    ("{", None, -32700),
    ("\\u0000", None, -32700),
    ("[" * 50_000 + "]" * 50_000, None, -32700),
    (called("{}", 1).replace("plan", "\\ud800"), None, -32700),  # half a character
    (called('{"portfolio": ' + "[" * 50_000 + "]" * 50_000 + "}", 2), None, -32700),
    ("null", None, -32600),
    ("[]", None, -32600),
    ('{"jsonrpc": "2.0", "id": 3}', 3, -32600),
    ('{"id": "four", "method": "ping"}', "four", -32600),
    ('{"jsonrpc": "2.0", "id": 5.5, "method": "tools/list"}', None, -32600),
    ('{"jsonrpc": "2.0", "id": 6, "method": "nothing/such"}', 6, -32601),
    ('{"jsonrpc": "2.0", "id": 7, "method": "tools/call"}', 7, -32602),
    ('{"jsonrpc": "2.0", "id": 8, "method": "tools/call", "params": {"name": 3}}', 8, -32602),
    ('{"jsonrpc": "2.0", "id": 9, "method": "resources/read", "params": {"uri": "file:///x"}}', 9, -32602),
    (called("[1]", 10), 10, -32602),
    (called('{"portfolio": NaN}', 11), 11, 0),
    (called(f'{{"portfolio": "{"x" * 5_000_001}"}}', 12), 12, 0),
    (called('{"portfolio": {"kept": "\\u0000"}, "gap": 1e400}', 13), 13, 0),
    (called('{"portfolio": {"horizon": 9, "initiatives": {}}}', 14), 14, 0),
]
"""What is sent, the id that is answered, and the code of the error; 0 where it is a call that fails."""


@pytest.mark.slow
def test_what_is_damaged_is_answered_and_the_server_lives_on(session: Session) -> None:
    assert session.process.stdin is not None
    for sent, asked, code in DAMAGED:
        print(sent, file=session.process.stdin, flush=True)
        answer = session.answer()
        assert answer["id"] == asked, sent[:100]
        assert answer.get("error", {"code": 0})["code"] == code, sent[:100]
        assert code or answer["result"]["isError"], sent[:100]
    for known in ({"requestId": 99}, {"requestId": "x"}, {"reason": "none"}):
        session.send("notifications/cancelled", known)  # a notification is not answered
    print("\n\n", file=session.process.stdin, flush=True)
    session.send("ping", {}, number=20)
    assert session.answer() == {"jsonrpc": "2.0", "id": 20, "result": {}}


@pytest.mark.slow
def test_a_cancelled_call_stops_its_search_and_gives_the_seat_back(session: Session) -> None:
    for number in range(1, 6):  # more than there are seats
        session.call("essential", {"plan": {}}, number)
        assert session.said() == "begun"
        session.send("notifications/cancelled", {"requestId": number})
        assert session.said() == "stopped"


@pytest.mark.slow
def test_a_client_who_leaves_stops_the_searches_and_the_server_ends(session: Session) -> None:
    for number in (1, 2):
        session.call("essential", {"plan": {}}, number)
        assert session.said() == "begun"
    assert session.process.stdin is not None
    session.process.stdin.close()
    assert [session.said(), session.said()] == ["stopped", "stopped"]
    assert session.process.wait(60) == 0


@pytest.mark.slow
def test_where_every_seat_is_taken_one_is_told(session: Session) -> None:
    for number in (1, 2):
        session.call("essential", {"plan": {}}, number)
        assert session.said() == "begun"
    session.call("check", {"portfolio": {}, "starts": {}}, 3)
    answer = session.answer()
    assert (answer["id"], answer["result"]["isError"]) == (3, True)
    assert answer["result"]["content"][0]["text"] == "Every seat is taken; try again."
    session.send("resources/read", {"uri": "omniprio://catalogue/ten"}, number=4)  # takes no seat
    assert session.answer()["id"] == 4
