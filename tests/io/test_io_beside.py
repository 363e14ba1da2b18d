"""One workbook for a portfolio and what is said beside it: bids, answers, what has begun, what is not sure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from omniprio.answers.robustness import BudgetCase, Uncertainty
from omniprio.assessment import shipped_questionnaire
from omniprio.cli import Exit, main
from omniprio.errors import InvalidInputError
from omniprio.io import read_actuals, read_bids, read_excel, read_survey, read_uncertainty, write_template
from omniprio.language import languages

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.io.cells import Cell


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_one_workbook_is_read_for_each_purpose(language: str, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    write_template(path, language=language)
    assert len(read_excel(path).initiatives) == 10
    assert [bid.rater for bid in read_bids(path).assessments] == ["IT", "Marketing"]  # type: ignore[union-attr]
    (answers,) = read_survey([path], shipped_questionnaire()).answers
    assert answers.answers == {"recognise": 3, "collect": 2}
    assert read_actuals(path).actual == {}
    unsure = read_uncertainty(path)
    assert [*unsure.estimates] == [
        "initiatives[identify].duration",
        "initiatives[identify].cost",
        "start[R2]",
    ]
    assert [case.budget for case in unsure.budgets] == [2500, 2000]


@pytest.mark.slow
def test_what_has_begun_stands_beside_the_portfolio(tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    write_template(path, language="da")
    book = load_workbook(path)
    book["faktisk"].append(["identify", 1, None, None, 750])
    book.save(path)
    assert read_actuals(path).actual["identify"].start == 1
    assert len(read_excel(path).initiatives) == 10


def workbook(path: Path, rows: list[list[Cell]], name: str = "uncertain") -> Path:
    book = Workbook()
    book.worksheets[0].title = name
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_estimates_are_read_of_modes_and_fields(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["initiativ", "måde", "del", "felt", "lavest", "mest sandsynlig", "højest"],
        ["web", None, "omkostning", None, 250, 300, 450],
        ["web", "fast", "varighed", None, 1, None, 3],
        ["web", None, "løfter", "D2", "20 %", None, 0.6],
    ]
    rows[3][4] = 0.2
    web = {
        "cost": (250, 300, 450),
        "advances": {"D2": (0.2, 0.6)},
        "modes": {"fast": {"duration": (1, 3)}},
    }
    found = read_uncertainty(workbook(tmp_path / "a.xlsx", rows, "usikkert"))
    assert found == Uncertainty.model_validate({"initiatives": {"web": web}})


def test_faults_of_estimates_name_sheet_and_row(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["initiative", "part", "low", "high"],
        ["web", "cost", 5, 3],
        ["web", None, 1, 2],
        ["app", "advances", 0.1, 0.2],
        ["app", "benefit", 1, 2],
        ["app", "benefit", 1, 3],
    ]
    with pytest.raises(InvalidInputError) as refused:
        read_uncertainty(workbook(tmp_path / "a.xlsx", rows))
    told = [str(fault) for fault in refused.value.faults]
    assert [fault.partition(":")[0] for fault in told] == [
        "sheet uncertain, row 2",
        "sheet uncertain, row 3, column part",
        "sheet uncertain, row 4, column field",
        "sheet uncertain, row 6",
    ]


def test_a_workbook_without_what_is_asked_for_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id"], ["web"]], "initiativer")
    with pytest.raises(InvalidInputError, match=r"file a\.xlsx: has no sheet called bud; add it"):
        read_bids(path)
    with pytest.raises(
        InvalidInputError, match="has no sheet called usikkert, usikker start, budgettilfælde"
    ):
        read_uncertainty(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["idenfity", "", "cost", "", 1, 2, 3], "column initiative: idenfity is not in the portfolio"),
        (["identify", "fast", "cost", "", 1, 2, 3], "column mode: fast is not in the portfolio"),
        (["identify", "", "advances", "R9", 0.1, 0.2, 0.3], "R9 is not in the portfolio"),
    ],
)
def test_what_the_portfolio_does_not_have_is_told_by_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: list[Cell], said: str
) -> None:
    header: list[Cell] = ["initiative", "mode", "part", "field", "low", "likely", "high"]
    path = str(workbook(tmp_path / "a.xlsx", [header, row]))
    write_template(tmp_path / "all.xlsx")
    assert main(["robust", str(tmp_path / "all.xlsx"), path]) == Exit.BAD_INPUT
    err = capsys.readouterr().err
    assert "- sheet uncertain, row 2" in err
    assert said in err


def test_a_folder_of_tables_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "budget_cases.csv").write_text(
        "name,weight,budget,budgets\ncut,2,2000,it=500\n", encoding="utf-8"
    )
    assert read_uncertainty(tmp_path).budgets == (
        BudgetCase(name="cut", weight=2, budget=2000, budgets={"it": 500}),
    )


@pytest.mark.slow
def test_the_verb_reads_them_from_the_workbook_of_the_portfolio(tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    write_template(path)
    given = [
        "robust",
        str(path),
        str(path),
        "--draws",
        "2",
        "--candidates",
        "1",
        "-o",
        str(tmp_path / "found.json"),
    ]
    assert main(given) in {Exit.DONE, Exit.NOT_PROVEN}
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["format"] == "omniprio-robust/1"
