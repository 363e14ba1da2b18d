"""From the answers to a questionnaire to a profile."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, override

from omniprio.assessment.channels import ChannelProfile
from omniprio.assessment.profile import require_decimals
from omniprio.assessment.ratings import field_ids
from omniprio.disc import Disc, over, shipped_disc
from omniprio.errors import Fault
from omniprio.language import sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.spelling import hints, use_one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from omniprio.annotations import Natural
    from omniprio.assessment.survey import Answers, Question, Questionnaire
    from omniprio.disc import Discipline
    from omniprio.errors import Steps
    from omniprio.language import Speaker

__all__ = ["AnsweredProfile", "faults_of_answers", "faults_of_fields", "fulfilment_by", "profile_of"]


class AnsweredProfile(ChannelProfile):
    """The profile that follows from the answers of one respondent."""

    questionnaire: str
    """The id of the questionnaire."""
    respondent: str
    unanswered_questions: tuple[str, ...]
    """The questions that are not answered, by id."""

    @override
    def _remarks(self, speaker: Speaker) -> list[str]:
        names = self.unanswered_questions
        lines = [speaker.words("answers.unanswered questions", names=names)] if names else []
        return [*lines, *super()._remarks(speaker)]


@validated
def profile_of(
    questionnaire: Questionnaire, answers: Answers, *, disc: Disc | None = None, decimals: Natural = 3
) -> AnsweredProfile:
    """Return the profile that follows from answers.

    An answer counts from 0 (the lowest of its scale) to 1 (the highest). Questions on the same fields are
    averaged by weight and fill these fields from the outside in. Where a field is asked about by channel, each
    channel is judged by its own questions and those about all channels, then the channels are taken together
    as the questionnaire says. What is not answered is missing, not zero.

    Args:
        questionnaire: What was asked.
        answers: What was answered.
        disc: The disc the questions speak to; by default the customer-centricity disc.
        decimals: How many decimals `start` has, 1 to 9.

    Returns:
        A profile with the fields that answered questions speak to.

    Raises:
        InvalidInputError: An answer, a question or an option is wrong; it lists every fault.

    >>> from omniprio.assessment import Answers, shipped_questionnaire
    >>> profile_of(shipped_questionnaire(), Answers(answers={"recognise": 3})).start
    {'R2': 1.0, 'R3': 0.0}
    """
    disc = disc or shipped_disc()
    faults = chain(
        faults_of_answers(questionnaire, answers, "answers", ()), faults_of_fields(questionnaire, disc)
    )
    require_decimals(decimals, faults)
    shares = _shares(questionnaire, answers.answers)
    fields = [field for row in disc.disciplines for field in _judged(row, questionnaire, shares)]
    return AnsweredProfile(
        disc=disc,
        fulfilment={field.id: field.value for field in fields},
        decimals=decimals,
        over=questionnaire.over_channels,
        by_channel={field.id: field.by_channel for field in fields if field.by_channel},
        missing={field.id: field.missing for field in fields if field.missing},
        questionnaire=questionnaire.id,
        respondent=answers.respondent,
        unanswered_questions=tuple(q.id for q in questionnaire.questions if q.id not in shares),
        provenance=answers.provenance,
        marks=questionnaire.not_facts,
    )


def fulfilment_by(
    questionnaire: Questionnaire, disc: Disc
) -> Callable[[Mapping[str, float | None]], dict[str, Fraction]]:
    """Return what makes the fulfilment by field of answers without faults, of one respondent after another.

    What many answer alike is judged once.

    Args:
        questionnaire: What was asked.
        disc: The disc the questions speak to.
    """
    about = {
        row.id: [one.id for one in questionnaire.questions if not set(field_ids(row)).isdisjoint(one.fields)]
        for row in disc.disciplines
    }

    @cache
    def judged(row: str, given: tuple[tuple[str, float], ...]) -> list[_Field]:
        shares = _shares(questionnaire, dict(given))
        return list(_judged(rows[row], questionnaire, shares))

    def fulfilment(answers: Mapping[str, float | None]) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for row, names in about.items():
            given = tuple((name, said) for name in names if (said := answers.get(name)) is not None)
            found |= {field.id: field.value for field in judged(row, given)}
        return found

    rows = {row.id: row for row in disc.disciplines}
    return fulfilment


def _shares(questionnaire: Questionnaire, answers: Mapping[str, float | None]) -> dict[str, Fraction]:
    """Return what each answer counts, 0 to 1, by question."""
    return {
        question.id: questionnaire.scale_of(question).share(answer)
        for question in questionnaire.questions
        if (answer := answers.get(question.id)) is not None
    }


@dataclass(frozen=True, slots=True)
class _Field:
    """What is known of one field."""

    id: str
    value: Fraction
    by_channel: dict[str, Fraction]
    missing: tuple[str, ...]


def _judged(
    row: Discipline, questionnaire: Questionnaire, shares: Mapping[str, Fraction]
) -> Iterator[_Field]:
    """Yield the fields of a discipline that answered questions speak to."""
    fields = field_ids(row)
    asked = [question for question in questionnaire.questions if not set(fields).isdisjoint(question.fields)]
    answered = [question for question in asked if question.id in shares]
    general = _filled(row, [question for question in answered if not question.channel], shares)
    channels = {
        channel: _filled(
            row, [question for question in answered if question.channel in {"", channel}], shares
        )
        for channel in {question.channel for question in answered if question.channel}
    }
    weights = {channel: exact(questionnaire.channel_weights.get(channel, 1.0)) for channel in channels}
    for field in fields:
        relevant = _channels(asked, field)
        told = _channels(answered, field)
        known = {channel: channels[channel][field] for channel in told}
        missing = tuple(channel for channel in relevant if channel not in told)
        if known:
            yield _Field(field, over(questionnaire.over_channels, known, weights), known, missing)
        elif field in general:
            yield _Field(field, general[field], known, missing)


def _channels(questions: Iterable[Question], field: str) -> list[str]:
    """Return the channels in which questions speak to a field, each once."""
    named = (question.channel for question in questions if question.channel and field in question.fields)
    return list(dict.fromkeys(named))


def _filled(
    row: Discipline, questions: Iterable[Question], shares: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Return the fulfilment of the fields of a discipline that answered questions speak to."""
    same_fields: dict[tuple[str, ...], list[Question]] = defaultdict(list)
    for question in questions:
        fields = tuple(field for field in field_ids(row) if field in question.fields)
        same_fields[fields].append(question)
    parts: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
    for fields, group in same_fields.items():
        weighted = [(exact(question.weight), shares[question.id]) for question in group]
        weight = sum((weight for weight, _ in weighted), Fraction(0))
        for outer, field in enumerate(fields):
            share = _mean(weighted)
            if row.order == "outside in":
                share = min(max(share * len(fields) - outer, Fraction(0)), Fraction(1))
            parts[field].append((weight, share))
    return {field: _mean(weighted) for field, weighted in parts.items()}


