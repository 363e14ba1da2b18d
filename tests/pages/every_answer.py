"""A small plan and one result of every kind about it; every number can be worked out by hand.

Six disciplines of three levels start at level 1, so that 12 of 18 levels are to go: a distance of 12/18. Web gives 0.6
of D2 for 300, the app 0.4 for 200, and there are 400. Web alone leaves 11.4/18, the app alone 11.6/18, both 11/18.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from omniprio import Budget, Initiative, Portfolio, prioritise
from omniprio.answers.attribution import attribute
from omniprio.answers.by_rater import plan_by_rater
from omniprio.answers.changes import value_of_change
from omniprio.answers.essential import essential_steps
from omniprio.answers.frontiers import frontier, phased_better, trade_off
from omniprio.answers.near_best import alternatives
from omniprio.answers.nesting import nested
from omniprio.answers.ownership import silos
from omniprio.answers.programme_budgets import programme_within
from omniprio.answers.programmes import programme
from omniprio.answers.qualification import qualify_all
from omniprio.answers.reasons import why, why_not
from omniprio.answers.replanning import replan, upheaval_curve
from omniprio.answers.robustness import Uncertainty, robust
from omniprio.answers.standing import Scenario, coverage, gaps, group_standing, scenario_periods, side_by_side
from omniprio.answers.what_it_takes import by_then
from omniprio.assessment import Answers, Assessment, Survey, agreement, combine, shipped_questionnaire
from omniprio.portfolio import Milestone

if TYPE_CHECKING:
    from omniprio import Plan
    from omniprio.report.answers import Answer

__all__ = ["SMALL", "every_answer", "small_plan"]

SMALL = Portfolio(
    title={"en": "Small", "da": "Lille"},
    horizon=2,
    currency="kDKK",
    budget=400,
    initiatives=[
        Initiative(
            id="web",
            title={"en": "Web <shop>", "da": "Net<butik>"},
            owner="Nord",
            cost=300,
            advances={"D2": 0.6},
        ),
        Initiative(
            id="app", title={"en": "The app", "da": "Appen"}, owner="Syd", cost=200, advances={"D2": 0.4}
        ),
    ],
)


BIDS = [
    Assessment(rater=rater, ratings={"D2": share}) for rater, share in (("IT", 0), ("Nord", 0), ("Syd", 0.7))
]
"""By the median nothing of D2 is there. If 0.7 is, web and app both complete it."""


ANSWERS = [
    Answers(organisation=f"Shop {n}", group="toys" if n > 6 else "food", answers={"recognise": answer})
    for n, answer in enumerate((1, 2, 3, 3, 4, 5, 5), start=1)
]
"""Levels 1, 1.5, 2, 2, 2.5, 3 and, alone in its group, 3: without toys, all together would tell on it."""


@cache
def small_plan() -> Plan:
    """Return the best plan of the small portfolio: web alone."""
    return prioritise(SMALL)


def tagged() -> Portfolio:
    """Return the small portfolio with a channel for the app."""
    web, app = SMALL.initiatives
    return SMALL.model_copy(
        update={"initiatives": [web, app.model_copy(update={"tags": {"channel": ("mobile",)}})]}
    )


def members() -> dict[str, Portfolio]:
    """Return the small portfolio for a member that starts as it does, and one that has 0.6 of D2 already."""
    return {"Nord": SMALL, "Syd": SMALL.model_copy(update={"start": {"D2": 0.6}})}


@cache
def every_answer() -> dict[str, Answer]:
    """Return one result of every kind, by the name of its section."""
    plan = small_plan()
    unsure = Uncertainty(initiatives={"web": {"cost": (200, 600)}})
    return {
        "why": why(plan, "web"),
        "why-not": why_not(plan, "app"),
        "frontier": frontier(SMALL),
        "nested": nested(SMALL, [200, 500]),
        "trade-off": trade_off(SMALL),
        "value-of-change": value_of_change(plan, money=100),
        "robustness": robust(SMALL, unsure, plan=plan, draws=8),
        "alternatives": alternatives(SMALL, loss=0.02, starts=False),
        "replanning": replan(plan, SMALL.model_copy(update={"budget": 600}), by=1),
        "upheaval": upheaval_curve(plan, SMALL.model_copy(update={"budget": 600}), by=1),
        "attribution": attribute(plan),
        "essential": essential_steps(plan),
        "qualification": qualify_all(SMALL),
        "by-then": by_then(plan, Milestone(id="soon", by=1, fields={"D2": 1.0})),
        "silos": silos(SMALL),
        "phasing": phased_better(SMALL.model_copy(update={"budget": Budget(per_period=[200, 200])})),
        "agreement": agreement(BIDS, scaled="interval"),
        "raters": plan_by_rater(SMALL, BIDS),
        "assessment": combine(BIDS),
        "standing": group_standing(
            Survey(questionnaire=shipped_questionnaire(), answers=ANSWERS), own="Shop 3"
        ),
        "side-by-side": side_by_side({"us": combine(BIDS), "them": combine(BIDS[2:])}),
        "gaps": gaps(SMALL),
        "coverage": coverage(tagged(), "channel", wanted=["store"]),
        "scenarios": scenario_periods(
            plan, [Scenario(id="near", title="Near", fields=["D1"]), Scenario(id="far", fields=["D2"])]
        ),
        "programme": programme(members()),
        "programme-within": programme_within(members(), 500),
    }
