"""A survey: a questionnaire, and what many answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from omniprio.assessment.answered import faults_of_answers
from omniprio.assessment.given import Given
from omniprio.base import Model, Name, Text, Words
from omniprio.disc import OverChannels, Weight
from omniprio.errors import Fault, UnknownNameError
from omniprio.language import sentence
from omniprio.marks import Marks, marks_in, united
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.spelling import hints, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

__all__ = ["Answers", "Question", "Questionnaire", "Scale", "Survey", "shipped_questionnaire"]

_Answer = Annotated[float, Field(ge=-1e6, le=1e6, strict=True)]
_Date = date  # the field of that name hides it


class Scale(Model):
    """What may be answered: from `lowest`, which counts 0, to `highest`, which counts 1, evenly.

    >>> Scale(lowest=1, highest=5).share(4)
    Fraction(3, 4)
    """

    lowest: _Answer = 1
    highest: _Answer = 5
    labels: dict[int, Text] = {}
    """What some of the answers mean."""

    @validated
    def share(self, answer: float) -> Fraction:
        """Return what an answer counts, 0 to 1, exact."""
        lowest = exact(self.lowest)
        return (exact(answer) - lowest) / (exact(self.highest) - lowest)


class Question(Model):
    """One question.

    An answer fills the fields the question speaks to, discipline by discipline from the outside in: half of
    the scale over two rings of a discipline is its outer ring. In a checklist (`order="any"`) it fills each field alike.

    >>> Question(id="q1", text="Do you know your customers?", fields=["R2", "R3"], channel="store").weight
    1.0
    """

    id: Name
    text: Text
    fields: Annotated[tuple[Words, ...], Field(min_length=1)]
    """The fields it speaks to, by id; several of one discipline are taken as a ladder."""
    scale: Scale | None = None
    """What may be answered; by default the scale of the questionnaire."""
    weight: Weight = 1.0
    """How much it counts beside other questions on the same field, more than 0."""
    channel: Words = ""
    """The channel it asks about; empty for all of them."""
    provenance: Words = ""
    """What is fact and what is judgement."""


class Questionnaire(Given):
    """Questions whose answers make a profile.

    Raises:
        InvalidInputError: Something in the data is wrong; it lists every fault.

    >>> own = Questionnaire(questions=[Question(id="q1", text="Do you know your customers?", fields=["R2"])])
    >>> float(own.scale_of(own.questions[0]).share(2))
    0.25
    """

    id: Words = "questionnaire"
    title: Text = ""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    scale: Scale = Scale()
    """The scale of every question that has none of its own."""
    over_channels: OverChannels = "minimum"
    """How a field that is asked about channel by channel is judged."""
    channel_weights: dict[Name, Weight] = {}
    """How much a channel counts in the mean; 1 where it is not named."""
    provenance: Words = ""
    """Where the questions come from; what is fact and what is judgement."""

    @property
    def not_facts(self) -> Marks:
        """What of the questions, and of the fields they speak to, is no fact."""
        stated = (self.provenance, *(question.provenance for question in self.questions))
        return united(map(marks_in, stated))

    @validated
    def scale_of(self, question: Question) -> Scale:
        """Return the scale of a question."""
        return question.scale or self.scale

    def _faults(self) -> Iterator[Fault]:
        for name, count in Counter(question.id for question in self.questions).items():
            if count > 1:
                yield Fault(
                    f"questions[{name}].id",
                    sentence("faults.given times", count=count),
                    sentence("remedies.own id"),
                )
        for path, scale in self._scales():
            yield from _scale_faults(path, scale)
        for question in self.questions:
            for field, count in Counter(question.fields).items():
                if count > 1:
                    problem = sentence("faults.named times", name=field, count=count)
                    yield Fault(f"questions[{question.id}].fields", problem, sentence("remedies.name once"))
        channels = dict.fromkeys(question.channel for question in self.questions if question.channel)
        hint = hints((name for name in self.channel_weights if name not in channels), channels)
        for name, like in hint.items():
            remedy = sentence("remedies.correct or remove", hint=like)
            yield Fault(f"channel_weights.{name}", sentence("faults.unasked channel"), remedy)

    def _scales(self) -> Iterator[tuple[str, Scale]]:
        yield "scale", self.scale
        for question in self.questions:
            if question.scale is not None:
                yield f"questions[{question.id}].scale", question.scale


def _scale_faults(path: str, scale: Scale) -> Iterator[Fault]:
    if scale.lowest >= scale.highest:
        problem = sentence("faults.scale", lowest=scale.lowest, highest=scale.highest)
        yield Fault(path, problem, sentence("remedies.highest above lowest"))
        return
    for answer in scale.labels:
        if not scale.lowest <= answer <= scale.highest:
            yield Fault(
                f"{path}.labels.{answer}",
                sentence("faults.outside the scale"),
                sentence("remedies.remove it"),
            )


class Answers(Given):
    """The answers of one respondent: an organisation, a department or a person.

    >>> Answers(respondent="Shop A", answers={"q1": 4, "q2": None}).answers["q2"] is None
    True
    """

    questionnaire: Words = ""
    """The id of the questionnaire that was answered; empty where that goes without saying."""
    organisation: Words = ""
    """Where the respondent belongs; empty where the respondent is an organisation."""
    group: Words = ""
    """What the organisation is compared within, as a line of business."""
    respondent: Words = ""
    """Who answered; empty for somebody without a name."""
    date: _Date | None = None
    """When it was answered."""
    answers: dict[str, _Answer | None]
    """By question id; a question that is not named, or None, is not answered."""
    provenance: Words = ""
    """Where the answers come from; what is fact and what is judgement."""


@validated
def shipped_questionnaire(name: str = "self-test") -> Questionnaire:
    """Return a questionnaire that comes with the library.

    Args:
        name: `self-test`: six questions, one for each discipline of the customer-centricity disc. It has no
            benchmark: no figure of other organisations was found that could be cited.

    Raises:
        UnknownNameError: No questionnaire of that name is shipped.

    >>> [question.id for question in shipped_questionnaire().questions]
    ['recognise', 'collect', 'analyse', 'improve', 'measure', 'organise']
    """
    file = resources.files("omniprio").joinpath("catalogue", "questionnaires", f"{name}.json")
    if not file.is_file():
        problem = sentence("faults.no questionnaire called", value=repr(name))
        raise UnknownNameError([Fault("name", problem, sentence("remedies.use self-test"))])
    return Questionnaire.from_json(file.read_text(encoding="utf-8"))


class Survey(Given):
    """The answers of many respondents, in one organisation or several, at one time or several.

    A respondent with a name answers once on each day; those without a name are all different people.

    >>> from omniprio.assessment import Answers, shipped_questionnaire
    >>> told = [Answers(organisation="Shop A", respondent=name, answers={"recognise": 3}) for name in ("Ann", "Bo")]
    >>> Survey(questionnaire=shipped_questionnaire(), answers=told).organisations
    ('Shop A',)
    """

    questionnaire: Questionnaire
    answers: tuple[Answers, ...]
    """One for each time that somebody answered."""
    provenance: Words = ""
    """Where the answers come from, as `invented`."""

    @property
    def organisations(self) -> tuple[str, ...]:
        """All organisations that are named, each once."""
        return tuple(dict.fromkeys(one.organisation for one in self.answers if one.organisation))

    @property
    def not_facts(self) -> Marks:
        """What of the questions and of the answers is no fact."""
        sources = {self.provenance, *(one.provenance for one in self.answers)}
        return united([self.questionnaire.not_facts, *map(marks_in, sources)])

    @validated
    def last_answers(
        self, *, after: date | None = None, until: date | None = None
    ) -> dict[tuple[str, str], Answers]:
        """Return the last answers of each respondent within some days, by organisation and respondent.

        Answers without a date count as given before all days. Somebody without a name is called by the number of the
        answers, as `#3`.

        Args:
            after: The day before the first of these days; None for no first day.
            until: The last of these days; None for no last day.
        """
        last: dict[tuple[str, str], Answers] = {}
        for place, one in enumerate(self.answers, start=1):
            if _within(one.date, after, until):
                who = (one.organisation, one.respondent or f"#{place}")
                known = last.get(who)
                if known is None or _later(one.date, known.date):
                    last[who] = one
        return last

    def _faults(self) -> Iterator[Fault]:
        for place, one in enumerate(self.answers):
            path = f"answers[{place + 1}]"
            if one.questionnaire not in {"", self.questionnaire.id}:
                problem = sentence("faults.other questionnaire", name=one.questionnaire)
                remedy = sentence("remedies.that questionnaire", name=self.questionnaire.id)
                yield Fault(f"{path}.questionnaire", problem, remedy, (("answers", place, "questionnaire"),))
            yield from faults_of_answers(self.questionnaire, one, f"{path}.answers", ("answers", place))
        yield from self._given_twice()
        yield from self._in_two_groups()

    def _given_twice(self) -> Iterator[Fault]:
        times = Counter(
            (one.organisation, one.respondent, one.date) for one in self.answers if one.respondent
        )
        last = {(one.organisation, one.respondent, one.date): place for place, one in enumerate(self.answers)}
        for who, count in times.items():
            if count > 1:
                problem = sentence("faults.answered times", name=who[1], count=count)
                remedy = sentence("remedies.one for each day")
                yield Fault(f"answers[{last[who] + 1}]", problem, remedy, (("answers", last[who]),))

    def _in_two_groups(self) -> Iterator[Fault]:
        groups: dict[str, dict[str, int]] = defaultdict(dict)
        for place, one in enumerate(self.answers):
            if one.organisation and one.group:
                groups[one.organisation][one.group] = place
        for organisation, places in groups.items():
            if len(places) > 1:
                problem = sentence("faults.in two groups", name=organisation, groups=listed(places))
                place = max(places.values())
                at = ("answers", place, "group")
                yield Fault(f"answers[{place + 1}].group", problem, sentence("remedies.one group"), (at,))


def _within(day: date | None, after: date | None, until: date | None) -> bool:
    if day is None:
        return after is None
    return (after is None or day > after) and (until is None or day <= until)


def _later(day: date | None, known: date | None) -> bool:
    return day is not None and (known is None or day > known)
