"""A profile shows what is known of each field and is the start of a portfolio."""

from __future__ import annotations

from fractions import Fraction

from omniprio.assessment import Profile
from omniprio.disc import Disc, Discipline

DISC = Disc(disciplines=[Discipline(id="R", title="Recognition", levels=2)])


def test_the_table_has_a_dash_where_nothing_is_known() -> None:
    assert str(Profile(disc=DISC, fulfilment={"R2": Fraction(2, 3)})).splitlines() == [
        "field                 fulfilment",
        "R1     Recognition 1           -",
        "R2     Recognition 2        0.66",
        "Not answered, so they start at the default of the disc: R1.",
    ]


def test_start_never_says_more_than_is_known() -> None:
    profile = Profile(disc=DISC, fulfilment={"R1": Fraction(1), "R2": Fraction(199, 200)}, decimals=2)
    assert profile.start == {"R1": 1.0, "R2": 0.99}


def test_a_full_profile_leaves_no_remark() -> None:
    profile = Profile(disc=DISC, fulfilment={"R1": Fraction(1), "R2": Fraction(0)})
    assert profile.unanswered == ()
    assert profile.summary() == profile.table()
