"""Pieces of HTML for a notebook: titles, sentences and tables, of which nothing breaks out of the cell.

Jupyter and marimo show what `_repr_html_` of a value returns. Every text is escaped; there is no script, and nothing is
loaded. The styles name no colour, so text and background stay those of the notebook, light or dark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["FIGURE", "TEXT", "WHEN", "heading", "new_page", "paragraph", "table", "title", "written"]

_LINE = "border: 0; border-bottom: 1px solid rgba(128, 128, 128, 0.35)"
_CELL = f"{_LINE}; padding: 0.2em 0.8em 0.2em 0; vertical-align: top"
TEXT = f"{_CELL}; text-align: left"
FIGURE = f"{_CELL}; text-align: right; white-space: nowrap"
WHEN = f"{TEXT}; white-space: nowrap"
_TABLE = "border-collapse: collapse; margin: 0.2em 0 1em 0; color: inherit; font: inherit"
_WIDE = "overflow-x: auto"
"""What is wider than the page scrolls by itself."""


def new_page(kind: str) -> ET.Element:
    """Return an empty page.

    Args:
        kind: What it shows, as a name for styles of the reader's own.

    >>> page = new_page("omniprio-disc")
    >>> paragraph(page, "R & D")
    >>> written(page)
    '<div class="omniprio-disc" style="max-width: 72em"><p style="margin: 0">R &amp; D</p></div>'
    """
    return ET.Element("div", {"class": kind, "style": "max-width: 72em"})


def written(page: ET.Element) -> str:
    """Return a page as text."""
    return ET.tostring(page, encoding="unicode", method="html")


def heading(page: ET.Element, words: str) -> None:
    """Add what all of the page is about."""
    _add(page, "h3", words, "margin: 0 0 0.3em 0")


def title(page: ET.Element, words: str) -> None:
    """Add what the next part is about."""
    _add(page, "h4", words, "margin: 1em 0 0.3em 0")


def paragraph(page: ET.Element, words: str) -> None:
    """Add a sentence."""
    _add(page, "p", words, "margin: 0")


def table(
    page: ET.Element, heads: Sequence[str], styles: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Add a table.

    Args:
        page: The page.
        heads: What stands above each column; all blank for none.
        styles: The style of each column, as `TEXT`, `FIGURE` or `WHEN`.
        rows: The cells.
    """
    made = ET.SubElement(_add(page, "div", "", _WIDE), "table", {"style": _TABLE})
    if any(heads):
        first = ET.SubElement(ET.SubElement(made, "thead"), "tr")
        for head, style in zip(heads, styles, strict=True):
            _add(first, "th" if head else "td", head, style)
    body = ET.SubElement(made, "tbody")
    for cells in rows:
        line = ET.SubElement(body, "tr")
        for cell, style in zip(cells, styles, strict=True):
            _add(line, "td", cell, style)


def _add(parent: ET.Element, tag: str, words: str, style: str) -> ET.Element:
    part = ET.SubElement(parent, tag, {"style": style})
    part.text = words
    return part
