"""Answers become a profile as the questionnaire says; the shipped one says what is ours."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from omniprio.answers.standing import side_by_side
from omniprio.assessment import (
    AnsweredProfile,
    Answers,
    Assessment,
    Question,
    Questionnaire,
    Scale,
    combine,
    profile_of,
    shipped_questionnaire,
)
from omniprio.disc import Disc, Discipline, shipped_disc
from omniprio.errors import InvalidInputError

DISC = Disc(
    disciplines=[
        Discipline(id="R", levels=3),
        Discipline(id="D", levels=2),
        Discipline(id="K", levels=2, order="any"),
    ]
)
TENTHS = Scale(lowest=0, highest=10)


def asked(*questions: Question, **answers: float | None) -> AnsweredProfile:
    questionnaire = Questionnaire(questions=questions, scale=TENTHS)
    return profile_of(questionnaire, Answers(answers=answers), disc=DISC)


def question(
    name: str, *fields: str, weight: float = 1, channel: str = "", scale: Scale | None = None
) -> Question:
    return Question(id=name, text=name, fields=fields, weight=weight, channel=channel, scale=scale)


def test_an_answer_counts_by_its_place_on_the_scale() -> None:
    assert Scale(lowest=1, highest=5).share(1) == 0
    assert Scale(lowest=1, highest=5).share(2) == Fraction(1, 4)
    assert Scale(lowest=-0.1, highest=0.2).share(0) == Fraction(1, 3)  # 0.1 / 0.3, exact in decimals


def test_an_answer_fills_the_fields_of_a_discipline_from_the_outside_in() -> None:
    profile = asked(question("q", "R1", "R2", "R3"), q=5)  # half of three rings is 1.5 rings
    assert profile.fulfilment == {"R1": 1, "R2": Fraction(1, 2), "R3": 0}


def test_the_order_in_which_fields_are_named_does_not_matter() -> None:
    assert asked(question("q", "R3", "R2"), q=5).fulfilment == {"R2": 1, "R3": 0}


def test_each_discipline_of_a_question_is_filled_on_its_own() -> None:
    profile = asked(question("q", "R2", "D1", "D2"), q=7.5)
    assert profile.fulfilment == {"R2": Fraction(3, 4), "D1": 1, "D2": Fraction(1, 2)}  # D: 0.75 · 2 = 1.5


def test_a_checklist_is_filled_alike() -> None:
    assert asked(question("q", "K1", "K2"), q=5).fulfilment == {"K1": Fraction(1, 2), "K2": Fraction(1, 2)}


def test_questions_on_one_field_count_by_weight() -> None:
    profile = asked(question("a", "R2"), question("b", "R2", weight=3), a=10, b=2)
    assert profile.fulfilment == {"R2": Fraction(2, 5)}  # (1 · 1 + 3 · 0.2) / 4


def test_questions_on_one_ladder_are_averaged_before_they_fill_it() -> None:
    profile = asked(question("a", "R2", "R3"), question("b", "R2", "R3"), a=0, b=10)
    assert profile.fulfilment == {"R2": 1, "R3": 0}  # half of two rings, not two halves


def test_a_question_on_a_ladder_and_one_on_a_ring_of_it_are_averaged_by_field() -> None:
    profile = asked(question("a", "R2", "R3"), question("b", "R2"), a=5, b=4)
    assert profile.fulfilment == {"R2": Fraction(7, 10), "R3": 0}  # R2: (1 + 0.4) / 2


def test_a_question_not_answered_is_missing() -> None:
    profile = asked(question("a", "R2"), question("b", "R2"), question("c", "D1"), a=4, b=None)
    assert profile.fulfilment == {"R2": Fraction(2, 5)}
    assert profile.unanswered_questions == ("b", "c")
    assert profile.unanswered == ("R1", "R3", "D1", "D2", "K1", "K2")
    assert str(profile).splitlines()[-2:] == [
        "Questions not answered: b, c.",
        "Not answered, so they start at the default of the disc: R1, R3, D1, D2, K1, K2.",
    ]


def test_a_question_may_have_a_scale_of_its_own() -> None:
    assert asked(question("q", "R2", scale=Scale(lowest=1, highest=3)), q=2).start == {"R2": 0.5}


def by_channel(how: str) -> Questionnaire:
    questions = [
        {"id": "web", "text": "?", "fields": ["R2"], "channel": "web"},
        {"id": "store", "text": "?", "fields": ["R2", "R3"], "channel": "store"},
        {"id": "all", "text": "?", "fields": ["R2"]},
    ]
    document = {"over_channels": how, "channel_weights": {"web": 3}, "scale": {"lowest": 0, "highest": 10}}
    return Questionnaire.from_json(json.dumps({"questions": questions, **document}))


def test_each_channel_is_judged_by_its_questions_and_those_about_all() -> None:
    answers = Answers(answers={"web": 8, "store": 2, "all": 4})
    # web: (0.8 + 0.4) / 2 = 0.6; store: 0.2 of two rings fills 0.4 of R2, (0.4 + 0.4) / 2 = 0.4; R3 0
    strict = profile_of(by_channel("minimum"), answers, disc=DISC)
    assert strict.by_channel["R2"] == {"web": Fraction(3, 5), "store": Fraction(2, 5)}
    assert strict.fulfilment == {"R2": Fraction(2, 5), "R3": 0}
    mean = profile_of(by_channel("mean"), answers, disc=DISC)
    assert mean.fulfilment["R2"] == Fraction(11, 20)  # (3 · 0.6 + 1 · 0.4) / 4


def test_a_channel_without_an_answer_is_missing_and_named() -> None:
    profile = profile_of(by_channel("minimum"), Answers(answers={"web": 8, "all": 4}), disc=DISC)
    assert profile.fulfilment == {"R2": Fraction(3, 5)}
    assert profile.missing == {"R2": ("store",)}
    only_all = profile_of(by_channel("minimum"), Answers(answers={"all": 4}), disc=DISC)
    assert only_all.fulfilment == {"R2": Fraction(2, 5)}
    assert only_all.missing == {"R2": ("web", "store")}


def test_wrong_answers_are_refused_all_at_once() -> None:
    questionnaire = Questionnaire(questions=[question("web", "R2"), question("shop", "R8")])
    with pytest.raises(InvalidInputError) as caught:
        profile_of(questionnaire, Answers(answers={"wep": 3, "web": 6, "shop": 0.5, "x": None}), disc=DISC)
    assert [str(fault) for fault in caught.value.faults] == [
        "answers.wep: is no question of the questionnaire; use one of web, shop (did you mean web?)",
        "answers.web: is 6; give 1 to 5",
        "answers.shop: is 0.5; give 1 to 5",
        "answers.x: is no question of the questionnaire; use one of web, shop",
        "questions[shop].fields: R8 is no field of the disc; use one of R1, R2, R3, D1, D2, K1, K2",
    ]
    with pytest.raises(InvalidInputError, match=r"answers\.web: is '3'; give a number"):
        Answers.from_json('{"answers": {"web": "3"}}')


def test_a_questionnaire_is_refused_with_all_its_faults() -> None:
    document = {
        "scale": {"lowest": 5, "highest": 1},
        "channel_weights": {"webb": 2},
        "questions": [
            {"id": "a", "text": "?", "fields": ["R2", "R2"], "channel": "web"},
            {"id": "a", "text": "?", "fields": ["R2"], "scale": {"labels": {"6": "more than fully"}}},
        ],
    }
    with pytest.raises(InvalidInputError) as caught:
        Questionnaire.from_json(json.dumps(document))
    assert [str(fault) for fault in caught.value.faults] == [
        "questions[a].id: is given 2 times; give each its own id",
        "scale: goes from 5 to 1; let the highest answer be above the lowest",
        "questions[a].scale.labels.6: is outside the scale; remove it",
        "questions[a].fields: R2 is named 2 times; name it once",
        "channel_weights.webb: is a channel no question asks about; correct it or remove it (did you mean web?)",
    ]
    with pytest.raises(InvalidInputError, match=r"questions\[a\].weight: is -1"):
        Questionnaire.from_json('{"questions": [{"id": "a", "text": "?", "fields": ["R2"], "weight": -1}]}')


def test_the_self_test_has_one_question_for_each_discipline_beyond_the_outermost_ring() -> None:
    test = shipped_questionnaire()
    disc = shipped_disc()
    fields = [question.fields for question in test.questions]
    assert fields == [(f"{row.id}2", f"{row.id}3") for row in disc.disciplines]
    lowest = profile_of(test, Answers(answers={question.id: 1 for question in test.questions}))
    assert set(lowest.fulfilment.values()) == {0}
    highest = profile_of(test, Answers(answers={question.id: 5 for question in test.questions}))
    assert set(highest.fulfilment.values()) == {1}


def test_the_self_test_is_in_two_languages_says_what_is_ours_and_gives_no_benchmark() -> None:
    test = shipped_questionnaire()
    texts = [test.title, *test.scale.labels.values(), *(question.text for question in test.questions)]
    assert all(isinstance(text, dict) and set(text) == {"da", "en"} for text in texts)
    for provenance in [test.provenance, *(question.provenance for question in test.questions)]:
        assert "retailreinvented.dk" in provenance
        assert "paraphrased" in provenance
        assert "judgement" in provenance
    assert "No benchmark" in test.provenance
    for question in test.questions:
        assert isinstance(question.text, dict)
        assert not any(re.search(r"\d", sentence) for sentence in question.text.values())


def test_an_unknown_questionnaire_is_an_error() -> None:
    with pytest.raises(KeyError, match="'x', which no shipped questionnaire is called; use self-test"):
        shipped_questionnaire("x")


def test_organisations_stand_side_by_side() -> None:
    test = shipped_questionnaire()
    a = profile_of(test, Answers(answers={"recognise": 3, "collect": 2}))
    b = combine([Assessment(rater="board", ratings={"R1": 0.5, "R2": 1, "M": 2.5})])
    table = side_by_side({"A": a, "B": b})
    # A: ring 1 by default, R2 reached, R3 not; ring 1 and a half. B: half of ring 1 holds ring 2 back.
    assert table.position["A"] == {"R": 2, "D": Fraction(3, 2)}
    assert table.position["B"] == {"R": Fraction(1, 2), "M": Fraction(5, 2)}
    assert "A" not in table.position["A"]
    lines = table.table().splitlines()
    assert lines[0].split() == ["discipline", "A", "B"]
    assert lines[1].split()[-2:] == ["2.00", "0.50"]
    assert lines[2].split()[-2:] == ["1.50", "-"]
    fields = table.field_table().splitlines()
    assert fields[3].split()[-2:] == ["0.00", "-"]  # R3
    shown, mark = table.summary().rsplit("\n", 1)
    assert shown.rstrip("\n") == f"{table.table()}\n\n{table.field_table()}"
    assert mark == "Not facts: inferred, judgement."  # texts of the disc; fields the questions speak to


def test_organisations_on_different_discs_are_not_compared() -> None:
    ladder = combine([Assessment(rater="a", ratings={"S": 2})], disc=shipped_disc("channel-strategy"))
    main = combine([Assessment(rater="a", ratings={"R": 2})])
    with pytest.raises(InvalidInputError, match=r"profiles\[B\]: is on another disc"):
        side_by_side({"A": main, "B": ladder})
    with pytest.raises(InvalidInputError, match="profiles: has no entries"):
        side_by_side({})
