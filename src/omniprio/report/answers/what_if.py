"""The best plan if one thing were decided otherwise, in words: parts of `why` and `why_not`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import sentence
from omniprio.report.table import Head, Table, table
from omniprio.report.verdict import goal_name, goal_value, measure
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.answers.comparison import Comparison
    from omniprio.answers.reasons.finish import EarliestFinish
    from omniprio.goals import Goal
    from omniprio.language import Sentence
    from omniprio.plan import Plan

__all__ = ["about_this_plan", "differences", "finish_sentence", "goal_table", "impossible", "now_and_changed"]


def about_this_plan(plan: Plan, voice: Voice) -> Voice:
    """Return the voice for an answer about the plan of the page.

    Args:
        plan: The plan that the answer is about.
        voice: The words of the page.

    Raises:
        InvalidArgumentError: It is another plan.
    """
    if plan.starts != voice.plan.starts or plan.portfolio.by_id.keys() != voice.portfolio.by_id.keys():
        fault = Fault("answers", sentence("faults.other plan"), sentence("remedies.ask about this plan"))
        raise InvalidArgumentError([fault])
    return Voice(plan, voice.language)


def goal_table(
    caption: str,
    comparison: Comparison,
    voice: Voice,
    columns: tuple[str, str] = ("column value", "column otherwise"),
) -> list[Table]:
    """Return what becomes of each goal.

    Args:
        caption: What the two plans are.
        comparison: What is different in the second.
        voice: The words of the page.
        columns: What the two plans are called.
    """
    heads = [
        Head(voice.say("column goal")),
        *(Head(voice.say(key), number=True) for key in columns),
        Head(voice.say("column verdict")),
    ]
    rows = (
        [
            goal_name(one.goal, voice),
            goal_value(one.goal, one.before, voice),
            goal_value(one.goal, one.after, voice),
            voice.say("worse" if one.loss > 0 else "better" if one.loss < 0 else "the same"),
        ]
        for one in comparison.goals
    )
    return table(caption, heads, rows)


def now_and_changed(goals: Iterable[Goal], voice: Voice) -> Iterator[Head]:
    """Yield the heads of what each goal comes to as it is, and changed.

    Args:
        goals: The goals.
        voice: The words of the page.
    """
    for goal in goals:
        for key in ("as it is", "changed"):
            yield Head(voice.say(key, measure(goal, voice)), number=True)


def differences(comparison: Comparison, voice: Voice) -> Iterator[str]:
    """Yield which initiatives go out, come in and move, a sentence each."""
    for key, names in (("goes out", comparison.dropped), ("comes in", comparison.added)):
        if names:
            yield voice.say(key, voice.listed(voice.quoted("initiative", name) for name in names))
    moves = [
        voice.say("from one to other", voice.quoted("initiative", name), voice.period(one), voice.period(two))
        for name, (one, two) in comparison.moved.items()
    ]
    if moves:
        yield voice.say("moves", voice.listed(moves))


def impossible(conflict: tuple[Sentence, ...], voice: Voice) -> Iterator[str]:
    """Yield that there is no such plan, and what cannot hold together as far as it is known."""
    yield voice.say("no such plan")
    if conflict:
        yield voice.say("not together", "; ".join(map(voice.fact, conflict)))


def finish_sentence(found: EarliestFinish | None, voice: Voice) -> str:
    """Return how early an initiative can be complete."""
    if found is None:
        return voice.say("finish open")
    if found.any_plan is None:
        return voice.say("finish never")
    first = voice.period(found.any_plan)
    if not found.settled:
        return voice.say("finish unsettled", first)
    if found.as_good is None:
        return voice.say("finish worse", first)
    if found.as_good == found.any_plan:
        return voice.say("finish as soon", first)
    return voice.say("finish as good", first, voice.period(found.as_good))
