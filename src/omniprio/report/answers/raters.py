"""A plan under each rater, and the disagreements that would change the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.by_rater import RaterPlans
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import about_this_plan, now_and_changed
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.by_rater import StartCase
    from omniprio.report.voice import Voice

__all__ = ["raters"]


@answered.register(RaterPlans)
def raters(found: RaterPlans, voice: Voice) -> Answered:
    """Return what is shown of the plans under each rater."""
    own = about_this_plan(found.plan, voice)
    seen = plots.describe_agreement(found.agreement, language=own.language)
    return Answered(
        title=own.say("raters title"),
        says=list(_says(found, own)),
        pictures=[picture(plots.agreement(found.agreement, language=own.language), seen)],
        tables=_cases(found, own),
        sure=[
            own.say("raters how"),
            own.say("raters proven" if found.is_final else "raters open"),
            *found.agreement.summary(voice.language).splitlines(),
        ],
    )


def _says(found: RaterPlans, voice: Voice) -> Iterator[str]:
    if found.decisive:
        names = voice.listed(voice.quoted("discipline", name) for name in found.decisive)
        yield voice.say("raters decisive", names)
    elif found.is_final:
        yield voice.say("raters none decisive")
    if found.in_every_plan:
        yield voice.say(
            "raters always", voice.listed(voice.quoted("initiative", one) for one in found.in_every_plan)
        )
    if found.in_some_plans:
        yield voice.say(
            "raters sometimes", voice.listed(voice.quoted("initiative", one) for one in found.in_some_plans)
        )


def _cases(found: RaterPlans, voice: Voice) -> list[Table]:
    goals = [result.goal for result in found.plan.goals]
    heads = [
        Head(voice.say("column start")),
        *now_and_changed(goals, voice),
        Head(voice.say("column in")),
        Head(voice.say("column out")),
        Head(voice.say("column changes the plan")),
    ]
    rows = (_row(one, found, voice) for one in found.cases)
    return table(voice.say("caption raters"), heads, rows)


def _row(one: StartCase, found: RaterPlans, voice: Voice) -> Iterator[str]:
    subject = one.subject if one.kind == "rater" else voice.quoted("discipline", one.subject)
    yield voice.say(f"start of {one.kind}", subject)
    if one.goals:
        yield from (
            goal_value(change.goal, value, voice)
            for change in one.goals
            for value in (change.before, change.after)
        )
    else:
        yield from [voice.say("not known")] * (2 * len(found.plan.goals))
    ours, theirs = found.plan.starts, found.plan.starts if one.starts is None else one.starts
    for names, others in ((theirs, ours), (ours, theirs)):
        yield "; ".join(voice.initiative(name) for name in names if name not in others) or voice.say("none")
    yield voice.say({True: "yes", False: "no", None: "not known"}[one.changes_the_plan])
