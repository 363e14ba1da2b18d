"""Why an initiative is not in the plan, and what would bring it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.reasons import WhyNot
from omniprio.portfolio import unit_of_budget
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import (
    about_this_plan,
    differences,
    finish_sentence,
    goal_table,
    impossible,
)
from omniprio.report.table import Head, Table, table
from omniprio.report.verdict import change_sentence, measure_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.reasons import Part
    from omniprio.answers.reasons.smallest_change import Flip
    from omniprio.report.voice import Voice

__all__ = ["why_not"]


@answered.register(WhyNot)
def why_not(found: WhyNot, voice: Voice) -> Answered:
    """Return what is shown of why an initiative is left out."""
    own = about_this_plan(found.plan, voice)
    return Answered(
        title=own.say("why not title", own.initiative(found.initiative)),
        says=list(_says(found, own)),
        tables=[*_bring_in(found, own), *_goals(found, own)],
        sure=list(_sure(found, own)),
    )


def _says(found: WhyNot, voice: Voice) -> Iterator[str]:
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


def _sure(found: WhyNot, voice: Voice) -> Iterator[str]:
    proven = "why not impossible" if found.with_it is None else "why not proven"
    yield voice.say(proven if found.is_final else "why not unproven")
    grids = {flip.step for flip in (found.shares, found.cost) if flip is not None}
    for step in sorted(grids):
        yield voice.say("why not step", voice.short_percent(float(step)))
    if not found.plan.is_final:
        yield voice.say("best not proven")
