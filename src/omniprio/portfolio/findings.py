"""What pydantic finds in data, and where it stands in the words of the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from omniprio.base import Name
from omniprio.errors import Key
from omniprio.numbers import exact
from omniprio.portfolio.budgets import Budget
from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from pydantic_core import ErrorDetails

    from omniprio.errors import Steps
    from omniprio.portfolio.initiative import Cost, Initiative, Mode
    from omniprio.portfolio.portfolio import Portfolio

__all__ = [
    "Finding",
    "beginning",
    "budgets",
    "costs",
    "efforts",
    "findings_of",
    "followed",
    "label",
    "names_of",
    "path_of",
    "shares",
    "ways",
]


def shares(portfolio: Portfolio) -> Iterator[tuple[Steps, dict[str, Fraction]]]:
    """Yield the steps to each place that gives shares of fields, with the shares by field, exact."""
    for place, initiative in enumerate(portfolio.initiatives):
        yield ("initiatives", place, "advances"), initiative.shares
        yield ("initiatives", place, "needs"), initiative.needed_shares
        for number, mode in enumerate(initiative.modes):
            own = {field: exact(share) for field, share in (mode.advances or {}).items()}
            yield ("initiatives", place, "modes", number, "advances"), own
    for place, synergy in enumerate(portfolio.synergies):
        yield ("synergies", place, "advances"), synergy.shares
        yield ("synergies", place, "needs"), synergy.needed_shares
    for place, milestone in enumerate(portfolio.milestones):
        yield ("milestones", place, "fields"), milestone.shares


def costs(portfolio: Portfolio) -> Iterator[tuple[Steps, Initiative, str, Cost]]:
    """Yield the steps to each cost, whose it is, its fund and the cost."""
    for steps, initiative, way, mode in ways(portfolio):
        for fund, cost in way.costs_by_fund.items():
            own: Initiative | Mode = initiative
            if mode and (mode.cost if fund == MAIN_FUND else mode.costs) is not None:
                own = mode
            inner = ("costs", fund) if fund in (own.costs or {}) else ("cost",)
            yield (*(steps if own is mode else steps[:2]), *inner), way, fund, cost


def efforts(portfolio: Portfolio) -> Iterator[tuple[Steps, Initiative, str, float | tuple[float, ...]]]:
    """Yield the steps to each effort, whose it is, the team and the effort."""
    for steps, _, way, mode in ways(portfolio):
        whose = steps[:2] if mode is None or mode.effort is None else steps
        for team, load in way.effort.items():
            yield (*whose, "effort", team), way, team, load


def ways(portfolio: Portfolio) -> Iterator[tuple[Steps, Initiative, Initiative, Mode | None]]:
    """Yield each initiative as each of its modes has it, after the steps to the mode, or to it, and itself; then the mode."""
    for place, initiative in enumerate(portfolio.initiatives):
        if not initiative.modes:
            yield ("initiatives", place), initiative, initiative, None
        for number, (mode, way) in enumerate(zip(initiative.modes, initiative.as_modes, strict=True)):
            yield ("initiatives", place, "modes", number), initiative, way, mode


def budgets(portfolio: Portfolio) -> Iterator[tuple[Steps, Budget]]:
    """Yield the steps to each budget that is written out, and the budget."""
    if isinstance(portfolio.budget, Budget):
        yield ("budget",), portfolio.budget
    for name, budget in portfolio.budgets.items():
        if isinstance(budget, Budget):
            yield ("budgets", name), budget


_REQUIRED = frozenset(
    {
        "horizon",
        "initiatives",
        "id",
        "of",
        "members",
        "disciplines",
        "levels",
        "periods",
        "by",
        "fields",
        "field",
    }
)
"""Without them an object would be at fault for what was cut."""

_LONGEST_STEP = 200  # as ids

_OF_KEY = "[key]"
"""What pydantic puts after the key that it speaks of."""

_NAME: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing pydantic found.

    Attributes:
        steps: The keys and positions that lead to the value; the last is a `Key` where that is at fault itself.
        kind: Pydantic's name for what is wrong.
        details: All that pydantic says about it.
    """

    steps: Steps
    kind: str
    details: ErrorDetails

    @property
    def of_another_kind(self) -> bool:
        """Whether the value is of another kind altogether, as text is no number."""
        return self.kind.endswith("_type")

    @property
    def is_of_the_rest(self) -> bool:
        """Whether it only says that something could not be worked out as the rest is at fault."""
        return self.kind == "default_factory_not_called"

    @property
    def is_miscount(self) -> bool:
        """Whether a list is only called too short because entries at fault were not counted."""
        value = self.details["input"]
        return (
            self.kind == "too_short"
            and isinstance(value, list | tuple)
            and len(value) >= self.details["ctx"]["min_length"]
        )


