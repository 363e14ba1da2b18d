"""The road to the ambition: the distance, period by period, against what is known about the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import Speaker, sentence
from omniprio.marks import told, united
from omniprio.parameters import validated
from omniprio.plan import TOLERANCE, Plan
from omniprio.plots.canvas import LEFT, MARGIN, blank, framed, head, key, period_axis
from omniprio.plots.labels import label, plain
from omniprio.plots.milestones import mark_milestones, milestones_said
from omniprio.plots.palette import BODY, FAINT, INK, PAPER, RULE, SMALL, line
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.channel_ladder import ChannelStep
    from omniprio.language import Language
    from omniprio.plan import GoalResult

__all__ = ["describe_road", "road", "unmarked_road"]

_HEIGHT = 3.5
_KEY_LINE = 0.2


@validated
def road(plans: Plan | Mapping[str, Plan], *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the distance of a plan at the end of each period as steps, or that of several plans.

    One plan is drawn with what is known about its mean or last distance: proven, or a bound that none is below, and with its
    milestones, each at the end of the period in which it is due.

    Args:
        plans: A plan, or several by the name to show; the longest one gives the time line.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.

    Returns:
        The axes.

    Raises:
        InvalidArgumentError: There is no plan.

    >>> import omniprio
    >>> plan = omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"web-email": 1, "sign-up": 2})
    >>> [round(float(length), 3) for length in road(plan).lines[0].get_ydata()]
    [0.667, 0.594, 0.533, 0.533, 0.533]
    """
    ax = unmarked_road(plans, language=language, ax=ax)
    by_plan = [plans] if isinstance(plans, Plan) else plans.values()
    marks = united(marks_of(plan.portfolio, "effect", "start", "cost") for plan in by_plan)
    head(ax, label("road", language), left=LEFT - MARGIN, mark=told(marks, language))
    return ax


def unmarked_road(plans: Plan | Mapping[str, Plan], *, language: Language, ax: Axes | None) -> Axes:
    """Draw what `road` does without its heading, and without what of the data is not a fact: for a figure that says so itself."""
    by_name = {label("plan", language): plans} if isinstance(plans, Plan) else plans
    if not by_name:
        raise InvalidArgumentError(
            [Fault("plans", sentence("faults.no entries"), sentence("remedies.at least one plan"))]
        )
    longest = max(by_name.values(), key=lambda plan: plan.portfolio.periods)
    levels = _levels(plans, language) if isinstance(plans, Plan) else []
    rows = len(by_name) + len(levels)
    ax = ax or framed(blank(_HEIGHT + _KEY_LINE * rows), bottom=0.6 + _KEY_LINE * rows)
    period_axis(ax, longest.portfolio, language)
    ax.set_ylim(0, 1.08 * max(plan.periods[0].distance for plan in by_name.values()) or 1.0)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda length, _: Speaker(language).decimal(length)))
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.set_ylabel(label("distance", language), size=SMALL, color=FAINT)
    handles: list[Artist] = [_steps(ax, *item, place) for place, item in enumerate(by_name.items())]
    handles += [
        ax.axhline(value, color=INK, linewidth=1, linestyle=(0, (1 + 3 * place, 2)), label=words, zorder=1)
        for place, (value, words) in enumerate(levels)
    ]
    if isinstance(plans, Plan):
        _mark_end(ax, plans, language)
        _mark_channels(ax, plans, language)
        mark_milestones(ax, plans, language)
    key(ax, handles, columns=1, below=0.5)
    return ax


def _steps(ax: Axes, name: str, plan: Plan, place: int) -> Line2D:
    """Draw the distance of a plan; a level holds from the end of a period to the end of the next."""
    drawn = line(place)
    steps = Line2D(
        [state.period for state in plan.periods],
        [state.distance for state in plan.periods],
        drawstyle="steps-post",
        color=drawn.colour,
        linestyle=drawn.style,
        linewidth=2,
        marker=drawn.marker,
        markersize=4,
        label=plain(name),
        clip_on=False,
        zorder=3,
    )
    ax.add_line(steps)
    return steps


