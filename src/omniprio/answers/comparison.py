"""What is different between two plans: goals, and initiatives in, out and moved."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Marked
from omniprio.answers.best import worths
from omniprio.base import Model, Text
from omniprio.errors import InvalidArgumentError
from omniprio.goals import Goal, goal_value, with_horizon
from omniprio.language import Speaker, fact, sentence
from omniprio.marks import united
from omniprio.parameters import validated
from omniprio.portfolio import Horizon
from omniprio.portfolio.names import Dated, titles_of
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from omniprio.language import Language, Names
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = [
    "Comparison",
    "GoalChange",
    "compared",
    "difference",
    "goal_changes",
    "goal_word",
    "now_and_then",
    "shown",
]

_DECIMALS = 4
"""Of a value that is no money."""


class GoalChange(Model):
    """What becomes of one goal.

    >>> from omniprio import Fastest
    >>> change = GoalChange(goal=Fastest(), before=Fraction(1, 2), after=Fraction(3, 4), loss=Fraction(1, 4))
    >>> change.sentence()
    'fastest: 0.5000 becomes 0.7500, worse'
    """

    goal: Goal
    before: Fraction | None
    """In the goal's own unit; None where the plan does not get there."""
    after: Fraction | None
    loss: Fraction
    """By how much it gets worse, in the goal's own unit; less than 0 is better. Never getting there counts as T + 1."""

    @validated
    def sentence(self, currency: str = "", calendar: Horizon | None = None, language: Language = "en") -> str:
        """Return the change as a phrase.

        Args:
            currency: What money is in.
            calendar: What names periods; None for their numbers.
            language: The code of the language.
        """
        return self.said_by(Speaker(language, Dated(currency, calendar)))

    def said_by(self, speaker: Speaker) -> str:
        """Return the change as a phrase, as a speaker says it."""
        verdict = "worse" if self.loss > 0 else "better" if self.loss < 0 else "the same"
        before, after = (shown(self.goal, value, speaker) for value in (self.before, self.after))
        return speaker.words(
            "answers.becomes",
            goal=goal_word(self.goal, speaker),
            before=before,
            after=after,
            verdict=speaker.words(f"answers.{verdict}"),
        )

    def size(self, speaker: Speaker) -> str:
        """Return by how much it changes: the difference of the two values as they are shown, so that it can be checked."""
        by = abs(self.loss)
        if self.before is not None and self.after is not None:
            decimals = 2 if self.goal.unit == "money" else _DECIMALS
            by = abs(round(self.after, decimals) - round(self.before, decimals)) or by
        return difference(self.goal, by, speaker)


class Comparison(Marked):
    """What is different in one plan from another."""

    goals: tuple[GoalChange, ...]
    """One for each goal, the most important first."""
    dropped: tuple[str, ...]
    """Initiatives that only the first plan has, in the order given."""
    added: tuple[str, ...]
    """Initiatives that only the second plan has."""
    moved: dict[str, tuple[int, int]]
    """The starts, in the first and in the second plan, of initiatives that both have at different times."""
    currency: str = ""
    calendar: Horizon | None = None
    """What names the periods; None for their numbers."""
    counted_to: int | None = None
    """The last period whose money the values count; of two plans that count to different ones, that of the second."""
    titles: dict[str, Text] = {}
    """The titles of the initiatives named here, by id, where they have one."""

    @property
    def worse(self) -> bool:
        """Whether the second plan is worse for the first goal that is different."""
        return next((change.loss > 0 for change in self.goals if change.loss), False)

    @property
    def equal(self) -> bool:
        """Whether both are equally good at every goal."""
        return not any(change.loss for change in self.goals)

    @override
    def _names_used(self) -> Names:
        return Dated(self.currency, self.calendar, self.counted_to, self.titles)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = (
            [
                goal_word(one.goal, speaker),
                shown(one.goal, one.before, speaker),
                shown(one.goal, one.after, speaker),
            ]
            for one in self.goals
        )
        return columns([speaker.words(f"answers.{head}") for head in ("goal", "before", "after")], rows)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield from (f"- {change.said_by(speaker)}" for change in self.goals)
        if self.dropped:
            yield speaker.words("answers.out", names=self.dropped)
        if self.added:
            yield speaker.words("answers.in", names=self.added)
        if self.moved:
            moved = (
                speaker.words("answers.from to", name=name, one=one, two=self._then(two, speaker))
                for name, (one, two) in self.moved.items()
            )
            yield speaker.words("answers.moved", names=tuple(moved))

    def _then(self, period: int, speaker: Speaker) -> str:
        """Return what a period is called after another one; without a calendar its number is enough."""
        return (
            str(period) if self.calendar is None else self.calendar.label(period, speaker.catalogue.language)
        )


