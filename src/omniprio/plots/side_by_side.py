"""Organisations side by side: how far each is, discipline by discipline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, framed, head, key
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import FAINT, RULE, SMALL, line
from omniprio.plots.rows import named, rows_axis

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.standing import SideBySide
    from omniprio.language import Language

__all__ = ["describe_side_by_side", "side_by_side"]

_NAMES = 2.6
"""Inches for the names of disciplines, left of the scale."""
_LEAST_ROW = 0.4
_EACH = 0.13
"""Inches of a row for each organisation."""
_SPREAD = 0.72
"""How much of the height of a row organisations take."""
_KEY_LINE = 0.19
_KEY_COLUMNS = 3


@validated
def side_by_side(found: SideBySide, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the level of each organisation in each discipline.

    Args:
        found: The organisations, from `omniprio.answers.side_by_side`.
        language: The language of the words.
        ax: Axes to draw on, with 2.6 inches free to their left; by default new ones.

    Returns:
        The axes; across in levels, disciplines downward in the order of the disc. Organisations stand one below the
        other in a row, in the order given, so that none hides another.

    >>> from omniprio.answers import side_by_side as beside
    >>> from omniprio.assessment import Assessment, combine
    >>> said = {who: combine([Assessment(rater=who, ratings={"R": level})]) for who, level in (("A", 1.5), ("B", 2))}
    >>> drawn = side_by_side(beside(said))
    >>> [[float(x) for x in line.get_xdata()] for line in drawn.lines if line.get_label() in said]
    [[1.5], [2.0]]
    """
    rows, every = found.disc.disciplines, found.position
    lines = -(-len(every) // _KEY_COLUMNS)
    row = max(_LEAST_ROW, _EACH * len(every) + 0.1)
    bottom = 0.75 + _KEY_LINE * lines
    ax = ax or framed(blank(len(rows) * row + bottom + 0.45), left=_NAMES + MARGIN, right=0.35, bottom=bottom)
    ax.set_xlim(0, max(len(one.rings) for one in rows))
    rows_axis(ax, len(rows), label("levels", language), lambda level: Speaker(language).decimal(level))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    for place, one in enumerate(rows):
        if place:
            ax.axhline(place - 0.5, color=RULE, linewidth=0.6, zorder=0)
        named(ax, place, f"{one.id} {text(one.title, language)}", _NAMES)
        levels = {name: float(known[one.id]) for name, known in every.items() if one.id in known}
        _draw(ax, place, levels, list(every), language)
    head(ax, label("side by side", language), left=_NAMES, mark=told(found.not_facts, language))
    key(ax, _key(list(every)), columns=_KEY_COLUMNS, below=0.55, left=_NAMES)
    return ax


def _draw(ax: Axes, place: int, levels: dict[str, float], every: list[str], language: Language) -> None:
    """Draw a discipline; where nobody spoke of it, say so."""
    if not levels:
        words = label("not rated", language)
        ax.text(0.02, place, words, size=SMALL, color=FAINT, style="italic", va="center")
        return
    for number, name in enumerate(every):
        if name in levels:
            down = _SPREAD * ((number + 0.5) / len(every) - 0.5)
            reach = Line2D([0, levels[name]], [place + down] * 2, color=line(number).colour, linewidth=1.2)
            ax.add_line(reach)
            ax.add_line(_mark(number, name, [levels[name]], [place + down]))


def _mark(number: int, name: str, xs: list[float], ys: list[float]) -> Line2D:
    known = line(number)
    drawn = Line2D(
        xs, ys, color=known.colour, linestyle="none", marker=known.marker, markersize=6, label=name
    )
    drawn.set(clip_on=False, zorder=3)
    return drawn


def _key(every: list[str]) -> list[Artist]:
    handles: list[Artist] = []
    for number, name in enumerate(every):
        drawn = _mark(number, name, [], [])
        drawn.set_label(plain(name))
        handles.append(drawn)
    return handles


@validated
def describe_side_by_side(found: SideBySide, *, language: Language = "en") -> str:
    """Return how far each organisation is, for those who cannot see it.

    Args:
        found: The organisations.
        language: The language.

    >>> from omniprio.answers import side_by_side as beside
    >>> from omniprio.assessment import Assessment, combine
    >>> describe_side_by_side(beside({"A": combine([Assessment(rater="A", ratings={"R": 1.5})])}))
    'Organisations side by side, in levels: A R 1.5.'
    """
    number = Speaker(language).number
    said = [
        f"{name} " + ", ".join(f"{row} {number(level, 2)}" for row, level in known.items())
        for name, known in found.position.items()
    ]
    return label("say side by side", language, "; ".join(said))
