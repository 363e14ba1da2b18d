"""Sentences broken into lines as wide as the terminal, so that no word is cut at its edge; columns stay as they are."""

from __future__ import annotations

import re
import shutil
import sys
from textwrap import wrap

__all__ = ["fitted", "for_terminal"]

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
"""What stands in columns has wide gaps; what has one is a sentence behind what it is about."""
_BEGINS = re.compile(r" *(?:- )?")
_LEAST = 12
"""Letters of a line: where there is less room, the terminal breaks lines itself."""


def for_terminal(text: str) -> str:
    """Return a text as it is shown on standard output: broken into lines where that is a terminal, else as it is."""
    if sys.stdout is None or sys.stdout.closed or not sys.stdout.isatty():
        return text
    return fitted(text, shutil.get_terminal_size().columns)


def fitted(text: str, width: int) -> str:
    r"""Return a text whose sentences are broken into lines, those of an entry of a list under its first word.

    Args:
        text: The text, of which lines in columns stay whole.
        width: The most letters of a line.

    >>> print(fitted("- web: it brings more than the app\nweb   300 kDKK   more than the line", 24))
    - web: it brings more
      than the app
    web   300 kDKK   more than the line
    """
    return "\n".join(line for given in text.split("\n") for line in _lines(given, width))


def _lines(given: str, width: int) -> list[str]:
    gaps = [gap.end() for gap in _GAP.finditer(given)]
    if len(given) <= width or len(gaps) > 1:
        return [given]
    begin = _BEGINS.match(given)
    first = gaps[0] if gaps else begin.end() if begin else 0
    if width - first < _LEAST:
        return [given]
    head, rest = given[:first], given[first:]
    broken = wrap(rest, width - first, break_long_words=False, break_on_hyphens=False)
    return [f"{head if place == 0 else ' ' * first}{line}" for place, line in enumerate(broken)]
