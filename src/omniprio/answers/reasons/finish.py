"""How early an initiative can finish: in any plan, and in any plan as good as the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.best import Unsettled, decided, exists
from omniprio.answers.reaching import reached
from omniprio.answers.reasons.budgets import least_that
from omniprio.base import Model
from omniprio.dependency_graph import earliest_starts
from omniprio.errors import NoPlanFoundError
from omniprio.language import Speaker, fact
from omniprio.parameters import validated
from omniprio.portfolio import Horizon, Initiative, Portfolio, as_begun, first_finish, window_of
from omniprio.portfolio.names import Dated

if TYPE_CHECKING:
    from omniprio.answers.best import Best, Search
    from omniprio.language import Fact, Language

__all__ = ["EarliestFinish", "earliest_finish"]


class EarliestFinish(Model):
    """The earliest period at whose end an initiative can be complete, after the horizon where it may run over.

    >>> EarliestFinish(any_plan=3, as_good=None).sentence()
    'Period 3 in any plan; no plan as good as the best has it.'
    """

    any_plan: int | None
    """In any plan that keeps the rules, however bad; None if none has it."""
    as_good: int | None
    """In any plan as good as the best; None if none has it."""
    settled: bool = True
    """Whether `as_good` was settled in time; if not, None means not known."""

    @validated
    def sentence(self, calendar: Horizon | None = None, language: Language = "en") -> str:
        """Return the answer as a sentence.

        Args:
            calendar: What names periods; None for their numbers.
            language: The code of the language.
        """
        return Speaker(language, Dated(calendar=calendar)).say(self.said)

    @property
    def said(self) -> Fact:
        """The answer, to be said in any language."""
        if self.any_plan is None:
            return fact("answers.never finished")
        if not self.settled:
            return fact("answers.finish open", first=self.any_plan)
        if self.as_good is None:
            return fact("answers.finish worse", first=self.any_plan)
        if self.as_good == self.any_plan:
            return fact("answers.finish as soon", first=self.any_plan)
        return fact("answers.finish as good", first=self.any_plan, as_good=self.as_good)


def earliest_finish(
    portfolio: Portfolio, name: str, best: Best, having_it: Best, search: Search
) -> EarliestFinish:
    """Return how early an initiative can be complete.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.
        best: The best plan.
        having_it: The best plan that has the initiative.
        search: What makes the plans.

    Raises:
        Unsettled: The time was over before even the earliest finish in any plan was proven.
    """
    first = _in_any_plan(portfolio, name, search)
    if first is None or (having_it.settled and best.settled and not having_it.as_good_as(best.worths)):
        return EarliestFinish(any_plan=first, as_good=None)
    if having_it.plan is None or not (having_it.settled and best.settled):
        return EarliestFinish(any_plan=first, as_good=None, settled=False)
    last = next(one.finish for one in having_it.plan.schedule if one.id == name)
    try:
        as_good = _as_good(portfolio, name, best, (first, last), search)
    except Unsettled:
        return EarliestFinish(any_plan=first, as_good=None, settled=False)
    return EarliestFinish(any_plan=first, as_good=as_good)


def _in_any_plan(portfolio: Portfolio, name: str, search: Search) -> int | None:
    """Return the first period at whose end an initiative can be complete in any plan, None for never.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.
        search: What limits the time.

    Raises:
        Unsettled: The time was over before the answer was proven.
    """
    having = decided(portfolio, name, {"decision": "must"})
    start = None if not isinstance(having, Portfolio) else earliest_starts(having)[name]
    if start is None:
        return None

    def holds(finish: int) -> bool:
        by_then = _finishing(portfolio, name, finish)
        return by_then is not None and _exists(by_then, search)

    one = portfolio.by_id[name]
    return least_that(holds, first_finish(one, start, portfolio), _last_finish(one, portfolio))


def _last_finish(initiative: Initiative, portfolio: Portfolio) -> int:
    """Return the last period in which an initiative can be complete: one after the horizon where it may run over."""
    if not initiative.may_run_over:
        return portfolio.periods
    starts = window_of(initiative, portfolio)
    return max(start + as_begun(initiative, start, portfolio).duration - 1 for start in starts)


def _as_good(portfolio: Portfolio, name: str, best: Best, ends: tuple[int, int], search: Search) -> int:
    """Return the first period at whose end an initiative is complete in a plan as good as the best.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.
        best: The best plan, settled.
        ends: The first period that is possible at all, and one for which it is known that there is such a plan.
        search: What makes the plans.

    Raises:
        Unsettled: The time was over before the answer was proven.
    """
    first, last = ends

    def as_good(by_then: Portfolio) -> bool:
        return reached(by_then, best.worths, search, share=0.5) is not None

    def holds(finish: int) -> bool:
        by_then = _finishing(portfolio, name, finish) if finish < last else None
        return finish == last or (by_then is not None and as_good(by_then))

    return least_that(holds, first, last) or last


def _finishing(portfolio: Portfolio, name: str, finish: int) -> Portfolio | None:
    """Return a portfolio in which an initiative must be complete by a period, None if that contradicts the rest."""
    deadline = min(finish, portfolio.by_id[name].deadline or finish)
    found = decided(portfolio, name, {"decision": "must", "deadline": deadline})
    return found if isinstance(found, Portfolio) else None


def _exists(portfolio: Portfolio, search: Search) -> bool:
    try:
        return exists(portfolio, search.limits())
    except NoPlanFoundError:
        raise Unsettled from None
