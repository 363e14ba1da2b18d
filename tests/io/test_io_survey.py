"""The answers of many, from tables in both forms and from files, with every fault where it stands."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from omniprio.assessment import Answers, shipped_questionnaire
from omniprio.errors import InvalidArgumentError, InvalidInputError
from omniprio.io import from_survey_csv, from_survey_records, read_survey

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.io.survey_tables import Form

ASKED = shipped_questionnaire()
ANN = Answers(
    organisation="Shop A",
    group="food",
    respondent="Ann",
    date=date(2026, 5, 1),
    answers={"recognise": 3, "collect": 4.5},
)
BO = Answers(organisation="Shop A", group="food", respondent="Bo", answers={"recognise": None, "collect": 1})

WIDE = """organisation,group,respondent,date,recognise,collect
Shop A,food,Ann,2026-05-01,3,4.5
,,,,,
Shop A,food,Bo,,,1
"""
LONG = """Organisation;group;respondent;date;Question;answer
Shop A;food;Ann;2026-05-01;recognise;3
Shop A;food;Bo;;recognise;
Shop A;food;Ann;2026-05-01;collect;4,5
Shop A;food;Bo;;collect;1
"""


def told(table: str, form: Form) -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        from_survey_csv(table, ASKED, form=form)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(("table", "form"), [(WIDE, "wide"), (LONG, "long")])
def test_both_forms_say_the_same(table: str, form: Form) -> None:
    found = from_survey_csv(table.encode("utf-16"), ASKED, form=form, provenance="invented")
    assert found.answers == (ANN, BO)
    assert (found.questionnaire, found.provenance) == (ASKED, "invented")


def test_rows_of_a_data_frame_are_records() -> None:
    rows = [{"organisation": "Shop A", "date": pd.Timestamp("2026-05-01"), "recognise": 3, "collect": 4.5}]
    frame = pd.DataFrame([*rows, {"organisation": "Shop B"}])  # NaT and NaN
    found = from_survey_records(frame.to_dict("records"), ASKED, form="wide").answers  # type: ignore[arg-type]
    assert found == (
        ANN.model_copy(update={"group": "", "respondent": ""}),
        Answers(organisation="Shop B", answers={"recognise": None, "collect": None}),
    )


def test_a_label_stands_for_its_answer_in_each_language() -> None:
    table = "respondent,recognise,collect\na,Fuldt ud,not at all\n"
    assert from_survey_csv(table, ASKED, form="wide").answers[0].answers == {"recognise": 5, "collect": 1}


def test_files_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(WIDE, encoding="utf-8")
    (tmp_path / "one.json").write_text('{"respondent": "Cy", "answers": {"measure": 2}}', encoding="utf-8")
    (tmp_path / "two.json").write_text(
        json.dumps([{"respondent": "Di", "answers": {}}] * 1), encoding="utf-8"
    )
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["respondent", "date", "measure"])
    book.active.append(["Eva", date(2026, 5, 2), 4])
    book.save(tmp_path / "book.xlsx")
    names = ("wide.csv", "one.json", "two.json", "book.xlsx")
    found = read_survey([tmp_path / name for name in names], ASKED, form="wide")
    assert [one.respondent for one in found.answers] == ["Ann", "Bo", "Cy", "Di", "Eva"]
    assert found.answers[-1].date == date(2026, 5, 2)
    assert len(read_survey([tmp_path / "one.json"], ASKED).answers) == 1  # JSON says its form by itself


def test_every_fault_in_a_wide_table_is_told_by_row_and_column() -> None:
    table = "organisation,group,date,respondent,recognise,collect\n"
    table += "Shop A,food,May,Ann,6,lots\nShop A,toys,2026-05-01,Bo,1,2\n"
    labels = ", ".join(
        word for pair in ASKED.scale.labels.values() if isinstance(pair, dict) for word in pair.values()
    )
    assert told(table, "wide") == [
        "table answers, row 2, column date: is 'May'; give a date, for instance 2027-01-31",
        f"table answers, row 2, column collect: is 'lots'; give 1 to 5, or one of {labels}",
        "table answers, row 2, column recognise: is 6; give 1 to 5",
        "table answers, row 3, column group: Shop A is in several groups: food, toys; give it the same group everywhere",
    ]


def test_every_fault_in_a_long_table_is_told_by_row_and_column() -> None:
    table = "respondent,question,answer\nAnn,recognise,9\nAnn,recognise,1\nAnn,colect,1\n"
    found = told(table, "long")
    assert [fault.partition(":")[0] for fault in found] == [
        "table answers, row 3, column question",
        "table answers, row 4, column question",
        "table answers, row 2, column answer",
    ]
    assert "did you mean collect?" in found[1]


@pytest.mark.parametrize(
    ("table", "form", "says"),
    [
        ("respondent,recognise,recognise\na,1,1\n", "wide", "column recognise: stands twice"),
        ("respondent,regognise\na,1\n", "wide", "did you mean recognise?"),
        ("respondent,recognise\na,1\n", "long", "has no column question"),
        ("respondent,question,answer\na,recognise,1\n", "wide", "column question: is no column of answers"),
        ("respondent,recognise\na,1,2\n", "wide", "row 2: has no header"),
    ],
)
def test_columns_that_are_not_those_of_the_form_are_refused(table: str, form: Form, says: str) -> None:
    assert any(says in fault for fault in told(table, form)), told(table, form)


def test_the_form_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(WIDE, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"file wide.csv: .* say `wide`"):
        read_survey([tmp_path / "wide.csv"], ASKED)


def test_other_files_and_rows_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"ends in \.csv, \.xlsx or \.json"):
        read_survey([tmp_path / "answers.ods"], ASKED, form="wide")
    (tmp_path / "list.json").write_text('[{"answers": {"recognise": 9}}, {"answer": 1}, 3]', encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_survey([tmp_path / "list.json"], ASKED)
    assert {fault.path for fault in caught.value.faults} == {"file list.json"}
    with pytest.raises(InvalidArgumentError, match=r"records\[1\]"):
        from_survey_records([3], ASKED, form="wide")  # type: ignore[list-item]
