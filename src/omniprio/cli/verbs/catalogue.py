"""`catalogue`: the portfolios that come with the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_output
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, write
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.contract import READY
from omniprio.language import text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "name", nargs="?", choices=tuple(READY), help="the portfolio to write; without, all are listed"
    )
    add_output(parser)


def _run(arguments: Namespace) -> Exit:
    must_be_writable(arguments.output)
    write(READY[arguments.name]().to_json() if arguments.name else _listing(), arguments.output)
    return Exit.DONE


def _listing() -> str:
    width = max(map(len, READY))
    return "\n".join(f"{name:<{width}}  {_line(make())}" for name, make in READY.items())


def _line(portfolio: Portfolio) -> str:
    counts = f"{len(portfolio.initiatives)} initiatives, {portfolio.periods} periods"
    return f"{text(portfolio.title)}: {counts}"


VERB = Verb(
    name="catalogue",
    summary="List the portfolios that come with the library, or write one as JSON",
    example=f"{PROGRAM} catalogue ten | {PROGRAM} plan - --format text",
    declare=_declare,
    run=_run,
)
"""Show a ready portfolio."""
