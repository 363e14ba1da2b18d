"""What has changed since the earlier plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.replanning import Replanned
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_value, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.answers.replanning import Change, Reading, UpheavalCurve
    from omniprio.report.table import Table
    from omniprio.report.vector import Picture

__all__ = ["became", "measured", "picture_of_measured", "replanning"]

_KINDS = ("finished", "running", "stopped", "kept", "moved", "dropped", "added")


@answered.register(Replanned)
def replanning(found: Replanned, voice: Voice) -> Answered:
    """Return what is shown of a new plan against the earlier one."""
    own = Voice(found.plan, voice.language)
    keys = ("column initiative", "column start before", "column start now", "column became")
    heads = [Head(own.say(key)) for key in keys]
    seen = plots.describe_before_after(found, language=own.language)
    return Answered(
        title=own.say("replanning title"),
        says=[_says(found, own)],
        pictures=[
            *([picture(plots.before_after(found, language=own.language), seen)] if found.changes else []),
            *picture_of_measured(found, own),
        ],
        tables=[
            *table(own.say("caption replanning"), heads, (_row(one, own) for one in found.changes)),
            *measured(found.readings, own),
        ],
        sure=list(_sure(found, own)),
    )


def _says(found: Replanned, voice: Voice) -> str:
    counts: Counter[str] = Counter(change.kind for change in found.changes)
    known = [kind for kind in _KINDS if counts[kind]]
    parts = (voice.say("so many of a kind", voice.say(f"became {kind}"), counts[kind]) for kind in known)
    became = "; ".join(parts) or voice.say("nothing")
    if not found.by:
        return voice.say("replanning from start", became)
    return voice.say("replanning says", voice.period(found.by), became)


def _row(one: Change, voice: Voice) -> Iterator[str]:
    yield voice.text(one.title) or one.id
    for start in (one.before, one.now):
        yield voice.say("none") if start is None else voice.period(start)
    yield became(one, voice)


def became(one: Change, voice: Voice) -> str:
    """Return what became of an initiative, with by how much it moved."""
    word = voice.say(f"became {one.kind}")
    if one.before is None or one.now is None or one.before == one.now:
        return word
    moved = "later" if one.now > one.before else "earlier"
    return voice.say(f"moved {moved}", word, voice.periods(abs(one.now - one.before)))


def picture_of_measured(found: Replanned | UpheavalCurve, voice: Voice) -> list[Picture]:
    """Return what was measured against what was planned, as a figure; none where nothing was measured.

    Args:
        found: What was found.
        voice: The words of the page.
    """
    if not found.readings:
        return []
    seen = plots.describe_measured(found, language=voice.language)
    return [picture(plots.measured(found, language=voice.language), seen)]


def measured(readings: Sequence[Reading], voice: Voice) -> list[Table]:
    """Return what was measured against what was planned, as a table; none where nothing was measured.

    Args:
        readings: What was measured.
        voice: The words of the page.
    """
    heads = [
        Head(voice.say("column field measured")),
        Head(voice.say("column end of")),
        *(Head(voice.say(f"column {name}"), number=True) for name in ("planned", "expected", "measured")),
        Head(voice.say("column measured by")),
        Head(voice.say("column explained")),
    ]
    return table(voice.say("caption measured"), heads, (_measured_row(one, voice) for one in readings))


def _measured_row(one: Reading, voice: Voice) -> Iterator[str]:
    yield one.field
    yield voice.period(one.period) if one.period else voice.say("none")
    yield voice.say("none") if one.planned is None else voice.number(one.planned)
    yield voice.number(one.expected)
    yield voice.number(one.found)
    yield ", ".join(filter(None, (one.measured.who, str(one.measured.on or "")))) or voice.say("none")
    if one.turned_out is None or one.promised in {None, one.turned_out}:
        yield "; ".join(map(voice.initiative, one.sources)) or voice.say("none")
    else:
        shares = voice.number(one.turned_out), voice.number(one.promised or 0)
        yield voice.say("gave instead of", voice.initiative(one.sources[0]), *shares)


def _sure(found: Replanned, voice: Voice) -> Iterator[str]:
    if any(one.turned_out not in {None, one.promised} for one in found.readings):
        yield voice.say("replanning suggests")
    value = goal_value(found.goal, found.value, voice)
    yield voice.say("replanning value", measure_within(found.goal, voice), value)
    if found.upheaval:
        yield voice.say("replanning price", voice.number(found.upheaval, 4))
    yield voice.say("replanning proven" if found.is_final else "replanning open")
