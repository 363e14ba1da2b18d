"""Bids that a workshop begins with: on fields or by channel, JSON or a table, about what the disc has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from omniprio import Disc, Discipline
from omniprio.assessment import Assessment, Bids, BidsByChannel, ChannelBids
from omniprio.cli.bids import bids_on
from omniprio.disc import Channel
from omniprio.errors import InvalidInputError

if TYPE_CHECKING:
    from pathlib import Path

DISC = Disc(disciplines=[Discipline(id="R", levels=2)], channels=[Channel(id="web"), Channel(id="store")])
SAID = Assessment(rater="IT", ratings={"R2": 0.4})


@pytest.mark.parametrize(
    "bids",
    [Bids(assessments=[SAID]), BidsByChannel(channels=[ChannelBids(channel="web", assessments=[SAID])])],
)
def test_both_are_read(bids: Bids | BidsByChannel, tmp_path: Path) -> None:
    file = tmp_path / "bids.json"
    file.write_text(bids.model_dump_json(), encoding="utf-8")
    assert bids_on(str(file), DISC) == bids


def test_a_table_says_of_which_channel_it_is(tmp_path: Path) -> None:
    file = tmp_path / "bids.csv"
    file.write_text("rater,channel,R2\nIT,web,0.4\n", encoding="utf-8")
    found = bids_on(str(file), DISC)
    assert isinstance(found, BidsByChannel)
    assert found.channels[0].assessments[0].ratings == {"R2": 0.4}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"assessments": [{"rater": "IT", "ratings": {"R9": 1}}]}', "assessments[IT].ratings.R9: "),
        (
            '{"channels": [{"channel": "wep", "assessments": [{"rater": "IT", "ratings": {"R9": 1}}]}]}',
            """channels[0].channel: wep is no channel of the disc; use one of web, store (did you mean web?)
- channels[0].assessments[IT].ratings.R9: """,
        ),
    ],
)
def test_what_the_disc_does_not_have_is_told(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "bids.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        bids_on(str(file), DISC)
    assert says in str(caught.value)
