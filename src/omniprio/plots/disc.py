"""The disc: sectors and rings, with what holds at the start, what the plan reaches and what stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.marks import Marks, told, united
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.plots.canvas import bare, blank, framed, head, key, size_of
from omniprio.plots.labels import label, listed, plain
from omniprio.plots.rounds import (
    draw_ambition,
    draw_fields,
    draw_middle,
    draw_names,
    fields_key,
    label_fields,
)
from omniprio.plots.standing import moment, standings
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from omniprio.annotations import Natural
    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["describe_disc", "disc"]

_HEIGHT = 7.9
_ACROSS, _UP = 1.34, 1.15
"""How far the axes go from the middle, in radii: names of disciplines stand outside the disc."""


@validated
def disc(
    shown: Plan | Portfolio,
    *,
    period: int | None = None,
    centre: str | None = None,
    language: Language = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw the disc: six sectors and three rings, or as many as it has, the outermost level outside.

    Each field is filled from the outside in by its share: what held at the start, then what the plan adds.

    Args:
        shown: A plan, or a portfolio for where we start.
        period: The period of the plan at whose end to look, from 0, the start; by default the last.
        centre: What stands in the middle; by default the customer.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.

    Returns:
        The axes.

    Raises:
        InvalidInputError: The plan has no such period.

    >>> import omniprio
    >>> drawn = disc(omniprio.ten_portfolio())
    >>> len([patch for patch in drawn.patches if patch.get_label() in omniprio.shipped_disc().fields])
    18
    """
    states = standings(shown, period)
    portfolio = shown.portfolio if isinstance(shown, Plan) else shown
    ax = ax or framed(blank(_HEIGHT), left=0.1, right=0.1, bottom=0.75, top=0.45)
    bare(ax)
    ax.set(xlim=(-_ACROSS, _ACROSS), ylim=(-_UP, _UP), aspect="equal")
    width, height = size_of(ax)
    scale = min(width / 2 / _ACROSS, height / 2 / _UP)
    parts = draw_fields(ax, portfolio, states)
    draw_ambition(ax, portfolio)
    draw_middle(ax, label("customer", language) if centre is None else plain(centre))
    draw_names(ax, portfolio, scale=scale, side=_ACROSS * scale, language=language)
    label_fields(ax, parts, states, portfolio, scale=scale, language=language)
    head(ax, label("disc", language, moment(shown, period, language)), mark=told(_marks(shown), language))
    key(ax, fields_key(states, language), columns=2, below=0.1)
    return ax


def _marks(shown: Plan | Portfolio) -> Marks:
    """Return the marks on the texts of the fields and, in a plan, on what the initiatives give to them."""
    if isinstance(shown, Plan):
        return united([shown.portfolio.disc.not_facts, marks_of(shown.portfolio, "effect", "start")])
    return shown.disc.not_facts


@validated
def describe_disc(
    shown: Plan | Portfolio, *, period: Natural | None = None, language: Language = "en"
) -> str:
    """Return what the disc shows, for those who cannot see it.

    Args:
        shown: A plan, or a portfolio for where we start.
        period: The period of the plan at whose end to look; by default the last.
        language: The language.

    >>> import omniprio
    >>> describe_disc(omniprio.ten_portfolio())[:52]
    'The disc at the start. Reached: R1, D1, A1, C1, M1 a'
    """
    states = standings(shown, period)
    reached = [state.field.id for state in states if state.now >= 1]
    partly = [state.field.id for state in states if 0 < state.now < 1]
    closed = [state.field.id for state in states if state.closed]
    left = [state.field.id for state in states if state.now <= 0]
    lists = (listed(names, language) for names in (reached, partly, left, closed))
    return label("say disc", language, moment(shown, period, language), *lists)
