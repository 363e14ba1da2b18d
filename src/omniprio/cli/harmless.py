"""Text that a terminal only shows: names in a portfolio could hold characters that move its cursor."""

from __future__ import annotations

import re

__all__ = ["harmless"]

_COMMANDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""Every control character but tabs and line breaks."""


def harmless(text: str) -> str:
    r"""Return a text with control characters spelled out as in JSON, in which they only stand in texts.

    >>> print(harmless("we\x1b[2Jb"))
    we\u001b[2Jb
    """
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
