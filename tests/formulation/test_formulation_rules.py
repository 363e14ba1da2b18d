"""Every rule in the formulation: a schedule its rows allow and one they forbid, worked out by hand.

Rules about the disc forbid no schedule but a credit: there the most that the rows allow is held against the
position worked out by hand. Each example is shown to be about its rule: without that rule's rows it fails.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest
from judge.rule_cases import CASES, RuleCase

from omniprio.checker import RULES as CHECKED
from omniprio.checker import check
from omniprio.disc import Channel, Disc, Discipline
from omniprio.formulation import RULES, Formulation, formulate
from omniprio.formulation.values import column_values
from omniprio.fulfilment import progress
from omniprio.goals import LeastCost
from omniprio.portfolio import Budget, Capacity, Initiative, Mode, Portfolio, Synergy, mode_of
from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression, Program, Row, total
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.solver.limits import Said

CLOSE = 1e-6
"""By how much the solver may miss a row."""

IN_THE_WINDOWS = {"horizon", "window", "closed"}
"""Rules of the checker that have no rows: a start that breaks them has no column."""

WITHOUT_A_CASE = {
    "known": "columns exist only for the portfolio's own initiatives and whole periods; see test_known",
    "bought": "it only counts what is bought, see test_what_is_bought_is_what_is_missing",
    "mode": "a start has one mode; that two cannot be in the columns, see test_one_mode",
    "started": "every schedule keeps it; see test_started",
}


def disc(levels: int, order: Literal["outside in", "any"] = "outside in") -> Disc:
    return Disc(disciplines=(Discipline(id="A", levels=levels, order=order),), start_level=0)


FURTHER: dict[str, RuleCase] = {
    # 0.5 is there at the end of period 1, 0.5 - 0.3 once b is complete, at the end of period 2
    "needs only before the start": RuleCase(
        "needs",
        Portfolio(
            horizon=4,
            disc=disc(1),
            initiatives=(
                Initiative(id="a", advances={"A1": 0.5}),
                Initiative(id="b"),
                Initiative(id="web", needs={"A1": 0.5}),
            ),
            synergies=(Synergy(id="clash", of=("a", "b"), advances={"A1": -0.3}),),
        ),
        {"a": 1, "b": 2, "web": 2},
        {"a": 1, "b": 2, "web": 3},
        "web starts in period 3 and needs A1 at 0.5, which is at 0.2 then: 0.3 short",
    ),
    # 60 + 10 in period 1 and nothing later; or 60 in 1 and 10 in 2
    "a synergy costs once": RuleCase(
        "budget",
        Portfolio(
            horizon=4,
            disc=disc(1),
            initiatives=(Initiative(id="web", cost=60), Initiative(id="crm")),
            budget=Budget(per_period=(70, 0, 0, 0), carry_over=False),
            synergies=(Synergy(id="interface", of=("web", "crm"), cost=10),),
        ),
        {"web": 1, "crm": 1},
        {"web": 1, "crm": 2},
        "main budget: 10 spent in period 2, 0 available: 10 too much",
    ),
}
"""Where the rows have an alternative of their own."""

ALL = CASES | FURTHER


def solved(
    formulation: Formulation, starts: Mapping[str, int], objective: Expression, *, without: str = ""
) -> Said:
    """Solve with the starts held to a schedule, now and then without the rows of one rule."""
    program = formulation.program
    rows = [row for row in program.rows if row.rule != without]
    variables = formulation.variables
    for name, ways in variables.ways.items():
        for mode, window in ways.items():
            for period in window:
                column = variables.started_as(name, mode, period).terms
                is_done_so = name in starts and mode_of(starts[name]) == mode
                has_started = int(is_done_so and starts[name] <= period)
                rows.append(Row("held", (name,), period, column, "=", has_started))
    return Task(Program(program.columns, rows)).minimise(objective, Limits())


@pytest.mark.parametrize("case", FURTHER.values(), ids=FURTHER)
def test_the_checker_says_so_too(case: RuleCase) -> None:
    assert check(case.portfolio, case.allowed).ok
    assert [broken.message for broken in check(case.portfolio, case.forbidden).broken] == [case.says]


@pytest.mark.parametrize("tighten", [True, False])
@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_allows(case: RuleCase, tighten: bool) -> None:
    formulation = formulate(case.portfolio, (LeastCost(),), tighten=tighten)
    assert formulation.values(case.allowed) is not None
    values = column_values(formulation.variables, case.allowed)
    assert [row for row in formulation.program.rows if not row.holds(values)] == []
    for value, column in zip(values, formulation.program.columns, strict=True):
        assert 0 <= value <= column.upper, column
        assert (value / column.grain).denominator == 1, column


@pytest.mark.parametrize("tighten", [True, False])
@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_forbids(case: RuleCase, tighten: bool) -> None:
    formulation = formulate(case.portfolio, (LeastCost(),), tighten=tighten)
    if formulation.values(case.forbidden) is None:
        assert tighten or case.name in IN_THE_WINDOWS
    else:
        assert solved(formulation, case.forbidden, Expression()).infeasible


WITH_ROWS = {name: case for name, case in ALL.items() if case.name not in IN_THE_WINDOWS}


@pytest.mark.parametrize("case", WITH_ROWS.values(), ids=WITH_ROWS)
def test_the_broken_rows_carry_the_name_of_the_rule(case: RuleCase) -> None:
    formulation = formulate(case.portfolio, (), tighten=False)
    values = column_values(formulation.variables, case.forbidden)
    broken = [row for row in formulation.program.rows if not row.holds(values)]
    assert {row.rule for row in broken} == {case.name}
    assert all(row.subject for row in broken)
    assert not solved(formulation, case.forbidden, Expression(), without=case.name).infeasible


def test_known() -> None:
    portfolio = Portfolio(horizon=2, initiatives=(Initiative(id="web"),))
    formulation = formulate(portfolio, (), tighten=False)
    assert formulation.variables.windows == {"web": range(1, 3)}
    assert formulation.values({"web": 0}) is None
    with pytest.raises(KeyError):
        formulation.values({"holiday": 1})


def test_started() -> None:
    formulation = formulate(Portfolio(horizon=3, initiatives=(Initiative(id="web"),)), ())
    stopped = [Fraction(1), Fraction(0), Fraction(1)]
    broken = [row for row in formulation.program.rows if not row.holds(stopped)]
    assert [(row.rule, row.subject, row.period) for row in broken] == [("started", ("web",), 2)]


def advancing(levels: int, periods: int, *shares: Mapping[str, float], taken: float = 0.0) -> Portfolio:
    """Return initiatives a, b, c that advance a ladder A, a and b taking from A1 together."""
    steps = [Initiative(id=name, advances=dict(part)) for name, part in zip("abc", shares, strict=False)]
    clash = [Synergy(id="clash", of=("a", "b"), advances={"A1": -taken})] if taken else []
    return Portfolio(horizon=periods, disc=disc(levels), initiatives=steps, synergies=clash)


class Credit(NamedTuple):
    """A rule about the disc at work: the position in each period, and what it would be without the rule."""

    rule: str
    portfolio: Portfolio
    starts: dict[str, int]
    position: tuple[str, ...]
    without: tuple[str, ...]


THREE_ITEMS = Portfolio(
    horizon=2,
    disc=disc(3, "any"),
    ambition={"A": 1},
    initiatives=(Initiative(id="a", advances={"A1": 0.7}), Initiative(id="b", advances={"A3": 0.6})),
)
LADDER = ({"A1": 0.6}, {"A1": 0.4}, {"A2": 1.0})

CREDITS: dict[str, Credit] = {
    # all of a's 0.6 could be there in period 1
    "no more than its shares": Credit(
        "fulfilment", advancing(1, 2, {"A1": 0.6}), {"a": 2}, ("0", "0.6"), ("0.6", "0.6")
    ),
    # there in the web from period 1 on, in the store from period 2 on: the worst of them counts
    "no more than in the worst channel": Credit(
        "fulfilment",
        Portfolio(
            horizon=2,
            disc=Disc(
                disciplines=disc(1).disciplines,
                start_level=0,
                channels=(Channel(id="web"), Channel(id="store")),
            ),
            initiatives=(
                Initiative(id="a", advances={"A1@web": 0.6}),
                Initiative(id="b", advances={"A1@store": 0.4}),
            ),
        ),
        {"a": 1, "b": 2},
        ("0", "0.4"),
        ("0.4", "0.4"),
    ),
    # 0.7 + 0.5 = 1.2 at most, cut at 1 by the bound of the column
    "no more than 1": Credit(
        "fulfilment", advancing(1, 1, {"A1": 0.7}, {"A1": 0.5}), {"a": 1}, ("0.7",), ("1",)
    ),
    # 0.1 in period 1, 0.1 + 0.05 - 0.2 = -0.05 in period 2; at most 0.15 if the clash could be left out
    "nothing where the shares are below 0": Credit(
        "fulfilment",
        advancing(1, 2, {"A1": 0.1}, {"A1": 0.05}, taken=0.2),
        {"a": 1, "b": 2},
        ("0.1", "0"),
        ("0.15", "0.15"),
    ),
    "reached by shares of 1 only": Credit(
        "reached", advancing(2, 1, *LADDER), {"a": 1, "c": 1}, ("0.6",), ("1.6",)
    ),
    # 0.6 + 0.4 - 0.1 is not 1
    "not reached where something is taken": Credit(
        "reached", advancing(2, 1, *LADDER, taken=0.1), {"a": 1, "b": 1, "c": 1}, ("0.9",), ("1.9",)
    ),
    # no credit for parts: all levels or none of each
    "no credit for a part": Credit(
        "reached",
        Portfolio.model_validate({**advancing(2, 1, *LADDER).model_dump(), "credit": "full"}),
        {"a": 1, "c": 1},
        ("0",),
        ("2",),
    ),
    "an inner ring waits": Credit("outside_in", advancing(2, 1, *LADDER), {"c": 1}, ("0",), ("1",)),
    # remembered: it counts the moment the outer ring is reached
    "an inner ring is remembered": Credit(
        "outside_in", advancing(2, 2, *LADDER), {"a": 1, "b": 2, "c": 1}, ("0.6", "2"), ("1.6", "2")
    ),
    # A2 and A3 have all their shares, but only A1's part counts; without the rule 0.5 + 1 + 1
    "an inner ring waits for all outer ones": Credit(
        "outside_in",
        advancing(3, 1, {"A1": 0.5, "A2": 1.0, "A3": 1.0}, {"A1": 0.5}),
        {"a": 1},
        ("0.5",),
        ("2.5",),
    ),
    # 0.7, then 0.7 + 0.6 = 1.3, of which 1 counts; without the rule 1 from the first period on
    "no more than the ambition": Credit("ambition", THREE_ITEMS, {"a": 1, "b": 2}, ("0.7", "1"), ("1", "1")),
    "no more than is covered": Credit("ambition", THREE_ITEMS, {"b": 2}, ("0", "0.6"), ("1", "1")),
    # 0.6 + 0.4 - 0.3 = 0.7 only if the clash cannot be left out
    "a synergy that takes cannot be left out": Credit(
        "synergy", advancing(1, 1, {"A1": 0.6}, {"A1": 0.4}, taken=0.3), {"a": 1, "b": 1}, ("0.7",), ("1",)
    ),
    "a synergy that gives needs all its members": Credit(
        "synergy",
        Portfolio(
            horizon=2,
            disc=disc(1),
            initiatives=(Initiative(id="a"), Initiative(id="b"), Initiative(id="c")),
            synergies=(Synergy(id="all", of=("a", "b", "c"), advances={"A1": 0.5}),),
        ),
        {"a": 1, "b": 1, "c": 2},
        ("0", "0.5"),
        ("0.5", "0.5"),
    ),
}


def most_credit(case: Credit, *, tighten: bool, without: str = "") -> list[float]:
    """Return the greatest sum of positions that the rows allow with the schedule held, period by period."""
    formulation = formulate(case.portfolio, (), tighten=tighten)
    variables = formulation.variables
    found = []
    for period in range(1, case.portfolio.periods + 1):
        covered = total((variables.position[name, period], 1) for name in case.portfolio.ambitions)
        outcome = solved(formulation, case.starts, covered * -1, without=without)
        assert outcome.values is not None
        found.append(float(covered.value([Fraction(value) for value in outcome.values])))
    return found


@pytest.mark.parametrize("tighten", [True, False])
@pytest.mark.parametrize("case", CREDITS.values(), ids=CREDITS)
def test_credits_no_more_and_no_less(case: Credit, tighten: bool) -> None:
    assert check(case.portfolio, case.starts).ok
    position = [float(Fraction(number)) for number in case.position]
    assert most_credit(case, tighten=tighten) == pytest.approx(position, abs=CLOSE)
    formulation = formulate(case.portfolio, (), tighten=tighten)
    values = column_values(formulation.variables, case.starts)
    assert [row for row in formulation.program.rows if not row.holds(values)] == []
    course = progress(case.portfolio, case.starts).position["A"]
    levels = case.portfolio.ambitions["A"]
    for period, number in enumerate(case.position, start=1):
        assert formulation.variables.position["A", period].value(values) == Fraction(number)
        assert min(course[period], levels) == Fraction(number)


@pytest.mark.parametrize("case", CREDITS.values(), ids=CREDITS)
def test_would_credit_more_without_the_rule(case: Credit) -> None:
    more = [float(Fraction(number)) for number in case.without]
    assert most_credit(case, tighten=False, without=case.rule) == pytest.approx(more, abs=CLOSE)


def test_a_synergy_that_costs_cannot_be_left_out_nor_one_that_saves_be_had_early() -> None:
    pair = (Initiative(id="a", cost=5), Initiative(id="b", cost=5))
    for cost, least in ((30, 40), (-4, 6)):  # 5 + 5 + 30 and 5 + 5 - 4
        both = Synergy(id="both", of=("a", "b"), cost=cost)
        portfolio = Portfolio(horizon=1, initiatives=pair, synergies=(both,))
        formulation = formulate(portfolio, (LeastCost(),))
        (spending,) = formulation.objectives
        assert solved(formulation, {"a": 1, "b": 1}, spending).bound == least
        assert solved(formulation, {"a": 1}, spending).bound == 5


def test_every_rule_has_a_case_or_a_reason() -> None:
    functions = {rule.__name__ for rule in RULES}
    cases = {case.name for case in ALL.values()} | {case.rule for case in CREDITS.values()}
    assert functions | set(CHECKED) == cases | WITHOUT_A_CASE.keys()
    assert not cases & WITHOUT_A_CASE.keys()


def test_what_is_bought_is_what_is_missing() -> None:
    jobs = (Initiative(id="a", effort={"crew": 2}), Initiative(id="b", effort={"crew": 1.5}))
    crew = Capacity(amount=1, extra=(3, 0), extra_price=4)
    formulation = formulate(Portfolio(horizon=2, initiatives=jobs, capacities={"crew": crew}), (LeastCost(),))
    (spending,) = formulation.objectives
    # 2 + 1.5 less 1 is 2.5, at 4 each; of b alone 0.5 is missing
    assert solved(formulation, {"a": 1, "b": 1}, spending).bound == 10
    assert solved(formulation, {"b": 1}, spending).bound == 2


def test_one_mode() -> None:
    web = Initiative(id="web", modes=[Mode(id="slow", duration=2), Mode(id="fast")])
    program = formulate(Portfolio(horizon=2, disc=disc(1), initiatives=[web]), ()).program
    # slow may start in 1 and fast in 1 or 2: of slow in 1 and fast by 2 one at most
    (row,) = [row for row in program.rows if row.rule == "mode"]
    assert (
        {program.columns[place].name: factor for place, factor in row.terms.items()},
        row.sense,
        row.rhs,
    ) == (
        {"x_0_1_0": 1, "x_0_2_1": 1},
        "<=",
        1,
    )


def test_each_rule_of_the_checker_has_rows_of_its_name_or_no_columns() -> None:
    functions = {rule.__name__ for rule in RULES}
    assert set(CHECKED) - functions == IN_THE_WINDOWS | {"known"}


def test_rows_carry_the_name_of_a_rule() -> None:
    functions = {rule.__name__ for rule in RULES}
    portfolios = [case.portfolio for case in ALL.values()]
    portfolios += [case.portfolio for case in CREDITS.values()]
    named = {row.rule for portfolio in portfolios for row in formulate(portfolio, ()).program.rows}
    assert named == functions
