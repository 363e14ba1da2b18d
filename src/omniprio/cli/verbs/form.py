"""`form`: a questionnaire as an HTML page to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_questionnaire, questionnaire_of
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, write
from omniprio.cli.spoken import language_of
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.io.form import to_form

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_questionnaire(parser)


def _run(arguments: Namespace) -> Exit:
    must_be_writable(arguments.output)
    write(to_form(questionnaire_of(arguments), language=language_of(arguments)), arguments.output)
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} form --language da -o form.html",
    declare=_declare,
    run=_run,
)
"""Write the form of a questionnaire."""
