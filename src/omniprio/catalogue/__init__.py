"""What comes with the library as data: discs, the ten initiatives, an invented longer list, one sizing.

What an initiative contributes and what it costs are kept apart: the first can be cited, the second replaced.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from omniprio.catalogue.listing import Size, Sizing, Strength, listing, sizing
from omniprio.disc import shipped_disc as disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.portfolio import Cost, Initiative, Portfolio
from omniprio.portfolio.initiative import RUNNING_FUND
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from omniprio.annotations import Count

__all__ = [
    "RUNNING_FUND",
    "Size",
    "Sizing",
    "better_after",
    "disc",
    "long_catalogue",
    "long_portfolio",
    "sizing",
    "ten_initiatives",
    "ten_portfolio",
    "with_sizing",
]


_WEEKS_PER_YEAR = 52


@validated
def ten_initiatives(*, periods_per_year: Count = 4, sized: bool = True) -> tuple[Initiative, ...]:
    """Return the ten concrete initiatives of Friis (Valtech).

    Their titles are the source's, what they contribute is our judgement, and their sizes are invented.

    Args:
        periods_per_year: How many periods of the horizon make a year, at least 1; 4 are quarters.
        sized: Whether they come with cost, duration and teams; without, cost is 0 and duration 1.

    Returns:
        Ten initiatives, in the order of the source.

    Source: K. D. Friis (Valtech), Ten concrete omni-channel initiatives, for the #KICDK programme.

    >>> identify = ten_initiatives()[0]
    >>> identify.name("da"), identify.duration, identify.cost, identify.provenance["advances"][:9]
    ('Identificer dine kunder', 2, 720.0, 'judgement')
    """
    return _initiatives("ten", periods_per_year=periods_per_year, sized=sized)


@validated
def long_catalogue(*, periods_per_year: Count = 4, sized: bool = True) -> tuple[Initiative, ...]:
    """Return the ten initiatives and nine invented ones, which together can complete every field.

    Args:
        periods_per_year: How many periods of the horizon make a year, at least 1; 4 are quarters.
        sized: Whether they come with cost, duration and teams; without, cost is 0 and duration 1.

    Returns:
        Nineteen initiatives, the ten first.

    >>> [one.id for one in long_catalogue() if "A3" in one.advances]
    ['predict', 'expected-effects']
    >>> long_catalogue()[-1].provenance["everything"]
    'invented'
    """
    return ten_initiatives(periods_per_year=periods_per_year, sized=sized) + _initiatives(
        "invented", periods_per_year=periods_per_year, sized=sized
    )


def better_after() -> dict[str, dict[str, Strength]]:
    """Return which of the ten initiatives works better after which others.

    These are judgements without a size, no rules: they may run both ways. To let one count in a plan, give
    it a size of your own as a `Synergy`.

    Returns:
        For each initiative, by id, the others it works better after and how strongly.

    >>> better_after()["web-email"]
    {'identify': 'strong', 'sign-up': 'some'}
    """
    return {listed.id: dict(listed.better_after) for listed in listing("ten").initiatives}


@validated
def with_sizing(
    initiatives: Iterable[Initiative], sizes: Sizing, *, periods_per_year: int = 4
) -> tuple[Initiative, ...]:
    """Return initiatives with cost, duration and teams from a sizing.

    The one-off cost goes to the main fund, evenly over the duration; the running cost to the fund `running`,
    a year's amount shared evenly over its periods. Weeks are rounded up to whole periods; a year has 52, so a
    quarter has 13. The lead team becomes the owner, and all teams the tag `team`.

    Args:
        initiatives: The initiatives to size.
        sizes: A size for each of them, by id; others are ignored.
        periods_per_year: How many periods of the horizon make a year, at least 1.

    Returns:
        The initiatives in the order given.

    Raises:
        InvalidInputError: An initiative has no size, or there is less than one period a year.

    >>> own = Sizing(currency="kDKK", provenance="ours", sizes={"web": Size(one_off=300, weeks=14, lead="IT")})
    >>> with_sizing([Initiative(id="web")], own)[0].duration
    2
    """
    given = tuple(initiatives)
    faults = [
        Fault(f"sizes.{one.id}", sentence("faults.missing"), sentence("remedies.add size"))
        for one in given
        if one.id not in sizes.sizes
    ]
    if periods_per_year < 1:
        faults.append(
            Fault(
                "periods_per_year",
                sentence("faults.is", value=shown(periods_per_year)),
                sentence("remedies.at least 1"),
            )
        )
    if faults:
        raise InvalidInputError(faults)
    return tuple(
        _sized(one, sizes.sizes[one.id], sizes.provenance, periods_per_year=periods_per_year) for one in given
    )


@validated
def ten_portfolio(*, budget: float = 2500, quarters: int = 12, start: date | None = None) -> Portfolio:
    """Return the ten initiatives on the customer-centricity disc, ready to be planned.

    From level 1 everywhere they cannot reach the centre: nothing advances A3 or O3.

    Args:
        budget: One-off money over the whole horizon, in kDKK. Running costs are counted in a fund of their own,
            `running`, which has no limit: at 2,500 the initiatives compete for the one-off money alone.
        quarters: The number of periods.
        start: The first day of the first quarter, for dates.

    Returns:
        A portfolio in quarters and kDKK.

    Raises:
        InvalidInputError: The budget or the number of quarters makes no portfolio.

    >>> portfolio = ten_portfolio()
    >>> portfolio.budget, portfolio.periods, len(portfolio.initiatives), portfolio.budgets
    (2500.0, 12, 10, {'running': None})
    """
    title = {"da": "De ti konkrete omnichannel-initiativer", "en": "The ten concrete omnichannel initiatives"}
    return _portfolio(ten_initiatives(), title, budget=budget, quarters=quarters, start=start)


@validated
def long_portfolio(*, budget: float = 7500, quarters: int = 20, start: date | None = None) -> Portfolio:
    """Return the long catalogue on the customer-centricity disc: the centre can be reached, all cannot be bought.

    Args:
        budget: One-off money over the whole horizon, in kDKK; all nineteen together cost 9,390. Running costs
            are counted in a fund of their own, `running`, which has no limit.
        quarters: The number of periods.
        start: The first day of the first quarter, for dates.

    Returns:
        A portfolio in quarters and kDKK.

    Raises:
        InvalidInputError: The budget or the number of quarters makes no portfolio.

    >>> long_portfolio().periods
    20
    """
    title = {"da": "Hele vejen til centrum", "en": "The whole way to the centre"}
    return _portfolio(long_catalogue(), title, budget=budget, quarters=quarters, start=start)


def _initiatives(name: str, *, periods_per_year: int, sized: bool) -> tuple[Initiative, ...]:
    """Return the initiatives of a shipped list, sized as the fictional retailer if wanted."""
    source = listing(name)
    initiatives = tuple(source.initiative(listed) for listed in source.initiatives)
    return with_sizing(initiatives, sizing(), periods_per_year=periods_per_year) if sized else initiatives


def _sized(initiative: Initiative, size: Size, provenance: str, *, periods_per_year: int) -> Initiative:
    """Return one initiative with its size; built anew, since a copy would keep what was derived from the old."""
    parts = {name: getattr(initiative, name) for name in Initiative.model_fields}
    running = float(exact(size.running_per_year) / periods_per_year)
    return Initiative.model_validate(
        parts
        | {
            "duration": ceil(Fraction(size.weeks * periods_per_year, _WEEKS_PER_YEAR)),
            "cost": size.one_off,
            "costs": {RUNNING_FUND: Cost(running=running)},
            "owner": size.lead,
            "tags": initiative.tags | {"team": (size.lead, *size.others)},
            "provenance": initiative.provenance | {"sizing": provenance},
        }
    )


def _portfolio(
    initiatives: tuple[Initiative, ...],
    title: dict[str, str],
    *,
    budget: float,
    quarters: int,
    start: date | None,
) -> Portfolio:
    """Return a portfolio of shipped initiatives, with running costs counted but not limited."""
    sizes = sizing()
    return Portfolio.model_validate(  # not its constructor: so a fault of the horizon is reported with the others
        {
            "name": title["en"],
            "title": title,
            "horizon": {"periods": quarters, "unit": "quarter", "start": start},
            "initiatives": initiatives,
            "disc": disc(),
            "budget": budget,
            "budgets": {RUNNING_FUND: None},
            "currency": sizes.currency,
            "provenance": {
                "disc": disc().provenance,
                "start": "level 1 everywhere, as most organisations: 2015 review of Houlind's first book (S1)",
                "initiatives": "each states its own",
                "sizing": sizes.provenance,
                "budget": sizes.provenance,
            },
        }
    )
