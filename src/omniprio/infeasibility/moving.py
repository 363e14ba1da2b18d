"""Demands that may be moved: what a move is as rows, and what a schedule makes of it in the user's units.

In the literature: elastic constraint.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import TYPE_CHECKING

from omniprio.income import drawn_under
from omniprio.infeasibility.changing import Change
from omniprio.infeasibility.kinds import KINDS, kind_of
from omniprio.infeasibility.solving import Softened, excess, loosened
from omniprio.measures import group_of, step_of_measure
from omniprio.money import at_rate, available, needed_more, team_bound_by
from omniprio.portfolio import Capacity, rates_in
from omniprio.portfolio.milestones import STEPS
from omniprio.solver.program import Column, Expression, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from omniprio.infeasibility.demand import Demand, Rows
    from omniprio.infeasibility.kinds import Frame, Kind
    from omniprio.infeasibility.solving import Found
    from omniprio.portfolio import Portfolio
    from omniprio.solver.program import Number

__all__ = ["changes_of", "is_one_number", "moved_alike", "moving", "moving_alike", "size_of", "step_of"]


def moving_alike(rows: Rows, soft: Sequence[Demand]) -> Softened:
    """Return the rows of demands such that all are moved by the same, at the price of how far.

    Args:
        rows: The rows of the portfolio.
        soft: What there is of one thing in each period.
    """
    builder = _Builder(rows)
    builder.move(soft[0], [row for demand in soft for row in rows.of[demand]])
    return Softened(builder.columns, builder.rows, builder.price)


def moved_alike(rows: Rows, found: Found, soft: Sequence[Demand]) -> Change:
    """Return the change by the same in every period that makes a schedule keep demands, rounded up to a step."""
    first = soft[0]
    most = max(excess(row, found) for demand in soft for row in rows.of[demand])
    by = _rounded_up(most, step_of(rows.portfolio, first.kind, first.subject[0]))
    return Change(kind=first.kind, subject=first.subject, by=float(by))


def is_one_number(portfolio: Portfolio, demand: Demand) -> bool:
    """Tell whether what a demand limits is given as one number for every period, of which nothing is carried over."""
    name = demand.subject[0]
    if demand.kind == "budget":
        budget = portfolio.limits[name]
        return budget.is_simple and not budget.adds_up and isinstance(budget.per_period, float | int)
    given = portfolio.capacities[name]
    one = getattr(given, KINDS[demand.kind].field) if isinstance(given, Capacity) else given
    return isinstance(one, float | int)


def moving(rows: Rows, soft: Sequence[Demand]) -> Softened:
    """Return the rows of demands such that each can be moved or dropped, at the price of how far.

    Args:
        rows: The rows of the portfolio.
        soft: The demands.

    Returns:
        Rows whose price is the money, capacity, periods or members added, or 1 for each demand dropped; what
        to keep small next is how early carried-over money has to be there.
    """
    builder = _Builder(rows)
    for demand in soft:
        if not KINDS[demand.kind].is_moved:
            builder.drop(demand)
        elif demand.kind == "budget" and not rows.portfolio.limits[demand.subject[0]].is_simple:
            builder.raise_windows(demand)
        elif not _is_single(rows.portfolio, demand):
            builder.raise_each(demand)
        else:
            builder.move(demand, rows.of[demand])
    builder.carry_over()
    return Softened(builder.columns, builder.rows, builder.price, builder.then)


def _given(portfolio: Portfolio, change: Change) -> float:
    """Return the amount of money that a change adds to, or takes from."""
    budget = portfolio.limits[change.subject[0]]
    if change.kind == "least_spending":
        asked = budget.least(portfolio.periods)
        return float(next(one.amount for one in asked if one.window == change.period))
    amounts = available(budget, portfolio.periods)
    return float(amounts[(change.period or portfolio.periods) - 1] or 0)


def _is_single(portfolio: Portfolio, demand: Demand) -> bool:
    """Tell whether one number says what a demand allows."""
    return demand.kind != "budget" or portfolio.limits[demand.subject[0]].total is not None


class _Builder:
    """Softened rows in the making."""

    def __init__(self, rows: Rows) -> None:
        self.columns: list[Column] = []
        self.rows: list[Row] = []
        self.price = Expression()
        self.then = Expression()
        self._of = rows
        self._carried: dict[Demand, list[Row]] = {}

    def drop(self, demand: Demand) -> None:
        """Let a demand be dropped, at a price of 1."""
        column = self._column(Fraction(1), Fraction(1), integer=True)
        self.price.add(column, 1)
        self.rows += [loosened(row, column, self._of.most_excess(row)) for row in self._of.of[demand]]

    def move(self, demand: Demand, own: Sequence[Row]) -> None:
        """Let rows be moved, all by the same, at the price of how far."""
        (column,), unit = self._amounts(demand, own, 1)
        self.price.add(column, unit)
        self.rows += [loosened(row, column, unit) for row in own]

    def raise_each(self, demand: Demand) -> None:
        """Let a limit be raised period by period, at the price of all that is added."""
        if demand.kind == "budget" and self._of.portfolio.limits[demand.subject[0]].carry_over:
            first = next((one for one in self._carried if one.subject == demand.subject), demand)
            self._carried.setdefault(first, []).extend(self._of.of[demand])
            return
        for row in self._of.of[demand]:
            self.move(demand, [row])

    def raise_windows(self, demand: Demand) -> None:
        """Let the amounts of a budget's windows be raised, each at the price of what is added, and rather the later ones."""
        budget, periods = self._of.portfolio.limits[demand.subject[0]], self._of.portfolio.periods
        own = sorted(self._of.of[demand], key=lambda row: (row.period or 0, row.since or 0))
        given = list(budget.given(periods))
        columns, unit = self._amounts(demand, own, len(given), budget.carried_share or 1)
        at = {period: place for place, one in enumerate(given) for period in range(one.first, one.last + 1)}
        for row in own:
            first, last = at[row.since or 1], at[row.period or periods]
            for place in range(
                last, first - 1, -1
            ):  # the latest first: it is raised where others are not enough
                row = loosened(row, columns[place], unit)  # noqa: PLW2901  one column after the other
            if first and budget.carried_share:
                row = loosened(row, columns[first - 1], budget.carried_share * unit)  # noqa: PLW2901
            self.rows.append(row)
        for before, column in enumerate(reversed(columns)):
            self.price.add(column, unit)
            if before:
                self.then.add(column, before * unit)

    def carry_over(self) -> None:
        """Let carried-over budgets be raised: what is added up to a period never falls, and is paid at last."""
        for demand, own in self._carried.items():
            own.sort(key=lambda row: row.period or 0)
            columns, unit = self._amounts(demand, own, len(own))
            self.rows += [loosened(row, column, unit) for row, column in zip(own, columns, strict=True)]
            for before, after in pairwise(columns):
                self.rows.append(Row("carried", (), None, {before: 1, after: -1}, "<=", 0))
            self.price.add(columns[-1], unit)
            for column in columns[:-1]:
                self.then.add(column, unit)

    def _amounts(
        self, demand: Demand, own: Sequence[Row], number: int, share: Number = 1
    ) -> tuple[list[int], Fraction]:
        """Return columns for so many amounts by which rows may be moved, and what one unit of them is.

        An amount is told rounded up, so that is its price: where schedules can need less than a whole step, steps are counted.

        Args:
            demand: What is moved.
            own: Its rows.
            number: How many amounts.
            share: The part of an amount that counts in some of the rows.
        """
        step = step_of(self._of.portfolio, demand.kind, demand.subject[0])
        grain = self._grain(own) * share
        most = max(map(self._of.most_excess, own))
        if (grain / step).denominator == 1:
            return [self._column(most, grain) for _ in range(number)], Fraction(1)
        steps = Fraction(math.ceil(most / step))
        return [self._column(steps, Fraction(1), integer=True) for _ in range(number)], step

    def _column(self, upper: Fraction, grain: Fraction, *, integer: bool = False) -> int:
        place = len(self._of.variables.program.columns) + len(self.columns)
        self.columns.append(Column(f"e_{place}", integer=integer, upper=upper, grain=grain))
        return place

    def _grain(self, rows: Sequence[Row]) -> Fraction:
        """Return a number of which what a schedule exceeds the rows by is a multiple."""
        program = self._of.variables.program
        grains = [program.grain(Expression(row.terms)) for row in rows]
        numbers = [*grains, *(Fraction(row.rhs) for row in rows)]
        below = lcm(*(one.denominator for one in numbers))
        return Fraction(gcd(*(int(one * below) for one in numbers)), below)


