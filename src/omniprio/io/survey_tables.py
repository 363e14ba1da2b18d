"""The answers of many to a questionnaire, from one table or several files.

Two forms of tables are read, and which one it is has to be said. `wide` has a row for each time that somebody answered
and a column for each question, by its id. `long` has a row for each answer, with the columns `question` and `answer`.
Both have the columns `organisation`, `group`, `respondent` and `date` where there is something to say in them. An answer
is a number of its scale, or one of its labels in any language; a blank cell is no answer. In a long table the rows of
the same organisation, respondent and day belong together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from omniprio.assessment import Answers, Survey
from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.io.cells import BadCellError, read_cell
from omniprio.io.csv_files import csv_sheet
from omniprio.io.excel import sheets_for
from omniprio.io.headers import columns_called, folded
from omniprio.io.places import Place
from omniprio.io.sheet import Sheet, blank
from omniprio.language import sentence
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.portfolio.reading import parsed
from omniprio.spelling import hints, listed, shown, use_one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.assessment import Questionnaire
    from omniprio.assessment.survey import Scale
    from omniprio.errors import Steps
    from omniprio.io.cells import Given
    from omniprio.io.table import Record

__all__ = ["ANSWERS", "Form", "from_survey_csv", "from_survey_records", "read_survey"]

Form = Literal["wide", "long"]
"""`wide`: a row for each time that somebody answered. `long`: a row for each answer."""

_WHO = ("organisation", "group", "respondent", "date")
_QUESTION, _ANSWER = "question", "answer"
ANSWERS = "answers"
"""What the sheet is called."""


@validated
def from_survey_records(
    records: Sequence[Record], questionnaire: Questionnaire, *, form: Form, provenance: str = ""
) -> Survey:
    """Return the answers in records, such as the rows of a data frame.

    Args:
        records: Cells by the name of their column; as in pandas, NaN and NaT are blank.
        questionnaire: What was asked.
        form: Whether a record is a respondent (`wide`) or an answer (`long`).
        provenance: Where the answers come from.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with row (from 1) and column.

    >>> from omniprio.assessment import shipped_questionnaire
    >>> rows = [{"organisation": "Shop A", "recognise": 3, "collect": "i høj grad"}]
    >>> from_survey_records(rows, shipped_questionnaire(), form="wide").answers[0].answers
    {'recognise': 3.0, 'collect': 4.0}
    """
    if faults := list(_no_records(records)):
        raise InvalidArgumentError(faults)
    header = list(dict.fromkeys(column for record in records for column in record))
    rows = [[_present(record.get(column)) for column in header] for record in records]
    called = sentence("where.table", name="answers")
    sheet = Sheet(name="answers", called=called, header=header, rows=rows, first_row=1)
    return _survey(_Reading(sheet, questionnaire).entries(form), questionnaire, provenance)


def _present(cell: Given) -> Given:
    """Return a cell, None for what data frames hold where nothing is: NaN and NaT are unlike themselves."""
    return cell if cell == cell else None  # noqa: PLR0124  that is how they are known


def _no_records(records: Sequence[object]) -> Iterator[Fault]:
    for place, row in enumerate(records, start=1):
        if not isinstance(row, Mapping):
            problem = sentence("faults.is", value=shown(row))
            yield Fault(f"records[{place}]", problem, sentence("remedies.dict of cells"))


@validated
def from_survey_csv(
    document: str | bytes, questionnaire: Questionnaire, *, form: Form, provenance: str = ""
) -> Survey:
    r"""Return the answers in CSV.

    Args:
        document: The text; as bytes it is UTF-8 or, with a byte-order mark, UTF-16. Columns are separated by commas,
            semicolons (then the decimal mark is the comma) or tabulators.
        questionnaire: What was asked.
        form: Whether a row is a respondent (`wide`) or an answer (`long`).
        provenance: Where the answers come from.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with row and column.

    >>> from omniprio.assessment import shipped_questionnaire
    >>> table = "organisation;question;answer\nShop A;recognise;3,5\nShop A;collect;\n"
    >>> from_survey_csv(table, shipped_questionnaire(), form="long").answers[0].answers
    {'recognise': 3.5, 'collect': None}
    """
    sheet = csv_sheet(document, "answers", called=sentence("where.table", name="answers"))
    return _survey(_Reading(sheet, questionnaire).entries(form), questionnaire, provenance)


@validated
def read_survey(
    paths: Sequence[Path | str],
    questionnaire: Questionnaire,
    *,
    form: Form | None = None,
    provenance: str = "",
) -> Survey:
    """Read the answers in some files: tables, and what the questionnaire's HTML form saves.

    Args:
        paths: Files ending in `.csv`, `.xlsx` (the sheet `answers` beside a portfolio, else each sheet is a
            table of answers) or `.json` (the answers of
            one, or a list of them).
        questionnaire: What was asked.
        form: Whether a row of a table is a respondent (`wide`) or an answer (`long`); not needed for JSON, and where the
            columns are `question` and `answer`.
        provenance: Where the answers come from.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with file or sheet, row and column.
        MissingExtraError: There is a workbook, and the extra `excel` is not installed.
        OSError: A file cannot be read.
    """
    found: list[_Entry] = []
    for path in map(Path, paths):
        if path.suffix.lower() == ".json":
            found += _from_json(path)
            continue
        for sheet in _sheets(path):
            found += _Reading(sheet, questionnaire).entries(form or _form_of(sheet, path))
    return _survey(found, questionnaire, provenance)


def _form_of(sheet: Sheet, path: Path) -> Form:
    """Return the form of a table that only has one: with a column for questions and one for answers."""
    if {_QUESTION, _ANSWER} <= {*map(_header, sheet.header)}:
        return "long"
    called = sentence("where.file", name=path.name)
    raise InvalidInputError(
        [Fault(called, sentence("faults.form not told"), sentence("remedies.wide or long"))]
    )


def _sheets(path: Path) -> list[Sheet]:
    called = sentence("where.file", name=path.name)
    match path.suffix.lower():
        case ".csv":
            return [csv_sheet(document_in(path), "answers", called=called)]
        case ".xlsx":
            return sheets_for(path, [ANSWERS])
    remedy = sentence("remedies.CSV, xlsx or JSON")
    raise InvalidInputError([Fault("paths", sentence("faults.is", value=path.name), remedy)])


@dataclass(slots=True)
class _Entry:
    """The answers of one respondent at one time, not yet read as such.

    Attributes:
        called: Where they stand.
        data: What they hold.
        places: Where parts of them stand, by the steps to them.
        faults: What is wrong with single cells.
    """

    called: Place | str
    data: Any
    places: dict[Steps, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def told(self, fault: Fault, at: Steps) -> Fault:
        """Return a fault by the place where it stands, or by that of what it is part of."""
        place = self.places.get(at) or self.places.get(at[:1]) or self.called
        return replace(fault, path=str(place))


def _survey(found: Sequence[_Entry], questionnaire: Questionnaire, provenance: str) -> Survey:
    """Return the answers, or every fault in them by the place where it stands."""
    answers: list[Answers] = []
    entries: list[_Entry] = []
    faults = [fault for entry in found for fault in entry.faults]
    for entry in found:
        try:
            answers.append(Answers.model_validate(entry.data))
        except InvalidInputError as error:
            faults += [entry.told(fault, at) for fault in error.faults for at in fault.at[:1] or ((),)]
        else:
            entries.append(entry)
    try:
        survey = Survey(questionnaire=questionnaire, answers=answers, provenance=provenance)
    except InvalidInputError as error:
        for fault in error.faults:
            _, place, *steps = fault.at[0]
            faults.append(entries[int(place)].told(fault, tuple(steps)))
    if faults:
        raise InvalidInputError(faults)
    return survey


def _from_json(path: Path) -> list[_Entry]:
    data = parsed(document_in(path))
    called = sentence("where.file", name=path.name)
    return [_Entry(called, one) for one in (data if isinstance(data, list) else [data])]


class _Reading:
    """One table, and what was found in it so far."""

    def __init__(self, sheet: Sheet, questionnaire: Questionnaire) -> None:
        self.sheet = sheet
        self.questions = {question.id: question for question in questionnaire.questions}
        self.scales = {question.id: questionnaire.scale_of(question) for question in questionnaire.questions}
        self.labels = {name: _labels(scale) for name, scale in self.scales.items()}
        self.header = [_header(name) for name in sheet.header]
        self.found: dict[object, _Entry] = {}

    def entries(self, form: Form) -> list[_Entry]:
        """Return the answers, one for each row or for all rows of the same respondent and day.

        Raises:
            InvalidInputError: The columns are not those of the form.
        """
        needed = () if form == "wide" else (_QUESTION, _ANSWER)
        if faults := list(
            self._wrong_columns((*_WHO, *(self.questions if form == "wide" else needed)), needed)
        ):
            raise InvalidInputError(faults)
        for number, row in enumerate(self.sheet.rows, start=self.sheet.first_row):
            cells = {name: cell for name, cell in zip(self.header, row, strict=False) if not blank(cell)}
            if cells and form == "wide":
                self._wide(number, cells)
            elif cells:
                self._long(number, cells)
        return list(self.found.values())

    def _wrong_columns(self, known: Sequence[str], needed: Sequence[str]) -> Iterator[Fault]:
        like = hints((name for name in self.header if name and name not in known), known)
        for name, hint in like.items():
            remedy = sentence("remedies.remove or use", names=listed(known), hint=hint)
            yield Fault(str(self._where(0, name)), sentence("faults.no column of", table="answers"), remedy)
        for name in known:
            if self.header.count(name) > 1:
                remedy = sentence("remedies.keep one of two")
                yield Fault(str(self._where(0, name)), sentence("faults.stands twice"), remedy)
        for name in needed:
            if name not in self.header:
                remedy = sentence("remedies.add the column")
                yield Fault(str(self._where(0, "")), sentence("faults.column missing", name=name), remedy)

    def _wide(self, row: int, cells: Mapping[str, Given]) -> None:
        entry = self._entry(row, cells, key=row)
        for name in self.questions:
            if name in self.header:
                self._answer(entry, name, row, name, cells.get(name))

    def _long(self, row: int, cells: Mapping[str, Given]) -> None:
        who = tuple(str(cells.get(name, "")).strip() for name in _WHO)
        entry = self._entry(row, cells, key=who)
        question = cells.get(_QUESTION)
        name = "" if question is None else str(question).strip()
        where = self._where(row, _QUESTION)
        if name not in self.questions:
            hint = hints([name], self.questions)[name]
            remedy = use_one_of(self.questions, hint)
            entry.faults.append(Fault(str(where), sentence("faults.no question"), remedy))
        elif name in entry.data["answers"]:
            entry.faults.append(
                Fault(str(where), sentence("faults.stands twice"), sentence("remedies.keep one of two"))
            )
        else:
            self._answer(entry, name, row, _ANSWER, cells.get(_ANSWER))

    def _entry(self, row: int, cells: Mapping[str, Given], *, key: object) -> _Entry:
        """Return the answers that a row belongs to, which may begin with it."""
        if key not in self.found:
            entry = self.found[key] = _Entry(self._where(row, ""), {"answers": {}})
            for name in _WHO:
                if name in cells:
                    self._who(entry, row, name, cells[name])
            if "" in cells:
                entry.faults.append(
                    Fault(
                        str(entry.called), sentence("faults.no header"), sentence("remedies.header or clear")
                    )
                )
        return self.found[key]

    def _who(self, entry: _Entry, row: int, name: str, cell: Given) -> None:
        """Note who has answered, or when."""
        entry.places[name,] = self._where(row, name)
        try:
            read = read_cell(cell, "date" if name == "date" else "text")
        except BadCellError as error:
            entry.faults.append(Fault(str(entry.places[name,]), error.problem, error.remedy))
        else:
            entry.data[name] = read.strip() if isinstance(read, str) else read

    def _answer(self, entry: _Entry, question: str, row: int, column: str, cell: Given) -> None:
        """Note an answer as a number of its scale, None where there is none."""
        at = ("answers", question)
        entry.places[at] = self._where(row, column)
        labels, scale = self.labels[question], self.scales[question]
        written = cell.strip().casefold() if isinstance(cell, str) else ""
        try:
            said = labels[written] if written in labels else read_cell(cell, "number", self.sheet.decimals)
        except BadCellError as error:
            remedy = error.remedy
            if labels and written:
                among = listed(labels)
                bounds = {"lowest": scale.lowest, "highest": scale.highest}
                remedy = sentence("remedies.answer on the scale", **bounds, labels=among)
            entry.faults.append(Fault(str(entry.places[at]), error.problem, remedy))
        else:
            entry.data["answers"][question] = said

    def _where(self, row: int, column: str) -> Place:
        """Return where something stands; it is put into words only where something is wrong."""
        return Place(0, self.sheet.called, row, column)


def _header(cell: Given) -> str:
    """Return the name of a column; only ids of questions keep their capitals."""
    name = "" if cell is None else str(cell).strip()
    return columns_called(ANSWERS, (*_WHO, _QUESTION, _ANSWER)).get(folded(name), name)


def _labels(scale: Scale) -> dict[str, float]:
    """Return the answers that the labels of a scale stand for, in each language, without regard to case."""
    found: dict[str, float] = {}
    for answer, words in scale.labels.items():
        texts = words.values() if isinstance(words, dict) else (words,)
        found |= {one.strip().casefold(): answer for one in texts if one.strip()}
    return found
