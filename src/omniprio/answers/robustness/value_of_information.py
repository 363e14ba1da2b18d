"""Which estimate is worth narrowing first: whose spread the regret comes from.

In the literature: value of information.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from omniprio.base import Model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Influence", "influences"]

_CLASSES = 5
"""Classes that the values of an estimate are put in; with 100 draws each has 20."""

_SHUFFLES = 400
"""How often chance is tried; enough to tell what it does in one case of twenty."""


class Influence(Model):
    """How much of the variance of an outcome goes with one uncertain number: an estimate from a sample."""

    place: str
    """Where the number stands in the portfolio; `budgets` for the budget case."""
    share: float
    """The share of the variance, 0 to 1, corrected for what few draws pretend."""
    by_chance: float
    """What a number without any influence stays below in 19 of 20 samples like this."""

    @property
    def clear(self) -> bool:
        """Whether it is more than chance would show."""
        return self.share > self.by_chance


def influences(
    values: Mapping[str, Sequence[float | str]], outcome: Sequence[float], *, seed: int = 0
) -> tuple[Influence, ...]:
    """Return how much of the variance of an outcome goes with each uncertain number, most first.

    The draws are put in up to five classes of about equal size by the number's value; the share is that of the variance
    between the classes' means, the first-order effect. Kelley's correction takes off what the classes would show
    without any influence. Effects that only show jointly with other numbers are not in it.

    Args:
        values: For each uncertain number its value in each draw; texts are classes of their own.
        outcome: The outcome of each draw.
        seed: For the shuffles that show what chance does.

    Returns:
        One entry for each number that takes more than one value; none if the outcome is always the same.

    Source: Plischke, E., Borgonovo, E. and Smith, C. L. (2013), Global sensitivity measures from given data, European
    Journal of Operational Research 226 (3), 536-550. Kelley, T. L. (1935), An unbiased correlation ratio measure,
    Proceedings of the National Academy of Sciences 21 (9), 554-559.

    >>> found = influences({"cost": [1, 2, 3, 4] * 10, "noise": [1, 1, 2, 2, 2, 2, 1, 1] * 5}, [0, 0, 9, 9] * 10)
    >>> [(entry.place, round(entry.share, 2)) for entry in found]
    [('cost', 1.0), ('noise', 0.0)]
    """
    numbers = np.array(outcome, dtype=np.float64)
    if numbers.size <= _CLASSES or np.ptp(numbers) == 0:
        return ()
    generator = np.random.Generator(np.random.PCG64(seed))
    shuffled = np.array([generator.permutation(numbers) for _ in range(_SHUFFLES)])
    found = []
    for place, given in values.items():
        members = _classes(given)
        if len(members) > 1:
            share = float(_shares(members, numbers[None, :])[0])
            chance = float(np.quantile(_shares(members, shuffled), 0.95))
            found.append(Influence(place=place, share=share, by_chance=chance))
    return tuple(sorted(found, key=lambda entry: -entry.share))


def _classes(given: Sequence[float | str]) -> NDArray[np.float64]:
    """Return for each class a row that has 1 for each of its draws; equal values are never parted."""
    _, rank = np.unique(np.array(given), return_inverse=True)
    counts = np.bincount(rank)
    if len(counts) > _CLASSES and not any(isinstance(value, str) for value in given):
        middle = np.cumsum(counts) - counts / 2
        rank = np.floor(middle * _CLASSES / len(rank)).astype(np.int64)[rank]
    return np.array([rank == one for one in np.unique(rank)], dtype=np.float64)


def _shares(members: NDArray[np.float64], outcomes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corrected share of variance between classes for each row of outcomes, at least 0."""
    classes, draws = members.shape
    if classes >= draws:
        return np.zeros(len(outcomes))
    sizes = members.sum(axis=1)
    deviations = outcomes - outcomes.mean(axis=1, keepdims=True)
    between = ((deviations @ members.T) ** 2 / sizes).sum(axis=1)
    whole = (deviations**2).sum(axis=1)
    share = 1 - (1 - between / whole) * (draws - 1) / (draws - classes)
    kept: NDArray[np.float64] = np.clip(share, 0.0, 1.0)
    return kept