def _mean(weighted: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the mean of (weight, number) pairs."""
    whole = sum((weight for weight, _ in weighted), Fraction(0))
    return sum((weight * number for weight, number in weighted), Fraction(0)) / whole


def faults_of_answers(
    questionnaire: Questionnaire, answers: Answers, path: str, at: Steps
) -> Iterator[Fault]:
    """Yield what is wrong with answers to a questionnaire.

    Args:
        questionnaire: What was asked.
        answers: What was answered.
        path: Where the answers stand, in words.
        at: The steps to them in the data.
    """
    questions = {question.id: question for question in questionnaire.questions}
    hint = hints((name for name in answers.answers if name not in questions), questions)
    for name, answer in answers.answers.items():
        if name not in questions:
            remedy = use_one_of(questions, hint[name])
            problem = sentence("faults.no question")
            yield Fault(f"{path}.{name}", problem, remedy, ((*at, "answers", name),))
        elif answer is not None:
            scale = questionnaire.scale_of(questions[name])
            if not scale.lowest <= answer <= scale.highest:
                remedy = sentence("remedies.between", lowest=scale.lowest, highest=scale.highest)
                problem = sentence("faults.is", value=answer)
                yield Fault(f"{path}.{name}", problem, remedy, ((*at, "answers", name),))


def faults_of_fields(questionnaire: Questionnaire, disc: Disc) -> Iterator[Fault]:
    """Yield the fields that questions speak to and the disc does not have.

    Args:
        questionnaire: What was asked.
        disc: The disc.
    """
    for question in questionnaire.questions:
        unknown = [field for field in question.fields if field not in disc.fields]
        like = hints(unknown, disc.fields)
        for field in unknown:
            remedy = use_one_of(disc.fields, like[field])
            yield Fault(
                f"questions[{question.id}].fields", sentence("faults.no such field", name=field), remedy
            )
