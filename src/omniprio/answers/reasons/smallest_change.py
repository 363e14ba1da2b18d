"""How much better or cheaper an initiative would have to be to get into the best plan.

In the literature: smallest change that reverses a decision, counterfactual explanation.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Literal

from omniprio.answers.best import Unsettled, decided
from omniprio.answers.reaching import reached
from omniprio.answers.reasons.budgets import least_that
from omniprio.base import Model
from omniprio.language import Speaker, fact
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import Cost, Portfolio

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.answers.best import Best, Search
    from omniprio.language import Fact, Language
    from omniprio.portfolio import Initiative

__all__ = ["Asked", "Flip", "cost_flip", "shares_flip"]


_ONE_STEP = 1 / 8
"""The share of the time left that one number of steps may take."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An initiative that is asked about.

    Attributes:
        portfolio: The portfolio.
        name: The id of the initiative.
        now: The best plan, which leaves it out.
        having_it: The best plan that has it.
    """

    portfolio: Portfolio
    name: str
    now: Best
    having_it: Best


class Flip(Model):
    """The least change of an initiative with which some best plan has it."""

    kind: Literal["shares", "cost"]
    by: Fraction
    """Added to each of its shares, or the part by which all its costs fall; 0 where a plan as good has it as it is."""
    step: Fraction
    """The grid that was searched: with one step less no best plan has it."""
    plan: Plan
    """A best plan that has the initiative, as changed."""
    proven: bool = True
    """Whether it is proven that one step less is not enough; if not, this much is, and less may be."""

    @validated
    def sentence(self, language: Language = "en") -> str:
        """Return the change as a sentence.

        Args:
            language: The code of the language.
        """
        return Speaker(language).say(self.said)

    @property
    def said(self) -> Fact:
        """The change, to be said in any language."""
        if not self.by:
            return fact("answers.nothing needed")
        kind, by = ("shares", self.by) if self.kind == "shares" else ("cost less", 100 * self.by)
        return fact(f"answers.{'' if self.proven else 'at most '}{kind}", by=float(by))


def shares_flip(asked: Asked, step: Fraction, search: Search) -> Flip | None:
    """Return by how much all shares of an initiative have to rise for some best plan to have it.

    The same number is added to each of its shares, up to 1. A greater share never makes a plan with the initiative
    worse and leaves those without it as they are, so halving is exact.

    Args:
        asked: The initiative, and the best plans without and with it.
        step: The grid to search, more than 0.
        search: What makes the plans; its goals say what is best.

    Returns:
        The change; None if even shares of 1 are not enough, it has none, or it can be in no plan.

    Raises:
        Unsettled: The time was over before any change was found to be enough, or the best plan is not proven.
    """
    one = asked.portfolio.by_id[asked.name]
    given = [share for way in one.ways.values() for share in way.shares.values() if share]

    def raised(way: Initiative, by: Fraction) -> dict[str, object]:
        more = {field: float(min(share + by, Fraction(1))) for field, share in way.shares.items() if share}
        return {"advances": {**way.advances, **more}}

    def better(by: Fraction) -> dict[str, object]:
        return _in_each_mode(one, lambda way: raised(way, by))

    most = max((1 - share for share in given), default=Fraction(0))
    return _Flips(asked, "shares", better, step, search).least(most)


def cost_flip(asked: Asked, step: Fraction, search: Search) -> Flip | None:
    """Return by which part all costs of an initiative have to fall for some best plan to have it.

    All its costs fall by the same part, in every fund, running costs included. A lower cost never makes a plan with
    the initiative worse and leaves those without it as they are, so halving is exact.

    Args:
        asked: The initiative, and the best plans without and with it.
        step: The grid to search, as a part of the cost, more than 0.
        search: What makes the plans; its goals say what is best.

    Returns:
        The change; None if even for free it is in no best plan, or it can be in no plan.

    Raises:
        Unsettled: The time was over before any change was found to be enough, or the best plan is not proven.
    """
    one = asked.portfolio.by_id[asked.name]

    def better(by: Fraction) -> dict[str, object]:
        return _in_each_mode(one, lambda way: _cheaper(way, 1 - by))

    return _Flips(asked, "cost", better, step, search).least(Fraction(1))


def _in_each_mode(
    initiative: Initiative, changed: Callable[[Initiative], dict[str, object]]
) -> dict[str, object]:
    """Return what changes in an initiative where it changes in each of its modes, or in itself where it has none."""
    if not initiative.modes:
        return changed(initiative)
    ways = initiative.ways
    return {"modes": tuple(one.model_copy(update=changed(ways[one.id])) for one in initiative.modes)}


class _Flips:
    """The search on one grid; what is not settled in its part of the time counts as not enough, and is noted."""

    def __init__(
        self,
        asked: Asked,
        kind: Literal["shares", "cost"],
        better: Callable[[Fraction], dict[str, object]],
        step: Fraction,
        search: Search,
    ) -> None:
        self._asked, self._kind, self._better, self._step = asked, kind, better, step
        self._search = search
        self._near = [] if asked.having_it.plan is None else [asked.having_it.plan.starts]
        self._proven = True

    def least(self, most: Fraction) -> Flip | None:
        """Return the least change with which a plan that has the initiative is as good as any without it."""
        now = self._asked.now
        self._target = now.worths if now.settled else self._without().worths
        self._most = most
        steps = least_that(self._holds, 0, ceil(most / self._step))
        if steps is None and not self._proven:
            raise Unsettled
        having = self._having(steps or 0)
        if steps is None or having is None:
            return None
        best = self._search.best(having, share=0.5, warm_start=self._near[-1])
        return Flip(
            kind=self._kind,
            by=self._by(steps),
            step=self._step,
            plan=best.plan or plan_of(having, self._near[-1]),
            proven=self._proven,
        )

    def _without(self) -> Best:
        without = decided(self._asked.portfolio, self._asked.name, {"decision": "never"})
        if not isinstance(without, Portfolio):
            raise Unsettled
        return self._search.settled(without)

    def _having(self, steps: int) -> Portfolio | None:
        """Return the portfolio in which the initiative is that much better and must be done."""
        changes = {"decision": "must", **self._better(self._by(steps))}
        having = decided(self._asked.portfolio, self._asked.name, changes)
        return having if isinstance(having, Portfolio) else None

    def _by(self, steps: int) -> Fraction:
        """Return the change that a number of steps stands for; the last step is cut where more changes nothing."""
        return min(steps * self._step, self._most)

    def _holds(self, steps: int) -> bool:
        having = self._having(steps)
        if having is None:
            return False
        try:
            found = reached(having, self._target, self._search, share=_ONE_STEP, near=self._near)
        except Unsettled:
            self._proven = False
            return False
        self._near += [] if found is None else [found]
        return found is not None


def _cheaper(initiative: Initiative, part: Fraction) -> dict[str, object]:
    """Return the costs of an initiative times a part, by field."""
    costs = {
        fund: cost if isinstance(cost, Cost) else Cost(amount=cost) for fund, cost in initiative.costs.items()
    }
    main = initiative.cost if isinstance(initiative.cost, Cost) else Cost(amount=initiative.cost)
    return {
        "cost": _times(main, part),
        "costs": {fund: _times(cost, part) for fund, cost in costs.items()},
    }


def _times(cost: Cost, part: Fraction) -> Cost:
    profile = None if cost.profile is None else tuple(float(exact(one) * part) for one in cost.profile)
    amount, running = float(exact(cost.amount) * part), float(exact(cost.running) * part)
    return cost.model_copy(update={"amount": amount, "profile": profile, "running": running})
