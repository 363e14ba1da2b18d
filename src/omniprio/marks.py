"""Marks on what is not a fact: which texts and numbers are inferred, judged or invented.

They are read from the provenance that the data state, so that nothing looks surer than its data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omniprio.language import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MARKS", "Marks", "common", "joined", "marks_in", "told", "united"]

MARKS = ("inferred", "judgement", "invented")
"""The marks there are, in the order in which they are shown."""

Marks = tuple[str, ...]


def marks_in(source: str) -> Marks:
    """Return the marks that a provenance puts on what it is about.

    >>> marks_in("judgement, after the source's word"), marks_in("Rasmus Houlind (S0)")
    (('judgement',), ())
    """
    return tuple(mark for mark in MARKS if re.search(rf"\b{mark}\b", source, re.IGNORECASE))


def united(several: Iterable[Marks]) -> Marks:
    """Return each mark that occurs in any of several, once.

    >>> united([("invented",), ("inferred", "invented")])
    ('inferred', 'invented')
    """
    found = {mark for marks in several for mark in marks}
    return tuple(mark for mark in MARKS if mark in found)


def joined(several: Iterable[str]) -> str:
    """Return one provenance of what several are about, each once; empty where none is stated.

    >>> joined(["invented", "", "our shops", "invented"])
    'invented; our shops'
    """
    return "; ".join(dict.fromkeys(filter(None, several)))


def told(marks: Marks, language: str = "en") -> str:
    """Return what is said of something that carries marks; nothing where it carries none.

    Args:
        marks: The marks.
        language: The code of the language.

    >>> told(("judgement", "invented")), told(("judgement",), "da"), told(())
    ('Not facts: judgement, invented.', 'Ikke fakta: skøn.', '')
    """
    if not marks:
        return ""
    speaker = Speaker(language)
    known = ", ".join(speaker.words(f"provenance.{mark}") for mark in marks)
    return speaker.words("provenance.not facts", marks=known)


def common(several: Iterable[Marks]) -> Marks:
    """Return the marks that all of several carry, for the head of their column; none where there are none.

    >>> common([("judgement",), ("judgement", "invented")]), common([])
    (('judgement',), ())
    """
    each = [set(marks) for marks in several]
    return tuple(mark for mark in MARKS if each and all(mark in marks for marks in each))
