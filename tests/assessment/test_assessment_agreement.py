"""Krippendorff's alpha: published values, sums by hand, and draws that are counted again one by one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from omniprio.assessment import Assessment, agreement
from omniprio.assessment.agreement import Scaled, alpha, pairable, resampled
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError

DISC = Disc(disciplines=[Discipline(id="R", levels=2), Discipline(id="D", levels=4)])


def units(*raters: str) -> list[list[Fraction]]:
    """Return the ratings of each unit; a rater is a line of digits, `.` where nothing is said."""
    return [[Fraction(said) for said in unit if said != "."] for unit in zip(*raters, strict=True)]


PUBLISHED = units("123321412...", "1233224125.3", ".3332342251.", "1233244125 1.".replace(" ", ""))
"""Four observers and twelve units, of which the last is rated by one alone.

Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C.
"""

SPARSE = units(
    ".....3412113 3.3".replace(" ", ""),
    "1.21334 3.......".replace(" ", ""),
    "..2134 4.2113 3.4".replace(" ", ""),
)
"""Three coders and fifteen units. Source: Wikipedia (2024), Krippendorff's alpha, "A computational example"."""


@pytest.mark.parametrize(
    ("data", "scaled", "published"),
    [(PUBLISHED, "ordinal", "0.815"), (PUBLISHED, "interval", "0.849"), (SPARSE, "interval", "0.811")],
)
def test_alpha_is_that_of_the_literature(data: list[list[Fraction]], scaled: Scaled, published: str) -> None:
    found = alpha(data, scaled)
    assert found is not None
    assert f"{float(found):.3f}" == published


def test_alpha_by_size_is_one_minus_disagreement_within_by_disagreement_expected() -> None:
    # within: unit 2 alone differs, by 1: m * variance = 2 * 1/2 = 1
    # all of 1 1 2 3: mean 7/4, squares 9/16 + 9/16 + 1/16 + 25/16 = 44/16, variance 11/12, times n: 11/3
    assert alpha(units("12", "13"), "interval") == 1 - Fraction(3, 11)


def test_alpha_by_order_takes_mean_ranks() -> None:
    # of 1 1 2 9 the ranks are 3/2 3/2 3 4, mean 5/2: unit 2 differs by 1 rank, 2 * 1/2 = 1
    # all: 1 + 1 + 1/4 + 9/4 = 9/2, variance 3/2, times 4: 6
    assert alpha(units("12", "19"), "ordinal") == 1 - Fraction(1, 6)
    assert alpha(units("12", "13"), "ordinal") == alpha(
        units("12", "19"), "ordinal"
    )  # how much more is no matter


def test_systematic_disagreement_is_below_what_chance_gives() -> None:
    # within: 2 * 1/2 twice = 2; all of 1 2 2 1: variance 1/3, times 4: 4/3
    assert alpha(units("12", "21"), "interval") == 1 - Fraction(3, 2)


@pytest.mark.parametrize("data", [[], units("123"), units("1.", ".2"), units("22", "22")])
def test_where_nothing_differs_or_nobody_else_rates_there_is_no_alpha(data: list[list[Fraction]]) -> None:
    assert alpha(data, "ordinal") is None


@pytest.mark.parametrize("scaled", ["ordinal", "interval"])
def test_each_draw_is_the_alpha_of_the_units_that_were_drawn(scaled: Scaled) -> None:
    data = pairable(PUBLISHED)
    drawn = np.random.default_rng(3).multinomial(len(data), [1 / len(data)] * len(data), size=20)
    again = [
        alpha([unit for unit, times in zip(data, row, strict=True) for _ in range(times)], scaled)
        for row in drawn
    ]
    assert resampled(PUBLISHED, scaled, draws=20, seed=3) == pytest.approx(
        [float(one) for one in again if one is not None]
    )


def test_another_seed_draws_others() -> None:
    one, same, other = (resampled(PUBLISHED, "ordinal", draws=5, seed=seed).tolist() for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_a_discipline_that_all_rate_by_level_is_one_unit_and_others_are_units_field_by_field() -> None:
    bids = [
        Assessment(rater="a", ratings={"R": 1, "D": 2}),
        Assessment(rater="b", ratings={"R": 2, "D1": 1, "D2": 0.5}),
    ]
    # R: 1/2 and 1 (of two levels). D1: 1 and 1. D2: 1 and 1/2. D3 and D4 are rated by one alone.
    # within: 2 * 1/8 twice = 1/2; all of 1/2 1 1 1 1 1/2: mean 5/6, squares 2 * 1/9 + 4 * 1/36 = 1/3,
    # variance 1/15, times 6: 2/5
    found = agreement(bids, disc=DISC, scaled="interval")
    assert (found.alpha, found.units, found.raters) == (1 - Fraction(5, 4), 3, 2)


def test_full_agreement_has_no_width_and_a_seed_says_which_draws() -> None:
    alike = [Assessment(rater=name, ratings={"R": 1, "D": 4}) for name in "ab"]
    found = agreement(alike, disc=DISC, draws=200)
    assert (found.alpha, found.low, found.high) == (Fraction(1), 1.0, 1.0)
    assert (
        0 < found.told < 200
    )  # in half of the draws one discipline is drawn twice, and all ratings are the same
    unlike = [
        Assessment(rater=name, ratings={"R1": first, "R2": 0, "D": level})
        for name, first, level in (("a", 1, 3), ("b", 0.5, 3), ("c", 0.75, 4))
    ]
    spans = [(one.low, one.high) for one in (agreement(unlike, disc=DISC, seed=seed) for seed in (1, 1))]
    assert spans[0] == spans[1]
    low, high = spans[0]
    exact = agreement(unlike, disc=DISC).alpha
    assert low is not None
    assert high is not None
    assert exact is not None
    assert low < exact < high


def test_one_rater_or_one_unit_is_told_in_words() -> None:
    alone = agreement([Assessment(rater="a", ratings={"R": 1})], disc=DISC)
    assert (alone.alpha, alone.low, alone.raters, alone.units) == (None, None, 1, 0)
    assert "cannot be said: 1 rater, 0 units" in alone.summary()
    one = agreement(
        [Assessment(rater=name, ratings={"R": level}) for name, level in (("a", 1), ("b", 2))], disc=DISC
    )
    assert (one.alpha, one.low, one.high) == (Fraction(0), None, None)  # all there is is within the one unit
    assert "Enighed (Krippendorffs alfa, efter rækkefølge): 0,000." in one.summary("da")


@pytest.mark.parametrize(
    ("value", "verdict"), [("0.8", "enough to build on"), ("0.667", "tentative"), ("0.6669", "too little")]
)
def test_what_alpha_carries_is_told(value: str, verdict: str) -> None:
    bids = [Assessment(rater=name, ratings={"R": 1, "D": 4}) for name in "ab"]
    found = agreement(bids, disc=DISC).model_copy(update={"alpha": Fraction(value)})
    assert verdict in found.summary()


def test_every_fault_of_the_bids_is_told() -> None:
    twice = [Assessment(rater="a", ratings={"R": 3}), Assessment(rater="a", ratings={"X": 1})]
    with pytest.raises(InvalidInputError) as caught:
        agreement(twice, disc=DISC)
    assert [fault.path for fault in caught.value.faults] == [
        "assessments[a]",
        "assessments[a].ratings.R",
        "assessments[a].ratings.X",
    ]
