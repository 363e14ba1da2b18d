"""Coverage: which initiatives touch which channels, or stages of the journey, and which of these nobody touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch, Rectangle

from omniprio.language import text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, bare, blank, framed, head, key, size_of
from omniprio.plots.labels import label, listed, plain
from omniprio.plots.palette import CLOSED, FAINT, INK, PLAN, RULE, SMALL
from omniprio.plots.rows import LINE, in_front, named, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from omniprio.answers.standing import Coverage
    from omniprio.language import Language

__all__ = ["coverage", "describe_coverage"]

_NAMES = 2.9
"""Inches for the names of initiatives, left of the columns."""
_ROW = 0.27
_HEADS = 3
"""The most lines of the name of a tag."""
_CELL = 0.62
"""Height and width of a filled cell, in rows and columns."""


@validated
def coverage(found: Coverage, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw initiatives by tags: filled where an initiative carries a tag, hatched where nobody does.

    Args:
        found: The coverage, from `omniprio.answers.coverage`.
        language: The language of the words.
        ax: Axes to draw on, with 2.9 inches free to their left; by default new ones.

    Returns:
        The axes; tags across, initiatives downward, and last how many carry each tag.

    >>> import omniprio
    >>> from omniprio.answers import coverage as covered
    >>> drawn = coverage(covered(omniprio.ten_portfolio(), "channel", wanted=["telephone"]))
    >>> [bar.get_label() for bar in drawn.patches if bar.get_hatch() == "xxxx"]
    ['telephone']
    """
    names, tags = found.initiatives, found.covered_by
    heads = _HEADS * LINE * SMALL / 72 / _ROW
    ax = ax or framed(blank((len(names) + 1 + heads) * _ROW + 0.95), left=_NAMES + MARGIN, bottom=0.45)
    bare(ax)
    ax.set(xlim=(-0.5, len(tags) - 0.5), ylim=(len(names) + 0.5, -0.5 - heads))
    for place, name in enumerate(names):
        named(ax, place, text(found.titles.get(name, ""), language) or name, _NAMES, most=1)
        ax.axhline(place + 0.5, color=RULE, linewidth=0.6, zorder=0)
    in_front(ax, len(names), label("how many carry", language), _NAMES, colour=FAINT)
    for place, (tag, carried) in enumerate(tags.items()):
        rows = [row for row, name in enumerate(names) if name in carried]
        _column(ax, place, found.called(tag, language), rows, len(names))
    mark = told(found.not_facts, language)
    words = label("coverage", language, plain(found.called(found.kind, language)))
    head(ax, words, left=_NAMES, mark=mark)
    key(ax, _key(found, language), columns=2, below=0.12, left=_NAMES)
    return ax


def _column(ax: Axes, place: int, tag: str, rows: list[int], count: int) -> None:
    """Draw who carries a tag, and how many that are."""
    if not rows:
        empty = Rectangle((place - 0.5, -0.5), 1, count, linewidth=0, label=tag, zorder=1)
        empty.set(facecolor=CLOSED.colour, hatch=CLOSED.hatch, edgecolor=CLOSED.hatch_colour)
        ax.add_artist(empty)
    for row in rows:
        cell = Rectangle(
            (place - _CELL / 2, row - _CELL / 2), _CELL, _CELL, linewidth=0.8, label=tag, zorder=2
        )
        cell.set(facecolor=PLAN.colour, edgecolor=INK)
        ax.add_artist(cell)
    wide = size_of(ax)[0] / max(1, round(ax.get_xlim()[1] + 0.5))
    words = "\n".join(wrapped(plain(tag), SMALL, max(wide - 0.05, 0.3), most=_HEADS))
    ax.annotate(words, (place, -0.5), (0, 4), textcoords="offset points", annotation_clip=False).set(
        ha="center", va="bottom", size=SMALL, color=INK
    )
    ax.text(place, count, str(len(rows)), size=SMALL, color=FAINT, ha="center", va="center")


def _key(found: Coverage, language: Language) -> list[Patch]:
    handles = [
        Patch(facecolor=PLAN.colour, edgecolor=INK, linewidth=0.8, label=label("carries the tag", language))
    ]
    if found.uncovered:
        empty = Patch(facecolor=CLOSED.colour, hatch=CLOSED.hatch, edgecolor=CLOSED.hatch_colour)
        empty.set_label(label("carried by none", language))
        handles.append(empty)
    return handles


@validated
def describe_coverage(found: Coverage, *, language: Language = "en") -> str:
    """Return what is covered, for those who cannot see it.

    Args:
        found: The coverage.
        language: The language.

    >>> import omniprio
    >>> from omniprio.answers import coverage as covered
    >>> describe_coverage(covered(omniprio.ten_portfolio(), "channel", wanted=["telephone"]))[:62]
    'Initiatives by channel, how many each: telephone 0, web 6, e-m'
    """
    counts = ", ".join(
        f"{found.called(tag, language)} {len(names)}" for tag, names in found.covered_by.items()
    )
    missing = [found.called(tag, language) for tag in found.uncovered]
    return label(
        "say coverage", language, found.called(found.kind, language), counts, listed(missing, language)
    )
