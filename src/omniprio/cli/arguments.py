"""Arguments that verbs share, and what their words stand for."""

from __future__ import annotations

import threading
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Annotated, get_args

from pydantic import Field, ValidationError

from omniprio.base import Model
from omniprio.cli.exits import UsageError
from omniprio.cli.files import STANDARD
from omniprio.errors import Fault, InvalidInputError
from omniprio.goals import DEFAULT_GOALS, Goal
from omniprio.options import Options
from omniprio.portfolio.reading import faults_of, parsed
from omniprio.portfolio.spelling import hints, listed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

__all__ = [
    "GOAL_NAMES",
    "add_format",
    "add_goals",
    "add_limits",
    "add_output",
    "add_portfolio",
    "goals",
    "limits",
]

_KINDS: dict[str, type[Model]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(Goal)[0])
}


def _name(kind: str) -> str:
    """Return a kind of goal as one word."""
    return kind.replace(" ", "-")


GOAL_NAMES = {
    _name(kind): kind
    for kind, model in _KINDS.items()
    if not any(field.is_required() for field in model.model_fields.values())
}
"""The kinds of goals that can be asked for by name alone, by that name."""


class _Goals(Model):
    """What `--goals` stands for."""

    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]


def add_portfolio(parser: ArgumentParser) -> None:
    """Add the portfolio, the first argument of a verb."""
    parser.add_argument("portfolio", help="the portfolio as JSON, `-` for standard input")


def add_output(parser: ArgumentParser) -> None:
    """Add `-o`, the file to write."""
    parser.add_argument(
        "-o", "--output", default=STANDARD, metavar="FILE", help="where to write (standard output)"
    )


def add_format(parser: ArgumentParser) -> None:
    """Add `--format`: JSON for programs or text for people."""
    parser.add_argument("--format", choices=("json", "text"), default="json", help="what to write (json)")


def add_goals(parser: ArgumentParser) -> None:
    """Add `--goals`."""
    default = ",".join(_name(goal.kind) for goal in DEFAULT_GOALS)
    parser.add_argument(
        "--goals",
        type=goals,
        default=DEFAULT_GOALS,
        help=f"the most important first ({default}): names from {listed(GOAL_NAMES)}; or a JSON list of "
        """goals, such as '[{"kind": "soonest", "distance": 0.2}]'""",
    )


def add_limits(parser: ArgumentParser) -> None:
    """Add the limits of the search; `limits` reads them."""
    parser.add_argument("--time-limit", type=float, metavar="S", help="seconds for everything (no limit)")
    parser.add_argument(
        "--work-limit",
        type=int,
        metavar="N",
        help="branch-and-bound nodes for each goal, repeatable (no limit)",
    )
    parser.add_argument(
        "--gap", type=float, default=0.0, metavar="G", help="stop this close to the bound, 0 to 1 (0)"
    )


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


def limits(arguments: Namespace) -> Options:
    """Return the limits of the search.

    Args:
        arguments: Those that `add_limits` has added.

    Raises:
        UsageError: A limit makes no sense.
    """
    try:
        return Options(
            time_limit=arguments.time_limit,
            work_limit=arguments.work_limit,
            gap=arguments.gap,
            cancel=threading.Event(),
        )
    except ValueError as error:
        raise UsageError(_as_typed(str(error))) from None


def _as_typed(message: str) -> str:
    """Return what Python says about a limit in the words of the command line."""
    option, verb, rest = message.partition(" is ")
    rest = rest.replace("or None for", "or leave it out for")
    return f"argument --{option.replace('_', '-')}: it{verb}{rest}"
