"""What depends on what, among all initiatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.report.vector import Picture, picture

if TYPE_CHECKING:
    from omniprio.plan import Plan
    from omniprio.report.voice import Voice

__all__ = ["Dependencies", "dependencies"]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the section shows."""

    pictures: list[Picture]


def dependencies(plan: Plan, voice: Voice) -> Dependencies | None:
    """Return the graph of the dependencies, or None where there are none."""
    if not any(one.requires or one.needs for one in plan.portfolio.initiatives):
        return None
    seen = plots.describe_dependencies(plan, language=voice.language)
    return Dependencies([picture(plots.dependencies(plan, language=voice.language), seen)])
