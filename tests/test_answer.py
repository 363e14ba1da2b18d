"""All answers say in one way whether they are final, and what they found in each language."""

from __future__ import annotations

import re
import threading
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, LeastCost, Portfolio, plan_of, prioritise, ten_portfolio
from omniprio.answers import (
    Uncertainty,
    alternatives,
    attribute,
    by_then,
    coverage,
    essential_steps,
    example_scenarios,
    frontier,
    gaps,
    group_standing,
    nested,
    phased_better,
    plan_by_rater,
    programme,
    programme_within,
    qualify_all,
    replan,
    robust,
    scenario_periods,
    side_by_side,
    silos,
    suggested_shares,
    trade_off,
    upheaval_curve,
    value_of_change,
    why,
    why_not,
)
from omniprio.answers.comparison import compared
from omniprio.assessment import (
    Answers,
    Assessment,
    ChannelAssessment,
    Survey,
    agreement,
    combine,
    over_channels,
    profile_of,
    shipped_questionnaire,
)
from omniprio.documents import verdict_on
from omniprio.documents.explaining import Explanation
from omniprio.errors import InvalidArgumentError
from omniprio.goals import Fastest
from omniprio.infeasibility import explain_infeasible
from omniprio.plan import goal_result
from omniprio.portfolio import Measurement, Milestone

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio import Plan
    from omniprio.answer import Answer
    from omniprio.answers import Replanned

WEB = Initiative(id="web", cost=300, owner="A", advances={"D2": 0.6}, benefit=900, tags={"channel": ["x"]})
APP = Initiative(id="app", cost=200, owner="B", advances={"D2": 0.4, "R2": 0.1}, requires=["web"])
TWO = Portfolio(
    horizon={"periods": 2, "start": "2027-01-01"}, initiatives=[WEB, APP], budget=400, currency="kDKK"
)
NEVER = Portfolio(horizon=2, initiatives=[WEB.model_copy(update={"decision": "must"})], budget=200)
BIDS = [Assessment(rater=name, ratings={"R": level, "D2": 1}) for name, level in (("IT", 1), ("HQ", 2.5))]
UNSURE = Uncertainty(initiatives={"web": {"cost": (200, 300, 500)}})


@cache
def plan() -> Plan:
    return prioritise(TWO)  # web alone: both cost 500


@cache
def later() -> Replanned:
    return replan(plan(), TWO.model_copy(update={"budget": 600}), by=0)


SURVEY = Survey(
    questionnaire=shipped_questionnaire(),
    provenance="invented",
    answers=[
        Answers(
            organisation=f"Shop {shop}",
            group="few" if shop == 1 else "",
            date=date(year, 1, 1),
            answers={"recognise": shop, "collect": 3 if shop == 1 else None},
        )
        for year in (2026, 2027)
        for shop in range(1, 6)
    ],
)

ANSWERS: dict[str, Callable[[], Answer]] = {
    "agreement": lambda: agreement(BIDS),
    "alternatives": lambda: alternatives(TWO, loss=1),
    "attribution": lambda: attribute(plan()),
    "by then": lambda: by_then(plan(), Milestone(id="soon", by=1, fields={"D2": 1.0})),
    "comparison": lambda: compared(plan(), later().plan, [Fastest(), LeastCost()]),
    "bids combined": lambda: combine(BIDS),
    "channels": lambda: over_channels(
        [ChannelAssessment(channel="web", ratings={"R": 2}), ChannelAssessment(channel="x", ratings={})]
    ),
    "conflict": lambda: explain_infeasible(NEVER),
    "coverage": lambda: coverage(TWO, "channel", wanted=["y"]),
    "essential": lambda: essential_steps(plan()),
    "explanation": lambda: Explanation(plan=plan(), left_out=(why_not(plan(), "app"),)),
    "frontier": lambda: frontier(TWO),
    "gaps": lambda: gaps(TWO),
    "group": lambda: group_standing(SURVEY, own="Shop 4", smallest=4, since=date(2026, 6, 30)),
    "nested": lambda: nested(TWO, [200, 500]),
    "phasing": lambda: phased_better(TWO),
    "questions": lambda: profile_of(shipped_questionnaire(), Answers(answers={"measure": 3})),
    "qualifications": lambda: qualify_all(TWO),
    "qualification": lambda: qualify_all(TWO).by_id["app"],
    "programme": lambda: programme({"Nord": TWO, "Syd": TWO}),
    "programme within": lambda: programme_within({"Nord": TWO, "Syd": TWO}, 400),
    "raters": lambda: plan_by_rater(TWO, BIDS),
    "replanned": later,
    "suggested shares": lambda: suggested_shares(
        replan(plan(), by=1, measured=[Measurement(field="D2", share=0.4)]).readings, TWO
    ),
    "upheaval": lambda: upheaval_curve(plan(), TWO.model_copy(update={"budget": 600}), by=0),
    "robustness": lambda: robust(TWO, UNSURE, draws=3),
    "scenarios": lambda: scenario_periods(plan(), example_scenarios()),
    "side by side": lambda: side_by_side({"us": combine([Assessment(rater="us", ratings={"R": 1.5})])}),
    "silos": lambda: silos(TWO),
    "trade-off": lambda: trade_off(TWO),
    "value of change": lambda: value_of_change(plan()),
    "verdict": lambda: verdict_on(TWO, {"web": 1, "app": 1}),
    "why": lambda: why(plan(), "web"),
    "why not": lambda: why_not(plan(), "app"),
}

