"""From a plan to the page: the sections, one after the other, in one template."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from omniprio.report.marks import MARKS, common
from omniprio.report.palette import PALETTE
from omniprio.report.sections import SECTIONS
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from omniprio.base import Language
    from omniprio.plan import Plan

__all__ = ["rendered"]


def rendered(plan: Plan, language: Language) -> str:
    """Return the page of a plan.

    Args:
        plan: The plan.
        language: The language of the page.
    """
    voice = Voice(plan, language)
    made = {section.__name__: section(plan, voice) for section in SECTIONS}
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            voice=voice,
            say=voice.say,
            plan=plan,
            sections={name: content for name, content in made.items() if content is not None},
            marks=MARKS,
            palette=PALETTE,
            version=version("omniprio"),
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("omniprio.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["common"] = common
    return environment
