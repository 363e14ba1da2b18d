"""A field that is added to a model is known by what it is, wherever fields of its kind count."""

from __future__ import annotations

from typing import Annotated

from omniprio.base import Model, Refers
from omniprio.model_fields import fields_that, lists_of_models, maps_of_numbers
from omniprio.portfolio import Portfolio
from omniprio.portfolio.budgets import PerPeriod, fields_by_period, is_by_period


class Shift(Model):
    """What a portfolio of a later version may hold."""

    id: str
    people: PerPeriod = None
    reserve: PerPeriod = 0.0
    price: float = 0.0
    hours: dict[str, float] = {}
    words: dict[str, str] = {}


class Factory(Model):
    shifts: tuple[Shift, ...] = ()
    named: Annotated[tuple[str, ...], Refers("owners")] = ()
    halls: dict[str, Shift] = {}
    limits: dict[str, float | None] = {}


def test_what_may_be_given_for_each_period_is_found_at_any_depth() -> None:
    assert fields_by_period(Shift) == ["people", "reserve"]
    night, hall = Shift(id="night", people=(1.0, 2.0)), Shift(id="h", people=3.0)
    found = [
        (steps, given)
        for steps, _, given in fields_that(Factory(shifts=(night,), halls={"north": hall}), is_by_period)
    ]
    assert found == [
        (("shifts", 0, "people"), (1.0, 2.0)),
        (("shifts", 0, "reserve"), 0.0),
        (("halls", "north", "people"), 3.0),
        (("halls", "north", "reserve"), 0.0),
    ]


def test_lists_of_things_and_maps_of_numbers_are_found() -> None:
    assert lists_of_models(Factory) == {"shifts": Shift}
    assert maps_of_numbers(Factory) == {"hours": False, "limits": True}


def test_a_portfolio_is_read_by_what_its_fields_are() -> None:
    assert {*lists_of_models(Portfolio)} == {
        "initiatives",
        "measured",
        "groups",
        "synergies",
        "milestones",
        "scenarios",
    }
    maps = maps_of_numbers(Portfolio)
    assert {name for name, may_be_none in maps.items() if may_be_none} == {"budgets", "capacities"}
    assert {*maps} >= {
        "start",
        "ambition",
        "costs",
        "effort",
        "adds",
        "advances",
        "needs",
        "fields",
        "levels",
    }
