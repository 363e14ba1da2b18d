"""Milestones and shares of groups that may ask for less: how their rows are softened, and what a schedule makes of that."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.infeasibility.changing import Change
from omniprio.infeasibility.kinds import KINDS
from omniprio.infeasibility.solving import Softened, excess, loosened
from omniprio.measures import group_of
from omniprio.numbers import exact
from omniprio.portfolio.milestones import STEPS, wanted_fields
from omniprio.solver.program import Column, Expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from omniprio.infeasibility.demand import Demand, Rows
    from omniprio.infeasibility.solving import Found
    from omniprio.portfolio import Milestone
    from omniprio.solver.program import Row

__all__ = ["asking_less", "asks_for_nothing", "less", "step_of_share", "steps_of"]

_STEP = Fraction(1, 10_000)
"""What a distance is rounded up to; shares are exact."""


def _milestone_of(rows: Rows, demand: Demand) -> Milestone:
    """Return the milestone that a demand is about."""
    return next(one for one in rows.portfolio.milestones if one.id == demand.subject[0])


def steps_of(rows: Rows, demand: Demand) -> Iterator[list[Change]]:
    """Yield changes of a milestone that go in whole steps, the smallest first, of which one is enough at most.

    It is due one period later or more; or a discipline is to reach one level less or more, or the channels are.
    """
    milestone = _milestone_of(rows, demand)
    later = range(1, rows.portfolio.periods - milestone.by + 1)
    yield [Change(kind="milestone", subject=(milestone.id,), by=periods) for periods in later]
    for discipline, level in milestone.levels.items():
        subject = (milestone.id, "levels", discipline)
        yield [Change(kind="milestone", subject=subject, by=-fewer) for fewer in range(1, level + 1)]
    if milestone.channels is not None:
        whose, step = (milestone.id, "channels"), STEPS.index(milestone.channels)
        yield [Change(kind="milestone", subject=whose, by=-fewer) for fewer in range(1, step + 1)]


def step_of_share(rows: Rows, demand: Demand) -> tuple[int, Fraction]:
    """Return in how many steps the share of a group can ask for nothing, and the step: a whole per cent, or finer where it is given so."""
    group = group_of(rows.portfolio, demand.subject[0])
    sign = KINDS[demand.kind].sign
    given = exact(getattr(group, demand.kind))
    step = Fraction(1, math.lcm(100, given.denominator))
    return int((given if sign < 0 else 1 - given) / step), sign * step


def asking_less(rows: Rows, demand: Demand) -> Softened | None:
    """Return the rows of a milestone such that fields and the distance may fall short, at the price of how far.

    Args:
        rows: The rows of the portfolio.
        demand: The milestone.

    Returns:
        All its rows, or None where it asks for neither.
    """
    first = len(rows.variables.program.columns)
    columns: list[Column] = []
    softened = []
    for own in _by_subject(rows.of[demand]).values():
        amount = _amount(rows, demand, own[0])
        if amount is None:
            softened += own
        else:
            softened += [loosened(row, first + len(columns), 1) for row in own]
            columns.append(Column(f"l_{len(columns)}", integer=False, upper=amount, grain=_grain(rows, own)))
    price = Expression(dict.fromkeys(range(first, first + len(columns)), 1))
    return Softened(columns, softened, price) if columns else None


def _by_subject(rows: Iterable[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Return rows by what they are about: a field that is judged over channels has one for each of them."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(row)
    return found


def _amount(rows: Rows, demand: Demand, row: Row) -> Fraction | None:
    """Return by how much less a row could ask; None where it asks for all or nothing."""
    milestone = _milestone_of(rows, demand)
    if row.subject == (milestone.id,):
        return 1 - (milestone.near or Fraction(0))
    field = row.subject[1]
    given = milestone.shares.get(field)
    others = wanted_fields(milestone.model_copy(update={"fields": {}}), rows.portfolio)
    return given if given and field not in others else None


def _grain(rows: Rows, own: Sequence[Row]) -> Fraction:
    steps = [rows.variables.program.grain(Expression(row.terms)) for row in own]
    numbers = [*steps, *(Fraction(row.rhs) for row in own)]
    return Fraction(1, math.lcm(*(number.denominator for number in numbers)))


def asks_for_nothing(rows: Rows, demand: Demand, changes: Iterable[Change]) -> bool:
    """Tell whether nothing is left of a milestone after changes, so that it could as well be dropped.

    Args:
        rows: The rows of the portfolio.
        demand: The milestone.
        changes: Those that `less` has returned.
    """
    amounts = [_amount(rows, demand, own[0]) for own in _by_subject(rows.of[demand]).values()]
    eased = sum((abs(exact(change.by or 0.0)) for change in changes), Fraction(0))
    return None not in amounts and eased >= sum(filter(None, amounts), Fraction(0))


def less(rows: Rows, found: Found, demand: Demand) -> tuple[list[Change], bool]:
    """Return the changes after which a schedule meets a milestone, and whether they are proven to be the least."""
    milestone = _milestone_of(rows, demand)
    changes = []
    short, step = Fraction(0), Fraction(0)
    for subject, own in _by_subject(rows.of[demand]).items():
        by = max(excess(row, found) for row in own)
        if not by:
            continue
        if subject == (milestone.id,):
            by, step = min(math.ceil(by / _STEP) * _STEP, 1 - (milestone.near or Fraction(0))), _STEP
            changes.append(Change(kind="milestone", subject=(milestone.id, "distance"), by=float(by)))
        else:
            of_field = (milestone.id, "fields", subject[1])
            changes.append(Change(kind="milestone", subject=of_field, by=-float(by)))
        short += by
    is_least = found.bound is not None and (found.bound > short - step or found.bound >= short)
    return changes, is_least
