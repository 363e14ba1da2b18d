"""Portfolios and plans as tables: nothing is lost, and what is wrong is told in rows and columns."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from judge.everything import EVERYTHING
from judge.random_portfolios import full_portfolio
from judge.rule_cases import CASES
from judge.seeds import slow_after
from pydantic import BaseModel, Field

from omniprio import Cost, Initiative, Plan, Portfolio, Requirement, plan_of, ten_portfolio
from omniprio.base import Model, Name, Refers, Text
from omniprio.disc import shipped_disc
from omniprio.errors import InvalidInputError
from omniprio.io import from_tables, plan_to_tables, to_tables
from omniprio.io.actuals_tables import TABLES_OF_ACTUALS
from omniprio.io.cells import BadCellError, Decimals, Kind, read_cell, written_cell
from omniprio.io.columns import columns_of
from omniprio.io.headers import columns_called, every_table, folded, header_of, title_of
from omniprio.io.portfolio_tables import TABLES, TABLES_BY_NAME
from omniprio.io.template_beside import tables_beside
from omniprio.language import catalogue, languages
from omniprio.plan import GoalResult
from omniprio.portfolio.budgets import PerPeriod

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.io.cells import Cell

Rows = list[dict[str, "Cell"]]

# --- nothing is lost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", slow_after(40, range(150)))
def test_a_portfolio_comes_back_from_its_tables(seed: int) -> None:
    portfolio = full_portfolio(seed)
    assert from_tables(to_tables(portfolio)) == portfolio


def test_the_catalogue_comes_back_from_its_tables() -> None:
    assert from_tables(to_tables(ten_portfolio(budget=2500))) == ten_portfolio(budget=2500)


def models_in(value: object) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from models_in(part)


def test_every_field_of_every_model_comes_back() -> None:
    assert from_tables(to_tables(EVERYTHING)) == EVERYTHING
    used = fields_used(EVERYTHING)
    of_a_rule: dict[type[BaseModel], set[str]] = {}
    for case in CASES.values():
        for kind, names in fields_used(case.portfolio).items():
            if not names <= used.get(kind, names):
                assert from_tables(to_tables(case.portfolio)) == case.portfolio
                of_a_rule.setdefault(kind, set()).update(names)
    for kind, names in used.items():
        own = names | of_a_rule.get(kind, set())
        assert own == set(kind.model_fields) - {"format"}, f"{kind.__name__} is not filled in"


def fields_used(portfolio: Portfolio) -> dict[type[BaseModel], set[str]]:
    """Return the fields of each model in a portfolio that are filled in somewhere."""
    used: dict[type[BaseModel], set[str]] = {}
    for model in models_in(portfolio):
        used.setdefault(type(model), set()).update(model.model_dump(exclude_defaults=True))
    return used


def test_tables_without_rows_are_left_out_and_columns_in_which_nothing_stands() -> None:
    portfolio = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)])
    assert to_tables(portfolio) == {
        "settings": [],
        "horizon": [{"periods": 2}],
        "initiatives": [{"id": "web", "cost": 300.0}],
    }


@pytest.mark.parametrize("seed", slow_after(15, range(50)))
def test_all_records_of_a_table_have_the_same_columns_of_one_kind(seed: int) -> None:
    for rows in to_tables(full_portfolio(seed)).values():
        assert len({tuple(row) for row in rows}) <= 1
        for name in rows[0] if rows else ():
            kinds = {type(row[name]) for row in rows} - {type(None)}
            assert len(kinds) <= 1


def test_a_cost_written_out_is_told_from_a_plain_one() -> None:
    plain = Initiative(id="a", cost=5)
    written_out = Initiative(id="a", cost=Cost(amount=5))
    for initiative in (plain, written_out):
        portfolio = Portfolio(horizon=1, initiatives=[initiative])
        assert from_tables(to_tables(portfolio)) == portfolio
    assert plain != written_out


EVERY_TABLE = (*TABLES, *TABLES_OF_ACTUALS, *(table for table, _ in tables_beside(shipped_disc(), "en")))


@pytest.mark.parametrize("language", languages())
def test_each_language_has_a_name_of_its_own_for_each_table_and_column(language: str) -> None:
    assert len({title_of(name, language) for name in every_table()}) == len(every_table())
    for table in EVERY_TABLE:
        names = [column.name for column in table.columns]
        headers = [header_of(table.name, name, language) for name in names]
        assert [columns_called(table.name, names)[folded(header)] for header in headers] == names
        assert not any("." in header for header in headers)  # a word after a dot says for what it is
        assert table.help(language).endswith(".")
        assert all(table.help_of(column, language).endswith(".") for column in table.columns)


def test_all_help_is_that_of_a_column() -> None:
    tables = [(table.words or table.name, table) for table in EVERY_TABLE]
    keys = {f"tables.{name}" for name, _ in tables}
    keys |= {
        f"tables.{name}.{column.like or column.name}" for name, table in tables for column in table.columns
    }
    words = [key for key in catalogue("da").words if key.startswith("tables.")]
    known = {key for key in words if not key.startswith("tables.called.")}
    assert known - keys == {"tables.in each language", "tables.one of", "tables.bids.channel"}
    assert {*every_table()} == {"about", "fields", *(table.name for table in EVERY_TABLE)}


def test_every_table_has_help_for_each_column() -> None:
    for table in TABLES:
        assert table.help().endswith(".")
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert all(table.help_of(column).endswith(".") for column in table.columns)
    assert list(TABLES_BY_NAME) == [table.name for table in TABLES]


# --- what people write ---------------------------------------------------------------------------------------


def test_one_table_is_enough_with_a_horizon() -> None:
    rows: Rows = [
        {"id": "crm", "cost": 720, "duration": 2, "advances": "R2=0.6; D2=0,3"},
        {"id": "web", "requires": "crm", "needs": "R2=0.5;"},
    ]
    assert from_tables({"initiatives": rows}, horizon=6) == Portfolio(
        horizon=6,
        initiatives=[
            Initiative(id="crm", cost=720, duration=2, advances={"R2": 0.6, "D2": 0.3}),
            Initiative(id="web", requires=["crm"], needs={"R2": 0.5}),
        ],
    )


def test_the_horizon_in_a_table_comes_before_the_one_given() -> None:
    assert from_tables({"horizon": [{"periods": 3}], "initiatives": []}, horizon=9).periods == 3


def test_a_short_cell_and_rows_of_the_table_add_up() -> None:
    portfolio = from_tables(
        {
            "initiatives": [{"id": "a"}, {"id": "b"}, {"id": "c", "requires": "a", "advances": "R2=0.5"}],
            "requires": [{"initiative": "c", "of": "b", "lag": 1}],
            "advances": [{"initiative": "c", "field": "R3", "share": 0.25}],
        },
        horizon=2,
    )
    assert portfolio.by_id["c"].requires == ("a", Requirement(of=("b",), lag=1))
    assert portfolio.by_id["c"].advances == {"R2": 0.5, "R3": 0.25}


def test_headers_and_table_names_need_no_exact_case() -> None:
    portfolio = from_tables(
        {"Initiatives": [{" ID ": "web", "Earliest start": 2, "Decision": "MUST", "Title.da": "Nettet"}]},
        horizon=2,
    )
    web = Initiative(id="web", earliest_start=2, decision="must", title={"da": "Nettet"})
    assert portfolio.initiatives == (web,)


def test_numbers_and_dates_come_as_other_libraries_have_them() -> None:
    portfolio = from_tables(
        {
            "horizon": [{"periods": 2.0, "unit": "year", "start": datetime(2027, 1, 1)}],  # noqa: DTZ001  a cell
            "initiatives": [{"id": 17, "duration": 2.0, "cost": Decimal("0.1")}],  # type: ignore[dict-item]
        }
    )
    assert portfolio.calendar.start == date(2027, 1, 1)
    assert portfolio.initiatives == (Initiative(id="17", duration=2, cost=0.1),)


def test_a_milestone_is_due_by_a_number_a_day_or_a_name() -> None:
    due: tuple[Cell, ...] = (2, "2", "2027 Q2", "2027-06-30", date(2027, 6, 30))
    rows: list[dict[str, Cell]] = [
        {"id": f"m{place}", "by": by, "distance": 1.0} for place, by in enumerate(due)
    ]
    horizon: list[dict[str, Cell]] = [{"periods": 4, "start": date(2027, 1, 1)}]
    web: list[dict[str, Cell]] = [{"id": "web"}]
    portfolio = from_tables({"initiatives": web, "milestones": rows, "horizon": horizon})
    assert [one.by for one in portfolio.milestones] == [2] * 5


def test_rows_in_which_nothing_stands_are_passed_over() -> None:
    assert from_tables(
        {"initiatives": [{"id": None, "cost": ""}, {"id": "web"}]}, horizon=1
    ).by_id.keys() == {"web"}


@pytest.mark.parametrize(
    ("cell", "kind", "decimals", "value"),
    [
        ("0.5", "number", ".", 0.5),
        ("0,5", "number", ".", 0.5),
        ("12.125", "number", ".", 12.125),
        ("12,125", "number", ",", 12.125),
        ("-1e3", "number", ".", -1000),
        (" 5 ", "whole", ".", 5),
        ("5,0", "whole", ",", 5),
        (2.5, "whole", ".", 2.5),
        ("Ja", "flag", ".", True),
        ("FALSK", "flag", ".", False),
        ("2027-01-31", "date", ".", date(2027, 1, 31)),
        ("3", "period", ".", 3),
        (3.0, "period", ".", 3),
        (" 2027 Q3", "period", ".", "2027 Q3"),
        ("2027-09-30", "period", ".", "2027-09-30"),
        (datetime(2027, 9, 30), "period", ".", date(2027, 9, 30)),  # noqa: DTZ001  a cell
        ("a; b ;c;", "names", ".", ["a", "b", "c"]),
        (17, "names", ".", ["17"]),
        ('"a;b"; """x"""', "names", ".", ["a;b", '"x"']),
        ("1,5; 2", "numbers", ",", [1.5, 2]),
        (5, "numbers", ".", [5]),
        (5, "amounts", ".", 5),
        ("5;", "amounts", ".", [5]),
        ("5; No Limit", "amounts", ".", [5, None]),
        ('R2 = 0.6; "a=b"=1', "shares", ".", {"R2": 0.6, "a=b": 1}),
        ("", "text", ".", None),
        ("  ", "number", ".", None),
    ],
)
def test_cells_are_understood(cell: Cell, kind: Kind, decimals: Decimals, value: object) -> None:
    assert read_cell(cell, kind, decimals) == value


@pytest.mark.parametrize(
    ("cell", "kind", "decimals", "problem"),
    [
        ("1,000", "number", ".", "could mean 1.000 or 1000"),
        ("1.000", "number", ",", "could mean 1.000 or 1000"),
        ("1.000.000", "number", ".", "is '1.000.000'"),
        ("1.234,5", "number", ",", "is '1.234,5'"),
        ("nan", "number", ".", "is 'nan'"),
        (10**300, "number", ".", "is a number of more than 300 digits"),
        (-(10**400), "text", ".", "is a number of more than 300 digits"),
        ("\u0663", "number", ".", "is '\u0663'"),
        (True, "number", ".", "is true"),
        (date(2027, 1, 1), "number", ".", "is 2027-01-01"),
        (date(2027, 1, 1), "text", ".", "is a date"),
        ("31-01-2027", "date", ".", "is '31-01-2027'"),
        (44000, "date", ".", "is 44000"),
        ("maybe", "flag", ".", "is 'maybe'"),
        (1, "flag", ".", "is 1"),
        ("a;;b", "names", ".", "is no list"),
        ("R2", "shares", ".", "is no list"),
        ("R2=", "shares", ".", "is ''"),
        ("R2=1; R2=1", "shares", ".", "names R2 twice"),
        ("5; no limit", "numbers", ".", "is 'no limit'"),
    ],
)
def test_cells_that_could_mean_something_else_are_refused(
    cell: Cell, kind: Kind, decimals: Decimals, problem: str
) -> None:
    with pytest.raises(BadCellError) as refused:
        read_cell(cell, kind, decimals)
    assert problem in refused.value.problem
    assert refused.value.remedy


NAMES = st.lists(st.text(), min_size=1, max_size=4)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.slow
@given(NAMES)
def test_any_names_come_back_from_one_cell(names: list[str]) -> None:
    assert read_cell(written_cell(names), "names") == names


@pytest.mark.slow
@given(st.dictionaries(st.text(), NUMBERS, min_size=1, max_size=4))
def test_any_shares_come_back_from_one_cell(shares: dict[str, float]) -> None:
    assert read_cell(written_cell(shares), "shares") == shares


@given(st.lists(st.none() | NUMBERS, min_size=1, max_size=4))
def test_any_amounts_come_back_from_one_cell(amounts: list[float | None]) -> None:
    assert read_cell(written_cell(amounts), "amounts") == amounts


# --- what is wrong -------------------------------------------------------------------------------------------


def faults(tables: Mapping[str, Rows], horizon: int | None = 2) -> list[str]:
    with pytest.raises(InvalidInputError) as refused:
        from_tables(tables, horizon=horizon)
    return [str(fault) for fault in refused.value.faults]


WEB: Rows = [{"id": "web", "duration": 1}]


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            {"initiatives": [{"id": "web", "durations": 2}]},
            "table initiatives, column durations: is no column of initiatives; use one of id, title, ",
        ),
        (
            {"initiatives": WEB, "budget": []},
            "table budget: is no table of a portfolio; remove it or use one of ",
        ),
        ({"initiatives": WEB, "Initiatives": []}, "table Initiatives: is the table initiatives again; "),
        (
            {"initiatives": [{"id": "a"}, {"id": "web", "duration": 0}]},
            "table initiatives, row 2, column duration: is 0; give at least 1 period",
        ),
        (
            {"initiatives": [{"id": "web", "cost": "much"}]},
            "table initiatives, row 1, column cost: is 'much'; give a number",
        ),
        ({"initiatives": [{"cost": 5}]}, "table initiatives: has no column id; add it"),
        (
            {"initiatives": [{"id": "a"}, {"id": None, "cost": 5}]},
            "table initiatives, row 2: is missing; add it",
        ),
        (
            {"initiatives": [{"id": "a"}, {"id": "b"}, {"id": "a"}]},
            "table initiatives, rows 1, 3, column id: is given 2 times; give each its own id",
        ),
        (
            {"initiatives": WEB, "advances": [{"initiative": "wep", "field": "R2", "share": 0.5}]},
            "table advances, row 1, column initiative: is 'wep', which is no id in initiatives; give an id from",
        ),
        (
            {"initiatives": WEB, "advances": [{"initiative": None, "field": "R2", "share": 0.5}]},
            "table advances, row 1, column initiative: is blank; give an id from initiatives",
        ),
        (
            {"initiatives": WEB, "advances": [{"initiative": "web", "field": "R9", "share": 0.5}]},
            "table advances, row 1, column field: is no field of the disc; use one of R1, ",
        ),
        (
            {"initiatives": WEB, "advances": [{"initiative": "web", "field": "R2", "share": 60}]},
            "table advances, row 1, column share: is 60; give at most 1",
        ),
        (
            {"initiatives": WEB, "advances": [{"initiative": "web", "field": "R2", "share": 1}] * 2},
            "table advances, row 2: gives R2 a second time; give it once",
        ),
        (
            {"initiatives": WEB, "requires": [{"initiative": "web", "of": "wep"}]},
            "table requires, row 1, column of: wep is no initiative; correct the id or add the initiative",
        ),
        (
            {
                "initiatives": [*WEB, {"id": "b"}],
                "requires": [{"initiative": "b", "of": "web", "lag": -1001}],
            },
            "table requires, row 1, column lag: is -1001; give at least -1,000",
        ),
        (
            {"initiatives": WEB, "costs": [{"initiative": "web", "fund": "it", "amount": 3}]},
            "table costs, row 1, column fund: is a cost in a fund without a budget; add budgets.it, ",
        ),
        (
            {"initiatives": [{"id": "web", "cost": 2}], "costs": [{"initiative": "web", "amount": 3}]},
            "table costs, row 1: gives cost a second time; give it once",
        ),
        (
            {"initiatives": WEB, "capacities": [{"team": "it", "amount": "5; 5; 5"}]},
            "table capacities, row 1, column amount: has 3 numbers for 2 periods; ",
        ),
        (
            {"initiatives": WEB, "capacities": [{"team": None, "amount": 5}]},
            "table capacities, row 1, column team: is blank; ",
        ),
        (
            {"initiatives": WEB, "horizon": [{"periods": 2}, {"periods": 3}]},
            "table horizon, row 2: is a second row; keep one; horizon is a table of one row",
        ),
        (
            {"initiatives": [{"id": "web", "title": "Web", "title.da": "Nettet"}]},
            "table initiatives, row 1, column title.da: is a second title; ",
        ),
        (
            {"initiatives": WEB, "disciplines": [{"id": "R", "levels": 2}], "levels": [{"discipline": "R"}]},
            "table levels, row 1: is given as levels in disciplines too; keep one of the two",
        ),
        (
            {"initiatives": WEB, "groups": [{"id": "g", "members": "web; web"}]},
            "table groups, row 1, column members: web is named 2 times; name it once",
        ),
    ],
)
def test_faults_are_told_in_rows_and_columns(tables: dict[str, Rows], expected: str) -> None:
    (fault,) = faults(tables)
    assert fault.startswith(expected)


def test_a_misspelt_column_is_answered_with_the_one_that_was_meant() -> None:
    (fault,) = faults({"initiatives": [{"id": "web", "durations": 2}]})
    assert fault.endswith("(did you mean duration?)")


def test_a_missing_horizon_is_a_fault() -> None:
    assert faults({"initiatives": WEB}, horizon=None) == ["horizon: is missing; add it"]
    assert faults({"initiatives": WEB, "horizon": []}, horizon=None) == ["table horizon: is missing; add it"]


def test_all_faults_are_told_at_once_in_the_order_of_the_tables() -> None:
    tables: dict[str, Rows] = {
        "advances": [{"initiative": "web", "field": "R9", "share": 0.5}],
        "initiatives": [{"id": "web", "cost": "much", "duration": 0}],
        "horizon": [{"periods": 0}],
    }
    assert [fault.split(":")[0] for fault in faults(tables)] == [
        "table horizon, row 1, column periods",
        "table initiatives, row 1, column cost",
        "table initiatives, row 1, column duration",
        "table advances, row 1, column field",
    ]


CELLS = st.none() | st.text(max_size=6) | st.integers(-3, 9) | st.floats() | st.booleans() | st.dates()
ANY_TABLES = st.dictionaries(
    st.sampled_from(list(TABLES_BY_NAME)),
    st.lists(
        st.dictionaries(
            st.sampled_from(sorted({column.name for table in TABLES for column in table.columns})),
            CELLS | st.sampled_from(["a", "b", "R", "R1"]),
            max_size=5,
        ),
        max_size=4,
    ),
)


def accepted(tables: dict[str, Rows]) -> Portfolio | None:
    """Return the portfolio in some tables, None where they are refused."""
    try:
        return from_tables(tables, horizon=2)
    except InvalidInputError:
        return None


@pytest.mark.slow
@given(ANY_TABLES)
@example({"initiatives": [{"id": "a", "cost": 3}, {"id": "b", "requires": "a"}]})  # one that is a portfolio
@settings(max_examples=200)
def test_any_tables_are_a_portfolio_or_refused_with_their_faults(tables: dict[str, Rows]) -> None:
    portfolio = accepted(tables)
    assert portfolio is None or from_tables(to_tables(portfolio)) == portfolio


def test_the_tables_that_are_one_are_read() -> None:
    tables: dict[str, Rows] = {"initiatives": [{"id": "a", "cost": 3}, {"id": "b", "requires": "a"}]}
    assert list(from_tables(tables, horizon=2).by_id) == ["a", "b"]


# --- plans ---------------------------------------------------------------------------------------------------


def small_plan() -> Plan:
    portfolio = Portfolio(
        horizon={"periods": 3, "unit": "quarter", "start": "2027-01-01"},
        initiatives=[
            Initiative(
                id="web", cost=300, duration=2, advances={"D2": 0.5}, title={"en": "Web", "da": "Nettet"}
            ),
            Initiative(id="mail", cost=100, advances={"D2": 0.5}, effort={"it": 2}),
        ],
        budget=350,
        capacities={"it": 5},
    )
    goal = GoalResult.model_validate(
        {"goal": {"kind": "least cost"}, "value": 300.0, "bound": 300.0, "proven": True}
    )
    return plan_of(portfolio, {"web": 2}, goals=[goal])


def test_a_plan_has_a_row_for_each_initiative_done_and_each_left_out() -> None:
    tables = plan_to_tables(small_plan(), language="da")
    (row,) = tables["schedule"]
    assert {name: row[name] for name in ("id", "title", "start", "finish", "cost", "cost.money")} == {
        "id": "web",
        "title": "Nettet",
        "start": 2,
        "finish": 3,
        "cost": 300.0,
        "cost.money": 300.0,
    }
    assert (row["first_day"], row["last_day"]) == (date(2027, 4, 1), date(2027, 9, 30))
    assert [entry["id"] for entry in tables["left_out"]] == ["mail"]


def test_a_plan_has_a_row_for_each_period_and_each_goal() -> None:
    tables = plan_to_tables(small_plan())
    # 300 spread evenly over two periods: 150 and 150; of 350 are left 350, 200 and 50
    assert [row["spending.money"] for row in tables["periods"]] == [None, 0.0, 150.0, 150.0]
    assert [row["left.money"] for row in tables["periods"]] == [None, 350.0, 200.0, 50.0]
    assert [row["idle.it"] for row in tables["periods"]] == [None, 5.0, 5.0, 5.0]
    assert [row["fulfilment.D2"] for row in tables["periods"]] == [0.0, 0.0, 0.0, 0.5]
    assert tables["goals"] == [
        {"goal": "least cost", "value": 300.0, "bound": 300.0, "gap": 0.0, "proven": True}
    ]


def test_a_plan_in_which_nothing_is_done_has_a_schedule_without_rows() -> None:
    assert plan_to_tables(plan_of(Portfolio(horizon=1, initiatives=[]), {}))["schedule"] == []


def test_the_documentation_lists_every_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "tables.md"
    listed = re.findall(r"^\| `(\w+)` \| (.*) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [(table.name, table.help()) for table in TABLES]


# --- what is no cell -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["NaN", "sNaN", "-sNaN123", "Infinity", "1e999999"])
def test_a_decimal_that_is_no_number_is_refused_where_it_stands(number: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        from_tables({"initiatives": [{"id": "a", "cost": Decimal(number)}]}, horizon=4)  # type: ignore[dict-item]
    assert [fault.path for fault in refused.value.faults] == ["table initiatives, row 1, column cost"]


class Made(Model):
    """What could be asked for in a rule that there is not yet."""

    id: Name
    title: Text = ""
    most: Annotated[int, Field(ge=0)] | None = None
    price: float = 0.0
    each: PerPeriod = None
    shares: dict[str, float] = {}
    when: Literal["now", "later"] = "now"
    strict: bool = False
    periods: tuple[int, ...] = ()
    of: Annotated[tuple[Name, ...], Refers("initiatives")] = ()
    fund: Annotated[Name, Refers("budgets")] | None = None
    given: float | Cost = 0.0
    parts: int | tuple[Cost, ...] = 1
    provenance: dict[str, str] = {}


def test_each_field_of_a_model_is_a_column_of_what_it_holds() -> None:
    assert {column.name: (column.kind, column.refers) for column in columns_of(Made)} == {
        "id": ("text", ""),
        "title": ("text", ""),
        "most": ("whole", ""),
        "price": ("number", ""),
        "each": ("amounts", ""),
        "shares": ("shares", ""),
        "when": ("text", ""),
        "strict": ("flag", ""),
        "periods": ("numbers", ""),
        "of": ("names", "initiatives"),
        "fund": ("text", "budgets"),
        "given": ("number", ""),  # an object has a table of its own
        "parts": ("whole", ""),
        "provenance": ("text", ""),
    }
    assert [column.name for column in columns_of(Made, first=("when", "id"), without=("fund",))][:3] == [
        "when",
        "id",
        "title",
    ]
    assert next(column for column in columns_of(Made) if column.name == "when").choices == ("now", "later")


def test_text_that_could_be_in_thousands_is_asked_for_and_never_guessed() -> None:
    with pytest.raises(InvalidInputError, match="which could mean") as found:
        from_tables({"initiatives": [{"id": "web", "cost": "1.200"}]}, horizon=2)
    assert "write it as a number, not as text" in str(found.value)
    read = from_tables({"initiatives": [{"id": "web", "cost": "0.125", "advances": "D2=0.125"}]}, horizon=2)
    assert (read.by_id["web"].cost, read.by_id["web"].advances) == (0.125, {"D2": 0.125})
