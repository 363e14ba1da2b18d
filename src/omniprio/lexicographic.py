"""One search: goal after goal on one program, each holding what the ones before have reached.

In the literature: lexicographic optimisation.
"""

from __future__ import annotations

import dataclasses
from contextlib import nullcontext
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.earliest_bounds import all_at_their_earliest, bound_by_earliest_starts
from omniprio.engines import Choice, choose, names_of
from omniprio.errors import NoPlanFoundError, RuleBrokenError, SolverError
from omniprio.exactly import Exactly, Found, at_most
from omniprio.formulation import Schedules, formulate
from omniprio.goals import Closest, Goal, goal_value, worth
from omniprio.greedy import first_schedule
from omniprio.heuristic import bounded
from omniprio.infeasibility import CalledInfeasibleError, infeasible
from omniprio.interrupt import cancelled_by_signals
from omniprio.language import sentence
from omniprio.logs import logger_of
from omniprio.numbers import exact
from omniprio.onlookers import onlooker
from omniprio.options import Options, RunProgress
from omniprio.own_search import is_bounded, is_searched, searched
from omniprio.plan import GoalResult, Outcome, goal_result
from omniprio.plan.kept_back import until_explained
from omniprio.reach import unreachable, unreachable_behind
from omniprio.reached import Reached
from omniprio.solver.asking import Asked
from omniprio.solver.limits import Limits, Stop, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from omniprio.exactly import Effort
    from omniprio.formulation import Formulation
    from omniprio.heuristic import Found as Led
    from omniprio.portfolio import Portfolio
    from omniprio.solver.limits import Beside
    from omniprio.solver.program import Expression

    Better = Callable[[Mapping[str, int]], Fraction]

__all__ = ["Stages"]

_log = logger_of(__name__)

_TIE_BREAK_NODES = 50
"""Branch-and-bound nodes for each tie-break; they decide between equals, so they need no proof."""

_MOST_TO_EXPLAIN = 20.0
"""Seconds for saying why there is no plan, where no fewer are left."""

_PREPARING, _HANDING_OVER = 0.9, 0.4
"""How many times as long as formulating it takes to prepare the search, and to hand the program over to a solver, before either
looks at the clock; at 1,000 initiatives over 40 periods 0.8 and 0.34 times."""


