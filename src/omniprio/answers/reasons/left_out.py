"""Why not mine: what an initiative left out would push out, and what would bring it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer
from omniprio.answers.best import Best, Search, Unsettled, decided, goals_of, known
from omniprio.answers.comparison import Comparison, compared
from omniprio.answers.floor import best_near
from omniprio.answers.reasons.asked import must_be_left_out
from omniprio.answers.reasons.budgets import LeastMoney, budget_of, least_money, only_costs
from omniprio.answers.reasons.finish import EarliestFinish, earliest_finish
from omniprio.answers.reasons.smallest_change import Asked, Flip, cost_flip, shares_flip
from omniprio.errors import InvalidArgumentError
from omniprio.language import Sentence, Speaker, fact, sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.plan.words import absence_sentence, budget_fact
from omniprio.portfolio import MAIN_FUND, Portfolio, window_of
from omniprio.portfolio.names import Titles
from omniprio.spelling import shown
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator

    from omniprio.annotations import Seconds
    from omniprio.language import Fact, Names

__all__ = ["Part", "WhyNot", "why_not"]

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
            if self.search.allows_one_more(self.portfolio):
                return answer()
        except Unsettled:
            pass
        self.open.append(part)
        return None

    def flip(self, part: Part, answer: Callable[[], Flip | None]) -> Flip | None:
        """Return a change that is enough, or note that it is open; it is, too, where less may be enough."""
        found = self.settled(part, answer)
        if found is not None and not found.proven:
            self.open.append(part)
        return found
