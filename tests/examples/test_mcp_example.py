"""The MCP server of the examples, started and called through the client of the SDK."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Initiative, Plan, Portfolio, prioritise, ten_portfolio
from omniprio.documents import READY, schema_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    from mcp.types import CallToolResult, Tool

pytestmark = pytest.mark.slow

SERVER = Path(__file__).resolve().parents[2] / "examples" / "mcp_server.py"

Call = tuple[str, dict[str, object]]

TEN = json.loads(ten_portfolio().to_json())
WEB = Initiative(id="web", cost=300, duration=2, advances={"D2": 0.6})
SHORT = Portfolio(horizon=3, initiatives=[WEB], budget=350)
SENT = json.loads(SHORT.to_json())
DEAR = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300, decision="must")], budget=200)

CALLS: dict[str, Call] = {
    "plan": ("plan_portfolio", {"portfolio": SENT}),
    "closest": ("plan_portfolio", {"portfolio": SENT, "goals": [{"kind": "closest"}], "time_limit": 30}),
    "schema": ("portfolio_schema", {}),
    "example": ("example_portfolio", {}),
    "kept": ("check_schedule", {"portfolio": TEN, "starts": {"identify": 1}}),
    "broken": ("check_schedule", {"portfolio": TEN, "starts": {"identify": 12}}),
    "faults": ("plan_portfolio", {"portfolio": {"horizon": 0, "initiatives": 1}}),
    "no goal": ("plan_portfolio", {"portfolio": SENT, "goals": [{"kind": "quickest"}]}),
    "infeasible": ("plan_portfolio", {"portfolio": json.loads(DEAR.to_json())}),
    "all faults": (
        "plan_portfolio",
        {"portfolio": {"horizon": 0, "initiatives": []}, "goals": [{"kind": "quickest"}]},
    ),
    "too long": ("plan_portfolio", {"portfolio": SENT, "time_limit": 61}),
    "too large": (
        "check_schedule",  # 21 * 1000 starts are more than 20,000
        {"portfolio": {"horizon": 1000, "initiatives": [{"id": f"i{n}"} for n in range(21)]}, "starts": {}},
    ),
}


@pytest.fixture(scope="module", autouse=True)
def mcp() -> ModuleType:
    """The SDK, loaded where it is used: it takes longer than most files of tests."""
    pytest.importorskip("mcp.server.mcpserver", reason="it takes mcp 2")
    return importlib.import_module("mcp")


async def conversation(mcp: ModuleType) -> tuple[dict[str, Tool], dict[str, CallToolResult]]:
    """Start the server, list its tools and make all calls."""
    command = mcp.StdioServerParameters(command=sys.executable, args=[str(SERVER)])
    async with asyncio.timeout(60), mcp.Client(mcp.stdio_client(command)) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        return tools, {about: await client.call_tool(*call) for about, call in CALLS.items()}


@pytest.fixture(scope="module")
def spoken(mcp: ModuleType) -> tuple[dict[str, Tool], dict[str, CallToolResult]]:
    return asyncio.run(conversation(mcp))


@pytest.fixture
def tools(spoken: tuple[dict[str, Tool], dict[str, CallToolResult]]) -> dict[str, Tool]:
    return spoken[0]


@pytest.fixture
def answers(spoken: tuple[dict[str, Tool], dict[str, CallToolResult]]) -> dict[str, CallToolResult]:
    return spoken[1]


def told(answer: CallToolResult, *, failed: bool = False) -> dict[str, object]:
    """Return the data of an answer, which its text must be too."""
    (content,) = answer.content
    assert content.type == "text"
    data = json.loads(content.text)
    assert isinstance(data, dict)
    assert (bool(answer.is_error), answer.structured_content) == (failed, data)
    return data


def test_the_tools_say_what_they_do(tools: dict[str, Tool]) -> None:
    assert set(tools) == {"plan_portfolio", "check_schedule", "portfolio_schema", "example_portfolio"}
    assert all(tool.description for tool in tools.values())
    names = tools["example_portfolio"].input_schema["properties"]["name"]["enum"]
    assert names == sorted(READY, reverse=True)  # ten, long: every portfolio that there is


def test_a_plan_is_the_same_as_in_python(answers: dict[str, CallToolResult]) -> None:
    assert told(answers["plan"]) == json.loads(prioritise(SHORT).to_json())
    closest = Plan.model_validate(told(answers["closest"]))
    assert [result.goal.kind for result in closest.goals] == ["closest"]


def test_a_model_can_learn_what_a_portfolio_is(answers: dict[str, CallToolResult]) -> None:
    assert told(answers["schema"]) == schema_of("portfolio")
    assert told(answers["example"]) == TEN


def test_a_schedule_is_checked(answers: dict[str, CallToolResult]) -> None:
    assert told(answers["kept"])["ok"] is True
    broken = told(answers["broken"])
    assert (broken["format"], broken["ok"]) == ("omniprio-check/1", False)
    assert "completes in period 13" in json.dumps(broken["broken"])  # it takes 2: 12 and 13 of 12


def test_every_fault_of_bad_input_is_told(answers: dict[str, CallToolResult]) -> None:
    faults = told(answers["faults"], failed=True)
    assert faults["error"] == "InvalidInputError"
    assert faults["faults"] == [
        {"path": "portfolio.horizon", "problem": "is 0", "remedy": "give at least 1 period"},
        {"path": "portfolio.initiatives", "problem": "is 1", "remedy": "give a list"},
    ]
    assert "quickest" in str(told(answers["no goal"], failed=True)["message"])
    everywhere = told(answers["all faults"], failed=True)["faults"]
    assert isinstance(everywhere, list)
    assert [fault["path"] for fault in everywhere] == ["portfolio.horizon", "goals[1]"]


def test_a_portfolio_without_a_plan_is_told_with_repairs(answers: dict[str, CallToolResult]) -> None:
    infeasible = told(answers["infeasible"], failed=True)
    assert infeasible["error"] == "InfeasibleError"
    assert "Raise budget money by 100." in json.dumps(infeasible["repairs"])  # 300 - 200


def test_what_is_too_large_or_too_long_is_refused(answers: dict[str, CallToolResult]) -> None:
    assert "times periods are 21,000" in str(told(answers["too large"], failed=True)["message"])
    assert answers["too long"].is_error
    assert "60" in json.dumps([part.model_dump() for part in answers["too long"].content])


WAITING = """
import os
import mcp_server

