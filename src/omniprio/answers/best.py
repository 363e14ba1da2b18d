"""The best plans of changed portfolios, one after another, within one time limit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from omniprio.checker import check
from omniprio.deadline import Deadline
from omniprio.errors import (
    Fault,
    GoalUnreachableError,
    InvalidArgumentError,
    InvalidInputError,
    NoPlanFoundError,
    OmniprioError,
)
from omniprio.goals import Goal, LeastCost, goal_value, worth
from omniprio.greedy import first_schedule
from omniprio.infeasibility import InfeasibleError, explain_infeasible, infeasible
from omniprio.infeasibility.demand import Rows
from omniprio.infeasibility.solving import Softened, schedule
from omniprio.infeasibility.words import demand_fact, in_english
from omniprio.language import Fact, Sentence, fact, sentence
from omniprio.optimise import best_outcome
from omniprio.options import Options
from omniprio.plan import Outcome
from omniprio.plan.kept_back import explaining
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized

    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["Best", "Search", "Unsettled", "decided", "exists", "goals_of", "known", "left_open", "worths"]

Worths = tuple[Fraction, ...]
"""How good a plan is at each goal, the most important first; compared as tuples, less is better."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best plan of a portfolio, as far as it is known.

    Attributes:
        found: The plan, or what a search for it came to, or None.
        worths: How good it is at each goal, less is better; empty without a plan.
        settled: Whether it is proven that no plan is better, or, without a plan, that there is none.
        error: What was raised where there is no plan, if anything was.
    """

    found: Plan | Outcome | None
    worths: Worths
    settled: bool
    error: OmniprioError | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan, or None; all that it tells is worked out where it is first asked for."""
        return self.found.plan if isinstance(self.found, Outcome) else self.found

    def as_good_as(self, target: Worths) -> bool:
        """Tell whether there is a plan and it is at least as good."""
        return self.found is not None and self.worths <= target


class Unsettled(Exception):  # noqa: N818  not an error: it ends one question for lack of time
    """A question could not be settled in the time there was."""


_PLANS_LEFT = 1.5
"""How many times as long as it takes to explain a plan must be left for one more: to begin it takes half as long again."""

_MOST_TO_EXPLAIN = 20.0
"""Seconds for saying why there is no plan, where no fewer are left."""


