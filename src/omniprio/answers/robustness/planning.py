"""What if our estimates are wrong: what holds in the draws, and the plan that regrets least."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import takewhile
from typing import TYPE_CHECKING

from omniprio.answers.parallel.attempt import Failure
from omniprio.answers.parallel.workers import EachProgress, each, require_no_forks
from omniprio.answers.robustness.draws import course_of, draw, planned_near
from omniprio.answers.robustness.outlook import (
    InitiativeOutlook,
    PeriodOutlook,
    Proportion,
    Robustness,
    unanswered,
)
from omniprio.answers.robustness.regret import Candidate, adapted, compared, tried
from omniprio.answers.robustness.uncertainty import Uncertainty, require_fitting
from omniprio.answers.robustness.value_of_information import Influence, influences
from omniprio.deadline import Deadline
from omniprio.language import sentence
from omniprio.optimise import best_plan
from omniprio.options import Options
from omniprio.parameters import validated
from omniprio.plan import Outcome, Plan, plan_of
from omniprio.portfolio import Portfolio
from omniprio.purpose import goals_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor
    from fractions import Fraction

    from omniprio.annotations import Count, Seconds, UnitShare
    from omniprio.answers.robustness.draws import Course, Draw
    from omniprio.given_goals import GivenGoals
    from omniprio.marks import Marks

__all__ = ["Study", "robust", "robustness"]


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


_FOR_THE_WRITTEN = 0.25
"""The share of a time limit that the plan of the portfolio as written may take."""

_FOR_PLANS = 0.7
"""The share of what is then left in which the draws are planned; the rest is for comparing plans."""

_ONE_DRAW = 0.1
"""The share of that for one draw, where nothing else is said: one that is hard must not stand for all."""


@validated
def robust(  # noqa: PLR0913  each option is asked for by name
    portfolio: Portfolio,
    uncertainty: Uncertainty,
    goals: GivenGoals | None = None,
    *,
    plan: Plan | None = None,
    draws: Count = 200,
    seed: int = 0,
    candidates: Count = 10,
    executor: Executor | None = None,
    time_limit: Seconds | None = None,
    time_limit_each: Seconds | None = None,
    work_limit: Count | None = None,
    gap: UnitShare = 0.0,
    in_flight: Count = 64,
    on_progress: Callable[[EachProgress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Robustness:
    """Return what holds if the estimates are wrong, by planning many draws of them.

    Each draw sets every uncertain number to one value and is planned as if all were known. How often an initiative is
    in these best plans is its core index. The candidates, carried out in every draw, are compared by their regret:
    how far each stays behind the best of that draw in the first goal.

    How a plan is carried out in a draw: nothing starts earlier than planned; what cannot start yet waits, and what
    never can is dropped. `as planned` initiatives wait only for what they require and need, and exceeded budgets,
    capacities and dates are counted; `within the rules` they wait for these too, in the order of their planned
    starts. Regret, distance and the chance to reach the ambition are within the rules: no money is spent that is not there.

    The candidates are the best plan of the portfolio as written, the plan given, and the plans found in the draws, the
    most frequent first, each carried out within the rules of the portfolio as written. Other plans may regret less, and
    draws that were not drawn may bring more regret.

    Args:
        portfolio: The portfolio as written; all that is not uncertain stays as it is there.
        uncertainty: What is not known of it.
        goals: In order of importance; regret is in the first; None for those that suit the portfolio.
        plan: The plan to look at; by default the candidate with the least maximum regret.
        draws: How many ways things may turn out are tried, at least 1. The error of a share near one half is about one
            divided by the root of this: 0.07 for 200.
        seed: The same seed gives the same draws, on any number of workers.
        candidates: How many plans are compared at most, at least 1.
        executor: See `plan_each`.
        time_limit: Seconds for everything, more than 0. What is there by then is returned, marked as not complete.
        time_limit_each: Seconds for planning each draw, more than 0; by default, within a time limit, a tenth of what
            there is for planning draws.
        work_limit: See `prioritise`.
        gap: See `prioritise`.
        in_flight: See `plan_each`.
        on_progress: Called after each draw, once when it is planned and once when the candidates were tried in it.
        cancel: Set it from another thread to stop; Ctrl-C and SIGTERM do the same.

    Raises:
        InvalidInputError: The uncertainty does not fit the portfolio.
        InfeasibleError: The portfolio as written has no plan.
        NoPlanFoundError: The search was stopped before there was a plan of the portfolio as written.
        RuleBrokenError: The plan given breaks a rule of the portfolio.
        InvalidArgumentError: An argument makes no sense, or the executor starts its processes by `fork`.

    Source: Liesiö, J., Mild, P. and Salo, A. (2007), Preference programming for robust portfolio modeling and project
    selection, European Journal of Operational Research 181 (3), 1488-1505, for core, borderline and exterior; there
    over all non-dominated portfolios, here over the best plans of a sample.

    >>> from omniprio import Initiative, Portfolio
    >>> cheap = Initiative(id="cheap", cost=100, advances={"D2": 0.6})
    >>> dear = Initiative(id="dear", cost=300, advances={"R2": 0.6})
    >>> unsure = Uncertainty(initiatives={"dear": {"cost": (250, 300, 600)}})
    >>> found = robust(Portfolio(horizon=1, initiatives=[cheap, dear], budget=400), unsure, draws=6)
    >>> found.core, found.borderline
    (('cheap',), ('dear',))
    """
    goals = goals_for(portfolio, goals)
    require_fitting(portfolio, uncertainty)
    require_no_forks(executor)
    cancel = cancel or threading.Event()
    deadline = Deadline(time_limit, cancel)
    given = None if plan is None else plan_of(portfolio, plan.starts)
    limits = [
        limit for limit in (time_limit_each, deadline.share(_FOR_THE_WRITTEN).limit) if limit is not None
    ]
    options = Options(
        time_limit=min(limits, default=None),
        work_limit=work_limit,
        gap=gap,
        warm_start=None if given is None else given.starts,  # so that it is no worse
        cancel=cancel,
    )
    written = best_plan(portfolio, goals, options)
    numbers = takewhile(lambda _: not deadline.is_over(), range(1, draws + 1))
    drawn = [draw(portfolio, uncertainty, number=number, seed=seed) for number in numbers]
    possible = {one.number: one.portfolio for one in drawn if isinstance(one.portfolio, Portfolio)}
    planning = deadline.share(_FOR_PLANS)
    planned = each(
        partial(
            planned_near,
            written=written.starts,
            goals=goals,
            time_limit=planning.share(_ONE_DRAW).limit if time_limit_each is None else time_limit_each,
            work_limit=work_limit,
            gap=gap,
        ),
        list(possible.values()),
        executor=executor,
        deadline=planning,
        in_flight=in_flight,
        on_progress=on_progress,
        step=sentence("progress.planning"),
    )
    plans = {number: one for number, one in zip(possible, planned, strict=True) if isinstance(one, Outcome)}
    schedules = _schedules(written, given, plans.values(), candidates, deadline)
    judged = each(
        partial(tried, candidates=schedules, goal=goals[0]),
        [(one.portfolio, one.starts) for one in plans.values()],
        executor=executor,
        deadline=deadline,
        in_flight=in_flight,
        on_progress=on_progress,
        step=sentence("progress.comparing plans"),
    )
    return robustness(
        Study(
            written=written,
            given=given,
            seed=seed,
            asked=draws,
            draws=drawn,
            planned=dict(zip(possible, planned, strict=True)),
            schedules=schedules,
            marks=uncertainty.not_facts,
            judged=dict(zip(plans, judged, strict=True)),
        )
    )


def _schedules(
    written: Plan, given: Plan | None, plans: Iterable[Outcome], most: int, deadline: Deadline
) -> list[dict[str, int]]:
    """Return the candidates: the plan of the portfolio as written, the one given, the most frequent ones found."""
    schedules = [written.starts]
    if given is not None and given.starts not in schedules:
        schedules.append(given.starts)
    found = adapted(written.portfolio, (one.starts for one in plans), most=most, deadline=deadline)
    new = [starts for starts in found if starts not in schedules]
    return schedules + new[: max(0, most - len(schedules))]
