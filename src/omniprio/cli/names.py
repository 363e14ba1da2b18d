"""Initiatives and budgets as they are named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.portfolio import MAIN_FUND
from omniprio.spelling import hints, use_one_of

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Collection, Sequence

    from omniprio.language import Sentence
    from omniprio.portfolio import Portfolio

__all__ = ["add_budget", "add_names", "must_be_known"]


def add_names(parser: ArgumentParser, otherwise: Sentence) -> None:
    """Add the initiatives that are asked about.

    Args:
        parser: The parser of a verb.
        otherwise: What is meant where none is named.
    """
    parser.add_argument(
        "initiatives",
        nargs="*",
        metavar=sentence("help.INITIATIVE"),
        help=sentence("help.initiative", otherwise=otherwise),
    )


def add_budget(parser: ArgumentParser, what: Sentence, otherwise: Sentence | None = None) -> None:
    """Add `--budget`.

    Args:
        parser: The parser of a verb.
        what: What is done with it.
        otherwise: Which is taken where none is named, which is then None; None for the main budget.
    """
    parser.add_argument(
        "--budget",
        default=None if otherwise else MAIN_FUND,
        metavar=sentence("help.NAME"),
        help=sentence("help.budget", what=what, otherwise=otherwise or MAIN_FUND),
    )


def must_be_known(
    names: Sequence[str], portfolio: Portfolio, of: Literal["initiatives", "budgets"] = "initiatives"
) -> None:
    """Refuse names that the portfolio does not have, before long work for them begins.

    Args:
        names: Names from the command line.
        portfolio: The portfolio.
        of: What they are the names of.

    Raises:
        InvalidInputError: There is none of that name; it lists every fault.

    >>> from omniprio import ten_portfolio
    >>> must_be_known(["identify"], ten_portfolio())
    """
    known: Collection[str] = portfolio.by_id if of == "initiatives" else portfolio.limits
    like = hints(names, known)
    faults = [
        Fault(
            f"{of}[{name}]",
            sentence("faults.not in portfolio"),
            use_one_of(known, like[name]),
        )
        for name in names
        if name not in known
    ]
    if faults:
        raise InvalidInputError(faults)
