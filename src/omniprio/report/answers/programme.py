"""What the initiatives of a programme do for all its members, and what each member does with one budget for all.

What it costs that each owner plans alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.ownership import SiloReport
from omniprio.answers.programme_budgets import ProgrammeWithin
from omniprio.answers.programmes import Programme
from omniprio.portfolio import unit_of_budget
from omniprio.report.answers.answered import Answered, beside_the_table, head
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_name, goal_value, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.ownership import OwnerPlan
    from omniprio.answers.programme_budgets import MemberPart
    from omniprio.answers.programmes import ProgrammeInitiative

__all__ = ["programme", "programme_within", "silos"]


@answered.register(Programme)
def programme(found: Programme, voice: Voice) -> Answered:
    """Return what is shown of the initiatives of a programme, the best gain per money first."""
    best = [voice.text(row.title) or row.id for row in found.ranked if row.rank == 1]
    names = ("rank", "brought closer", "gain in all", "least gain", "cost")
    heads = [head("initiative", voice), *(head(name, voice, number=True) for name in names)]
    seen = plots.describe_programme(found, language=voice.language)
    return Answered(
        title=voice.say("programme title"),
        pictures=[picture(plots.programme(found, language=voice.language), seen)] if best else [],
        says=[voice.say("programme says", voice.listed(best)) if best else voice.say("programme none")],
        tables=table(
            voice.say("caption programme"), heads, (_initiative(row, found, voice) for row in found.ranked)
        ),
        sure=[line for line in beside_the_table(found, voice) if line not in found.unsettled],
    )


def _initiative(row: ProgrammeInitiative, found: Programme, voice: Voice) -> Iterator[str]:
    yield voice.text(row.title) or row.id
    yield voice.say("none") if row.rank is None else str(row.rank)
    yield voice.speaker.words("answers.so many of", count=len(row.gains), every=len(found.members))
    yield voice.fine(float(row.gain))
    yield voice.fine(float(row.least))
    yield f"{voice.amount(row.cost)} {found.currency}".strip()


@answered.register(ProgrammeWithin)
def programme_within(found: ProgrammeWithin, voice: Voice) -> Answered:
    """Return what is shown of what each member does."""
    *still_open, says = (line for line in beside_the_table(found, voice) if not line.startswith("- "))
    heads = [
        head("member", voice),
        head("gain", voice, number=True),
        head("cost", voice, number=True),
        Head(voice.say("column does")),
    ]
    done = [
        Head(voice.say("column initiative")),
        Head(voice.say("column how many"), number=True),
        Head(voice.say("column members")),
    ]
    return Answered(
        title=voice.say("programme within title"),
        says=[says],
        tables=[
            *table(
                voice.say("caption members"), heads, (_member(part, found, voice) for part in found.parts)
            ),
            *table(
                voice.say("caption done by"),
                done,
                (
                    [_called(name, voice), str(len(members)), "; ".join(members)]
                    for name, members in found.done_by.items()
                ),
            ),
        ],
        sure=[
            *still_open,
            voice.say("programme within proven" if found.is_final else "programme within open"),
        ],
    )


def _member(part: MemberPart, found: ProgrammeWithin, voice: Voice) -> Iterator[str]:
    yield part.member
    yield voice.fine(float(part.gain))
    yield f"{voice.amount(part.cost)} {found.currency}".strip()
    yield "; ".join(_called(name, voice) for name in part.starts) or voice.say("nothing")


def _called(name: str, voice: Voice) -> str:
    """Return the title of an initiative, where the portfolio of the page has it."""
    return voice.initiative(name) if name in voice.portfolio.by_id else name


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
