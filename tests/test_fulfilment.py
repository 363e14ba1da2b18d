"""What a schedule does to the disc, worked out by hand, and compared with the checker's own count."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import pytest
from judge.random_portfolios import full_portfolio, measured_portfolio, starts_for, with_conditions
from judge.seeds import slow_after

from omniprio.checker import check
from omniprio.disc import Disc, Discipline
from omniprio.fulfilment import (
    contributions,
    end_of,
    positions_at,
    progress,
    state_at,
    states_without,
    still_missing,
)
from omniprio.portfolio import Initiative, Mode, Portfolio, Start, Synergy


def written(*numbers: str) -> tuple[Fraction, ...]:
    """Return decimals or fractions as they are written."""
    return tuple(map(Fraction, numbers))


def ladder(levels: int, *, credit: Literal["partial", "full"] = "partial") -> Portfolio:
    """A ladder L with an inner step, two outer ones and what these two take back together."""
    return Portfolio(
        horizon=4,
        disc=Disc(disciplines=(Discipline(id="L", levels=levels),), start_level=0),
        credit=credit,
        initiatives=(
            Initiative(id="inner", advances={"L2": 0.7}),
            Initiative(id="outer", duration=2, advances={"L1": 0.6}),
            Initiative(id="more", advances={"L1": 0.5}),
        ),
        synergies=(Synergy(id="clash", of=("more", "inner"), advances={"L1": -0.2}),),
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_state_at_the_end_of_one_period_is_that_of_the_course(seed: int) -> None:
    drawn = measured_portfolio(seed)
    starts = starts_for(drawn, seed)
    course = progress(drawn, starts)
    for period in range(drawn.periods + 1):
        assert state_at(drawn, starts, period) == end_of(course, period)


@pytest.mark.parametrize("seed", range(12))
def test_the_state_without_an_initiative_is_that_of_the_schedule_without_it(seed: int) -> None:
    drawn = with_conditions(measured_portfolio(seed), seed)
    starts = starts_for(drawn, seed)
    periods = range(drawn.periods + 1)
    found = dict(states_without(drawn, starts, periods))
    assert list(found) == list(starts)
    for name, states in found.items():
        rest = {other: start for other, start in starts.items() if other != name}
        assert states == [state_at(drawn, rest, period) for period in periods]


def test_without_an_initiative_a_synergy_that_needs_its_field_is_not_there() -> None:
    # outer completes L1 at the end of 2 and brings 0.3 of L2 about, which need not be a member of it
    known = Synergy(id="known", needs={"L1": 0.5}, advances={"L2": 0.3})
    with_it = ladder(2).model_copy(update={"synergies": [known]})
    without = {
        name: state.fulfilment for name, (state,) in states_without(with_it, {"outer": 1, "inner": 1}, [4])
    }
    assert without["outer"] == {"L1": 0, "L2": Fraction("0.7")}
    assert without["inner"] == {"L1": Fraction("0.6"), "L2": Fraction("0.3")}


def test_contributions_fall_into_the_period_of_completion() -> None:
    # outer completes in 1 + 2 - 1 = 2; the clash comes with the last of inner (4) and more (3)
    found = list(contributions(ladder(2), {"outer": 1, "more": 3, "inner": 4}))
    assert found == [
        (2, "L1", Fraction("0.6")),
        (3, "L1", Fraction("0.5")),
        (4, "L2", Fraction("0.7")),
        (4, "L1", Fraction("-0.2")),
    ]


def test_fulfilment_position_and_distance() -> None:
    course = progress(ladder(2), {"outer": 1, "more": 3, "inner": 4})
    assert course.fulfilment == {
        "L1": written("0", "0", "0.6", "1", "0.9"),  # 0.6; 1.1, cut at 1; 1.1 - 0.2, not 1 - 0.2
        "L2": written("0", "0", "0", "0", "0.7"),
    }
    assert course.position == {"L": written("0", "0", "0.6", "1", "0.9")}  # in 4, L2 is behind L1 again
    assert course.distance == written("1", "1", "0.7", "0.5", "0.55")  # (2 - P) / 2


def test_an_inner_ring_counts_the_moment_the_outer_one_is_reached() -> None:
    disc = Disc(disciplines=(Discipline(id="L", levels=3),), start_level=0)
    steps = (
        Initiative(id="inner", advances={"L2": 0.4, "L3": 1.0}),
        Initiative(id="outer", advances={"L1": 1}),
    )
    course = progress(Portfolio(horizon=2, disc=disc, initiatives=steps), {"inner": 1, "outer": 2})
    assert course.position == {"L": written("0", "0", "1.4")}


def test_no_credit_for_parts() -> None:
    course = progress(ladder(2, credit="full"), {"outer": 1, "more": 3, "inner": 4})
    assert course.position == {"L": written("0", "0", "0", "1", "0")}


def test_shares_add_up_as_decimals() -> None:
    steps = [Initiative(id=str(share), advances={"L1": share}) for share in (0.6, 0.3, 0.1)]
    disc = Disc(disciplines=(Discipline(id="L", levels=1),), start_level=0)
    portfolio = Portfolio(horizon=1, disc=disc, initiatives=steps)
    assert progress(portfolio, {"0.6": 1, "0.3": 1, "0.1": 1}).distance == written("1", "0")


def test_fulfilment_is_never_below_nothing() -> None:
    # 0.5 - 0.2 x 3 = -0.1
    disc = Disc(disciplines=(Discipline(id="L", levels=2),), start_level=0)
    clashes = [Synergy(id=name, of=("a", "b"), advances={"L1": -0.2}) for name in ("1", "2", "3")]
    pair = (Initiative(id="a", advances={"L1": 0.5}), Initiative(id="b"))
    portfolio = Portfolio(horizon=2, disc=disc, initiatives=pair, synergies=clashes)
    assert progress(portfolio, {"a": 1, "b": 2}).position == {"L": written("0", "0.5", "0")}


def test_reached_is_the_first_period_from_which_a_field_stays_reached() -> None:
    course = progress(ladder(2), {"outer": 1, "more": 3, "inner": 4})
    assert course.reached("L1") is None  # in 3, and lost in 4
    assert progress(ladder(2), {"outer": 1, "more": 3}).reached("L1") == 3
    assert progress(ladder(2), {"more": 1}).reached("L2") is None
    started = Portfolio(horizon=2, initiatives=())
    assert progress(started, {}).reached("R1") == 0  # the shipped disc begins at level 1


def test_a_checklist_counts_every_level() -> None:
    disc = Disc(disciplines=(Discipline(id="C", levels=3, order="any"),), start_level=0)
    state = {"C1": Fraction(0), "C2": Fraction(1), "C3": Fraction(1, 3)}
    parts = Portfolio(horizon=1, disc=disc, initiatives=())
    assert positions_at(parts, state) == {"C": Fraction(4, 3)}
    whole = Portfolio(horizon=1, disc=disc, initiatives=(), credit="full")
    assert positions_at(whole, state) == {"C": 1}


def test_a_ladder_counts_up_to_the_first_level_not_reached() -> None:
    disc = Disc(disciplines=(Discipline(id="L", levels=3),), start_level=0)
    portfolio = Portfolio(horizon=1, disc=disc, initiatives=())
    assert positions_at(portfolio, {"L1": Fraction(1), "L2": Fraction(1, 3), "L3": Fraction(1)}) == {
        "L": Fraction(4, 3)
    }
    assert positions_at(portfolio, dict.fromkeys(("L1", "L2", "L3"), Fraction(1))) == {"L": 3}


def test_distance_weighs_disciplines_up_to_their_ambition() -> None:
    disc = Disc(
        disciplines=(
            Discipline(id="A", levels=3, weight=0.5),
            Discipline(id="B", levels=2, weight=3),
            Discipline(id="C", levels=2, weight=0),
        ),
        start_level=0,
    )
    steps = (Initiative(id="a", advances={"A1": 1, "A2": 1}), Initiative(id="b", advances={"B1": 0.25}))
    portfolio = Portfolio(horizon=2, disc=disc, initiatives=steps, ambition={"A": 1})
    course = progress(portfolio, {"a": 1, "b": 2})
    # A is 2 and counts as 1 of 1: (0.5 + 6) / 6.5, (0 + 6) / 6.5, (0 + 3 x 1.75) / 6.5
    assert course.distance == written("1", "60/65", "525/650")
    position = {name: levels[2] for name, levels in course.position.items()}
    assert position == {"A": 2, "B": Fraction("0.25"), "C": 0}
    assert still_missing(portfolio, position) == {"A": 0, "B": Fraction("1.75"), "C": 2}


def test_there_is_no_distance_where_there_is_nothing_to_reach() -> None:
    nothing = Portfolio(horizon=1, initiatives=(), ambition=dict.fromkeys("RDACMO", 0))
    assert progress(nothing, {}).distance == written("0", "0")


@pytest.mark.parametrize("seed", slow_after(40, range(150)))
def test_the_checker_counts_the_same(seed: int) -> None:
    portfolio = full_portfolio(seed)
    starts = starts_for(portfolio, seed)
    course, counted = progress(portfolio, starts), check(portfolio, starts).recount
    assert course.fulfilment == counted.fulfilment
    assert course.position == counted.position
    assert course.distance == counted.distance


def test_the_course_of_a_schedule_is_worked_out_once() -> None:
    portfolio = ladder(2)
    first = progress(portfolio, {})
    assert progress(portfolio, {}) is first
    assert progress(ladder(2), {}) is not first  # equal, but another


def test_starts_in_another_mode_have_another_course() -> None:
    modes = (Mode(id="slow", advances={"A1": 0.4}), Mode(id="quick", advances={"A1": 0.9}))
    disc = Disc(disciplines=(Discipline(id="A", levels=1),), start_level=0)
    portfolio = Portfolio(horizon=1, disc=disc, initiatives=(Initiative(id="web", modes=modes),))
    courses = [progress(portfolio, {"web": Start(1, mode)}).fulfilment["A1"] for mode in ("slow", "quick")]
    assert courses == [written("0", "0.4"), written("0", "0.9")]
