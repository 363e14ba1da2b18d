"""Draw the figures of the documentation as SVG files.

Run it with `uv run docs/figures.py docs/figures`. The files are kept in git, so that a clone shows them; `.ci/run` draws
them too, and says which are drawn otherwise now.
"""
# ruff: noqa: INP001  a script, no package

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import omniprio
from omniprio import plots
from omniprio.answers.attribution import attribute
from omniprio.answers.frontiers import frontier, trade_off
from omniprio.answers.programmes import programme
from omniprio.answers.qualification import qualify_all
from omniprio.answers.replanning import Actual, Replanned, replan, upheaval_curve
from omniprio.answers.robustness import BudgetCase, Robustness, Uncertain, Uncertainty, robust
from omniprio.answers.standing import (
    GroupStanding,
    coverage,
    example_scenarios,
    gaps,
    group_standing,
    scenario_periods,
    side_by_side,
)
from omniprio.assessment import (
    Answers,
    Assessment,
    CombinedProfile,
    Survey,
    agreement,
    combine,
    shipped_questionnaire,
)
from omniprio.catalogue import long_portfolio
from omniprio.io.writing import write_folder
from omniprio.portfolio import Measurement

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from omniprio import Plan, Portfolio

START = date(2027, 1, 1)


def said() -> list[Assessment]:
    """Return what three invented raters say."""
    ratings = {
        "IT": {"R": 1.3, "D": 2.0, "A2": 0.2, "C": 1.4, "M": 1.5, "O": 1.0},
        "Marketing": {"R": 1.8, "D": 1.5, "A2": 0.6, "C": 2.0, "M": 1.2, "O": 1.5},
        "Shops": {"R": 1.0, "D2": 0.9, "A2": 0.3, "C": 1.1, "O": 1.2},
    }
    return [Assessment(rater=rater, ratings=given, provenance="invented") for rater, given in ratings.items()]


def bids() -> CombinedProfile:
    """Return what they say together."""
    return combine(said())


def group() -> GroupStanding:
    """Return where eleven invented shops stand, before and after a year."""
    asked = shipped_questionnaire()
    said = "32211243145"
    answers = [
        Answers(
            organisation=f"Shop {shop}",
            date=date(year, 3, 1),
            answers={
                question.id: min(5, int(said[(shop + 3 * place) % 11]) + (year - 2026) * (shop + place) % 2)
                for place, question in enumerate(asked.questions)
                if question.id != "organise" or str(shop) in "123"
            },
        )
        for year in (2026, 2027)
        for shop in range(11)
    ]
    survey = Survey(questionnaire=asked, answers=answers, provenance="invented")
    return group_standing(survey, own="Shop 6", since=date(2026, 12, 31))


def with_teams() -> Plan:
    """Return a plan in which an invented team is busy."""
    busy = {"identify": 3.0, "web-email": 2.0, "attribution": 1.0, "identify-in-store": 4.0}
    ten = omniprio.ten_portfolio(start=START)
    initiatives = [
        one.model_copy(update={"effort": {"IT": busy[one.id]} if one.id in busy else {}})
        for one in ten.initiatives
    ]
    parts = {name: getattr(ten, name) for name in omniprio.Portfolio.model_fields}
    portfolio = omniprio.Portfolio.model_validate(
        parts | {"initiatives": initiatives, "capacities": {"IT": 5.0}}
    )
    return omniprio.prioritise(portfolio)


def unsure() -> Robustness:
    """Return what holds if six durations and the budget are not what was invented."""
    portfolio = long_portfolio(budget=9500, quarters=12, start=START)
    names = "identify", "personalise", "predict", "collect-everywhere", "customer-bonus", "identify-in-store"
    longer = {name: portfolio.by_id[name].duration + 2 for name in names}
    estimates = {
        name: Uncertain(duration=(portfolio.by_id[name].duration, most)) for name, most in longer.items()
    }
    cases = BudgetCase(name="as planned", weight=3.0), BudgetCase(name="cut", budget=8500)
    return robust(portfolio, Uncertainty(initiatives=estimates, budgets=cases), draws=12, seed=1)


def late(promised: Plan) -> Replanned:
    """Return the plan after half a year in which one initiative came late and dear, and money was added."""
    actual = {"identify": Actual(start=2, duration=3, cost=900.0), "sign-up": Actual(start=1)}
    return replan(promised, omniprio.ten_portfolio(budget=4500, start=START), by=2, actual=actual)


def members() -> dict[str, Portfolio]:
    """Return the portfolios of three invented members of a programme: the ten initiatives, from different starts."""
    starts = {"North": {}, "Harbour": {"R2": 0.6, "D2": 1}, "Hill": {"C2": 0.8, "M2": 1, "D2": 0.4}}
    ten = omniprio.ten_portfolio()
    return {name: ten.model_copy(update={"start": start}) for name, start in starts.items()}


