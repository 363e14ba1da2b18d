"""What would help: what single changes of what is given would be worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.changes import ValuesOfChanges
from omniprio.report.answers.answered import Answered, in_rows
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import about_this_plan, now_and_changed
from omniprio.report.table import Head
from omniprio.report.verdict import goal_value, measure
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.changes import ValueOfChange

__all__ = ["value_of_change"]


@answered.register(ValuesOfChanges)
def value_of_change(found: ValuesOfChanges, voice: Voice) -> Answered:
    """Return what is shown of changes and what they would be worth."""
    own = about_this_plan(found.plan, voice)
    goals = [result.goal for result in found.plan.goals]
    heads = [
        Head(own.say("column change")),
        *now_and_changed(goals, own),
        Head(own.say("column proof")),
    ]
    rows = (_row(one, len(goals), own) for one in found.rows)
    return in_rows(found, "value of change", _says(found, own), heads, rows, own)


def _says(found: ValuesOfChanges, voice: Voice) -> str:
    if not found.rows and not found.not_begun:
        return voice.say("value of change none")
    best = next(iter(found.rows), None)
    first = next((change for change in best.goals if change.loss), None) if best is not None else None
    if best is None or first is None or first.loss > 0:
        if count := len(found.open) + len(found.not_begun):
            every = len(found.rows) + len(found.not_begun)
            return voice.say("value of change unsettled", count, every)
        return voice.say("value of change nothing")
    values = (goal_value(first.goal, value, voice) for value in (first.before, first.after))
    return voice.say("value of change says", _sentence(best, voice), measure(first.goal, voice), *values)


def _sentence(one: ValueOfChange, voice: Voice) -> str:
    return voice.fact(one.sentence)


def _row(one: ValueOfChange, goals: int, voice: Voice) -> Iterator[str]:
    own = voice if one.plan is None else Voice(one.plan, voice.language)
    sentence = _sentence(one, voice)
    yield sentence if one.kind == "requires" else _capital(sentence)  # that one begins with a name
    if one.goals:
        yield from (
            goal_value(change.goal, value, own)
            for change in one.goals
            for value in (change.before, change.after)
        )
    else:
        yield from [voice.say("not known") if not one.proven else "-"] * (2 * goals)
    yield _proof(one, voice)


def _proof(one: ValueOfChange, voice: Voice) -> str:
    if one.plan is None:
        known = voice.say("no plan then" if one.proven else "not known")
    else:
        known = voice.say("proof proven" if one.proven else "at least this")
    return known if one.fits else voice.say("no longer fits", known)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
