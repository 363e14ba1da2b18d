"""Families of portfolios drawn with a seed: the same family, seed and size give the same portfolio on every machine.

Portfolios on a disc have six disciplines (fewer below 30 initiatives) with three rings, none of it reached at the start. An initiative costs 50 to 1,000,
takes 1 to 4 periods and 1 to 3 people of one team, advances one to three fields, and earns something in each period once it is
complete: up to three times its cost over the whole horizon. All together complete each field one and a half times, whatever the
size, so that the money never is for the whole disc. The budget comes in equal parts and is carried over. The
families differ from `disc` in one thing each, and everything else is drawn alike, so that they can be laid side by side:

| family | what is different from `disc` |
|---|---|
| `disc` | about one prerequisite each; money and people for 60 % of everything; credit in part; as fast as possible |
| `disc full` | only rings that are reached count |
| `few` | one initiative in four has a prerequisite |
| `many` | one to four prerequisites each |
| `tight` | money and people for 30 % of everything |
| `loose` | money and people for 90 % of everything |
| `money` | the most value, discounted by 2 % a period |
| `blend` | as fast as possible and the most value at the same time: all the money there is weighs as much as the whole disc |
| `channels` | fields are judged over three channels; half of what an initiative advances is one channel of a field |
| `milestones` | one initiative in twenty, of those that require nothing the cheapest, is complete by two thirds of the horizon |
| `windows` | one initiative in three starts late at the earliest, another one in three has a deadline |

Two more are of other kinds:

| family | what it is |
|---|---|
| `earning` | projects that only earn, as in project portfolio selection and scheduling; see `drawn_ppssp` |
| `by the day` | jobs that share four teams and must all be done, as early as possible; give more days than jobs: they are shortened until they fit one after the other |
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from drawn_ppssp import drawn_instance
from ppssp import portfolio_of

from omniprio import (
    Blend,
    Budget,
    Disc,
    Discipline,
    Fastest,
    Initiative,
    MostValue,
    Portfolio,
    Shortest,
)
from omniprio.disc import Channel
from omniprio.goals import Part
from omniprio.portfolio import Milestone

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.goals import Goal

__all__ = ["FAMILIES", "Case", "drawn", "owned"]

_DISCIPLINES = "ABCDEF"
_PER_DISCIPLINE = 5
"""Initiatives: fewer of them have fewer disciplines, so that rings can be reached."""

_RINGS = 3
_CHANNELS = ("web", "store", "phone")
_FIELDS = 2
"""How many fields an initiative advances on average."""

_IN_ALL = 1.5
"""What all initiatives together complete of a field, on average: with the money there is, not the whole disc."""

_TEAM = "crew"
_OWNERS = 4


class Case(NamedTuple):
    """A portfolio, and what its plan is to be best at."""

    portfolio: Portfolio
    goals: tuple[Goal, ...]


def drawn(family: str, seed: int, count: int, periods: int) -> Case:
    """Return a portfolio of a family.

    Args:
        family: One of `FAMILIES`.
        seed: Any number.
        count: How many initiatives.
        periods: How many periods; of `earning`, in which projects may start.
    """
    return FAMILIES[family](seed, count, periods)


def owned(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio whose initiatives belong to four owners in turn."""
    initiatives = [
        one.model_copy(update={"owner": f"owner {place % _OWNERS + 1}"})
        for place, one in enumerate(portfolio.initiatives)
    ]
    return portfolio.model_copy(update={"initiatives": tuple(initiatives)})


