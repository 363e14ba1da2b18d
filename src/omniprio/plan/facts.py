"""Why each initiative is in a plan or not, as facts; `words` puts them into sentences."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from omniprio.base import Model, exact
from omniprio.check import check
from omniprio.goals import goal_value, worth
from omniprio.graph import all_ancestors, earliest_starts, unlocks
from omniprio.money import available, bound_by, spent, spent_under
from omniprio.portfolio import MAIN_FUND, window_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Budget, Initiative, Portfolio
    from omniprio.progress import Progress

__all__ = ["Absence", "Merit", "Shortfall", "absences", "merits"]

_MOST_TRIES = 400
"""Checks of one more initiative in a plan; beyond that, only whether the money would do is looked at."""


class Merit(Model):
    """Why a chosen initiative is in the plan."""

    completes: tuple[str, ...] = ()
    """Fields that the plan completes in the period in which this initiative does, with its share."""
    contributes: tuple[str, ...] = ()
    """Fields that it gives a share to and that the plan completes in another period."""
    advances: tuple[str, ...] = ()
    """Fields that it gives a share to and that the plan does not complete."""
    unlocks: tuple[str, ...] = ()
    """Chosen initiatives that wait for it."""
    must: bool = False
    decision_reason: str = ""
    earns: bool = False
    """Whether it brings money."""


class Shortfall(Model):
    """A budget that one more initiative would overrun."""

    budget: str
    takes: float
    left: float


class Absence(Model):
    """Why an initiative is not in the plan."""

    why: Literal[
        "never",
        "no time",
        "no money in time",
        "requirement",
        "money",
        "rivals",
        "rules",
        "no gain",
        "not tried",
        "by hand",
        "would help",
    ]
    decision_reason: str = ""
    missing: tuple[str, ...] = ()
    """What it requires and the plan leaves out."""
    short: tuple[Shortfall, ...] = ()
    broken: tuple[str, ...] = ()
    """The rules it would break at the start that would break the fewest."""
    rivals: tuple[str, ...] = ()
    """Chosen initiatives that it shares a group with."""


def merits(portfolio: Portfolio, starts: Mapping[str, int], course: Progress) -> dict[str, Merit]:
    """Return why each chosen initiative is in a plan, by id.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
        course: What it does to the disc.
    """
    return {name: _merit(portfolio.by_id[name], portfolio, starts, course) for name in starts}


def _merit(
    initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int], course: Progress
) -> Merit:
    done = starts[initiative.id] + initiative.duration - 1
    given = [f for f, share in initiative.advances.items() if share and portfolio.start_fulfilment[f] < 1]
    reached = {field: course.reached(field) or 0 for field in given}
    waiting = unlocks(portfolio, initiative.id)
    earnings = initiative.earnings
    return Merit(
        completes=tuple(field for field in given if reached[field] == done),
        contributes=tuple(field for field in given if reached[field] > done),
        advances=tuple(field for field in given if course.reached(field) is None),
        unlocks=tuple(name for name in waiting if starts.get(name, 0) > starts[initiative.id]),
        must=initiative.decision == "must",
        decision_reason=initiative.decision_reason,
        earns=earnings.per_period > 0 or sum(earnings.profile or ()) > 0,
    )


def absences(portfolio: Portfolio, starts: Mapping[str, int], goals: Sequence[Goal]) -> dict[str, Absence]:
    """Return why each initiative that a plan leaves out is left out, by id.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
        goals: What the plan was to be best at.
    """
    rest = _Rest(portfolio, starts, tuple(goals))
    return {entry.id: _absence(entry, rest) for entry in rest.left_out}


class _Rest:
    """A schedule and what it leaves: initiatives, and money in each limited budget."""

    def __init__(self, portfolio: Portfolio, starts: Mapping[str, int], goals: tuple[Goal, ...]) -> None:
        self.portfolio = portfolio
        self.starts = starts
        self.goals = goals
        self.earliest = earliest_starts(portfolio)
        self.before = all_ancestors(portfolio)
        self.left_out = [entry for entry in portfolio.initiatives if entry.id not in starts]
        self.left: dict[str, Fraction] = {}
        for name, budget in portfolio.limits.items():
            amount = available(budget.model_copy(update={"carry_over": True}), portfolio.periods)[-1]
            if amount is not None:
                self.left[name] = amount - sum(spent_under(budget, portfolio, starts))

    @property
    def small(self) -> bool:
        """Whether each initiative left out can be tried at each start."""
        return len(self.left_out) * self.portfolio.periods <= _MOST_TRIES


def _absence(initiative: Initiative, rest: _Rest) -> Absence:
    """Return the first reason that applies, from the firmest to the softest."""
    if initiative.decision == "never":
        return Absence(why="never", decision_reason=initiative.decision_reason)
    if rest.earliest[initiative.id] is None:
        in_time = earliest_starts(rest.portfolio, by_money=False)[initiative.id] is not None
        return Absence(why="no money in time" if in_time else "no time")
    missing = tuple(name for name in rest.before[initiative.id] if name not in rest.starts)
    short = _short([*(rest.portfolio.by_id[name] for name in missing), initiative], rest)
    rivals = _rivals(initiative, rest.portfolio, rest.starts)
    if missing or short or rivals:
        why: Literal["requirement", "money", "rivals"] = (
            "requirement" if missing else "money" if short else "rivals"
        )
        return Absence(why=why, missing=missing, short=short, rivals=rivals)
    if not rest.goals:
        return Absence(why="by hand")
    return _tried(initiative, rest) if rest.small else Absence(why="not tried")


def _rivals(initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int]) -> tuple[str, ...]:
    """Return the chosen members of groups that have no room left for the initiative."""
    rivals: dict[str, None] = {}
    for group in portfolio.groups:
        chosen = [name for name in group.members if name in starts]
        if initiative.id in group.members and group.at_most is not None and len(chosen) >= group.at_most:
            rivals |= dict.fromkeys(chosen)
    return tuple(rivals)


def _short(more: Sequence[Initiative], rest: _Rest) -> tuple[Shortfall, ...]:
    """Return the budgets whose rest at the horizon cannot pay for more initiatives, however late they start."""
    short = []
    for name, left in rest.left.items():
        budget, periods = rest.portfolio.limits[name], rest.portfolio.periods
        takes = sum((_least(entry, budget, periods) for entry in more), Fraction(0))
        takes -= _saved(more, rest) if MAIN_FUND in budget.funds else 0
        if takes > max(left, Fraction(0)):
            short.append(Shortfall(budget=name, takes=float(takes), left=float(left)))
    return tuple(short)


def _saved(more: Sequence[Initiative], rest: _Rest) -> Fraction:
    """Return what synergies would save at most if these were done as well."""
    together = rest.starts.keys() | {entry.id for entry in more}
    fresh = (entry for entry in rest.portfolio.synergies if not rest.starts.keys() >= set(entry.of))
    return sum(
        (-exact(entry.cost) for entry in fresh if entry.cost < 0 and together >= set(entry.of)), Fraction(0)
    )


def _least(initiative: Initiative, budget: Budget, periods: int) -> Fraction:
    """Return what an initiative spends under a budget if it starts as late as it may."""
    window = window_of(initiative, periods)
    if not window or not bound_by(budget, initiative):
        return Fraction(0)
    return sum(spent(initiative, window[-1], periods, budget.funds), Fraction(0))


def _tried(initiative: Initiative, rest: _Rest) -> Absence:
    """Return what happens when the initiative is added to the plan, at each start it may have."""
    portfolio, starts, goals = rest.portfolio, rest.starts, rest.goals
    now = _worths(goals, portfolio, starts)
    fewest: tuple[str, ...] | None = None
    fits = False
    for start in window_of(initiative, portfolio.periods):
        more = {**starts, initiative.id: start}
        broken = tuple(rule.message for rule in check(portfolio, more).broken)
        if broken:
            fewest = broken if fewest is None or len(broken) < len(fewest) else fewest
        elif _worths(goals, portfolio, more) < now:
            return Absence(why="would help")
        else:
            fits = True
    return Absence(why="no gain") if fits or fewest is None else Absence(why="rules", broken=fewest)


def _worths(goals: Sequence[Goal], portfolio: Portfolio, starts: Mapping[str, int]) -> list[Fraction]:
    beyond = Fraction(portfolio.periods + 1)
    values = (worth(goal, goal_value(goal, portfolio, starts)) for goal in goals)
    return [beyond if value is None else value for value in values]
