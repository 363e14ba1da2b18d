"""Spending under a budget, period by period, against the budget."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import Speaker, sentence
from omniprio.marks import told
from omniprio.money import available
from omniprio.parameters import validated
from omniprio.plots.bars import amount_axis, draw_bars, draw_level
from omniprio.plots.canvas import LEFT, MARGIN, blank, framed, head, key, period_axis
from omniprio.plots.labels import budget_name, label, plain
from omniprio.plots.palette import line
from omniprio.portfolio import MAIN_FUND, unit_of_budget
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of
from omniprio.spelling import one_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["describe_money", "money"]

_HEIGHT = 3.7


@validated
def money(plan: Plan, budget: str = MAIN_FUND, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw what a plan spends under a budget in each period, and what it may spend.

    A budget that is carried over is drawn as a sum that grows, with the spending so far; one that is not, for
    each period alone. One without a limit is drawn as spending alone.

    Args:
        plan: The plan.
        budget: The name of the budget; `money` is the main one.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.

    Returns:
        The axes; amounts in the unit of the budget.

    Raises:
        InvalidInputError: The portfolio has no such budget.

    >>> import omniprio
    >>> plan = omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2})
    >>> [bar.get_height() for bar in money(plan).patches]
    [0.0, 360.0, 360.0, 0.0]
    """
    limit, spent = _limit(plan, budget), _spent(plan, budget)
    limited = [amount for amount in limit if amount is not None]
    carried = plan.portfolio.limits[budget].adds_up
    ax = ax or framed(blank(_HEIGHT))
    period_axis(ax, plan.portfolio, language)
    handles: list[Artist] = [draw_bars(ax, spent, label("spent", language))]
    highest = [*spent, *limited]
    if carried or not limited:
        so_far = list(accumulate(spent))
        handles.append(draw_level(ax, so_far, line(0), label("spent so far", language)))
        highest += so_far
    if limited:
        words = label("budget so far" if carried else "period budget", language)
        handles.append(draw_level(ax, limit, line(1), words))
    amount_axis(ax, _unit(plan, budget, language), max(highest), language)
    mark = told(marks_of(plan.portfolio, "cost", "budget"), language)
    head(ax, label("money", language, plain(budget_name(budget, language))), left=LEFT - MARGIN, mark=mark)
    key(ax, handles, columns=3, below=0.5)
    return ax


def _limit(plan: Plan, budget: str) -> list[float | None]:
    limits = plan.portfolio.limits
    if budget not in limits:
        raise InvalidInputError(
            [
                Fault(
                    "budget",
                    sentence("faults.no budget of portfolio", name=budget),
                    one_of(limits, budget),
                )
            ]
        )
    if limits[budget].is_simple and not any(state.income.get(budget) for state in plan.periods):
        amounts = available(limits[budget], plan.portfolio.periods)
        return [None if amount is None else float(amount) for amount in amounts]
    left = [state.left[budget] for state in plan.periods[1:]]  # what lapses is in it no more
    spent = _spent(plan, budget)
    until = accumulate(spent) if limits[budget].adds_up else spent
    return [None if rest is None else used + rest for used, rest in zip(until, left, strict=True)]


def _spent(plan: Plan, budget: str) -> list[float]:
    return [state.spending[budget] for state in plan.periods[1:]]


def _unit(plan: Plan, budget: str, language: Language) -> str:
    unit = plain(unit_of_budget(budget, plan.portfolio))
    return label("money axis", language, unit) if unit else label("money axis bare", language)


@validated
def describe_money(plan: Plan, budget: str = MAIN_FUND, *, language: Language = "en") -> str:
    """Return what the spending shows, for those who cannot see it.

    Args:
        plan: The plan.
        budget: The name of the budget.
        language: The language.

    >>> import omniprio
    >>> describe_money(omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2}))
    'Spending by period, main budget: 720 kDKK in all, 1,780 kDKK left at the end.'
    """
    _limit(plan, budget)
    speaker, unit = Speaker(language, Titles(plan.portfolio)), unit_of_budget(budget, plan.portfolio)
    total = speaker.money(sum(_spent(plan, budget)), unit)
    name, left = budget_name(budget, language), plan.periods[-1].left[budget]
    if left is None:
        return label("say money", language, name, total)
    return label("say money limited", language, name, total, speaker.money(left, unit))
