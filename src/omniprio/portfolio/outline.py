"""What a portfolio contains, in a few lines for a terminal or a notebook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio.language import text
from omniprio.marks import told
from omniprio.numbers import written
from omniprio.portfolio.initiative import MAIN_FUND
from omniprio.portfolio.teams import Capacity

if TYPE_CHECKING:
    from omniprio.portfolio.budgets import Budget, PerPeriod
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["outline", "target"]

_MOST_NAMES = 8
"""Names of budgets or teams that are listed; beyond that they are counted."""


def outline(portfolio: Portfolio) -> str:
    """Return what a portfolio contains: its name, initiatives, horizon and money; disc, teams and marks where there are any.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.catalogue import ten_portfolio
    >>> print(outline(ten_portfolio()))
    The ten concrete omnichannel initiatives
    Initiatives: 10, 2 requirements, 3 synergies
    Horizon: 12 periods
    Money: main 2,500 kDKK, running without limit
    Disc: 6 disciplines, 18 fields, 6 of them complete at the start; to reach: the centre
    Teams: 9 teams
    Not facts: judgement, invented.
    """
    lines = [
        portfolio.name or text(portfolio.title) or "Portfolio",
        f"Initiatives: {_initiatives(portfolio)}",
        f"Horizon: {_horizon(portfolio)}",
        f"Money: {_money(portfolio)}",
    ]
    if portfolio.has_disc:
        lines.append(f"Disc: {_disc(portfolio)}")
    if portfolio.capacities:
        lines.append(f"Teams: {_teams(portfolio)}")
    return "\n".join(filter(None, [*lines, told(portfolio.not_facts)]))


def target(portfolio: Portfolio) -> str:
    """Return what a portfolio is on the way to: the centre of its disc, or an ambition of its own.

    >>> from omniprio.portfolio import Portfolio
    >>> target(Portfolio(horizon=1, initiatives=[], ambition={"R": 2}))
    'the ambition'
    """
    whole = {row.id: len(row.rings) for row in portfolio.disc.disciplines}
    return "the centre" if portfolio.ambitions == whole else "the ambition"


def _initiatives(portfolio: Portfolio) -> str:
    decided = Counter(one.decision for one in portfolio.initiatives)
    required = sum(len(one.requirements) for one in portfolio.initiatives)
    parts = [
        str(len(portfolio.initiatives)),
        f"{decided['must']} decided" if decided["must"] else "",
        f"{decided['never']} ruled out" if decided["never"] else "",
        _count(required, "requirement") if required else "",
        _count(len(portfolio.groups), "group") if portfolio.groups else "",
        _count(len(portfolio.synergies), "synergy", "synergies") if portfolio.synergies else "",
    ]
    return ", ".join(filter(None, parts))


def _horizon(portfolio: Portfolio) -> str:
    calendar = portfolio.calendar
    closed = f", {len(set(portfolio.closed))} closed" if portfolio.closed else ""
    if calendar.start is None:
        return _count(portfolio.periods, "period") + closed
    last = calendar.last_day(portfolio.periods)
    return f"{_count(portfolio.periods, calendar.unit)}, {calendar.start} to {last}{closed}"


def _money(portfolio: Portfolio) -> str:
    limits = portfolio.limits
    names = [_budget(name, budget, portfolio.currency) for name, budget in limits.items()]
    return _listed(names, "budgets")


def _budget(name: str, budget: Budget, currency: str) -> str:
    called = "main" if name == MAIN_FUND else name
    if budget.windows:
        return f"{called} by window"
    if budget.total is None and budget.per_period is None:
        return f"{called} without limit"
    if budget.total is not None:
        return f"{called} {written(budget.total)} {currency}".rstrip()
    return f"{called} {_by_period(budget.per_period, currency)}"


def _teams(portfolio: Portfolio) -> str:
    return _listed(
        [f"{team} {_capacity(capacity)}" for team, capacity in portfolio.capacities.items()], "teams"
    )


def _capacity(given: PerPeriod | Capacity) -> str:
    if not isinstance(given, Capacity):
        return _by_period(given, "")
    least = "" if given.at_least is None else f", at least {_by_period(given.at_least, '')}"
    more = "as much as is missing" if given.extra is None else _by_period(given.extra, "")
    extra = f", {more} more to buy" if given.extra != 0 else ""
    return f"{_by_period(given.amount, '')}{least}{extra}"


def _by_period(limit: PerPeriod, unit: str) -> str:
    if limit is None:
        return "without limit"
    if isinstance(limit, tuple):
        return "by period"
    return f"{written(limit)} {unit}".rstrip() + " in each period"


def _disc(portfolio: Portfolio) -> str:
    fields = portfolio.disc.fields
    complete = sum(portfolio.start_fulfilment[field] == 1 for field in fields)
    size = f"{_count(len(portfolio.ambitions), 'discipline')}, {_count(len(fields), 'field')}"
    return f"{size}, {complete} of them complete at the start; to reach: {target(portfolio)}"


def _listed(names: list[str], kind: str) -> str:
    return ", ".join(names) if len(names) <= _MOST_NAMES else f"{len(names)} {kind}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