class Search:
    """Solves portfolio after portfolio for the same goals."""

    def __init__(
        self, goals: Sequence[Goal], time_limit: float | None = None, cancel: threading.Event | None = None
    ) -> None:
        """Begin: the clock runs from here.

        Args:
            goals: In order of importance, all without slack.
            time_limit: Seconds for all portfolios together.
            cancel: Set it from another thread to stop; Ctrl-C does the same.
        """
        if any(goal.slack for goal in goals):
            problem = sentence("faults.slack for no amount")
            raise InvalidArgumentError.of("goals", problem, sentence("remedies.without slack"))
        self.goals = tuple(goals)
        self.deadline = Deadline(time_limit, cancel)
        self.cancel = self.deadline.cancel
        self._explaining: float | None = None

    @property
    def over(self) -> bool:
        """Whether there is no time left, or the user cancelled."""
        return self.deadline.is_over()

    def allows_one_more(self, portfolio: Portfolio) -> bool:
        """Tell whether there is time for a further plan, however short the search for it, and to explain it.

        Args:
            portfolio: A portfolio of the size in question.
        """
        if self.deadline.left is None or self.over:
            return not self.over
        if self._explaining is None:
            self._explaining = explaining(portfolio, self.deadline)
        return self.deadline.allows(_PLANS_LEFT * self._explaining)

    def in_turn[Thing](
        self, several: Sequence[Thing], *, at_least: float = 0.0
    ) -> Iterator[tuple[Thing, float]]:
        """Yield things to be looked at, each with its share of the time that is left then, until there is too little.

        That is half of what the one before took: with less the next one would take longer than there is.

        Args:
            several: The things.
            at_least: The part of the whole time that each may take, if its even share is less: of many the first few are
                looked at properly then, rather than all for a moment.
        """
        whole, took = self.deadline.left, 0.0
        for place, one in enumerate(several):
            if not self.deadline.allows(took / 2):
                return
            left, begun = self.deadline.left, self.deadline.taken
            least = at_least * whole / left if whole and left else 0.0
            yield one, min(max(1 / (len(several) - place), least), 1.0)
            took = self.deadline.taken - begun

    def best(
        self,
        portfolio: Portfolio,
        goals: Sequence[Goal] = (),
        *,
        share: float = 1.0,
        warm_start: Mapping[str, int] | None = None,
    ) -> Best:
        """Return the best plan of a portfolio.

        Args:
            portfolio: The portfolio.
            goals: In place of those of the search.
            share: The share of the time left that it may take.
            warm_start: A schedule that keeps every rule, to start from.
        """
        goals = goals or self.goals
        try:
            if warm_start is None and not exists(portfolio, self.limits(share)):
                return Best(None, (), settled=True)
            options = Options(
                time_limit=self.limits(share).deadline.limit, warm_start=warm_start, cancel=self.cancel
            )
            found = best_outcome(portfolio, tuple(goals), options)
        except (GoalUnreachableError, InfeasibleError) as error:
            return Best(None, (), settled=True, error=error)
        except (NoPlanFoundError, Unsettled):
            return Best(None, (), settled=False)
        return known(found)

    def settled(self, portfolio: Portfolio) -> Best:
        """Return the best plan of a portfolio, proven; it may take half of the time left.

        Raises:
            Unsettled: The time was over before it was proven.
        """
        best = self.best(portfolio, share=0.5)
        if not best.settled:
            raise Unsettled
        return best

    def limits(self, share: float = 1.0) -> Limits:
        """Return the limits of a run that may take a share of the time left.

        Raises:
            Unsettled: There is none.
        """
        if self.over:
            raise Unsettled
        return Limits(self.deadline.share(share))

    def part(self, share: float) -> Deadline:
        """Return what may take a share of the time left."""
        return self.deadline.share(share)

    @property
    def unsettled_by(self) -> Literal["cancelled", "time limit", "not settled"]:
        """Why something is not settled: nothing stopped the search where it has no time limit and goes on."""
        if self.cancel.is_set():
            return "cancelled"
        return "not settled" if self.deadline.left is None else "time limit"

    def no_plan(self, portfolio: Portfolio, best: Best) -> OmniprioError:
        """Return the error for a portfolio for which no plan was found.

        Args:
            portfolio: The portfolio.
            best: What `best` returned for it.
        """
        if not best.settled:
            return NoPlanFoundError("cancelled" if self.cancel.is_set() else "time limit")
        seconds = self.deadline.share(most=_MOST_TO_EXPLAIN).left
        return best.error or infeasible(portfolio, time_limit=seconds, cancel=self.cancel)

    def conflict(self, portfolio: Portfolio, name: str) -> tuple[Sentence, ...]:
        """Return what cannot hold together in a portfolio without a plan, one sentence each; none if unknown.

        Where there are plans, but none gets to a goal, that is what was decided about an initiative and the goal.

        Args:
            portfolio: The portfolio.
            name: The id of the initiative that something was decided about.
        """
        try:
            if exists(portfolio, self.limits(0.5)):
                return (*_decisions(portfolio, name), *_distances(self.goals, portfolio))
            seconds = self.limits(0.5).deadline.share(most=_MOST_TO_EXPLAIN).left
            found = explain_infeasible(portfolio, time_limit=seconds, cancel=self.cancel)
        except (Unsettled, NoPlanFoundError):
            return ()
        return tuple(Sentence(demand.sentence, demand.said) for demand in found.demands)


def _decisions(portfolio: Portfolio, name: str) -> Iterator[Sentence]:
    """Yield what was decided about an initiative, a sentence each."""
    one = portfolio.by_id[name]
    if one.decision != "free":
        yield in_english(demand_fact(one.decision, (name,), None, portfolio), portfolio)
    if one.latest_start is not None:
        yield in_english(demand_fact("latest_start", (name,), None, portfolio), portfolio)


def _distances(goals: Iterable[Goal], portfolio: Portfolio) -> Iterator[Sentence]:
    """Yield how close the goals want every plan to come."""
    for goal in goals:
        if goal.destination is not None:
            said = fact("rules.goal.demand", wanted=goal.destination, period=portfolio.periods)
            yield in_english(said, portfolio)


