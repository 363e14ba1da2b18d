"""What people are told about income, costs and cash of a plan, as rows and sentences; see `omniprio.plan.content`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.marks import told as marked
from omniprio.plan.content import Grid
from omniprio.plan.layout import Row, adding_up, decimals_of, merged
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Speaker
    from omniprio.plan.cash import Cash, CashOf
    from omniprio.plan.content import Telling

__all__ = ["cash_by_period", "cash_of_each", "cash_said", "cash_sentences"]


def cash_by_period(told: Telling) -> Grid | None:
    """Return income, costs and all so far in each period that is counted; None where nothing in the portfolio earns."""
    cash, speaker = told.plan.cash, told.speaker
    if cash is None:
        return None
    money = [[one.income for one in cash.periods], [one.cost for one in cash.periods]]
    income, cost = (adding_up(amounts, decimals_of(amounts)) for amounts in money)
    so_far = [one.cash for one in cash.periods]
    cells = (
        (speaker.amount(come), speaker.amount(gone), speaker.amount(rest))
        for come, gone, rest in zip(income, cost, so_far, strict=True)
    )
    rows = merged(enumerate(cells, start=1), told.when)
    total = (speaker.amount(cash.income), speaker.amount(cash.cost), "")
    heads = tuple(told.words(f"head {head}") for head in ("income", "cost", "cash"))
    currency = told.plan.portfolio.currency
    title = told.words("cash in", currency) if currency else told.words("cash")
    return Grid(title, heads, [*rows, (told.words("total"), total)])


def cash_of_each(told: Telling) -> Grid | None:
    """Return what each initiative and each synergy earns and costs; None where nothing in the portfolio earns."""
    cash = told.plan.cash
    if cash is None or not cash.parts:
        return None
    heads = tuple(told.words(f"head {head}") for head in ("income", "cost", "present value", "payback"))
    until = told.speaker.called("period", cash.counted_to)
    return Grid(told.words("earners", until), heads, [_of_one(one, told) for one in cash.parts])


def _of_one(one: CashOf, told: Telling) -> Row:
    amounts = (told.speaker.amount(amount) for amount in (one.income, one.cost, one.present_value))
    paid_back = told.words("not paid back") if one.payback is None else told.label(one.payback)
    is_initiative = one.kind == "initiative"
    called = (
        told.speaker.called("initiative", one.id)
        if is_initiative
        else told.words(f"earner {one.kind}", one.id)
    )
    return called, (*amounts, paid_back)


def cash_sentences(told: Telling) -> Iterator[str]:
    """Yield what comes in and goes out in all, what that is worth, counted to when, and what of it is not a fact."""
    if told.plan.cash is not None:
        yield cash_said(told.plan.cash, told.speaker)
        if marks := marked(marks_of(told.plan.portfolio, "cost", "value"), told.language):
            yield marks


def cash_said(cash: Cash, speaker: Speaker) -> str:
    """Return income, costs and net present value in all, to when they are counted, and when the plan has paid for itself.

    Args:
        cash: What the plan earns and costs.
        speaker: Who says it; it knows the currency and calendar of the portfolio.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> from omniprio.language import Speaker
    >>> cash = plan_of(Portfolio(horizon=3, initiatives=[Initiative(id="web", cost=30, benefit=20)]), {"web": 1}).cash
    >>> cash_said(cash, Speaker())
    'Earned 60 and spent 30 by the end of period 3: net present value 30. Paid back by the end of period 2.'
    """
    amounts = (speaker.money(amount) for amount in (cash.income, cash.cost))
    until = speaker.called("period", cash.counted_to)
    said = speaker.words("figures.say cash", *amounts, until, speaker.money(cash.net_present_value))
    if not (cash.income or cash.cost):
        return said  # there is nothing to pay back
    if cash.payback is None:
        return f"{said} {speaker.words('figures.never paid back')}"
    return f"{said} {speaker.words('figures.paid back', speaker.called('period', cash.payback))}"
