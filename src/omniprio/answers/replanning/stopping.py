"""Stopping what is running: a choice of the plan, told as two initiatives of which it has exactly one.

One of the two is the initiative itself, carried on as it has begun. The other is what remains of it if it is stopped: what
it has spent, worked and earned by now, and in the next period its cost to stop. So every rule that binds initiatives
counts a stop by itself.
"""

from __future__ import annotations

from math import nextafter
from typing import TYPE_CHECKING

from omniprio.language import fact, text
from omniprio.language.catalogues import languages
from omniprio.language.speaker import Speaker
from omniprio.numbers import exact
from omniprio.portfolio import MAIN_FUND, Benefit, Cost, Group, Initiative, as_begun, pauses_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from fractions import Fraction

    from omniprio.portfolio import Portfolio

__all__ = ["choice_of", "stopped", "stopped_id", "without_choices"]

_STOPPED = "{}: stopped"
_EITHER = "{} / {}"


def stopped_id(name: str) -> str:
    """Return the id of an initiative as it is if it is stopped.

    >>> stopped_id("web")
    'web: stopped'
    """
    return _STOPPED.format(name)


def choice_of(name: str) -> Group:
    """Return the choice between carrying an initiative on and stopping it."""
    members = name, stopped_id(name)
    return Group(id=_EITHER.format(*members), members=members, at_least=1, at_most=1)


def stopped(portfolio: Portfolio, name: str, by: int, cost: float) -> Initiative:
    """Return what remains of an initiative that is stopped.

    Args:
        portfolio: The portfolio in which it runs, with the period it started in fixed.
        name: The initiative; it is not complete by the last period that is over.
        by: The last period that is over.
        cost: What it costs to stop it, in the main budget, in the next period in which it would be worked on.
    """
    initiative = portfolio.by_id[name]
    start = initiative.fixed_start or by
    passed = range(start, by + 1)
    worked = len(passed) - len(
        {*pauses_of(as_begun(initiative, start, portfolio), start)}.intersection(passed)
    )
    spent = {fund: [*map(_no_more, paid[:worked]), 0.0] for fund, paid in initiative.paid.items()}
    main = spent.pop(MAIN_FUND, [0.0] * (worked + 1))
    return Initiative(
        id=stopped_id(name),
        title=_called(initiative),
        duration=worked + 1,
        closed=initiative.closed,
        cost=Cost(profile=(*main[:-1], cost)),
        costs={fund: Cost(profile=tuple(amounts)) for fund, amounts in spent.items()},
        effort={
            team: (*map(float, each[:worked]), 0.0) for team, each in initiative.effort_by_period.items()
        },
        benefit=_earned(initiative, len(passed)),
        fixed_start=start,
        owner=initiative.owner,
        tags=initiative.tags,
        source=initiative.source,
        provenance=initiative.provenance,
    )


def _no_more(amount: Fraction) -> float:
    """Return an amount as a number that is written with few digits, and is no more: it must fit what was allowed."""
    near = float(amount)
    return nextafter(near, 0.0) if exact(near) > amount else near


def _earned(initiative: Initiative, periods: int) -> Benefit | float:
    """Return what it has earned in the periods since its start."""
    earnings = initiative.earnings
    if earnings.profile is None or earnings.counted_from != "start":
        return 0.0
    return earnings.model_copy(update={"profile": earnings.profile[:periods]})


def _called(initiative: Initiative) -> dict[str, str]:
    """Return its title in each language, with the word for being stopped."""
    return {
        language: Speaker(language).say(
            fact("decisions.stopped", title=text(initiative.title, language) or initiative.id)
        )
        for language in languages()
    }


def without_choices(portfolio: Portfolio, begun: Collection[str]) -> Portfolio:
    """Return a portfolio without the choices of an earlier re-planning, but for what was stopped then.

    Args:
        portfolio: The portfolio.
        begun: The ids of what has begun; what was stopped is among them, by its own id.
    """
    given = portfolio.by_id
    open_ones = {name for name in given if stopped_id(name) in given and stopped_id(name) not in begun}
    if not open_ones:
        return portfolio
    gone = set(map(stopped_id, open_ones))
    choices = {choice_of(name).id for name in open_ones}
    return portfolio.model_copy(
        update={
            "initiatives": [one for one in portfolio.initiatives if one.id not in gone],
            "groups": [group for group in portfolio.groups if group.id not in choices],
        }
    )
