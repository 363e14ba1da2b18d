"""Whose page it is, as arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.files import at_most_one_standard, read
from omniprio.language import sentence
from omniprio.report import Brand

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["add_brand", "brand_of"]


def add_brand(parser: ArgumentParser) -> None:
    """Add the arguments."""
    part = parser.add_argument_group(sentence("help.page made for"))
    part.add_argument("--brand", default="", metavar=sentence("help.NAME"), help=sentence("help.brand"))
    part.add_argument("--logo", metavar=sentence("help.FILE"), help=sentence("help.logo of page"))
    part.add_argument("--colour", default="", metavar="#RRGGBB", help=sentence("help.colour"))


def brand_of(arguments: Namespace) -> Brand:
    """Return whose page it is.

    Args:
        arguments: Those that `add_brand` has added, and the source.

    Raises:
        FileError: The logo cannot be read.
        InvalidInputError: The logo is no picture, or the colour is none or too pale.
        UsageError: Logo and source are both standard input.
    """
    at_most_one_standard(source=arguments.source, logo=arguments.logo)
    logo = b"" if arguments.logo is None else read(arguments.logo)
    return Brand(name=arguments.brand, logo=logo, colour=arguments.colour)
