"""A disc as a small piece of HTML for a notebook: disciplines downward, rings from the outside in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import notebook
from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.notebook import TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.marks import Marks

__all__ = ["as_html"]


def as_html(
    title: str | dict[str, str],
    rows: Sequence[Sequence[str | dict[str, str]]],
    marks: Marks,
    language: str = "en",
) -> str:
    """Return a disc as HTML: a row for each discipline, with the title of each of its fields.

    Args:
        title: What the disc is called.
        rows: For each discipline what it is called, and the titles of its fields from the outside in.
        marks: What of the titles is no fact.
        language: The code of the language.
    """
    speaker = Speaker(language)
    most = max(map(len, rows))
    heads = [speaker.words("disc.ring", number=number) for number in range(1, most)]
    cells = [[text(cell, language) for cell in row] + [""] * (most - len(row)) for row in rows]
    page = notebook.new_page("omniprio-disc")
    notebook.heading(page, text(title, language) or speaker.words("disc.disc"))
    notebook.table(page, ("", *heads), [TEXT] * most, cells)
    if marks:
        notebook.paragraph(page, told(marks, language))
    return notebook.written(page)
