"""`gaps`: how far each discipline is from the ambition, and what the initiatives can close of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, write_answer
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.verb import PROGRAM, Verb

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.standing import gaps  # noqa: PLC0415  only this verb needs it

    must_be_writable(arguments.output)
    write_answer("gaps", gaps(read_portfolio(arguments.portfolio, arguments)), arguments)
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} gaps portfolio.json --format text",
    declare=_declare,
    run=_run,
)
"""Show the gaps."""
