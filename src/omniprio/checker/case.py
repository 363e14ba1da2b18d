"""A schedule under check, and how what it breaks is said."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from omniprio.checker.report import Breach
from omniprio.language import fact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from omniprio.checker.recount import Recount
    from omniprio.checker.work import Work
    from omniprio.language import Value
    from omniprio.portfolio import Portfolio

__all__ = ["Case", "exceeded", "told_apart"]

_DECIMALS = 4
"""Of a number in a sentence, unless two that differ would read the same."""


class Case(NamedTuple):
    """A schedule under check: the data, the chosen initiatives by id, and what they amount to."""

    portfolio: Portfolio
    works: Mapping[str, Work]
    recount: Recount


def exceeded(
    rule: str,
    breach: str,
    whose: Mapping[str, Value],
    period: int,
    used_and_available: tuple[Fraction, Fraction],
) -> Breach:
    """Return that more is used than is available."""
    used, available = used_and_available
    figures = {"used": float(used), "available": float(available), "too much": float(used - available)}
    most, there = told_apart(used, available)
    seen = {"used": float(most), "available": float(there), "excess": float(most - there)}
    said = fact(f"rules.{rule}.{breach}", **whose, period=period, **seen)
    return Breach(rule, said, (), period, figures)


def told_apart(used: Fraction, available: Fraction) -> tuple[Fraction, Fraction]:
    """Return two amounts with as many decimals, four at least, as tell the greater one from the other."""
    pairs = ((round(used, decimals), round(available, decimals)) for decimals in count(_DECIMALS))
    return next((most, there) for most, there in pairs if most > there)
