"""Periods without work where there is no plan: they are named, and to work in them is among what would help."""

from __future__ import annotations

import pytest

from omniprio import Initiative, Portfolio, prioritise
from omniprio.answers import replan
from omniprio.infeasibility import Change, InfeasibleError, apply, explain_infeasible

FIRST = Initiative(id="a", duration=2, decision="must")
NEXT = Initiative(id="b", duration=1, decision="must", requires=["a"])


def opened(*periods: int, to: tuple[str, ...] = ()) -> tuple[Change, ...]:
    return tuple(Change(kind="closed", subject=to, period=period) for period in periods)


def test_each_period_that_alone_is_enough_is_offered() -> None:
    # a takes 1 and 3, and b would have to start in 4; with 2 or 4 open there is room for it
    portfolio = Portfolio(horizon=4, closed=[2, 4], initiatives=[FIRST, NEXT])
    found = explain_infeasible(portfolio)
    assert str(found).splitlines()[0] == (
        "Within 4 periods, with no work in period 2 and period 4, these cannot hold together (the smallest):"
    )
    assert found.summary("da").startswith(
        "Inden for 4 perioder, hvor der ikke arbejdes i periode 2 og periode 4, kan dette ikke"
    )
    helps = {one.changes: one for one in found.repairs if one.changes[0].kind == "closed"}
    assert list(helps) == [opened(2), opened(4)]
    assert [one.sentence for one in helps.values()] == ["Work in period 2 too.", "Work in period 4 too."]
    assert all(one.least for one in helps.values())
    assert apply(portfolio, helps[opened(2)]).closed == (4,)
    assert prioritise(apply(portfolio, helps[opened(2)])).starts == {"a": 1, "b": 3}
    assert prioritise(apply(portfolio, helps[opened(4)])).starts == {"a": 1, "b": 4}


def test_where_it_takes_several_they_are_opened_from_the_first_on() -> None:
    # a needs two periods by 3 and b one by 4, of which 1 is open; 5 would be of no use
    first, following = FIRST.model_copy(update={"deadline": 4}), NEXT.model_copy(update={"deadline": 4})
    portfolio = Portfolio(horizon=6, closed=[2, 3, 5], initiatives=[first, following])
    both = portfolio.model_copy(update={"initiatives": (first, following.model_copy(update={"deadline": 3}))})
    alone = [one.changes for one in explain_infeasible(portfolio).repairs if one.changes[0].kind == "closed"]
    assert alone == [opened(2), opened(3)]  # 1, 2 and 4, or 1, 3 and 4
    (help_,) = [one for one in explain_infeasible(both).repairs if one.changes[0].kind == "closed"]
    assert help_.changes == opened(2, 3)
    assert help_.sentence == "Work in period 2 and period 3 too."
    assert apply(both, help_).closed == (5,)


def test_what_is_closed_to_one_is_opened_to_it() -> None:
    own = FIRST.model_copy(update={"closed": (2, 3)})
    portfolio = Portfolio(horizon=4, initiatives=[own, NEXT])
    found = explain_infeasible(portfolio)
    assert str(found).startswith("Within 4 periods, these cannot")
    helps = [one for one in found.repairs if one.changes[0].kind == "closed"]
    assert [one.changes for one in helps] == [opened(2, to=("a",)), opened(3, to=("a",))]
    assert helps[0].sentence == "Let a be worked on in period 2 too."
    assert " ".join(helps[0].said[0].values) == "initiative periods"
    assert apply(portfolio, helps[0]).by_id["a"].closed == (3,)


def test_where_it_would_not_help_it_is_not_offered() -> None:
    dear = Initiative(id="dear", cost=3, decision="must")
    found = explain_infeasible(Portfolio(horizon=3, closed=[2], initiatives=[dear], budget=2))
    assert "closed" not in {change.kind for one in found.repairs for change in one.changes}


def test_of_many_it_is_said_how_many_there_are() -> None:
    every = range(2, 16, 2)
    portfolio = Portfolio(
        horizon=15, closed=every, initiatives=[Initiative(id="a", duration=8, decision="must"), NEXT]
    )
    found = explain_infeasible(portfolio)
    assert str(found).startswith("Within 15 periods, 7 of them without work, these")
    assert found.summary("da").startswith("Inden for 15 perioder, hvoraf der ikke arbejdes i 7, kan")


def test_no_period_that_is_over_is_opened() -> None:
    portfolio = Portfolio(horizon=5, closed=[1, 4], initiatives=[FIRST, NEXT])
    plan = prioritise(portfolio)
    assert plan.starts == {"a": 2, "b": 5}
    longer = portfolio.model_copy(
        update={"initiatives": (FIRST.model_copy(update={"duration": 3}), NEXT), "closed": (1, 4)}
    )
    with pytest.raises(InfeasibleError) as told:
        replan(plan, longer, by=1)
    assert [one.changes for one in told.value.repairs if one.changes[0].kind == "closed"] == [opened(4)]
