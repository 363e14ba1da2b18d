"""How far raters agree, beyond what chance would give: one number with its interval.

In the literature: Krippendorff's alpha. The package `krippendorff` counts the same, without the interval and in floating
point, but its licence (GPL) would bind all who use this library.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import accumulate, pairwise
from statistics import variance
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Marked
from omniprio.assessment.raters import faults_of_bids
from omniprio.assessment.ratings import by_field, field_ids
from omniprio.disc import Disc, shipped_disc
from omniprio.errors import InvalidInputError
from omniprio.marks import marks_in, united
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from omniprio.annotations import Count, Natural
    from omniprio.assessment.raters import Assessment
    from omniprio.disc import Discipline
    from omniprio.language import Speaker
    from omniprio.marks import Marks

    Units = Sequence[Sequence[Fraction]]

__all__ = [
    "RELIABLE",
    "TENTATIVE",
    "Agreement",
    "Scaled",
    "agreement",
    "agreement_on",
    "alpha",
    "pairable",
    "resampled",
]

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


RELIABLE = Fraction(800, 1000)
"""From here on agreement is enough to build on."""
TENTATIVE = Fraction(667, 1000)
"""From here on it is enough for tentative conclusions."""
_TAIL = 0.025
_FEWEST_UNITS = 2
_FEW_UNITS = 10


class Agreement(Marked):
    """Krippendorff's alpha of some raters, with its interval."""

    alpha: Fraction | None
    """1 is full agreement, 0 what chance gives, below 0 systematic disagreement; None where nothing can be compared."""
    low: float | None
    """The lower end of the interval that holds alpha in 95 of 100 samples of units; None where there is none."""
    high: float | None
    """The upper end."""
    scaled: Scaled
    """What ratings were taken to say."""
    raters: int
    """How many raters there are."""
    units: int
    """What at least two of them rated: disciplines, fields or questions."""
    draws: int
    """How often units were drawn again for the interval."""
    told: int
    """The draws in which ratings differ; the others say nothing."""
    seed: int

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        if self.alpha is None:
            yield speaker.words("answers.no agreement", raters=self.raters, units=self.units)
            return
        number = speaker.fixed(self.alpha, 3)
        span = ""
        if self.low is not None and self.high is not None:
            span = speaker.words(
                "answers.span", low=speaker.fixed(self.low, 3), high=speaker.fixed(self.high, 3)
            )
        yield speaker.words(
            "answers.agreement", alpha=number, span=span, scaled=speaker.words(f"answers.{self.scaled}")
        )
        yield speaker.words("answers.agreement of", raters=self.raters, units=self.units)
        if span and self.units < _FEW_UNITS:
            yield speaker.words("answers.few units")
        yield speaker.words(f"answers.{self._verdict}")

    @property
    def _verdict(self) -> str:
        """Return how much alpha carries.

        Source: Krippendorff (2004), Content Analysis, 2nd edition, p. 241: rely on 0.800 and above, draw tentative
        conclusions from 0.667 on.
        """
        if self.alpha is None or self.alpha < TENTATIVE:
            return "not reliable"
        return "reliable" if self.alpha >= RELIABLE else "tentative"


@validated
def agreement(
    assessments: Sequence[Assessment],
    *,
    disc: Disc | None = None,
    scaled: Scaled = "ordinal",
    draws: Count = 1000,
    seed: Natural = 0,
) -> Agreement:
    """Return how far raters agree: Krippendorff's alpha with a bootstrap interval over what is rated.

    A discipline that all rate by its level is one unit, its level as a share of its levels, and so is one whose fields
    all fill from the outside in, as answers to a question do; of the others each field is one. What a rater does not rate is missing, not zero. With few units the interval is rough, and too narrow
    rather than too wide; fields of one discipline depend on each other, which makes it narrower still.

    Args:
        assessments: The bids, at least one, each of another rater.
        disc: The disc that is rated; by default the customer-centricity disc.
        scaled: Whether ratings say only which is more (`ordinal`), or also how much (`interval`).
        draws: How often units are drawn again for the interval, at least 1.
        seed: The same seed gives the same interval.

    Raises:
        InvalidInputError: A rating is wrong; it lists every fault.

    >>> from omniprio.assessment import Assessment
    >>> bids = [Assessment(rater="IT", ratings={"R": 1, "D": 2}), Assessment(rater="Shops", ratings={"R": 1, "D": 3})]
    >>> str(agreement(bids, scaled="interval").alpha)
    '8/11'
    """
    disc = disc or shipped_disc()
    if faults := list(faults_of_bids(assessments, disc)):
        raise InvalidInputError(faults)
    given = {bid.rater: bid.given for bid in assessments}
    return agreement_on(
        _units(disc, given),
        len(given),
        scaled=scaled,
        draws=draws,
        seed=seed,
        marks=united(marks_in(bid.provenance) for bid in assessments),
    )


def agreement_on(
    units: Sequence[Sequence[Fraction]],
    raters: int,
    *,
    scaled: Scaled,
    draws: int,
    seed: int,
    marks: Marks,
) -> Agreement:
    """Return how far raters agree on some units; see `agreement`.

    Args:
        units: The ratings of each unit, by whichever raters rated it.
        raters: How many raters there are.
        scaled: What ratings say.
        draws: How often units are drawn again.
        seed: The same seed gives the same interval.
        marks: What of the ratings is no fact.
    """
    found = alpha(units, scaled)
    told = len(pairable(units))
    again: Sequence[float] = ()
    if found is not None and told >= _FEWEST_UNITS:
        again = sorted(map(float, resampled(units, scaled, draws=draws, seed=seed)))
    low, high = (_quantile(again, _TAIL), _quantile(again, 1 - _TAIL)) if again else (None, None)
    return Agreement(
        alpha=found,
        low=low,
        high=high,
        scaled=scaled,
        raters=raters,
        units=told,
        draws=draws,
        told=len(again),
        seed=seed,
        marks=marks,
    )


def _quantile(values: Sequence[float], share: float) -> float:
    """Return a quantile of ordered values, between the two next to it where it falls between."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def _units(disc: Disc, given: Mapping[str, Mapping[str, Fraction]]) -> list[list[Fraction]]:
    return [unit for row in disc.disciplines for unit in _units_of(disc, row, given)]


def _units_of(
    disc: Disc, row: Discipline, given: Mapping[str, Mapping[str, Fraction]]
) -> Iterator[list[Fraction]]:
    """Yield the ratings of a discipline as one unit, or those of each of its fields."""
    fields = field_ids(row)
    levels = [ratings[row.id] / len(fields) for ratings in given.values() if row.id in ratings]
    if not any(field in ratings for ratings in given.values() for field in fields):
        yield levels
        return
    shares = [by_field(disc, ratings) for ratings in given.values()]
    asked = [field for field in fields if any(field in ratings for ratings in given.values())]
    told = [[rated[field] for field in asked if field in rated] for rated in shares]
    by_ring = row.order == "outside in" and not levels
    if by_ring and all(_is_level(one, len(asked)) for one in told if one):
        yield [sum(one, Fraction(0)) / len(asked) for one in told if one]
        return
    for field in fields:
        yield [rated[field] for rated in shares if field in rated]


def _is_level(shares: Sequence[Fraction], fields: int) -> bool:
    """Return whether all fields are rated, and filled from the outside in: then they say one thing, a level."""
    return len(shares) == fields and all(outer == 1 or inner == 0 for outer, inner in pairwise(shares))
