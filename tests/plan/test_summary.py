import re

from omniprio.disc import Disc, Discipline
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import Budget, Cost, Horizon, Initiative, Portfolio

TWO = Disc(disciplines=[Discipline(id="R", title="Recognition", levels=3), Discipline(id="D", levels=2)])


def section(plan: Plan, title: str) -> str:
    found = [part for part in plan.summary().split("\n\n") if part.startswith(title)]
    return found[0] if found else ""


def web(**more: object) -> Initiative:
    return Initiative.model_validate({"id": "web", "cost": 300, "advances": {"R2": 0.5}} | more)


def test_where_we_start_names_each_field_and_what_is_done_of_it() -> None:
    portfolio = Portfolio(horizon=1, disc=TWO, initiatives=[], start={"R": 1, "R2": 0.3}, ambition={"R": 2})
    assert section(plan_of(portfolio, {}), "Where we start").splitlines()[1:] == [
        "  R Recognition: 1 of 3 levels; to reach: 2",
        "      R1 (done), R2 (0.3 done), R3",
        "  D: 1 of 2 levels",
        "      D1 (done), D2",
    ]


def test_unchanged_periods_are_one_row() -> None:
    portfolio = Portfolio(horizon=6, disc=TWO, initiatives=[web(duration=2)])
    rows = section(plan_of(portfolio, {"web": 2}), "The road").splitlines()[2:]
    # 3 + 2 levels, 1 + 1 of them done: 3/5 is missing; with half of R2 it is 2.5/5
    assert [re.split(r"  +", row.strip()) for row in rows] == [
        ["start - 2", "0.600", "1.00", "1.00"],
        ["3 - 6", "0.500", "1.50", "1.00"],
    ]


def test_a_budget_without_limit_has_no_column_for_what_is_left() -> None:
    portfolio = Portfolio(
        horizon=2,
        disc=TWO,
        initiatives=[web(costs={"running": Cost(running=10)})],
        budget=400,
        budgets={"running": None},
    )
    head, *rows = section(plan_of(portfolio, {"web": 1}), "Money").splitlines()[1:]
    assert re.split(r"  +", head.strip()) == ["main spent", "main left", "running spent"]
    assert [row.split() for row in rows] == [
        ["1", "300", "100", "0"],
        ["2", "0", "100", "10"],
        ["total", "300", "10"],
    ]


def test_the_cost_is_shown_by_fund() -> None:
    initiative = web(costs={"running": Cost(running=10), "licences": 40})
    portfolio = Portfolio(
        horizon=3,
        disc=TWO,
        initiatives=[initiative],
        budgets={"running": None, "licences": 50},
        currency="kDKK",
    )
    # complete at the end of period 1, so it runs in periods 2 and 3: 2 * 10
    assert "web  300 kDKK + 20 running + 40 licences" in section(
        plan_of(portfolio, {"web": 1}), "The sequence"
    )


def test_many_funds_are_shown_as_their_sum() -> None:
    funds = {f"a fund with a long name {place}": 10 for place in range(4)}
    portfolio = Portfolio(horizon=1, disc=TWO, initiatives=[web(costs=funds)], budgets=dict.fromkeys(funds))
    assert "web  340 in all" in section(plan_of(portfolio, {"web": 1}), "The sequence")  # 300 + 4 * 10


def test_teams_are_shown_with_what_is_free() -> None:
    portfolio = Portfolio(
        horizon=2, disc=TWO, initiatives=[web(effort={"IT": 2})], capacities={"IT": 3, "idle": 1}
    )
    lines = section(plan_of(portfolio, {"web": 1}), "Teams").splitlines()[1:]
    assert [re.split(r"  +", line.strip()) for line in lines] == [
        ["IT taken", "IT free"],
        ["1", "2", "1"],
        ["2", "0", "3"],
        ["total", "2"],
    ]


def test_completed_fields_are_named_in_their_period() -> None:
    portfolio = Portfolio(
        horizon=Horizon(periods=2, start="2027-01-01"), initiatives=[web(advances={"R2": 1.0})]
    )
    assert section(plan_of(portfolio, {"web": 2}), "Fields completed").splitlines()[1:] == [
        "  2027 Q2  R2 consent and volume"
    ]


