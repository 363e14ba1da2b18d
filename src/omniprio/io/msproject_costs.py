"""What the tasks of a project file cost and take of teams."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.io.imported import Note
from omniprio.io.msproject_format import ACCRUAL
from omniprio.io.msproject_values import is_so, label_of, minutes, number, value
from omniprio.language import Sentence, sentence
from omniprio.portfolio import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from omniprio.io.msproject_outline import Outline

__all__ = ["Takes"]

_WORK = "1"
_LONGEST_NAME = 200
_ROUNDED = Fraction(1, 200)
"""Which share of the cost of a phase may be missing in its parts without a word."""
_SPREADS = {code: spread for spread, code in ACCRUAL.items()}


class Takes:
    """The resources of a file and their assignments.

    Attributes:
        teams: The work resources that any task uses.
        funds: The cost resources that any task uses.
    """

    def __init__(self, project: Element, outline: Outline, notes: list[Note]) -> None:
        """Collect the assignments of a file; notes are added to the list."""
        self.notes = notes
        self.outline = outline
        self.resources = {
            value(entry, "UID"): entry
            for entry in project.findall("Resources/Resource")
            if value(entry, "Name")
        }
        self.by_task: dict[str, list[Element]] = defaultdict(list)
        for entry in project.findall("Assignments/Assignment"):
            if value(entry, "ResourceUID") in self.resources:  # the others are placeholders for nobody
                self.by_task[value(entry, "TaskUID")].append(entry)
        self.teams: dict[str, None] = {}
        self.funds: dict[str, None] = {}

    def of(self, task: Element, duration: int) -> dict[str, object]:
        """Return the cost, the costs in further funds and the effort of what is left of a task, as data of an initiative.

        What a phase costs or takes itself is shared out evenly among its parts.
        """
        own = self._assigned(task)
        own.cost, own.spread = self._cost(task, own)
        for phase in self._paying(task):
            own.add(self._share_of(phase))
        self.teams |= dict.fromkeys(own.hours)
        self.funds |= dict.fromkeys(own.costs)
        cost = float(own.cost)
        return {
            "cost": cost if own.spread == "even" else {"amount": cost, "spread": own.spread},
            "costs": {name: float(cost) for name, cost in own.costs.items()},
            "effort": {name: float(amount / duration) for name, amount in own.hours.items()},
        }

    def _paying(self, task: Element) -> tuple[Element, ...]:
        """Return the phases that share out to a task what they cost and take; milestones get nothing of it."""
        around = self.outline.phases[value(task, "UID")]
        return tuple(phase for phase in around if task in self._sharing(phase))

    def _sharing(self, phase: Element) -> list[Element]:
        """Return the parts of a phase that are left, milestones only where there is nothing else."""
        left = [part for part in self.outline.parts_of(value(phase, "UID")) if self.outline.done(part) < 1]
        return [part for part in left if not is_so(part, "Milestone")] or left

    def _share_of(self, phase: Element) -> _Taken:
        """Return what each part of a phase has of what the phase itself costs and takes."""
        uid = value(phase, "UID")
        if uid not in self._shares:
            parts, taken = len(self._sharing(phase)), self._assigned(phase)
            taken.cost = self._own_cost(phase)
            if taken.cost or taken.costs or taken.hours:
                self._note(phase, sentence("notes.shared out", parts=parts))
            self._shares[uid] = taken.divided(parts)
        return self._shares[uid]

    @cached_property
    def _shares(self) -> dict[str, _Taken]:
        return {}

    def _own_cost(self, phase: Element) -> Fraction:
        """Return what a phase costs beside its parts: what it sums up is counted with them."""
        fixed, whole = number(phase, "FixedCost") / 100, number(phase, "Cost") / 100
        below = sum(
            (number(task, "Cost") for task in self.outline.parts_of(value(phase, "UID"))), Fraction(0)
        )
        if below and whole > below / 100 + fixed:
            self._note_beyond(phase, whole - below / 100)
        return fixed if fixed or below else whole

    def _note_beyond(self, phase: Element, beyond: Fraction) -> None:
        """Note what a phase says that it costs beyond its parts, and beyond what it and the phases in it cost themselves."""
        inside = [one for one in self.outline.tasks if phase in self.outline.phases[value(one, "UID")]]
        for one in (phase, *filter(self.outline.is_phase, inside)):
            assigned = sum((number(entry, "Cost") for entry in self.by_task[value(one, "UID")]), Fraction(0))
            beyond -= (number(one, "FixedCost") + assigned) / 100
        if beyond > _ROUNDED * number(phase, "Cost") / 100:
            self._note(phase, sentence("notes.phase costs more", amount=float(beyond)))

    def _assigned(self, task: Element) -> _Taken:
        """Return what is left of what is assigned to a task or phase itself."""
        left = 1 - self.outline.done(task)
        taken = _Taken()
        for entry in self.by_task[value(task, "UID")]:
            resource = self.resources[value(entry, "ResourceUID")]
            name = " ".join(value(resource, "Name").split())[:_LONGEST_NAME].strip()
            if is_so(resource, "IsCostResource"):
                if name != MAIN_FUND:
                    taken.costs[name] += number(entry, "Cost") / 100 * left
            elif value(resource, "Type") in {"", _WORK}:
                taken.hours[name] += self._hours(entry, left)
            else:
                self._note(task, sentence("notes.material", name=name))
        taken.costs, taken.hours = _filled(taken.costs), _filled(taken.hours)
        return taken

    def _hours(self, entry: Element, left: Fraction) -> Fraction:
        """Return how many hours of an assignment are left."""
        if left < 1 and value(entry, "RemainingWork"):
            return minutes(entry, "RemainingWork") / 60
        return minutes(entry, "Work") / 60 * left

    def _cost(self, task: Element, own: _Taken) -> tuple[Fraction, str]:
        """Return what is left to pay of a task from the main budget, all that is not in other funds, and when."""
        left, elsewhere = 1 - self.outline.done(task), sum(own.costs.values(), Fraction(0))
        fixed, whole = number(task, "FixedCost") / 100, number(task, "Cost") / 100
        if not value(task, "Cost"):
            whole = fixed + elsewhere
        if left < 1:
            paid = number(task, "ActualCost") / 100
            return (whole - paid if paid else whole * left) - elsewhere, "even"
        if whole - elsewhere != fixed and fixed:
            self._note(task, sentence("notes.fixed cost"))
        if whole - elsewhere != fixed or not fixed:
            return whole - elsewhere, "even"
        return fixed, _SPREADS.get(int(number(task, "FixedCostAccrual")), "even")

    def _note(self, task: Element, text: Sentence) -> None:
        self.notes.append(Note(where=Sentence(label_of(task)), text=text))


@dataclass
class _Taken:
    """What a task costs and takes: money of the main budget and of others, and hours of teams."""

    cost: Fraction = Fraction(0)
    spread: str = "even"
    costs: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    hours: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))

    def add(self, other: _Taken) -> None:
        """Add what another one costs and takes; the sum is spent evenly if the other costs anything."""
        self.cost += other.cost
        self.spread = "even" if other.cost else self.spread
        for name, amount in other.costs.items():
            self.costs[name] = self.costs.get(name, Fraction(0)) + amount
        for name, amount in other.hours.items():
            self.hours[name] = self.hours.get(name, Fraction(0)) + amount

    def divided(self, parts: int) -> _Taken:
        """Return one of so many equal parts."""
        parts = max(parts, 1)
        return _Taken(
            cost=self.cost / parts,
            costs={name: cost / parts for name, cost in self.costs.items()},
            hours={name: amount / parts for name, amount in self.hours.items()},
        )


def _filled(amounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {name: amount for name, amount in amounts.items() if amount}
