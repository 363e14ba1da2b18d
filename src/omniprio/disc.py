"""The disc: disciplines as sectors, levels as rings, read from the outside in."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from omniprio.base import MOST_MONEY, WHOLE, Amount, Model, Name, OneOrMore, Text, Words
from omniprio.disc_html import as_html
from omniprio.errors import Fault, UnfitError, UnknownNameError
from omniprio.language import sentence, text
from omniprio.marks import Marks, marks_in, united
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.spelling import one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "Channel",
    "Disc",
    "DiscField",
    "Discipline",
    "Level",
    "shipped_disc",
]

OverChannels = Literal["minimum", "mean"]
"""`minimum`: a field is as far as its weakest channel (strict). `mean`: as its channels on average, weighted."""

Weight = Annotated[float, Field(gt=0, le=MOST_MONEY, strict=True)]
"""How much something counts in a mean, more than 0."""

AT = "@"
"""What joins a field and a channel, as in `R2@web`."""


class Channel(Model):
    """A way to meet customers, over which fields are judged.

    >>> Channel(id="web", title={"en": "Web shop", "da": "Netbutik"}).weight
    1.0
    """

    id: Annotated[Name, Field(pattern=r"^[^@]*$")]
    title: Text = ""
    weight: Weight = 1.0
    """How much the channel counts where fields are judged by the mean, more than 0."""

    @cached_property
    def part(self) -> Fraction:
        """The weight, exact."""
        return exact(self.weight)


class Level(Model):
    """One ring of one discipline."""

    title: Text = ""
    """A short label."""
    description: Text = ""
    """What holds when the level is reached."""
    provenance: Words = ""
    """Where the texts come from, for instance `inferred`."""


MOST_LEVELS = 100
_MOST_CHANNELS = 50
_MOST_NAMED = 25

Levels = (
    Annotated[int, Field(ge=1, le=MOST_LEVELS, strict=True), WHOLE]
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
    aliases: Annotated[tuple[Words, ...], OneOrMore()] = ()
    """Other names of the discipline, for look-up."""
    channels: Annotated[tuple[Name, ...], OneOrMore()] = ()
    """The channels that are relevant to it; by default all of the disc."""
    whole: Annotated[bool, Field(strict=True)] = False
    """Whether its fields are judged as a whole, whatever channels the disc has, as an organisation may be."""
    provenance: Words = ""

    @cached_property
    def rings(self) -> tuple[Level, ...]:
        """The levels, from the outermost ring inward."""
        return (Level(),) * self.levels if isinstance(self.levels, int) else self.levels


class DiscField(NamedTuple):
    """One field of the disc, a discipline and a ring, or one channel of it.

    Attributes:
        id: The name of the field, as `R2`, or of one channel of it, as `R2@web`.
        discipline: The discipline it belongs to.
        number: The ring, 1 is the outermost.
        level: Its texts.
        channel: The channel; None for a field as a whole.
    """

    id: str
    discipline: Discipline
    number: int
    level: Level
    channel: Channel | None = None

    @property
    def not_facts(self) -> Marks:
        """What its texts are that are not facts: `inferred`, `judgement` or `invented`."""
        level = self.level
        return marks_in(level.provenance) if level.title or level.description else ()

    @validated
    def title(self, language: str = "en") -> str:
        """Return the short label, or the discipline and ring where there is none, and the channel."""
        row = text(self.discipline.title, language)
        whole = f"{row} {self.number}" if row else f"{self.discipline.id}{self.number}"
        label = text(self.level.title, language) or whole
        if self.channel is None:
            return label
        return f"{label} ({text(self.channel.title, language) or self.channel.id})"


class Disc(Model):
    """A maturity model: disciplines, each with its own number of levels.

    >>> disc = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=2)])
    >>> [field.id for field in disc]
    ['R1', 'R2', 'R3', 'D1', 'D2']
    """

    id: Words = "disc"
    title: Text = ""
    disciplines: Annotated[tuple[Discipline, ...], Field(min_length=1, max_length=100)]
    start_level: Annotated[int, Field(ge=0, strict=True), WHOLE] = 1
    """The level of every discipline for which a portfolio names no other start."""
    channels: Annotated[tuple[Channel, ...], Field(max_length=_MOST_CHANNELS)] = ()
    """The channels over which fields are judged; without any, a field is judged as a whole."""
    over: OverChannels = "minimum"
    """How a field is judged over its channels."""
    provenance: Words = ""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        """Refuse a name that could mean two things."""
        names = Counter(name for row in self.disciplines for name in {row.id, *row.aliases})
        names.update(
            f"{row.id}{number}{ending}"
            for row in self.disciplines
            for number in range(1, len(row.rings) + 1)
            for ending in {"", *(f"{AT}{channel.id}" for channel in self.channels)}
        )
        if twice := [name for name, count in names.items() if count > 1]:
            more = " …" if len(twice) > _MOST_NAMED else ""
            named = ", ".join(twice[:_MOST_NAMED]) + more
            raise UnfitError(sentence("faults.two disciplines", names=named), sentence("remedies.own name"))
        return self

    @model_validator(mode="after")
    def _known_channels(self) -> Self:
        """Refuse a channel that is given twice, or is relevant to a discipline and not there."""
        known = Counter(channel.id for channel in self.channels)
        if twice := [name for name, count in known.items() if count > 1]:
            raise UnfitError(sentence("faults.two channels", name=twice[0]), sentence("remedies.own name"))
        for row in self.disciplines:
            if row.channels and row.whole:
                problem = sentence("faults.whole and by channel", discipline=row.id)
                raise UnfitError(problem, sentence("remedies.remove one of two"))
            for name in row.channels:
                if name not in known:
                    problem = sentence("faults.no channel called", name=name, discipline=row.id)
                    raise UnfitError(problem, one_of(known, name))
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
    def parts(self) -> dict[str, DiscField]:
        """What shares are counted for, by id: each channel of a field (`R2@web`), or the field where it has none."""
        return {part: self.named[part] for field in self.fields for part in self.parts_of[field]}

    @cached_property
    def named(self) -> dict[str, DiscField]:
        """All that a share can be given for, by id: the fields and their channels."""
        return {
            name: field for whole in self for name, field in [(whole.id, whole), *self._channels_of(whole)]
        }

    @cached_property
    def parts_of(self) -> dict[str, tuple[str, ...]]:
        """The parts that a field or a channel of it stands for, by id."""
        found: dict[str, tuple[str, ...]] = {}
        for whole in self:
            own = [name for name, _ in self._channels_of(whole)]
            found |= {whole.id: tuple(own or [whole.id]), **{name: (name,) for name in own}}
        return found

    @cached_property
    def part_weights(self) -> dict[str, Fraction]:
        """How much each part counts in its field where channels are judged by the mean, by id; 1 in all for a field."""
        found: dict[str, Fraction] = {}
        for field in self.fields:
            parts = {part: _weight(self.named[part]) for part in self.parts_of[field]}
            found |= {part: weight / sum(parts.values()) for part, weight in parts.items()}
        return found

    def _channels_of(self, field: DiscField) -> list[tuple[str, DiscField]]:
        """Return each channel that a field is judged by, with its id there."""
        row = field.discipline
        return [
            (name := f"{field.id}{AT}{channel.id}", field._replace(id=name, channel=channel))
            for channel in self.channels
            if not row.whole and (not row.channels or channel.id in row.channels)
        ]

    @cached_property
    def means(self) -> frozenset[str]:
        """The fields that are the mean of several channels, by id."""
        by_mean = self.over == "mean"
        return frozenset(field for field in self.fields if by_mean and len(self.parts_of[field]) > 1)

    @property
    def not_facts(self) -> Marks:
        """What the texts of its fields are that are not facts."""
        return united(field.not_facts for field in self)

    @cached_property
    def weights(self) -> dict[str, Fraction]:
        """The weight of each discipline by id, exact."""
        return {row.id: exact(row.weight) for row in self.disciplines}

    def __repr_args__(self) -> Iterable[tuple[str, object]]:
        """Return its size alone."""
        yield from {"id": self.id, "disciplines": len(self.disciplines), "fields": len(self.fields)}.items()

    def _repr_html_(self) -> str:
        rows = [(row.title or row.id, *(ring.title for ring in row.rings)) for row in self.disciplines]
        return as_html(self.title, rows, self.not_facts)

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
        raise UnknownNameError(
            [
                Fault(
                    "name",
                    sentence("faults.no discipline called", value=repr(name)),
                    one_of((row.id for row in self.disciplines), name),
                )
            ]
        )


def field_over_channels(disc: Disc, field: str, shares: Mapping[str, Fraction]) -> Fraction:
    """Return the fulfilment of a field, or of a channel of it, over its channels.

    Args:
        disc: The disc.
        field: Its id.
        shares: The fulfilment of each part, by id.

    >>> disc = Disc(disciplines=[Discipline(id="R", levels=1)], channels=[Channel(id="web"), Channel(id="store")])
    >>> str(field_over_channels(disc, "R1", {"R1@web": Fraction(1, 2), "R1@store": Fraction(1, 4)}))
    '1/4'
    """
    parts = disc.parts_of[field]
    if len(parts) == 1:
        return shares[parts[0]]
    return over(disc.over, {part: shares[part] for part in parts}, disc.part_weights)


def with_fields(disc: Disc, parts: dict[str, Fraction]) -> dict[str, Fraction]:
    """Return the fulfilment of each part, and of each field over its channels, by id.

    Args:
        disc: The disc.
        parts: The fulfilment of each part, by id.
    """
    if not disc.channels:
        return parts
    return {name: field_over_channels(disc, name, parts) for name in disc.named}


def by_part(disc: Disc, shares: dict[str, Fraction]) -> dict[str, Fraction]:
    """Return shares of fields for each channel: what is said of one channel counts before what is said of all.

    Args:
        disc: The disc.
        shares: By the id of a field, or of a channel of one.
    """
    if not disc.channels:
        return shares
    spread = sorted(shares.items(), key=lambda share: share[0] in disc.parts)
    return {part: share for name, share in spread for part in disc.parts_of[name]}


def over(how: OverChannels, known: Mapping[str, Fraction], weights: Mapping[str, Fraction]) -> Fraction:
    """Return one number for several channels.

    Args:
        how: The weakest, or the weighted mean.
        known: One number or more, by channel.
        weights: How much each channel counts, more than 0.

    >>> over("mean", {"web": Fraction(1), "store": Fraction(0)}, {"web": Fraction(1), "store": Fraction(3)})
    Fraction(1, 4)
    """
    if how == "minimum":
        return min(known.values())
    whole = sum((weights[channel] for channel in known), Fraction(0))
    return sum((weights[channel] * share for channel, share in known.items()), Fraction(0)) / whole


def _weight(part: DiscField) -> Fraction:
    return part.channel.part if part.channel else Fraction(1)


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
                    one_of(known, name),
                )
            ]
        )
    return Disc.model_validate_json(files[name].read_text(encoding="utf-8"))