class Stages:
    """One search for a plan."""

    def __init__(self, portfolio: Portfolio, goals: tuple[Goal, ...], options: Options) -> None:
        """Begin: the clock runs from here."""
        self.whole = Deadline(options.time_limit, options.cancel)
        self.deadline = self.whole
        self.portfolio = portfolio
        self.goals = goals
        self.options = options
        self.starts: dict[str, int] | None = None
        self.stop: Stop = "finished"
        self.choice: Choice | None = None
        self._formulating = 0.0
        self._is_searching = False

    def outcome(self) -> Outcome:
        """Work through the goals and return what that came to."""
        with cancelled_by_signals(self.options.cancel):
            self.starts = self._first()
            _log.debug("first schedule: %d chosen after %.3f s", len(self.starts or ()), self.whole.taken)
            self.deadline = until_explained(self.whole, self.portfolio)
            reached = self._settled_by_time() or self._reached()
        if self.starts is None:
            raise NoPlanFoundError(self.stop)
        return self._returned(reached)

    def _first(self) -> dict[str, int] | None:
        """Return the schedule that was given to start from, or one that is found without search."""
        given = self.options.warm_start
        if given is None:
            return first_schedule(self.portfolio, self.goals, self.deadline.is_over)
        if broken := check(self.portfolio, given).broken:
            raise RuleBrokenError(rule.message for rule in broken)
        return dict(given)

    def _settled_by_time(self) -> list[Reached]:
        """Return how good the first schedule is where it has what must be done alone and nothing can be better or earlier."""
        has_modes = any(one.modes for one in self.portfolio.initiatives)  # in another it may start as early
        if has_modes or self.options.solver or self.options.engine or self.options.ties != "early":
            return []
        first = all_at_their_earliest(self.portfolio)
        if first is None or self.starts != first or not check(self.portfolio, first).ok:
            return []
        reached = [self._as_known(goal) for goal in self.goals]
        return reached if all(one.bound == one.value for one in reached) else []

    def _as_known(self, goal: Goal) -> Reached:
        """Return how good the best schedule is, and what is known of a goal without any search."""
        bound = bound_by_earliest_starts(goal, self.portfolio)
        return Reached(self._worth_of(goal)(self.starts or {}), bound, certified=bound is not None)

    def _reached(self) -> list[Reached]:
        """Return how good the best schedule is at each goal, and what is shown about that."""
        begun = self.whole.taken
        try:
            formulation = formulate(
                self.portfolio, self.goals, late=self.options.ties == "late", deadline=self.deadline
            )
        except TimeIsOver as over:
            self.stop = over.why
            return [self._as_known(goal) for goal in self.goals]
        self._formulating = self.whole.taken - begun
        columns, rows = formulation.program.columns, formulation.program.rows
        _log.debug("formulated: %d columns, %d rows after %.3f s", len(columns), len(rows), self.whole.taken)
        stated = _Stated(formulation, self._asked(formulation))
        reached = []
        for goal, expression in zip(self.goals, formulation.objectives, strict=True):
            begun = self.whole.taken
            reached.append(self._best(goal, expression, stated))
            self._log_goal(goal, reached[-1], self.whole.taken - begun)
            self._hold(expression, stated, goal, goal.slack)
        self._break_ties(stated, among_all=all(one.certified for one in reached))
        self.choice = stated.came_to(self.choice)
        return reached

    def _asked(self, formulation: Formulation) -> Asked:
        """Return who is asked where our own search does not settle it."""
        own, certify = self.options.solver, self.options.certify
        if own is not None:
            return Asked(solver=own)
        self.choice = choose(self.options.engine, has_tight_teams=bool(formulation.program.shares))
        return Asked(engine=self.choice.engine, certify=certify, by_name=self.choice.since == "asked")

    def _log_goal(self, goal: Goal, reached: Reached, seconds: float) -> None:
        """Log what one goal came to, in its own unit."""
        seen = [worth(goal, one) for one in (reached.value, reached.bound)]
        shown = [None if one is None else float(one) for one in seen]
        _log.debug("goal %s: value %s, bound %s, %s in %.3f s", goal.kind, *shown, self.stop, seconds)

    def _best(self, goal: Goal, expression: Expression, stated: _Stated) -> Reached:
        """Solve for one goal, keep the better schedule and return how good it is and what is shown."""
        better = self._worth_of(goal)
        if self._stop_in_time(_HANDING_OVER):
            return self._as_known(goal)
        led, found = None, None
        limits = self._limits(self.options.work_limit, goal)
        together: AbstractContextManager[Beside | None] = nullcontext()
        if self._is_searched(goal, stated) and self.deadline.allows(_PREPARING * self._formulating):
            led, together = self._searched(expression, stated)
        with together as beside:
            if self._is_searching and is_bounded(goal, stated.formulation.program, led, self.choice):
                whole = stated.formulation
                led = bounded(
                    whole.program,
                    expression,
                    whole.chains,
                    whole.gates,
                    limits,
                    lambda: better(self.starts or {}),
                    (lambda _: None) if beside is None else partial(beside.turn, None),
                )
            if led is not None and (led.is_close or led.stop != "finished"):
                self.stop = led.stop
            else:
                found = self._solved(expression, dataclasses.replace(limits, beside=beside), stated)
                self.stop = found.stop
        self._is_searching = False
        if self.starts is None:
            raise NoPlanFoundError(self.stop)
        if goal_value(goal, self.portfolio, self.starts) is None:
            self._not_there(goal, is_shown=found is not None and found.settled)
        bounds = (None if led is None else led.bound, bound_by_earliest_starts(goal, self.portfolio))
        return Reached.of(
            better(self.starts), found, max((one for one in bounds if one is not None), default=None)
        )

    def _stop_in_time(self, part: float) -> bool:
        """Stop the search if it has to; return whether it has stopped, so that nothing more is begun.

        Args:
            part: What is begun next cannot be stopped for so many times as long as formulating took.
        """
        if self.stop == "finished" and not self.deadline.allows(part * self._formulating):
            self.stop = self.deadline.why or "time limit"
        return self.stop != "finished"

    def _is_searched(self, goal: Goal, stated: _Stated) -> bool:
        """Tell whether a search of our own comes before the solver, or goes on beside it."""
        columns = len(stated.formulation.program.columns)
        return (
            goal is self.goals[0]
            and (goal.counts_earnings or self.starts is not None)
            and is_searched(goal, self.portfolio, columns, self.options, self.choice)
        )

    def _searched(
        self, expression: Expression, stated: _Stated
    ) -> tuple[Led | None, AbstractContextManager[Beside | None]]:
        """Search for the first goal; return what that came to, and what goes on beside the solver."""
        better, formulation = self._worth_of(self.goals[0]), stated.formulation
        self._is_searching = True

        def judge(starts: dict[str, int]) -> list[Fraction] | None:
            values = formulation.values(starts)
            if values is None or not check(self.portfolio, starts).ok:
                return None
            is_better = self.starts is None or better(starts) < better(self.starts)
            if is_better and self._is_searching:  # another thread may find it once later goals are solved
                self.starts = starts
            return values

        return searched(
            self.portfolio,
            formulation,
            self.goals,
            expression,
            self._limits(None, self.goals[0]),
            self.starts,
            judge,
            self.choice,
        )

    def _solved(
        self, expression: Expression, limits: Limits, stated: _Stated, effort: Effort = "proof"
    ) -> Found[dict[str, int]]:
        """Return the best schedule for an expression among those that are as good for the goals before, and keep it."""
        found = stated.program.least(expression, limits, self.starts, effort=effort)
        if found.answer is None and self.starts is not None and check(self.portfolio, self.starts).ok:
            return dataclasses.replace(found, is_none=False)  # a plan is known, whatever is said
        if found.is_none:
            seconds = self.deadline.share(most=_MOST_TO_EXPLAIN).left
            try:
                raise infeasible(self.portfolio, time_limit=seconds, cancel=self.options.cancel)
            except CalledInfeasibleError as error:
                if not check(self.portfolio, error.starts).ok:
                    raise
                self.starts = error.starts
            return self._solved(expression, limits, stated, effort)
        if found.is_disputed:
            raise SolverError(sentence("errors.runs disagree"))
        self.starts = found.answer if found.answer is not None else self.starts
        return found

    def _worth_of(self, goal: Goal) -> Better:
        """Return how good schedules are at a goal, less is better; one that does not get there is worst."""

        def better(starts: Mapping[str, int]) -> Fraction:
            value = worth(goal, goal_value(goal, self.portfolio, starts))
            return Fraction(self.portfolio.periods + 1) if value is None else value

        return better

    def _hold(self, expression: Expression, stated: _Stated, goal: Goal, slack: float = 0.0) -> None:
        """Let later goals choose only among schedules that are as good at this one."""
        if self.starts is None or self.stop != "finished":
            return
        now, last = self._worth_of(goal)(self.starts), Fraction(self.portfolio.periods)
        limit = now + exact(slack)
        if goal.target is not None and now <= last:  # beyond T stands for never
            limit = min(limit, last)
        stated.program.require(at_most("goal", expression, limit))

    def _break_ties(self, stated: _Stated, *, among_all: bool) -> None:
        """Decide between plans equal in all goals: fewer and earlier (or later) starts, then what was given first.

        Args:
            stated: The program.
            among_all: Whether our own search has closed all goals, so that few branches are left. Else the first is among those like
                the best there is: to look at all would be to search for the goals anew.
        """
        if self.stop != "finished":
            return  # nothing is built for what is not looked at
        for goal, expression in zip(self.goals, stated.formulation.objectives, strict=True):
            if goal.slack:
                self._hold(expression, stated, goal)
        is_among_all = among_all and stated.program.witness.has_few_left
        effort = "both" if is_among_all else self._keep_alike(stated)
        for expression in stated.formulation.ties:
            if self.deadline.is_over():
                return
            begun = self.whole.taken
            try:
                found = self._solved(expression, self._limits(_TIE_BREAK_NODES), stated, effort)
            except SolverError as error:  # the plan stands: any of those that are equal will do
                _log.debug("tie-break given up: %s", error)
                return
            _log.debug("tie-break: %s in %.3f s", self.stop, self.whole.taken - begun)
            if found.value is not None:
                stated.program.require(at_most("goal", expression, found.value))

    def _keep_alike(self, stated: _Stated) -> Effort:
        """Keep to schedules like the best; return who is asked about these."""
        formulation = stated.formulation
        for row in formulation.alike(self.starts or {}):
            stated.program.require(row)
        # a solver takes as long as for the goal where only starts count
        return "own search" if formulation.has_only_starts else "solver"

    def _limits(self, nodes: int | None, goal: Goal | None = None) -> Limits:
        watch = self._watch(goal) if goal is not None and self.options.on_progress is not None else onlooker()
        gap = 0.0 if goal is None or goal.target is not None else self.options.gap  # never is not close
        return Limits(self.deadline, nodes=nodes, gap=gap, threads=self.options.threads, watch=watch)

    def _watch(self, goal: Goal) -> Callable[[float | None, float | None, int], None]:
        """Return what passes the solver's reports on, in the goal's own unit."""
        tell = self.options.on_progress
        sign = -1 if goal.more_is_better else 1

        def watch(value: float | None, bound: float | None, nodes: int) -> None:
            value = None if value is None else sign * value
            bound = None if bound is None else sign * bound
            if tell is not None:
                tell(RunProgress(goal, self.whole.taken, value, bound, nodes))

        return watch

    def _not_there(self, goal: Goal, *, is_shown: bool) -> None:
        """Say that no plan gets to the goal, with the fields in the way; nothing where that is not shown."""
        if is_shown and goal is self.goals[0]:
            raise unreachable(self.portfolio, goal, self._closest)
        if is_shown:
            raise unreachable_behind(self.portfolio, goal, self.starts or {})

    def _closest(self) -> Mapping[str, int]:
        """Return a schedule that gets as close as there is time to find out."""
        if not self.deadline.allows(0.0):
            return self.starts or {}
        options = dataclasses.replace(self.options, time_limit=self.deadline.left)
        return Stages(self.portfolio, (Closest(),), options).outcome().starts

    def _returned(self, reached: Sequence[Reached]) -> Outcome:
        return Outcome(
            portfolio=self.portfolio,
            starts=self.starts or {},
            goals=tuple(self._result(goal, one) for goal, one in zip(self.goals, reached, strict=True)),
            stopped=self.stop,
            solver=self._solver_name(),
            chosen=None if self.choice is None else self.choice.since,
            seconds=self.whole.taken,
        )

    def _solver_name(self) -> str:
        """Return what was asked for proofs; nothing where nothing was."""
        if self.options.solver is not None:
            return name_of(self.options.solver)
        if self.choice is None:
            return ""
        return names_of(self.choice.engine, "race") if self.options.certify else names_of(self.choice.engine)

    def _result(self, goal: Goal, reached: Reached) -> GoalResult:
        return goal_result(
            goal,
            goal_value(goal, self.portfolio, self.starts or {}),
            worth(goal, reached.bound),
            asked=self.options.gap,
            best=worth(goal, reached.value),
            certified=reached.certified,
            confirmed=reached.confirmed,
        )


class _Stated:
    """The portfolio as a program, and the same for the solver once it is wanted."""

    def __init__(self, formulation: Formulation, asked: Asked) -> None:
        """Keep the formulation.

        Args:
            formulation: The portfolio as a program.
            asked: Which solver or engine is asked.
        """
        self.formulation = formulation
        self._asked = asked

    @cached_property
    def program(self) -> Exactly[dict[str, int]]:
        """The program that is solved."""
        return Exactly(self.formulation.program, Schedules(self.formulation), self._asked)

    def came_to(self, choice: Choice | None) -> Choice | None:
        """Return who was asked in the end; nothing is built to tell."""
        return self.program.asking.came_to(choice) if choice and "program" in vars(self) else choice
