"""Settling when each field is reached: by hand, and what a search beside a solver makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from judge.large import large_portfolio

from omniprio.checker import check
from omniprio.formulation import formulate
from omniprio.goals import Fastest, goal_value
from omniprio.heuristic import Exchanging, Guidance, exchanging
from omniprio.heuristic.gates import gates_in, settle_gates
from omniprio.heuristic.matrix import arrays_of, starts_at
from omniprio.heuristic.relaxation import Relaxation
from omniprio.heuristic.rounds import Run
from omniprio.portfolio import Budget, Initiative, Portfolio
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from fractions import Fraction

GOAL = Fastest()


def halves(**changes: object) -> Portfolio:
    """Two periods with 10 each: half of a field for 10, twice, and another one at once for more than there is."""
    data: dict[str, object] = {
        "horizon": 2,
        "disc": {
            "disciplines": [{"id": "R", "levels": 1}, {"id": "S", "levels": 1}],
            "start_level": 0,
            "provenance": "x",
        },
        "credit": "full",
        "initiatives": [
            Initiative(id="web", cost=10, advances={"R1": 0.5}),
            Initiative(id="app", cost=10, advances={"R1": 0.5}),
            Initiative(id="dear", cost=30, advances={"S1": 1.0}),
        ],
        "budget": Budget(per_period=10),
    }
    return Portfolio.model_validate(data | changes)


def test_what_is_nearly_reached_is_held_and_what_cannot_be_is_not() -> None:
    formulation = formulate(halves(), [GOAL], tighten=False)
    form = starts_at(formulation.program, formulation.objectives[0], formulation.chains)
    gates = gates_in(form, formulation.gates)
    relaxation = Relaxation(arrays_of(form), Run(Limits()))
    assert relaxation.solve()
    assert any(0 < value < 1 for gate in gates for value in relaxation.values[gate])
    steps = len(list(settle_gates(relaxation, gates)))
    assert [relaxation.values[gate].round(6).tolist() for gate in gates] == [[0.0, 1.0], [0.0, 0.0]]
    assert steps > 1
    assert relaxation.objective + float(form.constant) == pytest.approx(
        0.75
    )  # a half, from the second period on


def test_a_field_has_a_gate_in_each_period_in_which_it_is_open_whether_it_is_reached() -> None:
    formulation = formulate(halves(), [GOAL])
    names = {
        field: {period: formulation.program.columns[column].name for period, column in gate.items()}
        for field, gate in formulation.gates.items()
    }
    assert set(names) == {"R1"}  # the money is never enough for `dear`
    assert list(names["R1"]) == [1, 2]
    assert all(name.startswith("z_") for name in names["R1"].values())


def led(portfolio: Portfolio, *, bound: float) -> float:
    """Return the value after a turn of a search that looks at no part: what the relaxation leads to, from nothing done."""
    formulation = formulate(portfolio, [GOAL])

    def keeps_the_rules(starts: dict[str, int]) -> list[Fraction] | None:
        return formulation.values(starts) if check(portfolio, starts).ok else None

    guidance = Guidance(
        formulation.program,
        formulation.objectives[0],
        formulation.chains,
        keeps_the_rules,
        formulation.gates,
    )
    search = Exchanging(guidance, Limits(), {})
    search.turn(1.0, bound)
    assert search.found is not None
    value = goal_value(GOAL, portfolio, formulation.starts(search.found))
    assert value is not None
    return float(value)


@pytest.fixture
def without_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "go_on", lambda *_, **__: None)
    monkeypatch.setattr(exchanging, "_TURN", 1e9)
    monkeypatch.setattr(exchanging, "_LONG_TURN", 1e9)


@pytest.mark.usefixtures("without_parts")
def test_where_the_bound_is_far_a_schedule_is_made_of_the_relaxation(monkeypatch: pytest.MonkeyPatch) -> None:
    assert led(halves(), bound=0.0) == 0.75  # both halves: one field of two, in the second of two periods
    portfolio = large_portfolio(3, 12, 8)
    assert led(portfolio, bound=0.99) == 1.0  # near: the solver is left alone with it
    assert led(portfolio, bound=0.0) < 1.0
    monkeypatch.setattr(exchanging, "_MOST_TO_LEAD", 0)
    assert led(portfolio, bound=0.0) == 1.0
