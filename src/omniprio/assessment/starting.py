"""From the picture of today to the start of a portfolio, with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.assessment.channels import ChannelProfile
from omniprio.assessment.ratings import field_ids
from omniprio.disc import AT
from omniprio.language import text
from omniprio.marks import joined, marks_in
from omniprio.parameters import validated

if TYPE_CHECKING:
    from omniprio.assessment.profile import Profile
    from omniprio.portfolio import Portfolio

__all__ = ["source_of", "starting_from"]

_START = "start"
"""The part of a portfolio's provenance that says where its start comes from."""


@validated
def starting_from(portfolio: Portfolio, profile: Profile) -> Portfolio:
    """Return a portfolio that starts where a profile is, and says where that comes from.

    Where the disc of the portfolio has the channels of the profile, each of them has a start of its own. What nobody
    spoke about starts as it did.

    Args:
        portfolio: The portfolio.
        profile: Where we are.

    Raises:
        InvalidInputError: The disc of the portfolio does not have a field that the profile speaks of.

    >>> from omniprio import ten_portfolio
    >>> from omniprio.assessment import Assessment, combine
    >>> bids = [Assessment(rater="IT", ratings={"R2": 0.4}, provenance="invented")]
    >>> started = starting_from(ten_portfolio(), combine(bids))
    >>> started.start["R2"], started.provenance["start"][:8]
    (0.4, 'invented')
    """
    told = _told(portfolio, profile)
    spoken = {name.partition(AT)[0] for name in told}
    kept = {
        name: share for name, share in _by_field(portfolio).items() if name.partition(AT)[0] not in spoken
    }
    before = text(portfolio.provenance.get(_START, "")) if profile.unanswered else ""
    source = joined([source_of(profile), before])
    others = {part: stated for part, stated in portfolio.provenance.items() if part != _START}
    stated = others | ({_START: source} if source else {})
    return portfolio.model_copy(update={"start": kept | told, "provenance": stated})


def _told(portfolio: Portfolio, profile: Profile) -> dict[str, float]:
    """Return what the profile says of each field, channel by channel where the disc has all of those it knows."""
    if not isinstance(profile, ChannelProfile):
        return profile.start
    by_channel = profile.start_by_channel
    known = {name for name in by_channel if name in portfolio.disc.named}
    split = {name.partition(AT)[0] for name in known}
    whole = {name: share for name, share in profile.start.items() if name not in split}
    return whole | {name: share for name, share in by_channel.items() if name in known}


def _by_field(portfolio: Portfolio) -> dict[str, float]:
    """Return the start of a portfolio with levels of disciplines written out as fields."""
    rows = {row.id: row for row in portfolio.disc.disciplines}
    found: dict[str, float] = {}
    for name, value in portfolio.start.items():
        if name in rows:
            found |= {field: float(portfolio.start_fulfilment[field]) for field in field_ids(rows[name])}
        else:
            found[name] = value
    return found


def source_of(profile: Profile) -> str:
    """Return where a profile comes from, with the marks on the questions that were asked.

    Args:
        profile: The profile.
    """
    stated = marks_in(profile.provenance)
    return joined([profile.provenance, *(mark for mark in profile.marks if mark not in stated)])
