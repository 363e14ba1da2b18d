"""What is found about a plan in the draws: shares with their intervals, and what they say."""

from __future__ import annotations

from collections import Counter
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING, Annotated, Literal, Self, override

from pydantic import Field, model_validator

from omniprio.answer import Answer
from omniprio.answers.comparison import goal_word
from omniprio.answers.parallel.attempt import Failure
from omniprio.answers.robustness.regret import Candidate
from omniprio.answers.robustness.uncertainty import place_facts
from omniprio.answers.robustness.value_of_information import Influence
from omniprio.base import Model, Text
from omniprio.errors import UnfitError
from omniprio.language import Fact, catalogue, fact, sentence, text
from omniprio.marks import Marks, united
from omniprio.plan import Plan
from omniprio.plan.words import budget_fact
from omniprio.portfolio.names import Titles
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.language import Fact, Names, Speaker

__all__ = ["InitiativeOutlook", "PeriodOutlook", "Proportion", "Robustness", "unanswered"]

_Z = 1.959963984540054
"""The standard normal quantile of 97.5 %: 95 % lie between minus and plus it."""

_Count = Annotated[int, Field(ge=0, strict=True)]


class Proportion(Model):
    """How often something was seen in a random sample, with its 95 % interval.

    The interval is Wilson's: it stays within 0 and 1 and is not empty where all or none were seen. It speaks of the
    error of sampling only, not of how well the ranges were estimated.

    Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (158), 209-212.

    >>> seen = Proportion(count=8, of=10)
    >>> seen.share, round(seen.lowest, 3), round(seen.highest, 3)
    (0.8, 0.49, 0.943)
    """

    count: _Count
    """In how many it was seen."""
    of: _Count
    """How many were looked at."""

    @model_validator(mode="after")
    def _no_more_than_there_are(self) -> Self:
        if self.count > self.of:
            raise UnfitError(
                sentence("faults.count of", count=self.count, of=self.of),
                sentence("remedies.as many as looked at"),
            )
        return self

    @property
    def share(self) -> float | None:
        """The share, 0 to 1; None if nothing was looked at."""
        return self.count / self.of if self.of else None

    @property
    def lowest(self) -> float:
        """The lower end of the 95 % interval, 0 to 1."""
        return max(0.0, self._centre - self._half) if self.count else 0.0

    @property
    def highest(self) -> float:
        """The upper end of the 95 % interval, 0 to 1."""
        return min(1.0, self._centre + self._half) if self.count < self.of else 1.0

    @property
    def _centre(self) -> float:
        return (self.count + _Z**2 / 2) / (self.of + _Z**2)

    @property
    def _half(self) -> float:
        spread = self.count * (self.of - self.count) / self.of + _Z**2 / 4
        return _Z / (self.of + _Z**2) * sqrt(spread)

    @property
    def said(self) -> Fact:
        """The share in whole per cent with its interval, rounded outward."""
        if self.share is None:
            return fact("answers.not known")
        ends = {"lowest": floor(100 * self.lowest), "highest": ceil(100 * self.highest)}
        return fact("answers.seen", share=self._percent, **ends)

    def __str__(self) -> str:
        """Return it in English: `80% (49-95)`."""
        return str(self.said)

    @property
    def _percent(self) -> str:
        """Whole per cent; only all is 100 and only none is 0."""
        if self.count in {0, self.of}:
            return "100" if self.count else "0"
        return f"{min(99, max(1, round(100 * self.count / self.of)))}"


def _kind(kind: str) -> Fact | str:
    """Return what a kind of failure is called; one that is not known by its own name."""
    key = f"answers.failure {kind}"
    return fact(key) if key in catalogue("en").words else kind


_NO_PLAN = frozenset({"InfeasibleError", "GoalUnreachableError", "InvalidInputError"})
"""What goes wrong in a draw that has no plan, which is an answer; all else leaves the draw without one."""

_SHOWN = 5
"""Estimates named in the summary."""


