"""Goals as they are asked for on the command line: by name, or as JSON."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Annotated, get_args

from pydantic import Field, ValidationError

from omniprio.base import Model
from omniprio.cli.exits import UsageError
from omniprio.errors import Fault, InvalidInputError
from omniprio.goals import Goal
from omniprio.portfolio.reading import faults_of, parsed
from omniprio.portfolio.spelling import hints, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["GOAL_NAMES", "goals", "name_of", "without_slack"]

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


class _Goals(Model):
    """What `--goals` stands for."""

    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]


def goals(written: str) -> tuple[Goal, ...]:
    """Return the goals that a text asks for.

    Args:
        written: Names with commas in between, or a JSON list of goals as objects.

    Raises:
        ArgumentTypeError: It asks for no goal, or for one that there is not.

    >>> [goal.kind for goal in goals("fastest,least-cost")]
    ['fastest', 'least cost']
    >>> goals('[{"kind": "soonest", "distance": 0.2}]')
    (Soonest(slack=0.0, kind='soonest', distance=0.2),)
    """
    try:
        return _goals(written)
    except InvalidInputError as error:
        raise ArgumentTypeError("; also ".join(map(str, error.faults))) from None


def _goals(written: str) -> tuple[Goal, ...]:
    data = {"goals": parsed(written) if written.lstrip().startswith("[") else list(_named(written))}
    try:
        return _Goals.model_validate(data).goals
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data)) from None


def _named(written: str) -> Iterator[dict[str, str]]:
    """Yield the goals called by name, as objects."""
    names = [name.strip() for name in written.split(",")]
    hint = hints(names, GOAL_NAMES)
    for place, name in enumerate(names, start=1):
        if name not in GOAL_NAMES:
            remedy = f"use {listed(GOAL_NAMES)}{hint[name]}"
            raise InvalidInputError([Fault(f"goals[{place}]", f"is {name!r}", remedy)])
        yield {"kind": GOAL_NAMES[name]}


def without_slack(goals: Sequence[Goal]) -> None:
    """Refuse goals for which a plan may be only good enough: then nothing can be said about what is best.

    Args:
        goals: The goals asked for.

    Raises:
        UsageError: One of them has slack.
    """
    if any(goal.slack for goal in goals):
        raise UsageError("argument --goals: one of them has slack; give goals without it")
