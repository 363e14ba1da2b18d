"""Why an initiative is in a plan or not, as facts; `merits` and `absences` find them, `words` says them."""

from __future__ import annotations

from typing import Literal

from omniprio.base import Model, Text
from omniprio.language import Fact
from omniprio.portfolio.milestones import WantedStep

__all__ = ["Absence", "InPlace", "Jointly", "Lack", "Merit", "Shortfall"]


class Jointly(Model):
    """Fields that several chosen initiatives complete together, each with a share, in the same period."""

    fields: tuple[str, ...]
    others: tuple[str, ...]
    """The other initiatives, by id."""


class Merit(Model):
    """Why a chosen initiative is in the plan."""

    completes: tuple[str, ...] = ()
    """Fields that the plan completes in the period in which this initiative does, of those then with its share alone."""
    completes_jointly: tuple[Jointly, ...] = ()
    """Fields that the plan completes in that period with shares of others that are complete in it too."""
    contributes: tuple[str, ...] = ()
    """Fields that it gives a share to and that the plan completes in another period."""
    advances: tuple[str, ...] = ()
    """Fields that it gives a share to and that the plan does not complete."""
    unlocks: tuple[str, ...] = ()
    """Chosen initiatives that wait for it."""
    joins: tuple[str, ...] = ()
    """Chosen initiatives that it adds something together with: a synergy that moves a field, earns or saves money."""
    brings_about: tuple[str, ...] = ()
    """Synergies that add something, by id: of it alone, or of fields that it raises."""
    completes_groups: tuple[str, ...] = ()
    """Groups that the plan would not keep without it."""
    meets: tuple[str, ...] = ()
    """Milestones that the plan would miss without it, all else as it is."""
    must: bool = False
    decision_reason: Text = ""
    earns: bool = False
    """Whether it brings money."""
    earned: float = 0.0
    """What it earns in all, up to the last period whose money is counted, costs left out and undiscounted."""
    links: tuple[Text, ...] = ()
    """The channels that it joins within the horizon, by their titles or ids."""
    step: WantedStep | None = None
    """The step of the channels that the plan gets to and would not without it, all else as it is."""
    mode: Text = ""
    """The mode it is done in, by its title or id; empty where it has none."""
    runs_over: int | None = None
    """The period in which it is complete, where that is after the horizon."""
    scores: tuple[str, ...] = ()
    """The scores above 0 that it has, by name."""


class Shortfall(Model):
    """A budget that one more initiative would overrun, whenever it starts; or one that cannot pay for it and all it requires."""

    budget: str
    takes: float
    """What it would take at least; where there is no money in time, by the period in which it lacks."""
    saved_by: tuple[str, ...] = ()
    """Synergies that it would bring about and whose saving is taken off, by id."""
    left: float
    """What there is at most, by then."""


class Lack(Model):
    """A field that an initiative needs and the plan does not bring far enough before it has to start."""

    field: str
    needed: float
    reached: float
    """The most that the plan brings it to by then."""


class InPlace(Model):
    """What a plan has in place of an initiative that there is no money for: it brings more for the money that it takes."""

    id: str
    unit: str
    """What the values of the most important goal are in."""
    brings: float
    """What would be lost at that goal without it, all else as in the plan."""
    takes: float
    """What it takes of the budget that has too little."""
    instead_of: float
    """What the one that is left out would bring at most, all else as in the plan."""


class Absence(Model):
    """Why an initiative is not in the plan: the first reason that applies, from the firmest to the softest."""

    why: Literal[
        "never",
        "dates",
        "team",
        "rivals",
        "idle",
        "reached",
        "requirement",
        "needs",
        "no time",
        "no gain",
        "no money in time",
        "money",
        "rules",
        "by hand",
        "not tried",
        "slack",
        "would help",
    ]
    decision_reason: Text = ""
    missing: tuple[str, ...] = ()
    """What it requires and the plan leaves out."""
    alternatives: tuple[str, ...] = ()
    """What it requires some of, where the plan leaves too many of them out."""
    at_least: int = 1
    """How many of the alternatives it requires."""
    lacks: tuple[Lack, ...] = ()
    teams: tuple[str, ...] = ()
    """Teams that have not enough for it by itself, whenever it starts."""
    short: tuple[Shortfall, ...] = ()
    in_place: InPlace | None = None
    """Where there is no money for it: what the plan has that would make room for it and brings more for the money."""
    broken: tuple[str, ...] = ()
    """The rules it would break at the start that would break the fewest, in English."""
    said: tuple[Fact, ...] = ()
    """The same as facts, which every language has words for."""
    rivals: tuple[str, ...] = ()
    """Chosen initiatives that it shares a group with."""
    loss: float | None = None
    """In a plan of most value, where it is left out for bringing too little: by how much more it costs than it brings,
    at the start at which that is least, all else as in the plan."""
