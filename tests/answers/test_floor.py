"""What is known already is the floor of an answer, and what is not settled leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from omniprio import plots
from omniprio.answers.best import Best, Search, worths
from omniprio.answers.changes import value_of_change
from omniprio.answers.comparison import compared
from omniprio.answers.frontiers import Frontier, frontier, phased_better, scaled, trade_off
from omniprio.answers.near_best import alternatives
from omniprio.answers.ownership import silos
from omniprio.answers.reasons import why, why_not
from omniprio.answers.robustness import Uncertainty, robust
from omniprio.errors import InvalidArgumentError
from omniprio.goals import Fastest, LeastCost, MostValue, goal_value
from omniprio.optimise import prioritise
from omniprio.plan import Plan, goal_result, plan_of
from omniprio.portfolio import Budget, Initiative, Portfolio
from omniprio.report import report_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.goals import Goal
    from omniprio.language import Language

PORTFOLIO = Portfolio(
    horizon=2,
    initiatives=[
        Initiative(id="web", cost=300, advances={"D2": 0.6}, owner="IT", benefit=200),
        Initiative(id="app", cost=200, advances={"D2": 0.4}, owner="shop", benefit=50),
    ],
    budget=400,
    currency="EUR",
)


@pytest.fixture
def plan() -> Plan:
    return prioritise(PORTFOLIO)


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no search find anything, as where the time is over."""

    def nothing(self: Search, portfolio: Portfolio, goals: Sequence[Goal] = (), **options: object) -> Best:  # noqa: ARG001
        return Best(None, (), settled=False)

    monkeypatch.setattr(Search, "best", nothing)


def spans(found: Frontier) -> list[tuple[int, int]]:
    return [(int(low), int(high)) for low, high in found.open]


def lines_of(found: object) -> list[str]:
    return str(found).splitlines()


@pytest.mark.usefixtures("no_time")
def test_a_known_plan_is_a_point_of_its_own_frontier(plan: Plan) -> None:
    found = frontier(PORTFOLIO, known=plan)
    assert [(int(point.amount), point.plan.starts, point.is_final) for point in found.points] == [
        (300, {"web": 1}, True)
    ]
    assert not found.is_final
    assert lines_of(found)[0].startswith("Not complete")


@pytest.mark.usefixtures("no_time")
def test_what_is_proven_with_less_money_is_not_proven_with_more(plan: Plan) -> None:
    (point,) = frontier(PORTFOLIO, known=plan, least=450).points  # 450 is more than the 400 it is proven for
    assert (int(point.amount), point.plan.starts, point.is_final) == (450, {"web": 1}, False)
    assert not frontier(PORTFOLIO, known=plan, most=200).points  # it needs 300
    other = frontier(PORTFOLIO, [LeastCost()], known=plan)  # it is proven for other goals
    assert [point.is_final for point in other.points] == [False]


@pytest.mark.usefixtures("no_time")
def test_a_known_plan_is_a_point_of_its_own_trade_off(plan: Plan) -> None:
    found = trade_off(PORTFOLIO, known=plan)
    ((point,), (maturity, money)) = found.points, worths([Fastest(), MostValue()], PORTFOLIO, {"web": 1})
    assert (point.maturity, point.money, point.is_final) == (maturity, -money, False)
    assert lines_of(found)[0].startswith("Not complete")


def test_a_known_plan_is_no_beaten_point() -> None:
    poor = plan_of(PORTFOLIO, {"app": 2})  # web in 1 is better at both goals
    for search in (trade_off, frontier):
        with_it, without = search(PORTFOLIO, known=poor), search(PORTFOLIO)
        assert [one.starts for one in with_it] == [one.starts for one in without]
        assert with_it.is_final


def test_the_joint_plan_of_silos_is_the_proven_one(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omniprio.answers.ownership.owners.best_plan", refused)
    assert silos(PORTFOLIO, known=plan).joint == plan


def refused(*given: object, **options: object) -> Plan:
    raise AssertionError(given, options)


@pytest.mark.usefixtures("no_time")
def test_todays_plan_is_the_floor_of_every_change(plan: Plan) -> None:
    found = value_of_change(plan, kinds=["budget", "ambition"])
    assert [(row.plan and row.plan.starts, row.proven) for row in found.rows] == [({"web": 1}, False)] * 7
    assert lines_of(found)[0] == "Not settled for 7 of 7 changes: what is marked may be worth more."  # 1 + 6
    assert not found.is_final


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "Not all of this is settled", "None of these changes is known to help; not settled: 7 of 7."),
        (
            "da",
            "Ikke alt dette er afgjort",
            "Ingen af disse ændringer vides at hjælpe; ikke afgjort: 7 af 7.",
        ),
    ],
)
@pytest.mark.usefixtures("no_time")
def test_a_page_leads_with_what_is_not_settled(
    plan: Plan, language: Language, first: str, second: str
) -> None:
    found = value_of_change(plan, kinds=["budget", "ambition"])
    page = report_html(plan, answers=[found], language=language)
    assert page.index(first) < page.index(second)
    settled = report_html(plan, answers=[], language=language)
    assert first not in settled


