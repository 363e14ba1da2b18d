"""An MCP server over the JSON contract: a language model can plan a portfolio and check a schedule.

It speaks over standard input and output, opens no port and reads no file. Register it in a client as the command
`uv run --group embed examples/mcp_server.py`. What cannot be done with a portfolio is answered with an error in JSON:
`{"error": ..., "message": ..., and its facts}`, for instance every fault of a portfolio with its place and a remedy.
A call that is cancelled, or whose client is gone, stops its search.

The SDK reads each line whole before anything here sees it, and its `run` takes no limit on how long one may be. The only
one who can send a line is the client that started this process, so a line that is too long harms nobody else.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, TextContent
from pydantic import Field

from omniprio import OmniprioError
from omniprio.desk import QUESTIONS, SEATS, RefusedError, Seats
from omniprio.desk.limits import MOST_SECONDS
from omniprio.documents import READY, error_as_data, schema_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[[bytes, threading.Event], str]

SEATED = Seats(SEATS)

planned = QUESTIONS["plan"].answered
checked = QUESTIONS["check"].answered

JsonObject = dict[str, object]

server = MCPServer(
    "omniprio",
    instructions="Prioritise a portfolio of initiatives. Get a portfolio of the right form from "
    "example_portfolio, or its schema from portfolio_schema; change it, then call plan_portfolio. "
    "A plan is the best only where each of its goals says proven: true.",
    log_level="WARNING",
)


async def answered(work: Work, asked: JsonObject) -> CallToolResult:
    """Return what work on a request comes to; what cannot be done is an error with its facts."""
    try:
        done = await SEATED.do(
            lambda cancel: work(json.dumps(asked).encode(), cancel), cancel=threading.Event()
        )
    except (OmniprioError, RefusedError) as error:
        return told(error_as_data(error), failed=True)
    return told(json.loads(done))


def told(data: JsonObject, *, failed: bool = False) -> CallToolResult:
    """Return an answer as data and as text."""
    text = TextContent(type="text", text=json.dumps(data, ensure_ascii=False))
    return CallToolResult(content=[text], structured_content=data, is_error=failed)


@server.tool()
async def plan_portfolio(
    portfolio: JsonObject,
    goals: list[JsonObject] | None = None,
    time_limit: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 20.0,
) -> CallToolResult:
    """Find the best plan of a portfolio: which initiatives, in which order, and why.

    `goals` are in order of importance, such as [{"kind": "fastest"}, {"kind": "least cost"}]; others are closest,
    soonest, balanced and most value. Without them, goals that suit what the portfolio has. `time_limit` is in seconds.
    """
    order: JsonObject = {"portfolio": portfolio, "time_limit": time_limit}
    return await answered(planned, order | {"goals": goals} if goals else order)


@server.tool()
async def check_schedule(portfolio: JsonObject, starts: dict[str, int]) -> CallToolResult:
    """Check whether a schedule keeps every rule of a portfolio; each broken rule is named with its figures.

    `starts` holds the period, from 1, in which each chosen initiative starts; what is not named is not done.
    """
    return await answered(checked, {"portfolio": portfolio, "starts": starts})


@server.tool()
def portfolio_schema() -> CallToolResult:
    """Return the JSON Schema of a portfolio."""
    return told(schema_of("portfolio"))


@server.tool()
def example_portfolio(name: Literal["ten", "long"] = "ten") -> CallToolResult:
    """Return a portfolio to start from: the ten initiatives, or a longer list that reaches the centre."""
    return told(json.loads(READY[name]().to_json()))


if __name__ == "__main__":
    server.run("stdio")
