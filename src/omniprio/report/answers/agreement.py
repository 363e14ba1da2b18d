"""How far raters agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.assessment import Agreement
from omniprio.report.answers.answered import Answered, beside_the_table
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, table
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from omniprio.report.voice import Voice

__all__ = ["agreement"]


@answered.register(Agreement)
def agreement(found: Agreement, voice: Voice) -> Answered:
    """Return what is shown of how far raters agree."""
    first, *rest = beside_the_table(found, voice)
    seen = plots.describe_agreement(found, language=voice.language)
    numbers = {
        "alpha": found.alpha,
        "alpha from": found.low,
        "alpha to": found.high,
        "raters": found.raters,
        "units": found.units,
    }
    heads = [Head(voice.say(f"column {name}"), number=True) for name in numbers]
    row = [voice.say("not known") if one is None else voice.number(one, 3) for one in numbers.values()]
    return Answered(
        title=voice.say("agreement title"),
        says=[first, *rest[-1:]],
        pictures=[picture(plots.agreement(found, language=voice.language), seen)],
        tables=table(voice.say("caption agreement"), heads, [row]),
        sure=rest[:-1],
    )