class InitiativeOutlook(Model):
    """How often an initiative is in the best plan of a draw, and when it starts."""

    id: str
    title: Text
    chosen: Proportion
    """The core index: the share of draws whose best plan has it."""
    starts: dict[int, int]
    """How many of these plans start it in which period."""

    @property
    def kind(self) -> Literal["core", "borderline", "exterior", "not known"]:
        """Core: in the best plan of every draw. Exterior: of none. Borderline: of some."""
        return _of_all(self.chosen.count, self.chosen.of, ("core", "borderline", "exterior"))

    @property
    def first_period(self) -> Literal["start", "depends", "wait", "not known"]:
        """Whether the best plans start it in period 1: all do, some do, none does."""
        return _of_all(self.starts.get(1, 0), self.chosen.of, ("start", "depends", "wait"))


def _of_all[Word](count: int, of: int, words: tuple[Word, Word, Word]) -> Word | Literal["not known"]:
    if not of:
        return "not known"
    return words[0] if count == of else words[1] if count else words[2]


class PeriodOutlook(Model):
    """Where the chosen plan may stand at the end of a period, carried out within the rules."""

    period: int
    label: str
    reached: Proportion
    """The chance that the ambition is reached by then."""
    distance: tuple[float, float, float]
    """The distance that one draw in ten, one in two and nine in ten stay at or below."""


def unanswered(failures: Mapping[int, Failure]) -> dict[int, Failure]:
    """Return the failures that say nothing of their draw, not even that it has no plan.

    Args:
        failures: What went wrong, by the number of the draw.
    """
    return {number: one for number, one in failures.items() if one.kind not in _NO_PLAN}


