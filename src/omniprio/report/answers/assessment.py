"""What is said of where we are: by several raters, channel by channel, or in answers to a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.assessment import ChannelProfile, CombinedProfile, Profile
from omniprio.report.answers.answered import Answered, beside_the_table, head
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import Picture, picture

if TYPE_CHECKING:
    from fractions import Fraction

    from omniprio.report.voice import Voice

__all__ = ["assessment"]


@answered.register(Profile)
def assessment(found: Profile, voice: Voice) -> Answered:
    """Return what is shown of a profile."""
    known, every = len(found.fulfilment), len(found.disc.fields)
    return Answered(
        title=voice.say("assessment title"),
        says=[voice.say("assessment says", known, every)],
        pictures=_pictures(found, voice),
        tables=_fields(found, voice),
        sure=[*beside_the_table(found, voice), voice.say("assessment how")],
    )


def _pictures(found: Profile, voice: Voice) -> list[Picture]:
    if not isinstance(found, CombinedProfile):
        return []
    seen = plots.describe_assessment_spread(found, language=voice.language)
    return [picture(plots.assessment_spread(found, language=voice.language), seen)]


def _fields(found: Profile, voice: Voice) -> list[Table]:
    heads = [head("field", voice), head("fulfilment", voice, number=True)]
    if isinstance(found, CombinedProfile):
        heads += [head(name, voice, number=True) for name in ("lowest", "highest", "answered")]
    if isinstance(found, ChannelProfile):
        heads += [Head(channel, number=True) for channel in found.channels]
    rows = (
        [
            f"{field.id} {field.title(voice.language)}",
            _share(found.fulfilment.get(field.id), voice),
            *_beside(found, field.id, voice),
        ]
        for field in found.disc
    )
    return table(voice.say("caption assessment"), heads, rows)


def _beside(found: Profile, field: str, voice: Voice) -> list[str]:
    """Return what stands beside the fulfilment of a field: the raters, or the channels."""
    if isinstance(found, CombinedProfile):
        said = next(one for one in found.fields if one.field == field)
        ends = [_share(said.lowest, voice), _share(said.highest, voice)]
        count = voice.speaker.words("answers.so many of", count=len(said.ratings), every=len(found.raters))
        return [*ends, count]
    if isinstance(found, ChannelProfile):
        known = found.by_channel.get(field, {})
        return [_share(known.get(channel), voice) for channel in found.channels]
    return []


def _share(share: Fraction | None, voice: Voice) -> str:
    return voice.say("none") if share is None else voice.percent(float(share))
