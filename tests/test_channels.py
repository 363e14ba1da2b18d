"""Fields that are judged over channels: what each channel has, and what that makes of the field, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from judge.judging import judged
from judge.random_portfolios import climbing_portfolio, starts_for
from judge.seeds import slow_after

from omniprio import plan_of
from omniprio.answers import Scenario, scenario_periods
from omniprio.channel_ladder import channel_steps
from omniprio.checker import check
from omniprio.disc import Channel, Disc, Discipline, OverChannels
from omniprio.errors import GoalUnreachableError, InvalidInputError
from omniprio.fulfilment import progress
from omniprio.goals import Closest, Goal, LeastCost, Soonest
from omniprio.infeasibility import apply, explain_infeasible
from omniprio.io import from_tables, to_tables
from omniprio.optimise import prioritise
from omniprio.plan import Plan
from omniprio.plan.states import climbed
from omniprio.portfolio import Initiative, Portfolio, Synergy
from omniprio.portfolio.milestones import STEPS, WantedStep

WEB, STORE = Channel(id="web", title={"en": "Web shop", "da": "Netbutik"}), Channel(id="store", weight=3)


def disc(over: OverChannels = "minimum") -> Disc:
    """R with two rings in two channels, O with one ring, judged as a whole, all at nothing."""
    rows = [Discipline(id="R", levels=2), Discipline(id="O", levels=1, whole=True)]
    return Disc(disciplines=rows, channels=[WEB, STORE], over=over, start_level=0)


def portfolio(over: OverChannels = "minimum", **fields: object) -> Portfolio:
    """A share in the web alone, one in the store alone, and one in every channel."""
    initiatives = [
        Initiative(id="online", cost=5, advances={"R1@web": 0.6}),
        Initiative(id="shop", cost=5, advances={"R1@store": 0.6}),
        Initiative(id="both", cost=5, advances={"R1": 0.4, "O1": 1.0}),
    ]
    return Portfolio.model_validate({"horizon": 2, "disc": disc(over), "initiatives": initiatives, **fields})


def shares(*tenths: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(number, 10) for number in tenths)


def course_of(over: OverChannels, starts: dict[str, int]) -> dict[str, tuple[Fraction, ...]]:
    return progress(portfolio(over), starts).fulfilment


def test_two_shares_in_different_channels_do_not_add_up() -> None:
    found = course_of("minimum", {"online": 1, "shop": 2})
    assert found["R1@web"] == shares(0, 6, 6)
    assert found["R1@store"] == shares(0, 0, 6)
    assert found["R1"] == shares(0, 0, 6)  # the weakest: 0 while the store has nothing; not 1.2


def test_a_field_is_reached_once_every_channel_is() -> None:
    found = progress(portfolio(), {"online": 1, "both": 1, "shop": 2})
    assert found.reached("R1@web") == 1  # 0.6 + 0.4
    assert found.reached("R1@store") == 2
    assert found.reached("R1") == 2


def test_the_mean_weighs_the_channels_each_cut_at_1() -> None:
    found = course_of("mean", {"online": 1, "both": 1})
    # web 0.6 + 0.4 = 1, store 0.4; weights 1 and 3: (1 + 3 x 0.4) / 4
    assert found["R1"][1] == Fraction("0.55")


def test_what_is_not_judged_by_channel_has_no_channels() -> None:
    of = disc()
    assert list(of.parts) == ["R1@web", "R1@store", "R2@web", "R2@store", "O1"]
    assert list(of.fields) == ["R1", "R2", "O1"]
    assert of.named["R2@web"].title("da") == "R2 (Netbutik)"


def test_what_is_said_of_one_channel_counts_before_what_is_said_of_all() -> None:
    one = Initiative(id="one", advances={"R1": 0.5, "R1@web": 0.9})
    given = Portfolio(horizon=1, disc=disc(), initiatives=[one], start={"R1": 0.1, "R1@store": 0.3})
    assert given.gains["one"] == {"R1@web": Fraction("0.9"), "R1@store": Fraction("0.5")}
    assert given.start_fulfilment["R1@web"] == Fraction("0.1")
    assert given.start_fulfilment["R1@store"] == Fraction("0.3")
    assert given.start_fulfilment["R1"] == Fraction("0.1")


@pytest.mark.parametrize(
    ("over", "needed", "fits"),
    [
        ("minimum", {"R1@web": 0.6}, True),
        ("minimum", {"R1@store": 0.1}, False),
        ("minimum", {"R1": 0.1}, False),  # the store has nothing
        ("mean", {"R1": 0.15}, True),  # 0.6 / 4
        ("mean", {"R1": 0.151}, False),
    ],
)
def test_needs_name_a_field_or_a_channel_of_it(
    over: OverChannels, needed: dict[str, float], fits: bool
) -> None:
    after = Initiative(id="after", needs=needed, decision="must", fixed_start=2)
    online = Initiative(id="online", advances={"R1@web": 0.6})
    one = Portfolio(horizon=2, disc=disc(over), initiatives=[online, after])
    assert check(one, {"online": 1, "after": 2}).ok is fits
    if fits:
        assert prioritise(one, [LeastCost()]).starts == {"online": 1, "after": 2}


@pytest.mark.parametrize(
    ("over", "chosen", "distance"),
    [
        # three levels in all, O1 and two of R, which nothing brings past the first ring
        ("minimum", {"online", "shop", "both"}, Fraction(1, 3)),
        ("mean", {"online", "shop", "both"}, Fraction(1, 3)),
    ],
)
def test_a_plan_takes_what_completes_every_channel(
    over: OverChannels, chosen: set[str], distance: Fraction
) -> None:
    plan = prioritise(portfolio(over), [Closest()])
    assert set(plan.starts) == chosen
    assert plan.progress.distance[-1] == distance
    assert plan.proven


def test_with_money_for_two_the_weakest_channel_decides() -> None:
    # by the minimum one channel alone brings nothing: both gives 0.4 of R1 and O1, and a second one adds nothing
    assert set(prioritise(portfolio(budget=10), [Closest(), LeastCost()]).starts) == {"both"}
    # by the mean the store counts three times as much as the web: 0.4 + 0.6 x 3/4
    plan = prioritise(portfolio("mean", budget=10), [Closest(), LeastCost()])
    assert set(plan.starts) == {"both", "shop"}
    assert plan.progress.fulfilment["R1"][-1] == Fraction("0.85")


def test_a_synergy_can_take_from_one_channel() -> None:
    clash = Synergy(id="clash", of=("online", "shop"), advances={"R1@web": -0.2})
    given = portfolio(synergies=[clash])
    assert progress(given, {"online": 1, "shop": 1}).fulfilment["R1@web"][1] == Fraction("0.4")
    assert prioritise(given, [Closest()]).progress.fulfilment["R1"][-1] == Fraction("0.8")  # 0.6 - 0.2 + 0.4


def test_the_plan_tells_of_channels_and_comes_back_from_json() -> None:
    plan = plan_of(portfolio(), {"online": 1, "both": 1, "shop": 2})
    assert plan.periods[1].fulfilment["R1@store"] == 0.4
    assert Plan.from_json(plan.to_json()).starts == plan.starts
    assert Portfolio.from_json(plan.portfolio.to_json()) == plan.portfolio


def test_tables_hold_channels() -> None:
    given = portfolio("mean", start={"R1@web": 0.25})
    rows = to_tables(given)["channels"]
    assert [(row["id"], row["weight"]) for row in rows] == [("web", None), ("store", 3.0)]
    assert from_tables(to_tables(given)) == given


def test_a_scenario_can_be_of_one_channel() -> None:
    plan = plan_of(portfolio(), {"online": 1, "both": 1, "shop": 2})
    asked = [Scenario(id=name, title=name, fields=[name]) for name in ("R1@web", "R1")]
    assert scenario_periods(plan, asked).periods == {"R1@web": 1, "R1": 2}


def test_a_milestone_asks_for_a_scenario_of_one_channel() -> None:
    shops = Scenario(id="shops", fields=["R1@store"])
    given = portfolio(scenarios=[shops], milestones=[{"id": "known", "by": 2, "scenario": "shops"}])
    # online is done in the web alone, both gives 0.4 of every channel and shop 0.6 of the store: both and shop by 2
    assert check(given, {"both": 1, "shop": 2}).ok
    assert not check(given, {"both": 1, "online": 1}).ok
    assert set(prioritise(given, [LeastCost()]).starts) == {"both", "shop"}
    with pytest.raises(
        InvalidInputError, match=r"R1@shop is no field of the disc; use one of R1, R1@web, R1@store"
    ):
        portfolio(scenarios=[Scenario(id="shops", fields=["R1@shop"])])


def test_the_ladder_goes_from_single_to_omni() -> None:
    """Three channels: the web from the start, the store and mail by initiatives, joined two by two."""
    rows = [Discipline(id="R", levels=2)]
    three = Disc(disciplines=rows, channels=[WEB, STORE, Channel(id="mail")], start_level=0)
    initiatives = [
        Initiative(id="shop", advances={"R1@store": 0.1}),
        Initiative(id="letters", advances={"R1@mail": 0.1}, links=["web", "mail"]),
        Initiative(id="card", links=["store", "web"], duration=2),
    ]
    one = Portfolio(horizon=5, disc=three, initiatives=initiatives, start={"R1@web": 0.2})
    plan = plan_of(one, {"shop": 1, "letters": 2, "card": 3})
    # web; web, store; web - mail, store; the same; web - mail, web - store from the end of 4
    assert [state.channels for state in plan.periods] == ["single", "multi", "cross", "cross", "omni", "omni"]
    assert "kanaler" in plan.summary("da")
    assert Plan.from_json(plan.to_json()).periods == plan.periods


def test_the_road_says_where_the_ladder_is_climbed() -> None:
    plots = pytest.importorskip("omniprio.plots", exc_type=ImportError)
    card = Initiative(id="card", links=["store", "web"], duration=2)
    one = Portfolio(
        horizon=3, disc=disc(), initiatives=[card], start={"R1@web": 0.2, "R1@store": 0.1}, ambition={"O": 0}
    )
    plan = plan_of(one, {"card": 1})
    assert plots.describe_road(plan).endswith(" Channels: multi at the start, omni from period 2.")
    assert plots.describe_road(plan, language="da").endswith(" Kanaler: multi ved start, omni fra periode 2.")
    drawn = [text.get_text() for text in plots.road(plan).texts]
    assert [words for words in drawn if words in {"none", "single", "multi", "cross", "omni"}] == [
        "multi",
        "omni",
    ]


def test_what_is_joined_already_counts_from_the_start() -> None:
    given = portfolio(linked=[["web", "store"]])
    assert plan_of(given, {}).periods[0].channels == "omni"
    assert from_tables(to_tables(given)) == given


def three_channels(**fields: object) -> Portfolio:
    """The web in use; the shop brings the store, which the card joins to the web, and the letters mail, which nothing joins."""
    channels = [WEB, STORE, Channel(id="mail")]
    of = Disc(disciplines=[Discipline(id="R", levels=2)], channels=channels, start_level=0)
    initiatives = [
        Initiative(id="shop", cost=5, advances={"R1@store": 0.1}),
        Initiative(id="letters", cost=5, advances={"R1@mail": 0.1}),
        Initiative(id="card", cost=20, links=["store", "web"], duration=2),
    ]
    return Portfolio.model_validate(
        {"horizon": 3, "disc": of, "initiatives": initiatives, "start": {"R1@web": 0.2}, **fields}
    )


@pytest.mark.parametrize(
    ("step", "starts", "period"),
    [("single", {}, 1), ("multi", {"shop": 1}, 1), ("cross", {"card": 1}, 2), ("omni", {"card": 1}, 2)],
)
def test_a_goal_finds_the_first_period_of_a_step(
    step: WantedStep, starts: dict[str, int], period: int
) -> None:
    plan = prioritise(three_channels(), [Soonest(channels=step), LeastCost()])
    assert (plan.starts, plan.goals[0].value, plan.proven) == (starts, period, True)


def test_a_channel_that_nothing_joins_takes_the_last_step_away() -> None:
    done = {"id": "letters", "by": 3, "complete": ["letters"]}
    joined = {"id": "joined", "by": 3, "channels": "omni"}
    conflict = explain_infeasible(three_channels(milestones=[done, joined]))
    assert [str(demand) for demand in conflict.demands] == [
        "milestone letters: letters complete by the end of period 3",
        "milestone joined: channels at omni by the end of period 3",
    ]
    less = "Let milestone joined ask for channels at cross instead of omni."
    assert less in map(str, conflict.repairs)


@pytest.mark.parametrize(
    ("budget", "repairs"),
    [
        # the card costs 20; with 5 the shop brings a second channel, with 0 there is the web
        (
            5,
            [
                "Raise the main budget by 15.",
                "Let milestone joined ask for channels at multi instead of omni.",
                "Drop this: milestone joined: channels at omni by the end of period 2.",
            ],
        ),
        (
            0,
            [
                "Let milestone joined ask for channels at single instead of omni.",
                "Raise the main budget by 20.",
                "Drop this: milestone joined: channels at omni by the end of period 2.",
            ],
        ),
    ],
)
def test_a_step_that_cannot_be_had_is_told_with_what_would_help(budget: int, repairs: list[str]) -> None:
    one = three_channels(budget=budget, milestones=[{"id": "joined", "by": 2, "channels": "omni"}])
    conflict = explain_infeasible(one)
    assert sorted(map(str, conflict.repairs)) == sorted(repairs)
    assert all(check(apply(one, repair), repair.starts).ok for repair in conflict.repairs)
    assert "kanalerne på omni" in conflict.summary("da")


def test_a_plan_says_what_its_joints_are_needed_for() -> None:
    one = three_channels(milestones=[{"id": "joined", "by": 2, "channels": "omni"}])
    plan = prioritise(one, [LeastCost()])
    assert plan.starts == {"card": 1}
    assert "Milestone joined" in plan.summary()
    assert [(due.id, due.met) for due in plan.milestones] == [("joined", 2)]
    assert plan.schedule[0].why.meets == ("joined",)


@pytest.mark.parametrize("seed", range(8))
def test_what_a_step_needs_is_what_lowers_it_where_it_is_left_out(seed: int) -> None:
    drawn = climbing_portfolio(seed)
    starts = starts_for(drawn, seed)

    def last(of: dict[str, int]) -> object:
        return (channel_steps(drawn, of, progress(drawn, of).fulfilment) or [None])[-1]

    step = last(starts)
    lower = {one for one in starts if last({name: at for name, at in starts.items() if name != one}) != step}
    assert climbed(drawn, starts) == (dict.fromkeys(lower, step) if step != "none" else {})


def test_a_step_of_no_channels_is_refused() -> None:
    plain = Portfolio(
        horizon=1,
        disc=Disc(disciplines=[Discipline(id="R", levels=1)], start_level=0),
        initiatives=[Initiative(id="web", advances={"R1": 1.0})],
    )
    with pytest.raises(InvalidInputError, match=r"channels: there are no channels; give the disc channels"):
        prioritise(plain, [Soonest(channels="omni")])


def test_a_step_that_no_plan_gets_to_is_told_without_fields() -> None:
    with pytest.raises(GoalUnreachableError) as refused:
        prioritise(three_channels(budget=10), [Soonest(channels="omni")])
    assert str(refused.value) == (
        "No plan gets to the aim (channels at omni) within 3 periods. Lower the ambition, lengthen the horizon, raise the "
        "budget or add initiatives."
    )


def test_a_channel_is_named_once_in_a_joint() -> None:
    twice = Initiative(id="card", links=["web", "web"])
    with pytest.raises(InvalidInputError, match=r"initiatives\[card\].links: web is named 2 times"):
        Portfolio(horizon=1, disc=disc(), initiatives=[twice])


@pytest.mark.parametrize("seed", slow_after(4, range(24)))
def test_a_ladder_equals_brute_force(seed: int) -> None:
    portfolio = climbing_portfolio(seed)
    goals: list[Goal] = [LeastCost()]
    if seed % 3 == 0:
        goals = [Soonest(channels=STEPS[seed % 4]), *goals]
    verdict = judged(portfolio, goals)
    assert verdict.kind in {"certified", "proven", "no plan"}, verdict.why


def test_without_channels_there_is_no_ladder() -> None:
    plain = Portfolio(horizon=1, disc=Disc(disciplines=[Discipline(id="R", levels=1)]), initiatives=[])
    assert plan_of(plain, {}).periods[0].channels is None


def test_a_joint_of_an_unknown_channel_is_refused() -> None:
    bad = Initiative(id="card", links=["web", "stor"])
    with pytest.raises(InvalidInputError) as refused:
        Portfolio(horizon=1, disc=disc(), initiatives=[bad], linked=[["web", "post"]])
    assert str(refused.value).splitlines()[1:] == [
        "- initiatives[card].links: stor is no channel of the disc; correct the id or add the channel (did you mean store?)",
        "- linked[1]: post is no channel of the disc; correct the id or add the channel",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            {"channels": [{"id": "web"}, {"id": "web"}]},
            "disc: web names two channels; give each its own name",
        ),
        (
            {"channels": [{"id": "web"}], "disciplines": [{"id": "R", "levels": 1, "channels": ["wep"]}]},
            "disc: R is judged by wep, which no channel is called; use one of web (did you mean web?)",
        ),
        (
            {
                "channels": [{"id": "web"}],
                "disciplines": [{"id": "R", "levels": 1, "channels": ["web"], "whole": True}],
            },
            "disc: R is judged as a whole, and by channels; remove one of the two",
        ),
    ],
)
def test_channels_that_make_no_sense_are_refused(data: dict[str, object], message: str) -> None:
    whole = {"disciplines": [{"id": "R", "levels": 1}], **data}
    with pytest.raises(InvalidInputError) as refused:
        Portfolio.model_validate({"horizon": 1, "initiatives": [], "disc": whole})
    assert message in str(refused.value)


def test_a_channel_that_a_discipline_does_not_have_is_no_field() -> None:
    with pytest.raises(InvalidInputError, match=r"O1@web: is no field of the disc; use one of R1, R1@web"):
        Portfolio(horizon=1, disc=disc(), initiatives=[Initiative(id="a", advances={"O1@web": 1.0})])