def exists(portfolio: Portfolio, limits: Limits) -> bool:
    """Tell whether any schedule keeps every rule.

    Args:
        portfolio: The portfolio.
        limits: When to stop.

    Raises:
        NoPlanFoundError: It stopped before this was known.
    """
    if check(portfolio, {}).ok:  # nothing need be done; seen in a hundredth of the time for a first schedule
        return True
    if first_schedule(portfolio, [LeastCost()], limits.deadline.is_over) is not None:
        return True
    rows = Rows(portfolio, limits.deadline)
    return schedule(rows, rows.of, Softened(), limits) is not None


def left_open(kind: str, still_open: Sized, rows: Sized, not_begun: Sized, plan: Plan) -> Iterator[Fact]:
    """Yield what is not settled where plans are made one after another, each measured by the same plan.

    Args:
        kind: The key of the words for how many of how many are open.
        still_open: The rows that are not proven.
        rows: All that was begun.
        not_begun: What there was no time to begin.
        plan: What they are measured by.
    """
    if number := len(still_open) + len(not_begun):
        yield fact(f"answers.{kind}", open=number, every=len(rows) + len(not_begun))
    if not plan.is_final:
        yield fact("answers.plan as it is open")


def worths(goals: Sequence[Goal], portfolio: Portfolio, starts: Mapping[str, int]) -> Worths:
    """Return how good a schedule is at each goal, less is better; never getting there counts as beyond T.

    Args:
        goals: The goals.
        portfolio: The portfolio.
        starts: The schedule.
    """
    values = (worth(goal, goal_value(goal, portfolio, starts)) for goal in goals)
    return tuple(Fraction(portfolio.periods + 1) if value is None else value for value in values)


class Contradiction(tuple[Sentence, ...]):
    """How a change contradicts the rest of a portfolio, one sentence for each contradiction."""

    __slots__ = ()


def decided(portfolio: Portfolio, name: str, changes: Mapping[str, object]) -> Portfolio | Contradiction:
    """Return a portfolio with one initiative changed, or how that contradicts the rest.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.
        changes: New values by field.
    """
    initiatives = [one.model_copy(update=changes) if one.id == name else one for one in portfolio.initiatives]
    try:
        return portfolio.model_copy(update={"initiatives": initiatives})
    except InvalidInputError as error:
        return Contradiction(one for fault in error.faults for one in _contradiction(fault, portfolio))


def _contradiction(fault: Fault, portfolio: Portfolio) -> Iterator[Sentence]:
    """Yield a fault as sentences about a portfolio: what was asked about an initiative is nothing the user decided."""
    about: Fact | None = getattr(fault.problem, "fact", None)
    values = about.values if about else {}
    match about and about.kind, next(iter(fault.at), ()):
        case "faults.must but", ("initiatives", int(place), *_):
            one, chain = portfolio.initiatives[place], values["chain"]  # it begins with the id
            yield in_english(chain, portfolio) if isinstance(chain, Fact) else Sentence(str(chain))
            if one.decision == "must":
                yield in_english(demand_fact("must", (one.id,), None, portfolio), portfolio)
        case "faults.no period to start in", ("initiatives", int(place), *_):
            said = {"initiative": portfolio.initiatives[place].id, "dates": values["dates"]}
            yield in_english(fact("faults.no period", **said), portfolio)
        case _, ("groups", int(place), *_):
            name = portfolio.groups[place].id
            yield in_english(fact("answers.group at fault", group=name, problem=fault.problem), portfolio)
        case _, ("initiatives", int(place), *_):
            name = portfolio.initiatives[place].id
            said = {"initiative": name, "problem": fault.problem}
            yield in_english(fact("answers.initiative at fault", **said), portfolio)
        case _:
            yield in_english(fact("answers.at fault", path=fault.path, problem=fault.problem), portfolio)


def known(found: Plan | Outcome) -> Best:
    """Return a plan as the best of its portfolio, settled if that is proven, and not only within a gap.

    Raises:
        InvalidArgumentError: It was made by hand, for no goal.
    """
    return Best(found, worths(goals_of(found), found.portfolio, found.starts), settled=found.is_final)


def goals_of(plan: Plan | Outcome) -> tuple[Goal, ...]:
    """Return the goals that a plan was made for.

    Raises:
        InvalidArgumentError: It was made by hand, for none.
    """
    if not plan.goals:
        raise InvalidArgumentError.of(
            "plan", sentence("faults.by hand"), sentence("remedies.plan from prioritise")
        )
    return tuple(result.goal for result in plan.goals)
