"""The members of a group: where each stands, now and before, and which groups may be shown, so that nobody is recognised.

In the literature: primary and secondary cell suppression.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from omniprio.assessment.answered import fulfilment_by
from omniprio.assessment.raters import METHODS
from omniprio.assessment.ratings import combined
from omniprio.fulfilment import positions_at
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from fractions import Fraction

    from omniprio.assessment import Answers, Survey
    from omniprio.assessment.raters import Method
    from omniprio.disc import Disc

    ByMember = Mapping[str, list[Answers]]

__all__ = ["SMALLEST", "Member", "Of", "Positions", "members_of", "shown_groups"]


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
