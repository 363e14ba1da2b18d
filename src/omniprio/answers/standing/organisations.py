"""Several organisations side by side: how far each is, by discipline and by field."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Marked
from omniprio.answers.standing.members import Positions
from omniprio.assessment.profile import shown
from omniprio.disc import Disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence, text
from omniprio.marks import united
from omniprio.parameters import validated
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.assessment import Profile
    from omniprio.language import Language, Speaker

__all__ = ["SideBySide", "side_by_side"]


class SideBySide(Marked):
    """Profiles of several organisations on one disc."""

    disc: Disc
    fulfilment: dict[str, dict[str, Fraction]]
    """By organisation, then by field; only fields somebody spoke about."""
    position: dict[str, dict[str, Fraction]]
    """By organisation, then by discipline: levels, in part included. Only disciplines somebody spoke about;
    fields of them that nobody spoke about count as the disc's default start."""

    @validated
    def field_table(self, language: Language = "en") -> str:
        """Return organisations by fields, in fulfilment, as text; `-` where nothing was said.

        Args:
            language: The code of the language.
        """
        return self._fields(self._speaker(language))

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = (
            [
                f"{row.id} {text(row.title, speaker.catalogue.language)}".rstrip(),
                *_shown(row.id, self.position, speaker),
            ]
            for row in self.disc.disciplines
        )
        return columns([speaker.words("answers.discipline"), *self.position], rows)

    def _fields(self, speaker: Speaker) -> str:
        rows = (
            [
                field.id,
                field.title(speaker.catalogue.language),
                *_shown(field.id, self.fulfilment, speaker),
            ]
            for field in self.disc
        )
        return columns([speaker.words("answers.field"), "", *self.fulfilment], rows, left=2)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield from (self._columns(speaker), "", self._fields(speaker))


def _shown(name: str, found: Mapping[str, Mapping[str, Fraction]], speaker: Speaker) -> Iterator[str]:
    """Yield what each organisation has of something."""
    return (speaker.catalogue.style.number(shown(one.get(name))) for one in found.values())


@validated
def side_by_side(profiles: Mapping[str, Profile]) -> SideBySide:
    """Return the profiles of several organisations side by side.

    Args:
        profiles: The profile of each organisation, by its name; at least one, all on the same disc.

    Returns:
        Positions and fulfilments; nothing is compared with a benchmark.

    Raises:
        InvalidInputError: There is no profile, or they are on different discs.

    >>> from omniprio.assessment import Assessment, combine
    >>> ours = combine([Assessment(rater="board", ratings={"R": 1.5})])
    >>> side_by_side({"ours": ours}).position
    {'ours': {'R': Fraction(3, 2)}}
    """
    if not profiles:
        raise InvalidInputError.of(
            "profiles", sentence("faults.no entries"), sentence("remedies.at least one")
        )
    disc = next(iter(profiles.values())).disc
    if others := [name for name, profile in profiles.items() if profile.disc != disc]:
        remedy = sentence("remedies.one disc")
        raise InvalidInputError(
            Fault(f"profiles[{name}]", sentence("faults.on another disc"), remedy) for name in others
        )
    positions = Positions(disc)
    return SideBySide(
        disc=disc,
        fulfilment={name: dict(profile.fulfilment) for name, profile in profiles.items()},
        position={name: positions.of(profile.fulfilment) for name, profile in profiles.items()},
        marks=united(profile.not_facts for profile in profiles.values()),
    )
