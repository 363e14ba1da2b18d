"""Small random portfolios for brute force: the same seed, the same portfolio, on every machine."""

from __future__ import annotations

import contextlib
import itertools
import random
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from judge.kinds_of_numbers import KINDS
from omniprio.errors import InvalidInputError
from omniprio.goals import (
    Balanced,
    Blend,
    Closest,
    Fastest,
    LeastCost,
    Level,
    MostScore,
    MostValue,
    OnTime,
    Part,
    Shortest,
    Soonest,
)
from omniprio.portfolio import Milestone, Portfolio, Scenario, Synergy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from judge.kinds_of_numbers import Numbers
    from omniprio.goals import Goal

    Data = dict[str, object]

__all__ = [
    "YARDSTICKS",
    "braked_portfolio",
    "climbing_portfolio",
    "conditional_portfolio",
    "core_portfolio",
    "full_portfolio",
    "goals_for",
    "goals_with_a_team",
    "measured_portfolio",
    "starts_for",
    "with_conditions",
    "with_ladder",
    "with_measurements",
]

_SHARES = (0.1, 0.2, 0.3, 0.4, 0.6, 0.6, 0.7, 1.0, 1.0, 0.25, 0.125)
_GOALS: tuple[Goal, ...] = (
    Fastest(),
    Closest(),
    Balanced(),
    MostValue(),
    LeastCost(),
    Soonest(),
    Soonest(distance=0.5),
    Blend(parts=(Part(goal=Fastest(), weight=100.0), Part(goal=LeastCost(), weight=0.5))),
    Blend(parts=(Part(goal=Closest(), weight=30.0), Part(goal=MostValue(), weight=0.25))),
)
YARDSTICKS: tuple[Goal, ...] = (
    MostScore(),
    MostScore(weights={"strategy": 2.0}),
    MostScore(weights={"strategy": 1.0, "risk": -0.5}, slack=4.0),
    Shortest(),
    Shortest(slack=1.0),
    OnTime(),
    OnTime(each="initiative"),
    OnTime(slack=2.5),
    Blend(parts=(Part(goal=Shortest(), weight=2.0), Part(goal=MostScore(), weight=0.75))),
    Blend(parts=(Part(goal=OnTime(), weight=1.0), Part(goal=MostValue(), weight=0.25))),
)
"""Goals about scores, time and delay; their portfolios have the scores that these weigh."""
_AMOUNTS = (0, 10, 20, 25, 30, 40, 50, 60, 80, 100, 12.5, 33.3)


class _Drawing:
    """One attempt to draw a portfolio; every draw comes from the same seeded source."""

    def __init__(self, rng: random.Random, numbers: Numbers) -> None:
        """Draw what everything else depends on."""
        self.rng = rng
        self.numbers = numbers
        self.periods = 5 if self.often(0.05) else rng.choice((2, 3, 3, 4, 4, 4, 1))
        self.ids = list("abcdef")[: 6 if self.often(0.05) else rng.choice((1, 2, 3, 4, 4, 5, 5, 5))]
        self.levels = {name: rng.randint(1, 3) for name in list("XYZ")[: rng.randint(1, 3)]}
        self.fields = [
            f"{name}{number}" for name, count in self.levels.items() for number in range(1, count + 1)
        ]
        self.durations = {name: rng.choice((1, 1, 1, 1, 2, 2, 3)) for name in self.ids}
        self.funds = ["money", "it"][: rng.randint(1, 2)]

    def size(self, of: Sequence[float]) -> float:
        return self.numbers.size(self.rng.choice(of))

    def often(self, share: float) -> bool:
        """Return yes in this share of the cases."""
        return self.rng.random() < share

    def some(self, things: Sequence[str], most: int) -> list[str]:
        """Return one or more of some things, in their order."""
        count = self.rng.randint(1, min(most, len(things)))
        chosen = self.rng.sample(things, count)
        return [thing for thing in things if thing in chosen]

    def shuffled(self) -> list[str]:
        """Return the initiatives in the order the portfolio gives them; requirements need not follow it."""
        return self.rng.sample(self.ids, len(self.ids))

    def amount(self, of: Sequence[float] = _AMOUNTS) -> float:
        return self.numbers.money(self.rng.choice(of))

    def share(self, of: Sequence[float] = _SHARES) -> float:
        return self.numbers.share(self.rng.choice(of))

    def amounts(self, count: int) -> list[float]:
        return [self.amount() for _ in range(count)]

    def sum_of(self, count: int) -> float:
        amounts = [Decimal(repr(amount)) for amount in self.amounts(count)]
        return float(min(sum(amounts, Decimal(0)), Decimal(10**12)))

    def shares(self, most: int) -> dict[str, float]:
        outer = [field for field in self.fields if field.endswith("1")]
        fields = outer if self.often(0.4) else self.fields
        return {field: self.share() for field in self.some(fields, most)}


