"""The same money phased better: the best plan with all of it at once, and when it needs how much."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.best import Search
from omniprio.answers.comparison import Comparison, compared
from omniprio.answers.floor import no_worse, or_nothing
from omniprio.answers.frontiers.scaling import at_once
from omniprio.income import drawn_under
from omniprio.language import fact
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio import MAIN_FUND
from omniprio.portfolio.names import Titles
from omniprio.purpose import goals_for
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from omniprio.annotations import Seconds
    from omniprio.given_goals import GivenGoals
    from omniprio.language import Fact, Names, Speaker
    from omniprio.portfolio import Portfolio

__all__ = ["Phasing", "phased_better"]


class Phasing(Answer):
    """The best plan with money as it is phased, and with the same total there from the first period on."""

    budget: str
    given: Plan | None
    """With the phasing given; None if there is no plan, or none was found in time."""
    best: Plan
    """With all of the total there from period 1 on: no phasing of this total allows more."""
    comparison: Comparison | None
    """What `best` has other than `given`."""
    allowed: tuple[Fraction | None, ...]
    """What the phasing given allows to be spent up to each period; None is no limit."""
    needed: tuple[Fraction, ...]
    """What `best` spends up to each period, less what flowed back by then: the latest phasing that pays for it."""
    proven: bool
    """Whether it is proven that no plan is better, for both."""

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.proven:
            yield fact("answers.plans open")

    @override
    def _names_used(self) -> Names:
        return Titles(self.best.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = (
            [
                self.best.portfolio.calendar.label(period, speaker.catalogue.language),
                speaker.words("answers.no limit") if allowed is None else speaker.amount(allowed),
                speaker.amount(needed),
            ]
            for period, (allowed, needed) in enumerate(zip(self.allowed, self.needed, strict=True), start=1)
        )
        return columns([speaker.words(f"answers.{head}") for head in ("up to", "given", "needed")], rows)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        if self.comparison is None:
            yield speaker.words("answers.phasing no plan")
        elif self.comparison.equal:
            yield speaker.words("answers.phasing as good")
        else:
            yield speaker.words("answers.phasing better")
            yield self.comparison.summary(speaker.catalogue.language)
        yield self._columns(speaker)


@validated
def phased_better(
    portfolio: Portfolio,
    goals: GivenGoals | None = None,
    *,
    budget: str = MAIN_FUND,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Phasing:
    """Return what the same money would allow if it were phased as well as can be.

    The best phasing of a total is all of it in period 1, carried over: it allows whatever any other phasing does.

    Args:
        portfolio: The portfolio.
        goals: In order of importance, without slack; None for those that suit the portfolio.
        budget: The name of a budget with an amount in every period.
        time_limit: Seconds for both plans.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InfeasibleError: There is no plan even with all money at once.
        GoalUnreachableError: There is none that gets to the goal.
        NoPlanFoundError: None was found in time.
        InvalidInputError: There is no such budget, or it has no total.

    >>> from omniprio import Budget, Initiative, Portfolio
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> found = phased_better(Portfolio(horizon=3, initiatives=[web], budget=Budget(per_period=[100, 100, 100])))
    >>> found.given.starts, found.best.starts, [int(spent) for spent in found.needed]
    ({'web': 3}, {'web': 1}, [300, 300, 300])
    """
    goals = goals_for(portfolio, goals)
    search = Search(goals, time_limit, cancel)
    whole = at_once(portfolio, budget)
    best = search.best(whole, share=0.5)
    if best.plan is None and best.settled:  # explained here, so that the other has the time that is left then
        raise search.no_plan(whole, best)
    given = search.best(portfolio)
    best = or_nothing(best, whole, goals)
    if given.plan is not None:
        best = no_worse(best, given.plan.starts, whole, goals)
    if best.plan is None:
        raise search.no_plan(whole, best)
    limit = portfolio.limits[budget]
    return Phasing(
        budget=budget,
        given=given.plan,
        best=best.plan,
        comparison=None if given.plan is None else compared(given.plan, best.plan, goals),
        allowed=tuple(limit.by_then(portfolio.periods)),
        needed=tuple(accumulate(drawn_under(budget, portfolio, best.plan.starts))),
        proven=best.settled and given.settled,
    )
