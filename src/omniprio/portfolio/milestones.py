"""Milestones: what a plan must have reached by a period."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field, WithJsonSchema

from omniprio.base import MOST_PERIODS, WHOLE, Model, Name, OneOrMore, Period, Refers, Share, Text
from omniprio.language import fact, text
from omniprio.numbers import as_meant
from omniprio.parameters import validated
from omniprio.portfolio.scenarios import with_outer_rings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Fact
    from omniprio.portfolio.portfolio import Portfolio

__all__ = [
    "STEPS",
    "ChannelStep",
    "Milestone",
    "WantedStep",
    "asked_for",
    "wanted_counts",
    "wanted_fields",
]

WantedStep = Literal["single", "multi", "cross", "omni"]
"""A step of the ladder of channels: one is in use, several are, some of these are joined, all are."""

STEPS: tuple[WantedStep, ...] = get_args(WantedStep)
"""The steps, in their order."""

ChannelStep = Literal["none", "single", "multi", "cross", "omni"]
"""How many channels are in use, and whether none, some or all of them are joined."""

_BY = {"anyOf": [{"minimum": 1, "maximum": MOST_PERIODS, "type": "integer"}, {"type": "string"}]}
"""How it may be written; a text is replaced when the portfolio is read."""


class Milestone(Model):
    """What must hold at the end of a period; all of it, where it asks for several things.

    >>> Milestone(id="consent", by=4, fields={"R2": 1.0}, complete=["web"]).name()
    'consent'
    """

    id: Name
    title: Text = ""
    by: Annotated[Period, WithJsonSchema(_BY, mode="validation")]
    """The period at whose end it must hold. In the data of a portfolio whose horizon has a start date it may be a day, which
    stands for the last period that has ended by then, or the name of a period, as `2027 Q3`."""
    fields: dict[str, Share] = {}
    """How far fields, by id, must be fulfilled, 0 to 1, whether or not the rings outside them are reached."""
    levels: dict[str, Annotated[int, Field(ge=0, strict=True), WHOLE]] = {}
    """The level that disciplines, by id, must have reached; in a checklist, how many of its fields."""
    scenario: Annotated[Name, Refers("scenarios")] | None = None
    """A scenario that must work: one of the portfolio's own, or a shipped one, by id."""
    distance: Annotated[float, Field(ge=0, le=1, strict=True)] | None = None
    """The greatest distance from the ambition, 0 to 1."""
    complete: Annotated[tuple[Name, ...], OneOrMore(), Refers("initiatives")] = ()
    """The initiatives that must be complete, by id."""
    channels: WantedStep | None = None
    """The step of the ladder of channels, or a further one, that must be reached."""

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """How far fields must be fulfilled, exact."""
        return {field: as_meant(share) for field, share in self.fields.items()}

    @cached_property
    def near(self) -> Fraction | None:
        """The greatest distance from the ambition, exact."""
        return None if self.distance is None else as_meant(self.distance)

    @property
    def concerns_disc(self) -> bool:
        """Whether it asks for anything but initiatives that must be complete."""
        others = self.fields, self.levels, self.channels
        return self.scenario is not None or self.distance is not None or any(others)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not self.complete and not self.concerns_disc

    @validated
    def name(self, language: str = "en") -> str:
        """Return the title, or the id where there is none."""
        return text(self.title, language) or self.id


def wanted_fields(milestone: Milestone, portfolio: Portfolio) -> dict[str, Fraction]:
    """Return how far a milestone wants each field to be fulfilled, more than 0, by id in the order of the disc.

    Those of its levels and its scenario are among them, each at 1; not what `wanted_counts` tells of.

    Args:
        milestone: The milestone.
        portfolio: The portfolio it belongs to.

    >>> from omniprio.portfolio import Portfolio
    >>> soon = Milestone(id="soon", by=1, fields={"D2": 0.5}, levels={"R": 2})
    >>> wanted = wanted_fields(soon, Portfolio(horizon=1, initiatives=[], milestones=[soon]))
    >>> {field: float(share) for field, share in wanted.items()}
    {'R1': 1.0, 'R2': 1.0, 'D2': 0.5}
    """
    counts = wanted_counts(milestone, portfolio)
    reached = {
        f"{name}{number}"
        for name, level in milestone.levels.items()
        if name not in counts
        for number in range(1, level + 1)
    }
    if milestone.scenario is not None:
        own = portfolio.scenario_by_id[milestone.scenario].fields
        reached.update(with_outer_rings(own, portfolio.disc))
    wanted = {
        field: Fraction(1) if field in reached else milestone.shares.get(field, Fraction(0))
        for field in portfolio.disc.named
    }
    return {field: share for field, share in wanted.items() if share}


def wanted_counts(milestone: Milestone, portfolio: Portfolio) -> dict[str, int]:
    """Return of how many fields of a checklist a milestone wants any to be reached, by discipline.

    Args:
        milestone: The milestone.
        portfolio: The portfolio it belongs to.
    """
    rows = {row.id: row for row in portfolio.disc.disciplines}
    return {
        name: level
        for name, level in milestone.levels.items()
        if rows[name].order == "any" and 0 < level < len(rows[name].rings)
    }


def asked_for(milestone: Milestone) -> tuple[Fact, ...]:
    """Return what a milestone asks for, a fact for each thing."""
    return tuple(_asked_for(milestone))


def _asked_for(milestone: Milestone) -> Iterator[Fact]:
    for field, share in milestone.fields.items():
        yield fact("rules.milestone.wanted field", field=field, share=share)
    for discipline, level in milestone.levels.items():
        yield fact("rules.milestone.wanted level", discipline=discipline, level=level)
    if milestone.scenario is not None:
        yield fact("rules.milestone.wanted scenario", scenario=milestone.scenario)
    if milestone.distance is not None:
        yield fact("rules.milestone.wanted distance", distance=milestone.distance)
    if milestone.complete:
        yield fact("rules.milestone.wanted complete", names=milestone.complete)
    if milestone.channels is not None:
        yield fact("rules.milestone.wanted channels", step=fact(f"names.{milestone.channels}"))
