"""Which channels, or stages of the customer's journey, the initiatives touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.standing import Coverage
from omniprio.report.answers.answered import Answered, beside_the_table
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, table
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from omniprio.report.voice import Voice

__all__ = ["coverage"]


@answered.register(Coverage)
def coverage(found: Coverage, voice: Voice) -> Answered:
    """Return what is shown of the tags of one kind."""
    says, *sure = beside_the_table(found, voice)
    kind = found.called(found.kind, voice.language)
    heads = [
        Head(kind),
        Head(voice.say("column how many"), number=True),
        Head(voice.say("column initiatives")),
    ]
    rows = (
        [
            found.called(tag, voice.language),
            str(len(names)),
            "; ".join(_called(name, voice) for name in names) or voice.say("none"),
        ]
        for tag, names in found.covered_by.items()
    )
    seen = plots.describe_coverage(found, language=voice.language)
    return Answered(
        title=voice.say("coverage title", kind),
        says=[says],
        pictures=[picture(plots.coverage(found, language=voice.language), seen)],
        tables=table(voice.say("caption coverage"), heads, rows),
        sure=[*sure, voice.say("coverage how")],
    )


def _called(name: str, voice: Voice) -> str:
    return voice.initiative(name) if name in voice.portfolio.by_id else name
