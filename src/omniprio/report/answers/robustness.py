"""What if the estimates are wrong: what holds in the draws, and what the plan risks."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.robustness import Robustness
from omniprio.answers.robustness.uncertainty import place_facts
from omniprio.plan.layout import merged
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_difference, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.robustness import InitiativeOutlook, PeriodOutlook, Proportion
    from omniprio.report.vector import Picture

__all__ = ["robustness"]

_NARROWED = 5
"""Estimates that are named: those the regret comes from most."""


@answered.register(Robustness)
def robustness(found: Robustness, voice: Voice) -> Answered:
    """Return what is shown of what holds if the estimates are wrong."""
    own = Voice(found.plan, voice.language)
    return Answered(
        title=own.say("robustness title"),
        says=list(_says(found, voice, own)),
        pictures=list(_pictures(found, own)),
        tables=[
            *_outlook(found, own),
            *_chances(found, own),
            *_milestones(found, own),
            *_course(found, own),
            *_narrowing(found, own),
        ],
        sure=list(_sure(found, own)),
    )


def _pictures(found: Robustness, voice: Voice) -> Iterator[Picture]:
    seen = plots.describe_core_index(found, language=voice.language)
    yield picture(plots.core_index(found, language=voice.language), seen)
    if found.periods and found.plan.portfolio.has_disc:
        seen = plots.describe_chance_over_time(found, language=voice.language)
        yield picture(plots.chance_over_time(found, language=voice.language), seen)


def _says(found: Robustness, page: Voice, voice: Voice) -> Iterator[str]:
    kinds = (found.initiatives, found.core, found.borderline, found.exterior)
    yield voice.say("robustness says", *map(len, kinds)) if found.planned else voice.say("robustness none")
    if found.plan.starts == page.plan.starts:
        yield voice.say("robustness this plan")
    else:
        parts = (
            voice.say("starting in", voice.quoted("initiative", name), voice.period(start))
            for name, start in found.plan.starts.items()
        )
        yield voice.say("robustness other plan", voice.listed(parts))
    yield from _regret(found, voice)


def _regret(found: Robustness, voice: Voice) -> Iterator[str]:
    chosen, goal = found.chosen, found.written.goals[0].goal
    if chosen is None or chosen.largest is None or chosen.mean is None:
        return
    regrets = (goal_difference(goal, regret, voice) for regret in (chosen.mean, chosen.largest))
    yield voice.say("robustness regret", *regrets, measure_within(goal, voice))
    if chosen.infeasible:
        yield voice.say("robustness infeasible", chosen.infeasible)


def _outlook(found: Robustness, voice: Voice) -> list[Table]:
    heads = [
        Head(voice.say("column initiative")),
        Head(voice.say("column kind")),
        Head(voice.say("column how often"), number=True),
        Head(voice.say("column starts")),
    ]
    return table(voice.say("caption outlook"), heads, (_initiative(one, voice) for one in found.initiatives))


def _initiative(one: InitiativeOutlook, voice: Voice) -> Iterator[str]:
    yield voice.initiative(one.id)
    yield voice.say("not known" if one.kind == "not known" else f"kind {one.kind}")
    yield _seen(one.chosen, voice)
    starts = (voice.say("so many times", voice.period(start), times) for start, times in one.starts.items())
    yield "; ".join(starts) or voice.say("none")


def _seen(one: Proportion, voice: Voice) -> str:
    """Return a share counted in a sample with its 95 % interval, rounded outward."""
    if one.share is None:
        return voice.say("not known")
    ends = (floor(100 * one.lowest), ceil(100 * one.highest))
    return voice.say("seen", voice.percent(one.share), *ends)


def _chances(found: Robustness, voice: Voice) -> list[Table]:
    if not found.kept.of:
        return []
    rows = [[voice.say("every rule"), _seen(found.kept, voice)]]
    rows += [[voice.budget(name), _seen(chance, voice)] for name, chance in found.budgets.items()]
    heads = [Head(voice.say("column keeps")), Head(voice.say("column chance"), number=True)]
    return table(voice.say("caption kept"), heads, rows)


def _milestones(found: Robustness, voice: Voice) -> list[Table]:
    """Return how often each milestone is met; nothing where there is none."""
    named = {one.id: one for one in found.plan.portfolio.milestones}
    rows = (
        [named[name].name(voice.language), voice.period(named[name].by), _seen(chance, voice)]
        for name, chance in found.milestones.items()
    )
    heads = [
        Head(voice.say("column milestone")),
        Head(voice.say("column due")),
        Head(voice.say("column chance"), number=True),
    ]
    return table(voice.say("caption met"), heads, rows)


def _course(found: Robustness, voice: Voice) -> list[Table]:
    if not found.plan.portfolio.has_disc:
        return []
    names = ("column reached", "column one in ten", "column middle", "column nine in ten")
    heads = [Head(voice.say("column period")), *(Head(voice.say(name), number=True) for name in names)]
    rows = merged(((one.period, _period(one, voice)) for one in found.periods), voice.span)
    return table(voice.say("caption course"), heads, ([label, *cells] for label, cells in rows))


def _period(one: PeriodOutlook, voice: Voice) -> tuple[str, ...]:
    return (_seen(one.reached, voice), *map(voice.ratio, one.distance))


def _narrowing(found: Robustness, voice: Voice) -> list[Table]:
    clear = [entry for entry in found.narrowing if entry.clear][:_NARROWED]
    heads = [Head(voice.say("column estimate")), Head(voice.say("column of regret"), number=True)]
    places = place_facts(found.plan.portfolio)
    rows = ([voice.fact(places[entry.place]), voice.percent(entry.share)] for entry in clear)
    return table(voice.say("caption narrowing"), heads, rows)


def _sure(found: Robustness, voice: Voice) -> Iterator[str]:
    yield voice.say("robustness sample", found.planned, found.draws, found.proven)
    open_ = len(found.unanswered)
    for kind, count in (("without", len(found.failures) - open_), ("stopped", open_)):
        if count:
            yield voice.say(f"draws {kind}", count)
    yield voice.say("robustness interval")
    yield voice.say("robustness carried out")
    if found.chosen is not None:
        means = "robustness regret means one" if len(found.candidates) == 1 else "robustness regret means"
        yield voice.say(means, len(found.candidates), len(found.chosen.regrets))
        if not any(entry.clear for entry in found.narrowing):
            yield voice.say("narrowing none")
    if not found.complete:
        yield voice.say("robustness open")
