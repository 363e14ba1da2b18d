"""Several bids become one profile, exactly; what is missing stays missing and what differs is told."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from omniprio.assessment import Assessment, CombinedProfile, combine
from omniprio.assessment.profile import rounded_down
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from omniprio.assessment.raters import Method

DISC = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=2)])


def bids(**ratings: dict[str, float | None]) -> list[Assessment]:
    return [Assessment(rater=rater, ratings=given) for rater, given in ratings.items()]


def seen(method: Method = "median", **ratings: dict[str, float | None]) -> CombinedProfile:
    return combine(bids(**ratings), disc=DISC, method=method)


def faults(*assessments: Assessment, method: Method = "median", decimals: int = 3) -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        combine(assessments, disc=DISC, method=method, decimals=decimals)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("median", Fraction(3, 10)),  # the middle one of 0.1, 0.3, 0.7
        ("mean", Fraction(11, 30)),  # (0.1 + 0.3 + 0.7) / 3 = 1.1 / 3
        ("minimum", Fraction(1, 10)),
    ],
)
def test_ratings_of_a_field_are_made_one(method: Method, value: Fraction) -> None:
    profile = seen(method, a={"R2": 0.7}, b={"R2": 0.1}, c={"R2": 0.3})
    assert profile.fulfilment == {"R2": value}


def test_the_median_of_two_is_the_middle_between_them() -> None:
    assert seen(a={"R2": 0.2}, b={"R2": 0.9}).fulfilment == {"R2": Fraction(11, 20)}  # (0.2 + 0.9) / 2


def test_a_missing_answer_is_not_zero() -> None:
    profile = seen("mean", a={"R2": 0.6}, b={"R2": None}, c={})
    assert profile.fulfilment == {"R2": Fraction(3, 5)}
    (entry,) = (entry for entry in profile.fields if entry.field == "R2")
    assert entry.silent == ("b", "c")
    assert profile.unanswered == ("R1", "R3", "D1", "D2")


def test_a_zero_is_an_answer() -> None:
    assert seen("mean", a={"R2": 0.6}, b={"R2": 0}).fulfilment == {"R2": Fraction(3, 10)}


def test_a_field_nobody_rated_keeps_the_default_start() -> None:
    profile = seen(a={"R2": 0.5, "D1": None})
    assert profile.start == {"R2": 0.5}
    portfolio = Portfolio(horizon=1, initiatives=(), disc=DISC, start=profile.start)
    assert portfolio.start_fulfilment["D1"] == 1  # start_level of a disc is 1
    assert portfolio.start_fulfilment["R2"] == Fraction(1, 2)


def test_levels_are_combined_as_levels_and_then_written_out() -> None:
    profile = seen(a={"R": 1}, b={"R": 3})  # the middle of 1 and 3 is level 2, not two halves
    assert profile.fulfilment == {"R1": 1, "R2": 1, "R3": 0}
    assert profile.ranges == {"R1": (1.0, 1.0), "R2": (0.0, 1.0), "R3": (0.0, 1.0)}


def test_a_level_may_be_reached_in_part() -> None:
    assert seen("mean", a={"R": 1}, b={"R": 1.5}).start == {"R1": 1.0, "R2": 0.25, "R3": 0.0}  # 2.5 / 2


def test_where_one_rates_fields_all_are_combined_by_field() -> None:
    profile = seen("mean", a={"R": 1}, b={"R2": 0.5})
    assert profile.fulfilment == {"R1": 1, "R2": Fraction(1, 4), "R3": 0}  # R2: (0 + 0.5) / 2


def test_start_is_rounded_down_so_that_nothing_is_reached_that_is_not() -> None:
    ratings: list[dict[str, float | None]] = [{"R2": 1}, {"R2": 1}, {"R2": 0.9999}]
    assessments = [Assessment(rater=str(place), ratings=given) for place, given in enumerate(ratings)]
    profile = combine(assessments, disc=DISC, method="mean")
    assert profile.fulfilment["R2"] == Fraction(29999, 30000)  # 2.9999 / 3
    assert profile.start == {"R2": 0.999}
    assert combine(assessments, disc=DISC, method="mean", decimals=5).start == {"R2": 0.99996}


def test_spread_and_disagreements_are_told_by_field_widest_first() -> None:
    profile = seen(a={"R2": 0.2, "R3": 0, "D1": 1}, b={"R2": 0.5, "R3": 0.6, "D1": 1}, c={"R2": 0.4})
    told = {entry.field: entry.spread for entry in profile.disagreements()}
    assert list(told) == ["R3", "R2"]
    assert told == {"R3": Fraction(3, 5), "R2": Fraction(3, 10)}
    assert [entry.field for entry in profile.disagreements(at_least=0.3)] == ["R3", "R2"]
    assert [entry.field for entry in profile.disagreements(at_least=0.31)] == ["R3"]


def test_each_rater_is_compared_with_the_median_of_the_others() -> None:
    profile = seen(a={"R2": 0.9, "R3": 0.1}, b={"R2": 0.2, "R3": 0.1}, c={"R2": 0.4}, d={"D1": 1})
    a, b, c, d = profile.raters
    assert a.by_field == {"R2": Fraction(6, 10), "R3": 0}  # 0.9 - (0.2 + 0.4) / 2; 0.1 - 0.1
    assert (a.average, a.tendency, a.farthest) == (Fraction(3, 10), Fraction(3, 10), ("R2",))
    assert b.by_field["R2"] == Fraction(-45, 100)  # 0.2 - (0.9 + 0.4) / 2
    assert (b.average, b.tendency) == (Fraction(9, 40), Fraction(-9, 40))  # 0.45 / 2
    assert c.by_field == {"R2": Fraction(-15, 100)}  # 0.4 - (0.9 + 0.2) / 2
    assert (d.by_field, d.average, d.tendency, d.farthest) == ({}, None, None, ())
    assert [rater.rater for rater in profile.outliers()] == ["a", "b", "c"]


def test_a_single_rater_has_nobody_to_differ_from() -> None:
    profile = seen(a={"R": 2})
    assert not profile.disagreements()
    assert not profile.outliers()
    assert profile.raters[0].average is None


def test_the_summary_says_all_of_it() -> None:
    lines = str(seen(a={"R2": 0.2}, b={"R2": 0.8})).splitlines()
    assert lines[0].split() == ["field", "median", "lowest", "highest", "spread", "answers"]
    assert lines[2].split() == ["R2", "R2", "0.50", "0.20", "0.80", "0.60", "2", "of", "2"]
    assert lines[1].split() == ["R1", "R1", "-", "-", "-", "-", "0", "of", "2"]
    assert lines[6:] == [
        "Not answered, so they start at the default of the disc: R1, R3, D1, D2.",
        "They disagree on R2 by 0.60: a 0.20, b 0.80",
        "a is 0.60 from the others on average, on the whole below them, most on R2.",
        "b is 0.60 from the others on average, on the whole above them, most on R2.",
    ]


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = [
        Assessment(rater="IT", ratings={"R9": 1, "R": 4, "D1": 1.5}),
        Assessment(rater="Shops", ratings={"D": 1, "D2": 0.5, "X": None}),
        Assessment(rater="IT"),
    ]
    known = "use one of R, D, R1, R2, R3, D1, D2"
    assert faults(*wrong, decimals=10) == [
        "assessments[IT]: is given 2 times; keep one for each rater",
        f"assessments[IT].ratings.R9: is no discipline and no field of the disc; {known} (did you mean R?)",
        "assessments[IT].ratings.R: is 4; give a level from 0 to 3",
        "assessments[IT].ratings.D1: is 1.5; give the fulfilment of a field, 0 to 1",
        f"assessments[Shops].ratings.X: is no discipline and no field of the disc; {known}",
        "assessments[Shops].ratings.D2: is rated beside D, of which it is a part; keep one of the two",
        "decimals: is 10; give 1 to 9",
    ]


def test_no_bid_at_all_and_an_unknown_method_are_refused() -> None:
    assert faults() == ["assessments: has no entries; give at least one"]
    method: Method = "mode"  # type: ignore[assignment]  # what a user without a type checker may write
    assert faults(*bids(a={}), method=method) == ["method: is 'mode'; give one of median, mean, minimum"]


@pytest.mark.parametrize(
    ("rating", "message"),
    [
        (-1, "ratings.R2: is -1; give at least 0"),
        (float("nan"), "ratings.R2: is NaN"),
        ("3", "ratings.R2: is '3'; give a number"),
        (True, "ratings.R2: is true; give a number"),
    ],
)
def test_a_rating_that_is_no_number_of_a_disc_is_refused(rating: object, message: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        Assessment.model_validate({"rater": "IT", "ratings": {"R2": rating}})
    assert str(caught.value.faults[0]).startswith(message)


def test_text_that_is_no_assessment_is_refused_by_name() -> None:
    with pytest.raises(InvalidInputError, match="assessment: is a list"):
        Assessment.from_json("[]")


def test_a_profile_survives_json_exactly() -> None:
    profile = seen("mean", a={"R2": 0.5}, b={"R2": 0.5}, c={"R2": 0.1})
    assert CombinedProfile.model_validate_json(profile.model_dump_json()) == profile


SHARES = st.one_of(st.none(), st.integers(0, 20).map(lambda twentieth: twentieth / 20))
LEVELS = st.integers(0, 12).map(lambda quarter: quarter / 4)
BID = st.one_of(
    st.fixed_dictionaries({"R": LEVELS}),
    st.dictionaries(st.sampled_from(["R1", "R2", "R3", "D1", "D2"]), SHARES),
)


@pytest.mark.slow
@example([{"R": 1}, {"R1": 0.5, "R2": None}], "mean")  # R1 rated by two, R2 by one, D by nobody
@given(st.lists(BID, min_size=1, max_size=5), st.sampled_from(["median", "mean", "minimum"]))
def test_a_combined_value_lies_within_the_range_and_makes_a_portfolio(
    ratings: list[dict[str, float | None]], method: Method
) -> None:
    profile = combine(
        [Assessment(rater=str(place), ratings=given) for place, given in enumerate(ratings)],
        disc=DISC,
        method=method,
    )
    assert all(entry.value is None for entry in profile.fields if not entry.ratings)
    for entry in (entry for entry in profile.fields if entry.ratings):
        assert entry.lowest is not None
        assert entry.value is not None
        assert entry.highest is not None
        assert entry.lowest <= entry.value <= entry.highest
    portfolio = Portfolio(horizon=1, initiatives=(), disc=DISC, start=profile.start)
    for field, value in profile.fulfilment.items():
        assert portfolio.start_fulfilment[field] == rounded_down(value, 3)
        assert (portfolio.start_fulfilment[field] == 1) == (value == 1)
