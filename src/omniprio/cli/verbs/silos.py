"""`silos`: what it costs that each owner plans alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.about_best import add_about_best, answer_about_best, goals_of_plan
from omniprio.cli.arguments import amount
from omniprio.cli.names import add_budget
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.errors import UnfitError
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.answer import Answer
    from omniprio.cli.exits import Exit
    from omniprio.deadline import Deadline
    from omniprio.plan import Plan

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_about_best(parser)
    parser.add_argument(
        "--split",
        type=_share,
        action="append",
        metavar=sentence("help.OWNER=SHARE"),
        help=sentence("help.split"),
    )
    add_budget(parser, sentence("help.that is split"))


def _share(written: str) -> tuple[str, float]:
    owner, given, share = written.rpartition("=")
    if not given:
        raise UnfitError(sentence("faults.is", value=written), sentence("remedies.owner and share"))
    return owner, amount(share)


def _run(arguments: Namespace) -> Exit:
    def found(plan: Plan, deadline: Deadline) -> Answer:
        from omniprio.answers.ownership import silos  # noqa: PLC0415  takes long to import

        return silos(
            plan.portfolio,
            goals_of_plan(plan),
            split=None if arguments.split is None else dict(arguments.split),
            budget=arguments.budget,
            known=plan,
            time_limit=deadline.limit,
            cancel=deadline.cancel,
        )

    return answer_about_best("silos", arguments, found)


VERB = Verb(
    example=f"{PROGRAM} silos portfolio.json --format text",
    declare=_declare,
    run=_run,
)
"""Compare with silos."""
