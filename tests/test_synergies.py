"""Synergies with conditions: when they become active, what they bring and when they cost, worked out by hand."""

from __future__ import annotations

import pytest
from judge.random_portfolios import conditional_portfolio, starts_for
from judge.seeds import slow_after

from omniprio.checker import check
from omniprio.disc import Channel, Disc, Discipline
from omniprio.errors import InvalidInputError
from omniprio.formulation import formulate
from omniprio.fulfilment import progress
from omniprio.goals import LeastCost, MostValue, goal_value
from omniprio.language import Speaker
from omniprio.money import spent_under, undiscounted_spending
from omniprio.optimise import prioritise
from omniprio.plan import plan_of
from omniprio.plan.words import joint_sentence
from omniprio.portfolio import Budget, Initiative, Mode, Portfolio, Start, Synergy
from omniprio.present_value import net_present_value
from omniprio.synergies import activations, brought_about_by

DISC = Disc(disciplines=(Discipline(id="R", levels=2), Discipline(id="O", levels=2)), start_level=1)
CONSENT = Initiative(id="consent", duration=2, cost=40, advances={"R2": 0.6})
SIGN_UP = Initiative(id="sign-up", cost=10, advances={"R2": 0.4})
MAIL = Initiative(id="mail", cost=15, benefit=5)


def with_synergies(
    *synergies: Synergy, periods: int = 6, disc: Disc = DISC, budget: float | Budget | None = None
) -> Portfolio:
    return Portfolio(
        horizon=periods, disc=disc, initiatives=(CONSENT, SIGN_UP, MAIL), synergies=synergies, budget=budget
    )


def test_a_field_earns_from_the_period_after_it_is_fulfilled() -> None:
    portfolio = with_synergies(Synergy(id="known", needs={"R2": 1}, benefit=20))
    starts = {"consent": 1, "sign-up": 3}
    assert activations(portfolio, starts) == {"known": 4}  # 0.6 at 2, 1 at 3
    assert activations(portfolio, {"consent": 1}) == {}
    assert net_present_value(portfolio, starts) == 3 * 20 - 40 - 10  # periods 4, 5 and 6


def test_the_start_state_counts_for_period_1() -> None:
    portfolio = with_synergies(Synergy(id="there", needs={"R1": 1}, benefit=7))
    assert activations(portfolio, {}) == {"there": 1}
    assert net_present_value(portfolio, {}) == 6 * 7


def test_an_initiative_earns_more_on_a_better_disc() -> None:
    portfolio = with_synergies(Synergy(id="reach", of=("mail",), needs={"R2": 0.6}, benefit=12))
    assert activations(portfolio, {"mail": 1, "consent": 1}) == {"reach": 3}
    assert activations(portfolio, {"mail": 5, "consent": 1}) == {"reach": 5}
    # mail 5 in each of 1 to 6, 12 more in 3 to 6, less 15 and 40
    assert net_present_value(portfolio, {"mail": 1, "consent": 1}) == 6 * 5 + 4 * 12 - 15 - 40


def test_organisation_is_a_brake_until_it_is_better() -> None:
    drive = Initiative(id="drive", benefit=30)
    shared = Initiative(id="shared targets", duration=2, cost=25, advances={"O2": 1})
    brake = Synergy(id="silos gone", of=("drive",), needs={"O2": 1}, benefit=10)
    portfolio = Portfolio(horizon=6, disc=DISC, initiatives=(drive, shared), synergies=(brake,))
    plan = prioritise(portfolio, [MostValue()])
    # both from 1 on: 6 * 30 + 4 * 10 - 25 = 195; without shared targets 180
    assert plan.goals[0].value == 195
    assert plan.starts == {"drive": 1, "shared targets": 1}


def test_members_that_must_start_together() -> None:
    joint = Synergy(id="one launch", of=("consent", "mail"), when="start together", cost=-12, benefit=3)
    portfolio = with_synergies(joint)
    assert activations(portfolio, {"consent": 2, "mail": 2}) == {"one launch": 3}  # consent is complete at 3
    assert activations(portfolio, {"consent": 2, "mail": 3}) == {}
    # 40 / 2 in 2 and 3, mail 15 in 2, 12 less in the common start
    main = portfolio.limits["money"]
    assert spent_under(main, portfolio, {"consent": 2, "mail": 2}) == [0, 23, 20, 0, 0, 0]


def test_members_in_order() -> None:
    better_after = Synergy(id="better after", of=("consent", "mail"), when="in order", benefit=9)
    portfolio = with_synergies(better_after)
    assert activations(portfolio, {"consent": 1, "mail": 3}) == {"better after": 3}
    assert activations(portfolio, {"consent": 1, "mail": 2}) == {}  # consent is complete at the end of 2
    assert activations(portfolio, {"mail": 1, "consent": 2}) == {}


