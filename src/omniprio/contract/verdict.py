"""The verdict on a schedule: whether it keeps every rule of a portfolio, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from omniprio.answer import Answer
from omniprio.base import Model, Name
from omniprio.checker import RULES, BrokenRule, check
from omniprio.numbers import written
from omniprio.parameters import validated
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from omniprio.parameters import Starts

__all__ = ["Schedule", "Verdict", "verdict_on"]


class Schedule(Model):
    """A schedule made by hand or by another tool."""

    starts: dict[Name, Annotated[int, Field(strict=True)]]
    """The period in which each chosen initiative starts, from 1, by id."""


class Verdict(Answer):
    """What the checker says about a schedule."""

    format: Literal["omniprio-check/1"] = "omniprio-check/1"
    ok: bool
    """Whether every rule is kept."""
    differs_in: tuple[str, ...]
    """Where the portfolio that the plan was made for differs from the one it is checked against."""
    rules: tuple[str, ...] = RULES
    """What was checked."""
    broken: tuple[BrokenRule, ...]
    """Every broken rule with its figures."""
    distance: float
    """The distance from the ambition at the end of the horizon, 0 to 1, counted anew."""
    cost: float
    """All spending up to the horizon, over all funds, undiscounted, counted anew."""
    currency: str
    """What `cost` is in."""

    def summary(self) -> str:
        """Return the verdict as a person wants to read it, as plain text."""
        lines = []
        if self.differs_in:
            parts = ", ".join(self.differs_in)
            lines.append(f"The plan was made for another portfolio, which differs in: {parts}.")
        if self.ok:
            lines.append(f"The schedule keeps every rule: {', '.join(self.rules)}.")
        else:
            lines += [
                "The schedule breaks rules:",
                *(f"- {rule.rule}: {rule.message}" for rule in self.broken),
            ]
        figures = (
            f"distance {self.distance:.4g} at the end, cost {written(self.cost)} {self.currency}".rstrip()
        )
        return "\n".join([*lines, f"Counted anew: {figures}."])


@validated
def verdict_on(portfolio: Portfolio, starts: Starts, made_for: Portfolio | None = None) -> Verdict:
    """Return what the checker says about a schedule.

    Args:
        portfolio: What it is checked against.
        starts: The period in which each chosen initiative starts, from 1.
        made_for: The portfolio that it was made for, where that may be another one.

    >>> from omniprio import ten_portfolio
    >>> verdict_on(ten_portfolio(budget=2500), {"identify": 12}).broken[0].rule
    'horizon'
    """
    report = check(portfolio, starts)
    other = portfolio if made_for is None else made_for
    return Verdict(
        ok=report.ok,
        differs_in=tuple(
            name for name in Portfolio.model_fields if getattr(portfolio, name) != getattr(other, name)
        ),
        broken=report.broken,
        distance=float(report.recount.distance[-1]),
        cost=float(report.recount.cost),
        currency=portfolio.currency,
    )
