"""`catalogue`: the portfolios that come with the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, write
from omniprio.cli.spoken import language_of
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.documents import READY
from omniprio.language import Speaker, sentence, text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", choices=tuple(READY), help=sentence("help.ready"))


def _run(arguments: Namespace) -> Exit:
    must_be_writable(arguments.output)
    write(
        READY[arguments.name]().to_json() if arguments.name else _listing(language_of(arguments)),
        arguments.output,
    )
    return Exit.DONE


def _listing(language: Language) -> str:
    width = max(map(len, READY))
    return "\n".join(_line(f"{name:<{width}}", make(), language) for name, make in READY.items())


def _line(name: str, portfolio: Portfolio, language: Language) -> str:
    return Speaker(language).words(
        "command.portfolio",
        name=name,
        title=text(portfolio.title, language),
        initiatives=len(portfolio.initiatives),
        periods=portfolio.periods,
    )


VERB = Verb(
    example=f"{PROGRAM} catalogue ten | {PROGRAM} plan - --format text",
    declare=_declare,
    run=_run,
)
"""Show a ready portfolio."""