def core_portfolio(seed: int) -> Portfolio:
    """Return a portfolio with the core of the model: one or two funds, budgets, requirements, needs, windows.

    Args:
        seed: Any number; the same number gives the same portfolio.
    """
    return _first_valid(seed, _core)


@lru_cache(maxsize=256)  # many tests look at the same first ones
def full_portfolio(seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio that mixes everything the model has.

    Args:
        seed: Any number; the same number gives the same portfolio.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    of = random.Random(f"milestones {seed}")  # noqa: S311  repeatable draws, no secrets
    drawn = _with_milestones(_first_valid(seed, _full, numbers), of, KINDS[numbers](of))
    of = random.Random(f"{seed}-yardsticks")  # noqa: S311  repeatable draws, no secrets
    drawn = _with_yardsticks(drawn, of, KINDS[numbers](of))
    return _with_requirements(drawn, random.Random(f"requirements {seed}"))  # noqa: S311  as above


def measured_portfolio(seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio that mixes everything, and of which fields, or channels of them, were measured.

    Args:
        seed: Any number; the same number gives the same portfolio.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    return with_measurements(full_portfolio(seed, numbers), seed, numbers)


def with_measurements(portfolio: Portfolio, seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio of which fields, or channels of them, were measured.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same measurements.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    of = random.Random(f"measured {seed}")  # noqa: S311  repeatable draws, no secrets
    kind = KINDS[numbers](of)
    measured = [
        {
            "field": of.choice(list(portfolio.disc.named)),
            "share": abs(kind.share(of.choice((0.0, 0.2, 0.4, 0.5, 0.9, 1.0)))),
            "period": of.randint(0, portfolio.periods),
            "on": of.choice((None, "2027-03-01", "2027-03-02")),
        }
        for _ in range(of.randint(1, 4))
    ]
    return portfolio.model_copy(update={"measured": measured})


def conditional_portfolio(seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a full portfolio with synergies that need fields, or of which the members must start in some way.

    Args:
        seed: Any number; the same number gives the same portfolio.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    return with_conditions(full_portfolio(seed, numbers), seed, numbers)


def with_conditions(portfolio: Portfolio, seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio with synergies under conditions, the value of which may count beyond the horizon.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same synergies.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    of = random.Random(f"{seed}-conditional")  # noqa: S311  repeatable draws, no secrets
    kind = KINDS[numbers](of)
    more = [
        _conditional(portfolio, of, kind) | {"id": f"if {place}"} for place in range(of.choice((1, 1, 2, 3)))
    ]
    beyond = of.choice((0, 0, 1, 3))
    return portfolio.model_copy(update={"synergies": [*portfolio.synergies, *more], "beyond": beyond})


def _conditional(portfolio: Portfolio, of: random.Random, numbers: Numbers) -> Data:
    """Return a synergy with conditions: of any number of members where it needs fields."""
    fields, ids = list(portfolio.disc.named), list(portfolio.by_id)
    when = (
        of.choice(("all complete", "all complete", "start together", "in order"))
        if len(ids) > 1
        else "all complete"
    )
    least = 0 if when == "all complete" else 2
    members = of.sample(ids, of.randint(least, min(max(least, 3), len(ids))))
    given = of.sample(list(portfolio.disc.fields), 1) if of.random() < 0.6 else []
    needed = of.sample(fields, of.choice((1, 1, 1, 2)) if len(fields) > 1 else 1)
    sizes = (0.1, 0.3, 0.5, -0.3) if of.random() < 0.5 else (0.1, 0.3, 0.5, 0.6)
    harmless = of.random() < 0.4
    return {
        "of": members,
        "when": when,
        "needs": {field: abs(numbers.share(of.choice((0.1, 0.3, 0.6, 1.0)))) for field in needed}
        if len(members) < 2 or of.random() < 0.6
        else {},
        "advances": {field: numbers.share(of.choice(sizes)) for field in given},
        "benefit": numbers.money(of.choice((0, 10, 20) if harmless else (0, 10, 20, -10))),
        "cost": numbers.money(0 if harmless else of.choice((0, 0, 30, -30))),
    }


def goals_for(rng: random.Random, numbers: str = "ordinary") -> list[Goal]:
    """Return one to three different goals, now and then with slack or blended.

    Args:
        rng: Where the draws come from.
        numbers: The kind of numbers that slack has.
    """
    kind = KINDS[numbers](rng)
    goals = rng.sample(_GOALS, rng.choice((1, 2, 2, 2, 3)))
    goals = [goal.model_copy(update={"slack": _slack(rng, goal, kind)}) for goal in goals]
    if rng.random() < 0.4:
        goals.insert(rng.randint(0, len(goals)), rng.choice(YARDSTICKS))
    return goals


def goals_with_a_team(portfolio: Portfolio, seed: int) -> list[Goal]:
    """Return two or three goals, one of them about a team where there is one.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same goals.
    """
    of = random.Random(f"{seed}-team")  # noqa: S311  repeatable draws, no secrets
    goals: list[Goal] = of.sample([*YARDSTICKS, Fastest(), MostValue(slack=20.0), LeastCost()], 2)
    for team in list(portfolio.capacities)[:1]:
        level = Level(team=team, slack=of.choice((0.0, 0.0, 1.0)))
        blend = Blend(parts=[Part(goal=level, weight=3.0), Part(goal=MostScore(), weight=0.5)])
        goals.insert(of.randint(0, 2), of.choice((level, level, blend)))
    return goals


def starts_for(portfolio: Portfolio, seed: int) -> dict[str, int]:
    """Return starts of most initiatives, each within the horizon, whatever the other rules say."""
    rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    return {
        name: rng.randint(1, portfolio.periods - entry.duration + 1)
        for name, entry in portfolio.by_id.items()
        if entry.duration <= portfolio.periods and rng.random() < 0.8
    }


def _slack(rng: random.Random, goal: Goal, numbers: Numbers) -> float:
    if rng.random() < 0.75:
        return 0.0
    if isinstance(goal, LeastCost | MostValue):
        return numbers.money(rng.choice((25, 40)))
    return 1.0 if isinstance(goal, Soonest) else abs(numbers.share(rng.choice((0.05, 0.1))))


def _first_valid(seed: int, draw: Callable[[_Drawing], Data], numbers: str = "ordinary") -> Portfolio:
    """Draw until the portfolio is one that is not refused."""
    rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    kind = KINDS[numbers](random.Random(seed))  # noqa: S311
    while True:
        try:
            return Portfolio.model_validate(draw(_Drawing(rng, kind)))
        except InvalidInputError:
            continue


def _core(of: _Drawing) -> Data:
    budgets = {fund: _budget(of) for fund in of.funds}
    return {
        "horizon": of.periods,
        "initiatives": [_core_initiative(of, name) for name in of.shuffled()],
        "disc": {"disciplines": [_discipline(of, name) for name in of.levels], "start_level": 0},
        "start": _start(of),
        "ambition": {name: of.rng.randint(0, most) for name, most in of.levels.items() if of.often(0.2)},
        "credit": "full" if of.often(0.25) else "partial",
        "budget": budgets.pop("money"),
        "budgets": budgets,
    }


def _discipline(of: _Drawing, name: str) -> Data:
    return {"id": name, "levels": of.levels[name], "weight": of.size((1.0, 1.0, 2.0, 0.5, 1.5, 0.0))}


def _start(of: _Drawing) -> dict[str, float]:
    """Return levels of some disciplines, and the fulfilment of some fields beyond them."""
    start: dict[str, float] = {}
    for name, most in of.levels.items():
        if of.often(0.3):
            start[name] = of.rng.choice((0, 1, most))
    for field in of.fields:
        if int(field[1:]) > start.get(field[0], 0) and of.often(0.15):
            start[field] = of.share((0.1, 0.3, 0.4, 0.5, 0.9))
    return start


def _budget(of: _Drawing) -> object:
    """Return a total, amounts per period with and without carry-over, or no limit."""
    size = of.rng.choice((1, 2, 3, 5, 8))
    kind = of.rng.choice(("total", "total", "constant", "each", "each", "none"))
    if kind == "total":
        return of.sum_of(size)
    if kind == "none":
        return None
    per_period: object = of.sum_of(size)
    if kind == "each":
        per_period = [None if of.often(0.1) else of.sum_of(size) for _ in range(of.periods)]
    return {"per_period": per_period, "carry_over": of.often(0.5)}


def _cost(of: _Drawing, duration: int) -> object:
    """Return a plain amount, a spread or a profile, now and then with a running cost."""
    if of.often(0.4):
        return of.amount()
    cost: Data = {"running": of.amount((0, 0, 5, 10, 7.5))}
    if of.often(0.4):
        return cost | {"profile": of.amounts(duration)}
    return cost | {"amount": of.amount(), "spread": of.rng.choice(("even", "start", "completion"))}


def _core_initiative(of: _Drawing, name: str) -> Data:
    duration = of.durations[name]
    earlier = of.ids[: of.ids.index(name)]
    initiative: Data = {
        "id": name,
        "duration": duration,
        "cost": _cost(of, duration),
        "costs": {fund: _cost(of, duration) for fund in of.funds[1:] if of.often(0.5)},
        "advances": {} if of.often(0.1) else of.shares(3),
        "requires": of.some(earlier, 2) if earlier and of.often(0.25) else [],
        "needs": of.shares(1) if of.often(0.15) else {},
        "decision": of.rng.choices(("free", "must", "never"), (85, 12, 3))[0],
    }
    return initiative | _dates(of)


def _dates(of: _Drawing) -> Data:
    kinds = ("earliest_start", "latest_start", "deadline", "fixed_start")
    chances = (0.08, 0.05, 0.05, 0.03)
    return {
        kind: of.rng.randint(1, of.periods)
        for kind, chance in zip(kinds, chances, strict=True)
        if of.often(chance)
    }


def _full(of: _Drawing) -> Data:
    data = _core(of)
    teams = ["crew", "shop"][: of.rng.randint(0, 2)]
    owners = ["north", "south"][: of.rng.randint(0, 2)]
    data["initiatives"] = [_full_initiative(of, name, teams, owners) for name in of.shuffled()]
    data["disc"] = {"disciplines": [_any_discipline(of, name) for name in of.levels], "start_level": 0}
    data["capacities"] = {team: _capacity(of) for team in teams}
    data["budgets"] = _further_budgets(of, owners)
    data["groups"] = [_group(of, number) for number in range(of.rng.choice((0, 0, 1, 1, 2)))]
    if len(of.ids) > 1:
        data["synergies"] = [_synergy(of, number) for number in range(of.rng.choice((0, 1, 2, 2)))]
    data["discount_rate"] = of.rng.choice((0, 0, 0.02, 0.05, 0.1))
    if of.often(0.25):
        _judge_by_channel(of, data)
    return data


def _judge_by_channel(of: _Drawing, data: Data) -> None:
    """Have the fields judged over channels, some shares and needs being of one channel alone."""
    channels = ["web", "shop", "mail"][: of.rng.choice((1, 2, 2, 3))]
    disc: Any = data["disc"]
    disc["channels"] = [{"id": name, "weight": of.size((1.0, 1.0, 2.0, 0.5))} for name in channels]
    disc["over"] = of.rng.choice(("minimum", "minimum", "mean"))
    relevant = {}
    for row in disc["disciplines"]:
        relevant[row["id"]] = of.some(channels, len(channels)) if of.often(0.3) else channels
        if of.often(0.15):
            row["whole"], relevant[row["id"]] = True, []
        elif relevant[row["id"]] != channels or of.often(0.2):
            row["channels"] = relevant[row["id"]]
    initiatives: Any = data["initiatives"]
    synergies: Any = data.get("synergies", [])
    start: Any = data["start"]
    for given in [*(one["advances"] for one in initiatives), *(one["advances"] for one in synergies), start]:
        _told_apart(of, given, relevant, whole=0.3)
    for one in initiatives:
        _told_apart(of, one["needs"], relevant, whole=0.5)


def _told_apart(
    of: _Drawing, given: dict[str, float], relevant: dict[str, list[str]], *, whole: float
) -> None:
    """Replace some shares of fields by shares of their channels, or add to them."""
    for name in [name for name in given if name[-1].isdigit() and relevant[name[0]]]:
        if not of.often(whole):
            for channel in of.some(relevant[name[0]], 2):
                given[f"{name}@{channel}"] = given[name] if of.often(0.6) else abs(of.share())
            if of.often(0.8):
                del given[name]


def _any_discipline(of: _Drawing, name: str) -> Data:
    return _discipline(of, name) | {"order": "any" if of.often(0.25) else "outside in"}


def _capacity(of: _Drawing) -> object:
    if of.often(0.1):
        return None
    if of.often(0.5):
        return of.size((1, 2, 3.5, 5, 8))
    return [None if of.often(0.1) else of.size((0, 1, 2, 3, 4.5, 6)) for _ in range(of.periods)]


def _further_budgets(of: _Drawing, owners: Sequence[str]) -> Data:
    """Return the budgets of the other funds, and now and then one over several funds or for an owner."""
    budgets: Data = {fund: _budget(of) for fund in of.funds[1:]}
    if of.often(0.25):
        budgets["all together"] = _limited(of) | {"funds": of.funds}
    if owners and of.often(0.7):
        budgets["own"] = _limited(of) | {"funds": of.some(of.funds, 2), "owners": of.some(owners, 2)}
    return budgets


def _limited(of: _Drawing) -> Data:
    budget = _budget(of)
    return budget if isinstance(budget, dict) else {"total": budget}


def _full_initiative(of: _Drawing, name: str, teams: Sequence[str], owners: Sequence[str]) -> Data:
    initiative = _core_initiative(of, name)
    earlier = of.ids[: of.ids.index(name)]
    if earlier:
        initiative["requires"] = [
            _requirement(of, earlier) for _ in range(of.rng.choice((0, 0, 0, 0, 1, 1, 2)))
        ]
    initiative["effort"] = {team: _effort(of, of.durations[name]) for team in teams if of.often(0.6)}
    initiative["benefit"] = _benefit(of)
    initiative["owner"] = of.rng.choice(["", *owners])
    return initiative


def _requirement(of: _Drawing, earlier: Sequence[str]) -> object:
    if of.often(0.3):
        return of.rng.choice(earlier)
    return {
        "of": of.some(earlier, 2),
        "match": of.rng.choice(("all", "any")),
        "kind": of.rng.choice(("finish to start", "start to start")),
        "lag": of.rng.choice((0, 0, 0, 1, 2)),
    }


def _with_requirements(portfolio: Portfolio, rng: random.Random) -> Portfolio:
    """Return a portfolio in which one third have requirements of every kind; circles that can be kept among them."""
    names = list(portfolio.by_id)
    if len(names) < 2 or rng.random() > 1 / 3:
        return portfolio
    for _ in range(rng.randint(1, 3)):
        changed = rng.choice(portfolio.initiatives)
        others = [name for name in names if name != changed.id]
        requires = (*changed.requires[:1], _any_requirement(rng, others))
        initiatives = [
            one.model_copy(update={"requires": requires}) if one is changed else one
            for one in portfolio.initiatives
        ]
        fields = {name: getattr(portfolio, name) for name in type(portfolio).model_fields}
        with contextlib.suppress(InvalidInputError):  # a circle that cannot be kept
            portfolio = Portfolio.model_validate(
                fields | {"initiatives": [one.model_dump() for one in initiatives]}
            )
    return portfolio


def _any_requirement(rng: random.Random, others: Sequence[str]) -> Data:
    of = rng.sample(others, rng.randint(1, min(3, len(others))))
    kind = rng.choice(("finish to start", "start to start", "finish to finish", "start to finish", "chosen"))
    lag = 0 if kind == "chosen" else rng.choice((-2, -1, -1, 0, 0, 0, 1))
    some = rng.randint(1, len(of))
    entry: Data = {"of": of, "kind": kind, "lag": lag, "at_least": some}
    if some == len(of) and kind != "chosen" and rng.random() < 0.5:
        entry["max_lag"] = lag + rng.choice((0, 0, 1, 2))
    if rng.random() < 0.3:
        entry["given"] = rng.sample(others, 1)
    return entry


def _effort(of: _Drawing, duration: int) -> object:
    numbers = [of.size((0, 1, 1, 2, 1.5)) for _ in range(duration)]
    return numbers if of.often(0.4) else numbers[0]


def _benefit(of: _Drawing) -> object:
    numbers = [of.amount((-10, 0, 15, 20, 40, 7.5)) for _ in range(of.rng.randint(1, 4))]
    if of.often(0.5):
        return numbers[0]
    return {"profile": numbers, "counted_from": of.rng.choice(("start", "completion"))}


def _group(of: _Drawing, number: int) -> Data:
    members = of.some(of.ids, 3)
    return {
        "id": f"group {number}",
        "members": members,
        "at_least": of.rng.choice((0, 0, 0, 0, 1)),
        "at_most": of.rng.choice((None, 1, len(members))),
        "all_or_none": of.often(0.3),
    }


def _with_milestones(portfolio: Portfolio, of: random.Random, numbers: Numbers) -> Portfolio:
    """Return a portfolio with milestones, in two of five cases, that seldom ask for much."""
    count = of.choice((0, 0, 0, 1, 2))
    if not count:
        return portfolio
    milestones = [_milestone(portfolio, of, numbers) | {"id": f"milestone {place}"} for place in range(count)]
    scenarios = [{"id": "visit", "fields": [of.choice(list(portfolio.disc.fields))]}]
    return portfolio.model_copy(update={"milestones": milestones, "scenarios": scenarios})


def climbing_portfolio(seed: int) -> Portfolio:
    """Return a small portfolio with channels of which a milestone asks for a step of their ladder.

    Args:
        seed: Any number; the same number gives the same portfolio.
    """
    for place in itertools.count():
        portfolio = with_ladder(full_portfolio(1_000 * seed + place), 1_000 * seed + place)
        if any(one.channels for one in portfolio.milestones):
            return portfolio
    raise AssertionError("unreachable")


def braked_portfolio(seed: int) -> Portfolio:
    """Return a portfolio of which milestones and scenarios name a channel, and an initiative earns more once a field is there.

    Args:
        seed: Any number; the same number gives the same portfolio.
    """
    of = random.Random(f"{seed}-brake")  # noqa: S311  repeatable draws, no secrets
    for place in itertools.count():
        portfolio = full_portfolio(1_000 * seed + place)
        parts = [name for name in portfolio.disc.named if "@" in name]
        if not parts:
            continue
        known, asked = (
            Scenario(id="known", fields=[of.choice(parts)]),
            {of.choice(parts): of.choice((0.1, 0.3, 0.6))},
        )
        by = max(of.randint(1, portfolio.periods) for _ in range(2))
        milestone = Milestone(
            id="in a channel", by=by, fields=asked, scenario="known" if of.random() < 0.2 else None
        )
        drag = Synergy(id="drag", needs={of.choice(parts): 0.1}, benefit=-of.choice((0, 5, 10)))
        brake = Synergy(
            id="brake gone",
            of=[of.choice(list(portfolio.by_id))],
            needs={of.choice([*parts, *portfolio.disc.fields]): of.choice((0.3, 0.6, 1.0))},
            benefit=of.choice((10, 20, 40)),
        )
        return portfolio.model_copy(
            update={
                "scenarios": (*portfolio.scenarios, known),
                "milestones": (*portfolio.milestones, milestone),
                "synergies": (*portfolio.synergies, brake, *((drag,) if of.random() < 0.3 else ())),
            }
        )
    raise AssertionError("unreachable")


def with_ladder(portfolio: Portfolio, seed: int) -> Portfolio:
    """Return a portfolio in which initiatives join channels, and now and then a milestone asks for a step of their ladder.

    Args:
        portfolio: The portfolio; without channels it stays as it is.
        seed: Any number; the same number gives the same joints.
    """
    of = random.Random(f"{seed}-ladder")  # noqa: S311  repeatable draws, no secrets
    channels = [channel.id for channel in portfolio.disc.channels]
    if len(channels) < 2:
        return portfolio

    def joint() -> tuple[str, ...]:
        return tuple(of.sample(channels, of.randint(2, len(channels))))

    initiatives = tuple(
        one.model_copy(update={"links": joint() if of.random() < 0.4 else ()})
        for one in portfolio.initiatives
    )
    step = Milestone(
        id="step",
        by=max(of.randint(1, portfolio.periods) for _ in range(2)),
        channels=of.choice(("single", "multi", "cross", "cross", "omni", "omni")),
    )
    changed = {
        "initiatives": initiatives,
        "linked": (joint(),) if of.random() < 0.15 else (),
        "milestones": (*portfolio.milestones, step) if of.random() < 0.6 else portfolio.milestones,
    }
    return portfolio.model_copy(update=changed)


def _with_yardsticks(portfolio: Portfolio, of: random.Random, numbers: Numbers) -> Portfolio:
    """Return a portfolio with scores and due dates; the first initiative has every score."""
    initiatives = [
        one.model_copy(
            update={
                "scores": {
                    name: of.choice((-1, 1, 1)) * abs(numbers.money(of.choice((1, 2, 3, 5, 8, 2.5))))
                    for name in ("strategy", "risk")
                    if not place or of.random() < 0.6
                },
                "due": of.randint(1, portfolio.periods) if of.random() < 0.4 else None,
                "late_price": abs(numbers.money(of.choice((0, 1, 1, 2, 4.5)))),
            }
        )
        for place, one in enumerate(portfolio.initiatives)
    ]
    return portfolio.model_copy(update={"initiatives": tuple(initiatives)})


def _milestone(portfolio: Portfolio, of: random.Random, numbers: Numbers) -> Data:
    """Return a milestone that asks for one thing or two."""
    rows, outer = portfolio.disc.disciplines, [field for field in portfolio.disc.fields if field[-1] == "1"]
    shares = {field: abs(numbers.share(of.choice((0.1, 0.2, 0.4, 0.6, 1.0)))) for field in outer}
    wanted: Data = {
        "fields": {field: shares[field] for field in of.sample(outer, of.randint(1, min(2, len(outer))))},
        "levels": {of.choice(rows).id: of.choice((0, 1, 1))},
        "distance": abs(numbers.share(of.choice((0.5, 0.7, 0.8, 0.9, 0.95, 1.0)))),
        "complete": [of.choice(list(portfolio.by_id))],
        "scenario": "visit",
    }
    kinds = of.sample(sorted(wanted), 2 if of.random() < 0.3 else 1)
    return {
        "by": max(of.randint(1, portfolio.periods) for _ in range(3)),
        **{kind: wanted[kind] for kind in kinds},
    }


def _synergy(of: _Drawing, number: int) -> Data:
    members = of.rng.sample(of.ids, of.rng.randint(2, min(3, len(of.ids))))
    shares = {field: of.share((0.1, 0.3, 0.5, -0.1, -0.2, -0.6)) for field in of.some(of.fields, 2)}
    return {
        "id": f"synergy {number}",
        "of": members,
        "advances": shares,
        "benefit": of.amount((0, 10, -10)),
        "cost": of.amount((0, 30, 30, -30)),
    }
