"""What it takes of each team, period by period, and what stays free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.report.grid import Grid, by_period, use
from omniprio.report.vector import Picture, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.plan import Plan
    from omniprio.report.voice import Voice

__all__ = ["Teams", "teams"]


@dataclass(frozen=True, slots=True)
class Teams:
    """What the section shows."""

    pictures: list[Picture]
    """All teams side by side, or the only one of which something is taken, if it has a limit."""
    load: Grid


def teams(plan: Plan, voice: Voice) -> Teams | None:
    """Return what is taken of each team, or None where nothing is."""
    states = plan.periods[1:]
    used = {team: [state.load[team] for state in states] for team in plan.portfolio.capacities}
    free = {team: [state.idle[team] for state in states] for team in plan.portfolio.capacities}
    columns = [*use(_called(used, voice), _called(free, voice), ("head taken", "head free"), voice)]
    nothing: dict[str, list[float | None]] = {team: [None] for team in plan.portfolio.sellers}
    bought = {team: [state.bought[team] for state in states] for team in plan.portfolio.sellers}
    columns += use(_called(bought, voice), _called(nothing, voice), ("head bought", "head free"), voice)
    grid = by_period(voice.say("caption teams"), columns, voice)
    if grid is None:
        return None
    return Teams(list(_pictures(plan, [team for team in used if any(used[team])], voice)), grid)


def _called[Amounts](by_team: dict[str, Amounts], voice: Voice) -> dict[str, Amounts]:
    """Return the same by what the teams are called."""
    return {voice.team(team): amounts for team, amounts in by_team.items()}


def _pictures(plan: Plan, used: list[str], voice: Voice) -> Iterator[Picture]:
    language = voice.language
    if len(used) > 1:
        yield picture(plots.teams(plan, language=language), plots.describe_teams(plan, language=language))
    elif used and any(plan.portfolio.capacity_by_period[used[0]]):
        seen = plots.describe_team_load(plan, used[0], language=language)
        yield picture(plots.team_load(plan, used[0], language=language), seen)
