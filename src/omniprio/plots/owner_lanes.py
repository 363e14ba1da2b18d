"""The Gantt chart by owner: who does what when, a lane for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.language import Speaker
from omniprio.parameters import validated
from omniprio.plots.gantt import chart, due_rows
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import BODY, FAINT, INK, SHADE
from omniprio.plots.timeline import GAP, WORDS, Row, name_of, row
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan, Planned

__all__ = ["describe_owner_lanes", "owner_lanes"]

_LANE = 0.24
"""Inches of the name of an owner."""
_POINTS = 72


@validated
def owner_lanes(plan: Plan, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the chosen initiatives as bars on the time line, those of each owner together, by start.

    What is marked on bars is as in `gantt`; the reasons are left out.

    Args:
        plan: The plan.
        language: The language of the words.
        ax: Axes to draw on, with 3.3 inches free to their left; by default new ones.

    Returns:
        The axes; up and down in inches of a figure of its own.

    >>> import omniprio
    >>> plan = omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2, "web-email": 1})
    >>> [bar.get_label() for bar in owner_lanes(plan).patches if bar.get_label()]
    ['identify', 'web-email']
    """
    rows: list[Row[Planned]] = []
    heads: list[tuple[str, float]] = []
    top = GAP
    for owner, several in _lanes(plan, language).items():
        heads.append((owner, top))
        top += _LANE
        for planned in several:
            rows.append(row(planned, name_of(planned, language), "", top))
            top += rows[-1].height + GAP
    due, top = due_rows(plan, language, top)
    ax = chart(plan, rows, label("owner lanes", language), top=top, due=due, language=language, ax=ax)
    for name, above in heads:
        _head(ax, plain(name), above)
    return ax


def _lanes(plan: Plan, language: Language) -> dict[str, list[Planned]]:
    """Return the chosen initiatives by what the owner is called, in the order of the portfolio; those without one last."""
    found: dict[str, list[Planned]] = {one.owner: [] for one in plan.portfolio.initiatives if one.owner}
    found[""] = []
    for planned in plan.schedule:
        found[plan.portfolio.by_id[planned.id].owner].append(planned)
    speaker, nobody = Speaker(language, Titles(plan.portfolio)), label("no owner", language)
    return {speaker.called("owner", owner) or nobody: several for owner, several in found.items() if several}


def _head(ax: Axes, name: str, top: float) -> None:
    """Write the name of an owner on a band of its own."""
    ax.axhspan(top - GAP / 2, top + _LANE - GAP / 2, facecolor=SHADE, zorder=0)
    middle = top + (_LANE - GAP) / 2
    written = ax.annotate(
        name,
        (0, middle),
        (-_POINTS * WORDS, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        annotation_clip=False,
    )
    written.set(ha="left", va="center", size=BODY, color=FAINT, style="italic")
    ax.axhline(top - GAP / 2, color=INK, linewidth=0.6, zorder=0)


@validated
def describe_owner_lanes(plan: Plan, *, language: Language = "en") -> str:
    """Return what the lanes show, for those who cannot see it.

    Args:
        plan: The plan.
        language: The language.

    >>> import omniprio
    >>> plan = omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2})
    >>> describe_owner_lanes(plan)
    'Time line of the plan by owner, 1 in all: IT: Identify your customers 2 - 3.'
    """
    lanes = _lanes(plan, language)
    calendar = plan.portfolio.calendar
    said = [
        f"{owner}: "
        + ", ".join(
            f"{name_of(one, language)} {calendar.span(one.start, one.finish, language)}" for one in several
        )
        for owner, several in lanes.items()
    ]
    return label("say owner lanes", language, str(len(lanes)), "; ".join(said) or label("nothing", language))
