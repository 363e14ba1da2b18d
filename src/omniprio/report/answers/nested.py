"""What if the budget is not known yet: one ranked list to cut from below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.nesting import Nested
from omniprio.portfolio import unit_of_budget
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.verdict import goal_value, measure
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.nesting import NestedStep

__all__ = ["nested"]


@answered.register(Nested)
def nested(found: Nested, voice: Voice) -> Answered:
    """Return what is shown of the plans that are nested."""
    own = Voice(found.steps[-1].plan, voice.language)
    return Answered(
        title=own.say("nested title"),
        says=list(_says(found, own)),
        tables=_table(found, own),
        sure=list(_sure(found, own)),
    )


def _says(found: Nested, voice: Voice) -> Iterator[str]:
    yield voice.say("nested says", voice.budget(found.budget), len(found.steps))
    ranked = voice.listed(voice.initiative(one.id) for one in found.ranked)
    yield voice.say("nested list", ranked) if ranked else voice.say("nested nothing")


def _table(found: Nested, voice: Voice) -> list[Table]:
    first = measure(found.goals[0], voice)
    heads = [
        Head(voice.say("column amount"), number=True),
        Head(voice.say("column weight"), number=True),
        *(Head(measure(goal, voice), number=True) for goal in found.goals),
        Head(voice.say("column for it alone", first), number=True),
        Head(voice.say("column in")),
    ]
    return table(voice.say("caption nested"), heads, (_row(step, found, voice) for step in found.steps))


def _row(step: NestedStep, found: Nested, voice: Voice) -> Iterator[str]:
    yield voice.threshold(float(step.budget), unit_of_budget(found.budget, voice.portfolio))
    yield voice.speaker.number(step.weight, 2)
    yield from (goal_value(goal, value, voice) for goal, value in zip(found.goals, step.values, strict=True))
    yield goal_value(found.goals[0], step.alone[0], voice)
    yield "; ".join(map(voice.initiative, step.added)) or voice.say("none")


def _sure(found: Nested, voice: Voice) -> Iterator[str]:
    yield voice.say("nested complete" if found.proven else "nested open")
    yield voice.say("nested alone")
