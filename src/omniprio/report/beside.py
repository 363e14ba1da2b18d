"""Other plans beside that of the page: how far each gets, what it comes to, and what is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.language import text
from omniprio.plots.compare import values_of
from omniprio.report.answers.answered import Answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.plan import Plan

__all__ = ["beside"]


def beside(others: Mapping[str, Plan], voice: Voice) -> Answered:
    """Return what is shown of the plan of the page and of others beside it.

    Args:
        others: The others, by the name to show.
        voice: How the page speaks about its own plan.
    """
    plans = {voice.say("this plan"): voice.plan, **others}
    seen = plots.describe_compare(plans, language=voice.language)
    return Answered(
        title=voice.say("beside title"),
        says=list(_says(plans, voice)),
        pictures=[picture(plots.compare(plans, language=voice.language), seen)],
        tables=[*_differences(plans, voice), *_values(plans, voice)],
        sure=list(_sure(plans, voice)),
    )


def _says(plans: Mapping[str, Plan], voice: Voice) -> Iterator[str]:
    yield voice.say("beside says", len(plans))
    cells = _cells(plans, voice)
    same = [name for name, each in cells.items() if len({*each}) == 1]
    everywhere = [name for name in cells if all(name in plan.starts for plan in plans.values())]
    at_other_times = [name for name in everywhere if name not in same]
    for key, names in (("beside same", same), ("beside moved", at_other_times)):
        if names:
            yield voice.say(key, voice.listed(_quoted(name, plans, voice) for name in names))
    if len(same) == len(cells):
        yield voice.say("beside equal")


def _cells(plans: Mapping[str, Plan], voice: Voice) -> dict[str, list[str]]:
    """Return from when each plan does an initiative and how, for each that any of them does, by the first start."""
    first: dict[str, int] = {}
    for plan in plans.values():
        for name, start in plan.starts.items():
            first[name] = min(start, first.get(name, start))
    every = [_when(plan, voice) for plan in plans.values()]
    return {
        name: [each.get(name, voice.say("none")) for each in every]
        for name in sorted(first, key=first.__getitem__)
    }


def _when(plan: Plan, voice: Voice) -> dict[str, str]:
    """Return from when a plan does each initiative, with the mode where it has several."""
    own = Voice(plan, voice.language)
    return {
        one.id: " · ".join(filter(None, (own.period(one.start), text(one.why.mode, voice.language))))
        for one in plan.schedule
    }


def _title(name: str, plans: Mapping[str, Plan], voice: Voice) -> str:
    return next(
        plan.portfolio.by_id[name].name(voice.language) for plan in plans.values() if name in plan.starts
    )


def _quoted(name: str, plans: Mapping[str, Plan], voice: Voice) -> str:
    knowing = next(plan for plan in plans.values() if name in plan.starts)
    return Voice(knowing, voice.language).quoted("initiative", name)


def _differences(plans: Mapping[str, Plan], voice: Voice) -> list[Table]:
    """Return the initiatives that not all plans do at the same time and in the same way."""
    rows = [
        [_title(name, plans, voice), *each] for name, each in _cells(plans, voice).items() if len({*each}) > 1
    ]
    heads = [Head(voice.say("column initiative")), *map(Head, plans)]
    return table(voice.say("caption beside"), heads, rows)


def _values(plans: Mapping[str, Plan], voice: Voice) -> list[Table]:
    heads = [Head(voice.say("column measure")), *(Head(name, number=True) for name in plans)]
    rows = ([words, *cells] for words, cells in values_of(plans, voice.language).items())
    return table(voice.say("caption beside values"), heads, rows)


def _sure(plans: Mapping[str, Plan], voice: Voice) -> Iterator[str]:
    yield voice.say("beside how")
    unproven = [name for name, plan in plans.items() if not plan.proven]
    yield voice.say("beside open", voice.listed(unproven)) if unproven else voice.say("beside proven")
