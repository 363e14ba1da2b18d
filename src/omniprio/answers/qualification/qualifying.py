"""Is this a project for us: what an initiative moves, what it needs and opens, and how it ranks among the others."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from functools import cache, partial
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from omniprio.answers.qualification.opening import (
    Contributors,
    distance_with,
    one_off_cost,
    opened,
    startable,
)
from omniprio.answers.qualification.ranking import (
    AgainstPlan,
    Completion,
    Contribution,
    Counts,
    Partner,
    Qualification,
    Qualifications,
)
from omniprio.answers.qualification.rivals import rivals
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.dependency_graph import all_ancestors, unlocks
from omniprio.disc import with_fields
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.parameters import validated
from omniprio.portfolio.names import titles_of
from omniprio.reach import doable
from omniprio.spelling import hints, one_of, use_one_of

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping

    from omniprio.annotations import Seconds
    from omniprio.answers.qualification.rivals import Rival
    from omniprio.disc import DiscField
    from omniprio.plan import Plan
    from omniprio.portfolio import Initiative, Portfolio, Synergy

__all__ = ["QUICK", "qualify", "qualify_all", "ready_in"]

QUICK = Fraction(1, 3)
"""A quick win is among this share of the initiatives that bring us closer, by gain per money."""


@validated
def qualify(portfolio: Portfolio, name: str, *, plan: Plan | None = None) -> Qualification:
    """Return what one initiative is worth to the disc and how it plays together with the others.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.
        plan: What it is measured against, besides against nothing done; see `qualify_all`.

    Raises:
        InvalidInputError: There is no such initiative, or the plan has one that the portfolio has not.

    >>> from omniprio import ten_portfolio
    >>> found = qualify(ten_portfolio(), "identify")
    >>> found.enabler, found.quick_win, found.moves_nothing
    (True, False, False)
    >>> found.completes[0].field, found.completes[0].others
    ('R2', (('sign-up',),))
    """
    if name not in portfolio.by_id:
        remedy = one_of(portfolio.by_id, name)
        raise InvalidInputError.of(f"initiatives[{name}]", sentence("faults.not in portfolio"), remedy)
    return qualify_all(portfolio, plan=plan).by_id[name]


@validated
def qualify_all(
    portfolio: Portfolio,
    *,
    plan: Plan | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Qualifications:
    """Return what each initiative is worth to the disc, with its rank among all.

    Gains are in distance, at completion, with nothing else done; nothing is solved, so money and time do not
    change them. A quick win requires nothing that is not there, and is in the best third by gain per money of
    those that bring us closer and can be done at all. An enabler opens the way for more gain than it brings itself.

    Args:
        portfolio: The portfolio.
        plan: A plan, made by hand or not: what each initiative in it brings to it, and each other one would, at
            the end, whenever it is done. None to measure against nothing done alone.
        time_limit: Seconds, more than 0; then some initiatives may stay `open`, and ranks are among the others.
        cancel: Set it from another thread to stop, as if the time were over.

    Returns:
        One qualification for each initiative that was looked at, in the order given; its gains are exact.

    Raises:
        InvalidInputError: The plan has an initiative that the portfolio has not.

    >>> from omniprio import ten_portfolio
    >>> qualify_all(ten_portfolio()).ranked[0].rank
    1
    """
    _must_be_known(plan, portfolio)
    possible = doable(portfolio, by_money=False)
    first = _looked_at(portfolio, possible, plan, Deadline(time_limit, cancel))
    closer = sorted((one for one in first if one.together > 0 and one.id in possible), key=_rate)
    rank = {one.id: place for place, one in enumerate(closer, start=1)}
    most = ceil(QUICK * len(closer))
    rows = (
        one.model_copy(
            update={
                "possible": one.id in possible,
                "decided_against": portfolio.by_id[one.id].decision == "never",
                "rank": rank.get(one.id),
                "quick_win": one.ready and one.alone > 0 and rank.get(one.id, most + 1) <= most,
            }
        )
        for one in first
    )
    still_open = tuple(portfolio.by_id)[len(first) :]
    return Qualifications(rows=tuple(rows), open=still_open, currency=portfolio.currency)


def _must_be_known(plan: Plan | None, portfolio: Portfolio) -> None:
    unknown = [name for name in (plan.starts if plan else ()) if name not in portfolio.by_id]
    if unknown:
        known = hints(unknown, portfolio.by_id)
        remedies = (use_one_of(portfolio.by_id, known[name]) for name in unknown)
        problem = sentence("faults.not in portfolio")
        raise InvalidInputError(
            Fault(f"plan.starts[{name}]", problem, remedy)
            for name, remedy in zip(unknown, remedies, strict=True)
        )


def _looked_at(
    portfolio: Portfolio, possible: set[str], plan: Plan | None, deadline: Deadline
) -> list[Qualification]:
    """Return all but the ranks of as many initiatives as there is time for, in the order given."""
    found: list[Qualification] = []
    with suppress(TimeIsOver):
        whole = _whole(portfolio, possible, plan, deadline)
        for one in portfolio.initiatives:
            deadline.check()
            found.append(_qualified(one, portfolio, whole))
    return found


_NOTHING = frozenset[str]()


class _Whole(NamedTuple):
    """What is worked out for all initiatives at once, by id, and for all fields."""

    required: dict[str, list[str]]
    unlocked: dict[str, list[str]]
    rivals: dict[str, tuple[Rival, ...]]
    counts: dict[str, Counts]
    distance: Callable[[frozenset[str]], Fraction]
    """With some done, each set looked at once."""
    contributors: Callable[[str], Contributors]
    """To each field, looked at once."""
    plan: frozenset[str] | None
    """What the plan has, where one was given."""


def _whole(portfolio: Portfolio, possible: set[str], plan: Plan | None, deadline: Deadline) -> _Whole:
    required = all_ancestors(portfolio)
    return _Whole(
        required,
        {name: unlocks(portfolio, name) for name in portfolio.by_id},
        rivals(portfolio, required, deadline),
        _counts(portfolio),
        cache(partial(distance_with, portfolio)),
        cache(lambda field: Contributors(portfolio, field, possible)),
        None if plan is None else frozenset(plan.starts),
    )


def _rate(found: Qualification) -> tuple[Fraction, Fraction]:
    """Return what sorts by gain per money, greatest first; what costs nothing comes first, by its gain."""
    if not found.cost_together:
        return Fraction(-1), -found.together
    return found.cost_together / found.together, -found.together


def _qualified(initiative: Initiative, portfolio: Portfolio, whole: _Whole) -> Qualification:
    """Return all but the rank, and what follows from it."""
    name, counts, distance = initiative.id, whole.counts, whole.distance
    before, opens = whole.required[name], opened(whole.unlocked, name)
    chain = frozenset({name, *before})
    behind = startable(portfolio, chain, set(opens).union(*(whole.required[one] for one in opens)))
    with_it = distance(chain)
    after = distance(frozenset(before)) - with_it
    opened_gain = with_it - distance(frozenset(behind))
    gives = {field for one in _useful(portfolio, {name}) for field in one}
    found = Qualification(
        marks=portfolio.not_facts,
        id=name,
        title=initiative.title,
        fields=tuple(
            Contribution(field=field, share=share, counts=counts[field])
            for field, share in initiative.at_most.items()
            if share
        ),
        completes=tuple(_completes(initiative, portfolio, whole)),
        requires=tuple(before),
        choices=_choices(initiative),
        least=tuple(entry.least for entry in initiative.requirements if entry.leaves_choice),
        needs=_missing_at_first(initiative, portfolio),
        unlocks=tuple(whole.unlocked[name]),
        opens=tuple(opens),
        synergies=tuple(one.id for one in portfolio.synergies if name in one.of),
        partners=tuple(_partner(one, name) for one in portfolio.synergies if name in one.of),
        rivals=whole.rivals[name],
        alone=distance(_NOTHING) - distance(frozenset({name})),
        together=distance(_NOTHING) - with_it,
        after=after,
        against_plan=None if whole.plan is None else _against(whole.plan, name, portfolio, whole),
        opened_gain=opened_gain,
        cost=one_off_cost(portfolio, {name}),
        cost_together=one_off_cost(portfolio, chain),
        enabler=opened_gain > max(after, Fraction(0)),
        moves_nothing=all(counts[field] == "never" for field in gives),
    )
    return found.model_copy(update={"titles": titles_of(portfolio, sorted(found.named))})


def ready_in(portfolio: Portfolio) -> set[str]:
    """Return the ids of the initiatives that require nothing and need nothing that is not there at the start.

    Args:
        portfolio: The portfolio.
    """
    required = all_ancestors(portfolio)
    return {
        one.id
        for one in portfolio.initiatives
        if not (required[one.id] or _choices(one) or _missing_at_first(one, portfolio))
    }


def _choices(initiative: Initiative) -> tuple[tuple[str, ...], ...]:
    return tuple(entry.of for entry in initiative.requirements if entry.leaves_choice)


def _missing_at_first(initiative: Initiative, portfolio: Portfolio) -> dict[str, float]:
    """Return the fields that an initiative needs and that are not there at the start, with how far it needs them."""
    return {
        field: initiative.needs[field]
        for field, share in initiative.needed_shares.items()
        if share > portfolio.latest_fulfilment[field]
    }


def _completes(initiative: Initiative, portfolio: Portfolio, whole: _Whole) -> Iterator[Completion]:
    """Yield the fields that an initiative completes and that count, with whom."""
    named = portfolio.disc.named
    given = (
        f"{named[one].discipline.id}{named[one].number}" for one, share in initiative.at_most.items() if share
    )
    for field in dict.fromkeys(given):
        if whole.counts[field] != "never":
            others = whole.contributors(field).sets_with(initiative.id)
            if others:
                yield Completion(field=field, others=tuple(others))


def _partner(synergy: Synergy, name: str) -> Partner:
    in_order = synergy.when == "in order"
    return Partner(
        synergy=synergy.id,
        others=tuple(other for other in synergy.of if other != name),
        when=synergy.when,
        after=synergy.of[: synergy.of.index(name)] if in_order else (),
        needs=synergy.needs,
        advances=synergy.advances,
        benefit=synergy.benefit,
        cost=synergy.cost,
    )


def _against(plan: frozenset[str], name: str, portfolio: Portfolio, whole: _Whole) -> AgainstPlan:
    """Return what an initiative brings to a plan that has it, or would bring to one that has not."""
    if name in plan:
        others = startable(portfolio, set(), plan) - startable(portfolio, set(), plan - {name}) - {name}
        less, more = plan - others - {name}, plan
    else:
        others = set(whole.required[name]) - plan
        less, more = plan, plan | others | {name}
    return AgainstPlan(
        chosen=name in plan,
        gain=whole.distance(less) - whole.distance(more),
        others=tuple(other for other in portfolio.by_id if other in others),
        cost=one_off_cost(portfolio, {name, *others}),
    )


def _useful(portfolio: Portfolio, names: set[str]) -> list[Mapping[str, Fraction]]:
    """Return the shares above 0 that initiatives give, by themselves or in a synergy."""
    given = [portfolio.by_id[name].shares for name in names]
    given += [one.shares for one in portfolio.synergies if names & set(one.of)]
    return [{field: share for field, share in shares.items() if share > 0} for shares in given]


def _counts(portfolio: Portfolio) -> dict[str, Counts]:
    """Return for each field, and channel of one, whether a share of it brings us closer: now, later or never."""
    disc = portfolio.disc
    most = {part: portfolio.latest_fulfilment[part] for part in disc.parts}
    for gains in [*portfolio.gains_ahead.values(), *portfolio.joint_gains_ahead.values()]:
        for part, share in gains.items():
            most[part] += max(share, Fraction(0))
    of_fields = with_fields(disc, {part: min(share, Fraction(1)) for part, share in most.items()})
    return {name: _when(field, portfolio, of_fields) for name, field in disc.named.items()}


def _when(field: DiscField, portfolio: Portfolio, most: Mapping[str, Fraction]) -> Counts:
    row, start = field.discipline, portfolio.latest_fulfilment
    ambition = portfolio.ambitions[row.id]
    inside = field.number <= ambition or (row.order == "any" and ambition > 0)
    outer = [] if row.order == "any" else [f"{row.id}{number}" for number in range(1, field.number)]
    hopeless = any(most[one] < 1 for one in outer) or (portfolio.credit == "full" and most[field.id] < 1)
    if not inside or not row.weight or start[field.id] >= 1 or hopeless:
        return "never"
    return "now" if all(start[one] >= 1 for one in outer) else "later"