def findings_of(error: ValidationError, data: object) -> list[Finding]:
    """Return what pydantic found, each with its place in the data.

    Where a value may be of one kind or another (a number or an object), pydantic reports on each. What it says
    about the kinds that the value is not of is left out, unless it is of none.
    """
    rows = [Finding(_steps(row, data), row["type"], row) for row in error.errors(include_url=False)]
    found = [row for row in rows if not (row.is_miscount or row.is_of_the_rest)]
    settled = {row.steps for row in found if not row.of_another_kind}
    settled |= {row.steps[:end] for row in found for end in range(len(row.steps))}
    return [row for row in found if not (row.of_another_kind and row.steps in settled)]


def _steps(row: ErrorDetails, data: object) -> Steps:
    """Return the steps to a value, without the names that pydantic gives to the kinds it may be of."""
    loc = row["loc"]
    missing = row["type"] == "missing"
    steps: list[int | str] = []
    value = data
    for step in loc[:-1] if missing else loc:
        if _holds(value, step):
            steps.append(step)
            value = value[step]  # type: ignore[index]  # it holds the step
        elif step == _OF_KEY:
            steps[-1] = Key(steps[-1])
    return (*steps, loc[-1]) if missing else tuple(steps)


def _holds(value: object, step: int | str) -> bool:
    if isinstance(value, Mapping):
        return step in value
    return isinstance(value, list | tuple) and isinstance(step, int) and step < len(value)


def beginning(data: object, most: int) -> object:
    """Return data with no more than the first entries of each list and object; keys that are required stay.

    Args:
        data: The data.
        most: How many entries are kept.

    >>> beginning({"a": [1, 2, 3], "b": 4}, 2)
    {'a': [1, 2], 'b': 4}
    """
    if isinstance(data, Mapping):
        first = {*islice(data, most), *_REQUIRED & data.keys()}
        return {key: beginning(value, most) for key, value in data.items() if key in first}
    if isinstance(data, list | tuple):
        return [beginning(value, most) for value in data[:most]]
    return data


def label(entry: object, position: int) -> str:
    """Return what an entry of a list is called: its id, or its position from 1 where it has none.

    Args:
        entry: The entry, as data or as a model.
        position: Where it stands in the list, from 0.

    >>> label({"id": "web"}, 0), label({"id": " "}, 1)
    ('web', '2')
    """
    name = entry.get("id") if isinstance(entry, Mapping) else getattr(entry, "id", None)
    try:
        return _NAME.validate_python(name, strict=True)
    except ValidationError:
        return str(position + 1)


def followed(value: object, step: int | str) -> Any:  # noqa: ANN401  data may hold anything
    """Return what one step leads to in data or a model; None if there is nothing."""
    if isinstance(value, BaseModel):
        return getattr(value, str(step), None)
    return value[step] if _holds(value, step) else None  # type: ignore[index]  # it holds the step


def names_of(steps: Steps, data: object) -> tuple[str, ...]:
    """Return the steps in the user's words: ids in place of positions."""
    names = []
    value = data
    for step in steps:
        listed = isinstance(value, list | tuple)
        value = followed(value, step)
        names.append(label(value, step) if listed and isinstance(step, int) else str(step))
    return tuple(names)


def path_of(steps: Steps, data: object) -> str:
    """Return where a value stands, as `initiatives[social].duration`."""
    path = "".join(
        f"[{name}]" if isinstance(step, int) else f".{_readable(name)}"
        for step, name in zip(steps, names_of(steps, data), strict=True)
    )
    return path.removeprefix(".") or "portfolio"


def _readable(name: str) -> str:
    return name if len(name) <= _LONGEST_STEP else name[:_LONGEST_STEP] + "…"
