"""Figures for the page: drawn, described, and made small."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, cast

from markupsafe import Markup
from matplotlib.axes import Axes

from omniprio.plots import as_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Picture", "compact", "picture"]

_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_NAME = re.compile(r' id="([^"]*)"')
_LINK = re.compile(r'(url\(#|(?:xlink:)?href="#)([^")]*)')
_DOTS = 200
_OWN = 7
"""Letters of a figure's own prefix that are kept."""
_BETWEEN_LINES = re.compile(r"\s*\n\s*")
_GEOMETRY = re.compile(r' (?:d|x|y|width|height)="[^"]*"|translate\([^)]*\)')
"""Where numbers are coordinates; those of a `scale` are factors and keep their digits."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure in the page.

    Attributes:
        drawn: The figure, or axes of it.
        says: What is seen, for those who cannot see it.
        reading: How to read it, for everybody; none where it explains itself.
    """

    drawn: Axes | Figure
    says: str
    reading: str = ""

    @property
    def svg(self) -> Markup:
        """One `<svg>` element, safe to put in as it is."""
        return Markup(compact(as_svg(self.drawn, title=self.says)))  # noqa: S704  as_svg escapes what it writes

    @property
    def png(self) -> bytes:
        """The figure at 200 dots an inch."""
        figure = self.drawn.get_figure(root=True) if isinstance(self.drawn, Axes) else self.drawn
        file = BytesIO()
        cast("Figure", figure).savefig(file, format="png", dpi=_DOTS)
        return file.getvalue()


def picture(drawn: Axes | Figure, says: str, *, reading: str = "") -> Picture:
    """Return a drawn figure for the page.

    Args:
        drawn: The figure, or axes of it.
        says: What is seen, for those who cannot see it.
        reading: How to read it.
    """
    return Picture(drawn, says, reading)


def compact(svg: str) -> str:
    r"""Return an SVG element that looks the same in fewer bytes.

    Coordinates keep a hundredth of a point; names become short, and those that nothing refers to are dropped.

    >>> compact('<svg id="a" aria-label="1.2345"><path\n  d="M 1.23456 0"/></svg>')
    '<svg aria-label="1.2345"><path d="M 1.23 0"/></svg>'
    """
    links = dict.fromkeys(link[2] for link in _LINK.finditer(svg))
    short = {name: f"{name[:_OWN]}-{place}" for place, name in enumerate(links)}
    named = _NAME.sub(lambda name: f' id="{short[name[1]]}"' if name[1] in short else "", svg)
    linked = _LINK.sub(lambda link: link[1].removeprefix("xlink:") + short[link[2]], named)
    rounded = _GEOMETRY.sub(lambda part: _LONG_NUMBER.sub(_rounded, part[0]), linked)
    return _BETWEEN_LINES.sub(" ", rounded).replace("> <", "><")


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
