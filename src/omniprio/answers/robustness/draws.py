"""What the draws of a study are, what one draw is planned as, and a simple, stated way to carry a schedule out in one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from omniprio.answers.attribution.estimate import drawn, drawn_periods
from omniprio.answers.parallel.attempt import Failure
from omniprio.checker import check
from omniprio.dependency_graph import order
from omniprio.derived import once_for_each
from omniprio.errors import InvalidInputError
from omniprio.fulfilment import end_of, progress
from omniprio.goals import goal_value, worth
from omniprio.lazy import lazily
from omniprio.milestones_met import is_met
from omniprio.money import left_over
from omniprio.optimise import best_outcome
from omniprio.options import Options
from omniprio.portfolio import Benefit, Cost, mode_of, open_starts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import networkx as nx

    from omniprio.answers.robustness.uncertainty import BudgetCase, Uncertain, Uncertainty, UncertainWay
    from omniprio.checker import Report
    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.plan import Outcome
    from omniprio.portfolio import Initiative, Portfolio
else:
    nx = lazily("networkx")

__all__ = [
    "PREREQUISITES",
    "Course",
    "Draw",
    "carried_out",
    "course_of",
    "draw",
    "planned_near",
]

PREREQUISITES = frozenset({"horizon", "closed", "requires", "needs"})
"""What makes an initiative wait when it is carried out as planned: it cannot start without."""

_WITHIN_THE_RULES = PREREQUISITES | {"window", "budget", "capacity", "extra", "apart"}
"""What makes an initiative wait when no more is spent or loaded than there is."""


@dataclass(frozen=True, slots=True)
class Course:
    """How one schedule fares in one portfolio.

    Attributes:
        over: The budgets that it exceeds when carried out as planned.
        kept: Whether, carried out as planned, it does all of its initiatives and breaks no rule.
        allowed: Whether, carried out within the rules, it breaks none: nothing that must be done or belongs together
            had to be left out.
        distance: The distance at the end of periods 0 to T, carried out within the rules.
        loss: What it comes to for the goal, less is better, carried out within the rules; T + 1 for `Soonest` if it
            does not get there.
        met: The milestones that it meets in time, carried out within the rules, by id.
    """

    over: tuple[str, ...]
    kept: bool
    allowed: bool
    distance: tuple[Fraction, ...]
    loss: Fraction
    met: tuple[str, ...] = ()


def carried_out(
    portfolio: Portfolio, starts: Mapping[str, int], *, rules: Collection[str] = _WITHIN_THE_RULES
) -> dict[str, int]:
    """Return when initiatives start if a schedule is carried out in a portfolio it was not made for.

    If all of it can start as planned, it does. If not, initiatives are taken up by planned start (of those planned for the
    same period, what is required first, then in the order given). Each starts in its planned period or, if it breaks
    one of the rules next to those taken up before it, in the first later period in which it does not; if there is
    none, it is dropped. Initiatives of which one requires another that starts later move together. Nothing starts earlier than
    planned or in another mode, and nothing new is taken up.

    Args:
        portfolio: The portfolio as it turns out.
        starts: The planned start of each chosen initiative, from 1.
        rules: The names of the rules that make an initiative wait.

    Returns:
        The start of each initiative that is carried out.

    >>> from omniprio import Initiative, Portfolio
    >>> longer = [Initiative(id="a", duration=2), Initiative(id="b", requires=["a"])]
    >>> carried_out(Portfolio(horizon=3, initiatives=longer), {"a": 1, "b": 2})
    {'a': 1, 'b': 3}
    """
    if _broken(portfolio, starts).isdisjoint(rules):
        return dict(starts)
    taken: dict[str, int] = {}
    for together in _together(portfolio, starts):
        for tried in _later(portfolio, {name: starts[name] for name in together}):
            if _broken(portfolio, taken | tried).isdisjoint(rules):
                taken |= tried
                break
    return taken


def _later(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """Yield the starts of initiatives that move together, from the planned ones on, as long as all have open periods."""
    possible = {name: open_starts(portfolio.by_id[name], portfolio) for name in starts}
    ahead = {
        name: [one for one in own[bisect_left(own, starts[name]) :] if mode_of(one) == mode_of(starts[name])]
        for name, own in possible.items()
    }
    for moved in zip(*ahead.values(), strict=False):
        yield dict(zip(ahead, moved, strict=True))


def _together(portfolio: Portfolio, starts: Mapping[str, int]) -> list[list[str]]:
    """Return the initiatives in the order they are taken up: those together of which one waits for what starts later."""
    rank = {name: (starts[name], place) for place, name in enumerate(order(portfolio)) if name in starts}
    knots = nx.Graph()
    knots.add_nodes_from(sorted(rank, key=rank.__getitem__))
    for name, place in rank.items():
        for entry in portfolio.by_id[name].requirements:
            knots.add_edges_from((name, other) for other in entry.of if rank.get(other, place) > place)
    together = [sorted(knot, key=rank.__getitem__) for knot in nx.connected_components(knots)]
    return sorted(together, key=lambda knot: rank[knot[0]])


def course_of(portfolio: Portfolio, starts: Mapping[str, int], goal: Goal) -> Course:
    """Return how a schedule fares in a portfolio, as planned and within the rules.

    As planned, initiatives wait for nothing but what they require and need; budgets, capacities and dates that are
    exceeded by that are counted. Within the rules, they wait for these too.

    Args:
        portfolio: The portfolio as it turns out.
        starts: The planned start of each chosen initiative, from 1.
        goal: What it is judged by.

    >>> from omniprio import Fastest, Initiative, Portfolio
    >>> dearer = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)], budget=250)
    >>> course_of(dearer, {"web": 1}, Fastest()).over
    ('money',)
    """
    planned = within = carried_out(portfolio, starts, rules=PREREQUISITES)
    broken = _broken(portfolio, planned)
    is_ok = not broken
    if not is_ok:
        within = carried_out(portfolio, starts)
    loss = worth(goal, goal_value(goal, portfolio, within))
    course = progress(portfolio, within)
    return Course(
        over=tuple(_exceeded(portfolio, check(portfolio, planned))) if "budget" in broken else (),
        kept=is_ok and len(planned) == len(starts),
        allowed=not _broken(portfolio, within),
        distance=course.distance,
        loss=Fraction(portfolio.periods + 1) if loss is None else loss,
        met=tuple(
            one.id
            for one in portfolio.milestones
            if is_met(one, portfolio, within, end_of(course, one.by), one.by)
        ),
    )


def _broken(portfolio: Portfolio, starts: Mapping[str, int]) -> frozenset[str]:
    """Return the names of the rules that a schedule breaks; candidates differ in little, and most is asked again."""
    known = _known(portfolio)
    key = tuple(sorted((name, mode_of(start), start) for name, start in starts.items()))
    if key not in known:
        known[key] = check(portfolio, starts).rules
    return known[key]


@once_for_each
def _known(_portfolio: Portfolio) -> dict[tuple[tuple[str, str, int], ...], frozenset[str]]:
    """Return where the rules that schedules of a portfolio break are kept, by schedule."""
    return {}


def _exceeded(portfolio: Portfolio, report: Report) -> Iterator[str]:
    """Yield the budgets that are exceeded in any period."""
    for name, limit in portfolio.limits.items():
        pairs = zip(report.recount.spending[name], report.recount.income[name], strict=True)
        left = left_over(limit, [spent - back for spent, back in pairs])
        if any(rest is not None and rest < 0 for rest in left):
            yield name


_BUDGETS = "budgets"
"""Where the name of the budget case stands among the values."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One way things may turn out.

    Attributes:
        number: Its number, from 1.
        values: What each uncertain number is in it, by where it stands in the portfolio; the budget case, if there
            are any, under `budgets`.
        portfolio: The portfolio with these numbers; a failure if they make no portfolio, as when something that
            must be done takes longer than there is time.
    """

    number: int
    values: dict[str, float | str]
    portfolio: Portfolio | Failure


def draw(portfolio: Portfolio, uncertainty: Uncertainty, *, number: int, seed: int = 0) -> Draw:
    """Return one draw; it depends on nothing but the estimate, its place, the seed and the number.

    Every number has a Mersenne Twister of its own (`random.Random`), seeded with the text `seed number place`. So the
    draws are the same in whatever order and on however many workers they are made, more draws leave the first ones as
    they are, and a further estimate does not change what the others come to.

    Args:
        portfolio: The portfolio.
        uncertainty: What is not known of it.
        number: Which draw, from 1.
        seed: Another seed gives other draws.

    Source: Matsumoto, M. and Nishimura, T. (1998), Mersenne twister, ACM Transactions on Modeling and Computer
    Simulation 8 (1), 3-30.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers.robustness.uncertainty import Uncertainty
    >>> web = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)])
    >>> unsure = Uncertainty(initiatives={"web": {"cost": (250, 300, 450)}})
    >>> one = draw(web, unsure, number=1)
    >>> one == draw(web, unsure, number=1), one.portfolio.initiatives[0].cost.amount == one.values["initiatives[web].cost"]
    (True, True)
    """
    values: dict[str, float | str] = {
        place: (drawn_periods if place.endswith(".duration") else drawn)(
            estimate,
            Random(f"{seed} {number} {place}"),  # noqa: S311  a simulation, not a secret
        )
        for place, estimate in uncertainty.estimates.items()
    }
    case = _case(uncertainty.budgets, Random(f"{seed} {number} {_BUDGETS}"))  # noqa: S311  likewise
    if case is not None:
        values[_BUDGETS] = case.name
    try:
        return Draw(number, values, _turned_out(portfolio, uncertainty, values, case))
    except InvalidInputError as error:
        return Draw(number, values, Failure.of(error))


def _case(cases: tuple[BudgetCase, ...], source: Random) -> BudgetCase | None:
    return source.choices(cases, [case.weight for case in cases])[0] if cases else None


def _turned_out(
    portfolio: Portfolio,
    uncertainty: Uncertainty,
    values: Mapping[str, float | str],
    case: BudgetCase | None,
) -> Portfolio:
    """Return the portfolio with every uncertain number set."""
    update: dict[str, object] = {
        "initiatives": [
            _set(initiative, uncertainty.initiatives[initiative.id], values)
            if initiative.id in uncertainty.initiatives
            else initiative
            for initiative in portfolio.initiatives
        ],
        "start": portfolio.start | {field: values[f"start[{field}]"] for field in uncertainty.start},
    }
    if case is not None:
        if "budget" in case.model_fields_set:
            update["budget"] = case.budget
        update["budgets"] = portfolio.budgets | case.budgets
    return portfolio.model_copy(update=update)


def _set(initiative: Initiative, uncertain: Uncertain, values: Mapping[str, float | str]) -> Initiative:
    """Return an initiative with its uncertain numbers set, and those of its modes."""
    path = f"initiatives[{initiative.id}]"
    turned = initiative.model_copy(update=_numbers(initiative, uncertain, path, values))
    modes = [
        mode.model_copy(
            update=_numbers(
                turned.in_modes[mode.id], uncertain.modes[mode.id], f"{path}.modes[{mode.id}]", values
            )
        )
        if mode.id in uncertain.modes
        else mode
        for mode in turned.modes
    ]
    return turned.model_copy(update={"modes": modes}) if uncertain.modes else turned


def _numbers(
    initiative: Initiative, uncertain: UncertainWay, path: str, values: Mapping[str, float | str]
) -> dict[str, object]:
    """Return the uncertain numbers of an initiative, or of it as one of its modes has it, by their name."""
    own = {part: values[f"{path}.{part}"] for part in uncertain.own}
    update: dict[str, object] = {}
    if "duration" in own:
        update["duration"] = own["duration"]
    money = {part: own[name] for part, name in (("amount", "cost"), ("running", "running")) if name in own}
    if money:
        cost = initiative.cost if isinstance(initiative.cost, Cost) else Cost(amount=initiative.cost)
        update["cost"] = cost.model_copy(update=money)
    if "benefit" in own:
        update["benefit"] = Benefit(per_period=own["benefit"], into=initiative.earnings.into)
    if uncertain.advances:
        shares = {field: own[f"advances[{field}]"] for field in uncertain.advances}
        update["advances"] = initiative.advances | shares
    return update


def planned_near(
    portfolio: Portfolio,
    deadline: Deadline,
    *,
    written: Mapping[str, int],
    goals: tuple[Goal, ...],
    time_limit: float | None,
    work_limit: int | None,
    gap: float,
) -> Outcome:
    """Return the best plan of one draw, without all that a plan tells.

    Under a clock it starts from the plan of the portfolio as written, carried out within the rules of the draw. Without
    one it does not, so that which of several equally good plans is found does not depend on that plan.

    Args:
        portfolio: The portfolio of the draw.
        deadline: What is left for all draws, and whether somebody cancelled.
        written: The best schedule of the portfolio as written.
        goals: See `prioritise`.
        time_limit: Seconds for this draw.
        work_limit: See `prioritise`.
        gap: See `prioritise`.
    """
    start = None
    if deadline.left is not None or time_limit is not None:
        schedule = carried_out(portfolio, written)
        start = schedule if check(portfolio, schedule).ok else None
    options = Options(
        time_limit=deadline.share(most=time_limit).limit,
        work_limit=work_limit,
        gap=gap,
        warm_start=start,
        cancel=deadline.cancel,
    )
    return best_outcome(portfolio, goals, options)
