"""A plan as plain text for a terminal: one function a section."""

from __future__ import annotations

from itertools import takewhile
from textwrap import wrap
from typing import TYPE_CHECKING

from omniprio.language import text
from omniprio.numbers import written
from omniprio.plan import content
from omniprio.plan.layout import WIDTH, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.disc import DiscField, Discipline
    from omniprio.plan.content import Grid
    from omniprio.plan.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["as_text"]

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
        _grid(content.road(plan)),
        _milestones(plan),
        _grid(content.money(plan)),
        _grid(content.teams(plan)),
        _reasons("Not in the plan", content.left_out(plan)),
        _reasons("Synergies missed", content.missed(plan)),
        _out_of_reach(plan),
        _quality(plan),
        _provenance(plan.portfolio),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def _head(plan: Plan) -> list[str]:
    title = paragraph(content.heading(plan), indent=0)
    lines = [*title, "=" * max(map(len, title))]
    for sentence in content.opening(plan):
        lines += paragraph(sentence, indent=0)
    return lines


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
    return f"{content.named(row.id, text(row.title))}: {levels} of {len(fields)} levels{order}{wanted}"


def _field(field: DiscField, portfolio: Portfolio) -> str:
    share = portfolio.start_fulfilment[field.id]
    state = " (done)" if share == 1 else f" ({written(share)} done)" if share else ""
    return content.named(field.id, text(field.level.title)) + state


def _sequence(plan: Plan) -> list[str]:
    done = content.sequence(plan)
    if not done:
        return ["The sequence", "  Nothing is done."]
    indent = 4 + max(len(one.when) for one in done)
    most = WIDTH - indent - 2 - max(len(one.cost) for one in done)
    names = [wrap(one.what, most, break_on_hyphens=False) for one in done]
    room = max(len(line) for name in names for line in name)
    lines = ["The sequence"]
    for one, (name, *rest) in zip(done, names, strict=True):
        lines.append(f"  {one.when:<{indent - 4}}  {name:<{room}}  {one.cost}")
        lines += [f"{'':<{indent}}{more}" for more in rest]
        lines += paragraph(one.why, indent + 2)
    return lines


def _grid(grid: Grid | None) -> list[str]:
    return [] if grid is None else [grid.title, *table(grid.heads, grid.rows)]


def _milestones(plan: Plan) -> list[str]:
    reached = {field.id: plan.progress.reached(field.id) for field in plan.portfolio.disc}
    lines = ["Fields completed"]
    for state in plan.periods[1:]:
        fields = [field for field in plan.portfolio.disc if reached[field.id] == state.period]
        if fields:
            titles = ", ".join(content.named(field.id, text(field.level.title)) for field in fields)
            lines += paragraph(f"{state.label}  {titles}", hanging=len(state.label) + 2)
    return lines if len(lines) > 1 else []


def _reasons(title: str, rows: list[tuple[str, str]]) -> list[str]:
    lines = [title]
    for what, why in rows:
        lines += paragraph(what, hanging=4)
        lines += paragraph(why, indent=4)
    return lines if rows else []


def _out_of_reach(plan: Plan) -> list[str]:
    lines = ["Cannot be reached, whichever of these initiatives are chosen"]
    for field, most in content.out_of_reach(plan):
        lines += paragraph(f"{field}: {most}", hanging=4)
    return lines if plan.out_of_reach else []


def _quality(plan: Plan) -> list[str]:
    goals, checked = content.quality(plan)
    lines = ["How good it is"]
    for sentence in goals:
        lines += paragraph(sentence, hanging=4)
    return [*lines, *paragraph(checked)]


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
