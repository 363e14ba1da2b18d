"""Figures as SVG text that can stand in a page, the same text for the same figure."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.axes import Axes

from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import sentence
from omniprio.parameters import validated

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["as_svg"]

_NAMES = re.compile(r'(\bid="|url\(#|href="#)')
_COMMENTS = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LETTERS = ["DejaVu Sans", "Verdana", "Geneva"]
"""Figures are laid out for the first; the others are as wide, and there is one of them on nearly every device."""
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


@validated
def as_svg(drawn: Axes | Figure, *, title: str = "") -> str:
    """Return a figure as one `<svg>` element, its text as text: it can be selected, searched and read aloud.

    Args:
        drawn: A figure, or axes of one: then the whole figure they stand in.
        title: What is seen, for those who cannot see it: the sentence that `describe_...` returns.

    Returns:
        An element without XML declaration, dates and random names. Names inside it are its own, so that many
        of them can stand in one page.

    >>> from matplotlib.figure import Figure
    >>> as_svg(Figure(), title="Nothing < something")[:51]
    '<svg role="img" aria-label="Nothing &lt; something"'
    """
    figure = drawn.get_figure(root=True) if isinstance(drawn, Axes) else drawn
    if figure is None:
        raise InvalidArgumentError(
            [Fault("drawn", sentence("faults.lost axes"), sentence("remedies.draw anew"))]
        )
    page = StringIO()
    with mpl.rc_context({"svg.hashsalt": "omniprio", "svg.fonttype": "none", "font.sans-serif": _LETTERS}):
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    bare = _METADATA.sub("", _COMMENTS.sub("", page.getvalue()))
    element = bare[bare.index("<svg ") :]
    own = sha256(element.encode()).hexdigest()[:10]
    element = _NAMES.sub(rf"\g<1>f{own}-", element)
    return element.replace("<svg ", f"<svg {_role(title)} ", 1)


def _role(title: str) -> str:
    """Return what tells a screen reader what it is; a figure without words is decoration."""
    words = escape(_NOT_IN_XML.sub("\ufffd", title))
    return f'role="img" aria-label="{words}"' if title else 'aria-hidden="true"'
