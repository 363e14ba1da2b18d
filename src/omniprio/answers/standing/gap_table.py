"""How far are we, what to prioritise: the gap of each discipline, and what the initiatives can close of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Marked
from omniprio.assessment.profile import shown
from omniprio.base import Model, Text
from omniprio.fulfilment import positions_at, still_missing
from omniprio.language import text
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.portfolio.provenance import marks_of
from omniprio.reach import OutOfReach, out_of_reach
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Speaker
    from omniprio.portfolio import Portfolio

__all__ = ["Gap", "GapTable", "gaps"]


class Gap(Model):
    """The gap of one discipline, in levels."""

    discipline: str
    title: Text
    start: Fraction
    """Its position now."""
    ambition: int
    gap: Fraction
    """What is missing to the ambition, at least 0."""
    closable: Fraction
    """What is closed at most, if every initiative that can be done at all is done."""
    distance: Fraction
    """What the gap makes up of the distance at the start; over all disciplines it adds up to that distance."""
    in_the_way: tuple[OutOfReach, ...]
    """The fields of the ambition that no choice of the initiatives can complete."""

    @property
    def remaining(self) -> Fraction:
        """What no choice of the initiatives can close."""
        return self.gap - self.closable


class GapTable(Marked):
    """The gaps of all disciplines."""

    rows: tuple[Gap, ...]
    """One for each discipline, in the order of the disc."""

    @property
    def by_size(self) -> tuple[Gap, ...]:
        """The gaps, largest part of the distance first."""
        return tuple(sorted(self.rows, key=lambda row: (-row.distance, -row.gap)))

    @property
    def by_closable(self) -> tuple[Gap, ...]:
        """The gaps, the one of which most can be closed first."""
        return tuple(sorted(self.rows, key=lambda row: (-row.closable, -row.distance)))

    @override
    def _columns(self, speaker: Speaker) -> str:
        heads = ("discipline", "at the start", "ambition", "gap", "can close", "cannot", "of the distance")
        named = [speaker.words(f"answers.{head}") for head in heads]
        return columns(named, (_cells(row, speaker) for row in self.by_size))

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        most = tuple(row.discipline for row in self.by_closable if row.closable > 0)
        yield speaker.words("answers.most closed in" if most else "answers.none closed", disciplines=most)
        for row in self.by_size:
            for one in row.in_the_way:
                ends = "ends at" if one.most else "nothing advances"
                said = speaker.words(f"answers.{ends}", field=one.field, most=one.most)
                yield said if one.needs_new else speaker.words("answers.kept out", said=said)
        yield speaker.words("answers.gap bound")


def _cells(row: Gap, speaker: Speaker) -> list[str]:
    name = f"{row.discipline} {text(row.title, speaker.catalogue.language)}".rstrip()
    levels = (row.gap, row.closable, row.remaining)
    return [
        name,
        speaker.catalogue.style.number(shown(row.start)),
        str(row.ambition),
        *(speaker.fixed(level, 2) for level in levels),
        speaker.fixed(row.distance, 3),
    ]


@validated
def gaps(portfolio: Portfolio) -> GapTable:
    """Return the gap of each discipline and what the portfolio can close of it at most.

    For each field by itself the best choice is taken of the initiatives that can be done: by their dates, by what they require
    and need, by groups, and by the money there is. So it is a bound: all fields together may get less, never more. What
    stays open whatever is done is certain.

    Args:
        portfolio: The portfolio.

    Returns:
        One row for each discipline; levels are exact.

    >>> from omniprio.disc import Disc, Discipline
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=3)])
    >>> most = Initiative(id="most", advances={"R2": 0.9, "R3": 1.0})
    >>> row = gaps(Portfolio(horizon=1, disc=disc, initiatives=[most])).rows[0]
    >>> float(row.gap), float(row.closable), float(row.remaining)
    (2.0, 0.9, 1.1)
    """
    start = positions_at(portfolio, portfolio.start_fulfilment)
    missing = still_missing(portfolio, start)
    beyond = out_of_reach(portfolio)
    at_most = dict.fromkeys(portfolio.disc.fields, Fraction(1)) | {
        one.field: exact(one.most) for one in beyond
    }
    stays = still_missing(portfolio, positions_at(portfolio, at_most))
    weights = portfolio.disc.weights
    whole = sum((weight * portfolio.ambitions[name] for name, weight in weights.items()), Fraction(0))
    return GapTable(
        marks=marks_of(portfolio, "effect", "start"),
        rows=tuple(
            Gap(
                discipline=row.id,
                title=row.title,
                start=start[row.id],
                ambition=portfolio.ambitions[row.id],
                gap=missing[row.id],
                closable=missing[row.id] - stays[row.id],
                distance=weights[row.id] * missing[row.id] / whole if whole else Fraction(0),
                in_the_way=tuple(one for one in beyond if one.discipline == row.id),
            )
            for row in portfolio.disc.disciplines
        ),
    )
