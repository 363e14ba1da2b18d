"""The kinds of demands: one row for each, which stating, changing, moving, repairing and wording them read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from omniprio.solver.program import Row

__all__ = ["HORIZON", "KINDS", "Kind", "KindOfDemand", "families", "kind_of"]

Kind = Literal[
    "must",
    "never",
    "earliest_start",
    "latest_start",
    "deadline",
    "fixed_start",
    "requires",
    "needs",
    "at_least",
    "at_most",
    "all_or_none",
    "budget",
    "capacity",
]
"""What a demand is about, named as in the portfolio."""

Part = Literal["budget", "capacity", "initiative", "group", "horizon"]
Unit = Literal["money", "capacity", "periods", "members", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfDemand:
    """What there is to know about demands of one kind.

    Attributes:
        kind: Its name.
        part: The part of a portfolio that holds them.
        field: The field of that part; empty where the part is the demand.
        unit: What a change of them counts; `dropped` where they hold as a whole or not at all.
        family: Kinds of one family are moved together in one repair; empty where each is dropped by itself.
        sign: Whether moving them to allow more makes their number greater (1) or less (-1).
        without: The value of the field once they are dropped.
        rule: The rule whose rows state them.
        sense: The sense of these rows, where other kinds have rows of the same rule.
        rhs: Whether the right-hand side of these rows is more than 0, where other kinds have rows of the same rule.
        by_period: Whether there is one for each period, or one for all.
        about_one: Whether rows that name several things state one demand about the first.
    """

    kind: Kind | Literal["horizon"]
    part: Part
    field: str = ""
    unit: Unit
    family: str = ""
    sign: Literal[1, -1] = 1
    without: object = None
    rule: str
    sense: str | None = None
    rhs: bool | None = None
    by_period: bool = True
    about_one: bool = False

    def is_stated_by(self, row: Row) -> bool:
        """Tell whether a row states a demand of this kind."""
        return (
            row.rule == self.rule
            and (self.sense is None or row.sense == self.sense)
            and (self.rhs is None or bool(row.rhs) == self.rhs)
        )


def _date(kind: Kind, *, sign: Literal[1, -1] = 1) -> KindOfDemand:
    """Return the row of a date of an initiative."""
    return KindOfDemand(
        kind=kind, part="initiative", field=kind, unit="periods", family="dates", sign=sign, rule=kind
    )


KINDS: dict[Kind, KindOfDemand] = {
    "budget": KindOfDemand(kind="budget", part="budget", unit="money", family="money", rule="budget"),
    "capacity": KindOfDemand(
        kind="capacity", part="capacity", unit="capacity", family="capacity", rule="capacity"
    ),
    "earliest_start": _date("earliest_start", sign=-1),
    "latest_start": _date("latest_start"),
    "deadline": _date("deadline"),
    "fixed_start": _date("fixed_start"),
    "at_least": KindOfDemand(
        kind="at_least",
        part="group",
        field="at_least",
        unit="members",
        family="groups",
        sign=-1,
        without=0,
        rule="group",
        sense=">=",
    ),
    "at_most": KindOfDemand(
        kind="at_most",
        part="group",
        field="at_most",
        unit="members",
        family="groups",
        rule="group",
        sense="<=",
    ),
    "all_or_none": KindOfDemand(
        kind="all_or_none",
        part="group",
        field="all_or_none",
        unit="dropped",
        family="groups",
        without=False,
        rule="group",
        sense="=",
        about_one=True,
    ),
    "must": KindOfDemand(
        kind="must",
        part="initiative",
        field="decision",
        unit="dropped",
        without="free",
        rule="decision",
        rhs=True,
    ),
    "never": KindOfDemand(
        kind="never",
        part="initiative",
        field="decision",
        unit="dropped",
        without="free",
        rule="decision",
        rhs=False,
    ),
    "requires": KindOfDemand(
        kind="requires", part="initiative", field="requires", unit="dropped", rule="requires", by_period=False
    ),
    "needs": KindOfDemand(
        kind="needs", part="initiative", field="needs", unit="dropped", rule="needs", by_period=False
    ),
}
"""Every kind of demand, in the order in which repairs of it are looked for."""

HORIZON = KindOfDemand(kind="horizon", part="horizon", unit="periods", rule="horizon")
"""The horizon, which a repair may lengthen and nothing demands."""


def kind_of(kind: Kind | Literal["horizon"]) -> KindOfDemand:
    """Return what there is to know about a kind of demand, or about the horizon."""
    return HORIZON if kind == "horizon" else KINDS[kind]


def families() -> dict[str, list[Kind]]:
    """Return the kinds that are moved together, by family."""
    found: dict[str, list[Kind]] = {}
    for kind, row in KINDS.items():
        if row.family:
            found.setdefault(row.family, []).append(kind)
    return found
