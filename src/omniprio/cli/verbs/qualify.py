"""`qualify`: what initiatives do for the disc, one by one or ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format, add_time_limit, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted, write, write_answer
from omniprio.cli.names import add_names, ids_of
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.searching import searching
from omniprio.cli.spoken import language_of
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import Speaker, sentence
from omniprio.plan import Plan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from omniprio.answers.qualification import Qualifications

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_source(parser, sentence("help.to qualify"))
    add_names(parser, sentence("help.all ranked"))
    add_time_limit(parser)
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.qualification import qualify_all  # noqa: PLC0415  only this verb needs it

    within = limits(arguments)
    must_be_writable(arguments.output)
    source = read_given(arguments.source, arguments)
    with noted(arguments.source):
        plan = source if isinstance(source, Plan) else None
        portfolio = source.portfolio if isinstance(source, Plan) else source
        named = ids_of(arguments.initiatives, portfolio)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        found = qualify_all(portfolio, plan=plan, time_limit=within.time_limit, cancel=within.cancel)
        with work.writing(found):
            _write(found, named, arguments)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _write(found: Qualifications, named: Sequence[str], arguments: Namespace) -> None:
    """Write all of the answer, or what is said of those that are named."""
    rows = tuple(found.by_id[name] for name in named if name in found.by_id) if named else found.rows
    if named and arguments.format == "text":
        language = language_of(arguments)
        speaker = Speaker(language)
        lines = [*map(speaker.say, found.unsettled), *(row.summary(language) for row in rows)]
        write("\n\n".join(lines), arguments.output)
    else:
        write_answer("qualify", found.model_copy(update={"rows": rows}), arguments)


VERB = Verb(
    example=f"{PROGRAM} qualify portfolio.json identify --format text",
    declare=_declare,
    run=_run,
)
"""Qualify initiatives."""
