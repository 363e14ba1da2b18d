"""An MCP server over the JSON contract: a language model can plan a portfolio and check a schedule.

It speaks over standard input and output, opens no port and reads no file. Register it in a client as the command
`uv run --group embed examples/mcp_server.py`. A tool that cannot do what it is asked answers with an error in JSON:
`{"error": ..., "message": ..., and its facts}`, for instance every fault of a portfolio with its place and a remedy.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, TextContent
from pydantic import Field, TypeAdapter, ValidationError

from omniprio import OmniprioError, Portfolio, prioritise
from omniprio.contract import READY, error_as_data, schema_of, verdict_on
from omniprio.errors import Fault, InvalidInputError
from omniprio.goals import DEFAULT_GOALS, Goal
from omniprio.portfolio.reading import faults_of

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SECONDS = 60.0
"""For a search."""
MOST_STARTS = 20_000
"""Initiatives times periods: beyond that, preparing a search takes long before its time limit counts."""

JsonObject = dict[str, object]
GOALS = TypeAdapter(tuple[Goal, ...])

server = MCPServer(
    "omniprio",
    instructions="Prioritise a portfolio of initiatives. Get a portfolio of the right form from "
    "example_portfolio, or its schema from portfolio_schema; change it, then call plan_portfolio. "
    "A plan is the best only where each of its goals says proven: true.",
    log_level="WARNING",
)


def answered(work: Callable[[], str | JsonObject]) -> CallToolResult:
    """Return what a tool comes to, as data and as text; what it cannot do is an error with its facts."""
    try:
        done = work()
    except OmniprioError as error:
        return _result(error_as_data(error), failed=True)
    return _result(json.loads(done) if isinstance(done, str) else done)


def _result(data: JsonObject, *, failed: bool = False) -> CallToolResult:
    text = TextContent(type="text", text=json.dumps(data, ensure_ascii=False))
    return CallToolResult(content=[text], structured_content=data, is_error=failed)


def _portfolio(data: JsonObject) -> Portfolio:
    portfolio = Portfolio.model_validate(data)
    starts = len(portfolio.initiatives) * portfolio.periods
    if starts > MOST_STARTS:
        problem = f"times periods are {starts:,}"
        raise InvalidInputError([Fault("initiatives", problem, f"send at most {MOST_STARTS:,}")])
    return portfolio


def _goals(data: list[JsonObject] | None) -> tuple[Goal, ...]:
    try:
        return GOALS.validate_python(data) if data else DEFAULT_GOALS
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data)) from None


@server.tool()
def plan_portfolio(
    portfolio: JsonObject,
    goals: list[JsonObject] | None = None,
    time_limit: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 20.0,
) -> CallToolResult:
    """Find the best plan of a portfolio: which initiatives, in which order, and why.

    `goals` are in order of importance, such as [{"kind": "fastest"}, {"kind": "least cost"}], which is the
    default; others are closest, soonest, balanced and most value. `time_limit` is in seconds.
    """
    return answered(lambda: prioritise(_portfolio(portfolio), _goals(goals), time_limit=time_limit).to_json())


@server.tool()
def check_schedule(portfolio: JsonObject, starts: dict[str, int]) -> CallToolResult:
    """Check whether a schedule keeps every rule of a portfolio; each broken rule is named with its figures.

    `starts` holds the period, from 1, in which each chosen initiative starts; what is not named is not done.
    """
    return answered(lambda: verdict_on(_portfolio(portfolio), starts).model_dump_json())


@server.tool()
def portfolio_schema() -> CallToolResult:
    """Return the JSON Schema of a portfolio."""
    return answered(lambda: schema_of("portfolio"))


@server.tool()
def example_portfolio(name: Literal["ten", "long"] = "ten") -> CallToolResult:
    """Return a portfolio to start from: the ten initiatives, or a longer list that reaches the centre."""
    return answered(lambda: READY[name]().to_json())


if __name__ == "__main__":
    server.run("stdio")
