"""Tables in data frames of pandas and polars."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl
import pytest
from judge.everything import EVERYTHING
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio import Initiative, Portfolio, plan_of, ten_portfolio
from omniprio.errors import InvalidInputError, MissingExtraError
from omniprio.io import from_frames, plan_to_tables, to_frames, to_tables
from omniprio.language import text

if TYPE_CHECKING:
    from omniprio.io.frames import Library

LIBRARIES: tuple[Library, ...] = ("pandas", "polars")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("seed", slow_after(8, range(30)))
def test_a_portfolio_comes_back_from_data_frames(seed: int, library: Library) -> None:
    portfolio = full_portfolio(seed)
    assert from_frames(to_frames(to_tables(portfolio), library)) == portfolio


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("portfolio", [EVERYTHING, ten_portfolio(), Portfolio(horizon=1, initiatives=[])])
def test_what_is_hard_to_keep_comes_back(portfolio: Portfolio, library: Library) -> None:
    assert from_frames(to_frames(to_tables(portfolio), library)) == portfolio


@pytest.mark.parametrize("seed", slow_after(5, range(20)))
def test_records_are_what_data_frames_are_made_of(seed: int) -> None:
    portfolio = full_portfolio(seed)
    tables = to_tables(portfolio)
    assert from_frames({name: pd.DataFrame(rows) for name, rows in tables.items()}) == portfolio
    assert from_frames({name: pl.DataFrame(rows) for name, rows in tables.items()}) == portfolio


def test_columns_have_the_types_of_what_they_hold() -> None:
    initiatives = [Initiative(id="a", cost=5, duration=2), Initiative(id="b")]
    tables = to_tables(Portfolio(horizon=3, initiatives=initiatives))
    frame = to_frames(tables, "polars")["initiatives"]
    assert isinstance(frame, pl.DataFrame)
    assert dict(frame.schema) == {"id": pl.String, "duration": pl.Int64, "cost": pl.Float64}
    assert frame["cost"].to_list() == [5.0, None]


def test_a_plan_is_shown_in_data_frames() -> None:
    plan = plan_of(Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)]), {"web": 2})
    frame = to_frames(plan_to_tables(plan), "pandas")["periods"]
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["period"]) == [0, 1, 2]
    # nothing is spent before period 2, and nothing is known of period 0
    assert frame["spending.money"].isna().tolist() == [True, False, False]
    assert frame["spending.money"].tolist()[1:] == [0.0, 300.0]


def test_missing_numbers_of_pandas_are_blank_cells() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "duration": [2, None], "deadline": [float("nan"), 3]})
    assert from_frames({"initiatives": frame}, horizon=4) == Portfolio(
        horizon=4, initiatives=[Initiative(id="a", duration=2), Initiative(id="b", deadline=3)]
    )


def test_dates_of_pandas_and_polars_are_dates() -> None:
    horizon = pd.DataFrame({"periods": [2], "start": [pd.Timestamp("2027-01-01")]})
    initiatives = pd.DataFrame({"id": ["a"]})
    first = from_frames({"horizon": horizon, "initiatives": initiatives})
    same = pl.DataFrame({"periods": [2], "start": [date(2027, 1, 1)]})
    second = from_frames({"horizon": same, "initiatives": pl.DataFrame({"id": ["a"]})})
    assert str(first.calendar.start) == "2027-01-01"
    assert first == second


def test_faults_are_told_in_rows_and_columns() -> None:
    with pytest.raises(InvalidInputError) as refused:
        from_frames({"initiatives": pl.DataFrame({"id": ["a", "b"], "duration": [1, 0]})}, horizon=2)
    (fault,) = refused.value.faults
    assert str(fault) == "table initiatives, row 2, column duration: is 0; give at least 1 period"


def test_without_the_extra_the_call_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    monkeypatch.setitem(sys.modules, "narwhals.stable", None)
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
    with pytest.raises(
        MissingExtraError, match=r'install the extra `frames`: pip install "omniprio\[frames\]"'
    ):
        to_frames({}, "pandas")


def test_what_is_no_data_frame_is_a_programming_error() -> None:
    with pytest.raises(TypeError):
        from_frames({"initiatives": [{"id": "a"}]}, horizon=2)


def test_a_frame_as_people_have_it_is_read_as_any_table() -> None:
    frame = pd.DataFrame(
        {
            "Project": ["Web", "App"],
            "Budget": [100.0, None],
            "Start": pd.to_datetime(["2027-01-04", "2027-04-01"]),
            "End": pd.to_datetime(["2027-03-31", "2027-06-30"]),
            "Depends on": [None, "Web"],
        }
    )
    found = from_frames({"projects": frame})
    web, app = found.initiatives
    assert (web.cost, web.duration, app.earliest_start, app.requires) == (
        100,
        3,
        4,
        ("Web",),
    )  # January is month 1
    assert (found.calendar.unit, found.calendar.periods) == ("month", 6)
    assert "Budget = cost, Start = earliest start" in text(found.provenance["columns"])


def test_lists_and_dictionaries_in_cells_and_ids_as_an_index_are_read() -> None:
    lists = pl.DataFrame({"id": ["crm", "web"], "requires": [[], ["crm"]]})
    assert from_frames({"initiatives": lists}, horizon=2).by_id["web"].requires == ("crm",)
    shares = pd.DataFrame({"advances": [{"R2": 0.6, "D2": 0.3}]}, index=pd.Index(["crm"], name="id"))
    assert from_frames({"initiatives": shares}, horizon=2).by_id["crm"].advances == {"R2": 0.6, "D2": 0.3}


def test_a_day_for_a_period_is_read_in_a_calendar_that_fits() -> None:
    frame = pd.DataFrame(
        {"id": ["crm"], "earliest_start": [pd.Timestamp("2027-01-01")], "deadline": ["2027-12-31"]}
    )
    crm = from_frames({"initiatives": frame}, horizon=8).by_id["crm"]
    assert (crm.earliest_start, crm.deadline) == (1, 4)  # quarters


def test_a_column_that_stands_twice_is_refused_by_name() -> None:
    frame = pd.DataFrame([["crm", 1, 2]], columns=["id", "cost", "cost"])
    with pytest.raises(InvalidInputError, match="table initiatives, column cost: stands twice"):
        from_frames({"initiatives": frame}, horizon=2)
