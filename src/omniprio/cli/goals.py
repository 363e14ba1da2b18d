"""Goals as they are asked for on the command line: by name, or as JSON."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError

from omniprio.base import Model
from omniprio.cli.exits import UsageError
from omniprio.errors import InvalidInputError
from omniprio.given_goals import goals_in
from omniprio.goals import Goal
from omniprio.language import sentence
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["goals", "without_slack"]


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
    if not written.lstrip().startswith("["):
        return goals_in(written)
    data = {"goals": parsed(written)}
    try:
        return _Goals.model_validate(data).goals
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data)) from None


def without_slack(goals: Sequence[Goal]) -> None:
    """Refuse goals for which a plan may be only good enough: then nothing can be said about what is best.

    Args:
        goals: The goals asked for.

    Raises:
        UsageError: One of them has slack.
    """
    if any(goal.slack for goal in goals):
        raise UsageError(
            sentence("command.argument", option="--goals", problem=sentence("command.has slack"))
        )
