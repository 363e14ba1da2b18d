"""What the plan has to keep to, as the report tells it: budgets, teams and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, Portfolio, plan_of
from omniprio.portfolio import Budget, Capacity, Window
from omniprio.report.sections.limits import Limits, limits
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from omniprio.language import Language
    from omniprio.report.table import Table

WEB = Initiative(id="x1", title="Web shop", duration=3, cost=99, advances={"R2": 0.5})
"""Costs 33 in each of its three periods."""


def told(language: Language = "en", start: int = 1, **given: object) -> Limits | None:
    portfolio = Portfolio.model_validate({"horizon": 4, "currency": "kDKK", "initiatives": [WEB]} | given)
    plan = plan_of(portfolio, {"x1": start})
    return limits(plan, Voice(plan, language))


def cells(table: Table) -> list[list[str]]:
    """Return a table with ordinary blanks."""
    rows = [[head.words for head in table.heads], *map(list, table.rows)]
    return [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in rows]


def budget(given: Budget, language: Language = "en") -> list[list[str]]:
    found = told(language, budget=given)
    assert found is not None
    return cells(found.budgets[0])


def test_where_nothing_is_limited_there_is_no_section() -> None:
    assert told() is None
    assert told(capacities={"IT": None}, budget=Budget(per_period=None)) is None


def test_a_total_is_for_the_whole_horizon() -> None:
    assert budget(Budget(total=500, at_least=90)) == [
        ["Budget", "When", "At most", "At least", "What is left of it"],
        ["Main budget", "1 - 4", "500 kDKK", "90 kDKK", "can be spent later"],
    ]


def test_periods_with_the_same_amount_are_told_together() -> None:
    assert budget(Budget(per_period=(40.5, 40.5, None, 0), carry_over=False)) == [
        ["Budget", "When", "At most", "What is left of it"],
        ["Main budget", "1 - 2", "40.50 kDKK in each period", "is lost"],
        ["Main budget", "3", "no limit", "is lost"],
        ["Main budget", "4", "0 kDKK", "is lost"],
    ]


def test_the_amount_of_a_window_is_not_for_each_period() -> None:
    windows = (Window(periods=3, amount=100, at_least=60), Window(periods=1, amount=100))
    assert budget(Budget(windows=windows, carry_over=0.05, at_least=90), "da") == [
        ["Budget", "Hvornår", "Højst", "Mindst", "Det, der er tilovers"],
        ["Hovedbudget", "1 - 3", "100 kDKK", "60 kDKK", "op til 5 % af beløbet kan bruges senere"],
        ["Hovedbudget", "4", "100 kDKK", "", "op til 5 % af beløbet kan bruges senere"],
        ["Hovedbudget", "1 - 4", "", "90 kDKK", "op til 5 % af beløbet kan bruges senere"],
    ]


def test_where_only_so_much_has_to_be_spent_nothing_is_left_over() -> None:
    assert budget(Budget(at_least=90)) == [
        ["Budget", "When", "At most", "At least"],
        ["Main budget", "1 - 4", "no limit", "90 kDKK"],
    ]


def test_a_budget_says_what_it_pays_for_and_for_whom() -> None:
    shop = Budget(total=500, funds=("money", "shop"), owners=("IT",))
    found = told(budgets={"shop": shop}, initiatives=[WEB.model_copy(update={"owner": "IT"})])
    assert found is not None
    heads, row = cells(found.budgets[0])
    assert dict(zip(heads, row, strict=True)) == {
        "Budget": "Budget shop",
        "When": "1 - 4",
        "At most": "500 kDKK",
        "What is left of it": "can be spent later",
        "Pays for": "Main budget and shop",
        "For what belongs to": "IT",
    }


def test_a_team_says_what_it_has_has_to_do_and_can_buy() -> None:
    capacity = Capacity(amount=(3, 3, None, 2), at_least=(1, 1, 1, 0), extra=(1, 1, None, 1), extra_price=7)
    work = WEB.model_copy(update={"effort": {"IT": 1}})
    found = told(capacities={"IT": capacity, "shop": None}, initiatives=[work])
    assert found is not None
    assert cells(found.others[0]) == [
        ["Team", "When", "Has in each period", "At least", "More to buy", "Price"],
        ["IT", "1 - 2", "3", "1", "1", "7 kDKK for 1 in a period"],
        ["IT", "3", "no limit", "1", "", ""],
        ["IT", "4", "2", "0", "1", "7 kDKK for 1 in a period"],
    ]


@pytest.mark.parametrize(
    ("language", "late"), [("en", "2 - 3 (1 period late)"), ("da", "2 - 3 (1 periode for sent)")]
)
def test_dates_stand_beside_those_of_the_plan(language: Language, late: str) -> None:
    # two periods of work from period 2 are complete in 3, one period after it is due
    dated = WEB.model_copy(update={"duration": 2, "deadline": 4, "due": 2, "earliest_start": 2})
    fixed = Initiative(id="x2", title="App", fixed_start=3, closed=(2,))
    found = told(language, 2, initiatives=[dated, fixed, Initiative(id="x3", title="Free")])
    assert found is not None
    (table,) = found.others
    assert [row[:2] for row in cells(table)[1:]] == [
        ["Web shop", late],
        ["App", {"en": "not in the plan", "da": "ikke med i planen"}[language]],
    ]
    # earliest start, latest start, deadline, due, no work in
    assert [row[2:] for row in cells(table)[1:]] == [["2", "", "4", "2", ""], ["3", "3", "", "", "2"]]
