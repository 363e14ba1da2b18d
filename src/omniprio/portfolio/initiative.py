"""Initiatives: what a project costs, takes, needs and brings."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from omniprio.base import Amount, Model, Name, OneOrMore, Period, Refers, Share, Text, Words
from omniprio.language import text
from omniprio.numbers import each_period, exact
from omniprio.parameters import validated
from omniprio.portfolio.initiative_html import as_html
from omniprio.portfolio.requirements import Requirement

__all__ = [
    "MAIN_FUND",
    "OF_A_MODE",
    "RUNNING_FUND",
    "Benefit",
    "Cost",
    "Decision",
    "Initiative",
    "Mode",
    "left_at",
    "spent_over",
]

MAIN_FUND = "money"
"""The fund that `cost` draws on and `budget` limits: the main budget."""

RUNNING_FUND = "running"
"""The fund that running costs of the shipped portfolios draw on, so that the main budget limits one-off money alone."""

Decision = Literal["free", "must", "never"]

Money = Annotated[float, Field(ge=-1e12, le=1e12, strict=True)]
"""An amount of money that may be negative."""

_Profile = Annotated[tuple[Amount, ...], Field(min_length=1)]


class Cost(Model):
    """What an initiative costs in one fund.

    A plain number stands for an amount spread evenly over the duration.

    >>> Cost(amount=720, spread="start", running=15).amount
    720.0
    """

    amount: Amount = 0.0
    """The one-off cost."""
    spread: Literal["even", "start", "completion"] = "even"
    """When the one-off cost is spent: evenly over the duration, all in the first or all in the last period."""
    profile: _Profile | None = None
    """Instead of `amount` and `spread`: what is spent in each period of the duration."""
    running: Amount = 0.0
    """What is spent in each period after completion, up to the horizon."""

    @cached_property
    def one_off(self) -> Fraction:
        """All that is spent during the work, exact."""
        return exact(self.amount) if self.exact_profile is None else sum(self.exact_profile, Fraction(0))

    @cached_property
    def exact_profile(self) -> tuple[Fraction, ...] | None:
        """What is spent in each period of the duration, exact, where that is given."""
        return None if self.profile is None else tuple(map(exact, self.profile))

    @cached_property
    def exact_running(self) -> Fraction:
        """What is spent in each period after completion, exact."""
        return exact(self.running)


class Benefit(Model):
    """The money an initiative earns.

    A plain number stands for that amount in each period from completion on.

    >>> Benefit(profile=[0, 50, 80], counted_from="start").counted_from
    'start'
    """

    per_period: Money = 0.0
    """Earned in the period of completion and each one after it, up to the horizon."""
    profile: Annotated[tuple[Money, ...], Field(min_length=1)] | None = None
    """Instead of `per_period`: what is earned in each period, counted from the start, from completion or by the calendar."""
    counted_from: Literal["start", "completion", "calendar"] = "completion"
    """Which period the first number of `profile` falls in: the first of the work, the one of completion, or period 1; by
    the calendar, what falls before the period of completion is not earned."""
    into: Annotated[Name, Refers("budgets")] | None = None
    """The budget that it also flows into, by name: as much more may be spent under it, from the period on in which it is earned
    where the budget carries over, else in that period. Up to the horizon; what is spent stays what it is."""

    @cached_property
    def exact_per_period(self) -> Fraction:
        """What is earned in each period from completion on, exact."""
        return exact(self.per_period)

    @cached_property
    def exact_profile(self) -> tuple[Fraction, ...] | None:
        """What is earned in each period, exact, where that is given."""
        return None if self.profile is None else tuple(map(exact, self.profile))


class Mode(Model):
    """A way to do an initiative; what is not given here is as the initiative has it.

    >>> Mode(id="fast", duration=1, cost=500).duration
    1
    """

    id: Name
    title: Text = ""
    duration: Period | None = None
    """Whole periods of work from start to completion."""
    cost: Amount | Cost | None = None
    """What it costs in the main budget."""
    costs: dict[Name, Amount | Cost] | None = None
    """What it costs in further funds."""
    advances: dict[str, Share] | None = None
    """The share of each field, by id, that it completes."""
    benefit: Money | Benefit | None = None
    """The money it earns."""
    effort: dict[Name, Amount | _Profile] | None = None
    """What it takes of each team in each period of its duration."""


OF_A_MODE = ("duration", "cost", "costs", "advances", "benefit", "effort")
"""What a mode can have of its own."""


class Initiative(Model):
    """A project that may be chosen, and when.

    >>> initiative = Initiative(id="web", cost=300, duration=2, advances={"D2": 0.6}, requires=["identify"])
    >>> initiative.costs_by_fund["money"].amount
    300.0
    """

    id: Name
    title: Text = ""
    description: Text = ""
    duration: Period = 1
    """Whole periods of work from start to completion."""
    closed: tuple[Period, ...] = ()
    """Periods in which no work is done on it, beside those of the portfolio; its work goes on after them."""
    cost: Amount | Cost = 0.0
    """What it costs in the main budget."""
    costs: dict[Name, Amount | Cost] = {}
    """What it costs in further funds."""
    advances: dict[str, Share] = {}
    """The share of each field, by id, that it completes; may be empty. `R2@web` is one channel of a field, and counts
    there in place of what is said of `R2`, which is each of its channels."""
    benefit: Money | Benefit = 0.0
    """The money it earns."""
    requires: Annotated[tuple[Name | Requirement, ...], OneOrMore(), Refers("initiatives")] = ()
    """What must come before it, or beside it."""
    needs: dict[str, Share] = {}
    """How far fields, or channels of them, must be fulfilled at the end of the period before it starts, by id; the start
    state counts."""
    links: Annotated[tuple[Name, ...], OneOrMore(), Refers("channels")] = ()
    """Channels of the disc that it joins to one another, once it is complete."""
    effort: dict[Name, Amount | _Profile] = {}
    """What it takes of each team in each period of its duration."""
    adds: dict[Name, Amount] = {}
    """What each team has more of from the period of its completion on, such as by a hire or a training."""
    scores: dict[Name, Money] = {}
    """How it scores, by the name of the score, such as strategic fit or risk."""
    modes: tuple[Mode, ...] = ()
    """Ways to do it; if it is chosen, it is done in one of them. Others refer to it, whichever mode it has."""
    earliest_start: Period | None = None
    latest_start: Period | None = None
    deadline: Period | None = None
    """The last period in which it may complete."""
    due: Period | None = None
    """The period in which it should be complete; unlike a deadline it may be missed, at a price."""
    late_price: Amount = 1.0
    """What each period after `due` costs, in points of the goal `OnTime`."""
    fixed_start: Period | None = None
    """The only period in which it may start, if it is chosen at all."""
    may_run_over: Annotated[bool, Field(strict=True)] = False
    """Whether it may start although it completes after the horizon: it then spends and works up to the last period,
    and advances and earns nothing."""
    decision: Decision = "free"
    """Whether the choice is open, or made already: `must` be in every plan, or `never`."""
    decision_reason: Text = ""
    """Who decided and why, in words."""
    owner: Words = ""
    """Who it belongs to; budgets may be for one owner."""
    tags: dict[Words, Annotated[tuple[Words, ...], OneOrMore()]] = {}
    """Labels by kind, for instance `{"channel": ["store"], "journey": ["buy"]}`."""
    source: Words = ""
    """Where the initiative is described."""
    provenance: dict[Words, Words] = {}
    """What is fact and what is judgement, by part: `{"sizing": "invented"}`."""

    @property
    def ways(self) -> dict[str, Initiative]:
        """It as each of its modes has it, by the id of the mode; itself, under no name, where it has none."""
        return self.in_modes or {"": self}

    @cached_property
    def in_modes(self) -> dict[str, Initiative]:
        """It as each of its modes has it, by the id of the mode."""
        return {mode.id: way for mode, way in zip(self.modes, self.as_modes, strict=True)}

    @cached_property
    def as_modes(self) -> tuple[Initiative, ...]:
        """It as each of its modes has it, in their order, whether or not two have the same id."""
        return tuple(_done_in(self, mode) for mode in self.modes)

    @cached_property
    def shortest(self) -> int:
        """How many periods of work it takes, of its modes the fewest."""
        return min(way.duration for way in self.ways.values())

    @cached_property
    def longest(self) -> int:
        """How many periods of work it takes, of its modes the most."""
        return max(way.duration for way in self.ways.values())

    @cached_property
    def at_most(self) -> dict[str, float]:
        """The share of each field that it completes, of its modes the greatest."""
        if not self.modes:
            return self.advances
        given = [way.advances for way in self.ways.values()]
        return {field: max(one.get(field, 0.0) for one in given) for own in given for field in own}

    @cached_property
    def costs_by_fund(self) -> dict[str, Cost]:
        """The cost in each fund, the main one included where it is not 0."""
        everywhere = {MAIN_FUND: self.cost, **self.costs} if self.cost != 0 else self.costs
        return {
            fund: cost if isinstance(cost, Cost) else Cost(amount=cost) for fund, cost in everywhere.items()
        }

    @cached_property
    def paid(self) -> dict[str, tuple[Fraction, ...]]:
        """What is spent in each period of its work, by fund, exact."""
        return {fund: spent_over(cost, self.duration) for fund, cost in self.costs_by_fund.items()}

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """The share of each field that it completes, exact."""
        return {field: exact(share) for field, share in self.advances.items()}

    @cached_property
    def needed_shares(self) -> dict[str, Fraction]:
        """How far fields must be fulfilled before it starts, exact."""
        return {field: exact(share) for field, share in self.needs.items()}

    @cached_property
    def effort_by_period(self) -> dict[str, tuple[Fraction, ...]]:
        """What it takes of each team in each period of its duration, exact."""
        return {
            team: tuple(map(exact, each_period(effort, self.duration)))
            for team, effort in self.effort.items()
        }

    @cached_property
    def exact_adds(self) -> dict[str, Fraction]:
        """What each team has more of once it is complete, exact."""
        return {team: exact(amount) for team, amount in self.adds.items() if amount}

    @cached_property
    def exact_scores(self) -> dict[str, Fraction]:
        """How it scores, exact."""
        return {name: exact(score) for name, score in self.scores.items()}

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """The requirements, plain ids written out."""
        return tuple(
            entry if isinstance(entry, Requirement) else Requirement(of=(entry,)) for entry in self.requires
        )

    @cached_property
    def earnings(self) -> Benefit:
        """The benefit, a plain number written out."""
        return self.benefit if isinstance(self.benefit, Benefit) else Benefit(per_period=self.benefit)

    def _repr_html_(self) -> str:
        return as_html(self)

    @validated
    def name(self, language: str = "en") -> str:
        """Return the title, or the id where there is none."""
        return text(self.title, language) or self.id


def spent_over(cost: Cost, duration: int) -> tuple[Fraction, ...]:
    """Return what is spent in each period of the work.

    Args:
        cost: The cost.
        duration: Whole periods, at least 1.

    >>> spent_over(Cost(amount=100), 3)[0]
    Fraction(100, 3)
    """
    if cost.exact_profile is not None:
        return cost.exact_profile
    if cost.spread == "even":
        return (cost.one_off / duration,) * duration
    nothing = (Fraction(0),) * (duration - 1)
    return (cost.one_off, *nothing) if cost.spread == "start" else (*nothing, cost.one_off)


def _done_in(initiative: Initiative, mode: Mode) -> Initiative:
    """Return an initiative as one of its modes has it."""
    own = {name: given for name in OF_A_MODE if (given := getattr(mode, name)) is not None}
    return Initiative.model_construct(**{**dict(initiative), **own, "modes": ()})


def left_at(benefit: Benefit, completion: int) -> tuple[Fraction, ...]:
    """Return what of the profile is earned by what is complete in a period, in order; by the calendar, from then on.

    Args:
        benefit: The benefit.
        completion: The period of completion, from 1.

    >>> [int(amount) for amount in left_at(Benefit(profile=[5, 0, 8], counted_from="calendar"), 2)]
    [0, 8]
    """
    profile = benefit.exact_profile or ()
    return profile[completion - 1 :] if benefit.counted_from == "calendar" else profile
