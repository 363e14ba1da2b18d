"""Plans that are nearly as good as the best and as different from it as can be.

In the literature: near-optimal solutions, modelling to generate alternatives.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer
from omniprio.answers.best import worths
from omniprio.answers.comparison import difference, goal_word
from omniprio.answers.floor import as_known
from omniprio.answers.neighbourhoods import Neighbourhoods
from omniprio.base import Model
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.errors import InvalidArgumentError
from omniprio.exactly import Exactly, at_most
from omniprio.formulation import Schedules, formulate
from omniprio.formulation.objective import objective
from omniprio.goals import Goal, Steady, goal_value
from omniprio.language import fact, sentence
from omniprio.numbers import exact
from omniprio.optimise import best_plan
from omniprio.options import Options
from omniprio.parameters import validated
from omniprio.plan import Plan, plan_of
from omniprio.portfolio.names import Titles
from omniprio.purpose import goals_for
from omniprio.solver.limits import Limits
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.annotations import Count, NotNegative, Seconds
    from omniprio.given_goals import GivenGoals
    from omniprio.language import Fact, Names, Speaker
    from omniprio.portfolio import Portfolio

__all__ = ["Alternative", "Alternatives", "Farthest", "Stopped", "alternatives"]

Stopped = Literal["complete", "most", "time limit", "cancelled", "not settled"]
"""Why a search for alternatives ended."""


class Alternative(Model):
    """One of several plans."""

    plan: Plan
    loss: Fraction
    """How much worse it is than the first plan at the goal, in its own unit; less than 0 is better."""
    distance: tuple[int, int] | None
    """How far it is from the nearest plan before: initiatives in one of the two only, and periods that the starts of
    those in both are apart; None for the first plan."""
    farthest: bool
    """Whether it is proven that no plan is farther; of the first plan, that none is better."""


class Alternatives(Answer):
    """Plans that are nearly as good as the best."""

    goal: Goal
    """The first goal, which limits the loss."""
    allowed: Fraction
    """The loss allowed, in the goal's own unit."""
    plans: tuple[Alternative, ...]
    """The best plan, then each next one as different as possible."""
    ended: Stopped
    """Why there are no more: `complete` if it is proven that no plan within the loss differs from all of these."""
    proven: bool
    """Whether the first plan is proven to be best; if not, there may be better ones to measure the loss from."""
    currency: str = ""

    @property
    def core(self) -> tuple[str, ...]:
        """What all plans found do; if complete, what every plan within the loss does."""
        return tuple(name for name, count in self._counts().items() if count == len(self.plans))

    @property
    def choices(self) -> tuple[str, ...]:
        """What some plans do and others do not: the real choices."""
        return tuple(name for name, count in self._counts().items() if 0 < count < len(self.plans))

    @property
    def never(self) -> tuple[str, ...]:
        """What no plan found does."""
        return tuple(name for name, count in self._counts().items() if not count)

    def _counts(self) -> dict[str, int]:
        names = self.plans[0].plan.portfolio.by_id
        return {name: sum(name in one.plan.starts for one in self.plans) for name in names}

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.proven:
            yield fact("answers.first plan open")
        if self.ended != "complete":
            yield fact(f"answers.alternatives {self.ended}")

    @override
    def _names_used(self) -> Names:
        return Titles(self.plans[0].plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = [
            [speaker.called("initiative", name), *(_when(one.plan, name, speaker) for one in self.plans)]
            for name in self.plans[0].plan.portfolio.by_id
            if name in self.core + self.choices
        ]
        losses = (difference(self.goal, one.loss, speaker) for one in self.plans)
        rows.append([speaker.words("answers.loss"), *losses])
        numbered = (
            speaker.words("answers.plan number", place) for place, _ in enumerate(self.plans, start=1)
        )
        return columns([speaker.words("answers.start of"), *numbered], rows)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        loss = difference(self.goal, self.allowed, speaker)
        yield speaker.words("answers.alternatives", loss=loss, goal=goal_word(self.goal, speaker))
        yield self._columns(speaker)
        yield speaker.words("answers.in all", names=self.core or fact("answers.nothing"))
        yield speaker.words("answers.choices", names=self.choices or fact("answers.no choices"))
        yield speaker.words("answers.in none", names=self.never or fact("answers.nothing left out"))
        if self.ended == "complete":
            yield speaker.words("answers.alternatives complete")


def _when(plan: Plan, name: str, speaker: Speaker) -> str:
    calendar = plan.portfolio.calendar
    return calendar.label(plan.starts[name], speaker.catalogue.language) if name in plan.starts else "-"


Schedule = dict[str, int]

_FOR_NEIGHBOURHOODS = 0.5
"""The share of the time for one plan in which schedules nearby are looked at before all are."""


class Farthest:
    """Looks for plan after plan; the distance to the nearest one found is a column of one program."""

    def __init__(self, best: Plan, goal: Goal, loss: Fraction, deadline: Deadline, *, starts: bool) -> None:
        """Build the program.

        Args:
            best: The plan to begin with.
            goal: What limits the loss.
            loss: How much worse than that plan another may be.
            deadline: The time for all of them.
            starts: Whether plans that do the same at other times count as different.

        Raises:
            TimeIsOver: There was no time to build it.
        """
        self._portfolio, self._goal, self._deadline = best.portfolio, goal, deadline
        count = len(self._portfolio.initiatives)
        self._change = 1 + count * self._portfolio.periods  # more than all moves of starts together
        self._apart = 1 if starts else self._change
        begun = deadline.taken
        self._formulation = formulate(self._portfolio, [goal], deadline=deadline)
        if not deadline.allows(_STATING * (deadline.taken - begun)):
            raise TimeIsOver(deadline.why or "time limit")
        self._nearest = self._formulation.program.column("nearest", integer=False, upper=self._change * count)
        self._least = self._worth(best.starts)
        self._rows = [at_most("loss", self._formulation.objectives[0], self._least + loss)]
        reading = Schedules(self._formulation, self._values)
        self._program = Exactly(self._formulation.program, reading)
        for row in self._rows:
            self._program.require(row)
        self._found: list[Schedule] = []
        self._keep(best.starts)

    def another(self, *, share: float) -> Alternative | Stopped:
        """Return one more plan, or why there is none: `complete` if it is proven that none is different enough.

        Args:
            share: The share of the time left that it may take.
        """
        if (why := self._deadline.why) is not None:
            return why
        own = self._deadline.share(share)
        start = self._nearby(own.share(_FOR_NEIGHBOURHOODS))
        found = self._program.least(self._nearest * -1, Limits(own), start)
        starts = start if found.answer is None else found.answer
        if self._distance(starts) >= self._apart:
            return self._kept(starts, is_farthest=found.settled)
        if found.settled:
            return "complete"
        if found.stop == "cancelled":
            return "cancelled"
        return "not settled" if self._deadline.left is None else "time limit"

    def _nearby(self, deadline: Deadline) -> Schedule:
        """Return the best plan, moved away from all by small changes as far as there is time for."""
        held = Neighbourhoods(self._formulation, self._rows, seed=len(self._found))
        return held.improved(
            self._found[0], self._nearest * -1, lambda one: -self._distance(one), self._values, deadline
        )

    def _from(self, starts: Mapping[str, int]) -> Steady:
        """Return the distance from a plan, as a goal."""
        return Steady(starts=dict(starts), per_period=1.0, per_change=float(self._change))

    def _distance(self, starts: Mapping[str, int]) -> int:
        """Return how far a schedule is from the nearest plan found."""
        return int(min(goal_value(self._from(one), self._portfolio, starts) or 0 for one in self._found))

    def _values(self, starts: Mapping[str, int]) -> list[Fraction] | None:
        values = self._formulation.values(starts)
        (nearest,) = self._nearest.terms
        return (
            None
            if values is None
            else [*values[:nearest], Fraction(self._distance(starts)), *values[nearest + 1 :]]
        )

    def _worth(self, starts: Mapping[str, int]) -> Fraction:
        return worths([self._goal], self._portfolio, starts)[0]

    def _kept(self, starts: Schedule, *, is_farthest: bool) -> Alternative:
        """Keep a plan, with how far it is, and whether it is shown that none is farther."""
        nearest = self._distance(starts)
        self._keep(starts)
        return Alternative(
            plan=plan_of(self._portfolio, starts),
            loss=self._worth(starts) - self._least,
            distance=divmod(nearest, self._change),
            farthest=is_farthest,
        )

    def _keep(self, starts: Schedule) -> None:
        """Keep the others apart from a plan."""
        self._found.append(starts)
        apart = objective(self._from(starts), self._formulation.variables)
        self._rows.append(at_most("nearest", self._nearest - apart, Fraction(0)))
        self._program.require(self._rows[-1])


_STATING = 0.3
"""How many times as long as formulating it takes at most to state how far a plan is from others; at 1,000 initiatives over 40 periods 0.15."""

_LEAST_SHARE = 0.1
"""The share of the time left that a plan may take at least, however many are wanted."""


@validated
def alternatives(
    portfolio: Portfolio,
    goals: GivenGoals | None = None,
    *,
    loss: NotNegative,
    most: Count = 5,
    starts: bool = True,
    known: Plan | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Alternatives:
    """Return the best plan and others that lose little at the first goal and differ as much as possible.

    Each next plan is as far as possible from the nearest of those found before: first in how many initiatives are in
    one of the two plans only, then in how many periods the starts of those in both are apart.

    Args:
        portfolio: The portfolio.
        goals: In order of importance, for the best plan; the first, which is not `Soonest`, limits the others; None for those that suit the portfolio.
        loss: How much worse than the best at the first goal they may be, in its own unit, at least 0.
        most: How many plans at most, the best one included, at least 1.
        starts: Whether plans that do the same at other times count as different.
        known: A plan of this portfolio that is there already: the first plan is no worse.
        time_limit: Seconds for all plans together, more than 0. The best plan may take half of it, each further one
            an even part of what is left; one that is not proven to be the farthest by then is kept, and marked.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InfeasibleError: There is no plan at all.
        NoPlanFoundError: The time was over before there was one.
        InvalidArgumentError: An argument makes no sense, or the first goal is `Soonest`.

    >>> from omniprio import ten_portfolio
    >>> found = alternatives(ten_portfolio(budget=1500), loss=0.02, most=3, starts=False)
    >>> len(found.plans), found.choices != ()
    (3, True)
    """
    goals = goals_for(portfolio, goals)
    if goals[0].target is not None:
        raise InvalidArgumentError.of(
            "goals", sentence("faults.soonest loss"), sentence("remedies.other goal first")
        )
    deadline = Deadline(time_limit, cancel)
    best = _first(portfolio, goals, known, deadline)
    found = [Alternative(plan=best, loss=Fraction(0), distance=None, farthest=best.proven)]
    try:
        search = Farthest(best, goals[0], exact(loss), deadline, starts=starts)
        ended = _further(search, found, most)
    except TimeIsOver as over:
        ended = over.why
    return Alternatives(
        goal=goals[0],
        allowed=exact(loss),
        plans=tuple(found),
        ended=ended,
        proven=best.proven,
        currency=portfolio.currency,
    )


def _first(portfolio: Portfolio, goals: Sequence[Goal], known: Plan | None, deadline: Deadline) -> Plan:
    """Return the best plan: the one that is known, if it is proven to be that, else one that is no worse."""
    if known is not None:
        best = as_known(known, portfolio, goals)
        if best.settled and best.plan is not None:
            return best.plan
    start = None if known is None else known.starts
    limit = deadline.share(0.5).limit
    return best_plan(portfolio, goals, Options(time_limit=limit, warm_start=start, cancel=deadline.cancel))


def _further(search: Farthest, found: list[Alternative], most: int) -> Stopped:
    """Add plan after plan to those found, up to so many, and return why no more came."""
    while len(found) < most:
        another = search.another(share=max(1 / (most - len(found)), _LEAST_SHARE))
        if not isinstance(another, Alternative):
            return another
        found.append(another)
    return "most"