def changes_of(rows: Rows, found: Found, soft: Sequence[Demand]) -> list[Change]:
    """Return the changes that make a schedule keep demands; amounts are rounded up to steps."""
    changes: list[Change] = []
    by_budget: dict[str, list[Row]] = {}
    for demand in soft:
        if not found.breaks(rows.of[demand]):
            continue
        if not KINDS[demand.kind].is_moved:
            changes.append(Change(kind=demand.kind, subject=demand.subject))
        elif demand.kind == "budget":
            by_budget.setdefault(demand.subject[0], []).extend(rows.of[demand])
        else:
            changes.append(_moved(rows, found, demand))
    for name, own in by_budget.items():
        changes += _raised(rows.portfolio, name, sorted(own, key=lambda row: row.period or 0), found)
    return changes


def _moved(rows: Rows, found: Found, demand: Demand) -> Change:
    name = demand.subject[0]
    most = max(excess(row, found) for row in rows.of[demand])
    unit = KINDS[demand.kind].unit
    if unit in {"capacity", "measure", "money"}:
        by = KINDS[demand.kind].sign * _rounded_up(most, step_of(rows.portfolio, demand.kind, name))
    elif demand.kind == "fixed_start":
        by = Fraction(found.starts[name] - (rows.portfolio.by_id[name].fixed_start or 0))
    else:
        by = KINDS[demand.kind].sign * most
    return Change(kind=demand.kind, subject=demand.subject, period=demand.period, by=float(by))


