"""The ladder of channels: single, multi, cross, omni, from what is in use and what is joined by the end of each period."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.lazy import lazily
from omniprio.portfolio import as_scheduled
from omniprio.portfolio.milestones import STEPS, ChannelStep, WantedStep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    import networkx as nx

    from omniprio.disc import Disc
    from omniprio.portfolio import Portfolio

else:
    nx = lazily("networkx")

__all__ = ["ChannelStep", "channel_graph", "channel_step", "channel_steps", "channels_in_use", "is_at_step"]

_ORDER: tuple[ChannelStep, ...] = ("none", *STEPS)


def channel_steps(
    portfolio: Portfolio, starts: Mapping[str, int], fulfilment: Mapping[str, Sequence[Fraction]]
) -> tuple[ChannelStep, ...] | None:
    """Return the step of the ladder at the end of periods 0 to T; None where the disc has no channels.

    Args:
        portfolio: The portfolio.
        starts: A schedule.
        fulfilment: What it does to the disc: for each field and channel of one, its fulfilment at the end of periods 0 to T.

    >>> from omniprio.disc import Channel, Disc, Discipline
    >>> from omniprio.fulfilment import progress
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> channels = [Channel(id="web"), Channel(id="store")]
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=2)], channels=channels)
    >>> card = Initiative(id="loyalty card", duration=2, links=["web", "store"])
    >>> one = Portfolio(horizon=3, disc=disc, initiatives=[card])
    >>> channel_steps(one, {"loyalty card": 1}, progress(one, {"loyalty card": 1}).fulfilment)
    ('multi', 'multi', 'omni', 'omni')
    """
    if not portfolio.disc.channels:
        return None
    states = (
        {part: shares[period] for part, shares in fulfilment.items()}
        for period in range(portfolio.periods + 1)
    )
    return tuple(channel_step(portfolio, starts, state, period) for period, state in enumerate(states))


def channel_step(
    portfolio: Portfolio, starts: Mapping[str, int], fulfilment: Mapping[str, Fraction], period: int
) -> ChannelStep:
    """Return the step of the ladder at the end of a period.

    Args:
        portfolio: The portfolio, of which the disc has channels.
        starts: A schedule.
        fulfilment: How far it has each field and channel of one fulfilled then, 0 to 1.
        period: The period, from 0, the start.
    """
    return _step(channel_graph(portfolio, starts, fulfilment, period))


def channel_graph(
    portfolio: Portfolio, starts: Mapping[str, int], fulfilment: Mapping[str, Fraction], period: int
) -> nx.Graph[str]:
    """Return the channels in use at the end of a period, with an edge where two are joined.

    A channel is in use where any field has a share in it, or something joins it to another one.

    Args:
        portfolio: The portfolio.
        starts: A schedule.
        fulfilment: How far it has each field and channel of one fulfilled then, 0 to 1.
        period: The period, from 0, the start.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(channels_in_use(portfolio.disc, fulfilment))
    by_id = as_scheduled(portfolio, starts).by_id
    joined = [*portfolio.linked]
    joined += [
        by_id[name].links for name, start in starts.items() if start + by_id[name].duration - 1 <= period
    ]
    graph.add_edges_from(pair for channels in joined for pair in pairwise(channels))
    return graph


def channels_in_use(disc: Disc, fulfilment: Mapping[str, Fraction]) -> frozenset[str]:
    """Return the channels in which any field has a share, by id.

    Args:
        disc: The disc.
        fulfilment: How far each field and channel of one is fulfilled, 0 to 1.
    """
    parts = disc.parts.items()
    return frozenset(field.channel.id for part, field in parts if field.channel and fulfilment[part] > 0)


def is_at_step(graph: nx.Graph[str], wanted: WantedStep) -> bool:
    """Tell whether channels are at a step of the ladder, or further on.

    Args:
        graph: The channels in use, with an edge where two are joined.
        wanted: The step.

    >>> is_at_step(nx.Graph([("web", "store")]), "multi")
    True
    """
    return _ORDER.index(_step(graph)) >= _ORDER.index(wanted)


def _step(graph: nx.Graph[str]) -> ChannelStep:
    if len(graph) <= 1:
        return "single" if graph else "none"
    if not graph.edges:
        return "multi"
    return "omni" if nx.is_connected(graph) else "cross"
