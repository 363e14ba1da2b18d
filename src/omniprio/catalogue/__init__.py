"""What comes with the library as data: discs, the ten initiatives, an invented longer list, one sizing.

What an initiative contributes and what it costs are kept apart: the first can be cited, the second replaced.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from omniprio.catalogue.listing import (
    ChannelMap,
    Claim,
    Part,
    Size,
    Sizing,
    Strength,
    channel_map,
    listing,
    sizing,
)
from omniprio.disc import shipped_disc as disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.portfolio import Cost, Initiative, Portfolio, Synergy
from omniprio.portfolio.initiative import RUNNING_FUND
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from omniprio.annotations import Count
    from omniprio.disc import Disc

__all__ = [
    "RUNNING_FUND",
    "ChannelMap",
    "Claim",
    "Part",
    "Size",
    "Sizing",
    "better_after",
    "channel_map",
    "claims",
    "disc",
    "long_catalogue",
    "long_portfolio",
    "parts",
    "sizing",
    "ten_by_channel",
    "ten_initiatives",
    "ten_portfolio",
    "ten_synergies",
    "with_sizing",
]


_WEEKS_PER_YEAR = 52

_CLAIMS = (
    "75% and 43% stand in the source (S3); what they are shares of is not known here, and nothing is calculated "
    "from them"
)
"""What is said of the claims wherever it is said where data come from."""


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

    These are judgements, no rules: they may run both ways. `ten_synergies` gives them invented sizes.

    Returns:
        For each initiative, by id, the others it works better after and how strongly.

    >>> better_after()["web-email"]
    {'identify': 'strong', 'sign-up': 'some'}
    """
    return {listed.id: dict(listed.better_after) for listed in listing("ten").initiatives}


def parts() -> dict[str, tuple[Part, ...]]:
    """Return what those of the ten initiatives consist of whose parts the source names, by id.

    >>> [part.title["en"] for part in parts()["store-visit"]]
    ['Stock', 'Nearest store', 'Click and collect']
    """
    return {listed.id: listed.parts for listed in listing("ten").initiatives if listed.parts}


def claims() -> tuple[Claim, ...]:
    """Return the figures that the source of the ten initiatives gives; nothing is calculated from them.

    >>> [claim.share for claim in claims()]
    [0.75, 0.43]
    """
    return listing("ten").claims


@validated
def ten_synergies(*, periods_per_year: Count = 4) -> tuple[Synergy, ...]:
    """Return what the ten initiatives earn more together, where one works better after another.

    Which do is our judgement, how much it earns is invented. What works better after another earns it only if it starts
    after that is complete; a pair that works better either way is one synergy, active once both are complete.

    Args:
        periods_per_year: How many periods of the horizon make a year, at least 1; 4 are quarters.

    >>> strong = ten_synergies()[0]
    >>> strong.of, strong.when, strong.benefit
    (('identify', 'web-email'), 'in order', 15.0)
    """
    better, size = better_after(), sizing()
    pairs: dict[frozenset[str], Synergy] = {}
    for name, others in better.items():
        for before, strength in others.items():
            pair = Synergy(
                id=f"{before} + {name}",
                of=(before, name),
                when="all complete" if name in better[before] else "in order",
                benefit=float(exact(size.better_after_per_year[strength]) / periods_per_year),
            )
            pairs.setdefault(frozenset(pair.of), pair)
    return tuple(pairs.values())


