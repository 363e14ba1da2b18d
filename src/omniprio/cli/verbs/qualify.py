"""`qualify`: what initiatives do for the disc, one by one or ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format, add_output, add_portfolio
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted, read_portfolio, write, write_answer
from omniprio.cli.names import add_names, must_be_known
from omniprio.cli.verb import PROGRAM, Verb

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    add_names(parser, "all, ranked")
    add_output(parser)
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.qualification import qualify_all  # noqa: PLC0415  only this verb needs it

    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio)
    with noted(arguments.portfolio):
        must_be_known(arguments.initiatives, portfolio)
    found = qualify_all(portfolio)
    if not arguments.initiatives:
        write_answer("qualify", found, arguments)
        return Exit.DONE
    rows = tuple(found.by_id[name] for name in arguments.initiatives)
    if arguments.format == "text":
        write("\n\n".join(map(str, rows)), arguments.output)
    else:
        write_answer("qualify", found.model_copy(update={"rows": rows}), arguments)
    return Exit.DONE


VERB = Verb(
    name="qualify",
    summary="Say which fields initiatives move, and how they rank and play together",
    example=f"{PROGRAM} qualify portfolio.json identify --format text",
    declare=_declare,
    run=_run,
)
"""Qualify initiatives."""
