"""The plan: a schedule that the checker accepts, what it brings and costs, and how good it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, ValidationInfo, model_validator

from omniprio.base import Model
from omniprio.engines import Chosen
from omniprio.errors import Fault, InvalidInputError
from omniprio.fulfilment import progress
from omniprio.goals import Goal, goal_value
from omniprio.language import sentence
from omniprio.money import costs_by_fund, undiscounted_spending
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.plan.absences import absences
from omniprio.plan.cash import Bought, Cash, cash_of, purchases
from omniprio.plan.counted import Counted, counted
from omniprio.plan.html import as_html
from omniprio.plan.initiatives import LeftOut, Planned, left_out_of, planned_of
from omniprio.plan.merits import Joint, joints, merits
from omniprio.plan.quality import GoalResult, all_final, all_proven, serves_nobody
from omniprio.plan.states import Due, PeriodState, due, period_states
from omniprio.plan.summary import as_text
from omniprio.portfolio import Portfolio, Start, as_scheduled
from omniprio.portfolio.outline import heading
from omniprio.portfolio.reading import faults_of, parsed
from omniprio.reach import OutOfReach, out_of_reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from omniprio.fulfilment import Progress
    from omniprio.language import Language

__all__ = ["LeftOut", "Plan", "Planned", "Stopped", "beyond"]


Stopped = Literal["finished", "time limit", "work limit", "out of memory", "cancelled", "by hand"]
"""Why a search stopped; `by hand` where there was none."""


def beyond(portfolio: Portfolio) -> tuple[OutOfReach, ...]:
    """Return the fields of the ambition that no choice of initiatives can complete."""
    return out_of_reach(portfolio) if portfolio.has_disc else ()


def _unserved(portfolio: Portfolio, goals: Sequence[GoalResult]) -> tuple[Goal, ...]:
    return tuple(result.goal for result in goals if serves_nobody(result.goal, portfolio))


def _unserved_by(read: Mapping[str, Any]) -> tuple[Goal, ...]:
    """Return the goals that nothing serves from what is read of a plan; the rest may be at fault."""
    return _unserved(read["portfolio"], read["goals"]) if {"portfolio", "goals"} <= read.keys() else ()


def _cash_by(read: Mapping[str, Any]) -> Cash | None:
    """Return what a plan earns and costs from what is read of it; the rest may be at fault."""
    if not {"portfolio", "schedule"} <= read.keys():
        return None
    starts = {one.id: one.start for one in read["schedule"]}
    return cash_of(read["portfolio"], starts) if starts.keys() <= read["portfolio"].by_id.keys() else None


class Plan(Model):
    """A schedule that keeps every rule of its portfolio, and all that follows from it.

    It can only be made of a schedule that the independent checker accepts, and every number in it is
    computed anew when it is read from a file.

    Raises:
        RuleBrokenError: The schedule breaks a rule.
        InvalidInputError: A number in the data is not the one that follows from the schedule.
    """

    format: Literal["omniprio-plan/1"] = "omniprio-plan/1"
    portfolio: Portfolio
    schedule: tuple[Planned, ...]
    """What is done, by start, then in the order given."""
    left_out: tuple[LeftOut, ...]
    synergies: tuple[Joint, ...] = ()
    """Those of the portfolio, in the order given, whether the plan gets them or misses them."""
    bought: tuple[Bought, ...] = ()
    """What it buys of teams beyond what they have, in the order of the teams."""
    milestones: tuple[Due, ...] = ()
    """Those of the portfolio, in the order given, and when the plan meets each first."""
    periods: tuple[PeriodState, ...]
    """The states at the end of periods 0 to T."""
    out_of_reach: tuple[OutOfReach, ...]
    """Fields of the ambition that no choice of these initiatives can complete."""
    cash: Cash | None = Field(default_factory=_cash_by)
    """What it earns and costs, by period and by initiative; None where nothing in the portfolio earns."""
    goals: tuple[GoalResult, ...]
    unserved: tuple[Goal, ...] = Field(default_factory=_unserved_by)
    """The goals that nothing in the portfolio can serve, as `MostValue` where nothing earns."""
    stopped: Stopped
    """Why the search stopped; `by hand` where there was none."""
    solver: str = ""
    """What computed the bounds, with its version."""
    chosen: Chosen | None = None
    """Why that was asked; None where it was a solver of the user's, or nothing was."""
    seconds: float | None = Field(default=None, exclude=True)
    """How long it took; left out of JSON, so that equal plans are equal files."""
    _follows: bool = PrivateAttr(default=False)
    """Whether every number was shown to follow from the schedule."""

    @property
    def starts(self) -> dict[str, int]:
        """The schedule: the first period of each chosen initiative, by id; where it has modes, a `Start` with its mode."""
        return {
            planned.id: planned.start if planned.mode is None else Start(planned.start, planned.mode)
            for planned in self.schedule
        }

    @property
    def modes(self) -> dict[str, str]:
        """The mode of each chosen initiative that has several, by id."""
        return {planned.id: planned.mode for planned in self.schedule if planned.mode is not None}

    @cached_property
    def carried_out(self) -> Portfolio:
        """The portfolio with each chosen initiative as the plan carries it out: in its mode, with its pauses."""
        return as_scheduled(self.portfolio, self.starts)

    @cached_property
    def progress(self) -> Progress:
        """What the plan does to the disc, exactly."""
        return progress(self.portfolio, self.starts)

    @property
    def proven(self) -> bool:
        """Whether every goal is proven: no plan is better, within the gap asked for."""
        return all_proven(self.goals)

    @property
    def is_final(self) -> bool:
        """Whether bound meets value at every goal: no plan is better, not even within a gap that was asked for.

        A solver that has searched to its end computes in floating point; where the clock stopped it, they are equal.
        """
        return all_final(self.goals, self.stopped)

    @property
    def certified(self) -> bool:
        """Whether more than one solver's word shows that it is proven; `certified_by` says what."""
        return self.certified_by is not None

    @property
    def certified_by(self) -> Literal["exact arithmetic", "two engines"] | None:
        """What a proof rests on: numbers counted again at every goal, or the word of two engines at some.

        None where nothing is proven, or where the word of one solver is in it.
        """
        if not self.proven or not all(result.certified or result.confirmed for result in self.goals):
            return None
        return "exact arithmetic" if all(result.certified for result in self.goals) else "two engines"

    @property
    def cost(self) -> float:
        """All spending up to the horizon, over all funds, undiscounted."""
        return float(undiscounted_spending(self.portfolio, self.starts))

    @property
    def costs(self) -> dict[str, float]:
        """The same by fund; what synergies cost or save is in the main budget, what is bought of teams in theirs."""
        return {fund: float(cost) for fund, cost in costs_by_fund(self.portfolio, self.starts).items()}

    @validated
    def summary(self, language: Language = "en") -> str:
        """Return the plan as a person wants to read it, as plain text.

        Args:
            language: The language of the words; texts of the portfolio come in it where they have it.

        Raises:
            InvalidArgumentError: There is no such language.

        >>> from omniprio import ten_portfolio
        >>> from omniprio.plan import plan_of
        >>> plan_of(ten_portfolio(), {"web-email": 1}).summary("da").splitlines()[2]
        '1 af 10 initiativer er valgt.'
        """
        return as_text(self, language)

    @validated
    def html(self, language: Language = "en") -> str:
        """Return the plan as a small piece of HTML, as a notebook shows it.

        Args:
            language: The language of the words.

        Raises:
            InvalidArgumentError: There is no such language.
        """
        return as_html(self, language)

    def __str__(self) -> str:
        """Return the summary."""
        return self.summary()

    def __repr_args__(self) -> Iterable[tuple[str, object]]:
        """Return its size alone: the whole is `to_json`."""
        yield from {
            "portfolio": heading(self.portfolio, "en"), "chosen": len(self.schedule),
            "of": len(self.portfolio.initiatives), "proven": self.proven,
        }.items()  # fmt: skip

    def _repr_html_(self) -> str:
        return as_html(self)

    def to_json(self) -> str:
        """Return the plan as JSON text; the same plan gives the same text."""
        return self.model_dump_json(indent=2)

    @classmethod
    @validated
    def from_json(cls, document: str | bytes) -> Self:
        """Read a plan from JSON text and check it.

        Args:
            document: The text, in the format `omniprio-plan/1`.

        Raises:
            InvalidInputError: The text is no plan, or a number does not follow from its schedule.
            RuleBrokenError: Its schedule breaks a rule of its portfolio.
        """
        data = parsed(document)
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise InvalidInputError(faults_of(error, data, cls)) from None

    @classmethod
    @validated
    def from_file(cls, path: Path | str) -> Self:
        """Read a plan from a JSON file; see `from_json` and `omniprio.outside.document_in`."""
        return cls.from_json(document_in(path))

    @model_validator(mode="after")
    def _follows_from_its_schedule(self, info: ValidationInfo) -> Self:
        """Check the schedule, and every number against the checker's own count and a new computation, once.

        Pydantic asks again wherever a plan becomes part of an answer; by then it cannot have changed.
        """
        if self._follows:
            return self
        made = isinstance(info.context, Counted)
        if not made:
            counted(self.portfolio, self.starts)
        if not made and (faults := list(self._misstated())):
            raise InvalidInputError(faults)
        self._follows = True
        return self

    def _misstated(self) -> Iterator[Fault]:
        """Yield what is stated and does not follow from the schedule."""
        yield from self._misstated_schedule()
        yield from self._misstated_rest()
        if self.periods != period_states(self.portfolio, self.starts, self.progress):
            yield Fault("periods", sentence("faults.do not follow"), sentence("remedies.make anew"))
        if self.synergies != joints(self.portfolio, self.starts):
            yield Fault("synergies", sentence("faults.do not follow"), sentence("remedies.make anew"))
        if self.bought != purchases(self.portfolio, self.starts):
            yield Fault("bought", sentence("faults.do not follow"), sentence("remedies.make anew"))
        if self.milestones != due(self.portfolio, self.starts, self.progress):
            yield Fault("milestones", sentence("faults.do not follow"), sentence("remedies.make anew"))
        if self.cash != cash_of(self.portfolio, self.starts):
            yield Fault("cash", sentence("faults.do not follow"), sentence("remedies.make anew"))
        if self.out_of_reach != beyond(self.portfolio):
            yield Fault(
                "out_of_reach",
                sentence("faults.does not follow from portfolio"),
                sentence("remedies.make anew"),
            )
        if self.unserved != _unserved(self.portfolio, self.goals):
            yield Fault(
                "unserved", sentence("faults.does not follow from portfolio"), sentence("remedies.make anew")
            )
        for place, result in enumerate(self.goals, start=1):
            value = goal_value(result.goal, self.portfolio, self.starts)
            if result.value != (None if value is None else float(value)):
                yield Fault(
                    f"goals[{place}].value",
                    sentence("faults.not what it comes to"),
                    sentence("remedies.make anew"),
                )

    def _misstated_schedule(self) -> Iterator[Fault]:
        why = merits(self.portfolio, self.starts, self.progress)
        for planned in self.schedule:
            if planned != planned_of(planned.id, self.portfolio, self.starts, why[planned.id]):
                yield Fault(
                    f"schedule[{planned.id}]",
                    sentence("faults.does not follow from start"),
                    sentence("remedies.make anew"),
                )
        if len(self.schedule) != len(self.starts):
            yield Fault("schedule", sentence("faults.initiative twice"), sentence("remedies.name each once"))

    def _misstated_rest(self) -> Iterator[Fault]:
        why = absences(self.portfolio, self.starts, [result.goal for result in self.goals], self.progress)
        if [entry.id for entry in self.left_out] != list(why):
            yield Fault("left_out", sentence("faults.not the rest"), sentence("remedies.make anew"))
            return
        for entry in self.left_out:
            if entry != left_out_of(entry.id, self.portfolio, why[entry.id]):
                yield Fault(
                    f"left_out[{entry.id}]",
                    sentence("faults.does not follow from schedule"),
                    sentence("remedies.make anew"),
                )
