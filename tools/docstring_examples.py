"""Shows the examples of docstrings as code on the documentation site: mkdocs.yml names this file.

Docstrings have their examples as doctests without a heading. Read as Markdown, `>>>` would be a quotation and a list in
the output a link.
"""
# ruff: noqa: INP001  a script of the documentation, no package

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from griffe import Extension

if TYPE_CHECKING:
    from griffe import Object

__all__ = ["DocstringExamples", "fenced"]

_EXAMPLE = re.compile(r"^( *)>>> .*(?:\n *\S.*)*", re.MULTILINE)


def fenced(docstring: str) -> str:
    r"""Return a docstring with each run of examples, up to the next blank line, as a block of code.

    >>> fenced("Adds.\n\n>>> add(1, 2)\n3\n")
    'Adds.\n\n```pycon\n>>> add(1, 2)\n3\n```\n'
    """
    return _EXAMPLE.sub(r"\1```pycon\n\g<0>\n\1```", docstring)


class DocstringExamples(Extension):
    """Fences the examples of every docstring."""

    def on_instance(self, *, obj: Object, **_others: object) -> None:
        """Fence the examples of one docstring."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
