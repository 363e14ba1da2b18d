"""What contradicts itself in a portfolio: circles of requirements, and decisions that cannot hold together."""

from __future__ import annotations

from collections import defaultdict, deque
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from omniprio.language import fact, sentence
from omniprio.lazy import lazily
from omniprio.portfolio.requirements import Requirement, wait_of
from omniprio.portfolio.work import window_of
from omniprio.spelling import chained, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from omniprio.errors import Fault
    from omniprio.language import Fact, Sentence
    from omniprio.portfolio.draft import Draft
    from omniprio.portfolio.initiative import Initiative
    from omniprio.portfolio.limits import Group
    from omniprio.portfolio.portfolio import Portfolio

__all__ = [
    "circle_of_requirements",
    "circles",
    "impossible_group",
    "impossible_requirement",
    "must_requires_never",
    "must_without_window",
]

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = lazily("networkx")


def circles(initiatives: Iterable[Initiative], closed: int = 0) -> list[list[str]]:
    """Return one circle for each knot of initiatives that wait for each other in vain, in the order given.

    Only requirements that leave no choice count: with `match="any"` another alternative may break the circle. A circle
    whose least times add up to 0 or less is none: two that start together wait for each other, and may.

    Args:
        initiatives: The initiatives, whether or not what they name exists.
        closed: How many periods are closed to all of them.

    Returns:
        Lists of ids; each requires the next, and the last one the first.

    >>> from omniprio.portfolio.initiative import Initiative
    >>> circles([Initiative(id="a", requires=["b"]), Initiative(id="b", requires=["a"])])
    [['a', 'b']]
    """
    waiting = _waiting(list(initiatives), closed)
    try:
        TopologicalSorter(waiting).prepare()
    except CycleError:
        return _circles_in(waiting)
    return []


def _circles_in(waiting: Mapping[str, Mapping[str, int]]) -> list[list[str]]:
    """Return what `circles` does, where some wait for each other, in vain or not."""
    graph = nx.DiGraph()
    graph.add_nodes_from(waiting)
    graph.add_weighted_edges_from(
        ((one, other, spare) for one, others in waiting.items() for other, spare in others.items()),
        weight="spare",
    )
    found = []
    rank = {name: place for place, name in enumerate(waiting)}
    for knot in nx.strongly_connected_components(graph):
        first = min(knot, key=rank.__getitem__)
        if len(knot) > 1 or graph.has_edge(first, first):
            circle = _in_vain_through(first, graph.subgraph(knot).copy())
            found += [_from_first(circle, rank)] if circle else []
    return sorted(found, key=lambda circle: rank[circle[0]])


def _waiting(initiatives: Sequence[Initiative], closed: int) -> dict[str, dict[str, int]]:
    """Return who certainly waits for whom, and by how many periods the wait can be less than nothing."""
    durations = {one.id: one.shortest for one in initiatives}
    longest = {one.id: one.longest + closed + len(one.closed) for one in initiatives}
    waiting: dict[str, dict[str, int]] = {}
    for one in initiatives:
        others = waiting.setdefault(one.id, {})
        for entry in one.requirements if one.requires else ():
            for name in entry.of if entry.is_certain else ():
                wait = wait_of(
                    entry, longest[one.id], durations.get(name, 1)
                )  # a pause may bring its finish later
                if wait is not None:
                    others[name] = min(-wait, others.get(name, -wait))
                    waiting.setdefault(name, {})
    return waiting


def _in_vain_through(name: str, knot: nx.DiGraph) -> list[str]:
    """Return a circle that can never be waited out, the shortest through a name where that is one; empty for none."""
    circle = _shortest_through(name, knot)
    if sum(knot.edges[pair]["spare"] for pair in pairwise([*circle, circle[0]])) < 0:
        return circle
    try:
        return list(nx.find_negative_cycle(knot, name, weight="spare"))[:-1]
    except nx.NetworkXError:
        return []


def _from_first(circle: list[str], rank: Mapping[str, int]) -> list[str]:
    """Return a circle that begins with the first of its members in the order given."""
    start = circle.index(min(circle, key=rank.__getitem__))
    return circle[start:] + circle[:start]


