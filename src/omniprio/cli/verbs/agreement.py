"""`agreement`: how far several raters agree, or the respondents of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.assessment import agreement, agreement_of_respondents
from omniprio.assessment.agreement import Scaled
from omniprio.cli.arguments import add_format, whole
from omniprio.cli.bids import bids_in
from omniprio.cli.exits import Exit, UsageError
from omniprio.cli.files import must_be_writable, noted, read_document, write_answer
from omniprio.cli.survey import add_reading_of_survey, survey_in
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.disc import Disc
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.assessment import Agreement

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "said", nargs="+", metavar=sentence("help.FILE"), help=sentence("help.bids or answers")
    )
    parser.add_argument(
        "--organisation", default="", metavar=sentence("help.NAME"), help=sentence("help.organisation")
    )
    add_reading_of_survey(parser)
    parser.add_argument("--disc", metavar=sentence("help.FILE"), help=sentence("help.disc"))
    parser.add_argument("--scaled", choices=get_args(Scaled), default="ordinal", help=sentence("help.scaled"))
    parser.add_argument("--seed", type=whole, default=0, metavar="N", help=sentence("help.seed of interval"))
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    must_be_writable(arguments.output)
    found = _of_respondents(arguments) if arguments.organisation else _of_raters(arguments)
    write_answer("agreement", found, arguments)
    return Exit.DONE


def _of_raters(arguments: Namespace) -> Agreement:
    if len(arguments.said) > 1:
        raise UsageError(sentence("usage.one file of bids"))
    (name,) = arguments.said
    disc = None if arguments.disc is None else read_document(arguments.disc, Disc)
    bids = bids_in(name, disc)
    with noted(name):
        return agreement(bids.marked, disc=disc, scaled=arguments.scaled, seed=arguments.seed)


def _of_respondents(arguments: Namespace) -> Agreement:
    survey = survey_in(arguments.said, arguments)
    return agreement_of_respondents(
        survey, arguments.organisation, scaled=arguments.scaled, seed=arguments.seed
    )


VERB = Verb(
    example=f"{PROGRAM} agreement bids.json --format text",
    declare=_declare,
    run=_run,
)
"""Say how far raters agree."""
