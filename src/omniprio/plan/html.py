"""A plan as a small piece of HTML for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import notebook
from omniprio.marks import told as marked
from omniprio.marks import united
from omniprio.notebook import FIGURE, TEXT, WHEN
from omniprio.plan import content, earnings
from omniprio.plan.content import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from omniprio.language import Language
    from omniprio.plan.content import Grid
    from omniprio.plan.plan import Plan

__all__ = ["as_html"]


def as_html(plan: Plan, language: Language = "en") -> str:
    """Return a plan as HTML: what is done, the road, money and teams, what is not done, how good it is.

    Every name is escaped. There is no script, and nothing is loaded.

    Args:
        plan: The plan.
        language: The language.
    """
    told = Telling(plan, language)
    page = notebook.new_page("omniprio-plan")
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
        notebook.paragraph(page, sentence)
    _reasons(page, told, "milestones", ("milestone", "met"), content.milestones(told))
    _reasons(page, told, "left out", ("initiative", "why"), content.left_out(told))
    _reasons(page, told, "missed", ("synergy", "adds"), content.missed(told))
    _reasons(page, told, "out of reach", ("field", "reach"), content.out_of_reach(told))
    if one_sided := content.not_ruled_out(told):
        notebook.paragraph(page, one_sided)
    _quality(page, told)
    return notebook.written(page)


def _head(page: Element, told: Telling) -> None:
    notebook.heading(page, content.heading(told))
    for sentence in content.opening(told):
        notebook.paragraph(page, sentence)


def _sequence(page: Element, told: Telling) -> None:
    notebook.title(page, told.words("sequence"))
    done = content.sequence(told)
    if not done:
        notebook.paragraph(page, told.words("nothing done"))
        return
    heads = [told.words(f"column {head}") for head in ("when", "initiative", "cost", "why")]
    notebook.table(page, heads, (WHEN, TEXT, FIGURE, TEXT), done)


def _grid(page: Element, grid: Grid) -> None:
    notebook.title(page, grid.title)
    styles = (WHEN, *[FIGURE] * len(grid.heads))
    notebook.table(page, ("", *grid.heads), styles, [(label, *cells) for label, cells in grid.rows])


def _reasons(
    page: Element, told: Telling, title: str, heads: tuple[str, str], rows: Iterable[tuple[str, str]]
) -> None:
    rows = [*rows]
    if not rows:
        return
    notebook.title(page, told.words(title))
    notebook.table(page, [told.words(f"column {head}") for head in heads], (TEXT, TEXT), rows)


def _quality(page: Element, told: Telling) -> None:
    notebook.title(page, told.words("quality"))
    goals, checked = content.quality(told)
    portfolio = told.plan.portfolio
    marks = united([portfolio.not_facts, portfolio.disc.not_facts if told.plan.out_of_reach else ()])
    for sentence in filter(None, (*goals, checked, marked(marks, told.language))):
        notebook.paragraph(page, sentence)
