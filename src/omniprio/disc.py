"""The disc: disciplines as sectors, levels as rings, read from the outside in."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from omniprio.base import Amount, Model, Name, Text, Words
from omniprio.errors import Fault, UnfitError, UnknownNameError
from omniprio.language import sentence, text
from omniprio.numbers import exact
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

__all__ = ["Disc", "DiscField", "Discipline", "Level", "shipped_disc"]


class Level(Model):
    """One ring of one discipline."""

    title: Text = ""
    """A short label."""
    description: Text = ""
    """What holds when the level is reached."""
    provenance: Words = ""
    """Where the texts come from, for instance `inferred`."""


MOST_LEVELS = 100
_MOST_NAMED = 25

Levels = (
    Annotated[int, Field(ge=1, le=MOST_LEVELS, strict=True)]
    | Annotated[tuple[Level, ...], Field(min_length=1, max_length=MOST_LEVELS)]
)


class Discipline(Model):
    """One sector of the disc, with its levels from the outermost inward.

    >>> len(Discipline(id="R", title="Recognition", levels=3).rings)
    3
    """

    id: Name
    title: Text = ""
    levels: Levels
    """From the outermost ring inward; a number stands for that many levels without texts."""
    weight: Amount = 1.0
    """How much the discipline counts in the distance, at least 0."""
    order: Literal["outside in", "any"] = "outside in"
    """`outside in`: a level counts once all outer ones are reached. `any`: a checklist, each level counts."""
    aliases: tuple[Words, ...] = ()
    """Other names of the discipline, for look-up."""
    provenance: Words = ""

    @cached_property
    def rings(self) -> tuple[Level, ...]:
        """The levels, from the outermost ring inward."""
        return (Level(),) * self.levels if isinstance(self.levels, int) else self.levels


class DiscField(NamedTuple):
    """One field of the disc: a discipline and a ring.

    Attributes:
        id: The name of the field, as `R2`.
        discipline: The discipline it belongs to.
        number: The ring, 1 is the outermost.
        level: Its texts.
    """

    id: str
    discipline: Discipline
    number: int
    level: Level

    @validated
    def title(self, language: str = "en") -> str:
        """Return the short label, or the discipline and ring where there is none."""
        return text(self.level.title, language) or f"{text(self.discipline.title, language)} {self.number}"


class Disc(Model):
    """A maturity model: disciplines, each with its own number of levels.

    >>> disc = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=2)])
    >>> [field.id for field in disc]
    ['R1', 'R2', 'R3', 'D1', 'D2']
    """

    id: Words = "disc"
    title: Text = ""
    disciplines: Annotated[tuple[Discipline, ...], Field(min_length=1, max_length=100)]
    start_level: Annotated[int, Field(ge=0, strict=True)] = 1
    """The level of every discipline for which a portfolio names no other start."""
    provenance: Words = ""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        """Refuse a name that could mean two things."""
        names = Counter(name for row in self.disciplines for name in {row.id, *row.aliases})
        names.update(
            f"{row.id}{number}" for row in self.disciplines for number in range(1, len(row.rings) + 1)
        )
        if twice := [name for name, count in names.items() if count > 1]:
            more = " …" if len(twice) > _MOST_NAMED else ""
            named = ", ".join(twice[:_MOST_NAMED]) + more
            raise UnfitError(sentence("faults.two disciplines", names=named), sentence("remedies.own name"))
        return self

    @cached_property
    def fields(self) -> dict[str, DiscField]:
        """All fields by id: discipline by discipline, from the outside in."""
        return {
            f"{row.id}{number}": DiscField(f"{row.id}{number}", row, number, level)
            for row in self.disciplines
            for number, level in enumerate(row.rings, start=1)
        }

    @cached_property
    def weights(self) -> dict[str, Fraction]:
        """The weight of each discipline by id, exact."""
        return {row.id: exact(row.weight) for row in self.disciplines}

    def __iter__(self) -> Iterator[DiscField]:  # type: ignore[override]
        """Iterate over the fields, discipline by discipline, from the outside in."""
        return iter(self.fields.values())

    @validated
    def discipline(self, name: str) -> Discipline:
        """Return the discipline with an id, title or alias.

        Args:
            name: An id, a title in any language, or one of the aliases.

        Raises:
            UnknownNameError: No discipline has that name.
        """
        names = {name: row for row in reversed(self.disciplines) for name in _other_names(row)}
        names |= {row.id: row for row in self.disciplines}
        if name in names:
            return names[name]
        known = ", ".join(row.id for row in self.disciplines)
        raise UnknownNameError(
            [
                Fault(
                    "name",
                    sentence("faults.no discipline called", value=repr(name)),
                    sentence("remedies.use one of", names=known, hint=""),
                )
            ]
        )


def _other_names(row: Discipline) -> tuple[str, ...]:
    titles = row.title.values() if isinstance(row.title, dict) else (row.title,)
    return (*titles, *row.aliases)


@validated
def shipped_disc(name: str = "customer-centricity") -> Disc:
    """Return a disc that comes with the library.

    Args:
        name: `customer-centricity`, or `channel-strategy` for the ladder from single to omni.

    Raises:
        UnknownNameError: No disc of that name is shipped.

    >>> shipped_disc().discipline("Dataanalyse").id
    'A'
    """
    folder = resources.files("omniprio").joinpath("catalogue", "discs")
    files = {
        file.name.removesuffix(".json"): file for file in folder.iterdir() if file.name.endswith(".json")
    }
    known = sorted(files)
    if name not in known:
        raise UnknownNameError(
            [
                Fault(
                    "name",
                    sentence("faults.no disc called", value=repr(name)),
                    sentence("remedies.use one of", names=", ".join(known), hint=""),
                )
            ]
        )
    return Disc.model_validate_json(files[name].read_text(encoding="utf-8"))
