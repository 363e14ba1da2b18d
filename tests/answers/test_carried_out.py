"""What becomes of a schedule in a portfolio it was not made for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio import (
    Budget,
    Closest,
    Initiative,
    Portfolio,
    Requirement,
)
from omniprio.answers.robustness import draws as asked
from omniprio.answers.robustness.draws import PREREQUISITES, carried_out, course_of
from omniprio.checker import check
from omniprio.disc import Disc, Discipline
from omniprio.portfolio import Milestone, Start

if TYPE_CHECKING:
    import pytest

    from omniprio.checker import Report

DISC = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=3)])


def test_two_that_start_together_are_late_together() -> None:
    together = "start to start"
    pair = [
        Initiative(id="crm", duration=2),
        Initiative(id="app", requires=["crm", Requirement(of=["web"], kind=together)]),
        Initiative(id="web", requires=[Requirement(of=["app"], kind=together)]),
    ]
    longer = Portfolio(horizon=4, initiatives=pair)
    assert carried_out(longer, {"crm": 1, "app": 2, "web": 2}) == {"crm": 1, "app": 3, "web": 3}


def test_what_is_late_is_done_in_the_mode_that_was_planned() -> None:
    modes = [{"id": "fast", "duration": 1}, {"id": "slow", "duration": 2}]
    app = Initiative(id="app", requires=["crm"], modes=modes)
    longer = Portfolio(horizon=4, initiatives=[Initiative(id="crm", duration=2), app])
    late = carried_out(longer, {"crm": 1, "app": Start(2, "slow")})
    assert late == {"crm": 1, "app": Start(3, "slow")}


def test_what_takes_longer_pushes_what_requires_it_and_nothing_else() -> None:
    chain = [
        Initiative(id="a", duration=2),
        Initiative(id="b", requires=["a"]),
        Initiative(id="c", requires=["b"]),
        Initiative(id="d"),
    ]
    longer = Portfolio(horizon=4, initiatives=chain)
    assert carried_out(longer, {"a": 1, "b": 2, "c": 3, "d": 2}) == {"a": 1, "d": 2, "b": 3, "c": 4}
    assert carried_out(longer, {"a": 2, "b": 3, "c": 4, "d": 2}) == {
        "a": 2,
        "d": 2,
        "b": 4,
    }  # c finds no time


def test_as_planned_only_prerequisites_make_it_wait_and_what_is_exceeded_counts() -> None:
    dearer = Portfolio(
        horizon=2,
        disc=DISC,
        initiatives=[
            Initiative(id="a", cost=8, advances={"R2": 1.0}),
            Initiative(id="b", cost=4, advances={"D2": 1.0}),
        ],
        budget=Budget(per_period=6, carry_over=True),
    )
    # By the end of period 1 there are 6, by the end of period 2 there are 12 = 8 + 4.
    assert carried_out(dearer, {"a": 1, "b": 1}, rules=PREREQUISITES) == {"a": 1, "b": 1}
    assert carried_out(dearer, {"a": 1, "b": 1}) == {"a": 2, "b": 1}
    course = course_of(dearer, {"a": 1, "b": 1}, Closest())
    assert (course.over, course.kept, course.allowed) == (("money",), False, True)
    # Four of six levels are missing at the start, three after b, two after a.
    assert course.distance == (Fraction(4, 6), Fraction(3, 6), Fraction(2, 6))
    assert course.loss == Fraction(2, 6)


def test_milestones_are_met_within_the_rules_or_not() -> None:
    longer = Portfolio(
        horizon=3,
        disc=DISC,
        initiatives=[
            Initiative(id="a", duration=2, advances={"R2": 1.0}),
            Initiative(id="b", requires=["a"]),
        ],
        milestones=[
            Milestone(id="soon", by=1, fields={"R2": 1.0}),
            Milestone(id="then", by=3, complete=("b",)),
        ],
    )
    # Of two periods is a, so R2 is there by 2 and not by 1; b waits until 3.
    assert course_of(longer, {"a": 1, "b": 2}, Closest()).met == ("then",)


def test_what_must_be_done_and_cannot_be_makes_a_course_infeasible() -> None:
    must = Initiative(id="must", cost=8, decision="must", deadline=1)
    other = Initiative(id="other", cost=4)
    dearer = Portfolio(horizon=2, disc=DISC, initiatives=[other, must], budget=8)
    # `other` is planned for the same period and given first, so it takes 4 of the 8.
    assert carried_out(dearer, {"other": 1, "must": 1}) == {"other": 1}
    assert not course_of(dearer, {"other": 1, "must": 1}, Closest()).allowed


def test_a_chosen_initiative_that_is_dropped_is_not_kept() -> None:
    longer = Portfolio(horizon=2, disc=DISC, initiatives=[Initiative(id="a", duration=2)])
    course = course_of(longer, {"a": 2}, Closest())
    assert (course.kept, course.over, course.allowed) == (False, (), True)


def test_a_schedule_is_checked_once_however_often_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[dict[str, int]] = []

    def counted(portfolio: Portfolio, starts: dict[str, int]) -> Report:
        checked.append(dict(starts))
        return check(portfolio, starts)

    monkeypatch.setattr(asked, "check", counted)
    web = Portfolio(horizon=3, initiatives=[Initiative(id="web", advances={"D2": 0.6})])
    for start in (1, 2, 1):
        assert course_of(web, {"web": start}, Closest()).kept
    assert checked == [{"web": 1}, {"web": 2}]
