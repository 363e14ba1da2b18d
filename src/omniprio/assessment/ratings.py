"""Ratings: what one source says of fields and disciplines, and how several are made one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from omniprio.assessment.given import Given
from omniprio.base import Words
from omniprio.disc import MOST_LEVELS
from omniprio.errors import Fault
from omniprio.language import sentence
from omniprio.numbers import exact, written
from omniprio.spelling import hints, use_one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omniprio.disc import Disc, Discipline

    Combining = Callable[[Mapping[str, Fraction]], Fraction]

__all__ = ["Ratings", "by_field", "combined", "faults_on", "field_ids"]

_Rating = Annotated[float, Field(ge=0, le=MOST_LEVELS, strict=True)]


class Ratings(Given):
    """What one source says; what it does not say is missing, not zero."""

    ratings: dict[str, _Rating | None] = {}
    """The fulfilment of a field, 0 to 1 (`{"R2": 0.3}`), or the level of a discipline, in part included
    (`{"R": 1.5}` is level 1 and half of level 2). None is no answer."""
    provenance: Words = ""
    """Where they come from; what is fact and what is judgement."""

    @property
    def given(self) -> dict[str, Fraction]:
        """The ratings that are given, exact."""
        return {name: exact(rating) for name, rating in self.ratings.items() if rating is not None}


def faults_on(disc: Disc, source: Ratings, path: str) -> Iterator[Fault]:
    """Yield what is wrong with ratings on a disc.

    Args:
        disc: The disc that is rated.
        source: The ratings.
        path: Where they stand.
    """
    levels = {row.id: len(row.rings) for row in disc.disciplines}
    known = [*levels, *disc.fields]
    hint = hints((name for name in source.ratings if name not in known), known)
    for name in source.ratings:
        if name not in known:
            remedy = use_one_of(known, hint[name])
            yield Fault(f"{path}.ratings.{name}", sentence("faults.no discipline or field"), remedy)
    for name, rating in source.given.items():
        if name in levels and rating > levels[name]:
            yield Fault(
                f"{path}.ratings.{name}",
                sentence("faults.is", value=written(rating)),
                sentence("remedies.level", most=levels[name]),
            )
        elif name in disc.fields and rating > 1:
            yield Fault(
                f"{path}.ratings.{name}",
                sentence("faults.is", value=written(rating)),
                sentence("remedies.fulfilment"),
            )
        elif name in disc.fields and disc.fields[name].discipline.id in source.given:
            whole = disc.fields[name].discipline.id
            yield Fault(
                f"{path}.ratings.{name}",
                sentence("faults.rated beside", whole=whole),
                sentence("remedies.keep one of two"),
            )


def field_ids(row: Discipline) -> list[str]:
    """Return the ids of the fields of a discipline, from the outside in."""
    return [f"{row.id}{number}" for number in range(1, len(row.rings) + 1)]


def _levels_of(row: Discipline, level: Fraction) -> dict[str, Fraction]:
    """Return the fulfilment of each field of a discipline at a level.

    >>> from omniprio.disc import Discipline
    >>> [str(share) for share in _levels_of(Discipline(id="R", levels=3), Fraction(3, 2)).values()]
    ['1', '1/2', '0']
    """
    return {
        field: min(max(level - outer, Fraction(0)), Fraction(1)) for outer, field in enumerate(field_ids(row))
    }


def by_field(disc: Disc, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return ratings with levels written out as fields; a field that is not rated is not in it."""
    rated: dict[str, Fraction] = {}
    for row in disc.disciplines:
        if row.id in given:
            rated |= _levels_of(row, given[row.id])
        rated |= {field: given[field] for field in field_ids(row) if field in given}
    return rated


def combined(
    disc: Disc, sources: Mapping[str, Mapping[str, Fraction]], combining: Combining
) -> dict[str, Fraction]:
    """Return one rating for each field that any source rates.

    A discipline that all rate by its level is combined by level and then written out, so that levels 1 and 3
    make level 2 and not halves of two levels. Otherwise its fields are combined one by one.

    Args:
        disc: The disc.
        sources: The ratings of each source, by name.
        combining: Makes one number of the numbers of the sources that gave one, by name.
    """
    written_out = {name: by_field(disc, given) for name, given in sources.items()}
    values: dict[str, Fraction] = {}
    for row in disc.disciplines:
        fields = field_ids(row)
        levels = {name: given[row.id] for name, given in sources.items() if row.id in given}
        if levels and not any(field in given for given in sources.values() for field in fields):
            values |= _levels_of(row, combining(levels))
            continue
        for field in fields:
            if shares := {name: rated[field] for name, rated in written_out.items() if field in rated}:
                values[field] = combining(shares)
    return values
