"""Marks on what is not a fact: which texts and numbers are inferred, judged or invented.

They are read from the provenance that the data state, so that a page never looks surer than its data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omniprio.disc import DiscField
    from omniprio.portfolio import Initiative, Portfolio

__all__ = [
    "MARKS",
    "Marks",
    "common",
    "field_marks",
    "marks_in",
    "marks_of_budget",
    "marks_of_fields",
    "marks_of_initiative",
    "united",
]

MARKS = ("inferred", "judgement", "invented")
"""The marks there are, in the order in which they are shown."""

Marks = tuple[str, ...]

_COST = ("sizing", "cost", "costs")
"""Parts of a provenance that are about money and duration."""
_EFFECT = ("advances",)
_VALUE = ("benefit", *_COST)
_BUDGET = ("budget", "budgets")
_ALL = "everything"


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


def marks_of_initiative(initiative: Initiative, portfolio: Portfolio, about: str) -> Marks:
    """Return the marks on part of an initiative.

    Args:
        initiative: The initiative.
        portfolio: Its portfolio, which may state the provenance of all.
        about: `title`, `cost`, `effect`, or `value` for benefits and costs.
    """
    parts = {"title": ("title", "description"), "cost": _COST, "effect": _EFFECT, "value": _VALUE}[about]
    return united(_stated(source, (*parts, _ALL)) for source in (initiative.provenance, portfolio.provenance))


def marks_of_budget(portfolio: Portfolio) -> Marks:
    """Return the marks on the budgets."""
    return _stated(portfolio.provenance, (*_BUDGET, _ALL))


def field_marks(field: DiscField) -> Marks:
    """Return the marks on the texts of a field."""
    level = field.level
    return marks_in(level.provenance) if level.title or level.description else ()


def marks_of_fields(portfolio: Portfolio, names: Iterable[str]) -> Marks:
    """Return the marks on the texts of fields, by id."""
    return united(field_marks(portfolio.disc.named[name]) for name in names)


def _stated(provenance: Mapping[str, str], parts: Iterable[str]) -> Marks:
    return united(marks_in(provenance[part]) for part in parts if part in provenance)


def common(several: Iterable[Marks]) -> Marks:
    """Return the marks that all of several carry, for the head of their column; none where there are none.

    >>> common([("judgement",), ("judgement", "invented")]), common([])
    (('judgement',), ())
    """
    each = [set(marks) for marks in several]
    return tuple(mark for mark in MARKS if each and all(mark in marks for marks in each))
