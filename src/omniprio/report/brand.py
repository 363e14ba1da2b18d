"""Whose page it is: a name, a logo and a colour, checked when they are given."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.io.safe_xml import parsed_xml
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WASH", "Brand"]

WASH = "#f3f6f8"
"""The darkest ground that letters in the colour stand on."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LEAST_CONTRAST = 4.5
_MOST_BYTES = 1_000_000
_MOST_PIXELS = 4_000
_LONGEST_NAME = 200
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_SVG = b"http://www.w3.org/2000/svg"
"""Without its name space, a browser takes the file for no picture."""
_STRAIGHT = 0.04045
"""Up to here, the light of a colour grows evenly with its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Whose page it is; each part may be left out.

    Attributes:
        name: The name of the organisation, at most 200 letters.
        logo: A picture in PNG, at most 4,000 pixels a side, or in SVG; at most 1 MB.
        colour: Of headings, rules and links, as `#0a4f7a`. Words in it have to be readable: a contrast of at least 4.5 to 1.

    Raises:
        InvalidArgumentError: A part is none of that.

    >>> Brand(name="Nordbo", colour="#ffd400")
    Traceback (most recent call last):
        ...
    omniprio.errors.InvalidArgumentError: colour is '#ffd400', which is hard to read (1.3 to 1); give a darker one: at least 4.5 to 1
    """

    name: str = ""
    logo: bytes = b""
    colour: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be shown."""
        if faults := [
            *_faults_of_name(self.name),
            *_faults_of_logo(self.logo),
            *_faults_of_colour(self.colour),
        ]:
            raise InvalidArgumentError(faults)

    @property
    def is_png(self) -> bool:
        """Whether the logo is in PNG."""
        return self.logo.startswith(_PNG)

    @property
    def logo_uri(self) -> str:
        """The logo as a `data:` address, which needs no network; empty where there is none."""
        kind = "png" if self.is_png else "svg+xml"
        return f"data:image/{kind};base64,{b64encode(self.logo).decode()}" if self.logo else ""


def _faults_of_name(name: object) -> Iterator[Fault]:
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        yield Fault(
            "name", sentence("faults.no short name"), sentence("remedies.short name", most=_LONGEST_NAME)
        )


def _faults_of_logo(logo: object) -> Iterator[Fault]:
    if not isinstance(logo, bytes):
        yield Fault("logo", sentence("faults.no picture"), sentence("remedies.picture"))
    elif len(logo) > _MOST_BYTES:
        problem = sentence("faults.over bytes", most=_MOST_BYTES)
        yield Fault("logo", problem, sentence("remedies.give a smaller one"))
    elif logo.startswith(_PNG):
        yield from _faults_of_png(logo)
    elif logo and not _is_svg(logo):
        yield Fault("logo", sentence("faults.no picture"), sentence("remedies.picture"))


def _faults_of_png(logo: bytes) -> Iterator[Fault]:
    """Yield what is wrong with a PNG: its first chunk tells its size, its last one that it is whole."""
    if logo[12:16] != b"IHDR" or not logo.endswith(_PNG_END):
        yield Fault("logo", sentence("faults.no picture"), sentence("remedies.picture"))
        return
    width, height = int.from_bytes(logo[16:20]), int.from_bytes(logo[20:24])
    if not (0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS):
        problem = sentence("faults.pixels", width=width, height=height)
        yield Fault("logo", problem, sentence("remedies.pixels", most=_MOST_PIXELS))


def _is_svg(logo: bytes) -> bool:
    try:
        parsed_xml(logo, root="svg")
    except InvalidInputError:
        return False
    return _SVG in logo


def _faults_of_colour(colour: object) -> Iterator[Fault]:
    if colour == "":
        return
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        yield Fault("colour", sentence("faults.no colour", value=repr(colour)), sentence("remedies.colour"))
        return
    contrast = (_luminance(WASH) + 0.05) / (_luminance(colour) + 0.05)
    if contrast < _LEAST_CONTRAST:
        problem = sentence("faults.pale", value=repr(colour), contrast=round(contrast, 1))
        yield Fault("colour", problem, sentence("remedies.darker", least=_LEAST_CONTRAST))


def _luminance(colour: str) -> float:
    """Return how bright a colour is.

    Source: W3C, Web Content Accessibility Guidelines 2.1, relative luminance.
    """
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= _STRAIGHT else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
