"""What if there were more or less: the best plan for every amount of a budget, or of what a team has."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.best import Search
from omniprio.answers.comparison import goal_word, shown
from omniprio.answers.frontiers.scaling import varied_fact, varying
from omniprio.answers.frontiers.sweep import Ended, Found, Sweep
from omniprio.base import Model
from omniprio.errors import InvalidArgumentError
from omniprio.goals import Goal, goal_value
from omniprio.language import Sentence, Speaker, fact, sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.plan.cash import earns_anything
from omniprio.plan.words import budget_fact
from omniprio.portfolio import MAIN_FUND, unit_of_budget
from omniprio.portfolio.names import Dated, Titles
from omniprio.present_value import net_present_value
from omniprio.purpose import goals_for
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from omniprio.annotations import Count, Money, Seconds
    from omniprio.given_goals import GivenGoals
    from omniprio.language import Fact, Names
    from omniprio.portfolio import Portfolio

__all__ = ["Frontier", "FrontierPoint", "frontier"]


class FrontierPoint(Model):
    """The best plan from one amount on, up to the next point."""

    amount: Fraction
    """The least amount that is enough for the plan, or the least looked at; with less, the best plan is worse."""
    plan: Plan
    """The plan; its portfolio holds this amount."""
    values: tuple[Fraction | None, ...]
    """What it comes to at each goal; None for never."""
    added: tuple[str, ...] = ()
    """Initiatives that the plan of the point before does not have."""
    dropped: tuple[str, ...] = ()
    """Initiatives that only the plan of the point before has: with more something else is better."""
    gain: Fraction | None = None
    """By how much it is better at the most important goal than the point before; None at the first."""
    per_unit: Fraction | None = None
    """`gain` by unit of the amount over the step: the marginal gain of the next krone; None at the first."""

    @property
    def value(self) -> Fraction:
        """The net present value of the plan, counted to `counted_to` of its portfolio."""
        return net_present_value(self.plan.portfolio, self.plan.starts)

    @property
    def nested(self) -> bool:
        """Whether the plan has all that the plan of the point before has."""
        return not self.dropped

    @property
    def is_final(self) -> bool:
        """Whether it is proven that no plan is better with this amount."""
        return self.plan.is_final


class Frontier(Answer):
    """The best plans for all amounts of a budget, or of a team; iterating over it gives the plans, the least amount first.

    Plans count as different where they differ in the value of a goal. Of plans that are equally good, a point
    holds one that needs the least.
    """

    budget: str
    """The name of the budget that varies, or of the fund; empty where it is a team that does."""
    window: int | None = None
    """Which of its amounts varies alone, from 1; None where all vary together."""
    team: str | None = None
    """The team of which there is more or less; None where it is a budget."""
    goals: tuple[Goal, ...]
    points: tuple[FrontierPoint, ...]
    """By amount, ascending. Below the first there is no plan, unless that is `open`."""
    least: Fraction
    """The least amount looked at."""
    most: Fraction | None
    """The greatest amount looked at; None is any."""
    open: tuple[tuple[Fraction, Fraction], ...] = ()
    """From which to below which amount it is not settled which plan is best; none where all is settled."""
    ended: Ended = "finished"
    currency: str = ""
    unit: str = ""
    """What the amounts are in; empty where it is a team."""
    stop: int | None = None
    """The number of the point, from 0, at which the next step costs more than it brings.

    It has the greatest net present value, and is the last of those that have; None where nothing earns, where that
    is the last point, or where not all is settled.
    """

    def __iter__(self) -> Iterator[Plan]:  # type: ignore[override]  # plans, not fields
        """Iterate over the plans, the one with the least amount first."""
        return (point.plan for point in self.points)

    def __len__(self) -> int:
        """Return the number of plans."""
        return len(self.points)

    @property
    def varied(self) -> Fact:
        """What varies, as it is called within a sentence."""
        return varied_fact(self.budget, self.window, self.team)

    @validated
    def at(self, amount: float | Fraction) -> FrontierPoint | None:
        """Return the point that holds for an amount, None if there is no plan for it.

        Args:
            amount: The amount, from `least` to `most`.

        Raises:
            InvalidArgumentError: It was not looked at.
        """
        wanted = exact(amount) if isinstance(amount, float) else Fraction(amount)
        if wanted < self.least or (self.most is not None and wanted > self.most):
            remedy = self._looked_at()
            raise InvalidArgumentError.of("amount", sentence("faults.is", value=float(amount)), remedy)
        return next((point for point in reversed(self.points) if point.amount <= wanted), None)

    def _looked_at(self) -> Sentence:
        """Return which amounts can be asked about."""
        if self.most is None:
            return sentence("remedies.looked at from", least=float(self.least))
        return sentence("remedies.looked at", least=float(self.least), most=float(self.most))

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.open:
            spans = (
                fact("answers.amount to below", low=float(low), high=float(high)) for low, high in self.open
            )
            ended = fact(f"answers.ended {self.ended}")
            yield fact("answers.frontier open", ended=ended, spans=tuple(spans))
        if unproven := tuple(float(point.amount) for point in self.points if not point.is_final):
            yield fact("answers.frontier unproven", amounts=unproven)

    @override
    def _names_used(self) -> Names:
        return Titles(self.points[0].plan.portfolio) if self.points else Dated(self.currency)

    @override
    def _columns(self, speaker: Speaker) -> str:
        first = goal_word(self.goals[0], speaker)
        kind = "money" if self.team is None else "team"
        head = [
            f"{speaker.words('answers.from')} {self.unit}".rstrip(),
            *(goal_word(goal, speaker) for goal in self.goals),
            speaker.words(
                "answers.gain per", goal=first, unit=self.unit or speaker.words(f"answers.unit of {kind}")
            ),
            speaker.words("answers.column in"),
            speaker.words("answers.column out"),
        ]
        return columns(head, (self._cells(point, speaker) for point in self.points))

    def _cells(self, point: FrontierPoint, speaker: Speaker) -> list[str]:
        own = Speaker(speaker.catalogue.language, Titles(point.plan.portfolio))
        values = (shown(goal, value, own) for goal, value in zip(self.goals, point.values, strict=True))
        style = speaker.catalogue.style
        per_unit = (
            "" if point.per_unit is None else style.number(f"{Decimal(f'{float(point.per_unit):.3g}'):f}")
        )
        names = (
            speaker.all_mentioned("initiative", point.added),
            speaker.all_mentioned("initiative", point.dropped),
        )
        return [speaker.number(point.amount, 2), *values, per_unit, *names]

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        if not self.points:
            return
        yield from self._meaning(speaker)
        first = self.points[0].amount
        if not self.open and first > self.least:
            yield speaker.words("answers.frontier below", amount=first)
        if broken := tuple(point.amount for point in self.points if not point.nested):
            yield speaker.words("answers.frontier broken", amounts=broken)
        yield from self._stop_rule(speaker)

    def _stop_rule(self, speaker: Speaker) -> Iterator[str]:
        """Yield where to stop by money alone."""
        if self.stop is None:
            return
        here, following = self.points[self.stop : self.stop + 2]
        own = Speaker(speaker.catalogue.language, Titles(here.plan.portfolio))
        yield own.words(
            "answers.frontier stop",
            amount=own.money(here.amount, self.unit),
            value=here.value,
            until=here.plan.portfolio.counted_to,
            following=own.money(following.amount, self.unit),
            loss=here.value - following.value,
        )

    def _meaning(self, speaker: Speaker) -> Iterator[str]:
        """Yield what varies and what the gain is."""
        limits = self.points[0].plan.portfolio.limits
        others = tuple(budget_fact(name) for name in limits if name != self.budget)
        if self.team is not None or self.window is not None:
            yield speaker.words("answers.frontier varies alone", varied=self.varied)
        elif others:
            yield speaker.words("answers.frontier varies", varied=self.varied, others=others)
        if len(self.points) > 1:
            yield speaker.words("answers.frontier gain", goal=goal_word(self.goals[0], speaker))


@validated
def frontier(  # noqa: PLR0913  each option is asked for by name
    portfolio: Portfolio,
    goals: GivenGoals | None = None,
    *,
    budget: str = MAIN_FUND,
    window: Count | None = None,
    team: str | None = None,
    least: Money = 0.0,
    most: Money | None = None,
    max_points: Count = 200,
    known: Plan | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Frontier:
    """Return the best plan for every amount of a budget, or of what a team has, exactly.

    The amount of a budget is the total over the horizon. A total, or no limit, varies as it is; amounts by period vary
    together, in the proportions given. With `window` one of them varies alone. The amount of a team is what it has in the
    period in which it has the most; the others vary in proportion. What the portfolio itself has does not matter.

    A plan that is best with some amount stays best down to what it needs; the plan for just below that, one step of
    the grid (the greatest common step of all costs, or of all that is taken of the team), is the next one, and so on. Wide stretches are first
    looked at in their middle, so that a search that is stopped knows something about all amounts.

    Args:
        portfolio: The portfolio.
        goals: In order of importance, without slack; None for those that suit the portfolio.
        budget: The name of a budget, or of a fund.
        window: Which of the amounts of the budget varies, from 1: the number of a window, or of a period where it has no
            windows; None for all together.
        team: The name of a team of which there is to be more or less, in place of a budget; one of which more can be bought
            only for nothing.
        least: The least amount to look at, at least 0.
        most: The greatest amount; None for as much as is of any use.
        max_points: Stop after so many plans.
        known: A plan of this portfolio that is there already: nothing that is shown is worse.
        time_limit: Seconds for everything. The plan for the greatest amount may take a quarter of it, any other an
            eighth of what is left.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Returns:
        The plans by amount. A search that was stopped states for which amounts it is not settled.

    Raises:
        InvalidArgumentError: An argument makes no sense, or a goal has slack.
        InvalidInputError: There is no such budget or team.

    >>> from omniprio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=200, advances={"D2": 0.4})
    >>> found = frontier(Portfolio(horizon=1, initiatives=[web, app]))
    >>> [(int(point.amount), point.added, point.dropped) for point in found.points]
    [(0, (), ()), (200, ('app',), ()), (300, ('web',), ('app',)), (500, ('app',), ())]
    >>> work = Initiative(id="work", duration=2, effort={"it": 3}, advances={"D2": 0.6})
    >>> found = frontier(Portfolio(horizon=3, initiatives=[work], capacities={"it": 2}), team="it")
    >>> [(int(point.amount), point.added) for point in found.points]
    [(0, ()), (3, ('work',))]
    """
    if most is not None and most < least:
        raise InvalidArgumentError.of(
            "most",
            sentence("faults.below least", value=repr(most)),
            sentence("remedies.at least", least=least),
        )
    goals = goals_for(portfolio, goals)
    search = Search(goals, time_limit, cancel)
    ends = exact(least), None if most is None else exact(most)
    sweep = Sweep(varying(portfolio, budget, window, team), search, *ends, max_points)
    found = sweep.run(known)
    best = Frontier(
        budget=budget if team is None else "",
        window=window,
        team=team,
        goals=goals,
        points=tuple(_points(found, goals)),
        least=ends[0],
        most=ends[1],
        open=sweep.open,
        ended=sweep.ended,
        currency=portfolio.currency,
        unit=unit_of_budget(budget, portfolio) if team is None else "",
    )
    return best.model_copy(update={"stop": _stop(best)})


def _stop(found: Frontier) -> int | None:
    """Return the number of the last point with the greatest net present value, if there is another after it."""
    if not found.points or not found.is_final or not earns_anything(found.points[0].plan.portfolio):
        return None
    values = [point.value for point in found.points]
    best = max(place for place, value in enumerate(values) if value == max(values))
    return best if best + 1 < len(values) else None


def _points(found: Sequence[Found], goals: Sequence[Goal]) -> Iterator[FrontierPoint]:
    for before, now in zip([None, *found], found, strict=False):
        point = FrontierPoint(
            amount=now.amount,
            plan=now.plan,
            values=tuple(goal_value(goal, now.plan.portfolio, now.plan.starts) for goal in goals),
        )
        yield point if before is None else _after(before, now, point)


def _after(before: Found, now: Found, point: FrontierPoint) -> FrontierPoint:
    """Return a point with what is different from the one before."""
    gain = before.worths[0] - now.worths[0]
    one, two = before.plan.starts, now.plan.starts
    return point.model_copy(
        update={
            "gain": gain,
            "per_unit": gain / (now.amount - before.amount),
            "added": tuple(name for name in two if name not in one),
            "dropped": tuple(name for name in one if name not in two),
        }
    )
