"""What each initiative brings: the gain of the plan shared over its initiatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.attribution import Attribution
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_difference, measure
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from omniprio.answers.attribution import Credit

__all__ = ["attribution"]


@answered.register(Attribution)
def attribution(found: Attribution, voice: Voice) -> Answered:
    """Return what is shown of a gain that is shared over initiatives."""
    voice = Voice(voice.plan, voice.language, found.currency)
    heads = [
        Head(voice.say("column initiative")),
        Head(voice.say("column gain"), number=True),
        Head(voice.say("column share"), number=True),
        Head(voice.say("column error"), number=True),
    ]
    seen = plots.describe_shares_of_gain(found, language=voice.language)
    return Answered(
        title=voice.say("attribution title"),
        says=[_says(found, voice)],
        pictures=[picture(plots.shares_of_gain(found, language=voice.language), seen)] if found.parts else [],
        tables=table(voice.say("caption attribution"), heads, _rows(found, voice)),
        sure=list(_sure(found, voice)),
    )


def _says(found: Attribution, voice: Voice) -> str:
    goal = measure(found.goal, voice)
    if not found.orders:
        return voice.say("attribution not shared", goal, goal_difference(found.goal, found.total, voice))
    if not found.total or not found.parts:
        return voice.say("attribution nothing", goal)
    total, (_, share) = goal_difference(found.goal, found.total, voice), found.adding_up()[0]
    return voice.say("attribution says", goal, total, _share(share, voice), _name(found.parts[0], voice))


def _name(part: Credit, voice: Voice) -> str:
    return voice.text(part.title) or part.id


def _share(share: Fraction | None, voice: Voice) -> str:
    return voice.say("none") if share is None else voice.short_percent(float(share))


def _rows(found: Attribution, voice: Voice) -> Iterator[list[str]]:
    for part, (gain, share) in zip(found.parts, found.adding_up(), strict=True):
        yield [
            _name(part, voice),
            goal_difference(found.goal, gain, voice),
            _share(share, voice),
            voice.say("exact")
            if part.error is None
            else voice.speaker.catalogue.style.number(f"{part.error:.2g}"),
        ]


def _sure(found: Attribution, voice: Voice) -> Iterator[str]:
    if not found.orders:
        return
    yield voice.say("attribution how")
    yield voice.say("attribution exact" if found.exact else "attribution sampled", found.orders)
    if not found.uniform:
        yield voice.say("attribution not uniform")
