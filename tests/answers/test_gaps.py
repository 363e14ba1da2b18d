"""The gap of each discipline, what the initiatives close of it at most, and what stays open for certain."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniprio import ten_portfolio
from omniprio.answers.standing import Gap, gaps
from omniprio.disc import Disc, Discipline
from omniprio.fulfilment import progress, still_missing
from omniprio.portfolio import Initiative, Portfolio, Synergy

DISC = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=2, weight=3)])


def row(portfolio: Portfolio, name: str) -> Gap:
    return next(gap for gap in gaps(portfolio).rows if gap.discipline == name)


def levels(portfolio: Portfolio, name: str) -> tuple[float, float, float]:
    gap = row(portfolio, name)
    return float(gap.gap), float(gap.closable), float(gap.remaining)


def test_the_ten_leave_open_what_nothing_advances() -> None:
    table = gaps(ten_portfolio(budget=1_000_000))
    # Level 1 of 3 everywhere: every gap is 2. A3: nothing; M3: 0.1; O2: 0.3 + 0.6 = 0.9, so O3 does not count.
    closable = {gap.discipline: gap.closable for gap in table.rows}
    tenths = {"R": 20, "D": 20, "A": 10, "C": 20, "M": 11, "O": 9}
    assert closable == {name: Fraction(count, 10) for name, count in tenths.items()}
    assert {gap.gap for gap in table.rows} == {2}
    assert [gap.discipline for gap in table.by_closable] == ["R", "D", "C", "M", "A", "O"]
    assert [one.field for gap in table.rows for one in gap.in_the_way] == ["A3", "M3", "O2", "O3"]


def test_an_inner_ring_behind_an_open_outer_one_closes_nothing() -> None:
    inner = Initiative(id="inner", advances={"R2": 0.4, "R3": 1.0})
    assert levels(Portfolio(horizon=1, disc=DISC, initiatives=[inner]), "R") == (2.0, 0.4, 1.6)


def test_what_was_there_at_the_start_counts_once_the_outer_ring_is_reached() -> None:
    outer = Initiative(id="outer", advances={"R2": 0.7})
    portfolio = Portfolio(horizon=1, disc=DISC, initiatives=[outer], start={"R2": 0.3, "R3": 0.5})
    # From 1.3 to 1 + 1 + 0.5 = 2.5: 1.2 of a gap of 1.7 are closed.
    assert levels(portfolio, "R") == (1.7, 1.2, 0.5)


def test_an_initiative_that_cannot_be_done_closes_nothing() -> None:
    never = Initiative(id="never", advances={"R2": 1.0}, decision="never")
    behind = Initiative(id="behind", advances={"R2": 1.0}, requires=["never"])
    long = Initiative(id="long", advances={"R2": 1.0}, duration=3)
    dear = Initiative(id="dear", advances={"R2": 1.0}, cost=11)
    portfolio = Portfolio(horizon=2, disc=DISC, initiatives=[never, behind, long, dear], budget=10)
    assert levels(portfolio, "R") == (2.0, 0.0, 2.0)


def test_the_gap_ends_at_the_ambition() -> None:
    most = Initiative(id="most", advances={"R2": 0.5, "R3": 1.0})
    portfolio = Portfolio(horizon=1, disc=DISC, initiatives=[most], ambition={"R": 2, "D": 1})
    assert levels(portfolio, "R") == (1.0, 0.5, 0.5)
    assert levels(portfolio, "D") == (0.0, 0.0, 0.0)
    assert [one.field for one in row(portfolio, "R").in_the_way] == ["R2"]


def test_gaps_are_ranked_by_what_they_make_up_of_the_distance() -> None:
    table = gaps(Portfolio(horizon=1, disc=DISC, initiatives=()))
    # R: weight 1, gap 2; D: weight 3, gap 1; whole 1 · 3 + 3 · 2 = 9.
    assert [gap.discipline for gap in table.by_size] == ["D", "R"]
    assert [gap.distance for gap in table.by_size] == [Fraction(3, 9), Fraction(2, 9)]


def test_with_nothing_to_reach_there_is_no_gap() -> None:
    table = gaps(Portfolio(horizon=1, disc=DISC, initiatives=(), ambition={"R": 0, "D": 0}))
    assert all(gap.gap == gap.distance == 0 for gap in table.rows)
    assert "The initiatives close no gap." in table.summary()


def test_the_table_can_be_read() -> None:
    part = Initiative(id="part", advances={"R2": 0.9, "D2": 1.0})
    lines = str(gaps(Portfolio(horizon=1, disc=DISC, initiatives=[part]))).splitlines()
    assert lines[1].split() == ["D", "1.00", "2", "1.00", "1.00", "0.00", "0.333"]
    assert lines[2].split() == ["R", "1.00", "3", "2.00", "0.90", "1.10", "0.222"]
    assert lines[3:] == [
        "Most can be closed in: D, R.",
        "R2 cannot be completed: it gets to 0.9 at most.",
        "R3 cannot be completed: nothing that can be done advances it.",
        "What can be closed is a bound: money and time may allow less together.",
    ]


TENTHS = st.integers(0, 10).map(lambda tenth: tenth / 10)
FIELDS = st.dictionaries(st.sampled_from(["R1", "R2", "R3", "D1", "D2"]), TENTHS, max_size=3)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(FIELDS, max_size=3), FIELDS, TENTHS.map(lambda share: share - 0.5), st.integers(0, 3))
def test_no_schedule_closes_more_and_the_parts_add_up_to_the_distance(
    advances: list[dict[str, float]], start: dict[str, float], extra: float, ambition: int
) -> None:
    initiatives = [Initiative(id=str(place), advances=given) for place, given in enumerate(advances)]
    both = [Synergy(id="s", of=["0", "1"], advances={"R2": round(extra, 1)})] if len(initiatives) > 1 else []
    portfolio = Portfolio(
        horizon=2, disc=DISC, initiatives=initiatives, synergies=both, start=start, ambition={"R": ambition}
    )
    table = gaps(portfolio)
    assert sum(gap.distance for gap in table.rows) == progress(portfolio, {}).distance[0]
    for periods in itertools.product([None, 1, 2], repeat=len(initiatives)):
        starts = {str(place): period for place, period in enumerate(periods) if period}
        course = progress(portfolio, starts)
        for period in range(3):
            open_ = still_missing(portfolio, {name: at[period] for name, at in course.position.items()})
            assert all(open_[gap.discipline] >= gap.remaining for gap in table.rows)
