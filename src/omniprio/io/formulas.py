"""Text that a spreadsheet would run as a formula: written with an apostrophe, which reading takes away again."""

from __future__ import annotations

import re

__all__ = ["plain_text", "safe_text"]

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")  # noqa: RUF001  spreadsheets take the wide ones too
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")  # noqa: RUF001


def safe_text(words: str) -> str:
    """Return a text that a spreadsheet does not take for a formula.

    >>> safe_text("=1+1"), safe_text("web")
    ("'=1+1", 'web')
    """
    return f"'{words}" if _FORMULA.match(words) else words


def plain_text(words: str) -> str:
    """Return the text that `safe_text` was given.

    >>> plain_text("'=1+1"), plain_text("'tis")
    ('=1+1', "'tis")
    """
    return words[1:] if _GUARDED.match(words) else words
