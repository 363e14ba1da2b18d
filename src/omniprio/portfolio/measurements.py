"""Measurements: how far fields were found to be at the end of a period."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, field_validator

from omniprio.base import MOST_PERIODS, WHOLE, Model, Refers, Share, Words
from omniprio.disc import AT
from omniprio.errors import UnfitError
from omniprio.language import sentence
from omniprio.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from omniprio.disc import Disc

__all__ = ["Measurement", "at_last", "latest_of_parts"]


class Measurement(Model):
    """How far a field, or one channel of it, was found to be.

    From the end of its period on the field is counted from what was measured: what was complete by then is in it.

    >>> Measurement(field="R2@web", share=0.4, on="2027-01-12", who="Customer panel").on
    datetime.date(2027, 1, 12)
    """

    field: Annotated[Words, Refers("fields")]
    """The field, as `R2`, which is each of its channels, or one channel of it, as `R2@web`."""
    share: Share
    """Its fulfilment, 0 to 1."""
    period: Annotated[int, Field(ge=0, le=MOST_PERIODS, strict=True), WHOLE] | None = None
    """The period at whose end it was so; 0 is the start. A portfolio needs it; in actuals None stands for the last
    period that was over on the day of the measurement or, where there are no dates, the last one that is over now."""
    on: date | None = None
    """The day of the measurement."""
    who: Words = ""
    """Who measured it, or how."""

    @field_validator("on", mode="before")
    @classmethod
    def _a_date_or_its_text(cls, value: object) -> object:
        """Refuse numbers, which would be read as seconds since 1970."""
        if isinstance(value, int | float):
            raise UnfitError(sentence("faults.number for a date"), sentence("remedies.date as text"))
        return value

    @cached_property
    def exact_share(self) -> Fraction:
        """Its fulfilment, exact."""
        return exact(self.share)


def at_last(measured: Iterable[Measurement], disc: Disc) -> dict[str, dict[int, Measurement]]:
    """Return the measurement that counts for each part of the disc that was measured, by the end of which period.

    Of several of one period the latest day counts; on one day what names a channel counts before what names all, and
    then what was given last.

    Args:
        measured: Measurements with a period each, of fields that the disc has.
        disc: The disc.

    >>> from omniprio.disc import shipped_disc
    >>> given = [Measurement(field="R2", share=share, period=2) for share in (0.5, 0.4)]
    >>> at_last(given, shipped_disc())["R2"][2].share
    0.4
    """
    found: dict[str, dict[int, Measurement]] = defaultdict(dict)
    for one in sorted(measured, key=lambda one: (one.on or date.min, AT in one.field)):
        if one.period is not None:
            for part in disc.parts_of[one.field]:
                found[part][one.period] = one
    return {part: dict(sorted(found[part].items())) for part in disc.parts if part in found}


def latest_of_parts(measured: Iterable[Measurement], disc: Disc, period: int) -> dict[str, Measurement]:
    """Return the last measurement of each part of the disc by the end of a period, where there is one."""
    return {
        part: own[last]
        for part, own in at_last(measured, disc).items()
        if (last := max((one for one in own if one <= period), default=None)) is not None
    }
