"""Plans as workbooks: a sheet for each question, formats, totals and a Gantt chart of coloured cells."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from omniprio import Horizon, Initiative, LeastCost, Portfolio, plan_of, prioritise, ten_portfolio
from omniprio.io import write_plan_excel
from omniprio.language import languages

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from omniprio import Plan

HALF = Horizon(periods=4, unit="quarter", start=date(2027, 1, 1))
TWO = Portfolio(
    horizon=HALF,
    currency="kDKK",
    budget=500,
    capacities={"it": 3, "shop": 1},
    initiatives=[
        Initiative(
            id="crm", title={"en": "Customers", "da": "Kunder"}, cost=300, duration=2, effort={"it": 2}
        ),
        Initiative(id="web", title="Web", cost=100.5, advances={"D2": 1.0}),
        Initiative(id="app", cost=900, advances={"D3": 1.0}),
    ],
)


def written(plan: Plan, path: Path, language: str = "en") -> Workbook:
    write_plan_excel(plan, path / "plan.xlsx", language=language)
    return load_workbook(path / "plan.xlsx")


def _day(value: object) -> object:
    """Return what stands in a cell, for a date without a time the date."""
    return value.date() if isinstance(value, datetime) else value


def test_each_sheet_asks_a_question_over_its_table(tmp_path: Path) -> None:
    book = written(plan_of(TWO, {"crm": 1, "web": 3}), tmp_path, "da")
    assert book.sheetnames == [
        "tidsplan",
        "gantt",
        "fravalgt",
        "penge",
        "teams",
        "discipliner",
        "felter på skiven",
    ]
    assert all(str(sheet["A1"].value).endswith("?") for sheet in book)
    schedule = [
        [_day(cell.value) for cell in row] for row in book["tidsplan"].iter_rows(min_row=3, max_col=8)
    ]
    crm = ["crm", "Kunder", None, "1. kvt. 2027", "2. kvt. 2027", date(2027, 1, 1), date(2027, 6, 30), 300]
    web = ["web", "Web", None, "3. kvt. 2027", "3. kvt. 2027", date(2027, 7, 1), date(2027, 9, 30), 100.5]
    assert schedule == [
        ["id", "titel", "ejer", "fra", "til", "første dag", "sidste dag", "Hovedbudget"],
        crm,
        web,
        [None, None, None, None, None, None, None, 400.5],  # 300 + 100.5
    ]
    assert book["tidsplan"]["F4"].number_format == "yyyy-mm-dd"
    assert book["tidsplan"]["H4"].number_format == "#,##0.00"  # one amount has decimals, so all show them


def test_money_is_spent_and_left_by_period(tmp_path: Path) -> None:
    sheet = written(plan_of(TWO, {"crm": 1, "web": 3}), tmp_path)["money"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["2027 Q1", 150, 350],  # 500 - 150
        ["2027 Q2", 150, 200],
        ["2027 Q3", 100.5, 99.5],
        ["2027 Q4", 0, 99.5],
        [None, 400.5, None],  # what is left does not add up
    ]


def test_the_gantt_chart_is_made_of_coloured_cells(tmp_path: Path) -> None:
    sheet = written(plan_of(TWO, {"crm": 1, "web": 3}), tmp_path)["gantt"]
    coloured = [
        [cell.fill.fill_type == "solid" for cell in row] for row in sheet.iter_rows(min_row=4, min_col=2)
    ]
    assert coloured == [[True, True, False, False], [False, False, True, False]]


def test_only_teams_of_which_something_is_taken_are_shown(tmp_path: Path) -> None:
    sheet = written(plan_of(TWO, {"crm": 1}), tmp_path)["teams"]
    assert [cell.value for cell in sheet[3]] == ["period", "it: taken", "it: free"]
    assert [cell.value for cell in sheet[4]] == ["2027 Q1", 2, 1]  # of 3


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_what_is_no_fact_is_marked_on_each_sheet(language: str, tmp_path: Path) -> None:
    plan = plan_of(ten_portfolio(), {"identify": 1, "web-email": 1})
    book = written(plan, tmp_path, language)
    marked = {sheet.title for sheet in book if sheet["A2"].value}
    assert {*book.sheetnames} - marked == {"da": {"oprindelse"}, "en": {"provenance"}}[language]


def test_a_plan_of_nothing_has_a_sheet(tmp_path: Path) -> None:
    assert "gantt" in written(plan_of(Portfolio(horizon=1, initiatives=[]), {}), tmp_path).sheetnames


def test_values_of_goals_have_signs_between_thousands_as_they_may_be_money(tmp_path: Path) -> None:
    must = Portfolio(horizon=1, initiatives=[Initiative(id="crm", cost=2_200_000, decision="must")])
    sheet = written(prioritise(must, goals=[LeastCost()]), tmp_path)["goals"]
    assert (sheet["C4"].value, sheet["C4"].number_format) == (2_200_000, "#,##0.00")
