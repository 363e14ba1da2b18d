"""What a portfolio says it contains."""

from __future__ import annotations

from datetime import date

import pytest

from omniprio.portfolio import Budget, Group, Horizon, Initiative, Portfolio, Synergy


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
        "Money": "main without limit",
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
        "main 2,500 kDKK, running without limit, it 40 kDKK in each period, ads by period"
    )


def test_no_digit_of_a_large_amount_is_lost() -> None:
    assert lines(budget=12345678901.23)["Money"] == "main 12,345,678,901.23"


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
    assert page.startswith("<pre>&lt;b&gt;R&amp;D&lt;/b&gt;\nInitiatives: 0\n")
