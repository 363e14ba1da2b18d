"""One ranked list to cut from below: a plan for each of several amounts of a budget, each with all that the smaller ones have.

In the literature: nested solutions, incremental and robust knapsack.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, override

from omniprio.answer import Answer
from omniprio.answers.best import Search
from omniprio.answers.comparison import goal_word, shown
from omniprio.answers.frontiers.scaling import scaled
from omniprio.answers.nesting.one_program import OneProgram
from omniprio.base import Model
from omniprio.deadline import TimeIsOver
from omniprio.errors import InvalidArgumentError, NoPlanFoundError, SolverError
from omniprio.exactly import Exactly, at_most
from omniprio.formulation import formulate
from omniprio.goals import Goal, goal_value
from omniprio.language import Speaker, fact, sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.plan import Plan, plan_of
from omniprio.plan.kept_back import until_explained
from omniprio.plan.words import budget_fact
from omniprio.portfolio import MAIN_FUND
from omniprio.portfolio.names import Titles
from omniprio.purpose import goals_for
from omniprio.solver.limits import Limits
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from omniprio.annotations import Money, Positive, Seconds
    from omniprio.deadline import Deadline
    from omniprio.formulation import Formulation
    from omniprio.given_goals import GivenGoals
    from omniprio.language import Fact, Names
    from omniprio.portfolio import Portfolio
    from omniprio.solver.program import Expression

    Schedules = tuple[dict[str, int], ...]
    Values = tuple[Fraction | None, ...]

__all__ = ["Nested", "NestedStep", "Ranked", "nested"]

_JOINING = 0.4
"""How many times as long as formulating them it takes to join the portfolios and to hand them over, before anybody looks at the
clock; at 1,000 initiatives over 40 periods 0.35 times."""

_TIE_BREAK_NODES = 50
"""Branch-and-bound nodes for each tie-break; they decide between equals, so they need no proof."""


class NestedStep(Model):
    """What is done with one amount of the budget."""

    budget: Fraction
    """The amount."""
    weight: Fraction
    """What it counts among the amounts."""
    plan: Plan
    """The plan; its portfolio holds this amount."""
    values: tuple[Fraction | None, ...]
    """What it comes to at each goal; None for never."""
    alone: tuple[Fraction | None, ...]
    """What the best plan comes to that was found for this amount alone, not nested."""
    added: tuple[str, ...]
    """Initiatives that the plan of the next smaller amount does not have."""


class Ranked(NamedTuple):
    """An initiative in the ranked list."""

    id: str
    since: Fraction
    """The smallest of the amounts with which it is done."""


class Nested(Answer):
    """A plan for each of several amounts of a budget; whatever one has, all of larger amounts have too."""

    budget: str
    """The name of the budget."""
    goals: tuple[Goal, ...]
    steps: tuple[NestedStep, ...]
    """By amount, the smallest first."""
    proven: bool
    """Whether no nested plans are better: at the first goal summed up over the amounts, each as often as it counts, then at
    the next."""
    currency: str = ""

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """The ranked list, what is cut last first: by the smallest amount that has it, then by its start with that amount."""
        return tuple(
            Ranked(name, step.budget)
            for step in self.steps
            for name in step.plan.starts
            if name in set(step.added)
        )

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.proven:
            yield fact("answers.nested open")

    @override
    def _names_used(self) -> Names:
        return Titles(self.steps[0].plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        head = [
            speaker.words("answers.nested amount"),
            speaker.words("answers.nested weight"),
            *(goal_word(goal, speaker) for goal in self.goals),
            speaker.words("answers.nested alone", goal=goal_word(self.goals[0], speaker)),
            speaker.words("answers.column in"),
        ]
        return columns(head, (self._cells(step, speaker) for step in self.steps))

    def _cells(self, step: NestedStep, speaker: Speaker) -> list[str]:
        own = Speaker(speaker.catalogue.language, Titles(step.plan.portfolio))
        values = (shown(goal, value, own) for goal, value in zip(self.goals, step.values, strict=True))
        alone = shown(self.goals[0], step.alone[0], own)
        weight = speaker.number(step.weight, 2)
        return [
            speaker.number(step.budget, 2),
            weight,
            *values,
            alone,
            speaker.all_mentioned("initiative", step.added),
        ]

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        yield speaker.words("answers.nested means", budget=budget_fact(self.budget))
        ranked = tuple(one.id for one in self.ranked)
        yield (
            speaker.words("answers.nested list", names=ranked) if ranked else speaker.words("answers.nothing")
        )


@validated
def nested(
    portfolio: Portfolio,
    budgets: Sequence[Money],
    goals: GivenGoals | None = None,
    *,
    weights: Sequence[Positive] | None = None,
    budget: str = MAIN_FUND,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Nested:
    """Return one ranked list to cut from below, for a budget of which it is not known yet how much it will be.

    For each of some amounts there is a plan, and what the plan of one amount does, the plans of all larger ones do as well, though
    it may start at another time. Among all such plans these are best: the first goal, summed up over the amounts, each as often as it
    counts, then the next goal. The best plan for an amount alone may be better (`alone`); that is what one list for all costs.

    The amount is the total over the horizon, phased in the proportions given, as for `frontier`.

    Args:
        portfolio: The portfolio.
        budgets: The amounts, each 0 or more, in any order.
        goals: In order of importance, without slack; none that may never be reached, such as `Soonest`. None for those that
            suit the portfolio; see `omniprio.purpose.default_goals`.
        weights: How often each amount counts, more than 0, as its likelihood; by default all the same.
        budget: The name of the budget.
        time_limit: Seconds for everything, of which half may go to the best plans for each amount alone.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InvalidArgumentError: There are not as many weights as amounts, an amount is there twice, or a goal cannot be summed up.
        InvalidInputError: There is no such budget.
        InfeasibleError: There is no plan for the smallest amount.
        NoPlanFoundError: None was found in time.

    >>> from omniprio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=30, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=20, advances={"D2": 0.4})
    >>> found = nested(Portfolio(horizon=1, initiatives=[web, app]), [20, 30, 50])
    >>> [(one.id, int(one.since)) for one in found.ranked]  # with 30 alone, web would be better
    [('app', 20), ('web', 50)]
    """
    goals = goals_for(portfolio, goals)
    amounts = _weighed(budgets, weights)
    _must_add_up(goals)
    search = Search(goals, time_limit, cancel)
    purse = scaled(portfolio, budget)
    portfolios = [purse.as_asked(amount) for amount in amounts]
    alone = _each_alone(portfolios, search)
    until = until_explained(search.deadline, portfolios[-1], plans=len(portfolios))
    starts, proven = _together(portfolios, [*amounts.values()], alone, search.goals, until)
    plans = [plan_of(one, own) for one, own in zip(portfolios, starts, strict=True)]
    return Nested(
        budget=budget,
        goals=goals,
        steps=tuple(
            NestedStep(
                budget=amount,
                weight=weight,
                plan=plan,
                values=_values(goals, plan),
                alone=tuple(goal_value(goal, plan.portfolio, best.starts) for goal in goals),
                added=tuple(name for name in plan.starts if before is None or name not in before.starts),
            )
            for (amount, weight), plan, best, before in zip(
                amounts.items(), plans, alone, [None, *plans], strict=False
            )
        ),
        proven=proven,
        currency=portfolio.currency,
    )


def _weighed(budgets: Sequence[float], weights: Sequence[float] | None) -> dict[Fraction, Fraction]:
    """Return what each amount counts, the smallest first."""
    if not budgets:
        raise InvalidArgumentError.of(
            "budgets", sentence("faults.no entries"), sentence("remedies.at least one")
        )
    if weights is not None and len(weights) != len(budgets):
        problem = sentence("faults.weights for amounts", given=len(weights), amounts=len(budgets))
        raise InvalidArgumentError.of("weights", problem, sentence("remedies.weight for each"))
    found = dict(zip(map(exact, budgets), map(exact, weights or [1.0] * len(budgets)), strict=True))
    if len(found) < len(budgets):
        raise InvalidArgumentError.of(
            "budgets", sentence("faults.amount twice"), sentence("remedies.name each once")
        )
    return dict(sorted(found.items()))


def _must_add_up(goals: Sequence[Goal]) -> None:
    """Refuse goals whose value may be that it is never reached, which cannot be summed up."""
    for place, goal in enumerate(goals, start=1):
        if goal.target is not None or goal.aim is not None:
            problem, remedy = sentence("faults.may be never"), sentence("remedies.goal to sum up")
            raise InvalidArgumentError.of(f"goals[{place}]", problem, remedy)


class _Alone(NamedTuple):
    """The best schedule that was found for one amount alone, and whether no plan is better."""

    starts: dict[str, int]
    settled: bool


def _each_alone(portfolios: Sequence[Portfolio], search: Search) -> list[_Alone]:
    """Return the best schedule of each portfolio for itself, as far as there is time; one at least for each."""
    found: list[_Alone] = []
    for place, portfolio in enumerate(portfolios):
        share = 0.5 / (len(portfolios) - place)
        before = found[-1].starts if found else None
        best = search.best(portfolio, share=share, warm_start=before)
        if best.found is not None:
            found.append(_Alone(best.found.starts, settled=best.settled))
        elif before is not None:
            found.append(_Alone(before, settled=False))
        else:
            raise search.no_plan(portfolio, best)
    return found


def _values(goals: Sequence[Goal], plan: Plan) -> Values:
    return tuple(goal_value(goal, plan.portfolio, plan.starts) for goal in goals)


def _together(
    portfolios: Sequence[Portfolio],
    weights: Sequence[Fraction],
    alone: Sequence[_Alone],
    goals: Sequence[Goal],
    deadline: Deadline,
) -> tuple[Schedules, bool]:
    """Return a schedule for each portfolio, nested and together best, and whether that is proven."""
    if all(best.settled for best in alone) and _are_nested([best.starts for best in alone]):
        return tuple(best.starts for best in alone), True
    smallest, begun = (alone[0].starts,) * len(alone), deadline.taken
    try:
        formulations = [formulate(one, goals, deadline=deadline) for one in portfolios]
    except TimeIsOver:
        return smallest, False
    if not deadline.allows(_JOINING * (deadline.taken - begun)):
        return smallest, False
    return _Joint(formulations, weights, deadline).best(smallest)


def _are_nested(schedules: Sequence[dict[str, int]]) -> bool:
    return all(before.keys() <= after.keys() for before, after in pairwise(schedules))


class _Joint:
    """The search for schedules that are nested and together best."""

    def __init__(
        self, formulations: Sequence[Formulation], weights: Sequence[Fraction], deadline: Deadline
    ) -> None:
        self._formulations, self._weights, self._deadline = formulations, weights, deadline
        self._all = OneProgram(formulations)
        self._program: Exactly[Schedules] = Exactly(self._all.program, self._all)

    def best(self, starts: Schedules) -> tuple[Schedules, bool]:
        """Work through the goals, each holding what the ones before have reached, and then the ties.

        Args:
            starts: Schedules to start from.
        """
        for place in range(len(self._formulations[0].objectives)):
            expression = self._sum([one.objectives[place] for one in self._formulations])
            found = self._program.least(expression, Limits(self._deadline), starts)
            if found.answer is None:
                raise NoPlanFoundError(found.stop)
            starts = found.answer
            if not found.settled:
                return starts, False
            self._hold(expression, starts)
        return self._after_ties(starts), True

    def _after_ties(self, starts: Schedules) -> Schedules:
        """Return schedules that are as good: with fewer and earlier starts, then with what was given first."""
        for place in range(len(self._formulations[0].tie_breaks)):
            expression = self._sum([one.tie_breaks[place] for one in self._formulations])
            try:
                found = self._program.least(
                    expression, Limits(self._deadline, nodes=_TIE_BREAK_NODES), starts
                )
            except SolverError:  # any of those that are equal will do
                return starts
            starts = found.answer or starts
            self._hold(expression, starts)
        return starts

    def _sum(self, expressions: Sequence[Expression]) -> Expression:
        return self._all.weighed(expressions, self._weights)

    def _hold(self, expression: Expression, starts: Schedules) -> None:
        """Let what comes later choose only among schedules that are as good."""
        values = self._all.columns(starts) or ()
        self._program.require(at_most("goal", expression, Fraction(expression.value(values))))
