"""What would it take by then: the least changes that make a milestone possible, and what they cost in the plan's goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.best import Search, goals_of
from omniprio.answers.comparison import Comparison, compared, goal_changes, now_and_then, shown
from omniprio.base import Model
from omniprio.checker import check
from omniprio.errors import GoalUnreachableError, NoPlanFoundError
from omniprio.fulfilment import progress
from omniprio.infeasibility import Repair, apply, explain_infeasible
from omniprio.infeasibility.words import in_english
from omniprio.language import Sentence, Speaker, fact
from omniprio.milestones_met import first_met
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio import Milestone, Portfolio
from omniprio.portfolio.milestones import asked_for, wanted_fields
from omniprio.portfolio.names import Titles
from omniprio.reach import in_need_of_new
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from omniprio.annotations import Seconds
    from omniprio.infeasibility import Conflict
    from omniprio.language import Fact, Names

__all__ = ["ByThen", "WayThere", "by_then"]


class WayThere(Model):
    """A way to have what was asked for: what is changed, and the best plan with it."""

    said: tuple[Sentence, ...]
    """What is changed, a sentence for each thing; none where nothing has to be."""
    least: bool
    """Whether it is proven that no less of this is enough."""
    portfolio: Portfolio
    """The portfolio with the milestone and the change."""
    plan: Plan | None
    """The best plan of it; None if none was found in time."""
    comparison: Comparison | None
    """What is different in that plan from the plan as it is; both are measured with the change."""
    proven: bool
    """Whether it is proven that no plan of it is better."""


class ByThen(Answer):
    """What it would take to have something by the end of a period."""

    plan: Plan
    """The plan as it is."""
    milestone: Milestone
    """What is asked for, and by when."""
    met: int | None
    """The first period at whose end the plan as it is has it; 0 is the start, None never."""
    ways: tuple[WayThere, ...]
    """What makes it possible, each alone: nothing, where it is possible as things are; else the least changes first."""
    conflict: tuple[Sentence, ...]
    """Where it is not possible as things are, what cannot hold together, a sentence each."""
    instead: tuple[tuple[Sentence, ...], ...]
    """What of it can be had without any other change, each alone: later, or less; a sentence for each thing."""
    out_of_reach: tuple[str, ...]
    """The fields that all initiatives together cannot bring so far, whatever is changed, by id."""
    complete: bool
    """Whether every kind of change was tried, or proven not to help."""

    @property
    def is_possible(self) -> bool:
        """Whether it can be had as things are."""
        return any(not way.said for way in self.ways)

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.complete:
            yield fact("answers.by then open")
        if any(not way.proven for way in self.ways):
            yield fact("answers.best open")

    @override
    def _names_used(self) -> Names:
        return Titles(_with(self.plan.portfolio, self.milestone))

    @override
    def _columns(self, speaker: Speaker) -> str:
        goals = [result.goal for result in self.plan.goals]
        heads = [speaker.words("answers.change"), *now_and_then(goals, speaker)]
        return columns(heads, (self._cells(way, len(goals), speaker) for way in self.ways))

    def _cells(self, way: WayThere, goals: int, speaker: Speaker) -> list[str]:
        own = Speaker(speaker.catalogue.language, Titles(way.portfolio))
        said = " ".join(map(speaker.say, way.said))
        changes = () if way.comparison is None else way.comparison.goals
        values = [shown(one.goal, value, own) for one in changes for value in (one.before, one.after)]
        return [said or speaker.words("answers.no change"), *(values or ["-"] * 2 * goals)]

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        asked = asked_for(self.milestone)
        yield speaker.words("answers.by then asked", asked=asked, period=self.milestone.by)
        yield self._as_it_is(speaker)
        if self.conflict:
            yield speaker.words("answers.by then conflict")
            yield from (f"- {speaker.say(one)}" for one in self.conflict)
        if self.out_of_reach:
            yield speaker.words("answers.by then beyond", fields=self.out_of_reach)
        if self.ways:
            yield self._columns(speaker)
        elif self.complete:
            yield speaker.words("answers.by then never")
        if self.instead:
            yield speaker.words("answers.by then instead")
            yield from (f"- {' '.join(map(speaker.say, one))}" for one in self.instead)

    def _as_it_is(self, speaker: Speaker) -> str:
        """Return whether the plan as it is has it in time, and whether another one could."""
        if self.met is not None and self.met <= self.milestone.by:
            key = "in time" if self.met else "at the start"
            return speaker.words(f"answers.by then {key}", period=self.met)
        known = "possible" if self.is_possible else "impossible" if self.conflict else "missed"
        return speaker.words(f"answers.by then {known}")


@validated
def by_then(
    plan: Plan,
    milestone: Milestone,
    *,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> ByThen:
    """Return what it would take to have something by the end of a period, and what that costs in the plan's goals.

    Where no plan can have it as things are, the least changes are looked for, each kind alone: more money, more of a team,
    other dates, a longer horizon, a dependency or a decision lifted. For each the portfolio is planned again.

    Args:
        plan: A plan from `prioritise`, for goals without slack.
        milestone: What to have, and by when: fields, levels, a scenario, a distance, initiatives, a step of the channels.
            One of the portfolio with the same id is replaced.
        time_limit: Seconds for everything.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InvalidArgumentError: The plan was made by hand, or a goal has slack.
        InvalidInputError: The milestone names something that there is not.
        GoalUnreachableError: There are plans that have it, and none of them gets to the goal.

    >>> from omniprio import Initiative, Portfolio, prioritise
    >>> web = Initiative(id="web", cost=300, advances={"D2": 1.0})
    >>> plan = prioritise(Portfolio(horizon=2, initiatives=[web], budget=200))
    >>> found = by_then(plan, Milestone(id="data", by=1, fields={"D2": 1.0}))
    >>> [way.said for way in found.ways][0], found.ways[0].plan.starts
    (('Raise the main budget by 100.',), {'web': 1})
    """
    search = Search(goals_of(plan), time_limit, cancel)
    asked = _with(plan.portfolio, milestone)
    mine = next(one for one in asked.milestones if one.id == milestone.id)
    found = ByThen(
        plan=plan,
        milestone=mine,
        met=first_met(mine, asked, plan.starts, progress(asked, plan.starts)),
        ways=(),
        conflict=(),
        instead=(),
        out_of_reach=tuple(in_need_of_new(asked, wanted_fields(mine, asked))),
        complete=False,
    )
    is_kept = check(asked, plan.starts).ok
    best = search.best(asked, share=0.5, warm_start=plan.starts if is_kept else None)
    if isinstance(best.error, GoalUnreachableError):
        raise best.error
    if best.plan is not None:
        way = _way((), asked, best.plan, plan, least=True, proven=best.settled)
        return found.model_copy(update={"ways": (way,), "complete": True})
    return _by_changes(found, asked, search) if best.settled else found


def _with(portfolio: Portfolio, milestone: Milestone) -> Portfolio:
    others = (one for one in portfolio.milestones if one.id != milestone.id)
    return portfolio.model_copy(update={"milestones": (*others, milestone)})


def _by_changes(found: ByThen, asked: Portfolio, search: Search) -> ByThen:
    """Return the answer where no plan has what is asked for as things are."""
    try:
        conflict = explain_infeasible(asked, time_limit=search.part(0.5).left, cancel=search.cancel)
    except NoPlanFoundError:
        return found
    own, others = _apart(conflict, found.milestone.id)
    ways = []
    for place, repair in enumerate(others):
        if search.over:
            break
        ways.append(_repaired(repair, asked, found.plan, search, 1 / (len(others) - place)))
    return found.model_copy(
        update={
            "ways": tuple(ways),
            "conflict": tuple(Sentence(one.sentence, one.said) for one in conflict.demands),
            "instead": tuple(
                _sentences(repair, asked)
                for repair in own
                if not _is_there(found.milestone.id, apply(asked, repair))
            ),
            "complete": conflict.complete and len(ways) == len(others),
        }
    )


def _apart(conflict: Conflict, milestone: str) -> tuple[list[Repair], list[Repair]]:
    """Return the repairs that ask for less of a milestone, and those that leave it as it is; not what drops it."""
    own, others = [], []
    for repair in conflict.repairs:
        about = [one for one in repair.changes if one.kind == "milestone" and one.subject[0] == milestone]
        if not about:
            others.append(repair)
        elif all(one.by is not None for one in about) and len(about) == len(repair.changes):
            own.append(repair)
    return own, others


def _is_there(milestone: str, portfolio: Portfolio) -> bool:
    """Tell whether a milestone asks for no more than there is at the start."""
    eased = next(one for one in portfolio.milestones if one.id == milestone)
    return first_met(eased, portfolio, {}, progress(portfolio, {})) == 0


def _sentences(repair: Repair, portfolio: Portfolio) -> tuple[Sentence, ...]:
    return tuple(in_english(one, portfolio) for one in repair.said)


def _repaired(repair: Repair, asked: Portfolio, plan: Plan, search: Search, share: float) -> WayThere:
    """Return a way that changes something, with the best plan then."""
    changed = apply(asked, repair)
    best = search.best(changed, share=share, warm_start=repair.starts)
    said = _sentences(repair, asked)
    return _way(said, changed, best.plan, plan, least=repair.least, proven=best.settled)


def _way(
    said: tuple[Sentence, ...],
    portfolio: Portfolio,
    best: Plan | None,
    plan: Plan,
    *,
    least: bool,
    proven: bool,
) -> WayThere:
    return WayThere(
        said=said,
        least=least,
        portfolio=portfolio,
        plan=best,
        comparison=None if best is None else _compared(plan, best, portfolio),
        proven=proven and best is not None,
    )


def _compared(before: Plan, after: Plan, portfolio: Portfolio) -> Comparison:
    """Return what is different in the plan after a change, both measured with it."""
    goals = goals_of(before)
    changes = goal_changes(goals, (portfolio, before.starts), (portfolio, after.starts))
    return compared(before, after, goals).model_copy(update={"goals": changes})
