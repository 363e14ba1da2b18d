"""How good the plan is: each goal with its value and bound, why the search stopped, who checked it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from omniprio.goals import with_horizon
from omniprio.plan.words import goals_told
from omniprio.report.verdict import goal_name, goal_number, standing, verdict

if TYPE_CHECKING:
    from omniprio.goals import Goal
    from omniprio.plan import GoalResult, Plan
    from omniprio.report.voice import Voice

__all__ = ["Quality", "quality"]


class Aim(NamedTuple):
    """A goal: what the plan comes to, what no plan is better than, and what that proves."""

    name: str
    value: str
    bound: str
    gap: str
    proof: str


@dataclass(frozen=True, slots=True)
class Quality:
    """What the section shows."""

    verdict: str
    aims: list[Aim]
    remarks: list[str]


def quality(plan: Plan, voice: Voice) -> Quality:
    """Return how good the plan is."""
    remarks = [voice.say("checked")]
    if plan.goals:
        by = f"certified by {plan.certified_by}" if plan.certified else "solver's word"
        rests_on = [voice.say(by)] if plan.proven else []
        stopped = voice.say(f"stopped {plan.stopped}")
        remarks = [voice.say("what proven means"), *rests_on, *remarks, stopped]
    remarks += [_unserved(goal, voice) for goal in plan.unserved]
    if plan.solver:
        remarks.append(voice.say("solver", plan.solver))
    if plan.chosen not in {None, "asked", "usual"}:
        remarks.append(voice.say(f"chosen {plan.chosen}"))
    return Quality(verdict(plan, voice), [_aim(result, voice) for result in goals_told(plan)], remarks)


def _unserved(goal: Goal, voice: Voice) -> str:
    return voice.say(
        "nothing earns" if goal.concern == "money" else "nothing advances", goal_name(goal, voice)
    )


def _aim(result: GoalResult, voice: Voice) -> Aim:
    gap = voice.say("not known") if result.gap is None else voice.fine_percent(result.gap)
    return Aim(
        name=goal_name(result.goal, voice),
        value=with_horizon(result.goal, goal_number(result.goal, result.value, voice), voice.speaker),
        bound=goal_number(result.goal, result.bound, voice),
        gap=gap,
        proof=voice.say(f"proof {standing(result)}"),
    )
