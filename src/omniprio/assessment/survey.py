"""A survey: one questionnaire, answered by many."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from omniprio.assessment.answered import faults_of_answers
from omniprio.assessment.given import Given
from omniprio.assessment.questionnaire import Answers, Questionnaire
from omniprio.base import Words
from omniprio.errors import Fault
from omniprio.language import sentence
from omniprio.marks import Marks, marks_in, united
from omniprio.parameters import validated
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

__all__ = ["Survey"]


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
