"""A portfolio that advances nothing on a disc is planned and shown without a word of one, in each language.

What shows something is looked up where that can be done: the formats, the figures of a plan, the languages.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from judge.seeds import slow_after
from matplotlib.figure import Figure
from matplotlib.text import Text

from omniprio import Plan, Portfolio, plan_of, plots, prioritise
from omniprio.answers import (
    Uncertainty,
    alternatives,
    attribute,
    essential_steps,
    frontier,
    phased_better,
    replan,
    robust,
    silos,
    upheaval_curve,
    value_of_change,
    why,
    why_not,
)
from omniprio.cli.command import main
from omniprio.documents.told import verdict_on
from omniprio.io.formats import FORMATS
from omniprio.language import catalogue, languages
from omniprio.report import report_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.axes import Axes

    from omniprio.answer import Answer
    from omniprio.io.formats import Format

WHOLE = ("summary.head distance", "summary.column field", "answers.discipline", "summary.part disc")
"""Words of the disc that stand for themselves in the catalogue, by their keys."""
ENDS = ("names.the centre", "names.the ambition", "figures.levels")
"""Texts whose last word is one."""
OTHERS = {"en": ("ring", "maturity"), "da": ("ring", "midte", "ambition", "middelafstand", "modenhed")}


def stems(language: str) -> list[str]:
    """Return what words about a disc begin with."""
    words = [catalogue(language).text(key) for key in (*WHOLE, *ENDS)]
    return [
        *(word.split()[-1].lower().removesuffix("er").removesuffix("s") for word in words),
        *OTHERS[language],
    ]


@cache
def about_a_disc(language: str) -> re.Pattern[str]:
    """Return what finds a word about a disc, or the name of a field of the shipped one, as R2."""
    return re.compile(
        rf"(?i:\b(?:{'|'.join(stems(language))})(?:s|e|en|et|er|r|ne|ene|n)*\b)|\b[RDACMO][1-3]\b"
    )


def must_not_speak_of_a_disc(said: str, language: str) -> None:
    """Refuse a text with a word about a disc."""
    found = about_a_disc(language).search(said)
    assert found is None, said[max(0, found.start() - 60) : found.end() + 60]


COMMON = {
    "horizon": {"periods": 4, "start": "2027-01-01"},
    "budget": {"per_period": [60, 60, 30, 30], "carry_over": True},
    "capacities": {"IT": 2},
    "currency": "kDKK",
}


def initiative(name: str, cost: int, **other: object) -> dict[str, object]:
    return {"id": name, "cost": cost, "owner": name[0].upper(), "effort": {"IT": 1}, **other}


SCORED = Portfolio.model_validate(
    COMMON
    | {
        "initiatives": [
            initiative("crm", 35, scores={"fit": 31}),
            initiative("erp", 90, duration=2, scores={"fit": 38}, requires=["crm"]),
            initiative(
                "app",
                20,
                scores={"fit": 22},
                modes=[{"id": "fast", "cost": 30}, {"id": "slow", "duration": 2}],
            ),
            initiative("lab", 85, scores={"fit": 9}),
            initiative("old", 5),
        ],
        "groups": [{"id": "pair", "members": ["app", "lab"], "at_most": 1}],
        "milestones": [{"id": "first", "by": 3, "complete": ["crm"]}],
        "synergies": [{"id": "shared", "of": ["crm", "app"], "cost": -5}],
    }
)
EARNING = Portfolio.model_validate(
    COMMON
    | {
        "initiatives": [
            initiative("crm", 35, benefit=30),
            initiative("erp", 90, benefit=10),
            initiative("old", 5),
        ]
    }
)
WORK = Portfolio.model_validate(
    COMMON
    | {"initiatives": [initiative(name, cost, decision="must") for name, cost in (("crm", 35), ("erp", 60))]}
)
GIVEN = {"scored": SCORED, "earning": EARNING, "work": WORK}


@cache
def best(name: str) -> Plan:
    """Return the best plan for the goals that suit the portfolio."""
    return prioritise(GIVEN[name])


def test_what_a_portfolio_is_planned_for_follows_from_what_it_has() -> None:
    kinds = {name: [result.goal.kind for result in best(name).goals] for name in GIVEN}
    assert kinds["earning"] == ["most value"]
    assert kinds["work"] == ["shortest", "least cost"]
    assert kinds["scored"] == ["most score", "most value"]  # its synergy saves money
    unpaid = SCORED.model_copy(update={"synergies": ()})
    assert [result.goal.kind for result in prioritise(unpaid).goals] == ["most score", "least cost"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", GIVEN)
def test_a_portfolio_and_its_plan_are_shown_without_a_word_of_a_disc(name: str, language: str) -> None:
    plan = best(name)
    by_hand = plan_of(plan.portfolio, plan.starts)
    for shown in (plan, by_hand):
        must_not_speak_of_a_disc(shown.summary(language), language)
        must_not_speak_of_a_disc(shown.html(language), language)
    for said in (str(plan.portfolio), plan.portfolio._repr_html_(), repr(plan.schedule), repr(plan.left_out)):
        must_not_speak_of_a_disc(said, "en")


ANSWERS: dict[str, Callable[[Plan], Answer]] = {
    "alternatives": lambda plan: alternatives(plan.portfolio, loss=1, most=2),
    "attribute": attribute,
    "essential": essential_steps,
    "frontier": lambda plan: frontier(plan.portfolio),
    "phasing": lambda plan: phased_better(plan.portfolio),
    "replan": lambda plan: replan(plan, by=1),
    "robust": lambda plan: robust(
        plan.portfolio, Uncertainty(initiatives={"crm": {"cost": (30, 35, 70)}}), draws=3
    ),
    "silos": lambda plan: silos(plan.portfolio),
    "upheaval": lambda plan: upheaval_curve(plan, by=1),
    "value of change": value_of_change,
    "verdict": lambda plan: verdict_on(plan.portfolio, plan.starts),
    "why": lambda plan: why(plan, "crm"),
    "why not": lambda plan: why_not(plan, "lab"),
    "why not idle": lambda plan: why_not(plan, "old"),
}


@cache
def answer(name: str, of: str) -> Any:  # noqa: ANN401  the report and a figure take the kind that it is of
    return ANSWERS[name](best(of))


@pytest.mark.parametrize("name", slow_after(5, ANSWERS))
def test_answers_are_given_without_a_word_of_a_disc(name: str) -> None:
    found = answer(name, "scored")
    for language in languages():
        must_not_speak_of_a_disc(found.summary(language) + found.table(language), language)
    must_not_speak_of_a_disc(found._repr_html_(), "en")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("scored", "en"),
        ("scored", "da"),
        ("earning", "da"),
        ("work", "en"),
        pytest.param("earning", "en", marks=pytest.mark.slow),
        pytest.param("work", "da", marks=pytest.mark.slow),
    ],
)
def test_the_report_has_no_section_figure_or_word_about_a_disc(name: str, language: str) -> None:
    answers = (
        [answer(one, name) for one in ANSWERS if one not in {"phasing", "verdict"}]
        if name == "scored"
        else []
    )
    page = report_html(best(name), answers=answers, language=language)
    said = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    must_not_speak_of_a_disc(re.sub(r"<[^>]*>", " ", said), language)


DRAWN: dict[str, Callable[[str], Axes | Figure]] = {
    "compare": lambda to: plots.compare({"A": best("scored"), "B": best("scored")}, language=to),
    "dependencies": lambda to: plots.dependencies(best("scored"), language=to),
    "gantt": lambda to: plots.gantt(best("scored"), language=to),
    "money": lambda to: plots.money(best("scored"), language=to),
    "cash": lambda to: plots.cash(best("earning"), language=to),
    "team_load": lambda to: plots.team_load(best("scored"), "IT", language=to),
    "before_after": lambda to: plots.before_after(answer("replan", "scored"), language=to),
    "frontier": lambda to: plots.frontier(answer("frontier", "scored"), language=to),
    "core_index": lambda to: plots.core_index(answer("robust", "scored"), language=to),
    "shares_of_gain": lambda to: plots.shares_of_gain(answer("attribute", "scored"), language=to),
    "upheaval": lambda to: plots.upheaval(answer("upheaval", "scored"), language=to),
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", DRAWN)
def test_figures_are_drawn_without_a_word_of_a_disc(name: str, language: str) -> None:
    drawn = DRAWN[name](language)
    figure = drawn if isinstance(drawn, Figure) else drawn.figure
    must_not_speak_of_a_disc("\n".join(text.get_text() for text in figure.findobj(Text)), language)


FOR_PEOPLE = [kind for kind in FORMATS if kind.write_plan is not None and kind.name != "json"]
"""Documents for programs keep their fields."""


@pytest.mark.parametrize("kind", FOR_PEOPLE, ids=lambda kind: kind.name)
def test_files_of_a_plan_have_no_word_of_a_disc(kind: Format, tmp_path: Path) -> None:
    path = tmp_path / f"plan{kind.endings[0]}"
    assert kind.write_plan is not None
    kind.write_plan(best("scored"), path)
    must_not_speak_of_a_disc(read(path), "en")


def read(path: Path) -> str:
    """Return all that is written in a file, or in the files of a folder."""
    if path.is_dir():
        return "\n".join(f"{one.stem}\n{read(one)}" for one in path.iterdir())
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path).worksheets
        return "\n".join(
            str(cell) for sheet in sheets for row in [(sheet.title,), *sheet.values] for cell in row
        )
    return path.read_text(encoding="utf-8").replace("Custom field", "")  # as Jira calls its columns


VERBS = (
    "plan",
    *(pytest.param(verb, marks=pytest.mark.slow) for verb in ("explain", "essential", "frontier")),
)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("verb", VERBS)
def test_verbs_say_nothing_of_a_disc(
    verb: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "portfolio.json"
    path.write_text(SCORED.to_json(), encoding="utf-8")
    assert main(["--language", language, verb, str(path), "--format", "text"]) == 0
    printed = capsys.readouterr()
    must_not_speak_of_a_disc(printed.out + printed.err, language)
