"""How far for how much money: all plans that no other beats at both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.frontiers import TradeOff
from omniprio.report.answers.answered import Answered
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.verdict import goal_value, measure, measure_within
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.frontiers import TradeOffPoint

__all__ = ["trade_off"]


@answered.register(TradeOff)
def trade_off(found: TradeOff, voice: Voice) -> Answered:
    """Return what is shown of the plans that are not beaten at maturity and money."""
    voice = Voice(voice.plan, voice.language, found.currency)
    seen = plots.describe_trade_off(found, language=voice.language)
    return Answered(
        title=voice.say("trade off title"),
        says=[_says(found, voice)],
        pictures=[picture(plots.trade_off(found, language=voice.language), seen)] if found.points else [],
        tables=_table(found, voice),
        sure=list(_sure(found, voice)),
    )


def _says(found: TradeOff, voice: Voice) -> str:
    if not found.points:
        return voice.say("trade off none")
    (far, paid), (near, saved) = (_values(found.points[place], found, voice) for place in (0, -1))
    names = (measure_within(goal, voice) for goal in (found.maturity, found.money))
    maturity, money = names
    return voice.say("trade off says", len(found), maturity, far, money, paid, near, saved)


def _values(point: TradeOffPoint, found: TradeOff, voice: Voice) -> tuple[str, str]:
    return goal_value(found.maturity, point.maturity, voice), goal_value(found.money, point.money, voice)


def _table(found: TradeOff, voice: Voice) -> list[Table]:
    heads = [
        Head(measure(found.maturity, voice), number=True),
        Head(measure(found.money, voice), number=True),
        Head(voice.say("column initiatives"), number=True),
        Head(voice.say("column in")),
        Head(voice.say("column out")),
    ]
    pairs = zip([None, *found.points], found.points, strict=False)
    rows = (_row(before, point, found, voice) for before, point in pairs)
    return table(voice.say("caption trade off"), heads, rows)


def _row(before: TradeOffPoint | None, point: TradeOffPoint, found: TradeOff, voice: Voice) -> Iterator[str]:
    one, two = {} if before is None else before.plan.starts, point.plan.starts
    own, none = Voice(point.plan, voice.language), voice.say("none")
    yield from _values(point, found, voice)
    yield str(len(two))
    yield "; ".join(own.initiative(name) for name in two if name not in one) or none
    yield "; ".join(own.initiative(name) for name in one if name not in two) or none


def _sure(found: TradeOff, voice: Voice) -> Iterator[str]:
    if found.is_final:
        yield voice.say("trade off complete")
        return
    yield voice.say("not searched to its end", voice.say(f"ended {found.ended}"))
    yield voice.say("may be more")
    unproven = [_values(point, found, voice)[0] for point in found.points if not point.is_final]
    if unproven:
        yield voice.say("trade off unproven", voice.listed(unproven))
