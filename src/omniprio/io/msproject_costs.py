"""What the tasks of a project file cost and take of teams."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.imported import Note
from omniprio.io.msproject_format import ACCRUAL
from omniprio.io.msproject_times import label_of, minutes, number, value
from omniprio.language import Sentence, sentence
from omniprio.portfolio import MAIN_FUND

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Takes"]

_WORK = "1"
_LONGEST_NAME = 200
_SPREADS = {code: spread for spread, code in ACCRUAL.items()}


class Takes:
    """The resources of a file and their assignments.

    Attributes:
        teams: The work resources that any task uses.
        funds: The cost resources that any task uses.
    """

    def __init__(self, project: Element, notes: list[Note]) -> None:
        """Collect the assignments of a file; notes are added to the list."""
        self.notes = notes
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
        """Return the cost, the costs in further funds and the effort of a task, as data of an initiative."""
        hours: dict[str, Fraction] = defaultdict(Fraction)
        costs: dict[str, Fraction] = defaultdict(Fraction)
        for entry in self.by_task[value(task, "UID")]:
            resource = self.resources[value(entry, "ResourceUID")]
            name = " ".join(value(resource, "Name").split())[:_LONGEST_NAME].strip()
            if value(resource, "IsCostResource") == "1":
                costs[name] += number(entry, "Cost") / 100
            elif value(resource, "Type") == _WORK:
                hours[name] += minutes(entry, "Work") / 60
            else:
                self._note(task, sentence("notes.material", name=name))
        costs = {name: cost for name, cost in costs.items() if cost and name != MAIN_FUND}
        hours = {name: amount for name, amount in hours.items() if amount}
        self.teams |= dict.fromkeys(hours)
        self.funds |= dict.fromkeys(costs)
        return {
            "cost": self._cost(task, sum(costs.values(), Fraction(0))),
            "costs": {name: float(cost) for name, cost in costs.items()},
            "effort": {name: float(amount / duration) for name, amount in hours.items()},
        }

    def _cost(self, task: Element, elsewhere: Fraction) -> dict[str, object] | float:
        """Return what a task costs in the main fund: all that is not in other funds."""
        fixed = number(task, "FixedCost") / 100
        cost = number(task, "Cost") / 100 - elsewhere if value(task, "Cost") else fixed
        if cost != fixed or not cost:
            if fixed:
                self._note(task, sentence("notes.fixed cost"))
            return float(cost)
        spread = _SPREADS.get(int(number(task, "FixedCostAccrual")), "even")
        return float(cost) if spread == "even" else {"amount": float(cost), "spread": spread}

    def _note(self, task: Element, text: Sentence) -> None:
        self.notes.append(Note(where=Sentence(label_of(task)), text=text))
