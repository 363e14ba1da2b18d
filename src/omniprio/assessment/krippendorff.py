"""How far several raters agree, beyond what chance would give.

In the literature: Krippendorff's alpha. The package `krippendorff` counts the same, without the interval and in floating
point, but its licence (GPL) would bind all who use this library.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from statistics import variance
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from numpy import float64
    from numpy.typing import NDArray

    Units = Sequence[Sequence[Fraction]]

__all__ = ["Scaled", "alpha", "pairable", "resampled"]

Scaled = Literal["ordinal", "interval"]
"""What ratings say: only which is more (`ordinal`), or also how much more (`interval`)."""


def pairable(units: Units) -> Units:
    """Return the units that at least two raters have rated; the others say nothing about agreement."""
    return [unit for unit in units if len(unit) > 1]


def alpha(units: Units, scaled: Scaled) -> Fraction | None:
    """Return Krippendorff's alpha: 1 is full agreement, 0 what chance gives, below 0 is systematic disagreement.

    Alpha is 1 - D/E, the disagreement D within units against the disagreement E that is expected where it makes no
    difference which unit is rated. With squared differences both are variances: of the m ratings of each unit, and
    of all n ratings, so that alpha = 1 - sum(m * variance of the unit) / (n * variance of all). The ordinal
    difference of two ratings, the number of ratings between them with those at both ends counted half, is the
    difference of their mean ranks. What is rated by one alone is left out.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.

    Args:
        units: The ratings of each unit, by whichever raters rated it.
        scaled: What the ratings say.

    Returns:
        Alpha, exact; None where nothing can be compared or all ratings are the same.

    >>> from fractions import Fraction
    >>> str(alpha([[Fraction(1), Fraction(1)], [Fraction(2), Fraction(3)]], "interval"))
    '8/11'
    """
    units = pairable(units)
    every = [rating for unit in units for rating in unit]
    if len(set(every)) < 2:  # noqa: PLR2004  without a difference there is nothing to expect
        return None
    if scaled == "ordinal":
        ranks = _mean_ranks(every)
        units = [[ranks[rating] for rating in unit] for unit in units]
        every = [ranks[rating] for rating in every]
    within = sum((len(unit) * variance(unit) for unit in units), every[0] * 0)
    return 1 - within / (len(every) * variance(every))


def _mean_ranks(ratings: Sequence[Fraction]) -> Mapping[Fraction, Fraction]:
    """Return the mean rank of each rating among all: equal ones share theirs."""
    counts = sorted(Counter(ratings).items())
    up_to = accumulate(count for _, count in counts)
    return {
        rating: type(rating)(2 * last - count + 1, 2)
        for (rating, count), last in zip(counts, up_to, strict=True)
    }


def resampled(units: Units, scaled: Scaled, *, draws: int, seed: int) -> NDArray[float64]:
    """Return alpha for units drawn again, with replacement, as often as there are units.

    Source: Zapf, Castell, Morawietz and Karch (2016), Measuring inter-rater reliability for nominal data: which
    coefficients and confidence intervals are appropriate?, BMC Medical Research Methodology 16:93.

    Args:
        units: The ratings of each unit.
        scaled: What the ratings say.
        draws: How often, at least 1.
        seed: The same seed gives the same draws.

    Returns:
        One alpha for each draw in which ratings differ; the others say nothing.
    """
    import numpy as np  # noqa: PLC0415  takes long to import

    units = pairable(units)
    levels = sorted({rating for unit in units for rating in unit})
    counts = np.array([[Counter(unit)[level] for level in levels] for unit in units], dtype=float)
    drawn = np.random.default_rng(seed).multinomial(len(units), [1 / len(units)] * len(units), size=draws)
    of_level = drawn @ counts
    told = (of_level > 0).sum(axis=1) > 1
    drawn, of_level = drawn[told], of_level[told]
    middle = sum(levels) / len(levels)
    if scaled == "ordinal":
        placed = np.cumsum(of_level, axis=1) - of_level / 2
    else:
        placed = np.tile([float(level - middle) for level in levels], (len(drawn), 1))
    sums, squares, size = placed @ counts.T, placed**2 @ counts.T, counts.sum(axis=1)
    within = (drawn * (size * squares - sums**2) / (size - 1)).sum(axis=1)
    number, whole = drawn @ size, (drawn * sums).sum(axis=1)
    expected = (number * (drawn * squares).sum(axis=1) - whole**2) / (number - 1)
    found: NDArray[float64] = 1 - within / expected
    return found