def planned(document, cancel):
    os.write(2, b"begun\\n")  # in one piece: two searches may speak at once
    os.write(2, b"stopped\\n" if cancel.wait(30) else b"never told to stop\\n")
    return "{}"

mcp_server.planned = planned
mcp_server.server.run("stdio")
"""
"""The server, with a search that goes on until it is told to stop; standard error says what it does."""


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
            cwd=SERVER.parent,
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


def test_a_cancelled_call_stops_its_search_and_gives_the_seat_back(session: Session) -> None:
    for number in range(1, 6):  # more than there are seats
        session.call("plan_portfolio", {"portfolio": {}}, number)
        assert session.said() == "begun"
        session.send("notifications/cancelled", {"requestId": number})
        assert session.said() == "stopped"


def test_a_client_who_leaves_stops_the_searches_and_the_server_ends(session: Session) -> None:
    for number in (1, 2):
        session.call("plan_portfolio", {"portfolio": {}}, number)
        assert session.said() == "begun"
    assert session.process.stdin is not None
    session.process.stdin.close()
    assert [session.said(), session.said()] == ["stopped", "stopped"]
    assert session.process.wait(60) == 0


def test_where_every_seat_is_taken_one_is_told(session: Session) -> None:
    for number in (1, 2):
        session.call("plan_portfolio", {"portfolio": {}}, number)
        assert session.said() == "begun"
    session.call("check_schedule", {"portfolio": {}, "starts": {}}, 3)
    answer = session.answer()
    assert (answer["id"], answer["result"]["isError"]) == (3, True)
    told = {"error": "NoSeatError", "message": "Every seat is taken; try again."}
    assert answer["result"]["structuredContent"] == told
    session.call("example_portfolio", {}, 4)  # takes no seat
    assert session.answer()["id"] == 4
