"""A workshop: what departments say of each field or channel of it, where they disagree, and what they agree on."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from omniprio.assessment import Assessment, Bids, BidsByChannel, ChannelBids
from omniprio.assessment.profile import rounded_down
from omniprio.assessment.ratings import by_field
from omniprio.base import Model, Share
from omniprio.disc import AT, by_part
from omniprio.numbers import exact
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from fractions import Fraction

    from omniprio.disc import Disc
    from omniprio.store import Store

__all__ = [
    "KEPT_AS",
    "Bidding",
    "Seen",
    "bidding_of",
    "bids_by_channel",
    "bids_on_fields",
    "keeping",
    "seen",
    "starting_there",
]

KEPT_AS = "workshop"
"""What the bids of a workshop are called in a store."""

_DECIMALS = 3
"""Of what several say together, as in a profile."""


class Bidding(Model):
    """What is said of the parts of a disc: its fields, or the channels of those that have some.

    >>> Bidding(said={"IT": {"R2": 0.4, "R3": None}}).agreed
    {}
    """

    said: dict[str, dict[str, Share | None]]
    """By department, then by part; None, or nothing, where it says nothing, which is not zero."""
    agreed: dict[str, Share] = {}
    """What they have agreed on, by part; it counts in place of the median of what they say."""


class Seen(NamedTuple):
    """What departments say of one part."""

    part: str
    ratings: dict[str, Fraction]
    """By department; only those that say something."""
    value: Fraction
    """What counts: what they agreed on, else the median."""

    @property
    def spread(self) -> Fraction:
        """How far the highest is from the lowest, 0 to 1."""
        return max(self.ratings.values()) - min(self.ratings.values())


def bidding_of(several: Iterable[Bids | BidsByChannel], disc: Disc) -> Bidding:
    """Return bids that were given before, part by part; what is said of a field is said of each of its channels.

    Args:
        several: The bids; of what is said twice of a part, the later counts.
        disc: The disc that is rated.
    """
    said: dict[str, dict[str, float | None]] = {}
    for bids in several:
        for department, own in _by_part(bids, disc):
            said.setdefault(department, {}).update({part: float(share) for part, share in own.items()})
    return Bidding(said=said)


def _by_part(bids: Bids | BidsByChannel, disc: Disc) -> Iterator[tuple[str, dict[str, Fraction]]]:
    """Yield what each department says, of a part that the disc has."""
    if isinstance(bids, Bids):
        for one in bids.assessments:
            yield one.rater, by_part(disc, by_field(disc, one.given))
        return
    for channel in bids.channels:
        for one in channel.assessments:
            parts = {
                f"{field}{AT}{channel.channel}": share for field, share in by_field(disc, one.given).items()
            }
            yield one.rater, {part: share for part, share in parts.items() if part in disc.parts}


def seen(bidding: Bidding, disc: Disc) -> list[Seen]:
    """Return what is said of each part that anybody speaks of, the widest disagreement first.

    Args:
        bidding: What is said.
        disc: The disc that is rated.

    >>> from omniprio import shipped_disc
    >>> [one] = seen(Bidding(said={"IT": {"R2": 0.2}, "Shops": {"R2": 0.8}}), shipped_disc())
    >>> float(one.value), float(one.spread)
    (0.5, 0.6)
    """
    found = [
        _seen(part, ratings, bidding.agreed.get(part))
        for part in disc.parts
        if (ratings := _ratings(part, bidding))
    ]
    return sorted(found, key=lambda one: -one.spread)


def _ratings(part: str, bidding: Bidding) -> dict[str, Fraction]:
    return {
        department: exact(share)
        for department, own in bidding.said.items()
        if (share := own.get(part)) is not None
    }


def _seen(part: str, ratings: dict[str, Fraction], agreed: float | None) -> Seen:
    value = rounded_down(median(ratings.values()), _DECIMALS) if agreed is None else exact(agreed)
    return Seen(part, ratings, value)


def starting_there(portfolio: Portfolio, bidding: Bidding) -> Portfolio:
    """Return a portfolio that starts where the departments say; what nobody speaks of starts as it did.

    Args:
        portfolio: The portfolio.
        bidding: What is said and agreed on.

    >>> from omniprio import ten_portfolio
    >>> starting_there(ten_portfolio(), Bidding(said={"IT": {"R2": 0.2}})).start["R2"]
    0.2
    """
    parts = portfolio.disc.parts
    before = {part: float(share) for part, share in portfolio.start_fulfilment.items() if part in parts}
    told = {one.part: float(one.value) for one in seen(bidding, portfolio.disc)}
    if not told:
        return portfolio
    return Portfolio.model_validate({**dict(portfolio), "start": {**before, **told}})


def bids_on_fields(bidding: Bidding, disc: Disc) -> Bids:
    """Return what is said of fields as a document, a bid for each department.

    Args:
        bidding: What is said.
        disc: The disc that is rated.
    """
    said = {department: _of_channel(own, disc, None) for department, own in bidding.said.items()}
    return Bids(assessments=[Assessment(rater=name, ratings=own) for name, own in said.items()])


def bids_by_channel(bidding: Bidding, disc: Disc) -> BidsByChannel:
    """Return what is said of channels of fields as a document, for each channel a bid of each department.

    Args:
        bidding: What is said.
        disc: The disc that is rated.
    """
    return BidsByChannel(
        channels=[
            ChannelBids(
                channel=channel.id,
                weight=channel.weight,
                assessments=[
                    Assessment(rater=name, ratings=_of_channel(own, disc, channel.id))
                    for name, own in bidding.said.items()
                ],
            )
            for channel in disc.channels
        ]
    )


def keeping(store: Store, disc: Disc) -> Callable[[Bidding], None]:
    """Return what keeps what is said, as new versions of the documents `bids` and, where there are channels, `channels`.

    Args:
        store: Where it is kept.
        disc: The disc that is rated.
    """
    last: dict[str, Bids | BidsByChannel] = {}

    def keep(bidding: Bidding) -> None:
        found: dict[str, Bids | BidsByChannel] = {"bids": bids_on_fields(bidding, disc)}
        if disc.channels:
            found["channels"] = bids_by_channel(bidding, disc)
        for kind, bids in found.items():
            if last.get(kind) != bids:
                store.keep(kind, KEPT_AS, bids.model_dump_json().encode())
                last[kind] = bids

    return keep


def _of_channel(own: Mapping[str, float | None], disc: Disc, channel: str | None) -> dict[str, float | None]:
    """Return what is said of the fields in one channel, or of those without channels, by field."""
    return {
        part.partition(AT)[0]: share
        for part, share in own.items()
        if share is not None and part in disc.parts and (part.partition(AT)[2] or None) == channel
    }
