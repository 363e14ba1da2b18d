"""A budget of windows, or one that carries over a share, of which the amount varies."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple, override

from omniprio.answers.frontiers.purse import Purse, decimal_in, number_in, with_budget
from omniprio.income import drawn_under
from omniprio.money import left_over
from omniprio.portfolio import price_levels
from omniprio.portfolio.budgets import Given, spans_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.portfolio import Budget, Portfolio

__all__ = ["Windowed", "windowed"]


class _Span(NamedTuple):
    """What may be spent in some periods together: `fixed + amount * share`."""

    first: int
    last: int
    fixed: Fraction
    share: Fraction


@dataclass(frozen=True)
class Windowed(Purse):
    """A budget that gives `fixed + amount * share` for each of its windows, or periods, and carries over as it does."""

    @cached_property
    def _spans(self) -> list[_Span]:
        fixed = self._given(self.fixed)
        share = self._given(
            [None if one is None else more for one, more in zip(self.fixed, self.share, strict=True)]
        )
        how = self._budget.carry_over
        pairs = zip(spans_of(fixed, carry_over=how), spans_of(share, carry_over=how), strict=True)
        return [_Span(one.first, one.last, one.most, more.most) for one, more in pairs]

    def _given(self, amounts: Sequence[Fraction | None]) -> list[Given]:
        places = self._budget.given(self.portfolio.periods)
        return [one._replace(amount=amount) for one, amount in zip(places, amounts, strict=True)]

    @cached_property
    @override
    def most(self) -> Fraction:
        shares = (span.share for span in self._spans if span.share)
        return super().most / min(shares, default=Fraction(1))

    @property
    @override
    def own(self) -> Fraction | None:
        limits = self._budget.spans(self.portfolio.periods)
        varying = {(span.first, span.last): span for span in self._spans}
        found: list[Fraction] = []
        for first, last, limit in limits:
            span = varying.get((first, last))
            if span is None or (not span.share and span.fixed > limit):
                return Fraction(0)
            if span.share:
                found.append((limit - span.fixed) / span.share)
        return min(found, default=None)

    @override
    def least(self, starts: Mapping[str, int]) -> Fraction:
        so_far = [Fraction(0), *accumulate(drawn_under(self.name, self.portfolio, starts))]
        needs = (
            (so_far[span.last] - so_far[span.first - 1] - span.fixed) / span.share
            for span in self._spans
            if span.share
        )
        return max([Fraction(0), *needs])

    @override
    def holding(self, amount: Fraction, *, below: bool = False) -> Portfolio:
        room = self._room(amount, below=below) / (len(self.fixed) + 1)
        amounts = [
            None if fixed is None else _near(fixed + amount * share, room if share else None, below=below)
            for fixed, share in zip(self.fixed, self.share, strict=True)
        ]
        numbers = [None if one is None else number_in(one) for one in amounts]
        return with_budget(self.portfolio, self.name, self._budget.giving(numbers))

    def _room(self, amount: Fraction, *, below: bool) -> Fraction:
        """Return by how much every limit may be more, or less, so that it still pays for what it is to pay for."""
        room = self.step
        for span in self._spans if amount else ():
            limit = span.fixed + amount * span.share
            if span.share:
                steps = ceil(limit / self.step) - 1 if below else floor(limit / self.step) + 1
                room = min(room, abs(limit - steps * self.step))
        return room


@dataclass(frozen=True)
class Rounded(Windowed):
    """The same where prices grow: its amount, and what each window or period gets of it, is in steps of the money grid."""

    @cached_property
    @override
    def most(self) -> Fraction:
        return ceil((super().most + self._lost) / self.step) * self.step

    @override
    def least(self, starts: Mapping[str, int]) -> Fraction:
        spent, exactly = drawn_under(self.name, self.portfolio, starts), super().least(starts)
        steps = range(floor(exactly / self.step), ceil((exactly + self._lost) / self.step))

        def pays(number: int) -> bool:
            left = left_over(self._with(number * self.step), spent)
            return all(rest is None or rest >= 0 for rest in left)

        return (steps.start + bisect_left(steps, True, key=pays)) * self.step  # noqa: FBT003  what is looked for

    @override
    def holding(self, amount: Fraction, *, below: bool = False) -> Portfolio:
        steps = ceil(amount / self.step) - 1 if below else floor(amount / self.step)
        return with_budget(self.portfolio, self.name, self._with(max(steps, 0) * self.step))

    @cached_property
    def _lost(self) -> Fraction:
        """What has to be added at most to make up for what is lost by rounding down in each window."""
        shares = (span.share for span in self._spans if span.share)
        return self.step * len(self.fixed) / min(shares, default=Fraction(1))

    def _with(self, amount: Fraction) -> Budget:
        return self._budget.giving(
            [
                None if fixed is None else number_in(fixed + floor(amount * share / self.step) * self.step)
                for fixed, share in zip(self.fixed, self.share, strict=True)
            ]
        )


def windowed(
    portfolio: Portfolio, name: str, fixed: tuple[Fraction | None, ...], share: tuple[Fraction, ...]
) -> Windowed:
    """Return a budget of windows, or one that carries over a share, with a varying amount.

    Args:
        portfolio: The portfolio.
        name: The name of the budget.
        fixed: What each window, or period, gets whatever the amount; None is no limit.
        share: What one unit of the amount adds to that, at least 0.
    """
    budget = portfolio.limits[name]
    is_priced = not price_levels(portfolio).keys().isdisjoint(budget.funds)
    kind = Rounded if is_priced else Windowed
    return kind(portfolio, name, fixed, share, carry_over=bool(budget.carry_over))


def _near(amount: Fraction, room: Fraction | None, *, below: bool) -> Fraction:
    """Return a decimal from an amount to less than so much more, or from so much less to below it."""
    if room is None:
        return amount
    if below and amount:
        return decimal_in(max(amount - room, Fraction(0)), amount)
    return decimal_in(amount, amount + room)