def test_a_cost_in_the_common_start_of_what_becomes_active_later() -> None:
    joint = Synergy(
        id="joint", of=("consent", "mail"), when="start together", needs={"R2": 1}, cost=6, benefit=4
    )
    portfolio = with_synergies(joint)
    starts = {"consent": 1, "mail": 1, "sign-up": 4}
    assert activations(portfolio, starts) == {"joint": 5}
    assert spent_under(portfolio.limits["money"], portfolio, starts) == [20 + 15 + 6, 20, 0, 10, 0, 0]
    assert undiscounted_spending(portfolio, {"consent": 1, "mail": 1}) == 55  # never active, so no 6


def test_it_stays_active_where_a_field_falls() -> None:
    portfolio = with_synergies(
        Synergy(id="known", needs={"R2": 0.6}, benefit=20),
        Synergy(id="worse", of=("consent", "mail"), advances={"R2": -0.5}),
    )
    starts = {"consent": 1, "mail": 4}
    assert [float(one) for one in progress(portfolio, starts).fulfilment["R2"]] == [
        0,
        0,
        0.6,
        0.6,
        0.1,
        0.1,
        0.1,
    ]
    assert activations(portfolio, starts) == {"known": 3, "worse": 4}
    assert "known" not in activations(portfolio, {"consent": 3, "mail": 1})  # both complete at 4: 0.6 - 0.5


def test_those_that_start_together_may_have_modes_of_other_names() -> None:
    slow, quick = Mode(id="slow", duration=2), Mode(id="quick", duration=1, cost=4)
    web = Initiative(id="web", cost=1, benefit=3, modes=(slow, quick))
    app = Initiative(id="app", cost=1, benefit=3, modes=(Mode(id="hired", duration=1, cost=2),))
    joint = Synergy(id="joint", of=("web", "app"), when="start together", benefit=10, cost=5)
    portfolio = Portfolio(horizon=2, initiatives=(web, app), synergies=(joint,))
    starts = {"web": Start(1, "quick"), "app": Start(1, "hired")}
    assert activations(portfolio, starts) == {"joint": 1}
    # 2 periods of 3 + 3 + 10, less 4, 2 and 5
    assert check(portfolio, starts).recount.value == 2 * 16 - 11
    plan = prioritise(portfolio, [MostValue()])
    assert (plan.starts, plan.goals[0].value) == (starts, 21)


def test_one_synergy_brings_about_another() -> None:
    portfolio = with_synergies(
        Synergy(id="second", needs={"R2": 1}, benefit=1),
        Synergy(id="first", of=("consent",), needs={"R2": 0.6}, advances={"R2": 0.4}),
    )
    assert activations(portfolio, {"consent": 1}) == {"first": 3, "second": 4}
    # what moves R2: consent and sign-up by themselves, and what brings about the first
    assert brought_about_by(portfolio)["second"] == {"consent", "sign-up"}


def test_a_channel_that_earns() -> None:
    disc = Disc(
        disciplines=(Discipline(id="R", levels=2), Discipline(id="O", levels=2)),
        start_level=1,
        channels=(Channel(id="web"), Channel(id="store")),
        over="mean",
    )
    web = Initiative(id="web", advances={"R2@web": 1.0})
    store = Initiative(id="store", advances={"R2@store": 0.6})
    earning = Synergy(id="web earns", needs={"R2@web": 1}, benefit=2)
    average = Synergy(id="on average", needs={"R2": 0.8}, benefit=-5)
    portfolio = Portfolio(horizon=3, disc=disc, initiatives=(web, store), synergies=(earning, average))
    assert activations(portfolio, {"web": 1, "store": 2}) == {
        "web earns": 2,
        "on average": 3,
    }  # 0.5, then 0.8
    plan = prioritise(portfolio, [MostValue()])
    assert (plan.starts, plan.goals[0].value) == (
        {"web": 1},
        4,
    )  # with the store as well it would lose 5 in some period


def test_a_synergy_of_nobody_is_in_no_owners_budget() -> None:
    known = Synergy(id="known", needs={"R1": 1}, cost=8)
    consent = CONSENT.model_copy(update={"owner": "crm"})
    own = Budget(total=5, funds=("money",), owners=("crm",))
    portfolio = Portfolio(
        horizon=2, disc=DISC, initiatives=(consent,), synergies=(known,), budgets={"own": own}
    )
    assert check(portfolio, {}).ok
    assert spent_under(portfolio.limits["own"], portfolio, {}) == [0, 0]
    spent = {name: list(map(float, one)) for name, one in check(portfolio, {}).recount.spending.items()}
    assert spent == {"money": [8, 0], "own": [0, 0]}


def test_it_pays_to_wait_where_a_cost_comes_with_a_field() -> None:
    # once R2 is at 0.6 the members cost 30: sign-up must not come on top of that in the same budget
    duty = Synergy(id="duty", needs={"R2": 0.6}, cost=30)
    portfolio = with_synergies(duty, budget=Budget(per_period=(20, 20, 20, 30, 0, 0), carry_over=False))
    # consent at 1 makes 30 due in 3, where there is 20; at 2 in 4, where there is 30
    assert not check(portfolio, {"consent": 1}).ok
    assert check(portfolio, {"consent": 2}).ok
    plan = prioritise(portfolio)
    assert plan.starts["consent"] == 2
    assert goal_value(LeastCost(), portfolio, {"consent": 2}) == 70


