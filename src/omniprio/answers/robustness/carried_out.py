"""What becomes of a schedule when things turn out otherwise: a simple, stated way to carry it out."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.dependency_graph import order
from omniprio.derived import once_for_each
from omniprio.fulfilment import is_met, progress
from omniprio.goals import goal_value, worth
from omniprio.lazy import lazily
from omniprio.money import left_over
from omniprio.portfolio import mode_of, open_starts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import networkx as nx

    from omniprio.checker import Report
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio
else:
    nx = lazily("networkx")

__all__ = ["PREREQUISITES", "WITHIN_THE_RULES", "Course", "carried_out", "course_of"]

PREREQUISITES = frozenset({"horizon", "closed", "requires", "needs"})
"""What makes an initiative wait when it is carried out as planned: it cannot start without."""

WITHIN_THE_RULES = PREREQUISITES | {"window", "budget", "capacity", "extra", "apart"}
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
    portfolio: Portfolio, starts: Mapping[str, int], *, rules: Collection[str] = WITHIN_THE_RULES
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
        met=tuple(one.id for one in portfolio.milestones if is_met(one, portfolio, within, course, one.by)),
    )


def _broken(portfolio: Portfolio, starts: Mapping[str, int]) -> frozenset[str]:
    """Return the names of the rules that a schedule breaks; candidates differ in little, and most is asked again."""
    known = _known(portfolio)
    key = tuple(sorted((name, mode_of(start), start) for name, start in starts.items()))
    if key not in known:
        known[key] = frozenset(entry.rule for entry in check(portfolio, starts).broken)
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
