"""What a plan earns and costs in each period, and all of it so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch, Rectangle

from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plan.earnings import cash_said
from omniprio.plots.bars import amount_axis, draw_bars, draw_level
from omniprio.plots.canvas import LEFT, MARGIN, blank, framed, head, key, period_axis
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import INK, PAPER, line
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["cash", "describe_cash"]

_HEIGHT = 3.7
_WIDE = 0.76
"""Width of a bar, in periods."""


@validated
def cash(plan: Plan, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw what a plan earns in each period up to the horizon, below the axis what it costs, and as steps all so far.

    Where nothing in the portfolio earns, costs are all there is.

    Args:
        plan: The plan.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.

    Returns:
        The axes; amounts in the currency of the portfolio.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> web = Initiative(id="web", cost=30, benefit=20)
    >>> drawn = cash(plan_of(Portfolio(horizon=3, initiatives=[web]), {"web": 1}))
    >>> [float(height) for height in drawn.lines[0].get_ydata()]
    [-10.0, -10.0, 10.0, 10.0, 30.0, 30.0]
    """
    periods = () if plan.cash is None else plan.cash.periods[: plan.portfolio.periods]
    income, cost = [one.income for one in periods], [one.cost for one in periods]
    so_far = [one.cash for one in periods]
    ax = ax or framed(blank(_HEIGHT))
    period_axis(ax, plan.portfolio, language)
    handles = [draw_bars(ax, income, label("income", language)), _draw_costs(ax, cost, language)]
    level = draw_level(ax, so_far, line(0), label("cash so far", language))
    ax.axhline(0, color=INK, linewidth=0.8, zorder=2.5)
    currency = plain(plan.portfolio.currency)
    words = label("money axis", language, currency) if currency else label("money axis bare", language)
    highest = max((*income, *so_far), default=0.0)
    amount_axis(ax, words, highest, language)
    ax.set_ylim(1.08 * min((*(-amount for amount in cost), *so_far, 0.0)), 1.08 * max(highest, 0.0) or 1.0)
    mark = told(marks_of(plan.portfolio, "cost", "value"), language)
    head(ax, label("cash", language), left=LEFT - MARGIN, mark=mark)
    key(ax, [*handles, level], columns=3, below=0.5)
    return ax


def _draw_costs(ax: Axes, amounts: Sequence[float], language: Language) -> Patch:
    """Draw what each period costs downwards, and return what stands for it in a key."""
    for place, amount in enumerate(amounts):
        bar = Rectangle((place + (1 - _WIDE) / 2, -amount), _WIDE, amount, zorder=2)
        bar.set(facecolor=PAPER, edgecolor=INK, linewidth=0.8)
        ax.add_artist(bar)
    return Patch(facecolor=PAPER, edgecolor=INK, linewidth=0.8, label=label("costs", language))


@validated
def describe_cash(plan: Plan, *, language: Language = "en") -> str:
    """Return what income and costs show, for those who cannot see them.

    Args:
        plan: The plan.
        language: The language.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> web = Initiative(id="web", cost=30, benefit=20)
    >>> describe_cash(plan_of(Portfolio(horizon=3, initiatives=[web]), {"web": 1}))
    'Earned 60 and spent 30 by the end of period 3: net present value 30. Paid back by the end of period 2.'
    """
    found, speaker = plan.cash, Speaker(language, Titles(plan.portfolio))
    if found is None:
        return label("nothing earns", language)
    return cash_said(found, speaker)
