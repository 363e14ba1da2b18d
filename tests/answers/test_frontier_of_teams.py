"""The best plan for every capacity of a team, and for every amount of one window of a budget."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import best
from judge.seeds import slow_after

from omniprio import plots
from omniprio.answers import frontier, scaled
from omniprio.answers.frontiers.scaling import scaled_in, scaled_team
from omniprio.errors import InvalidArgumentError, InvalidInputError
from omniprio.goals import Closest, Fastest, LeastCost
from omniprio.plan import plan_of
from omniprio.portfolio import Budget, Capacity, Initiative, Portfolio, Window
from omniprio.report.answers import answered
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.answers import Frontier
    from omniprio.goals import Goal
    from omniprio.language import Language

WEB = Initiative(id="web", cost=30, advances={"D2": 0.6}, effort={"crew": 3})
APP = Initiative(id="app", cost=20, advances={"D2": 0.4}, effort={"crew": 2})
CREW = Portfolio(horizon=2, initiatives=[WEB, APP], capacities={"crew": 2})


def seen(found: Frontier) -> list[tuple[float, dict[str, int]]]:
    return [(float(point.amount), point.plan.starts) for point in found.points]


def agrees(found: Frontier, portfolios: Sequence[tuple[Fraction, Portfolio]], goals: list[Goal]) -> None:
    """Hold that a frontier has for each amount the values that brute force finds in the portfolio with that amount."""
    assert found.is_final
    for amount, portfolio in portfolios:
        wanted, point = best(portfolio, goals), found.at(amount)
        assert (None if wanted is None else wanted[1]) == (None if point is None else point.values), amount


def between(found: Frontier) -> list[Fraction]:
    """Return the amounts of a frontier, one between each two, and one beyond."""
    ends = [Fraction(0), *(point.amount for point in found.points)]
    return sorted({*ends, *((low + high) / 2 for low, high in pairwise(ends)), ends[-1] + 1})


def test_each_amount_of_a_team() -> None:
    # 2 a period do the app (2), 3 web (3), then the app beside nothing in 2; 5 both at once
    found = frontier(CREW, team="crew")
    assert seen(found) == [(0, {}), (2, {"app": 1}), (3, {"web": 1, "app": 2}), (5, {"web": 1, "app": 1})]
    assert [point.added for point in found.points] == [(), ("app",), ("web",), ()]
    assert [point.plan.portfolio.capacities for point in found.points] == [{"crew": n} for n in (0, 2, 3, 5)]
    assert (found.budget, found.team, found.unit) == ("", "crew", "")
    assert "Only the capacity of crew varies; all else stays as it is." in str(found)
    assert "Kun kapaciteten af crew ændres; alt andet er, som det er." in found.summary("da")


def test_periods_vary_in_proportion_and_what_is_added_or_free_comes_on_top() -> None:
    grows = APP.model_copy(update={"adds": {"crew": 1}, "effort": {"crew": 1}})
    given = Capacity(amount=(2, 4, None), extra=(0, 0.5, 0))
    portfolio = Portfolio(horizon=3, initiatives=[WEB, grows], capacities={"crew": given})
    crew = scaled_team(portfolio, "crew")
    assert crew.share == (Fraction(1, 2), Fraction(1), None)
    # web in 2: 3, less 0.5 for nothing, less 1 that the app adds from its completion in 1 on, so that it needs nothing itself
    assert crew.least({"web": 2}) == Fraction(5, 2)
    assert crew.least({"app": 1, "web": 2}) == Fraction(3, 2)
    assert crew.least({"web": 3}) == 0
    assert crew.own == 4
    assert seen(frontier(portfolio, team="crew"))[0] == (
        0,
        {"app": 1, "web": 3},
    )  # the app brings what it takes


WITHOUT_WORK = {7, 10, 19}
"""Where the plan without anybody of the team is as good as any: its frontier is one point."""


@pytest.mark.parametrize("seed", slow_after(3, range(24)))
def test_a_frontier_of_a_team_equals_brute_force(seed: int) -> None:
    of = random.Random(f"{seed}-crew")  # noqa: S311  repeatable draws, no secrets
    portfolio = _drawn(of)
    goals: list[Goal] = [Closest()] if seed % 2 else [Fastest(), LeastCost()]
    found = frontier(portfolio, goals, team="crew")
    assert (len(found) > 1) == (seed not in WITHOUT_WORK)
    agrees(found, [(amount, _with(portfolio, amount)) for amount in between(found)], goals)


def _drawn(of: random.Random) -> Portfolio:
    """Return a portfolio in which a team decides most: efforts by period, modes, hires, and some for nothing."""
    initiatives = []
    for place, field in enumerate(("D1", "D2", "R1", "O1")):
        work: dict[str, object] = {
            "duration": of.choice((1, 2)),
            "effort": {"crew": of.choice((1, 1.5, 2, 3))},
        }
        fast = {"id": "fast", "duration": 1, "effort": {"crew": of.choice((4, 5))}}
        ways = {"modes": [{"id": "slow", **work}, fast]} if place == 0 else work
        adds = {"crew": of.choice((0.5, 1))} if of.random() < 0.3 else {}
        advances = {field: of.choice((0.2, 0.4, 0.9))}
        cost = of.choice((0, 10, 20))
        initiatives.append({"id": field, "cost": cost, "advances": advances, "adds": adds, **ways})
    amounts = tuple(of.choice((1, 2, 2, None)) for _ in range(2))
    amount = of.choice((2, (2, *amounts), (*amounts, 4)))
    extra = of.choice((0, 0.5, (1, 0, 0)))
    team = Capacity(amount=amount, extra=extra)
    given = {
        "horizon": 3,
        "initiatives": initiatives,
        "capacities": {"crew": team},
        "budget": of.choice((50, None)),
    }
    return Portfolio.model_validate(given)


def _with(portfolio: Portfolio, amount: Fraction) -> Portfolio:
    """Return a portfolio with an amount of the team where it has the most, and as much in proportion elsewhere."""
    given = portfolio.capacities["crew"]
    assert isinstance(given, Capacity)
    each = given.amount if isinstance(given.amount, tuple) else (given.amount,) * portfolio.periods
    most = max(one for one in each if one is not None)
    scaled_to = [None if one is None else float(Fraction(one) / Fraction(most) * amount) for one in each]
    team = given.model_copy(update={"amount": tuple(scaled_to)})
    return portfolio.model_copy(update={"capacities": {"crew": team}})


def test_one_amount_of_a_budget_varies_alone() -> None:
    # 20 come in 1, x in 2: the app is paid in 1; web (30) needs 10 more if the app is not done, 30 if it is
    phased = CREW.model_copy(update={"capacities": {"crew": 9}, "budget": Budget(per_period=[20, 30])})
    found = frontier(phased, window=2)
    assert seen(found) == [(0, {"app": 1}), (30, {"app": 1, "web": 2})]
    assert "Only amount 2 of the main budget varies; all else stays as it is." in str(found)
    first = frontier(phased, [Closest(), Fastest()], window=1)  # 30 come in 2 whatever comes in 1
    assert seen(first) == [
        (0, {"web": 2}),
        (20, {"app": 1, "web": 2}),
        (30, {"web": 1, "app": 2}),
        (50, {"web": 1, "app": 1}),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("carry_over", "is_by_period"), [(True, True), (False, True), (0.5, False)])
def test_a_frontier_of_one_amount_equals_brute_force(carry_over: bool | float, is_by_period: bool) -> None:
    def budget(first: float, second: float) -> Budget:
        if is_by_period:
            return Budget(per_period=[first, second, 5], carry_over=carry_over)
        return Budget(
            windows=[Window(periods=1, amount=first), Window(periods=2, amount=second)], carry_over=carry_over
        )

    shop = Initiative(id="shop", cost=45, duration=2, advances={"R2": 0.7})
    goals: list[Goal] = [Fastest(), LeastCost()]
    three = Portfolio(horizon=3, initiatives=[WEB, APP, shop], capacities={"crew": 9})
    found = frontier(three.model_copy(update={"budget": budget(25, 35)}), goals, window=2)
    each = [
        (amount, three.model_copy(update={"budget": budget(25, float(amount))})) for amount in between(found)
    ]
    assert len(found) > 1
    agrees(found, each, goals)


def test_a_fund_without_a_budget_of_its_own_varies() -> None:
    costs = {"it": 10, "marketing": 5}
    web = Initiative(id="web", costs=costs, advances={"D2": 0.6})
    both = Budget(total=12, funds=["it", "marketing"])
    found = frontier(Portfolio(horizon=1, initiatives=[web], budgets={"both": both}), budget="it")
    assert seen(found) == [(0, {})]  # 15 of both are too much, whatever there is of it
    wider = both.model_copy(update={"total": 15.0})
    found = frontier(Portfolio(horizon=1, initiatives=[web], budgets={"both": wider}), budget="it")
    assert seen(found) == [(0, {}), (10, {"web": 1})]


def test_a_plan_that_is_there_already_is_a_point_of_a_team() -> None:
    known = plan_of(CREW, {"app": 1})
    found = frontier(CREW, team="crew", known=known, max_points=1)
    assert seen(found)[0] == (2, {"app": 1})


def test_what_cannot_vary_is_refused() -> None:
    with pytest.raises(
        InvalidInputError, match=r"there is no team 'crw'; use one of crew \(did you mean crew\?\)"
    ):
        frontier(CREW, team="crw")
    priced = CREW.model_copy(update={"capacities": {"crew": Capacity(amount=2, extra=1, extra_price=5)}})
    with pytest.raises(InvalidArgumentError, match="names crew, of which more can be bought at a price"):
        frontier(priced, team="crew")
    with pytest.raises(InvalidArgumentError, match="vary one of them"):
        frontier(CREW, team="crew", window=1)
    with pytest.raises(InvalidArgumentError, match="vary one of them"):
        frontier(CREW, team="crew", budget="it")
    with pytest.raises(InvalidArgumentError, match="gives one total; leave it out"):
        scaled_in(CREW.model_copy(update={"budget": 5}), "money", 1)
    with pytest.raises(InvalidArgumentError, match="window is 3; give at most 2"):
        frontier(CREW, window=3)
    with pytest.raises(InvalidInputError, match="there is no budget 'monye'"):
        scaled(CREW, "monye")


@pytest.mark.parametrize(
    ("language", "title", "says", "scale"),
    [
        (
            "en",
            "What if the capacity of crew were different?",
            "With the 2 of this page, 1 more would allow a better plan.",
            "Amounts are what the team has in the period in which it has the most",
        ),
        (
            "da",
            "Hvad hvis kapaciteten af crew var anderledes?",
            "Med de 2, der gælder her, ville 1 mere give en bedre plan.",
            "Trinnene er det, som teamet har i den periode, hvor det har mest",
        ),
    ],
)
def test_report_and_figure_speak_of_the_team(language: Language, title: str, says: str, scale: str) -> None:
    found = frontier(CREW, team="crew")
    section = answered(found, Voice(plan_of(CREW, {"app": 1}), language))
    assert section.title == title
    assert says in section.says
    assert any(scale in words for words in section.sure)
    drawn = plots.describe_frontier(found, language=language)
    assert ("capacity of crew" if language == "en" else "kapacitet af crew") in drawn


def test_report_and_figure_name_the_amount() -> None:
    phased = CREW.model_copy(update={"capacities": {"crew": 9}, "budget": Budget(per_period=[20, 20])})
    found = frontier(phased, window=2)
    section = answered(found, Voice(plan_of(phased, {"app": 1}), "en"))
    assert section.says[0].startswith("Main budget, amount 2: amounts at which the best plan changes: 2.")
    assert "With the 20 of this page, 10 more would allow a better plan." in section.says
    assert "main budget, amount 2" in plots.describe_frontier(found)
