"""Text that a spreadsheet would run as a formula: written with an apostrophe, which reading takes away again.

A file with commas can be opened in a spreadsheet that separates by semicolons or tabulators, and then quotation marks in
the middle of a line do not hold a cell together: `a;=1+1` shows a formula, and so does a line that begins with `=`. So
the apostrophe is written wherever a cell could begin then. Negative numbers after a blank, as in the list `5; -3`, stay
as they are.
"""

from __future__ import annotations

import re

__all__ = ["begins_a_formula", "plain_text", "safe_text"]

_SIGNS = "=+\\-@＝＋－＠"  # noqa: RUF001  spreadsheets take the wide ones too
_FIRST = re.compile(f"'*[{_SIGNS}\t\r\n]")
_FIRST_GUARDED = re.compile(f"'+[{_SIGNS}\t\r\n]")
_BEFORE = '[;\t\r\n][ "]*'
"""Where a cell could begin, with the blanks and quotation marks that some programs take away before they look at it."""
_LATER = re.compile(f"({_BEFORE})(?!(?<= )[+-][0-9])(?='*[{_SIGNS}])")
_LATER_GUARDED = re.compile(f"({_BEFORE})'(?='*[{_SIGNS}])")


def begins_a_formula(words: str) -> bool:
    """Return whether a spreadsheet would take a cell for a formula, or for one with apostrophes before it.

    >>> begins_a_formula("=1+1"), begins_a_formula("1 = 1")
    (True, False)
    """
    return _FIRST.match(words) is not None


def safe_text(words: str) -> str:
    """Return a text that a spreadsheet does not take for a formula, nor a part of it, whichever way it separates.

    >>> safe_text("=1+1"), safe_text("web"), safe_text("a;=1+1"), safe_text("5; -3")
    ("'=1+1", 'web', "a;'=1+1", '5; -3')
    """
    inside = _LATER.sub(r"\1'", words)
    return f"'{inside}" if begins_a_formula(words) else inside


def plain_text(words: str) -> str:
    """Return the text that `safe_text` was given.

    >>> plain_text("'=1+1"), plain_text("'tis"), plain_text("a;'=1+1")
    ('=1+1', "'tis", 'a;=1+1')
    """
    inside = _LATER_GUARDED.sub(r"\1", words)
    return inside[1:] if _FIRST_GUARDED.match(words) else inside
