"""The disc, period by period, as small pictures."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import Speaker, sentence
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, bare, blank, heading, key, size_of
from omniprio.plots.labels import label, listed
from omniprio.plots.palette import BODY, INK
from omniprio.plots.rounds import (
    draw_ambition,
    draw_fields,
    draw_middle,
    draw_names,
    fields_key,
    label_fields,
)
from omniprio.plots.standing import standings
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from omniprio.annotations import Count
    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["describe_disc_by_period", "disc_by_period"]

_PANELS = {2: 3.2, 3: 2.6}
"""Inches across and up, by the number of columns."""
_HEAD, _GAP, _KEY = 0.75, 0.4, 0.8
"""Inches above, between and below the pictures."""
_REACH = 1.16
"""How far the axes go from the middle, in radii."""


@validated
def disc_by_period(plan: Plan, *, most: Count = 6, language: Language = "en") -> Figure:
    """Draw the disc at the start and after each change.

    Args:
        plan: The plan.
        most: The most pictures, at least 2; of more changes a part is shown, evenly, with first and last.
        language: The language of the words.

    Returns:
        A new figure with one pair of axes for each moment.

    Raises:
        InvalidInputError: Fewer than 2 pictures are asked for.

    >>> import omniprio
    >>> plan = omniprio.plan_of(omniprio.ten_portfolio(), {"web-email": 1, "sign-up": 3})
    >>> [ax.get_title() for ax in disc_by_period(plan).axes]
    ['Start: 0.667', 'End of period 1: 0.594', 'End of period 3: 0.533']
    """
    periods = moments(plan, most)
    columns = 2 if len(periods) in {2, 4} else 3
    rows = ceil(len(periods) / columns)
    panel = _PANELS[columns]
    figure = blank(_HEAD + rows * panel + (rows - 1) * _GAP + _KEY)
    width, height = figure.get_size_inches()
    side = (width - columns * panel) / 2
    for place, period in enumerate(periods):
        row, column = divmod(place, columns)
        bottom = height - _HEAD - row * (panel + _GAP) - panel
        ax = figure.add_axes(
            ((side + column * panel) / width, bottom / height, panel / width, panel / height)
        )
        _panel(ax, plan, period, language)
    mark = told(marks_of(plan.portfolio, "effect", "start"), language)
    heading(figure, label("disc by period", language), mark)
    key(
        figure.axes[columns * (rows - 1)],
        fields_key(standings(plan), language),
        columns=2,
        below=0.15,
        left=side - MARGIN,
    )
    return figure


def moments(plan: Plan, most: int) -> Sequence[int]:
    """Return the periods to show: the start and those in which a field changes, at most so many."""
    if most < 2:  # noqa: PLR2004  the first and the last
        raise InvalidInputError(
            [Fault("most", sentence("faults.is", value=shown(most)), sentence("remedies.pictures"))]
        )
    courses = plan.progress.fulfilment.values()
    changes = [
        period
        for period in range(1, plan.portfolio.periods + 1)
        if any(course[period] != course[period - 1] for course in courses)
    ]
    all_moments = [0, *changes]
    if len(all_moments) <= most:
        return all_moments
    return [all_moments[round(place * (len(all_moments) - 1) / (most - 1))] for place in range(most)]


def _panel(ax: Axes, plan: Plan, period: int, language: Language) -> None:
    states = standings(plan, period)
    bare(ax)
    ax.set(xlim=(-_REACH, _REACH), ylim=(-_REACH, _REACH), aspect="equal")
    scale = size_of(ax)[0] / 2 / _REACH
    parts = draw_fields(ax, plan.portfolio, states)
    draw_ambition(ax, plan.portfolio)
    draw_middle(ax, "")
    draw_names(ax, plan.portfolio, scale=scale, side=_REACH * scale, language=language, ids_only=True)
    label_fields(ax, parts, states, plan.portfolio, scale=scale, language=language, ids_only=True)
    distance = Speaker(language).distance(plan.periods[period].distance)
    ax.set_title(f"{_name(plan, period, language)}: {distance}", size=BODY, color=INK, pad=4)


def _name(plan: Plan, period: int, language: Language) -> str:
    return (
        label("end of", language, Speaker(language, Titles(plan.portfolio)).called("period", period))
        if period
        else label("start", language)
    )


@validated
def describe_disc_by_period(plan: Plan, *, most: Count = 6, language: Language = "en") -> str:
    """Return what the pictures show, for those who cannot see them.

    Args:
        plan: The plan.
        most: The most pictures.
        language: The language.
    """
    periods = moments(plan, most)
    steps = []
    for earlier, later in pairwise(periods):
        before = {state.field.id for state in standings(plan, earlier) if state.now >= 1}
        new = [s.field.id for s in standings(plan, later) if s.now >= 1 and s.field.id not in before]
        steps.append(
            label("say newly reached", language, _name(plan, later, language), listed(new, language))
        )
    return label("say disc by period", language, str(len(periods)), " ".join(steps)).strip()
