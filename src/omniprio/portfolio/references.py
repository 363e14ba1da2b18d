"""Names that a portfolio speaks of: each means one thing, and one that exists."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio.errors import Fault
from omniprio.language import sentence
from omniprio.portfolio.findings import budgets, costs, shares
from omniprio.portfolio.initiative import Requirement
from omniprio.spelling import hints, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.portfolio.draft import Draft
    from omniprio.portfolio.portfolio import Portfolio

__all__ = [
    "named_twice",
    "repeated_id",
    "unknown_field",
    "unknown_fund",
    "unknown_id",
    "unknown_owner",
    "unknown_team",
]


def repeated_id(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each id that is given more than once."""
    for kind in ("initiatives", "groups", "synergies"):
        entries = getattr(draft.portfolio, kind)
        for name, count in Counter(entry.id for entry in entries).items():
            if count > 1 and not draft.doubts(kind, name, "id"):
                yield Fault(
                    f"{kind}[{name}].id",
                    sentence("faults.given times", count=count),
                    sentence("remedies.own id"),
                )


def _references(portfolio: Portfolio) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each place that names initiatives, with the ids it names."""
    for initiative in portfolio.initiatives:
        path = f"initiatives[{initiative.id}].requires"
        yield path, [entry for entry in initiative.requires if isinstance(entry, str)]
        for entry in initiative.requires:
            if isinstance(entry, Requirement):
                yield path, entry.of
    for group in portfolio.groups:
        yield f"groups[{group.id}].members", group.members
    for synergy in portfolio.synergies:
        yield f"synergies[{synergy.id}].of", synergy.of


def unknown_id(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each place that names an initiative that does not exist."""
    if draft.doubts("initiatives", "*", "id"):
        return
    by_id = draft.portfolio.by_id
    unknown = [
        (path, name)
        for path, names in _references(draft.portfolio)
        for name in dict.fromkeys(names)
        if name not in by_id
    ]
    hint = hints((name for _, name in unknown), by_id)
    for path, name in unknown:
        yield Fault(
            path,
            sentence("faults.no initiative", name=name),
            sentence("remedies.correct id", hint=hint[name]),
        )


def named_twice(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each list of names that has the same name twice."""
    places = list(_references(draft.portfolio))
    for path, budget in budgets(draft.portfolio):
        places += [(f"{path}.funds", budget.funds), (f"{path}.owners", budget.owners)]
    for path, names in places:
        for name, count in Counter(names).items():
            if count > 1:
                yield Fault(
                    path,
                    sentence("faults.named times", name=name, count=count),
                    sentence("remedies.name once"),
                )


def unknown_field(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each share of a field that the disc does not have."""
    if draft.doubts("disc"):
        return
    known = draft.portfolio.disc.fields
    unknown = [(path, name) for path, given in shares(draft.portfolio) for name in given if name not in known]
    hint = hints((name for _, name in unknown), known)
    for path, name in unknown:
        yield Fault(
            f"{path}.{name}",
            sentence("faults.no field"),
            sentence("remedies.use one of", names=listed(known), hint=hint[name]),
        )


def unknown_fund(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each cost in a fund that no budget speaks of."""
    if any("funds" in names or (names[0] == "budgets" and not names[2:]) for names in draft.unread):
        return  # it is not known which funds there are
    known = {fund for budget in draft.portfolio.limits.values() for fund in budget.funds}
    unknown = [
        (path, fund)
        for initiative in draft.portfolio.initiatives
        for path, fund, _ in costs(initiative)
        if fund not in known
    ]
    hint = hints((fund for _, fund in unknown), known)
    for path, fund in unknown:
        yield Fault(
            path,
            sentence("faults.fund without budget"),
            sentence("remedies.add budget", fund=fund, hint=hint[fund]),
        )


def unknown_team(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each effort of a team without a capacity."""
    if ("capacities",) in draft.unread:
        return
    known = draft.portfolio.capacities
    unknown = [
        (f"initiatives[{initiative.id}].effort.{team}", team)
        for initiative in draft.portfolio.initiatives
        for team in initiative.effort
        if team not in known
    ]
    hint = hints((team for _, team in unknown), known)
    for path, team in unknown:
        yield Fault(
            path,
            sentence("faults.team without capacity"),
            sentence("remedies.add capacity", team=team, hint=hint[team]),
        )


def unknown_owner(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each owner in a budget who owns no initiative."""
    if draft.doubts("initiatives", "*", "owner"):
        return
    known = dict.fromkeys(initiative.owner for initiative in draft.portfolio.initiatives if initiative.owner)
    unknown = [
        (path, owner)
        for path, budget in budgets(draft.portfolio)
        for owner in dict.fromkeys(budget.owners)
        if owner not in known
    ]
    hint = hints((owner for _, owner in unknown), known)
    for path, owner in unknown:
        remedy = sentence("remedies.correct owner", hint=hint[owner])
        yield Fault(f"{path}.owners", sentence("faults.owns nothing", name=owner), remedy)
