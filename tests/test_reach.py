"""What the initiatives cannot reach, worked out by hand, and never more than brute force finds out of reach."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import pytest
from judge.brute_force import judge
from judge.mixed import everything_portfolio
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio.disc import Disc, Discipline
from omniprio.fulfilment import progress
from omniprio.portfolio import Benefit, Group, Initiative, Portfolio, Requirement, Synergy
from omniprio.reach import OutOfReach, out_of_reach, unreached

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def portfolio(
    *initiatives: Initiative,
    synergies: Sequence[Synergy] = (),
    ambition: int = 3,
    order: Literal["outside in", "any"] = "outside in",
    groups: Sequence[Group] = (),
    budgets: Mapping[str, float] | None = None,
) -> Portfolio:
    """Four periods for one discipline of three levels, half of the first of which is there."""
    return Portfolio(
        horizon=4,
        disc=Disc(disciplines=(Discipline(id="A", levels=3, order=order),), start_level=0),
        start={"A1": 0.5},
        ambition={"A": ambition},
        initiatives=initiatives,
        synergies=synergies,
        groups=groups,
        budgets=budgets or {},
    )


def most(found: Portfolio) -> dict[str, float]:
    return {one.field: one.most for one in out_of_reach(found)}


def test_a_field_is_out_of_reach_if_all_shares_together_do_not_complete_it() -> None:
    steps = (
        Initiative(id="a", advances={"A1": 0.4, "A2": 0.6, "A3": 0.1}),
        Initiative(id="b", advances={"A1": 0.1, "A2": 0.3, "A3": 0.2}),
    )
    # 0.5 + 0.4 + 0.1 = 1; 0.6 + 0.3 = 0.9; 0.1 + 0.2 = 0.3
    assert out_of_reach(portfolio(*steps)) == (
        OutOfReach(field="A2", discipline="A", most=0.9, needs_new=True),
        OutOfReach(field="A3", discipline="A", most=0.3, needs_new=True),
    )


def test_shares_add_up_as_decimals() -> None:
    steps = [Initiative(id=str(share), advances={"A2": share}) for share in (0.6, 0.3, 0.1)]
    assert most(portfolio(*steps, ambition=2)) == {"A1": 0.5}


def test_what_can_never_be_done_does_not_count() -> None:
    steps = (
        Initiative(id="never", advances={"A1": 0.5}, decision="never"),
        Initiative(id="too long", duration=5, advances={"A1": 0.5}),
        Initiative(id="after it", advances={"A1": 0.5}, requires=("never",)),
        Initiative(id="possible", advances={"A1": 0.25}),
    )
    assert most(portfolio(*steps, ambition=1)) == {"A1": 0.75}


def test_a_synergy_counts_if_it_adds_and_all_its_members_can_be_done() -> None:
    steps = (Initiative(id="a"), Initiative(id="b"), Initiative(id="c", decision="never"))
    shares = {"A1": 0.25}
    helps = Synergy(id="helps", of=("a", "b"), advances=shares)
    never = Synergy(id="never", of=("a", "c"), advances=shares)
    harms = Synergy(id="harms", of=("a", "b"), advances={"A1": -0.25})
    assert most(portfolio(*steps, ambition=1, synergies=(helps, never, harms))) == {"A1": 0.75}
    again = Synergy(id="again", of=("a", "b"), advances=shares)
    assert most(portfolio(*steps, ambition=1, synergies=(helps, again, harms))) == {}


def test_of_what_excludes_each_other_only_the_best_choice_counts() -> None:
    steps = [
        Initiative(id=name, advances={"A1": share}) for name, share in (("a", 0.3), ("b", 0.2), ("c", 0.1))
    ]
    one = Group(id="one of them", members=("a", "b"), at_most=1)
    # 0.5 + 0.3 + 0.1 = 0.9, and with c excluded as well 0.5 + 0.3; two of three are 0.5 + 0.3 + 0.2 = 1
    assert most(portfolio(*steps, ambition=1, groups=(one,))) == {"A1": 0.9}
    whole = one.model_copy(update={"members": ("a", "b", "c")})
    assert most(portfolio(*steps, ambition=1, groups=(whole,))) == {"A1": 0.8}
    assert most(portfolio(*steps, ambition=1, groups=(whole.model_copy(update={"at_most": 2}),))) == {}


def test_what_is_required_and_what_belongs_together_counts_in_groups_and_money() -> None:
    steps = (
        Initiative(id="a", requires=("base",), cost=4, advances={"A1": 0.3}),
        Initiative(id="b", cost=4, advances={"A1": 0.2}),
        Initiative(id="base", cost=3),
        Initiative(id="other", cost=1),
    )
    not_both = Group(id="not both", members=("base", "b"), at_most=1)
    assert most(portfolio(*steps, ambition=1, groups=(not_both,))) == {"A1": 0.8}
    pair = Group(id="pair", members=("b", "other"), all_or_none=True)
    other = Group(id="not both", members=("base", "other"), at_most=1)
    assert most(portfolio(*steps, ambition=1, groups=(pair, other))) == {"A1": 0.8}
    assert most(portfolio(*steps, ambition=1, budgets={"money": 10})) == {"A1": 0.8}  # 4 + 3 + 4 = 11
    assert most(portfolio(*steps, ambition=1, budgets={"money": 11})) == {}
    assert most(portfolio(*steps, ambition=1, budgets={"money": 6})) == {"A1": 0.7}  # a needs 7


def test_what_must_be_done_leaves_less_money_and_what_flows_back_more() -> None:
    steps = (
        Initiative(id="a", cost=5, advances={"A1": 0.5}),
        Initiative(id="law", cost=5, decision="must"),
        Initiative(id="shop", benefit=Benefit(per_period=1, into="money")),
    )
    assert most(portfolio(*steps[:2], ambition=1, budgets={"money": 9})) == {"A1": 0.5}
    assert (
        most(portfolio(*steps, ambition=1, budgets={"money": 9})) == {}
    )  # the shop earns 4 in four periods at most


def test_where_too_many_choices_would_have_to_be_looked_at_all_shares_are_added_up() -> None:
    # any 20 of 40 give 0.5 + 20 * 0.01 = 0.7; that no other 20 are better takes more than 200 looks where all are alike
    steps = [Initiative(id=f"i{place}", advances={"A1": (1000 + place) / 100_000}) for place in range(40)]
    half = Group(id="half", members=[one.id for one in steps], at_most=20)
    # 0.5 + 40 * 0.01 + (0 + 1 + ... + 39) / 100,000 = 0.9078
    assert most(portfolio(*steps, ambition=1, groups=(half,))) == {"A1": 0.9078}


def test_of_a_portfolio_without_a_plan_no_more_is_told_than_what_its_shares_come_to() -> None:
    law = Initiative(id="law", decision="must", requires=("base",), cost=2)
    steps = (law, Initiative(id="base", cost=2), Initiative(id="a", cost=1, advances={"A1": 0.4}))
    assert most(portfolio(*steps, ambition=1, budgets={"money": 3})) == {
        "A1": 0.9
    }  # 2 + 2 is more than there is


def test_whether_new_initiatives_are_needed_or_limits_keep_out_what_there_is() -> None:
    steps = (
        Initiative(id="never", advances={"A1": 0.5, "A2": 0.9}, decision="never"),
        Initiative(id="dear", cost=5, advances={"A3": 1}),
    )
    found = out_of_reach(portfolio(*steps, budgets={"money": 4}))
    assert [(one.field, one.needs_new) for one in found] == [("A1", False), ("A2", True), ("A3", False)]


@pytest.mark.parametrize("kind", ["start to start", "start to finish", "chosen"])
def test_of_what_may_run_over_only_what_it_spends_within_the_horizon_counts(kind: str) -> None:
    """It spends 2 in each of its 5 periods: begun in the last of 4 it leaves 3 of the 5 that there are."""
    long = Initiative(id="long", cost=10, duration=5, may_run_over=True)
    waits = Requirement.model_validate({"of": "long", "kind": kind})
    step = Initiative(id="a", cost=3, advances={"A1": 0.5})
    after = step.model_copy(update={"requires": (waits,)})
    assert most(portfolio(after, long, ambition=1, budgets={"money": 5})) == {}
    assert most(portfolio(after, long, ambition=1, budgets={"money": 4})) == {"A1": 0.5}
    must = long.model_copy(update={"decision": "must"})
    assert most(portfolio(step, must, ambition=1, budgets={"money": 5})) == {}
    assert most(portfolio(step, must, ambition=1, budgets={"money": 4})) == {"A1": 0.5}


def test_only_fields_within_the_ambition_are_named() -> None:
    assert list(most(portfolio(ambition=2))) == ["A1", "A2"]
    assert most(portfolio(ambition=0)) == {}


def test_every_item_of_a_checklist_may_count_towards_its_ambition() -> None:
    assert list(most(portfolio(ambition=1, order="any"))) == ["A1", "A2", "A3"]
    assert most(portfolio(ambition=0, order="any")) == {}


def test_unreached_is_what_a_schedule_leaves_incomplete() -> None:
    steps = (
        Initiative(id="a", advances={"A1": 0.5, "A3": 1}),
        Initiative(id="b", duration=4, advances={"A2": 1}),
    )
    assert unreached(portfolio(*steps), {"a": 4}) == ["A2"]
    assert unreached(portfolio(*steps), {"a": 4, "b": 1}) == []  # b completes in the last period
    assert unreached(portfolio(*steps), {}) == ["A1", "A2", "A3"]
    assert unreached(portfolio(*steps, ambition=1), {}) == ["A1"]
    assert unreached(portfolio(*steps, ambition=1, order="any"), {"b": 1}) == ["A1", "A3"]


SEEDS = range(100)


@pytest.mark.parametrize("seed", slow_after(25, SEEDS))
def test_no_schedule_completes_what_is_out_of_reach(seed: int) -> None:
    found = full_portfolio(seed)
    limits = {one.field: Fraction(str(one.most)) for one in out_of_reach(found)}
    judgement = judge(found)
    for row in range(0, len(judgement), 1 + len(judgement) // 8):
        fulfilment = progress(found, judgement.schedule(row)).fulfilment
        assert all(max(fulfilment[field]) <= limit < 1 for field, limit in limits.items())


@pytest.mark.parametrize("seed", slow_after(5, SEEDS))
def test_nothing_ends_beyond_what_is_said_of_it_whatever_rules_there_are(seed: int) -> None:
    found = everything_portfolio(seed)
    limits = {one.field: Fraction(str(one.most)) for one in out_of_reach(found)}
    judgement = judge(found)
    for row in range(0, len(judgement), 1 + len(judgement) // 40):
        fulfilment = progress(found, judgement.schedule(row)).fulfilment
        assert all(fulfilment[field][-1] <= limit < 1 for field, limit in limits.items())


def test_enough_is_out_of_reach() -> None:
    assert sum(len(out_of_reach(full_portfolio(seed))) for seed in SEEDS) > 50
