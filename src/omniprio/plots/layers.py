"""Where initiatives stand in a picture of what depends on what: in layers, those without dependencies apart."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.plots.arrows import Arrow

__all__ = ["Bend", "layers"]

_SWEEPS = 4
"""How often each layer is put in order by its neighbours, to the right and back."""


class Bend(NamedTuple):
    """A place that an arrow passes in a layer which it goes through."""

    before: str
    after: str
    layer: int


def layers(names: Iterable[str], shown: Sequence[Arrow]) -> tuple[list[list[str | Bend]], list[str]]:
    """Return the layers from left to right, and the names that no arrow touches.

    Arrows lead to the right; where alternatives or needs would make them go round in a circle, only those of what
    is required do, and of these none that leads back. An arrow has a place in each layer that it goes through, so that it passes between the others.

    Args:
        names: All ids, in the order of the portfolio.
        shown: What depends on what.

    Returns:
        Ids and bends of arrows layer by layer, and the ids without dependencies.

    Source: K. Sugiyama, S. Tagawa and M. Toda (1981), Methods for visual understanding of hierarchical system
    structures, IEEE Transactions on Systems, Man, and Cybernetics 11 (2): layers, bends and the order of means.

    >>> from omniprio.plots.arrows import Arrow
    >>> chain = [Arrow("a", "b", "requires"), Arrow("b", "c", "requires")]
    >>> layers(["c", "b", "a", "x"], chain)
    ([['a'], ['b'], ['c']], ['x'])
    >>> layers(["c", "b", "a"], [*chain, Arrow("a", "c", "need")])[0][1]
    ['b', Bend(before='a', after='c', layer=1)]
    """
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from((one.before, one.after) for one in shown)
    apart = list(nx.isolates(graph))
    graph.remove_nodes_from(apart)
    if not nx.is_directed_acyclic_graph(graph):
        graph.remove_edges_from([(one.before, one.after) for one in shown if one.why != "requires"])
    _break_circles(graph)
    columns: list[list[str | Bend]] = [list(generation) for generation in nx.topological_generations(graph)]
    layer = {name: place for place, column in enumerate(columns) for name in column}
    through = nx.Graph()
    for one in shown:
        bends = [Bend(one.before, one.after, at) for at in range(layer[one.before] + 1, layer[one.after])]
        nx.add_path(through, [one.before, *bends, one.after])
        for bend in bends:
            columns[bend.layer].append(bend)
    return _in_order(columns, through), apart


def _break_circles(graph: nx.DiGraph) -> None:
    """Take out the arrows that lead back among those that wait for each other, as two that start together do."""
    rank = {name: place for place, name in enumerate(graph)}
    for knot in list(nx.strongly_connected_components(graph)):
        within = graph.subgraph(knot).edges
        graph.remove_edges_from([(before, after) for before, after in within if rank[before] >= rank[after]])


def _in_order(columns: list[list[str | Bend]], through: nx.Graph) -> list[list[str | Bend]]:
    """Return the layers, each in the order of the mean heights of its neighbours, so that arrows cross little."""
    height = {name: height for column in columns for name, height in _heights(column).items()}
    for sweep in range(2 * _SWEEPS + 1):
        for place in range(len(columns))[:: -1 if sweep % 2 else 1]:
            beside = {name for near in columns[max(place - 1, 0) : place + 2] for name in near}
            pull = {
                name: mean([height[other] for other in through[name] if other in beside] or [height[name]])
                for name in columns[place]
            }
            columns[place].sort(key=pull.__getitem__)
            height |= _heights(columns[place])
    return columns


def _heights(column: Sequence[str | Bend]) -> dict[str | Bend, float]:
    """Return how far below the middle each of a layer stands, in rows."""
    return {name: place - (len(column) - 1) / 2 for place, name in enumerate(column)}
