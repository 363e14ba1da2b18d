"""The members of a programme, as arguments: the portfolio of each in a file of its own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio.cli.files import at_most_one_standard, path_of
from omniprio.cli.reading import read_portfolio

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from omniprio.portfolio import Portfolio

__all__ = ["members_in", "named"]


def members_in(files: Sequence[str], arguments: Namespace) -> dict[str, Portfolio]:
    """Return the portfolio of each member, by its name.

    Args:
        files: The files.
        arguments: Those that `add_reading` has added.

    Raises:
        FileError: A file cannot be read.
        InvalidInputError: It is no portfolio; a note says which file it was.
        UsageError: Two of them are standard input.
    """
    names = named(files)
    at_most_one_standard(**dict(zip(names, files, strict=True)))
    return {name: read_portfolio(file, arguments) for name, file in zip(names, files, strict=True)}


def named(files: Sequence[str]) -> list[str]:
    """Return what each file is called: by its name, or its whole path where two have the same."""
    stems = [path_of(name).stem for name in files]
    times = Counter(stems)
    return [stem if times[stem] == 1 else name for stem, name in zip(stems, files, strict=True)]
