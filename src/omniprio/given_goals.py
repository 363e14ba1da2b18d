"""Goals as they are given: made ones, by name, or several names in one text. The one place that reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, cast, get_args

from omniprio.base import Model
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.goals import Goal
from omniprio.language import sentence
from omniprio.spelling import hints, listed, shown

__all__ = ["GOAL_NAMES", "GivenGoal", "GivenGoals", "goal_in", "goals_in", "name_of"]

_KINDS: dict[str, type[Model]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(Goal)[0])
}


def name_of(kind: str) -> str:
    """Return a kind of goal as one word.

    >>> name_of("least cost")
    'least-cost'
    """
    return kind.replace(" ", "-")


GOAL_NAMES = {
    name_of(kind): kind
    for kind, model in _KINDS.items()
    if not any(field.is_required() for field in model.model_fields.values())
}
"""The kinds of goals that can be asked for by name alone, by that name."""


class _Reading:
    """Reads an argument as goals; see `omniprio.parameters`."""

    def __init__(self, *, one: bool) -> None:
        self.one = one

    def faults(self, path: str, value: object) -> Iterator[Fault]:
        """Yield what is no goal."""
        entries = _entries(value)
        if not entries or (self.one and len(entries) > 1):
            problem = sentence("faults.several goals") if entries else sentence("faults.empty")
            wanted = sentence("remedies.one goal") if self.one else sentence("remedies.at least one goal")
            yield Fault(path, problem, wanted)
        for place, entry in enumerate(entries, start=1):
            if _read(entry) is None:
                yield _fault(path if len(entries) == 1 else f"{path}[{place}]", entry)


if TYPE_CHECKING:
    GivenGoal = Goal | str
    GivenGoals = Goal | str | Sequence[Goal | str]
else:
    GivenGoal = Annotated[object, _Reading(one=True)]
    GivenGoals = Annotated[object, _Reading(one=False)]


def goals_in(given: GivenGoals) -> tuple[Goal, ...]:
    """Return goals, however they are given.

    Args:
        given: One goal or several, the most important first, each made or by name; a text may hold several names with
            commas in between.

    Raises:
        InvalidArgumentError: There is no goal, or something is no goal.

    >>> from omniprio.goals import Fastest
    >>> goals_in("fastest, least-cost") == goals_in([Fastest(), "least cost"])
    True
    """
    return _checked("goals", given, one=False)


def goal_in(given: GivenGoal, path: str = "goal") -> Goal:
    """Return one goal, made or by name.

    Args:
        given: The goal.
        path: The argument that holds it.

    Raises:
        InvalidArgumentError: It is no goal.

    >>> goal_in("closest").kind
    'closest'
    """
    return _checked(path, given, one=True)[0]


def _checked(path: str, given: object, *, one: bool) -> tuple[Goal, ...]:
    if faults := list(_Reading(one=one).faults(path, given)):
        raise InvalidArgumentError(faults)
    return tuple(goal for entry in _entries(given) if (goal := _read(entry)) is not None)


def _entries(given: object) -> list[object]:
    """Return what may be goals one by one."""
    if isinstance(given, str):
        return [name.strip() for name in given.split(",")] if given.strip() else []
    return list(given) if isinstance(given, Sequence) else [given]


def _read(entry: object) -> Goal | None:
    """Return a goal, None for what is none."""
    if isinstance(entry, str):
        kind = GOAL_NAMES.get(name_of(entry.strip().casefold()))
        return None if kind is None else cast("Goal", _KINDS[kind]())
    return cast("Goal", entry) if isinstance(entry, tuple(_KINDS.values())) else None


def _fault(path: str, entry: object) -> Fault:
    if isinstance(entry, type) and issubclass(entry, Model):
        remedy = sentence("remedies.what the class makes", name=entry.__name__)
        return Fault(path, sentence("faults.the class", name=entry.__name__), remedy)
    if isinstance(entry, str):
        remedy = sentence("remedies.use", names=listed(GOAL_NAMES), hint=hints([entry], GOAL_NAMES)[entry])
        return Fault(path, sentence("faults.is", value=shown(entry)), remedy)
    return Fault(
        path,
        sentence("faults.no goal", value=shown(entry)),
        sentence("remedies.a goal", names=listed(GOAL_NAMES)),
    )
