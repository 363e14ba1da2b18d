"""What a plan says of each initiative: when it is done and why, or why it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model, Text
from omniprio.language import Speaker
from omniprio.money import spent_by_fund, worth_of
from omniprio.plan.facts import Absence, Merit
from omniprio.plan.words import absence_sentence, merit_sentence
from omniprio.portfolio import as_begun, mode_of, pauses_of
from omniprio.portfolio.names import Ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.portfolio import Portfolio

__all__ = ["LeftOut", "Planned", "left_out_of", "planned_of"]


class Planned(Model):
    """An initiative in the plan."""

    id: str
    title: Text
    start: int
    """The first period of work."""
    mode: str | None = None
    """The mode it is done in, by id, where it has several."""
    finish: int
    """The period at whose end it is complete."""
    pauses: tuple[int, ...] = ()
    """Periods in between in which no work is done on it."""
    start_label: str
    finish_label: str
    cost: float
    """All it spends up to the horizon, over all funds, undiscounted."""
    costs: dict[str, float]
    """The same by fund."""
    why: Merit
    reason: str
    """`why` as a sentence."""


class LeftOut(Model):
    """An initiative that is not in the plan."""

    id: str
    title: Text
    why: Absence
    reason: str
    """`why` as a sentence."""


def left_out_of(name: str, portfolio: Portfolio, why: Absence) -> LeftOut:
    """Return what is said of an initiative that is left out."""
    title = portfolio.by_id[name].title
    return LeftOut(id=name, title=title, why=why, reason=absence_sentence(why, Speaker(names=Ids(portfolio))))


def planned_of(name: str, portfolio: Portfolio, starts: Mapping[str, int], why: Merit) -> Planned:
    """Return what is said of an initiative that is chosen."""
    initiative = as_begun(portfolio.by_id[name], starts[name], portfolio)
    start, finish = starts[name], starts[name] + initiative.duration - 1
    costs = spent_by_fund(initiative, start, portfolio.periods)
    return Planned(
        id=name,
        title=initiative.title,
        start=int(start),
        mode=mode_of(starts[name]) or None,
        finish=finish,
        pauses=pauses_of(initiative, start),
        start_label=portfolio.calendar.label(start),
        finish_label=portfolio.calendar.label(finish),
        cost=float(worth_of(costs, portfolio)),
        costs={fund: float(cost) for fund, cost in costs.items()},
        why=why,
        reason=merit_sentence(why, Speaker(names=Ids(portfolio))),
    )
