"""A search beside HiGHS: what both hand over has its columns where the program has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression, Program, total
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

UNUSED, BEST, GIVEN = 0, {2, 3}, {1, 3}


def program() -> tuple[Program, Expression]:
    """Return a program whose first column stands nowhere, so that HiGHS does not have it, and what is to be made small."""
    made = Program()
    columns = [made.column(f"c{place}", integer=True) for place in range(4)]
    made.require("budget", columns[1] * 2 + columns[2] * 3 + columns[3] * 4, "<=", 7)
    gains = (columns[1] * -1, columns[2] * -2, columns[3] * -4)  # {2, 3} gains 6 for 7, {1, 3} gains 5 for 6
    return made, total((gain, 1) for gain in gains)


class Noting:
    """A search that knows one solution, and notes what it is told."""

    def __init__(self) -> None:
        self.heard: list[set[int]] = []
        self.turns: list[tuple[float | None, float | None]] = []

    @property
    def found(self) -> list[float]:
        return [float(place in GIVEN) for place in range(4)]

    def hear(self, values: Sequence[float]) -> None:
        assert len(values) == 4
        self.heard.append({place for place, value in enumerate(values) if value > 0.5})

    def turn(self, value: float | None, bound: float | None) -> list[float] | None:
        self.turns.append((value, bound))
        return self.found if len(self.turns) == 1 else None


@pytest.mark.parametrize("presolve", [True, False])
def test_what_is_handed_over_has_its_columns_where_the_program_has_them(presolve: bool) -> None:
    beside = Noting()
    made, cost = program()
    said = Task(made).minimise(cost, Limits(beside=beside), presolve=presolve)
    assert said.values is not None
    assert {place for place, value in enumerate(said.values) if value > 0.5} == BEST
    assert UNUSED not in set().union(*beside.heard)
    if not presolve:
        assert beside.turns
        assert all(value is None or value <= -5 for value, _ in beside.turns[1:])  # what was given is known
        assert beside.heard[-1] == BEST
