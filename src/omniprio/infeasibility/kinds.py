"""The kinds of demands: one row for each, which stating, changing, moving, repairing and wording them read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from omniprio.solver.program import Row

__all__ = ["CLOSED", "HORIZON", "KINDS", "Frame", "Kind", "KindOfDemand", "families", "kind_of", "kinds_of"]

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
    "apart",
    "least_share",
    "most_share",
    "budget",
    "least_spending",
    "capacity",
    "extra",
    "least_load",
    "milestone",
]
"""What a demand is about, named as in the portfolio."""

Frame = Literal["horizon", "closed"]
"""What no demand is about, though every demand holds within it."""

Part = Literal["budget", "capacity", "initiative", "group", "milestone", "horizon", "closed"]
Unit = Literal["money", "capacity", "periods", "measure", "share", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfDemand:
    """What there is to know about demands of one kind.

    Attributes:
        kind: Its name.
        part: The part of a portfolio that holds them.
        field: The field of that part; empty where the part is the demand, or several fields are.
        unit: What a change of them counts; `dropped` where they hold as a whole or not at all.
        family: Kinds of one family are moved together in one repair; empty where each is dropped by itself.
        sign: Whether moving them to allow more makes their number greater (1) or less (-1).
        without: The value of the field once they are dropped.
        rule: The rule whose rows state them.
        sense: The sense of these rows, where other kinds have rows of the same rule.
        rhs: Whether the right-hand side of these rows is more than 0, where other kinds have rows of the same rule.
        by_period: Whether there is one for each period, or one for all.
        about_one: Whether rows that name several things state one demand about the first.
        asks: Whether they ask for something, so that a plan that does less can break them: what asks all together is not
            asked of one owner.
    """

    kind: Kind | Frame
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
    asks: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether rows alone say what a move is; others are dropped, or changed and tried."""
        return bool(self.family) and self.unit != "dropped"

    @property
    def gives(self) -> bool:
        """Whether they say what there is in each period, which can be more."""
        return self.unit in {"money", "capacity"} and not self.asks

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


def _decided(kind: Kind, *, rhs: bool) -> KindOfDemand:
    """Return the row of a decision about an initiative."""
    return KindOfDemand(
        kind=kind,
        part="initiative",
        field="decision",
        unit="dropped",
        without="free",
        rule="decision",
        rhs=rhs,
    )


def _of_team(kind: Kind, field: str, family: str, *, sign: Literal[1, -1] = 1) -> KindOfDemand:
    """Return the row of what a team has, or is to have to do, in each period."""
    return KindOfDemand(
        kind=kind,
        part="capacity",
        field=field,
        unit="capacity",
        family=family,
        sign=sign,
        rule=kind,
        asks=sign < 0,
    )


def _of_group(
    kind: Kind,
    sense: str,
    without: object,
    *,
    unit: Unit = "measure",
    sign: Literal[1, -1] = 1,
    about_one: bool = False,
    asks: bool = False,
) -> KindOfDemand:
    """Return the row of what a group asks of its members."""
    return KindOfDemand(
        kind=kind,
        part="group",
        field=kind,
        unit=unit,
        family="groups",
        sign=sign,
        without=without,
        rule="group",
        sense=sense,
        about_one=about_one,
        asks=asks,
    )


def _share_of_group(kind: Kind, sense: str, *, sign: Literal[1, -1] = 1) -> KindOfDemand:
    """Return the row of the share that a group is to have of all that is chosen; it is dropped, or changed and tried."""
    return KindOfDemand(
        kind=kind,
        part="group",
        field=kind,
        unit="share",
        sign=sign,
        rule="share",
        sense=sense,
        by_period=False,
        asks=True,
    )


def _of_start(kind: Kind) -> KindOfDemand:
    """Return the row of what must hold before an initiative starts."""
    return KindOfDemand(kind=kind, part="initiative", field=kind, unit="dropped", rule=kind, by_period=False)


_ROWS = (
    KindOfDemand(kind="budget", part="budget", unit="money", family="money", rule="budget"),
    KindOfDemand(
        kind="least_spending",
        part="budget",
        unit="money",
        family="spending",
        sign=-1,
        rule="least_spending",
        asks=True,
    ),
    _of_team("capacity", "amount", "capacity"),
    _of_team("extra", "extra", "capacity"),
    _of_team("least_load", "at_least", "load", sign=-1),
    _date("earliest_start", sign=-1),
    _date("latest_start"),
    _date("deadline"),
    _date("fixed_start"),
    _of_group("at_least", ">=", without=None, sign=-1, asks=True),
    _of_group("at_most", "<=", without=None),
    _of_group("all_or_none", "=", without=False, unit="dropped", about_one=True, asks=True),
    KindOfDemand(kind="apart", part="group", field="apart", unit="dropped", rule="apart", by_period=False),
    _share_of_group("least_share", ">=", sign=-1),
    _share_of_group("most_share", "<="),
    _decided("must", rhs=True),
    _decided("never", rhs=False),
    _of_start("requires"),
    _of_start("needs"),
    KindOfDemand(
        kind="milestone",
        part="milestone",
        unit="periods",
        rule="milestone",
        by_period=False,
        about_one=True,
        asks=True,
    ),
)

KINDS: dict[Kind, KindOfDemand] = {cast("Kind", row.kind): row for row in _ROWS}
"""Every kind of demand, in the order in which repairs of it are looked for."""

HORIZON = KindOfDemand(kind="horizon", part="horizon", unit="periods", rule="horizon")
"""The horizon, which a repair may lengthen and nothing demands."""

CLOSED = KindOfDemand(kind="closed", part="closed", unit="dropped", rule="closed")
"""Periods without work, which a repair may open and nothing demands."""


def kind_of(kind: Kind | Frame) -> KindOfDemand:
    """Return what there is to know about a kind of demand, or about what all of them hold within."""
    if kind == "horizon":
        return HORIZON
    return CLOSED if kind == "closed" else KINDS[kind]


def kinds_of(part: Part) -> dict[Kind, KindOfDemand]:
    """Return what a part of a portfolio can demand, in the order of `KINDS`."""
    return {kind: row for kind, row in KINDS.items() if row.part == part}


def families() -> dict[str, list[Kind]]:
    """Return the kinds that are moved together, by family."""
    found: dict[str, list[Kind]] = {}
    for kind, row in KINDS.items():
        if row.family:
            found.setdefault(row.family, []).append(kind)
    return found