def _levels(plan: Plan, language: Language) -> list[tuple[float, str]]:
    """Return what is known about the best mean and last distance: where to draw it, and in words."""
    known = []
    for place, result in enumerate(plan.goals):
        averaged = range(plan.portfolio.periods + 1)[result.goal.averaged]
        if averaged and result.value is not None and result.bound is not None:
            which = "end" if result.goal.averaged.start == -1 else "mean"
            which += " after" if place else ""  # among the plans that are as good at the goals before
            known.append((result.bound, _known(result, result.value, result.bound, which, language)))
    return known


def _known(result: GoalResult, value: float, bound: float, which: str, language: Language) -> str:
    if result.proven and abs(value - bound) <= TOLERANCE * max(abs(value), abs(bound)):
        return label(f"{which} proven", language, Speaker(language).distance(value))
    return label(
        f"{which} bound", language, Speaker(language).distance(value), Speaker(language).distance(bound)
    )


def _mark_end(ax: Axes, plan: Plan, language: Language) -> None:
    """Write where the road ends: when the ambition is reached for good, or how far it still is."""
    there = _arrival(plan)
    if there is None:
        at, far = plan.portfolio.periods, plan.periods[-1].distance
        words = label("left at the end", language, Speaker(language).distance(far))
    else:
        at, far = there, 0.0
        when = (
            Speaker(language, Titles(plan.portfolio)).called("period", there)
            if there
            else label("start", language)
        )
        words = label("there", language, plain(when))
        ax.plot([at], [0], marker="*", markersize=13, color=INK, clip_on=False, zorder=5)
    late, low = at > plan.portfolio.periods / 2, far < ax.get_ylim()[1] / 5
    written = ax.annotate(words, (at, far), (-2 if late else 6, 8 if low else -8), textcoords="offset points")
    written.set(ha="right" if late else "left", va="bottom" if low else "top", size=BODY, weight="bold")
    written.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
    written.set(color=INK, zorder=6)


def _climbed(plan: Plan) -> list[tuple[int, ChannelStep]]:
    """Return the periods from which the channels are at another step of the ladder, and that step."""
    steps = [(state.period, state.channels) for state in plan.periods if state.channels is not None]
    before = [None, *(step for _, step in steps)]
    return [(period, step) for (period, step), last in zip(steps, before, strict=False) if step != last]


def _mark_channels(ax: Axes, plan: Plan, language: Language) -> None:
    """Write at the top at which step of the ladder the channels are, where that changes."""
    for period, step in _climbed(plan):
        ax.axvline(period, color=RULE, linewidth=0.6, zorder=0)
        words = Speaker(language).words(f"names.{step}")
        written = ax.annotate(words, (period, ax.get_ylim()[1]), (3, -3), textcoords="offset points")
        written.set(va="top", size=SMALL, color=FAINT)


def _arrival(plan: Plan) -> int | None:
    """Return the first period from which the ambition stays reached, or None if it is not at the end."""
    away = [state.period for state in plan.periods if plan.progress.distance[state.period] > 0]
    there = away[-1] + 1 if away else 0
    return there if there <= plan.portfolio.periods else None


@validated
def describe_road(plans: Plan | Mapping[str, Plan], *, language: Language = "en") -> str:
    """Return what the road shows, for those who cannot see it.

    Args:
        plans: A plan, or several by name.
        language: The language.

    >>> import omniprio
    >>> describe_road(omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"web-email": 1}))
    'Distance to the ambition by period: The plan goes from 0.667 to 0.594.'
    """
    by_name = {label("plan", language): plans} if isinstance(plans, Plan) else plans
    courses = [
        label(
            "say one road",
            language,
            name,
            Speaker(language).distance(plan.periods[0].distance),
            Speaker(language).distance(plan.periods[-1].distance),
        )
        for name, plan in by_name.items()
    ]
    said = label("say road", language, "; ".join(courses))
    climbed = _climbed(plans) if isinstance(plans, Plan) else []
    steps = [_said(period, step, plans, language) for period, step in climbed if isinstance(plans, Plan)]
    channels = label("say channels", language, ", ".join(steps)) if steps else ""
    due = milestones_said(plans, language) if isinstance(plans, Plan) else ""
    return " ".join(filter(None, (said, channels, due)))


def _said(period: int, step: ChannelStep, plan: Plan, language: Language) -> str:
    speaker = Speaker(language, Titles(plan.portfolio))
    words = speaker.words(f"names.{step}")
    if not period:
        return label("step at the start", language, words)
    return label("from a period", language, words, plain(speaker.called("period", period)))
