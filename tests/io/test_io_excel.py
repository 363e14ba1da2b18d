"""Tables in Excel workbooks: there and back, the template, and files that mean harm."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge.everything import EVERYTHING
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after
from openpyxl import Workbook, load_workbook

from omniprio import Initiative, Portfolio, prioritise, ten_portfolio
from omniprio.disc import shipped_disc
from omniprio.errors import InvalidInputError, MissingExtraError
from omniprio.io import excel, read_excel, sound_workbook, write_excel, write_template
from omniprio.io.portfolio_tables import TABLES
from omniprio.io.template import example_portfolio
from omniprio.io.template_beside import tables_beside
from omniprio.language import languages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from omniprio.io.cells import Cell

ONE = Portfolio(horizon=2, initiatives=[Initiative(id="web")])


def workbook(path: Path, sheets: Mapping[str, list[list[Cell]]]) -> Path:
    """Save a workbook as a user would make it: what begins with = is a formula."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(InvalidInputError) as refused:
        read_excel(path, 2)
    return [str(fault) for fault in refused.value.faults]


# --- there and back ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", slow_after(3, range(8)))
def test_a_portfolio_comes_back_from_a_workbook(seed: int, tmp_path: Path) -> None:
    portfolio = full_portfolio(seed)
    write_excel(portfolio, tmp_path / "a.xlsx")
    assert read_excel(tmp_path / "a.xlsx") == portfolio


@pytest.mark.slow
def test_a_portfolio_comes_back_from_a_danish_workbook(tmp_path: Path) -> None:
    write_excel(EVERYTHING, tmp_path / "a.xlsx", language="da")
    assert "initiativer" in load_workbook(tmp_path / "a.xlsx", read_only=True).sheetnames
    assert read_excel(tmp_path / "a.xlsx") == EVERYTHING


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_a_workbook(tmp_path: Path) -> None:
    write_excel(ten_portfolio(), tmp_path / "a.xlsx", language="da")
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", own, "--headless", "--convert-to", "xlsx", "--outdir", "back", "a.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    assert read_excel(tmp_path / "back" / "a.xlsx") == ten_portfolio()


@pytest.mark.slow
@pytest.mark.parametrize("portfolio", [EVERYTHING, ten_portfolio(), Portfolio(horizon=1, initiatives=[])])
def test_what_is_hard_to_keep_comes_back(portfolio: Portfolio, tmp_path: Path) -> None:
    write_excel(portfolio, tmp_path / "a.xlsx")
    assert read_excel(tmp_path / "a.xlsx") == portfolio


TEXTS = st.text(min_size=1).filter(str.strip)


