"""Where a group stands: the middle half of its members, the median and one's own place.

How far each discipline is from the ambition, and what the initiatives can close of it.

Which channels, or stages of the customer's journey, the initiatives touch.

Several organisations side by side.

From when each customer scenario works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.standing import Coverage, GapTable, GroupStanding, ScenarioPeriods, SideBySide
from omniprio.answers.standing.groups import place_in
from omniprio.report.answers.answered import Answered, beside_the_table, head
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from omniprio.answers.standing import DisciplineStanding, Gap, ScenarioPeriod, Standing
    from omniprio.report.voice import Voice

__all__ = ["coverage", "gaps", "scenarios", "side_by_side", "standing"]


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
        tables=table(voice.say("caption gaps"), heads, (_gaps_row(row, voice) for row in found.by_size)),
        sure=sure,
    )


def _gaps_row(row: Gap, voice: Voice) -> Iterator[str]:
    yield f"{row.discipline} {voice.text(row.title)}".rstrip()
    yield voice.level(float(row.start))
    yield str(row.ambition)
    yield from (voice.level(float(levels)) for levels in (row.gap, row.closable, row.remaining))
    yield voice.ratio(float(row.distance))


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
            "; ".join(_coverage_called(name, voice) for name in names) or voice.say("none"),
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


def _coverage_called(name: str, voice: Voice) -> str:
    return voice.initiative(name) if name in voice.portfolio.by_id else name


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
        tables=table(
            voice.say("caption scenarios"), heads, (_scenarios_row(row, voice) for row in found.rows)
        ),
        sure=[voice.say("scenarios how")],
    )


def _scenarios_row(row: ScenarioPeriod, voice: Voice) -> Iterator[str]:
    yield row.scenario.name(voice.language)
    yield voice.speaker.words("answers.never") if row.period is None else voice.label(row.period)
    known = voice.portfolio.disc.named
    yield "; ".join(voice.field(name) if name in known else name for name in row.in_the_way) or voice.say(
        "none"
    )
