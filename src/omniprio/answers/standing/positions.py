"""Where a profile stands in each discipline, in levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.fulfilment import positions_at
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from omniprio.disc import Disc

__all__ = ["Positions"]


class Positions:
    """Positions on a disc.

    >>> from fractions import Fraction
    >>> from omniprio.disc import shipped_disc
    >>> Positions(shipped_disc()).of({"R2": Fraction(1, 2)})
    {'R': Fraction(3, 2)}
    """

    def __init__(self, disc: Disc) -> None:
        """Take a disc."""
        self._disc = disc
        self._blank = Portfolio(horizon=1, initiatives=(), disc=disc)
        self._start = self._blank.start_fulfilment

    def of(self, fulfilment: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Return the position in each discipline that something is said of.

        Args:
            fulfilment: By field id; fields that nothing is said of count as the disc's default start.
        """
        found = positions_at(self._blank, {**self._start, **fulfilment})
        spoken = {self._disc.fields[field].discipline.id for field in fulfilment}
        return {name: levels for name, levels in found.items() if name in spoken}
