"""A portfolio as far as it can be read, so that what is readable is checked even where the rest is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING

from pydantic import ValidationError

from omniprio.errors import Fault
from omniprio.findings import findings_of, followed, names_of, path_of
from omniprio.model_fields import lists_of_models, maps_of_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from omniprio.errors import Steps
    from omniprio.findings import Finding
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["Draft", "drafted"]

_STAND_INS = {"horizon": 1, "initiatives": ()}
"""What stands in for what a portfolio cannot do without; `Draft.doubts` keeps faults from resting on it."""


@dataclass(frozen=True)
class Draft:
    """A portfolio, and which of its values could not be read and are not in it.

    Attributes:
        portfolio: What could be read.
        unread: Where the other values stand: keys and ids, from the top.
        kept: The positions in the data of the entries of each list that lost some, by the steps to the list; once for
            each time that something was left out.
    """

    portfolio: Portfolio
    unread: frozenset[tuple[str, ...]] = frozenset()
    kept: tuple[Mapping[Steps, list[int]], ...] = ()

    def fault(self, steps: Steps, problem: str, remedy: str, at: Iterable[Steps] = ()) -> Fault:
        """Return a fault in the portfolio.

        Args:
            steps: The steps to what is at fault in the portfolio; they give the path.
            problem: What is wrong.
            remedy: What to do about it.
            at: The steps to each place of the fault where it stands in several, or in a part of what is at fault.
        """
        places = map(self._in_data, tuple(at) or (steps,))
        return Fault(path_of(steps, self.portfolio), problem, remedy, tuple(places))

    def _in_data(self, steps: Steps) -> Steps:
        """Return the steps that lead in the data to what steps lead to in the portfolio."""
        return reduce(_before, reversed(self.kept), steps)

    def doubts(self, *place: str) -> bool:
        """Return whether a value that could not be read stands at, around or inside a place.

        Args:
            place: Keys and ids, from the top; `*` as the second is any.
        """
        above = (place[:end] for end in range(len(place)))
        return place in self._around or any(names in self._at for names in above)

    @cached_property
    def _at(self) -> frozenset[tuple[str, ...]]:
        """Where the values stand, also with any name in the second place."""
        return self.unread | {(names[0], "*", *names[2:]) for names in self.unread if names[1:]}

    @cached_property
    def _around(self) -> frozenset[tuple[str, ...]]:
        """Where the values stand and what they are part of."""
        return frozenset(names[:end] for names in self._at for end in range(len(names) + 1))


def drafted(
    data: object,
    findings: Iterable[Finding],
    validate: Callable[[object], Portfolio],
    model: type[Portfolio],
) -> Draft | None:
    """Return the portfolio without the values in which something was found; None if nothing can be read.

    Args:
        data: What was to be a portfolio.
        findings: What is wrong with it.
        validate: Makes a portfolio of data, or raises what is wrong.
        model: What it makes.
    """
    unread = frozenset(names_of(finding.steps, data) for finding in findings)
    neutral = {name: None if may_be_none else 0 for name, may_be_none in maps_of_numbers(model).items()}
    entries = lists_of_models(model)
    kept: list[Mapping[Steps, list[int]]] = []
    while isinstance(data, Mapping) and all(finding.steps for finding in findings):
        units = {_unit(finding, entries) for finding in findings}
        kept.append(_kept(units, data))
        data = {**_STAND_INS, **_without(units, data, neutral)}
        try:
            return Draft(validate(data), unread, tuple(kept))
        except ValidationError as error:
            findings = findings_of(error, data)
        neutral = {}  # what is still at fault is the key
    return None


def _unit(finding: Finding, entries: Collection[str]) -> Steps:
    """Return the steps to what is left out because of a finding: the smallest part that changes no other.

    Args:
        finding: What is wrong, and where.
        entries: The lists of which one entry can be left out and the others keep their meaning.
    """
    steps = finding.steps
    for place, step in enumerate(steps[1:], start=1):
        if steps[place - 1] == "requires":
            return steps[: place + 1]  # a requirement without its `match` would be another one
        if isinstance(step, int) and steps[place - 1] not in entries:
            return steps[:place]  # a list of numbers without one of them would be another one
    if finding.kind == "missing" and steps[-1] != "id":
        return steps[:-1]
    return steps


def _kept(units: set[Steps], data: object) -> dict[Steps, list[int]]:
    """Return the positions of the entries that stay in each list that loses some, by the steps to the list."""
    found = {}
    for holder in {steps[:-1] for steps in units if steps and isinstance(steps[-1], int)}:
        entries: Sequence[object] = reduce(followed, holder, data)  # type: ignore[arg-type]  # whatever it holds
        found[holder] = [place for place in range(len(entries)) if (*holder, place) not in units]
    return found


def _before(steps: Steps, kept: Mapping[Steps, list[int]]) -> Steps:
    """Return the steps that led to a value before lists lost some of their entries."""
    found: Steps = ()
    for step in steps:
        found = (*found, kept[found][step] if isinstance(step, int) and found in kept else step)
    return found


def _without(
    units: set[Steps], data: Mapping[str, object], neutral: Mapping[str, object]
) -> dict[str, object]:
    """Return a copy of the data without some parts, or with what stands in for them.

    Args:
        units: The steps to each part.
        data: The data.
        neutral: What stands in for a value in a map, by what holds it, so that its key is still checked.
    """
    inner = {steps[:end] for steps in units for end in range(len(steps))}

    def kept(value: object, steps: Steps) -> object:
        if steps not in inner:
            return value
        if isinstance(value, Mapping):
            return kept_map(value, steps)
        entries = enumerate(value if isinstance(value, list | tuple) else ())
        return [kept(entry, (*steps, place)) for place, entry in entries if (*steps, place) not in units]

    def kept_map(value: Mapping[str, object], steps: Steps) -> dict[str, object]:
        holder = steps[-1] if steps else ""
        found = {
            key: kept(entry, (*steps, key)) for key, entry in value.items() if (*steps, key) not in units
        }
        if holder in neutral:
            found |= dict.fromkeys(value.keys() - found.keys(), neutral[str(holder)])
        if isinstance(holder, int) and (*steps, "id") in units:
            found["id"] = str(holder + 1)
        return found

    return kept_map(data, ())