@dataclass(frozen=True, kw_only=True)
class _OnADisc:
    """What portfolios on a disc are like.

    Attributes:
        required: How many prerequisites an initiative has: one of these.
        means: For which part of everything there are money and people, 0 to 1.
        credit: What counts of a ring that is not reached.
        aim: What the plan is to be best at.
        discount: Per period.
        with_channels: Whether fields are judged over channels.
        with_milestones: Whether some initiatives have to be complete by two thirds of the horizon.
        with_windows: Whether initiatives have earliest starts and deadlines.
    """

    required: tuple[int, ...] = (0, 1, 1, 2)
    means: float = 0.6
    credit: Literal["partial", "full"] = "partial"
    aim: Literal["disc", "money", "blend"] = "disc"
    discount: float = 0.0
    with_channels: bool = False
    with_milestones: bool = False
    with_windows: bool = False

    def __call__(self, seed: int, count: int, periods: int) -> Case:
        """Draw a portfolio; each thing has draws of its own, so that families differ in it alone."""
        begin = f"{seed} {count} {periods}"
        rng = random.Random(begin)  # noqa: S311  repeatable draws, no secrets
        disciplines = _DISCIPLINES[: max(1, min(count // _PER_DISCIPLINE, len(_DISCIPLINES)))]
        fields = [f"{name}{ring}" for name in disciplines for ring in range(1, _RINGS + 1)]
        share = _IN_ALL * len(fields) / (_FIELDS * count)
        initiatives = [_initiative(rng, place, periods, fields, share) for place in range(count)]
        cost = sum(one.costs_by_fund["money"].amount for one in initiatives)
        work = sum(float(sum(one.effort_by_period[_TEAM])) for one in initiatives)
        initiatives = self._requiring(begin, initiatives)
        if self.with_channels:
            initiatives = _by_channel(begin, initiatives)
        if self.with_windows:
            initiatives = _with_windows(begin, initiatives, periods)
        portfolio = Portfolio(
            name=f"drawn with seed {seed}",
            horizon=periods,
            disc=Disc(
                disciplines=tuple(Discipline(id=name, levels=_RINGS) for name in disciplines),
                start_level=0,
                channels=tuple(Channel(id=name) for name in _CHANNELS if self.with_channels),
                provenance="invented",
            ),
            credit=self.credit,
            initiatives=tuple(initiatives),
            budget=Budget(per_period=float(round(cost * self.means / periods))),
            capacities={_TEAM: float(round(work * self.means / periods) + 3)},
            milestones=tuple(_milestones(initiatives, periods) if self.with_milestones else ()),
            discount_rate=self.discount,
        )
        return Case(portfolio, self._goals(cost))

    def _requiring(self, begin: str, initiatives: list[Initiative]) -> list[Initiative]:
        """Return initiatives with prerequisites among those before them."""
        rng = random.Random(f"{begin} requires")  # noqa: S311
        return [
            one.model_copy(
                update={
                    "requires": tuple(
                        f"i{other}"
                        for other in sorted(rng.sample(range(place), min(place, rng.choice(self.required))))
                    )
                }
            )
            for place, one in enumerate(initiatives)
        ]

    def _goals(self, cost: float) -> tuple[Goal, ...]:
        if self.aim == "disc":
            return (Fastest(),)
        if self.aim == "money":
            return (MostValue(),)
        return (Blend(parts=(Part(goal=Fastest(), weight=1.0), Part(goal=MostValue(), weight=1 / cost))),)


def _initiative(rng: random.Random, place: int, periods: int, fields: list[str], share: float) -> Initiative:
    """Return an initiative; on average it completes so much of each field that it advances."""
    advanced = rng.sample(fields, rng.randint(1, 2 * _FIELDS - 1))
    cost = rng.randint(5, 100) * 10
    decimals = 2 if share > 0.05 else 4
    return Initiative(
        id=f"i{place}",
        cost=cost,
        duration=rng.randint(1, 4),
        effort={_TEAM: rng.randint(1, 3)},
        advances={field: min(round(rng.uniform(0.5, 1.5) * share, decimals), 1.0) for field in advanced},
        benefit=round(rng.uniform(0.0, 3.0) * cost / periods),
    )


def _by_channel(begin: str, initiatives: list[Initiative]) -> list[Initiative]:
    """Return initiatives half of whose advances are of one channel only."""
    rng = random.Random(f"{begin} channels")  # noqa: S311
    return [
        one.model_copy(
            update={
                "advances": {
                    f"{field}@{rng.choice(_CHANNELS)}" if rng.random() < 0.5 else field: share
                    for field, share in one.advances.items()
                }
            }
        )
        for one in initiatives
    ]


def _with_windows(begin: str, initiatives: list[Initiative], periods: int) -> list[Initiative]:
    """Return initiatives a third of which starts in the second quarter at the earliest, and a third has a deadline."""
    rng = random.Random(f"{begin} windows")  # noqa: S311
    found = []
    for one in initiatives:
        kind = rng.choice(("free", "earliest_start", "deadline"))
        early, late = rng.randint(2, 2 + periods // 4), rng.randint(periods // 2, periods)
        when = early if kind == "earliest_start" else max(late, one.duration)
        found.append(one if kind == "free" else one.model_copy(update={kind: when}))
    return found


def _milestones(initiatives: list[Initiative], periods: int) -> list[Milestone]:
    """Return milestones that can be kept: of the cheapest initiatives that wait for nothing, done one after the other."""
    waiting_for_nothing = sorted(
        (one for one in initiatives if not one.requires), key=lambda one: one.costs_by_fund["money"].amount
    )
    chosen = waiting_for_nothing[: max(1, len(initiatives) // 20)]
    return [Milestone(id=f"{one.id} is there", by=2 * periods // 3, complete=(one.id,)) for one in chosen]


def _earning(seed: int, count: int, years: int) -> Case:
    return Case(portfolio_of(drawn_instance(seed, count, years)), (MostValue(),))


_JOB_TEAMS = ("a", "b", "c", "d")
_JOB_CAPACITY = 12.0


def _by_the_day(seed: int, count: int, days: int) -> Case:
    """Return jobs that require two of the eight before them and take up to ten people of each of two teams or so."""
    rng = random.Random(f"{seed} {count} {days} by the day")  # noqa: S311
    lengths = [rng.randint(1, max(1, 2 * days // count)) for _ in range(count)]
    while sum(lengths) > days and max(lengths) > 1:
        lengths[lengths.index(max(lengths))] -= 1
    jobs = [
        Initiative(
            id=f"job{place}",
            duration=length,
            effort={team: rng.randint(1, 10) for team in _JOB_TEAMS if rng.random() < 0.5},
            requires=tuple(
                f"job{other}" for other in sorted(rng.sample(range(max(0, place - 8), place), min(place, 2)))
            ),
            decision="must",
        )
        for place, length in enumerate(lengths)
    ]
    return Case(
        Portfolio(horizon=days, initiatives=tuple(jobs), capacities=dict.fromkeys(_JOB_TEAMS, _JOB_CAPACITY)),
        (Shortest(),),
    )


FAMILIES: dict[str, Callable[[int, int, int], Case]] = {
    "disc": _OnADisc(),
    "disc full": _OnADisc(credit="full"),
    "few": _OnADisc(required=(0, 0, 0, 1)),
    "many": _OnADisc(required=(1, 2, 3, 4)),
    "tight": _OnADisc(means=0.3),
    "loose": _OnADisc(means=0.9),
    "money": _OnADisc(aim="money", discount=0.02),
    "blend": _OnADisc(aim="blend", discount=0.02),
    "channels": _OnADisc(with_channels=True),
    "milestones": _OnADisc(with_milestones=True),
    "windows": _OnADisc(with_windows=True),
    "earning": _earning,
    "by the day": _by_the_day,
}
"""How a portfolio of each family is drawn, from its seed and size."""
