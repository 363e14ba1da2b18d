"""A plan as plain text for a terminal: one function a section."""

from __future__ import annotations

from itertools import takewhile
from textwrap import wrap
from typing import TYPE_CHECKING

from omniprio.plan import content, earnings
from omniprio.plan.content import Telling
from omniprio.plan.layout import WIDTH, paragraph, table
from omniprio.portfolio.provenance import part_in, source_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.base import Text
    from omniprio.disc import DiscField, Discipline
    from omniprio.language import Language
    from omniprio.plan.content import Grid
    from omniprio.plan.plan import Plan

__all__ = ["as_text"]


def as_text(plan: Plan, language: Language = "en") -> str:
    """Return a plan as plain text, section by section, at most 100 characters wide.

    Args:
        plan: The plan.
        language: The language.
    """
    told = Telling(plan, language)
    sections = [
        _head(told),
        _start(told),
        _sequence(told),
        _grid(content.road(told)),
        _completed(told),
        _reasons(told.words("milestones"), content.milestones(told)),
        _grid(content.money(told)),
        _cash(told),
        _grid(content.teams(told)),
        _reasons(told.words("left out"), content.left_out(told)),
        _reasons(told.words("missed"), content.missed(told)),
        _out_of_reach(told),
        _quality(told),
        _provenance(told),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def _head(told: Telling) -> list[str]:
    title = paragraph(content.heading(told), indent=0)
    lines = [*title, "=" * max(map(len, title))]
    for sentence in content.opening(told):
        lines += paragraph(sentence, indent=0)
    return lines


def _start(told: Telling) -> list[str]:
    if not told.plan.portfolio.has_disc:
        return []
    disc = told.plan.portfolio.disc
    lines = [told.words("where we start")]
    for row in disc.disciplines:
        fields = [field for field in disc if field.discipline.id == row.id]
        lines += paragraph(_standing(row, fields, told), hanging=4)
        lines += paragraph(", ".join(_field(field, told) for field in fields), indent=6)
    return lines


def _standing(row: Discipline, fields: list[DiscField], told: Telling) -> str:
    portfolio = told.plan.portfolio
    done = [portfolio.start_fulfilment[field.id] == 1 for field in fields]
    levels = sum(done) if row.order == "any" else len([*takewhile(bool, done)])
    ambition = portfolio.ambitions[row.id]
    return told.words(
        "standing",
        name=content.named(row.id, told.text(row.title)),
        done=str(levels),
        all=str(len(fields)),
        order=told.words("in any order") if row.order == "any" else "",
        wanted="" if ambition == len(fields) else told.words("to reach", ambition),
    )


def _field(field: DiscField, told: Telling) -> str:
    share = told.plan.portfolio.start_fulfilment[field.id]
    called = content.named(field.id, told.text(field.level.title))
    if not share:
        return called
    return f"{called} {told.words('done') if share == 1 else told.words('partly done', share=share)}"


def _sequence(told: Telling) -> list[str]:
    done = content.sequence(told)
    lines = [told.words("sequence")]
    if not done:
        return [*lines, f"  {told.words('nothing done')}"]
    indent = 4 + max(len(one.when) for one in done)
    most = WIDTH - indent - 2 - max(len(one.cost) for one in done)
    names = [wrap(one.what, most, break_on_hyphens=False) for one in done]
    room = max(len(line) for name in names for line in name)
    for one, (name, *rest) in zip(done, names, strict=True):
        lines.append(f"  {one.when:<{indent - 4}}  {name:<{room}}  {one.cost}".rstrip())
        lines += [f"{'':<{indent}}{more}" for more in rest]
        lines += paragraph(one.why, indent + 2)
    return lines


def _grid(grid: Grid | None) -> list[str]:
    return [] if grid is None else [grid.title, *table(grid.heads, grid.rows)]


def _cash(told: Telling) -> list[str]:
    lines = [*_grid(earnings.cash_by_period(told)), *_grid(earnings.cash_of_each(told))]
    return lines + [line for sentence in earnings.cash_sentences(told) for line in paragraph(sentence)]


def _completed(told: Telling) -> list[str]:
    plan = told.plan
    reached = {field.id: plan.progress.reached(field.id) for field in plan.portfolio.disc}
    lines = [told.words("completed")]
    for state in plan.periods[1:]:
        fields = [field for field in plan.portfolio.disc if reached[field.id] == state.period]
        if fields:
            label = told.label(state.period)
            titles = ", ".join(content.named(field.id, told.text(field.level.title)) for field in fields)
            lines += paragraph(f"{label}  {titles}", hanging=len(label) + 2)
    return lines if len(lines) > 1 else []


def _reasons(title: str, rows: list[tuple[str, str]]) -> list[str]:
    lines = [title]
    for what, why in rows:
        lines += paragraph(what, hanging=4)
        lines += paragraph(why, indent=4)
    return lines if rows else []


def _out_of_reach(told: Telling) -> list[str]:
    lines = [told.words("out of reach")]
    for field, most in content.out_of_reach(told):
        lines += paragraph(f"{field}: {most}", hanging=4)
    if content.not_ruled_out(told):
        lines += paragraph(content.not_ruled_out(told), hanging=2)
    return lines if told.plan.out_of_reach else []


def _quality(told: Telling) -> list[str]:
    goals, checked = content.quality(told)
    lines = [told.words("quality")]
    for sentence in goals:
        lines += paragraph(sentence, hanging=4)
    return [*lines, *paragraph(checked)]


def _provenance(told: Telling) -> list[str]:
    portfolio = told.plan.portfolio
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for initiative in portfolio.initiatives:
        groups.setdefault(tuple(initiative.provenance.items()), []).append(initiative.id)
    lines = _sources(portfolio.provenance, told, indent=2)
    for stated, names in groups.items():
        one = len(groups) == 1
        whose = (
            told.words("all initiatives")
            if one
            else told.words("initiatives", told.speaker.all_mentioned("initiative", names))
        )
        if stated:
            lines += [*paragraph(whose, hanging=4), *_sources(dict(stated), told, indent=4)]
    return [told.words("sources"), *lines] if lines else []


def _sources(provenance: Mapping[str, Text], told: Telling, indent: int) -> list[str]:
    """Return the sources of data, those of equal source together."""
    by_source: dict[str, list[str]] = {}
    for part, source in provenance.items():
        called = told.speaker.known("summary", f"part {part}", part_in(part, told.speaker))
        by_source.setdefault(source_in(source, told.speaker), []).append(called)
    sentences = [f"{', '.join(parts)}: {source}" for source, parts in by_source.items()]
    return [line for sentence in sentences for line in paragraph(sentence, indent, hanging=2)]