def test_an_empty_plan_says_so_and_claims_no_proof() -> None:
    plan = plan_of(Portfolio(horizon=1, disc=TWO, initiatives=[web()]), {})
    assert "Nothing is done." in plan.summary()
    assert "Proven" not in plan.summary()
    assert "made by hand" in section(plan, "How good it is")
    assert section(plan, "Money") == ""


def test_provenance_is_shown_by_source_and_by_whom() -> None:
    stated = {"advances": "judgement", "needs": "judgement"}
    own, other = web(provenance=stated), Initiative(id="app", provenance={"sizing": "invented"})
    shared = Portfolio(horizon=1, disc=TWO, initiatives=[own], provenance={"start": "a survey"})
    mixed = Portfolio(horizon=1, disc=TWO, initiatives=[own, other])
    assert section(plan_of(shared, {}), "Where the data").splitlines()[1:] == [
        "  start: a survey",
        "  All initiatives:",
        "    field map, needs: judgement",
    ]
    assert section(plan_of(mixed, {}), "Where the data").splitlines()[1:] == [
        "  Initiatives web:",
        "    field map, needs: judgement",
        "  Initiatives app:",
        "    sizing: invented",
    ]
    assert section(plan_of(Portfolio(horizon=1, initiatives=[web()]), {}), "Where the data") == ""


def test_what_the_data_say_of_a_file_keeps_its_name() -> None:
    stated = {"file my_projects.csv": "read as it is", "better_after": "a guess"}
    portfolio = Portfolio(horizon=1, disc=TWO, initiatives=[web()], provenance=stated)
    assert section(plan_of(portfolio, {}), "Where the data").splitlines()[1:] == [
        "  file my_projects.csv: read as it is",
        "  better after: a guess",
    ]


def test_an_id_is_said_only_where_two_have_the_same_title() -> None:
    shop, other = web(title="Shop"), Initiative(id="app", title="App", cost=100)
    plan = plan_of(Portfolio(horizon=1, disc=TWO, initiatives=[shop, other]), {"web": 1, "app": 1})
    assert "[" not in section(plan, "The sequence")
    twin = Initiative(id="store", title="Shop")
    plan = plan_of(
        Portfolio(horizon=1, disc=TWO, initiatives=[shop, other, twin]), {"web": 1, "app": 1, "store": 1}
    )
    told = section(plan, "The sequence")
    assert "Shop [web]" in told
    assert "Shop [store]" in told
    assert "[app]" not in told


def test_where_nothing_costs_anything_there_is_no_total() -> None:
    free, shop = web(cost=0), Initiative(id="app", cost=0)
    plan = plan_of(Portfolio(horizon=1, disc=TWO, initiatives=[free, shop]), {"web": 1, "app": 1})
    assert "total" not in section(plan, "The sequence")


def test_a_score_that_is_called_points_is_not_said_twice() -> None:
    portfolio = Portfolio(
        horizon=1,
        initiatives=[Initiative(id="a", scores={"points": 5}), Initiative(id="b", scores={"fit": 5})],
    )
    told = section(plan_of(portfolio, {"a": 1, "b": 1}), "The sequence")
    assert "Has points." in told
    assert "Has points for fit." in told


def test_no_line_is_wider_than_the_page_whatever_the_names() -> None:
    disc = Disc(
        disciplines=[
            Discipline(id=f"discipline-{place}-", title="a long title " * 12, levels=13)
            for place in range(15)
        ]
    )
    many = [
        Initiative(
            id=f"{place}-" + "x" * 150,
            title="very-long-words-and " * 10,
            cost=1e11,
            costs={"fund " + "y" * 150: 1.25},
            effort={"team " + "z" * 150: 1.0},
            advances={"discipline-0-2": 0.2},
            requires=[] if place == 0 else ["0-" + "x" * 150],
        )
        for place in range(4)
    ]
    portfolio = Portfolio(
        name="A long name " * 20,
        horizon=Horizon(periods=4, start="2027-01-01"),
        disc=disc,
        initiatives=many,
        budget=Budget(per_period=[5e11] * 4),
        budgets={"fund " + "y" * 150: None},
        capacities={"team " + "z" * 150: 9},
        currency="kDKK",
    )
    plan = plan_of(portfolio, {many[0].id: 1, many[1].id: 2})
    assert [line for line in plan.summary().splitlines() if len(line) > 100] == []
