"""A whole year: from bids per channel to a plan with a milestone, its cash and where to stop, and measured again.

A shop, its departments and every number are invented. Run it with `uv run examples/whole_year.py`.
"""

from datetime import date
from textwrap import fill

from omniprio import (
    Disc,
    Fastest,
    Horizon,
    Initiative,
    MostValue,
    Plan,
    Portfolio,
    Synergy,
    prioritise,
    shipped_disc,
)
from omniprio.answers import Actual, Replanned, frontier, replan, suggested_shares
from omniprio.assessment import (
    Assessment,
    BidsByChannel,
    ChannelBids,
    ChannelProfile,
    combine_by_channel,
    starting_from,
)
from omniprio.portfolio import Measurement, Milestone

CHANNELS = ("web", "store")
BIDS = {
    "web": {
        "IT": {"R": 1.6, "D": 1.5, "C": 1.2},
        "Marketing": {"R": 1.8, "D": 1.9, "C": 1.4},
        "Stores": {"R": 1.6, "D": 1.5, "C": 1.6},
    },
    "store": {
        "IT": {"R": 1, "D": 1.2, "C": 1},
        "Marketing": {"R": 1.6, "D": 1.4, "C": 1},
        "Stores": {"R": 1.2, "D": 1, "C": 1.3},
    },
}
"""What three departments say of each channel, in levels: 1.6 is level 1 and 0.6 of level 2."""

YEAR_ONE = 4
"""The last quarter of the first year."""

INITIATIVES = (
    Initiative(
        id="sign-up", title="Sign-up on the web", cost=60, benefit=15, advances={"R2@web": 0.4, "D2@web": 0.3}
    ),
    Initiative(
        id="till",
        title="Ask for consent at the till",
        duration=2,
        cost=160,
        benefit=10,
        advances={"R2@store": 0.8},
    ),
    Initiative(
        id="card",
        title="A loyalty card",
        cost=60,
        benefit=5,
        advances={"R2@store": 0.3},
    ),
    Initiative(
        id="profile",
        title="One customer profile",
        duration=2,
        cost=200,
        benefit=12,
        advances={"D2": 0.5, "R3": 0.3},
        links=("web", "store"),
    ),
    Initiative(
        id="letters",
        title="E-mails after what was bought",
        cost=90,
        benefit=25,
        advances={"C2": 0.6},
        needs={"D2@web": 0.8},
    ),
    Initiative(
        id="advice",
        title="Advice at the counter from the profile",
        duration=2,
        cost=240,
        benefit=20,
        advances={"C2@store": 0.4, "R3@store": 0.5},
        requires=("profile",),
    ),
)


def disc() -> Disc:
    """Return three disciplines of the customer-centricity disc, judged in the web and in the store."""
    whole = shipped_disc()
    rows = [row for row in whole.disciplines if row.id in {"R", "D", "C"}]
    return Disc(disciplines=rows, channels=[{"id": channel} for channel in CHANNELS])


def where_we_are() -> ChannelProfile:
    """Return what the departments say together of each channel."""
    channels = [
        ChannelBids(
            channel=channel,
            assessments=[Assessment(rater=rater, ratings=said) for rater, said in bids.items()],
        )
        for channel, bids in BIDS.items()
    ]
    return combine_by_channel(BidsByChannel(channels=channels, provenance="invented"), disc=disc())


def known_in_the_store(by: int) -> Milestone:
    """Return the milestone that the board asks for."""
    return Milestone(id="known", title="Known in the store", by=by, fields={"R2@store": 0.9})


def what_can_be_done(profile: ChannelProfile) -> Portfolio:
    """Return what can be done from there, with a milestone and a field that earns."""
    reach = Synergy(id="customers who may be written to", needs={"R2": 0.9}, benefit=12)
    portfolio = Portfolio(
        title="The shop",
        horizon=Horizon(periods=8, unit="quarter", start=date(2027, 1, 1)),
        disc=profile.disc,
        initiatives=INITIATIVES,
        synergies=[reach],
        milestones=[known_in_the_store(by=YEAR_ONE)],
        budget=600,
        currency="kDKK",
        provenance={"everything": "invented"},
    )
    return starting_from(portfolio, profile)


def a_year_later(plan: Plan) -> Replanned:
    """Return the plan from what was spent and measured; the board wants the same of the store by the end."""
    actual = {name: Actual(start=int(start)) for name, start in plan.starts.items()}
    actual["till"] = Actual(start=1, cost=190)  # it was to cost 160
    day = date(2028, 1, 12)
    measured = [
        Measurement(field="R2@store", share=0.7, on=day, who="customer panel"),
        Measurement(field="D2@web", share=0.8, on=day, who="the shop's own data"),
    ]
    wanted = plan.portfolio.model_copy(update={"milestones": [known_in_the_store(by=7)]})
    return replan(plan, wanted, by=YEAR_ONE, actual=actual, measured=measured)


def worth(plan: Plan) -> float:
    """Return the net present value of a plan."""
    return plan.cash.net_present_value if plan.cash else 0


def show_plan(plan: Plan) -> None:
    """Print when what is done, and the cash at the end of each quarter."""
    for one in plan.schedule:
        label = plan.portfolio.calendar.span(one.start, one.finish)
        print(f"  {label:<18} {plan.portfolio.by_id[one.id].name():<40} {one.cost:5,.0f} kDKK")
    if plan.cash is None:
        return
    print("  Cash: " + ", ".join(f"{one.cash:+,.0f}" for one in plan.cash.periods))
    print(f"  Paid back in {plan.portfolio.calendar.label(plan.cash.payback or 0)}.")


def main() -> None:
    """Go through the year."""
    goals = (MostValue(), Fastest())
    profile = where_we_are()
    print(f"Where we are, channel by channel\n{profile}")
    portfolio = what_can_be_done(profile)
    plan = prioritise(portfolio, goals)
    print("\nThe plan that pays most and keeps the milestone")
    show_plan(plan)
    free = prioritise(portfolio.model_copy(update={"milestones": []}), goals)
    price = worth(free) - worth(plan)
    until = plan.portfolio.calendar.label(plan.portfolio.counted_to)
    print(f"  The milestone costs {price:,.0f} kDKK of net present value, counted to the end of {until}.")
    for absent in plan.left_out:
        print(
            fill(
                f"{absent.id} is left out. {absent.reason}", 98, initial_indent="  ", subsequent_indent="    "
            )
        )
    print(f"\nWhere to stop\n{frontier(portfolio, most=370)}")
    again = a_year_later(plan)
    print(f"\nA year later\n{again}\n{suggested_shares(again.readings, portfolio)}")
    print("\nThe new plan")
    show_plan(again.plan)


if __name__ == "__main__":
    main()
