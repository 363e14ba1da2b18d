"""Why each chosen initiative is in a plan, alone and together with others."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from omniprio.base import Model, Text
from omniprio.dependency_graph import unlocks
from omniprio.fulfilment import progress, raises
from omniprio.measures import all_counted, counted
from omniprio.money import earned
from omniprio.numbers import exact
from omniprio.plan.facts import Jointly, Merit
from omniprio.plan.states import climbed, needed_for
from omniprio.portfolio import as_scheduled, mode_of
from omniprio.portfolio.initiative import left_at
from omniprio.portfolio.portfolio import known_fulfilment
from omniprio.portfolio.requirements import wait_of
from omniprio.synergies import activations, ready, spent_on_synergies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Group, Initiative, Portfolio, Requirement, Synergy
    from omniprio.portfolio.milestones import WantedStep

__all__ = ["Joint", "adds", "brings_money", "by_member", "earns", "joints", "merits", "scoring"]


class Joint(Model):
    """A synergy, and whether the plan gets it."""

    id: str
    of: tuple[str, ...]
    """Its members."""
    needs: dict[str, float] = {}
    """How far fields must be fulfilled before it adds, by id."""
    when: Literal["all complete", "start together", "in order"] = "all complete"
    """What must hold of its members but that all are complete."""
    missing: tuple[str, ...]
    """Members that the plan leaves out."""
    unfinished: tuple[str, ...] = ()
    """Members that go on after the last period."""
    lacks: tuple[str, ...] = ()
    """Fields it needs that the plan does not bring far enough in time, or not at the same time, by id."""
    period: int | None
    """The period in which it becomes active, from which on it adds; None where it is missed."""
    label: str
    """What a person calls that period; blank where it is missed."""
    cost: float
    """What it adds to the spending from the main budget in that period, or in the common start of members that must
    start together; less than 0 saves. Of one that is missed it is in prices of period 1; see `Fund`."""
    benefit: float
    """What it adds to the benefit of that period and of each one after it."""
    advances: dict[str, float]
    """What it adds to the share of each field, by id."""

    @property
    def obtained(self) -> bool:
        """Whether the plan gets it."""
        return self.period is not None


def joints(portfolio: Portfolio, starts: Mapping[str, int]) -> tuple[Joint, ...]:
    """Return every synergy of a portfolio, in the order given.

    Args:
        portfolio: The portfolio.
        starts: A schedule.

    >>> from omniprio.portfolio import Initiative, Portfolio, Synergy
    >>> shared = Synergy(id="shared", of=["web", "app"], cost=-120)
    >>> pair = [Initiative(id="web", duration=2), Initiative(id="app")]
    >>> one = Portfolio(horizon=2, initiatives=pair, synergies=[shared])
    >>> joints(one, {"web": 1, "app": 1})[0].period, joints(one, {"web": 1})[0].missing
    (2, ('app',))
    """
    active = activations(portfolio, starts)
    costs = {one.id: cost for one, _, cost in spent_on_synergies(portfolio, starts)}
    return tuple(
        _joint(one, portfolio, starts, active.get(one.id), costs.get(one.id, one.price))
        for one in portfolio.synergies
    )


def _joint(
    synergy: Synergy, portfolio: Portfolio, starts: Mapping[str, int], period: int | None, cost: Fraction
) -> Joint:
    first = ready(synergy, starts, portfolio)
    return Joint(
        id=synergy.id,
        of=synergy.of,
        needs=synergy.needs,
        when=synergy.when,
        missing=tuple(name for name in synergy.of if name not in starts),
        unfinished=tuple(_unfinished(synergy, portfolio, starts)),
        lacks=() if period or not first else tuple(_lacks(synergy, portfolio, starts, first)),
        period=period,
        label="" if period is None else portfolio.calendar.label(period),
        cost=float(cost),
        benefit=synergy.benefit,
        advances=synergy.advances,
    )


def _unfinished(synergy: Synergy, portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[str]:
    """Yield the chosen members of a synergy that are not complete by the last period."""
    by_id = as_scheduled(portfolio, starts).by_id
    for name in synergy.of:
        if name in starts and starts[name] + by_id[name].duration - 1 > portfolio.periods:
            yield name


def _lacks(synergy: Synergy, portfolio: Portfolio, starts: Mapping[str, int], first: int) -> Iterator[str]:
    """Yield the fields that keep a synergy from becoming active though its members would let it from a period on."""
    course = progress(portfolio, starts).fulfilment
    most = {field: max(course[field][first - 1 : portfolio.periods]) for field in synergy.needs}
    short = [field for field, share in synergy.needed_shares.items() if most[field] < share]
    yield from short or synergy.needs  # each is far enough at some time


def merits(portfolio: Portfolio, starts: Mapping[str, int], course: Progress) -> dict[str, Merit]:
    """Return why each chosen initiative is in a plan, by id.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
        course: What it does to the disc.
    """
    titles = {(one.id, mode.id): mode.title or mode.id for one in portfolio.initiatives for mode in one.modes}
    modes = {name: titles.get((name, mode_of(start)), "") for name, start in starts.items()}
    portfolio = as_scheduled(portfolio, starts)
    course_of = _Course(
        places={name: place for place, name in enumerate(starts)},
        reached={field: course.reached(field) for field in portfolio.disc.named},
        groups=by_member(portfolio.groups, lambda group: portfolio.members[group.id]),
        standing={group.id: _standing(group, portfolio, starts) for group in portfolio.groups},
        synergies=by_member(portfolio.synergies, lambda synergy: synergy.of),
        active=activations(portfolio, starts),
        completing=_completing(portfolio, starts),
        milestones=needed_for(portfolio, starts),
        steps=climbed(portfolio, starts),
        modes=modes,
    )
    return {name: _merit(portfolio.by_id[name], portfolio, starts, course_of) for name in starts}


class _Course(NamedTuple):
    """What is looked up for each initiative, gathered once.

    Attributes:
        places: The place of each chosen initiative in the schedule.
        reached: The period from which each field stays reached.
        modes: The mode that each chosen initiative is done in, in words; empty where it has none.
        groups: By member.
        standing: How each group stands, by its id.
        synergies: By member.
        active: The period in which each synergy becomes active, where it does.
        milestones: Those that would be missed without each chosen initiative.
        steps: The step of the channels that would not be got to without each chosen initiative.
        completing: The chosen initiatives that give a share of each part of a field, by the period they are complete in.
    """

    places: dict[str, int]
    modes: dict[str, Text]
    reached: dict[str, int | None]
    groups: dict[str, list[Group]]
    standing: dict[str, _Standing]
    synergies: dict[str, list[Synergy]]
    active: dict[str, int]
    completing: dict[tuple[str, int], list[str]]
    milestones: dict[str, tuple[str, ...]]
    steps: dict[str, WantedStep]


def _completing(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for name, start in starts.items():
        initiative = portfolio.by_id[name]
        for part, share in portfolio.gains[name].items():
            if share:
                found.setdefault((part, start + initiative.duration - 1), []).append(name)
    return found


def _completing_with(field: str, done: int, portfolio: Portfolio, course: _Course) -> list[str]:
    """Return the chosen initiatives that give a share of a field in the period they are complete in, each once."""
    parts = portfolio.disc.parts_of[field]
    return [*dict.fromkeys(name for part in parts for name in course.completing.get((part, done), ()))]


def by_member[Joint](
    joints: Iterable[Joint], members: Callable[[Joint], Iterable[str]]
) -> dict[str, list[Joint]]:
    """Return what has members, groups or synergies, by member."""
    found: dict[str, list[Joint]] = {}
    for joint in joints:
        for name in dict.fromkeys(members(joint)):
            found.setdefault(name, []).append(joint)
    return found


def _merit(initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int], course: _Course) -> Merit:
    name = initiative.id
    done = starts[name] + initiative.duration - 1
    given = _given(initiative, portfolio, done, course)
    reached = {field: course.reached[field] or 0 for field in given}
    completed = [field for field in given if reached[field] == done]
    others = {
        field: [one for one in _completing_with(field, done, portfolio, course) if one != name]
        for field in completed
    }
    waiting = sorted(
        (other for other in unlocks(portfolio, name) if other in starts), key=course.places.__getitem__
    )
    return Merit(
        completes=tuple(field for field in completed if not others[field]),
        completes_jointly=tuple(_jointly(others)),
        contributes=tuple(field for field in given if reached[field] > done),
        advances=tuple(field for field in given if course.reached[field] is None),
        unlocks=tuple(
            other for other in waiting if _waits(portfolio.by_id[other], initiative, portfolio, starts)
        ),
        joins=tuple(_joins(name, course.synergies.get(name, ()), portfolio, course.active)),
        brings_about=tuple(_brings_about(initiative, portfolio, done, course.active)),
        completes_groups=tuple(
            group.id
            for group in course.groups.get(name, ())
            if _needs(group, course.standing[group.id], counted(group, initiative, starts[name], portfolio))
        ),
        meets=course.milestones.get(name, ()),
        must=initiative.decision == "must",
        decision_reason=initiative.decision_reason,
        earns=earns(initiative, done),
        earned=float(sum(earned(initiative, starts[name], portfolio.counted_to))),
        links=_links(initiative, portfolio, done),
        step=course.steps.get(name),
        mode=course.modes[name],
        runs_over=done if done > portfolio.periods else None,
        scores=scoring(initiative),
    )


def _given(initiative: Initiative, portfolio: Portfolio, done: int, course: _Course) -> list[str]:
    """Return the fields, and channels of them, to which it gives something that was missing, as last known before.

    A field of which it gives one channel is among them where that completes the field as a whole.
    """
    known = known_fulfilment(portfolio, done - 1)
    given = [name for name, share in initiative.advances.items() if share and known[name] < 1]
    whole = (
        f"{field.discipline.id}{field.number}"
        for name in given
        if (field := portfolio.disc.named[name]).channel
    )
    return [*dict.fromkeys([*given, *(field for field in whole if course.reached[field] == done)])]


def _jointly(completed: Mapping[str, Sequence[str]]) -> Iterator[Jointly]:
    """Yield fields that a period completes with the shares of several initiatives, those of the same ones together.

    Args:
        completed: By field, the others that give it a share in that period.
    """
    by_others: dict[tuple[str, ...], list[str]] = {}
    for field, others in completed.items():
        if others:
            by_others.setdefault(tuple(others), []).append(field)
    for others, fields in by_others.items():
        yield Jointly(fields=tuple(fields), others=others)


def _links(initiative: Initiative, portfolio: Portfolio, done: int) -> tuple[Text, ...]:
    """Return the channels that an initiative joins by the horizon, by their titles or ids."""
    if done > portfolio.periods:
        return ()
    titles = {one.id: one.title or one.id for one in portfolio.disc.channels}
    return tuple(titles[name] for name in initiative.links)


def earns(initiative: Initiative, done: int | None = None) -> bool:
    """Return whether an initiative, in one of its modes, brings more money than it takes back, costs left out.

    Args:
        initiative: The initiative.
        done: The period it is complete in; None for any that it can be complete in.
    """
    return any(
        way.earnings.per_period > 0
        or any(sum(left_at(way.earnings, period)) > 0 for period in _completions(way, done))
        for way in initiative.ways.values()
    )


def _completions(way: Initiative, done: int | None) -> Iterable[int]:
    """Return the periods of completion between which it makes a difference to what is earned."""
    if done is not None or way.earnings.counted_from != "calendar":
        return (done or way.duration,)
    return range(way.duration, len(way.earnings.profile or ()) + 1)


def scoring(initiative: Initiative) -> tuple[str, ...]:
    """Return the scores above 0 that an initiative has, by name."""
    return tuple(name for name, points in initiative.scores.items() if points > 0)


def adds(synergy: Synergy) -> bool:
    """Return whether a synergy adds anything good: moves a field, earns or saves money."""
    return brings_money(synergy) or any(share > 0 for share in synergy.advances.values())


def brings_money(synergy: Synergy) -> bool:
    """Return whether a synergy earns or saves money."""
    return synergy.benefit > 0 or synergy.cost < 0


def _waits(
    other: Initiative, initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int]
) -> bool:
    """Return whether a chosen initiative could start as this one lets it, by a requirement or a field it needs."""
    name, start = initiative.id, starts[other.id]
    if any(name in entry.of and _lets(entry, other, initiative, starts) for entry in other.requirements):
        return True
    return start > starts[name] + initiative.duration - 1 and any(
        raises(portfolio, portfolio.gains[name], field) and portfolio.start_fulfilment[field] < share
        for field, share in other.needed_shares.items()
    )


def _lets(entry: Requirement, other: Initiative, initiative: Initiative, starts: Mapping[str, int]) -> bool:
    """Return whether a requirement of one by another is in force and met."""
    wait = wait_of(entry, other.duration, initiative.duration)
    passed = starts[other.id] - starts[initiative.id]
    return starts.keys() >= set(entry.given) and (wait is None or passed >= wait)


def _joins(
    name: str, synergies: Iterable[Synergy], portfolio: Portfolio, active: Mapping[str, int]
) -> Iterator[str]:
    """Yield the chosen initiatives that one has a synergy with, in the order given."""
    members = {
        other for synergy in synergies if adds(synergy) and synergy.id in active for other in synergy.of
    }
    return (other for other in (portfolio.by_id if members else ()) if other in members and other != name)


def _brings_about(
    initiative: Initiative, portfolio: Portfolio, done: int, active: Mapping[str, int]
) -> Iterator[str]:
    """Yield the synergies that add something as soon as it is complete, or as the fields it raises are far enough."""
    gains, start = portfolio.gains[initiative.id], portfolio.start_fulfilment
    for synergy in portfolio.synergies:
        if synergy.needs and synergy.id in active and adds(synergy):
            raised = any(
                raises(portfolio, gains, field) and start[field] < share
                for field, share in synergy.needed_shares.items()
            )
            if synergy.of == (initiative.id,) or (raised and done < active[synergy.id]):
                yield synergy.id


class _Standing(NamedTuple):
    """How a group stands: how many members are chosen, what they come to in its measure, and what everything chosen does."""

    chosen: int
    there: Fraction
    whole: Fraction


def _standing(group: Group, portfolio: Portfolio, starts: Mapping[str, int]) -> _Standing:
    members = portfolio.members[group.id]
    return _Standing(
        chosen=sum(name in starts for name in members),
        there=all_counted(group, portfolio, starts, members),
        whole=all_counted(group, portfolio, starts, starts) if group.has_share else Fraction(0),
    )


def _needs(group: Group, standing: _Standing, own: Fraction) -> bool:
    """Return whether a group would be broken without a chosen member that counts so much in it."""
    there, share = standing.there - own, group.least_share
    return (
        (group.all_or_none and standing.chosen > 1)
        or (group.least is not None and there < group.least)
        or (share is not None and there < exact(share) * (standing.whole - own))
    )
