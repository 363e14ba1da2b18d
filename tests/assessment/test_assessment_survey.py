"""A survey holds the answers of many; every fault in them is told where it is."""

from __future__ import annotations

from datetime import date

import pytest

from omniprio.assessment import Answers, Survey, shipped_questionnaire
from omniprio.errors import InvalidInputError

ASKED = shipped_questionnaire()


def test_organisations_are_named_once_each() -> None:
    answers = [Answers(organisation=name, answers={}) for name in ("B", "A", "", "B")]
    assert Survey(questionnaire=ASKED, answers=answers).organisations == ("B", "A")


def test_every_fault_says_in_which_answers_it_is() -> None:
    day = date(2026, 1, 1)
    answers = [
        Answers(questionnaire="other", answers={"recognise": 6}),
        Answers(organisation="A", group="food", respondent="Ann", date=day, answers={"colect": 1}),
        Answers(organisation="A", group="toys", respondent="Ann", date=day, answers={}),
    ]
    with pytest.raises(InvalidInputError) as caught:
        Survey(questionnaire=ASKED, answers=answers)
    assert [fault.path for fault in caught.value.faults] == [
        "answers[1].questionnaire",
        "answers[1].answers.recognise",
        "answers[2].answers.colect",
        "answers[3]",
        "answers[3].group",
    ]
    assert "did you mean collect?" in str(caught.value)
    assert "Ann har svaret 2 gange på samme dag" in caught.value.said("da")


def test_people_without_a_name_are_different_people_and_one_can_answer_on_several_days() -> None:
    nobody = [Answers(organisation="A", answers={"measure": 1})] * 3
    ann = [Answers(respondent="Ann", date=date(2026, month, 1), answers={}) for month in (1, 2)]
    assert len(Survey(questionnaire=ASKED, answers=[*nobody, *ann]).answers) == 5
