"""Who earned it: the gain of a plan shared over its initiatives, so that what they do together is counted once.

In the literature: Shapley value under precedence constraints, coalition value.
"""

from __future__ import annotations

import random
from contextlib import suppress
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING, override

from omniprio.answer import Marked
from omniprio.answers.attribution.orders import Orders, dependencies, independent
from omniprio.answers.best import worths
from omniprio.answers.comparison import difference, goal_word
from omniprio.base import Model, Text
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.errors import InvalidArgumentError
from omniprio.fulfilment import progress, still_missing
from omniprio.given_goals import goal_in
from omniprio.goals import Goal
from omniprio.language import fact, sentence, text
from omniprio.parameters import validated
from omniprio.plan.layout import adding_up
from omniprio.portfolio import Horizon
from omniprio.portfolio.names import Dated
from omniprio.purpose import default_goals
from omniprio.spelling import shown
from omniprio.synergies import brought_about_by
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping

    from omniprio.annotations import Count, Seconds
    from omniprio.given_goals import GivenGoal
    from omniprio.language import Fact, Names, Speaker
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["Attribution", "Credit", "Parts", "attribute"]


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


_COUNTING = 0.25
"""The part of the time left in which sets are counted: to count the orders from each set on takes as long again."""

_FEWEST = 2
"""Orders that have to be drawn for an estimate: fewer give no error."""


class Credit(Model):
    """What one initiative is credited with."""

    id: str
    title: Text
    gain: Fraction
    """In the goal's own unit; less than 0 where it makes the plan worse."""
    error: float | None
    """Standard error of the gain, in the same unit; None where it is exact."""


class Attribution(Marked):
    """The gain of a plan, shared over its initiatives."""

    goal: Goal
    total: Fraction
    """What the plan gains at the goal against doing nothing; the parts, where there are any, add up to just that."""
    parts: tuple[Credit, ...]
    """The greatest first; nothing where the time was over before two orders were drawn."""
    orders: int
    """How many orders there are (exact), or how many were drawn; 0 where there was no time for two."""
    exact: bool
    """Whether all orders were counted."""
    uniform: bool = True
    """Whether all orders are equally likely; if not, each next one is, since there are too many to count."""
    currency: str = ""
    calendar: Horizon | None = None
    """What names the periods; None for their numbers."""
    counted_to: int | None = None
    """The last period whose money the gain counts."""

    @property
    def names(self) -> Names:
        """What things are called."""
        return Dated(self.currency, self.calendar, self.counted_to)

    def adding_up(self) -> list[tuple[Fraction, Fraction | None]]:
        """Return the gain of each part and its share of the total, None of nothing, rounded so that they add up."""
        gains = [part.gain for part in self.parts]
        shown = adding_up(gains, 2 if self.goal.unit == "money" else 4)
        shares: list[Fraction | None] = [None] * len(gains)
        if self.total:
            shares = [*adding_up([gain / self.total for gain in gains], 3)]
        return [*zip(shown, shares, strict=True)]

    @override
    def _names_used(self) -> Names:
        return self.names

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.orders:
            yield fact("answers.not shared")

    @override
    def _columns(self, speaker: Speaker) -> str:
        language = speaker.catalogue.language
        rows = (
            [
                text(one.title, language) or one.id,
                difference(self.goal, gain, speaker),
                speaker.percent(share) if share is not None else "-",
                _error_of(one, speaker),
            ]
            for one, (gain, share) in zip(self.parts, self.adding_up(), strict=True)
        )
        heads = ("initiative", "gain", "share", "standard error")
        return columns([speaker.words(f"answers.{head}") for head in heads], rows)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        total = difference(self.goal, self.total, speaker)
        yield speaker.words("answers.attribution", goal=goal_word(self.goal, speaker), total=total)
        if not self.orders:
            return
        yield self._columns(speaker)
        how = speaker.words("answers.counted" if self.exact else "answers.drawn", self.orders)
        notes = [speaker.words("answers.attribution how", how=how)]
        if not self.uniform:
            notes.append(speaker.words("answers.not uniform"))
        yield " ".join(notes)


def _error_of(one: Credit, speaker: Speaker) -> str:
    if one.error is None:
        return speaker.words("answers.exact")
    return speaker.catalogue.style.number(f"{one.error:.2g}")


