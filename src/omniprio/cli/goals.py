"""Goals as they are asked for on the command line: by name, or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError

from omniprio.base import Model
from omniprio.cli.exits import OptionError
from omniprio.errors import InvalidInputError, UnfitError
from omniprio.given_goals import goals_in, name_of
from omniprio.goals import Goal
from omniprio.language import fact, sentence
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.errors import Fault

__all__ = ["goal", "goals", "without_slack", "written"]


class _Goals(Model):
    """What `--goals` stands for."""

    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]


def goals(written: str) -> tuple[Goal, ...]:
    """Return the goals that a text asks for.

    Args:
        written: Names with commas in between, or a JSON list of goals as objects.

    Raises:
        UnfitError: It asks for no goal, or for one that there is not.

    >>> [goal.kind for goal in goals("fastest,least-cost")]
    ['fastest', 'least cost']
    >>> goals('[{"kind": "soonest", "distance": 0.2}]')
    (Soonest(distance=0.2),)
    """
    try:
        return _goals(written)
    except InvalidInputError as error:
        raise _unfit(error.faults) from None


def goal(written: str) -> Goal:
    """Return the one goal that a text asks for; see `goals`.

    Args:
        written: A name, or a JSON list with one goal as an object.

    Raises:
        UnfitError: It asks for none, for several, or for one that there is not.

    >>> goal("closest").kind
    'closest'
    """
    first, *more = goals(written)
    if more:
        raise UnfitError(sentence("usage.several goals"), sentence("usage.one goal"))
    return first


def _unfit(faults: Sequence[Fault]) -> UnfitError:
    """Return all that is wrong with goals as one refusal."""
    first = faults[0]
    if len(faults) > 1:
        wrong = tuple(
            fact("usage.each fault", path=one.path, problem=one.problem, remedy=one.remedy) for one in faults
        )
        return UnfitError(sentence("usage.holds", wrong=wrong), sentence("usage.correct each"))
    if first.path == "goals":
        return UnfitError(first.problem, first.remedy)
    inside = fact("usage.fault", path=first.path, problem=first.problem)
    return UnfitError(sentence("usage.holds", wrong=inside), first.remedy)


def _goals(written: str) -> tuple[Goal, ...]:
    if not written.lstrip().startswith("["):
        return goals_in(written)
    data = {"goals": parsed(written)}
    try:
        return _Goals.model_validate(data).goals
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data, _Goals)) from None


def written(goals: Sequence[Goal]) -> str:
    """Return goals as they can be asked for by name.

    >>> written(goals("closest, least cost"))
    'closest,least-cost'
    """
    return ",".join(name_of(goal.kind) for goal in goals)


def without_slack(goals: Sequence[Goal] | None) -> None:
    """Refuse goals for which a plan may be only good enough: then nothing can be said about what is best.

    Args:
        goals: The goals asked for; None where none are.

    Raises:
        OptionError: One of them has slack.
    """
    if goals is not None and any(goal.slack for goal in goals):
        raise OptionError("--goals", written(goals), sentence("usage.has slack"), sentence("usage.no slack"))
