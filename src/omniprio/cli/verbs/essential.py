"""`essential`: what would be lost without each initiative of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format, add_goals, add_output, add_time_limit, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted, write_answer
from omniprio.cli.goals import without_slack
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.sources import must_be_searched, planned
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.deadline import Deadline
from omniprio.language import sentence
from omniprio.solver.interrupt import cancelled_by_signals

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]

_SECONDS = 60.0
"""For everything, unless something else is asked for: every initiative of the plan takes a search."""


def _declare(parser: ArgumentParser) -> None:
    add_source(parser, sentence("help.to explain"))
    add_output(parser)
    add_goals(parser)
    add_time_limit(parser, _SECONDS)
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.essential import essential_steps  # noqa: PLC0415  only this verb needs it

    without_slack(arguments.goals)
    within = limits(arguments)
    deadline = Deadline(within.time_limit or _SECONDS, within.cancel)
    must_be_writable(arguments.output)
    source = read_given(arguments.source, arguments)
    with noted(arguments.source):
        must_be_searched(source, arguments.goals)
    with cancelled_by_signals(within.cancel):  # until the answer is written
        plan = planned(source, arguments.goals, deadline)
        found = essential_steps(plan, time_limit=deadline.limit, cancel=deadline.cancel)
        write_answer("essential", found, arguments)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


VERB = Verb(
    name="essential",
    summary=sentence("help.verb essential"),
    example=f"{PROGRAM} essential plan.json --format text",
    declare=_declare,
    run=_run,
)
"""Rank the steps of a plan."""
