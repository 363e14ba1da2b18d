"""The members of a group: where each stands, now and before, and which groups may be shown, so that nobody is recognised.

Several organisations side by side: how far each is, by discipline and by field.

In the literature: primary and secondary cell suppression.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Marked
from omniprio.assessment.answered import fulfilment_by
from omniprio.assessment.profile import shown
from omniprio.assessment.raters import METHODS
from omniprio.assessment.ratings import combined
from omniprio.disc import Disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.fulfilment import positions_at
from omniprio.language import sentence, text
from omniprio.marks import united
from omniprio.parameters import validated
from omniprio.portfolio import Portfolio
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from omniprio.assessment import Answers, Survey
    from omniprio.assessment.raters import Method

    ByMember = Mapping[str, list[Answers]]
    from collections.abc import Iterator, Mapping

    from omniprio.assessment import Profile
    from omniprio.language import Language, Speaker

__all__ = [
    "SMALLEST",
    "Member",
    "Of",
    "Positions",
    "SideBySide",
    "members_of",
    "shown_groups",
    "side_by_side",
]


class Positions:
    """Positions on a disc.

    >>> from fractions import Fraction
    >>> from omniprio.disc import shipped_disc
    >>> Positions(shipped_disc()).of({"R2": Fraction(1, 2)})
    {'R': Fraction(3, 2)}
    """

    def __init__(self, disc: Disc) -> None:
        """Take a disc."""
        self._disc = disc
        self._blank = Portfolio(horizon=1, initiatives=(), disc=disc)
        self._start = self._blank.start_fulfilment

    def of(self, fulfilment: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Return the position in each discipline that something is said of.

        Args:
            fulfilment: By field id; fields that nothing is said of count as the disc's default start.
        """
        found = positions_at(self._blank, {**self._start, **fulfilment})
        spoken = {self._disc.fields[field].discipline.id for field in fulfilment}
        return {name: levels for name, levels in found.items() if name in spoken}


SMALLEST = 3
"""No group of fewer is ever shown: of two, each would know the other."""


def shown_groups(sizes: Mapping[str, int], whole: int, smallest: int) -> tuple[str, ...] | None:
    """Return the groups that may be shown beside the whole; None where the whole may not be shown either.

    A group of fewer than the smallest is hidden. What is left of the whole without the groups that are shown could
    be counted back from them, so it must be nobody or enough as well; while it is not, the smallest group that is still
    shown is hidden too.

    Source: Hundepool et al. (2012), Statistical Disclosure Control, Wiley, chapter 4: threshold rule, secondary
    suppression.

    Args:
        sizes: How many members each group has, without the one who looks, whose own answers are no secret.
        whole: How many members there are, those without a group included.
        smallest: How many a group must have to be shown.

    >>> shown_groups({"food": 9, "toys": 7, "books": 2}, 18, 5), shown_groups({"food": 9, "toys": 5}, 14, 5)
    (('food',), ('food', 'toys'))
    """
    if whole < smallest:
        return None
    shown = sorted((name for name, size in sizes.items() if size >= smallest), key=lambda name: -sizes[name])
    while shown and 0 < whole - sum(sizes[name] for name in shown) < smallest:
        shown.pop()
    return tuple(name for name in sizes if name in shown)


Of = Literal["organisations", "respondents"]
"""Who the members of a group are."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a group.

    Attributes:
        name: What it is called.
        group: What it is compared within; empty for the whole alone.
        now: Its position by discipline, in levels; only what is known.
        before: The same at the earlier time; empty where nothing is known of it.
    """

    name: str
    group: str
    now: Mapping[str, Fraction]
    before: Mapping[str, Fraction]


def members_of(
    survey: Survey, disc: Disc, of: Of, method: Method, *, since: date | None, at: date | None
) -> list[Member]:
    """Return the members that have answered by now, in the order in which they first answered.

    The last answers of each respondent count: up to `since` for before, after it and up to `at` for now. The
    respondents of an organisation are combined as raters are.

    Args:
        survey: The answers.
        disc: The disc that the questions speak to.
        of: Who the members are.
        method: How the respondents of an organisation are made one.
        since: The last day of before; None if there is no before.
        at: The last day of now; None for all answers.
    """
    placed = Positions(disc)
    fulfilment = fulfilment_by(survey.questionnaire, disc)

    def standing(answers: Iterable[Answers]) -> Mapping[str, Fraction]:
        told = {str(place): fulfilment(one.answers) for place, one in enumerate(answers)}
        return placed.of(combined(disc, told, lambda given: METHODS[method](given.values())))

    now = _by_member(survey.last_answers(after=since, until=at), of)
    before = _by_member(survey.last_answers(until=since), of) if since else {}
    return [
        Member(name, _group(answers, of), standing(answers), standing(before.get(name, ())))
        for name, answers in now.items()
    ]


def _by_member(answers: Mapping[tuple[str, str], Answers], of: Of) -> ByMember:
    found: dict[str, list[Answers]] = defaultdict(list)
    for (organisation, respondent), one in answers.items():
        found[_called(organisation, respondent, of)].append(one)
    return found


def _called(organisation: str, respondent: str, of: Of) -> str:
    """Return the name of a member; people of the same name in two organisations are two."""
    if not organisation:
        return respondent
    return organisation if of == "organisations" else f"{organisation}: {respondent}"


def _group(answers: Iterable[Answers], of: Of) -> str:
    """Return the group of a member: respondents are compared within their organisation."""
    names = (one.organisation if of == "respondents" else one.group for one in answers)
    return next((name for name in names if name), "")


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
