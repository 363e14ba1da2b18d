"""Why an initiative is in the plan, and why at that time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.reasons import Why
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.answers.what_if import (
    about_this_plan,
    differences,
    finish_sentence,
    goal_table,
    impossible,
)
from omniprio.report.verdict import change_sentence, measure_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.reasons import WhatIf
    from omniprio.report.table import Table
    from omniprio.report.voice import Voice

__all__ = ["why"]


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
