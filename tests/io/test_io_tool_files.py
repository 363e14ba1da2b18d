"""Files of other tools through the registry of formats, as the command line uses it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from omniprio import Horizon, Initiative, Plan, Portfolio, plan_of
from omniprio.errors import InvalidInputError
from omniprio.io.formats import FORMATS, format_of
from omniprio.io.imported import Imported

if TYPE_CHECKING:
    from pathlib import Path

INITIATIVES = [Initiative(id="crm", duration=2), Initiative(id="web", requires=["crm"])]


def plan() -> Plan:
    months = Horizon(periods=4, unit="month", start=dt.date(2027, 1, 1))
    return plan_of(Portfolio(horizon=months, initiatives=INITIATIVES), {"crm": 1, "web": 3})


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("plan.xml", "<?xml"),
        ("plan.mmd", "gantt\n"),
        ("plan.dot", "digraph {\n"),
        ("plan.gv", "digraph {\n"),
        ("plan.ics", "BEGIN:VCALENDAR\r\n"),
    ],
)
def test_the_ending_says_what_a_plan_is_written_as(tmp_path: Path, name: str, beginning: str) -> None:
    path = tmp_path / name
    found = format_of(path)
    assert found.write_plan
    found.write_plan(plan(), path)
    assert path.read_bytes().startswith(beginning.encode())


@pytest.mark.parametrize(("name", "beginning"), [("a.mmd", "flowchart LR\n"), ("a.dot", "digraph {\n")])
def test_a_portfolio_is_written_as_a_graph(tmp_path: Path, name: str, beginning: str) -> None:
    path = tmp_path / name
    found = format_of(path)
    assert found.write_portfolio
    found.write_portfolio(plan().portfolio, path)
    assert path.read_text().startswith(beginning)


@pytest.mark.parametrize("name", ["msproject", "jira"])
def test_what_is_written_can_be_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plan"
    (found,) = [known for known in FORMATS if known.name == name]
    assert found.read
    assert found.write_plan
    found.write_plan(plan(), path)
    back = found.read(path, 4)
    assert isinstance(back, Imported)
    assert back.portfolio.periods == 4
    assert back.portfolio.by_id["web"].requires == ("crm",)


def test_a_list_of_issues_needs_a_horizon(tmp_path: Path) -> None:
    read = format_of(tmp_path, "jira").read
    assert read
    with pytest.raises(
        InvalidInputError, match="horizon: is not in the file; say for how many periods to plan"
    ):
        read(tmp_path / "issues.csv", None)
