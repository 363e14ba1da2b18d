"""Impact against effort: what each initiative brings, with all it requires, and what that costs."""

from __future__ import annotations

from itertools import product
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import LEFT, MARGIN, blank, framed, head, key, room_of, scales
from omniprio.plots.labels import label, listed, plain
from omniprio.plots.palette import FAINT, INK, PAPER, RULE, SMALL, line
from omniprio.plots.rows import inches, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.qualification import Qualification, Qualifications
    from omniprio.language import Language

__all__ = ["describe_impact_effort", "impact_effort"]

_HEIGHT = 4.8
_ROOM = 1.6
"""Inches that a name may take beside its dot."""
_DOT = 0.07
"""Inches from the middle of a dot to where a name may begin."""
_LINE = 0.125
"""Inches of a line of a name."""
_UP = (0.0, *(side * 0.06 * steps for steps in range(2, 14) for side in (1, -1)))
"""Inches by which a name may stand higher than its dot, those nearest first."""
_CLOSE = 16
"""Points up to which a name that stands higher than its dot, or lower, is seen to belong to it."""
_LEAD = {"arrowstyle": "-", "color": FAINT, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 4}

_KINDS = ("quick win", "enabler", "other initiative")
"""What a dot can be, each with a line of its own in the palette."""


@validated
def impact_effort(found: Qualifications, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw what each initiative brings against what it costs, each with all that it requires, one dot each.

    Lines at the medians cut it into four: much for little, much for much, little for little, little for much. What brings
    us no closer, or cannot be done, is left out.

    Args:
        found: The initiatives, from `omniprio.answers.qualify_all`.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.

    Returns:
        The axes; cost across, impact up.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers import qualify_all
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=200, advances={"D2": 0.3})
    >>> drawn = impact_effort(qualify_all(Portfolio(horizon=1, initiatives=[web, app])))
    >>> [name.get_text() for name in drawn.texts if name.get_text() in ("web", "app")]
    ['web', 'app']
    """
    remark = "" if found.is_final else label("impact effort open", language)
    top = room_of(remark)
    ax = ax or framed(blank(_HEIGHT + top), bottom=0.85, top=0.45 + top)
    scales(ax)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda cost, _: Speaker(language).amount(cost)))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda gain, _: Speaker(language).decimal(gain)))
    unit = f" ({found.currency})" if found.currency else ""
    ax.set_xlabel(f"{label('cost with required', language)}{unit}", size=SMALL, color=FAINT)
    ax.set_ylabel(label("impact", language), size=SMALL, color=FAINT)
    shown = _shown(found)
    _cut(ax, shown, language)
    for one in shown:
        ax.add_line(_dot([one]))
    ax.set_xlim(0, 1.25 * max((float(one.cost_together) for one in shown), default=0.0) or 1.0)
    ax.set_ylim(0, 1.15 * max((float(one.together) for one in shown), default=0.0) or 1.0)
    _write_names(ax, shown, language)
    mark = told(found.not_facts, language)
    head(ax, label("impact effort", language), remark, left=LEFT - MARGIN, mark=mark)
    key(ax, _key(shown, language), columns=3, below=0.5, left=LEFT - MARGIN)
    return ax


def _shown(found: Qualifications) -> list[Qualification]:
    """Return what brings us closer and can be done."""
    return [one for one in found.rows if one.rank is not None]


def _kind(one: Qualification) -> int:
    """Return what an initiative is, by its place among the kinds."""
    return 0 if one.quick_win else 1 if one.enabler else 2


def _dot(several: Sequence[Qualification], kind: int | None = None) -> Line2D:
    drawn = line(_kind(several[0]) if kind is None else kind)
    xs, ys = ([float(getattr(one, name)) for one in several] for name in ("cost_together", "together"))
    dot = Line2D(xs, ys, linestyle="none", marker=drawn.marker, markersize=6, color=drawn.colour, zorder=3)
    dot.set(markeredgecolor=PAPER, markeredgewidth=0.8, clip_on=False)
    return dot


def _cut(ax: Axes, shown: Sequence[Qualification], language: Language) -> None:
    """Cut the axes at the medians, and write into each corner what is there."""
    if len(shown) < 2:  # noqa: PLR2004  one alone is not much or little
        return
    ax.axvline(median(float(one.cost_together) for one in shown), color=RULE, linewidth=1.2, zorder=1)
    ax.axhline(median(float(one.together) for one in shown), color=RULE, linewidth=1.2, zorder=1)
    corners = {
        "much for little": (0, 1),
        "much for much": (1, 1),
        "little for little": (0, 0),
        "little for much": (1, 0),
    }
    for words, (right, up) in corners.items():
        at, begin = (float(right), float(up)), (-4 if right else 4, -4 if up else 4)
        written = ax.annotate(label(words, language), at, begin, "axes fraction", "offset points")
        written.set(size=SMALL, color=FAINT, style="italic", zorder=1)
        written.set(ha="right" if right else "left", va="top" if up else "bottom")


def _write_names(ax: Axes, shown: Sequence[Qualification], language: Language) -> None:
    """Write a name beside each dot, where no dot and no other name is, with a fine line to it where it is not close."""
    scale = 1 / ax.figure.dpi
    dots = [ax.transData.transform((float(one.cost_together), float(one.together))) * scale for one in shown]
    taken = [_Box(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in dots]
    sides = ax.get_window_extent()
    inside = _Box(*(float(end) * scale for end in (sides.x0, sides.y0, sides.x1, sides.y1)))
    for one, (x, y) in sorted(zip(shown, dots, strict=True), key=lambda pair: -pair[1][1]):
        lines = wrapped(plain(text(one.title, language) or one.id), SMALL, _ROOM)
        width, height = max(inches(each, SMALL) for each in lines), len(lines) * _LINE + _LINE / 4
        places = [_beside(x, y, width, height, across, up) for up, across in product(_UP, (1, -1))]
        within = [place for place in places if place.is_within(inside)] or places
        box = min(
            within, key=lambda place: sum(place.shared_with(other) for other in taken)
        )  # the first of these
        taken.append(box)
        begin = (72 * (box.left - x), 72 * (box.bottom + box.top - 2 * y) / 2)
        at = (float(one.cost_together), float(one.together))
        written = ax.annotate("\n".join(lines), at, begin, "data", "offset points")
        written.set(size=SMALL, color=INK, ha="left", va="center", zorder=4)
        if abs(begin[1]) > _CLOSE:
            end = box.left if box.left > x else box.right
            lead = (72 * (end - x), begin[1])
            ax.annotate("", at, lead, "data", "offset points", arrowprops=_LEAD, zorder=1)


class _Box(NamedTuple):
    """A place for words, in inches."""

    left: float
    bottom: float
    right: float
    top: float

    def is_within(self, other: _Box) -> bool:
        """Return whether no part of it is outside another."""
        across = other.left < self.left and self.right < other.right
        return across and other.bottom < self.bottom and self.top < other.top

    def shared_with(self, other: _Box) -> float:
        """Return how large the part is that both have in common, in square inches."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(across, 0.0) * max(up, 0.0)


