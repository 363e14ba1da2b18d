"""What a plan has in place of an initiative that there is no money for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.dependency_graph import unlocks
from omniprio.goals import goal_value, worth
from omniprio.income import drawn_under
from omniprio.plan.facts import InPlace
from omniprio.portfolio import mode_of, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.goals import Goal
    from omniprio.plan.facts import Shortfall
    from omniprio.portfolio import Initiative, Portfolio, Synergy

__all__ = ["Brought", "best_by_soonest", "brought", "in_place_of", "worths"]


class Brought(NamedTuple):
    """What a chosen initiative brings at the first goal, and what it takes of a budget."""

    name: str
    gain: Fraction
    takes: Fraction


def brought(
    budget: str, portfolio: Portfolio, starts: Mapping[str, int], goals: Sequence[Goal]
) -> list[Brought]:
    """Return what each chosen initiative that could go by itself brings at the first goal, and takes of a budget.

    What it brings is what would be lost without it, all else as in the plan. Those that take nothing are left out; where
    the goal is to be somewhere soon all are, as they get there together.

    Args:
        budget: The name of the budget.
        portfolio: The portfolio.
        starts: The schedule.
        goals: What the plan was to be best at, at least one.
    """
    if goals[0].unit == "period":
        return []
    (now,) = worths(goals[:1], portfolio, starts)
    whole = sum(drawn_under(budget, portfolio, starts), Fraction(0))
    found = []
    for name in starts:
        rest = {other: start for other, start in starts.items() if other != name}
        takes = whole - sum(drawn_under(budget, portfolio, rest), Fraction(0))
        if takes > 0 and _is_free(name, rest, portfolio):
            (without,) = worths(goals[:1], portfolio, rest)
            found.append(Brought(name, without - now, takes))
    return found


def _is_free(name: str, rest: Mapping[str, int], portfolio: Portfolio) -> bool:
    """Return whether nothing decided and nothing chosen keeps an initiative in the plan."""
    return portfolio.by_id[name].decision != "must" and rest.keys().isdisjoint(unlocks(portfolio, name))


def in_place_of(
    initiative: Initiative,
    short: Shortfall,
    chosen: Sequence[Brought],
    portfolio: Portfolio,
    starts: Mapping[str, int],
    goals: Sequence[Goal],
) -> InPlace | None:
    """Return what a plan has in place of an initiative, and that it brings more at the first goal for the money it takes.

    That is a chosen initiative that would make room for this one; of several the one that brings least for the money.
    What the other would bring is what the plan would gain with it as well, at the best start, whatever rules that breaks.

    Args:
        initiative: An initiative that is left out.
        short: The budget that has too little for it.
        chosen: What each chosen initiative brings, and takes of that budget.
        portfolio: The portfolio.
        starts: The schedule.
        goals: What the plan was to be best at.
    """
    takes, left = Fraction(short.takes), Fraction(short.left)
    making_room = [one for one in chosen if one.takes + left >= takes]
    if not making_room:
        return None
    own = _own(initiative, portfolio, starts, goals)
    more = [one for one in making_room if one.gain * takes > own * one.takes]
    if not more:
        return None
    least = min(more, key=lambda one: one.gain / one.takes)
    return InPlace(
        id=least.name,
        unit=goals[0].unit,
        brings=float(least.gain),
        takes=float(least.takes),
        instead_of=float(own),
    )


def _own(
    initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int], goals: Sequence[Goal]
) -> Fraction:
    """Return what a plan would gain at the first goal with an initiative as well, at the best start."""
    (now,) = worths(goals[:1], portfolio, starts)
    soonest = best_by_soonest(initiative, goals[0], portfolio, starts)
    window = window_of(initiative, portfolio) if soonest is None else soonest
    with_it = (worths(goals[:1], portfolio, {**starts, initiative.id: start}) for start in window)
    return max(now - min(least for (least,) in with_it), Fraction(0))


def best_by_soonest(
    initiative: Initiative, goal: Goal, portfolio: Portfolio, starts: Mapping[str, int]
) -> list[int] | None:
    """Return the first start of an initiative in each of its modes, where none serves a goal about the disc better, all else as it is.

    Args:
        initiative: The initiative, which a schedule leaves out.
        goal: The goal.
        portfolio: The portfolio.
        starts: The schedule.

    Returns:
        The starts; None where a later one may be better.
    """
    at_stake = any(_may_be_lost(one, initiative.id, starts) for one in portfolio.synergies)
    if goal.concern != "maturity" or at_stake or portfolio.measured:
        return None
    first: dict[str, int] = {}
    for start in window_of(initiative, portfolio):
        first.setdefault(mode_of(start), start)
    return [*first.values()]


def _may_be_lost(synergy: Synergy, name: str, starts: Mapping[str, int]) -> bool:
    """Return whether a plan may lose a synergy, or have one that takes something sooner, where one more starts sooner."""
    if not starts.keys() | {name} >= {*synergy.of}:
        return False  # it has neither in any case
    if min(synergy.advances.values(), default=0) < 0:
        return name in synergy.of or bool(synergy.needs)
    if synergy.when == "in order":
        return name in synergy.of[1:]
    return synergy.when == "start together" and name in synergy.of


def worths(goals: Sequence[Goal], portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[Fraction]:
    """Yield how good a schedule is at each goal, less is better; never getting there counts as beyond T.

    Args:
        goals: The goals.
        portfolio: The portfolio.
        starts: The schedule.
    """
    for goal in goals:
        value = worth(goal, goal_value(goal, portfolio, starts))
        yield Fraction(portfolio.periods + 1) if value is None else value
