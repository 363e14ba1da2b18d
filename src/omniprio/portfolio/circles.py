"""Circles among the requirements of initiatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.lazy import lazily

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from omniprio.portfolio.initiative import Initiative
else:
    nx = lazily("networkx")

__all__ = ["circles"]


def circles(initiatives: Iterable[Initiative]) -> list[list[str]]:
    """Return one circle for each knot of initiatives that require each other, in the order given.

    Only requirements that leave no choice count: with `match="any"` another alternative may break the circle.

    Args:
        initiatives: The initiatives, whether or not what they name exists.

    Returns:
        Lists of ids; each requires the next, and the last one the first.

    >>> from omniprio.portfolio.initiative import Initiative
    >>> circles([Initiative(id="a", requires=["b"]), Initiative(id="b", requires=["a"])])
    [['a', 'b']]
    """
    wanted = nx.DiGraph()
    for initiative in initiatives:
        wanted.add_node(initiative.id)
        needed = [
            name
            for entry in initiative.requirements
            if entry.match == "all" or len(set(entry.of)) == 1
            for name in entry.of
        ]
        wanted.add_edges_from((initiative.id, name) for name in needed)
    found = []
    rank = {name: place for place, name in enumerate(wanted)}
    for knot in nx.strongly_connected_components(wanted):
        first = min(knot, key=rank.__getitem__)
        if len(knot) > 1 or wanted.has_edge(first, first):
            found.append(_shortest_through(first, wanted.subgraph(knot).copy()))
    return sorted(found, key=lambda circle: rank[circle[0]])


def _shortest_through(name: str, knot: nx.DiGraph) -> list[str]:
    """Return a circle that starts at a name and is as short as any, so that it can be read."""
    before = {after: one for one, after in nx.bfs_edges(knot, name)}  # the nearest first
    circle = [next(last for last in (name, *before) if knot.has_edge(last, name))]
    while circle[-1] != name:
        circle.append(before[circle[-1]])
    return circle[::-1]
