"""Several raters: people or departments give their bid, and where they disagree is shown, not hidden."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from statistics import mean, median
from typing import TYPE_CHECKING, Annotated, Literal, override

from omniprio.annotations import Shallow
from omniprio.assessment.given import Given
from omniprio.assessment.profile import Profile, require_decimals, rounded_down, shown
from omniprio.assessment.ratings import Ratings, by_field, combined, faults_on
from omniprio.base import Model, Name, Words
from omniprio.disc import Disc, shipped_disc
from omniprio.errors import Fault
from omniprio.language import sentence
from omniprio.marks import joined
from omniprio.numbers import exact
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from omniprio.annotations import Natural, UnitShare
    from omniprio.language import Speaker

__all__ = [
    "METHODS",
    "Assessment",
    "Bids",
    "CombinedProfile",
    "FieldRatings",
    "Method",
    "RaterDeviation",
    "combine",
    "faults_of_bids",
]

Method = Literal["median", "mean", "minimum"]
"""How the ratings of several raters are made one."""

METHODS: dict[Method, Callable[[Iterable[Fraction]], Fraction]] = {
    "median": median,
    "mean": mean,
    "minimum": min,
}


class Assessment(Ratings):
    """The bid of one rater.

    >>> Assessment(rater="Marketing", ratings={"R": 1.5, "D2": 0.3, "D3": None}).given["R"]
    Fraction(3, 2)
    """

    rater: Name
    """A person or a department."""


class Bids(Given):
    """The bids of several raters, as a document.

    >>> Bids.from_json('{"assessments": [{"rater": "IT", "ratings": {"R": 1.5}}]}').assessments[0].rater
    'IT'
    """

    format: Literal["omniprio-bids/1"] = "omniprio-bids/1"
    """The version of this format."""
    assessments: tuple[Assessment, ...]
    """One for each rater."""
    provenance: Words = ""
    """Where the ratings come from, as `invented`."""

    @property
    def marked(self) -> tuple[Assessment, ...]:
        """The bids, each with where it comes from: what it states itself, else what all state together.

        >>> bids = Bids(assessments=[Assessment(rater="IT", ratings={"R": 1.5})], provenance="invented")
        >>> bids.marked[0].provenance
        'invented'
        """
        own = {"provenance": self.provenance}
        return tuple(one if one.provenance else one.model_copy(update=own) for one in self.assessments)


class FieldRatings(Model):
    """What the raters say of one field."""

    field: str
    ratings: dict[str, Fraction]
    """By rater, 0 to 1; levels written out. Only those who answered."""
    silent: tuple[str, ...]
    """The raters who did not answer."""
    value: Fraction | None
    """The combined rating; None if nobody answered."""

    @property
    def lowest(self) -> Fraction | None:
        """The lowest rating; None if nobody answered."""
        return min(self.ratings.values(), default=None)

    @property
    def highest(self) -> Fraction | None:
        """The highest rating; None if nobody answered."""
        return max(self.ratings.values(), default=None)

    @property
    def spread(self) -> Fraction:
        """How far the highest is from the lowest, 0 to 1; 0 with fewer than two ratings."""
        return max(self.ratings.values(), default=Fraction(0)) - min(
            self.ratings.values(), default=Fraction(0)
        )


class RaterDeviation(Model):
    """How far one rater is from the others."""

    rater: str
    by_field: dict[str, Fraction]
    """Own rating minus the median of the others, for each field that this rater and another one rated."""

    @property
    def average(self) -> Fraction | None:
        """The mean distance over these fields, whichever way; None if there is nobody to compare with."""
        return mean(map(abs, self.by_field.values())) if self.by_field else None

    @property
    def tendency(self) -> Fraction | None:
        """The mean deviation, above 0 for one who sees us farther than the others do; None without others."""
        return mean(self.by_field.values()) if self.by_field else None

    @property
    def farthest(self) -> tuple[str, ...]:
        """The fields in which the distance is greatest; none if there is no distance."""
        most = max(map(abs, self.by_field.values()), default=Fraction(0))
        return tuple(field for field, own in self.by_field.items() if most and abs(own) == most)


class CombinedProfile(Profile):
    """What several raters say together."""

    method: Method
    fields: tuple[FieldRatings, ...]
    """All fields of the disc, rated or not, in the order of the disc."""
    raters: tuple[RaterDeviation, ...]
    """All raters, in the order given."""

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The lowest and highest rating of each field that is rated, rounded down as `start` is."""
        return {
            entry.field: (
                float(rounded_down(min(entry.ratings.values()), self.decimals)),
                float(rounded_down(max(entry.ratings.values()), self.decimals)),
            )
            for entry in self.fields
            if entry.ratings
        }

    @validated
    def disagreements(self, at_least: UnitShare = 0.0) -> tuple[FieldRatings, ...]:
        """Return the fields that raters see differently, widest spread first, then in the order of the disc.

        Args:
            at_least: The smallest spread to tell of, 0 to 1; fields without any spread are never told of.
        """
        told = [entry for entry in self.fields if entry.spread > 0 and entry.spread >= exact(at_least)]
        return tuple(sorted(told, key=lambda entry: -entry.spread))

    def outliers(self) -> tuple[RaterDeviation, ...]:
        """Return the raters that differ from the others, the farthest first."""
        told = [entry for entry in self.raters if entry.average]
        return tuple(sorted(told, key=lambda entry: -(entry.average or 0)))

    @override
    def _heads(self, speaker: Speaker) -> list[str]:
        heads = (self.method, "lowest", "highest", "spread", "answered")
        return [speaker.words(f"answers.{head}") for head in heads]

    @override
    def _cells(self, field: str, speaker: Speaker) -> list[str]:
        entry = next(entry for entry in self.fields if entry.field == field)
        numbers = [entry.value, entry.lowest, entry.highest, entry.spread if entry.ratings else None]
        answered = speaker.words("answers.so many of", count=len(entry.ratings), every=len(self.raters))
        return [*map(shown, numbers), answered]

    @override
    def _remarks(self, speaker: Speaker) -> list[str]:
        return [
            *super()._remarks(speaker),
            *(_on_field(entry, speaker) for entry in self.disagreements()),
            *(_on_rater(entry, speaker) for entry in self.outliers()),
        ]