@pytest.mark.slow
@given(TEXTS, st.sampled_from("=+-@\t\r\n'_\x00\x0b"))
@settings(max_examples=8)
def test_any_text_comes_back_and_none_is_a_formula(tmp_path: Path, text: str, first: str) -> None:
    texts = [first + text, f"{text}_x000D_", "#N/A", "=1+1", first + "x", "2027-01-01", "17", "true", " x "]
    initiatives = [Initiative(id=str(number), description=words) for number, words in enumerate(texts)]
    portfolio = Portfolio(horizon=1, initiatives=initiatives)
    write_excel(portfolio, tmp_path / "a.xlsx")
    assert read_excel(tmp_path / "a.xlsx") == portfolio
    cells = [cell for sheet in load_workbook(tmp_path / "a.xlsx") for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


@pytest.mark.slow
def test_a_text_like_a_formula_stays_one_when_it_is_edited(tmp_path: Path) -> None:
    write_excel(Portfolio(horizon=1, initiatives=[Initiative(id="a", source="=1+1")]), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["initiatives"]
    (cell,) = [cell for cell in sheet[2] if cell.value == "=1+1"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


# --- the template --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_the_template_is_a_portfolio_that_can_be_planned(language: str, tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx", language=language)
    portfolio = read_excel(tmp_path / "template.xlsx")
    assert portfolio == example_portfolio(language)
    assert (len(portfolio.initiatives), portfolio.periods) == (10, 12)
    assert prioritise(portfolio, time_limit=20).starts


@pytest.mark.slow
def test_the_template_has_a_sheet_for_each_table_with_help_for_each_column(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    assert book.sheetnames[:3] == ["about", "initiatives", "horizon"]
    beside = [table for table, _ in tables_beside(shipped_disc(), "en")]
    assert sorted(book.sheetnames) == sorted(
        ["about", "fields", *(table.name for table in (*TABLES, *beside))]
    )
    for table in (*TABLES, *beside):
        columns = {column.name: column for column in table.columns}
        for cell in book[table.name][1]:
            assert cell.comment is not None
            assert cell.comment.text == table.help_of(columns[str(cell.value).partition(".")[0]])
    headers = [cell.value for cell in book["initiatives"][1]]
    assert headers[:4] == ["id", "title", "cost", "duration"]


def offered(book: Workbook, sheet: str, column: str) -> str | None:
    """Return what can be chosen in a column."""
    letter = next(cell.coordinate.rstrip("1") for cell in book[sheet][1] if cell.value == column)
    found = {str(one.sqref): one.formula1 for one in book[sheet].data_validations.dataValidation}
    return found.get(f"{letter}2:{letter}1048576")


@pytest.mark.slow
def test_the_template_offers_words_and_ids(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx", language="da")
    book = load_workbook(tmp_path / "template.xlsx")
    assert offered(book, "initiativer", "beslutning") == '"fri,skal,aldrig"'
    assert offered(book, "initiativer", "må løbe over") == '"ja,nej"'
    assert offered(book, "kræver", "initiativ") == "'initiativer'!$A$2:$A$1000"
    assert offered(book, "indsats", "team") == "'kapaciteter'!$A$2:$A$1000"
    assert offered(book, "omkostninger", "pulje") == "'budgetter'!$A$2:$A$1000"
    assert offered(book, "løfter", "felt") == "'felter'!$A$2:$A$1000"


@pytest.mark.slow
def test_the_fields_of_the_disc_are_listed_and_marked_as_our_words(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx", language="da")
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "template.xlsx")["felter"]]
    assert len(rows) == 1 + 18
    name, discipline, title, holds, source = rows[2]
    assert (name, discipline, title) == (
        "R2",
        "Kundegenkendelse og permission-opsamling",
        "samtykke og volumen",
    )
    assert str(holds).startswith("Kunderne identificeres i flere kanaler")
    assert source == "udledt"


@pytest.mark.slow
def test_days_are_dates(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    sheet = load_workbook(tmp_path / "template.xlsx")["horizon"]
    assert (sheet["C2"].value, sheet["C2"].number_format) == (datetime(2027, 1, 1), "yyyy-mm-dd")  # noqa: DTZ001  a cell


@pytest.mark.slow
def test_the_template_written_over_is_a_portfolio(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, language="da")
    book = load_workbook(path)
    book["initiativer"].delete_rows(2, 20)
    book["initiativer"].append(["web", "Net", 300, 2, None, None, "Skal"])
    book["kapaciteter"].delete_rows(2, 20)
    book["løfter"].append(["web", "D2", 0.5])
    book.save(path)
    web = Initiative(id="web", title="Net", cost=300, duration=2, decision="must", advances={"D2": 0.5})
    assert read_excel(path).initiatives == (web,)


# --- what people write ---------------------------------------------------------------------------------------


def test_sheets_are_read_as_people_fill_them_in(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        {
            "About": [["anything", "goes"]],
            "Initiatives": [
                ["ID", "Title.da", "Duration"],
                [17, "Nettet", 2],
                [None, None, None],
                ["b", None, None],
            ],
            "horizon": [["periods", "unit", "start"], [4, "month", datetime(2027, 1, 1)]],  # noqa: DTZ001  a cell
        },
    )
    portfolio = read_excel(path)
    assert portfolio.initiatives == (
        Initiative(id="17", title={"da": "Nettet"}, duration=2),
        Initiative(id="b"),
    )
    assert portfolio.calendar.start == date(2027, 1, 1)


def test_a_size_that_a_sheet_claims_wrongly_hides_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"initiatives": [["id", "duration"], ["a", 1], ["b", 2]]})
    changed(path, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:B3"', b'<dimension ref="A1:A1"')
    assert list(read_excel(path, 2).by_id) == ["a", "b"]


def changed(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, document in parts.items():
            archive.writestr(name, document)


# --- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            [["id", "cost"], ["a", 1], ["web", -1]],
            "sheet initiatives, row 3, column cost: is -1; give at least 0",
        ),
        (
            [["id", "cost"], ["web", "=1+1"]],
            "sheet initiatives, row 2, column cost: is a formula that was not calculated; ",
        ),
        (
            [["id", "cost"], ["web", "#DIV/0!"]],
            "sheet initiatives, row 2, column cost: is the error #DIV/0!; ",
        ),
        ([["id", "cost"], ["web", True]], "sheet initiatives, row 2, column cost: is true; give a number"),
        ([["id"], [date(2027, 1, 1)]], "sheet initiatives, row 2, column id: is a date; give text; "),
        ([["id", "id"], ["a", "b"]], "sheet initiatives, column id: stands twice; keep one of the two"),
        (
            [["id", "durations"], ["a", 2]],
            "sheet initiatives, column durations: is no column of initiatives; ",
        ),
        ([["id"], ["a", 2]], "sheet initiatives, row 2, column 2: has no header above it; "),
    ],
)
def test_faults_say_sheet_row_and_column(rows: list[list[Cell]], fault: str, tmp_path: Path) -> None:
    (found,) = faults(workbook(tmp_path / "a.xlsx", {"initiatives": rows}))
    assert found.startswith(fault)


def test_faults_are_told_in_the_names_of_the_workbook(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "Initiativer": [["id", "varighed", "omkostning"], ["web", 0, 1]],
        "Løfter": [["initiativ", "felt", "andl"], ["wep", "R2", None]],
    }
    length, share, name = faults(workbook(tmp_path / "a.xlsx", sheets))
    assert length == "sheet Initiativer, row 2, column varighed: is 0; give at least 1 period"
    assert share == (
        "sheet Løfter, column andl: is no column of løfter; use one of initiativ, felt, andel (did you mean andel?)"
    )
    assert name == (
        "sheet Løfter, row 2, column initiativ: is 'wep', which is no id in initiativer; "
        "give an id from initiativer (did you mean web?)"
    )


def test_one_cause_is_told_once(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["initiative", "field", "share"]]
    rows += [[name, f"R{ring}", 0.1] for name in ("web", "app") for ring in (1, 2, 3)]
    effort: list[list[Cell]] = [["initiative", "team", "amount"], ["web", "IT", 1], ["app", "IT", 1]]
    without = workbook(tmp_path / "a.xlsx", {"initiatives": [["id"]], "advances": rows, "effort": effort})
    assert faults(without) == [
        (
            "sheet advances, column initiative and sheet effort, column initiative: stands for nothing, as no row "
            "of initiatives has an id; add the rows of initiatives first, each with its id"
        )
    ]
    one = workbook(
        tmp_path / "a.xlsx", {"initiatives": [["id"], ["web"]], "advances": rows, "effort": effort}
    )
    (app,) = (fault for fault in faults(one) if "'app'" in fault)
    assert app.startswith(
        "sheet advances, rows 5, 6, 7, column initiative and sheet effort, row 3, column initiative: is "
    )
    both = workbook(tmp_path / "a.xlsx", {"initiatives": [["id"], ["web"], ["app"]], "effort": effort})
    (team,) = faults(both)
    assert team.startswith("sheet effort, rows 2, 3, column team: ")


def test_an_unknown_sheet_is_a_misspelt_table(tmp_path: Path) -> None:
    (fault,) = faults(workbook(tmp_path / "a.xlsx", {"initiatives": [["id"]], "advance": [["initiative"]]}))
    assert fault.startswith("sheet advance: is no table of a portfolio; ")
    assert fault.endswith("(did you mean advances?)")


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"id;cost")
    assert faults(path) == ["file a.xlsx: is no Excel workbook; save it as .xlsx in a spreadsheet program"]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "nothing")
    (fault,) = faults(path)
    assert fault.startswith("file a.xlsx: is damaged (")


