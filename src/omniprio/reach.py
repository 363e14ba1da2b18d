"""What the initiatives cannot reach, whichever are chosen and in whatever order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.dependency_graph import earliest_starts, order
from omniprio.derived import once_for_each
from omniprio.disc import with_fields
from omniprio.errors import GoalUnreachableError
from omniprio.fulfilment import progress
from omniprio.goals import aimed_at
from omniprio.language import fact, sentence
from omniprio.portfolio import as_begun, first_finish, window_of
from omniprio.together import Together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from omniprio.disc import DiscField
    from omniprio.goals import Goal
    from omniprio.language import Fact
    from omniprio.portfolio import Initiative, Portfolio

__all__ = [
    "OutOfReach",
    "asked_for",
    "beyond",
    "doable",
    "in_need_of_new",
    "may_be_reached",
    "out_of_reach",
    "understaffed",
    "unreachable",
    "unreachable_behind",
    "unreached",
]


class OutOfReach(Model):
    """A field of the ambition that no choice of the initiatives can complete, each field looked at alone."""

    field: str
    discipline: str
    most: float
    """Its fulfilment at most, 0 to less than 1."""
    needs_new: bool
    """Whether new initiatives are needed: all there are, whatever keeps some of them out, do not complete it. Otherwise money,
    groups, dates, decisions or teams keep out what would."""


def out_of_reach(portfolio: Portfolio) -> tuple[OutOfReach, ...]:
    """Return the fields that stay incomplete whichever initiatives are chosen for them.

    For each field by itself the best choice is looked for that requirements, decisions, groups and the money there is in all
    allow; each initiative in it can be completed alone. No plan brings a field that is named further than is told.

    Args:
        portfolio: The portfolio.

    Returns:
        The fields within the ambition, discipline by discipline, from the outside in. A field that is not among them may still
        be out of reach: when the money is there, teams, and what is between initiatives in time, are left out, and where
        too many choices would have to be looked at, all shares are added up. `by_then` answers for one field exactly.

    >>> from omniprio.disc import Disc, Discipline
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=2)])
    >>> most = Initiative(id="most", advances={"R2": 0.9})
    >>> [(one.field, one.most) for one in out_of_reach(Portfolio(horizon=1, disc=disc, initiatives=[most]))]
    [('R2', 0.9)]
    """
    most, everything = _most(portfolio), _with_everything(portfolio)
    return tuple(
        OutOfReach(
            field=field.id,
            discipline=field.discipline.id,
            most=float(most[field.id]),
            needs_new=everything[field.id] < 1,
        )
        for field in portfolio.disc
        if most[field.id] < 1 and asked_for(portfolio, field)
    )


def may_be_reached(portfolio: Portfolio, starts: Mapping[str, int]) -> list[str]:
    """Return the fields that a schedule leaves incomplete and that are not known to be out of reach, by id.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
    """
    closed = {one.field for one in out_of_reach(portfolio)}
    return [field for field in unreached(portfolio, starts) if field not in closed]


def beyond(portfolio: Portfolio, wanted: Mapping[str, Fraction]) -> list[str]:
    """Return those of some fields that no choice of the initiatives fulfils as far as is wanted, by id."""
    most = _most(portfolio)
    return [field for field, share in wanted.items() if most[field] < share]


def in_need_of_new(portfolio: Portfolio, wanted: Mapping[str, Fraction]) -> list[str]:
    """Return those of some fields that all initiatives together do not fulfil as far as is wanted, by id.

    Args:
        portfolio: The portfolio; its limits, dates and decisions are not looked at, as they could be changed.
        wanted: The fields, each with the share.
    """
    everything = _with_everything(portfolio)
    return [field for field, share in wanted.items() if everything[field] < share]


def _with_everything(portfolio: Portfolio) -> dict[str, Fraction]:
    """Return how far each field would be fulfilled if all initiatives were done, by id."""
    most = {part: portfolio.latest_fulfilment[part] for part in portfolio.disc.parts}
    for part, movers in _movers(portfolio, set(portfolio.by_id)).items():
        most[part] = min(most[part] + sum((share for _, share in movers), Fraction(0)), Fraction(1))
    return with_fields(portfolio.disc, most)


def _most(portfolio: Portfolio) -> dict[str, Fraction]:
    """Return how far each field is fulfilled at most, by id: each part of one by what can be chosen for it alone."""
    return dict(_at_most(portfolio))


@once_for_each
def _at_most(portfolio: Portfolio) -> dict[str, Fraction]:
    together, movers = Together(portfolio), _movers(portfolio, doable(portfolio) & _in_time(portfolio))
    most = {
        part: there + together.most(movers[part], 1 - there)
        for part, there in portfolio.latest_fulfilment.items()
        if part in portfolio.disc.parts
    }
    return with_fields(portfolio.disc, {part: min(share, Fraction(1)) for part, share in most.items()})


def _movers(portfolio: Portfolio, possible: set[str]) -> dict[str, list[tuple[frozenset[str], Fraction]]]:
    """Return for each part of a field what can add to it: some of the possible initiatives, and the share."""
    movers: dict[str, list[tuple[frozenset[str], Fraction]]] = {part: [] for part in portfolio.disc.parts}
    gains = [(frozenset({one.id}), portfolio.gains_ahead[one.id]) for one in portfolio.initiatives]
    gains += [(frozenset(one.of), portfolio.joint_gains_ahead[one.id]) for one in portfolio.synergies]
    for names, shares in gains:
        for part, share in shares.items() if names <= possible else ():
            if share > 0:
                movers[part].append((names, share))
    return movers


def _in_time(portfolio: Portfolio) -> set[str]:
    """Return the initiatives that some start completes within the horizon, if nothing else rules that out."""
    return {
        name
        for name, start in earliest_starts(portfolio).items()
        if start is not None and first_finish(portfolio.by_id[name], start, portfolio) <= portfolio.periods
    }


def _advanced_by_nothing(portfolio: Portfolio, fields: Iterable[str]) -> list[str]:
    """Return those of some fields that no initiative and no synergy gives any share of, by id.

    Args:
        portfolio: The portfolio.
        fields: Their ids.
    """
    shares = [*portfolio.gains.values(), *portfolio.joint_gains.values()]
    served = {part for given in shares for part, share in given.items() if share > 0}
    return [field for field in fields if served.isdisjoint(portfolio.disc.parts_of[field])]


def doable(portfolio: Portfolio, *, by_money: bool = True) -> set[str]:
    """Return the initiatives that nothing rules out by itself: no decision, date, team or budget, nothing required.

    Args:
        portfolio: The portfolio.
        by_money: Whether money counts.
    """
    earliest = earliest_starts(portfolio, by_money=by_money)
    found = {
        name
        for name, start in earliest.items()
        if start is not None and not understaffed(portfolio.by_id[name], portfolio)
    }
    for name in order(portfolio):  # what is required comes before what requires it
        for entry in portfolio.by_id[name].requirements:
            if not entry.given and len(found.intersection(entry.of)) < entry.least:
                found.discard(name)
    return found


def understaffed(initiative: Initiative, portfolio: Portfolio) -> tuple[str, ...]:
    """Return the teams that have not enough for an initiative by itself, whenever it starts.

    Args:
        initiative: The initiative.
        portfolio: The portfolio.
    """
    window = window_of(initiative, portfolio)
    return tuple(
        team
        for team, capacity in portfolio.most_capacity.items()
        if any(_efforts(way, team) for way in initiative.ways.values())
        and not any(
            _staffed(_efforts(as_begun(initiative, start, portfolio), team), capacity[start - 1 :])
            for start in window
        )
    )


def _efforts(initiative: Initiative, team: str) -> Sequence[Fraction]:
    """Return what an initiative takes of a team in each period of its work; nothing where it takes none."""
    each = initiative.effort_by_period.get(team, ())
    return each if any(each) else ()


def _staffed(efforts: Sequence[Fraction], capacity: Sequence[Fraction | None]) -> bool:
    return all(most is None or effort <= most for effort, most in zip(efforts, capacity, strict=False))


def unreached(portfolio: Portfolio, starts: Mapping[str, int]) -> list[str]:
    """Return the fields of the ambition that a schedule leaves incomplete at the horizon, by id."""
    course = progress(portfolio, starts)
    return [
        field.id
        for field in portfolio.disc
        if course.fulfilment[field.id][-1] < 1 and asked_for(portfolio, field)
    ]


def asked_for(portfolio: Portfolio, field: DiscField) -> bool:
    """Return whether a field is within the ambition: among the levels wanted, or, in any order, one that could be."""
    ambition = portfolio.ambitions[field.discipline.id]
    return field.number <= ambition or (field.discipline.order == "any" and ambition > 0)


def unreachable(
    portfolio: Portfolio, goal: Goal, closest: Callable[[], Mapping[str, int]]
) -> GoalUnreachableError:
    """Return the error that says that no plan gets to a goal, with the fields in the way and what to do about them.

    Args:
        portfolio: The portfolio.
        goal: The goal, the most important one.
        closest: Returns a schedule that gets as close as can be, for what no single field shows.
    """
    alone = _beyond(portfolio, goal)
    fields = alone or _missing(portfolio, goal, closest())
    said = sentence(
        "errors.goal unreachable",
        wanted=goal.destination,
        periods=portfolio.periods,
        missing=_unless_none(
            "errors.cannot be completed" if alone else "errors.stay incomplete at best", fields
        ),
        remedy=_remedy(portfolio, fields),
    )
    return GoalUnreachableError(said, fields)


def unreachable_behind(portfolio: Portfolio, goal: Goal, starts: Mapping[str, int]) -> GoalUnreachableError:
    """Return the error that says that no plan gets to a goal that is as good for the goals before it.

    Args:
        portfolio: The portfolio.
        goal: The goal, a later one.
        starts: The best schedule for the goals before it.
    """
    fields = _missing(portfolio, goal, starts)
    missing = _unless_none("errors.stay incomplete", fields)
    return GoalUnreachableError(
        sentence("errors.goal behind others", wanted=goal.destination, missing=missing), fields
    )


def _beyond(portfolio: Portfolio, goal: Goal) -> list[str]:
    """Return the fields that a goal asks for and no choice of the initiatives can complete."""
    if goal.aim is not None:
        return beyond(portfolio, aimed_at(goal, portfolio))
    return [one.field for one in out_of_reach(portfolio)]


def _missing(portfolio: Portfolio, goal: Goal, starts: Mapping[str, int]) -> list[str]:
    """Return the fields that a goal asks for and a schedule leaves incomplete."""
    if goal.aim is None:
        return unreached(portfolio, starts)
    course, wanted = progress(portfolio, starts), aimed_at(goal, portfolio).items()
    missing = [field for field, share in wanted if course.fulfilment[field][-1] < share]
    return missing or [field for field, _ in wanted]


def _remedy(portfolio: Portfolio, fields: Sequence[str]) -> Fact:
    """Return what to do about fields that cannot be completed: no money and no time moves what nothing advances."""
    if alone := _advanced_by_nothing(portfolio, fields):
        return fact("errors.nothing advances", fields=tuple(alone))
    return fact("errors.lower ambition")


def _unless_none(key: str, fields: Sequence[str]) -> Fact | str:
    """Return what is said of fields, nothing where there are none, as channels are in the way."""
    return fact(key, fields=tuple(fields)) if fields else ""
