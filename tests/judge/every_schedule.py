"""Every schedule of a few initiatives, in plain Python: for questions whose right answer is worked out in the test.

Unlike `brute_force` it knows nothing of portfolios: what a schedule is worth and which rules it keeps are functions of the test.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from fractions import Fraction

__all__ = ["Best", "Starts", "best", "every_schedule", "under_way"]

type Starts = dict[str, int]
"""The period in which each chosen initiative starts."""


@dataclass(frozen=True)
class Best:
    """The best that any schedule is worth, and all schedules that are worth it."""

    worth: Fraction | float
    schedules: list[Starts]


def every_schedule(work: Mapping[str, int], periods: int) -> Iterator[Starts]:
    """Yield every schedule in which all that is chosen is complete in time.

    Args:
        work: How many periods each takes.
        periods: T.
    """
    windows = [range(periods - duration + 2) for duration in work.values()]  # 0: not chosen
    for starts in product(*windows):
        yield {name: start for name, start in zip(work, starts, strict=True) if start}


def best(
    work: Mapping[str, int],
    periods: int,
    worth: Callable[[Starts], Fraction | float],
    *rules: Callable[[Starts], bool],
) -> Best:
    """Return the best of all schedules that keep the rules."""
    kept = [one for one in every_schedule(work, periods) if all(rule(one) for rule in rules)]
    most = max(map(worth, kept))
    return Best(most, [one for one in kept if worth(one) == most])


def under_way(work: Mapping[str, int], starts: Starts, period: int) -> list[str]:
    """Return what is worked on in a period."""
    return [name for name, start in starts.items() if start <= period < start + work[name]]
