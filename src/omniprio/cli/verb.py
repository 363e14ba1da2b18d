"""A verb of the command line, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from omniprio.cli.exits import Exit

__all__ = ["PROGRAM", "Verb"]

PROGRAM = "python -m omniprio"
"""What starts the command line wherever the library is installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One thing the command line does.

    Attributes:
        example: A command that a reader of its help can copy.
        declare: Adds its arguments to its parser.
        run: Does it; an error of the library ends the run with its exit code.
        output: What its help says of `-o`; None where nothing is written to a file.
    """

    example: str
    declare: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], Exit]
    output: str | None = "help.output"
