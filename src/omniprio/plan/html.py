"""A plan as a small piece of HTML for a notebook: Jupyter and marimo find it by `_repr_html_`.

The styles name no colour, so text and background stay those of the notebook, light or dark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from omniprio.marks import told as marked
from omniprio.marks import united
from omniprio.plan import content, earnings
from omniprio.plan.content import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.language import Language
    from omniprio.plan.content import Grid
    from omniprio.plan.plan import Plan

__all__ = ["as_html"]

_LINE = "border: 0; border-bottom: 1px solid rgba(128, 128, 128, 0.35)"
_CELL = f"{_LINE}; padding: 0.2em 0.8em 0.2em 0; vertical-align: top"
_TEXT = f"{_CELL}; text-align: left"
_FIGURE = f"{_CELL}; text-align: right; white-space: nowrap"
_WHEN = f"{_TEXT}; white-space: nowrap"
_TABLE = "border-collapse: collapse; margin: 0.2em 0 1em 0; color: inherit; font: inherit"
_WIDE = "overflow-x: auto"
"""What is wider than the page scrolls by itself."""


def as_html(plan: Plan, language: Language = "en") -> str:
    """Return a plan as HTML: what is done, the road, money and teams, what is not done, how good it is.

    Every name is escaped. There is no script, and nothing is loaded.

    Args:
        plan: The plan.
        language: The language.
    """
    told = Telling(plan, language)
    page = ET.Element("div", {"class": "omniprio-plan", "style": "max-width: 72em"})
    _head(page, told)
    _sequence(page, told)
    for grid in (
        content.road(told),
        content.money(told),
        earnings.cash_by_period(told),
        earnings.cash_of_each(told),
        content.teams(told),
    ):
        if grid is not None:
            _grid(page, grid)
    for sentence in earnings.cash_sentences(told):
        _add(page, "p", sentence, "margin: 0")
    _reasons(page, told, "milestones", ("milestone", "met"), content.milestones(told))
    _reasons(page, told, "left out", ("initiative", "why"), content.left_out(told))
    _reasons(page, told, "missed", ("synergy", "adds"), content.missed(told))
    _reasons(page, told, "out of reach in brief", ("field", "reach"), content.out_of_reach(told))
    _quality(page, told)
    return ET.tostring(page, encoding="unicode", method="html")


def _head(page: ET.Element, told: Telling) -> None:
    _add(page, "h3", content.heading(told), "margin: 0 0 0.3em 0")
    for sentence in content.opening(told):
        _add(page, "p", sentence, "margin: 0")


def _sequence(page: ET.Element, told: Telling) -> None:
    _title(page, told.words("sequence"))
    done = content.sequence(told)
    if not done:
        _add(page, "p", told.words("nothing done"), "margin: 0")
        return
    heads = [told.words(f"column {head}") for head in ("when", "initiative", "cost", "why")]
    table = _table(page, heads, (_WHEN, _TEXT, _FIGURE, _TEXT))
    for one in done:
        _row(table, (one.when, one.what, one.cost, one.why), (_WHEN, _TEXT, _FIGURE, _TEXT))


def _grid(page: ET.Element, grid: Grid) -> None:
    _title(page, grid.title)
    styles = (_WHEN, *[_FIGURE] * len(grid.heads))
    table = _table(page, ("", *grid.heads), styles)
    for label, cells in grid.rows:
        _row(table, (label, *cells), styles)


def _reasons(
    page: ET.Element, told: Telling, title: str, heads: tuple[str, str], rows: Iterable[tuple[str, str]]
) -> None:
    rows = [*rows]
    if not rows:
        return
    _title(page, told.words(title))
    table = _table(page, [told.words(f"column {head}") for head in heads], (_TEXT, _TEXT))
    for row in rows:
        _row(table, row, (_TEXT, _TEXT))


def _quality(page: ET.Element, told: Telling) -> None:
    _title(page, told.words("quality"))
    goals, checked = content.quality(told)
    portfolio = told.plan.portfolio
    marks = united([portfolio.not_facts, portfolio.disc.not_facts if told.plan.out_of_reach else ()])
    for sentence in filter(None, (*goals, checked, marked(marks, told.language))):
        _add(page, "p", sentence, "margin: 0")


def _title(page: ET.Element, words: str) -> None:
    _add(page, "h4", words, "margin: 1em 0 0.3em 0")


def _table(page: ET.Element, heads: Sequence[str], styles: Sequence[str]) -> ET.Element:
    """Add a table with its heads and return where its rows go."""
    table = ET.SubElement(_add(page, "div", "", _WIDE), "table", {"style": _TABLE})
    row = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for head, style in zip(heads, styles, strict=True):
        _add(row, "th" if head else "td", head, style)
    return ET.SubElement(table, "tbody")


def _row(table: ET.Element, cells: Sequence[str], styles: Sequence[str]) -> None:
    row = ET.SubElement(table, "tr")
    for cell, style in zip(cells, styles, strict=True):
        _add(row, "td", cell, style)


def _add(parent: ET.Element, tag: str, words: str, style: str) -> ET.Element:
    part = ET.SubElement(parent, tag, {"style": style})
    part.text = words
    return part
