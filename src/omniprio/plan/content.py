"""What people are told about a plan, as rows and sentences; `summary` and `html` only lay it out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.language import text
from omniprio.numbers import written
from omniprio.plan.layout import Row, merged, span
from omniprio.plan.rounding import adding_up, costs_adding_up
from omniprio.plan.unserved import unserved_sentence
from omniprio.plan.words import amount, fund_name, goal_sentence, joint_sentence, verdict
from omniprio.portfolio.initiative import MAIN_FUND
from omniprio.portfolio.outline import target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.plan.plan import LeftOut, Plan, Planned
    from omniprio.plan.states import PeriodState

__all__ = [
    "Done",
    "Grid",
    "entry",
    "heading",
    "left_out",
    "missed",
    "money",
    "named",
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


def heading(plan: Plan) -> str:
    """Return what the plan is called."""
    return plan.portfolio.name or text(plan.portfolio.title) or "Plan"


def opening(plan: Plan) -> list[str]:
    """Return the plan in sentences: how much is done, how far it gets, how good it is, what no plan could be good at."""
    first, last = plan.periods[0], plan.periods[-1]
    way = f"{first.distance:.3f} at the start, {last.distance:.3f} at the end of {plan.portfolio.calendar.name(last.period)}"
    return [
        f"{len(plan.schedule)} of {len(plan.portfolio.initiatives)} initiatives are chosen.",
        f"Distance to {target(plan.portfolio)}: {way} (0 means reached).",
        verdict(plan.goals),
        *map(unserved_sentence, plan.unserved),
    ]


def named(name: str, title: str) -> str:
    """Return an id with its title, where there is one."""
    return f"{name} {title}" if title else name


def entry(one: Planned | LeftOut) -> str:
    """Return what an initiative is called, with its id."""
    title = text(one.title)
    return f"{title} [{one.id}]" if title else one.id


def sequence(plan: Plan) -> list[Done]:
    """Return what is done, by start: when, what, for how much and why; then the synergies that come with it."""
    currency = plan.portfolio.currency
    lines = costs_adding_up(plan)
    each = [_by_fund(costs, currency) for costs in lines]
    obtained = [one for one in plan.synergies if one.obtained]
    done = [
        Done(span(planned.start_label, planned.finish_label), entry(planned), cost, planned.reason)
        for planned, cost in zip(plan.schedule, each, strict=False)
    ]
    done += [
        Done(one.label, f"synergy {one.id}", cost if one.cost else "", joint_sentence(one, currency))
        for one, cost in zip(obtained, each[len(done) :], strict=True)
    ]
    total = {fund: sum((costs[fund] for costs in lines), Fraction(0)) for fund in plan.costs}
    return [*done, Done("", "total", _by_fund(total, currency), "")] if len(done) > 1 else done


def _by_fund(costs: Mapping[str, Fraction], currency: str) -> str:
    """Return costs by fund, or their sum where that would be long."""
    parts = [
        f"{amount(cost)} {currency if fund == MAIN_FUND else fund}".strip()
        for fund, cost in costs.items()
        if cost
    ]
    each = " + ".join(parts)
    whole = f"{amount(sum(costs.values(), Fraction(0)))} {currency}".strip()
    return each if len(each) <= _LONGEST_COST else f"{whole} in all"


def road(plan: Plan) -> Grid:
    """Return distance and positions at the end of each period; periods in which nothing moves are one row."""
    rows = merged(
        (state.label, (f"{state.distance:.3f}", *(f"{level:.2f}" for level in state.position.values())))
        for state in plan.periods
    )
    title = f"The road to {target(plan.portfolio)} (levels reached, the next one in part)"
    return Grid(title, ("distance", *plan.periods[0].position), rows)


def money(plan: Plan) -> Grid | None:
    """Return what is spent of each budget in each period and what is left; None where nothing is spent."""
    unit = f"{plan.portfolio.currency} in" if plan.portfolio.currency else "in"
    return _use(
        plan,
        f"Money ({unit} each period)",
        ("spent", "left"),
        lambda state: (state.spending, state.left),
        fund_name,
    )


def teams(plan: Plan) -> Grid | None:
    """Return what is taken of each team in each period and what is free; None where nothing is taken."""
    return _use(
        plan, "Teams (in each period)", ("taken", "free"), lambda state: (state.load, state.idle), str
    )


def _use(
    plan: Plan,
    title: str,
    verbs: tuple[str, str],
    figures: Callable[[PeriodState], tuple[Mapping[str, float], Mapping[str, float | None]]],
    called: Callable[[str], str],
) -> Grid | None:
    """Return what is used of each budget or team, and what is left of it where there is a limit."""
    states = [figures(state) for state in plan.periods[1:]]
    columns: list[tuple[str, list[str], str]] = []
    for name in states[0][0]:
        used = [use[name] for use, _ in states]
        left = [rest[name] for _, rest in states]
        if any(used):
            shown = adding_up(used)
            columns.append((f"{called(name)} {verbs[0]}", [*map(amount, shown)], amount(sum(shown))))
        if any(used) and any(rest is not None for rest in left):
            columns.append((f"{called(name)} {verbs[1]}", [*map(_rest, left)], ""))
    if not columns:
        return None
    labels = [state.label for state in plan.periods[1:]]
    rows = merged(zip(labels, zip(*(cells for _, cells, _ in columns), strict=True), strict=True))
    total = tuple(whole for _, _, whole in columns)
    return Grid(title, tuple(head for head, _, _ in columns), [*rows, ("total", total)])


def _rest(left: float | None) -> str:
    return "no limit" if left is None else amount(left)


def left_out(plan: Plan) -> list[tuple[str, str]]:
    """Return what is not in the plan, with the reason."""
    return [(entry(one), one.reason) for one in plan.left_out]


def missed(plan: Plan) -> list[tuple[str, str]]:
    """Return the synergies that the plan misses, with what they would add."""
    currency = plan.portfolio.currency
    return [
        (f"synergy {one.id}", joint_sentence(one, currency)) for one in plan.synergies if not one.obtained
    ]


def out_of_reach(plan: Plan) -> list[tuple[str, str]]:
    """Return the fields that cannot be completed, with how much of each can be done."""
    rows = []
    for one in plan.out_of_reach:
        field = plan.portfolio.disc.fields[one.field]
        label = ", ".join(filter(None, (text(field.discipline.title), text(field.level.title))))
        most = (
            f"at most {written(one.most)} of it can be done"
            if one.most
            else "nothing that can be done advances it"
        )
        rows.append((named(one.field, label), most))
    return rows


def quality(plan: Plan) -> tuple[list[str], str]:
    """Return what the plan comes to at each goal, and who says so."""
    checked = "Every rule was checked again, independently of the search."
    if not plan.goals:
        return [], f"It was made by hand and not compared with others. {checked}"
    goals = [
        goal_sentence(result, plan.portfolio, first=place == 0) for place, result in enumerate(plan.goals)
    ]
    proof = certainty(plan)
    took = "" if plan.seconds is None else f" It took {plan.seconds:.2f} s with {plan.solver}."
    stop = "" if plan.stopped in {"finished", "by hand"} else f" The search was stopped: {plan.stopped}."
    return goals, f"{checked}{proof}{took}{stop}"


def certainty(plan: Plan) -> str:
    """Return what a proof rests on, after a blank; nothing where there is no proof."""
    if plan.certified:
        return " That no plan is better was counted again in exact arithmetic."
    return " That no plan is better is the solver's word." if plan.proven else ""
