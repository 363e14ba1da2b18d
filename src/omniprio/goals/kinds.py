"""What a plan can be best at, and what each goal says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, override

from pydantic import Field, model_validator

from omniprio.base import Model, Name, OneOrMore, Period, Share
from omniprio.errors import UnfitError
from omniprio.language import fact, sentence
from omniprio.portfolio import Milestone
from omniprio.portfolio.initiative import Money
from omniprio.portfolio.milestones import WantedStep, asked_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.language import Fact, Speaker

__all__ = [
    "DEFAULT_GOALS",
    "Balanced",
    "Blend",
    "Closest",
    "Fastest",
    "Goal",
    "LeastCost",
    "Level",
    "MostScore",
    "MostValue",
    "OnTime",
    "Part",
    "Shortest",
    "Soonest",
    "Steady",
    "Weighable",
    "with_horizon",
]

Slack = Annotated[float, Field(ge=0, strict=True)]


Unit = Literal["distance", "money", "period", "points", "amount"]
"""What the values of a goal are in: distances and shares from 0 to 1, an amount of money, a period from 1 (0 is before
all of them), points of a weighted sum, or an amount of something else."""

Concern = Literal["maturity", "money", "change", "scores", "time", "load", "several"]
"""What a goal looks at: how far the plan gets, what it costs or earns, what it changes, what is chosen, when it is
complete, what a team has to do, or a sum of these."""


class _Goal(Model):
    """What all goals have in common."""

    unit: ClassVar[Unit] = "distance"
    """What its values are in."""
    more_is_better: ClassVar[bool] = False
    """Whether the greatest value is the best one; else the least is."""
    concern: ClassVar[Concern]
    """What it looks at."""
    counts_earnings: ClassVar[bool] = False
    """Whether what is earned makes it better."""

    naming: ClassVar[tuple[str, ...]] = ()
    """Its fields that name initiatives."""

    slack: Slack = 0.0
    """How much worse than its best, in its own unit, later goals may make it."""

    @property
    def target(self) -> float | None:
        """The distance that a plan has to get to, else it has no value at all; None where every plan has one."""
        return None

    @property
    def aim(self) -> Milestone | None:
        """What a plan has to get to where that is no distance: a milestone without a date of its own; else None."""
        return None

    @property
    def destination(self) -> Fact | None:
        """What a plan has to get to, else it has no value at all, in words; None where every plan has one."""
        return None

    @property
    def side(self) -> Literal["maturity", "money"] | None:
        """The side of a trade-off between maturity and money that it can be on; None for neither."""
        if self.target is not None or self.concern not in {"maturity", "money"}:
            return None
        return "maturity" if self.concern == "maturity" else "money"

    @property
    def weighed(self) -> tuple[Part, ...]:
        """The goals that it is a sum of, with their weights; itself where it is no sum."""
        return (Part.model_construct(goal=self, weight=1.0),)  # type: ignore[arg-type]  # any goal, unchecked

    @property
    def promises(self) -> Mapping[str, int]:
        """The earlier schedule that it compares with: the first period of each initiative."""
        return next((part.goal.promises for part in self.weighed if part.goal.concern == "change"), {})

    @property
    def about(self) -> Mapping[str, str]:
        """What its words name, by the name of the place."""
        return {}

    def __hash__(self) -> int:
        """Return the same number for equal goals."""
        return hash((type(self), self.slack))

    averaged: ClassVar[slice] = slice(0, 0)
    """Of the states 0 to T, those whose distances it is the mean of; none where it is something else."""


class Fastest(_Goal):
    """Least mean distance over periods 1 to T: every period of delay and every step left undone costs."""

    concern: ClassVar[Concern] = "maturity"
    kind: Literal["fastest"] = "fastest"

    averaged: ClassVar[slice] = slice(1, None)


class Closest(_Goal):
    """Least distance at the end of the horizon."""

    concern: ClassVar[Concern] = "maturity"
    kind: Literal["closest"] = "closest"

    averaged: ClassVar[slice] = slice(-1, None)


class Soonest(_Goal):
    """Earliest period at whose end the distance is small enough, fields are fulfilled, a scenario works, or channels are joined.

    >>> Soonest(fields={"R2": 1.0}).fields
    {'R2': 1.0}
    """

    unit: ClassVar[Unit] = "period"
    concern: ClassVar[Concern] = "maturity"
    kind: Literal["soonest"] = "soonest"
    distance: Annotated[float, Field(ge=0, le=1, strict=True)] = 0.0
    """The distance to get to; 0 is the ambition itself."""
    fields: dict[str, Share] = {}
    """Instead of a distance: how far fields, by id, must be fulfilled, 0 to 1."""
    scenario: Name | None = None
    """Instead of a distance: a scenario that must work, one of the portfolio's own or a shipped one, by id."""
    channels: WantedStep | None = None
    """Instead of a distance: the step of the ladder of channels, or a further one, that must be reached."""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        """Refuse a goal that asks for several things."""
        if sum(map(bool, (self.distance, self.fields, self.scenario, self.channels))) > 1:
            raise UnfitError(sentence("faults.several aims"), sentence("remedies.one aim"))
        return self

    @property
    @override
    def aim(self) -> Milestone | None:
        """The fields, the scenario or the step of the channels."""
        aim = Milestone(id="goal", by=1, fields=self.fields, scenario=self.scenario, channels=self.channels)
        return None if aim.is_empty else aim

    @property
    @override
    def destination(self) -> Fact:
        """What a plan has to get to, in words."""
        if self.aim is not None:
            return fact("kinds.the aim", wanted=asked_for(self.aim))
        if self.distance:
            return fact("kinds.a distance", distance=self.distance)
        return fact("kinds.the ambition")

    @property
    @override
    def target(self) -> float:
        """The distance to get to."""
        return self.distance