def _raised(portfolio: Portfolio, name: str, own: Sequence[Row], found: Found) -> Iterator[Change]:
    """Yield what a budget needs more: in total, by when, or in which period."""
    budget, step = portfolio.limits[name], step_of(portfolio, "budget", name)
    if not budget.is_simple:
        yield from _raised_windows(portfolio, name, found, step)
        return
    needed = [(row.period, _rounded_up(excess(row, found), step)) for row in own]
    if budget.total is not None:
        yield Change(kind="budget", subject=(name,), by=float(max(amount for _, amount in needed)))
        return
    so_far = Fraction(0)
    for period, amount in needed:
        if amount > so_far:
            yield Change(kind="budget", subject=(name,), period=period, by=float(amount - so_far))
            so_far = amount if budget.carry_over else so_far


def _raised_windows(portfolio: Portfolio, name: str, found: Found, step: Fraction) -> Iterator[Change]:
    """Yield what a budget needs more in each of its windows."""
    budget = portfolio.limits[name]
    more = needed_more(budget, drawn_under(name, portfolio, found.starts), step)
    for one, by in zip(budget.given(portfolio.periods), more, strict=True):
        if by:
            yield Change(kind="budget", subject=(name,), period=one.first, by=float(by))


def _rounded_up(amount: Fraction, step: Fraction) -> Fraction:
    return math.ceil(amount / step) * step


def step_of(portfolio: Portfolio, kind: Kind | Frame, name: str) -> Fraction:
    """Return the step amounts are rounded up to: the decimals that the portfolio uses for them.

    Args:
        portfolio: The portfolio.
        kind: What is demanded; what is no budget, no capacity and no number of a group goes in whole steps.
        name: The budget, team or group.
    """
    if kind_of(kind).unit == "measure":
        return step_of_measure(group_of(portfolio, name), portfolio)
    written: Iterable[Fraction | None] = ()
    if kind_of(kind).unit == "money":
        written = _money_written(portfolio, name)
    elif kind_of(kind).unit == "capacity":
        written = _effort_written(portfolio, name)
    below = lcm(*(number.denominator for number in written if number is not None))
    digits = next(digits for digits in range(400) if 10**digits % below == 0)
    return Fraction(1, 10**digits)


def _money_written(portfolio: Portfolio, name: str) -> Iterator[Fraction]:
    budget = portfolio.limits[name]
    rates = rates_in(budget, portfolio)
    given = (budget.exact_total, *budget.exact_per_period, *budget.exact_windows)
    yield from (one.amount for one in budget.least(portfolio.periods))
    yield from (amount for amount in given if amount is not None)
    for way in (way for one in portfolio.initiatives for way in one.ways.values()):
        for fund, cost in way.costs_by_fund.items():
            if fund in rates:
                given_for = (cost.one_off, cost.exact_running, *(cost.exact_profile or ()))
                yield from (at_rate(amount, rates[fund]) for amount in given_for)
        if way.earnings.into == name:
            yield from (way.earnings.exact_per_period, *(way.earnings.exact_profile or ()))
    yield from (synergy.price for synergy in portfolio.synergies)
    for team in portfolio.sellers:
        one = portfolio.teams[team]
        if one.price and team_bound_by(budget, one):
            price = at_rate(one.price, rates[one.fund])
            yield from (amount * price for amount in _effort_written(portfolio, team) if amount is not None)


def _effort_written(portfolio: Portfolio, team: str) -> Iterator[Fraction | None]:
    one = portfolio.teams[team]
    yield from (*one.amount, *one.at_least, *one.extra)
    for initiative in portfolio.initiatives:
        yield initiative.exact_adds.get(team)
        for way in initiative.ways.values():
            yield from way.effort_by_period.get(team, ())


def size_of(portfolio: Portfolio, change: Change) -> float:
    """Return how large a change is next to what it changes, 1 for a demand that is dropped.

    Money and capacity: the share of the new amount that is added; dates, lags and the horizon: periods as a share
    of the horizon; groups: members as a share of all, what else they measure as a share of it and what they ask for; what milestones ask for: levels and steps of
    the channels as a share of all, fields and the distance as they are.
    """
    if change.by is None:
        return 1.0
    name, by = (change.subject or ("",))[0], abs(change.by)
    if change.kind == "requires":
        return by / portfolio.periods
    if kind_of(change.kind).unit == "money":
        return by / (by + _given(portfolio, change))
    if kind_of(change.kind).unit == "capacity":
        one, place = portfolio.teams[name], (change.period or 1) - 1
        given = getattr(one, kind_of(change.kind).field)[place] or 0
        below = (one.amount[place] or 0) if change.kind == "extra" else 0
        return by / (by + float(given + below))
    if kind_of(change.kind).unit == "measure":
        group = group_of(portfolio, name)
        limit = abs(getattr(group, change.kind))
        return by / (len(portfolio.members[name]) if group.counts else by + limit)
    match change.subject[1:]:
        case ("levels", discipline):
            whole = len(portfolio.disc.discipline(discipline).rings)
        case ("channels",):
            whole = len(STEPS)
        case ():
            whole = portfolio.periods
        case _:
            whole = 1
    return by / whole
