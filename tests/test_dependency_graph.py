"""The dependency graph and what it says about starts, worked out by hand, and held against brute force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from judge.brute_force import judge
from judge.random_portfolios import core_portfolio, full_portfolio
from judge.seeds import slow_after

from omniprio.dependency_graph import (
    ancestors,
    dependency_graph,
    earliest_starts,
    order,
    unlocks,
)
from omniprio.disc import Disc, Discipline
from omniprio.portfolio import Budget, Cost, Initiative, Portfolio, Requirement, Synergy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

DISC = Disc(disciplines=(Discipline(id="A", levels=2),), start_level=0)


def after(
    *names: str,
    match: Literal["all", "any"] = "all",
    kind: Literal[
        "finish to start", "start to start", "finish to finish", "start to finish", "chosen"
    ] = "finish to start",
    lag: int = 0,
) -> tuple[Requirement, ...]:
    return (Requirement(of=names, match=match, kind=kind, lag=lag),)


def portfolio(
    *initiatives: Initiative,
    periods: int = 8,
    budget: float | Budget | None = None,
    budgets: Mapping[str, float | Budget | None] | None = None,
    synergies: Sequence[Synergy] = (),
) -> Portfolio:
    """Return initiatives with a disc of one discipline of two levels, nothing of which is there."""
    return Portfolio(
        horizon=periods,
        disc=DISC,
        initiatives=initiatives,
        budget=budget,
        budgets=dict(budgets or {}),
        synergies=tuple(synergies),
    )


def diamond() -> Portfolio:
    """End after left and right, these after begin; the last ones given first; one on its own."""
    return portfolio(
        Initiative(id="end", requires=("left", "right")),
        Initiative(id="alone"),
        Initiative(id="right", requires=("begin",)),
        Initiative(id="left", requires=("begin",)),
        Initiative(id="begin"),
    )


def test_an_edge_leads_from_what_is_required_to_what_requires_it() -> None:
    graph = dependency_graph(
        portfolio(
            Initiative(id="a"),
            Initiative(id="b", requires=("a",)),
            Initiative(id="c", requires=after("a", "b", match="any", kind="start to start", lag=2)),
        )
    )
    assert list(graph) == ["a", "b", "c"]
    assert list(graph.edges(data=True)) == [
        ("a", "b", {"kind": "finish to start", "choice": False, "lag": 0, "max_lag": None, "wait": 1}),
        ("a", "c", {"kind": "start to start", "choice": True, "lag": 2, "max_lag": None, "wait": 2}),
        ("b", "c", {"kind": "start to start", "choice": True, "lag": 2, "max_lag": None, "wait": 2}),
    ]


def test_order_puts_each_after_all_it_requires_and_else_keeps_the_order_given() -> None:
    assert order(diamond()) == ["alone", "begin", "right", "left", "end"]


def test_ancestors() -> None:
    assert ancestors(diamond(), "end") == ["right", "left", "begin"]
    assert ancestors(diamond(), "begin") == []


def test_what_another_could_replace_is_no_ancestor() -> None:
    choice = portfolio(
        Initiative(id="a"), Initiative(id="b"), Initiative(id="c", requires=after("a", "b", match="any"))
    )
    assert ancestors(choice, "c") == []
    no_choice = portfolio(Initiative(id="a"), Initiative(id="c", requires=after("a", match="any")))
    assert ancestors(no_choice, "c") == ["a"]


def test_what_is_required_for_certain_stays_so_next_to_a_choice() -> None:
    both = portfolio(
        Initiative(id="c", requires=("a", *after("a", "b", match="any"))),
        Initiative(id="a"),
        Initiative(id="b"),
    )
    assert ancestors(both, "c") == ["a"]
    assert order(both) == ["a", "c", "b"]


def test_unlocks_what_requires_it_and_what_needs_a_field_it_advances() -> None:
    found = Portfolio(
        horizon=4,
        disc=DISC,
        start={"A1": 0.3},
        initiatives=(
            Initiative(id="there already", needs={"A1": 0.3}),
            Initiative(id="needs", needs={"A1": 0.31}),
            Initiative(id="crm", advances={"A1": 0.5}, needs={"A1": 0.1}),
            Initiative(id="web", requires=("crm",)),
            Initiative(id="either", requires=after("crm", "web", match="any")),
            Initiative(id="other field", needs={"A2": 0.1}),
            Initiative(id="later", requires=("web",)),
        ),
    )
    assert unlocks(found, "crm") == ["needs", "web", "either"]
    assert unlocks(found, "web") == ["either", "later"]
    assert unlocks(found, "needs") == []


def test_an_initiative_does_not_unlock_itself() -> None:
    own = Initiative(id="crm", advances={"A1": 0.5}, needs={"A1": 0.2})
    assert unlocks(portfolio(own), "crm") == []


TWO = Initiative(id="crm", duration=2)


@pytest.mark.parametrize(
    ("requires", "start"),
    [
        (("crm",), 3),  # crm takes 1 and 2
        (after("crm", lag=2), 5),  # and 3 and 4 are waited
        (after("crm", kind="start to start"), 1),
        (after("crm", kind="start to start", lag=3), 4),
        (after("crm", "cdp"), 6),  # cdp takes 3, 4 and 5
        (after("crm", "cdp", match="any"), 3),
        (after("crm", "cdp", match="any", lag=1), 4),
        (after("cdp", "never"), None),
        (after("cdp", "never", match="any"), 6),
        (after("never", kind="start to start"), None),
        (after("cdp", lag=3), None),  # 3 + 3 + 3 = 9 is after 8
        (after("cdp", lag=2), 8),
        (after("cdp", lag=-1), 5),  # in the last of 3, 4 and 5
        (after("cdp", lag=-9), 1),
        (after("cdp", kind="finish to finish"), 5),  # web takes 1: it is complete in 5 like cdp
        (after("cdp", kind="start to finish", lag=1), 4),
        (after("cdp", kind="chosen"), 1),
        (after("never", kind="chosen"), None),
        ((Requirement(of=("crm", "cdp", "never"), at_least=2),), 6),
        ((Requirement(of=("crm", "cdp", "never"), at_least=1),), 3),
        ((Requirement(of=("cdp",), given=("crm",)),), 1),  # crm may be left out
    ],
)
def test_earliest_start_by_what_is_required(
    requires: tuple[str | Requirement, ...], start: int | None
) -> None:
    found = portfolio(
        Initiative(id="web", requires=requires),
        TWO,
        Initiative(id="cdp", duration=3, earliest_start=3),
        Initiative(id="never", decision="never"),
    )
    expected = {"web": start, "crm": 1, "cdp": 3, "never": None}
    assert earliest_starts(found) == earliest_starts(found, by_money=False) == expected


def test_what_starts_together_waits_together() -> None:
    # web waits for crm, which takes 1 and 2, and app starts with web
    both = portfolio(
        Initiative(id="app", requires=after("web", kind="start to start")),
        Initiative(id="web", requires=(*after("app", kind="start to start"), *after("crm"))),
        TWO,
    )
    assert earliest_starts(both) == {"app": 3, "web": 3, "crm": 1}
    assert order(both) == ["app", "crm", "web"]


def test_a_lag_beyond_the_horizon_is_never_by_time_and_by_money() -> None:
    late = portfolio(TWO, Initiative(id="web", requires=after("crm", lag=30)))
    assert earliest_starts(late, by_money=False) == earliest_starts(late) == {"crm": 1, "web": None}


def test_without_money_an_initiative_can_still_be_in_time() -> None:
    dear = portfolio(Initiative(id="web", cost=101), budget=100)
    assert earliest_starts(dear) == {"web": None}
    assert earliest_starts(dear, by_money=False) == {"web": 1}


def test_earliest_start_by_own_dates() -> None:
    found = portfolio(
        Initiative(id="free"),
        Initiative(id="from", earliest_start=4),
        Initiative(id="fixed", fixed_start=5),
        Initiative(id="too long", duration=9),
        Initiative(id="fits", duration=8),
        Initiative(id="too late", deadline=4, requires=("from",)),
        Initiative(id="too late too", latest_start=4, requires=("from",)),
        Initiative(id="after it", requires=("too late",)),
    )
    assert earliest_starts(found) == {
        "free": 1,
        "from": 4,
        "fixed": 5,
        "too long": None,
        "fits": 1,
        "too late": None,
        "too late too": None,
        "after it": None,
    }


@pytest.mark.parametrize(
    ("share", "start"),
    [
        (0.3, 1),  # the start state has it
        (0.5, 3),  # 0.3 + 0.2 from b, at the end of 2
        (0.50001, 4),  # 0.3 + 0.2 + 0.4 with a, at the end of 3
        (0.9, 4),
        (1.0, 6),  # 0.9 + 0.1 from the synergy of a and c, at the end of 5
    ],
)
def test_earliest_start_by_what_is_needed(share: float, start: int) -> None:
    found = Portfolio(
        horizon=8,
        disc=DISC,
        start={"A1": 0.3},
        initiatives=(
            Initiative(id="web", needs={"A1": share}),
            Initiative(id="a", duration=3, advances={"A1": 0.4}),
            Initiative(id="b", duration=2, advances={"A1": 0.2}),
            Initiative(id="c", duration=5),
        ),
        synergies=(Synergy(id="s", of=("a", "c"), advances={"A1": 0.1}),),
    )
    assert earliest_starts(found)["web"] == start


def test_never_where_a_field_cannot_be_fulfilled_before_the_last_period() -> None:
    found = portfolio(
        Initiative(id="web", needs={"A1": 0.6}),
        Initiative(id="a", advances={"A1": 0.5}),
        Initiative(id="b", duration=8, advances={"A1": 0.1}),
        Initiative(id="never", advances={"A1": 1}, decision="never"),
    )
    assert earliest_starts(found)["web"] is None


def test_what_takes_away_is_not_counted_on() -> None:
    found = portfolio(
        Initiative(id="web", needs={"A1": 0.5}),
        Initiative(id="a", advances={"A1": 0.5}),
        Initiative(id="b"),
        synergies=(Synergy(id="clash", of=("a", "b"), advances={"A1": -0.3}),),
    )
    assert earliest_starts(found)["web"] == 2  # with a alone


@pytest.mark.parametrize(
    ("budget", "start"),
    [
        (100, 1),
        (99.99, None),
        (Budget(per_period=25), 3),  # 50 in 3 and 100 in 4, of 75 and 100; from 2 on 100 in 3, of 75
        (Budget(per_period=25, carry_over=False), 3),  # no more than that is known without carry-over
        (Budget(per_period=(50, 50, 0, 0)), 1),
        (Budget(per_period=(50, 49, 1, 0)), 2),
        (Budget(per_period=(0, 0, None, 0)), 3),
        (Budget(per_period=(0, 50, None, 0)), 2),
        (Budget(per_period=(10, 10, 10, 10)), None),
        (Budget(total=1, owners=("south",)), 1),  # another's money
        (Budget(total=1, owners=("south", "north")), None),
    ],
)
def test_earliest_start_by_its_own_money(budget: float | Budget, start: int | None) -> None:
    web = Initiative(id="web", duration=2, cost=100, owner="north")
    south = Initiative(id="app", owner="south")
    assert earliest_starts(portfolio(web, south, periods=4, budget=budget))["web"] == start


def test_earliest_start_by_the_money_of_all_that_comes_before() -> None:
    found = portfolio(
        Initiative(id="end", cost=30, requires=("left", "right")),
        Initiative(id="left", cost=20, requires=("begin",)),
        Initiative(id="right", cost=20, requires=("begin",)),
        Initiative(id="begin", cost=20),
        budget=Budget(per_period=15),
    )
    # 15 a period: 20 by 2; 20 + 20 by 3; 20 + 20 + 20 + 30 = 90 by 6, begin counted once
    assert earliest_starts(found) == {"end": 6, "left": 3, "right": 3, "begin": 2}


def test_money_of_what_may_run_beside_it_or_be_replaced_is_not_counted() -> None:
    costly = Initiative(id="crm", duration=2, cost=Cost(amount=90, spread="completion"))
    beside = Initiative(id="web", cost=20, requires=after("crm", kind="start to start"))
    found = portfolio(costly, beside, budget=Budget(per_period=30))
    assert earliest_starts(found) == {"crm": 2, "web": 2}  # 90 by 3, so crm from 2 on, and web beside it
    either = Initiative(id="web", cost=20, requires=after("crm", "cheap", match="any"))
    found = portfolio(costly, Initiative(id="cheap"), either, budget=Budget(per_period=30))
    assert earliest_starts(found)["web"] == 2  # 20 of 60; by time after cheap


def test_money_of_another_owner_is_not_counted() -> None:
    found = portfolio(
        Initiative(id="web", cost=20, owner="north", requires=("crm",)),
        Initiative(id="crm", cost=90, owner="south"),
        budgets={"own": Budget(per_period=10, funds=("money",), owners=("north",))},
    )
    assert earliest_starts(found) == {"web": 2, "crm": 1}  # 20 of 10 x 2


def test_money_counts_fund_by_fund_and_together() -> None:
    web = Initiative(id="web", cost=20, costs={"it": 20})
    funds = {"it": Budget(per_period=10), "both": Budget(per_period=(10, 10, 10, 10, 0, 0, 0, 0))}
    assert earliest_starts(portfolio(web, budgets={"it": funds["it"]}))["web"] == 2  # 20 of it by 2
    both = funds["both"].model_copy(update={"funds": ("money", "it")})
    assert earliest_starts(portfolio(web, budgets={"it": funds["it"], "both": both}))["web"] == 4  # 40 by 4


def test_money_that_a_synergy_saves_may_come_first() -> None:
    pair = (Initiative(id="a", cost=10), Initiative(id="b", cost=10))
    saves = Synergy(id="saves", of=("a", "b"), cost=-6)
    assert earliest_starts(portfolio(*pair, budget=4, synergies=(saves,))) == {"a": 1, "b": 1}  # 10 of 4 + 6
    assert earliest_starts(portfolio(*pair, budget=3.9, synergies=(saves,))) == {"a": None, "b": None}


def test_waiting_for_money_makes_what_follows_wait() -> None:
    found = portfolio(
        Initiative(id="b", requires=("a",)),
        Initiative(id="a", cost=30),
        budget=Budget(per_period=10),
    )
    assert earliest_starts(found) == {"a": 3, "b": 4}


SEEDS = range(150)


@pytest.mark.parametrize("draw", [core_portfolio, full_portfolio])
@pytest.mark.parametrize("seed", slow_after(30, SEEDS))
def test_no_plan_starts_earlier(draw: Callable[[int], Portfolio], seed: int) -> None:
    found = draw(seed)
    earliest = earliest_starts(found)
    judgement = judge(found)
    for row in range(0, len(judgement), 1 + len(judgement) // 200):
        for name, start in judgement.schedule(row).items():
            first = earliest[name]
            assert first is not None, name
            assert first <= start, name


@pytest.mark.parametrize("draw", [core_portfolio, full_portfolio])
def test_many_have_to_wait_or_can_never_start(draw: Callable[[int], Portfolio]) -> None:
    earliest = [earliest_starts(draw(seed)) for seed in SEEDS]
    assert sum(start is not None and start > 1 for starts in earliest for start in starts.values()) > 50
    assert sum(None in starts.values() for starts in earliest) > 20