@pytest.mark.parametrize(
    ("synergy", "says"),
    [
        ({"of": ["mail"]}, "is of fewer than two initiatives, and needs no field"),
        ({}, "is of fewer than two initiatives, and needs no field"),
        (
            {"of": ["mail"], "needs": {"R2": 1}, "when": "in order"},
            "says how its initiatives must start, and is of fewer than two",
        ),
        ({"needs": {"R9": 1}}, "is no field of the disc"),
    ],
)
def test_what_is_refused(synergy: dict[str, object], says: str) -> None:
    data = {"horizon": 2, "initiatives": [{"id": "mail"}], "synergies": [{"id": "s", **synergy}]}
    with pytest.raises(InvalidInputError, match=says):
        Portfolio.model_validate(data)


def test_what_is_said_of_them() -> None:
    portfolio = with_synergies(
        Synergy(id="known", needs={"R2": 1}, benefit=20),
        Synergy(id="reach", of=("mail",), needs={"R2": 0.6}, cost=3),
        Synergy(id="launch", of=("consent", "mail"), when="start together", benefit=3),
        Synergy(id="after", of=("consent", "mail"), when="in order", benefit=3),
    )
    plan = plan_of(portfolio, {"consent": 1, "mail": 2})
    earns = "earns 3 in each period from then on."
    launch, after = "consent and mail, started together", "consent and mail, one after the other"
    assert [joint_sentence(one, Speaker()) for one in plan.synergies] == [
        "Missed for want of R2 in time: R2 at 1: earns 20 in each period from then on.",
        "mail, with R2 at 0.6: costs 3 more.",
        f"Missed as they do not start together: {launch}: {earns}",
        f"Missed as they are not done one after the other: {after}: {earns}",
    ]


def test_a_synergy_is_missed_where_a_member_goes_on_after_the_last_period() -> None:
    # consent takes 2 periods: begun in the last one, it is complete one later
    consent = CONSENT.model_copy(update={"may_run_over": True})
    synergies = [
        Synergy(id="both", of=["consent", "mail"], benefit=3),
        Synergy(id="launch", of=["consent", "mail"], when="start together", benefit=3),
    ]
    portfolio = Portfolio(horizon=4, disc=DISC, initiatives=[consent, MAIL], synergies=synergies)
    plan = plan_of(portfolio, {"consent": 4, "mail": 4})
    earns = "earns 3 in each period from then on."
    without = "Missed without consent complete by the last period: consent and mail"
    assert [joint_sentence(one, Speaker()) for one in plan.synergies] == [
        f"{without} together: {earns}",
        f"{without}, started together: {earns}",
    ]
    assert "Går tabt, da consent går videre efter den sidste periode" in plan.summary("da")


@pytest.mark.parametrize(("when", "begins"), [("start together", 4), ("in order", 2)])
def test_members_start_as_they_must_though_one_goes_on_after_the_last_period(when: str, begins: int) -> None:
    # slow has 4 and 5 of 4 periods to work in; mail begins with it, or is complete before it
    slow = Initiative(id="slow", duration=2, may_run_over=True)
    mail = Initiative(id="mail", modes=[Mode(id="one"), Mode(id="two", cost=20)])
    synergy = Synergy.model_validate({"id": "both", "of": ["mail", "slow"], "when": when, "benefit": 10})
    program = formulate(Portfolio(horizon=4, initiatives=[mail, slow], synergies=[synergy]), [MostValue()])
    values = program.values({"mail": Start(begins, "one"), "slow": 4})
    assert values is not None
    assert [row for row in program.program.rows if not row.holds(values)] == []


@pytest.mark.parametrize("seed", slow_after(40, range(120)))
def test_the_checker_counts_the_same(seed: int) -> None:
    portfolio = conditional_portfolio(seed)
    starts = starts_for(portfolio, seed)
    again = check(portfolio, starts).recount
    course = progress(portfolio, starts)
    assert (again.fulfilment, again.distance) == (course.fulfilment, course.distance)
    assert again.cost == undiscounted_spending(portfolio, starts)
    assert again.value == net_present_value(portfolio, starts)
    under = {name: tuple(spent_under(one, portfolio, starts)) for name, one in portfolio.limits.items()}
    assert again.spending == under


@pytest.mark.slow
def test_the_random_portfolios_have_every_kind() -> None:
    seen = set()
    for seed in range(150):
        portfolio = conditional_portfolio(seed)
        drawn = starts_for(portfolio, seed)
        for starts in (drawn, dict.fromkeys(drawn, 1)):
            active = activations(portfolio, starts)
            for one in portfolio.synergies:
                seen.add((one.when, bool(one.needs), min(len(one.of), 2), one.id in active))
    kinds = {("all complete", True, count) for count in (0, 1, 2)}
    kinds |= {(when, needs, 2) for when in ("start together", "in order") for needs in (True, False)}
    assert {(*kind, is_active) for kind in kinds for is_active in (True, False)} <= seen
