"""Which steps of the plan are the most essential: what would be lost without each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.essential import EssentialSteps
from omniprio.report.answers.answered import Answered, in_rows
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import about_this_plan
from omniprio.report.table import Head
from omniprio.report.verdict import goal_difference, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.essential import EssentialStep
    from omniprio.report.voice import Voice

__all__ = ["essential"]


@answered.register(EssentialSteps)
def essential(found: EssentialSteps, voice: Voice) -> Answered:
    """Return what is shown of the steps of the plan, the most essential first."""
    own = about_this_plan(found.plan, voice)
    goals = [result.goal for result in found.plan.goals]
    heads = [
        Head(own.say("column initiative")),
        Head(own.say("column rank"), number=True),
        *(Head(own.say("column lost", measure(goal, own)), number=True) for goal in goals),
        Head(own.say("column cost"), number=True),
        Head(own.say("column role")),
        Head(own.say("column proof")),
    ]
    rows = (_row(one, len(goals), own) for one in found.rows)
    return in_rows(found, "essential", _says(found, own), heads, rows, own)


def _says(found: EssentialSteps, voice: Voice) -> str:
    if not found.rows and not found.not_begun:
        return voice.say("essential none")
    ranked = [row for row in found.rows if row.rank is not None]
    if not ranked:
        return voice.say("essential unsettled")
    quick = voice.listed(voice.quoted("initiative", row.initiative) for row in ranked if row.quick_win)
    return voice.say("essential says", voice.quoted("initiative", ranked[0].initiative), quick)


def _row(one: EssentialStep, goals: int, voice: Voice) -> Iterator[str]:
    yield voice.initiative(one.initiative)
    yield voice.say("none") if one.rank is None else str(one.rank)
    if one.goals:
        yield from (goal_difference(change.goal, change.loss, voice) for change in one.goals)
    else:
        yield from [voice.say("no plan without it" if one.indispensable else "not known")] * goals
    yield voice.money(float(one.cost))
    yield voice.say("role quick win") if one.quick_win else voice.say("none")
    yield voice.say("proof proven" if one.proven else "at most this" if one.goals else "not known")
