"""Drawing a disc on axes: fields, the ambition, names; used by every figure that shows a disc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Wedge

from omniprio.language import Speaker, text
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import BODY, CLOSED, FAINT, INK, OPEN, PAPER, PLAN, SMALL, START, Fill
from omniprio.plots.rows import LINE, inches, wrapped
from omniprio.plots.sectors import CENTRE, Sector, Tiers, Words, ring, sector, words_in
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.disc import Discipline
    from omniprio.language import Language
    from omniprio.plots.standing import Standing
    from omniprio.portfolio import Portfolio

__all__ = ["draw_ambition", "draw_fields", "draw_middle", "draw_names", "fields_key", "label_fields"]

_EDGE = 0.9
_TITLE_SIZES = (BODY, SMALL, 6.0)
_RIM = 1.04
_POINTS = 72


def draw_fields(ax: Axes, portfolio: Portfolio, states: Sequence[Standing]) -> dict[str, Sector]:
    """Draw every field, filled from the outside by its share; a checklist has dashed rings.

    Returns:
        Where each field is, by id.
    """
    parts = _parts(portfolio)
    for state in states:
        part = parts[state.field.id]
        before = min(state.before, state.now)
        _fill(ax, part, (0.0, 1.0), CLOSED if state.closed else OPEN)
        _fill(ax, part, (before, state.now), PLAN)
        _fill(ax, part, (0.0, before), START)
        outline = Wedge((0, 0), part.outer, part.low, part.high, width=part.outer - part.inner, fill=False)
        outline.set(edgecolor=INK, linewidth=_EDGE, label=state.field.id, zorder=3)
        if state.field.discipline.order == "any":
            outline.set_linestyle((0.0, (2.0, 2.0)))
        ax.add_artist(outline)
    return parts


def _parts(portfolio: Portfolio) -> dict[str, Sector]:
    rows = portfolio.disc.disciplines
    whole = {row.id: sector(place, len(rows)) for place, row in enumerate(rows)}
    return {
        field.id: ring(whole[field.discipline.id], field.number, len(field.discipline.rings))
        for field in portfolio.disc
    }


def _fill(ax: Axes, part: Sector, shares: tuple[float, float], fill: Fill) -> None:
    """Fill a field between two shares of its depth, counted from the outside."""
    begin, end = shares
    wide = part.outer - part.inner
    if end <= begin:
        return
    area = Wedge((0, 0), part.outer - begin * wide, part.low, part.high, width=(end - begin) * wide)
    area.set(facecolor=fill.colour, edgecolor=fill.hatch_colour, hatch=fill.hatch, linewidth=0, zorder=1)
    ax.add_artist(area)


def label_fields(
    ax: Axes,
    parts: dict[str, Sector],
    states: Sequence[Standing],
    portfolio: Portfolio,
    *,
    scale: float,
    language: Language,
    ids_only: bool = False,
) -> None:
    """Write into each field its id, how far it is, and its short label, as much as fits, all in one size.

    Args:
        ax: The axes.
        parts: Where each field is.
        states: Where each field stands.
        portfolio: The portfolio, for its calendar.
        scale: Inches of a radius.
        language: The language.
        ids_only: Whether to leave short labels out.
    """
    tiers = {state.field.id: _tiers(state, portfolio, language, ids_only=ids_only) for state in states}
    written = words_in(parts, tiers, scale)
    for state in states:
        if words := written.get(state.field.id):
            _write_field(ax, words, scale, cleared=state.closed)


def _write_field(ax: Axes, words: Words, scale: float, *, cleared: bool) -> None:
    """Write what stands in a field, on paper where its hatch would be in the way."""
    step = words.size * LINE / _POINTS / scale
    x, y = words.middle
    top = y + step * len(words.lines) / 2
    for row, line in enumerate((words.head, *words.lines)):
        written = ax.text(x, top - row * step, line, ha="center", va="center", size=words.size, color=INK)
        written.set(weight="normal" if row else "bold", zorder=5)
        if cleared:
            written.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 0.6})


def _tiers(state: Standing, portfolio: Portfolio, language: Language, *, ids_only: bool) -> Tiers:
    """Return what may stand in a field, the fullest first: its id, its short label, how far it is; or its ring."""
    name = plain(state.field.id)
    title = "" if ids_only else plain(text(state.field.level.title, language))
    far = "" if ids_only and state.now == 1 else _how_far(state, portfolio, language)
    both = f"{name} · {far}"
    tiers: list[Sequence[tuple[str, Sequence[str]]]] = []
    tiers += [[(both, [title]), (name, [title, far])]] if far and title else []
    tiers += [[(name, [title])]] if title else []
    tiers += [[(both, []), (name, [far])]] if far else []
    return [*tiers, [(name, [])], [(str(state.field.number), [])]]


def _how_far(state: Standing, portfolio: Portfolio, language: Language) -> str:
    """Return the share of a field in progress, or when the plan completed it."""
    if 0 < state.now < 1:
        return Speaker(language).share(state.now)
    return "" if state.since is None else Speaker(language, Titles(portfolio)).called("period", state.since)


def draw_ambition(ax: Axes, portfolio: Portfolio) -> None:
    """Draw the ring each discipline is to reach as one line; a checklist has none, its name says how many."""
    rows = portfolio.disc.disciplines
    xs: list[float] = []
    ys: list[float] = []
    for place in range(len(rows), 0, -1):  # counter-clockwise, as angles grow
        row = rows[place % len(rows)]
        if row.order == "any":
            xs.append(np.nan)
            ys.append(np.nan)
            continue
        whole = sector(place, len(rows))
        radius = ring(whole, portfolio.ambitions[row.id], len(row.rings)).inner
        angles = np.radians(np.linspace(whole.low, whole.high, 60))
        xs += list(radius * np.cos(angles))
        ys += list(radius * np.sin(angles))
    if all(row.order == "outside in" for row in rows):
        xs.append(xs[0])
        ys.append(ys[0])
    ax.add_line(_ambition_line(xs, ys))


def _ambition_line(xs: Sequence[float], ys: Sequence[float]) -> Line2D:
    return Line2D(xs, ys, color=INK, linewidth=2.4, linestyle=(0.0, (4.0, 1.2)), zorder=4)


def draw_middle(ax: Axes, words: str) -> None:
    """Draw the middle and write what is in it."""
    ax.add_artist(Circle((0, 0), CENTRE, facecolor=PAPER, edgecolor=INK, linewidth=_EDGE, zorder=2))
    ax.text(0, 0, words, ha="center", va="center", size=SMALL, weight="bold", color=INK, zorder=5)


def draw_names(
    ax: Axes, portfolio: Portfolio, *, scale: float, side: float, language: Language, ids_only: bool = False
) -> None:
    """Write the names of the disciplines around the disc.

    Args:
        ax: The axes.
        portfolio: The portfolio.
        scale: Inches of a radius.
        side: Inches from the middle to where names must end.
        language: The language.
        ids_only: Whether to write ids in place of names.
    """
    rows = portfolio.disc.disciplines
    names = [_name(row, portfolio, language, ids_only=ids_only) for row in rows]
    spots = [sector(place, len(rows)).at(_RIM) for place, _ in enumerate(rows)]
    rooms = [2 * side / 3 if _is_centred(x) else side - abs(x) * scale for x, _ in spots]
    size = _size_of_names(names, rooms)
    for name, room, (x, y) in zip(names, rooms, spots, strict=True):
        ax.text(
            x,
            y,
            "\n".join(wrapped(name, size, room, bold=True, most=4)),
            size=size,
            weight="bold",
            color=INK,
            linespacing=1.15,
            ha="center" if _is_centred(x) else "left" if x > 0 else "right",
            va="bottom" if y > 0.5 else "top" if y < -0.5 else "center",  # noqa: PLR2004  of radius 1
        )


def _is_centred(x: float) -> bool:
    """Return whether a name stands above or below the disc."""
    return abs(x) < 0.15  # noqa: PLR2004  of radius 1


def _size_of_names(names: Sequence[str], rooms: Sequence[float]) -> float:
    """Return the largest size in which each word of all names fits; the smallest where none does."""
    for size in _TITLE_SIZES:
        if all(
            inches(word, size, bold=True) <= room
            for name, room in zip(names, rooms, strict=True)
            for word in name.split()
        ):
            return size
    return _TITLE_SIZES[-1]


def _name(row: Discipline, portfolio: Portfolio, language: Language, *, ids_only: bool) -> str:
    """Return what stands beside a discipline."""
    name = plain(row.id if ids_only else text(row.title, language) or row.id)
    if row.order == "any" and not ids_only:
        name += f" {_wanted(row, portfolio, language)}"
    return name


def _wanted(row: Discipline, portfolio: Portfolio, language: Language) -> str:
    wanted, levels = portfolio.ambitions[row.id], len(row.rings)
    if wanted == levels:
        return label("any order", language)
    return label("any order to reach", language, str(wanted), str(levels))


def fields_key(states: Sequence[Standing], language: Language) -> list[Artist]:
    """Return the key of the states that occur, and of the ambition."""
    kinds = [(START, "reached at the start")]
    if any(state.now > state.before for state in states):
        kinds.append((PLAN, "reached by the plan"))
    kinds.append((OPEN, "open"))
    if any(state.closed for state in states):
        kinds.append((CLOSED, "closed"))
    handles: list[Artist] = [
        Patch(
            facecolor=fill.colour,
            hatch=fill.hatch,
            edgecolor=fill.hatch_colour if fill.hatch else FAINT,
            linewidth=0.6,
            label=label(name, language),
        )
        for fill, name in kinds
    ]
    line = _ambition_line([], [])
    line.set_label(label("ambition", language))
    return [*handles, line]