def where_we_are() -> dict[str, tuple[Axes, str]]:
    """Return the figures about channels, customers, organisations and raters."""
    touched = coverage(omniprio.ten_portfolio(), "channel", wanted=["telephone"])
    long = omniprio.prioritise(long_portfolio(start=START), time_limit=20)
    works = scenario_periods(long, example_scenarios())
    beside = side_by_side({one.rater: combine([one]) for one in said()})
    agreed, shared = agreement(said(), scaled="interval"), programme(members())
    return {
        "coverage": (plots.coverage(touched), plots.describe_coverage(touched)),
        "scenarios": (plots.scenarios(works), plots.describe_scenarios(works)),
        "side-by-side": (plots.side_by_side(beside), plots.describe_side_by_side(beside)),
        "agreement": (plots.agreement(agreed), plots.describe_agreement(agreed)),
        "programme": (plots.programme(shared), plots.describe_programme(shared)),
    }


def measured(promised: Plan) -> Replanned:
    """Return the plan after half a year in which two fields were measured, invented."""
    found = [Measurement(field="D2", share=0.7), Measurement(field="M2", share=0.4)]
    return replan(promised, by=2, measured=found)


def answers(plan: Plan) -> dict[str, tuple[Axes, str]]:
    """Return the figures of answers."""
    by_budget = frontier(omniprio.ten_portfolio(quarters=6, start=START))
    pairs = trade_off(omniprio.ten_portfolio(quarters=3, start=START))
    held, changed, shares = unsure(), late(plan), attribute(plan, most_sets=8, samples=100, seed=1)
    found, worth = measured(plan), qualify_all(plan.portfolio)
    steps = upheaval_curve(plan, omniprio.ten_portfolio(budget=4500, start=START), by=2)
    return {
        "frontier": (plots.frontier(by_budget), plots.describe_frontier(by_budget)),
        "trade-off": (plots.trade_off(pairs), plots.describe_trade_off(pairs)),
        "core-index": (plots.core_index(held), plots.describe_core_index(held)),
        "chance-over-time": (plots.chance_over_time(held), plots.describe_chance_over_time(held)),
        "impact-effort": (plots.impact_effort(worth), plots.describe_impact_effort(worth)),
        "before-after": (plots.before_after(changed), plots.describe_before_after(changed)),
        "measured": (plots.measured(found), plots.describe_measured(found)),
        "upheaval": (plots.upheaval(steps), plots.describe_upheaval(steps)),
        "shares-of-gain": (plots.shares_of_gain(shares), plots.describe_shares_of_gain(shares)),
    }


def first(plan: Plan) -> dict[str, tuple[Axes | Figure, str]]:
    """Return the figures that README.md and the first pages show."""
    return {
        "disc": (plots.disc(plan), plots.describe_disc(plan)),
        "disc-start": (plots.disc(plan.portfolio), plots.describe_disc(plan.portfolio)),
        "gantt": (plots.gantt(plan), plots.describe_gantt(plan)),
    }


def drawn() -> dict[str, tuple[Axes | Figure, str]]:
    """Return every figure with its description, by the name of its file."""
    plan = omniprio.prioritise(omniprio.ten_portfolio(start=START))
    richer = omniprio.prioritise(omniprio.ten_portfolio(budget=6000, start=START))
    plans = {"2,500 kDKK": plan, "6,000 kDKK": richer}
    teams, seen, table, standing = with_teams(), bids(), gaps(plan.portfolio), group()
    return {
        **first(plan),
        "disc-by-period": (plots.disc_by_period(plan), plots.describe_disc_by_period(plan)),
        "road": (plots.road(plan), plots.describe_road(plan)),
        "owner-lanes": (plots.owner_lanes(plan), plots.describe_owner_lanes(plan)),
        "gantt-danish": (plots.gantt(plan, language="da"), plots.describe_gantt(plan, language="da")),
        "disc-start-danish": (
            plots.disc(plan.portfolio, language="da"),
            plots.describe_disc(plan.portfolio, language="da"),
        ),
        "money": (plots.money(plan), plots.describe_money(plan)),
        "cash": (plots.cash(plan), plots.describe_cash(plan)),
        "money-running": (plots.money(plan, "running"), plots.describe_money(plan, "running")),
        "teams": (plots.teams(plan), plots.describe_teams(plan)),
        "team-load": (plots.team_load(teams, "IT"), plots.describe_team_load(teams, "IT")),
        "dependencies": (plots.dependencies(plan), plots.describe_dependencies(plan)),
        "compare": (plots.compare(plans), plots.describe_compare(plans)),
        "assessment-spread": (plots.assessment_spread(seen), plots.describe_assessment_spread(seen)),
        "gap-table": (plots.gap_table(table), plots.describe_gap_table(table)),
        "group-standing": (plots.group_standing(standing), plots.describe_group_standing(standing)),
        **where_we_are(),
        **answers(plan),
    }


def main(folder: Path) -> None:
    """Write every figure into a folder.

    Args:
        folder: Where to write; made if it is not there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    drawings = {
        f"{name}.svg": plots.as_svg(figure, title=title).encode() for name, (figure, title) in drawn().items()
    }
    write_folder(folder, drawings, fits=lambda _: None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