STOPPED: dict[str, Callable[[threading.Event], Answer]] = {
    "alternatives": lambda cancel: alternatives(TWO, loss=1, known=plan(), cancel=cancel),
    "by then": lambda cancel: by_then(plan(), Milestone(id="soon", by=1, fields={"D2": 1.0}), cancel=cancel),
    "essential": lambda cancel: essential_steps(plan(), cancel=cancel),
    "frontier": lambda cancel: frontier(TWO, known=plan(), cancel=cancel),
    "programme": lambda cancel: programme({"Nord": TWO}, cancel=cancel),
    "qualifications": lambda cancel: qualify_all(TWO, cancel=cancel),
    "replanned": lambda cancel: replan(plan(), TWO, by=0, cancel=cancel),
    "upheaval": lambda cancel: upheaval_curve(plan(), TWO, by=0, cancel=cancel),
    "robustness": lambda cancel: robust(TWO, UNSURE, plan=plan(), draws=3, cancel=cancel),
    "trade-off": lambda cancel: trade_off(TWO, known=plan(), cancel=cancel),
    "value of change": lambda cancel: value_of_change(plan(), cancel=cancel),
    "why": lambda cancel: why(plan(), "web", cancel=cancel),
    "why not": lambda cancel: why_not(plan(), "app", cancel=cancel),
}

ENGLISH = re.compile(
    r"\b(the|and|is|of|with|starts|completes|requires|proven|best|which|plan is|every|not)\b"
)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_with_all_the_time_it_needs_is_final_and_said_in_danish(name: str) -> None:
    found = ANSWERS[name]()
    assert (found.is_final, found.unsettled) == (True, ())
    english, danish = found.summary(), found.summary("da")
    assert english == str(found)
    assert danish != english
    said = re.sub(
        r"- requires:", "", danish + found.table("da")
    )  # the name of a rule, the same in all languages
    assert not ENGLISH.search(said), said
    assert danish.count("\n") == english.count("\n")


@pytest.mark.parametrize("name", STOPPED)
def test_an_answer_that_was_stopped_begins_with_what_is_open_in_each_language(name: str) -> None:
    cancel = threading.Event()
    cancel.set()
    found = STOPPED[name](cancel)
    assert not found.is_final
    assert found.summary().splitlines()[: len(found.unsettled)] == [*found.unsettled]
    assert found.summary("da").splitlines()[0] != found.unsettled[0]
    assert not ENGLISH.search(found.summary("da")), found.summary("da")


def test_what_is_best_within_a_gap_only_is_not_final() -> None:
    # 300 against a bound of 285 is within a tenth, but something 15 cheaper may be there
    within = goal_result(LeastCost(), Fraction(300), Fraction(285), asked=0.1)
    plan = plan_of(TWO, {"web": 1}, goals=[within], stopped="finished")
    assert (plan.proven, plan.is_final) == (True, False)
    found = robust(TWO, UNSURE, draws=2).model_copy(update={"written": plan})
    assert found.unsettled == ("The plans are proven to be best only within the gap asked for.",)
    assert later().model_copy(update={"plan": plan}).unsettled == ("Not proven: there may be a better plan.",)


def test_periods_numbers_and_money_are_written_as_the_language_writes_them() -> None:
    assert "web starts in 2027 Q1." in why(plan(), "web").summary()
    assert "web starter i 1. kvt. 2027." in why(plan(), "web").summary("da")
    # 300 + 200 - 400 = 100 more, and app starts when web is complete: in the second quarter at the latest
    assert "100 kDKK mere i hovedbudgettet, senest i 2. kvt. 2027." in why_not(plan(), "app").summary("da")


def test_a_language_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(InvalidArgumentError, match="language is 'xx'"):
        gaps(ten_portfolio()).summary("xx")


@pytest.mark.slow
def test_what_is_no_fact_is_said_once_for_all_answers_within_one() -> None:
    said = why(prioritise(ten_portfolio()), "identify").summary()
    assert said.splitlines()[-1] == "Not facts: judgement, invented."
    assert said.count("Not facts: ") == 1


def test_a_notebook_shows_an_answer_in_letters_of_one_width_and_breaks_no_word() -> None:
    shown = gaps(ten_portfolio(budget=2500))._repr_html_()
    assert shown.count("<pre") == shown.count("font-family: monospace; word-break: normal") >= 1
