"""The verb `report`: from a portfolio or plan to a page, with the answers asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from pages.every_answer import SMALL, small_plan
from pages.reading import read, section

from omniprio import Plan, plan_of, prioritise, ten_portfolio
from omniprio.cli import Exit, main
from omniprio.cli.asked import NAMES
from omniprio.report import report_html

if TYPE_CHECKING:
    from pathlib import Path


@cache
def ten() -> Plan:
    return prioritise(ten_portfolio(budget=2500))


def test_the_command_line_shows_a_plan_as_it_is(tmp_path: Path) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.html"
    source.write_text(ten().to_json(), encoding="utf-8")
    assert main(["report", str(source), "-o", str(target), "--language", "da"]) == Exit.DONE
    assert target.read_text(encoding="utf-8") == report_html(ten(), language="da")


def test_the_command_line_goes_from_data_to_a_page(tmp_path: Path) -> None:
    source, target = tmp_path / "portfolio.json", tmp_path / "plan.html"
    source.write_text(ten_portfolio(budget=2500).to_json(), encoding="utf-8")
    assert main(["report", str(source), "-o", str(target), "--goals", "closest"]) == Exit.DONE
    assert "as close as possible (distance at the end)" in section(
        target.read_text(encoding="utf-8"), "quality"
    )


def test_the_command_line_adds_answers_in_the_order_asked_for(tmp_path: Path) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.html"
    source.write_text(small_plan().to_json(), encoding="utf-8")
    asked = [word for name in NAMES for word in ("--with", name)]
    assert main(["report", str(source), "-o", str(target), *asked]) == Exit.DONE
    found = [one.attributes["id"] for one in read(target.read_text(encoding="utf-8")).all("section")]
    sections = [
        "why",
        "why-not",
        "frontier",
        "trade-off",
        "value-of-change",
        "attribution",
        "qualification",
        "essential",
    ]
    assert [name for name in found if name in {*sections, "silos"}] == [*sections, "silos"]


def test_the_command_line_says_what_was_not_settled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.html"
    source.write_text(ten().to_json(), encoding="utf-8")
    short = ["--with", "silos", "--with", "why-not", "--time-limit", "0.001"]
    assert main(["report", str(source), "-o", str(target), *short]) == Exit.NOT_PROVEN
    assert capsys.readouterr().err == "omniprio: --with silos: nothing was found in the time there was\n"
    assert "Not all of this is proven." in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("plan", "more", "code", "says"),
    [
        ("by hand", ["--with", "why"], Exit.BAD_INPUT, "are none, so the plan is best for nothing"),
        ("by hand", ["--with", "qualify"], Exit.DONE, ""),
        ("within", ["--with", "frontier"], Exit.BAD_INPUT, "have slack or a gap"),
        (
            "best",
            ["--with", "why", "--gap", "0.1"],
            Exit.USAGE,
            "argument --gap: it lets the plan be worse than the best",
        ),
        ("best", ["--with", "nothing"], Exit.USAGE, "argument --with: it is nothing; use why, why-not, "),
        (
            "best",
            ["--goals", "closest"],
            Exit.USAGE,
            "argument --goals: it says nothing for a plan, which has goals of its own",
        ),
    ],
)
def test_the_command_line_refuses_what_has_no_answer(
    plan: str, more: list[str], code: Exit, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loose = [one.model_copy(update={"asked": 0.2}) for one in small_plan().goals]
    plans = {
        "best": small_plan(),
        "by hand": plan_of(SMALL, {"app": 1}),
        "within": plan_of(SMALL, small_plan().starts, goals=loose, stopped="finished"),
    }
    source = tmp_path / "plan.json"
    source.write_text(plans[plan].to_json(), encoding="utf-8")
    assert main(["report", str(source), "-o", str(tmp_path / "plan.html"), *more]) == code
    assert says in capsys.readouterr().err
