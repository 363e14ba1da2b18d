"""What varies on a page with frontiers: budgets, amounts of them, and teams."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypedDict

from omniprio.cli.arguments import count
from omniprio.cli.exits import OptionError
from omniprio.language import sentence
from omniprio.portfolio import MAIN_FUND

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.portfolio import Portfolio

__all__ = ["add_frontiers", "must_vary", "to_vary"]


class _Varied(TypedDict, total=False):
    """What varies along one frontier, as `frontier` takes it."""

    budget: str
    window: int | None
    team: str


def add_frontiers(parser: ArgumentParser) -> None:
    """Add what is to vary where frontiers are asked for."""
    part = parser.add_argument_group(sentence("help.frontiers of page"))
    part.add_argument(
        "--budget",
        action="append",
        default=[],
        metavar=sentence("help.NAME"),
        help=sentence("help.budget of page", otherwise=MAIN_FUND),
    )
    part.add_argument(
        "--window",
        action="append",
        default=[],
        type=count,
        metavar="N",
        help=sentence("help.window of page"),
    )
    part.add_argument(
        "--capacity",
        action="append",
        default=[],
        metavar=sentence("help.TEAM"),
        help=sentence("help.team of page"),
    )


def to_vary(arguments: Namespace) -> list[_Varied]:
    """Return what is to vary, a frontier each: budgets, or each amount of them that is named, then teams.

    Args:
        arguments: Those that `add_frontiers` has added.

    >>> from argparse import Namespace
    >>> to_vary(Namespace(budget=["it"], window=[1, 2], capacity=["crew"]))
    [{'budget': 'it', 'window': 1}, {'budget': 'it', 'window': 2}, {'team': 'crew'}]
    >>> to_vary(Namespace(budget=[], window=[], capacity=[]))
    [{'budget': 'money', 'window': None}]
    """
    only_teams = arguments.capacity and not (arguments.budget or arguments.window)
    budgets = [] if only_teams else arguments.budget or [MAIN_FUND]
    pairs = product(dict.fromkeys(budgets), dict.fromkeys(arguments.window or [None]))
    found = [_Varied(budget=budget, window=window) for budget, window in pairs]
    return [*found, *(_Varied(team=team) for team in dict.fromkeys(arguments.capacity))]


def must_vary(arguments: Namespace, portfolio: Portfolio) -> None:
    """Refuse what cannot vary, before long work begins.

    Args:
        arguments: Those that `add_frontiers` has added.
        portfolio: The portfolio of the page.

    Raises:
        OptionError: No frontier is asked for.
        InvalidInputError: There is no such budget, amount of it or team; see `frontier`.
    """
    from omniprio.answers.frontiers.scaling import varying  # noqa: PLC0415  takes long to import

    if "frontier" in arguments.asked:
        for one in to_vary(arguments):
            varying(portfolio, one.get("budget", MAIN_FUND), one.get("window"), one.get("team"))
        return
    for option in ("budget", "window", "capacity"):
        if given := getattr(arguments, option):
            problem, remedy = sentence("usage.needs frontier"), sentence("usage.ask for frontier")
            raise OptionError(f"--{option}", str(given[0]), problem, remedy)
