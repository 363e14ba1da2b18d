"""What contradicts itself in a portfolio: circles of requirements, and decisions that cannot hold together."""

from __future__ import annotations

from collections import defaultdict, deque
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.language import fact, sentence
from omniprio.lazy import lazily
from omniprio.portfolio.work import window_of
from omniprio.spelling import chained, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    "must_requires_never",
    "must_without_window",
]

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from omniprio.portfolio.initiative import Initiative
else:
    nx = lazily("networkx")


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


_LONGEST_CHAIN = 20  # more is never spelled out


def circle_of_requirements(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each circle, spelled out as far as it can be read."""
    places = {initiative.id: place for place, initiative in enumerate(draft.portfolio.initiatives)}
    for circle in circles(draft.portfolio.initiatives):
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
            given = [f"{name} {period}" for name, period in dates.items() if period is not None]
            closed = sorted({*draft.portfolio.closed, *initiative.closed})
            shown = ", ".join([*given, *(f"closed {period}" for period in closed)])
            problem = sentence("faults.no period to start in", dates=shown)
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
            names = frozenset(entry.of)
            choice = set(names) if entry.match == "any" else set()
            for name in names:
                waiting[name].append((initiative.id, choice, entry.of))
    queue = deque(vain)
    while queue:
        name = queue.popleft()
        for user, choice, of in waiting[name]:
            alternatives = len(choice) > 0 and len(set(of)) > 1
            choice.discard(name)
            if not choice and user not in vain:
                vain[user] = of if alternatives else (name,)
                queue.append(user)
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
