"""A plan as plain text for a terminal, and as a small page for a notebook: one function a section."""

from __future__ import annotations

from html import escape
from itertools import takewhile
from textwrap import wrap
from typing import TYPE_CHECKING

from omniprio.base import text
from omniprio.plan.layout import WIDTH, merged, paragraph, span, table
from omniprio.plan.words import amount, fund_name, goal_sentence, verdict
from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.disc import DiscField, Discipline
    from omniprio.plan.plan import LeftOut, Plan, Planned
    from omniprio.plan.states import PeriodState
    from omniprio.portfolio import Portfolio

__all__ = ["as_html", "as_text"]

_LONGEST_COST = 36
"""Where the costs by fund take more characters, their sum is shown."""

_PARTS = {"advances": "field map"}
"""Names for readers, where they differ from those in the data."""


def as_text(plan: Plan) -> str:
    """Return a plan as plain text, section by section, at most 100 characters wide.

    Args:
        plan: The plan.
    """
    sections = [
        _head(plan),
        _start(plan.portfolio),
        _sequence(plan),
        _road(plan),
        _milestones(plan),
        _money(plan),
        _teams(plan),
        _left_out(plan),
        _out_of_reach(plan),
        _quality(plan),
        _provenance(plan.portfolio),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def as_html(plan: Plan) -> str:
    """Return a plan as HTML for a notebook: the summary, names escaped.

    Args:
        plan: The plan.
    """
    return f"<pre>{escape(as_text(plan))}</pre>"


def _head(plan: Plan) -> list[str]:
    portfolio = plan.portfolio
    title = paragraph(portfolio.name or text(portfolio.title) or "Plan", indent=0)
    first, last = plan.periods[0], plan.periods[-1]
    chosen = f"{len(plan.schedule)} of {len(portfolio.initiatives)} initiatives are chosen."
    way = f"{first.distance:.3f} at the start, {last.distance:.3f} at the end of {_period(last.label)}"
    return [
        *title,
        "=" * max(map(len, title)),
        *paragraph(chosen, indent=0),
        *paragraph(f"Distance to {_target(portfolio)}: {way} (0 means reached).", indent=0),
        *paragraph(verdict(plan.goals), indent=0),
    ]


def _target(portfolio: Portfolio) -> str:
    whole = {row.id: len(row.rings) for row in portfolio.disc.disciplines}
    return "the centre" if portfolio.ambitions == whole else "the ambition"


def _period(label: str) -> str:
    return f"period {label}" if label.isdigit() and len(label) < 4 else label  # noqa: PLR2004  a year has four digits


def _start(portfolio: Portfolio) -> list[str]:
    lines = ["Where we start, each discipline from the outside in"]
    for row in portfolio.disc.disciplines:
        fields = [field for field in portfolio.disc if field.discipline.id == row.id]
        lines += paragraph(_standing(row, fields, portfolio), hanging=4)
        lines += paragraph(", ".join(_field(field, portfolio) for field in fields), indent=6)
    return lines


def _standing(row: Discipline, fields: list[DiscField], portfolio: Portfolio) -> str:
    done = [portfolio.start_fulfilment[field.id] == 1 for field in fields]
    levels = sum(done) if row.order == "any" else len([*takewhile(bool, done)])
    order = ", in any order" if row.order == "any" else ""
    ambition = portfolio.ambitions[row.id]
    wanted = "" if ambition == len(fields) else f"; to reach: {ambition}"
    return f"{_named(row.id, text(row.title))}: {levels} of {len(fields)} levels{order}{wanted}"


def _field(field: DiscField, portfolio: Portfolio) -> str:
    share = portfolio.start_fulfilment[field.id]
    state = " (done)" if share == 1 else f" ({float(share):g} done)" if share else ""
    return _named(field.id, text(field.level.title)) + state


def _named(name: str, title: str) -> str:
    return f"{name} {title}" if title else name


def _sequence(plan: Plan) -> list[str]:
    if not plan.schedule:
        return ["The sequence", "  Nothing is done."]
    whens = [span(planned.start_label, planned.finish_label) for planned in plan.schedule]
    costs = [_cost(planned, plan.portfolio.currency) for planned in plan.schedule]
    indent = 4 + max(map(len, whens))
    most = WIDTH - indent - 2 - max(map(len, costs))
    names = [wrap(_entry(planned), most, break_on_hyphens=False) for planned in plan.schedule]
    room = max(len(line) for name in names for line in name)
    lines = ["The sequence"]
    for when, cost, (name, *rest), planned in zip(whens, costs, names, plan.schedule, strict=True):
        lines.append(f"  {when:<{indent - 4}}  {name:<{room}}  {cost}")
        lines += [f"{'':<{indent}}{more}" for more in rest]
        lines += paragraph(planned.reason, indent + 2)
    return lines


def _entry(one: Planned | LeftOut) -> str:
    title = text(one.title)
    return f"{title} [{one.id}]" if title else one.id


def _cost(planned: Planned, currency: str) -> str:
    """Return the cost by fund, or the sum where that would be long."""
    parts = [
        f"{amount(cost)} {currency if fund == MAIN_FUND else fund}".strip()
        for fund, cost in planned.costs.items()
        if cost
    ]
    each = " + ".join(parts)
    whole = f"{amount(planned.cost)} {currency}".strip()
    return each if len(each) <= _LONGEST_COST else f"{whole} in all"


def _road(plan: Plan) -> list[str]:
    rows = merged(
        (state.label, (f"{state.distance:.3f}", *(f"{level:.2f}" for level in state.position.values())))
        for state in plan.periods
    )
    title = f"The road to {_target(plan.portfolio)} (levels reached, the next one in part)"
    return [title, *table(["distance", *plan.periods[0].position], rows)]


def _milestones(plan: Plan) -> list[str]:
    reached = {field.id: plan.progress.reached(field.id) for field in plan.portfolio.disc}
    lines = ["Fields completed"]
    for state in plan.periods[1:]:
        fields = [field for field in plan.portfolio.disc if reached[field.id] == state.period]
        if fields:
            titles = ", ".join(_named(field.id, text(field.level.title)) for field in fields)
            lines += paragraph(f"{state.label}  {titles}", hanging=len(state.label) + 2)
    return lines if len(lines) > 1 else []


def _money(plan: Plan) -> list[str]:
    unit = f"{plan.portfolio.currency} in" if plan.portfolio.currency else "in"
    lines = _use(plan, ("spent", "left"), lambda state: (state.spending, state.left), fund_name)
    return [f"Money ({unit} each period)", *lines] if lines else []


def _teams(plan: Plan) -> list[str]:
    lines = _use(plan, ("taken", "free"), lambda state: (state.load, state.idle), str)
    return ["Teams (in each period)", *lines] if lines else []


def _use(
    plan: Plan,
    verbs: tuple[str, str],
    figures: Callable[[PeriodState], tuple[Mapping[str, float], Mapping[str, float | None]]],
    named: Callable[[str], str],
) -> list[str]:
    """Return what is used of each budget or team, and what is left of it where there is a limit."""
    states = [figures(state) for state in plan.periods[1:]]
    columns: list[tuple[str, list[str], str]] = []
    for name in states[0][0]:
        used = [use[name] for use, _ in states]
        left = [rest[name] for _, rest in states]
        if any(used):
            columns.append((f"{named(name)} {verbs[0]}", [*map(amount, used)], amount(sum(used))))
        if any(used) and any(rest is not None for rest in left):
            columns.append((f"{named(name)} {verbs[1]}", [*map(_rest, left)], ""))
    if not columns:
        return []
    labels = [state.label for state in plan.periods[1:]]
    rows = merged(zip(labels, zip(*(cells for _, cells, _ in columns), strict=True), strict=True))
    total = tuple(whole for _, _, whole in columns)
    return table([head for head, _, _ in columns], [*rows, ("total", total)])


def _rest(left: float | None) -> str:
    return "no limit" if left is None else amount(left)


def _left_out(plan: Plan) -> list[str]:
    lines = ["Not in the plan"]
    for entry in plan.left_out:
        lines += paragraph(_entry(entry), hanging=4)
        lines += paragraph(entry.reason, indent=4)
    return lines if plan.left_out else []


def _out_of_reach(plan: Plan) -> list[str]:
    lines = ["Cannot be reached, whichever of these initiatives are chosen"]
    for one in plan.out_of_reach:
        field = plan.portfolio.disc.fields[one.field]
        label = ", ".join(filter(None, (text(field.discipline.title), text(field.level.title))))
        most = f"at most {one.most:g} of it can be done" if one.most else "nothing advances it"
        lines += paragraph(f"{_named(one.field, label)}: {most}", hanging=4)
    return lines if plan.out_of_reach else []


def _quality(plan: Plan) -> list[str]:
    checked = "Every rule was checked again, independently of the search."
    if not plan.goals:
        return ["How good it is", *paragraph(f"It was made by hand and not compared with others. {checked}")]
    lines = ["How good it is"]
    for place, result in enumerate(plan.goals):
        lines += paragraph(goal_sentence(result, plan.portfolio, first=place == 0), hanging=4)
    took = "" if plan.seconds is None else f" It took {plan.seconds:.2f} s with {plan.solver}."
    stop = "" if plan.stopped in {"finished", "by hand"} else f" The search was stopped: {plan.stopped}."
    return [*lines, *paragraph(f"{checked}{took}{stop}")]


def _provenance(portfolio: Portfolio) -> list[str]:
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for initiative in portfolio.initiatives:
        groups.setdefault(tuple(initiative.provenance.items()), []).append(initiative.id)
    lines = _sources(portfolio.provenance, indent=2)
    for stated, names in groups.items():
        whose = "All initiatives" if len(groups) == 1 else f"Initiatives {', '.join(names)}"
        if stated:
            lines += [*paragraph(f"{whose}:", hanging=4), *_sources(dict(stated), indent=4)]
    return ["Where the data come from", *lines] if lines else []


def _sources(provenance: Mapping[str, str], indent: int) -> list[str]:
    """Return the sources of data, those of equal source together."""
    by_source: dict[str, list[str]] = {}
    for part, source in provenance.items():
        by_source.setdefault(source, []).append(_PARTS.get(part, part.replace("_", " ")))
    sentences = [f"{', '.join(parts)}: {source}" for source, parts in by_source.items()]
    return [line for sentence in sentences for line in paragraph(sentence, indent, hanging=2)]
