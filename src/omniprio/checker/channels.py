"""The channels at the end of a period: which are in use, which of these are joined, and what that makes of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.lazy import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from omniprio.checker.case import Case
else:
    nx = lazily("networkx")

__all__ = ["has_step", "step_at"]

_STEPS = ("none", "single", "multi", "cross", "omni")


def step_at(case: Case, period: int) -> str:
    """Return the step of the ladder at the end of a period."""
    joined = nx.Graph(_joints(case, period))
    in_use = {*joined, *_with_a_share(case, period)}
    if not joined:
        return _STEPS[min(len(in_use), 2)]
    return "omni" if in_use == {*joined} and nx.number_connected_components(joined) == 1 else "cross"


def has_step(case: Case, period: int, wanted: str) -> bool:
    """Return whether channels are at a step at the end of a period, or at a further one."""
    return _STEPS.index(step_at(case, period)) >= _STEPS.index(wanted)


def _joints(case: Case, period: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of channels that are joined, by what was so at the start and what is complete."""
    for channels in case.portfolio.linked:
        yield from pairwise(channels)
    for work in case.works.values():
        if work.completion <= period:
            yield from pairwise(work.initiative.links)


def _with_a_share(case: Case, period: int) -> Iterator[str]:
    """Yield the channels in which any field has a share."""
    for name, field in case.portfolio.disc.named.items():
        if field.channel is not None and case.recount.fulfilment[name][period] > 0:
            yield field.channel.id
