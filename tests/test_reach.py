"""What the initiatives cannot reach, worked out by hand, and never more than brute force finds out of reach."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio.disc import Disc, Discipline
from omniprio.fulfilment import progress
from omniprio.portfolio import Initiative, Portfolio, Synergy
from omniprio.reach import OutOfReach, out_of_reach, unreached

if TYPE_CHECKING:
    from collections.abc import Sequence


def portfolio(
    *initiatives: Initiative,
    synergies: Sequence[Synergy] = (),
    ambition: int = 3,
    order: Literal["outside in", "any"] = "outside in",
) -> Portfolio:
    """Four periods for one discipline of three levels, half of the first of which is there."""
    return Portfolio(
        horizon=4,
        disc=Disc(disciplines=(Discipline(id="A", levels=3, order=order),), start_level=0),
        start={"A1": 0.5},
        ambition={"A": ambition},
        initiatives=initiatives,
        synergies=synergies,
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
        OutOfReach(field="A2", discipline="A", most=0.9),
        OutOfReach(field="A3", discipline="A", most=0.3),
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


def test_enough_is_out_of_reach() -> None:
    assert sum(len(out_of_reach(full_portfolio(seed))) for seed in SEEDS) > 50
