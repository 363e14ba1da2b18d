"""What it would take to have something by a period, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.what_it_takes import ByThen
from omniprio.portfolio.milestones import asked_for
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import about_this_plan, differences, now_and_changed
from omniprio.report.table import Head, table
from omniprio.report.verdict import goal_value
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.what_it_takes import WayThere
    from omniprio.language import Sentence

__all__ = ["by_then"]


@answered.register(ByThen)
def by_then(found: ByThen, voice: Voice) -> Answered:
    """Return what is shown of what it would take."""
    own = about_this_plan(found.plan, voice)
    goals = [result.goal for result in found.plan.goals]
    heads = [
        Head(own.say("column change")),
        *now_and_changed(goals, own),
        Head(own.say("column different")),
    ]
    rows = (_row(way, len(goals), own) for way in found.ways)
    return Answered(
        title=own.say("by then title", own.period(found.milestone.by), _asked(found, own)),
        says=list(_says(found, own)),
        tables=table(own.say("caption by then"), heads, rows),
        sure=list(_sure(found, own)),
    )


def _says(found: ByThen, voice: Voice) -> Iterator[str]:
    yield voice.say("by then asked", _asked(found, voice))
    if found.met is not None and found.met <= found.milestone.by:
        yield (
            voice.say("by then in time", voice.period(found.met))
            if found.met
            else voice.say("by then at the start")
        )
    elif found.is_possible:
        yield voice.say("by then possible")
    elif found.conflict:
        yield voice.say("by then impossible", "; ".join(map(voice.fact, found.conflict)))
    if found.out_of_reach:
        yield voice.say(
            "by then beyond", voice.listed(voice.quoted("field", one) for one in found.out_of_reach)
        )
    if not found.ways and found.complete:
        yield voice.say("by then never")
    if found.instead:
        yield voice.say("by then instead", " ".join(_said(one, voice) for one in found.instead))


def _asked(found: ByThen, voice: Voice) -> str:
    return voice.listed(map(voice.speaker.say, asked_for(found.milestone)))


def _said(sentences: tuple[Sentence, ...], voice: Voice) -> str:
    return " ".join(map(voice.fact, sentences))


def _row(way: WayThere, goals: int, voice: Voice) -> Iterator[str]:
    own = voice if way.plan is None else Voice(way.plan, voice.language)
    yield _said(way.said, voice) or voice.say("nothing changed")
    if way.comparison is None:
        yield from [voice.say("not known")] * (2 * goals + 1)
        return
    for change in way.comparison.goals:
        yield from (goal_value(change.goal, value, own) for value in (change.before, change.after))
    yield " ".join(differences(way.comparison, own)) or voice.say("the same plan")


def _sure(found: ByThen, voice: Voice) -> Iterator[str]:
    yield voice.say("by then proven" if found.is_final else "by then open")
    if any(way.said and not way.least for way in found.ways):
        yield voice.say("by then not least")
