"""The backward pass: how late each initiative could start so that all that requires it can still follow.

As in the critical path method; see `omniprio.forward_pass` for how early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.dependency_graph import earliest_starts, order
from omniprio.portfolio import as_begun, mode_of, window_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.plan import Plan
    from omniprio.portfolio import Initiative, Portfolio, Requirement
    from omniprio.portfolio.requirements import End

__all__ = ["latest_in", "latest_starts", "slack"]


def latest_starts(portfolio: Portfolio) -> dict[str, int | None]:
    """Return the latest period in which each initiative could start, by id; None where it never can.

    What requires it, whatever else is chosen, has to be able to follow by its own latest start, unless it never can
    start anyway. Money, teams, fields that are needed and how long may pass at most are not looked at.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> pair = [Initiative(id="crm"), Initiative(id="web", duration=2, requires=["crm"])]
    >>> latest_starts(Portfolio(horizon=6, initiatives=pair))
    {'crm': 4, 'web': 5}
    """
    earliest = earliest_starts(portfolio)
    windows = {
        one.id: window_of(one, portfolio) for one in portfolio.initiatives if earliest[one.id] is not None
    }
    return dict.fromkeys(portfolio.by_id) | _backward(portfolio, windows)


def latest_in(plan: Plan) -> dict[str, int]:
    """Return the latest period in which each initiative of a plan could start, by id, in the mode it is done in.

    All others of the plan that require it have to be able to follow, each by its own latest start. Money, teams, fields
    that are needed and how long may pass at most are not looked at.

    Args:
        plan: The plan.

    >>> from omniprio.plan import plan_of
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> pair = [Initiative(id="crm"), Initiative(id="web", duration=2, requires=["crm"])]
    >>> portfolio = Portfolio(horizon=6, initiatives=pair)
    >>> latest_in(plan_of(portfolio, {"crm": 1, "web": 2})), latest_in(plan_of(portfolio, {"crm": 1}))
    ({'crm': 4, 'web': 5}, {'crm': 6})
    """
    portfolio, starts = plan.portfolio, plan.starts
    windows = {
        name: [
            one
            for one in window_of(portfolio.by_id[name], portfolio)
            if mode_of(one) == mode_of(starts[name])
        ]
        for name in starts
    }
    found = _backward(portfolio, windows)
    return {name: starts[name] if last is None else int(last) for name, last in found.items()}


def _backward(portfolio: Portfolio, windows: Mapping[str, Sequence[int]]) -> dict[str, int | None]:
    """Return the latest start of each initiative that may start in some periods, so that the others of them can follow."""
    followers = _followers(portfolio)
    found: dict[str, int | None] = {name: window[-1] for name, window in windows.items()}
    before: dict[str, int | None] = {}
    while before != found:  # what starts together waits for each other
        before = dict(found)
        for name in reversed(order(portfolio)):
            if found.get(name) is not None:
                after = [one for one in followers.get(name, []) if one[0] in windows]
                found[name] = _latest(portfolio.by_id[name], windows[name], portfolio, after, found)
    return found


def slack(portfolio: Portfolio) -> dict[str, int | None]:
    """Return by how many periods the earliest start of each initiative can slip, by id; None where it never can start.

    Nothing that requires it becomes impossible by that: in the literature, total float. 0 is critical.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> pair = [Initiative(id="crm"), Initiative(id="web", duration=2, requires=["crm"])]
    >>> slack(Portfolio(horizon=6, initiatives=pair))
    {'crm': 3, 'web': 3}
    """
    earliest, latest = earliest_starts(portfolio), latest_starts(portfolio)
    return {
        name: None if first is None or last is None else last - first
        for (name, first), last in zip(earliest.items(), latest.values(), strict=True)
    }


def _followers(portfolio: Portfolio) -> dict[str, list[tuple[str, Requirement]]]:
    """Return what requires each initiative without a choice, and how."""
    found: dict[str, list[tuple[str, Requirement]]] = {}
    for one in portfolio.initiatives:
        for entry in one.requirements:
            if entry.is_certain and entry.kind != "chosen":
                for name in entry.of:
                    found.setdefault(name, []).append((one.id, entry))
    return found


def _latest(
    initiative: Initiative,
    window: Sequence[int],
    portfolio: Portfolio,
    followers: list[tuple[str, Requirement]],
    latest: Mapping[str, int | None],
) -> int | None:
    """Return the last start among some from which all that follows can still start in time."""
    bounds = [
        (entry, _end(entry.own_end, portfolio.by_id[name], last, portfolio) - entry.lag)
        for name, entry in followers
        if (last := latest[name]) is not None
    ]

    def is_in_time(start: int) -> bool:
        return all(
            _end(entry.other_end, initiative, start, portfolio) + (entry.kind == "finish to start") <= bound
            for entry, bound in bounds
        )

    return next(filter(is_in_time, reversed(window)), None)


def _end(end: End, initiative: Initiative, start: int, portfolio: Portfolio) -> int:
    """Return the period of one end of an initiative that starts in a period."""
    return start if end == "start" else start + as_begun(initiative, start, portfolio).duration - 1
