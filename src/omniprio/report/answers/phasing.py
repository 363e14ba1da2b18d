"""What the same money would allow if all of it were there at once, and by when that needs how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.frontiers import Phasing
from omniprio.portfolio import unit_of_budget
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import differences, goal_table
from omniprio.report.table import Head, Table, table
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["phasing"]


@answered.register(Phasing)
def phasing(found: Phasing, voice: Voice) -> Answered:
    """Return what is shown of the plan with money as it is phased beside the one with all of it at once."""
    own = Voice(found.best, voice.language)
    return Answered(
        title=own.say("phasing title"),
        says=list(_says(found, own)),
        tables=[*_goals(found, own), *_by_period(found, own)],
        sure=[own.say("phasing how"), own.say("phasing proven" if found.is_final else "phasing open")],
    )


def _says(found: Phasing, voice: Voice) -> Iterator[str]:
    if found.comparison is None:
        yield voice.speaker.words("answers.phasing no plan")
    elif found.comparison.equal:
        yield voice.speaker.words("answers.phasing as good")
    else:
        yield voice.say("phasing better")
        yield from differences(found.comparison, voice)


def _goals(found: Phasing, voice: Voice) -> list[Table]:
    if found.comparison is None:
        return []
    columns = ("column as phased", "column at once")
    return goal_table(voice.say("caption phasing goals"), found.comparison, voice, columns)


def _by_period(found: Phasing, voice: Voice) -> list[Table]:
    unit = unit_of_budget(found.budget, voice.portfolio)
    rows = (
        [
            voice.period(period),
            voice.say("no limit") if allowed is None else voice.amount(allowed),
            voice.amount(needed),
        ]
        for period, (allowed, needed) in enumerate(zip(found.allowed, found.needed, strict=True), start=1)
    )
    heads = [
        Head(voice.say("column up to the end of")),
        *(Head(voice.say(f"column phasing {one}"), number=True) for one in ("given", "needed")),
    ]
    budget = voice.budget(found.budget)
    caption = (
        voice.say("caption phasing", budget, unit) if unit else voice.say("caption phasing unitless", budget)
    )
    return table(caption, heads, rows)
