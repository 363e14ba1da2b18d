"""What a portfolio says it contains."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from omniprio.disc import Disc, Discipline, Level
from omniprio.plan import plan_of
from omniprio.portfolio import Budget, Cost, Group, Horizon, Initiative, Portfolio, Requirement, Synergy


def lines(**parts: object) -> dict[str, str]:
    """Return the lines after the title by their beginning."""
    portfolio = Portfolio.model_validate({"horizon": 3, "initiatives": []} | parts)
    return dict(line.split(": ", 1) for line in str(portfolio).splitlines()[1:])


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ({"name": "Shops"}, "Shops"),
        ({"title": {"da": "Butikker", "en": "The shops"}}, "The shops"),
        ({}, "Portfolio"),
    ],
)
def test_it_begins_with_the_name(parts: dict[str, object], title: str) -> None:
    portfolio = Portfolio.model_validate({"horizon": 3, "initiatives": []} | parts)
    assert str(portfolio).splitlines()[0] == title


def test_a_portfolio_without_a_disc_has_no_line_about_one() -> None:
    assert "Disc" not in lines()
    assert "Disc" in lines(initiatives=[Initiative(id="web", advances={"R2": 0.5})])


def test_five_lines_tell_what_a_small_portfolio_contains() -> None:
    assert lines(ambition={"R": 3}) == {
        "Initiatives": "0",
        "Horizon": "3 periods",
        "Money": "Main budget without limit",
        "Disc": "6 disciplines, 18 fields, 6 of them complete at the start; to reach: the centre",
    }


def test_decisions_links_and_sets_are_counted() -> None:
    web = Initiative(id="web", decision="must")
    app = Initiative(id="app", decision="never", requires=["web"])
    mail = Initiative(id="mail", requires=["web", "app"])
    some = {
        "initiatives": [web, app, mail],
        "groups": [Group(id="one", members=["web", "app"], at_most=1)],
        "synergies": [Synergy(id=name, of=["web", "app"]) for name in ("s", "t")],
    }
    # 1 requirement of the app and 2 of the mail
    assert lines(**some)["Initiatives"] == "3, 1 decided, 1 ruled out, 3 requirements, 1 group, 2 synergies"


def test_a_calendar_has_its_first_and_last_day() -> None:
    horizon = Horizon(periods=3, unit="quarter", start=date(2027, 1, 1))
    assert lines(horizon=horizon)["Horizon"] == "3 quarters, 2027-01-01 to 2027-09-30"
    assert lines(horizon=1)["Horizon"] == "1 period"


def test_money_is_told_as_it_was_given() -> None:
    budgets = {"running": None, "it": Budget(per_period=40), "ads": Budget(per_period=[1, None, 2])}
    assert lines(budget=2500, budgets=budgets, currency="kDKK")["Money"] == (
        "Main budget 2,500 kDKK, Running costs without limit, Budget it 40 kDKK in each period, Budget ads by period"
    )


def test_no_digit_of_a_large_amount_is_lost() -> None:
    assert lines(budget=12345678901.23)["Money"] == "Main budget 12,345,678,901.23"


def test_teams_have_a_line_where_there_are_any() -> None:
    assert "Teams" not in lines()
    assert lines(capacities={"IT": 2.5, "shop": [1, 2, None], "others": None})["Teams"] == (
        "IT 2.5 in each period, shop by period, others without limit"
    )


def test_many_names_are_counted() -> None:
    assert lines(capacities={f"team {number}": 1 for number in range(9)})["Teams"] == "9 teams"


def test_an_ambition_of_its_own_is_told() -> None:
    # level 2 of R is complete: 6 first levels and R2
    disc = lines(start={"R": 2}, ambition={"D": 2})["Disc"]
    assert disc == "6 disciplines, 18 fields, 7 of them complete at the start; to reach: the ambition"


def test_a_notebook_shows_it_with_names_escaped() -> None:
    page = Portfolio(name="<b>R&D</b>", horizon=1, initiatives=[])._repr_html_()
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;</h3>" in page
    assert "<b>" not in page


def cells(page: str) -> list[list[str]]:
    """Return the rows of all tables of a page."""
    rows = ET.fromstring(page).iter("tr")  # noqa: S314  our own page
    return [[cell.text or "" for cell in row] for row in rows]


def test_a_notebook_shows_each_initiative_with_duration_cost_and_what_it_requires() -> None:
    web = Initiative(
        id="web", title="Web shop", duration=2, cost=Cost(amount=300, running=20), costs={"ads": 5}
    )
    mail = Initiative(id="mail", requires=["web"])
    shop = Initiative(id="shop", cost=1.5, requires=[Requirement(of=["web", "mail"], match="any")])
    portfolio = Portfolio(horizon=4, initiatives=[web, mail, shop], currency="kDKK", budgets={"ads": None})
    assert cells(portfolio._repr_html_())[-4:] == [
        ["Initiative", "Duration", "Cost", "Requires"],
        ["Web shop", "2 periods", "300 kDKK, 20 kDKK in each period after; Budget ads 5 kDKK", ""],
        ["mail", "1 period", "", "Web shop"],
        ["shop", "1 period", "1.5 kDKK", "Web shop or mail"],
    ]


def test_a_notebook_shows_a_disc_by_discipline_and_ring() -> None:
    rows = [
        Discipline(id="R", title="Recognition", levels=[Level(title="known"), Level()]),
        Discipline(id="D", levels=1),
    ]
    assert cells(Disc(disciplines=rows)._repr_html_()) == [
        ["", "Ring 1", "Ring 2"],
        ["Recognition", "known", ""],
        ["D", "", ""],
    ]


def test_a_notebook_shows_an_initiative() -> None:
    web = Initiative(
        id="web",
        cost=300,
        duration=2,
        requires=["mail"],
        advances={"R2": 0.6},
        provenance={"sizing": "invented"},
    )
    page = web._repr_html_()
    assert cells(page) == [
        ["Duration", "2 periods"],
        ["Cost", "300"],
        ["Requires", "mail"],
        ["Advances", "R2 60%"],
    ]
    assert "Not facts: invented." in page


def test_what_is_large_is_named_with_its_size() -> None:
    web = Initiative(id="web", cost=300)
    portfolio = Portfolio(name="Shops", horizon=3, initiatives=[web])
    assert repr(portfolio) == "Portfolio(name='Shops', initiatives=1, periods=3)"
    assert repr(plan_of(portfolio, {"web": 1})) == "Plan(portfolio='Shops', chosen=1, of=1, proven=False)"
    assert repr(portfolio.disc) == "Disc(id='customer-centricity', disciplines=6, fields=18)"
    assert repr(web) == "Initiative(id='web', cost=300.0)"


def test_it_is_told_in_danish() -> None:
    assert Portfolio(horizon=2, initiatives=[], budget=1.5, closed=[2], currency="kDKK").summary(
        "da"
    ).splitlines() == [
        "Portefølje",
        "Initiativer: 0",
        "Horisont: 2 perioder, 1 lukket",
        "Penge: Hovedbudget 1,5 kDKK",
    ]