def _shortest_through(name: str, knot: nx.DiGraph) -> list[str]:
    """Return a circle that starts at a name and is as short as any, so that it can be read."""
    before = {after: one for one, after in nx.bfs_edges(knot, name)}  # the nearest first
    circle = [next(last for last in (name, *before) if knot.has_edge(last, name))]
    while circle[-1] != name:
        circle.append(before[circle[-1]])
    return circle[::-1]


def impossible_requirement(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each requirement that contradicts itself."""
    for place, initiative in enumerate(draft.portfolio.initiatives):
        for number, entry in enumerate(initiative.requires):
            if isinstance(entry, Requirement):
                for field, problem, remedy in _contradictions(entry):
                    yield draft.fault(("initiatives", place, "requires", number, field), problem, remedy)


def _contradictions(entry: Requirement) -> Iterator[tuple[str, Sentence, Sentence]]:
    """Yield the field of a requirement that contradicts another, what is wrong and what to do."""
    if entry.at_least is not None and entry.at_least > len(entry.of):
        problem = sentence("faults.more than listed", number=entry.at_least, listed=len(entry.of))
        yield "at_least", problem, sentence("remedies.at most listed", listed=len(entry.of))
    if entry.at_least is not None and entry.match == "any":
        yield "at_least", sentence("faults.match too"), sentence("remedies.give one of them")
    if entry.max_lag is not None and entry.max_lag < entry.lag:
        problem = sentence("faults.less than lag", most=entry.max_lag, lag=entry.lag)
        yield "max_lag", problem, sentence("remedies.at least the lag")
    if entry.max_lag is not None and entry.leaves_choice:
        yield "max_lag", sentence("faults.of a choice"), sentence("remedies.ask for all")
    if entry.kind == "chosen" and (entry.lag or entry.max_lag is not None):
        field = "lag" if entry.lag else "max_lag"
        yield field, sentence("faults.lag without order"), sentence("remedies.kind with order")


_LONGEST_CHAIN = 20  # more is never spelled out


def circle_of_requirements(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each circle, spelled out as far as it can be read."""
    places = {initiative.id: place for place, initiative in enumerate(draft.portfolio.initiatives)}
    for circle in circles(draft.portfolio.initiatives, len(draft.portfolio.closed)):
        spelled = chained([*circle, circle[0]], len(circle) + 1, circle[0])
        yield draft.fault(
            ("initiatives", places[circle[0]], "requires"),
            sentence("faults.goes in a circle", circle=spelled),
            sentence("remedies.remove a requirement"),
        )


def must_without_window(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each initiative that must be done and has no period to start in."""
    if draft.doubts("horizon"):
        return
    for place, initiative in enumerate(draft.portfolio.initiatives):
        if initiative.decision == "must" and not window_of(initiative, draft.portfolio):
            names = ("duration", "earliest_start", "latest_start", "deadline", "fixed_start")
            dates = {name: getattr(initiative, name) for name in names} | {"horizon": draft.portfolio.periods}
            given = [(name, period) for name, period in dates.items() if period is not None]
            closed = sorted({*draft.portfolio.closed, *initiative.closed})
            each = tuple(
                fact(f"faults.given {name}", number=period)
                for name, period in [*given, *(("closed", period) for period in closed)]
            )
            problem = sentence("faults.no period to start in", dates=each)
            yield draft.fault(("initiatives", place), problem, sentence("remedies.change dates or decision"))


def must_requires_never(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each initiative that must be done and requires one that is never done."""
    if all(initiative.decision != "never" for initiative in draft.portfolio.initiatives):
        return
    vain = _in_vain(draft.portfolio.initiatives)
    ends = _ends(vain)
    for place, initiative in enumerate(draft.portfolio.initiatives):
        if initiative.decision == "must" and initiative.id in vain:
            problem = sentence("faults.must but", chain=_spelled(initiative.id, vain, *ends[initiative.id]))
            steps = ("initiatives", place, "decision")
            yield draft.fault(steps, problem, sentence("remedies.change a decision"))


class _Left(NamedTuple):
    """What is left of a choice: who asks for it, those that can still be done, how many it takes, and all of them."""

    user: str
    names: set[str]
    least: int
    of: tuple[str, ...]


def _in_vain(initiatives: Iterable[Initiative]) -> dict[str, tuple[str, ...]]:
    """Return the initiatives that can never be done, with what each requires in vain.

    Goes backwards from those decided never to be done, whose value is empty; each requirement is seen once.
    """
    vain: dict[str, tuple[str, ...]] = {}
    waiting = defaultdict(list)
    for initiative in initiatives:
        if initiative.decision == "never":
            vain[initiative.id] = ()
        for entry in initiative.requirements:
            for names in entry.parts if not entry.given else ():
                left = _Left(initiative.id, set(names), entry.least if len(names) > 1 else 1, names)
                for name in left.names:
                    waiting[name].append(left)
    queue = deque(vain)
    while queue:
        name = queue.popleft()
        for left in waiting[name]:
            left.names.discard(name)
            if len(left.names) < left.least and left.user not in vain:
                vain[left.user] = left.of if len(left.of) > 1 else (name,)
                queue.append(left.user)
    return vain


def _ends(vain: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[int, str]]:
    """Return how many initiatives lead in a chain from each to what decides, itself counted, and the last of them."""
    found: dict[str, tuple[int, str]] = {}
    for name, wanted in vain.items():  # what an initiative wants in vain stands before it
        count, last = found[wanted[0]] if len(wanted) == 1 else (0, name)
        found[name] = count + 1, last
    return found


def _spelled(name: str, vain: Mapping[str, tuple[str, ...]], count: int, last: str) -> Sentence:
    """Return the chain of requirements from an initiative to one that is never done."""
    first = [name]
    while len(wanted := vain[first[-1]]) == 1 and len(first) < _LONGEST_CHAIN:
        first.append(wanted[0])
    words = chained(first, count, last)
    if wanted := vain[last]:
        return sentence("faults.in vain", chain=words, names=listed(wanted))
    return sentence("faults.which is never", chain=words)


def impossible_group(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each group that cannot be met, whatever is chosen."""
    for place, group in enumerate(draft.portfolio.groups):
        problem = None
        if not draft.doubts("groups", group.id):
            problem = _unmet(group, draft.portfolio) if group.counts else _unmet_by_measure(group)
        if problem is not None:
            yield draft.fault(("groups", place), problem, sentence("remedies.change group"))


def _unmet_by_measure(group: Group) -> Sentence | None:
    """Return what a group wants of its measure; None where its limits do not contradict each other."""
    floor = Fraction(0) if group.least is None and group.fund is not None else group.least
    if floor is None or group.most is None or floor <= group.most:
        return None
    return sentence("faults.group by measure", wanted=_wanted(group), measure=group.measure)


def _unmet(group: Group, portfolio: Portfolio) -> Sentence | None:
    """Return what a group wants, and how many of its members are decided already; None where it can be met."""
    members = portfolio.members[group.id]
    decisions = [portfolio.by_id[name].decision for name in members if name in portfolio.by_id]
    size = len(members)
    musts, nevers = decisions.count("must"), decisions.count("never")
    counts = {0, size} if group.all_or_none else range(size + 1)
    most = min(size - nevers, size if group.at_most is None else group.at_most)
    if any(max(musts, group.at_least or 0) <= count <= most for count in counts):
        return None
    wanted, decided = _wanted(group), []
    if musts:
        decided.append(fact("kinds.must be done", number=musts))
    if nevers:
        decided.append(fact("kinds.never", number=nevers))
    if not decided:
        return sentence("faults.group", wanted=wanted, size=size)
    return sentence("faults.group with decided", wanted=wanted, size=size, decided=tuple(decided))


def _wanted(group: Group) -> tuple[Fact, ...]:
    wants = []
    if group.least is not None:
        wants.append(fact("kinds.at least", number=group.at_least))
    if group.at_most is not None:
        wants.append(fact("kinds.at most", number=group.at_most))
    if group.all_or_none:
        wants.append(fact("kinds.all or none"))
    return tuple(wants)
