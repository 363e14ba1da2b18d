"""What people are told about a plan, as rows and sentences; `summary` and `html` only lay it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from omniprio.language import Speaker, text
from omniprio.money import worth_of
from omniprio.plan.layout import Row, adding_up, costs_adding_up, decimals_of, merged
from omniprio.plan.quality import unserved_sentence
from omniprio.plan.words import (
    absence_sentence,
    comes_to,
    goal_sentence,
    goals_told,
    joint_sentence,
    merit_sentence,
    taken_goals,
    verdict,
    way_covered,
)
from omniprio.portfolio import in_several_units, unit_of, unit_of_budget
from omniprio.portfolio.initiative import MAIN_FUND, RUNNING_FUND
from omniprio.portfolio.milestones import asked_for
from omniprio.portfolio.names import Titles, title_in
from omniprio.portfolio.outline import target
from omniprio.reach import may_be_reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omniprio.base import Text
    from omniprio.language import Language
    from omniprio.plan.plan import LeftOut, Plan, Planned
    from omniprio.plan.states import PeriodState

__all__ = [
    "Done",
    "Grid",
    "Telling",
    "entry",
    "heading",
    "left_out",
    "milestones",
    "missed",
    "money",
    "named",
    "not_ruled_out",
    "opening",
    "out_of_reach",
    "quality",
    "road",
    "sequence",
    "teams",
]

_LONGEST_COST = 36
"""Where the costs by fund take more characters, their sum is shown."""


class Done(NamedTuple):
    """One line of the sequence."""

    when: str
    what: str
    cost: str
    why: str


class Grid(NamedTuple):
    """A table of figures: a head for each column, and rows with a label."""

    title: str
    heads: tuple[str, ...]
    rows: list[Row]


@dataclass(frozen=True)
class Telling:
    """A plan in a language, with titles in place of ids and periods as the calendar has them."""

    plan: Plan
    language: Language = "en"

    @cached_property
    def speaker(self) -> Speaker:
        """Says facts with titles, and periods as the calendar has them."""
        return Speaker(self.language, Titles(self.plan.portfolio))

    @cached_property
    def titles(self) -> Counter[str]:
        """How many initiatives of the portfolio have each title."""
        return Counter(filter(None, (self.text(one.title) for one in self.plan.portfolio.initiatives)))

    def words(self, key: str, *inserts: object, **values: object) -> str:
        """Return the words of the summary for something."""
        return self.speaker.words(f"summary.{key}", *inserts, **values)

    def text(self, value: Text) -> str:
        """Return a text of the portfolio in the language."""
        return text(value, self.language)

    def label(self, period: int) -> str:
        """Return what a period is called at the head of a row: `2027 Q1`, or its number; `start` for 0."""
        return self.plan.portfolio.calendar.label(period, self.language) if period else self.words("start")

    def when(self, first: int, last: int) -> str:
        """Return what a stretch of periods is called; 0 is the start."""
        if first:
            return self.plan.portfolio.calendar.span(first, last, self.language)
        return self.label(0) if last == 0 else f"{self.label(0)} - {self.label(last)}"

    @property
    def target(self) -> str:
        """What the plan is on the way to."""
        return self.speaker.words(f"names.{target(self.plan.portfolio)}")


def heading(told: Telling) -> str:
    """Return what the plan is called."""
    return title_in(told.plan.portfolio, told.language) or told.words("plan")


def opening(told: Telling) -> list[str]:
    """Return the plan in sentences: how much is done, how far it gets, how good it is, what no plan could be good at."""
    plan = told.plan
    return [
        told.words("chosen", len(plan.schedule), len(plan.portfolio.initiatives)),
        *_headline(told),
        verdict(plan.goals, told.speaker),
        *taken_goals(plan, told.speaker),
        *(unserved_sentence(goal, told.speaker) for goal in plan.unserved),
    ]


def _headline(told: Telling) -> list[str]:
    """Return how far the plan gets; without a disc, what it comes to at each goal."""
    plan = told.plan
    if not plan.portfolio.has_disc:
        return [comes_to(plan, told.speaker)]
    first, last = plan.periods[0], plan.periods[-1]
    way = {"first": told.speaker.distance(first.distance), "last": told.speaker.distance(last.distance)}
    share = way_covered(plan)
    if share is None:
        return [told.words("distance", target=told.target, **way, period=last.period)]
    covered = told.speaker.share(share)
    return [told.words("way", share=covered, target=told.target, **way, period=last.period)]


def named(name: str, title: str) -> str:
    """Return an id with its title, where there is one."""
    return f"{name} {title}" if title else name


def entry(one: Planned | LeftOut, told: Telling) -> str:
    """Return what an initiative is called: its title, with its id where another one has the same title."""
    title = told.text(one.title)
    return f"{title} [{one.id}]" if told.titles[title] > 1 else title or one.id


def sequence(told: Telling) -> list[Done]:
    """Return what is done, by start: when, what, for how much and why; then the synergies, and what is bought of teams."""
    plan, lines = told.plan, costs_adding_up(told.plan)
    each = [_by_fund(costs, told) for costs in lines]
    obtained = [one for one in plan.synergies if one.obtained]
    done = [
        Done(
            told.when(planned.start, planned.finish),
            entry(planned, told),
            cost,
            merit_sentence(planned.why, told.speaker),
        )
        for planned, cost in zip(plan.schedule, each, strict=False)
    ]
    done += [
        Done(
            told.label(one.period or 0),
            told.words("synergy", one.id),
            cost if one.cost else "",
            joint_sentence(one, told.speaker, is_named=True),
        )
        for one, cost in zip(obtained, each[len(done) :], strict=False)
    ]
    done += [
        Done(
            told.when(one.first, one.last),
            told.words("bought", told.speaker.amount(one.amount), told.speaker.called("team", one.team)),
            cost,
            "",
        )
        for one, cost in zip(plan.bought, each[len(done) :], strict=True)
    ]
    total = {fund: sum((costs[fund] for costs in lines), Fraction(0)) for fund in plan.costs}
    adds_up = len(done) > 1 and any(total.values())
    return [*done, Done("", told.words("total"), _by_fund(total, told), "")] if adds_up else done


def _by_fund(costs: Mapping[str, Fraction], told: Telling) -> str:
    """Return costs by fund, or their sum where that would be long."""
    each = " + ".join(_amount_of(fund, cost, told) for fund, cost in costs.items() if cost)
    whole = told.speaker.money(worth_of(costs, told.plan.portfolio))
    return each if len(each) <= _LONGEST_COST else told.words("in all", whole)


def _amount_of(fund: str, cost: Fraction, told: Telling) -> str:
    """Return an amount of a fund: with the currency for the main one, else with what the fund is called, and its unit."""
    unit, called = unit_of(fund, told.plan.portfolio), _fund(fund, told)
    if fund == MAIN_FUND:
        return told.speaker.money(cost)
    if unit in {told.plan.portfolio.currency, called}:
        return f"{told.speaker.amount(cost)} {called}"
    return f"{told.speaker.money(cost, unit)} ({called})"


def _budget(name: str, told: Telling) -> str:
    """Return what a budget is called in a table, with its unit where not all are in the same."""
    portfolio, called = told.plan.portfolio, _fund(name, told)
    unit = unit_of_budget(name, portfolio) if in_several_units(portfolio) else ""
    return called if unit in {"", called} else f"{called} ({unit})"


def _fund(name: str, told: Telling) -> str:
    """Return what a fund is called in a table."""
    ours = {MAIN_FUND: "main", RUNNING_FUND: "running"}
    return told.words(ours[name]) if name in ours else name


def road(told: Telling) -> Grid | None:
    """Return distance and positions at the end of each period, those in which nothing moves as one row; None without a disc."""
    plan, speaker = told.plan, told.speaker
    if not plan.portfolio.has_disc:
        return None
    cells = (
        (
            speaker.distance(state.distance),
            *(speaker.fixed(level, 2) for level in state.position.values()),
            *([speaker.words(f"names.{state.channels}")] if state.channels else []),
        )
        for state in plan.periods
    )
    rows = merged(enumerate(cells), told.when)
    channels = [told.words("head channels")] if plan.periods[0].channels else []
    heads = told.words("head distance"), *plan.periods[0].position, *channels
    return Grid(told.words("road", told.target), heads, rows)


def money(told: Telling) -> Grid | None:
    """Return what is spent of each budget in each period, what flows into it and what is left; None where nothing is spent."""
    currency = told.plan.portfolio.currency
    one_unit = currency and not in_several_units(told.plan.portfolio)
    title = told.words("money in", currency) if one_unit else told.words("money")
    return _use(
        told,
        title,
        ("spent", "flowing in", "left"),
        lambda state: (state.spending, state.income, state.left),
        lambda budget: _budget(budget, told),
    )


def teams(told: Telling) -> Grid | None:
    """Return what is taken of each team in each period and what is free; None where nothing is taken."""
    return _use(
        told,
        told.words("teams"),
        ("taken", "", "free"),
        lambda state: (state.load, {}, state.idle),
        lambda team: told.speaker.called("team", team),
    )


def _use(
    told: Telling,
    title: str,
    verbs: tuple[str, str, str],
    figures: Callable[
        [PeriodState], tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float | None]]
    ],
    called: Callable[[str], str],
) -> Grid | None:
    """Return what is used of each budget or team, what comes into it, and what is left of it where there is a limit."""
    amount = told.speaker.amount
    states = [figures(state) for state in told.plan.periods[1:]]
    columns: list[tuple[str, list[str], str]] = []
    for name in states[0][0]:
        used = [use[name] for use, _, _ in states]
        coming = [come.get(name, 0.0) for _, come, _ in states]
        left = [rest[name] for _, _, rest in states]
        for verb, amounts in zip(verbs, (used, coming), strict=False):
            if any(used) and any(amounts):
                shown = adding_up(amounts, decimals_of(amounts))
                columns.append((told.words(verb, called(name)), [*map(amount, shown)], amount(sum(shown))))
        if any(used) and any(rest is not None for rest in left):
            rests = [told.words("no limit") if rest is None else amount(rest) for rest in left]
            columns.append((told.words(verbs[2], called(name)), rests, ""))
    if not columns:
        return None
    cells = zip(*(column for _, column, _ in columns), strict=True)
    rows = merged(enumerate(cells, start=1), told.when)
    total = tuple(whole for _, _, whole in columns)
    return Grid(title, tuple(head for head, _, _ in columns), [*rows, (told.words("total"), total)])


def left_out(told: Telling) -> list[tuple[str, str]]:
    """Return what is not in the plan, with the reason."""
    return [(entry(one, told), absence_sentence(one.why, told.speaker)) for one in told.plan.left_out]


def milestones(told: Telling) -> list[tuple[str, str]]:
    """Return the milestones, each with what it asks for and when the plan meets it first."""
    given = {one.id: one for one in told.plan.portfolio.milestones}
    rows = []
    for one in told.plan.milestones:
        asked = asked_for(given[one.id])
        kind = "asks" if one.met else "asks at the start"
        said = told.speaker.words(f"summary.{kind}", asked=asked, met=one.met)
        rows.append((told.words("milestone", milestone=one.id, period=one.by), f"{said}."))
    return rows


def missed(told: Telling) -> list[tuple[str, str]]:
    """Return the synergies that the plan misses, with what they would add."""
    lost = (one for one in told.plan.synergies if not one.obtained)
    return [(told.words("synergy", one.id), joint_sentence(one, told.speaker, is_named=True)) for one in lost]


def out_of_reach(told: Telling) -> list[tuple[str, str]]:
    """Return the fields that cannot be completed, with how much of each can be done."""
    rows = []
    for one in told.plan.out_of_reach:
        field = told.plan.portfolio.disc.fields[one.field]
        label = ", ".join(filter(None, map(told.text, (field.discipline.title, field.level.title))))
        most = told.words("at most", share=one.most) if one.most else told.words("nothing advances it")
        rows.append((named(one.field, label), most if one.needs_new else told.words("kept out", said=most)))
    return rows


def not_ruled_out(told: Telling) -> str:
    """Return what is said of fields that stay open beside those that cannot be completed; nothing without both."""
    plan = told.plan
    one_sided = plan.out_of_reach and may_be_reached(plan.portfolio, plan.starts)
    return told.words("others not ruled out") if one_sided else ""


def quality(told: Telling) -> tuple[list[str], str]:
    """Return what the plan comes to at each goal, and who says so."""
    plan, checked = told.plan, told.words("checked")
    if not plan.goals:
        return [], f"{told.words('by hand')} {checked}"
    known = enumerate(goals_told(plan))
    goals = [goal_sentence(result, told.speaker, first=place == 0) for place, result in known]
    return goals, " ".join(filter(None, (checked, certainty(plan, told.language), *_search(told))))


def _search(told: Telling) -> Iterator[str]:
    """Yield how long the search took, and what stopped it."""
    plan = told.plan
    if plan.seconds is not None:
        seconds = told.speaker.fixed(plan.seconds, 2)
        yield told.words("took", seconds, plan.solver) if plan.solver else told.words("took alone", seconds)
    if plan.chosen not in {None, "asked", "usual"}:
        yield told.words(f"chosen {plan.chosen}")
    if plan.stopped not in {"finished", "by hand"}:
        yield told.words(f"stopped {plan.stopped}")


def certainty(plan: Plan, language: Language = "en") -> str:
    """Return what a proof rests on; nothing where there is no proof."""
    if plan.certified_by is not None:
        return Speaker(language).words(f"summary.certified by {plan.certified_by}")
    return Speaker(language).words("summary.solver's word") if plan.proven else ""
