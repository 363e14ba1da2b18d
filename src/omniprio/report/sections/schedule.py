"""What is done when: every chosen initiative with its dates, its costs and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio import plots
from omniprio.answers import latest_in
from omniprio.plan.layout import costs_adding_up
from omniprio.portfolio.provenance import marks_of_initiative
from omniprio.report.vector import Picture, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Language
    from omniprio.marks import Marks
    from omniprio.plan import Joint, Plan, Planned
    from omniprio.plan.cash import Bought
    from omniprio.portfolio import Initiative, Requirement
    from omniprio.report.voice import Voice

__all__ = ["Schedule", "schedule"]


class Step(NamedTuple):
    """A chosen initiative."""

    id: str
    title: str
    description: str
    owner: str
    mode: str
    """The way it is done, where it has several."""
    when: str
    latest: str
    """Its latest start, and by how much that is later."""
    costs: tuple[str, ...]
    """By fund."""
    waits_for: tuple[str, ...]
    marks: Marks
    """On its costs and duration."""


class Joined(NamedTuple):
    """A synergy that the plan gets, or what it buys of a team."""

    title: str
    when: str
    costs: tuple[str, ...]
    """By fund; a synergy costs or saves in the main budget."""
    waits_for: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the section shows."""

    funds: list[str]
    steps: list[Step]
    joined: list[Joined]
    totals: list[str]
    pictures: list[Picture]


def schedule(plan: Plan, voice: Voice) -> Schedule | None:
    """Return what is done when, or None where nothing is."""
    if not plan.schedule:
        return None
    costs = plan.costs
    joined = [one for one in plan.synergies if one.obtained]
    funds = [name for name in costs if costs[name] or _is_used(name, plan)]
    lines, latest = costs_adding_up(plan), latest_in(plan)
    shown = [tuple(voice.amount(line[name]) for name in funds) for line in lines]
    return Schedule(
        funds=[voice.fund(name) for name in funds],
        steps=[
            _step(planned, latest[planned.id], cells, voice)
            for planned, cells in zip(plan.schedule, shown, strict=False)
        ],
        joined=[
            _joined(one, cells, voice)
            for one, cells in zip(joined, shown[len(plan.schedule) :], strict=False)
        ]
        + [
            _bought(one, cells, voice)
            for one, cells in zip(plan.bought, shown[len(plan.schedule) + len(joined) :], strict=True)
        ],
        totals=[voice.amount(sum((line[name] for line in lines), Fraction(0))) for name in funds],
        pictures=[*_pictures(plan, voice.language)],
    )


def _pictures(plan: Plan, language: Language) -> Iterator[Picture]:
    """Yield the time line by start and, where several owners have something to do, that of each owner."""
    yield picture(plots.gantt(plan, language=language), plots.describe_gantt(plan, language=language))
    if len({plan.portfolio.by_id[planned.id].owner for planned in plan.schedule}) > 1:
        seen = plots.describe_owner_lanes(plan, language=language)
        yield picture(plots.owner_lanes(plan, language=language), seen)


def _is_used(fund: str, plan: Plan) -> bool:
    """Return whether something is spent of a fund, also where synergies save all of it again."""
    return any(planned.costs.get(fund) for planned in plan.schedule) or any(
        one.fund == fund and one.cost for one in plan.bought
    )


def _joined(one: Joint, costs: tuple[str, ...], voice: Voice) -> Joined:
    is_told = voice.speaker.names.title("synergy", one.id, voice.speaker.catalogue)  # what brings it about
    return Joined(
        title=voice.say("synergy", one.id),
        when=voice.label(one.period or 0),
        costs=costs,
        waits_for=voice.say("none") if is_told else voice.listed(map(voice.initiative, one.of)),
    )


def _bought(one: Bought, costs: tuple[str, ...], voice: Voice) -> Joined:
    title = voice.say("bought", voice.amount(one.amount), voice.team(one.team))
    return Joined(title=title, when=voice.span(one.first, one.last), costs=costs, waits_for=voice.say("none"))


def _step(planned: Planned, latest: int, costs: tuple[str, ...], voice: Voice) -> Step:
    initiative = voice.portfolio.by_id[planned.id]
    return Step(
        id=planned.id,
        title=initiative.name(voice.language),
        description=voice.text(initiative.description),
        owner=voice.owner(initiative.owner),
        mode=voice.text(planned.why.mode),
        when=voice.span(planned.start, planned.finish),
        latest=_latest(planned.start, latest, voice),
        costs=costs,
        waits_for=tuple(_waits_for(initiative, voice)),
        marks=marks_of_initiative(initiative, voice.portfolio, "cost"),
    )


def _latest(start: int, latest: int, voice: Voice) -> str:
    """Return the latest start, with how much later it is than the planned one."""
    if latest == start:
        return voice.label(latest)
    return voice.say("so much later", voice.label(latest), voice.periods(latest - start))


def _waits_for(initiative: Initiative, voice: Voice) -> Iterator[str]:
    for requirement in initiative.requirements:
        yield _required(requirement, voice)
    for name, share in initiative.needs.items():
        yield voice.say("field so far", voice.field(name), voice.percent(share))


def _required(requirement: Requirement, voice: Voice) -> str:
    names = list(map(voice.initiative, requirement.of))
    listed = voice.listed(names)
    if requirement.leaves_choice:
        one = requirement.least == 1
        listed = voice.either(names) if one else voice.say("so many of", requirement.least, listed)
    said = voice.say(f"waits {requirement.kind}", listed)
    if requirement.lag:
        said = voice.say(
            "and then wait" if requirement.lag > 0 else "with overlap", said, abs(requirement.lag)
        )
    if requirement.max_lag is not None:
        said = voice.say("no later than", said, requirement.max_lag)
    if requirement.given:
        said = voice.say("if chosen", said, voice.listed(map(voice.initiative, requirement.given)))
    return said
