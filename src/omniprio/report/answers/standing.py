"""Where a group stands: the middle half of its members, the median and one's own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.standing import GroupStanding
from omniprio.answers.standing.groups import place_in
from omniprio.report.answers.answered import Answered, head
from omniprio.report.answers.registry import answered
from omniprio.report.table import Table, table
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from omniprio.answers.standing import DisciplineStanding, Standing
    from omniprio.report.voice import Voice

__all__ = ["standing"]


@answered.register(GroupStanding)
def standing(found: GroupStanding, voice: Voice) -> Answered:
    """Return what is shown of a group, and of the groups within it that are large enough."""
    hidden = found.groups[0].hidden
    words = voice.speaker.words
    seen = plots.describe_group_standing(found, language=voice.language)
    return Answered(
        title=voice.say("standing title"),
        says=[words(f"answers.group {hidden}") if hidden else voice.say("standing says")],
        pictures=[picture(plots.group_standing(found, language=voice.language), seen)],
        tables=[one for group in found.groups for one in _group(group, found, voice)],
        sure=list(_sure(found, voice)),
    )


def _group(group: Standing, found: GroupStanding, voice: Voice) -> list[Table]:
    """Return the table of a group; a group of which nothing may be shown has none, and is told of below."""
    before = ("median before", "median", "change of level") if found.since else ("median",)
    own = ("own", "own place") if any(row.own for row in group.disciplines) else ()
    names = ("members", "lower quartile", *before, "upper quartile", *own)
    heads = [head("discipline", voice), *(head(name, voice, number=True) for name in names)]
    rows = [_row(row, names, voice) for row in group.disciplines if not group.hidden]
    return table(_called(group, voice), heads, rows)


def _called(group: Standing, voice: Voice) -> str:
    key = "answers.group" if group.group else "answers.whole group"
    return voice.speaker.words(key, name=group.group)


def _row(row: DisciplineStanding, names: Sequence[str], voice: Voice) -> list[str]:
    now, before, own = row.now, row.before, row.own
    cells = {
        "members": voice.speaker.words(f"answers.hidden {row.hidden}") if row.hidden else str(row.members),
        "lower quartile": _level(now.lower if now else None, voice),
        "median before": _level(before.median if before else None, voice),
        "median": _level(now.median if now else None, voice),
        "change of level": _level(row.change, voice),
        "upper quartile": _level(now.upper if now else None, voice),
        "own": _level(own.position if own else None, voice),
        "own place": place_in(own, voice.speaker) if own else voice.say("none"),
    }
    title = f"{row.discipline} {voice.text(row.title)}".rstrip()
    return [title, *(cells[name] for name in names)]


def _level(level: Fraction | None, voice: Voice) -> str:
    return voice.say("none") if level is None else voice.level(float(level))


def _sure(found: GroupStanding, voice: Voice) -> Iterator[str]:
    for group in found.groups[1:]:
        if group.hidden:
            why = voice.speaker.words(f"answers.group {group.hidden}")
            yield f"{_called(group, voice)}. {why}"
    yield from found.remarks(voice.speaker)
