"""What an answer claims to be settled, judged by what is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import Budget, Disc, Discipline, Initiative, Portfolio, prioritise
from omniprio.answers.attribution import attribute
from omniprio.answers.changes import value_of_change
from omniprio.answers.frontiers import frontier, phased_better, trade_off
from omniprio.answers.near_best import alternatives
from omniprio.answers.ownership import silos
from omniprio.answers.reasons import why, why_not
from omniprio.answers.replanning import replan
from omniprio.answers.robustness import Uncertain, Uncertainty, robust
from omniprio.goals import goal_value
from omniprio.infeasibility import explain_infeasible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.answers.attribution import Attribution
    from omniprio.answers.changes import ValuesOfChanges
    from omniprio.answers.frontiers import Frontier, Phasing, TradeOff
    from omniprio.answers.near_best import Alternatives
    from omniprio.answers.ownership import SiloReport
    from omniprio.answers.reasons import Why, WhyNot
    from omniprio.answers.reasons.chosen import WhatIf
    from omniprio.answers.reasons.finish import EarliestFinish
    from omniprio.answers.replanning import Replanned
    from omniprio.answers.robustness import Robustness
    from omniprio.infeasibility import Conflict
    from omniprio.plan import Plan

    Claims = Mapping[str, object]

__all__ = ["ANSWERS", "SHOP", "false_claims"]

SHOP = Portfolio(
    horizon=3,
    disc=Disc(disciplines=(Discipline(id="R", levels=2), Discipline(id="D", levels=1)), start_level=0),
    initiatives=(
        Initiative(id="crm", owner="IT", duration=2, cost=40, advances={"R1": 1.0}, benefit=5),
        Initiative(id="web", owner="Shops", cost=30, advances={"R1": 0.6, "D1": 0.3}, benefit=13),
        Initiative(id="app", owner="Shops", cost=20, advances={"R2": 0.7}, requires=("crm",), benefit=9),
        Initiative(id="kiosk", owner="IT", cost=25, advances={"D1": 0.5}),
    ),
    budget=Budget(total=75),
)
"""Four initiatives of two owners; 75 do not pay for all 115."""

CROWDED = SHOP.model_copy(
    update={
        "initiatives": [
            one.model_copy(update={"decision": "must"}) if one.id in {"crm", "web", "app"} else one
            for one in SHOP.initiatives
        ]
    }
)
"""Three that must be done cost 90, and there are 75."""

_CONFLICTS = [
    {"web must be done", "app must be done", "main budget: 75 in total", crm}
    for crm in ("crm must be done", "app requires crm")
]
"""Any two of the three cost at most 70, so all of them are needed; crm is there because it must or because the app does."""

PHASED = SHOP.model_copy(update={"budget": Budget(per_period=(20, 30, 25))})
POORER = SHOP.model_copy(update={"budget": 60})
UNSURE = Uncertainty(
    initiatives={"crm": Uncertain(cost=(30.0, 40.0, 60.0)), "web": Uncertain(cost=(25.0, 30.0, 45.0))}
)


def false_claims(said: Claims, true: Claims) -> list[str]:
    """Return what is claimed and is not true, in words.

    Args:
        said: What an answer claims.
        true: What the same question's answer claims where nobody lies, everything settled.
    """
    return [
        f"{name} is {value}, not {true[name]}" if name in true else f"{name} is {value}"
        for name, value in said.items()
        if name not in true or true[name] != value
    ]


def _values(plan: Plan | None) -> tuple[object, ...] | None:
    if plan is None:
        return None
    return tuple(goal_value(one.goal, plan.portfolio, plan.starts) for one in plan.goals)


def _of_plan(plan: Plan) -> Claims:
    return {"values": _values(plan)} if plan.proven else {}


def _of_trade_off(found: TradeOff) -> Claims:
    points = {(point.maturity, point.money) for point in found.points}
    proven = {f"point {point.money}": point.maturity for point in found.points if point.is_final}
    return {**proven, **({"points": points} if found.is_final else {})}


def _of_frontier(found: Frontier) -> Claims:
    """Return the values at each amount that is not said to be open."""
    amounts = [
        amount for amount in range(0, 120, 5) if not any(one <= amount <= two for one, two in found.open)
    ]
    points = {amount: found.at(amount) for amount in amounts if found.ended == "finished"}
    proven = {
        f"at {point.amount}": point.values
        for point in found.points
        if point.is_final and point.amount % 5 == 0
    }
    known = {f"at {amount}": point.values for amount, point in points.items() if point is not None}
    return {**known, **proven}


def _what_if(name: str, found: WhatIf | None) -> Claims:
    return {} if found is None or not found.settled else {name: _values(found.plan)}


def _finish(found: EarliestFinish | None) -> Claims:
    return {} if found is None or not found.settled else {"finish": (found.any_plan, found.as_good)}


def _of_why(found: Why) -> Claims:
    return {
        **_what_if("without", found.without),
        **_what_if("earlier", found.earlier),
        **_finish(found.finish),
    }


def _of_why_not(found: WhyNot) -> Claims:
    parts = {
        "with it": _values(found.with_it),
        "money": found.money and found.money.extra,
        "shares": found.shares and found.shares.by,
        "cost": found.cost and found.cost.by,
    }
    known = {name: part for name, part in parts.items() if name not in found.open}
    return {**known, **({} if "finish" in found.open else _finish(found.finish))}


def _of_alternatives(found: Alternatives) -> Claims:
    best = {"best": _values(found.plans[0].plan)} if found.proven else {}
    return {**best, **({"core": found.core, "never": found.never} if found.ended == "complete" else {})}


def _of_replan(found: Replanned) -> Claims:
    if found.value is None or not found.plan.proven:
        return {}
    return {"value": found.value + found.upheaval}


def _of_silos(found: SiloReport) -> Claims:
    owners = {one.owner: _values(one.plan) for one in found.owners if one.proven}
    losses = {"loss": [goal.loss for goal in found.goals]} if found.proven else {}
    return {**owners, **losses, **({"joint": _values(found.joint)} if found.joint.proven else {})}


def _of_attribute(found: Attribution) -> Claims:
    return {part.id: part.gain for part in found.parts} if found.exact else {}


def _of_value_of_change(found: ValuesOfChanges) -> Claims:
    return {row.sentence: _values(row.plan) for row in found.rows if row.proven}


def _of_phasing(found: Phasing) -> Claims:
    return {"given": _values(found.given), "best": _values(found.best)} if found.proven else {}


def _of_robust(found: Robustness) -> Claims:
    if not found.complete or found.proven < found.draws:
        return {}
    chosen = {one.id: (one.chosen.count, one.chosen.of) for one in found.initiatives}
    return {"planned": found.planned, **chosen}


def _of_conflict(found: Conflict) -> Claims:
    demands = (
        {"is a conflict": {str(demand) for demand in found.demands} in _CONFLICTS} if found.minimal else {}
    )
    least = {f"least: {one.sentence}": True for one in found.repairs if one.least}
    kinds = {"kinds": {one.changes[0].kind for one in found.repairs}} if found.complete else {}
    return {**demands, **least, **kinds}


ANSWERS: dict[str, Callable[[Plan], Claims]] = {
    "prioritise": lambda _: _of_plan(prioritise(SHOP)),
    "why": lambda plan: _of_why(why(plan, "web")),
    "why_not": lambda plan: _of_why_not(why_not(plan, "crm", step=0.1)),
    "frontier": lambda _: _of_frontier(frontier(SHOP)),
    "trade_off": lambda _: _of_trade_off(trade_off(SHOP)),
    "phased_better": lambda _: _of_phasing(phased_better(PHASED)),
    "alternatives": lambda _: _of_alternatives(alternatives(SHOP, loss=0.1, most=50)),
    "replan": lambda plan: _of_replan(replan(plan, POORER, by=0, per_period=0.001, per_change=0.01)),
    "silos": lambda _: _of_silos(silos(SHOP)),
    "attribute": lambda plan: _of_attribute(attribute(plan)),
    "value_of_change": lambda plan: _of_value_of_change(value_of_change(plan, money=10)),
    "robust": lambda _: _of_robust(robust(SHOP, UNSURE, draws=4)),
    "explain_infeasible": lambda _: _of_conflict(explain_infeasible(CROWDED)),
}
"""Asks a question, given the best plan of `SHOP`, and returns what the answer says is settled; by function."""