class Robustness(Answer):
    """What holds if the estimates are wrong; every share comes from a sample and has its error."""

    plan: Plan
    """The plan that is looked at: the one given, or the candidate with the least maximum regret."""
    written: Plan
    """The best plan of the portfolio as written."""
    initiatives: tuple[InitiativeOutlook, ...]
    """All initiatives, in the order given."""
    candidates: tuple[Candidate, ...]
    """The plans compared, the least maximum regret first."""
    kept: Proportion
    """The chance that the plan is carried out as planned, all of it, without breaking a rule."""
    budgets: dict[str, Proportion]
    """The chance that it keeps each budget, carried out as planned; budgets without limit are left out."""
    milestones: dict[str, Proportion] = {}
    """The chance that it meets each milestone in time, carried out within the rules; a draw that has no plan counts too."""
    periods: tuple[PeriodOutlook, ...]
    """Periods 1 to T; none if no draw was judged."""
    narrowing: tuple[Influence, ...]
    """The uncertain numbers by their share of the variance of the plan's regret, most first."""
    seed: int
    draws: int
    """How many were asked for."""
    planned: int
    """How many have a plan."""
    proven: int
    """How many of these plans are proven best."""
    failures: dict[int, Failure]
    """What went wrong, by the number of the draw; draws without any plan are among them."""
    complete: bool
    """Whether every draw was searched to its end and judged: nothing stopped early, failed or was lost with a worker."""
    marks: Marks = ()
    """What of the estimates is no fact: `inferred`, `judgement` or `invented`."""

    @property
    @override
    def not_facts(self) -> Marks:
        """What of the portfolio and of the estimates is no fact."""
        return united([super().not_facts, self.marks])

    @property
    def core(self) -> tuple[str, ...]:
        """The initiatives that are in the best plan of every draw."""
        return tuple(row.id for row in self.initiatives if row.kind == "core")

    @property
    def borderline(self) -> tuple[str, ...]:
        """The initiatives that are in the best plan of some draws."""
        return tuple(row.id for row in self.initiatives if row.kind == "borderline")

    @property
    def exterior(self) -> tuple[str, ...]:
        """The initiatives that are in the best plan of no draw."""
        return tuple(row.id for row in self.initiatives if row.kind == "exterior")

    @property
    def chosen(self) -> Candidate | None:
        """The regrets of the plan that is looked at; None if no draw was judged."""
        return next((one for one in self.candidates if one.starts == self.plan.starts), None)

    @property
    def unanswered(self) -> dict[int, Failure]:
        """The failures that say nothing of their draw: its search was stopped, failed, or was lost with a worker."""
        return unanswered(self.failures)

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.complete:
            yield fact("answers.draws open")
        if not self.written.is_final:
            within = self.written.proven  # a gap was asked for
            yield fact("answers.plan as written within" if within else "answers.plan as written open")
        if unproven := self.planned - self.proven:
            yield fact("answers.plans of draws open", open=unproven, every=self.planned)
        for one in dict.fromkeys(self.unanswered.values()):
            yield fact("answers.failure", kind=_kind(one.kind), message=one.message.fact or str(one.message))

    @override
    def _names_used(self) -> Names:
        return Titles(self.plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = (
            [
                text(row.title, speaker.catalogue.language) or row.id,
                speaker.words(f"answers.{row.kind}"),
                speaker.say(row.chosen.said),
                speaker.words(f"answers.first {row.first_period}"),
                self._when(row, speaker),
            ]
            for row in self.initiatives
        )
        heads = ("initiative", "kind", "in the best plan", "period 1", "starts when")
        return columns([speaker.words(f"answers.{head}") for head in heads], rows, left=len(heads))

    def _when(self, row: InitiativeOutlook, speaker: Speaker) -> str:
        calendar, language = self.plan.portfolio.calendar, speaker.catalogue.language
        return ", ".join(
            f"{calendar.label(period, language)}: {count}" for period, count in sorted(row.starts.items())
        )

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        blocks = (
            self._sample(speaker),
            [self._columns(speaker)],
            self._regret(speaker),
            self._chances(speaker),
            self._what_to_narrow(speaker),
        )
        said = [[*lines] for lines in blocks]
        for place, lines in enumerate(lines for lines in said if lines):
            if place or not self.is_final:
                yield ""
            yield from lines

    def _sample(self, speaker: Speaker) -> Iterator[str]:
        kinds = Counter(failure.kind for failure in self.failures.values())
        failed = (
            speaker.words(
                "answers.have none" if kind in _NO_PLAN else "answers.failed", kind=_kind(kind), count=count
            )
            for kind, count in kinds.items()
        )
        have = speaker.words("answers.sample", planned=self.planned, draws=self.draws, proven=self.proven)
        yield " ".join([have, *failed])
        yield speaker.words("answers.intervals")

    def _regret(self, speaker: Speaker) -> Iterator[str]:
        if self.chosen is None or self.chosen.largest is None or self.chosen.mean is None:
            return
        names = tuple(
            fact("answers.starting", initiative=name, start=start) for name, start in self.plan.starts.items()
        )
        yield speaker.words("answers.the plan", names=names or fact("answers.nothing"))
        yield speaker.words(
            "answers.regret",
            goal=goal_word(self.written.goals[0].goal, speaker),
            most=self.chosen.largest,
            mean=self.chosen.mean,
        )
        plans, draws = len(self.candidates), len(self.chosen.regrets)
        yield speaker.words("answers.compared", plans=plans, draws=draws)
        if self.chosen.infeasible:
            yield speaker.words("answers.cannot be in draws", draws=self.chosen.infeasible)

    def _chances(self, speaker: Speaker) -> Iterator[str]:
        if not self.periods:
            return
        last = self.periods[-1]
        yield speaker.words("answers.keeps every rule", chance=self.kept.said)
        for name, chance in self.budgets.items():
            yield speaker.words("answers.keeps the budget", budget=budget_fact(name), chance=chance.said)
        for name, chance in self.milestones.items():
            yield speaker.words("answers.meets", milestone=name, chance=chance.said)
        portfolio = self.plan.portfolio
        if not portfolio.has_disc:
            return
        yield speaker.words("answers.reaches", period=portfolio.periods, chance=last.reached.said)
        low, middle, high = (speaker.fixed(distance, 3) for distance in last.distance)
        yield speaker.words("answers.distance then", middle=middle, low=low, high=high)

    def _what_to_narrow(self, speaker: Speaker) -> Iterator[str]:
        clear = [entry for entry in self.narrowing if entry.clear]
        if not self.narrowing:
            if self.chosen:
                yield speaker.words("answers.no estimate changes it")
        elif not clear:
            yield speaker.words("answers.no estimate stands out")
        else:
            yield speaker.words("answers.narrow first")
            style = speaker.catalogue.style
            places = place_facts(self.plan.portfolio)
            for entry in clear[:_SHOWN]:
                yield f"  {speaker.say(places[entry.place])}: {style.percent.format(f'{100 * entry.share:.0f}')}"
