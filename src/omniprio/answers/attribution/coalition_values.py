"""What part of a schedule is worth by itself: the goal value of some of its initiatives, at the times they have.

In the literature: coalition value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.answers.best import worths
from omniprio.fulfilment import progress, still_missing
from omniprio.synergies import brought_about_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["Parts"]


class Parts:
    """The gain of each part of a schedule at one goal, against doing nothing; each is computed once."""

    def __init__(self, portfolio: Portfolio, starts: Mapping[str, int], goal: Goal) -> None:
        """Begin.

        Args:
            portfolio: The portfolio.
            starts: The whole schedule; the times stay, whatever is left out.
            goal: What gains are measured by, in its own unit; more is better.
        """
        self._portfolio = portfolio
        self._starts = starts
        self._goal = goal
        self._known: dict[tuple[str, frozenset[str]], Fraction] = {}
        self._averaged = range(portfolio.periods + 1)[goal.averaged]
        self._teams = _contributors(portfolio) if self._averaged else {}

    def gain(self, names: frozenset[str]) -> Fraction:
        """Return what some initiatives of the schedule gain without the others, exactly."""
        if not self._teams:
            return self._loss("", frozenset()) - self._loss("", names)
        parts = (
            self._loss(row, frozenset()) - self._loss(row, names & team) for row, team in self._teams.items()
        )
        return sum(parts, Fraction(0))

    def _loss(self, row: str, names: frozenset[str]) -> Fraction:
        """Return how bad a part is, for one discipline where the goal adds up over disciplines."""
        key = (row, names)
        if key not in self._known:
            starts = {name: self._starts[name] for name in self._starts if name in names}
            self._known[key] = (
                self._distance(row, starts)
                if self._teams
                else worths([self._goal], self._portfolio, starts)[0]
            )
        return self._known[key]

    def _distance(self, row: str, starts: Mapping[str, int]) -> Fraction:
        """Return what a discipline adds to the distance at the end, or in the mean over the periods."""
        portfolio = self._portfolio
        weights = portfolio.disc.weights
        whole = sum((weights[name] * level for name, level in portfolio.ambitions.items()), Fraction(0))
        if whole == 0:
            return Fraction(0)
        course = progress(portfolio, starts).position
        missing = [
            still_missing(portfolio, {name: levels[period] for name, levels in course.items()})[row]
            for period in self._averaged
        ]
        return weights[row] / whole * sum(missing, Fraction(0)) / len(missing)


def _contributors(portfolio: Portfolio) -> dict[str, frozenset[str]]:
    """Return for each discipline the initiatives that touch its fields, by themselves or by a synergy."""
    touched: list[tuple[Mapping[str, float], tuple[str, ...]]] = []
    touched += [(initiative.at_most, (initiative.id,)) for initiative in portfolio.initiatives]
    names_of = brought_about_by(portfolio)
    touched += [(synergy.advances, tuple(names_of[synergy.id])) for synergy in portfolio.synergies]
    row_of = {name: field.discipline.id for name, field in portfolio.disc.named.items()}
    found: dict[str, set[str]] = {row.id: set() for row in portfolio.disc.disciplines}
    for advances, names in touched:
        for field, share in advances.items():
            if share:
                found[row_of[field]].update(names)
    return {row: frozenset(names) for row, names in found.items()}
