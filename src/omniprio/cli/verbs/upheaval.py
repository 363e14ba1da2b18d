"""`upheaval`: how much better the plan in force becomes for each number of changes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, limits
from omniprio.cli.exits import Exit, OptionError
from omniprio.cli.files import must_be_writable
from omniprio.cli.goals import written
from omniprio.cli.here import add_here, read_here
from omniprio.cli.searching import searching
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_here(parser)
    add_question(parser, of_plan=True)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.replanning import upheaval_curve  # noqa: PLC0415  takes long to import

    within = limits(arguments)
    must_be_writable(arguments.output)
    here = read_here(arguments)
    goals = arguments.goals or tuple(result.goal for result in here.before.goals)
    if not goals:
        raise OptionError("--goals", "", sentence("usage.made by hand"), sentence("usage.say which"))
    if goals[0].target is not None:
        problem, remedy = sentence("usage.soonest has no price"), sentence("usage.another first")
        raise OptionError("--goals", written(goals), problem, remedy)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        with here.told():
            found = upheaval_curve(
                here.before,
                here.portfolio,
                by=arguments.period,
                actual=here.actual,
                measured=here.measured,
                goals=arguments.goals or None,
                time_limit=arguments.time_limit,
                cancel=within.cancel,
            )
        work.write_answer("upheaval", found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


VERB = Verb(
    example=f"{PROGRAM} upheaval portfolio.json plan.json actuals.json --period 2 --format text",
    declare=_declare,
    run=_run,
)
"""Change more, or less."""
