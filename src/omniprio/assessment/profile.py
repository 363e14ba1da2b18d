"""A profile: how far each field is fulfilled, as far as anybody has said."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Annotated, override

from pydantic import Field

from omniprio.answer import Marked
from omniprio.base import MOST_DECIMALS, WHOLE, Words
from omniprio.disc import Disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.marks import Marks, marks_in, united
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.language import Speaker

__all__ = ["Profile", "require_decimals", "rounded_down", "shown"]


class Profile(Marked):
    """The fulfilment of the fields of a disc; a field nobody spoke about has none.

    >>> from omniprio.disc import shipped_disc
    >>> half = Profile(disc=shipped_disc(), fulfilment={"R2": Fraction(2, 3)})
    >>> half.start, len(half.unanswered)
    ({'R2': 0.666}, 17)
    """

    disc: Disc
    fulfilment: dict[str, Fraction]
    """By field id, exact, 0 to 1; only fields that somebody spoke about, in the order of the disc."""
    decimals: Annotated[int, Field(ge=1, le=MOST_DECIMALS, strict=True), WHOLE] = 3
    """How many decimals `start` has."""
    provenance: Words = ""
    """Where what was said comes from; what is fact and what is judgement."""

    @property
    @override
    def not_facts(self) -> Marks:
        """What of the texts of the disc, of the questions and of what was said is no fact."""
        return united([self.disc.not_facts, self.marks, marks_in(self.provenance)])

    @property
    def start(self) -> dict[str, float]:
        """The fulfilment as the start of a portfolio: `Portfolio(start=profile.start, ...)`.

        Rounded down to `decimals`, so that no field counts as reached that is not. Fields nobody spoke about
        are not in it and keep the default of the disc.
        """
        return {field: float(rounded_down(share, self.decimals)) for field, share in self.fulfilment.items()}

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The fields nobody spoke about, in the order of the disc."""
        return tuple(field for field in self.disc.fields if field not in self.fulfilment)

    @override
    def _columns(self, speaker: Speaker) -> str:
        """Return the fields with their fulfilment; `-` where there is none."""
        rows = (self._row(field, speaker) for field in self.disc.fields)
        heads = [speaker.words("answers.field"), "", *self._heads(speaker)]
        return columns(heads, rows, left=2)

    def _heads(self, speaker: Speaker) -> list[str]:
        """Return what stands above the numbers of a field."""
        return [speaker.words("answers.fulfilment")]

    def _row(self, field: str, speaker: Speaker) -> list[str]:
        cells = (speaker.catalogue.style.number(cell) for cell in self._cells(field, speaker))
        return [field, self.disc.fields[field].title(speaker.catalogue.language), *cells]

    def _cells(self, field: str, speaker: Speaker) -> list[str]:  # noqa: ARG002  some profiles say more
        """Return the numbers of a field."""
        return [shown(self.fulfilment.get(field))]

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        yield from self._remarks(speaker)

    def _remarks(self, speaker: Speaker) -> list[str]:
        """Return the lines below the table."""
        names = self.unanswered
        lines = [speaker.words("answers.unanswered fields", names=names)] if names else []
        if self.provenance:
            known = speaker.known("provenance", self.provenance, self.provenance)
            lines.append(speaker.words("answers.answers from", provenance=known))
        return lines


def rounded_down(share: Fraction, decimals: int) -> Fraction:
    """Return a share with so many decimals, never more than it is.

    >>> rounded_down(Fraction(2, 3), 2)
    Fraction(33, 50)
    """
    return Fraction(floor(share * 10**decimals), 10**decimals)


def shown(share: Fraction | None) -> str:
    """Return a share or level with two decimals, rounded down; `-` where it is missing.

    >>> shown(Fraction(1999, 1000)), shown(None)
    ('1.99', '-')
    """
    return "-" if share is None else f"{float(rounded_down(share, 2)):.2f}"


def require_decimals(decimals: int, faults: Iterable[Fault] = ()) -> None:
    """Refuse a number of decimals that a portfolio cannot hold, together with other faults.

    Args:
        decimals: The number of decimals, 1 to 9.
        faults: What else is wrong.

    Raises:
        InvalidInputError: There is a fault.
    """
    faults = list(faults)
    if decimals not in range(1, MOST_DECIMALS + 1):
        faults.append(
            Fault(
                "decimals",
                sentence("faults.is", value=str(decimals)),
                sentence("remedies.decimals", most=MOST_DECIMALS),
            )
        )
    if faults:
        raise InvalidInputError(faults)
