"""The formulation as a whole: windows, goals, tie-breaks and warm starts, worked out by hand."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

from omniprio.disc import Disc, Discipline
from omniprio.formulation import formulate
from omniprio.formulation.formulate import Schedules, excluding
from omniprio.formulation.objective import objective
from omniprio.formulation.values import column_values
from omniprio.goals import Balanced, Blend, Closest, Fastest, Goal, LeastCost, MostValue, Part, Soonest
from omniprio.portfolio import Benefit, Budget, Cost, Initiative, Mode, Portfolio, Start, Synergy
from omniprio.solver.program import Row


def example() -> Portfolio:
    """Two disciplines, A of weight 2; money loses a fifth from one period to the next."""
    return Portfolio(
        horizon=4,
        disc=Disc(
            disciplines=(Discipline(id="A", levels=2, weight=2), Discipline(id="B", levels=1)), start_level=0
        ),
        discount_rate=0.25,
        initiatives=(
            Initiative(id="a", duration=2, cost=Cost(amount=40, running=5), advances={"A1": 1}, benefit=10),
            Initiative(id="b", cost=10, advances={"B1": 1}),
            Initiative(id="c", advances={"A2": 0.5}, benefit=Benefit(profile=(-8, 30), counted_from="start")),
        ),
        synergies=(Synergy(id="both", of=("a", "b"), advances={"A2": 0.5}, benefit=5, cost=-3),),
    )


# a completes in 2, b and the synergy in 3, c in 4: A is 0, 1, 1.5, 2 of 2 and B is 0, 0, 1, 1 of 1
STARTS = {"a": 1, "b": 3, "c": 4}


@pytest.mark.parametrize(
    ("goal", "value"),
    [
        (Fastest(), Fraction(9, 20)),  # (2 (2 - A) + (1 - B)) / 5: (1 + 3/5 + 1/5 + 0) / 4
        (Closest(), Fraction(0)),
        (Soonest(), Fraction(4)),
        (Soonest(distance=0.2), Fraction(3)),
        (Balanced(), Fraction(9, 16)),  # 1, 1 (B), 1/4 (A) and 0 still to go: 2.25 / 4
        (LeastCost(), Fraction(57)),  # 20 + 20 + 5 + 5, 10, - 3
        # minus (-20 + (10 - 20) 0.8 + (10 + 5 - 5 - 10 + 3) 0.64 + (10 + 5 - 5 - 8) 0.512)
        (MostValue(), Fraction("25.056")),
        # 2 x 9/20 + 0.1 x 57 + 25.056
        (
            Blend(
                parts=(
                    Part(goal=Fastest(), weight=2.0),
                    Part(goal=LeastCost(), weight=0.1),
                    Part(goal=MostValue(), weight=1.0),
                )
            ),
            Fraction("31.656"),
        ),
    ],
)
def test_a_goal_as_an_expression(goal: Goal, value: Fraction) -> None:
    formulation = formulate(example(), (goal,))
    (expression,) = formulation.objectives
    assert expression.value(column_values(formulation.variables, STARTS)) == value


def test_soonest_is_after_the_horizon_where_the_schedule_does_not_get_there() -> None:
    formulation = formulate(example(), (Soonest(), Soonest(distance=0.6)))
    values = column_values(formulation.variables, {"a": 1, "b": 3})
    # at the end A is 1.5: (2 x 0.5) / 5 = 0.2 is left; 0.6 is left after period 2
    assert [one.value(values) for one in formulation.objectives] == [5, 2]


def test_where_there_is_nothing_to_reach() -> None:
    nothing = Portfolio(horizon=3, initiatives=(), ambition=dict.fromkeys("RDACMO", 0))
    formulation = formulate(nothing, (Fastest(), Closest(), Balanced(), Soonest()))
    values = column_values(formulation.variables, {})
    assert [one.value(values) for one in formulation.objectives] == [0, 0, 0, 1]


def test_what_is_no_goal_is_refused() -> None:
    variables = formulate(example(), ()).variables
    with pytest.raises(NotImplementedError):
        objective("fastest", variables)  # type: ignore[arg-type]  # as from untyped code


def test_starts_that_no_plan_can_have_are_left_out_beforehand() -> None:
    portfolio = Portfolio(
        horizon=5,
        initiatives=(
            Initiative(id="crm", duration=2, cost=40, deadline=4),
            Initiative(id="web", requires=("crm",)),
            Initiative(id="never", decision="never"),
            Initiative(id="too long", duration=6),
        ),
        budget=Budget(per_period=15),
    )
    # by its own dates crm starts in 1 to 3; 20 and 40 fit in 15 t from period 2 on; web comes after 2 + 2 - 1
    windows = {"crm": range(2, 4), "web": range(4, 6), "never": range(1, 1), "too long": range(1, 1)}
    given = {"crm": range(1, 4), "web": range(1, 6), "never": range(1, 6), "too long": range(1, 1)}
    for tighten, expected in ((True, windows), (False, given)):
        found = formulate(portfolio, (), tighten=tighten).variables.windows
        assert {name: list(window) for name, window in found.items()} == {
            name: list(window) for name, window in expected.items()
        }


def test_columns_are_named_by_position() -> None:
    portfolio = Portfolio(horizon=2, initiatives=(Initiative(id="A B"), Initiative(id="A_B")))
    names = [
        column.name
        for column in formulate(portfolio, (Soonest(), Soonest(), Balanced(), Balanced())).program.columns
    ]
    assert names[:4] == ["x_0_1", "x_0_2", "x_1_1", "x_1_2"]
    assert len(set(names)) == len(names)


def test_values_and_starts_belong_together() -> None:
    formulation = formulate(example(), ())
    values = formulation.values(STARTS)
    assert values is not None
    # a may start in 1 to 3, b and c in 1 to 4
    assert values[:11] == [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1]
    assert formulation.starts(list(map(float, values))) == STARTS
    assert formulation.starts([float(value) - 1e-6 for value in values]) == STARTS
    assert formulation.starts([0.0] * len(values)) == {}


def test_a_start_without_a_column_has_no_values() -> None:
    formulation = formulate(example(), ())
    assert formulation.values({"a": 4}) is None  # 4 + 2 - 1 = 5 is after the horizon
    assert formulation.values({"a": 3, "b": 0}) is None


def ruled_out(portfolio: Portfolio, starts: dict[str, int]) -> list[dict[str, int]]:
    formulation = formulate(portfolio, (), tighten=False)
    rows = formulation.excluding(starts)
    windows = [[0, *window] for window in formulation.variables.windows.values()]
    schedules = (dict(zip(portfolio.by_id, chosen, strict=True)) for chosen in itertools.product(*windows))
    found = []
    for schedule in schedules:
        other = {name: start for name, start in schedule.items() if start}
        values = column_values(formulation.variables, other)
        if not all(row.holds(values) for row in rows):
            found.append(other)
    return found


def test_a_start_without_its_mode_has_no_values() -> None:
    in_house, bought = Mode(id="in house", duration=2), Mode(id="bought")
    web = Initiative(id="web", advances={"D2": 0.5}, modes=[in_house, bought])
    reading = Schedules(formulate(Portfolio(horizon=2, initiatives=[web]), [Fastest()]))
    assert reading.columns({"web": 1}) is None
    assert reading.columns({"web": Start(1, "bought")}) is not None


@pytest.mark.parametrize("excluded", [{}, {"a": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3, "c": 2}])
def test_excluding_a_schedule_that_breaks_no_row_rules_out_that_one_only(excluded: dict[str, int]) -> None:
    assert ruled_out(example(), excluded) == [excluded]


def test_excluding_a_schedule_that_spends_too_much_rules_out_what_is_too_much_together() -> None:
    steps = [Initiative(id=name, cost=cost) for name, cost in zip("abcd", (40, 40, 30, 5), strict=True)]
    formulation = formulate(Portfolio(horizon=1, initiatives=steps, budget=100), ())
    # 40 + 40 + 30 = 110 is more than 100, with d or without
    columns = [next(iter(formulation.variables.chosen(name).terms)) for name in "abc"]
    assert formulation.excluding(dict.fromkeys("abc", 1)) == [
        Row("excluded", ("money",), 1, dict.fromkeys(columns, 1), "<=", 2)
    ]


def test_excluding_a_schedule_that_spends_too_much_rules_out_all_that_spend_as_much() -> None:
    # a and b cost 6 each, there are 10: whenever both are done, it is too much
    pair = [Initiative(id=name, cost=6) for name in "ab"]
    together = [{"a": one, "b": two} for one in (1, 2) for two in (1, 2)]
    portfolio = Portfolio(horizon=2, initiatives=pair, budget=10)
    assert ruled_out(portfolio, {"a": 1, "b": 1}) == together


def test_ties_are_broken_by_the_sum_of_starts_then_by_the_order_given() -> None:
    formulation = formulate(example(), ())
    earlier, given_first = formulation.tie_breaks
    values = {
        name: column_values(formulation.variables, starts)
        for name, starts in {
            "none": dict[str, int](),
            "a then b": {"a": 1, "b": 2},
            "b then a": {"a": 2, "b": 1},
            "a and b": {"a": 1, "b": 1},
            "all late": {"a": 3, "b": 4, "c": 4},
        }.items()
    }
    assert {name: earlier.value(one) for name, one in values.items()} == {
        "none": 0,
        "a then b": 3,
        "b then a": 3,
        "a and b": 2,
        "all late": 11,
    }
    # place x (5 - start), places 1, 2, 3: 4 + 2 x 3, 3 + 2 x 4, 4 + 2 x 4, 2 + 2 + 3
    assert {name: given_first.value(one) for name, one in values.items()} == {
        "none": 0,
        "a then b": 10,
        "b then a": 11,
        "a and b": 12,
        "all late": 7,
    }
    # both at once: 4 + 2 x 4 + 3 x 4 = 24 is the most of the second, so that the first counts 25
    (both,) = formulation.ties
    assert {name: both.value(one) for name, one in values.items()} == {
        "none": 0,
        "a then b": 3 * 25 + 10,
        "b then a": 3 * 25 + 11,
        "a and b": 2 * 25 + 12,
        "all late": 11 * 25 + 7,
    }


def test_ties_of_many_are_broken_one_after_the_other_where_no_solver_tells_both_at_once_apart() -> None:
    # the second comes to 2 x (1 + .. + n) at most, and the first has a 2: 2 x (2 x 28,680 + 1) = 114,722 of 239, 2 x (2 x 15,225 + 1) of 174
    few, many = (
        Portfolio(
            horizon=2,
            initiatives=[Initiative(id=f"i{number}", advances={"D2": 0.1}) for number in range(count)],
        )
        for count in (174, 239)
    )
    assert len(formulate(few, ()).ties) == 1
    assert formulate(many, ()).ties == formulate(many, ()).tie_breaks


CONSTANT_PARTS = {
    # A1 stays at 0.5 for good, so the weakest has 0.5 still to go once B is done
    "the weakest is a constant": (
        Balanced(),
        Portfolio(
            horizon=1,
            disc=Disc(
                disciplines=(Discipline(id="A", levels=1), Discipline(id="B", levels=1)), start_level=0
            ),
            start={"A1": 0.5},
            initiatives=(Initiative(id="b", advances={"B1": 1}),),
        ),
        {"b": 1},
    ),
    # 0.5 of an ambition of 1 is there; with A2 it would be 1.5
    "a checklist that may pass its ambition": (
        Fastest(),
        Portfolio(
            horizon=1,
            disc=Disc(disciplines=(Discipline(id="A", levels=2, order="any"),), start_level=0),
            start={"A1": 0.5},
            ambition={"A": 1},
            initiatives=(Initiative(id="a", advances={"A2": 1}),),
        ),
        {},
    ),
}


@pytest.mark.parametrize(("goal", "portfolio", "starts"), CONSTANT_PARTS.values(), ids=CONSTANT_PARTS)
def test_steps_allow_for_parts_that_never_change(
    goal: Goal, portfolio: Portfolio, starts: dict[str, int]
) -> None:
    formulation = formulate(portfolio, (goal,))
    values = column_values(formulation.variables, starts)
    for column, value in zip(formulation.program.columns, values, strict=True):
        assert (value / column.grain).denominator == 1, column


def test_alike_is_what_brings_as_much_to_every_field() -> None:
    # one does what two does for less; both do what three does
    parts = {"one": 0.6, "two": 0.6, "rest": 0.4, "three": 1.0}
    portfolio = Portfolio(
        horizon=2,
        disc=Disc(disciplines=(Discipline(id="A", levels=1),), start_level=0),
        initiatives=tuple(Initiative(id=name, advances={"A1": share}) for name, share in parts.items()),
    )
    formulation = formulate(portfolio, [Fastest()])
    rows = formulation.alike({"two": 1, "rest": 2})  # 0.6, then 1
    kept = {
        "as it is": {"two": 1, "rest": 2},
        "with another": {"one": 1, "rest": 2},
        "earlier": {"two": 1, "rest": 1},
        "by one alone": {"three": 1},
        "later": {"two": 2, "rest": 2},
        "less": {"two": 1},
    }
    columns = {name: formulation.values(starts) or [] for name, starts in kept.items()}
    assert [name for name, values in columns.items() if all(row.holds(values) for row in rows)] == [
        "as it is",
        "with another",
        "earlier",
        "by one alone",
    ]


def test_alike_is_nothing_more_where_only_starts_count() -> None:
    portfolio = Portfolio(
        horizon=2,
        disc=Disc(disciplines=(Discipline(id="A", levels=1),), start_level=1),
        initiatives=tuple(Initiative(id=name, benefit=1) for name in ("web", "app")),
    )
    formulation = formulate(portfolio, [MostValue()])
    (row,) = formulation.alike({"web": 1})
    columns = [
        formulation.values(starts) or [] for starts in ({"web": 2}, {}, {"app": 1}, {"web": 1, "app": 1})
    ]
    assert [row.holds(values) for values in columns] == [True, True, False, False]


def test_a_row_that_adds_up_shares_is_no_cover() -> None:
    # with x = 1 and p = 0.6 the row x + p <= 1.5 is broken; x + p <= 1 would also rule out 1 and 0.5, which keep it
    one = Portfolio(
        horizon=1,
        disc=Disc(disciplines=(Discipline(id="A", levels=1),), start_level=0),
        initiatives=(Initiative(id="a", cost=1, advances={"A1": 0.6}),),
    )
    v = formulate(one, [Fastest()]).variables
    share = next(place for place, column in enumerate(v.program.columns) if not column.integer)
    start = next(place for place, column in enumerate(v.program.columns) if column.integer)
    values = [Fraction(int(column.integer)) for column in v.program.columns]
    values[share] = Fraction(3, 5)
    row = Row("budget", ("money",), 1, {start: Fraction(1), share: Fraction(1)}, "<=", Fraction(3, 2))
    (cut,) = excluding(v, [row], {"a": 1}, values)
    assert share not in cut.terms
