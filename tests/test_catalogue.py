"""The shipped data says what its sources say, marks what is ours, and adds up as counted by hand."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from importlib import resources
from itertools import chain

import pytest

from omniprio import catalogue, plan_of
from omniprio.catalogue.listing import listing
from omniprio.disc import Disc, Discipline, Level, shipped_disc
from omniprio.documents import READY
from omniprio.errors import InvalidInputError
from omniprio.numbers import exact
from omniprio.portfolio import Cost, Initiative, Portfolio

DATA = resources.files("omniprio").joinpath("catalogue")
FILES = [
    "channels/retailer.json",
    "discs/channel-strategy.json",
    "discs/customer-centricity.json",
    "initiatives/invented.json",
    "initiatives/ten.json",
    "questionnaires/self-test.json",
    "scenarios/examples.json",
    "sizing/mid-size-retailer.json",
]
DISCS = ["customer-centricity", "channel-strategy"]

TEN = catalogue.ten_initiatives()
LONG = catalogue.long_catalogue()
PORTFOLIOS = [catalogue.ten_portfolio(), catalogue.long_portfolio(), catalogue.ten_by_channel()]


def shares(field: str, initiatives: tuple[Initiative, ...] = TEN) -> dict[str, float]:
    """Return what each initiative adds to a field."""
    return {one.id: one.advances[field] for one in initiatives if field in one.advances}


def total(field: str, initiatives: tuple[Initiative, ...] = TEN) -> Fraction:
    """Return what the initiatives add to a field together, exactly, not capped."""
    return sum(map(exact, shares(field, initiatives).values()), Fraction(0))


def running(initiative: Initiative) -> float:
    """Return the running cost per period."""
    return initiative.costs_by_fund["running"].running


# The files


def test_the_package_holds_these_files_and_no_others() -> None:
    folders = [entry for entry in DATA.iterdir() if entry.is_dir() and entry.name != "__pycache__"]
    assert sorted(f"{folder.name}/{file.name}" for folder in folders for file in folder.iterdir()) == FILES


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_pretty_json_with_danish_letters_as_they_are(path: str) -> None:
    written = DATA.joinpath(*path.split("/")).read_text(encoding="utf-8")
    assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"


# The discs


@pytest.mark.parametrize("name", DISCS)
def test_every_text_of_a_disc_comes_in_both_languages_and_says_where_it_is_from(name: str) -> None:
    disc = catalogue.disc(name)
    levels = [field.level for field in disc]
    assert disc.id == name
    parts: list[Disc | Discipline | Level] = [disc, *disc.disciplines, *levels]
    assert all(part.provenance for part in parts)
    for text in (*(part.title for part in parts), *(level.description for level in levels)):
        assert isinstance(text, dict)
        assert set(text) == {"da", "en"}
        assert all(text.values())


def test_the_disc_has_six_disciplines_of_three_rings_and_starts_at_the_outermost() -> None:
    disc = catalogue.disc()
    assert [row.id for row in disc.disciplines] == ["R", "D", "A", "C", "M", "O"]
    assert [len(row.rings) for row in disc.disciplines] == [3] * 6
    assert disc.start_level == 1
    assert catalogue.disc is shipped_disc


def test_no_text_of_a_level_is_passed_off_as_the_authors() -> None:
    assert {field.level.provenance for field in catalogue.disc()} == {"inferred"}
    assert all("inferred" in field.level.provenance for field in catalogue.disc("channel-strategy"))


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Dataanalyse", "A"), ("Effektmåling", "M"), ("Organization", "O"), ("Recognition", "R")],
)
def test_older_and_other_names_find_a_discipline(name: str, id_: str) -> None:
    assert catalogue.disc().discipline(name).id == id_


def test_short_labels_are_those_of_the_table() -> None:
    disc = catalogue.disc()
    assert disc.fields["D3"].title("da") == "én kundeprofil"
    assert disc.fields["O2"].title("da") == "delvist på tværs"
    assert disc.fields["D3"].title("en") == "one customer profile"


def test_the_channel_ladder_goes_from_single_to_omni() -> None:
    assert [field.title() for field in catalogue.disc("channel-strategy")] == [
        "single channel",
        "multichannel",
        "cross-channel",
        "omnichannel",
    ]


# What the ten contribute


def test_the_ten_come_in_the_order_of_the_source_with_their_numbers() -> None:
    assert " ".join(one.id for one in TEN) == (
        "identify web-email store-visit in-store-mobile personalise"
        " identify-in-store social-listening service-profile sign-up attribution"
    )
    assert [listed.number for listed in listing("ten").initiatives] == list(range(1, 11))
    assert [one.source.rpartition(", no. ")[2] for one in TEN] == [str(number) for number in range(1, 11)]
    assert all("Friis (Valtech)" in one.source for one in TEN)


@pytest.mark.parametrize(
    ("field", "by_number"),
    [
        ("R2", {1: 0.6, 9: 0.6}),
        ("R3", {1: 0.6, 3: 0.1, 6: 0.6}),
        ("D2", {1: 0.3, 2: 0.6, 6: 0.3, 7: 0.1, 9: 0.6}),
        ("D3", {5: 0.6, 6: 0.3, 8: 0.1}),
        ("A2", {2: 0.1, 5: 0.3, 6: 0.3, 7: 0.3, 9: 0.1, 10: 0.1}),
        ("C2", {2: 0.6, 3: 0.3, 4: 0.6, 6: 0.1, 7: 0.3}),
        ("C3", {5: 0.6, 8: 0.6}),
        ("M1", {7: 0.3}),
        ("M2", {10: 1.0}),
        ("M3", {10: 0.1}),
        ("O2", {8: 0.3, 10: 0.6}),
    ],
)
def test_the_map_from_the_ten_to_a_field(field: str, by_number: dict[int, float]) -> None:
    assert shares(field) == {TEN[number - 1].id: share for number, share in by_number.items()}


def test_the_ten_touch_no_other_field() -> None:
    untouched = [field.id for field in catalogue.disc() if not total(field.id)]
    assert untouched == ["R1", "D1", "A1", "A3", "C1", "O1", "O3"]


def test_what_falls_out_of_the_map_of_the_ten() -> None:
    assert total("D3") == 1  # 0.6 + 0.3 + 0.1, which binary floating point makes 0.9999999999999999
    assert total("O2") == Fraction(9, 10)  # 0.6 + 0.3
    assert total("M3") == Fraction(1, 10)


@pytest.mark.parametrize(("field", "numbers"), [("R2", {1, 9}), ("C3", {5, 8}), ("D3", {5, 6, 8})])
def test_a_field_that_is_complete_with_these_and_not_without_any_one_of_them(
    field: str, numbers: set[int]
) -> None:
    assert total(field, tuple(TEN[number - 1] for number in numbers)) >= 1
    for without in numbers:
        assert total(field, TEN[: without - 1] + TEN[without:]) < 1


def test_from_level_one_the_ten_leave_four_fields_that_nothing_can_complete() -> None:
    start = catalogue.ten_portfolio().start_fulfilment
    assert [name for name in start if start[name] + total(name) < 1] == ["A3", "M3", "O2", "O3"]


def test_what_must_come_first_among_the_ten() -> None:
    assert {one.id: one.requires for one in TEN if one.requires} == {
        "personalise": ("identify",),
        "identify-in-store": ("identify",),
    }
    assert {one.id: one.needs for one in TEN if one.needs} == {"service-profile": {"D3": 0.6}}


def test_better_after_is_the_column_of_the_table_and_names_initiatives() -> None:
    column = catalogue.better_after()
    number = {listed.id: listed.number for listed in listing("ten").initiatives}
    assert {number[name]: {number[other] for other in others} for name, others in column.items()} == {
        1: set(),
        2: {1, 9},
        3: set(),
        4: {1, 3},
        5: {2, 6, 9},
        6: {4, 2, 3},
        7: {8},
        8: {7},
        9: {1},
        10: {1, 5, 6},
    }
    strong = {
        (number[name], number[other])
        for name in column
        for other in column[name]
        if column[name][other] == "strong"
    }
    assert strong == {(2, 1), (6, 4), (9, 1)}


# Titles, tags and provenance


@pytest.mark.parametrize("initiative", LONG, ids=lambda one: one.id)
def test_an_initiative_says_what_of_it_is_whose(initiative: Initiative) -> None:
    assert isinstance(initiative.title, dict)
    assert set(initiative.title) == {"da", "en"}
    assert initiative.source
    assert initiative.provenance["sizing"] == "invented for a fictional mid-size Danish retailer"
    assert isinstance(initiative.description, dict)
    assert set(initiative.description) == {"da", "en"}
    if initiative in TEN:
        assert "S3" in initiative.provenance["title"]
        assert initiative.provenance["description"].startswith("inferred")
        assert all(initiative.provenance[part].startswith("judgement") for part in ("advances", "tags"))
        assert {"channel", "journey"} < set(initiative.tags)
    else:
        assert initiative.provenance["everything"] == "invented"


def test_the_words_for_channels_and_journey_are_few() -> None:
    def words(kind: str) -> set[str]:
        return set(chain.from_iterable(one.tags.get(kind, ()) for one in LONG))

    assert words("channel") == {"web", "e-mail", "mobile", "store", "customer service", "social media"}
    assert words("journey") == {"discover", "choose", "buy", "use", "return"}


# The sizing


def test_the_columns_of_the_sizing_add_up() -> None:
    sizes = [catalogue.sizing().sizes[one.id] for one in TEN]
    assert sum(size.one_off for size in sizes) == 5550  # 720+300+450+600+1440+840+120+480+180+420
    assert sum(size.running_per_year for size in sizes) == 1060  # 60+100+40+60+400+120+100+60+60+60
    assert sum(size.weeks for size in sizes) == 143  # 16+8+16+16+30+20+5+12+6+14
    assert sum(size.benefit_per_year for size in sizes) == 3800  # 240+360+480+240+1200+480+80+240+160+320
    for size in sizes:
        assert list(size.effort) == [size.lead, *size.others]
        assert size.effort[size.lead] == size.weeks  # one of the lead team, all the time


def test_the_nineteen_cost_more_than_their_budget() -> None:
    # the ten 5550, and 240+900+240+720+300+360+180+300+600 = 3840
    assert sum(one.costs_by_fund["money"].amount for one in LONG) == 9390


def test_everything_sized_is_an_initiative_of_the_catalogue() -> None:
    assert list(catalogue.sizing().sizes) == [one.id for one in LONG]


def test_weeks_become_quarters_of_thirteen_weeks_rounded_up() -> None:
    # 16 8 16 16 30 20 5 12 6 14 weeks; 13 weeks are one quarter, 26 two, 39 three
    assert [one.duration for one in TEN] == [2, 1, 2, 2, 3, 2, 1, 1, 1, 2]
    by_id = {one.id: one.duration for one in LONG}
    assert by_id["customer-value"] == 1  # 13 weeks: exactly one quarter
    assert by_id["predict"] == 2  # 26: exactly two
    assert by_id["customer-teams"] == 3  # 39: exactly three


@pytest.mark.parametrize(
    ("periods_per_year", "durations", "running_cost"),
    [
        (1, [1] * 10, 100),  # no initiative takes more than 52 weeks
        (12, [4, 2, 4, 4, 7, 5, 2, 3, 2, 4], 100 / 12),  # weeks x 12 / 52: 192/52 = 3.7, 360/52 = 6.9
        (52, [16, 8, 16, 16, 30, 20, 5, 12, 6, 14], 100 / 52),
    ],
)
def test_other_periods(periods_per_year: int, durations: list[int], running_cost: float) -> None:
    ten = catalogue.ten_initiatives(periods_per_year=periods_per_year)
    assert [one.duration for one in ten] == durations
    assert running(ten[1]) == pytest.approx(running_cost, rel=1e-15)


def test_costs_of_one_initiative() -> None:
    personalise = TEN[4]
    assert personalise.costs_by_fund == {
        "money": Cost(amount=1440, spread="even"),
        "running": Cost(running=100),  # 400 a year over four quarters
    }
    assert personalise.owner == "data"
    assert personalise.tags["team"] == ("data", "IT", "marketing")
    assert personalise.effort == {"data": 10, "IT": 4, "marketing": 2}  # 30, 12 and 6 weeks in three quarters
    assert personalise.benefit == 300  # 1,200 a year


def test_running_costs_per_quarter_are_a_quarter_of_the_years() -> None:
    assert [running(one) for one in TEN] == [15, 25, 10, 15, 100, 30, 25, 15, 15, 15]


def test_without_sizing_the_map_stands_alone() -> None:
    unsized = catalogue.ten_initiatives(sized=False)
    assert [one.advances for one in unsized] == [one.advances for one in TEN]
    assert {(one.duration, one.cost, one.owner, tuple(one.costs)) for one in unsized} == {(1, 0.0, "", ())}
    assert {(one.benefit, tuple(one.effort)) for one in unsized} == {(0.0, ())}
    sized = {"sizing", "effort", "benefit"}
    assert not any(sized & one.provenance.keys() or "team" in one.tags for one in unsized)


def test_a_size_replaces_what_an_initiative_cost_before() -> None:
    own = catalogue.Sizing(
        currency="EUR",
        provenance="our own",
        sizes={"identify": catalogue.Size(one_off=90.5, running_per_year=1, weeks=27, lead="CRM")},
    )
    assert TEN[0].costs_by_fund["money"].amount == 720  # derived and kept, and not to be carried over
    (identify,) = catalogue.with_sizing(TEN[:1], own)
    assert identify.costs_by_fund == {"money": Cost(amount=90.5), "running": Cost(running=0.25)}
    assert (identify.duration, identify.owner, identify.provenance["sizing"]) == (3, "CRM", "our own")
    assert (identify.effort, identify.benefit) == ({}, 0)  # the size tells of neither


def test_all_that_is_wrong_with_a_sizing_is_said_at_once() -> None:
    own = catalogue.Sizing(currency="EUR", provenance="our own", sizes={})
    with pytest.raises(InvalidInputError) as raised:
        catalogue.with_sizing(TEN[:2], own, periods_per_year=0)
    assert [fault.path for fault in raised.value.faults] == [
        "sizes.identify",
        "sizes.web-email",
        "periods_per_year",
    ]


# What they are made of, earn together, and where


def test_parts_are_those_that_the_source_names_and_come_in_both_languages() -> None:
    found = catalogue.parts()
    named = {name: [part.id for part in several] for name, several in found.items()}
    assert named == {
        "identify": ["log-in", "single-sign-on", "stay-logged-in"],
        "store-visit": ["stock", "nearest-store", "click-and-collect"],
        "in-store-mobile": ["qr", "beacons"],
        "identify-in-store": ["loyalty-card"],
    }
    for part in chain.from_iterable(found.values()):
        assert isinstance(part.title, dict)
        assert set(part.title) == {"da", "en"}
        assert part.provenance.startswith("named by the source (S3)")


def test_claims_are_the_figures_of_the_source_and_say_whose_they_are() -> None:
    assert [claim.share for claim in catalogue.claims()] == [0.75, 0.43]
    for claim in catalogue.claims():
        assert isinstance(claim.says, dict)
        assert claim.says["en"].startswith(f"A figure of {claim.share:.0%} stands in the source.")
        assert claim.says["da"].startswith(f"Et tal på {claim.share * 100:.0f} % står i kilden.")
        assert "not known here" in claim.says["en"]
        assert "Friis (Valtech)" in claim.source
        for portfolio in PORTFOLIOS:
            assert f"{claim.share:.0%}" in portfolio.provenance["claims"]
            said = " ".join(plan_of(portfolio, {}).summary("da").split())
            assert "kildens påstande: 75 % og 43 % står i kilden (S3); hvad de er andele af" in said


def test_every_portfolio_is_offered_to_other_programs() -> None:
    makers = {make for name in catalogue.__all__ if callable(make := getattr(catalogue, name))}
    made = {make for make in makers if make.__annotations__.get("return") == "Portfolio"}
    assert set(READY.values()) == made
    assert {make().name for make in made} == {portfolio.name for portfolio in PORTFOLIOS}


def test_what_works_better_after_something_earns_more_with_it() -> None:
    found = {one.of: one.benefit for one in catalogue.ten_synergies()}
    # 16 pairs in the column, of which social listening and service stand there both ways round
    assert sum(map(len, catalogue.better_after().values())) == 16
    assert len(found) == 15
    strong = [of for of, benefit in found.items() if benefit == 15]  # 60 a year
    assert strong == [
        ("identify", "web-email"),
        ("in-store-mobile", "identify-in-store"),
        ("identify", "sign-up"),
    ]
    assert {benefit for of, benefit in found.items() if of not in strong} == {5}  # 20 a year
    # after is after, but for the pair that is better either way
    either = [one.of for one in catalogue.ten_synergies() if one.when != "in order"]
    assert either == [("service-profile", "social-listening")]
    assert [one.of for one in catalogue.ten_portfolio().synergies] == strong
    assert all("invented" in portfolio.provenance["synergies"] for portfolio in PORTFOLIOS)


def test_by_channel_a_share_falls_where_the_initiative_is() -> None:
    ten = catalogue.ten_by_channel()
    assert [channel.id for channel in ten.disc.channels] == [
        "web", "e-mail", "mobile", "store", "customer service", "social media",
    ]  # fmt: skip
    assert ten.by_id["identify"].advances == {
        "R2@web": 0.6, "R2@e-mail": 0.6, "R2@mobile": 0.6, "R2@store": 0.6,
        "R3@web": 0.6, "R3@e-mail": 0.6, "R3@mobile": 0.6, "R3@store": 0.6,
        "D2@web": 0.3, "D2@e-mail": 0.3, "D2@mobile": 0.3, "D2@store": 0.3,
    }  # fmt: skip
    assert ten.by_id["social-listening"].advances == {
        "C2@social media": 0.3, "A2": 0.3, "M1": 0.3, "D2@social media": 0.1,
    }  # fmt: skip
    assert ten.by_id["service-profile"].needs == {"D3@web": 0.6}
    assert not any(one.links for one in TEN)
    assert not any("links" in one.provenance for one in TEN)
    assert {one.provenance["links"] for one in ten.initiatives} == {"judgement"}
    assert str(ten.provenance["channels"]).startswith("judgement")


def test_all_ten_take_the_channels_from_multi_to_omni() -> None:
    rich = catalogue.ten_by_channel(budget=100_000)
    waits = {"personalise": 3, "identify-in-store": 3, "service-profile": 6, "social-listening": 7}
    plan = plan_of(rich, {name: waits.get(name, 1) for name in rich.by_id})
    # 1: e-mail and web joined; 6: service joins them, but nothing social media; 7: social media and service
    assert [state.channels for state in plan.periods] == ["multi", *["cross"] * 6, *["omni"] * 6]
    # identify and sign-up in web, e-mail and mobile: 1.2, cut at 1; identify alone in the store: (1 + 1 + 1 + 0.6) / 4
    assert plan.progress.fulfilment["R2"][-1] == Fraction(9, 10)


# The long catalogue and the portfolios


def test_the_long_catalogue_is_the_ten_and_nine_plainly_invented_ones() -> None:
    assert LONG[:10] == TEN
    assert len(LONG) == 19
    assert all(one.source == "invented for this library" for one in LONG[10:])


def test_from_level_one_the_long_catalogue_completes_every_field() -> None:
    start = catalogue.long_portfolio().start_fulfilment
    assert len(start) == 18
    assert [name for name in start if start[name] + total(name, LONG) < 1] == []


def test_the_budget_of_the_long_portfolio_reaches_the_centre_and_its_horizon_is_long_enough() -> None:
    # one after another as early as their requirements let them, quarters from start to finish:
    last_quarters = {
        "identify": 2,
        "web-email": 1,
        "social-listening": 1,
        "sign-up": 1,
        "attribution": 2,
        "shared-targets": 1,
        "personalise": 5,  # after identify: 2 + 3
        "identify-in-store": 4,  # after identify: 2 + 2
        "service-profile": 6,  # needs D3 0.6, of personalise: 5 + 1
        "predict": 7,  # the same: 5 + 2
        "customer-value": 6,  # the same: 5 + 1
        "expected-effects": 8,  # after predict: 7 + 1
        "customer-teams": 4,  # after shared-targets: 1 + 3
        "customer-bonus": 8,  # after customer-value: 6 + 2
    }
    portfolio = catalogue.long_portfolio()
    chosen = tuple(portfolio.by_id[name] for name in last_quarters)
    # 720+300+120+180+420+180+1440+840+480+720+360+300+600+300
    assert sum(one.costs_by_fund["money"].amount for one in chosen) == 6960
    assert portfolio.budget == 7500
    start = portfolio.start_fulfilment
    assert [name for name in start if start[name] + total(name, chosen) < 1] == []
    for one in chosen:
        first = last_quarters[one.id] - one.duration + 1
        before = tuple(other for other in chosen if last_quarters[other.id] < first)
        assert set(one.requires) <= {other.id for other in before}
        assert all(total(field, before) >= exact(share) for field, share in one.needs.items())
    assert max(last_quarters.values()) <= portfolio.periods


@pytest.mark.parametrize("portfolio", PORTFOLIOS, ids=lambda one: one.name)
def test_a_portfolio_reads_back_from_its_own_json(portfolio: Portfolio) -> None:
    assert Portfolio.from_json(portfolio.to_json()) == portfolio


@pytest.mark.parametrize("portfolio", PORTFOLIOS, ids=lambda one: one.name)
def test_a_portfolio_limits_one_off_money_only(portfolio: Portfolio) -> None:
    assert portfolio.limits["money"].total == portfolio.budget
    assert (portfolio.limits["running"].total, portfolio.limits["running"].per_period) == (None, None)
    assert portfolio.currency == "kDKK"
    assert all(one.costs_by_fund["money"].running == 0 for one in portfolio.initiatives)


def test_a_portfolio_has_the_budget_horizon_and_calendar_asked_for() -> None:
    portfolio = catalogue.ten_portfolio(budget=3000, quarters=8, start=date(2027, 1, 1))
    assert (portfolio.budget, portfolio.periods) == (3000, 8)
    assert portfolio.calendar.label(5) == "2028 Q1"
    assert portfolio.disc == catalogue.disc()


def test_a_portfolio_that_makes_no_sense_is_refused_with_all_its_faults() -> None:
    with pytest.raises(InvalidInputError) as raised:
        catalogue.ten_portfolio(budget=-1, quarters=0)
    paths = [fault.path for fault in raised.value.faults]
    assert any(path.startswith("horizon") for path in paths)
    assert any(path.startswith("budget") for path in paths)
