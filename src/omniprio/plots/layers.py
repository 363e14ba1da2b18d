"""Where initiatives stand in a picture of what depends on what: in layers, those without dependencies apart."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.plots.arrows import Arrow

__all__ = ["layers"]


def layers(names: Iterable[str], shown: Sequence[Arrow]) -> tuple[list[list[str]], list[str]]:
    """Return the layers from left to right, and the names that no arrow touches.

    Arrows lead to the right; where alternatives or needs would make them go round in a circle, only those of what
    is required do.

    Args:
        names: All ids, in the order of the portfolio.
        shown: What depends on what.

    Returns:
        Ids layer by layer, and those without dependencies.

    >>> from omniprio.plots.arrows import Arrow
    >>> layers(["c", "b", "a", "x"], [Arrow("a", "b", "requires"), Arrow("b", "c", "requires")])
    ([['a'], ['b'], ['c']], ['x'])
    """
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from((one.before, one.after) for one in shown)
    apart = list(nx.isolates(graph))
    graph.remove_nodes_from(apart)
    if not nx.is_directed_acyclic_graph(graph):
        graph.remove_edges_from([(one.before, one.after) for one in shown if one.why != "requires"])
    height: dict[str, float] = {}
    columns = []
    for generation in nx.topological_generations(graph):
        column = sorted(generation, key=lambda name: _pull(graph.predecessors(name), height))
        height |= {name: place - (len(column) - 1) / 2 for place, name in enumerate(column)}
        columns.append(column)
    return columns, apart


def _pull(before: Iterable[str], height: dict[str, float]) -> float:
    """Return the mean height of what comes before, so that arrows are short and cross little."""
    return mean([height[name] for name in before] or [0.0])
