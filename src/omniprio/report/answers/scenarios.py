"""From when each customer scenario works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.standing import ScenarioPeriods
from omniprio.report.answers.answered import Answered, head
from omniprio.report.answers.registry import answered
from omniprio.report.table import table
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.standing import ScenarioPeriod
    from omniprio.report.voice import Voice

__all__ = ["scenarios"]


@answered.register(ScenarioPeriods)
def scenarios(found: ScenarioPeriods, voice: Voice) -> Answered:
    """Return what is shown of the scenarios."""
    working = sum(row.period is not None for row in found.rows)
    heads = [head(name, voice) for name in ("scenario", "works from", "in the way")]
    seen = plots.describe_scenarios(found, language=voice.language)
    return Answered(
        title=voice.say("scenarios title"),
        says=[voice.say("scenarios says", working, len(found.rows))],
        pictures=[picture(plots.scenarios(found, language=voice.language), seen)],
        tables=table(voice.say("caption scenarios"), heads, (_row(row, voice) for row in found.rows)),
        sure=[voice.say("scenarios how")],
    )


def _row(row: ScenarioPeriod, voice: Voice) -> Iterator[str]:
    yield row.scenario.name(voice.language)
    yield voice.speaker.words("answers.never") if row.period is None else voice.label(row.period)
    known = voice.portfolio.disc.named
    yield "; ".join(voice.field(name) if name in known else name for name in row.in_the_way) or voice.say(
        "none"
    )
