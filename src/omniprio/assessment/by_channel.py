"""The bids of several raters on each channel, and what they come to over all channels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from omniprio.annotations import Shallow
from omniprio.assessment.channels import ChannelAssessment, ChannelProfile, over_channels
from omniprio.assessment.given import Given
from omniprio.assessment.profile import require_decimals
from omniprio.assessment.raters import Assessment, Method, combine
from omniprio.base import MOST_DECIMALS, Name, Words
from omniprio.disc import Disc, OverChannels, Weight
from omniprio.errors import InvalidInputError
from omniprio.marks import joined
from omniprio.parameters import validated

if TYPE_CHECKING:
    from omniprio.annotations import Natural

__all__ = ["BidsByChannel", "ChannelBids", "combine_by_channel"]


class ChannelBids(Given):
    """The bids on one channel; without any it is a relevant channel of which nothing is known."""

    channel: Name
    weight: Weight = 1.0
    """How much the channel counts in the mean, more than 0."""
    assessments: tuple[Assessment, ...] = ()
    """One for each rater."""


class BidsByChannel(Given):
    """The bids of several raters on each channel, as a document.

    >>> text = '{"channels": [{"channel": "web", "assessments": [{"rater": "IT", "ratings": {"R2": 0.4}}]}]}'
    >>> BidsByChannel.from_json(text).channels[0].channel
    'web'
    """

    channels: tuple[ChannelBids, ...]
    """One for each relevant channel."""
    over: OverChannels = "minimum"
    """How a field is judged over its channels."""
    provenance: Words = ""
    """Where the ratings come from, as `invented`."""


@validated
def combine_by_channel(
    bids: BidsByChannel,
    *,
    disc: Disc | None = None,
    method: Annotated[Method, Shallow()] = "median",
    decimals: Natural = 3,
) -> ChannelProfile:
    """Return the fulfilment of each field over all channels, each channel as its raters say together.

    Args:
        bids: The bids; what they state of where they come from goes into the profile.
        disc: The disc that is rated; by default the customer-centricity disc.
        method: How the ratings of a channel are made one; see `combine`.
        decimals: How many decimals `start` has, 1 to 9.

    Raises:
        InvalidInputError: A rating, a rater, a channel or an option is wrong; it lists every fault.

    >>> said = {"web": {"IT": 0.2, "Shops": 0.6}, "store": {"IT": 0.1, "Shops": 0.2}}
    >>> channels = [
    ...     ChannelBids(channel=name, assessments=[Assessment(rater=who, ratings={"R2": one}) for who, one in own.items()])
    ...     for name, own in said.items()
    ... ]
    >>> combine_by_channel(BidsByChannel(channels=channels)).start_by_channel
    {'R2@web': 0.4, 'R2@store': 0.15}
    """
    require_decimals(decimals)
    channels: list[ChannelAssessment] = []
    faults = []
    for one in bids.channels:
        try:
            channels.append(_as_one(one, bids.provenance, disc, method))
        except InvalidInputError as error:
            faults += [replace(fault, path=f"channels[{one.channel}].{fault.path}") for fault in error.faults]
    if faults:
        raise InvalidInputError(faults)
    return over_channels(channels, disc=disc, by=bids.over, decimals=decimals)


def _as_one(bids: ChannelBids, provenance: str, disc: Disc | None, method: Method) -> ChannelAssessment:
    """Return what the raters of a channel say together."""
    if not bids.assessments:
        return ChannelAssessment(channel=bids.channel, weight=bids.weight, provenance=provenance)
    seen = combine(bids.assessments, disc=disc, method=method, decimals=MOST_DECIMALS)
    return ChannelAssessment(
        channel=bids.channel,
        weight=bids.weight,
        ratings=seen.start,
        provenance=joined([provenance, seen.provenance]),
    )
