"""What a chosen initiative earns, which channels it joins, and to which step it takes them."""

from __future__ import annotations

from omniprio import Initiative, Portfolio, plan_of
from omniprio.disc import Channel, Disc, Discipline
from omniprio.language import Speaker
from omniprio.plan.words import merit_sentence
from omniprio.portfolio.names import Titles

CHANNELS = [Channel(id="x1", title={"en": "Web shop", "da": "Netbutik"}), Channel(id="x2", title="Store")]
DISC = Disc(disciplines=[Discipline(id="R", levels=2)], channels=CHANNELS, start_level=0)


def test_what_joins_channels_says_which_and_what_step_that_is() -> None:
    # both channels are in use by the share of R1; joined to each other, all that are in use are joined: omni
    shares = Initiative(id="x3", advances={"R1": 0.5})
    card = Initiative(id="x4", title="Loyalty card", links=["x1", "x2"])
    plan = plan_of(Portfolio(horizon=2, disc=DISC, initiatives=[shares, card]), {"x3": 1, "x4": 1})
    first, second = (planned.why for planned in plan.schedule)
    assert (first.links, first.step) == ((), None)  # without it the card alone brings both into use, joined
    assert second.step == "omni"  # without it they are two of which none is joined: multi
    assert second.links == ({"en": "Web shop", "da": "Netbutik"}, "Store")
    names = Titles(plan.portfolio)
    assert merit_sentence(second, Speaker("en", names)) == (
        "Joins the channels Web shop and Store; is needed for the channels to get to the step omni."
    )
    assert merit_sentence(second, Speaker("da", names)) == (
        "Forbinder kanalerne Netbutik og Store; er nødvendigt, for at kanalerne når trinnet omni."
    )


def test_what_is_complete_after_the_horizon_joins_nothing() -> None:
    shares = Initiative(id="x3", advances={"R1": 0.5})
    late = Initiative(id="x4", links=["x1", "x2"], duration=3, may_run_over=True)
    plan = plan_of(Portfolio(horizon=2, disc=DISC, initiatives=[shares, late]), {"x3": 1, "x4": 1})
    assert (plan.schedule[1].why.links, plan.schedule[1].why.step) == ((), None)


def test_what_earns_says_how_much_in_all() -> None:
    # two periods of work from period 1: complete in 2, so 40 in each of the periods 2 to 4
    shop = Initiative(id="x1", duration=2, cost=50, benefit=40)
    plan = plan_of(Portfolio(horizon=4, currency="kDKK", initiatives=[shop]), {"x1": 1})
    assert plan.schedule[0].why.earned == 3 * 40
    assert plan.schedule[0].reason == "Earns 120 kDKK in all."


def test_what_earns_less_than_it_takes_back_earns_nothing_in_all() -> None:
    # 5 once, then 10 lost in each of two periods: that something is earned is said, not how much
    shop = Initiative(id="x1", benefit={"profile": [5, -10, -10]}, decision="must")
    plan = plan_of(Portfolio(horizon=3, initiatives=[shop]), {"x1": 1})
    assert plan.schedule[0].why.earned == 5 - 20
    assert "arns" not in plan.schedule[0].reason
