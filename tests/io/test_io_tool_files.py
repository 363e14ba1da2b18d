"""Files of other tools through the registry of formats, as the command line uses it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from omniprio import Horizon, Initiative, Plan, Portfolio, plan_of
from omniprio.io.formats import FORMATS, format_in, format_of
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
    back = found.read(path, horizon=4)
    assert isinstance(back, Imported)
    assert back.portfolio.periods == 4
    assert back.portfolio.by_id["web"].requires == ("crm",)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Issue key,Summary", "jira"),
        ("Zusammenfassung;Vorgangsschlüssel", "jira"),
        ("Sagsnøgle,Resumé", "jira"),
        ("Résumé,Clé de ticket", "jira"),
        ("Resumen,Clave de incidencia", "jira"),
        ("Podsumowanie,Klucz zgłoszenia", "jira"),
        ('"ID","Team","Title","Status"', "jira"),
        ("ID,Work Item Type,Title,State", "jira"),
        ("Task ID,Created At,Name,Section/Column", "jira"),
        ("id,title,cost", "initiatives"),
    ],
)
def test_a_list_of_issues_is_known_by_its_header(tmp_path: Path, header: str, name: str) -> None:
    (tmp_path / "list.csv").write_text(f"{header}\r\n", encoding="utf-8")
    assert format_in(tmp_path / "list.csv").name == name
    (tmp_path / "list.csv").write_text(f"{header}\r\n", encoding="utf-16")
    assert format_in(tmp_path / "list.csv").name == name
