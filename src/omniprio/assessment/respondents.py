"""The respondents of one organisation as its raters: their bids, and how far they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.assessment.agreement import Agreement, agreement_on
from omniprio.assessment.answered import faults_of_fields, fulfilment_by
from omniprio.assessment.profile import rounded_down
from omniprio.assessment.raters import Assessment
from omniprio.disc import Disc, shipped_disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.marks import joined, marks_in, united
from omniprio.parameters import validated
from omniprio.spelling import hints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.annotations import Count, Natural
    from omniprio.assessment.agreement import Scaled
    from omniprio.assessment.survey import Answers, Survey

__all__ = ["agreement_of_respondents", "bids_of_respondents"]

_DECIMALS = 3
"""Of a rating, as `start` of a profile has by default."""


@validated
def bids_of_respondents(
    survey: Survey, organisation: str, *, disc: Disc | None = None
) -> tuple[Assessment, ...]:
    """Return what the respondents of an organisation say of each field, as bids; the last answers of each count.

    Args:
        survey: The answers.
        organisation: Its name.
        disc: The disc that the questions speak to; by default the customer-centricity disc.

    Returns:
        One bid for each respondent; ratings are rounded down to 3 decimals. Somebody without a name is called by the
        number of the answers, as `#3`.

    Raises:
        InvalidInputError: There are no answers of that organisation, or a question does not fit the disc.

    >>> from omniprio.assessment import Answers, Survey, shipped_questionnaire
    >>> told = [Answers(organisation="Shop", respondent="Ann", answers={"recognise": 4})]
    >>> bids_of_respondents(Survey(questionnaire=shipped_questionnaire(), answers=told), "Shop")[0].ratings
    {'R2': 1.0, 'R3': 0.5}
    """
    disc = disc or shipped_disc()
    if faults := list(faults_of_fields(survey.questionnaire, disc)):
        raise InvalidInputError(faults)
    fulfilment = fulfilment_by(survey.questionnaire, disc)
    return tuple(
        Assessment(
            rater=name,
            ratings={
                field: float(rounded_down(share, _DECIMALS))
                for field, share in fulfilment(one.answers).items()
            },
            provenance=joined([survey.provenance, one.provenance, *survey.questionnaire.not_facts]),
        )
        for name, one in _respondents(survey, organisation).items()
    )


@validated
def agreement_of_respondents(
    survey: Survey,
    organisation: str,
    *,
    scaled: Scaled = "ordinal",
    draws: Count = 1000,
    seed: Natural = 0,
) -> Agreement:
    """Return how far the respondents of an organisation agree, question by question; see `agreement`.

    Args:
        survey: The answers; the last ones of each respondent count, each as a share of its scale.
        organisation: Its name.
        scaled: Whether answers say only which is more (`ordinal`), or also how much (`interval`).
        draws: How often questions are drawn again for the interval, at least 1.
        seed: The same seed gives the same interval.

    Raises:
        InvalidInputError: There are no answers of that organisation.

    >>> from omniprio.assessment import Answers, Survey, shipped_questionnaire
    >>> said = {"Ann": {"recognise": 1, "collect": 3}, "Bo": {"recognise": 1, "collect": 5}}
    >>> told = [Answers(organisation="Shop", respondent=name, answers=one) for name, one in said.items()]
    >>> survey = Survey(questionnaire=shipped_questionnaire(), answers=told)
    >>> str(agreement_of_respondents(survey, "Shop", scaled="interval").alpha)
    '8/11'
    """
    asked = survey.questionnaire
    respondents = _respondents(survey, organisation).values()
    units = [
        [
            asked.scale_of(question).share(said)
            for one in respondents
            if (said := one.answers.get(question.id)) is not None
        ]
        for question in asked.questions
    ]
    return agreement_on(
        units,
        len(respondents),
        scaled=scaled,
        draws=draws,
        seed=seed,
        marks=united(
            marks_in(source) for source in (survey.provenance, *(one.provenance for one in respondents))
        ),
    )


def _respondents(survey: Survey, organisation: str) -> Mapping[str, Answers]:
    """Return the last answers of each respondent of an organisation, by name."""
    found = {name: one for (where, name), one in survey.last_answers().items() if where == organisation}
    if not found:
        hint = hints([organisation], survey.organisations)[organisation]
        problem = sentence("faults.no member", value=organisation)
        raise InvalidInputError(
            [Fault("organisation", problem, sentence("remedies.correct name", hint=hint))]
        )
    return found
