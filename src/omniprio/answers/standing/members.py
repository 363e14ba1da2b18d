"""The members of a group: where each stands, now and before, from the answers of a survey."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from omniprio.answers.standing.positions import Positions
from omniprio.assessment.answered import fulfilment_by
from omniprio.assessment.raters import METHODS
from omniprio.assessment.ratings import combined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from fractions import Fraction

    from omniprio.assessment import Answers, Survey
    from omniprio.assessment.raters import Method
    from omniprio.disc import Disc

    ByMember = Mapping[str, list[Answers]]

__all__ = ["Member", "Of", "members_of"]

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
