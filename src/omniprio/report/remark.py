"""A line of a list: something named, and what there is to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from omniprio.marks import Marks

__all__ = ["Remark"]


class Remark(NamedTuple):
    """Something named, what there is to say about it, and the marks on that."""

    name: str
    says: str
    marks: Marks = ()
