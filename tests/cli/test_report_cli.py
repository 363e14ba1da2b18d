"""The verb `report`: from a portfolio or plan to a page, with the answers asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from pages.every_answer import SMALL, small_plan
from pages.reading import read, section

from omniprio import Budget, Initiative, Plan, Portfolio, plan_of, prioritise, ten_portfolio
from omniprio.answers import gaps
from omniprio.cli import Exit, main
from omniprio.cli.beside import NAMES
from omniprio.documents import to_json
from omniprio.documents.explaining import explain
from omniprio.report import report_html

if TYPE_CHECKING:
    from pathlib import Path


@cache
def ten() -> Plan:
    return prioritise(ten_portfolio(budget=2500))


@pytest.mark.slow
def test_the_command_line_shows_a_plan_as_it_is(tmp_path: Path) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.html"
    source.write_text(ten().to_json(), encoding="utf-8")
    assert main(["report", str(source), "-o", str(target), "--language", "da"]) == Exit.DONE
    assert target.read_text(encoding="utf-8") == report_html(ten(), language="da")


@pytest.mark.slow
def test_the_command_line_goes_from_data_to_a_page(tmp_path: Path) -> None:
    source, target = tmp_path / "portfolio.json", tmp_path / "plan.html"
    source.write_text(ten_portfolio(budget=2500).to_json(), encoding="utf-8")
    assert main(["report", str(source), "-o", str(target), "--goals", "closest"]) == Exit.DONE
    assert "as close as possible (distance at the end)" in section(
        target.read_text(encoding="utf-8"), "quality"
    )


@pytest.mark.slow
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
    assert [name for name in found if name in {*sections, "silos", "gaps"}] == [*sections, "silos", "gaps"]


@pytest.mark.slow
def test_a_page_shows_answers_that_are_in_files_where_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[object] = []

    def page(_: Plan, *, answers: list[object], **__: object) -> str:
        shown.extend(answers)
        return "page"

    monkeypatch.setattr("omniprio.cli.verbs.report.report_html", page)
    plan, file = tmp_path / "plan.json", tmp_path / "gaps.json"
    plan.write_text(small_plan().to_json(), encoding="utf-8")
    file.write_text(to_json("gaps", gaps(SMALL)), encoding="utf-8")
    assert main(["report", str(plan), "--with", str(file), "--with", "attribute"]) == Exit.DONE
    assert [type(one).__name__ for one in shown] == ["GapTable", "Attribution"]
    shown.clear()
    file.write_text(to_json("explain", explain(small_plan(), ["app", "web"])), encoding="utf-8")
    assert main(["report", str(plan), "--with", str(file)]) == Exit.DONE
    assert [type(one).__name__ for one in shown] == ["Why", "WhyNot"]  # web is in the plan, the app is not
    must = Initiative(id="web", cost=2, decision="must", advances={"D2": 0.6})
    why_none = explain(Portfolio(horizon=1, initiatives=[must], budget=1))
    file.write_text(to_json("explain", why_none), encoding="utf-8")
    assert main(["report", str(plan), "--with", str(file)]) == Exit.BAD_INPUT
    assert "plan: is missing; explain the plan of the page" in capsys.readouterr().err
    assert main(["report", str(plan), "--with", str(plan)]) == Exit.BAD_INPUT
    assert (
        "format: is 'omniprio-plan/1'; use one of omniprio-explain/1, omniprio-qualify/1"
        in capsys.readouterr().err
    )
    assert main(["report", str(plan), "--with", "qualfy"]) == Exit.USAGE
    assert "scenarios, *.json (did you mean qualify?)" in capsys.readouterr().err


@pytest.mark.slow
def test_a_page_has_a_frontier_for_each_budget_amount_and_team_that_is_named(tmp_path: Path) -> None:
    source, target = tmp_path / "portfolio.json", tmp_path / "plan.html"
    web = Initiative(id="web", cost=3, costs={"it": 2}, effort={"crew": 4}, advances={"D2": 0.6})
    limits = {
        "budget": Budget(per_period=3),
        "budgets": {"it": Budget(per_period=2)},
        "capacities": {"crew": 4},
    }
    source.write_text(Portfolio(horizon=1, initiatives=[web], **limits).to_json(), encoding="utf-8")
    words = [
        "--with",
        "frontier",
        "--language",
        "da",
        "--budget",
        "it",
        "--budget",
        "money",
        "--window",
        "1",
        "--capacity",
        "crew",
    ]
    assert main(["report", str(source), "-o", str(target), *words]) == Exit.DONE
    heads = [one.text for one in read(target.read_text(encoding="utf-8")).all("h2")]
    assert [head for head in heads if head.startswith("Hvad hvis")] == [
        "Hvad hvis beløb 1 af budgettet it var anderledes?",
        "Hvad hvis beløb 1 af hovedbudgettet var anderledes?",
        "Hvad hvis kapaciteten af crew var anderledes?",
    ]


@pytest.mark.slow
def test_the_command_line_says_what_was_not_settled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.html"
    wanted = [Initiative(id=owner, owner=owner, decision="must") for owner in ("IT", "Stores")]
    portfolio = Portfolio(
        horizon=1, initiatives=[*wanted, Initiative(id="app", owner="IT", cost=1)], budget=0
    )
    source.write_text(prioritise(portfolio).to_json(), encoding="utf-8")
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
        (
            "best",
            ["--with", "why", "--window", "1"],
            Exit.USAGE,
            "says nothing without --with frontier; ask for that too",
        ),
        ("best", ["--with", "frontier", "--budget", "it"], Exit.BAD_INPUT, "there is no budget 'it'"),
        ("best", ["--with", "frontier", "--capacity", "it"], Exit.BAD_INPUT, "there is no team 'it'"),
        ("best", ["--wanted", "3"], Exit.USAGE, "argument --wanted: it is no milestone"),
        ("best", ["--wanted", '{"by": 1, "fields": {"X9": 1}}'], Exit.BAD_INPUT, "is no field of the disc"),
        ("by hand", ["--wanted", '{"by": 1, "fields": {"D2": 1}}'], Exit.BAD_INPUT, "best for nothing"),
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


@pytest.mark.slow
def test_the_command_line_tells_what_it_would_take_by_then(tmp_path: Path) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.html"
    source.write_text(small_plan().to_json(), encoding="utf-8")
    wanted = ["--wanted", '{"by": 2, "complete": ["app"]}', "--wanted", '{"by": 2, "complete": "web"}']
    assert main(["report", str(source), "-o", str(target), *wanted]) == Exit.DONE
    heads = [one.text for one in read(target.read_text(encoding="utf-8")).all("h2")]
    asked = [head.replace("\N{NO-BREAK SPACE}", " ") for head in heads if "would it take" in head]
    titles = [SMALL.by_id[name].name() for name in ("app", "web")]
    assert asked == [f"What would it take by the end of period 2: “{title}” complete?" for title in titles]


@pytest.mark.slow
def test_the_command_line_shows_where_we_are_beside_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "small.json": SMALL.to_json(),
        "plan.json": small_plan().to_json(),
        "ahead.json": SMALL.model_copy(update={"start": {"D2": 0.6}}).to_json(),
        "bids.json": '{"assessments": [{"rater": "IT", "ratings": {"R2": 0.4}}], "provenance": "invented"}',
        "six.csv": "organisation,recognise\nA,1\nB,2\nC,3\nD,3\nE,4\nF,5\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = [
        "--bids",
        "bids.json",
        "--survey",
        "six.csv",
        "--rows",
        "wide",
        "--own",
        "C",
        "--member",
        "small.json",
    ]
    asked = ["report", "plan.json", "-o", "page.html", *words, "--member", "ahead.json", "--with", "gaps"]
    assert main(asked) == Exit.DONE
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    found = [one.attributes["id"] for one in read(page).all("section")]
    names = ["assessment", "standing", "programme", "gaps"]
    assert [name for name in found if name in names] == names
    assert "Not facts: inferred, invented." in section(page, "assessment")
    assert "3-4 of 6" in section(page, "standing")  # B and A are behind, C and D the same
    assert "2 of 2" in section(page, "programme")
    assert main([*asked, "--member-budget", "500"]) == Exit.DONE
    within = section((tmp_path / "page.html").read_text(encoding="utf-8"), "programme-within")
    assert "500" in within
    assert "ahead" in within
    (tmp_path / "bids.json").write_text('{"assessments": [{"rater": "IT", "ratings": {"R9": 1}}]}')
    assert main(asked) == Exit.BAD_INPUT


def sections(page: str) -> list[str]:
    return [str(one.attributes["id"]) for one in read(page).all("section")]


@pytest.mark.slow
def test_a_page_can_be_about_the_plan_from_what_raters_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    (tmp_path / "bids.csv").write_text("rater,D2\nIT,0\nNord,0.4\nSyd,0.7\n", encoding="utf-8")
    (tmp_path / "us.csv").write_text("rater,D2\nIT,0.5\n", encoding="utf-8")
    asked = ["report", "small.json", "-o", "page.html", "--raters", "bids.csv"]
    assert main([*asked, "--organisation", "bids.csv", "--organisation", "us.csv"]) == Exit.DONE
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [name for name in sections(page) if name in {"raters", "side-by-side"}] == [
        "raters",
        "side-by-side",
    ]
    assert "40%" in section(page, "side-by-side")  # the middle one of 0, 0.4 and 0.7
    assert "us" in section(page, "side-by-side")
    (tmp_path / "by.csv").write_text("rater,channel,D2\nIT,web,0.9\nIT,store,0.2\n", encoding="utf-8")
    assert main(["report", "small.json", "-o", "page.html", "--bids", "by.csv"]) == Exit.DONE
    assert "store" in section((tmp_path / "page.html").read_text(encoding="utf-8"), "assessment")
    (tmp_path / "plan.json").write_text(small_plan().to_json(), encoding="utf-8")
    assert main(["report", "plan.json", "-o", "page.html", "--raters", "bids.csv"]) == Exit.USAGE
    (tmp_path / "bids.csv").write_text("rater,D2\nIT,2\n", encoding="utf-8")
    assert main(asked) == Exit.BAD_INPUT


@pytest.mark.slow
def test_a_page_can_be_about_the_new_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    richer = SMALL.model_copy(update={"budget": 600})
    measured = (
        '{"actual": {"web": {"start": 1}}, "measured": [{"field": "D2", "share": 0.5, "who": "panel"}]}'
    )
    for name, text in {
        "richer.json": richer.to_json(),
        "plan.json": small_plan().to_json(),
        "actuals.json": measured,
        "hand.json": plan_of(SMALL, {"web": 1}).to_json(),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    asked = ["report", "richer.json", "-o", "page.html", "--period", "1"]
    new = [*asked, "--before", "plan.json", "--actuals", "actuals.json"]
    assert main([*new, "--upheaval"]) == Exit.DONE
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [name for name in sections(page) if name in {"replanning", "upheaval"}] == [
        "replanning",
        "upheaval",
    ]
    assert "panel" in section(page, "replanning")
    assert main(new) == Exit.DONE
    assert "upheaval" not in sections((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert main([*asked, "--before", "hand.json"]) == Exit.USAGE
    assert "say for which goals to plan" in capsys.readouterr().err
    assert main([*asked, "--before", "hand.json", "--goals", "closest"]) == Exit.DONE
    assert main([*new, "--upheaval", "--goals", "soonest"]) == Exit.USAGE
    assert main([*new[:-4], "--before", "plan.json", "--period", "9"]) == Exit.USAGE


@pytest.mark.slow
def test_coverage_and_scenarios_are_sections_too(tmp_path: Path) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.html"
    source.write_text(ten().to_json(), encoding="utf-8")
    asked = ["--with", "coverage", "--with", "scenarios"]
    assert main(["report", str(source), "-o", str(target), *asked]) == Exit.DONE
    page = target.read_text(encoding="utf-8")
    found = [str(one.attributes["id"]) for one in read(page).all("section")]
    kinds = {kind for one in ten().portfolio.initiatives for kind in one.tags}
    assert [name for name in found if name.startswith(("coverage", "scenarios"))] == [
        "coverage",
        *(f"coverage-{number}" for number in range(2, len(kinds) + 1)),
        "scenarios",
    ]
    assert "Not facts: judgement" in section(page, "coverage")
