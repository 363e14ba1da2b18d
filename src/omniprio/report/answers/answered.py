"""What a section about an answer shows, the same parts for every answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omniprio.report.table import Table
    from omniprio.report.vector import Picture

__all__ = ["Answered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a section about an answer shows.

    Attributes:
        title: The question.
        says: The answer, in a sentence or two.
        pictures: The figures, if there are any.
        tables: The tables.
        sure: What is proven and what is an estimate, and how the numbers are to be read, a sentence each.
    """

    title: str
    says: list[str]
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table]
    sure: list[str]
