"""Files that are large or lopsided: read in a time that grows with them, or refused at once."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniprio import dependency_graph
from omniprio.base import MOST_LETTERS
from omniprio.errors import InvalidInputError
from omniprio.forward_pass import _Pass
from omniprio.io import csv_files as text_of_csv
from omniprio.io import excel, places
from omniprio.io.csv_files import csv_text
from omniprio.io.formats import format_of
from omniprio.io.imported import Note, imported
from omniprio.io.jira import from_jira
from omniprio.io.msproject_read import from_msproject
from omniprio.io.msproject_values import value
from omniprio.io.safe_xml import parsed_xml
from omniprio.io.tables import from_tables
from omniprio.portfolio import Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.errors import Steps


def project(*tasks: str) -> str:
    return f"<Project><Tasks>{''.join(tasks)}</Tasks></Project>"


def task(uid: int, name: str = "Web", more: str = "") -> str:
    return f"<Task><UID>{uid}</UID><ID>7</ID><Name>{name}</Name><Duration>PT8H0M0S</Duration>{more}</Task>"


# --- Microsoft Project ---------------------------------------------------------------------------------------


def test_tasks_of_one_number_are_refused_at_once() -> None:
    with pytest.raises(
        InvalidInputError, match="Project: has 3 tasks with the UID 5; export it again"
    ) as caught:
        from_msproject(project(task(5, "a"), task(5, "b"), task(5, "c"), task(6, "d")))
    assert len(caught.value.faults) == 1


def test_names_and_numbers_given_again_and_again_are_counted() -> None:
    found = from_msproject(project(*(task(uid) for uid in range(1, 6)))).portfolio
    assert list(found.by_id) == ["Web", "Web (7)", "Web (7) 2", "Web (7) 3", "Web (7) 4"]


def test_an_id_that_is_already_numbered_is_not_taken_twice() -> None:
    names = ("Web", "Web (7)", "Web")  # the third would be numbered as the second is called
    found = from_msproject(project(*(task(uid, name) for uid, name in enumerate(names, start=1)))).portfolio
    assert len(found.by_id) == 3


def test_the_parts_of_an_element_are_walked_once_however_often_they_are_asked_for() -> None:
    element = parsed_xml("<Project><A> 1 </A><A>2</A><B/></Project>", root="Project")
    assert [value(element, tag) for tag in "ABC"] == ["1", "", ""]
    element.clear()
    assert value(element, "A") == "1"


def test_a_text_that_a_portfolio_does_not_hold_is_cut_with_a_note() -> None:
    found = from_msproject(project(task(1, more=f"<Notes>{'x' * (MOST_LETTERS + 1)}</Notes>")))
    assert found.portfolio.by_id["Web"].description == "x" * (MOST_LETTERS - 1) + "…"
    assert str(found.notes[-1]) == "Web: has a description of 32,768 characters; read up to 32,767"


def test_notes_on_one_thing_are_joined_and_cut() -> None:
    """1,000 notes of 40 letters with ". " in between: 42,000 - 2 letters, of which 32,766 and an ellipsis stay."""
    notes = [Note(where="Task 1", text=f"{number:040}") for number in range(1_000)]
    found = imported({"horizon": 1}, [], notes)
    text = str(found.portfolio.provenance["Task 1"])
    assert text.startswith(f"{0:040}. {1:040}. ")
    assert (len(text), text[-1]) == (MOST_LETTERS, "…")
    assert len(found.notes) == 1_000


# --- Jira and CSV --------------------------------------------------------------------------------------------


def test_columns_that_are_not_read_are_named_as_far_as_they_can_be_read() -> None:
    header = ",".join(f"c{number}" for number in range(100))
    found = from_jira(f"Issue key,{header}\nA-1\n", horizon=1)
    (note,) = (note for note in found.notes if note.where == "columns")
    assert note.text.endswith("c29 …")


def test_a_table_has_no_more_cells_than_may_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_of_csv, "_MOST_CELLS", 6)
    assert len(csv_text("a,b\n1,2\n3,4\n", called="document", widest=9).rows) == 3
    with pytest.raises(InvalidInputError, match="has more than 100,000 rows, 9 columns or 6 cells"):
        csv_text("a,b\n1,2\n3,4\n5,6\n", called="document", widest=9)


def test_a_fault_of_a_name_is_looked_up_among_the_rows_not_searched_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """300 rows of one initiative, each with an unknown id: 300 faults are looked up, each by its own steps."""
    looked_up: list[Steps] = []
    at = places.Places._at  # noqa: SLF001  what is counted

    def counted(self: places.Places, steps: Steps) -> list[places.Place]:
        looked_up.append(steps)
        return at(self, steps)

    monkeypatch.setattr(places.Places, "_at", counted)
    rows = [{"initiative": "a", "of": f"x{number}"} for number in range(300)]
    with pytest.raises(InvalidInputError) as caught:
        from_tables({"initiatives": [{"id": "a"}], "requires": rows}, horizon=4)
    assert [fault.path for fault in caught.value.faults] == [
        f"table requires, row {row}, column of" for row in range(1, 301)
    ]
    assert looked_up == [("initiatives", 0, "requires", number) for number in range(300)]


@pytest.mark.slow
def test_tables_say_too_that_there_are_more_faults_than_are_told() -> None:
    rows = [{"id": f"i{number}", "requires": f"x{number}"} for number in range(10_001)]
    with pytest.raises(InvalidInputError, match="more than 10,000 faults") as caught:
        from_tables({"initiatives": rows}, horizon=4)
    assert caught.value.more


def test_a_name_too_long_for_the_system_has_a_format_all_the_same() -> None:
    assert format_of(Path("x" * 300 + ".json")).name == "json"


# --- workbooks -----------------------------------------------------------------------------------------------


def archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


def test_styles_beyond_those_a_workbook_can_have_are_refused_unread(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    path = tmp_path / "styles.xlsx"
    path.write_bytes(archive({"xl/styles.xml": b"<xf/>" * 100_001}))
    with pytest.raises(InvalidInputError, match="has more than 100,000 styles, names and other elements"):
        excel.read_excel(path)


def test_cells_do_not_count_as_styles(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    path = tmp_path / "a.xlsx"
    path.write_bytes(archive({"xl/worksheets/sheet1.xml": b"<c/>" * 100_001}))
    with pytest.raises(InvalidInputError, match="is damaged"):
        excel.read_excel(path)


@pytest.mark.slow
def test_an_archive_of_too_many_parts_is_refused_unread(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    path = tmp_path / "a.xlsx"
    path.write_bytes(archive({f"part {number}": b"" for number in range(10_001)}))
    with pytest.raises(InvalidInputError, match=r"file a\.xlsx: has more than 10,000 parts"):
        excel.read_excel(path)


# --- the graph -----------------------------------------------------------------------------------------------


def looked_at(monkeypatch: pytest.MonkeyPatch, portfolio: Portfolio) -> tuple[dict[str, int | None], int]:
    """Return the earliest starts by time, and how often an initiative was looked at for them."""
    looks = []
    true = _Pass._is_ready  # noqa: SLF001  what is counted

    def counted(self: _Pass, name: str, *more: object) -> bool:
        looks.append(name)
        return true(self, name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(_Pass, "_is_ready", counted)
    return dependency_graph.earliest_starts(portfolio, by_money=False), len(looks)


def test_what_many_need_has_each_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Initiative(id="first", advances={"R2": 0.5}, duration=2)
    waiting = [Initiative(id=f"i{number}", needs={"R2": 0.5}) for number in range(200)]
    starts, looks = looked_at(monkeypatch, Portfolio(horizon=4, initiatives=(first, *waiting)))
    assert set(starts.values()) == {1, 3}
    # In period 1 all 201 and, once it has a start, the first alone again; in period 3 the 200 that waited.
    assert looks == 201 + 1 + 200


@pytest.mark.parametrize("in_order", [True, False])
def test_a_long_chain_of_needs_is_gone_through_once(
    monkeypatch: pytest.MonkeyPatch, *, in_order: bool
) -> None:
    """Each brings a hundredth of R2, and the next one needs what those before it bring."""
    chain = [
        Initiative(id=f"i{n}", advances={"R2": 0.01}, needs={"R2": n / 100} if n else {}) for n in range(100)
    ]
    chain = chain if in_order else chain[::-1]
    starts, looks = looked_at(monkeypatch, Portfolio(horizon=100, initiatives=chain))
    assert starts == {f"i{n}": n + 1 for n in range(100)}
    # In period 1 all 100, and the first once more when the others are left out; then one in each of 99 periods.
    assert looks == 100 + 1 + 99


def test_needs_that_wait_for_each_other_do_not_climb_through_all_periods(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = [
        Initiative(id="a", advances={"R2": 0.5}, needs={"D2": 0.5}),
        Initiative(id="b", advances={"D2": 0.5}, needs={"R2": 0.5}),
    ]
    starts, looks = looked_at(monkeypatch, Portfolio(horizon=500, initiatives=pair))
    assert (starts, looks) == ({"a": None, "b": None}, 2)
