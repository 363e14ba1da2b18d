"""When a milestone is due, by the number of a period, a day or the name of a period."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from omniprio import Portfolio
from omniprio.errors import InvalidInputError
from omniprio.portfolio import Milestone

YEAR = {"periods": 4, "start": "2027-01-01"}


def due(by: object, horizon: object = YEAR) -> Portfolio:
    milestones = [{"id": "m", "by": by, "distance": 1.0}]
    return Portfolio.model_validate({"horizon": horizon, "initiatives": [], "milestones": milestones})


@pytest.mark.parametrize(
    ("by", "period"),
    [
        (3, 3),
        ("2027-09-30", 3),  # the last day of the third quarter
        ("2027-09-29", 2),  # the third has not ended by then
        (" 2027-12-31 ", 4),
        (date(2027, 3, 31), 1),
        ("2027 Q3", 3),
        ("2027  q3", 3),
        ("3. kvt. 2027", 3),
    ],
)
def test_a_day_stands_for_the_last_period_that_has_ended(by: object, period: int) -> None:
    (milestone,) = due(by).milestones
    assert milestone.by == period


def test_weeks_and_months_have_ends_too() -> None:
    assert due("2027-01-10", {"periods": 4, "unit": "week", "start": "2027-01-04"}).milestones[0].by == 1
    month_ends = {"periods": 3, "unit": "month", "start": "2027-01-31"}  # to 27 February, 30 March, 29 April
    assert [due(day, month_ends).milestones[0].by for day in ("2027-02-27", "2027-03-30")] == [1, 2]


@pytest.mark.parametrize(
    "by",
    ["2027-03-30", "2028-01-01", "2028 Q1", "Q3", "3", "2027-13-01", "", datetime(2027, 6, 30)],  # noqa: DTZ001
)
def test_what_is_no_period_of_the_horizon_is_refused(by: object) -> None:
    with pytest.raises(InvalidInputError, match=r"milestones\[m\]\.by: is .*; give the number of a period"):
        due(by)


@pytest.mark.parametrize(
    "horizon", [4, {"periods": 4}, {"periods": 4, "start": "soon"}, {"periods": 9_000}, None]
)
def test_without_a_calendar_there_are_no_days(horizon: object) -> None:
    with pytest.raises(InvalidInputError, match=r"milestones\[m\]\.by: is '2027 Q3'"):
        due("2027 Q3", horizon)


def test_other_faults_are_told_with_it() -> None:
    given = {
        "horizon": YEAR,
        "initiatives": [{"id": "a", "cost": -1}],
        "milestones": [{"id": "m", "by": "2027 Q2"}],
    }
    with pytest.raises(InvalidInputError) as error:
        Portfolio.model_validate(given)
    assert [fault.path for fault in error.value.faults] == [
        "initiatives[a].cost",
        "milestones[m]",
    ]  # it asks for nothing


def test_it_is_written_as_a_period() -> None:
    read = Portfolio.from_json(json.dumps(json.loads(due("2027 Q2").to_json())))
    assert read == due(2)
    assert json.loads(read.to_json())["milestones"][0]["by"] == 2


def test_a_copy_reads_them_as_well() -> None:
    later = due(1).model_copy(update={"milestones": [{"id": "m", "by": "2027 Q4", "distance": 1.0}]})
    assert later.milestones == (Milestone(id="m", by=4, distance=1.0),)
