"""What is kept of a program for portfolios that differ in money and decisions alone changes nothing about their programs."""

from __future__ import annotations

import random
from collections import deque
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from judge.random_portfolios import full_portfolio

from omniprio import Benefit, Cost, Initiative, Portfolio, Requirement
from omniprio.errors import InvalidInputError
from omniprio.formulation import Formulation, formulate
from omniprio.formulation.skeletons import all_but_goals
from omniprio.goals import Fastest, Goal, LeastCost, Level, MostValue, Soonest
from omniprio.portfolio import Mode, Start

if TYPE_CHECKING:
    from collections.abc import Callable

GOALS = (Fastest(), MostValue(), LeastCost(), Soonest(distance=0.5))


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what forgets all that was kept; it has been called."""

    def forgotten() -> None:
        monkeypatch.setattr("omniprio.formulation.skeletons._kept", deque(maxlen=8))

    forgotten()
    return forgotten


def stated(portfolio: Portfolio, *, tighten: bool) -> Formulation:
    goals: list[Goal] = [*GOALS, *(Level(team=team) for team in portfolio.capacities)]
    return formulate(portfolio, goals, tighten=tighten)


def changed(portfolio: Portfolio, rng: random.Random) -> Portfolio:
    """Return a portfolio with other money and other decisions."""
    initiatives = []
    for one in portfolio.initiatives:
        update: dict[str, object] = {"decision": rng.choice(["free", "free", "never"])}
        if rng.random() < 0.5 and not one.modes and not one.costs:
            update["cost"] = Cost(amount=rng.randint(1, 90), running=rng.randint(0, 3))
        if rng.random() < 0.5 and not one.modes:
            update["benefit"] = Benefit(per_period=rng.randint(1, 9))
        initiatives.append(one.model_copy(update=update))
    return portfolio.model_copy(update={"initiatives": tuple(initiatives), "budget": rng.randint(40, 400)})


def said(formulation: Formulation) -> list[object]:
    """Return all that a formulation says."""
    program = formulation.program
    return [
        program.columns,
        program.rows,
        program.jobs,
        program.shares,
        program.courses,
        formulation.objectives,
        formulation.tie_breaks,
        formulation.gates,
        formulation.chains,
    ]


@pytest.mark.parametrize("tighten", [True, False])
def test_a_program_is_the_same_whatever_was_kept(forget: Callable[[], None], *, tighten: bool) -> None:
    rng = random.Random(71)  # noqa: S311  repeatable draws, no secrets
    shared = 0
    for seed in range(9):
        first = full_portfolio(seed)
        try:
            other = changed(first, rng)
        except InvalidInputError:  # something that must be done is no more
            continue
        forget()
        alone = stated(other, tighten=tighten)
        forget()
        before = said(stated(first, tighten=tighten))
        after = stated(other, tighten=tighten)
        assert said(after) == said(alone), seed
        assert said(stated(first, tighten=tighten)) == before, seed
        rows = {id(row) for row in stated(first, tighten=tighten).program.rows}
        shared += any(id(row) in rows for row in after.program.rows)
    assert shared >= 3  # else nothing is tried here


def test_a_schedule_has_the_columns_of_its_own_portfolio() -> None:
    """With money for both, what is dear is not left out because it was when the columns were stated first."""
    formulate(one(budget=30), [LeastCost()], tighten=False)
    both = formulate(one(budget=100), [LeastCost()], tighten=False)
    values = both.values({"web": 1, "app": 2})
    assert values is not None
    assert all(row.holds(values) for row in both.program.rows)
    assert both.objectives[0].value(values) == 60  # 30 each


def one(**changes: object) -> Portfolio:
    """Two initiatives, of which one requires the other, and money for both."""
    given: dict[str, object] = {
        "horizon": 4,
        "budget": 100,
        "initiatives": [
            Initiative(id="web", cost=30, advances={"D1": 1.0}),
            Initiative(id="app", cost=30, advances={"D2": 1.0}, requires=["web"]),
        ],
    }
    return Portfolio.model_validate(given | changes)


WINDOWS = {"web": (1, 2, 3, 4), "app": (2, 3, 4)}


def test_what_else_differs_is_stated_anew(forget: Callable[[], None]) -> None:
    all_but_goals(one(), WINDOWS)
    apart = [
        Initiative(id="web", cost=30, advances={"D1": 1.0}),
        Initiative(id="app", cost=30, advances={"D2": 1.0}, requires=[Requirement(of=["web"], lag=1)]),
    ]
    later = all_but_goals(one(initiatives=apart), WINDOWS)
    forget()
    assert later.program.rows == all_but_goals(one(initiatives=apart), WINDOWS).program.rows


class Choosy(Initiative):
    """An initiative of which a rule of one's own may ask more."""

    settled_by: int | None = None


def test_initiatives_of_another_class_are_stated_anew() -> None:
    first = all_but_goals(one(), WINDOWS)
    choosy = [Choosy(**dict(entry)) for entry in one().initiatives]
    other = all_but_goals(one(initiatives=choosy), WINDOWS)
    row, same = (next(row for row in each.program.rows if row.rule == "requires") for each in (first, other))
    assert row == same
    assert row is not same


def test_what_is_kept_does_not_grow_by_goals() -> None:
    first = all_but_goals(one(), WINDOWS)
    columns, rows = len(first.program.columns), len(first.program.rows)
    formulate(one(), [Soonest(distance=0.5)], tighten=False)  # adds a column for each period
    again = all_but_goals(one(budget=70), WINDOWS)
    assert (len(again.program.columns), len(again.program.rows)) == (columns, rows)
    (budget,) = {row.rhs for row in again.program.rows if row.rule == "budget"}
    assert budget == Fraction(70)


def test_starts_in_other_modes_are_other_columns() -> None:
    """As when one mode has become too dear for a period, and the other cheap enough: as numbers the starts are the same."""
    modes = [Mode(id="slow", duration=2), Mode(id="fast", cost=60)]
    ways = one(initiatives=[Initiative(id="web", cost=30, advances={"D1": 1.0}, modes=modes)])
    all_but_goals(ways, {"web": (Start(1, "slow"), Start(2, "fast"))})
    other = all_but_goals(ways, {"web": (Start(1, "fast"), Start(2, "slow"))})
    assert other.ways == {"web": {"slow": [2], "fast": [1]}}
    assert set(other.chains) == {("web", "slow"), ("web", "fast")}
