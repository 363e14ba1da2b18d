"""From planned and judged draws to what holds: the counting behind `robust`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.answers.parallel.attempt import Failure
from omniprio.answers.robustness.carried_out import course_of
from omniprio.answers.robustness.outlook import (
    InitiativeOutlook,
    PeriodOutlook,
    Proportion,
    Robustness,
    unanswered,
)
from omniprio.answers.robustness.regret import Candidate, compared
from omniprio.answers.robustness.value_of_information import Influence, influences
from omniprio.plan import Outcome, plan_of
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from omniprio.answers.robustness.carried_out import Course
    from omniprio.answers.robustness.draws import Draw
    from omniprio.marks import Marks
    from omniprio.plan import Plan

__all__ = ["Study", "robustness"]


@dataclass(frozen=True, kw_only=True)
class Study:
    """All that was drawn, planned and tried.

    Attributes:
        written: The best plan of the portfolio as written.
        given: The plan to look at; None for the one with the least maximum regret.
        seed: Of the draws.
        asked: How many draws were asked for.
        draws: Those there was time for.
        planned: The best plan found for a draw, or what went wrong, by its number; not for a draw that is no portfolio.
        schedules: The candidates.
        marks: What of the estimates is no fact.
        judged: For each draw with a plan, by its number: how each candidate fares in it and last the draw's own plan,
            or what went wrong.
    """

    written: Plan
    given: Plan | None
    seed: int
    asked: int
    draws: Sequence[Draw]
    planned: dict[int, Outcome | Failure]
    schedules: Sequence[dict[str, int]]
    marks: Marks
    judged: dict[int, tuple[Course, ...] | Failure]

    @cached_property
    def plans(self) -> dict[int, Outcome]:
        """The best plan found for a draw, by its number."""
        return {number: one for number, one in self.planned.items() if isinstance(one, Outcome)}

    @cached_property
    def courses(self) -> dict[int, tuple[Course, ...]]:
        """How each candidate and last its own plan fare in a draw, by its number."""
        return {number: row for number, row in self.judged.items() if not isinstance(row, Failure)}

    @cached_property
    def failures(self) -> dict[int, Failure]:
        """What went wrong, by the number of the draw."""
        made = {one.number: one.portfolio for one in self.draws}
        all_of_them = {**made, **self.planned, **self.judged}
        return {number: one for number, one in sorted(all_of_them.items()) if isinstance(one, Failure)}


def robustness(study: Study) -> Robustness:
    """Return what holds.

    Args:
        study: What was drawn, planned and tried.
    """
    candidates = compared(study.schedules, list(study.courses.values())) if study.courses else ()
    plan = _looked_at(study, candidates)
    chosen = next((one for one in candidates if one.starts == plan.starts), None)
    own = study.schedules.index(plan.starts)
    courses = [row[own] for row in study.courses.values()]
    return Robustness(
        plan=plan,
        written=study.written,
        initiatives=tuple(_initiatives(study)),
        candidates=candidates,
        kept=Proportion(count=sum(course.kept for course in courses), of=len(courses)),
        budgets=_budgets(study, courses),
        milestones=_milestones(study, plan, courses),
        periods=tuple(_periods(plan, courses)) if courses else (),
        narrowing=() if chosen is None else _narrowing(study, chosen),
        seed=study.seed,
        draws=study.asked,
        planned=len(study.plans),
        proven=sum(one.proven for one in study.plans.values()),
        failures=study.failures,
        complete=_is_complete(study),
        marks=study.marks,
    )


def _looked_at(study: Study, candidates: Sequence[Candidate]) -> Plan:
    """Return the plan given, the one with the least maximum regret, or the one of the portfolio as written."""
    if study.given is not None:
        return study.given
    if not candidates or candidates[0].starts == study.written.starts:
        return study.written
    return plan_of(study.written.portfolio, candidates[0].starts)


def _is_complete(study: Study) -> bool:
    """Return whether there is an answer for every draw that was asked for, and no search was stopped."""
    stopped = {study.written.stopped, *(one.stopped for one in study.plans.values())}
    return stopped == {"finished"} and not unanswered(study.failures) and len(study.draws) == study.asked


def _initiatives(study: Study) -> Iterator[InitiativeOutlook]:
    for initiative in study.written.portfolio.initiatives:
        starts = [one.starts[initiative.id] for one in study.plans.values() if initiative.id in one.starts]
        yield InitiativeOutlook(
            id=initiative.id,
            title=initiative.title,
            chosen=Proportion(count=len(starts), of=len(study.plans)),
            starts=dict(sorted(Counter(starts).items())),
        )


def _budgets(study: Study, courses: Sequence[Course]) -> dict[str, Proportion]:
    """Return how often each budget is kept that has a limit in any draw, as planned."""
    limited = {
        name: None
        for portfolio in (study.written.portfolio, *(one.portfolio for one in study.plans.values()))
        for name, limit in portfolio.limits.items()
        if limit.spans(portfolio.periods)
    }
    return {
        name: Proportion(count=sum(name not in course.over for course in courses), of=len(courses))
        for name in limited
    }


def _milestones(study: Study, plan: Plan, courses: Sequence[Course]) -> dict[str, Proportion]:
    """Return how often the plan meets each milestone, in draws that have no plan too: those may be without one as it cannot be met."""
    goal = study.written.goals[0].goal
    without = [
        one.portfolio
        for one in study.draws
        if isinstance(one.portfolio, Portfolio) and _has_no_plan(study.planned.get(one.number))
    ]
    every = [*courses, *(course_of(portfolio, plan.starts, goal) for portfolio in without)]
    return {
        one.id: Proportion(count=sum(one.id in course.met for course in every), of=len(every))
        for one in plan.portfolio.milestones
    }


def _has_no_plan(planned: Outcome | Failure | None) -> bool:
    """Return whether it is known of a draw that there is no plan."""
    return isinstance(planned, Failure) and not unanswered({0: planned})


def _periods(plan: Plan, courses: Sequence[Course]) -> Iterator[PeriodOutlook]:
    there = [_arrival(course.distance) for course in courses]
    for period in range(1, plan.portfolio.periods + 1):
        distances = sorted(course.distance[period] for course in courses)
        yield PeriodOutlook(
            period=period,
            label=plan.portfolio.calendar.label(period),
            reached=Proportion(
                count=sum(first is not None and first <= period for first in there), of=len(there)
            ),
            distance=(_at(distances, 1), _at(distances, 5), _at(distances, 9)),
        )


def _arrival(distance: Sequence[Fraction]) -> int | None:
    """Return the first period at whose end the ambition is reached; 0 is the start, None never."""
    return next((period for period, length in enumerate(distance) if length == 0), None)


def _at(ordered: Sequence[Fraction], tenths: int) -> float:
    """Return the least number that so many tenths of all numbers stay at or below."""
    return float(ordered[-(-len(ordered) * tenths // 10) - 1])


def _narrowing(study: Study, chosen: Candidate) -> tuple[Influence, ...]:
    """Return what the regret goes with, over the draws in which the plan is feasible."""
    values = {one.number: one.values for one in study.draws}
    regrets = {
        number: float(regret)
        for number, regret in zip(study.courses, chosen.regrets, strict=True)
        if regret is not None
    }
    places = study.draws[0].values
    return influences(
        {place: [values[number][place] for number in regrets] for place in places},
        list(regrets.values()),
        seed=study.seed,
    )
