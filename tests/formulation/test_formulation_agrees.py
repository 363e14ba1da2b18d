"""The formulation says what the judge says about random portfolios: rows, values, goals and steps, exactly."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.rule_cases import CASES

from omniprio.checker import check
from omniprio.formulation import RULES, Formulation, formulate
from omniprio.formulation.values import column_values
from omniprio.goals import (
    Balanced,
    Blend,
    Closest,
    Fastest,
    Goal,
    LeastCost,
    Level,
    MostScore,
    MostValue,
    OnTime,
    Part,
    Shortest,
    Soonest,
    goal_value,
    worth,
)
from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression, Row
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.portfolio import Portfolio
    from omniprio.solver.limits import Said

PORTFOLIOS = 150
SOLVED = 40
DRAWN = 4

GOALS: tuple[Goal, ...] = (
    Fastest(),
    Closest(),
    Soonest(),
    Soonest(distance=0.5),
    Balanced(),
    MostValue(),
    LeastCost(),
    MostScore(),
    Shortest(),
    OnTime(),
    OnTime(each="initiative"),
    Blend(
        parts=(
            Part(goal=Fastest(), weight=7.5),
            Part(goal=LeastCost(), weight=0.01),
            Part(goal=MostValue(), weight=0.3),
            Part(goal=Balanced(), weight=1.0),
            Part(goal=Shortest(), weight=0.2),
        )
    ),
)


def written(goal: Goal, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    """Return the value of a goal so that less is better, T + 1 where the schedule does not get there."""
    value = worth(goal, goal_value(goal, portfolio, starts))
    return Fraction(portfolio.periods + 1) if value is None else value


def held(formulation: Formulation, starts: Mapping[str, int], expression: Expression) -> Said:
    """Minimise an expression with the starts held to a schedule."""
    task = Task(formulation.program)
    for name, window in formulation.variables.windows.items():
        for period in window:
            column = formulation.variables.started(name, period).terms
            has_started = int(name in starts and starts[name] <= period)
            task.add(Row("held", (name,), period, column, "=", has_started))
    return task.minimise(expression, Limits())


class Drawn(NamedTuple):
    """A random portfolio, its formulation, and schedules that keep its rules with the values of all columns."""

    seed: int
    portfolio: Portfolio
    goals: list[Goal]
    formulation: Formulation
    kept: list[tuple[dict[str, int], list[Fraction]]]


@cache
def drawn(*, tighten: bool) -> list[Drawn]:
    rng = random.Random(34)  # noqa: S311  repeatable draws, no secrets
    found = []
    for seed in range(PORTFOLIOS if tighten else SOLVED):
        portfolio = full_portfolio(seed)
        goals = [*GOALS, *(Level(team=team) for team in portfolio.capacities)]
        formulation = formulate(portfolio, goals, tighten=tighten)
        judgement = judge(portfolio)
        rows = rng.sample(range(len(judgement)), min(DRAWN, len(judgement)))
        schedules = [judgement.schedule(row) for row in rows]
        kept = [(starts, column_values(formulation.variables, starts)) for starts in schedules]
        found.append(Drawn(seed, portfolio, goals, formulation, kept))
    return found


class Accepted(NamedTuple):
    """A schedule that keeps the rules, what it is one of, and the values of all columns."""

    of: Drawn
    starts: dict[str, int]
    values: list[Fraction]


def accepted() -> Iterator[Accepted]:
    for tighten in (True, False):
        for one in drawn(tighten=tighten):
            for starts, values in one.kept:
                yield Accepted(one, starts, values)


def refused() -> Iterator[tuple[Formulation, dict[str, int]]]:
    """Yield schedules that break a rule, one start away from one that keeps them all or from nothing."""
    rng = random.Random(35)  # noqa: S311  repeatable draws, no secrets
    for tighten in (True, False):
        for one in drawn(tighten=tighten)[:SOLVED]:
            for starts in [*(starts for starts, _ in one.kept), {}]:
                start = rng.randint(1, one.portfolio.periods)
                changed = starts | {rng.choice(list(one.portfolio.by_id)): start}
                if not check(one.portfolio, changed).ok:
                    yield one.formulation, changed


def off_the_grain(formulation: Formulation, values: Sequence[Fraction]) -> list[str]:
    """Return the columns whose value is no multiple of what the solver layer relies on."""
    return [
        column.name
        for column, value in zip(formulation.program.columns, values, strict=True)
        if (value / column.grain).denominator != 1
    ]


@pytest.mark.slow
def test_a_schedule_that_keeps_the_rules_keeps_every_row_exactly() -> None:
    for one, starts, values in accepted():
        broken = [row for row in one.formulation.program.rows if not row.holds(values)]
        assert broken == [], (one.seed, starts)


def test_its_values_are_within_bounds_and_whole_where_they_must_be() -> None:
    for one, starts, values in accepted():
        for column, value in zip(one.formulation.program.columns, values, strict=True):
            assert 0 <= value <= column.upper, (one.seed, starts, column)
            assert not column.integer or value.denominator == 1, (one.seed, starts, column)


def test_its_values_are_multiples_of_their_grains() -> None:
    for one, starts, values in accepted():
        assert off_the_grain(one.formulation, values) == [], (one.seed, starts)


def test_its_values_lead_back_to_it() -> None:
    for one, starts, values in accepted():
        assert one.formulation.starts(list(map(float, values))) == starts, one.seed


def test_a_warm_start_is_its_values() -> None:
    for one in drawn(tighten=True)[:SOLVED]:
        for starts, values in one.kept:
            assert one.formulation.values(starts) == list(values), (one.seed, starts)


@pytest.mark.slow
def test_every_goal_as_an_expression_is_the_value_of_the_goal_exactly() -> None:
    for one, starts, values in accepted():
        for goal, expression in zip(one.goals, one.formulation.objectives, strict=True):
            assert expression.value(values) == written(goal, one.portfolio, starts), (one.seed, starts, goal)


def test_every_goal_moves_in_the_steps_it_states() -> None:
    for one in drawn(tighten=True):
        for goal, expression in zip(one.goals, one.formulation.objectives, strict=True):
            step = one.formulation.program.grain(expression)
            for starts, values in one.kept:
                above = expression.value(values) - expression.constant
                assert (above / step).denominator == 1, (one.seed, starts, goal)


def test_all_numbers_are_exact() -> None:
    for one in drawn(tighten=True):
        for row in one.formulation.program.rows:
            assert all(isinstance(number, int | Fraction) for number in (*row.terms.values(), row.rhs)), row


def test_rows_carry_the_name_of_a_rule_or_of_a_goal() -> None:
    of_cases = (formulate(case.portfolio, [Closest()], tighten=False) for case in CASES.values())
    named = {row.rule for one in of_cases for row in one.program.rows}
    named |= {row.rule for one in drawn(tighten=False) for row in one.formulation.program.rows}
    assert named == {rule.__name__ for rule in RULES} | {"soonest", "balanced", "shortest", "level"}


@pytest.mark.slow
def test_no_assignment_makes_a_schedule_look_better_than_it_is() -> None:
    compared = 0
    for one in drawn(tighten=False)[:SOLVED]:
        for starts, values in one.kept[:1]:
            for goal, expression in zip(one.goals, one.formulation.objectives, strict=True):
                outcome = held(one.formulation, starts, expression)
                assert outcome.values is not None
                least = float(expression.value(list(map(Fraction, outcome.values))))
                expected = float(expression.value(values))
                assert least == pytest.approx(expected, abs=1e-4), (one.seed, starts, goal)
                compared += 1
    assert compared > 200


@pytest.mark.slow
def test_a_schedule_that_breaks_a_rule_has_no_column_or_no_assignment() -> None:
    ways = {"no column": 0, "no assignment": 0}
    for formulation, starts in refused():
        if formulation.values(starts) is None:
            ways["no column"] += 1
        else:
            assert held(formulation, starts, Expression()).infeasible, (
                formulation.variables.portfolio,
                starts,
            )
            ways["no assignment"] += 1
    assert min(ways.values()) > 40


@pytest.mark.slow
def test_what_rules_out_a_schedule_rules_out_none_that_keeps_the_rules() -> None:
    rows_seen = 0
    for formulation, starts in refused():
        if formulation.values(starts) is None:
            continue
        values = column_values(formulation.variables, starts)
        rows = formulation.excluding(starts)
        assert not any(row.holds(values) for row in rows), starts
        judgement = judge(formulation.variables.portfolio)
        for kept in map(judgement.schedule, range(0, len(judgement), 1 + len(judgement) // 10)):
            others = column_values(formulation.variables, kept)
            assert all(row.holds(others) for row in rows), (starts, kept)
        rows_seen += len(rows)
    assert rows_seen > 40
