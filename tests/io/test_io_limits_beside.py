"""What stands beside a table of projects of how much there is: budgets of years and owners, capacities of teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from by_hand import table, told

from omniprio import Budget, Cost
from omniprio.io import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio import Portfolio

_WORK = "Project,Team,FTE,Score\nCRM,IT,3,8\nShop,IT,4,9\nBrand,Web,2,3\n"
_COSTS = "Project,Owner,Cost,Score\nCRM,IT,1200,8\nData,IT,1500,9\nBrand,Web,600,5\n"


@pytest.mark.parametrize(
    "above",
    [
        "Capacity (FTE)\nIT,5\nWeb,2\n\n",
        "Capacity IT: 5 FTE\nCapacity Web: 2 FTE\n\n",
        "IT capacity,5,FTE\nWeb capacity,2,FTE\n\n",
        "Kapacitet IT,5 årsværk\nKapacitet for Web,2 årsværk\n\n",
        "Team,Available FTE\nIT,5\nWeb,2\nTotal,7\n\n",
        "IT-Kapazität: 5 VZÄ\nWeb-Kapazität: 2 VZÄ\n\n",
    ],
)
def test_what_teams_can_do_stands_above(tmp_path: Path, above: str) -> None:
    found = table(tmp_path, above + _WORK)
    assert found.portfolio.capacities == {"IT": 5, "Web": 2}
    assert "says what IT can do" in told(found)
    assert "above the header" not in told(found)
    assert "without a limit" not in told(found)


def test_what_teams_can_do_stands_below_or_beside(tmp_path: Path) -> None:
    assert table(tmp_path, _WORK + "\n\nTeam,Capacity\nIT,5\nWeb,2\n").portfolio.capacities == {
        "IT": 5,
        "Web": 2,
    }
    lines = _WORK.splitlines()
    beside = [
        f"{line},,{own}" for line, own in zip(lines, ["Team,Capacity", "IT,5", "Web,2", ","], strict=True)
    ]
    found = table(tmp_path, "\n".join(beside))
    assert found.portfolio.capacities == {"IT": 5, "Web": 2}
    assert "second table" not in told(found)


def test_what_teams_can_do_is_said_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheets = [("Projects", ["Project", "Team", "Hours", "Score"]), ("Staff", ["Team", "Hours"])]
    rows = [[["CRM", "IT", 400, 8], ["Data", "IT", 300, 9]], [["IT", 500], ["Web", 90]]]
    for (name, header), own in zip(sheets, rows, strict=True):
        sheet = book.create_sheet(name)
        for row in (header, *own):
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "plan.xlsx")
    found = read_table(tmp_path / "plan.xlsx")
    assert found.portfolio.capacities == {"IT": 500, "Web": 90}  # the one period that there is
    assert "looks like a table" not in told(found)


def test_work_of_a_month_becomes_that_of_a_period(tmp_path: Path) -> None:
    dated = (
        "Project,Team,Hours,Start,End\nCRM,IT,960,2027-01-01,2027-06-30\nData,IT,480,2027-07-01,2027-12-31\n"
    )
    found = table(tmp_path, f"Capacity IT: 200 hours per month\n\n{dated}")
    assert found.portfolio.calendar.unit == "month"
    assert found.portfolio.by_id["CRM"].effort == {"IT": 160}  # 960 in six months
    assert found.portfolio.capacities == {"IT": 200}
    assert table(tmp_path, f"Capacity IT,2 FTE\n\n{dated}").portfolio.capacities == {
        "IT": 320
    }  # twice 160 hours
    unclear = table(tmp_path, f"Capacity IT,500 hours\n\n{dated}")
    assert unclear.portfolio.capacities == {"IT": None}
    assert "not clear of how long a time; say it in FTE, or as hours per month" in told(unclear)


def test_a_capacity_without_work_is_told(tmp_path: Path) -> None:
    found = table(tmp_path, "Capacity IT: 5 FTE\n\nProject,Team,Score\nCRM,IT,5\n")
    assert not found.portfolio.capacities
    assert "no column says how much work each takes" in told(found)


@pytest.mark.parametrize(
    "above",
    [
        "Budget IT,2000\nBudget Web,900\n\n",
        "Budget for IT: 2000\nWeb budget: 900\n\n",
        "Owner,Budget\nIT,2000\nWeb,900\n\n",
        "IT-budget,2000\nWeb-budget,900\n\n",
    ],
)
def test_budgets_of_owners_are_what_theirs_may_cost_together(tmp_path: Path, above: str) -> None:
    found = table(tmp_path, above + _COSTS)
    assert [(one.owners, one.fund, one.at_most) for one in found.portfolio.groups] == [
        (("IT",), "money", 2000),
        (("Web",), "money", 900),
    ]
    assert "read as what those of IT may cost together" in told(found)


def test_a_budget_of_a_label_is_that_of_the_projects_with_it(tmp_path: Path) -> None:
    found = table(
        tmp_path, "Budget Run,900\n\nProject,Category,Cost,Score\nA,Run,500,1\nB,Run,600,2\nC,Grow,1,1\n"
    )
    assert [(one.members, one.at_most) for one in found.portfolio.groups] == [(("A", "B"), 900)]


def test_budgets_that_are_too_small_where_all_must_be_done_are_no_limits(tmp_path: Path) -> None:
    found = table(tmp_path, "Budget IT,2000\n\nProject,Owner,Cost\nCRM,IT,1200\nData,IT,1500\n")
    assert not found.portfolio.groups
    assert "is a budget, Budget IT" in told(found)


def test_budgets_of_years_are_spent_in_them(tmp_path: Path) -> None:
    costs = "Project,Cost,Score\nCRM,700,8\nWeb,600,9\nCheck,300,3\n"
    found = table(tmp_path, f"Budget 2027,1000\nBudget 2028,800\n\n{costs}").portfolio
    assert (found.calendar.unit, str(found.calendar.start), found.calendar.periods) == (
        "year",
        "2027-01-01",
        2,
    )
    budget = found.budgets["money"]
    assert isinstance(budget, Budget)
    assert [(one.periods, one.amount) for one in budget.windows] == [(1, 1000), (1, 800)]
    assert budget.carry_over is False
    dated = "Project,Cost,Score,Start,End\nCRM,700,8,2027-07-01,2027-12-31\nWeb,600,9,2028-01-01,2028-06-30\n"
    budget = table(tmp_path, f"Year,Budget\n2027,1000\n2028,800\n\n{dated}").portfolio.budgets["money"]
    assert isinstance(budget, Budget)
    assert [(one.periods, one.amount) for one in budget.windows] == [(6, 1000), (12, 800)]


def test_a_budget_of_a_year_has_the_signs_of_the_costs(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Budget 2027: 1,200,000;;\nBudget 2028: 900,000;;\n;;\nProject;Cost;Score;Year\nCRM;1,100,000;1;2027\nApp;300,000;2;2028\n",
    ).portfolio
    budget = found.budgets["money"]
    assert isinstance(budget, Budget)
    assert [one.amount for one in budget.windows] == [1_200_000, 900_000]
    assert found.by_id["App"].earliest_start == 13  # a column of years says when, in months


def test_what_teams_can_do_may_stand_under_periods(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Project", "Team", "FTE", "Start", "End", "Score"])
    sheet.append(["CRM", "IT", 3, "2027-01-01", "2027-04-30", 8])
    sheet.append(["Shop", "Web", 2, "2027-03-01", "2027-06-30", 5])
    other = book.create_sheet("Capacity")
    other.append(["Team", "Q1 2027", "Q2 2027"])
    other.append(["IT", 4, 5])
    other.append(["Web", 2, 3])
    book.save(tmp_path / "plan.xlsx")
    found = read_table(tmp_path / "plan.xlsx")
    assert found.portfolio.calendar.unit == "month"
    it, web = (found.portfolio.capacities[team] for team in ("IT", "Web"))
    assert isinstance(it, tuple)
    assert isinstance(web, tuple)
    assert it == (4, 4, 4, 5, 5, 5)
    assert web == (2, 2, 2, 3, 3, 3)
    assert "in columns of periods; read as 4 in the first of them" in told(found)


# --- what is spent in periods -----------------------------------------------------------------------------------


def _spent(found: Portfolio, name: str) -> tuple[float, ...]:
    cost = found.by_id[name].cost
    return tuple(cost.profile or ()) if isinstance(cost, Cost) else (cost,)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("I alt,2027,2028,2029", "year"),
        ("Total,Cost 2027,Cost 2028,Cost 2029", "year"),
        ("Total,Q1 2027,Q2 2027,Q3 2027", "quarter"),
        ("Total,jan-27,feb-27,mar-27", "month"),
    ],
)
def test_what_is_spent_in_periods_says_when_work_is_done(tmp_path: Path, header: str, unit: str) -> None:
    found = table(
        tmp_path, f"Project,{header},Score\nRoad,900,300,400,200,8\nPool,600,,300,300,9\nPath,50,50,,,3\n"
    )
    plan = found.portfolio
    assert (plan.calendar.unit, str(plan.calendar.start), plan.calendar.periods) == (unit, "2027-01-01", 3)
    assert [_spent(plan, name) for name in plan.by_id] == [(300, 400, 200), (300, 300), (50,)]
    assert [(one.earliest_start, one.duration, one.due) for one in plan.initiatives] == [
        (1, 3, 3),
        (2, 2, 3),
        (1, 1, 1),
    ]
    assert "what is spent in its period, and when the work is done" in told(found)


def test_costs_of_periods_without_a_total_are_the_cost(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,2027,2028,Score\nRoad,100,50,1\nPool,,20,2\n").portfolio
    assert [_spent(found, name) for name in found.by_id] == [(100, 50), (20,)]
    assert found.by_id["Pool"].earliest_start == 2


def test_a_total_that_says_more_than_its_periods_is_told(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Total,2027,2028,Score\nRoad,900,300,400,1\n")
    assert _spent(found.portfolio, "Road") == (900,)
    assert found.portfolio.by_id["Road"].duration == 2
    assert "Road: says 700 in its columns of periods, not what it costs in all" in told(found)


def test_dates_count_before_what_is_spent_in_periods(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Start,End,2027,2028\nRoad,2027-03-01,2028-02-29,300,400\n").portfolio
    assert (found.calendar.unit, found.by_id["Road"].duration) == ("month", 12)
    assert found.by_id["Road"].cost == 700


def test_a_frame_for_each_year_is_a_budget_of_each_year(tmp_path: Path) -> None:
    rows = "Nr.;Projekt;2027;2028;I alt;Score\n1;Tag;2.000;3.000;5.000;4\n2;Bad;;9.000;9.000;8\n"
    found = table(tmp_path, f"{rows}Ramme;;4.000;10.000;14.000;\n").portfolio
    budget = found.budgets["money"]
    assert isinstance(budget, Budget)
    assert [(one.periods, one.amount) for one in budget.windows] == [(1, 4000), (1, 10_000)]
