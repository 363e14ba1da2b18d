"""Shares of the gain: what of a plan's gain each initiative is credited with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch, Rectangle

from omniprio.goals import with_horizon
from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.bars import interval
from omniprio.plots.canvas import MARGIN, blank, framed, head, key, room_of
from omniprio.plots.labels import goal_number, goal_tick, label, plain
from omniprio.plots.palette import CLOSED, INK, PLAN, SMALL
from omniprio.plots.rows import behind, in_front, named, rows_axis

if TYPE_CHECKING:
    from fractions import Fraction

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.attribution import Attribution, Credit
    from omniprio.language import Language

__all__ = ["describe_shares_of_gain", "shares_of_gain"]

_NAMES = 3.15
"""Inches for the names of initiatives, left of the bars."""
_BEHIND = 1.45
"""Inches for the numbers, right of the bars."""
_ROW = 0.27
_BAR = 0.6
"""Height of a bar, in rows."""
_ERRORS = 2
"""Standard errors shown to each side."""


@validated
def shares_of_gain(found: Attribution, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw what each initiative is credited with, the greatest first, and below what that adds up to.

    Where the shares are estimated from orders drawn, a line reaches two standard errors to each side.

    Args:
        found: The shares, from `omniprio.answers.attribution.attribute`.
        language: The language of the words.
        ax: Axes to draw on, with 3.1 inches free to their left and 1.4 to their right; by default new ones.

    Returns:
        The axes; across in the unit of the goal, rows downward.

    >>> from omniprio import plan_of, ten_portfolio
    >>> from omniprio.answers.attribution import attribute
    >>> plan = plan_of(ten_portfolio(), {"web-email": 1, "sign-up": 1})
    >>> [(bar.get_label(), round(bar.get_width(), 3)) for bar in shares_of_gain(attribute(plan)).patches]
    [('web-email', 0.067), ('sign-up', 0.067)]
    """
    rows = len(found.parts)
    how = _how(found, language)
    ax = ax or framed(
        blank((rows + 1) * _ROW + 1.35 + room_of(how)),
        left=_NAMES + MARGIN,
        right=_BEHIND,
        bottom=0.9,
        top=0.45 + room_of(how),
    )
    rows_axis(
        ax,
        rows + 1,
        _gain_words(found, language),
        lambda gain: goal_tick(found.goal, gain, language),
    )
    for row, part in enumerate(found.parts):
        _draw(ax, row, part, found, language)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=3)
    ax.axhline(rows - 0.5, color=INK, linewidth=0.8)
    in_front(ax, rows, label("sum", language), _NAMES, size=SMALL, bold=True)
    behind(ax, rows, _number(found.total, found, language))
    ax.set_xlim(*_ends(found))
    head(ax, label("shares of gain", language), how, left=_NAMES, mark=told(found.not_facts, language))
    key(ax, _key(found, language), columns=3, below=0.5, left=_NAMES)
    return ax


def _how(found: Attribution, language: Language) -> str:
    """Return how the shares were found, as a sentence."""
    if not found.orders:
        return label("not shared", language)
    kind = "exact shares" if found.exact else "drawn shares"
    return label(kind, language, found.orders)


def _draw(ax: Axes, row: int, part: Credit, found: Attribution, language: Language) -> None:
    """Draw the bar of an initiative with its error, and write its name and number."""
    gain, fill = float(part.gain), PLAN if part.gain >= 0 else CLOSED
    bar = Rectangle((0, row - _BAR / 2), gain, _BAR, linewidth=0.8, label=part.id, zorder=2)
    bar.set(facecolor=fill.colour, hatch=fill.hatch, edgecolor=fill.hatch_colour)
    ax.add_artist(bar)
    if part.error:
        ax.add_line(interval([gain - _ERRORS * part.error, gain + _ERRORS * part.error], [row, row]))
    named(ax, row, text(part.title, language) or part.id, _NAMES)
    behind(ax, row, _number(part.gain, found, language))


def _number(gain: Fraction, found: Attribution, language: Language) -> str:
    """Return a gain and its share of the whole."""
    number = plain(goal_number(found.goal, gain, found.currency, language))
    return f"{number}  {Speaker(language).share(float(gain / found.total))}" if found.total else number


def _ends(found: Attribution) -> tuple[float, float]:
    """Return where the scale begins and ends: at 0, or beyond the last error."""
    spans = [(float(part.gain), _ERRORS * (part.error or 0.0)) for part in found.parts]
    low = min([0.0, *(gain - error for gain, error in spans)])
    high = max([0.0, *(gain + error for gain, error in spans)])
    return 1.05 * low, 1.05 * high or 1.0


def _key(found: Attribution, language: Language) -> list[Artist]:
    kinds = [(PLAN, "part of gain")]
    kinds += [(CLOSED, "loss")] * any(part.gain < 0 for part in found.parts)
    handles: list[Artist] = [
        Patch(
            facecolor=fill.colour, hatch=fill.hatch, edgecolor=fill.hatch_colour, label=label(name, language)
        )
        for fill, name in kinds
    ]
    if any(part.error for part in found.parts):
        error = interval([], [])
        error.set_label(label("two errors", language))
        handles.append(error)
    return handles


@validated
def describe_shares_of_gain(found: Attribution, *, language: Language = "en") -> str:
    """Return what each initiative is credited with, for those who cannot see it.

    Args:
        found: The shares.
        language: The language.

    >>> from omniprio import plan_of, ten_portfolio
    >>> from omniprio.answers.attribution import attribute
    >>> describe_shares_of_gain(attribute(plan_of(ten_portfolio(), {"web-email": 1})))
    'Fall of the mean distance, 0.072 in all: Integrate web and e-mail 0.072. Exact: only 1 order is possible.'
    """
    told = [
        f"{text(part.title, language) or part.id} {goal_number(found.goal, part.gain, found.currency, language)}"
        for part in found.parts
    ]
    total = goal_number(found.goal, found.total, found.currency, language)
    words = _gain_words(found, language)
    how = _how(found, language)
    return label("say shares", language, words, total, "; ".join(told) or label("nothing", language), how)


def _gain_words(found: Attribution, language: Language) -> str:
    """Return what is shared."""
    speaker = Speaker(language, found.names)
    return with_horizon(
        found.goal, speaker.words(f"goals.gain {found.goal.kind}", **found.goal.about), speaker
    )
