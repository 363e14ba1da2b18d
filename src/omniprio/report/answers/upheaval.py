"""Upheaval against gain: the best plan for each number of changes to the one in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.replanning import UpheavalCurve
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.answers.replanning import became, measured, picture_of_measured
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_value, measure, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.replanning import UpheavalPoint

__all__ = ["upheaval"]


@answered.register(UpheavalCurve)
def upheaval(found: UpheavalCurve, voice: Voice) -> Answered:
    """Return what is shown of the plans with more changes and more."""
    own = Voice(found.points[-1].plan, voice.language)
    seen = plots.describe_upheaval(found, language=own.language)
    return Answered(
        title=own.say("upheaval title"),
        says=[_says(found, own)],
        pictures=[
            picture(plots.upheaval(found, language=own.language), seen),
            *picture_of_measured(found, own),
        ],
        tables=[*_table(found, own), *measured(found.readings, own)],
        sure=list(_sure(found, own)),
    )


def _says(found: UpheavalCurve, voice: Voice) -> str:
    first, last = found.points[0], found.points[-1]
    since = voice.period(found.by + 1)
    name, value = measure_within(found.goal, voice), goal_value(found.goal, first.value, voice)
    if first is last:
        return voice.say("upheaval one", since, name, value)
    best = goal_value(found.goal, last.value, voice)
    return voice.say("upheaval says", since, name, value, last.changes, best)


def _table(found: UpheavalCurve, voice: Voice) -> list[Table]:
    heads = [
        Head(voice.say("column changes"), number=True),
        Head(measure(found.goal, voice), number=True),
        Head(voice.say("column gain"), number=True),
        Head(voice.say("column what changes")),
    ]
    return table(voice.say("caption upheaval"), heads, (_row(point, found, voice) for point in found.points))


def _row(point: UpheavalPoint, found: UpheavalCurve, voice: Voice) -> Iterator[str]:
    yield str(point.changes)
    yield goal_value(found.goal, point.value, voice)
    yield goal_value(found.goal, found.gain(point), voice)
    changed = (f"{voice.text(one.title) or one.id}: {became(one, voice)}" for one in point.changed)
    yield "; ".join(changed) or voice.say("none")


def _sure(found: UpheavalCurve, voice: Voice) -> Iterator[str]:
    if found.is_final:
        yield voice.say("upheaval complete")
        return
    yield voice.say("not searched to its end", voice.say(f"ended {found.ended}"))
    yield voice.say("may be more")
