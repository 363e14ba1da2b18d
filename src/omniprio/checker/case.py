"""A schedule under check, and how what it breaks is said."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from omniprio.checker.report import BrokenRule
from omniprio.language import Speaker, fact
from omniprio.portfolio.names import Ids

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from omniprio.checker.recount import Recount
    from omniprio.checker.work import Work
    from omniprio.language import Fact, Value
    from omniprio.portfolio import Portfolio

__all__ = ["Case", "broken", "exceeded", "told_apart"]

_DECIMALS = 4
"""Of a number in a sentence, unless two that differ would read the same."""


class Case(NamedTuple):
    """A schedule under check: the data, the chosen initiatives by id, and what they amount to."""

    portfolio: Portfolio
    works: Mapping[str, Work]
    recount: Recount


def broken(
    portfolio: Portfolio,
    rule: str,
    said: Fact,
    initiatives: tuple[str, ...],
    period: int | None = None,
    figures: Mapping[str, float] | None = None,
) -> BrokenRule:
    """Return a broken rule, with what is said about it in English too."""
    message = Speaker(names=Ids(portfolio)).say(said)
    return BrokenRule(
        rule=rule,
        message=message,
        said=said,
        initiatives=initiatives,
        period=period,
        figures={**(figures or {})},
    )


def exceeded(
    case: Case,
    rule: str,
    breach: str,
    whose: Mapping[str, Value],
    period: int,
    used_and_available: tuple[Fraction, Fraction],
) -> BrokenRule:
    """Return that more is used than is available."""
    used, available = used_and_available
    figures = {"used": float(used), "available": float(available), "too much": float(used - available)}
    most, there = told_apart(used, available)
    seen = {"used": float(most), "available": float(there), "excess": float(most - there)}
    said = fact(f"rules.{rule}.{breach}", **whose, period=period, **seen)
    return broken(case.portfolio, rule, said, (), period, figures)


def told_apart(used: Fraction, available: Fraction) -> tuple[Fraction, Fraction]:
    """Return two amounts with as many decimals, four at least, as tell the greater one from the other."""
    pairs = ((round(used, decimals), round(available, decimals)) for decimals in count(_DECIMALS))
    return next((most, there) for most, there in pairs if most > there)
