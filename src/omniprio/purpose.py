"""What can make a plan choose anything at all, and what it is for where nobody says.

Goals as they are given: made ones, by name, or several names in one text. The one place that reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

from omniprio.base import Model
from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.goals import DEFAULT_GOALS, Goal, LeastCost, MostScore, MostValue, OnTime, Shortest
from omniprio.language import sentence
from omniprio.portfolio.initiative import left_at
from omniprio.spelling import hints, listed, shown

if TYPE_CHECKING:
    from omniprio.portfolio import Initiative, Portfolio

__all__ = [
    "GOAL_NAMES",
    "GivenGoal",
    "GivenGoals",
    "Purpose",
    "default_goals",
    "earns",
    "goal_in",
    "goals_for",
    "goals_in",
    "must_have_a_purpose",
    "name_of",
    "pays",
    "purpose_of",
    "spends",
]


Purpose = Literal["disc", "scores", "scores and money", "money", "work"]
"""What a portfolio is for: to come closer on a disc, to score, to earn, both, or to get work done."""

_GOALS: dict[Purpose, tuple[Goal, ...]] = {
    "disc": DEFAULT_GOALS,
    "scores": (MostScore(), LeastCost()),
    "scores and money": (MostScore(), MostValue()),
    "money": (MostValue(),),
    "work": (Shortest(), LeastCost()),
}

_AFTER_DUE = {"shortest", "least cost"}
"""The goals that matter less than due dates, by kind."""


def default_goals(portfolio: Portfolio) -> tuple[Goal, ...]:
    """Return what a portfolio is planned for where no goals are given.

    Args:
        portfolio: The portfolio.

    Returns:
        With a disc `DEFAULT_GOALS`, as fast as possible, then the cheapest. Without one the highest score, then the
        least cost; or the most value, also after the score; or, where nothing scores or earns, the earliest end, then
        the least cost. Where something has a due date, being on time comes after what the plan is for, and before the
        earliest end and the least cost.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> scored = Portfolio(horizon=1, initiatives=[Initiative(id="web", scores={"fit": 3})])
    >>> [goal.kind for goal in default_goals(scored)]
    ['most score', 'least cost']
    >>> due = Portfolio(horizon=2, initiatives=[Initiative(id="tax", due=1, decision="must")])
    >>> [goal.kind for goal in default_goals(due)]
    ['on time', 'shortest', 'least cost']
    """
    goals = _GOALS[purpose_of(portfolio)]
    if all(one.due is None for one in portfolio.initiatives):
        return goals
    place = next((place for place, goal in enumerate(goals) if goal.kind in _AFTER_DUE), len(goals))
    return (*goals[:place], OnTime(), *goals[place:])


def goals_for(portfolio: Portfolio, given: GivenGoals | None) -> tuple[Goal, ...]:
    """Return the goals that are given, however they are; where none are, those of the portfolio.

    Args:
        portfolio: The portfolio.
        given: See `goals_in`.

    Raises:
        InvalidArgumentError: There is no goal, or something is no goal.
    """
    return default_goals(portfolio) if given is None else goals_in(given)


def purpose_of(portfolio: Portfolio) -> Purpose:
    """Return what a portfolio is for.

    Args:
        portfolio: The portfolio.
    """
    if portfolio.has_disc:
        return "disc"
    if any(points > 0 for one in portfolio.initiatives for points in one.scores.values()):
        return "scores and money" if pays(portfolio) else "scores"
    return "money" if pays(portfolio) else "work"


def spends(portfolio: Portfolio) -> bool:
    """Return whether anything in a portfolio costs anything: where nothing does, no total of costs says anything.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> spends(Portfolio(horizon=1, initiatives=[Initiative(id="web", decision="must")]))
    False
    """
    ways = (way for one in portfolio.initiatives for way in one.ways.values())
    costs = (cost for way in ways for cost in way.costs_by_fund.values())
    return (
        any(cost.one_off or cost.running for cost in costs)
        or any(one.cost for one in portfolio.synergies)
        or bool(portfolio.sellers)
    )


def must_have_a_purpose(portfolio: Portfolio, goals: Sequence[Goal]) -> None:
    """Refuse a portfolio in which nothing can make any initiative be chosen.

    Its best plan would be to do nothing, whatever it is to be best at: more likely something was left out.

    Args:
        portfolio: The portfolio.
        goals: What its plan is to be best at; what was promised by an earlier plan is a purpose too.

    Raises:
        InvalidInputError: Nothing advances a field, earns, scores or is asked for.
    """
    if not any(map(_brings, portfolio.initiatives)) and not _is_asked_for(portfolio, goals):
        problem, remedy = sentence("faults.nothing to choose"), sentence("remedies.what it brings")
        raise InvalidInputError([Fault("initiatives", problem, remedy)])


def _brings(initiative: Initiative) -> bool:
    """Return whether it advances a field, earns, scores or must be done, in one of its modes."""
    return (
        initiative.decision == "must"
        or any(share > 0 for share in initiative.at_most.values())
        or any(initiative.scores.values())
        or earns(initiative)
    )


def earns(initiative: Initiative) -> bool:
    """Return whether an initiative earns money in any period, in one of its modes."""
    return any(
        way.earnings.per_period > 0 or any(amount > 0 for amount in left_at(way.earnings, way.duration))
        for way in initiative.ways.values()
    )


def pays(portfolio: Portfolio) -> bool:
    """Return whether anything in a portfolio earns or saves money: an initiative, or a synergy."""
    return any(map(earns, portfolio.initiatives)) or any(
        one.benefit > 0 or one.cost < 0 for one in portfolio.synergies
    )


def _is_asked_for(portfolio: Portfolio, goals: Sequence[Goal]) -> bool:
    """Return whether initiatives are asked for together: by synergies, groups, teams, budgets, milestones or an earlier plan."""
    return (
        bool(portfolio.milestones)
        or any(goal.promises for goal in goals)
        or any(group.least is not None for group in portfolio.groups)
        or any(amount for team in portfolio.teams.values() for amount in team.at_least)
        or any(limit.least(portfolio.periods) for limit in portfolio.limits.values())
        or pays(portfolio)
        or any(share > 0 for one in portfolio.synergies for share in one.advances.values())
    )


_KINDS: dict[str, type[Model]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(Goal)[0])
}


def name_of(kind: str) -> str:
    """Return a kind of goal as one word.

    >>> name_of("least cost")
    'least-cost'
    """
    return kind.replace(" ", "-")


GOAL_NAMES = {
    name_of(kind): kind
    for kind, model in _KINDS.items()
    if not any(field.is_required() for field in model.model_fields.values())
}
"""The kinds of goals that can be asked for by name alone, by that name."""


class _Reading:
    """Reads an argument as goals; see `omniprio.parameters`."""

    def __init__(self, *, one: bool) -> None:
        self.one = one

    def faults(self, path: str, value: object) -> Iterator[Fault]:
        """Yield what is no goal."""
        entries = _entries(value)
        if not entries or (self.one and len(entries) > 1):
            problem = sentence("faults.several goals") if entries else sentence("faults.empty")
            wanted = sentence("remedies.one goal") if self.one else sentence("remedies.at least one goal")
            yield Fault(path, problem, wanted)
        for place, entry in enumerate(entries, start=1):
            if _read(entry) is None:
                yield _fault(path if len(entries) == 1 else f"{path}[{place}]", entry)


if TYPE_CHECKING:
    GivenGoal = Goal | str
    GivenGoals = Goal | str | Sequence[Goal | str]
else:
    GivenGoal = Annotated[object, _Reading(one=True)]
    GivenGoals = Annotated[object, _Reading(one=False)]


def goals_in(given: GivenGoals) -> tuple[Goal, ...]:
    """Return goals, however they are given.

    Args:
        given: One goal or several, the most important first, each made or by name; a text may hold several names with
            commas in between.

    Raises:
        InvalidArgumentError: There is no goal, or something is no goal.

    >>> from omniprio.goals import Fastest
    >>> goals_in("fastest, least-cost") == goals_in([Fastest(), "least cost"])
    True
    """
    return _checked("goals", given, one=False)


def goal_in(given: GivenGoal, path: str = "goal") -> Goal:
    """Return one goal, made or by name.

    Args:
        given: The goal.
        path: The argument that holds it.

    Raises:
        InvalidArgumentError: It is no goal.

    >>> goal_in("closest").kind
    'closest'
    """
    return _checked(path, given, one=True)[0]


def _checked(path: str, given: object, *, one: bool) -> tuple[Goal, ...]:
    if faults := list(_Reading(one=one).faults(path, given)):
        raise InvalidArgumentError(faults)
    return tuple(goal for entry in _entries(given) if (goal := _read(entry)) is not None)


def _entries(given: object) -> list[object]:
    """Return what may be goals one by one."""
    if isinstance(given, str):
        return [name.strip() for name in given.split(",")] if given.strip() else []
    return list(given) if isinstance(given, Sequence) else [given]


def _read(entry: object) -> Goal | None:
    """Return a goal, None for what is none."""
    if isinstance(entry, str):
        kind = GOAL_NAMES.get(name_of(entry.strip().casefold()))
        return None if kind is None else cast("Goal", _KINDS[kind]())
    return cast("Goal", entry) if isinstance(entry, tuple(_KINDS.values())) else None


def _fault(path: str, entry: object) -> Fault:
    if isinstance(entry, type) and issubclass(entry, Model):
        remedy = sentence("remedies.what the class makes", name=entry.__name__)
        return Fault(path, sentence("faults.the class", name=entry.__name__), remedy)
    if isinstance(entry, str):
        remedy = sentence("remedies.use", names=listed(GOAL_NAMES), hint=hints([entry], GOAL_NAMES)[entry])
        return Fault(path, sentence("faults.is", value=shown(entry)), remedy)
    return Fault(
        path,
        sentence("faults.no goal", value=shown(entry)),
        sentence("remedies.a goal", names=listed(GOAL_NAMES)),
    )
