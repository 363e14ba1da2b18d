"""For every rule a schedule it allows and one it forbids, worked out by hand; for the checker and the formulation."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from omniprio.disc import Channel, Disc, Discipline
from omniprio.portfolio import (
    Benefit,
    Budget,
    Capacity,
    Cost,
    Group,
    Horizon,
    Initiative,
    Measurement,
    Milestone,
    Mode,
    Portfolio,
    Requirement,
    Scenario,
    Start,
    Synergy,
    Window,
)

__all__ = ["CASES", "DISC", "RuleCase", "paid"]

YEAR = Horizon(periods=4, unit="quarter", start=date(2027, 1, 1))
DISC = Disc(disciplines=(Discipline(id="A", levels=2),), start_level=0)
CHANNELS = (Channel(id="web"), Channel(id="store", weight=3))
START_TO_START = "start to start"


class RuleCase(NamedTuple):
    """A rule at work: what it allows, what it forbids, and what it then says."""

    name: str
    portfolio: Portfolio
    allowed: dict[str, int]
    forbidden: dict[str, int]
    says: str


def one(web: Initiative) -> Portfolio:
    return Portfolio(horizon=YEAR, disc=DISC, initiatives=(web,))


def closed(
    *initiatives: Initiative, budget: Budget | None = None, crew: tuple[float, ...] = (9, 9, 9, 9)
) -> Portfolio:
    """Return four periods of which the second is closed."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=initiatives,
        closed=(2,),
        budget=budget,
        capacities={"crew": crew},
    )


def two(web: Initiative) -> Portfolio:
    return Portfolio(horizon=YEAR, disc=DISC, initiatives=(Initiative(id="crm", duration=2), web))


def three(required: Requirement) -> Portfolio:
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(
            Initiative(id="crm", duration=2),
            Initiative(id="cdp"),
            Initiative(id="web", requires=(required,)),
        ),
    )


def in_halves(
    first: float, second: float, *, carry_over: bool | float = True, at_least: float | None = None
) -> Portfolio:
    """Return a budget of two halves of the year; web costs 40 in each of two periods, crm 30 in one."""
    halves = (Window(periods=2, amount=first), Window(periods=2, amount=second, at_least=at_least))
    return spending_in_halves(Budget(windows=halves, carry_over=carry_over))


def spending_in_halves(budget: Budget) -> Portfolio:
    """Return a budget for web, which costs 40 in each of two periods, and crm, which costs 30 in one."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(Initiative(id="web", duration=2, cost=80), Initiative(id="crm", cost=30)),
        budget=budget,
    )


def paid(cost: float | Cost, budget: float | Budget) -> Portfolio:
    return Portfolio(
        horizon=YEAR, disc=DISC, initiatives=(Initiative(id="web", duration=2, cost=cost),), budget=budget
    )


def earning(budget: Budget) -> Portfolio:
    """Fair costs 4 and earns 4 in each period from its completion on, for the budget; web costs 9."""
    fair = Initiative(id="fair", cost=4, benefit=Benefit(per_period=4, into="money"))
    return Portfolio(horizon=YEAR, disc=DISC, initiatives=(fair, Initiative(id="web", cost=9)), budget=budget)


def owned(budget: Budget) -> Portfolio:
    """Two initiatives of two owners that cost 60 and 50 in two funds, and 10 more together."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(
            Initiative(id="web", cost=60, owner="north"),
            Initiative(id="crm", costs={"it": 50}, owner="south"),
        ),
        budgets={"it": None, "own": budget},
        synergies=(Synergy(id="interface", of=("web", "crm"), cost=10),),
    )


def staffed(capacity: float | tuple[float | None, ...]) -> Portfolio:
    """Web takes 1 and then 0.2 of the crew, crm 0.1 in each of two periods."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(
            Initiative(id="web", duration=2, effort={"crew": (1, 0.2)}),
            Initiative(id="crm", duration=2, effort={"crew": 0.1}),
        ),
        capacities={"crew": capacity},
    )


def hiring(capacity: Capacity) -> Portfolio:
    """Web takes 1 of the crew, crm 0.25 in each of three periods; a hire of two periods adds 0.5."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(
            Initiative(id="web", effort={"crew": 1}),
            Initiative(id="crm", duration=3, effort={"crew": 0.25}),
            Initiative(id="hire", duration=2, adds={"crew": 0.5}),
        ),
        capacities={"crew": capacity},
    )


def grouped(group: Group) -> Portfolio:
    return Portfolio(
        horizon=YEAR, disc=DISC, initiatives=tuple(Initiative(id=name) for name in "abc"), groups=(group,)
    )


def kept_apart(apart: int) -> Portfolio:
    """Return three that take two periods, one and one, and are to be so far apart."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(Initiative(id="a", duration=2), Initiative(id="b"), Initiative(id="c")),
        groups=(Group(id="shop", members=("a", "b", "c"), apart=apart),),
    )


def moded() -> Portfolio:
    """Return one that is slow or fast, and one that requires it."""
    crm = Initiative(id="crm", modes=(Mode(id="slow", duration=2), Mode(id="fast")))
    return Portfolio(horizon=YEAR, disc=DISC, initiatives=(crm, Initiative(id="web", requires=("crm",))))


def due_while_running() -> Portfolio:
    """Return one that may run over, which a milestone wants complete."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(Initiative(id="web", duration=2, may_run_over=True),),
        milestones=(Milestone(id="done", by=4, complete=("web",)),),
    )


def together(synergy: Synergy, *milestones: Milestone, budget: Budget | None = None) -> Portfolio:
    """Return crm, which takes one period, web, which takes two, and app, which takes one and gives 0.6 of A1."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(
            Initiative(id="crm"),
            Initiative(id="web", duration=2),
            Initiative(id="app", advances={"A1": 0.6}),
        ),
        synergies=(synergy,),
        milestones=milestones,
        budget=budget,
    )


def laddered(milestone: Milestone) -> Portfolio:
    """Return three channels, the web in use: shop brings the store, letters the mail, and two more join one each to the web."""
    return Portfolio(
        horizon=YEAR,
        disc=Disc(disciplines=DISC.disciplines, start_level=0, channels=(*CHANNELS, Channel(id="mail"))),
        initiatives=(
            Initiative(id="shop", advances={"A1@store": 0.1}),
            Initiative(id="letters", advances={"A2@mail": 0.5}),
            Initiative(id="card", duration=2, links=("store", "web")),
            Initiative(id="profile", links=("web", "mail")),
        ),
        start={"A1@web": 0.2},
        milestones=(milestone,),
    )


def joining(
    *initiatives: Initiative, used: tuple[str, ...] = ("web",), linked: tuple[tuple[str, ...], ...] = ()
) -> Portfolio:
    """Return four channels, some of them in use at the start, of which all in use are to be joined by the end of 3; letters bring mail."""
    channels = (*CHANNELS, Channel(id="mail"), Channel(id="app"))
    return Portfolio(
        horizon=YEAR,
        disc=Disc(disciplines=DISC.disciplines, start_level=0, channels=channels),
        initiatives=(Initiative(id="letters", advances={"A2@mail": 0.5}), *initiatives),
        start={f"A1@{channel}": 0.2 for channel in used},
        linked=linked,
        milestones=(Milestone(id="soon", by=3, channels="omni"),),
    )


def measured(group: Group) -> Portfolio:
    """Web costs 30 and 10 a period afterwards, crm 60, app 10; they fit 3, -1 and 2; web and app are north's."""
    return Portfolio(
        horizon=YEAR,
        disc=DISC,
        initiatives=(
            Initiative(id="web", cost=Cost(amount=30, running=10), scores={"fit": 3}, owner="north"),
            Initiative(id="crm", cost=60, scores={"fit": -1}, tags={"kind": ("base", "data")}),
            Initiative(id="app", cost=10, scores={"fit": 2}, owner="north", tags={"kind": ("data",)}),
        ),
        groups=(group,),
    )


