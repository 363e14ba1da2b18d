"""The first page, for people who were not there: what we do, why, what it brings and costs, what we do not do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.goals import MostValue, net_present_value, with_horizon
from omniprio.marks import Marks, united
from omniprio.money import worth_of
from omniprio.plan.layout import costs_adding_up
from omniprio.plan.words import comes_to, goals_counted, taken_goals, way_covered
from omniprio.portfolio import unit_of_budget
from omniprio.portfolio.provenance import marks_of, marks_of_budget, marks_of_fields, marks_of_initiative
from omniprio.purpose import spends
from omniprio.reach import asked_for, may_be_reached
from omniprio.report.table import Remark
from omniprio.report.verdict import goal_number, measure, verdict, verdict_in_a_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.goals import Goal
    from omniprio.plan import Absence, Joint, LeftOut, Plan, Planned
    from omniprio.plan.cash import Bought
    from omniprio.report.voice import Voice

__all__ = ["Brief", "brief"]


class Tile(NamedTuple):
    """A figure to remember."""

    name: str
    value: str
    note: str
    marks: Marks = ()


class Done(NamedTuple):
    """What is done: a row of the sequence."""

    when: str
    id: str
    what: str
    cost: str
    why: str
    cost_marks: Marks
    why_marks: Marks


@dataclass(frozen=True, slots=True)
class Brief:
    """What the first page shows."""

    lead: list[str]
    tiles: list[Tile]
    done: list[Done]
    joined: list[Done]
    """The synergies that come with it, and what is bought of teams."""
    total: str
    """What all of it costs; blank where nothing is done."""
    brings: list[Remark]
    no_brings: str
    """What is said where it brings nothing."""
    costs: list[Remark]
    left_out: list[Remark]
    beyond: list[Remark] | None
    """None without a disc."""
    not_ruled_out: str
    """What is said of the other fields."""


def brief(plan: Plan, voice: Voice) -> Brief:
    """Return what the first page shows."""
    costs = [worth_of(line, plan.portfolio) for line in costs_adding_up(plan)]
    further = costs[len(plan.schedule) :]
    obtained = [one for one in plan.synergies if one.obtained]
    on_disc = plan.portfolio.has_disc
    return Brief(
        lead=list(_lead(plan, voice)),
        tiles=list(_tiles(plan, voice)),
        done=[_done(planned, cost, voice) for planned, cost in zip(plan.schedule, costs, strict=False)],
        joined=[
            *(_joined(one, cost, voice) for one, cost in zip(obtained, further, strict=False)),
            *(
                _bought(one, cost, voice)
                for one, cost in zip(plan.bought, further[len(obtained) :], strict=True)
            ),
        ],
        total=voice.money(sum(costs, Fraction(0))) if plan.schedule else "",
        brings=[*(_moves(plan, voice) if on_disc else _counts(plan, voice)), *_earns(plan, voice)],
        no_brings=voice.say("nothing brought" if on_disc else "nothing counted"),
        costs=list(_costs(plan, voice)),
        left_out=[
            *(_left_out(one, voice) for one in plan.left_out),
            *(
                Remark(voice.say("synergy", one.id), voice.joint(one))
                for one in plan.synergies
                if one.missing
            ),
        ],
        beyond=list(_beyond(plan, voice)) if on_disc else None,
        not_ruled_out=_not_ruled_out(plan, voice) if on_disc else "",
    )


def _lead(plan: Plan, voice: Voice) -> Iterator[str]:
    chosen, all_there_are = len(plan.schedule), len(plan.portfolio.initiatives)
    if plan.schedule:
        first = min(planned.start for planned in plan.schedule)
        last = max(planned.finish for planned in plan.schedule)
        ends = (voice.period(first), voice.period(last))
        yield voice.say("lead work" if first < last else "lead work in one", chosen, all_there_are, *ends)
        yield from _led_to(plan, voice)
    else:
        yield voice.say("lead nothing", all_there_are)
    yield verdict(plan, voice)
    yield from taken_goals(plan, voice.speaker)


def _led_to(plan: Plan, voice: Voice) -> Iterator[str]:
    """Yield how close it brings us; without a disc, what it comes to at its goals."""
    if not plan.portfolio.has_disc:
        yield comes_to(plan, voice.speaker)
        return
    first, last = (plan.periods[place].distance for place in (0, -1))
    start, end, share = voice.ratio(first), voice.ratio(last), way_covered(plan)
    if share is not None:
        yield voice.say("lead distance", start, end, voice.target, voice.percent(share))
    elif start == end:
        yield voice.say("lead no closer", voice.target, end)
    else:
        yield voice.say("lead further away", start, end, voice.target)


def _tiles(plan: Plan, voice: Voice) -> Iterator[Tile]:
    portfolio = plan.portfolio
    counts = (len(plan.schedule), len(portfolio.initiatives))
    yield Tile(voice.say("tile initiatives"), voice.say("so many of", *counts), voice.say("tile chosen"))
    yield _main_tile(plan, voice)
    if spends(portfolio):
        marks = united(marks_of_initiative(one, portfolio, "cost") for one in portfolio.initiatives)
        until = voice.say("tile until", voice.period(portfolio.periods))
        yield Tile(voice.say("tile spending"), voice.money(plan.cost), until, marks)
    yield Tile(voice.say("tile quality"), *verdict_in_a_word(plan, voice))


def _main_tile(plan: Plan, voice: Voice) -> Tile:
    """Return how much of the way it is; without a disc, what the plan comes to at its first goal."""
    portfolio = plan.portfolio
    if not portfolio.has_disc:
        goal, value = goals_counted(plan)[0]
        return Tile(measure(goal, voice), goal_number(goal, value, voice), _counted(goal, voice))
    way = (voice.ratio(plan.periods[0].distance), voice.ratio(plan.periods[-1].distance))
    marks = united(marks_of_initiative(one, portfolio, "effect") for one in portfolio.initiatives)
    name, note = voice.say("tile way", voice.target), voice.say("tile distance", *way)
    return Tile(name, voice.percent(way_covered(plan) or 0.0), note, marks)


def _counted(goal: Goal, voice: Voice) -> str:
    """Return until when money is counted; nothing for another goal."""
    until = voice.period(voice.portfolio.counted_to)
    return voice.say("tile until", until) if goal.counts_earnings else ""


def _done(planned: Planned, cost: Fraction, voice: Voice) -> Done:
    initiative = voice.portfolio.by_id[planned.id]
    why = planned.why
    jointly = (field for one in why.completes_jointly for field in one.fields)
    named = (*why.completes, *jointly, *why.contributes, *why.advances)
    effect = marks_of_initiative(initiative, voice.portfolio, "effect") if named else ()
    earned = marks_of_initiative(initiative, voice.portfolio, "benefit") if why.earns else ()
    return Done(
        when=voice.span(planned.start, planned.finish),
        id=planned.id,
        what=initiative.name(voice.language),
        cost=voice.money(cost),
        why=voice.merit(why),
        cost_marks=marks_of_initiative(initiative, voice.portfolio, "cost"),
        why_marks=united([effect, earned, marks_of_fields(voice.portfolio, named)]),
    )


def _joined(one: Joint, cost: Fraction, voice: Voice) -> Done:
    return Done(
        when=voice.label(one.period or 0),
        id=one.id,
        what=voice.say("synergy", one.id),
        cost=voice.money(cost) if cost else "",
        why=voice.joint(one),
        cost_marks=(),
        why_marks=marks_of(voice.portfolio, "synergies"),
    )


def _bought(one: Bought, cost: Fraction, voice: Voice) -> Done:
    return Done(
        when=voice.span(one.first, one.last),
        id=one.team,
        what=voice.say("bought", voice.amount(one.amount), voice.team(one.team)),
        cost=voice.money(cost),
        why=voice.say("why bought"),
        cost_marks=(),
        why_marks=(),
    )


def _counts(plan: Plan, voice: Voice) -> Iterator[Remark]:
    """Yield what it comes to at each goal but those about money, which are told apart."""
    for goal, value in goals_counted(plan):
        if goal.concern != "money":
            yield Remark(measure(goal, voice), goal_number(goal, value, voice))


def _moves(plan: Plan, voice: Voice) -> Iterator[Remark]:
    """Yield the fields completed, by period, and those that come closer or stay open."""
    portfolio = plan.portfolio
    chosen = [portfolio.by_id[planned.id] for planned in plan.schedule]
    effect = united(marks_of_initiative(one, portfolio, "effect") for one in chosen)
    reached = {name: plan.progress.reached(name) for name in portfolio.disc.fields}
    for period in range(1, portfolio.periods + 1):
        if done := [name for name, when in reached.items() if when == period]:
            name = voice.say("completed in", voice.period(period))
            yield Remark(
                name,
                voice.listed(voice.quoted("field", one) for one in done),
                united([effect, marks_of_fields(portfolio, done)]),
            )
    shares = {name: (course[0], course[-1]) for name, course in plan.progress.fulfilment.items()}
    closer = [name for name, (before, after) in shares.items() if before < after < 1]
    if closer:
        parts = [
            voice.say("field so far", voice.quoted("field", name), voice.percent(float(shares[name][1])))
            for name in closer
        ]
        yield Remark(
            voice.say("closer"), voice.listed(parts), united([effect, marks_of_fields(portfolio, closer)])
        )
    if untouched := list(_untouched(plan)):
        could = united(marks_of_initiative(one, portfolio, "effect") for one in portfolio.initiatives)
        marks = united([could, marks_of_fields(portfolio, untouched)])
        yield Remark(
            voice.say("untouched"), voice.listed(voice.quoted("field", one) for one in untouched), marks
        )


def _earns(plan: Plan, voice: Voice) -> Iterator[Remark]:
    """Yield the money it earns, where it earns any."""
    portfolio = plan.portfolio
    chosen = [portfolio.by_id[planned.id] for planned in plan.schedule]
    if any(planned.why.earns for planned in plan.schedule) or any(one.benefit for one in portfolio.synergies):
        value = voice.money(float(net_present_value(portfolio, plan.starts)))
        marks = united(marks_of_initiative(one, portfolio, "value") for one in chosen)
        means = voice.say("net present value means", value)
        counted = with_horizon(MostValue(), means, voice.speaker)
        yield Remark(voice.say("net present value"), counted, marks)


def _untouched(plan: Plan) -> Iterator[str]:
    """Yield the fields of the ambition that the plan moves nothing of, and that nothing rules out."""
    closed = {one.field for one in plan.out_of_reach}
    for field in plan.portfolio.disc:
        before, after = (plan.progress.fulfilment[field.id][place] for place in (0, -1))
        if asked_for(plan.portfolio, field) and field.id not in closed and before == after < 1:
            yield field.id


def _costs(plan: Plan, voice: Voice) -> Iterator[Remark]:
    """Yield what is spent of each budget and what is left."""
    marks = marks_of_budget(plan.portfolio)
    for name, budget in plan.portfolio.limits.items():
        spent = sum(state.spending[name] for state in plan.periods[1:])
        left, unit = plan.periods[-1].left[name], unit_of_budget(name, plan.portfolio)
        income = sum(state.income.get(name, 0.0) for state in plan.periods[1:])
        if left is not None and budget.carry_over is True:
            says = voice.say("spent and left", voice.money(spent, unit), voice.money(left, unit))
        elif left is not None:
            kind = "spent by window" if budget.windows else "spent by period"
            says = voice.say(kind, voice.money(spent, unit))
        elif spent:
            says = voice.say("spent unlimited", voice.money(spent, unit))
        else:
            continue
        if income:
            says = voice.say("and flowed back", says, voice.money(income, unit))
        yield Remark(voice.budget(name), says, marks)


def _left_out(one: LeftOut, voice: Voice) -> Remark:
    initiative = voice.portfolio.by_id[one.id]
    about = _about(one.why)
    marks = marks_of_initiative(initiative, voice.portfolio, *about) if about else ()
    return Remark(initiative.name(voice.language), voice.absence(one.why), marks)


def _about(why: Absence) -> tuple[str, ...]:
    """Return what parts of an initiative a reason rests on, if any."""
    if why.short:
        return ("cost",)
    if why.why not in {"idle", "reached", "no gain", "slack", "would help"}:
        return ()
    return ("effect",) if why.loss is None else ("effect", "value")


def _beyond(plan: Plan, voice: Voice) -> Iterator[Remark]:
    effect = united(marks_of_initiative(one, plan.portfolio, "effect") for one in plan.portfolio.initiatives)
    for one in plan.out_of_reach:
        most = voice.say("at most", voice.percent(one.most)) if one.most else voice.say("nothing advances it")
        most = most if one.needs_new else voice.say("kept out", most)
        name = voice.say("field of", voice.quoted("field", one.field), voice.discipline(one.discipline))
        yield Remark(name, most, united([effect, marks_of_fields(plan.portfolio, [one.field])]))


def _not_ruled_out(plan: Plan, voice: Voice) -> str:
    """Return what is said of the fields that the plan leaves open and that are not known to be out of reach."""
    if not may_be_reached(plan.portfolio, plan.starts):
        return "" if plan.out_of_reach else voice.say("nothing beyond")
    return voice.say("others not ruled out" if plan.out_of_reach else "none ruled out")
