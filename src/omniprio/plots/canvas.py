"""Figures to draw on, without pyplot: nothing is shown, registered or left open; as SVG text, the same for the same figure."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import sentence
from omniprio.parameters import validated
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import BODY, FAINT, HEAD, INK, PAPER, RULE, SMALL
from omniprio.plots.rows import inches, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.text import Annotation

    from omniprio.language import Language
    from omniprio.portfolio import Horizon, Portfolio

__all__ = [
    "LEFT",
    "MARGIN",
    "WIDTH",
    "Shown",
    "as_svg",
    "bare",
    "below",
    "blank",
    "calendar_axis",
    "framed",
    "head",
    "heading",
    "key",
    "period_axis",
    "room_of",
    "scales",
    "size_of",
]

_NAMES = re.compile(r'(\bid="|url\(#|href="#)')
_COMMENTS = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LETTERS = ["DejaVu Sans", "Verdana", "Geneva"]
"""Figures are laid out for the first; the others are as wide, and there is one of them on nearly every device."""
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


@validated
def as_svg(drawn: Axes | Figure, *, title: str = "") -> str:
    """Return a figure as one `<svg>` element, its text as text: it can be selected, searched and read aloud.

    Args:
        drawn: A figure, or axes of one: then the whole figure they stand in.
        title: What is seen, for those who cannot see it: the sentence that `describe_...` returns.

    Returns:
        An element without XML declaration, dates and random names. Names inside it are its own, so that many
        of them can stand in one page.

    >>> from matplotlib.figure import Figure
    >>> as_svg(Figure(), title="Nothing < something")[:51]
    '<svg role="img" aria-label="Nothing &lt; something"'
    """
    figure = drawn.get_figure(root=True) if isinstance(drawn, Axes) else drawn
    if figure is None:
        raise InvalidArgumentError(
            [Fault("drawn", sentence("faults.lost axes"), sentence("remedies.draw anew"))]
        )
    page = StringIO()
    with mpl.rc_context({"svg.hashsalt": "omniprio", "svg.fonttype": "none", "font.sans-serif": _LETTERS}):
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    bare = _METADATA.sub("", _COMMENTS.sub("", page.getvalue()))
    element = bare[bare.index("<svg ") :]
    own = sha256(element.encode()).hexdigest()[:10]
    element = _NAMES.sub(rf"\g<1>f{own}-", element)
    return element.replace("<svg ", f"<svg {_role(title)} ", 1)


def _role(title: str) -> str:
    """Return what tells a screen reader what it is; a figure without words is decoration."""
    words = escape(_NOT_IN_XML.sub("\ufffd", title))
    return f'role="img" aria-label="{words}"' if title else 'aria-hidden="true"'


WIDTH = 8.0
"""Inches of a figure; printed on A4 its smallest text is still 6 points high."""

MARGIN = 0.12
"""Inches around a figure."""

_REMARK = 0.2
"""Inches of a sentence below a title."""

_LEAST_TITLE = 1.0
"""Inches that a title has at least, whatever stands at its right."""

LEFT = 0.7
"""Inches left of axes with a vertical scale."""

_YEAR = re.compile(r"\b\d{4}\b")
_MOST_TICKS = 14
_STEPS = (1, 2, 3, 4, 6, 8, 12, 13, 24, 26, 48, 52, 104, 200, 400)


class _ShownFigure(Figure):
    """A figure that a notebook shows where a cell ends with it, without pyplot."""

    def _repr_svg_(self) -> str:
        return as_svg(self)


class Shown(Axes):
    """Axes of a figure of ours: a notebook shows the figure where a cell ends with them."""

    def _repr_svg_(self) -> str:
        return as_svg(self)


def blank(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure.

    Args:
        height: Inches.
        width: Inches.
    """
    return _ShownFigure(figsize=(width, height), facecolor=PAPER)


def framed(
    figure: Figure, *, left: float = LEFT, right: float = 0.2, bottom: float = 0.8, top: float = 0.45
) -> Axes:
    """Return axes on a figure, inside margins in inches."""
    width, height = figure.get_size_inches()
    box = left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height
    return figure.add_axes(box, axes_class=Shown, facecolor=PAPER)


