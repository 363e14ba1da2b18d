"""Where many stand: quartiles by hand, one's own place, before and after, and nobody who can be recognised."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from omniprio.answers import Quartiles, group_standing
from omniprio.answers.standing.members import shown_groups
from omniprio.assessment import Answers, Question, Questionnaire, Scale, Survey
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidArgumentError, InvalidInputError

if TYPE_CHECKING:
    from omniprio.answers import DisciplineStanding, GroupStanding
    from omniprio.assessment.raters import Method

DISC = Disc(disciplines=[Discipline(id="R", levels=4), Discipline(id="D", levels=2)], start_level=0)
ASKED = Questionnaire(
    id="two",
    scale=Scale(lowest=0, highest=4),
    questions=[
        Question(id="r", text="?", fields=["R1", "R2", "R3", "R4"]),
        Question(id="d", text="?", fields=["D1", "D2"]),
    ],
)
"""An answer to `r` is its level; half of an answer to `d` is its level."""
BEFORE, AFTER = date(2026, 1, 1), date(2027, 1, 1)
SINCE = date(2026, 6, 30)


def survey(*answers: Answers) -> Survey:
    return Survey(questionnaire=ASKED, answers=answers)


def told(
    name: str, r: float | None = None, d: float | None = None, *, day: date | None = None, group: str = ""
) -> Answers:
    return Answers(organisation=name, group=group, date=day, answers={"r": r, "d": d})


def row(found: GroupStanding, discipline: str = "R", group: str = "") -> DisciplineStanding:
    (standing,) = (one for one in found.groups if one.group == group)
    return next(one for one in standing.disciplines if one.discipline == discipline)


def quartiles(lower: str, median: str, upper: str) -> Quartiles:
    return Quartiles(lower=Fraction(lower), median=Fraction(median), upper=Fraction(upper))


def test_quartiles_of_five_are_the_second_the_third_and_the_fourth() -> None:
    found = group_standing(survey(*(told(f"o{r}", r) for r in (4, 0, 3, 1, 2))), disc=DISC)
    assert row(found).now == quartiles("1", "2", "3")
    assert row(found).members == 5


def test_quartiles_of_six_lie_between_two() -> None:
    # 0 1 2 3 4 4: a quarter of the way from first to last is place 1.25, so 1 + 0.25 * (2 - 1); three quarters is
    # place 3.75, so 3 + 0.75 * (4 - 3); the median is between 2 and 3
    found = group_standing(
        survey(*(told(f"o{place}", r) for place, r in enumerate((0, 1, 2, 3, 4, 4)))), disc=DISC
    )
    assert row(found).now == quartiles("5/4", "5/2", "15/4")


def test_what_was_not_answered_is_missing_and_a_discipline_that_too_few_answered_is_hidden() -> None:
    answers = [told(f"o{place}", 2, 4 if place < 4 else None) for place in range(6)]
    found = group_standing(survey(*answers), disc=DISC)
    assert row(found, "R").members == 6
    hidden = row(found, "D")  # four have answered
    assert (hidden.members, hidden.now, hidden.before, hidden.change, hidden.own) == (None,) * 5
    assert row(group_standing(survey(*answers), disc=DISC, smallest=4), "D").now == quartiles("2", "2", "2")


def test_the_own_place_counts_the_others_further_as_far_and_less_far() -> None:
    answers = [told(f"o{place}", r) for place, r in enumerate((1, 2, 2, 2, 3, 4))]
    own = row(group_standing(survey(*answers), disc=DISC, own="o1")).own
    assert own is not None
    assert (own.position, own.above, own.level, own.below) == (Fraction(2), 2, 2, 1)
    assert "3-5 of 6" in group_standing(survey(*answers), disc=DISC, own="o1").summary()


def test_who_looks_does_not_count_for_the_smallest_group() -> None:
    five = survey(*(told(f"o{r}", r) for r in range(5)))
    assert row(group_standing(five, disc=DISC)).now is not None
    looked = group_standing(
        five, disc=DISC, own="o1"
    )  # what o1 takes its own answer out of is a group of four
    assert row(looked).now is None
    assert row(looked).own is None
    assert "Too few to be shown." in looked.summary()


def test_a_group_that_could_be_counted_back_is_hidden_with_the_small_one() -> None:
    answers = [
        *(told(f"f{place}", 1, group="food") for place in range(7)),
        *(told(f"t{place}", 2, group="toys") for place in range(6)),
        *(told(f"b{place}", 3, group="books") for place in range(4)),
    ]
    found = group_standing(survey(*answers), disc=DISC)
    # 17 in all: food and toys would leave the four of books, food alone leaves ten
    assert [(standing.group, standing.hidden) for standing in found.groups] == [
        ("", None),
        ("food", None),
        ("toys", "counted back"),
        ("books", "too few"),
    ]
    assert "Hidden, since a smaller group could be counted back from it." in found.summary()
    enough = group_standing(survey(*answers), disc=DISC, smallest=4)
    assert [standing.group for standing in enough.groups if not standing.hidden] == [
        "",
        "food",
        "toys",
        "books",
    ]


def test_those_without_a_group_are_what_is_left_of_the_whole() -> None:
    answers = [*(told(f"f{place}", 1, group="food") for place in range(6)), told("alone", 4)]
    found = group_standing(survey(*answers), disc=DISC)
    assert [standing.hidden for standing in found.groups] == [
        None,
        "counted back",
    ]  # all without food would be the one
    mine = group_standing(survey(*answers), disc=DISC, own="alone")
    assert [standing.hidden for standing in mine.groups] == [None, None]  # who knows that answer already


def test_where_all_are_too_few_nothing_is_shown() -> None:
    assert shown_groups({"food": 4}, 4, 5) is None


@given(
    sizes=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)),
    alone=st.integers(0, 9),
    smallest=st.integers(3, 6),
)
def test_no_hidden_group_can_be_counted_back(sizes: dict[str, int], alone: int, smallest: int) -> None:
    whole = sum(sizes.values()) + alone
    assume(whole >= smallest)
    shown = shown_groups(sizes, whole, smallest)
    assert shown is not None
    assert all(sizes[name] >= smallest for name in shown)
    rest = whole - sum(sizes[name] for name in shown)
    assert rest == 0 or rest >= smallest or not shown
    if not alone and all(size == 0 or size >= smallest for size in sizes.values()):
        assert set(shown) == {name for name, size in sizes.items() if size}  # nothing is hidden without need


def test_before_and_after_are_of_the_same_members() -> None:
    both = [(1, 2), (1, 1), (2, 4), (0, 1), (3, 2)]
    answers = [told(f"o{place}", r, day=BEFORE) for place, (r, _) in enumerate(both)]
    answers += [told(f"o{place}", r, day=AFTER) for place, (_, r) in enumerate(both)]
    answers += [told("gone", 4, day=BEFORE), told("new", 0, day=AFTER)]
    found = row(group_standing(survey(*answers), disc=DISC, since=SINCE))
    assert found.members == 5
    assert found.before == quartiles("1", "1", "2")  # 0 1 1 2 3
    assert found.now == quartiles("1", "2", "2")  # 1 1 2 2 4
    assert found.change == 1  # 1 0 2 1 -1
    assert row(group_standing(survey(*answers), disc=DISC)).members == 7


def test_the_own_place_has_a_before() -> None:
    answers = [told(f"o{place}", place % 4, day=day) for place in range(6) for day in (BEFORE, AFTER)]
    answers[0] = told("o0", 3, day=BEFORE)
    own = row(group_standing(survey(*answers), disc=DISC, own="o0", since=SINCE)).own
    assert own is not None
    assert (own.before, own.position) == (Fraction(3), Fraction(0))


def test_the_last_answers_of_each_respondent_count() -> None:
    early = [told(f"o{place}", 1, day=BEFORE) for place in range(5)]
    late = [told("o0", 3, day=AFTER), told("o1", 3, day=AFTER), told("o2", 3, day=AFTER)]
    named = [one.model_copy(update={"respondent": "Ann"}) for one in (*late, *early)]
    assert row(group_standing(survey(*named), disc=DISC)).now == quartiles("1", "3", "3")
    assert row(group_standing(survey(*named), disc=DISC, at=SINCE)).now == quartiles("1", "1", "1")


@pytest.mark.parametrize(("method", "level"), [("median", "1"), ("mean", "4/3"), ("minimum", "1")])
def test_the_respondents_of_an_organisation_are_combined(method: Method, level: str) -> None:
    people = (
        1,
        1,
        4,
    )  # without names; R1 is 1 for all, R2 to R4 are 0, 0, 1: a third on average, and R2 is not reached
    answers = [Answers(organisation=f"o{place}", answers={"r": r}) for place in range(5) for r in people]
    found = group_standing(survey(*answers), disc=DISC, method=method)
    assert row(found).now == quartiles(level, level, level)


def test_respondents_can_be_the_members_and_their_organisations_the_groups() -> None:
    answers = [
        Answers(organisation=shop, respondent=name, answers={"r": r})
        for shop, r in (("A", 1), ("B", 3))
        for name in ("Ann", "Bo", "Cy", "Di", "Eva")
    ]
    found = group_standing(survey(*answers), disc=DISC, of="respondents", own="A: Ann", smallest=4)
    assert [(standing.group, row(found, "R", standing.group).members) for standing in found.groups] == [
        ("", 10),
        ("A", 5),
        ("B", 5),
    ]
    assert row(found, "R", "A").now == quartiles("1", "1", "1")
    assert row(found, "R", "B").own is None


def test_what_makes_no_sense_is_refused_all_at_once() -> None:
    answers = survey(told("o1", 1), told("o2", 1, day=BEFORE))
    with pytest.raises(InvalidInputError) as caught:
        group_standing(answers, disc=DISC, smallest=2, since=SINCE, at=SINCE)
    assert [str(fault) for fault in caught.value.faults] == [
        "smallest: is 2; give at least 3, so that nobody is recognised",
        "at: is 2026-06-30, which is not after 2026-06-30; give a later date",
        "answers[1].date: has no date; give the day of each answer, or leave `since`",
    ]
    with pytest.raises(InvalidInputError, match="own: is o3, of whom there are no answers; correct the name"):
        group_standing(answers, disc=DISC, own="o3")
    with pytest.raises(InvalidInputError, match="R4"):
        group_standing(
            answers, disc=Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=2)])
        )
    with pytest.raises(InvalidArgumentError, match="of is 'people'"):
        group_standing(answers, disc=DISC, of="people")  # type: ignore[arg-type]


def test_a_disc_with_channels_is_judged_by_its_fields() -> None:
    disc = DISC.model_copy(update={"channels": [{"id": "web"}, {"id": "store"}]})
    found = group_standing(survey(*(told(f"o{r}", r) for r in range(5))), disc=disc)
    assert row(found).now == quartiles("1", "2", "3")