def due(milestone: Milestone, order: Literal["outside in", "any"] = "outside in") -> Portfolio:
    """Web completes A1 in two periods, app 0.6 and crm 0.4 of A2, and shop a third field behind them."""
    return Portfolio(
        horizon=YEAR,
        disc=Disc(disciplines=(Discipline(id="A", levels=3, order=order),), start_level=0),
        initiatives=(
            Initiative(id="web", duration=2, advances={"A1": 1.0}),
            Initiative(id="app", advances={"A2": 0.6}),
            Initiative(id="crm", advances={"A2": 0.4}),
            Initiative(id="shop", advances={"A3": 1.0}),
        ),
        milestones=(milestone,),
        scenarios=(Scenario(id="visit", fields=("A2",)),),
    )


CASES: dict[str, RuleCase] = {
    # 3 + 2 - 1 = 4 is the last period, 4 + 2 - 1 = 5 is after it
    "completes in time": RuleCase(
        "horizon",
        one(Initiative(id="web", duration=2)),
        {"web": 3},
        {"web": 4},
        "web starts in period 4 (2027 Q4) and completes in period 5, after the last one, period 4 (2027 Q4)",
    ),
    # 4 + 2 - 1 = 5 is after the last period; 5 is no period of the plan
    "may run over": RuleCase(
        "horizon",
        one(Initiative(id="web", duration=2, may_run_over=True)),
        {"web": 4},
        {"web": 5},
        "web starts in period 5 and completes in period 6, after the last one, period 4 (2027 Q4)",
    ),
    "what runs over opens nothing": RuleCase(
        "milestone",
        due_while_running(),
        {"web": 3},
        {"web": 4},
        "milestone done: web completes in period 5, and must be complete by the end of period 4 (2027 Q4)",
    ),
    # fast it is complete in 1, slow in 2
    "requires what has modes": RuleCase(
        "requires",
        moded(),
        {"crm": Start(1, "fast"), "web": 2},
        {"crm": Start(1, "slow"), "web": 2},
        "web starts in period 2 (2027 Q2), but requires crm (allows period 3 (2027 Q3) at the earliest)",
    ),
    # 2 is closed to all and 4 to web: started in 1 it is worked on in 1 and 3; started in 3 it would be in 3 and 5
    "completes in time around closed periods": RuleCase(
        "horizon",
        closed(Initiative(id="web", duration=2, closed=(4,))),
        {"web": 1},
        {"web": 3},
        "web starts in period 3 (2027 Q3) and completes in period 5, after the last one, period 4 (2027 Q4)",
    ),
    "starts while work is done": RuleCase(
        "closed",
        closed(Initiative(id="web")),
        {"web": 3},
        {"web": 2},
        "web starts in period 2 (2027 Q2), in which no work is done",
    ),
    "starts while its own work is done": RuleCase(
        "closed",
        one(Initiative(id="web", closed=(2,))),
        {"web": 3},
        {"web": 2},
        "web starts in period 2 (2027 Q2), in which no work is done",
    ),
    "deadline after a closed period": RuleCase(
        "window",
        closed(Initiative(id="web", duration=2, deadline=3)),
        {"web": 1},
        {"web": 3},
        "web completes in period 4 (2027 Q4); its deadline is period 3 (2027 Q3)",
    ),
    # crm is worked on in 1 and 3: complete at the end of 3
    "requires what is complete after a closed period": RuleCase(
        "requires",
        closed(Initiative(id="crm", duration=2), Initiative(id="web", requires=("crm",))),
        {"crm": 1, "web": 4},
        {"crm": 1, "web": 3},
        "web starts in period 3 (2027 Q3), but requires crm (allows period 4 (2027 Q4) at the earliest)",
    ),
    # 60 over two periods of work are 30 each, in 1 and 3, or in 3 and 4
    "budget around a closed period": RuleCase(
        "budget",
        closed(
            Initiative(id="web", duration=2, cost=60),
            budget=Budget(per_period=(30, 0, 30, 20), carry_over=False),
        ),
        {"web": 1},
        {"web": 3},
        "main budget: 30 spent in period 4 (2027 Q4), 20 available: 10 too much",
    ),
    "capacity around a closed period": RuleCase(
        "capacity",
        closed(Initiative(id="web", duration=2, effort={"crew": (1, 2)}), crew=(1, 0, 2, 1)),
        {"web": 1},
        {"web": 3},
        "capacity crew: 2 taken in period 4 (2027 Q4), 1 available: 1 too much",
    ),
    "earliest start": RuleCase(
        "window",
        one(Initiative(id="web", earliest_start=3)),
        {"web": 3},
        {"web": 2},
        "web starts in period 2 (2027 Q2); its earliest start is period 3 (2027 Q3)",
    ),
    "latest start": RuleCase(
        "window",
        one(Initiative(id="web", duration=2, latest_start=1)),
        {"web": 1},
        {"web": 2},
        "web starts in period 2 (2027 Q2); its latest start is period 1 (2027 Q1)",
    ),
    # 2 + 2 - 1 = 3 is the deadline, 3 + 2 - 1 = 4 is after it
    "deadline": RuleCase(
        "window",
        one(Initiative(id="web", duration=2, deadline=3)),
        {"web": 2},
        {"web": 3},
        "web completes in period 4 (2027 Q4); its deadline is period 3 (2027 Q3)",
    ),
    "fixed start, too late": RuleCase(
        "window",
        one(Initiative(id="web", fixed_start=2)),
        {"web": 2},
        {"web": 3},
        "web starts in period 3 (2027 Q3); its fixed start is period 2 (2027 Q2)",
    ),
    "fixed start, too early or not at all": RuleCase(
        "window",
        one(Initiative(id="web", fixed_start=2)),
        {},
        {"web": 1},
        "web starts in period 1 (2027 Q1); its fixed start is period 2 (2027 Q2)",
    ),
    "must": RuleCase(
        "decision",
        one(Initiative(id="web", decision="must", decision_reason="the board, in May")),
        {"web": 1},
        {},
        "web is left out, but the decision is must (the board, in May)",
    ),
    "never": RuleCase(
        "decision",
        one(Initiative(id="web", decision="never")),
        {},
        {"web": 1},
        "web is chosen, but the decision is never",
    ),
    # crm occupies 1 and 2, so web starts in 3
    "finish to start": RuleCase(
        "requires",
        two(Initiative(id="web", requires=("crm",))),
        {"crm": 1, "web": 3},
        {"crm": 1, "web": 2},
        "web starts in period 2 (2027 Q2), but requires crm (allows period 3 (2027 Q3) at the earliest)",
    ),
    "required and left out": RuleCase(
        "requires",
        two(Initiative(id="web", requires=("crm",))),
        {"crm": 1},
        {"web": 4},
        "web starts in period 4 (2027 Q4), but requires crm (left out)",
    ),
    # one full period, 3, between crm in 1 and 2 and web
    "finish to start with lag": RuleCase(
        "requires",
        two(Initiative(id="web", requires=(Requirement(of=("crm",), lag=1),))),
        {"crm": 1, "web": 4},
        {"crm": 1, "web": 3},
        "web starts in period 3 (2027 Q3), but requires crm (allows period 4 (2027 Q4) at the earliest)",
    ),
    "start to start": RuleCase(
        "requires",
        two(Initiative(id="web", requires=(Requirement(of=("crm",), kind=START_TO_START),))),
        {"crm": 2, "web": 2},
        {"crm": 2, "web": 1},
        "web starts in period 1 (2027 Q1), but requires crm (allows period 2 (2027 Q2) at the earliest)",
    ),
    "start to start with lag": RuleCase(
        "requires",
        two(Initiative(id="web", requires=(Requirement(of=("crm",), kind=START_TO_START, lag=2),))),
        {"crm": 1, "web": 3},
        {"crm": 1, "web": 2},
        "web starts in period 2 (2027 Q2), but requires crm (allows period 3 (2027 Q3) at the earliest)",
    ),
    # cdp is complete after period 1, crm after period 3
    "any of two": RuleCase(
        "requires",
        three(Requirement(of=("crm", "cdp"), match="any")),
        {"crm": 2, "cdp": 1, "web": 2},
        {"crm": 2, "web": 2},
        "web starts in period 2 (2027 Q2), but requires crm (allows period 4 (2027 Q4) at the earliest) or "
        "cdp (left out)",
    ),
    "all of two": RuleCase(
        "requires",
        three(Requirement(of=("crm", "cdp"))),
        {"crm": 1, "cdp": 2, "web": 3},
        {"crm": 1, "cdp": 3, "web": 3},
        "web starts in period 3 (2027 Q3), but requires cdp (allows period 4 (2027 Q4) at the earliest)",
    ),
    # crm takes 2 periods; web may begin in its last one
    "finish to start with overlap": RuleCase(
        "requires",
        two(Initiative(id="web", requires=(Requirement(of=("crm",), lag=-1),))),
        {"crm": 2, "web": 3},
        {"crm": 2, "web": 2},
        "web starts in period 2 (2027 Q2), but requires crm (allows period 3 (2027 Q3) at the earliest)",
    ),
    # web takes 1: it completes when crm does, in 3, or later
    "finish to finish": RuleCase(
        "requires",
        two(Initiative(id="web", requires=(Requirement(of=("crm",), kind="finish to finish"),))),
        {"crm": 2, "web": 3},
        {"crm": 2, "web": 2},
        "web starts in period 2 (2027 Q2), but requires crm (allows period 3 (2027 Q3) at the earliest)",
    ),
    # web takes 2 and period 2 is closed: begun in 1, it completes in 3; to complete in 4 it begins in 3
    "finish to finish around a closed period": RuleCase(
        "requires",
        closed(
            Initiative(id="crm"),
            Initiative(id="web", duration=2, requires=(Requirement(of=("crm",), kind="finish to finish"),)),
        ),
        {"crm": 3, "web": 1},
        {"crm": 4, "web": 1},
        "web starts in period 1 (2027 Q1), but requires crm (allows period 3 (2027 Q3) at the earliest)",
    ),
    # web takes 3: begun in 2, it completes in 4, the period after crm starts; lag 1
    "start to finish": RuleCase(
        "requires",
        two(
            Initiative(
                id="web", duration=3, requires=(Requirement(of=("crm",), kind="start to finish", lag=1),)
            )
        ),
        {"crm": 3, "web": 2},
        {"crm": 3, "web": 1},
        "web starts in period 1 (2027 Q1), but requires crm (allows period 2 (2027 Q2) at the earliest)",
    ),
    # crm is complete after 2, so 3 is the only start with nothing in between
    "no later than": RuleCase(
        "requires",
        two(Initiative(id="web", requires=(Requirement(of=("crm",), max_lag=0),))),
        {"crm": 1, "web": 3},
        {"crm": 1, "web": 4},
        "web starts in period 4 (2027 Q4), but requires crm (allows period 3 (2027 Q3) at the latest)",
    ),
    # cdp is complete after 1: web starts in 2 or 3
    "no later than one period after": RuleCase(
        "requires",
        three(Requirement(of=("cdp",), max_lag=1)),
        {"cdp": 1, "web": 3},
        {"cdp": 1, "web": 4},
        "web starts in period 4 (2027 Q4), but requires cdp (allows period 3 (2027 Q3) at the latest)",
    ),
    # crm ends in 2: web, of 2 periods, ends in 2 or 3
    "ends no later than one period after": RuleCase(
        "requires",
        two(
            Initiative(
                id="web", duration=2, requires=(Requirement(of=("crm",), kind="finish to finish", max_lag=1),)
            )
        ),
        {"crm": 1, "web": 2},
        {"crm": 1, "web": 3},
        "web starts in period 3 (2027 Q3), but requires crm (allows period 2 (2027 Q2) at the latest)",
    ),
    # with crm, web follows cdp at once; without it, whenever
    "no later than, if another is chosen": RuleCase(
        "requires",
        three(Requirement(of=("cdp",), max_lag=0, given=("crm",))),
        {"cdp": 1, "web": 4},
        {"crm": 1, "cdp": 1, "web": 4},
        "web starts in period 4 (2027 Q4), but requires cdp (allows period 2 (2027 Q2) at the latest)",
    ),
    "no later than, and another is chosen": RuleCase(
        "requires",
        three(Requirement(of=("cdp",), max_lag=0, given=("crm",))),
        {"crm": 1, "cdp": 1, "web": 2},
        {"crm": 1, "cdp": 1, "web": 3},
        "web starts in period 3 (2027 Q3), but requires cdp (allows period 2 (2027 Q2) at the latest)",
    ),
    "only chosen": RuleCase(
        "requires",
        two(Initiative(id="web", requires=(Requirement(of=("crm",), kind="chosen"),))),
        {"crm": 3, "web": 1},
        {"web": 1},
        "web starts in period 1 (2027 Q1), but requires crm (left out)",
    ),
    "so many of several": RuleCase(
        "requires",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(
                *(Initiative(id=name) for name in ("crm", "cdp", "app")),
                Initiative(id="web", requires=(Requirement(of=("crm", "cdp", "app"), at_least=2),)),
            ),
        ),
        {"crm": 1, "app": 2, "web": 3},
        {"crm": 1, "app": 3, "web": 3},
        "web starts in period 3 (2027 Q3), but requires cdp (left out) or "
        "app (allows period 4 (2027 Q4) at the earliest)",
    ),
    # without cdp, web may come before crm
    "only if another is chosen": RuleCase(
        "requires",
        three(Requirement(of=("crm",), given=("cdp",))),
        {"crm": 3, "web": 1},
        {"crm": 3, "cdp": 1, "web": 1},
        "web starts in period 1 (2027 Q1), but requires crm (allows period 5 at the earliest)",
    ),
    # without cdp, web needs none of the others; with it, two
    "so many of several, only if another is chosen": RuleCase(
        "requires",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(
                *(Initiative(id=name) for name in ("crm", "cdp", "app", "erp")),
                Initiative(
                    id="web", requires=(Requirement(of=("crm", "app", "erp"), at_least=2, given=("cdp",)),)
                ),
            ),
        ),
        {"web": 1},
        {"cdp": 1, "web": 1},
        "web starts in period 1 (2027 Q1), but requires 2 more of crm (left out), app (left out), erp (left out)",
    ),
    # 0.6 is there at the end of period 2, when crm is complete
    "needs a field": RuleCase(
        "needs",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(
                Initiative(id="crm", duration=2, advances={"A1": 0.5}),
                Initiative(id="web", needs={"A1": 0.599}),
            ),
            start={"A1": 0.1},
        ),
        {"crm": 1, "web": 3},
        {"crm": 1, "web": 2},
        "web starts in period 2 (2027 Q2) and needs A1 at 0.599, which is at 0.1 then: 0.499 short",
    ),
    # 0.6 in the web is not 0.6 in the store
    "needs every channel": RuleCase(
        "needs",
        Portfolio(
            horizon=YEAR,
            disc=Disc(disciplines=DISC.disciplines, start_level=0, channels=CHANNELS),
            initiatives=(
                Initiative(id="online", advances={"A1@web": 0.6}),
                Initiative(id="shop", advances={"A1@store": 0.5}),
                Initiative(id="app", needs={"A1": 0.5}),
            ),
        ),
        {"online": 1, "shop": 2, "app": 3},
        {"online": 1, "shop": 2, "app": 2},
        "app starts in period 2 (2027 Q2) and needs A1 at 0.5, which is at 0 then: 0.5 short",
    ),
    # (1 x 0.6 + 3 x 0) / 4 = 0.15, and with the shop (0.6 + 3 x 0.5) / 4 = 0.525
    "needs the mean of channels": RuleCase(
        "needs",
        Portfolio(
            horizon=YEAR,
            disc=Disc(disciplines=DISC.disciplines, start_level=0, channels=CHANNELS, over="mean"),
            initiatives=(
                Initiative(id="online", advances={"A1@web": 0.6}),
                Initiative(id="shop", advances={"A1@store": 0.5}),
                Initiative(id="app", needs={"A1": 0.525}),
            ),
        ),
        {"online": 1, "shop": 2, "app": 3},
        {"online": 1, "shop": 2, "app": 2},
        "app starts in period 2 (2027 Q2) and needs A1 at 0.525, which is at 0.15 then: 0.375 short",
    ),
    "needs what the start has": RuleCase(
        "needs",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(Initiative(id="web", needs={"A1": 0.6}), Initiative(id="app", needs={"A1": 0.61})),
            start={"A1": 0.6},
        ),
        {"web": 1},
        {"app": 1},
        "app starts in period 1 (2027 Q1) and needs A1 at 0.61, which is at 0.6 then: 0.01 short",
    ),
    # 2,000 + 620 = 2,620 is 120 more than 2,500
    "total": RuleCase(
        "budget",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(Initiative(id="crm", cost=2000), Initiative(id="web", cost=620)),
            budget=2500,
        ),
        {"crm": 1},
        {"crm": 1, "web": 4},
        "main budget: 2,620 spent by period 4 (2027 Q4), 2,500 available: 120 too much",
    ),
    # 75 in each of two periods: from 1 on 75 of 60, 150 of 60 + 90; from 2 on 75 of 60 + 90, 150 of 60 + 90 + 40
    "carried over": RuleCase(
        "budget",
        paid(150, Budget(per_period=(60, 90, 40, 10))),
        {"web": 2},
        {"web": 1},
        "main budget: 75 spent by period 1 (2027 Q1), 60 available: 15 too much",
    ),
    # 75 in 2 and 3 against 100 and 60
    "not carried over": RuleCase(
        "budget",
        paid(150, Budget(per_period=(100, 75, 60, 75), carry_over=False)),
        {"web": 1},
        {"web": 2},
        "main budget: 75 spent in period 3 (2027 Q3), 60 available: 15 too much",
    ),
    "no limit in a period, carried over to all later ones": RuleCase(
        "budget",
        paid(150, Budget(per_period=(100, 10, None, 0))),
        {"web": 3},
        {"web": 1},
        "main budget: 150 spent by period 2 (2027 Q2), 110 available: 40 too much",
    ),
    "no limit in a period, not carried over": RuleCase(
        "budget",
        paid(Cost(amount=75, spread="completion"), Budget(per_period=(0, 0, None, 0), carry_over=False)),
        {"web": 2},
        {"web": 3},
        "main budget: 75 spent in period 4 (2027 Q4), 0 available: 75 too much",
    ),
    # 60 in period 1 of work; 7 running in 3 and 4 makes 74, in 4 alone 67
    "running costs": RuleCase(
        "budget",
        paid(Cost(amount=60, spread="start", running=7), 70),
        {"web": 2},
        {"web": 1},
        "main budget: 74 spent by period 4 (2027 Q4), 70 available: 4 too much",
    ),
    "one amount for every period": RuleCase(
        "budget",
        paid(Cost(profile=(30, 10)), Budget(per_period=20)),
        {"web": 2},
        {"web": 1},
        "main budget: 30 spent by period 1 (2027 Q1), 20 available: 10 too much",
    ),
    # 60 from money + 50 from it + 10 for both
    "several funds": RuleCase(
        "budget",
        owned(Budget(total=110, funds=("money", "it"))),
        {"web": 1},
        {"web": 1, "crm": 2},
        "budget own: 120 spent by period 2 (2027 Q2), 110 available: 10 too much",
    ),
    # the 10 for both are not the south's alone
    "one owner": RuleCase(
        "budget",
        owned(Budget(total=45, funds=("money", "it"), owners=("south",))),
        {"web": 1},
        {"web": 1, "crm": 1},
        "budget own: 50 spent by period 1 (2027 Q1), 45 available: 5 too much",
    ),
    # with both owners named the 10 count: 60 + 10
    "all owners of a synergy": RuleCase(
        "budget",
        owned(Budget(total=60, funds=("money",), owners=("south", "north"))),
        {"web": 1},
        {"web": 1, "crm": 1},
        "budget own: 70 spent by period 1 (2027 Q1), 60 available: 10 too much",
    ),
    # the 10 for both, which fall in 1 too, are not the south's alone: 50 for 50
    "a synergy of two owners is none of one": RuleCase(
        "budget",
        owned(Budget(per_period=(50, 0, 0, 0), carry_over=False, funds=("money", "it"), owners=("south",))),
        {"web": 1, "crm": 1},
        {"web": 1, "crm": 2},
        "budget own: 50 spent in period 2 (2027 Q2), 0 available: 50 too much",
    ),
    # 50 from it; the 60 are from money
    "its own funds alone": RuleCase(
        "budget",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(Initiative(id="web", cost=60, costs={"it": 50}),),
            budgets={"it": Budget(per_period=(50, 0, 0, 0), carry_over=False)},
        ),
        {"web": 1},
        {"web": 2},
        "budget it: 50 spent in period 2 (2027 Q2), 0 available: 50 too much",
    ),
    # 60 less the 20 that both save are the 40 of period 1
    "a synergy that saves": RuleCase(
        "budget",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(Initiative(id="web", cost=60), Initiative(id="crm")),
            budget=Budget(per_period=40, carry_over=False),
            synergies=(Synergy(id="one team", of=("web", "crm"), cost=-20),),
        ),
        {"web": 1, "crm": 1},
        {"web": 1, "crm": 2},
        "main budget: 60 spent in period 1 (2027 Q1), 40 available: 20 too much",
    ),
    # 10 at half as much again in each period: 15 where both are complete at the end of 2, 22.5 where they are at the end of 3
    "a synergy at prices that grow": RuleCase(
        "budget",
        together(Synergy(id="both", of=("crm", "web"), cost=10), budget=Budget(total=15)).model_copy(
            update={"funds": {"money": {"index": 0.5}}}
        ),
        {"crm": 1, "web": 1},
        {"crm": 1, "web": 2},
        "main budget: 22.5 spent by period 3 (2027 Q3), 15 available: 7.5 too much",
    ),
    # web costs 40 in each of two periods, crm 30 in one: 40 + 40 in the first half, 30 in the second
    "a window": RuleCase(
        "budget",
        in_halves(80, 40, carry_over=False),
        {"web": 1, "crm": 3},
        {"web": 3, "crm": 2},
        "main budget: 80 spent from period 3 (2027 Q3) to period 4 (2027 Q4), 40 available: 40 too much",
    ),
    # all 80 of the first half go on: 80 in the second, 120 there
    "windows, all carried over": RuleCase(
        "budget",
        in_halves(80, 40),
        {"web": 3, "crm": 3},
        {"web": 1, "crm": 2},
        "main budget: 110 spent by period 2 (2027 Q2), 80 available: 30 too much",
    ),
    # a quarter of 120, 30, goes on at most: 50 + 30 are there in the second half, 110 too much
    "windows, a share carried over": RuleCase(
        "budget",
        in_halves(120, 50, carry_over=0.25),
        {"web": 3},
        {"web": 3, "crm": 4},
        "main budget: 110 spent from period 3 (2027 Q3) to period 4 (2027 Q4), 80 available: 30 too much",
    ),
    # 60 in 1; of it 15 go on at most, and 30 + 15 are there in 2: 40 fit, then 5 of 30 are left, and 10 + 5 are too little
    "periods, a share carried over": RuleCase(
        "budget",
        paid(80, Budget(per_period=(60, 30, 10, 30), carry_over=0.25)),
        {"web": 1},
        {"web": 2},
        "main budget: 40 spent in period 3 (2027 Q3), 15 available: 25 too much",
    ),
    # what is overspent in the first half is told once: in the second there are 85 for 80
    "a share of nothing left": RuleCase(
        "budget",
        in_halves(20, 85, carry_over=0.5),
        {"crm": 3},
        {"crm": 1, "web": 3},
        "main budget: 30 spent in period 1 (2027 Q1), 20 available: 10 too much",
    ),
    # without a limit in 1 there is none in 2; from 2 half of 30 goes on at most, and 10 + 15 are too little for 40 in 3
    "a share of what has no limit": RuleCase(
        "budget",
        paid(80, Budget(per_period=(None, 30, 10, 10), carry_over=0.5)),
        {"web": 1},
        {"web": 2},
        "main budget: 40 spent in period 3 (2027 Q3), 25 available: 15 too much",
    ),
    # 5 + 4 in each of 1 and 2 are 13 for 9; and 5 + 4 are 9 for 9 and 4 of crm
    "income by period": RuleCase(
        "budget",
        earning(Budget(per_period=5, carry_over=False)),
        {"fair": 1, "web": 2},
        {"fair": 2, "web": 1},
        "main budget: 9 spent in period 1 (2027 Q1), 5 available: 4 too much",
    ),
    # by the end of 2: 5 and twice 4 for 9 and 4, where fair earns from 1 on; 5 and 4 where it does from 2 on
    "income": RuleCase(
        "budget",
        earning(Budget(total=5)),
        {"fair": 1, "web": 2},
        {"fair": 2, "web": 2},
        "main budget: 13 spent by period 2 (2027 Q2), 9 available: 4 too much",
    ),
    # 5 and twice 4 in the first half, of which at most half of 5 is carried into the second: 2.5 + 1 + 4 in 3
    "income in a window": RuleCase(
        "budget",
        earning(Budget(windows=(Window(periods=2, amount=5), Window(periods=2, amount=1)), carry_over=0.5)),
        {"fair": 1, "web": 2},
        {"fair": 1, "web": 3},
        "main budget: 9 spent in period 3 (2027 Q3), 7.5 available: 1.5 too much",
    ),
    # prices of half as much again in each period: 40 x 1.5 + 40 x 2.25 = 150 from 2 on, 40 x 2.25 + 40 x 3.375 = 225 from 3 on
    "prices that grow": RuleCase(
        "budget",
        paid(80, 150).model_copy(update={"funds": {"money": {"index": 0.5}}}),
        {"web": 2},
        {"web": 3},
        "main budget: 225 spent by period 4 (2027 Q4), 150 available: 75 too much",
    ),
    # 10 more in each of 3 and 4, at 2.25 and 3.375 times the price: 40 + 60 + 22.5 + 33.75 = 156.25
    "running costs at prices that grow": RuleCase(
        "group",
        paid(Cost(amount=80, running=10), Budget()).model_copy(
            update={
                "funds": {"money": {"index": 0.5}},
                "groups": [Group(id="g", members=("web",), fund="money", at_most=156.25)],
            }
        ),
        {"web": 1},
        {"web": 2},
        "group g: the cost in the main budget of what is chosen of web is 183.75, at most 156.25 allowed",
    ),
    "least spending": RuleCase(  # 60 and 50, and 10 for both
        "least_spending",
        owned(Budget(at_least=120, funds=("money", "it"), owners=("south", "north"))),
        {"web": 1, "crm": 1},
        {"web": 1},
        "budget own: 60 spent from period 1 (2027 Q1) to period 4 (2027 Q4), 120 wanted: 60 too little",
    ),
    "least spending in a window": RuleCase(
        "least_spending",
        in_halves(100, 100, at_least=80),
        {"web": 3},
        {"web": 2},
        "main budget: 40 spent from period 3 (2027 Q3) to period 4 (2027 Q4), 80 wanted: 40 too little",
    ),
    # 40 + 40 + 30, or 40 + 40
    "hardly too little spent in a window": RuleCase(
        "least_spending",
        in_halves(100, 120, at_least=80.001),
        {"web": 3, "crm": 3},
        {"web": 3},
        "main budget: 80 spent from period 3 (2027 Q3) to period 4 (2027 Q4), 80.001 wanted: 0.001 too little",
    ),
    "least spending in the first of two windows": RuleCase(  # what is spent later does not count
        "least_spending",
        spending_in_halves(Budget(windows=(Window(periods=2, at_least=30), Window(periods=2)))),
        {"crm": 2, "web": 3},
        {"web": 3, "crm": 3},
        "main budget: 0 spent from period 1 (2027 Q1) to period 2 (2027 Q2), 30 wanted: 30 too little",
    ),
    "least spending in all beside that in a window": RuleCase(  # 80 and 30, or 80
        "least_spending",
        spending_in_halves(Budget(windows=(Window(periods=2), Window(periods=2, at_least=40)), at_least=110)),
        {"crm": 1, "web": 2},
        {"web": 2},
        "main budget: 80 spent from period 1 (2027 Q1) to period 4 (2027 Q4), 110 wanted: 30 too little",
    ),
    "least spending in a window beside that in all": RuleCase(  # 40 in each half, or 80 in the first
        "least_spending",
        spending_in_halves(Budget(windows=(Window(periods=2), Window(periods=2, at_least=40)), at_least=80)),
        {"web": 2},
        {"web": 1},
        "main budget: 0 spent from period 3 (2027 Q3) to period 4 (2027 Q4), 40 wanted: 40 too little",
    ),
    # 0.2 + 0.1 is 0.3 exactly, 1 + 0.1 is more
    "capacity": RuleCase(
        "capacity",
        staffed((1, 0.3, 0.1, 0)),
        {"web": 1, "crm": 2},
        {"web": 1, "crm": 1},
        "capacity crew: 1.1 taken in period 1 (2027 Q1), 1 available: 0.1 too much",
    ),
    "one capacity for every period": RuleCase(
        "capacity",
        staffed(1),
        {"web": 3, "crm": 1},
        {"web": 3, "crm": 3},
        "capacity crew: 1.1 taken in period 3 (2027 Q3), 1 available: 0.1 too much",
    ),
    "no limit of capacity in a period": RuleCase(
        "capacity",
        staffed((0, None, 0.2, 0)),
        {"web": 2},
        {"crm": 3},
        "capacity crew: 0.1 taken in period 4 (2027 Q4), 0 available: 0.1 too much",
    ),
    # web takes 1 in 1; the hire is complete at the end of 2 and adds 0.5 to 0.5 from 2 on
    "capacity that an initiative adds": RuleCase(
        "capacity",
        hiring(Capacity(amount=0.5)),
        {"hire": 1, "web": 2},
        {"hire": 2, "web": 2},
        "capacity crew: 1 taken in period 2 (2027 Q2), 0.5 available: 0.5 too much",
    ),
    "capacity by mode": RuleCase(
        "capacity",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(
                Initiative(
                    id="crm",
                    modes=(
                        Mode(id="slow", duration=2, effort={"crew": 1}),
                        Mode(id="fast", effort={"crew": 2}),
                    ),
                ),
            ),
            capacities={"crew": 1},
        ),
        {"crm": Start(1, "slow")},
        {"crm": Start(1, "fast")},
        "capacity crew: 2 taken in period 1 (2027 Q1), 1 available: 1 too much",
    ),
    # web takes 1 of 0.5, so 0.5 is bought in its period
    "more than can be bought": RuleCase(
        "extra",
        hiring(Capacity(amount=0.5, extra=(0.5, 0.25, 1, None))),
        {"web": 1},
        {"web": 2},
        "capacity crew: 0.5 bought in period 2 (2027 Q2), 0.25 can be bought: 0.25 too much",
    ),
    # 0.5 is missing, in the first period by a hair more than can be bought, in the last one by half
    "hardly more than can be bought": RuleCase(
        "extra",
        hiring(Capacity(amount=0.5, extra=(0.4999, 0.5, 0.5, 0.25))),
        {"web": 2},
        {"web": 1},
        "capacity crew: 0.5 bought in period 1 (2027 Q1), 0.4999 can be bought: 0.0001 too much",
    ),
    "more than can be bought in the last period": RuleCase(
        "extra",
        hiring(Capacity(amount=0.5, extra=(0.4999, 0.5, 0.5, 0.25), extra_price=4)),
        {"web": 3},
        {"web": 4},
        "capacity crew: 0.5 bought in period 4 (2027 Q4), 0.25 can be bought: 0.25 too much",
    ),
    # the hire is complete at the end of 2 and adds 0.5: with 0.25 there and 0.25 bought that is 1
    "bought beside what an initiative adds": RuleCase(
        "extra",
        hiring(Capacity(amount=0.25, extra=0.25)),
        {"hire": 1, "web": 2},
        {"hire": 2, "web": 2},
        "capacity crew: 0.75 bought in period 2 (2027 Q2), 0.25 can be bought: 0.5 too much",
    ),
    "bought where nothing can be": RuleCase(
        "capacity",
        hiring(Capacity(amount=0.5, extra=(0, 0.5, 0, None), extra_price=4)),
        {"web": 4},
        {"web": 3},
        "capacity crew: 1 taken in period 3 (2027 Q3), 0.5 available: 0.5 too much",
    ),
    # 0.5 at 4 is 2; with the hire complete at the end of 2 nothing is bought
    "bought with more than there is": RuleCase(
        "budget",
        hiring(Capacity(amount=0.5, extra=1, extra_price=4)).model_copy(update={"budget": 1.5}),
        {"hire": 1, "web": 2},
        {"hire": 2, "web": 2},
        "main budget: 2 spent by period 2 (2027 Q2), 1.5 available: 0.5 too much",
    ),
    # 0.5 at 2 are 1 from it, and nothing from money, of which there is none; with crm 0.75 at 2 are 1.5
    "bought from another fund": RuleCase(
        "budget",
        hiring(Capacity(amount=0.5)).model_copy(
            update={
                "budget": 0,
                "budgets": {"it": 1},
                "capacities": {"crew": Capacity(amount=0.5, extra=1, extra_price=2, extra_fund="it")},
            }
        ),
        {"web": 1},
        {"web": 1, "crm": 1},
        "budget it: 1.5 spent by period 1 (2027 Q1), 1 available: 0.5 too much",
    ),
    # what is bought, 0.5 at 4, is nobody's own
    "bought beside the budget of an owner": RuleCase(
        "budget",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(Initiative(id="web", cost=3, effort={"crew": 1}, owner="north"),),
            capacities={"crew": Capacity(amount=0.5, extra=1, extra_price=4)},
            budgets={
                "own": Budget(per_period=(3, 0, 0, 0), carry_over=False, funds=("money",), owners=("north",))
            },
        ),
        {"web": 1},
        {"web": 2},
        "budget own: 3 spent in period 2 (2027 Q2), 0 available: 3 too much",
    ),
    # the same 0.5 at 4 costs 2 in 1 and, at half as much again in each period, 3 in 2
    "bought at prices that grow": RuleCase(
        "budget",
        hiring(Capacity(amount=0.5, extra=1, extra_price=4)).model_copy(
            update={"budget": 2, "funds": {"money": {"index": 0.5}}}
        ),
        {"web": 1},
        {"web": 2},
        "main budget: 3 spent by period 2 (2027 Q2), 2 available: 1 too much",
    ),
    # 0.6 at 5 are bought in 1; in 3 there are 0.4 + 0.5, and no more than the 0.1 that are missing is bought to have spent 3
    "nothing is bought so that enough is spent": RuleCase(
        "least_spending",
        hiring(Capacity(amount=(0.4, 9, 0.4, 0.4), extra=1, extra_price=5)).model_copy(
            update={"budget": Budget(at_least=3)}
        ),
        {"web": 1, "hire": 1},
        {"web": 3, "hire": 1},
        "main budget: 0.5 spent from period 1 (2027 Q1) to period 4 (2027 Q4), 3 wanted: 2.5 too little",
    ),
    "least load": RuleCase(  # crm takes 0.25 in each of three periods, web 1 in one
        "least_load",
        hiring(Capacity(at_least=(None, 0.25, 1, 0))),
        {"crm": 1, "web": 3},
        {"crm": 2, "hire": 1},
        "capacity crew: 0.25 taken in period 3 (2027 Q3), 1 wanted: 0.75 too little",
    ),
    "at most": RuleCase(
        "group",
        grouped(Group(id="versions", members=("a", "b", "c"), at_most=1)),
        {"a": 1},
        {"a": 1, "c": 4},
        "group versions: 2 of a, b, c chosen, at most 1 allowed",
    ),
    "at least": RuleCase(
        "group",
        grouped(Group(id="first steps", members=("a", "b"), at_least=1)),
        {"b": 2},
        {"c": 1},
        "group first steps: 0 of a, b chosen, at least 1 wanted",
    ),
    "at most, and fewer are chosen": RuleCase(
        "group",
        grouped(Group(id="versions", members=("a", "b", "c"), at_most=2)),
        {"a": 1},
        {"a": 1, "b": 1, "c": 4},
        "group versions: 3 of a, b, c chosen, at most 2 allowed",
    ),
    "at least, and more are chosen": RuleCase(
        "group",
        grouped(Group(id="first steps", members=("a", "b"), at_least=1)),
        {"a": 1, "b": 2},
        {"c": 1},
        "group first steps: 0 of a, b chosen, at least 1 wanted",
    ),
    "two never at the same time": RuleCase(
        "apart",
        grouped(Group(id="shop", members=("a", "b"), apart=0)),
        {"a": 1, "b": 2},
        {"a": 1, "b": 1},
        "group shop: b starts in period 1 (2027 Q1), before a is complete, in period 1 (2027 Q1)",
    ),
    "two at the same time after a third": RuleCase(
        "apart",
        grouped(Group(id="shop", members=("a", "b", "c"), apart=0)),
        {"a": 1, "b": 3, "c": 4},
        {"a": 1, "b": 3, "c": 3},
        "group shop: c starts in period 3 (2027 Q3), before b is complete, in period 3 (2027 Q3)",
    ),
    "never at the same time": RuleCase(
        "apart",
        kept_apart(0),
        {"b": 1, "a": 2, "c": 4},
        {"a": 1, "b": 2},
        "group shop: b starts in period 2 (2027 Q2), before a is complete, in period 2 (2027 Q2)",
    ),
    "a period in between": RuleCase(
        "apart",
        kept_apart(1),
        {"a": 1, "b": 4},
        {"b": 2, "a": 3},
        "group shop: a starts in period 3 (2027 Q3), and b completes in period 2 (2027 Q2): 1 period in between wanted",
    ),
    "all": RuleCase(
        "group",
        grouped(Group(id="bundle", members=("a", "b"), all_or_none=True)),
        {"a": 1, "b": 3},
        {"a": 1, "c": 1},
        "group bundle: 1 of a, b chosen, all 2 or none wanted",
    ),
    "or none": RuleCase(
        "group",
        grouped(Group(id="bundle", members=("a", "b"), all_or_none=True)),
        {"c": 1},
        {"b": 1},
        "group bundle: 1 of a, b chosen, all 2 or none wanted",
    ),
    # web from 3 on: 30, and 10 in 4; with app 50. From 1 on it runs for three periods: 60, with app 70
    "at most, by a fund": RuleCase(
        "group",
        measured(Group(id="north", owners=("north",), fund="money", at_most=50)),
        {"web": 3, "app": 1, "crm": 1},
        {"web": 1, "app": 1},
        "group north: the cost in the main budget of what is chosen of web, app is 70, at most 50 allowed",
    ),
    "at least, by a fund": RuleCase(
        "group",
        measured(Group(id="data", tags={"kind": ("data",)}, fund="money", at_least=60)),
        {"crm": 2},
        {"app": 1, "web": 1},
        "group data: the cost in the main budget of what is chosen of crm, app is 10, at least 60 wanted",
    ),
    "at least, by a score": RuleCase(  # 3 - 1 = 2 is enough
        "group",
        measured(Group(id="fit", members=("web", "crm"), score="fit", at_least=2)),
        {"web": 1, "crm": 1},
        {"crm": 1, "app": 1},
        "group fit: the score fit of what is chosen of web, crm is -1, at least 2 wanted",
    ),
    "least share": RuleCase(  # 40 of 100 spent is 0.4; 30 of 90 is a third
        "share",
        measured(Group(id="north", owners=("north",), fund="money", least_share=0.35)),
        {"web": 3, "crm": 1},
        {"web": 4, "crm": 1},
        "group north: the cost in the main budget of what is chosen of web, app is 30 of 90 in all, at least the share 0.35 wanted",
    ),
    "least share of nothing": RuleCase(  # where nothing is chosen, any share is kept
        "share",
        measured(Group(id="crm", members=("crm",), least_share=1)),
        {},
        {"crm": 1, "app": 2},
        "group crm: the number of what is chosen of crm is 1 of 2 in all, at least the share 1 wanted",
    ),
    "most share": RuleCase(  # crm and app are two of three chosen, which is less than 0.7; alone they are all
        "share",
        measured(Group(id="data", members=("crm",), tags={"kind": ("data",)}, most_share=0.7)),
        {"web": 1, "crm": 1, "app": 1},
        {"crm": 1, "app": 1},
        "group data: the number of what is chosen of crm, app is 2 of 2 in all, at most the share 0.7 allowed",
    ),
    "most share of a score": RuleCase(  # 2 of 3 + 2 = 5 is 0.4; with crm it is 2 of 3 + 2 - 1 = 4
        "share",
        measured(Group(id="app", members=("app",), score="fit", most_share=0.4)),
        {"web": 1, "app": 4},
        {"web": 1, "app": 1, "crm": 1},
        "group app: the score fit of what is chosen of app is 2 of 4 in all, at most the share 0.4 allowed",
    ),
    # A1 is not asked for: 0.6 + 0.4 of A2 at the end of 3 is enough, 0.6 is not
    "a field by a period": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=3, fields={"A2": 1.0})),
        {"app": 1, "crm": 3},
        {"app": 3, "crm": 4},
        "milestone soon: A2 is at 0.6 at the end of period 3 (2027 Q3), 1 wanted: 0.4 short",
    ),
    # 0.3 was measured at the end of 2, in which all that was complete by then is counted: 0.3 + 0.4 of crm at the end
    # of 3, or 0.3 and no more
    "a field that was measured, by a period": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=3, fields={"A2": 0.7})).model_copy(
            update={"measured": (Measurement(field="A2", share=0.3, period=2),)}
        ),
        {"app": 2, "crm": 3},
        {"app": 1, "crm": 2},
        "milestone soon: A2 is at 0.3 at the end of period 3 (2027 Q3), 0.7 wanted: 0.4 short",
    ),
    # at the end of 2 the field was at 0.2, yet of the web 0.6 were found: 0.6 + 0.3 of app in 3, or 0.6
    "a channel that was measured beside its field": RuleCase(
        "milestone",
        Portfolio(
            horizon=YEAR,
            disc=Disc(disciplines=DISC.disciplines, start_level=0, channels=CHANNELS),
            initiatives=(Initiative(id="app", advances={"A1@web": 0.3}),),
            measured=(
                Measurement(field="A1@web", share=0.6, period=2),
                Measurement(field="A1", share=0.2, period=2),
            ),
            milestones=(Milestone(id="soon", by=3, fields={"A1@web": 0.9}),),
        ),
        {"app": 3},
        {"app": 4},
        "milestone soon: A1@web is at 0.6 at the end of period 3 (2027 Q3), 0.9 wanted: 0.3 short",
    ),
    # 0.6 at the end of 1, but 0.2 at the end of 2, where it was measured
    "a need before a measurement": RuleCase(
        "needs",
        due(Milestone(id="none", by=4, distance=1.0)).model_copy(
            update={
                "initiatives": (
                    Initiative(id="app", advances={"A2": 0.6}),
                    Initiative(id="shop", needs={"A2": 0.5}),
                ),
                "measured": (Measurement(field="A2", share=0.2, period=2),),
            }
        ),
        {"app": 1, "shop": 2},
        {"app": 1, "shop": 3},
        "shop starts in period 3 (2027 Q3) and needs A2 at 0.5, which is at 0.2 then: 0.3 short",
    ),
    # web is complete at the end of 1 + 2 - 1 = 2, or of 2 + 2 - 1 = 3
    "levels by a period": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=2, levels={"A": 2})),
        {"web": 1, "app": 1, "crm": 2},
        {"web": 2, "app": 1, "crm": 2},
        "milestone soon: A is at level 0 at the end of period 2 (2027 Q2), level 2 wanted",
    ),
    # any two of three fields; of A2 there is 0.6
    "levels of a checklist by a period": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=2, levels={"A": 2}), "any"),
        {"web": 1, "shop": 2},
        {"web": 1, "app": 1, "shop": 3},
        "milestone soon: A is at level 1 at the end of period 2 (2027 Q2), level 2 wanted",
    ),
    # the visit needs A2, and A1 outside it, which web completes in 2 or in 3
    "a scenario by a period": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=2, scenario="visit")),
        {"web": 1, "app": 1, "crm": 1},
        {"web": 2, "app": 1, "crm": 1},
        "milestone soon: visit does not work at the end of period 2 (2027 Q2): not reached by then: A1",
    ),
    # in a checklist the visit needs A2 alone, which crm makes whole in 2 or in 3
    "a scenario of a checklist by a period": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=2, scenario="visit"), "any"),
        {"app": 1, "crm": 2},
        {"app": 1, "crm": 3},
        "milestone soon: visit does not work at the end of period 2 (2027 Q2): not reached by then: A2",
    ),
    # (3 - 1.6) / 3 is below 0.5 with A1 and 0.6 of A2, (3 - 1) / 3 = 0.6667 is above it with A1 alone
    "a distance by a period": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=3, distance=0.5)),
        {"web": 1, "app": 3},
        {"web": 1, "app": 4},
        "milestone soon: the distance is 0.6667 at the end of period 3 (2027 Q3), 0.5 allowed: 0.1667 too much",
    ),
    # 2 + 2 - 1 = 3
    "an initiative by a period": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=2, complete=("web",))),
        {"web": 1},
        {"web": 2},
        "milestone soon: web completes in period 3 (2027 Q3), and must be complete by the end of period 2 (2027 Q2)",
    ),
    # crm is complete in 1 and web, which starts after it, in 3; or web first, which counts for nothing
    "a synergy in order": RuleCase(
        "milestone",
        together(
            Synergy(id="data first", of=("crm", "web"), when="in order", advances={"A1": 0.5}),
            Milestone(id="soon", by=4, fields={"A1": 0.5}),
        ),
        {"crm": 1, "web": 2},
        {"web": 1, "crm": 3},
        "milestone soon: A1 is at 0 at the end of period 4 (2027 Q4), 0.5 wanted: 0.5 short",
    ),
    "a synergy of what starts together": RuleCase(
        "milestone",
        together(
            Synergy(id="one team", of=("crm", "web"), when="start together", advances={"A1": 0.5}),
            Milestone(id="soon", by=3, fields={"A1": 0.5}),
        ),
        {"crm": 2, "web": 2},
        {"crm": 1, "web": 2},
        "milestone soon: A1 is at 0 at the end of period 3 (2027 Q3), 0.5 wanted: 0.5 short",
    ),
    # it costs 30 in period 2, in which both start, and not in 3, in which both are complete
    "a synergy of what starts together costs in the common start": RuleCase(
        "budget",
        together(
            Synergy(id="one team", of=("crm", "web"), when="start together", cost=30),
            budget=Budget(per_period=(0, 30, 0, 0), carry_over=False),
        ),
        {"crm": 2, "web": 2},
        {"crm": 1, "web": 1},
        "main budget: 30 spent in period 1 (2027 Q1), 0 available: 30 too much",
    ),
    # crm is complete in 2: web, which starts in 2 as well, is not after it; complete in 1, it is before web
    "what is not in order costs nothing": RuleCase(
        "budget",
        together(
            Synergy(id="data first", of=("crm", "web"), when="in order", cost=10), budget=Budget(total=5)
        ),
        {"crm": 2, "web": 2},
        {"crm": 1, "web": 2},
        "main budget: 10 spent by period 3 (2027 Q3), 5 available: 5 too much",
    ),
    # active in 2, where A1 was at 0.6 before, and still so where 0.2 are found at the end of 2: 10, and 10 of web
    "a synergy stays where less is found later": RuleCase(
        "budget",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(Initiative(id="app", advances={"A1": 0.6}), Initiative(id="web", cost=10)),
            budget=10,
            synergies=(Synergy(id="launch", of=("app",), needs={"A1": 0.5}, cost=10),),
            measured=(Measurement(field="A1", share=0.2, period=2),),
        ),
        {"app": 1},
        {"app": 1, "web": 4},
        "main budget: 20 spent by period 4 (2027 Q4), 10 available: 10 too much",
    ),
    # app alone brings both channels, and so their mean, to 0.6; with crm they are whole, 1.2, and it costs 10 in 2
    "a synergy that needs the mean of channels": RuleCase(
        "budget",
        Portfolio(
            horizon=YEAR,
            disc=Disc(disciplines=DISC.disciplines, start_level=0, channels=CHANNELS, over="mean"),
            initiatives=(
                Initiative(id="app", advances={"A1": 0.6}),
                Initiative(id="crm", advances={"A1": 0.6}),
                Initiative(id="web", advances={"A1": 0.2}),
            ),
            budget=5,
            synergies=(Synergy(id="launch", of=("app",), needs={"A1": 0.9}, cost=10),),
        ),
        {"app": 1},
        {"app": 1, "crm": 1},
        "main budget: 10 spent by period 2 (2027 Q2), 5 available: 5 too much",
    ),
    # app brings A1 to 0.6 in 1; web is complete in 3, begun in 2, or in 4
    "a synergy that needs a field, and its members": RuleCase(
        "milestone",
        together(
            Synergy(id="launch", of=("crm", "web"), needs={"A1": 0.5}, advances={"A2": 0.5}),
            Milestone(id="soon", by=3, fields={"A2": 0.5}),
        ),
        {"app": 1, "crm": 1, "web": 2},
        {"app": 1, "crm": 1, "web": 3},
        "milestone soon: A2 is at 0 at the end of period 3 (2027 Q3), 0.5 wanted: 0.5 short",
    ),
    # the launch costs 10 in 2, where A1 was at 0.6 before, and is not undone where the clash takes 0.3 of it in 2: 10 + 10
    "a synergy stays once it was active": RuleCase(
        "budget",
        Portfolio(
            horizon=YEAR,
            disc=DISC,
            initiatives=(
                Initiative(id="app", advances={"A1": 0.6}),
                Initiative(id="crm"),
                Initiative(id="web", cost=10),
            ),
            budget=10,
            synergies=(
                Synergy(id="launch", of=("app",), needs={"A1": 0.5}, cost=10),
                Synergy(id="clash", of=("app", "crm"), advances={"A1": -0.3}),
            ),
        ),
        {"app": 1, "crm": 2},
        {"app": 1, "crm": 2, "web": 4},
        "main budget: 20 spent by period 4 (2027 Q4), 10 available: 10 too much",
    ),
    # 10 in the common start, 2, once web is complete in 3, where app gave 0.6 of A1 before; never without app
    "a synergy of what starts together and needs a field": RuleCase(
        "budget",
        together(
            Synergy(id="launch", of=("crm", "web"), when="start together", cost=10, needs={"A1": 0.5}),
            budget=Budget(per_period=(5, 5, 10, 10), carry_over=False),
        ),
        {"crm": 2, "web": 2},
        {"app": 1, "crm": 2, "web": 2},
        "main budget: 10 spent in period 2 (2027 Q2), 5 available: 5 too much",
    ),
    # 10 in the common start, whatever the mode
    "a synergy of what starts together, in its modes": RuleCase(
        "budget",
        moded().model_copy(
            update={
                "initiatives": (moded().by_id["crm"], Initiative(id="web", duration=2)),
                "synergies": (Synergy(id="launch", of=("crm", "web"), when="start together", cost=10),),
                "budget": 5,
            }
        ),
        {"crm": Start(2, "fast"), "web": 1},
        {"crm": Start(1, "fast"), "web": 1},
        "main budget: 10 spent by period 1 (2027 Q1), 5 available: 5 too much",
    ),
    # both are complete by 2; 0.6 of A1 is there at the end of 2, so that it is active in 3, or at the end of 3
    "a synergy that needs a field": RuleCase(
        "milestone",
        together(
            Synergy(id="profile", of=("crm", "web"), needs={"A1": 0.6}, advances={"A2": 0.5}),
            Milestone(id="soon", by=3, fields={"A2": 0.5}),
        ),
        {"crm": 1, "web": 1, "app": 2},
        {"crm": 1, "web": 1, "app": 3},
        "milestone soon: A2 is at 0 at the end of period 3 (2027 Q3), 0.5 wanted: 0.5 short",
    ),
    "one initiative that gives more where a field is far enough": RuleCase(
        "milestone",
        together(
            Synergy(id="known", of=("web",), needs={"A1": 0.6}, advances={"A2": 0.3}),
            Milestone(id="soon", by=4, fields={"A2": 0.3}),
        ),
        {"web": 3, "app": 3},
        {"web": 1, "app": 4},
        "milestone soon: A2 is at 0 at the end of period 4 (2027 Q4), 0.3 wanted: 0.3 short",
    ),
    # 0.6 of A1 at the end of 4 costs nothing any more; at the end of 3 it does in 4
    "a field that costs once it is far enough": RuleCase(
        "budget",
        together(Synergy(id="law", needs={"A1": 0.6}, cost=30), budget=Budget(total=20)),
        {"app": 4},
        {"app": 3},
        "main budget: 30 spent by period 4 (2027 Q4), 20 available: 10 too much",
    ),
    # the web alone at the end of 2, web and store at the end of 3
    "several channels by a period": RuleCase(
        "milestone",
        laddered(Milestone(id="soon", by=3, channels="multi")),
        {"shop": 3},
        {"shop": 4},
        "milestone soon: channels are at single at the end of period 3 (2027 Q3), multi wanted",
    ),
    # 2 + 2 - 1 = 3: the card joins web and store, mail is alone
    "joined channels by a period": RuleCase(
        "milestone",
        laddered(Milestone(id="soon", by=3, channels="cross")),
        {"letters": 1, "card": 2},
        {"letters": 1, "card": 3},
        "milestone soon: channels are at multi at the end of period 3 (2027 Q3), cross wanted",
    ),
    # web, store and mail are one by the card and the profile; without the profile, mail is in use and alone
    "all channels joined by a period": RuleCase(
        "milestone",
        laddered(Milestone(id="soon", by=3, channels="omni")),
        {"letters": 1, "card": 2, "profile": 3},
        {"letters": 3, "card": 2},
        "milestone soon: channels are at cross at the end of period 3 (2027 Q3), omni wanted",
    ),
    # web and store are all that is in use at the end of 3; the letters come later
    "all channels joined that are in use": RuleCase(
        "milestone",
        laddered(Milestone(id="soon", by=3, channels="omni")),
        {"card": 1, "letters": 4},
        {"shop": 1},
        "milestone soon: channels are at multi at the end of period 3 (2027 Q3), omni wanted",
    ),
    # web and store are joined from the start; mail, which the letters bring, is alone
    "channels joined at the start": RuleCase(
        "milestone",
        joining(linked=(("web", "store"),)),
        {"letters": 4},
        {"letters": 1},
        "milestone soon: channels are at cross at the end of period 3 (2027 Q3), omni wanted",
    ),
    # what is joined is in use: store and mail, while the web stands alone until the card joins it to the store
    "a pair of channels apart from the one in use": RuleCase(
        "milestone",
        joining(
            Initiative(id="pair", links=("store", "mail")), Initiative(id="card", links=("web", "store"))
        ),
        {"pair": 1, "card": 2},
        {"pair": 1},
        "milestone soon: channels are at cross at the end of period 3 (2027 Q3), omni wanted",
    ),
    # one initiative joins web to store and store to mail
    "three channels joined by one initiative": RuleCase(
        "milestone",
        joining(Initiative(id="all", links=("web", "store", "mail"))),
        {"all": 2, "letters": 1},
        {"letters": 1},
        "milestone soon: channels are at multi at the end of period 3 (2027 Q3), omni wanted",
    ),
    # nothing is in use at the start; web and store, mail and app are two parts until the bridge joins them
    "two pairs of channels": RuleCase(
        "milestone",
        joining(
            Initiative(id="one", links=("web", "store")),
            Initiative(id="two", links=("mail", "app")),
            Initiative(id="bridge", links=("store", "mail")),
            used=(),
        ),
        {"one": 1, "two": 2, "bridge": 3},
        {"one": 1, "two": 2},
        "milestone soon: channels are at cross at the end of period 3 (2027 Q3), omni wanted",
    ),
    "an initiative by a period that is left out": RuleCase(
        "milestone",
        due(Milestone(id="soon", by=4, complete=("web",))),
        {"web": 3},
        {"app": 1},
        "milestone soon: web is left out, and must be complete by the end of period 4 (2027 Q4)",
    ),
}