@validated
def with_sizing(
    initiatives: Iterable[Initiative], sizes: Sizing, *, periods_per_year: int = 4
) -> tuple[Initiative, ...]:
    """Return initiatives with cost, duration, teams, effort and benefit from a sizing.

    The one-off cost goes to the main budget, evenly over the duration; the running cost to the fund `running`,
    a year's amount shared evenly over its periods, and so is what a year earns. Weeks are rounded up to whole periods; a
    year has 52, so a quarter has 13. The lead team becomes the owner, and all teams the tag `team`. The work of each team
    is spread evenly over the duration.

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

    From level 1 everywhere they cannot reach the centre: nothing advances A3 or O3. Of what they earn more together the
    portfolio has what is strong; `ten_synergies` has the rest.

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
def ten_by_channel(*, budget: float = 2500, quarters: int = 12, start: date | None = None) -> Portfolio:
    """Return the ten initiatives on a disc whose fields are judged channel by channel, with the channels they join.

    In each channel that it is about an initiative gives the share that it gives the field as a whole; a field is the mean
    of its channels. Which channels count where, and which an initiative is about and joins, is our judgement.

    Args:
        budget: One-off money over the whole horizon, in kDKK.
        quarters: The number of periods.
        start: The first day of the first quarter, for dates.

    Returns:
        A portfolio in quarters and kDKK, whose plans tell the step from single to omnichannel in each quarter.

    Raises:
        InvalidInputError: The budget or the number of quarters makes no portfolio.

    >>> portfolio = ten_by_channel()
    >>> portfolio.by_id["sign-up"].advances["R2@web"], portfolio.by_id["sign-up"].links
    (0.6, ('web', 'e-mail'))
    """
    ten, channels = listing("ten"), channel_map()
    mapped = tuple(ten.by_channel(listed, channels) for listed in ten.initiatives)
    title = {
        "da": "De ti konkrete omnichannel-initiativer, kanal for kanal",
        "en": "The ten concrete omnichannel initiatives, channel by channel",
    }
    return _portfolio(
        with_sizing(mapped, sizing()),
        title,
        budget=budget,
        quarters=quarters,
        start=start,
        on=channels.on(disc()),
        provenance={"channels": channels.provenance},
    )


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
    old = {name: getattr(initiative, name) for name in Initiative.model_fields}
    running, earned = (
        float(exact(yearly) / periods_per_year) for yearly in (size.running_per_year, size.benefit_per_year)
    )
    duration = ceil(Fraction(size.weeks * periods_per_year, _WEEKS_PER_YEAR))
    known = ["sizing", *(["effort"] if size.effort else []), *(["benefit"] if size.benefit_per_year else [])]
    return Initiative.model_validate(
        old
        | {
            "duration": duration,
            "cost": size.one_off,
            "costs": {RUNNING_FUND: Cost(running=running)},
            "benefit": earned,
            "effort": {team: float(exact(weeks) / duration) for team, weeks in size.effort.items()},
            "owner": size.lead,
            "tags": initiative.tags | {"team": (size.lead, *size.others)},
            "provenance": initiative.provenance | dict.fromkeys(known, provenance),
        }
    )


def _portfolio(
    initiatives: tuple[Initiative, ...],
    title: dict[str, str],
    *,
    budget: float,
    quarters: int,
    start: date | None,
    on: Disc | None = None,
    provenance: Mapping[str, str] | None = None,
) -> Portfolio:
    """Return a portfolio of shipped initiatives, with running costs counted but not limited."""
    sizes, strong = sizing(), better_after()
    return Portfolio.model_validate(  # not its constructor: so a fault of the horizon is reported with the others
        {
            "name": title["en"],
            "title": title,
            "horizon": {"periods": quarters, "unit": "quarter", "start": start},
            "initiatives": initiatives,
            "disc": on or disc(),
            "synergies": [one for one in ten_synergies() if strong[one.of[1]][one.of[0]] == "strong"],
            "budget": budget,
            "budgets": {RUNNING_FUND: None},
            "capacities": {team: None for one in initiatives for team in one.effort},
            "currency": sizes.currency,
            "provenance": {
                "disc": disc().provenance,
                "start": "level 1 everywhere, as most organisations: 2015 review of Houlind's first book (S1)",
                **(provenance or {}),
                "initiatives": "each states its own",
                "sizing": sizes.provenance,
                "budget": sizes.provenance,
                "synergies": f"which: judgement; how much: {sizes.provenance}",
                "claims": _CLAIMS,
            },
        }
    )
