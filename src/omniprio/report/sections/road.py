"""How far it takes us: the disc, the road toward the ambition, and every field with what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from omniprio import plots
from omniprio.plan import content
from omniprio.report.grid import Column, Grid, by_period
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import Picture, picture

if TYPE_CHECKING:
    from omniprio.disc import DiscField, Discipline
    from omniprio.marks import Marks
    from omniprio.plan import Plan
    from omniprio.report.voice import Voice

__all__ = ["Road", "road"]


class Field(NamedTuple):
    """A field of the disc and how far it is."""

    id: str
    title: str
    description: str
    before: str
    after: str
    when: str
    marks: Marks


class Sector(NamedTuple):
    """A discipline, where it is to get, and its fields from the outside in."""

    title: str
    wanted: str
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Road:
    """What the section shows."""

    pictures: list[Picture]
    levels: Grid | None
    milestones: list[tuple[str, str]]
    sectors: list[Sector]
    by_channel: list[Table]


def road(plan: Plan, voice: Voice) -> Road | None:
    """Return how far the plan takes us; without a disc the milestones alone, or None where there are none."""
    milestones = content.milestones(content.Telling(plan, voice.language))
    if not plan.portfolio.has_disc:
        bare = Road(pictures=[], levels=None, milestones=milestones, sectors=[], by_channel=[])
        return bare if milestones else None
    return Road(
        pictures=[_disc(plan, voice), _way(plan, voice)],
        levels=by_period(voice.say("caption levels"), _columns(plan, voice), voice, start=True),
        milestones=milestones,
        sectors=[_sector(row, plan, voice) for row in plan.portfolio.disc.disciplines],
        by_channel=_by_channel(plan, voice),
    )


def _disc(plan: Plan, voice: Voice) -> Picture:
    seen = plots.describe_disc(plan, language=voice.language)
    return picture(plots.disc(plan, language=voice.language), seen, reading=voice.say("reading disc"))


def _way(plan: Plan, voice: Voice) -> Picture:
    seen = plots.describe_road(plan, language=voice.language)
    return picture(plots.road(plan, language=voice.language), seen)


def _columns(plan: Plan, voice: Voice) -> list[Column]:
    distance = Column(
        voice.say("column distance"), tuple(voice.ratio(state.distance) for state in plan.periods)
    )
    levels = [
        Column(row.id, tuple(voice.level(state.position[row.id]) for state in plan.periods))
        for row in plan.portfolio.disc.disciplines
    ]
    steps = [
        voice.speaker.words(f"names.{state.channels}") for state in plan.periods if state.channels is not None
    ]
    channels = [Column(voice.say("column channels"), tuple(steps))] if steps else []
    return [distance, *levels, *channels]


def _sector(row: Discipline, plan: Plan, voice: Voice) -> Sector:
    fields = [field for field in plan.portfolio.disc if field.discipline.id == row.id]
    wanted, levels = plan.portfolio.ambitions[row.id], len(row.rings)
    key = "wanted in any order" if row.order == "any" else "wanted"
    title = voice.text(row.title)
    return Sector(
        title=f"{row.id} · {title}" if title else row.id,
        wanted=voice.say(key, wanted, levels),
        fields=[_field(field, plan, voice) for field in fields],
    )


def _field(field: DiscField, plan: Plan, voice: Voice) -> Field:
    course = plan.progress.fulfilment[field.id]
    reached = plan.progress.reached(field.id)
    when = "" if reached is None else voice.period(reached) if reached else voice.say("before the plan")
    return Field(
        id=field.id,
        title=voice.text(field.level.title),
        description=voice.text(field.level.description),
        before=voice.percent(float(course[0])),
        after=voice.percent(float(course[-1])),
        when=when,
        marks=field.not_facts,
    )


def _by_channel(plan: Plan, voice: Voice) -> list[Table]:
    """Return how far each field is in each channel, where there are channels, at the start and at the end."""
    disc = plan.portfolio.disc
    channels = [Head(voice.text(one.title) or one.id, number=True) for one in disc.channels]
    rows = (
        [
            f"{field.id} {voice.text(field.level.title)}",
            *(_in(one.id, field, plan, voice) for one in disc.channels),
        ]
        for field in disc
        if len(disc.parts_of[field.id]) > 1
    )
    return table(voice.say("caption by channel"), [Head(voice.say("column field")), *channels], rows)


def _in(channel: str, field: DiscField, plan: Plan, voice: Voice) -> str:
    """Return how far a field is in a channel, at the start and at the end; a dash where it is not judged there."""
    course = plan.progress.fulfilment.get(f"{field.id}@{channel}")
    if course is None:
        return voice.say("none")
    first, last = (voice.percent(float(one)) for one in (course[0], course[-1]))
    return first if first == last else f"{first} → {last}"
