"""The search for the best plan of every amount of something, from above and in the middle of wide stretches."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from omniprio.answers.floor import as_known
from omniprio.checker import check
from omniprio.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniprio.answers.best import Best, Search, Worths
    from omniprio.answers.frontiers.scaling import Varying
    from omniprio.plan import Outcome, Plan
    from omniprio.portfolio import Portfolio

__all__ = ["Ended", "Found", "Sweep"]

Ended = Literal["finished", "time limit", "max points", "cancelled", "not settled"]
"""Why a search over many plans ended; `not settled` where nothing stopped it, but a solver did not prove its plan."""

Span = tuple[Fraction, Fraction]
"""From an amount to below another."""

_QUARTER, _EIGHTH = 1 / 4, 1 / 8
"""The shares of the time left that the first plan and any other may take, so that hard ones leave something."""

_WIDE = Fraction(1, 8)
"""Stretches wider than this share of the whole are looked at in their middle first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan with just the amount it needs, that amount, and how good it is."""

    amount: Fraction
    plan: Plan
    worths: Worths


class Sweep:
    """One search over amounts."""

    def __init__(
        self, varying: Varying, search: Search, least: Fraction, most: Fraction | None, max_points: int
    ) -> None:
        """Prepare the search.

        Args:
            varying: What varies.
            search: What makes the plans.
            least: The least amount to look at.
            most: The greatest amount; None for as much as is of any use.
            max_points: Stop after so many plans.
        """
        self._varying = varying
        self._search = search
        self._least = least
        self._most = max(varying.most, least) if most is None else most
        self._max_points = max_points
        self._found: dict[Worths, Found] = {}
        self._gaps: list[Span] = []
        self._unsettled: list[Span] = []

    def run(self, known: Plan | None = None) -> list[Found]:
        """Return the plans that are better than all that need no more, by amount.

        Args:
            known: A plan that is there already; it is one of them unless a better one needs no more.
        """
        low = self._least if known is None else self._start_from(known)
        if low is not None:
            self._look((low, self._most), self._most, below=False)
        whole = max((high for _, high in self._gaps), default=self._least) - self._least
        while self._gaps and self._allows_one_more and len(self._found) < self._max_points:
            low, high = gap = max(self._gaps, key=lambda one: (one[1] - one[0], one))
            self._gaps.remove(gap)
            if high - low > whole * _WIDE:
                middle = (low + high) / 2
                self._gaps.append((middle, high))
                self._look((low, middle), middle, below=False)
            else:
                self._look(gap, high, below=True)
        return _better_and_better(self._found.values())

    @property
    def _allows_one_more(self) -> bool:
        return self._search.allows_one_more(self._varying.portfolio)

    @property
    def open(self) -> tuple[Span, ...]:
        """The amounts for which it is not settled which plan is best."""
        spans: list[Span] = []
        for low, high in sorted([*self._gaps, *self._unsettled]):
            if spans and low <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
            else:
                spans.append((low, high))
        return tuple(spans)

    @property
    def ended(self) -> Ended:
        """Why the search ended."""
        if not self.open:
            return "finished"
        enough = len(self._found) >= self._max_points and not self._search.cancel.is_set()
        return "max points" if enough else self._search.unsettled_by

    def _start_from(self, known: Plan) -> Fraction | None:
        """Keep a plan that is there already, if it needs no more than the greatest amount looked at.

        What is proven of it with the amount of its portfolio holds down to what it needs, and for no more.

        Returns:
            The amount from which on it is not settled which plan is best up to the greatest; None if it is for all.
        """
        need, own = self._varying.least(known.starts), self._varying.own
        if need > self._most:
            return self._least
        amount = max(need, self._least)
        holds = own is None or amount <= own
        portfolio = self._varying.portfolio if holds else self._varying.holding(amount)
        best = as_known(known, portfolio, self._search.goals)
        self._keep(best)
        if not (holds and best.settled):
            return self._least
        if need > self._least:
            self._gaps.append((self._least, need))
        return None if own is None or own >= self._most else own

    def _look(self, span: Span, amount: Fraction, *, below: bool) -> None:
        """Find the best plan for an amount at the top of a span, and note what of the span that leaves open."""
        low = span[0]
        portfolio = self._varying.holding(amount, below=below)
        share = _EIGHTH if self._found else _QUARTER
        best = self._search.best(
            portfolio, share=share, warm_start=self._paid_by(portfolio, amount, below=below)
        )
        need = self._keep(best)
        if need is None:  # no plan for this amount, so none for less
            if not best.settled:
                self._unsettled.append(span)
            return
        if not best.settled:
            self._unsettled.append((max(need, low), amount))
        if need > low:
            self._gaps.append((low, need))

    def _paid_by(self, portfolio: Portfolio, amount: Fraction, *, below: bool) -> dict[str, int] | None:
        """Return the best schedule known that an amount, or less than it, is enough for."""
        paid = [
            one
            for one in self._found.values()
            if one.amount <= amount and not (below and one.amount == amount)
        ]
        best = min(paid, key=lambda one: one.worths, default=None)
        return best.plan.starts if best is not None and check(portfolio, best.plan.starts).ok else None

    def _keep(self, best: Best) -> Fraction | None:
        """Keep a plan and return the least amount that is enough for it."""
        if best.found is None:
            return None
        need = self._varying.least(best.found.starts)
        amount = max(need, self._least)
        if best.worths not in self._found or amount < self._found[best.worths].amount:
            plan = _remade(best.found, self._varying.holding(amount))
            self._found[best.worths] = Found(amount, plan, best.worths)
        return need


def _remade(found: Plan | Outcome, portfolio: Portfolio) -> Plan:
    """Return a plan in a portfolio with just what it needs: what is known about how good it is still holds."""
    return plan_of(
        portfolio,
        found.starts,
        goals=found.goals,
        stopped=found.stopped,
        solver=found.solver,
        seconds=found.seconds,
    )


def _better_and_better(found: Iterable[Found]) -> list[Found]:
    """Return the plans that are better than all that need no more, by amount."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.amount, one.worths)):
        if not kept or one.worths < kept[-1].worths:
            kept.append(one)
    return kept
