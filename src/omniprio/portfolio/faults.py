"""What is wrong with a portfolio that is well-formed: every fault, with its path and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import MOST_DECIMALS
from omniprio.errors import Key
from omniprio.language import sentence
from omniprio.numbers import exact, written
from omniprio.portfolio.contradictions import (
    circle_of_requirements,
    impossible_group,
    impossible_requirement,
    must_requires_never,
    must_without_window,
)
from omniprio.portfolio.initiative import MAIN_FUND
from omniprio.portfolio.parts import budgets, by_period, costs, efforts, shares, ways
from omniprio.portfolio.references import (
    repeated_id,
    scenario_of_unknown_field,
    unknown_field,
    unknown_fund,
    unknown_measured_field,
    unknown_tag,
    unknown_team,
    wrong_name,
)
from omniprio.portfolio.units import misled_income, too_much_money, unlike_units, wrong_rates
from omniprio.spelling import hints, shown, use_one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from omniprio.errors import Fault, Steps
    from omniprio.portfolio.draft import Draft
    from omniprio.portfolio.initiative import Initiative
    from omniprio.portfolio.limits import Group
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["FINDERS", "find_faults"]


def find_faults(draft: Draft) -> Iterator[Fault]:
    """Yield every fault of meaning; a portfolio without any is one that can be planned."""
    for finder in FINDERS:
        yield from finder(draft)


def too_many_decimals(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each share that is finer than shares are counted."""
    portfolio = draft.portfolio
    start = {name: exact(share) for name, share in portfolio.start.items() if name in portfolio.disc.named}
    everywhere: list[tuple[Steps, dict[str, Fraction]]] = [*shares(portfolio), (("start",), start)]
    everywhere += [
        (("measured", place), {"share": one.exact_share}) for place, one in enumerate(portfolio.measured)
    ]
    for steps, given in everywhere:
        for name, share in given.items():
            if 10**MOST_DECIMALS % share.denominator:
                remedy = sentence("remedies.round share", most=MOST_DECIMALS)
                yield draft.fault((*steps, name), sentence("faults.is", value=repr(float(share))), remedy)


