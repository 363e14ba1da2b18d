"""Why not mine: what an initiative left out would push out, and what would bring it in.

How early an initiative can finish: in any plan, and in any plan as good as the best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer
from omniprio.answers.best import Best, Search, Unsettled, decided, exists, goals_of, known
from omniprio.answers.comparison import Comparison, compared
from omniprio.answers.floor import best_near, reached
from omniprio.answers.reasons.asked import must_be_left_out
from omniprio.answers.reasons.budgets import LeastMoney, budget_of, least_money, least_that, only_costs
from omniprio.answers.reasons.smallest_change import Asked, Flip, cost_flip, shares_flip
from omniprio.base import Model
from omniprio.dependency_graph import earliest_starts
from omniprio.errors import InvalidArgumentError, NoPlanFoundError
from omniprio.language import Sentence, Speaker, fact, sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.plan.words import absence_sentence, budget_fact
from omniprio.portfolio import MAIN_FUND, Horizon, Initiative, Portfolio, as_begun, first_finish, window_of
from omniprio.portfolio.names import Dated, Titles
from omniprio.spelling import shown
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator

    from omniprio.annotations import Seconds
    from omniprio.language import Fact, Language, Names

__all__ = ["EarliestFinish", "Part", "WhyNot", "earliest_finish", "why_not"]


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


Part = Literal["with it", "money", "finish", "shares", "cost"]
"""What is asked about an initiative that is left out."""


class WhyNot(Answer):
    """Why an initiative is not in a plan, and what would bring it in."""

    initiative: str
    plan: Plan
    """The plan that leaves it out."""
    reason: str
    """What the plan itself says about it."""
    with_it: Plan | None
    """The best plan that has it; None if no plan can."""
    comparison: Comparison | None
    """What that plan pushes out, and what becomes of the goals."""
    conflict: tuple[Sentence, ...]
    """Where no plan can have it: the demands that cannot hold together with it, as far as they are known."""
    budget: str = MAIN_FUND
    """The budget that more money is looked for in."""
    money: LeastMoney | None
    """The least money more in it with which some best plan has it; None if no amount is enough."""
    finish: EarliestFinish | None
    """How early it can be complete."""
    shares: Flip | None
    """By how much all its shares have to rise; None if no rise is enough."""
    cost: Flip | None
    """By which part all its costs have to fall; None if it is in no best plan even for free."""
    open: tuple[Part, ...]
    """What was not settled in time: there None means not known, `with_it` need not be the best, and less may do than
    the `shares` or `cost` given."""

    @property
    def decided_against(self) -> bool:
        """Whether it was decided never to be done: all else is said as if that were free."""
        return self.plan.portfolio.by_id[self.initiative].decision == "never"

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.plan.is_final:
            yield fact("answers.best open")
        if self.open:
            parts = tuple(fact(f"answers.part {part}") for part in self.open)
            yield fact("answers.parts open", parts=parts)

    @override
    def _names_used(self) -> Names:
        return Titles(self.plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        found = {"money": self.money, "shares": self.shares, "cost": self.cost, "finish": self.finish}
        rows = [
            [speaker.words(f"answers.part {part}"), speaker.say(self._said(part, one))]
            for part, one in found.items()
            if part != "shares" or self.plan.portfolio.has_disc
        ]
        head = "to have it, were it free" if self.decided_against else "to have it"
        return columns(["", speaker.words(f"answers.{head}")], rows, left=2)

    def _said(self, part: str, found: LeastMoney | Flip | EarliestFinish | None) -> Fact:
        """Return what would do, or that nothing does, or that this is open."""
        if found is not None:
            return found.said
        if part == "money" and part not in self.open:
            return fact("answers.money never", budget=budget_fact(self.budget))
        return fact("answers.not in time" if part in self.open else f"answers.{part} never")

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        why = next(one.why for one in self.plan.left_out if one.id == self.initiative)
        reason = absence_sentence(why, speaker)
        yield speaker.words("answers.left out", initiative=self.initiative, reason=reason)
        is_open = "with it" in self.open
        if self.comparison is not None:
            yield speaker.words("answers.a plan with it" if is_open else "answers.best with it")
            yield self.comparison.summary(speaker.catalogue.language)
        elif is_open:
            yield speaker.words("answers.none with it in time")
        else:
            yield speaker.words("answers.none with it")
            yield from (f"- {speaker.say(one)}" for one in self.conflict)
        yield self._columns(speaker)


@validated
def why_not(
    plan: Plan,
    name: str,
    *,
    budget: str | None = None,
    step: float = 0.01,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> WhyNot:
    """Return why an initiative is not in a plan, and what would bring it in.

    What brings it in is exact: the least with which some best plan has it, proven not to be enough one step below.
    Where the time is too short for that, shares and cost may be more than the least; they say so.
    Where an initiative was decided never to be done, it is asked as if that were free.

    Args:
        plan: A plan from `prioritise`, for goals without slack.
        name: The id of an initiative that it leaves out.
        budget: The name of the budget that more money would come in; None for the first of those that limit what it
            costs.
        step: The grid for shares and for the part by which costs fall, more than 0 and at most 1.
        time_limit: Seconds for everything; no plan on the way may take more than half of what is left.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InvalidInputError: There is no such initiative or budget, or the initiative is in the plan.
        InvalidArgumentError: The plan was made by hand, a goal has slack, or an argument makes no sense.

    >>> from omniprio import Initiative, Portfolio, prioritise
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=200, advances={"D2": 0.4})
    >>> found = why_not(prioritise(Portfolio(horizon=1, initiatives=[web, app], budget=400)), "app")
    >>> found.comparison.dropped, int(found.money.extra), float(found.shares.by), float(found.cost.by)
    (('web',), 100, 0.2, 0.5)
    """
    if not 0 < step <= 1:
        raise InvalidArgumentError.of(
            "step", sentence("faults.is", value=shown(step)), sentence("remedies.step")
        )
    must_be_left_out(name, plan)
    parts = _Parts(plan, name, Search(goals_of(plan), time_limit, cancel))
    portfolio, search = plan.portfolio, parts.search
    having_it, conflict = parts.with_it()
    with_it, best = having_it.plan, known(plan)
    absence = next(one for one in plan.left_out if one.id == name)
    asked = Asked(portfolio, name, best, having_it)
    pays = budget or budget_of(portfolio.by_id[name], portfolio)
    return WhyNot(
        initiative=name,
        plan=plan,
        reason=absence.reason,
        with_it=with_it,
        comparison=None if with_it is None else compared(plan, with_it, search.goals),
        conflict=conflict,
        finish=parts.settled("finish", lambda: earliest_finish(portfolio, name, best, having_it, search)),
        shares=parts.flip("shares", lambda: shares_flip(asked, exact(step), search)),
        cost=parts.flip("cost", lambda: cost_flip(asked, exact(step), search)),
        budget=pays,
        money=None
        if absence.why.why == "idle" and only_costs(portfolio.by_id[name], search.goals)
        else parts.settled("money", lambda: least_money(best, portfolio, name, pays, search)),
        open=tuple(parts.open),
    )


class _Parts:
    """The questions about one initiative, and which of them stay open."""

    def __init__(self, plan: Plan, name: str, search: Search) -> None:
        self.portfolio, self.starts = plan.portfolio, plan.starts
        self.name = name
        self.search = search
        self.open: list[Part] = []

    def with_it(self) -> tuple[Best, tuple[str, ...]]:
        """Return the best plan that has the initiative, or what is in conflict."""
        having = decided(self.portfolio, self.name, {"decision": "must"})
        if not isinstance(having, Portfolio):
            return Best(None, (), settled=True), having
        window = window_of(having.by_id[self.name], having)
        near = ({**self.starts, self.name: start} for start in window)
        best = best_near(having, near, self.search, share=0.5)
        if not best.settled:
            self.open.append("with it")
        return best, self.search.conflict(having, self.name) if best.plan is None and best.settled else ()

    def settled[T](self, part: Part, answer: Callable[[], T]) -> T | None:
        """Return an answer, or note that it is open."""
        try:
            return answer()
        except Unsettled:
            self.open.append(part)
            return None

    def flip(self, part: Part, answer: Callable[[], Flip | None]) -> Flip | None:
        """Return a change that is enough, or note that it is open; it is, too, where less may be enough."""
        found = self.settled(part, answer)
        if found is not None and not found.proven:
            self.open.append(part)
        return found
