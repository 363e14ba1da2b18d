"""What if the budget, or a team, were different: the best plan for every amount of it."""

from __future__ import annotations

from math import ceil, log10
from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.frontiers import Frontier
from omniprio.portfolio import MAIN_FUND
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_difference, goal_value, measure, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from omniprio.answers.frontiers import FrontierPoint
    from omniprio.portfolio import Portfolio

__all__ = ["frontier"]


@answered.register(Frontier)
def frontier(found: Frontier, voice: Voice) -> Answered:
    """Return what is shown of the best plans for all amounts of a budget or a team."""
    voice = Voice(voice.plan, voice.language, found.currency)
    seen = plots.describe_frontier(found, language=voice.language)
    return Answered(
        title=_title(found, voice),
        says=list(_says(found, voice)),
        pictures=[picture(plots.frontier(found, language=voice.language), seen)] if found.points else [],
        tables=_table(found, voice),
        sure=list(_sure(found, voice)),
    )


def _title(found: Frontier, voice: Voice) -> str:
    """Return what the section asks; of anything but the main budget as a whole it says what it is."""
    if (found.budget, found.window, found.team) == (MAIN_FUND, None, None):
        return voice.say("frontier title")
    return voice.say("frontier of title", voice.fact(found.varied))


def _says(found: Frontier, voice: Voice) -> Iterator[str]:
    varied = _varied(found, voice)
    if not found.points:
        yield voice.say("frontier none", varied)
        return
    ends = (voice.threshold(float(found.points[place].amount), found.unit) for place in (0, -1))
    yield voice.say("frontier says", varied, len(found), *ends)
    if not found.open and found.most is None:
        yield voice.say("frontier no more")
        yield from _next(found, voice)
    if found.stop is not None:
        here, following = found.points[found.stop : found.stop + 2]
        yield voice.speaker.words(
            "answers.frontier stop",
            amount=voice.threshold(here.amount, found.unit),
            value=here.value,
            until=here.plan.portfolio.counted_to,
            following=voice.threshold(following.amount, found.unit),
            loss=here.value - following.value,
        )


def _next(found: Frontier, voice: Voice) -> Iterator[str]:
    """Yield how much more than there is on the page would allow a better plan."""
    today = _today(found, voice.portfolio)
    if today is None or today < found.least or found.at(today) is None:
        return
    better = next((point.amount for point in found.points if point.amount > today), None)
    shown = voice.threshold(float(today), found.unit)
    if better is None:
        yield voice.say("frontier last", shown)
    else:
        yield voice.say("frontier next", shown, voice.threshold(float(better - today), found.unit))


def _varied(found: Frontier, voice: Voice) -> str:
    """Return what varies, as it begins a sentence."""
    if found.team is not None:
        return voice.names("capacity of", voice.team(found.team))
    name = voice.budget(found.budget)
    return name if found.window is None else voice.names("amount of", name, found.window)


def _today(found: Frontier, portfolio: Portfolio) -> Fraction | None:
    """Return what there is of it on the page; None without a limit, or where the page does not have it."""
    if found.team is not None:
        amounts = portfolio.capacity_by_period.get(found.team, ())
        return max((amount for amount in amounts if amount is not None), default=None)
    budget = portfolio.limits.get(found.budget)
    if budget is None:
        return None
    if found.window is None:
        return budget.by_then(portfolio.periods)[-1]
    given = list(budget.given(portfolio.periods))
    return given[found.window - 1].amount if found.window <= len(given) else None


def _table(found: Frontier, voice: Voice) -> list[Table]:
    unit = _unit(found)
    heads = [
        Head(voice.say("column from amount"), number=True),
        *(Head(measure(goal, voice), number=True) for goal in found.goals),
        Head(voice.say("column gain of", measure_within(found.goals[0], voice)), number=True),
        Head(voice.say("column gain per", voice.money(unit, found.unit)), number=True),
        Head(voice.say("column in")),
        Head(voice.say("column out")),
    ]
    return table(
        voice.say("caption frontier"), heads, (_row(point, found, unit, voice) for point in found.points)
    )


def _unit(found: Frontier) -> int:
    """Return an amount, 1, 10, 100 …, whose gain is large enough to be read."""
    most = max((float(point.per_unit) for point in found.points if point.per_unit is not None), default=0.0)
    return 10 ** max(0, ceil(-2 - log10(most))) if most > 0 else 1


def _row(point: FrontierPoint, found: Frontier, unit: int, voice: Voice) -> Iterator[str]:
    first, none = found.goals[0], voice.say("none")
    own = Voice(point.plan, voice.language)
    yield voice.threshold(float(point.amount), found.unit)
    yield from (goal_value(goal, value, voice) for goal, value in zip(found.goals, point.values, strict=True))
    for gain in (point.gain, None if point.per_unit is None else point.per_unit * unit):
        yield none if gain is None else goal_difference(first, gain, voice)
    added = point.plan.starts if point.gain is None else point.added
    yield "; ".join(map(own.initiative, added)) or none
    yield "; ".join(map(own.initiative, point.dropped)) or none


def _sure(found: Frontier, voice: Voice) -> Iterator[str]:
    unproven = [
        voice.threshold(float(point.amount), found.unit) for point in found.points if not point.is_final
    ]
    broken = [voice.threshold(float(point.amount), found.unit) for point in found.points if not point.nested]
    if found.is_final:
        yield voice.say("frontier complete")
    if found.open:
        spans = (
            voice.say(
                "from to below",
                voice.threshold(float(low), found.unit),
                voice.threshold(float(high), found.unit),
            )
            for low, high in found.open
        )
        yield voice.say("not searched to its end", voice.say(f"ended {found.ended}"))
        yield voice.say("frontier open", voice.listed(spans))
    if unproven:
        yield voice.say("frontier unproven", voice.listed(unproven))
    if broken:
        yield voice.say("frontier broken", voice.listed(broken))
    yield from _scale(found, voice)


def _scale(found: Frontier, voice: Voice) -> Iterator[str]:
    """Yield what the amounts are, and what stays as it is."""
    if found.team is not None:
        yield voice.say("frontier scale of team")
    if found.window is not None or found.team is not None:
        yield voice.speaker.words("answers.frontier varies alone", varied=found.varied)
        return
    yield voice.say("frontier scale")
    limits = found.points[0].plan.portfolio.limits if found.points else {}
    if others := [name for name in limits if name != found.budget]:
        yield voice.say("frontier others", voice.listed(map(voice.budget, others)))
