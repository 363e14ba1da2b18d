"""Wrong arguments are refused in a sentence, whatever public function they are given to."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, get_args

import pytest

from omniprio import Balanced, Fastest, LeastCost, Portfolio, prioritise, ten_portfolio
from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.given_goals import GOAL_NAMES, goals_in, name_of
from omniprio.goals import Goal
from omniprio.parameters import validated

if TYPE_CHECKING:
    from omniprio.annotations import Count


def refused(**given: object) -> str:
    """Return what is said about arguments of `prioritise`."""
    arguments: dict[str, object] = {"portfolio": ten_portfolio(), **given}
    with pytest.raises(InvalidArgumentError) as caught:
        prioritise(**arguments)  # type: ignore[arg-type]
    return str(caught.value)


# goals


@pytest.mark.parametrize(
    ("given", "goals"),
    [
        ("fastest", (Fastest(),)),
        ("least cost", (LeastCost(),)),
        ("Least-Cost", (LeastCost(),)),
        ("fastest, least-cost", (Fastest(), LeastCost())),
        (Balanced(slack=0.1), (Balanced(slack=0.1),)),
        ([Balanced(), "fastest"], (Balanced(), Fastest())),
    ],
)
def test_goals_are_made_or_called_by_name(given: str, goals: tuple[object, ...]) -> None:
    assert goals_in(given) == goals


def test_every_kind_that_needs_nothing_has_a_name() -> None:
    for model in get_args(get_args(Goal)[0]):
        kind = model.model_fields["kind"].default
        if name_of(kind) in GOAL_NAMES:
            assert model() == model(kind=kind)
        else:
            with pytest.raises(InvalidArgumentError):
                model()


@pytest.mark.slow
def test_a_goal_by_name_gives_the_same_plan() -> None:
    by_name, made = prioritise(ten_portfolio(), "fastest"), prioritise(ten_portfolio(), [Fastest()])
    assert by_name.to_json() == made.to_json()


_NAMES = ", ".join(GOAL_NAMES)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"goals": "fast"}, f"goals is 'fast'; use {_NAMES} (did you mean fastest?)"),
        ({"goals": "fastest,x"}, f"goals[2] is 'x'; use {_NAMES}"),
        ({"goals": ""}, "goals is empty; give at least one goal"),
        ({"goals": []}, "goals is empty; give at least one goal"),
        ({"goals": [Fastest]}, "goals is the class Fastest; give one that it makes, as Fastest()"),
        ({"goals": 3}, f"goals is 3, which is no goal; give one, as Fastest(), or a name: {_NAMES}"),
        (
            {"portfolio": 3},
            "portfolio is 3; give a Portfolio, its data as a dict, or the path of its JSON file",
        ),
        (
            {"portfolio": Portfolio},
            "portfolio is the class Portfolio; give a Portfolio, its data as a dict, or the path of its JSON file",
        ),
        ({"time_limit": "10"}, "time_limit is '10'; give seconds above 0 or None"),
        ({"time_limit": float("nan")}, "time_limit is NaN; give seconds above 0 or None"),
        ({"time_limit": True}, "time_limit is True; give seconds above 0 or None"),
        ({"work_limit": 1.5}, "work_limit is 1.5; give a whole number from 1 to 1,000,000,000 or None"),
        ({"gap": -1}, "gap is -1; give a share from 0 to 1"),
        ({"solver": "gurobi"}, "solver is 'gurobi'; give a LpSolver, as pulp.HiGHS() or None"),
        ({"cancel": True}, "cancel is True; give a threading.Event() or None"),
        ({"on_progress": 1}, "on_progress is 1; give a function or None"),
        ({"warm_start": ["web"]}, "warm_start is a list; give a dict of int or None"),
        ({"gap": 2, "goals": "x"}, f"goals is 'x'; use {_NAMES}\ngap is 2; give a share from 0 to 1"),
    ],
)
def test_a_wrong_argument_is_told_with_the_remedy(given: dict[str, object], says: str) -> None:
    assert refused(**given) == says


def test_what_python_says_about_a_missing_or_unknown_argument_stays() -> None:
    with pytest.raises(TypeError, match=r"prioritise\(\) got an unexpected keyword argument 'time_limt'"):
        prioritise(ten_portfolio(), time_limt=3)  # type: ignore[call-arg]


# the error


def test_the_error_is_one_of_the_input_of_the_type_and_of_the_value() -> None:
    error = InvalidArgumentError([Fault("gap", "is 2", "give a share")])
    assert isinstance(error, InvalidInputError)
    assert isinstance(error, TypeError)
    assert isinstance(error, ValueError)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own
    assert (str(again), again.faults) == ("gap is 2; give a share", error.faults)


@validated
def doubled(number: Count) -> int:
    return 2 * number


def test_a_good_argument_reaches_the_function_as_it_is() -> None:
    assert doubled(4) == 8
