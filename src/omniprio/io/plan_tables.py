"""Plans as tables, for spreadsheets and data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.cells import written_cell
from omniprio.io.laying_out import in_columns
from omniprio.io.table import column_name
from omniprio.language import text
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.base import Text
    from omniprio.io.cells import Cell
    from omniprio.io.table import Record
    from omniprio.language import Language
    from omniprio.plan import GoalResult, Joint, PeriodState, Plan, Planned
    from omniprio.portfolio import Portfolio

__all__ = ["plan_to_tables"]

_ON_DISC = ("position", "fulfilment")
"""What a period has for each discipline or field: a column for each, where the portfolio has a disc."""

_OF_USE = ("spending", "income", "left", "load", "idle", "bought")
"""What a period has for each budget or team: a column for each."""


@validated
def plan_to_tables(plan: Plan, *, language: Language = "en") -> dict[str, list[Record]]:
    """Return a plan as tables.

    Args:
        plan: The plan.
        language: The language of titles that come in several.

    Returns:
        `schedule`, `left_out`, `synergies` (those it gets and those it misses), `milestones` (when each is due, and
        first met), `periods` (0 is the start), `cash` (income, cost and all so far by period) and `cash_of_each` (of each
        initiative and synergy, and of the plan, to `counted_to`), both where anything earns, `goals`, `out_of_reach`
        and `provenance` (what of the data is fact and what is judgement, of the portfolio and of each initiative); a column for each fund, discipline, field, budget and team is called `spending.money`. Without a disc there is no column for
        distance, disciplines and fields.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> plan = plan_of(Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)]), {"web": 2})
    >>> tables = plan_to_tables(plan)
    >>> tables["schedule"][0]["cost"], [row["spending.money"] for row in tables["periods"]]
    (300.0, [None, 0.0, 300.0])
    """
    tables: dict[str, list[Record]] = {
        "schedule": [_scheduled(planned, plan, language) for planned in plan.schedule],
        "left_out": [
            {"id": entry.id, "title": text(entry.title, language) or None, "reason": entry.reason}
            for entry in plan.left_out
        ],
        "synergies": [_joint(one) for one in plan.synergies],
        "milestones": [
            {"id": one.id, "by": one.by, "by_label": one.by_label, "met": one.met, "met_label": one.met_label}
            for one in plan.milestones
        ],
        "periods": [_period(state, plan.portfolio) for state in plan.periods],
        "cash": [] if plan.cash is None else [one.model_dump() for one in plan.cash.periods],
        "cash_of_each": list(_cash_of_each(plan)),
        "goals": [_goal(result, plan) for result in plan.goals],
        "out_of_reach": [
            {"field": entry.field, "discipline": entry.discipline, "most": entry.most}
            for entry in plan.out_of_reach
        ],
        "provenance": list(_provenance(plan.portfolio, language)),
    }
    return {name: in_columns(rows) for name, rows in tables.items() if rows or name == "schedule"}


def _cash_of_each(plan: Plan) -> Iterator[Record]:
    """Yield what each part of a plan earns and costs, and the whole in the last row."""
    if plan.cash is None:
        return
    until: dict[str, Cell] = {"counted_to": plan.cash.counted_to, "counted_to_label": plan.cash.label}
    for one in plan.cash.parts:
        amounts = {"income": one.income, "cost": one.cost, "net_present_value": one.present_value}
        yield {"kind": one.kind, "id": one.id, **amounts, **until, "payback": one.payback}
    whole = {"income": plan.cash.income, "cost": plan.cash.cost}
    value = {"net_present_value": plan.cash.net_present_value, **until}
    yield {"kind": "plan", "id": None, **whole, **value, "payback": plan.cash.payback}


def _goal(result: GoalResult, plan: Plan) -> Record:
    row: dict[str, Cell] = {
        "goal": result.goal.kind,
        "value": result.value,
        "bound": result.bound,
        "gap": result.gap,
        "proven": result.proven,
    }
    return row | ({"counted_to": plan.portfolio.counted_to} if result.goal.counts_earnings else {})


def _scheduled(planned: Planned, plan: Plan, language: Language) -> Record:
    calendar = plan.portfolio.calendar
    row: dict[str, Cell] = {
        "id": planned.id,
        "title": text(planned.title, language) or None,
        "start": planned.start,
        "finish": planned.finish,
        **({"mode": planned.mode} if planned.mode else {}),
        "start_label": planned.start_label,
        "finish_label": planned.finish_label,
    }
    if calendar.start is not None:
        row |= {"first_day": calendar.first_day(planned.start), "last_day": calendar.last_day(planned.finish)}
    row |= {"cost": planned.cost}
    row |= {column_name("cost", fund): amount for fund, amount in planned.costs.items()}
    return row | {"owner": plan.portfolio.by_id[planned.id].owner or None, "reason": planned.reason}


def _provenance(portfolio: Portfolio, language: Language) -> Iterator[Record]:
    """Yield what is said of the origin of the data, by part: of the portfolio as a whole, then of each initiative."""
    stated: list[tuple[str | None, Mapping[str, Text]]] = [
        (None, portfolio.provenance),
        *((one.id, one.provenance) for one in portfolio.initiatives),
    ]
    for name, parts in stated:
        for part, source in parts.items():
            yield {"initiative": name, "part": part, "source": text(source, language)}


def _joint(one: Joint) -> Record:
    row: dict[str, Cell] = {
        "id": one.id,
        "of": written_cell(one.of),
        "missing": written_cell(one.missing) or None,
        "period": one.period,
        "label": one.label or None,
        "cost": one.cost if one.obtained else None,
        "cost_missed": None if one.obtained else one.cost,
        "benefit": one.benefit,
    }
    return row | {column_name("advances", field): share for field, share in one.advances.items()}


def _period(state: PeriodState, portfolio: Portfolio) -> Record:
    row: dict[str, Cell] = {"period": state.period, "label": state.label}
    if portfolio.has_disc:
        row["distance"] = state.distance
    for kind in (*(_ON_DISC if portfolio.has_disc else ()), *_OF_USE):
        row |= {column_name(kind, name): number for name, number in getattr(state, kind).items()}
    return row
