"""What can never be done is said to be that: in the plan, in its reasons, and where initiatives are ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from omniprio.answers.qualification import qualify_all
from omniprio.answers.reasons import why_not
from omniprio.disc import Disc, Discipline
from omniprio.errors import GoalUnreachableError
from omniprio.language import Speaker
from omniprio.optimise import prioritise
from omniprio.plan.words import absence_sentence
from omniprio.portfolio import Initiative, Portfolio
from omniprio.portfolio.names import Ids
from omniprio.reach import doable, out_of_reach
from omniprio.report import report_html

if TYPE_CHECKING:
    from omniprio.plan import Plan

PORTFOLIO = Portfolio(
    horizon=4,
    initiatives=[
        Initiative(id="mail", cost=50, effort={"crm": 3.0}, advances={"M2": 0.8}),
        Initiative(id="scores", cost=50, advances={"M2": 0.2}),
        Initiative(id="after-mail", requires=["mail"], advances={"M2": 0.1}),
        Initiative(id="off", cost=10, decision="never", advances={"D2": 1.0}),
        Initiative(id="orphan", cost=10, requires=["off"], advances={"R2": 1.0}),
        Initiative(id="late", cost=10, duration=9, advances={"A2": 1.0}),
        Initiative(id="web", cost=300, advances={"D2": 0.6}),
    ],
    budget=320,
    capacities={"crm": 2.0},
    currency="EUR",
)
"""The team has 2 where the mail needs 3; 9 periods do not fit into 4; what is never done is required by the orphan."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return prioritise(PORTFOLIO)


def test_what_rules_something_out_by_itself_comes_before_money(plan: Plan) -> None:
    said = {one.id: (one.why.why, one.reason) for one in plan.left_out}
    assert said["mail"] == ("team", "Whenever it starts, it needs more than there is of the team crm.")
    assert said["late"][0] == "dates"
    assert said["late"][1] == "Its own duration and dates leave it no period to start in within the horizon."
    mail = next(one.why for one in plan.left_out if one.id == "mail")
    assert absence_sentence(mail, Speaker("da", Ids(PORTFOLIO))).endswith("mere, end der er, af teamet crm.")


def test_a_team_counts_by_period() -> None:
    effort = (1.0, 3.0)
    one = Initiative(id="one", duration=2, effort={"crm": effort}, advances={"R2": 1.0})
    for capacity, possible in (((1.0, 3.0), {"one"}), ((3.0, 1.0), set()), ((None, 2.0), set())):
        found = Portfolio(horizon=2, initiatives=[one], capacities={"crm": capacity})
        assert doable(found) == possible  # its only start is period 1: 1 in 1, and 3 in 2


def test_what_can_never_start_advances_no_field() -> None:
    # Of M2 the mail would bring 0.8 and what requires it 0.1; both are impossible, so 0.2 is the most.
    most = {one.field: one.most for one in out_of_reach(PORTFOLIO)}
    assert (most["M2"], most["A2"], most["R2"]) == (0.2, 0.0, 0.0)


def test_what_cannot_be_done_has_no_rank_and_is_no_quick_win() -> None:
    found = qualify_all(PORTFOLIO)
    assert [(one.id, one.rank) for one in found.ranked if one.rank] == [("scores", 1), ("web", 2)]
    assert [one.id for one in found.rows if one.role.startswith("decided against")] == ["off"]
    impossible = {one.id for one in found.rows if not one.possible}
    assert impossible == {"mail", "after-mail", "off", "orphan", "late"}
    assert not any(found.by_id[name].quick_win for name in impossible)


def test_conflicts_speak_of_what_the_user_said(plan: Plan) -> None:
    conflicts = {name: why_not(plan, name).conflict for name in ("orphan", "late")}
    assert conflicts == {
        "orphan": ("orphan requires off, which is never",),
        "late": ("late has no period to start in (duration 9, horizon 4)",),
    }


@pytest.mark.slow
def test_what_was_decided_against_is_told_as_if_it_were_free(plan: Plan) -> None:
    found = why_not(plan, "off")
    assert "for a best plan to have it, were it free to be chosen" in found.table()
    assert "as it is" not in found.summary()
    assert "were it free" not in why_not(plan, "scores").table()


@pytest.mark.slow
def test_a_page_says_what_no_plan_can_have(plan: Plan) -> None:
    page = report_html(plan, answers=[why_not(plan, "mail"), why_not(plan, "off")])
    assert "Proven: no plan can have the initiative." in page
    assert "Were it free to be chosen" in page
    assert "frit kunne vælges" in report_html(plan, answers=[why_not(plan, "off")], language="da")


def test_no_money_and_no_time_are_advised_where_nothing_advances_a_field() -> None:
    half = Initiative(id="half", advances={"D2": 0.5})
    disc = Disc(disciplines=[Discipline(id="D", levels=2)])
    with pytest.raises(GoalUnreachableError, match="Lower the ambition, lengthen"):
        prioritise(Portfolio(horizon=2, disc=disc, initiatives=[half]), "soonest")
    both = Disc(disciplines=[*disc.disciplines, Discipline(id="R", levels=2)])
    with pytest.raises(GoalUnreachableError, match="Nothing advances R2: lower the ambition or add") as told:
        prioritise(Portfolio(horizon=2, disc=both, initiatives=[half]), "soonest")
    assert "budget" not in str(told.value)
