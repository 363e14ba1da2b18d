"""What the initiatives cannot reach, whichever are chosen and in whatever order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.base import Model, exact
from omniprio.graph import earliest_starts
from omniprio.progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.disc import DiscField
    from omniprio.portfolio import Portfolio

__all__ = ["OutOfReach", "asked_for", "out_of_reach", "unreached"]


class OutOfReach(Model):
    """A field of the ambition that no choice of the initiatives can complete."""

    field: str
    discipline: str
    most: float
    """Its fulfilment if all were done that advance it, 0 to less than 1."""


def out_of_reach(portfolio: Portfolio) -> tuple[OutOfReach, ...]:
    """Return the fields that stay incomplete even if every initiative that can be done is done.

    Args:
        portfolio: The portfolio.

    Returns:
        The fields within the ambition, discipline by discipline, from the outside in. A field that is not
        among them may still be out of reach for lack of time or money.

    >>> from omniprio.disc import Disc, Discipline
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=2)])
    >>> most = Initiative(id="most", advances={"R2": 0.9})
    >>> [(one.field, one.most) for one in out_of_reach(Portfolio(horizon=1, disc=disc, initiatives=[most]))]
    [('R2', 0.9)]
    """
    earliest = earliest_starts(portfolio)
    gains = dict.fromkeys(portfolio.disc.fields, Fraction(0))
    for initiative in portfolio.initiatives:
        if earliest[initiative.id] is not None:
            for field, share in initiative.advances.items():
                gains[field] += exact(share)
    for synergy in portfolio.synergies:
        if all(earliest[name] is not None for name in synergy.of):
            for field, share in synergy.advances.items():
                gains[field] += max(exact(share), Fraction(0))
    return tuple(
        OutOfReach(field=field.id, discipline=field.discipline.id, most=float(most))
        for field in portfolio.disc
        if (most := portfolio.start_fulfilment[field.id] + gains[field.id]) < 1
        and asked_for(portfolio, field)
    )


def unreached(portfolio: Portfolio, starts: Mapping[str, int]) -> list[str]:
    """Return the fields of the ambition that a schedule leaves incomplete at the horizon, by id."""
    course = progress(portfolio, starts)
    return [
        field.id
        for field in portfolio.disc
        if course.fulfilment[field.id][-1] < 1 and asked_for(portfolio, field)
    ]


def asked_for(portfolio: Portfolio, field: DiscField) -> bool:
    """Return whether a field is within the ambition: among the levels wanted, or, in any order, one that could be."""
    ambition = portfolio.ambitions[field.discipline.id]
    return field.number <= ambition or (field.discipline.order == "any" and ambition > 0)
