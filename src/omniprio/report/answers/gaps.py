"""How far each discipline is from the ambition, and what the initiatives can close of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.standing import GapTable
from omniprio.report.answers.answered import Answered, beside_the_table, head
from omniprio.report.answers.registry import answered
from omniprio.report.table import table
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.standing import Gap
    from omniprio.report.voice import Voice

__all__ = ["gaps"]


@answered.register(GapTable)
def gaps(found: GapTable, voice: Voice) -> Answered:
    """Return what is shown of the gaps, the largest part of the distance first."""
    says, *sure = beside_the_table(found, voice)
    heads = [
        head(name, voice, number=name != "discipline")
        for name in (
            "discipline",
            "at the start",
            "ambition",
            "gap",
            "can close",
            "cannot",
            "of the distance",
        )
    ]
    seen = plots.describe_gap_table(found, language=voice.language)
    return Answered(
        title=voice.say("gaps title"),
        says=[says],
        pictures=[picture(plots.gap_table(found, language=voice.language), seen)],
        tables=table(voice.say("caption gaps"), heads, (_row(row, voice) for row in found.by_size)),
        sure=sure,
    )


def _row(row: Gap, voice: Voice) -> Iterator[str]:
    yield f"{row.discipline} {voice.text(row.title)}".rstrip()
    yield voice.level(float(row.start))
    yield str(row.ambition)
    yield from (voice.level(float(levels)) for levels in (row.gap, row.closable, row.remaining))
    yield voice.ratio(float(row.distance))
