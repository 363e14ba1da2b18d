"""Why this one: what would be lost without a chosen initiative, and why it does not come earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING, override

from pydantic import PrivateAttr

from omniprio.answer import Answer
from omniprio.answers.best import Search, Unsettled, decided, goals_of, known
from omniprio.answers.comparison import Comparison, compared
from omniprio.answers.floor import best_near
from omniprio.answers.reasons.asked import must_be_chosen
from omniprio.answers.reasons.finish import EarliestFinish, earliest_finish
from omniprio.language import Names, Sentence, fact
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.plan.words import merit_sentence
from omniprio.portfolio import Portfolio
from omniprio.portfolio.names import Titles
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from omniprio.annotations import Seconds
    from omniprio.language import Fact, Speaker
    from omniprio.portfolio import Initiative

__all__ = ["WhatIf", "Why", "why"]

_FOR_EARLIER = 1 / 3
"""The share of the time for the best plan in which it starts earlier; that one often does not exist."""

_FOR_WITHOUT = 3 / 4
"""The share of what is then left for the best plan without it; the rest is for the earliest finish."""


class WhatIf(Answer):
    """The best plan if one thing about an initiative were decided otherwise."""

    plan: Plan | None
    """The best plan then; None if there is none, or it is not known."""
    comparison: Comparison | None
    """What it has other than the plan asked about."""
    conflict: tuple[Sentence, ...]
    """Where there is no plan: the demands that cannot hold together, as far as they are known."""
    settled: bool
    """Whether it is proven that no plan is better then, or that there is none."""

    _names: Names = PrivateAttr(default_factory=Names)

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.settled:
            found = self.comparison is not None
            yield fact("answers.perhaps not the best" if found else "answers.no plan in time")

    @override
    def _names_used(self) -> Names:
        return self._names

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        if self.comparison is not None:
            yield self.comparison.summary(speaker.catalogue.language)
        elif self.settled:
            yield speaker.words("answers.no plan then")
            yield from (f"- {speaker.say(one)}" for one in self.conflict)


class Why(Answer):
    """Why an initiative is in a plan, and why at that time."""

    initiative: str
    plan: Plan
    """The plan that has it."""
    reason: str
    """What the plan itself says about it."""
    without: WhatIf
    """The best plan without it: what is worse there is what the initiative is worth."""
    earlier: WhatIf | None
    """The best plan in which it starts at least a period earlier; None if it starts in period 1."""
    finish: EarliestFinish | None
    """How early it can be complete; None if that was not settled in time."""

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.plan.is_final:
            yield fact("answers.best open")
        is_final = {
            "without it": self.without.is_final,
            "with it earlier": self.earlier is None or self.earlier.is_final,
            "earliest finish": self.finish is not None and self.finish.settled,
        }
        if parts := tuple(fact(f"answers.part {part}") for part, final in is_final.items() if not final):
            yield fact("answers.parts open", parts=parts)

    @override
    def _names_used(self) -> Names:
        return Titles(self.plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        cases = {"case without it": self.without, "case earlier": self.earlier}
        rows = [
            [speaker.words(f"answers.{words}"), change.said_by(speaker)]
            for words, case in cases.items()
            if case is not None and case.comparison is not None
            for change in case.comparison.goals
        ]
        heads = (speaker.words("answers.what if"), speaker.words("answers.what becomes"))
        return columns(heads, rows, left=2)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        start = self.plan.starts[self.initiative]
        why = next(one.why for one in self.plan.schedule if one.id == self.initiative)
        reason = merit_sentence(why, speaker)
        yield speaker.words("answers.starts", initiative=self.initiative, start=start, reason=reason)
        yield speaker.words("answers.without it")
        yield self.without.summary(speaker.catalogue.language)
        if self.earlier is None:
            yield speaker.words("answers.not before the first")
        else:
            yield speaker.words("answers.earlier")
            yield self.earlier.summary(speaker.catalogue.language)
        finish = fact("answers.not in time") if self.finish is None else self.finish.said
        yield speaker.words("answers.finish", finish=finish)


@validated
def why(
    plan: Plan, name: str, *, time_limit: Seconds | None = None, cancel: threading.Event | None = None
) -> Why:
    """Return why an initiative is in a plan, and why it does not come earlier.

    Without it means: decided never to be done, everything else as it is. Where it was decided that it must be done,
    it is asked as if that were not so.

    Args:
        plan: A plan from `prioritise`, for goals without slack.
        name: The id of an initiative in it.
        time_limit: Seconds for everything; the best plan with it earlier may take a third, the best one without it three
            quarters of what is then left.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InvalidInputError: There is no such initiative, or it is not in the plan.
        InvalidArgumentError: The plan was made by hand, a goal has slack, or an argument makes no sense.

    >>> from omniprio import Initiative, Portfolio, prioritise
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=200, advances={"D2": 0.4}, requires=["web"])
    >>> found = why(prioritise(Portfolio(horizon=2, initiatives=[web, app])), "app")
    >>> found.without.comparison.worse, found.earlier.conflict[-1], found.finish.as_good
    (True, 'app starts in period 1 at the latest', 2)
    """
    must_be_chosen(name, plan)
    search = Search(goals_of(plan), time_limit, cancel)
    start = plan.starts[name]
    earlier = None if start == 1 else _what_if(plan, name, _earlier(plan, name), search, share=_FOR_EARLIER)
    return Why(
        initiative=name,
        plan=plan,
        reason=next(one.reason for one in plan.schedule if one.id == name),
        without=_what_if(plan, name, {"decision": "never"}, search, share=_FOR_WITHOUT),
        earlier=earlier,
        finish=_finish(plan, name, search),
    )


def _earlier(plan: Plan, name: str) -> dict[str, object]:
    return {"decision": "must", "latest_start": plan.starts[name] - 1}


def _what_if(plan: Plan, name: str, changes: dict[str, object], search: Search, *, share: float) -> WhatIf:
    """Return the best plan of a portfolio in which an initiative is changed, or why there is none."""
    other = decided(plan.portfolio, name, changes)
    if not isinstance(other, Portfolio):
        return _named(WhatIf(plan=None, comparison=None, conflict=other, settled=True), plan.portfolio)
    best = best_near(other, _near(plan, name, other.by_id[name]), search, share=share)
    found = WhatIf(
        plan=best.plan,
        comparison=None if best.plan is None else compared(plan, best.plan, search.goals),
        conflict=search.conflict(other, name) if best.plan is None and best.settled else (),
        settled=best.settled,
    )
    return _named(found, plan.portfolio)


def _named(found: WhatIf, portfolio: Portfolio) -> WhatIf:
    """Return an answer that calls things as the portfolio does."""
    found._names = Titles(portfolio)  # noqa: SLF001  no part of the data: what it calls things
    return found


def _near(plan: Plan, name: str, decided: Initiative) -> Iterator[dict[str, int]]:
    """Yield the plan without an initiative, or with it at each earlier start, as is decided."""
    without = {other: start for other, start in plan.starts.items() if other != name}
    if decided.decision == "never":
        yield without
    else:
        yield from ({**without, name: start} for start in range(1, plan.starts[name]))


def _finish(plan: Plan, name: str, search: Search) -> EarliestFinish | None:
    """Return how early an initiative can be complete; None if that was not settled in time."""
    best = known(plan)
    if not search.allows_one_more(plan.portfolio):
        return None
    try:
        return earliest_finish(plan.portfolio, name, best, best, search)
    except Unsettled:
        return None
