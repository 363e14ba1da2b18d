"""What departments say becomes the start of a portfolio: the median, or what they have agreed on."""

from __future__ import annotations

from fractions import Fraction

from omniprio import Disc, Discipline, Initiative, Portfolio
from omniprio.assessment import Assessment, Bids, BidsByChannel, ChannelBids
from omniprio.disc import Channel
from omniprio.what_if.asked import Asked
from omniprio.what_if.bidding import (
    Bidding,
    bidding_of,
    bids_by_channel,
    bids_on_fields,
    seen,
    starting_there,
)

PLAIN = Portfolio(
    horizon=2, initiatives=[Initiative(id="web", advances={"R2": 0.5})], start={"R": 1, "D1": 0.7}
)
SAID = Bidding(
    said={
        "IT": {"R2": 0.2, "D1": 0.5, "R3": None},
        "Shops": {"R2": 0.9, "D1": 0.6},
        "Marketing": {"R2": 0.4},
    }
)

DISC = Disc(
    disciplines=[Discipline(id="R", levels=2), Discipline(id="O", levels=1, whole=True)],
    channels=[Channel(id="web"), Channel(id="store", weight=2)],
    start_level=0,
)
BY_CHANNEL = Portfolio(
    horizon=2,
    disc=DISC,
    initiatives=[Initiative(id="web", advances={"R2@web": 0.5})],
    start={"R1": 1, "R2@store": 0.3},
)


def test_the_widest_disagreement_comes_first_and_the_median_counts() -> None:
    first, second = seen(SAID, PLAIN.disc)
    assert (first.part, first.value, first.spread) == ("R2", Fraction(2, 5), Fraction(7, 10))  # 0.9 - 0.2
    assert (second.part, second.value, second.spread) == ("D1", Fraction(55, 100), Fraction(1, 10))


def test_what_they_agree_on_counts_instead() -> None:
    agreed = SAID.model_copy(update={"agreed": {"R2": 0.3, "C1": 1.0}})
    first, second = seen(agreed, PLAIN.disc)
    assert (first.value, second.value) == (Fraction(3, 10), Fraction(55, 100))
    assert starting_there(PLAIN, agreed).start["C1"] == PLAIN.start_fulfilment["C1"]  # nobody speaks of it


def test_a_portfolio_starts_there_and_elsewhere_as_it_did() -> None:
    started = starting_there(PLAIN, SAID)
    assert started.start_fulfilment == PLAIN.start_fulfilment | {
        "R2": Fraction(2, 5),
        "D1": Fraction(55, 100),
    }
    assert starting_there(PLAIN, Bidding(said={"IT": {}})) == PLAIN


def test_a_median_between_two_is_rounded_down() -> None:
    bids = Bidding(said={"A": {"R2": 0.333}, "B": {"R2": 0.334}})
    assert seen(bids, PLAIN.disc)[0].value == Fraction(333, 1000)


def test_channels_have_bids_of_their_own() -> None:
    said = Bidding(said={"IT": {"R2@web": 0.6, "O1": 0.5}, "Shops": {"R2@web": 0.2, "R1@store": 0.0}})
    started = starting_there(BY_CHANNEL, said)
    assert started.start_fulfilment["R2@web"] == Fraction(2, 5)  # between 0.6 and 0.2
    assert started.start_fulfilment["R2@store"] == Fraction(3, 10)  # as it was
    assert started.start_fulfilment["R1@store"] == 0
    assert started.start_fulfilment["R1@web"] == 1
    assert started.start_fulfilment["O1"] == Fraction(1, 2)


def test_bids_are_saved_as_documents_and_read_again() -> None:
    document = bids_on_fields(SAID, PLAIN.disc)
    assert document.assessments[1] == Assessment(rater="Shops", ratings={"R2": 0.9, "D1": 0.6})
    assert seen(bidding_of([document], PLAIN.disc), PLAIN.disc) == seen(SAID, PLAIN.disc)


def test_bids_on_channels_are_saved_for_each_channel() -> None:
    said = Bidding(said={"IT": {"R2@web": 0.6, "O1": 0.5}})
    web, store = bids_by_channel(said, DISC).channels
    assert (web.channel, web.assessments[0].ratings) == ("web", {"R2": 0.6})
    assert (store.channel, store.weight, store.assessments[0].ratings) == ("store", 2, {})
    assert bids_on_fields(said, DISC).assessments[0].ratings == {"O1": 0.5}


def test_bids_by_channel_are_read_again_beside_those_on_fields() -> None:
    said = Bidding(said={"IT": {"R2@web": 0.6, "R1@store": 0.1, "O1": 0.5}, "Shops": {"R2@web": 0.2}})
    saved = bids_on_fields(said, DISC), bids_by_channel(said, DISC)
    assert bidding_of(saved, DISC) == said
    assert bidding_of([], DISC) == Bidding(said={})
    later = BidsByChannel(
        channels=[
            ChannelBids(channel="web", assessments=[Assessment(rater="IT", ratings={"R2": 0.9, "O1": 1})])
        ]
    )  # O1 has no channels
    assert bidding_of([*saved, later], DISC).said["IT"] == {"R2@web": 0.9, "R1@store": 0.1, "O1": 0.5}


def test_levels_and_fields_are_said_of_each_channel() -> None:
    bids = Bids(assessments=[Assessment(rater="IT", ratings={"R": 1.5})])
    assert bidding_of([bids], DISC).said["IT"] == {
        "R1@web": 1,
        "R1@store": 1,
        "R2@web": 0.5,
        "R2@store": 0.5,
    }


def test_what_was_said_reaches_the_page_as_it_is() -> None:
    asked = Asked(portfolio=BY_CHANNEL, bidding=Bidding(said={"IT": {"R2@web": 0.6, "O1": None}}))
    assert Asked.model_validate_json(asked.model_dump_json()) == asked
