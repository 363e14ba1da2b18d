"""Labels of elements: marimo reads them as Markdown, where words of a portfolio could become links or pictures."""

from __future__ import annotations

import re

__all__ = ["plain"]

_SIGNS = re.compile(r"[^\w\s.,]")


def plain(text: str) -> str:
    """Return text that Markdown shows as it is, with a number for each sign that it or HTML would read.

    Args:
        text: The words to show.

    >>> plain("R&D [now]")
    'R&#38;D &#91;now&#93;'
    """
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text).replace("_", "&#95;")
