"""Other plans beside that of the page: from Python and from the command line."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pytest
from pages.every_answer import SMALL, small_plan
from pages.reading import section

from omniprio import Plan, prioritise
from omniprio.cli import Exit, main
from omniprio.report.beside import beside
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from pathlib import Path


@cache
def richer() -> Plan:
    """Return the best plan with money for the web and the app: 500 of 600."""
    return prioritise(SMALL.model_copy(update={"budget": 600}))


def test_what_is_different_is_told_and_what_is_the_same() -> None:
    it = beside({"richer": richer()}, Voice(small_plan(), "en"))
    assert it.says == ["2\N{NO-BREAK SPACE}plans side by side.", "The same in all of them: “Web <shop>”."]
    differences, values = it.tables
    assert [head.words for head in differences.heads] == ["Initiative", "this plan", "richer"]
    assert [list(row) for row in differences.rows] == [
        ["The app", "\N{EN DASH}", "period\N{NO-BREAK SPACE}1"]
    ]
    # 12 of 18 levels are to go at the start; web gives 0.6 in both periods, the app 0.4 more
    assert [list(row) for row in values.rows] == [
        ["initiatives", "1", "2"],
        ["mean distance", "0.633", "0.611"],
        ["distance at the end", "0.633", "0.611"],
        ["spending", "300 kDKK", "500 kDKK"],
    ]
    assert it.sure[-1] == "Each plan is proven to be the best of its portfolio."


def test_what_is_not_proven_is_named_and_what_moves_too() -> None:
    by_hand = Plan.from_json(json.dumps({**json.loads(small_plan().to_json()), "goals": []}).encode())
    it = beside({"by hand": by_hand}, Voice(small_plan(), "da"))
    assert it.says[-1] == "De gør det samme på de samme tidspunkter."
    assert not any("forskelligt" in one.caption for one in it.tables)
    assert it.sure[-1] == "Ikke bevist at være de bedste for deres porteføljer: by hand."


@pytest.mark.slow
def test_the_command_line_shows_plans_and_portfolios_beside(tmp_path: Path) -> None:
    plan = small_plan().to_json()
    for name, document in {"plan": plan, "richer": richer().portfolio.to_json(), "same": plan}.items():
        (tmp_path / f"{name}.json").write_text(document, encoding="utf-8")
    files, page = (
        [str(tmp_path / f"{name}.json") for name in ("plan", "richer", "same")],
        tmp_path / "page.html",
    )
    assert (
        main(["report", files[0], "--beside", *files[1:], "-o", str(page), "--language", "da"]) == Exit.DONE
    )
    shown = section(page.read_text(encoding="utf-8"), "beside")
    assert shown.startswith("Hvordan er planerne forskellige? 3 planer ved siden af hinanden.")
    assert shown.partition("Hvad der er forskelligt")[2].count("Appen") == 1
