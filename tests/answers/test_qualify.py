"""What an initiative moves, needs, opens and competes with, and its rank."""

from __future__ import annotations

import itertools
import threading
from fractions import Fraction

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio import (
    Disc,
    Discipline,
    Group,
    Initiative,
    Portfolio,
    Requirement,
    Synergy,
    plan_of,
    ten_portfolio,
)
from omniprio.answers.qualification import (
    Qualification,
    opening,
    qualify,
    qualify_all,
    qualifying,
    rivals,
)
from omniprio.answers.qualification.opening import distance_with
from omniprio.errors import InvalidInputError
from omniprio.fulfilment import progress
from omniprio.money import least_spent
from omniprio.reach import doable

DISC = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=2, weight=2)])
# Whole: 1 * 3 + 2 * 2 = 7. From level 1 everywhere.
BASE = Initiative(id="base", cost=100, advances={"R2": 1.0})
DEEP = Initiative(id="deep", cost=200, advances={"R3": 0.5}, requires=["base"])
DATA = Initiative(id="data", cost=50, advances={"D2": 0.4})
IDLE = Initiative(id="idle", cost=10, advances={"R1": 1.0})


def portfolio(*initiatives: Initiative, **more: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": 4, "disc": DISC, "initiatives": initiatives, **more})


ALL = portfolio(BASE, DEEP, DATA, IDLE)


def test_the_gain_alone_together_and_after_what_it_requires() -> None:
    deep = qualify(ALL, "deep")
    # R3 behind an open R2 counts nothing; with base R goes up 1 + 0.5 levels of weight 1 of 7, of which 0.5 by deep.
    assert (deep.alone, deep.together, deep.after) == (Fraction(0), Fraction(3, 14), Fraction(1, 14))
    assert deep.requires == ("base",)
    assert [deep.cost, deep.cost_together] == [200, 300]
    assert [str(one) for one in deep.fields] == ["0.5 of R3, counts once the rings outside it are reached"]


def test_what_it_opens() -> None:
    base = qualify(ALL, "base")
    assert (base.alone, base.unlocks, base.opened_gain) == (Fraction(1, 7), ("deep",), Fraction(1, 14))
    assert not base.enabler  # what waits adds 1/14, it adds 1/7 itself
    deeper = portfolio(BASE, DEEP.model_copy(update={"advances": {"R3": 1.0, "D2": 0.1}}))
    assert qualify(deeper, "base").opened_gain == Fraction(1, 7) + Fraction(2, 70)
    assert qualify(deeper, "base").enabler


def test_what_brings_a_field_to_where_it_is_needed_opens_what_needs_it_and_what_comes_after() -> None:
    feed = Initiative(id="feed", advances={"D2": 0.6})
    profile = Initiative(id="profile", advances={"R2": 1.0}, needs={"D2": 0.6})
    last = Initiative(id="last", advances={"R3": 1.0}, requires=["profile"])
    found = qualify(portfolio(feed, profile, last), "feed")
    assert (found.unlocks, found.opens) == (("profile",), ("profile", "last"))
    assert found.opened_gain == Fraction(2, 7)  # R goes up two levels of weight 1 of 7
    base = Initiative(id="base")
    begun = qualify(portfolio(base, feed.model_copy(update={"requires": ["base"]}), profile, last), "base")
    assert (begun.opens, begun.opened_gain) == (
        ("feed", "profile", "last"),
        Fraction(16, 35),
    )  # 2/7 + 0.6 * 2/7


def test_what_brings_a_field_only_part_of_the_way_opens_no_gain() -> None:
    half, other = (Initiative(id=name, advances={"D2": 0.3}) for name in ("half", "other"))
    profile = Initiative(id="profile", advances={"R2": 1.0}, needs={"D2": 0.6})
    after = Initiative(id="after", advances={"R3": 1.0}, requires=["profile"])
    found = qualify(portfolio(half, other, profile, after), "half")
    assert (found.opens, found.opened_gain) == (("profile", "after"), Fraction(0))
    both = qualify(portfolio(half, other.model_copy(update={"requires": ["half"]}), profile, after), "half")
    assert both.opened_gain == Fraction(2, 7) + Fraction(3, 10) * Fraction(2, 7)  # the other waits for it too


def test_the_ranking_is_by_gain_per_money_with_what_is_required() -> None:
    found = qualify_all(ALL)
    # data: 2 * 0.4 / 7 = 0.114 for 50; base: 1/7 = 0.143 for 100; deep with base: 1.5/7 = 0.214 for 300; idle: nothing.
    assert [one.id for one in found.ranked] == ["data", "base", "deep", "idle"]
    assert [one.rank for one in found.ranked] == [1, 2, 3, None]
    # A third of three is one.
    assert [one.id for one in found.rows if one.quick_win] == ["data"]


def test_what_is_not_ready_is_no_quick_win() -> None:
    waiting = DATA.model_copy(update={"needs": {"R2": 0.5}})
    assert [one.id for one in qualify_all(portfolio(BASE, waiting)).rows if one.quick_win] == []
    there = portfolio(BASE, waiting, start={"R2": 0.5})
    assert [one.id for one in qualify_all(there).rows if one.quick_win] == ["data"]


def test_what_costs_nothing_comes_first() -> None:
    free = Initiative(id="free", advances={"D2": 0.1})
    assert qualify_all(portfolio(BASE, DATA, free)).ranked[0].id == "free"


@pytest.mark.parametrize(
    ("changes", "idle"),
    [
        ({}, True),  # R1 is reached at the start
        ({"start": {"R": 0}}, False),
        ({"start": {"R": 0}, "ambition": {"R": 0}}, True),
        ({"synergies": [Synergy(id="s", of=["idle", "data"], advances={"D2": 0.1})]}, False),
        ({"synergies": [Synergy(id="s", of=["idle", "data"], advances={"D2": -0.1})]}, True),
    ],
)
def test_the_flag_for_what_moves_nothing(changes: dict[str, object], *, idle: bool) -> None:
    assert qualify(portfolio(BASE, DATA, IDLE, **changes), "idle").moves_nothing is idle


def test_an_inner_ring_behind_one_that_cannot_be_completed_moves_nothing() -> None:
    half = BASE.model_copy(update={"advances": {"R2": 0.9}})
    assert qualify(portfolio(half, DEEP), "deep").moves_nothing
    assert not qualify(portfolio(half, DEEP, start={"R2": 0.1}), "deep").moves_nothing
    assert qualify(portfolio(half, credit="full"), "base").moves_nothing  # 0.9 alone is no level


def test_rivals_for_money_groups_and_teams() -> None:
    money = portfolio(BASE, DEEP, DATA, budget=300)
    # data 50 + deep 200 + base 100 = 350 > 300; base is no rival of deep, which requires it; base + data fit.
    assert [str(one) for one in qualify(money, "data").rivals] == [
        "deep (no plan pays for both: main budget)"
    ]
    assert qualify(money, "base").rivals == ()
    assert [one.id for one in qualify(money.model_copy(update={"budget": 350}), "data").rivals] == []
    group = portfolio(BASE, DATA, groups=[Group(id="either", members=["base", "data"], at_most=1)])
    assert [(one.id, one.why) for one in qualify(group, "base").rivals] == [("data", "group")]
    busy = [one.model_copy(update={"effort": {"it": 2}}) for one in (BASE, DATA)]
    assert [one.why for one in qualify(portfolio(*busy, capacities={"it": 3}), "data").rivals] == ["team"]
    assert qualify(portfolio(*busy, capacities={"it": 4}), "data").rivals == ()


def test_one_that_is_too_dear_alone_has_no_rivals_for_money() -> None:
    assert qualify(portfolio(BASE, DATA, budget=60), "base").rivals == ()


def test_what_it_spends_at_least_is_worked_out_once_for_each_however_many_pairs_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(initiative: Initiative, *more: object) -> Fraction:
        asked.append(initiative.id)
        return least_spent(initiative, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(rivals, "least_spent", counted)
    many = [Initiative(id=f"i{number}", cost=number) for number in range(100)]
    rows = qualify_all(portfolio(*many, budget=192)).rows
    assert sorted(asked) == sorted(one.id for one in many)  # not for each of 4,950 pairs
    # Of 98 + 99, 97 + 99, 97 + 98 and 96 + 99 = 195, more than 192; 94 + 99 = 193; and so on down to 95 + 98.
    assert [one.id for one in rows[99].rivals] == ["i94", "i95", "i96", "i97", "i98"]
    assert [one.id for one in rows[96].rivals] == ["i97", "i98", "i99"]  # 96 + 97 = 193
    assert rows[93].rivals == ()  # 93 + 99 = 192


def test_what_waits_is_looked_at_when_what_it_waits_for_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain of 30: for its first, each of the 29 behind it is looked at twice, not once for each that starts."""
    looks: list[str] = []
    true = opening._can_start  # noqa: SLF001  what is counted

    def counted(initiative: Initiative, *more: object) -> bool:
        looks.append(initiative.id)
        return true(initiative, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "_can_start", counted)
    chain = [Initiative(id=f"i{n}", requires=[f"i{n - 1}"] if n else []) for n in range(30)]
    names = frozenset(one.id for one in chain)
    assert opening.startable(portfolio(*chain), {"i0"}, names) == names
    # All 29 at first, of which i1 can start; then what waits for what has started: i2, i3 and so on, 28 of them.
    assert len(looks) == 29 + 28


@pytest.mark.parametrize("seed", slow_after(10, range(40)))
def test_no_schedule_has_two_rivals_and_the_idle_move_nothing(seed: int) -> None:
    drawn = full_portfolio(seed)
    found = qualify_all(drawn)
    schedules = judge(drawn)
    every = [schedules.schedule(row) for row in range(0, len(schedules), max(1, len(schedules) // 200))]
    for row in found.rows:
        for rival in row.rivals:
            if rival.why != "team":
                assert not any({row.id, rival.id} <= starts.keys() for starts in every)
        if row.moves_nothing:
            others = [name for name in drawn.by_id if name != row.id]
            for some in itertools.chain.from_iterable(
                itertools.combinations(others, n) for n in range(len(others) + 1)
            ):
                assert distance_with(drawn, some) <= distance_with(drawn, {*some, row.id})


@pytest.mark.slow
def test_rivals_and_idle_ones_are_drawn() -> None:
    rows = [row for seed in range(40) for row in qualify_all(full_portfolio(seed)).rows]
    assert sum(rival.why != "team" for row in rows for rival in row.rivals) >= 10
    assert sum(row.moves_nothing for row in rows) >= 5


@pytest.mark.parametrize("seed", slow_after(6, with_a_plan(20)))
def test_the_distance_is_that_of_the_schedule_at_its_end(seed: int) -> None:
    drawn = full_portfolio(seed)
    schedules = judge(drawn)
    for row in range(0, len(schedules), max(1, len(schedules) // 5)):
        starts = schedules.schedule(row)
        assert distance_with(drawn, starts) == progress(drawn, starts).distance[-1]


def test_choices_are_told_and_not_counted() -> None:
    either = Initiative(
        id="either", advances={"D2": 0.5}, requires=[Requirement(of=["base", "data"], match="any")]
    )
    found = qualify(portfolio(BASE, DATA, either), "either")
    assert (found.requires, found.choices, found.ready) == ((), (("base", "data"),), False)
    assert found.together == found.alone == Fraction(1, 7)
    assert "requires one of: base, data" in found.summary()


def test_it_can_be_read() -> None:
    lines = str(qualify(portfolio(BASE, DEEP, budget=300), "deep")).splitlines()
    assert lines == [
        "deep: neither",
        "- contributes: 0.5 of R3, counts once the rings outside it are reached",
        "- closer alone: 0.0000",
        "- closer with what it requires: 0.2143, of which it adds 0.0714",
        "- requires: base",
    ]
    assert "Moves nothing: idle." in qualify_all(ALL).summary()


def test_the_ten_open_customer_service_by_the_profile_however_it_is_reached() -> None:
    assert (
        "service-profile" in qualify(ten_portfolio(), "identify").opens
    )  # by personalise, which brings D3 to 0.6
    assert qualify(ten_portfolio(), "identify-in-store").opened_gain == 0  # 0.3 of D3 are not enough


def test_the_ten_name_their_enabler() -> None:
    assert qualify(ten_portfolio(), "identify").enabler


def test_what_there_was_no_time_for_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = threading.Event()
    true = qualifying._qualified  # noqa: SLF001  during which somebody cancels

    def cancelled(initiative: Initiative, *more: object) -> Qualification:
        if initiative.id == "deep":
            cancel.set()
        return true(initiative, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(qualifying, "_qualified", cancelled)
    found = qualify_all(ALL, cancel=cancel)
    # base: 1/7 = 0.143 for 100; deep with base: 1.5/7 = 0.214 for 300.
    assert [(one.id, one.rank) for one in found.rows] == [("base", 1), ("deep", 2)]
    assert (found.open, found.is_final) == (("data", "idle"), False)
    assert found.summary().startswith(
        "Not finished in time: looked at 2 of 4 initiatives, and ranks are among these.\n"
    )
    assert (qualify_all(ALL).open, qualify_all(ALL).is_final) == ((), True)


def test_rivals_are_not_looked_for_when_the_time_is_over() -> None:
    cancel = threading.Event()
    cancel.set()
    found = qualify_all(portfolio(BASE, DEEP, DATA, budget=300), cancel=cancel)
    assert (found.rows, found.open) == ((), ("base", "deep", "data"))


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"basis.*is not in the portfolio.*did you mean base"):
        qualify(ALL, "basis")


HALF = Initiative(id="half", advances={"R2": 0.5})
MOST = Initiative(id="most", advances={"R2": 0.6})
REST = Initiative(id="rest", advances={"R2": 0.4})
FULL = Initiative(id="full", advances={"R2": 1.0})
BIT = Initiative(id="bit", advances={"R2": 0.1})


def others_for(portfolio: Portfolio, name: str, field: str = "R2") -> tuple[tuple[str, ...], ...]:
    completes = {one.field: one.others for one in qualify(portfolio, name).completes}
    return completes.get(field, ())


def test_the_fields_it_completes_with_the_fewest_others() -> None:
    three = portfolio(HALF, MOST, REST)
    assert others_for(three, "half") == (("most",),)  # 0.5 + 0.6; 0.5 + 0.4 is too little
    assert others_for(three, "most") == (("half",), ("rest",))  # 0.6 + 0.4 is just enough
    assert others_for(portfolio(HALF, MOST, FULL), "full") == ((),)
    assert others_for(portfolio(HALF, REST, BIT), "bit") == (("half", "rest"),)  # 0.1 + 0.5 + 0.4


def test_the_fewest_that_complete_a_field() -> None:
    found = qualify_all(portfolio(HALF, MOST, REST, FULL))
    assert found.completing == {"R2": (("full",),)}
    assert qualify_all(portfolio(HALF, MOST, REST)).completing == {"R2": (("half", "most"), ("most", "rest"))}


def test_where_it_is_superfluous_it_completes_nothing() -> None:
    assert others_for(portfolio(FULL, BIT), "bit") == ()
    assert others_for(portfolio(HALF, BIT), "bit") == ()  # 0.6 is not enough
    assert others_for(portfolio(HALF, MOST, start={"R": 2}), "half") == ()  # reached already
    assert others_for(portfolio(HALF, MOST, ambition={"R": 1}), "half") == ()  # not asked for


def test_what_cannot_be_done_is_no_partner() -> None:
    never = MOST.model_copy(update={"decision": "never"})
    assert others_for(portfolio(HALF, never), "half") == ()


def test_what_they_add_only_together_counts_for_what_they_complete() -> None:
    joint = Synergy(id="joint", of=["half", "rest"], advances={"R2": 0.1})
    assert others_for(portfolio(HALF, REST, synergies=[joint]), "half") == (("rest",),)
    idle = Synergy(id="joint", of=["half", "idle"], advances={"R2": 0.5})
    assert others_for(portfolio(HALF, IDLE, synergies=[idle]), "half") == (("idle",),)


def test_a_field_over_channels_is_complete_in_each() -> None:
    channels = {"channels": [{"id": "web"}, {"id": "store"}], "over": "mean"}
    disc = Disc(disciplines=[Discipline(id="R", levels=2)], **channels)
    web, store = (Initiative(id=name, advances={f"R2@{name}": 0.6}) for name in ("web", "store"))
    both = Initiative(id="both", advances={"R2": 0.4})
    three = Portfolio(horizon=2, disc=disc, initiatives=[web, store, both])
    assert others_for(three, "web") == (("store", "both"),)
    assert others_for(three, "both") == (("web", "store"),)


def test_no_more_sets_are_named_and_looked_for_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [Initiative(id=f"i{number}", advances={"R2": 0.5}) for number in range(9)]
    assert others_for(portfolio(*many), "i8") == (("i0",), ("i1",), ("i2",))
    monkeypatch.setattr(opening, "_MOST_LOOKS", 4)  # by itself, and three with one other
    assert others_for(portfolio(*many[:2], BIT), "i1") == (("i0",),)
    tenths = [Initiative(id=f"t{number}", advances={"R2": 0.1}) for number in range(12)]
    assert others_for(portfolio(*tenths), "t0") == ()


@pytest.mark.parametrize("seed", slow_after(6, range(40)))
def test_the_sets_are_the_smallest_of_all(seed: int) -> None:
    drawn = full_portfolio(seed)
    able = [name for name in drawn.by_id if name in doable(drawn, by_money=False)]
    for row in qualify_all(drawn).rows:
        for field in {one.field.split("@")[0] for one in row.fields if one.counts != "never"}:
            every = [some for size in range(len(able)) for some in itertools.combinations(able, size)]
            just = [
                some
                for some in every
                if row.possible and row.id not in some and _just_complete(drawn, field, row.id, some)
            ]  # what cannot be done completes nothing
            smallest = tuple(some for some in just if len(some) == len(just[0]))
            found = others_for(drawn, row.id, field)
            assert len(found) == min(len(smallest), opening.MOST_SETS)
            assert set(found) <= set(smallest)


def _just_complete(drawn: Portfolio, field: str, name: str, others: tuple[str, ...]) -> bool:
    def complete(names: set[str]) -> bool:
        return opening.Complete(drawn, names).fulfilment(field) == 1

    names = {name, *others}
    return complete(names) and not any(complete(names - {one}) for one in names)


@pytest.mark.slow
def test_sets_of_every_size_are_drawn() -> None:
    rows = [row for seed in range(40) for row in qualify_all(full_portfolio(seed)).rows]
    assert {len(others) for row in rows for one in row.completes for others in one.others} >= {0, 1, 2}


def test_the_partners_of_its_synergies() -> None:
    joint = Synergy(id="joint", of=["base", "data"], advances={"D2": 0.1}, benefit=5, cost=-20)
    (partner,) = qualify(portfolio(BASE, DATA, synergies=[joint]), "data").partners
    assert (partner.synergy, partner.others) == ("joint", ("base",))
    assert str(partner.said) == "with base: 0.1 more of D2, 5 more benefit each period, 20 less to pay"


def test_whom_it_is_better_after() -> None:
    order = Synergy(id="order", of=["base", "deep", "data"], when="in order", needs={"R2": 0.5}, benefit=5)
    three = portfolio(BASE, DEEP, DATA, synergies=[order])
    (partner,) = qualify(three, "deep").partners
    assert (partner.after, partner.others) == (("base",), ("base", "data"))
    said = {name: str(qualify(three, name).partners[0].said) for name in ("base", "deep", "data")}
    adds = "once R2 is at 0.5, 5 more benefit each period"
    assert said == {
        "base": f"better before deep and data: {adds}",
        "deep": f"better after base and before data: {adds}",
        "data": f"better after base and deep: {adds}",
    }
    both = Synergy(id="both", of=["base", "data"], when="start together", cost=-5)
    (partner,) = qualify(portfolio(BASE, DATA, synergies=[both]), "data").partners
    assert str(partner.said) == "started together with base: 5 less to pay"
    own = Synergy(id="own", of=["data"], needs={"R2": 1}, benefit=5)
    (partner,) = qualify(portfolio(BASE, DATA, synergies=[own]), "data").partners
    assert str(partner.said) == "by itself: once R2 is at 1, 5 more benefit each period"


def test_what_a_field_decides_about_is_not_counted_for_what_they_complete() -> None:
    later = Synergy(id="later", needs={"D2": 1}, advances={"R2": 0.5})
    assert others_for(portfolio(HALF, synergies=[later]), "half") == ()


def test_the_gain_against_a_plan_that_has_it() -> None:
    plan = plan_of(ALL, {"base": 1, "deep": 2})
    base = qualify(ALL, "base", plan=plan).against_plan
    assert base is not None
    # Without base deep cannot be done: what is lost is 1 + 0.5 levels of weight 1 of 7.
    assert (base.chosen, base.gain, base.others, base.cost) == (
        True,
        Fraction(3, 14),
        ("deep",),
        Fraction(300),
    )
    deep = qualify(ALL, "deep", plan=plan).against_plan
    assert deep is not None
    assert (deep.gain, deep.others, deep.cost) == (Fraction(1, 14), (), Fraction(200))


def test_the_gain_against_a_plan_that_has_it_not() -> None:
    plan = plan_of(ALL, {"data": 1})
    deep = qualify(ALL, "deep", plan=plan).against_plan
    assert deep is not None
    assert (deep.chosen, deep.gain, deep.others, deep.cost) == (
        False,
        Fraction(3, 14),
        ("base",),
        Fraction(300),
    )
    assert qualify(ALL, "deep").against_plan is None
    # 0.4 of D2 is there: with 1 in all, 0.6 * 2 / 7 are to be had of 1.0 * 2 / 7.
    more = DATA.model_copy(update={"id": "more", "advances": {"D2": 1.0}})
    against = qualify(
        portfolio(DATA, more), "more", plan=plan_of(portfolio(DATA, more), {"data": 1})
    ).against_plan
    assert against is not None
    assert against.gain == Fraction(6, 35)


@pytest.mark.parametrize("seed", slow_after(6, with_a_plan(20)))
def test_the_gain_against_a_plan_is_that_of_the_schedules(seed: int) -> None:
    drawn = full_portfolio(seed)
    schedules = judge(drawn)
    starts = schedules.schedule(len(schedules) - 1)
    there = progress(drawn, starts).distance[-1]
    for row in qualify_all(drawn, plan=plan_of(drawn, starts)).rows:
        assert row.against_plan is not None
        names = {row.id, *row.against_plan.others}
        if row.id in starts:
            rest = {name: start for name, start in starts.items() if name not in names}
            assert row.against_plan.gain == progress(drawn, rest).distance[-1] - there
        else:
            assert row.against_plan.gain == there - distance_with(drawn, starts.keys() | names)


def test_a_plan_of_another_portfolio_is_refused() -> None:
    other = portfolio(Initiative(id="dats"))
    with pytest.raises(
        InvalidInputError, match=r"plan\.starts\[dats\].*is not in the portfolio.*did you mean data"
    ):
        qualify_all(ALL, plan=plan_of(other, {"dats": 1}))


def test_the_plan_is_told_about() -> None:
    plan = plan_of(ALL, {"base": 1, "deep": 2})
    summary = qualify(ALL, "base", plan=plan).summary()
    assert (
        "- closer in the plan: 0.2143 would be lost without it and what could not be done then: deep"
        in summary
    )
    assert "against the plan" in qualify_all(ALL, plan=plan).table()
    assert (
        "- closer than the plan: 0.1143 with it as well" in qualify(ALL, "data", plan=plan).summary()
    )  # 0.4 * 2 / 7


def test_how_many_of_several_it_requires_is_told() -> None:
    crm, cdp, web = (Initiative(id=name, advances={"R2": 0.2}) for name in ("crm", "cdp", "web"))
    app = Initiative(
        id="app",
        advances={"R2": 0.2},
        requires=[
            Requirement(of=["crm", "cdp", "web"], at_least=2),
            Requirement(of=["crm", "web"], match="any"),
        ],
    )
    found = qualify(Portfolio(horizon=3, disc=DISC, initiatives=[crm, cdp, web, app]), "app")
    assert found.choices == (("crm", "cdp", "web"), ("crm", "web"))
    assert found.least == (2, 1)
    assert "- requires 2 of: crm, cdp, web\n- requires one of: crm, web" in found.summary()
    assert "- forudsætter 2 af: crm, cdp, web\n- forudsætter et af: crm, web" in found.summary("da")
