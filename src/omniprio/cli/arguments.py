"""Arguments that verbs share, and what their words stand for."""

from __future__ import annotations

import threading
from argparse import ArgumentTypeError
from math import inf, nan
from typing import TYPE_CHECKING

from omniprio.cli.exits import OptionError
from omniprio.cli.files import STANDARD
from omniprio.cli.goals import goals
from omniprio.errors import InvalidArgumentError
from omniprio.given_goals import GOAL_NAMES, name_of
from omniprio.goals import DEFAULT_GOALS, Goal
from omniprio.language import sentence
from omniprio.options import Options
from omniprio.spelling import listed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.errors import Fault

__all__ = [
    "add_format",
    "add_goals",
    "add_limits",
    "add_output",
    "add_portfolio",
    "add_time_limit",
    "amount",
    "count",
    "limits",
]


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


def add_goals(parser: ArgumentParser, default: tuple[Goal, ...] | None = DEFAULT_GOALS) -> None:
    """Add `--goals`.

    Args:
        parser: The parser of a verb.
        default: The goals where none are given; None for those of a plan that is given.
    """
    names = "those of the plan" if default is None else ",".join(name_of(goal.kind) for goal in default)
    parser.add_argument(
        "--goals",
        type=goals,
        default=default,
        help=f"the most important first ({names}): names from {listed(GOAL_NAMES)}; or a JSON list of "
        """goals, such as '[{"kind": "soonest", "distance": 0.2}]'""",
    )


def add_time_limit(parser: ArgumentParser, default: float | None = None) -> None:
    """Add `--time-limit`; `limits` reads it.

    Args:
        parser: The parser of a verb.
        default: Seconds where none are given; None for no limit.
    """
    otherwise = "no limit" if default is None else f"{default:g}"
    parser.add_argument(
        "--time-limit",
        type=float,
        default=default,
        metavar="S",
        help=f"seconds for everything ({otherwise})",
    )


def add_limits(parser: ArgumentParser) -> None:
    """Add the limits of the search; `limits` reads them."""
    add_time_limit(parser)
    parser.add_argument(
        "--work-limit",
        type=int,
        metavar="N",
        help="branch-and-bound nodes for each goal; unlike a time limit, every run stops at the same place (no limit)",
    )
    parser.add_argument(
        "--gap", type=float, default=0.0, metavar="G", help="stop this close to the bound, 0 to 1 (0)"
    )


def count(written: str) -> int:
    """Return a number of things.

    Args:
        written: A whole number, at least 1.

    Raises:
        ArgumentTypeError: It is none.

    >>> count("12")
    12
    """
    if not written.isdecimal() or int(written) < 1:
        raise ArgumentTypeError(f"it is {written}; give a whole number from 1 on")
    return int(written)


def amount(written: str) -> float:
    """Return an amount.

    Args:
        written: A number, at least 0.

    Raises:
        ArgumentTypeError: It is none.

    >>> amount("0.5")
    0.5
    """
    try:
        number = float(written)
    except ValueError:
        number = nan
    if not 0 <= number < inf:
        raise ArgumentTypeError(f"it is {written}; give a number from 0 on")
    return number


def limits(arguments: Namespace) -> Options:
    """Return the limits of the search.

    Args:
        arguments: Those that `add_limits` or `add_time_limit` has added.

    Raises:
        OptionError: A limit makes no sense.
    """
    try:
        return Options(
            time_limit=arguments.time_limit,
            work_limit=getattr(arguments, "work_limit", None),
            gap=getattr(arguments, "gap", 0.0),
            cancel=threading.Event(),
        )
    except InvalidArgumentError as error:
        raise _of_option(error.faults[0]) from None


def _of_option(fault: Fault) -> OptionError:
    """Return a fault of an argument in Python as one of its option, where what is left out is None."""
    option = f"--{fault.path.replace('_', '-')}"
    said = getattr(fault.remedy, "fact", None)
    match said and said.kind:
        case "remedies.seconds":
            return OptionError(option, fault.problem, sentence("remedies.seconds or none"))
        case "remedies.nodes":
            return OptionError(option, fault.problem, sentence("remedies.nodes or none"))
    return OptionError(option, fault.problem, fault.remedy)
