"""An initiative as a small piece of HTML for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import notebook
from omniprio.language import Speaker, text
from omniprio.marks import marks_in, told, united
from omniprio.notebook import TEXT

if TYPE_CHECKING:
    from omniprio.portfolio.initiative import Initiative
    from omniprio.portfolio.requirements import Requirement

__all__ = ["as_html", "cost_of", "required"]


def as_html(initiative: Initiative, language: str = "en") -> str:
    """Return an initiative as HTML: what it is, how long it takes, what it costs, requires and advances.

    Args:
        initiative: The initiative.
        language: The code of the language.
    """
    speaker = Speaker(language)
    page = notebook.new_page("omniprio-initiative")
    notebook.heading(page, initiative.name(language))
    notebook.paragraph(page, text(initiative.description, language))
    told_of = {
        "duration": speaker.count(initiative.duration, "period"),
        "cost": cost_of(initiative, speaker),
        "requires": "; ".join(required(one, speaker) for one in initiative.requirements),
        "advances": ", ".join(
            f"{field} {speaker.share(share)}" for field, share in initiative.advances.items()
        ),
    }
    rows = [(speaker.words(f"portfolio.column {label}"), what) for label, what in told_of.items() if what]
    notebook.table(page, ("", ""), (TEXT, TEXT), rows)
    if marks := united(map(marks_in, initiative.provenance.values())):
        notebook.paragraph(page, told(marks, language))
    return notebook.written(page)


def required(requirement: Requirement, speaker: Speaker) -> str:
    """Return what is required, or of which some are."""
    each = [speaker.called("initiative", name) for name in requirement.of]
    is_choice = requirement.match == "any" or requirement.at_least is not None
    return speaker.listed(each, "or" if is_choice else "comma")


def cost_of(initiative: Initiative, speaker: Speaker) -> str:
    """Return what an initiative costs in each fund: during the work, and in each period after it."""
    parts = []
    for fund, cost in initiative.costs_by_fund.items():
        unit = speaker.names.unit_of_fund(fund)
        amounts = [speaker.precise_money(cost.one_off, unit)] if cost.one_off else []
        if cost.running:
            yearly = speaker.precise_money(cost.running, unit)
            amounts.append(speaker.words("portfolio.in each period after", amount=yearly))
        called = f"{speaker.called('budget', fund)} " if fund in initiative.costs else ""
        parts += [f"{called}{', '.join(amounts)}"] if amounts else []
    return "; ".join(parts)
