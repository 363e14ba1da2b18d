"""The columns and rows of the ladder of channels: which are in use, and whether they are joined, at the end of a period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.channel_ladder import channel_graph
from omniprio.formulation.disciplines import states_of
from omniprio.fulfilment import end_of
from omniprio.lazy import lazily
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import networkx as nx

    from omniprio.formulation.variables import Variables
    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Portfolio
    from omniprio.portfolio.milestones import WantedStep
else:
    nx = lazily("networkx")

__all__ = ["Climb", "climb"]

Arc = tuple[str, str]
"""From one channel to another."""


@dataclass(frozen=True)
class Climb:
    """A step of the ladder to be reached by the end of a period.

    Attributes:
        step: The step.
        period: The period.
        here: 0 or 1: only where it is 1 the step has to be reached.
        rule: The rule of the rows.
        subject: Whom it is about, by id; the channel, or the part of the disc, is added where a row is about one.
    """

    step: WantedStep
    period: int
    here: Expression
    rule: str
    subject: tuple[str, ...] = ()


def climb(v: Variables, wanted: Climb) -> None:
    """State that channels are at a step of the ladder, or a further one, where h is 1.

    Single and multi: the sum of u_c is at least h, or 2 h. Cross and omni: the sum of c_i(t) over what joins channels is at
    least h. Omni: from one of them, the root, a unit flows over joints to each other one in use.

    Args:
        v: The variables.
        wanted: The step, and h.
    """
    _Rows(v, wanted).state()


class _Rows:
    """The rows of one step of the ladder in one period."""

    def __init__(self, v: Variables, wanted: Climb) -> None:
        self._v = v
        self._wanted = wanted
        self._channels = [channel.id for channel in v.portfolio.disc.channels]

    def state(self) -> None:
        """Add the rows."""
        match self._wanted.step:
            case "single" | "multi":
                number = 1 if self._wanted.step == "single" else 2
                in_use = total((self._can_be_used(channel), 1) for channel in self._channels)
                self._require(self._wanted.here * number, in_use)
            case "cross" | "omni":
                self._require(self._wanted.here, total((one, 1) for one in self._joints.values()))
                if self._wanted.step == "omni":
                    self._reach_all()

    def _require(self, left: Expression, right: Expression | int, about: str | None = None) -> None:
        """State that one thing is at most another."""
        rule, period = self._wanted.rule, self._wanted.period
        subject = (*self._wanted.subject, "channels", *(() if about is None else (about,)))
        self._v.program.require(rule, left, "<=", right, subject=subject, period=period)

    @cached_property
    def _joints(self) -> dict[Arc, Expression]:
        """What joins each pair of channels: what does so already, and initiatives that are complete."""
        found: dict[Arc, Expression] = defaultdict(Expression)
        for channels in self._v.portfolio.linked:
            for pair in _pairs(channels):
                found[pair] += Expression(constant=1)
        for initiative in self._v.portfolio.initiatives:
            complete = self._v.completed(initiative.id, self._wanted.period)
            for pair in _pairs(initiative.links) if complete.terms else ():
                found[pair] += complete
        return found

    def _parts(self, channel: str) -> Iterator[str]:
        """Yield the parts of the disc that are in a channel and can have a share."""
        for part, field in self._v.portfolio.disc.parts.items():
            is_there = field.channel is not None and field.channel.id == channel
            if is_there and self._v.most(part, self._wanted.period) > 0:
                yield part

    def _can_be_used(self, channel: str) -> Expression:
        """Return u, which is 1 only where a channel is in use: u <= what joins it, and what parts of it have a share."""
        ways = [self._has_share(part) for part in self._parts(channel)]
        ways += [joint for pair, joint in self._joints.items() if channel in pair]
        if any(way.constant >= 1 for way in ways):
            return Expression(constant=1)
        if not ways:
            return Expression()
        used = self._column(integer=False)
        self._v.derived.append((used, partial(_is_used, self._v.portfolio, self._wanted.period, channel)))
        self._require(used, total((way, 1) for way in ways), channel)
        return used

    def _has_share(self, part: str) -> Expression:
        """Return w, which is 1 only where a part has a share: (g - m) w <= F - m, g its grain and m the least it can be."""
        grain, period = self._v.grain(part), self._wanted.period
        for state, least in states_of(self._v, part, grain, period):
            there = self._column(integer=True)
            self._v.computed.append((there, partial(_has_some, part, period)))
            self._require(there * (grain - least), state - Expression(constant=least), part)
            return there
        return Expression(constant=1)

    def _reach_all(self) -> None:
        """State that each channel in use gets a unit: what flows in, less what flows out, is at least u + h - 1."""
        used = {channel: self._must_be_used(channel) for channel in self._channels}
        root = next((channel for channel, one in used.items() if one.constant == 1), None)
        flows = {
            arc: self._flow(arc, joint, root)
            for pair, joint in self._joints.items()
            for arc in (pair, (pair[1], pair[0]))
        }
        roots = {}
        for channel in self._channels if root is None else ():
            roots[channel] = self._column(integer=True)
            self._v.derived.append((roots[channel], self._of_tree(("", channel), None, most=1)))
            flows["", channel] = self._flow(("", channel), roots[channel], None)
        if root is None:
            self._require(total((one, 1) for one in roots.values()), 1)
        else:
            flows["", root] = self._flow(("", root), Expression(constant=1), root)
        for channel, one in used.items():
            came = total(
                (flow, 1 if arc[1] == channel else -1) for arc, flow in flows.items() if channel in arc
            )
            self._require(one + self._wanted.here - Expression(constant=1), came, channel)

    def _flow(self, arc: Arc, joint: Expression, root: str | None) -> Expression:
        """Return what flows from one channel to another, which is something only where they are joined."""
        most = len(self._channels)
        flow = self._column(integer=False, upper=most)
        self._v.derived.append((flow, self._of_tree(arc, root)))
        if joint.constant < 1:
            self._require(flow, joint * most, arc[1])
        return flow

    def _must_be_used(self, channel: str) -> Expression:
        """Return u, which is 1 where a channel is in use: u >= c_i of what joins it, and M u >= F, M the most F can be."""
        period = self._wanted.period
        parts = [*self._parts(channel)]
        joined = [joint for pair, joint in self._joints.items() if channel in pair]
        if any(one.constant >= 1 for one in joined) or any(self._v.least(part, period) > 0 for part in parts):
            return Expression(constant=1)
        if not parts and not joined:
            return Expression()
        used = self._column(integer=True)
        self._v.derived.append((used, partial(_is_used, self._v.portfolio, period, channel)))
        for part in parts:
            self._require(self._v.shares(part, period), used * self._v.most(part, period), part)
        for initiative in self._v.portfolio.initiatives:
            if any(channel in pair for pair in _pairs(initiative.links)):
                self._require(self._v.completed(initiative.id, period), used, channel)
        return used

    def _column(self, *, integer: bool, upper: int = 1) -> Expression:
        return self._v.program.column(f"l_{len(self._v.program.columns)}", integer=integer, upper=upper)

    def _of_tree(self, arc: Arc, root: str | None, most: int | None = None) -> partial[Fraction]:
        return partial(_flowing, self._v.portfolio, self._wanted.period, arc, root, most)


def _pairs(channels: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs that are joined where channels are named one after the other, each in one order."""
    return [(min(pair), max(pair)) for pair in pairwise(channels)]


