"""The figures of a page, each as one element of SVG that says what it shows to those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.portfolio import MAIN_FUND
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["side_by_side", "the_plan"]


def the_plan(plan: Plan, language: Language) -> list[str]:
    """Return what a plan does: the road and the disc where there is a disc, what is done when, and the money.

    Args:
        plan: The plan.
        language: The code of the language.
    """
    return list(_figures(plan, language))


def _figures(plan: Plan, language: Language) -> Iterator[str]:
    if plan.portfolio.has_disc:
        yield picture(plots.road(plan, language=language), plots.describe_road(plan, language=language)).svg
        yield picture(plots.disc(plan, language=language), plots.describe_disc(plan, language=language)).svg
    if plan.schedule:
        yield picture(plots.gantt(plan, language=language), plots.describe_gantt(plan, language=language)).svg
    for budget in _budgets(plan):
        says = plots.describe_money(plan, budget, language=language)
        yield picture(plots.money(plan, budget, language=language), says).svg


def _budgets(plan: Plan) -> list[str]:
    """Return the main budget and the others that limit anything."""
    limits = plan.portfolio.limits
    return [MAIN_FUND, *(name for name in limits if name != MAIN_FUND and limits[name].spans(1))]


def side_by_side(plans: Mapping[str, Plan], language: Language) -> str:
    """Return several plans in one figure: their roads, what each does when, and what it comes to.

    Args:
        plans: The plans by the name to show.
        language: The code of the language.
    """
    drawn = plots.compare(plans, language=language)
    return picture(drawn, plots.describe_compare(plans, language=language)).svg
