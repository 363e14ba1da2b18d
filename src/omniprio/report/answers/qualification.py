"""How good each initiative is by itself: what it moves, needs and opens, and its rank among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.qualification import Qualifications
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import Picture, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.qualification import Qualification
    from omniprio.report.voice import Voice

__all__ = ["qualification"]


@answered.register(Qualifications)
def qualification(found: Qualifications, voice: Voice) -> Answered:
    """Return what is shown of all initiatives, qualified."""
    against = ("column against plan",) if any(one.against_plan for one in found.rows) else ()
    numbers = (
        "column rank",
        "column alone",
        "column together",
        *against,
        "column opens",
        "column cost together",
    )
    heads = [
        Head(voice.say("column initiative")),
        *(Head(voice.say(name), number=True) for name in numbers),
        Head(voice.say("column role")),
    ]
    return Answered(
        title=voice.say("qualification title"),
        says=[*_unfinished(found, voice), _says(found, voice)],
        pictures=[*_picture(found, voice)],
        tables=[
            *table(voice.say("caption qualification"), heads, (_row(one, voice) for one in found.ranked)),
            *_completing(found, voice),
        ],
        sure=[voice.say("qualification exact"), *_against(found, voice), voice.say("qualification rank")],
    )


def _picture(found: Qualifications, voice: Voice) -> Iterator[Picture]:
    """Yield what each brings against what it costs, where anything brings us closer."""
    if any(one.rank is not None for one in found.rows):
        seen = plots.describe_impact_effort(found, language=voice.language)
        yield picture(plots.impact_effort(found, language=voice.language), seen)


def _unfinished(found: Qualifications, voice: Voice) -> Iterator[str]:
    if not found.is_final:
        done = len(found.rows)
        yield voice.say("qualification open", done, done + len(found.open))


def _against(found: Qualifications, voice: Voice) -> Iterator[str]:
    if any(one.against_plan for one in found.rows):
        yield voice.say("qualification against")


def _says(found: Qualifications, voice: Voice) -> str:
    kinds = (
        [one for one in found.ranked if one.quick_win],
        [one for one in found.ranked if one.enabler],
        [one for one in found.rows if one.moves_nothing],
    )
    return voice.say(
        "qualification says", *(voice.listed(_name(one, voice) for one in kind) for kind in kinds)
    )


def _name(one: Qualification, voice: Voice) -> str:
    return voice.text(one.title) or one.id


def _row(one: Qualification, voice: Voice) -> Iterator[str]:
    yield _name(one, voice)
    yield voice.say("none") if one.rank is None else str(one.rank)
    against = () if one.against_plan is None else (one.against_plan.gain,)
    yield from (voice.fine(float(gain)) for gain in (one.alone, one.together, *against, one.opened_gain))
    yield voice.money(float(one.cost_together))
    yield _role(one, voice)


def _completing(found: Qualifications, voice: Voice) -> list[Table]:
    """Return which initiatives together complete each field, in the smallest sets."""
    heads = [Head(voice.say("column field")), Head(voice.say("column complete together"))]
    rows = (
        [
            voice.speaker.called("field", field) if not place else "",
            voice.listed(_name(found.by_id[name], voice) for name in names),
        ]
        for field, sets in found.completing.items()
        for place, names in enumerate(sets)
    )
    return table(voice.say("caption completing"), heads, rows)


def _role(one: Qualification, voice: Voice) -> str:
    """Return what it is, in a word or two."""
    kinds = {
        "never": one.decided_against,
        "impossible": not (one.possible or one.decided_against),
        "quick win": one.quick_win,
        "enabler": one.enabler,
        "moves nothing": one.moves_nothing,
    }
    names = [voice.say(f"role {kind}") for kind, holds in kinds.items() if holds]
    return voice.listed(names) if names else voice.say("none")
