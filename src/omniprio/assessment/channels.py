"""A field over channels, as far as its weakest channel or as its channels on average; and the bids of raters on each channel."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, get_args, override

from omniprio.annotations import Shallow
from omniprio.assessment.given import Given
from omniprio.assessment.profile import Profile, require_decimals, rounded_down, shown
from omniprio.assessment.raters import Assessment, Method, combine
from omniprio.assessment.ratings import Ratings, by_field, combined, faults_on
from omniprio.base import MOST_DECIMALS, Name, Words
from omniprio.disc import AT, Disc, OverChannels, Weight, over, shipped_disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import fact, sentence
from omniprio.marks import joined
from omniprio.numbers import exact
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.annotations import Natural
    from omniprio.language import Speaker

__all__ = [
    "BidsByChannel",
    "ChannelAssessment",
    "ChannelBids",
    "ChannelProfile",
    "combine_by_channel",
    "over_channels",
]


class ChannelAssessment(Ratings):
    """What one channel fulfils; without ratings it is a relevant channel of which nothing is known.

    >>> ChannelAssessment(channel="store", ratings={"R2": 0.3}, weight=2).given
    {'R2': Fraction(3, 10)}
    """

    channel: Name
    weight: Weight = 1.0
    """How much the channel counts in the mean, more than 0."""


class ChannelProfile(Profile):
    """The fulfilment of fields over their channels."""

    over: OverChannels
    by_channel: dict[str, dict[str, Fraction]]
    """By field id, then by channel; only what is known."""
    missing: dict[str, tuple[str, ...]]
    """By field id: the relevant channels of which nothing is known, though something else is known of the field."""

    @property
    def start_by_channel(self) -> dict[str, float]:
        """The same as `start` for each channel, as `R2@web`: the start of a portfolio whose disc has these channels.

        >>> web = ChannelAssessment(channel="web", ratings={"R2": 0.5})
        >>> over_channels([web, ChannelAssessment(channel="store", ratings={"R2": 0.2})]).start_by_channel
        {'R2@web': 0.5, 'R2@store': 0.2}
        """
        return {
            f"{field}{AT}{channel}": float(rounded_down(share, self.decimals))
            for field, known in self.by_channel.items()
            for channel, share in known.items()
        }

    @property
    def channels(self) -> tuple[str, ...]:
        """All channels that are known or missing anywhere."""
        named = [*self.by_channel.values(), *self.missing.values()]
        return tuple(dict.fromkeys(channel for channels in named for channel in channels))

    @override
    def _heads(self, speaker: Speaker) -> list[str]:
        return [speaker.words(f"answers.{self.over if self.channels else 'fulfilment'}"), *self.channels]

    @override
    def _cells(self, field: str, speaker: Speaker) -> list[str]:
        known = self.by_channel.get(field, {})
        return list(map(shown, [self.fulfilment.get(field), *map(known.get, self.channels)]))

    @override
    def _remarks(self, speaker: Speaker) -> list[str]:
        told = tuple(
            fact("answers.field in channels", field=field, channels=channels)
            for field, channels in self.missing.items()
        )
        lines = [speaker.words("answers.not every channel", fields=told)] if told else []
        return [*super()._remarks(speaker), *lines]


@validated
def over_channels(
    assessments: Sequence[ChannelAssessment],
    *,
    disc: Disc | None = None,
    by: Annotated[OverChannels, Shallow()] = "minimum",
    decimals: Natural = 3,
) -> ChannelProfile:
    """Return the fulfilment of each field over all relevant channels.

    A channel that says nothing of a field is missing, not zero: the field is judged by the other channels, and
    the missing one is named. The strict minimum is then no more than a guess from above.

    Args:
        assessments: One for each relevant channel, at least one.
        disc: The disc that is rated; by default the customer-centricity disc.
        by: The weakest channel, or the weighted mean.
        decimals: How many decimals `start` has, 1 to 9.

    Returns:
        A profile, with the channels behind each field.

    Raises:
        InvalidInputError: A rating, a channel or an option is wrong; it lists every fault.

    >>> web = ChannelAssessment(channel="web", ratings={"R2": 1, "R3": 0.5})
    >>> store = ChannelAssessment(channel="store", ratings={"R2": 0.25})
    >>> strict = over_channels([web, store])
    >>> strict.start, strict.missing
    ({'R2': 0.25, 'R3': 0.5}, {'R3': ('store',)})
    """
    disc = disc or shipped_disc()
    require_decimals(decimals, _faults(assessments, disc, by))
    sources = {entry.channel: entry.given for entry in assessments}
    weights = {entry.channel: exact(entry.weight) for entry in assessments}
    written_out = {channel: by_field(disc, given) for channel, given in sources.items()}
    values = combined(disc, sources, lambda given: over(by, given, weights))
    known = {
        field: {channel: given[field] for channel, given in written_out.items() if field in given}
        for field in values
    }
    return ChannelProfile(
        disc=disc,
        fulfilment=values,
        decimals=decimals,
        over=by,
        by_channel=known,
        missing={
            field: tuple(channel for channel in sources if channel not in shares)
            for field, shares in known.items()
            if len(shares) < len(sources)
        },
        provenance=joined(entry.provenance for entry in assessments),
    )


def _faults(assessments: Sequence[ChannelAssessment], disc: Disc, by: str) -> Iterator[Fault]:
    if not assessments:
        yield Fault("assessments", sentence("faults.no entries"), sentence("remedies.at least one"))
    if by not in get_args(OverChannels):
        yield Fault(
            "by",
            sentence("faults.is", value=repr(by)),
            sentence("remedies.one of", names=", ".join(get_args(OverChannels))),
        )
    for channel, count in Counter(entry.channel for entry in assessments).items():
        if count > 1:
            yield Fault(
                f"assessments[{channel}]",
                sentence("faults.given times", count=count),
                sentence("remedies.one for each channel"),
            )
    for entry in assessments:
        yield from faults_on(disc, entry, f"assessments[{entry.channel}]")


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
