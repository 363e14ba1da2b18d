"""What is done for its own sake: what gains most for what it takes of budgets and teams comes first."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.goals import goal_value, scores, worth
from omniprio.portfolio import as_begun, window_of
from omniprio.present_value import discounting, present_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.disc import Discipline
    from omniprio.goals import Goal
    from omniprio.greedy.placing import Placing
    from omniprio.portfolio import Portfolio

__all__ = [
    "NOISE",
    "open_fields",
    "place_earners",
    "place_fields",
    "place_promised",
    "place_scorers",
    "raise_field",
    "worth_of",
]

_LITTLE = 1e-6
"""What everything takes at least, so that gains can be divided by it."""

_STARTS_LOOKED_AT = 6
"""How many starts of an initiative are looked at to see what it may bring."""

NOISE = 1e-9
"""What rounding may make of a sum of shares."""


def place_earners(placing: Placing, _goals: Sequence[Goal], is_over: Callable[[], bool]) -> None:
    """Place what earns, with what it requires, as long as both together earn something."""
    portfolio = placing.portfolio
    discount = discounting(portfolio)
    values = {
        one.id: max(
            (
                float(present_value(as_begun(one, start, portfolio), start, discount))
                for start in _some(window_of(one, portfolio))
            ),
            default=0.0,
        )
        for one in portfolio.initiatives
    }

    def brings(name: str) -> Fraction:
        start = placing.starts[name]
        return present_value(as_begun(portfolio.by_id[name], start, portfolio), start, discount)

    _place_best(placing, values, brings, is_over)


def _some(starts: Sequence[int]) -> Sequence[int]:
    """Return a few of many starts, from the first to the last: what something may bring need not be exact."""
    if len(starts) <= _STARTS_LOOKED_AT:
        return starts
    apart = (len(starts) - 1) / (_STARTS_LOOKED_AT - 1)
    return [starts[round(place * apart)] for place in range(_STARTS_LOOKED_AT)]


def place_scorers(placing: Placing, goals: Sequence[Goal], is_over: Callable[[], bool]) -> None:
    """Place what scores, with what it requires, as long as both together score something."""
    points = scores(goals[0], placing.portfolio)
    values = {name: float(score) for name, score in points.items()}
    _place_best(placing, values, points.__getitem__, is_over)


def _place_best(
    placing: Placing,
    values: Mapping[str, float],
    brings: Callable[[str], Fraction],
    is_over: Callable[[], bool],
) -> None:
    """Place what is worth most for what it takes, with what it requires, as long as both together bring something.

    Args:
        placing: Where it is placed.
        values: What each initiative may bring, by id.
        brings: What one brings that is placed.
        is_over: Tells whether to stop.
    """

    def gain(name: str) -> float:
        return sum(values[one] for one in placing.missing(name)) / (placing.price(name) + _LITTLE)

    for name in sorted((name for name, value in values.items() if value > 0), key=gain, reverse=True):
        if is_over():
            return
        before = placing.mark()
        if placing.add(name) and sum(map(brings, placing.starts.keys() - before.starts.keys())) <= 0:
            placing.go_back(before)


def place_promised(placing: Placing, goals: Sequence[Goal], is_over: Callable[[], bool]) -> None:
    """Place what was promised when it was promised."""
    promised = next((goal.promises for goal in goals if goal.promises), {})
    for name, start in sorted(promised.items(), key=lambda pair: pair[1]):
        if is_over():
            return
        if name in placing.portfolio.by_id:
            placing.add(name, at=start)


def place_fields(placing: Placing, _goals: Sequence[Goal], is_over: Callable[[], bool]) -> None:
    """Complete ring after ring, the cheapest for its weight first; then add to rings that cannot be completed."""
    tried: set[str] = set()
    while not is_over():
        ahead = [
            (placing.price(*names) / weight, field)
            for field, weight in _open_fields(placing)
            if field not in tried and (names := _cheapest(placing, field))
        ]
        if not ahead:
            return
        field = min(ahead)[1]
        tried.add(field)
        before = placing.mark()
        raise_field(placing, field)
        if placing.portfolio.credit == "full" and placing.fulfilment(field) < 1 - NOISE:
            placing.go_back(before)


def raise_field(placing: Placing, field: str) -> None:
    """Add to each channel of a field one initiative after the other, until it is complete or nothing fits."""
    for part in placing.portfolio.disc.parts_of[field]:
        for name in _givers(placing, part):
            if placing.fulfilment(part) >= 1 - NOISE:
                break
            placing.add(name)


def _open_fields(placing: Placing) -> Iterator[tuple[str, float]]:
    """Yield the next field of each discipline on the way to its ambition, and its weight; of a checklist all."""
    for row in placing.portfolio.disc.disciplines:
        if row.weight:
            fields = open_fields(placing, row)
            for field in fields if row.order == "any" else fields[:1]:
                yield field, row.weight


def open_fields(placing: Placing, row: Discipline) -> list[str]:
    """Return the fields of a discipline that are not complete, on the way to its ambition; of a checklist all."""
    ambition = placing.portfolio.ambitions[row.id]
    levels = len(row.rings) if row.order == "any" and ambition else ambition
    fields = [f"{row.id}{number}" for number in range(1, levels + 1)]
    return [field for field in fields if placing.fulfilment(field) < 1 - NOISE]


def _cheapest(placing: Placing, field: str) -> list[str]:
    """Return initiatives that complete a field together, those that give most for what they take; all if none do."""
    names = []
    for part in placing.portfolio.disc.parts_of[field]:
        missing = 1 - placing.fulfilment(part)
        shares = placing.givers(part)
        for name in _givers(placing, part):
            if missing <= NOISE:
                break
            names.append(name)
            missing -= shares[name]
    return [*dict.fromkeys(names)]


def _givers(placing: Placing, part: str) -> list[str]:
    """Return what advances a part of a field and is not placed, what gives most for what it takes first."""
    missing = 1 - placing.fulfilment(part)
    shares = placing.givers(part)

    def dearness(name: str) -> float:
        price = placing.price(name) + _LITTLE
        return price / min(shares[name], missing or 1.0)

    return sorted(shares, key=dearness)


def worth_of(portfolio: Portfolio, goals: Sequence[Goal], starts: Mapping[str, int]) -> Fraction:
    """Return what a schedule comes to at the first goal, less is better; more than anything where that has no value."""
    value = worth(goals[0], goal_value(goals[0], portfolio, starts))
    return Fraction(portfolio.periods + 1) if value is None else value
