"""`value-of-change`: what one period, one unit or one dependency more or less would be worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.about_best import add_about_best, answer_about_best
from omniprio.cli.arguments import positive
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.answer import Answer
    from omniprio.answers.changes import ChangeKind
    from omniprio.cli.exits import Exit
    from omniprio.deadline import Deadline
    from omniprio.plan import Plan

__all__ = ["VERB"]

_KINDS: tuple[ChangeKind, ...] = (
    "horizon",
    "budget",
    "capacity",
    "extra",
    "requires",
    "group",
    "milestone",
    "ambition",
)


def _declare(parser: ArgumentParser) -> None:
    add_about_best(parser)
    parser.add_argument("--kind", action="append", choices=_KINDS, help=sentence("help.kind of change"))
    parser.add_argument("--money", type=positive, metavar="M", help=sentence("help.more money"))
    parser.add_argument(
        "--capacity", type=positive, default=1.0, metavar="C", help=sentence("help.more capacity")
    )


def _run(arguments: Namespace) -> Exit:
    def found(plan: Plan, deadline: Deadline) -> Answer:
        from omniprio.answers.changes import value_of_change  # noqa: PLC0415  takes long to import

        return value_of_change(
            plan,
            kinds=arguments.kind or _KINDS,
            money=arguments.money,
            capacity=arguments.capacity,
            time_limit=deadline.limit,
            cancel=deadline.cancel,
        )

    return answer_about_best("value-of-change", arguments, found)


VERB = Verb(
    example=f"{PROGRAM} value-of-change plan.json --money 100 --format text",
    declare=_declare,
    run=_run,
)
"""Say what would help."""
