"""What holds if the estimates are wrong: the answer of `robust`, as data and in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer
from omniprio.answers.parallel.failure import Failure
from omniprio.answers.robustness.narrowing import Influence
from omniprio.answers.robustness.proportion import Proportion
from omniprio.answers.robustness.regret import Candidate
from omniprio.assessment.columns import columns
from omniprio.base import Model, Text
from omniprio.language import Sentence, Speaker, sentence, text
from omniprio.numbers import written
from omniprio.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["InitiativeOutlook", "PeriodOutlook", "Robustness", "unanswered"]

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

    @property
    @override
    def unsettled(self) -> tuple[Sentence, ...]:
        found = [] if self.complete else [sentence("answers.draws open")]
        if not self.written.proven:
            found.append(sentence("answers.written open"))
        if unproven := self.planned - self.proven:
            found.append(sentence("answers.draws unproven", unproven=unproven, planned=self.planned))
        return tuple(found)

    def table(self) -> str:
        """Return the initiatives with how often the best plan has them and when, as text."""
        rows = (
            [row.id, text(row.title), row.kind, str(row.chosen), row.first_period, self._when(row)]
            for row in self.initiatives
        )
        head = ["initiative", "", "kind", "in the best plan", "period 1", "starts"]
        return columns(head, rows, left=len(head))

    def _when(self, row: InitiativeOutlook) -> str:
        label = self.plan.portfolio.calendar.label
        return ", ".join(f"{label(period)}: {count}" for period, count in sorted(row.starts.items()))

    def summary(self) -> str:
        """Return the answer as a person wants to read it, as plain text."""
        return "\n\n".join(
            "\n".join(lines)
            for lines in (
                self._open(),
                self._sample(),
                [self.table()],
                self._regret(),
                self._chances(),
                self._what_to_narrow(),
            )
            if lines
        )

    def _open(self) -> list[str]:
        """Return what is not settled, and what went wrong."""
        return [
            *self.unsettled,
            *(f"{one.kind}: {one.message}" for one in dict.fromkeys(self.unanswered.values())),
        ]

    def _sample(self) -> list[str]:
        kinds = Counter(failure.kind for failure in self.failures.values())
        failed = "".join(
            f" {count} {'have none' if kind in _NO_PLAN else 'failed'} ({kind})."
            for kind, count in kinds.items()
        )
        return [
            f"{self.planned} of {self.draws} draws have a plan, {self.proven} of them proven best.{failed}",
            "Shares come with the interval that holds them in 95 of 100 samples (Wilson), in brackets.",
        ]

    def _regret(self) -> list[str]:
        if self.chosen is None or self.chosen.largest is None or self.chosen.mean is None:
            return []
        what = self.written.goals[0].goal.kind
        say = Speaker()
        names = ", ".join(f"{name} ({start})" for name, start in self.plan.starts.items()) or "nothing"
        lines = [
            f"The plan: {names}.",
            f"Its regret for the goal `{what}`: {written(self.chosen.largest, 4)} at worst, {written(self.chosen.mean, 4)} on average.",
            f"Compared: {say.count(len(self.candidates), 'plan')} in {say.count(len(self.chosen.regrets), 'draw')}; worse cases are possible.",
        ]
        if self.chosen.infeasible:
            lines.append(f"In {self.chosen.infeasible} draws something that must be done cannot be.")
        return lines

    def _chances(self) -> list[str]:
        if not self.periods:
            return []
        last = self.periods[-1]
        return [
            f"Carried out as planned, it keeps every rule in {self.kept} of the draws.",
            *(f"It keeps the budget {name} in {chance}." for name, chance in self.budgets.items()),
            f"Within the rules, it reaches the ambition by the end of {self._last} in {last.reached}.",
            f"Its distance is then {last.distance[1]:.3f} in the middle draw, {last.distance[0]:.3f} to {last.distance[2]:.3f} in eight of ten.",
        ]

    @property
    def _last(self) -> str:
        calendar = self.plan.portfolio.calendar
        return calendar.name(calendar.periods)

    def _what_to_narrow(self) -> list[str]:
        clear = [entry for entry in self.narrowing if entry.clear]
        if not self.narrowing:
            return ["No estimate changes how good the plan is next to the best."] if self.chosen else []
        if not clear:
            return ["No single estimate stands out from what chance would show in a sample of this size."]
        return [
            "Narrow first (share of the variance of the regret, estimated):",
            *(f"  {entry.place}: {100 * entry.share:.0f}%" for entry in clear[:_SHOWN]),
        ]
