"""What a plan takes of a team, period by period, against what the team has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import Speaker, sentence
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.bars import amount_axis, draw_bars, draw_level
from omniprio.plots.canvas import LEFT, MARGIN, blank, framed, head, key, period_axis
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import line
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of
from omniprio.schedule import capacity

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["describe_team_load", "team_load"]

_HEIGHT = 3.2


@validated
def team_load(plan: Plan, team: str, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw what a plan takes of a team in each period, and its capacity where it has a limit.

    Args:
        plan: The plan.
        team: The name of the team.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.

    Returns:
        The axes; amounts in the unit of the effort.

    Raises:
        InvalidInputError: The portfolio has no such team.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> web = Initiative(id="web", effort={"IT": 2})
    >>> plan = plan_of(Portfolio(horizon=2, initiatives=[web], capacities={"IT": 3}), {"web": 1})
    >>> [bar.get_height() for bar in team_load(plan, "IT").patches]
    [2.0, 0.0]
    """
    load, there = _load(plan, team), _capacity(plan, team)
    limited = [most for most in there if most is not None]
    ax = ax or framed(blank(_HEIGHT))
    period_axis(ax, plan.portfolio, language)
    handles: list[Artist] = [draw_bars(ax, load, label("load", language))]
    if limited:
        handles.append(draw_level(ax, there, line(1), label("capacity", language)))
    amount_axis(ax, label("effort", language), max([*load, *limited]), language)
    mark = told(marks_of(plan.portfolio, "effort"), language)
    called = Speaker(language, Titles(plan.portfolio)).called("team", team)
    head(ax, label("team", language, plain(called)), left=LEFT - MARGIN, mark=mark)
    key(ax, handles, columns=2, below=0.5)
    return ax


def _load(plan: Plan, team: str) -> list[float]:
    teams = plan.portfolio.capacities
    if team not in teams:
        no_teams = sentence("remedies.no teams")
        remedy = sentence("remedies.there are teams", names=", ".join(teams)) if teams else no_teams
        raise InvalidInputError([Fault("team", sentence("faults.no team of portfolio", name=team), remedy)])
    return [state.load[team] for state in plan.periods[1:]]


def _capacity(plan: Plan, team: str) -> list[float | None]:
    there = capacity(plan.portfolio, plan.starts, team)
    return [None if one is None else float(one) for one in there]


@validated
def describe_team_load(plan: Plan, team: str, *, language: Language = "en") -> str:
    """Return what the load shows, for those who cannot see it.

    Args:
        plan: The plan.
        team: The name of the team.
        language: The language.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> web = Initiative(id="web", effort={"IT": 2})
    >>> describe_team_load(
    ...     plan_of(Portfolio(horizon=2, initiatives=[web], capacities={"IT": 3}), {"web": 1}), "IT"
    ... )
    'Load of IT by period: at most 2; never less than 1 free.'
    """
    speaker = Speaker(language, Titles(plan.portfolio))
    most, called = speaker.amount(max(_load(plan, team))), speaker.called("team", team)
    bought = next((one.amount for one in plan.bought if one.team == team), 0.0)
    if bought:
        return label("say team buying", language, called, most, speaker.amount(bought))
    free = [rest for state in plan.periods[1:] if (rest := state.idle[team]) is not None]
    if not free:
        return label("say team", language, called, most)
    return label("say team limited", language, called, most, speaker.amount(min(free)))
