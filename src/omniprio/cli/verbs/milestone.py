"""`milestone`: what it would take to have something by the end of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted
from omniprio.cli.goals import without_slack
from omniprio.cli.names import known_as
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.searching import searching
from omniprio.cli.sources import must_be_searched, planned
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.deadline import Deadline
from omniprio.errors import InvalidInputError, UnfitError
from omniprio.language import sentence
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio
from omniprio.portfolio.reading import parsed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from omniprio.portfolio import Milestone

__all__ = ["VERB"]

_SECONDS = 120.0
"""For everything, unless something else is asked for: every change takes a search."""


def _declare(parser: ArgumentParser) -> None:
    add_source(parser, sentence("help.to explain"))
    parser.add_argument("--wanted", type=_wanted, required=True, help=sentence("help.wanted by then"))
    add_question(parser, seconds=_SECONDS)


def _wanted(written: str) -> Mapping[str, object]:
    """Return what a milestone is made from.

    Raises:
        UnfitError: It is no JSON object.
    """
    remedy = sentence("usage.a milestone")
    try:
        given = parsed(written)
    except InvalidInputError as error:
        raise UnfitError(error.faults[0].problem, remedy) from None
    if not isinstance(given, dict):
        raise UnfitError(sentence("usage.no milestone"), remedy)
    return {"id": "asked", **given}


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.what_it_takes import by_then  # noqa: PLC0415  only this verb needs it

    without_slack(arguments.goals)
    within = limits(arguments)
    deadline = Deadline(within.time_limit or _SECONDS, within.cancel)
    must_be_writable(arguments.output)
    source = read_given(arguments.source, arguments)
    with noted(arguments.source):
        must_be_searched(source, arguments.goals)
        milestone = _asked(source.portfolio if isinstance(source, Plan) else source, arguments.wanted)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        plan = planned(source, arguments.goals, deadline)
        found = by_then(plan, milestone, time_limit=deadline.left, cancel=deadline.cancel)
        work.write_answer("milestone", found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _asked(portfolio: Portfolio, given: Mapping[str, object]) -> Milestone:
    """Return the milestone, read as one of the portfolio: its period may be a day or a name, an initiative named by its title.

    Raises:
        InvalidInputError: It makes no sense in the portfolio.
    """
    if complete := given.get("complete"):
        named = [complete] if isinstance(complete, str) else complete
        if isinstance(named, list) and all(isinstance(one, str) for one in named):
            given = {**given, "complete": known_as(named, portfolio)}
    fields = {name: getattr(portfolio, name) for name in Portfolio.model_fields}
    others = [one for one in portfolio.milestones if one.id != given["id"]]
    return Portfolio.model_validate(fields | {"milestones": [*others, given]}).milestones[-1]


VERB = Verb(
    example=f"""{PROGRAM} milestone plan.json --wanted '{{"by": 4, "fields": {{"R2": 1}}}}' --format text""",
    declare=_declare,
    run=_run,
)
"""Ask for something by a date."""