def _beside(x: float, y: float, width: float, height: float, across: int, up: float) -> _Box:
    """Return the place to the right (1) or left (-1) of a dot, so many inches higher."""
    left = x + _DOT if across > 0 else x - _DOT - width
    bottom = y + up - height / 2
    return _Box(left, bottom, left + width, bottom + height)


def _key(shown: Sequence[Qualification], language: Language) -> list[Artist]:
    handles: list[Artist] = []
    for kind in sorted({_kind(one) for one in shown}):
        dot = _dot([], kind)
        dot.set_label(label(_KINDS[kind], language))
        handles.append(dot)
    return handles


@validated
def describe_impact_effort(found: Qualifications, *, language: Language = "en") -> str:
    """Return what initiatives bring for what they cost, for those who cannot see it.

    Args:
        found: The initiatives.
        language: The language.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers import qualify_all
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> describe_impact_effort(qualify_all(Portfolio(horizon=1, initiatives=[web])))
    'Impact against effort, 1 initiative. Most for the money first: web.'
    """
    ranked = [one for one in found.ranked if one.rank is not None]
    names = [text(one.title, language) or one.id for one in ranked]
    sentences = [label("say impact effort", language, len(ranked), listed(names, language))]
    if not found.is_final:
        sentences.append(label("impact effort open", language))
    return " ".join(sentences)
