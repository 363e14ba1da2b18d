"""What is known about how good a plan is, in the words of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.goals import with_horizon
from omniprio.plan import TOLERANCE

if TYPE_CHECKING:
    from fractions import Fraction

    from omniprio.answers.comparison import GoalChange
    from omniprio.goals import Goal
    from omniprio.plan import GoalResult, Plan
    from omniprio.report.voice import Voice

__all__ = [
    "change_sentence",
    "goal_difference",
    "goal_name",
    "goal_number",
    "goal_value",
    "measure",
    "measure_within",
    "standing",
    "verdict",
    "verdict_in_a_word",
]


def standing(result: GoalResult) -> str:
    """Return what is known at one goal: `proven`, `within` the gap or slack asked for, or `open`."""
    if not result.proven:
        return "open"
    return "proven" if result.gap is not None and result.gap <= TOLERANCE else "within"


def _overall(plan: Plan) -> str:
    """Return what is known at all goals; `by hand` where there are none."""
    states = {standing(result) for result in plan.goals}
    return next((state for state in ("open", "within", "proven") if state in states), "by hand")


def verdict(plan: Plan, voice: Voice) -> str:
    """Return in a sentence or two what was looked for, and whether a better plan can exist."""
    known = voice.say(f"verdict {_overall(plan)}")
    if not plan.goals:
        return known
    wanted = ", ".join(goal_name(result.goal, voice) for result in plan.goals)
    return " ".join([voice.say("looked for", wanted), known])


def verdict_in_a_word(plan: Plan, voice: Voice) -> tuple[str, str]:
    """Return how good a plan is known to be in a word, and what the word means."""
    state = _overall(plan)
    word, means = voice.say(f"word {state}"), voice.say(f"word {state} means")
    if state == "open" and not plan.goals[0].proven and plan.goals[0].gap is not None:
        gap = voice.short_percent(plan.goals[0].gap)
        means = voice.say("word open gap", gap, measure_within(plan.goals[0].goal, voice))
    return word, means


def goal_name(goal: Goal, voice: Voice) -> str:
    """Return what a goal is called."""
    if goal.aim is not None and goal.destination is not None:
        return voice.aim("aim soonest of", voice.speaker.say(goal.destination))
    if goal.target:
        return voice.aim("aim soonest near", voice.fine(goal.target))
    if goal.concern == "several":
        parts = (
            voice.aim("weighed", goal_name(part.goal, voice), voice.number(part.weight))
            for part in goal.weighed
        )
        return voice.aim("aim blend", voice.listed(parts))
    return voice.aim(f"aim {goal.kind}", **goal.about)


def goal_number(goal: Goal, number: float | None, voice: Voice) -> str:
    """Return a value or bound of a goal, in its own unit."""
    if number is None:
        return voice.say("not known")
    return voice.money(number) if goal.unit == "money" else voice.speaker.measured(number, goal.unit)


def measure(goal: Goal, voice: Voice) -> str:
    """Return what the value of a goal is, as the head of a column; of money earned also to when it is counted."""
    return with_horizon(goal, voice.aim(f"measure {goal.kind}", **goal.about), voice.speaker)


def measure_within(goal: Goal, voice: Voice) -> str:
    """Return the same within a sentence."""
    what = voice.aim(f"measure {goal.kind}", **goal.about)
    return with_horizon(goal, f"{what[:1].lower()}{what[1:]}", voice.speaker, within=True)


def goal_value(goal: Goal, value: Fraction | None, voice: Voice) -> str:
    """Return what a plan comes to at a goal, in its own unit; None is never."""
    return voice.say("never") if value is None else goal_number(goal, float(value), voice)


def goal_difference(goal: Goal, by: Fraction, voice: Voice) -> str:
    """Return how far two values of a goal are apart, in its own unit."""
    if goal.unit != "period":
        return goal_number(goal, float(by), voice)
    if by.denominator == 1:
        return voice.periods(int(by))
    return voice.say("so many periods", voice.number(by, 4))


def change_sentence(change: GoalChange, voice: Voice) -> str:
    """Return what becomes of a goal: before, after, and whether that is better or worse."""
    before, after = (goal_value(change.goal, value, voice) for value in (change.before, change.after))
    known = voice.say("worse" if change.loss > 0 else "better" if change.loss < 0 else "the same")
    return voice.say("becomes", before, after, known)