@validated
def attribute(
    plan: Plan,
    *,
    goal: GivenGoal | None = None,
    most_sets: Count = 40_000,
    samples: int = 500,
    seed: int = 0,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Attribution:
    """Return a plan's gain, shared over its initiatives.

    Each is credited with what it adds to those before it, in the mean over all orders in which each initiative comes
    after what it depends on in the plan. Times stay as they are in the plan. Exact as long as the sets that such
    orders begin with can be counted; beyond, orders are drawn. The parts add up to the total exactly in both cases.

    Args:
        plan: The plan.
        goal: What gains are measured by, None for the first goal that suits the portfolio; `Soonest` counts a plan that
            never gets there as T + 1.
        most_sets: How many sets are counted before orders are drawn instead, at least 1; 15 initiatives without any
            dependency make 32,768.
        samples: How many orders are drawn then, at least 2.
        seed: Of the drawing; the same seed gives the same answer.
        time_limit: Seconds, more than 0; then fewer orders are drawn. Where two are not finished in time, the total alone
            is known.
        cancel: Set it from another thread to stop, as if the time were over.

    Raises:
        InvalidArgumentError: An argument makes no sense, such as too few sets or samples.

    Source: U. Faigle and W. Kern, The Shapley value for cooperative games under precedence constraints,
    International Journal of Game Theory 21 (1992).

    >>> from omniprio import prioritise, ten_portfolio
    >>> found = attribute(prioritise(ten_portfolio(budget=1000)))
    >>> found.exact, sum(part.gain for part in found.parts) == found.total
    (True, True)
    """
    if samples < _FEWEST:
        raise InvalidArgumentError.of(
            "samples",
            sentence("faults.is", value=shown(samples)),
            sentence("remedies.at least", least=_FEWEST),
        )
    measured = default_goals(plan.portfolio)[0] if goal is None else goal_in(goal)
    deadline = Deadline(time_limit, cancel)
    parts = Parts(plan.portfolio, plan.starts, measured)
    depends = dependencies(plan.portfolio, plan.starts)
    total = parts.gain(frozenset(depends))
    every = Orders(depends, most_sets, deadline.share(_COUNTING))
    exact = (gains := _counted(every, parts, deadline)) is not None
    if gains is not None:
        errors: Mapping[str, float] = {}
        count, uniform = every.onward[frozenset()], True
    else:
        counting = deadline.share(_COUNTING)
        groups = [Orders(one, most_sets, counting) for one in independent(depends)]
        drawing = _Drawing(groups, random.Random(seed))  # noqa: S311  a simulation, not a secret
        gains, errors, count = _drawn(drawing, parts, samples, deadline)
        uniform = all(one.layers is not None for one in drawing.groups)
    ranked = sorted(gains, key=lambda name: -gains[name])
    titles = {name: plan.portfolio.by_id[name].title for name in ranked}
    return Attribution(
        marks=plan.portfolio.not_facts,
        goal=measured,
        total=total,
        parts=tuple(
            Credit(id=name, title=titles[name], gain=gains[name], error=errors.get(name)) for name in ranked
        ),
        orders=count,
        exact=exact,
        uniform=uniform,
        currency=plan.portfolio.currency,
        calendar=plan.portfolio.calendar,
        counted_to=plan.portfolio.counted_to,
    )


def _counted(every: Orders, parts: Parts, deadline: Deadline) -> dict[str, Fraction] | None:
    """Return the mean over all orders; None where there are too many, or no time."""
    if every.layers is None:
        return None
    gains = dict.fromkeys(every.depends, Fraction(0))
    for layer in every.layers:
        for before, ways in layer.items():
            here = parts.gain(before)
            for name in every.next_after(before):
                if deadline.is_over():
                    return None
                more = before | {name}
                gains[name] += ways * every.onward[more] * (parts.gain(more) - here)
    return {name: gain / every.onward[frozenset()] for name, gain in gains.items()}


class _Drawing:
    """Draws orders: each independent part in its own order, all ways to mix them equally likely."""

    def __init__(self, groups: list[Orders], rng: random.Random) -> None:
        self.groups = groups
        self._rng = rng

    def order(self) -> list[str]:
        waiting = [group.drawn(self._rng)[::-1] for group in self.groups]
        turns = [place for place, names in enumerate(waiting) for _ in names]
        self._rng.shuffle(turns)
        return [waiting[place].pop() for place in turns]


def _drawn(
    drawing: _Drawing, parts: Parts, samples: int, deadline: Deadline
) -> tuple[dict[str, Fraction], dict[str, float], int]:
    """Return the mean over orders drawn, its standard errors, and how many orders they are; nothing of too few."""
    found: list[dict[str, Fraction]] = []
    with suppress(TimeIsOver):
        found.extend(_added(drawing.order(), parts, deadline) for _ in range(samples))
    count = len(found)
    if count < _FEWEST:
        return {}, {}, 0
    means = {name: sum((gains[name] for gains in found), Fraction(0)) / count for name in found[0]}
    errors = {
        name: _error([float(gains[name]) for gains in found], float(mean)) for name, mean in means.items()
    }
    return means, errors, count


def _added(order: list[str], parts: Parts, deadline: Deadline) -> dict[str, Fraction]:
    """Return what each initiative adds to those before it.

    Raises:
        TimeIsOver: Before the last of them.
    """
    gains: dict[str, Fraction] = {}
    before, value = frozenset[str](), Fraction(0)
    for name in order:
        deadline.check()
        before |= {name}
        more = parts.gain(before)
        gains[name] = more - value
        value = more
    return gains


def _error(gains: list[float], mean: float) -> float:
    """Return the standard error of a mean."""
    return sqrt(sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1) / len(gains))
