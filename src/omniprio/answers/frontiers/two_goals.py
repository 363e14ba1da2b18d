"""Maturity against money: all plans that are not beaten at both."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast, override

from omniprio.answer import Answer
from omniprio.answers.best import Search
from omniprio.answers.comparison import goal_word, shown
from omniprio.answers.floor import as_known
from omniprio.answers.frontiers.epsilon_constraint import Maturity, Money, Walk
from omniprio.answers.frontiers.sweep import Ended
from omniprio.base import Model
from omniprio.errors import InvalidArgumentError
from omniprio.given_goals import goal_in
from omniprio.goals import Fastest, MostValue, worth
from omniprio.language import fact, sentence
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio.names import Dated, Titles
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from omniprio.annotations import Count, Seconds
    from omniprio.given_goals import GivenGoal
    from omniprio.goals import Goal
    from omniprio.language import Fact, Names, Speaker
    from omniprio.portfolio import Portfolio

__all__ = ["TradeOff", "TradeOffPoint", "trade_off"]


class TradeOffPoint(Model):
    """A plan that no other beats: whatever is better at one of the two goals is worse at the other."""

    maturity: Fraction
    """What it comes to at the goal of maturity."""
    money: Fraction
    """What it comes to at the goal of money."""
    plan: Plan

    @property
    def is_final(self) -> bool:
        """Whether it is proven that no plan beats it."""
        return self.plan.is_final


class TradeOff(Answer):
    """The plans that are not beaten at maturity and money; iterating gives the plans, the most mature first."""

    maturity: Maturity
    money: Money
    points: tuple[TradeOffPoint, ...]
    """One for each pair of values that no plan beats, the most mature first."""
    ended: Ended
    """Why the search ended; `finished` means that these are all, each proven."""
    currency: str = ""

    def __iter__(self) -> Iterator[Plan]:  # type: ignore[override]  # plans, not fields
        """Iterate over the plans, the most mature first."""
        return (point.plan for point in self.points)

    def __len__(self) -> int:
        """Return the number of plans."""
        return len(self.points)

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.ended != "finished":
            yield fact("answers.trade off open", ended=fact(f"answers.ended {self.ended}"))

    @override
    def _names_used(self) -> Names:
        return Titles(self.points[0].plan.portfolio) if self.points else Dated(self.currency)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = (
            [
                shown(self.maturity, point.maturity, speaker),
                shown(self.money, point.money, speaker),
                speaker.all_mentioned("initiative", point.plan.starts) or speaker.words("answers.nothing"),
            ]
            for point in self.points
        )
        goals = (goal_word(goal, speaker) for goal in (self.maturity, self.money))
        return columns([*goals, speaker.words("answers.initiatives")], rows, left=0)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        if self.is_final:
            yield speaker.words("answers.these are all")


@validated
def trade_off(
    portfolio: Portfolio,
    maturity: GivenGoal | None = None,
    money: GivenGoal | None = None,
    *,
    max_points: Count = 100,
    known: Plan | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> TradeOff:
    """Return all plans that are not beaten at both maturity and money, exactly.

    First the most mature plan and the best one for money. Between two plans, the best one for money that is at least
    one step more mature than the second, and among those the most mature, is the next one, up to the first. Values of
    maturity lie on a grid of decimal shares, so that one step is exact. Wide stretches are first looked at in their
    middle, so that a search that is stopped knows something about all of them. Of plans with equal values one is given.

    Args:
        portfolio: The portfolio.
        maturity: `Fastest` (by default), `Closest` or `Balanced`, without slack.
        money: `MostValue` (by default) or `LeastCost`, without slack.
        max_points: Stop after so many plans.
        known: A plan of this portfolio that is there already: nothing that is shown is worse.
        time_limit: Seconds for everything. The most mature plan may take a third of it, the best one for money a
            third of the rest, any other an eighth of what is left then; one that is not proven by then is kept, and
            marked.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Returns:
        The plans, the most mature first.

    Raises:
        InvalidArgumentError: An argument makes no sense, or a goal has slack.

    Source: Y. Y. Haimes, L. S. Lasdon and D. A. Wismer (1971), On a bicriterion formulation of the problems of
    integrated system identification and system optimization (the epsilon-constraint method).

    >>> from omniprio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6}, benefit=200)
    >>> shop = Initiative(id="shop", cost=100, advances={"D2": 0.4}, benefit=150)
    >>> found = trade_off(Portfolio(horizon=1, initiatives=[web, shop]))
    >>> [(round(float(point.maturity), 4), int(point.money), list(point.plan.starts)) for point in found.points]
    [(0.6111, -50, ['web', 'shop']), (0.6444, 50, ['shop'])]
    """
    goals = _maturity(maturity), _money(money)
    walk = Walk(portfolio, goals, Search(goals, time_limit, cancel), max_points)
    points = (
        TradeOffPoint(maturity=one.pair[0], money=worth(goals[1], one.pair[1]) or Fraction(0), plan=one.plan)
        for one in walk.run(None if known is None else as_known(known, portfolio, goals))
    )
    return TradeOff(
        maturity=goals[0],
        money=goals[1],
        points=tuple(points),
        ended=walk.ended,
        currency=portfolio.currency,
    )


def _maturity(given: GivenGoal | None) -> Maturity:
    goal = Fastest() if given is None else goal_in(given, "maturity")
    if goal.side != "maturity":
        raise _none_of("maturity", goal, fact("kinds.one of", others="Fastest, Closest", last="Balanced"))
    return cast("Maturity", goal)


def _money(given: GivenGoal | None) -> Money:
    goal = MostValue() if given is None else goal_in(given, "money")
    if goal.side != "money":
        raise _none_of("money", goal, fact("kinds.one of", others="MostValue", last="LeastCost"))
    return cast("Money", goal)


def _none_of(path: str, goal: Goal, known: Fact) -> InvalidArgumentError:
    return InvalidArgumentError.of(
        path,
        sentence("faults.no goal of", given=type(goal).__name__, kind=path),
        sentence("remedies.give", what=known),
    )
