"""The parts of a portfolio, each after the steps that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.model_fields import fields_that
from omniprio.numbers import exact
from omniprio.portfolio.budgets import Budget, is_by_period
from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from omniprio.errors import Steps
    from omniprio.portfolio.budgets import PerPeriod
    from omniprio.portfolio.initiative import Cost, Initiative, Mode
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["budgets", "by_period", "costs", "efforts", "shares", "ways"]


def shares(portfolio: Portfolio) -> Iterator[tuple[Steps, dict[str, Fraction]]]:
    """Yield the steps to each place that gives shares of fields, with the shares by field, exact."""
    for place, initiative in enumerate(portfolio.initiatives):
        yield ("initiatives", place, "advances"), initiative.shares
        yield ("initiatives", place, "needs"), initiative.needed_shares
        for number, mode in enumerate(initiative.modes):
            own = {field: exact(share) for field, share in (mode.advances or {}).items()}
            yield ("initiatives", place, "modes", number, "advances"), own
    for place, synergy in enumerate(portfolio.synergies):
        yield ("synergies", place, "advances"), synergy.shares
        yield ("synergies", place, "needs"), synergy.needed_shares
    for place, milestone in enumerate(portfolio.milestones):
        yield ("milestones", place, "fields"), milestone.shares


def costs(portfolio: Portfolio) -> Iterator[tuple[Steps, Initiative, str, Cost]]:
    """Yield the steps to each cost, whose it is, its fund and the cost."""
    for steps, initiative, way, mode in ways(portfolio):
        for fund, cost in way.costs_by_fund.items():
            own: Initiative | Mode = initiative
            if mode and (mode.cost if fund == MAIN_FUND else mode.costs) is not None:
                own = mode
            inner = ("costs", fund) if fund in (own.costs or {}) else ("cost",)
            yield (*(steps if own is mode else steps[:2]), *inner), way, fund, cost


def efforts(portfolio: Portfolio) -> Iterator[tuple[Steps, Initiative, str, float | tuple[float, ...]]]:
    """Yield the steps to each effort, whose it is, the team and the effort."""
    for steps, _, way, mode in ways(portfolio):
        whose = steps[:2] if mode is None or mode.effort is None else steps
        for team, load in way.effort.items():
            yield (*whose, "effort", team), way, team, load


def ways(portfolio: Portfolio) -> Iterator[tuple[Steps, Initiative, Initiative, Mode | None]]:
    """Yield each initiative as each of its modes has it, after the steps to the mode, or to it, and itself; then the mode."""
    for place, initiative in enumerate(portfolio.initiatives):
        if not initiative.modes:
            yield ("initiatives", place), initiative, initiative, None
        for number, (mode, way) in enumerate(zip(initiative.modes, initiative.as_modes, strict=True)):
            yield ("initiatives", place, "modes", number), initiative, way, mode


def budgets(portfolio: Portfolio) -> Iterator[tuple[Steps, Budget]]:
    """Yield the steps to each budget that is written out, and the budget."""
    if isinstance(portfolio.budget, Budget):
        yield ("budget",), portfolio.budget
    for name, budget in portfolio.budgets.items():
        if isinstance(budget, Budget):
            yield ("budgets", name), budget


def by_period(portfolio: Portfolio) -> Iterator[tuple[Steps, PerPeriod]]:
    """Yield the steps to each amount that may be given for each period, and what is given."""
    for steps, _, given in fields_that(portfolio, is_by_period):
        yield steps, given
    for team, capacity in portfolio.capacities.items():
        if not isinstance(capacity, Model):
            yield ("capacities", team), capacity