@pytest.mark.slow
def test_what_is_damaged_is_said_without_a_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_excel(Portfolio(horizon=1, initiatives=[]), tmp_path / "a.xlsx")
    for error, said in [
        (KeyError(), "KeyError"),
        (ValueError(None), "ValueError"),
        (ValueError("x\ny"), "ValueError: x"),
        (OSError("seek"), "OSError: seek"),
    ]:

        def stumble(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        monkeypatch.setattr("openpyxl.load_workbook", stumble)
        with pytest.raises(InvalidInputError, match=rf"is damaged \({said}\)"):
            read_excel(tmp_path / "a.xlsx")


def test_a_file_that_fills_the_memory_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "a.xlsx", {"initiatives": [["id"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b" " * 3_000_000)
    assert path.stat().st_size < 50_000
    monkeypatch.setattr(sound_workbook, "_MOST_UNPACKED", 2_000_000)
    (fault,) = faults(path)
    assert "bytes when unpacked, over 2,000,000; give a smaller one" in fault


@pytest.mark.parametrize(
    ("part", "end", "element"),
    [
        ("xl/worksheets/sheet1.xml", b"</row>", b"<c/>"),
        ("xl/worksheets/sheet1.xml", b"</worksheet>", b"<mergeCell/>"),
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>"),
    ],
)
def test_a_small_file_of_countless_elements_is_refused_before_it_is_parsed(
    part: str, end: bytes, element: bytes, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", {"initiatives": [["id"]]})
    changed(path, part, end, element * 1_000_000 + end)
    assert path.stat().st_size < 50_000
    (fault,) = faults(path)
    assert fault.startswith("file a.xlsx: has more than 1,000,000 elements; delete what is not needed")


def test_more_sheets_than_tables_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {f"s{number}": [["id"]] for number in range(51)})
    assert faults(path) == ["file a.xlsx: has more than 50 sheets; keep those with tables"]


def test_sheets_that_are_all_the_same_part_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"initiatives": [["id"]], "horizon": [["periods"]]})
    changed(path, "xl/workbook.xml", b'r:id="rId2"', b'r:id="rId1"')
    (fault,) = faults(path)
    assert fault.startswith("file a.xlsx: has sheets that are one and the same part of it; ")


@pytest.mark.parametrize(("name", "most"), [("_MOST_ROWS", 20), ("_WIDEST", 2), ("_MOST_CELLS", 40)])
def test_sheets_that_are_too_large_are_refused(
    name: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[list[Cell]] = [["id", "cost", "owner"]]
    rows += [[str(number), 1, "a"] for number in range(30)]
    path = workbook(tmp_path / "a.xlsx", {"initiatives": rows})
    monkeypatch.setattr(excel, name, most)
    (fault,) = faults(path)
    assert fault.startswith("sheet initiatives: has more than ")


@pytest.mark.slow
def test_a_row_far_below_is_refused_without_all_those_above_it(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.create_sheet("initiatives")
    made.remove(made.worksheets[0])
    sheet["A1"] = "id"
    sheet["A1048576"] = "web"
    made.save(tmp_path / "a.xlsx")
    (fault,) = faults(tmp_path / "a.xlsx")
    assert fault.startswith("sheet initiatives: has more than 100,000 rows")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"initiatives": [["id"], ["web"]]})
    part = "xl/worksheets/sheet1.xml"
    changed(path, part, b"<worksheet ", b'<!DOCTYPE worksheet [<!ENTITY bomb "boom">]><worksheet ')
    changed(path, part, b"web", b"&bomb;")
    (fault,) = faults(path)
    assert fault.startswith("file a.xlsx: is damaged (EntitiesForbidden: ")


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    tags = {"kind": ("x" * 32_765, "y")}  # 32,765 + 2 in between + 1 = 32,768 characters
    long = Portfolio(horizon=1, initiatives=[Initiative(id="a", tags=tags)])
    with pytest.raises(
        InvalidInputError, match=r"sheet initiatives, row 2, column tags\.kind: is over 32,767"
    ):
        write_excel(long, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize("package", ["openpyxl", "defusedxml"])
def test_without_the_extra_the_call_says_what_to_install(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_excel(ONE, tmp_path / "a.xlsx")
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r'Excel workbooks need .* pip install "omniprio\[excel\]"'):
        read_excel(tmp_path / "a.xlsx")


# --- what is no workbook that can be read --------------------------------------------------------------------

CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
"""How a file of Office before 2007 begins."""


def test_a_workbook_with_a_password_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(CONTAINER + "EncryptedPackage".encode("utf-16-le"))
    (fault,) = faults(tmp_path / "a.xlsx")
    assert fault.startswith("file a.xlsx: is protected with a password; ")
    assert fault.endswith("; open it in a spreadsheet program, remove the password and save it")


def test_a_workbook_of_old_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(CONTAINER + "Workbook".encode("utf-16-le"))
    (fault,) = faults(tmp_path / "a.xlsx")
    assert fault.startswith("file a.xlsx: is a workbook of Excel before 2007, or no workbook; ")
    assert fault.endswith("; save it as .xlsx in a spreadsheet program")


def test_shares_in_a_workbook_may_be_in_per_cent(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["initiative", "field", "share"], ["web", "R2", "60 %"], ["web", "D2", 0.3]]
    path = workbook(tmp_path / "a.xlsx", {"initiatives": [["id"], ["web"]], "advances": rows})
    assert read_excel(path, 2).by_id["web"].advances == {"R2": 0.6, "D2": 0.3}


def test_numbers_that_are_text_are_not_guessed(tmp_path: Path) -> None:
    """Typed into cells that hold text, "2.400" is 2400 to a Dane; what we write ourselves has no 0 at its end."""
    sheets: dict[str, list[list[Cell]]] = {
        "initiatives": [["id", "cost", "effort"], ["web", "1.200", "IT=1.125"], ["app", "12,5", "IT=1.250"]],
        "settings": [["budget"], ["2.400"]],
        "capacities": [["team", "amount"], ["IT", "1.5; 2.125"], ["HQ", "1.500; 2.125"]],
    }
    meanings = "which could mean {0} or {1}; write it as a number, not as text"
    assert faults(workbook(tmp_path / "a.xlsx", sheets)) == [
        f"{place}: is '{value}', {meanings.format(value, value.replace('.', ''))}"
        for place, value in [
            ("sheet settings, row 2, column budget", "2.400"),
            ("sheet initiatives, row 2, column cost", "1.200"),
            ("sheet initiatives, row 3, column effort", "1.250"),
            ("sheet capacities, row 3, column amount", "1.500"),
        ]
    ]
