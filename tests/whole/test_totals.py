"""Totals that add up: what a table totals is the sum of what it shows, wherever a plan is shown."""

from __future__ import annotations

import json
import random
import re
from functools import cache, partial
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio.checker import check
from omniprio.io import plan_to_tables, write_plan_excel
from omniprio.plan import Plan, content, plan_of
from omniprio.portfolio import MAIN_FUND, Initiative, Portfolio, Synergy
from omniprio.report import report_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from omniprio.language import Language

HAIR = 1e-6
"""By how much a sum of floats may be off; what is rounded is rounded so that it adds up."""


def of_nine_thousand() -> Plan:
    """Return the plan of web and app, which cost 5,000 and 4,100 and save 120 together, under 9,000."""
    portfolio = Portfolio(
        horizon=2,
        initiatives=[
            Initiative(id="web", cost=5000, advances={"D2": 0.6}),
            Initiative(id="app", cost=4100, advances={"D2": 0.4}),
            Initiative(id="kiosk", cost=10),
        ],
        budget=9000,
        currency="kDKK",
        synergies=[
            Synergy(id="shared", of=["web", "app"], cost=-120),
            Synergy(id="lost", of=["web", "kiosk"], benefit=3, advances={"D3": 0.1}),
        ],
    )
    return plan_of(portfolio, {"web": 1, "app": 2})


PAYING = (33, 82, 132, 158, 162, 169, 171, 189, 216, 248, 269, 280, 327, 340, 404, 421)
"""The first seeds of which the schedule has a synergy that costs or saves."""

OTHERS = (0, 1, 2, 6, 7, 8, 10, 15, 16, 18, 23, 24, 37, 44, 50, 51, 54, 57, 59, 63, 64, 68, 70, 73)
"""The first of the other seeds that have a schedule."""


@cache
def drawn(seed: int) -> Plan:
    """Return the plan of the first of twenty random schedules that keeps every rule."""
    portfolio, rng = full_portfolio(seed), random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    for _ in range(20):
        chosen = [one for one in portfolio.initiatives if rng.random() < 0.7]
        starts = {one.id: rng.randint(1, max(1, portfolio.periods - one.duration + 1)) for one in chosen}
        if check(portfolio, starts).ok:
            plan = plan_of(portfolio, starts)
            assert any(one.obtained and one.cost for one in plan.synergies) == (seed in PAYING)
            return plan
    raise AssertionError(f"seed {seed} has no schedule: draw the list of seeds anew")


@pytest.fixture(params=slow_after(8, ["one total", "thirds", *PAYING, *OTHERS]))
def plan(request: pytest.FixtureRequest) -> Plan:
    by_hand = {"one total": of_nine_thousand, "thirds": of_thirds}
    case: str | int = request.param
    return drawn(case) if isinstance(case, int) else by_hand[case]()


def numbers(words: str) -> list[float]:
    """Return the amounts in a cell: `300 kDKK + 40 it` or `1.200,50`."""
    return [float(part.replace(",", "")) for part in re.findall(r"-?\d[\d,]*(?:\.\d+)?", words)]


def adds_up(parts: Iterable[float], total: float) -> None:
    shown = list(parts)
    assert sum(shown) == pytest.approx(total, abs=HAIR)


def sequence_adds_up(costs: Sequence[str], total: float) -> None:
    """Assert that the costs of a sequence, the last one their total, are what the plan costs."""
    if len(costs) > 1:
        adds_up((number for cost in costs[:-1] for number in numbers(cost)), sum(numbers(costs[-1])))
        half = 0.5 if total >= 100 else 0.005  # large amounts have no decimals
        assert sum(numbers(costs[-1])) == pytest.approx(total, abs=half * len(numbers(costs[-1])))


def test_one_total_in_every_table() -> None:
    plan = of_nine_thousand()
    assert plan.costs == {MAIN_FUND: 8980}  # 5,000 + 4,100 - 120
    assert [one.cost for one in content.sequence(content.Telling(plan))] == [
        "5,000 kDKK",
        "4,100 kDKK",
        "-120 kDKK",
        "8,980 kDKK",
    ]
    money = content.money(content.Telling(plan))
    assert money is not None
    assert money.rows[-1] == ("total", ("8,980", ""))
    assert "web and app together: saves 120 kDKK." in plan.summary()
    assert content.missed(content.Telling(plan)) == [
        (
            "synergy lost",
            "Missed without kiosk: web and kiosk together: earns 3 kDKK in each period from then on and adds 0.1 to “one customer profile” (D3).",
        )
    ]


def of_thirds() -> Plan:
    """Return a plan of three initiatives over three periods whose money never comes out even."""
    each = [
        Initiative(id=name, duration=3, costs={MAIN_FUND: cost, "it": cost}, advances={"D2": 0.3})
        for name, cost in (("web", 10.004), ("app", 5.004), ("kiosk", 0.004))
    ]
    portfolio = Portfolio(horizon=3, initiatives=each, budgets={"it": None}, currency="kDKK")
    return plan_of(portfolio, {"web": 1, "app": 1, "kiosk": 1})