def size_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of axes in inches."""
    box = ax.get_window_extent()
    dpi = ax.figure.dpi
    return float(box.width / dpi), float(box.height / dpi)


def below(ax: Axes, share: float, gap: float) -> Axes:
    """Cut new axes off the lower part of others.

    Args:
        ax: The axes; they become less high.
        share: How much of the height the new ones get, 0 to 1, after the gap.
        gap: Inches between both.

    Returns:
        The new axes, as wide as the others.
    """
    box = ax.get_position()
    between = gap * box.height / size_of(ax)[1]
    cut = share * (box.height - between)
    ax.set_position((box.x0, box.y0 + cut + between, box.width, box.height - cut - between))
    return ax.figure.add_axes((box.x0, box.y0, box.width, cut), facecolor=PAPER)


def room_of(remark: str) -> float:
    """Return the inches that a remark takes below a title.

    >>> room_of("Not every draw."), room_of("")
    (0.2, 0.0)
    """
    return _REMARK if remark else 0.0


def head(ax: Axes, words: str, remark: str = "", *, left: float = 0.0, mark: str = "") -> None:
    """Put a title above axes.

    Args:
        ax: The axes.
        words: The title; its lines are kept, and broken where they are wider than the axes.
        remark: A sentence below it, or none; it takes `room_of` it more.
        left: Inches to the left of the axes at which it begins.
        mark: What of the data is not a fact, at the right of the title.
    """
    room = max(size_of(ax)[0] + left - _width_of(mark), _LEAST_TITLE)
    lines = [line for part in words.split("\n") for line in wrapped(plain(part), HEAD, room, bold=True)]
    up = 8 + 72 * room_of(remark)
    _above(ax, "\n".join(lines), left, up).set(size=HEAD, weight="bold", color=INK)
    if mark:
        marked = ax.annotate(mark, (1, 1), (0, up), "axes fraction", "offset points")
        marked.set(ha="right", va="bottom", annotation_clip=False, size=SMALL, color=FAINT, style="italic")
    if remark:
        _above(ax, remark, left, 8).set(size=BODY, color=FAINT)


def _above(ax: Axes, words: str, left: float, up: float) -> Annotation:
    """Write so many inches left of axes and points above them."""
    written = ax.annotate(words, (0, 1), (-72 * left, up), "axes fraction", "offset points")
    written.set(ha="left", va="bottom", annotation_clip=False)
    return written


def _width_of(mark: str) -> float:
    """Return the inches that a mark takes beside a title."""
    return inches(mark, SMALL) + MARGIN if mark else 0.0


def heading(figure: Figure, words: str, mark: str = "") -> None:
    """Put a title at the top of a figure that has several pairs of axes, and what is not a fact at its right."""
    width, height = figure.get_size_inches()
    at = MARGIN / width, 1 - MARGIN / height
    figure.text(*at, words, ha="left", va="top", size=HEAD, weight="bold", color=INK)
    if mark:
        right = 1 - at[0]
        figure.text(right, at[1], mark, ha="right", va="top", size=SMALL, color=FAINT, style="italic")


def bare(ax: Axes) -> None:
    """Take frame, ticks and scales off axes, and make them paper, whatever style is set."""
    ax.set_facecolor(PAPER)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)


def scales(ax: Axes) -> None:
    """Make axes ones of two scales: fine lines to the left and below, and a grid of heights."""
    ax.tick_params(axis="both", labelsize=SMALL, labelcolor=FAINT, color=RULE, length=0)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(RULE)
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)


def period_axis(
    ax: Axes, portfolio: Portfolio, language: Language, *, first: int = 1, most: int = _MOST_TICKS
) -> None:
    """Make the horizontal axis the time line; period t lies between t - 1 and t.

    Args:
        ax: The axes.
        portfolio: The portfolio, for its calendar.
        language: The language.
        first: The first period to show; 0 leaves room for the start.
        most: How many periods are named at most.
    """
    calendar_axis(ax, portfolio.calendar, language, first=first, most=most)


def calendar_axis(
    ax: Axes, calendar: Horizon, language: Language, *, first: int = 1, most: int = _MOST_TICKS
) -> None:
    """Make the horizontal axis the time line of a calendar; see `period_axis`.

    Args:
        ax: The axes.
        calendar: What names the periods.
        language: The language.
        first: The first period to show; 0 leaves room for the start.
        most: How many periods are named at most.
    """
    step = next(step for step in _STEPS if calendar.periods <= step * most)
    shown = range(1, calendar.periods + 1, step)
    ax.set_xlim(min(first - 1, 0), calendar.periods)
    ax.set_xticks(
        [period - 0.5 for period in shown], _tick_labels([calendar.label(t, language) for t in shown])
    )
    ax.tick_params(axis="both", labelsize=SMALL, labelcolor=FAINT, color=RULE, length=0)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(RULE)
    if calendar.start is None:
        ax.set_xlabel(label("periods", language), size=SMALL, color=FAINT)


def _tick_labels(names: Sequence[str]) -> list[str]:
    """Return names of periods in two lines, the year only where it changes."""
    lines, before = [], ""
    for name in names:
        year = "".join(_YEAR.findall(name))
        rest = _YEAR.sub("", name).strip(" -,")
        lines.append(f"{rest}\n{year}" if rest and year != before else rest or year)
        before = year
    return lines


def key(ax: Axes, handles: Sequence[Artist], *, columns: int, below: float, left: float = 0.0) -> None:
    """Put the key below axes.

    Args:
        ax: The axes.
        handles: What is told apart, each with its label.
        columns: How many stand next to each other.
        below: Inches from the axes down to the key.
        left: Inches to the left of the axes at which it begins.
    """
    width, height = size_of(ax)
    ax.legend(
        handles=list(handles),
        loc="upper left",
        bbox_to_anchor=(-left / width, -below / height),
        ncols=columns,
        fontsize=BODY,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=2.6,
        handleheight=1.1,
        labelcolor=INK,
    )
