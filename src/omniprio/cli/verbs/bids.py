"""`bids`: the answers of the respondents of an organisation as bids, which other verbs take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.assessment import Bids, bids_of_respondents
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, read_document, write
from omniprio.cli.survey import add_reading_of_survey, survey_in
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.disc import Disc
from omniprio.documents import to_json
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "answers", nargs="+", metavar=sentence("help.FILE"), help=sentence("help.answers of many")
    )
    parser.add_argument(
        "--organisation", required=True, metavar=sentence("help.NAME"), help=sentence("help.organisation")
    )
    add_reading_of_survey(parser)
    parser.add_argument("--disc", metavar=sentence("help.FILE"), help=sentence("help.disc"))


def _run(arguments: Namespace) -> Exit:
    must_be_writable(arguments.output)
    disc = None if arguments.disc is None else read_document(arguments.disc, Disc)
    survey = survey_in(arguments.answers, arguments)
    bids = Bids(assessments=bids_of_respondents(survey, arguments.organisation, disc=disc))
    write(to_json("bids", bids), arguments.output)
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} bids answers.csv --rows wide --organisation 'Shop A' -o bids.json",
    declare=_declare,
    run=_run,
)
"""Make answers bids."""