def test_what_is_rounded_adds_up_to_the_total_that_is_shown() -> None:
    plan = of_thirds()
    # 10.004 + 5.004 + 0.004 = 15.012, so 15.01 = 10.01 + 5 + 0: of equal remainders the first goes up
    assert [one.cost for one in content.sequence(content.Telling(plan))] == [
        "10.01 kDKK + 10.01 it",
        "5 kDKK + 5 it",
        "",
        "15.01 kDKK + 15.01 it",
    ]
    money = content.money(content.Telling(plan))
    assert money is not None
    # 15.012 / 3 = 5.004 in each of three periods, 15.01 in all
    assert [cells[0] for _, cells in money.rows] == ["5.01", "5", "15.01"]


def test_the_sequence_adds_up(plan: Plan) -> None:
    costs = [re.sub(r"[A-Za-z].*?(?=\+|$)", "", one.cost) for one in content.sequence(content.Telling(plan))]
    sequence_adds_up(costs, plan.cost)


def test_money_by_period_adds_up(plan: Plan) -> None:
    grid = content.money(content.Telling(plan))
    assert (grid is None) == (not any(any(state.spending.values()) for state in plan.periods))
    for place, head in enumerate(grid.heads if grid else ()):
        if grid and head.endswith(" spent"):
            labels = [state.label for state in plan.periods[1:]]
            *rows, (_, total) = grid.rows
            shown = [
                number for label, cells in rows for number in numbers(cells[place]) * times(label, labels)
            ]
            adds_up(shown, numbers(total[place])[0])


def times(label: str, labels: list[str]) -> int:
    """Return how many periods a row is about: `2 - 3` is about two."""
    first, _, last = label.partition(" - ") if label not in labels else (label, "", "")
    return labels.index(last or first) - labels.index(first) + 1


def test_json_adds_up(plan: Plan) -> None:
    data = json.loads(plan.to_json())
    joined = [one["cost"] for one in data["synergies"] if not one["missing"]]
    adds_up([*(one["cost"] for one in data["schedule"]), *joined], plan.cost)
    adds_up(plan.costs.values(), plan.cost)
    for name, budget in plan.portfolio.limits.items():
        if not budget.owners:
            spent = [state["spending"][name] for state in data["periods"][1:]]
            adds_up(spent, sum(plan.costs.get(fund, 0.0) for fund in budget.funds))


def test_tables_add_up(plan: Plan) -> None:
    tables = plan_to_tables(plan)
    rows = [*tables["schedule"], *tables.get("synergies", [])]
    adds_up((cost for row in rows if isinstance(cost := row.get("cost"), float)), plan.cost)
    joined = [row["id"] for row in tables.get("synergies", []) if row.get("missing") is None]
    assert joined == [one.id for one in plan.synergies if one.obtained]


def test_a_workbook_adds_up(plan: Plan, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    write_plan_excel(plan, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    if "schedule" in book.sheetnames:
        _, _, head, *rows = book["schedule"].values
        funds = [
            place
            for place, cell in enumerate(head)
            if str(cell).endswith(("udget", "costs")) or str(cell).startswith("Budget ")
        ]
        rows = rows[:-1] if len(rows) > 1 else rows  # the last is the total
        adds_up((row[place] or 0.0 for row in rows for place in funds), plan.cost)


def test_a_notebook_adds_up(plan: Plan) -> None:
    page = ET.fromstring(plan._repr_html_())  # noqa: S314  our own
    tables = [one for one in page.iter("table") if one.findtext("thead/tr/th") == "When"]
    assert len(tables) == bool(plan.starts)
    for table in tables:
        cells = [row.findall("td")[2].text or "" for row in table.findall("tbody/tr")]
        sequence_adds_up([re.sub(r"[A-Za-z].*?(?=\+|$)", "", cell) for cell in cells], plan.cost)


@pytest.mark.slow
@pytest.mark.parametrize(
    "made", [of_nine_thousand, of_thirds, partial(drawn, PAYING[0])], ids=["one total", "thirds", "drawn"]
)
@pytest.mark.parametrize("language", ["en", "da"])
def test_a_report_adds_up(language: Language, made: Callable[[], Plan]) -> None:
    plan = made()
    html = report_html(plan, language=language)
    tables = [found for found in re.findall(r"<table.*?</table>", html, re.DOTALL) if "<tfoot>" in found]
    assert tables
    labels = [state.label for state in plan.periods[1:]]
    for table in tables:
        columns_add_up(table, labels, language)


def columns_add_up(table: str, labels: list[str], language: Language) -> None:
    """Assert that each column of a table that has a total in its foot adds up to it."""
    body, foot = (re.findall(rf"<{part}>(.*?)</{part}>", table, re.DOTALL)[0] for part in ("tbody", "tfoot"))
    rows = [cells_of(row, language) for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)]
    by_period = ">Period" in table
    for place, total in enumerate(reversed(cells_of(foot, language)), start=1):
        if numbers(total):
            shown = []
            for row in rows:
                shown += numbers(row[-place]) * (times(row[0], labels) if by_period else 1)
            adds_up(shown, numbers(total)[0])


def cells_of(row: str, language: Language) -> list[str]:
    """Return the cells of a row as text, numbers as in English."""
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
    plain = [re.sub(r"<[^>]+>", "", cell).replace("\N{NO-BREAK SPACE}", " ").strip() for cell in cells]
    return [cell.translate(str.maketrans(",.", ".,")) if language == "da" else cell for cell in plain]