def _has_some(part: str, period: int, course: Progress) -> Fraction:
    return Fraction(course.fulfilment[part][period] > 0)


def _is_used(
    portfolio: Portfolio, period: int, channel: str, starts: Mapping[str, int], course: Progress
) -> Fraction:
    return Fraction(channel in channel_graph(portfolio, starts, end_of(course, period).fulfilment, period))


def _flowing(
    portfolio: Portfolio,
    period: int,
    arc: Arc,
    root: str | None,
    most: int | None,
    starts: Mapping[str, int],
    course: Progress,
) -> Fraction:
    """Return what flows over an arc where one unit flows from the root to each channel that it is joined to.

    Args:
        portfolio: The portfolio.
        period: The period.
        arc: From one channel to another; to the root from an empty name.
        root: The root; None for the first channel in use.
        most: No more than this is told of; None for all.
        starts: A schedule.
        course: What it does to the disc.
    """
    graph = channel_graph(portfolio, starts, end_of(course, period).fulfilment, period)
    root = (
        next((one.id for one in portfolio.disc.channels if one.id in graph), None) if root is None else root
    )
    if root is None:
        return Fraction(0)
    tree = nx.bfs_tree(graph, root)
    tree.add_edge("", root)
    amount = len(nx.descendants(tree, arc[1])) + 1 if tree.has_edge(*arc) else 0
    return Fraction(amount if most is None else min(amount, most))