@pytest.mark.slow
def test_an_amount_of_another_portfolio_keeps_its_currency() -> None:
    dkk = prioritise(PORTFOLIO.model_copy(update={"currency": "DKK"}))
    page = report_html(dkk, answers=[frontier(PORTFOLIO), trade_off(PORTFOLIO)]).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    section = page[page.index('id="frontier"') :] if 'id="frontier"' in page else page
    assert "300 EUR" in section
    assert "500 EUR" in section  # the last point pays for both
    assert "500 DKK" not in page


def test_the_best_phasing_is_no_worse_than_the_one_given(monkeypatch: pytest.MonkeyPatch) -> None:
    best = Search.best
    calls: list[Portfolio] = []

    def late(self: Search, portfolio: Portfolio, goals: Sequence[Goal] = (), **options: object) -> Best:  # noqa: ARG001
        calls.append(portfolio)
        if len(calls) > 1:  # the plan as it is phased is found
            return best(self, portfolio, goals)
        poor = plan_of(portfolio, {})  # with all money at once only a worse one is
        return Best(poor, worths([Fastest(), LeastCost()], portfolio, {}), settled=False)

    monkeypatch.setattr(Search, "best", late)
    found = phased_better(PORTFOLIO)
    assert found.best.starts == {"web": 1}
    assert not found.proven
    assert lines_of(found)[0] == "Not proven: there may be better plans."


@pytest.mark.usefixtures("no_time")
def test_what_is_proven_of_a_known_plan_is_not_open(plan: Plan) -> None:
    # The web needs 300 and is proven best with 400, so from 300 to 400; 300 + 200 = 500 pays for all there is.
    assert spans(frontier(PORTFOLIO, known=plan)) == [(0, 300), (400, 500)]
    assert spans(frontier(PORTFOLIO, known=plan, most=350)) == [(0, 300)]
    (point,) = frontier(PORTFOLIO, known=plan, least=350).points  # 350 lies between
    assert (int(point.amount), point.is_final) == (350, True)
    unproven = plan_of(PORTFOLIO, {"web": 1})
    assert spans(frontier(PORTFOLIO, known=unproven)) == [(0, 500)]


def test_a_budget_that_keeps_nothing_proves_nothing_of_one_at_any_time() -> None:
    strict = Budget(per_period=[400, 0], carry_over=False)
    assert scaled(PORTFOLIO.model_copy(update={"budget": strict})).own == 400  # in the same proportions
    loose = PORTFOLIO.model_copy(update={"budget": Budget(per_period=[0, 0], carry_over=False)})
    assert scaled(loose).own == 0  # the amount is there from period 1 on, this budget is not
    assert scaled(PORTFOLIO.model_copy(update={"budget": None})).own is None


@pytest.mark.usefixtures("no_time")
def test_what_if_says_first_that_it_may_not_be_the_best(plan: Plan) -> None:
    found = why(plan, "web")
    assert found.without.plan is not None
    assert found.without.plan.starts == {}  # the plan without it is there already
    lines = lines_of(found)
    assert lines[lines.index("Without it:") + 1] == "(perhaps not the best plan)"


@pytest.mark.usefixtures("no_time")
def test_a_plan_with_room_for_more_shows_the_plan_with_it() -> None:
    results = [goal_result(goal, goal_value(goal, PORTFOLIO, {}), None) for goal in (Fastest(), LeastCost())]
    found = why_not(plan_of(PORTFOLIO, {}, goals=results), "web")
    assert found.with_it is not None
    assert (found.with_it.starts, "with it" in found.open) == ({"web": 1}, True)


def test_alternatives_begin_with_the_plan_that_is_known(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = plan_of(PORTFOLIO, {"web": 2})
    (first,) = alternatives(PORTFOLIO, loss=0, most=1, known=slow, time_limit=1e-9).plans
    assert (first.plan.starts, first.plan.proven) == ({"web": 2}, False)
    monkeypatch.setattr("omniprio.answers.near_best.best_plan", refused)
    assert alternatives(PORTFOLIO, loss=0, most=1, known=plan).plans[0].plan == plan


def test_a_given_plan_is_the_floor_of_the_one_as_written(plan: Plan) -> None:
    unsure = Uncertainty(initiatives={"app": {"cost": (150, 200, 250)}})
    found = robust(PORTFOLIO, unsure, plan=plan, draws=2, time_limit=1e-9)
    assert found.written.starts == {"web": 1}
    assert lines_of(found)[:2] == [
        "Not complete: not every draw was searched to its end and judged.",
        "The plan as written is not proven to be the best.",
    ]


def test_draws_that_are_not_proven_lead() -> None:
    unsure = Uncertainty(initiatives={"app": {"cost": (150, 200, 250)}})
    found = robust(PORTFOLIO, unsure, draws=2)
    assert found.is_final
    doubtful = found.model_copy(update={"proven": 0})
    assert lines_of(doubtful)[0] == "Not proven to be best: the plans of 2 of 2 draws."
    assert not doubtful.is_final


def test_amounts_of_two_currencies_are_not_compared(plan: Plan) -> None:
    dkk = plan_of(PORTFOLIO.model_copy(update={"currency": "DKK"}), {"app": 1})
    with pytest.raises(InvalidArgumentError, match="after counts money in DKK, the plan before in EUR"):
        compared(plan, dkk, [LeastCost()])
    figure = plots.compare({"one": plan, "two": dkk})
    shown = {text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in figure.axes[1].texts}
    assert {"300 EUR", "200 DKK"} <= shown
