"""What each initiative brings: the gain of the plan shared over its initiatives.

Which steps of the plan are the most essential: what would be lost without each.

What else we could do: plans nearly as good as the best that differ as much as possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.attribution import Attribution
from omniprio.answers.essential import EssentialSteps
from omniprio.answers.near_best import Alternatives
from omniprio.report.answers.answered import Answered, in_rows
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import about_this_plan
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_difference, measure, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from omniprio.answers.attribution import Credit
    from omniprio.answers.essential import EssentialStep
    from omniprio.answers.near_best import Alternative

__all__ = ["alternatives", "attribution", "essential"]


@answered.register(Attribution)
def attribution(found: Attribution, voice: Voice) -> Answered:
    """Return what is shown of a gain that is shared over initiatives."""
    voice = Voice(voice.plan, voice.language, found.currency)
    heads = [
        Head(voice.say("column initiative")),
        Head(voice.say("column gain"), number=True),
        Head(voice.say("column share"), number=True),
        Head(voice.say("column error"), number=True),
    ]
    seen = plots.describe_shares_of_gain(found, language=voice.language)
    return Answered(
        title=voice.say("attribution title"),
        says=[_says(found, voice)],
        pictures=[picture(plots.shares_of_gain(found, language=voice.language), seen)] if found.parts else [],
        tables=table(voice.say("caption attribution"), heads, _rows(found, voice)),
        sure=list(_sure(found, voice)),
    )


def _says(found: Attribution, voice: Voice) -> str:
    goal = measure(found.goal, voice)
    if not found.orders:
        return voice.say("attribution not shared", goal, goal_difference(found.goal, found.total, voice))
    if not found.total or not found.parts:
        return voice.say("attribution nothing", goal)
    total, (_, share) = goal_difference(found.goal, found.total, voice), found.adding_up()[0]
    return voice.say("attribution says", goal, total, _share(share, voice), _name(found.parts[0], voice))


def _name(part: Credit, voice: Voice) -> str:
    return voice.text(part.title) or part.id


def _share(share: Fraction | None, voice: Voice) -> str:
    return voice.say("none") if share is None else voice.short_percent(float(share))


def _rows(found: Attribution, voice: Voice) -> Iterator[list[str]]:
    for part, (gain, share) in zip(found.parts, found.adding_up(), strict=True):
        yield [
            _name(part, voice),
            goal_difference(found.goal, gain, voice),
            _share(share, voice),
            voice.say("exact")
            if part.error is None
            else voice.speaker.catalogue.style.number(f"{part.error:.2g}"),
        ]


def _sure(found: Attribution, voice: Voice) -> Iterator[str]:
    if not found.orders:
        return
    yield voice.say("attribution how")
    yield voice.say("attribution exact" if found.exact else "attribution sampled", found.orders)
    if not found.uniform:
        yield voice.say("attribution not uniform")


@answered.register(EssentialSteps)
def essential(found: EssentialSteps, voice: Voice) -> Answered:
    """Return what is shown of the steps of the plan, the most essential first."""
    own = about_this_plan(found.plan, voice)
    goals = [result.goal for result in found.plan.goals]
    heads = [
        Head(own.say("column initiative")),
        Head(own.say("column rank"), number=True),
        *(Head(own.say("column lost", measure(goal, own)), number=True) for goal in goals),
        Head(own.say("column cost"), number=True),
        Head(own.say("column role")),
        Head(own.say("column proof")),
    ]
    rows = (_row(one, len(goals), own) for one in found.rows)
    return in_rows(found, "essential", _essential_says(found, own), heads, rows, own)


def _essential_says(found: EssentialSteps, voice: Voice) -> str:
    if not found.rows and not found.not_begun:
        return voice.say("essential none")
    ranked = [row for row in found.rows if row.rank is not None]
    if not ranked:
        return voice.say("essential unsettled")
    quick = voice.listed(voice.quoted("initiative", row.initiative) for row in ranked if row.quick_win)
    return voice.say("essential says", voice.quoted("initiative", ranked[0].initiative), quick)


def _row(one: EssentialStep, goals: int, voice: Voice) -> Iterator[str]:
    yield voice.initiative(one.initiative)
    yield voice.say("none") if one.rank is None else str(one.rank)
    if one.goals:
        yield from (goal_difference(change.goal, change.loss, voice) for change in one.goals)
    else:
        yield from [voice.say("no plan without it" if one.indispensable else "not known")] * goals
    yield voice.money(float(one.cost))
    yield voice.say("role quick win") if one.quick_win else voice.say("none")
    yield voice.say("proof proven" if one.proven else "at most this" if one.goals else "not known")


@answered.register(Alternatives)
def alternatives(found: Alternatives, voice: Voice) -> Answered:
    """Return what is shown of several plans that lose little."""
    own = Voice(found.plans[0].plan, voice.language)
    return Answered(
        title=own.say("alternatives title"),
        says=list(_alternatives_says(found, own)),
        tables=[*_starts(found, own), *_losses(found, own)],
        sure=list(_alternatives_sure(found, own)),
    )


def _alternatives_says(found: Alternatives, voice: Voice) -> Iterator[str]:
    if len(found.plans) == 1:
        yield voice.say("alternatives one", *_allowed(found, voice))
        return
    yield voice.say("alternatives says", len(found.plans), *_allowed(found, voice))
    for key, names in (("in all", found.core), ("choices", found.choices), ("in none", found.never)):
        yield voice.say(
            f"alternatives {key}", voice.listed(voice.quoted("initiative", name) for name in names)
        )


def _allowed(found: Alternatives, voice: Voice) -> tuple[str, str]:
    return goal_difference(found.goal, found.allowed, voice), measure_within(found.goal, voice)


def _plans(found: Alternatives, voice: Voice) -> list[str]:
    return [voice.say("plan number", place) for place, _ in enumerate(found.plans, start=1)]


def _starts(found: Alternatives, voice: Voice) -> list[Table]:
    rows = (
        [voice.initiative(name), *(_when(one, name, voice) for one in found.plans)]
        for name in (*found.core, *found.choices)
    )
    heads = [Head(voice.say("column initiative")), *map(Head, _plans(found, voice))]
    return table(voice.say("caption alternatives"), heads, rows)


def _when(one: Alternative, name: str, voice: Voice) -> str:
    starts = one.plan.starts
    return voice.period(starts[name]) if name in starts else voice.say("none")


def _losses(found: Alternatives, voice: Voice) -> list[Table]:
    heads = [
        Head(voice.say("plan")),
        Head(voice.say("column loses"), number=True),
        Head(voice.say("column cost"), number=True),
        Head(voice.say("column apart")),
    ]
    rows = (
        _loss(name, one, found, voice) for name, one in zip(_plans(found, voice), found.plans, strict=True)
    )
    return table(voice.say("caption losses"), heads, rows)


def _loss(name: str, one: Alternative, found: Alternatives, voice: Voice) -> Iterator[str]:
    yield name
    yield goal_difference(found.goal, one.loss, voice)
    yield voice.money(one.plan.cost)
    if one.distance is None:
        yield voice.say("none")
    else:
        changed, moved = one.distance
        apart = voice.say("apart", changed, voice.periods(moved))
        yield apart if one.farthest else voice.say("apart unproven", apart)


def _alternatives_sure(found: Alternatives, voice: Voice) -> Iterator[str]:
    yield voice.say("alternatives how")
    if found.ended == "complete":
        yield voice.say("alternatives complete")
    else:
        stopped = found.ended in {"time limit", "cancelled", "not settled"}
        yield from [voice.say("not searched to its end", voice.say(f"ended {found.ended}"))] * stopped
        yield voice.say("may be more")
    if not found.proven:
        yield voice.say("best not proven")
