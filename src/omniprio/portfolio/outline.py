"""What a portfolio contains, in a few lines for a terminal or a notebook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.portfolio.names import Titles, title_in
from omniprio.portfolio.teams import Capacity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.portfolio.budgets import Budget, PerPeriod
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["contents", "heading", "outline", "target"]

_MOST_NAMES = 8
"""Names of budgets or teams that are listed; beyond that they are counted."""


def outline(portfolio: Portfolio, language: str = "en") -> str:
    """Return what a portfolio contains: its name, initiatives, horizon and money; disc, teams and marks where there are any.

    Args:
        portfolio: The portfolio.
        language: The code of the language.

    >>> from omniprio.catalogue import ten_portfolio
    >>> print(outline(ten_portfolio()))
    The ten concrete omnichannel initiatives
    Initiatives: 10, 2 requirements, 3 synergies
    Horizon: 12 periods
    Money: Main budget 2,500 kDKK, Running costs without limit
    Disc: 6 disciplines, 18 fields, 6 of them complete at the start; to reach: the centre
    Teams: 9 teams
    Not facts: judgement, invented.
    """
    lines = [f"{label}: {what}" for label, what in contents(portfolio, language)]
    return "\n".join(
        filter(None, [heading(portfolio, language), *lines, told(portfolio.not_facts, language)])
    )


def heading(portfolio: Portfolio, language: str) -> str:
    """Return what a portfolio is called; just that it is one where it has no name.

    Args:
        portfolio: The portfolio.
        language: The code of the language.
    """
    return title_in(portfolio, language) or Speaker(language).words("portfolio.portfolio")


def contents(portfolio: Portfolio, language: str) -> list[tuple[str, str]]:
    """Return what a portfolio contains: a label, and what there is of it.

    Args:
        portfolio: The portfolio.
        language: The code of the language.

    >>> from omniprio.portfolio import Portfolio
    >>> contents(Portfolio(horizon=2, initiatives=[], budget=40), "da")
    [('Initiativer', '0'), ('Horisont', '2 perioder'), ('Penge', 'Hovedbudget 40')]
    """
    speaker = Speaker(language, Titles(portfolio))
    found = {
        "initiatives": _initiatives(portfolio, speaker),
        "horizon": _horizon(portfolio, speaker),
        "money": _money(portfolio, speaker),
        "disc": _disc(portfolio, speaker) if portfolio.has_disc else "",
        "teams": _teams(portfolio, speaker),
    }
    return [(speaker.words(f"portfolio.{label}"), what) for label, what in found.items() if what]


def target(portfolio: Portfolio) -> str:
    """Return what a portfolio is on the way to: the centre of its disc, or an ambition of its own.

    >>> from omniprio.portfolio import Portfolio
    >>> target(Portfolio(horizon=1, initiatives=[], ambition={"R": 2}))
    'the ambition'
    """
    whole = {row.id: len(row.rings) for row in portfolio.disc.disciplines}
    return "the centre" if portfolio.ambitions == whole else "the ambition"


def _initiatives(portfolio: Portfolio, speaker: Speaker) -> str:
    decided = Counter(one.decision for one in portfolio.initiatives)
    counted = {
        "decided": decided["must"],
        "ruled out": decided["never"],
        "requirement": sum(len(one.requirements) for one in portfolio.initiatives),
        "group": len(portfolio.groups),
        "synergy": len(portfolio.synergies),
    }
    parts = [speaker.count(number, noun) for noun, number in counted.items() if number]
    return ", ".join([speaker.number(len(portfolio.initiatives)), *parts])


def _horizon(portfolio: Portfolio, speaker: Speaker) -> str:
    calendar = portfolio.calendar
    closed = len(set(portfolio.closed))
    last = [speaker.words("portfolio.closed", n=closed)] if closed else []
    if calendar.start is None:
        return ", ".join([speaker.count(portfolio.periods, "period"), *last])
    days = {"first": str(calendar.start), "last": str(calendar.last_day(portfolio.periods))}
    dates = speaker.words("portfolio.dates", **days)
    return ", ".join([speaker.count(portfolio.periods, calendar.unit), dates, *last])


def _money(portfolio: Portfolio, speaker: Speaker) -> str:
    return _listed([_budget(name, one, speaker) for name, one in portfolio.limits.items()], "budget", speaker)


def _budget(name: str, budget: Budget, speaker: Speaker) -> str:
    called = speaker.called("budget", name)
    if budget.windows:
        return speaker.words("portfolio.by window", name=called)
    if budget.total is not None:
        return f"{called} {speaker.precise_money(budget.total, speaker.names.unit(name))}"
    return f"{called} {_by_period(budget.per_period, speaker, speaker.names.unit(name))}"


def _teams(portfolio: Portfolio, speaker: Speaker) -> str:
    each = [
        f"{speaker.called('team', team)} {_capacity(capacity, speaker)}"
        for team, capacity in portfolio.capacities.items()
    ]
    return _listed(each, "team", speaker)


def _capacity(given: PerPeriod | Capacity, speaker: Speaker) -> str:
    if not isinstance(given, Capacity):
        return _by_period(given, speaker)
    parts = [_by_period(given.amount, speaker)]
    if given.at_least is not None:
        parts.append(speaker.words("portfolio.at least", least=_by_period(given.at_least, speaker)))
    if given.extra is None:
        parts.append(speaker.words("portfolio.buys what is missing"))
    elif given.extra != 0:
        parts.append(speaker.words("portfolio.buys", most=_by_period(given.extra, speaker)))
    return ", ".join(parts)


def _by_period(limit: PerPeriod, speaker: Speaker, unit: str = "") -> str:
    if limit is None:
        return speaker.words("portfolio.without limit")
    if isinstance(limit, tuple):
        return speaker.words("portfolio.by period")
    return speaker.words("portfolio.in each period", amount=f"{speaker.number(limit)} {unit}".rstrip())


def _disc(portfolio: Portfolio, speaker: Speaker) -> str:
    fields = portfolio.disc.fields
    return speaker.words(
        "portfolio.size of disc",
        disciplines=len(portfolio.ambitions),
        fields=len(fields),
        complete=sum(portfolio.start_fulfilment[field] == 1 for field in fields),
        target=speaker.words(f"names.{target(portfolio)}"),
    )


def _listed(each: Sequence[str], noun: str, speaker: Speaker) -> str:
    return ", ".join(each) if len(each) <= _MOST_NAMES else speaker.count(len(each), noun)
