"""Why an initiative is in the plan, and why at that time.

Why an initiative is not in the plan, and what would bring it in.

What would help: what single changes of what is given would be worth.

What it would take to have something by a period, and what that costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.changes import ValuesOfChanges
from omniprio.answers.reasons import Why, WhyNot
from omniprio.answers.what_it_takes import ByThen
from omniprio.portfolio import unit_of_budget
from omniprio.portfolio.milestones import asked_for
from omniprio.report.answers.answered import Answered, in_rows
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import (
    about_this_plan,
    differences,
    finish_sentence,
    goal_table,
    impossible,
    now_and_changed,
)
from omniprio.report.table import Head, Table, table
from omniprio.report.verdict import change_sentence, goal_value, measure, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.changes import ValueOfChange
    from omniprio.answers.reasons import Part, WhatIf
    from omniprio.answers.reasons.smallest_change import Flip
    from omniprio.answers.what_it_takes import WayThere
    from omniprio.language import Sentence

__all__ = ["by_then", "value_of_change", "why", "why_not"]


@answered.register(Why)
def why(found: Why, voice: Voice) -> Answered:
    """Return what is shown of why an initiative is in the plan."""
    own = about_this_plan(found.plan, voice)
    return Answered(
        title=own.say("why title", own.initiative(found.initiative)),
        says=list(_says(found, own)),
        tables=list(_tables(found, own)),
        sure=list(_sure(found, own)),
    )


def _cases(found: Why) -> dict[str, WhatIf]:
    """Return what is asked, by the key of its words."""
    earlier = {} if found.earlier is None else {"earlier": found.earlier}
    return {"without": found.without, **earlier}


def _says(found: Why, voice: Voice) -> Iterator[str]:
    merit = next(one.why for one in found.plan.schedule if one.id == found.initiative)
    yield voice.say("why starts", voice.period(found.plan.starts[found.initiative]), voice.merit(merit))
    for key, case in _cases(found).items():
        yield from _case(key, case, voice)
    if found.earlier is None:
        yield voice.say("why first period")
    yield finish_sentence(found.finish, voice)


def _case(key: str, case: WhatIf, voice: Voice) -> Iterator[str]:
    if case.comparison is not None:
        first = next((one for one in case.comparison.goals if one.loss), case.comparison.goals[0])
        yield voice.say(f"why {key}", measure_within(first.goal, voice), change_sentence(first, voice))
        yield from differences(case.comparison, voice)
    elif case.is_final:
        yield voice.say(f"why {key} impossible")
        yield from impossible(case.conflict, voice)
    else:
        yield voice.say(f"why {key} open")


def _tables(found: Why, voice: Voice) -> Iterator[Table]:
    for key, case in _cases(found).items():
        if case.comparison is not None:
            yield from goal_table(voice.say(f"caption why {key}"), case.comparison, voice)


def _sure(found: Why, voice: Voice) -> Iterator[str]:
    yield voice.say("why proven" if found.is_final else "why unproven")
    if not found.plan.is_final:
        yield voice.say("best not proven")


@answered.register(WhyNot)
def why_not(found: WhyNot, voice: Voice) -> Answered:
    """Return what is shown of why an initiative is left out."""
    own = about_this_plan(found.plan, voice)
    return Answered(
        title=own.say("why not title", own.initiative(found.initiative)),
        says=list(_why_not_says(found, own)),
        tables=[*_bring_in(found, own), *_goals(found, own)],
        sure=list(_why_not_sure(found, own)),
    )


def _why_not_says(found: WhyNot, voice: Voice) -> Iterator[str]:
    yield voice.absence(next(one.why for one in found.plan.left_out if one.id == found.initiative))
    if found.comparison is not None:
        first = next((one for one in found.comparison.goals if one.loss), found.comparison.goals[0])
        yield voice.say("why not with it", measure_within(first.goal, voice), change_sentence(first, voice))
        yield from differences(found.comparison, voice)
    elif "with it" in found.open:
        yield voice.say("why not open")
    else:
        yield from impossible(found.conflict, voice)


def _goals(found: WhyNot, voice: Voice) -> list[Table]:
    if found.comparison is None:
        return []
    return goal_table(voice.say("caption why not with it"), found.comparison, voice)


def _bring_in(found: WhyNot, voice: Voice) -> list[Table]:
    """Return what would bring it into a best plan, one way each row."""
    ways: dict[Part, str] = {
        "money": _money(found, voice),
        "shares": _flip(found.shares, "shares", voice),
        "cost": _flip(found.cost, "cost", voice),
        "finish": finish_sentence(found.finish, voice),
    }
    rows = (
        [voice.say(f"way {part}"), voice.say("way open") if part in found.open else words]
        for part, words in ways.items()
        if part != "shares" or voice.portfolio.has_disc
    )
    return table(
        voice.say("caption why not decided" if found.decided_against else "caption why not"),
        [Head(voice.say("column way")), Head(voice.say("column how much"))],
        rows,
    )


def _money(asked: WhyNot, voice: Voice) -> str:
    found = asked.money
    if found is None:
        return voice.say("way money never", voice.budget(asked.budget))
    if not found.extra:
        return voice.say("way none")
    unit = unit_of_budget(found.budget, voice.portfolio)
    amount = (voice.budget(found.budget), voice.threshold(found.rounded_up, unit))
    match found.when:
        case "money in every period":
            return voice.say("way money every period", *amount)
        case "money in every window":
            return voice.say("way money every window", *amount)
        case _ if found.latest is not None:
            return voice.say("way money by", *amount, voice.period(found.latest))
    return voice.say("way money enough", *amount)


def _flip(found: Flip | None, part: Part, voice: Voice) -> str:
    if found is None:
        return voice.say(f"way {part} never")
    return (
        voice.say(f"way {part} enough", voice.short_percent(float(found.by)))
        if found.by
        else voice.say("way none")
    )


def _why_not_sure(found: WhyNot, voice: Voice) -> Iterator[str]:
    proven = "why not impossible" if found.with_it is None else "why not proven"
    yield voice.say(proven if found.is_final else "why not unproven")
    grids = {flip.step for flip in (found.shares, found.cost) if flip is not None}
    for step in sorted(grids):
        yield voice.say("why not step", voice.short_percent(float(step)))
    if not found.plan.is_final:
        yield voice.say("best not proven")


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
    return in_rows(found, "value of change", _value_of_change_says(found, own), heads, rows, own)


def _value_of_change_says(found: ValuesOfChanges, voice: Voice) -> str:
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


@answered.register(ByThen)
def by_then(found: ByThen, voice: Voice) -> Answered:
    """Return what is shown of what it would take."""
    own = about_this_plan(found.plan, voice)
    goals = [result.goal for result in found.plan.goals]
    heads = [
        Head(own.say("column change")),
        *now_and_changed(goals, own),
        Head(own.say("column different")),
    ]
    rows = (_by_then_row(way, len(goals), own) for way in found.ways)
    return Answered(
        title=own.say("by then title", own.period(found.milestone.by), _asked(found, own)),
        says=list(_by_then_says(found, own)),
        tables=table(own.say("caption by then"), heads, rows),
        sure=list(_by_then_sure(found, own)),
    )


def _by_then_says(found: ByThen, voice: Voice) -> Iterator[str]:
    yield voice.say("by then asked", _asked(found, voice))
    if found.met is not None and found.met <= found.milestone.by:
        yield (
            voice.say("by then in time", voice.period(found.met))
            if found.met
            else voice.say("by then at the start")
        )
    elif found.is_possible:
        yield voice.say("by then possible")
    elif found.conflict:
        yield voice.say("by then impossible", "; ".join(map(voice.fact, found.conflict)))
    if found.out_of_reach:
        yield voice.say(
            "by then beyond", voice.listed(voice.quoted("field", one) for one in found.out_of_reach)
        )
    if not found.ways and found.complete:
        yield voice.say("by then never")
    if found.instead:
        yield voice.say("by then instead", " ".join(_said(one, voice) for one in found.instead))


def _asked(found: ByThen, voice: Voice) -> str:
    return voice.listed(map(voice.speaker.say, asked_for(found.milestone)))


def _said(sentences: tuple[Sentence, ...], voice: Voice) -> str:
    return " ".join(map(voice.fact, sentences))


def _by_then_row(way: WayThere, goals: int, voice: Voice) -> Iterator[str]:
    own = voice if way.plan is None else Voice(way.plan, voice.language)
    yield _said(way.said, voice) or voice.say("nothing changed")
    if way.comparison is None:
        yield from [voice.say("not known")] * (2 * goals + 1)
        return
    for change in way.comparison.goals:
        yield from (goal_value(change.goal, value, own) for value in (change.before, change.after))
    yield " ".join(differences(way.comparison, own)) or voice.say("the same plan")


def _by_then_sure(found: ByThen, voice: Voice) -> Iterator[str]:
    yield voice.say("by then proven" if found.is_final else "by then open")
    if any(way.said and not way.least for way in found.ways):
        yield voice.say("by then not least")
