"""What a person reads calls everything by its title: with ids that no word looks like, none is found in any text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from judge.seeds import slow_after
from pages.reading import read

from omniprio import Portfolio, prioritise
from omniprio.answers import (
    Uncertainty,
    alternatives,
    attribute,
    by_then,
    coverage,
    essential_steps,
    frontier,
    nested,
    phased_better,
    plan_by_rater,
    programme,
    programme_within,
    qualify_all,
    replan,
    robust,
    scenario_periods,
    silos,
    trade_off,
    upheaval_curve,
    value_of_change,
    why,
    why_not,
)
from omniprio.answers.comparison import compared
from omniprio.assessment import Assessment
from omniprio.documents import verdict_on
from omniprio.documents.explaining import Explanation
from omniprio.goals import Fastest, LeastCost
from omniprio.infeasibility import explain_infeasible
from omniprio.language import Speaker, catalogue, languages
from omniprio.portfolio import Milestone, Synergy
from omniprio.portfolio.names import Titles
from omniprio.report import report_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.plan import Plan

AN_ID = re.compile(r"zq\d")


@cache
def portfolio(**changes: object) -> Portfolio:
    web = {"id": "zq1", "title": "Web shop", "cost": 300, "owner": "A", "advances": {"D2": 0.6}}
    app = {"id": "zq2", "title": "The app", "cost": 200, "owner": "B", "advances": {"D2": 0.4, "R2": 0.1}}
    slow, fast = {"id": "zq4", "title": "Slowly", "cost": 150, "duration": 2}, {"id": "zq5", "cost": 250}
    tills = {"id": "zq3", "title": "Tills", "owner": "B", "advances": {"R2": 0.3}}
    given = {
        "horizon": {"periods": 3, "start": "2027-01-01"},
        "initiatives": [
            web | {"benefit": 900, "tags": {"channel": ["x"]}},
            app | {"requires": ["zq1"]},
            tills | {"modes": [slow, fast | {"title": "Fast"}]},
        ],
        "budget": 400,
        "currency": "kDKK",
        "groups": [{"id": "pair", "members": ["zq2", "zq3"], "at_most": 1}],
        "synergies": [
            {"id": "zq9", "of": ["zq1", "zq3"], "benefit": 30, "cost": -10},
            {"id": "zq0", "of": ["zq2", "zq3"], "benefit": 20},
            {"id": "zq10", "needs": {"D2": 0.5}, "benefit": 5},
        ],
        "milestones": [{"id": "zq6", "title": "Half there", "by": 3, "fields": {"D2": 0.6}}],
        "scenarios": [{"id": "zq7", "title": "The visit", "fields": ["D2"]}],
    }
    return Portfolio.model_validate(given | changes)


@cache
def plan() -> Plan:
    return prioritise(portfolio())


def bids() -> list[Assessment]:
    return [Assessment(rater=who, ratings={"R": level, "D2": 1}) for who, level in (("IT", 1), ("HQ", 2.5))]


def soon(**wanted: object) -> Milestone:
    return Milestone.model_validate({"id": "zq8", "title": "Sooner", "by": 1} | wanted)


ANSWERS: dict[str, Callable[[], Any]] = {
    "alternatives": lambda: alternatives(portfolio(), loss=1),
    "attribution": lambda: attribute(plan()),
    "by then": lambda: by_then(plan(), soon(fields={"D2": 1.0})),
    "by then complete": lambda: by_then(plan(), soon(by=2, complete=["zq2"])),
    "comparison": lambda: compared(plan(), prioritise(portfolio(budget=900)), [Fastest(), LeastCost()]),
    "conflict": lambda: explain_infeasible(portfolio(budget=200)),
    "coverage": lambda: coverage(portfolio(), "channel", wanted=["y"]),
    "essential": lambda: essential_steps(plan()),
    "explanation": lambda: Explanation(plan=plan(), chosen=(why(plan(), "zq1"),)),
    "frontier": lambda: frontier(portfolio()),
    "nested": lambda: nested(portfolio(), [400, 700]),
    "phasing": lambda: phased_better(portfolio()),
    "plan": plan,
    "portfolio": portfolio,
    "programme": lambda: programme({"Nord": portfolio(), "Syd": portfolio()}),
    "programme within": lambda: programme_within({"Nord": portfolio(), "Syd": portfolio()}, 600),
    "qualifications": lambda: qualify_all(portfolio(), plan=plan()),
    "qualification of web": lambda: qualify_all(portfolio(), plan=plan()).by_id["zq1"],
    "qualification of app": lambda: qualify_all(portfolio(), plan=plan()).by_id["zq2"],
    "raters": lambda: plan_by_rater(portfolio(), bids()),
    "replanned": lambda: replan(plan(), portfolio(budget=900), by=0),
    "robustness": lambda: robust(
        portfolio(), Uncertainty(initiatives={"zq1": {"cost": (200, 300, 500)}}), draws=8
    ),
    "scenarios": lambda: scenario_periods(plan(), portfolio().scenarios),
    "silos": lambda: silos(portfolio(milestones=())),
    "trade-off": lambda: trade_off(portfolio()),
    "upheaval": lambda: upheaval_curve(plan(), portfolio(budget=900), by=0),
    "value of change": lambda: value_of_change(plan()),
    "verdict": lambda: verdict_on(portfolio(), {"zq1": 1, "zq2": 1}),
    "why": lambda: why(plan(), "zq1"),
    "why not": lambda: why_not(plan(), "zq3"),
}


@pytest.mark.parametrize("name", slow_after(12, ANSWERS))
def test_no_text_of_an_answer_has_an_id(name: str) -> None:
    found = ANSWERS[name]()
    for language in languages():
        text = found.summary(language)
        if name == "plan":  # an id in brackets beside its title is what to type to ask about it
            text = re.sub(r" \[zq\d\]", "", text)
        assert not AN_ID.search(text), text


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_no_text_of_the_report_has_an_id(language: str) -> None:
    page = read(report_html(plan(), language=language))
    assert not AN_ID.search(" ".join(one.text for one in page.all("body")))
    assert not AN_ID.search(" ".join(str(one.attributes.get("aria-label")) for one in page.all("svg")))


def test_synergies_are_called_by_what_brings_them_about() -> None:
    names, english = Titles(portfolio()), catalogue("en")
    called = [names.synergy(one.id, english) for one in portfolio().synergies]
    assert called == ["Web shop + Tills", "The app + Tills", "systematic collection (D2)"]
    assert Speaker("da", names).mentioned("synergy", "zq9") == "»Web shop + Tills«"
    again = [{"id": f"zq{place}", "of": ["zq1", "zq3"], "benefit": place} for place in (1, 2)]
    shared = Titles(portfolio().model_copy(update={"synergies": tuple(map(Synergy.model_validate, again))}))
    assert (
        shared.synergy("zq2", english) == "Web shop + Tills [zq2]"
    )  # two are the same: told apart by their ids
