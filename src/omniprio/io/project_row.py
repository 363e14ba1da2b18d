"""One row of a table of projects."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.table_days import Work

if TYPE_CHECKING:
    from omniprio.io.column_amounts import Amount
    from omniprio.io.link_words import Wait
    from omniprio.language import Fact

__all__ = ["ProjectRow"]

_UNKNOWN = Work()


@dataclass(slots=True)
class ProjectRow:
    """What one row says.

    Attributes:
        place: Which row it is, from 0.
        id: Its id.
        title: Its title.
        work: When it is done, as far as it says.
        state: What says that it must be done, or is not to be; blank where nothing does.
        decision: What follows from that.
        assumed: Why that is assumed; None where it was decided.
        left: What share of it is left to do.
        amounts: The amounts in its columns, by what they are for.
        scores: Its scores.
        tags: Its tags.
        requires: What must come before, by id, with what is between.
        spending: What of its cost is spent in periods, by the headers that name them.
        funds: What it costs in other currencies than most.
        team: Who does it.
    """

    place: int
    id: str
    title: str = ""
    work: Work = _UNKNOWN
    state: str = ""
    decision: str = ""
    assumed: Fact | None = None
    left: Fraction = Fraction(1)
    amounts: dict[str, Amount] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    requires: dict[str, Wait] = field(default_factory=dict)
    spending: dict[str, Fraction] = field(default_factory=dict)
    funds: dict[str, float] = field(default_factory=dict)
    team: str = ""
