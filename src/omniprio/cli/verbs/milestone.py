"""`milestone`: what it would take to have something by the end of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted
from omniprio.cli.goals import without_slack
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.searching import searching
from omniprio.cli.sources import must_be_searched, planned
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.cli.wanted import milestone_in, wanted
from omniprio.deadline import Deadline
from omniprio.language import sentence
from omniprio.plan import Plan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]

_SECONDS = 120.0
"""For everything, unless something else is asked for: every change takes a search."""


def _declare(parser: ArgumentParser) -> None:
    add_source(parser, sentence("help.to explain"))
    parser.add_argument(
        "--wanted", type=wanted, required=True, metavar="JSON", help=sentence("help.wanted by then")
    )
    add_question(parser, seconds=_SECONDS)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.what_it_takes import by_then  # noqa: PLC0415  only this verb needs it

    without_slack(arguments.goals)
    within = limits(arguments)
    deadline = Deadline(within.time_limit or _SECONDS, within.cancel)
    must_be_writable(arguments.output)
    source = read_given(arguments.source, arguments)
    with noted(arguments.source):
        must_be_searched(source, arguments.goals)
        milestone = milestone_in(source.portfolio if isinstance(source, Plan) else source, arguments.wanted)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        plan = planned(source, arguments.goals, deadline)
        found = by_then(plan, milestone, time_limit=deadline.left, cancel=deadline.cancel)
        work.write_answer("milestone", found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


VERB = Verb(
    example=f"""{PROGRAM} milestone plan.json --wanted '{{"by": 4, "fields": {{"R2": 1}}}}' --format text""",
    declare=_declare,
    run=_run,
)
"""Ask for something by a date."""
