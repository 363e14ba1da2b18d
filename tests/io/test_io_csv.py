"""Tables in CSV files: any dialect that spreadsheets write, and nothing that they would run."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge.everything import EVERYTHING
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio import Initiative, Portfolio, outside, plan_of, ten_portfolio
from omniprio.errors import InvalidInputError
from omniprio.io import csv_files, read_csv, read_csv_file, read_table, write_csv, write_plan_csv
from omniprio.io.formulas import plain_text, safe_text

if TYPE_CHECKING:
    from pathlib import Path

SHORT = "id,title,cost,duration,advances,requires\ncrm,CRM,720,2,R2=0.6; D2=0.3,\nweb,Net æøå,300.5,1,,crm\n"
SHORT_PORTFOLIO = Portfolio(
    horizon=4,
    initiatives=[
        Initiative(id="crm", title="CRM", cost=720, duration=2, advances={"R2": 0.6, "D2": 0.3}),
        Initiative(id="web", title="Net æøå", cost=300.5, duration=1, requires=["crm"]),
    ],
)


def saved(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(InvalidInputError) as refused:
        (read_csv if path.is_dir() else read_csv_file)(path, 4)
    return [str(fault) for fault in refused.value.faults]


# --- there and back ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", slow_after(20, range(60)))
def test_a_portfolio_comes_back_from_a_folder(seed: int, tmp_path: Path) -> None:
    portfolio = full_portfolio(seed)
    write_csv(portfolio, tmp_path)
    assert read_csv(tmp_path) == portfolio


@pytest.mark.parametrize("portfolio", [EVERYTHING, ten_portfolio(), Portfolio(horizon=1, initiatives=[])])
def test_what_is_hard_to_keep_comes_back(portfolio: Portfolio, tmp_path: Path) -> None:
    write_csv(portfolio, tmp_path / "new folder")
    assert read_csv(tmp_path / "new folder") == portfolio


TEXTS = st.text(min_size=1).filter(str.strip)


@pytest.mark.slow
@given(TEXTS, st.sampled_from("=+-@\t\r\n'＝＋－＠"))  # noqa: RUF001
@settings(max_examples=60)
def test_any_text_comes_back_and_none_is_a_formula(tmp_path: Path, text: str, first: str) -> None:
    portfolio = Portfolio(
        horizon=1,
        initiatives=[Initiative(id="a", description=first + text, owner=text, tags={first: (text, first)})],
    )
    write_csv(portfolio, tmp_path)
    assert read_csv(tmp_path) == portfolio
    with (tmp_path / "initiatives.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r\n＝＋－＠") - {""}]  # noqa: RUF001


PARTS = st.sampled_from([*";\t\r\n \"'=+-@＝＋－＠", "1", "a", "cmd|' /C calc'!A0"])  # noqa: RUF001


@pytest.mark.slow
@given(st.lists(PARTS, max_size=12).map("".join), st.sampled_from(";\t"))
@settings(max_examples=300)
def test_no_part_of_a_text_is_a_formula_where_another_separator_is_read(text: str, separator: str) -> None:
    written = safe_text(text)
    assert plain_text(written) == text
    out = io.StringIO(newline="")
    csv.writer(out).writerow(["web", written, "x"])
    for row in csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=separator):
        for cell in row:
            # numbers after a blank are none
            assert not re.match("[=+\\-@＝＋－＠]| +[=@]", cell.lstrip('"'))  # noqa: RUF001


def test_formulas_in_texts_lists_and_headers_come_back_from_a_folder(tmp_path: Path) -> None:
    portfolio = Portfolio(
        horizon=3,
        initiatives=[
            Initiative(
                id="a;=1+1",
                description="first\n=1+1\n- one",
                owner="b\t@SUM(1)",
                benefit={"profile": [5, -3, -1]},
                tags={"c;=2": ("x;=3", '"=4')},
                effort={"team;=5": 1},
            )
        ],
        capacities={"team;=5": 2, "it\t=6": 3},
    )
    write_csv(portfolio, tmp_path)
    assert read_csv(tmp_path) == portfolio
    for path in tmp_path.iterdir():
        for separator in ";\t":
            with path.open(encoding="utf-8-sig", newline="") as file:
                cells = [cell for row in csv.reader(file, delimiter=separator) for cell in row]
            assert not [cell for cell in cells if cell[:1] in set("=+-@") - {""}], path.name


def test_a_formula_is_written_as_text(tmp_path: Path) -> None:
    write_csv(Portfolio(horizon=1, initiatives=[Initiative(id="a", source="=1+1", benefit=-5)]), tmp_path)
    # a number is no formula, negative or not
    assert (tmp_path / "initiatives.csv").read_bytes() == b"\xef\xbb\xbfid,benefit,source\r\na,-5,'=1+1\r\n"


def test_the_same_portfolio_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_csv(EVERYTHING, tmp_path / name)
    one, two = (
        [path.read_bytes() for path in sorted((tmp_path / name).iterdir())] for name in ("one", "two")
    )
    assert one == two


def test_a_plan_is_written_as_tables(tmp_path: Path) -> None:
    web = Initiative(id="web", cost=300, advances={"R2": 0.5})
    portfolio = Portfolio(horizon=2, initiatives=[web, Initiative(id="app", decision="never")])
    write_plan_csv(plan_of(portfolio, {"web": 2}), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "schedule.csv",
        "left_out.csv",
        "periods.csv",
        "out_of_reach.csv",
    }
    schedule = (tmp_path / "schedule.csv").read_text(encoding="utf-8-sig").splitlines()
    assert schedule[1].startswith("web,")
    with pytest.raises(InvalidInputError, match="holds the tables of a plan"):
        read_table(tmp_path)


def test_a_table_of_another_portfolio_is_not_mixed_in(tmp_path: Path) -> None:
    write_csv(EVERYTHING, tmp_path)
    before = (tmp_path / "initiatives.csv").read_bytes()
    with pytest.raises(
        InvalidInputError, match=r"holds .*advances\.csv, .*which would be read with what is written"
    ):
        write_csv(Portfolio(horizon=1, initiatives=[]), tmp_path)
    assert (tmp_path / "initiatives.csv").read_bytes() == before


# --- the ways in which spreadsheets write --------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_one_file_with_initiatives_is_a_portfolio(encoding: str, line_break: str, tmp_path: Path) -> None:
    path = saved(tmp_path / "any name.csv", SHORT.replace("\n", line_break), encoding)
    assert read_csv_file(path, 4) == SHORT_PORTFOLIO


def test_semicolons_and_decimal_commas_as_a_danish_spreadsheet_writes_them(tmp_path: Path) -> None:
    text = (
        "id;title;cost;duration;advances;requires\r\n"
        'crm;CRM;720;2;"R2=0,6; D2=0,3";\r\n'
        "web;Net æøå;300,5;1;;crm\r\n"
        ";;;;;\r\n"
    )
    assert read_csv_file(saved(tmp_path / "a.csv", text), 4) == SHORT_PORTFOLIO


def test_tabulators_and_line_breaks_in_cells(tmp_path: Path) -> None:
    text = 'id\tdescription\nweb\t"first\nsecond; third"\n'
    (web,) = read_csv_file(saved(tmp_path / "a.csv", text), 4).initiatives
    assert web.description == "first\nsecond; third"


def test_a_header_in_quotation_marks_does_not_decide_what_separates(tmp_path: Path) -> None:
    text = 'id,"tags.a;b;c"\nweb,"x; y"\n'
    (web,) = read_csv_file(saved(tmp_path / "a.csv", text), 4).initiatives
    assert web.tags == {"a;b;c": ("x", "y")}


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    saved(tmp_path / "initiatives.CSV", "id\nweb\n")
    saved(tmp_path / "notes.txt", "=1+1")
    assert read_csv(tmp_path, 1).by_id.keys() == {"web"}


# --- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id,cost,cost\nweb,1,2\n", "file a.csv, column cost: stands twice; keep one of the two"),
        ("id,Cost ,cost\nweb,1,1\n", "file a.csv, column cost: stands twice; keep one of the two"),
        ("id,kost\nweb,1\n", "file a.csv, column kost: is no column of initiatives; use one of "),
        (
            "id,cost\nweb,1,2\n",
            "file a.csv, row 2, column 3: has no header above it; add one or clear the cell",
        ),
        ("id,cost\na,1\n\nweb,-1\n", "file a.csv, row 4, column cost: is -1; give at least 0"),
        (
            "id;cost\nweb;1.000\n",
            "file a.csv, row 2, column cost: is '1.000', which could mean 1.000 or 1000; write decimals with ','",
        ),
        (
            'id,cost\nweb,"1,000"\n',
            "file a.csv, row 2, column cost: is '1,000', which could mean 1.000 or 1000; ",
        ),
        ('id\n"web\n', "file a.csv, line 2: is no CSV ("),
        ("cost\n5\n", "file a.csv: has no column id; add it"),
    ],
)
def test_faults_say_file_row_and_column(text: str, fault: str, tmp_path: Path) -> None:
    (found,) = faults(saved(tmp_path / "a.csv", text))
    assert found.startswith(fault)


def test_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (fault,) = faults(saved(tmp_path / "a.csv", SHORT, "cp1252"))
    assert fault == (
        "file a.csv: holds characters that are not Unicode; save it as UTF-8; spreadsheets call it `CSV UTF-8`"
    )


def test_an_unknown_file_is_a_misspelt_table(tmp_path: Path) -> None:
    saved(tmp_path / "initiatives.csv", "id\nweb\n")
    saved(tmp_path / "advance.csv", "initiative,field,share\nweb,R2,1\n")
    (fault,) = faults(tmp_path)
    assert fault.startswith("file advance.csv: is no table of a portfolio; ")
    assert fault.endswith("(did you mean advances?)")


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path)
    assert fault.endswith("has no CSV files; name the folder with initiatives.csv in it")


def test_an_empty_file_has_no_initiatives(tmp_path: Path) -> None:
    assert read_csv_file(saved(tmp_path / "a.csv", ""), 4).initiatives == ()


def test_files_that_are_too_large_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path / "a.csv", "id\n" + "a\n" * 30)
    monkeypatch.setattr(csv_files, "_MOST_ROWS", 20)
    assert faults(path) == [
        "file a.csv: has more than 20 rows, 1,000 columns or 5,000,000 cells; give a smaller one"
    ]
    wide = saved(tmp_path / "wide.csv", "id" + ",cost" * 1000)
    assert faults(wide) == [
        "file wide.csv: has more than 20 rows, 1,000 columns or 5,000,000 cells; give a smaller one"
    ]
    monkeypatch.setattr(outside, "MOST_BYTES", 50)
    assert faults(path) == ["file a.csv: is over 50 bytes; give a smaller one"]


def test_as_many_rows_as_are_allowed_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "_MOST_ROWS", 20)
    path = saved(tmp_path / "a.csv", "id\n" + "".join(f"a{number}\n" for number in range(20)))
    assert len(read_csv_file(path, 1).initiatives) == 20


def test_a_text_too_long_for_a_cell_is_refused_both_ways(tmp_path: Path) -> None:
    long = ("x" * 32_767,) * 4  # 4 * 32,767 + 3 * 2 in between = 131,074 characters
    with pytest.raises(
        InvalidInputError, match=r"file initiatives\.csv, row 2, column tags.kind: is over 131,072"
    ):
        write_csv(Portfolio(horizon=1, initiatives=[Initiative(id="a", tags={"kind": long})]), tmp_path)
    (fault,) = faults(saved(tmp_path / "a.csv", f"id,description\na,{'x' * 131_073}\n"))
    assert "field larger than field limit" in fault


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "SEP=;\r\n"])
def test_a_line_above_the_header_can_say_the_separator(first: str, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.csv", f"{first}id;title, in words, of it;cost\nweb;Net;1,5\n")
    assert faults(path)[0].startswith("file a.csv, column title, in words, of it: ")


def test_columns_may_be_separated_by_pipes(tmp_path: Path) -> None:
    (web,) = read_csv_file(saved(tmp_path / "a.csv", "id|title|cost\nweb|Net, new|1.5\n"), 4).initiatives
    assert (web.title, web.cost) == ("Net, new", 1.5)


@pytest.mark.parametrize("written", ["R2=60 %; D2=7%", "R2=0,6; D2=7 %"])
def test_shares_may_be_in_per_cent(written: str, tmp_path: Path) -> None:
    (web,) = read_csv_file(saved(tmp_path / "a.csv", f'id;advances\nweb;"{written}"\n'), 4).initiatives
    assert web.advances == {"R2": 0.6, "D2": 0.07}


def test_an_endless_share_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.csv", "id,advances\nweb,R2=1e999 %\n")
    assert "give a finite number" in faults(path)[0]


def test_required_ids_may_have_commas_in_between(tmp_path: Path) -> None:
    text = 'id,requires\na,\n"b, c",\nb,\nd,"a,b"\ne,"b, c"\n'
    portfolio = read_csv_file(saved(tmp_path / "a.csv", text), 4)
    # `b, c` is an id itself, `a,b` is none
    assert [portfolio.by_id[name].requires for name in "de"] == [("a", "b"), ("b, c",)]


def test_ids_with_commas_are_refused_as_they_stand_where_one_is_none(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.csv", 'id,requires\na,\nd,"a, x"\n')
    assert faults(path)[0].startswith("file a.csv, row 3, column requires: a, x is no initiative; ")
