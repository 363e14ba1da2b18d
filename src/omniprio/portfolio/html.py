"""A portfolio as a small piece of HTML for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import notebook
from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.notebook import FIGURE, TEXT
from omniprio.portfolio.initiative_html import cost_of, required
from omniprio.portfolio.names import Titles
from omniprio.portfolio.outline import contents, heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["as_html"]


def as_html(portfolio: Portfolio, language: str = "en") -> str:
    """Return a portfolio as HTML: what it contains, and its initiatives with duration and cost.

    Args:
        portfolio: The portfolio.
        language: The code of the language.
    """
    speaker = Speaker(language, Titles(portfolio))
    page = notebook.new_page("omniprio-portfolio")
    notebook.heading(page, heading(portfolio, language))
    notebook.table(page, ("", ""), (TEXT, TEXT), contents(portfolio, language))
    heads = [
        speaker.words(f"portfolio.column {head}") for head in ("initiative", "duration", "cost", "requires")
    ]
    notebook.table(page, heads, (TEXT, FIGURE, TEXT, TEXT), _initiatives(portfolio, speaker))
    if portfolio.not_facts:
        notebook.paragraph(page, told(portfolio.not_facts, language))
    return notebook.written(page)


def _initiatives(portfolio: Portfolio, speaker: Speaker) -> Iterator[tuple[str, ...]]:
    """Yield a row for each initiative; its cost is all that is spent during the work, in every fund."""
    unit = portfolio.calendar.unit if portfolio.calendar.start else "period"
    for one in portfolio.initiatives:
        yield (
            speaker.called("initiative", one.id),
            speaker.count(one.duration, unit),
            cost_of(one, speaker),
            "; ".join(required(requirement, speaker) for requirement in one.requirements),
        )
