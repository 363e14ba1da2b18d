"""What was reached for one goal, and what is shown about that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from omniprio.exactly import Found

__all__ = ["Reached"]


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached for a goal before later goals used its slack; less is better.

    Attributes:
        value: What the best schedule came to.
        bound: No schedule is better; None where that is not known.
        certified: Whether the bound rests on no solver's word.
        confirmed: Whether it rests on the word of two engines.
    """

    value: Fraction
    bound: Fraction | None = None
    certified: bool = False
    confirmed: bool = False

    @classmethod
    def of(cls, value: Fraction, found: Found[dict[str, int]] | None, counted: Fraction | None) -> Reached:
        """Return what the solver has shown, together with a bound that was counted without it."""
        own = None if found is None else found.bound
        bound = max((one for one in (own, counted) if one is not None), default=None)
        is_counted = bound == counted or (found is not None and found.certified)
        is_confirmed = found is not None and found.confirmed and not is_counted
        return cls(
            value,
            bound,
            certified=bound is not None and is_counted,
            confirmed=bound is not None and is_confirmed,
        )