class Balanced(_Goal):
    """Least mean, over periods 1 to T, of the share that the weakest discipline of a weight above 0 has still to go."""

    concern: ClassVar[Concern] = "maturity"
    kind: Literal["balanced"] = "balanced"


class MostValue(_Goal):
    """Greatest net present value: discounted benefits minus discounted costs, to the horizon or `beyond` it."""

    unit: ClassVar[Unit] = "money"
    concern: ClassVar[Concern] = "money"
    more_is_better: ClassVar[bool] = True
    counts_earnings: ClassVar[bool] = True
    kind: Literal["most value"] = "most value"


class LeastCost(_Goal):
    """Least undiscounted spending, over all funds."""

    unit: ClassVar[Unit] = "money"
    concern: ClassVar[Concern] = "money"
    kind: Literal["least cost"] = "least cost"


class Steady(_Goal):
    """Least upheaval against an earlier schedule, at a price for each start moved and each change of choice."""

    unit: ClassVar[Unit] = "points"
    concern: ClassVar[Concern] = "change"
    naming: ClassVar[tuple[str, ...]] = ("starts", "uncounted")
    kind: Literal["steady"] = "steady"
    starts: dict[Name, Period]
    """The earlier schedule: the first period of each initiative that was promised."""
    per_period: Slack = 1.0
    """What it costs to start one promised initiative one period earlier or later."""
    per_change: Slack = 1.0
    """What it costs to drop a promised initiative, or to add another."""
    per_move: Slack = 0.0
    """What it costs to start one promised initiative in another period, however far away."""
    uncounted: Annotated[tuple[Name, ...], OneOrMore()] = ()
    """Initiatives that cost nothing here, whether they are chosen or not."""

    @property
    @override
    def promises(self) -> Mapping[str, int]:
        """The earlier schedule."""
        return self.starts


class MostScore(_Goal):
    """Greatest weighted sum of the scores of what is chosen; money is not subtracted.

    >>> MostScore(weights={"strategy": 3, "risk": 1}).weights
    {'strategy': 3.0, 'risk': 1.0}
    """

    unit: ClassVar[Unit] = "amount"
    concern: ClassVar[Concern] = "scores"
    more_is_better: ClassVar[bool] = True
    kind: Literal["most score"] = "most score"
    weights: dict[Name, Money] = {}
    """What a point of each score counts, by its name; others count nothing. None given: each point counts 1."""


class Shortest(_Goal):
    """Earliest end: the last period in which anything that is chosen is completed, 0 where nothing is chosen."""

    unit: ClassVar[Unit] = "period"
    concern: ClassVar[Concern] = "time"
    kind: Literal["shortest"] = "shortest"