def _on_field(entry: FieldRatings, speaker: Speaker) -> str:
    number = speaker.catalogue.style.number
    ratings = tuple(f"{rater} {number(shown(rating))}" for rater, rating in entry.ratings.items())
    spread = number(shown(entry.spread))
    return speaker.words("answers.disagree on", field=entry.field, spread=spread, ratings=ratings)


def _on_rater(entry: RaterDeviation, speaker: Speaker) -> str:
    tendency = entry.tendency or Fraction(0)
    side = "on both sides" if not tendency else "above the others" if tendency > 0 else "below the others"
    return speaker.words(
        "answers.rater differs",
        rater=entry.rater,
        distance=speaker.catalogue.style.number(shown(entry.average)),
        side=speaker.words(f"answers.{side}"),
        fields=entry.farthest,
    )


@validated
def combine(
    assessments: Sequence[Assessment],
    *,
    disc: Disc | None = None,
    method: Annotated[Method, Shallow()] = "median",
    decimals: Natural = 3,
) -> CombinedProfile:
    """Return what several raters say together, field by field.

    A discipline that all rate by its level is combined by level; otherwise its fields are combined one by one.
    An answer that is missing counts for nothing, not for zero.

    Args:
        assessments: The bids, at least one, each of another rater.
        disc: The disc that is rated; by default the customer-centricity disc.
        method: How ratings are made one.
        decimals: How many decimals `start` has, 1 to 9.

    Returns:
        A profile, with what the raters disagree on.

    Raises:
        InvalidInputError: A rating, a rater or an option is wrong; it lists every fault.

    >>> bids = [Assessment(rater="IT", ratings={"R2": 0.2}), Assessment(rater="Shops", ratings={"R2": 0.8})]
    >>> seen = combine(bids)
    >>> seen.start, seen.ranges
    ({'R2': 0.5}, {'R2': (0.2, 0.8)})
    """
    disc = disc or shipped_disc()
    require_decimals(decimals, _faults(assessments, disc, method))
    sources = {bid.rater: bid.given for bid in assessments}
    written_out = {rater: by_field(disc, given) for rater, given in sources.items()}
    values = combined(disc, sources, lambda given: METHODS[method](given.values()))
    return CombinedProfile(
        disc=disc,
        fulfilment=values,
        decimals=decimals,
        method=method,
        fields=tuple(_field_ratings(field, values.get(field), written_out) for field in disc.fields),
        raters=tuple(_deviation(rater, written_out) for rater in written_out),
        provenance=joined(bid.provenance for bid in assessments),
    )


def _faults(assessments: Sequence[Assessment], disc: Disc, method: str) -> Iterator[Fault]:
    if method not in METHODS:
        yield Fault(
            "method",
            sentence("faults.is", value=repr(method)),
            sentence("remedies.one of", names=", ".join(METHODS)),
        )
    yield from faults_of_bids(assessments, disc)


def faults_of_bids(assessments: Sequence[Assessment], disc: Disc) -> Iterator[Fault]:
    """Yield what is wrong with bids on a disc.

    Args:
        assessments: The bids.
        disc: The disc that is rated.
    """
    if not assessments:
        yield Fault("assessments", sentence("faults.no entries"), sentence("remedies.at least one"))
    for rater, count in Counter(bid.rater for bid in assessments).items():
        if count > 1:
            yield Fault(
                f"assessments[{rater}]",
                sentence("faults.given times", count=count),
                sentence("remedies.one for each rater"),
            )
    for bid in assessments:
        yield from faults_on(disc, bid, f"assessments[{bid.rater}]")


def _field_ratings(
    field: str, value: Fraction | None, ratings: Mapping[str, Mapping[str, Fraction]]
) -> FieldRatings:
    return FieldRatings(
        field=field,
        ratings={rater: given[field] for rater, given in ratings.items() if field in given},
        silent=tuple(rater for rater, given in ratings.items() if field not in given),
        value=value,
    )


def _deviation(rater: str, ratings: Mapping[str, Mapping[str, Fraction]]) -> RaterDeviation:
    """Return how far a rater is from the median of the others, field by field."""
    by_others = {
        field: [given[field] for other, given in ratings.items() if other != rater and field in given]
        for field in ratings[rater]
    }
    return RaterDeviation(
        rater=rater,
        by_field={
            field: ratings[rater][field] - median(others) for field, others in by_others.items() if others
        },
    )
