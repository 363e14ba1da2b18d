"""A field over channels: the weakest or the mean, and a channel of which nothing is known is named."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from omniprio.assessment import ChannelAssessment, over_channels
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError

if TYPE_CHECKING:
    from omniprio.disc import OverChannels

DISC = Disc(disciplines=[Discipline(id="R", levels=3)])

WEB = ChannelAssessment(channel="web", ratings={"R1": 1, "R2": 0.9})
STORE = ChannelAssessment(channel="store", ratings={"R1": 1, "R2": 0.1}, weight=2)
PHONE = ChannelAssessment(channel="phone", ratings={"R1": 0.4, "R2": None})


@pytest.mark.parametrize(
    ("by", "r1", "r2"),
    [
        ("minimum", Fraction(2, 5), Fraction(1, 10)),
        ("mean", Fraction(17, 20), Fraction(11, 30)),  # (1 + 2 · 1 + 0.4) / 4; (0.9 + 2 · 0.1) / 3
    ],
)
def test_a_field_is_taken_over_the_channels_that_are_known(
    by: OverChannels, r1: Fraction, r2: Fraction
) -> None:
    profile = over_channels([WEB, STORE, PHONE], disc=DISC, by=by)
    assert profile.fulfilment == {"R1": r1, "R2": r2}
    assert profile.by_channel["R2"] == {"web": Fraction(9, 10), "store": Fraction(1, 10)}


def test_missing_channels_are_named_and_a_field_of_which_nothing_is_known_is_unanswered() -> None:
    nothing = ChannelAssessment(channel="e-mail")
    profile = over_channels([WEB, STORE, PHONE, nothing], disc=DISC)
    assert profile.missing == {"R1": ("e-mail",), "R2": ("phone", "e-mail")}
    assert profile.unanswered == ("R3",)
    assert profile.start == {"R1": 0.4, "R2": 0.1}


def test_levels_are_taken_over_channels_as_levels() -> None:
    web = ChannelAssessment(channel="web", ratings={"R": 3})
    store = ChannelAssessment(channel="store", ratings={"R": 1})
    assert over_channels([web, store], disc=DISC).start == {"R1": 1.0, "R2": 0.0, "R3": 0.0}
    assert over_channels([web, store], disc=DISC, by="mean").start == {"R1": 1.0, "R2": 1.0, "R3": 0.0}


def test_the_summary_has_a_column_for_each_channel() -> None:
    lines = str(over_channels([WEB, PHONE], disc=DISC)).splitlines()
    assert lines[0].split() == ["field", "minimum", "web", "phone"]
    assert lines[2].split() == ["R2", "R2", "0.90", "0.90", "-"]
    assert lines[-1] == "Not answered for every channel: R2 (phone)."


def test_wrong_channels_are_refused() -> None:
    remedy = "use one of R, R1, R2, R3 (did you mean R1?)"
    by: OverChannels = "maximum"  # type: ignore[assignment]  # what a user without a type checker may write
    with pytest.raises(InvalidInputError) as caught:
        over_channels([WEB, WEB, ChannelAssessment(channel="app", ratings={"r1": 1})], disc=DISC, by=by)
    assert [str(fault) for fault in caught.value.faults] == [
        "by: is 'maximum'; give one of minimum, mean",
        "assessments[web]: is given 2 times; keep one for each channel",
        f"assessments[app].ratings.r1: is no discipline and no field of the disc; {remedy}",
    ]
    with pytest.raises(InvalidInputError, match="assessments: has no entries"):
        over_channels([])
    with pytest.raises(InvalidInputError, match="weight: is 0"):
        ChannelAssessment.model_validate({"channel": "web", "weight": 0})
