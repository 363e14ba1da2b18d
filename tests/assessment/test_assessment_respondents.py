"""The respondents of an organisation are its raters: the last answers of each, field by field or question by question."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from omniprio.assessment import (
    Answers,
    Assessment,
    Survey,
    agreement,
    agreement_of_respondents,
    bids_of_respondents,
    shipped_questionnaire,
)
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError

SURVEY = Survey(
    questionnaire=shipped_questionnaire(),
    answers=[
        Answers(
            organisation="Shop",
            respondent="Ann",
            date=date(2027, 1, 1),
            answers={"recognise": 2, "measure": 3},
        ),
        Answers(
            organisation="Shop",
            respondent="Ann",
            date=date(2026, 1, 1),
            answers={"recognise": 5, "measure": 5},
        ),
        Answers(organisation="Shop", answers={"recognise": 2, "measure": 5, "collect": 1}),
        Answers(organisation="Other", respondent="Bo", answers={"recognise": 1}),
    ],
)


def test_bids_are_the_last_answers_of_each_by_field() -> None:
    bids = bids_of_respondents(SURVEY, "Shop")
    # 2 of 1 to 5 is a quarter of two rings, half of the outer one; 3 is half of both, 5 all
    assert {bid.rater: bid.ratings for bid in bids} == {
        "Ann": {"R2": 0.5, "R3": 0.0, "M2": 1.0, "M3": 0.0},
        "#3": {"R2": 0.5, "R3": 0.0, "D2": 0.0, "D3": 0.0, "M2": 1.0, "M3": 1.0},
    }


def test_agreement_is_by_question() -> None:
    found = agreement_of_respondents(SURVEY, "Shop", scaled="interval")
    # recognise: 1/4 and 1/4; measure: 1/2 and 1, m * variance = 2 * 1/8 = 1/4; collect is answered by one alone
    # all of 1/4 1/4 1/2 1: mean 1/2, squares 1/16 + 1/16 + 0 + 1/4 = 3/8, variance 1/8, times 4: 1/2
    assert (found.alpha, found.units, found.raters) == (Fraction(1, 2), 2, 2)


def test_the_rings_that_one_answer_fills_are_one_unit_of_agreement() -> None:
    # each field by itself would have agreement in that the outer ring is always ahead of the inner one
    found = agreement(bids_of_respondents(SURVEY, "Shop"), scaled="interval")
    assert (found.alpha, found.units, found.raters) == (Fraction(1, 2), 2, 2)
    apart = [
        Assessment(rater="Ann", ratings={"R2": 0.5, "R3": 0.5}),  # no level fills two rings by half
        Assessment(rater="Bo", ratings={"R2": 1, "R3": 0}),
    ]
    assert agreement(apart).units == 2
    checklist = Disc(disciplines=[Discipline(id="R", levels=3, order="any")])
    assert (
        agreement([apart[1], Assessment(rater="Cy", ratings={"R2": 1, "R3": 0})], disc=checklist).units == 2
    )


def test_last_answers_are_those_within_some_days() -> None:
    before = SURVEY.last_answers(until=date(2026, 6, 30))
    assert before["Shop", "Ann"].answers["recognise"] == 5
    assert set(before) == {
        ("Shop", "Ann"),
        ("Shop", "#3"),
        ("Other", "Bo"),
    }  # without a date: before all days
    assert set(SURVEY.last_answers(after=date(2026, 6, 30))) == {("Shop", "Ann")}


def test_an_organisation_that_has_not_answered_and_another_disc_are_refused() -> None:
    with pytest.raises(
        InvalidInputError, match=r"is Shpo, of whom there are no answers; .*did you mean Shop"
    ):
        bids_of_respondents(SURVEY, "Shpo")
    with pytest.raises(InvalidInputError, match="no answers"):
        agreement_of_respondents(SURVEY, "Nobody")
    with pytest.raises(InvalidInputError, match="R3"):
        bids_of_respondents(SURVEY, "Shop", disc=Disc(disciplines=[Discipline(id="R", levels=2)]))
