"""`alternatives`: plans that are nearly as good as the best, and do something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.about_best import add_about_best, answer_about_best, goals_of_plan
from omniprio.cli.arguments import amount, count
from omniprio.cli.exits import OptionError
from omniprio.cli.goals import written
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.answer import Answer
    from omniprio.cli.exits import Exit
    from omniprio.deadline import Deadline
    from omniprio.plan import Plan

__all__ = ["VERB"]

_MOST = 5


def _declare(parser: ArgumentParser) -> None:
    add_about_best(parser)
    parser.add_argument(
        "--loss", type=amount, required=True, metavar=sentence("help.LOSS"), help=sentence("help.loss")
    )
    parser.add_argument(
        "--most", type=count, default=_MOST, metavar="N", help=sentence("help.most plans", n=_MOST)
    )
    parser.add_argument("--whenever", action="store_true", help=sentence("help.whenever"))


def _run(arguments: Namespace) -> Exit:
    if arguments.goals is not None and arguments.goals[0].target is not None:
        problem, remedy = sentence("usage.soonest has no price"), sentence("usage.another first")
        raise OptionError("--goals", written(arguments.goals), problem, remedy)

    def found(plan: Plan, deadline: Deadline) -> Answer:
        from omniprio.answers.near_best import alternatives  # noqa: PLC0415  takes long to import

        goals = goals_of_plan(plan)
        if goals[0].target is not None:
            fault = Fault("goals", sentence("faults.soonest loss"), sentence("remedies.other goal first"))
            raise InvalidInputError([fault])
        return alternatives(
            plan.portfolio,
            goals,
            loss=arguments.loss,
            most=arguments.most,
            starts=not arguments.whenever,
            known=plan,
            time_limit=deadline.limit,
            cancel=deadline.cancel,
        )

    return answer_about_best("alternatives", arguments, found)


VERB = Verb(
    example=f"{PROGRAM} alternatives portfolio.json --loss 0.02 --format text",
    declare=_declare,
    run=_run,
)
"""Show the real choices."""
