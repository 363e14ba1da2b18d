"""Several organisations side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.standing import SideBySide
from omniprio.report.answers.answered import Answered, head
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from omniprio.report.voice import Voice

__all__ = ["side_by_side"]


@answered.register(SideBySide)
def side_by_side(found: SideBySide, voice: Voice) -> Answered:
    """Return what is shown of organisations side by side: their positions, and every field."""
    seen = plots.describe_side_by_side(found, language=voice.language)
    return Answered(
        title=voice.say("side by side title"),
        says=[voice.say("side by side says", len(found.position))],
        pictures=[picture(plots.side_by_side(found, language=voice.language), seen)],
        tables=[*_positions(found, voice), *_fields(found, voice)],
        sure=[voice.say("side by side how"), voice.say("assessment how")],
    )


def _positions(found: SideBySide, voice: Voice) -> list[Table]:
    heads = [head("discipline", voice), *(Head(name, number=True) for name in found.position)]
    rows = (
        [
            f"{row.id} {voice.text(row.title)}".rstrip(),
            *(
                voice.level(float(one[row.id])) if row.id in one else voice.say("none")
                for one in found.position.values()
            ),
        ]
        for row in found.disc.disciplines
    )
    return table(voice.say("caption positions"), heads, rows)


def _fields(found: SideBySide, voice: Voice) -> list[Table]:
    heads = [head("field", voice), *(Head(name, number=True) for name in found.fulfilment)]
    rows = (
        [
            f"{field.id} {field.title(voice.language)}",
            *(
                voice.percent(float(one[field.id])) if field.id in one else voice.say("none")
                for one in found.fulfilment.values()
            ),
        ]
        for field in found.disc
    )
    return table(voice.say("caption assessment"), heads, rows)
