"""`essential`: what would be lost without each initiative of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.about_best import add_about_best, answer_about_best
from omniprio.cli.verb import PROGRAM, Verb

if TYPE_CHECKING:
    from argparse import Namespace

    from omniprio.answer import Answer
    from omniprio.cli.exits import Exit
    from omniprio.deadline import Deadline
    from omniprio.plan import Plan

__all__ = ["VERB"]


def _run(arguments: Namespace) -> Exit:
    return answer_about_best("essential", arguments, _found)


def _found(plan: Plan, deadline: Deadline) -> Answer:
    from omniprio.answers.essential import essential_steps  # noqa: PLC0415  only this verb needs it

    return essential_steps(plan, time_limit=deadline.limit, cancel=deadline.cancel)


VERB = Verb(
    example=f"{PROGRAM} essential plan.json --format text",
    declare=add_about_best,
    run=_run,
)
"""Rank the steps of a plan."""
