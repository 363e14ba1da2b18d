"""`attribute`: the gain of a plan, shared over its initiatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.about_best import add_about_best, answer_about_best, goals_of_plan
from omniprio.cli.arguments import count, whole
from omniprio.cli.exits import OptionError
from omniprio.cli.goals import goal
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.answer import Answer
    from omniprio.cli.exits import Exit
    from omniprio.deadline import Deadline
    from omniprio.plan import Plan

__all__ = ["VERB"]

_SAMPLES = 500
_FEWEST = 2
"""Orders that a standard error takes."""


def _declare(parser: ArgumentParser) -> None:
    add_about_best(parser)
    parser.add_argument("--by", type=goal, metavar=sentence("help.GOAL"), help=sentence("help.gain by"))
    parser.add_argument(
        "--samples", type=count, default=_SAMPLES, metavar="N", help=sentence("help.samples", n=_SAMPLES)
    )
    parser.add_argument("--seed", type=whole, default=0, metavar="N", help=sentence("help.seed"))


def _run(arguments: Namespace) -> Exit:
    if arguments.samples < _FEWEST:
        problem, remedy = (
            sentence("faults.is", value=arguments.samples),
            sentence("remedies.at least", least=_FEWEST),
        )
        raise OptionError("--samples", str(arguments.samples), problem, remedy)

    def found(plan: Plan, deadline: Deadline) -> Answer:
        from omniprio.answers.attribution import attribute  # noqa: PLC0415  takes long to import

        return attribute(
            plan,
            goal=arguments.by or next(iter(goals_of_plan(plan)), None),
            samples=arguments.samples,
            seed=arguments.seed,
            time_limit=deadline.limit,
            cancel=deadline.cancel,
        )

    return answer_about_best("attribution", arguments, found, searched=False)


VERB = Verb(
    example=f"{PROGRAM} attribute plan.json --format text",
    declare=_declare,
    run=_run,
)
"""Say who earned it."""
