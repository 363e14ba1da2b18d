"""The ladder of channels: single, multi, cross, omni, from what is in use and what is joined by the end of each period."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from omniprio.lazy import lazily
from omniprio.portfolio import as_scheduled

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Portfolio
else:
    nx = lazily("networkx")

__all__ = ["ChannelStep", "channel_graph", "channel_steps"]

ChannelStep = Literal["none", "single", "multi", "cross", "omni"]
"""How many channels are in use, and whether none, some or all of them are joined."""


def channel_steps(
    portfolio: Portfolio, starts: Mapping[str, int], course: Progress
) -> tuple[ChannelStep, ...] | None:
    """Return the step of the ladder at the end of periods 0 to T; None where the disc has no channels.

    Args:
        portfolio: The portfolio.
        starts: A schedule.
        course: What it does to the disc.

    >>> from omniprio.disc import Channel, Disc, Discipline
    >>> from omniprio.fulfilment import progress
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> channels = [Channel(id="web"), Channel(id="store")]
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=2)], channels=channels)
    >>> card = Initiative(id="loyalty card", duration=2, links=["web", "store"])
    >>> one = Portfolio(horizon=3, disc=disc, initiatives=[card])
    >>> channel_steps(one, {"loyalty card": 1}, progress(one, {"loyalty card": 1}))
    ('multi', 'multi', 'omni', 'omni')
    """
    if not portfolio.disc.channels:
        return None
    return tuple(
        _step(channel_graph(portfolio, starts, course, period)) for period in range(portfolio.periods + 1)
    )


def channel_graph(
    portfolio: Portfolio, starts: Mapping[str, int], course: Progress, period: int
) -> nx.Graph[str]:
    """Return the channels in use at the end of a period, with an edge where two are joined.

    A channel is in use where any field has a share in it, or something joins it to another one.

    Args:
        portfolio: The portfolio.
        starts: A schedule.
        course: What it does to the disc.
        period: The period, from 0, the start.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(
        field.channel.id
        for part, field in portfolio.disc.parts.items()
        if field.channel and course.fulfilment[part][period] > 0
    )
    by_id = as_scheduled(portfolio, starts).by_id
    joined = [*portfolio.linked]
    joined += [
        by_id[name].links for name, start in starts.items() if start + by_id[name].duration - 1 <= period
    ]
    graph.add_edges_from(pair for channels in joined for pair in pairwise(channels))
    return graph


def _step(graph: nx.Graph[str]) -> ChannelStep:
    if len(graph) <= 1:
        return "single" if graph else "none"
    if not graph.edges:
        return "multi"
    return "omni" if nx.is_connected(graph) else "cross"
