"""What the plan rests on: where we start, the frame, decisions made before, and where every number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from omniprio.infeasibility.kinds import kinds_of
from omniprio.language import text
from omniprio.marks import MARKS, Marks, marks_in
from omniprio.portfolio.provenance import part_in, source_in
from omniprio.report.table import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omniprio.base import Text
    from omniprio.infeasibility.kinds import KindOfDemand
    from omniprio.plan import Plan
    from omniprio.portfolio import Group, Portfolio
    from omniprio.report.voice import Voice

__all__ = ["Sources", "sources"]


class Origin(NamedTuple):
    """Where parts of the data come from."""

    parts: str
    source: str
    """Empty where it says no more than its mark."""
    marks: Marks


class Origins(NamedTuple):
    """Where the data of something come from."""

    whose: str
    several: list[Origin]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the section shows."""

    frame: list[Remark]
    decisions: list[Remark]
    origins: list[Origins]


def sources(plan: Plan, voice: Voice) -> Sources:
    """Return what the plan rests on."""
    return Sources(
        frame=list(_frame(plan, voice)),
        decisions=list(_decisions(plan.portfolio, voice)),
        origins=list(_origins(plan.portfolio, voice)),
    )


def _frame(plan: Plan, voice: Voice) -> Iterator[Remark]:
    portfolio = plan.portfolio
    unit = portfolio.calendar.unit if portfolio.calendar.start else "period"
    yield Remark(voice.say("horizon"), voice.speaker.count(portfolio.periods, unit))
    if portfolio.closed:
        yield Remark(voice.say("closed"), ", ".join(map(voice.label, portfolio.closed)))
    if portfolio.has_disc:
        yield from _of_disc(plan, voice)
    if portfolio.discount_rate:
        yield Remark(voice.say("discount rate"), voice.fine_percent(portfolio.discount_rate))
    for name, fund in portfolio.funds.items():
        if fund.unit:
            yield Remark(voice.say("worth of unit", fund.unit), voice.money(fund.exact_rate))
        if fund.index:
            yield Remark(voice.say("growth of prices", voice.fund(name)), voice.fine_percent(fund.index))
    if portfolio.synergies:
        called = (voice.speaker.called("synergy", one.id) for one in portfolio.synergies)
        yield Remark(voice.say("synergies"), "; ".join(called))


def _of_disc(plan: Plan, voice: Voice) -> Iterator[Remark]:
    """Yield where we start on the disc, and where to."""
    portfolio = plan.portfolio
    levels = ", ".join(
        voice.say("level of", row.id, voice.level(plan.periods[0].position[row.id]))
        for row in portfolio.disc.disciplines
    )
    yield Remark(voice.say("start of disc"), levels)
    wanted = ", ".join(voice.say("level of", name, level) for name, level in portfolio.ambitions.items())
    yield Remark(voice.say("ambition"), wanted)
    yield Remark(voice.say("credit"), voice.say(f"credit {portfolio.credit}"))


def _decisions(portfolio: Portfolio, voice: Voice) -> Iterator[Remark]:
    for one in portfolio.initiatives:
        if one.decision != "free":
            decided = voice.say(f"decision {one.decision}")
            reason = f": {voice.text(one.decision_reason)}" if one.decision_reason else ""
            yield Remark(one.name(voice.language), f"{decided}{reason}")
    for group in portfolio.groups:
        yield Remark(group.id, _limits(group, portfolio, voice))


def _limits(group: Group, portfolio: Portfolio, voice: Voice) -> str:
    members = voice.listed(map(voice.initiative, portfolio.members[group.id]))
    asked = [row for row in kinds_of("group").values() if getattr(group, row.field) != row.without]
    limits = [
        _limit(row, getattr(group, row.field), group, voice)
        for row in sorted(asked, key=_rank)
        if row.kind != "at_least" or group.least is not None
    ]
    return f"{', '.join(limits)}: {members}" if limits else members


def _rank(row: KindOfDemand) -> int:
    """Return which is told first: what holds or does not, then limits that can be moved, then what can only be dropped."""
    return 0 if isinstance(row.without, bool) else 1 if row.unit != "dropped" else 2


def _limit(row: KindOfDemand, limit: float, group: Group, voice: Voice) -> str:
    """Return what a group asks for in one respect."""
    if row.unit == "dropped" or (row.unit == "measure" and group.counts):
        return voice.speaker.words(f"rules.{row.kind}.heading", limit)
    measured = " measured" if row.unit == "measure" else ""
    measure = voice.fact(group.measure)
    return voice.speaker.words(f"rules.{row.kind}.heading{measured}", voice.number(limit), measure)


def _origins(portfolio: Portfolio, voice: Voice) -> Iterator[Origins]:
    """Yield where the data come from: the portfolio's, the disc's, the initiatives'."""
    for whose, provenance in (*_of_portfolio(portfolio, voice), *_of_initiatives(portfolio, voice)):
        if provenance:
            yield Origins(whose, list(_by_source(provenance, voice)))


def _of_portfolio(portfolio: Portfolio, voice: Voice) -> Iterator[tuple[str, Mapping[str, Text]]]:
    """Yield what portfolio and disc state, by part; what the disc says is left out where the portfolio says it."""
    stated, disc = portfolio.provenance, portfolio.disc
    if not portfolio.has_disc:
        yield voice.say("whole portfolio"), stated
        return
    told = {"", *map(text, stated.values())}
    whole: dict[str, Text] = {} if disc.provenance in told else {"disc": disc.provenance}
    yield voice.say("whole portfolio"), {**whole, **stated}
    yield (
        voice.say("whose disciplines"),
        {row.id: row.provenance for row in disc.disciplines if row.provenance},
    )
    levels = {field.id: field.level.provenance for field in disc}
    yield voice.say("whose fields"), {name: source for name, source in levels.items() if source}


def _of_initiatives(portfolio: Portfolio, voice: Voice) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield what initiatives state, those that state the same together."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for one in portfolio.initiatives:
        groups.setdefault(tuple(one.provenance.items()), []).append(one.name(voice.language))
    for stated, names in groups.items():
        yield voice.say("all initiatives") if len(groups) == 1 else voice.listed(names), dict(stated)


def _by_source(provenance: Mapping[str, Text], voice: Voice) -> Iterator[Origin]:
    """Yield the parts, those of equal source together."""
    by_source: dict[tuple[str, str], list[str]] = {}
    for part, source in provenance.items():
        by_source.setdefault((text(source), source_in(source, voice.speaker)), []).append(part)
    for (source, said), parts in by_source.items():
        yield Origin(", ".join(_named(parts, voice)), "" if source in MARKS else said, marks_in(source))


def _named(parts: Iterable[str], voice: Voice) -> Iterator[str]:
    """Yield what parts of the data are called, in the language where there is a word for them."""
    for part in parts:
        key = f"part {part}"
        yield voice.speaker.known("report", key, part_in(part, voice.speaker))