def compared(before: Plan, after: Plan, goals: Sequence[Goal]) -> Comparison:
    """Return what is different in a second plan.

    Args:
        before: The first plan.
        after: The second plan, over as many periods.
        goals: What to compare them by.

    Raises:
        InvalidArgumentError: They count money in two currencies.

    >>> from omniprio.goals import LeastCost
    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300), Initiative(id="app")])
    >>> found = compared(plan_of(one, {"web": 1, "app": 1}), plan_of(one, {"app": 2}), [LeastCost()])
    >>> found.dropped, found.moved, found.goals[0].loss
    (('web',), {'app': (1, 2)}, Fraction(-300, 1))
    """
    _require_one_currency(before.portfolio.currency, after.portfolio.currency)
    one, two = before.starts, after.starts
    dropped = tuple(name for name in before.portfolio.by_id if name in one and name not in two)
    added = tuple(name for name in after.portfolio.by_id if name in two and name not in one)
    moved = {name: (one[name], two[name]) for name in one if name in two and one[name] != two[name]}
    return Comparison(
        marks=united([before.portfolio.not_facts, after.portfolio.not_facts]),
        goals=goal_changes(goals, (before.portfolio, one), (after.portfolio, two)),
        dropped=dropped,
        added=added,
        moved=moved,
        currency=before.portfolio.currency,
        calendar=before.portfolio.calendar,
        counted_to=after.portfolio.counted_to,
        titles=titles_of(before.portfolio, dropped) | titles_of(after.portfolio, [*added, *moved]),
    )


def _require_one_currency(before: str, after: str) -> None:
    if before != after:
        none = fact("kinds.no currency")
        problem = sentence("faults.other currency", after=after or none, before=before or none)
        remedy = sentence("remedies.same currency")
        raise InvalidArgumentError.of("after", problem, remedy)


def goal_changes(
    goals: Sequence[Goal],
    before: tuple[Portfolio, Mapping[str, int]],
    after: tuple[Portfolio, Mapping[str, int]],
) -> tuple[GoalChange, ...]:
    """Return what becomes of each goal from one schedule of a portfolio to another.

    Args:
        goals: The goals.
        before: A portfolio and a schedule.
        after: A portfolio and a schedule.
    """
    losses = (two - one for one, two in zip(worths(goals, *before), worths(goals, *after), strict=True))
    return tuple(
        GoalChange(goal=goal, before=goal_value(goal, *before), after=goal_value(goal, *after), loss=loss)
        for goal, loss in zip(goals, losses, strict=True)
    )


def goal_word(goal: Goal, speaker: Speaker) -> str:
    """Return what a goal is called; one about money earned with the period to whose end it is counted, where that is known.

    >>> from omniprio.goals import LeastCost
    >>> goal_word(LeastCost(), Speaker("da"))
    'lavest omkostning'
    """
    word = speaker.words(f"goals.name {goal.kind}", **goal.about)
    return with_horizon(goal, word, speaker, within=True)


def now_and_then(goals: Iterable[Goal], speaker: Speaker) -> Iterator[str]:
    """Yield the heads of two columns for each goal: as things are, and after a change."""
    for goal in goals:
        yield speaker.words("answers.goal now", goal=goal_word(goal, speaker))
        yield speaker.words("answers.then")


def shown(goal: Goal, value: Fraction | None, speaker: Speaker) -> str:
    """Return the value of a goal as a person reads it.

    Args:
        goal: The goal.
        value: Its value, None for never.
        speaker: Who says it; its names know currency and calendar.

    >>> from omniprio.goals import LeastCost, Soonest
    >>> speaker = Speaker(names=Dated("kDKK"))
    >>> shown(LeastCost(), Fraction(1440), speaker), shown(Soonest(), None, speaker)
    ('1,440 kDKK', 'never')
    """
    if value is None:
        return speaker.words("answers.never")
    if goal.unit == "money":
        return speaker.money(value)
    if goal.unit == "period":
        return speaker.names.period(round(value), speaker.catalogue)
    if goal.unit == "amount":
        return speaker.number(value, _DECIMALS)
    return speaker.fixed(value, _DECIMALS)


def difference(goal: Goal, by: Fraction, speaker: Speaker) -> str:
    """Return how far two values of a goal are apart, as a person reads it.

    Args:
        goal: The goal.
        by: The difference.
        speaker: Who says it; its names know the currency.

    >>> from omniprio.goals import LeastCost, Soonest
    >>> speaker = Speaker(names=Dated("kDKK"))
    >>> difference(Soonest(), Fraction(2), speaker), difference(LeastCost(), Fraction(40), speaker)
    ('2 periods', '40 kDKK')
    """
    if goal.unit == "period":
        return speaker.words("answers.periods one" if by == 1 else "answers.periods", number=by)
    return shown(goal, by, speaker)
