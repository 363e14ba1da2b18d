"""Upheaval against gain: for each number of changes to the plan in force, how good a plan can become."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.best import Search, worths
from omniprio.answers.comparison import difference, goal_word, shown
from omniprio.answers.frontiers.sweep import Ended
from omniprio.answers.replanning.measuring import Reading
from omniprio.answers.replanning.planning import aims, where_we_are
from omniprio.answers.replanning.replanned import Change
from omniprio.base import Model
from omniprio.deadline import TimeIsOver
from omniprio.errors import InvalidArgumentError
from omniprio.exactly import Exactly, at_most
from omniprio.formulation import Schedules, formulate
from omniprio.goals import Goal, goal_value, worth
from omniprio.language import fact, sentence
from omniprio.parameters import validated
from omniprio.plan import Plan, goal_result, plan_of
from omniprio.portfolio.names import Titles
from omniprio.solver.limits import Limits
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.annotations import Natural, Seconds
    from omniprio.answers.replanning.past import Actual
    from omniprio.answers.replanning.planning import Here
    from omniprio.given_goals import GivenGoals
    from omniprio.language import Fact, Names, Speaker
    from omniprio.plan import GoalResult
    from omniprio.plan.plan import Stopped
    from omniprio.portfolio import Measurement, Portfolio

__all__ = ["UpheavalCurve", "UpheavalPoint", "upheaval_curve"]

_THIRD = 1 / 3
"""The share of the time left that each of the two ends may take."""
_QUARTER = 1 / 4
"""The share of the time left that one number of changes between them may take."""


class UpheavalPoint(Model):
    """The best plan with so many changes to the plan in force: none with fewer is as good."""

    changes: int
    """How many promises are not kept: initiatives moved, dropped, added or stopped."""
    value: Fraction
    """What the plan comes to at the goal."""
    became: tuple[Change, ...]
    """One for each initiative of either plan."""
    plan: Plan

    @property
    def is_final(self) -> bool:
        """Whether it is proven that no plan with so many changes is better."""
        return self.plan.is_final

    @property
    def changed(self) -> tuple[Change, ...]:
        """What is not as it was promised."""
        return tuple(one for one in self.became if one.kind in {"stopped", "moved", "dropped", "added"})


class UpheavalCurve(Answer):
    """For each number of changes that brings something, the best plan; the fewest changes first."""

    before: Plan
    by: int
    """The last period that is over."""
    goal: Goal
    """The goal that the plans are best for."""
    points: tuple[UpheavalPoint, ...]
    """The fewest changes first; each is better at the goal than those before it."""
    readings: tuple[Reading, ...] = ()
    """What was measured, against what was planned."""
    ended: Ended
    """Why the search ended; `finished` means that these are all, each proven."""
    currency: str = ""

    @validated
    def gain(self, point: UpheavalPoint) -> Fraction:
        """Return how much better a plan is at the goal than the one with the fewest changes, 0 or more."""
        first, own = (worth(self.goal, one.value) for one in (self.points[0], point))
        return (first or Fraction(0)) - (own or Fraction(0))

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.ended != "finished":
            yield fact("answers.trade off open", ended=fact(f"answers.ended {self.ended}"))

    @override
    def _names_used(self) -> Names:
        return Titles(self.before.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = (
            [
                speaker.number(point.changes),
                shown(self.goal, point.value, speaker),
                difference(self.goal, self.gain(point), speaker),
                _changed(point, speaker),
            ]
            for point in self.points
        )
        heads = speaker.words("answers.changes"), goal_word(self.goal, speaker), speaker.words("answers.gain")
        return columns([*heads, speaker.words("answers.what")], rows, left=0)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield speaker.words("answers.upheaval curve", period=self.by + 1)
        yield self._columns(speaker)
        if self.is_final:
            yield speaker.words("answers.these are all")


def _changed(point: UpheavalPoint, speaker: Speaker) -> str:
    """Return what is changed, in words."""
    said = tuple(fact("answers.became of", name=one.title or one.id, what=one.said) for one in point.changed)
    return speaker.listed([speaker.say(one) for one in said], "comma") or speaker.words("answers.nothing")


@validated
def upheaval_curve(
    before: Plan,
    portfolio: Portfolio | None = None,
    *,
    by: Natural,
    actual: Mapping[str, Actual] | None = None,
    measured: Sequence[Measurement] = (),
    goals: GivenGoals | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> UpheavalCurve:
    """Return how good a plan can become for each number of changes to the plan in force, exactly.

    A change is a promised initiative that is moved, dropped or, where it is running, stopped, or another one that is
    added; what has begun and is carried on is none. First comes the plan with the fewest changes that the rules still
    allow, last the one that is best whatever it changes. Later goals choose among plans that are equally good at the
    first. Slack of goals counts nothing here.

    Args:
        before: The plan in force.
        portfolio: What is known and wanted now; None if nothing changed.
        by: The last period that is over, from 0 to T.
        actual: What has begun by then, by id; None if all went as planned. What has a `stop_cost` may be stopped.
        measured: How far fields were found to be.
        goals: In order of importance; None for those of the plan in force. The first cannot be `Soonest`.
        time_limit: Seconds for everything. Each end may take a third of what is left, each number of changes between
            them a quarter; what is not proven by then is kept, and marked.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InvalidInputError: What has begun or was measured contradicts the portfolio.
        InfeasibleError: No plan keeps every rule after what has happened.
        InvalidArgumentError: An argument makes no sense, or the first goal is `Soonest`.

    Source: Y. Y. Haimes, L. S. Lasdon and D. A. Wismer (1971), On a bicriterion formulation of the problems of
    integrated system identification and system optimization (the epsilon-constraint method).

    >>> from omniprio import Fastest, Initiative, Portfolio, plan_of
    >>> crm, app = (Initiative(id=name, advances={"D2": share}) for name, share in (("crm", 0.6), ("app", 0.4)))
    >>> in_force = plan_of(Portfolio(horizon=3, initiatives=[crm, app]), {"crm": 3})
    >>> found = upheaval_curve(in_force, by=0, goals=[Fastest()])
    >>> [(point.changes, [one.words for one in point.changed]) for point in found.points]
    [(0, []), (1, ['moved 2 periods earlier']), (2, ['moved 2 periods earlier', 'added'])]
    """
    wanted = [goal.model_copy(update={"slack": 0.0}) for goal in aims(before, goals)]
    if wanted[0].target is not None:
        problem = sentence("faults.soonest price")
        raise InvalidArgumentError.of("goals", problem, sentence("remedies.other goal first"))
    here = where_we_are(before, portfolio, by, actual, measured)
    climb = _Climb(here, [goal for goal in wanted if goal.target is None], time_limit, cancel)
    points = tuple(climb.points())
    return UpheavalCurve(
        before=before,
        by=by,
        goal=wanted[0],
        points=points,
        readings=here.readings,
        ended=climb.ended,
        currency=here.now.currency,
    )


class _Climb:
    """The search for the best plan with one change more, and one more."""

    def __init__(
        self, here: Here, goals: Sequence[Goal], time_limit: float | None, cancel: threading.Event | None
    ) -> None:
        self._here, self._goals = here, goals
        self._count = here.promised.model_copy(update={"per_move": 1.0, "per_change": 1.0})
        self._search = Search((self._count, *goals), time_limit, cancel)
        self._settled = True

    @property
    def ended(self) -> Ended:
        """Why it ended."""
        return "finished" if self._settled else self._search.unsettled_by

    def points(self) -> Iterator[UpheavalPoint]:
        """Yield the points of the curve, the fewest changes first.

        Raises:
            InfeasibleError: No plan keeps every rule.
        """
        fewest = self._end((self._count, *self._goals), self._here.kept)
        most = self._end((self._goals[0], self._count, *self._goals[1:]), fewest.starts)
        last: UpheavalPoint | None = None
        for plan in (fewest, *self._between(fewest, most), most):
            point = self._point(plan)
            if last is None or self._worth(point) < self._worth(last):
                yield point
                last = point

    def _end(self, goals: Sequence[Goal], start: Mapping[str, int] | None) -> Plan:
        """Return the best plan for some goals; one to start from where none was found in time."""
        now = self._here.now
        best = self._search.best(now, goals, share=_THIRD, warm_start=start)
        self._settled = self._settled and best.settled
        if best.plan is not None:
            return best.plan
        if start is None or best.settled:
            with self._here.keeping_the_past():
                raise self._search.no_plan(now, best)
        return plan_of(now, start)

    def _between(self, fewest: Plan, most: Plan) -> Iterator[Plan]:
        """Yield the best plan for each number of changes between two plans, as far as there is time for."""
        counts = range(self._changes(fewest.starts) + 1, self._changes(most.starts))
        if not counts:
            return
        goals = (self._goals[0], self._count, *self._goals[1:])
        try:
            self._formulation = formulate(self._here.now, goals, deadline=self._search.deadline)
        except TimeIsOver:
            self._settled = False
            return
        self._fewest = fewest
        starts = fewest.starts
        for count in counts:
            if self._search.over:
                self._settled = False
                return
            plan = self._within(count, starts)
            starts = plan.starts
            yield plan

    def _within(self, count: int, starts: dict[str, int]) -> Plan:
        """Return the best plan with so many changes at most, goal after goal, from one that has fewer."""
        deadline = self._search.part(_QUARTER)
        first, changes, *others = self._formulation.objectives
        program = Exactly(self._formulation.program, Schedules(self._formulation))
        program.require(at_most("upheaval", changes, Fraction(count)))
        results: list[GoalResult] = []
        stop: Stopped = "finished"
        for goal, objective in zip(self._goals, (first, *others), strict=True):
            found = program.least(objective, Limits(deadline), starts)
            starts = found.answer or starts
            (own,) = worths((goal,), self._here.now, starts)
            program.require(at_most(goal.kind, objective, own))
            bound = worth(goal, found.bound)
            results.append(goal_result(goal, worth(goal, own), bound, certified=found.certified))
            stop = stop if found.stop == "finished" else found.stop
        self._settled = self._settled and results[0].proven
        return plan_of(
            self._here.now,
            starts,
            goals=[self._limited(count, starts), *results],
            stopped=stop,
            solver=self._fewest.solver,
            seconds=deadline.taken,
        )

    def _limited(self, count: int, starts: Mapping[str, int]) -> GoalResult:
        """Return what a plan comes to as one with few changes: as few as can be, and so many more."""
        least = self._changes(self._fewest.starts)
        within = self._count.model_copy(update={"slack": float(count - least)})
        value, fewest = Fraction(self._changes(starts)), self._fewest.goals[:1]
        if not fewest or not fewest[0].proven:
            return goal_result(within, value, None)
        return goal_result(
            within, value, Fraction(least), best=Fraction(least), certified=fewest[0].certified
        )

    def _changes(self, starts: Mapping[str, int]) -> int:
        return int(goal_value(self._count, self._here.now, starts) or 0)

    def _point(self, plan: Plan) -> UpheavalPoint:
        value = goal_value(self._goals[0], self._here.now, plan.starts)
        return UpheavalPoint(
            changes=self._changes(plan.starts),
            value=value or Fraction(0),
            became=self._here.changes_to(plan),
            plan=plan,
        )

    def _worth(self, point: UpheavalPoint) -> Fraction:
        return worth(self._goals[0], point.value) or Fraction(0)
