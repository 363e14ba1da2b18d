"""Which of several ways has paid so far: drawn by gain for work.

In the literature: operator weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

__all__ = ["Chances"]

_REMEMBERED = 0.98
"""What is left of old gains and work after each draw: what paid at first may not pay later."""

_FOR_ALL = 0.15
"""The share of draws in which each way has the same chance."""


class Chances[Way]:
    """Ways to go on, each drawn the more often, the more it has gained for its work.

    >>> import random
    >>> chances = Chances(["near", "far"])
    >>> for _ in range(50):
    ...     chances.tell("near", gain=1.0, work=1.0)
    ...     chances.tell("far", gain=0.0, work=1.0)
    >>> draws = [chances.draw(random.Random(seed)) for seed in range(200)]
    >>> draws.count("near") > draws.count("far") > 0
    True
    """

    def __init__(self, ways: Sequence[Way]) -> None:
        """Begin with the same chance for each."""
        self._ways = list(ways)
        self._gains = [1.0] * len(ways)
        self._works = [1.0] * len(ways)

    def draw(self, rng: random.Random) -> Way:
        """Return a way."""
        rates = [gain / work for gain, work in zip(self._gains, self._works, strict=True)]
        alike = _FOR_ALL / len(rates)
        weights = [alike + (1 - _FOR_ALL) * rate / sum(rates) for rate in rates]
        return rng.choices(self._ways, weights)[0]

    def tell(self, way: Way, *, gain: float, work: float) -> None:
        """Count what a way has gained, and for how much work."""
        self._gains = [_REMEMBERED * one for one in self._gains]
        self._works = [_REMEMBERED * one for one in self._works]
        place = self._ways.index(way)
        self._gains[place] += gain
        self._works[place] += work
