from typing import get_args

import pytest

from omniprio.goals import Closest, Fastest, LeastCost, MostValue, Soonest, Weighable
from omniprio.language import Speaker
from omniprio.plan.facts import Absence, Merit, Shortfall
from omniprio.plan.quality import GoalResult
from omniprio.plan.words import absence_sentence, goal_sentence, merit_sentence, verdict
from omniprio.portfolio import Horizon, Portfolio
from omniprio.portfolio.names import Ids, Titles

EMPTY = Portfolio(horizon=8, initiatives=[], currency="kDKK")


def test_a_merit_in_both_languages() -> None:
    merit = Merit(completes=("R3",), contributes=("C2",), advances=("D3", "A2"), unlocks=("web",), earns=True)
    assert merit_sentence(merit) == (
        "Completes R3; adds to C2; brings D3 and A2 closer; unlocks web; earns money."
    )
    assert merit_sentence(merit, Speaker("da")) == (
        "Opfylder R3; bidrager til C2; bringer D3 og A2 nærmere; åbner for web; tjener penge."
    )


def test_a_decision_is_shown_with_its_reason() -> None:
    assert merit_sentence(Merit(must=True, decision_reason="the board")) == "Must be done (the board)."
    assert merit_sentence(Merit()) == "Brings nothing by itself."


def test_no_money_for_one_and_for_it_with_what_it_requires() -> None:
    short = (Shortfall(budget="money", takes=720, left=40), Shortfall(budget="IT", takes=5.5, left=-1))
    assert absence_sentence(Absence(why="money", short=short), Speaker(names=Ids(EMPTY))) == (
        "There is no money for it: it would take at least 720 kDKK of the main budget, which has 40 kDKK left "
        "and 5.50 kDKK of the budget IT, which has 0 kDKK left."
    )
    together = Absence(why="requirement", missing=("a", "b", "c"), short=short[:1])
    assert absence_sentence(together, Speaker(names=Ids(EMPTY))) == (
        "It requires a, b and c, left out too: together they would take at least 720 kDKK of the main budget, "
        "which has 40 kDKK left."
    )
    assert absence_sentence(together, Speaker("da", Ids(EMPTY))).endswith(
        "720 kDKK af hovedbudgettet, som har 40 kDKK tilbage."
    )


@pytest.mark.parametrize("kind", get_args(get_args(Weighable)[0]))
def test_every_goal_has_words(kind: type[Fastest]) -> None:
    needed = {"starts": {}, "team": "crew"}
    goal = kind.model_validate({name: needed[name] for name in needed.keys() & kind.model_fields.keys()})
    result = GoalResult(goal=goal, value=2.0, bound=2.0, proven=True)
    assert goal_sentence(result, Speaker(names=Titles(EMPTY))).startswith(goal.kind.capitalize())
    assert goal_sentence(result, Speaker(names=Titles(EMPTY))).endswith("Proven: no plan is better.")


def test_the_soonest_is_named_as_on_the_calendar() -> None:
    result = GoalResult(goal=Soonest(), value=3.0, bound=3.0, proven=True)
    dated = Portfolio(horizon=Horizon(periods=4, start="2027-01-01"), initiatives=[])
    assert goal_sentence(result, Speaker(names=Titles(EMPTY))).startswith(
        "Soonest: there at the end of period 3."
    )
    assert goal_sentence(result, Speaker(names=Titles(dated))).startswith(
        "Soonest: there at the end of 2027 Q3."
    )


def test_slack_that_was_used_is_not_called_the_best() -> None:
    given_up = GoalResult(goal=Fastest(slack=0.1), value=0.5, best=0.45, bound=0.45, proven=True)
    assert goal_sentence(given_up, Speaker(names=Titles(EMPTY))) == (
        "Fastest: mean distance 0.5000. Proven within the gap or slack asked for: no plan is better than 0.4500."
    )
    assert verdict([given_up]) == "Goal: fastest. Proven within the gap or slack asked for."


def test_what_is_not_proven_is_said() -> None:
    unknown = GoalResult(goal=Closest(), value=0.5)
    cheap = GoalResult(goal=LeastCost(), value=100.0, bound=100.0, proven=True)
    assert goal_sentence(unknown, Speaker(names=Titles(EMPTY))).endswith(
        "Not proven: how much better a plan could be is not known."
    )
    assert verdict([unknown, cheap]) == (
        "Goals in order: closest, least cost. Not proven: there may be a better plan."
    )
    assert goal_sentence(cheap, Speaker(names=Titles(EMPTY)), first=False) == (
        "Least cost: 100 kDKK over all funds. Proven: no plan that does as well above is better."
    )


def test_a_gap_is_shown_as_a_share_of_the_value() -> None:
    result = GoalResult(goal=MostValue(), value=100.0, bound=125.0)
    assert goal_sentence(result, Speaker(names=Titles(EMPTY))) == (  # 25 / 100
        "Most value: net present value 100 kDKK, counted to the end of period 8. Not proven: no plan is better than 125 kDKK, a gap of 25.00%."
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2.675, "2.68"),  # 2.67499999999999982 in binary
        (99.99, "99.99"),
        (999999999999.49, "999,999,999,999"),
        (33.0, "33"),
        (-0.001, "0"),
        (-0.25, "-0.25"),
    ],
)
def test_an_amount_is_rounded_from_the_decimal_that_was_written(number: float, words: str) -> None:
    assert Speaker().amount(number) == words
