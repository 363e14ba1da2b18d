"""What else we could do: plans nearly as good as the best that differ as much as possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.near_best import Alternatives
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.verdict import goal_difference, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.near_best import Alternative

__all__ = ["alternatives"]


@answered.register(Alternatives)
def alternatives(found: Alternatives, voice: Voice) -> Answered:
    """Return what is shown of several plans that lose little."""
    own = Voice(found.plans[0].plan, voice.language)
    return Answered(
        title=own.say("alternatives title"),
        says=list(_says(found, own)),
        tables=[*_starts(found, own), *_losses(found, own)],
        sure=list(_sure(found, own)),
    )


def _says(found: Alternatives, voice: Voice) -> Iterator[str]:
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


def _sure(found: Alternatives, voice: Voice) -> Iterator[str]:
    yield voice.say("alternatives how")
    if found.ended == "complete":
        yield voice.say("alternatives complete")
    else:
        stopped = found.ended in {"time limit", "cancelled", "not settled"}
        yield from [voice.say("not searched to its end", voice.say(f"ended {found.ended}"))] * stopped
        yield voice.say("may be more")
    if not found.proven:
        yield voice.say("best not proven")
