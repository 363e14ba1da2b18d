"""What it costs that each owner plans alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.ownership import SiloReport
from omniprio.portfolio import unit_of_budget
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.verdict import goal_name, goal_value, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.ownership import OwnerPlan

__all__ = ["silos"]


@answered.register(SiloReport)
def silos(found: SiloReport, voice: Voice) -> Answered:
    """Return what is shown of the joint plan against those of the owners."""
    own = Voice(found.joint, voice.language)
    return Answered(
        title=own.say("silos title"),
        says=list(_says(found, own)),
        tables=[*_goals(found, own), *_owners(found, own)],
        sure=[
            own.say("silos proven" if found.is_final else "silos open"),
            own.say("silos how"),
        ],
    )


def _says(found: SiloReport, voice: Voice) -> Iterator[str]:
    if len(found.owners) < 2:  # noqa: PLR2004  a comparison takes two
        owner = found.owners[0].owner if found.owners else ""
        yield voice.say("silos one", voice.owner(owner)) if owner else voice.say("silos none")
    if found.without:
        owners = (voice.owner(one.owner) or voice.say("nobody") for one in found.without)
        yield voice.say("silos without", voice.listed(owners))
    for rule in found.broken:
        yield voice.say("silos broken", voice.fact(rule.said or rule.message))
    first = next((one for one in found.goals if one.loss), found.goals[0])
    before, after = (goal_value(first.goal, value, voice) for value in (first.before, first.after))
    values = (measure_within(first.goal, voice), before)
    if first.loss:
        yield voice.say("silos worse" if first.loss > 0 else "silos better", *values, after)
    else:
        yield voice.say("silos same", *values)
    for key, names in (("only jointly", found.only_joint), ("only silos", found.only_silos)):
        if names:
            yield voice.say(key, voice.listed(voice.quoted("initiative", name) for name in names))


def _goals(found: SiloReport, voice: Voice) -> list[Table]:
    heads = [
        Head(voice.say("column goal")),
        Head(voice.say("column jointly"), number=True),
        Head(voice.say("column silos"), number=True),
    ]
    rows = (
        [
            goal_name(one.goal, voice),
            *(goal_value(one.goal, value, voice) for value in (one.before, one.after)),
        ]
        for one in found.goals
    )
    return table(voice.say("caption silo goals"), heads, rows)


def _owners(found: SiloReport, voice: Voice) -> list[Table]:
    heads = [
        Head(voice.say("column owner")),
        Head(voice.say("column budget share"), number=True),
        Head(voice.budget(found.budget), number=True),
        Head(voice.say("column cost"), number=True),
        Head(voice.say("column does")),
    ]
    rows = (_owner(one, found, voice) for one in found.owners)
    return table(voice.say("caption silo owners"), heads, rows)


def _owner(one: OwnerPlan, found: SiloReport, voice: Voice) -> Iterator[str]:
    yield voice.owner(one.owner) or voice.say("nobody")
    yield voice.short_percent(float(one.share))
    yield (
        voice.say("no limit")
        if one.part is None
        else voice.money(one.part, unit_of_budget(found.budget, voice.portfolio))
    )
    if one.plan is None:
        yield voice.say("none")
        yield voice.say("no plan because", "; ".join(map(voice.fact, one.why_none)))
    else:
        yield voice.money(one.plan.cost)
        yield "; ".join(map(voice.initiative, one.starts)) or voice.say("nothing")
