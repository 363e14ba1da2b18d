"""The drawn families: the same each time, different in what they say, and each with a plan."""

from __future__ import annotations

import pytest
from families import FAMILIES, drawn, owned

from omniprio import check
from omniprio.greedy import first_schedule

ON_A_DISC = [name for name in FAMILIES if name not in {"earning", "by the day"}]


def required(family: str) -> int:
    return sum(len(one.requires) for one in drawn(family, 0, 60, 16).portfolio.initiatives)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_seed_gives_the_same_portfolio(family: str) -> None:
    one, again, other = (drawn(family, seed, 8, 12) for seed in (3, 3, 4))
    assert one == again
    assert one.portfolio != other.portfolio


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("size", [(10, 12), pytest.param((60, 64), marks=pytest.mark.slow)])
def test_there_is_a_plan_without_search(family: str, size: tuple[int, int]) -> None:
    portfolio, goals = drawn(family, 0, *size)
    starts = first_schedule(portfolio, goals)
    assert starts is not None
    assert starts or family == "disc full"  # of ten initiatives no ring is complete
    assert check(portfolio, starts).ok


def test_families_on_a_disc_differ_in_one_thing() -> None:
    usual = drawn("disc", 1, 60, 16).portfolio
    for family in ON_A_DISC:
        other = drawn(family, 1, 60, 16).portfolio
        assert [one.cost for one in other.initiatives] == [one.cost for one in usual.initiatives]
        assert [one.duration for one in other.initiatives] == [one.duration for one in usual.initiatives]


def test_dependencies_money_and_people() -> None:
    assert required("few") < required("disc") < required("many")
    tight, usual, loose = (
        drawn(family, 0, 60, 16).portfolio.limits["money"].per_period for family in ("tight", "disc", "loose")
    )
    # 30, 60 and 90 % of the same cost over 16 periods, each rounded to a whole amount
    assert isinstance(tight, float)
    assert usual == pytest.approx(2 * tight, abs=1.5)
    assert loose == pytest.approx(3 * tight, abs=2)


@pytest.mark.parametrize(("count", "fields"), [(10, 6), (60, 18), (300, 18)])
def test_all_together_complete_each_field_one_and_a_half_times(count: int, fields: int) -> None:
    portfolio = drawn("disc", 0, count, 16).portfolio
    advanced = sum(sum(one.advances.values()) for one in portfolio.initiatives)
    assert len(portfolio.disc.fields) == fields
    assert advanced == pytest.approx(1.5 * fields, rel=0.25)


def test_credit_channels_milestones_and_windows() -> None:
    by_family = {family: drawn(family, 0, 60, 16).portfolio for family in ON_A_DISC}
    assert by_family["disc full"].credit == "full"
    assert any("@" in field for one in by_family["channels"].initiatives for field in one.advances)
    assert {one.by for one in by_family["milestones"].milestones} == {10}  # two thirds of 16
    assert len(by_family["milestones"].milestones) == 3  # one in twenty of 60
    windows = by_family["windows"].initiatives
    assert 10 < sum(one.deadline is not None for one in windows) < 30  # a third of 60
    assert 10 < sum(one.earliest_start is not None for one in windows) < 30


def test_what_counts() -> None:
    goals = {family: drawn(family, 0, 10, 12).goals[0].kind for family in FAMILIES}
    assert goals["disc"] == "fastest"
    assert goals["money"] == goals["earning"] == "most value"
    assert goals["blend"] == "blend"
    assert goals["by the day"] == "shortest"


def test_jobs_by_the_day_fit_one_after_the_other() -> None:
    portfolio = drawn("by the day", 0, 30, 80).portfolio
    assert sum(one.duration for one in portfolio.initiatives) <= 80


def test_owners_take_turns() -> None:
    portfolio = owned(drawn("disc", 0, 6, 4).portfolio)
    assert [one.owner[-1] for one in portfolio.initiatives] == ["1", "2", "3", "4", "1", "2"]