def wrong_start(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each start that is no level of a discipline and no fulfilment of a field."""
    if draft.doubts("disc"):
        return
    portfolio = draft.portfolio
    levels = {row.id: len(row.rings) for row in portfolio.disc.disciplines}
    known = dict.fromkeys([*levels, *portfolio.disc.named])
    hint = hints((name for name in portfolio.start if name not in known), known)
    for name, value in portfolio.start.items():
        if name not in known:
            remedy = use_one_of(known, hint[name])
            yield draft.fault(("start", Key(name)), sentence("faults.no discipline or field"), remedy)
        elif name in levels and value not in range(levels[name] + 1):
            remedy = sentence("remedies.whole level", most=levels[name])
            yield draft.fault(("start", name), sentence("faults.is", value=value), remedy)
        elif name not in levels and value > 1:
            remedy = sentence("remedies.fulfilment")
            yield draft.fault(("start", name), sentence("faults.is", value=value), remedy)


def start_said_twice(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each field whose start contradicts the start of its discipline."""
    portfolio = draft.portfolio
    for field in portfolio.disc.named.values():
        level = portfolio.start.get(field.discipline.id, 0)
        value = portfolio.start.get(field.id, 1)
        if value < 1 and field.number <= level and not draft.doubts("start", field.id):
            problem = sentence(
                "faults.contradicts start", value=value, discipline=field.discipline.id, level=level
            )
            yield draft.fault(("start", field.id), problem, sentence("remedies.remove one of two"))


def wrong_level(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each ambition, and each level of a milestone, that is no level of a discipline."""
    if draft.doubts("disc"):
        return
    portfolio = draft.portfolio
    given: list[tuple[Steps, dict[str, int]]] = [(("ambition",), portfolio.ambition)]
    given += [(("milestones", place, "levels"), one.levels) for place, one in enumerate(portfolio.milestones)]
    levels = {row.id: len(row.rings) for row in portfolio.disc.disciplines}
    hint = hints((name for _, own in given for name in own if name not in levels), levels)
    for steps, own in given:
        for name, level in own.items():
            if name not in levels:
                remedy = use_one_of(levels, hint[name])
                yield draft.fault((*steps, Key(name)), sentence("faults.no discipline"), remedy)
            elif level > levels[name]:
                problem = sentence("faults.is", value=shown(level))
                yield draft.fault((*steps, name), problem, sentence("remedies.level", most=levels[name]))


def milestone_after_the_end(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each milestone that is due after the last period."""
    if draft.doubts("horizon"):
        return
    for place, milestone in enumerate(draft.portfolio.milestones):
        if milestone.by > draft.portfolio.periods and not draft.doubts("milestones", milestone.id, "by"):
            problem = sentence("faults.is", value=milestone.by)
            remedy = sentence("remedies.period of horizon", most=draft.portfolio.periods)
            yield draft.fault(("milestones", place, "by"), problem, remedy)


def empty_milestone(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each milestone that asks for nothing."""
    for place, milestone in enumerate(draft.portfolio.milestones):
        if milestone.is_empty and not draft.doubts("milestones", milestone.id):
            problem = sentence("faults.asks for nothing")
            yield draft.fault(("milestones", place), problem, sentence("remedies.what a milestone wants"))


def milestone_without_channels(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each milestone that asks for a step of the channels where there are none."""
    if draft.doubts("disc") or draft.portfolio.disc.channels:
        return
    for place, milestone in enumerate(draft.portfolio.milestones):
        if milestone.channels is not None:
            problem, remedy = sentence("faults.no channels"), sentence("remedies.give channels")
            yield draft.fault(("milestones", place, "channels"), problem, remedy)


def measured_when(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each measurement without a period, or after the last one."""
    for place, one in enumerate(draft.portfolio.measured):
        if one.period is None:
            yield draft.fault(
                ("measured", place, "period"), sentence("faults.missing"), sentence("remedies.add it")
            )
        elif one.period > draft.portfolio.periods and not draft.doubts("horizon"):
            remedy = sentence("remedies.period to", most=draft.portfolio.periods)
            yield draft.fault(("measured", place, "period"), sentence("faults.is", value=one.period), remedy)


def group_without_members(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each group that says of no initiative that it is a member."""
    for place, group in enumerate(draft.portfolio.groups):
        is_named = group.members or group.owners or any(group.tags.values())
        if not is_named and not draft.doubts("groups", group.id):
            yield draft.fault(
                ("groups", place), sentence("faults.no members"), sentence("remedies.members of group")
            )


def wrong_measure(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each group that measures two things, or counts its members in parts."""
    for place, group in enumerate(draft.portfolio.groups):
        if group.fund is not None and group.score is not None:
            problem = sentence("faults.measured twice")
            yield draft.fault(("groups", place), problem, sentence("remedies.give one of them"))
        for kind in ("at_least", "at_most"):
            limit = getattr(group, kind)
            if (
                group.counts
                and limit is not None
                and (limit < 0 or limit % 1)
                and not _is_measured(draft, group)
            ):
                problem = sentence("faults.is", value=shown(limit))
                yield draft.fault(("groups", place, kind), problem, sentence("remedies.whole members"))


def _is_measured(draft: Draft, group: Group) -> bool:
    """Tell whether a group measures something that could not be read."""
    return any(draft.doubts("groups", group.id, kind) for kind in ("fund", "score"))


def beyond_the_calendar(draft: Draft) -> Iterator[Fault]:
    """Yield a fault where the last period ends after the year 9999, the last one that has dates."""
    calendar = draft.portfolio.calendar
    if calendar.start is None or draft.doubts("horizon"):
        return
    try:
        calendar.last_day(calendar.periods)
    except (OverflowError, ValueError):
        problem = sentence("faults.beyond the calendar", start=str(calendar.start), periods=calendar.periods)
        yield draft.fault(("horizon", "start"), problem, sentence("remedies.start earlier"))


def wrong_length_in_initiative(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each profile of cost or effort that does not fit the duration, in each mode."""
    wrong = dict.fromkeys(
        (steps, len(profile), way.duration)
        for steps, way, profile in _profiles(draft.portfolio)
        if len(profile) != way.duration and not draft.doubts("initiatives", way.id, "duration")
    )
    for steps, given, duration in wrong:
        problem = sentence("faults.numbers for duration", given=given, duration=duration)
        yield draft.fault(steps, problem, sentence("remedies.number for each period of duration"))


def _profiles(portfolio: Portfolio) -> Iterator[tuple[Steps, Initiative, tuple[float, ...]]]:
    """Yield the steps to each list of costs or effort by period of duration, whose it is, and the list."""
    for steps, way, _, cost in costs(portfolio):
        if cost.profile is not None:
            yield (*steps, "profile"), way, cost.profile
    for steps, way, _, load in efforts(portfolio):
        if isinstance(load, tuple):
            yield steps, way, load


def wrong_length_over_horizon(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each list of amounts by period, as of budgets and capacities, that does not fit the horizon."""
    if draft.doubts("horizon"):
        return
    portfolio = draft.portfolio
    for steps, budget in budgets(portfolio):
        covered = sum(window.periods for window in budget.windows)
        if budget.windows and covered != portfolio.periods:
            problem = sentence("faults.windows for horizon", given=covered, periods=portfolio.periods)
            yield draft.fault((*steps, "windows"), problem, sentence("remedies.windows of the horizon"))
    for steps, limit in by_period(portfolio):
        if isinstance(limit, tuple) and len(limit) != portfolio.periods:
            problem = sentence("faults.numbers for horizon", given=len(limit), periods=portfolio.periods)
            yield draft.fault(steps, problem, sentence("remedies.number for each period"))


def more_asked_than_there_is(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each team that is to have more to do than it can have people for."""
    portfolio = draft.portfolio
    if draft.doubts("horizon") or draft.doubts("capacities") or draft.doubts("initiatives", "*", "adds"):
        return
    for team, one in portfolio.teams.items():
        most = portfolio.most_capacity[team]
        for period, (least, there) in enumerate(zip(one.at_least, most, strict=False), start=1):
            if least is not None and there is not None and least > there:
                values = {"least": written(least), "most": written(there)}
                problem = sentence("faults.more than capacity", period=period, **values)
                yield draft.fault(("capacities", team), problem, sentence("remedies.raise or lower"))
                break


def money_said_twice(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each cost or benefit that is given in two ways."""
    for steps, _, way, _ in ways(draft.portfolio):
        if way.cost != 0 and MAIN_FUND in way.costs:
            yield draft.fault(
                (*steps, "costs", Key(MAIN_FUND)),
                sentence("faults.given as cost too"),
                sentence("remedies.give once"),
            )
        if way.earnings.profile is not None and way.earnings.per_period != 0:
            yield draft.fault(
                (*steps, "benefit"),
                sentence("faults.profile and per period"),
                sentence("remedies.give one of them"),
            )
    for steps, _, _, cost in costs(draft.portfolio):
        if cost.profile is not None and (cost.amount != 0 or cost.spread != "even"):
            yield draft.fault(
                steps, sentence("faults.profile and amount"), sentence("remedies.give one of them")
            )


def budget_said_twice(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each budget that is given in two ways."""
    if draft.portfolio.budget is not None and MAIN_FUND in draft.portfolio.budgets:
        steps: Steps = ("budgets", Key(MAIN_FUND))
        yield draft.fault(steps, sentence("faults.given as budget too"), sentence("remedies.give once"))
    for steps, budget in budgets(draft.portfolio):
        given = budget.total is not None, budget.per_period is not None, bool(budget.windows)
        if sum(given) > 1:
            kind = "faults.windows and other" if budget.windows else "faults.total and per period"
            yield draft.fault(steps, sentence(kind), sentence("remedies.give one of them"))
        elif budget.total is not None and budget.carry_over is not True:
            yield draft.fault(
                steps, sentence("faults.total without carry-over"), sentence("remedies.amounts per period")
            )


FINDERS = (
    repeated_id,
    wrong_name,
    unknown_field,
    unknown_measured_field,
    too_many_decimals,
    unknown_fund,
    wrong_rates,
    unlike_units,
    misled_income,
    unknown_team,
    unknown_tag,
    scenario_of_unknown_field,
    wrong_start,
    start_said_twice,
    wrong_level,
    milestone_after_the_end,
    empty_milestone,
    milestone_without_channels,
    measured_when,
    group_without_members,
    wrong_measure,
    beyond_the_calendar,
    wrong_length_in_initiative,
    wrong_length_over_horizon,
    more_asked_than_there_is,
    money_said_twice,
    budget_said_twice,
    impossible_requirement,
    circle_of_requirements,
    must_without_window,
    must_requires_never,
    impossible_group,
    too_much_money,
)
"""All that can be wrong with a well-formed portfolio."""