class OnTime(_Goal):
    """Least delay: the price of what is chosen and completed after its due date; see `Initiative.due`."""

    unit: ClassVar[Unit] = "amount"
    concern: ClassVar[Concern] = "time"
    kind: Literal["on time"] = "on time"
    each: Literal["period", "initiative"] = "period"
    """Whether an initiative costs its price for each period it is late, or once."""


class Level(_Goal):
    """Least peak: the greatest load of a team in any period.

    >>> Level(team="crew").team
    'crew'
    """

    unit: ClassVar[Unit] = "amount"
    concern: ClassVar[Concern] = "load"
    kind: Literal["level"] = "level"
    team: Name
    """The team, by the name that efforts and capacities have for it."""

    @property
    @override
    def about(self) -> Mapping[str, str]:
        """The team."""
        return {"team": self.team}


Weighable = Annotated[
    Fastest | Closest | Balanced | MostValue | LeastCost | Steady | MostScore | Shortest | OnTime | Level,
    Field(discriminator="kind"),
]
"""A goal that can be weighed against others; `Soonest` cannot, since never is no number."""


class Part(Model):
    """One goal of a blend and its weight."""

    goal: Weighable
    weight: Annotated[float, Field(gt=0, strict=True)]


def _kind_in(part: object) -> object:
    """Return the kind of goal that a part of a blend has, as far as it can be told of what is not read yet."""
    goal = part.get("goal") if isinstance(part, dict) else getattr(part, "goal", None)
    return goal.get("kind") if isinstance(goal, dict) else getattr(goal, "kind", None)


class Blend(_Goal):
    """Least weighted sum of goals; a goal to be maximised counts negatively.

    >>> Blend(parts=[{"goal": Fastest(), "weight": 1.0}, {"goal": LeastCost(), "weight": 0.0001}]).kind
    'blend'
    """

    unit: ClassVar[Unit] = "points"
    concern: ClassVar[Concern] = "several"
    kind: Literal["blend"] = "blend"
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _weighable(cls, data: object) -> object:
        """Refuse what cannot be weighed: a goal that may never be reached, and a blend within a blend."""
        parts = data.get("parts") if isinstance(data, dict) else None
        for part in parts if isinstance(parts, Sequence) else ():
            kind = _kind_in(part)
            if kind in {"soonest", "blend"}:
                raise UnfitError(
                    sentence(f"faults.{kind} in a blend"), sentence(f"remedies.{kind} in a blend")
                )
        return data

    @property
    @override
    def weighed(self) -> tuple[Part, ...]:
        """The goals and their weights."""
        return self.parts


Goal = Annotated[
    Fastest
    | Closest
    | Soonest
    | Balanced
    | MostValue
    | LeastCost
    | Steady
    | MostScore
    | Shortest
    | OnTime
    | Level
    | Blend,
    Field(discriminator="kind"),
]
"""Any goal."""

DEFAULT_GOALS = (Fastest(), LeastCost())
"""First as fast as possible; among the plans that are, the cheapest."""


def with_horizon(goal: Goal, words: str, speaker: Speaker, *, within: bool = False) -> str:
    """Return words about values of a goal, with the period to whose end money is counted where it is money earned.

    Args:
        goal: The goal.
        words: What its values are, or one of them.
        speaker: Who says it; its names know the period, or nothing is added.
        within: Whether it goes on after that, so that the period stands in brackets.

    >>> from omniprio.goals import LeastCost, MostValue
    >>> from omniprio.language import Speaker
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> from omniprio.portfolio.names import Titles
    >>> speaker = Speaker("da", Titles(Portfolio(horizon=4, initiatives=[Initiative(id="web", benefit=20)])))
    >>> with_horizon(MostValue(), "Nettonutidsværdi", speaker), with_horizon(LeastCost(), "Omkostning", speaker)
    ('Nettonutidsværdi, regnet til udgangen af periode 4', 'Omkostning')
    """
    until = speaker.names.counted_to
    if until is None or not goal.counts_earnings:
        return words
    key = "goals.counted within" if within else "goals.counted to"
    return speaker.words(key, value=words, until=until)
