"""Whatever is large is read in a time that grows with it, or refused at once; messages stay short."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from omniprio import outside, spelling
from omniprio.base import MOST_LETTERS
from omniprio.errors import MOST_FAULTS, Fault, InvalidInputError, RuleBrokenError
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio, reading
from omniprio.portfolio.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def refused(document: object) -> InvalidInputError:
    """Return the error with which data are refused."""
    data = reading.parsed(document) if isinstance(document, str) else document
    with pytest.raises(InvalidInputError) as caught:
        Portfolio.model_validate(data)
    return caught.value


def with_initiatives(*initiatives: object, **others: object) -> dict[str, object]:
    return {"horizon": 4, "initiatives": list(initiatives), **others}


# --- files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Portfolio, Plan])
def test_a_file_is_read_no_further_than_a_document_may_be_long(
    kind: type[Portfolio | Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "MOST_BYTES", 10)
    path = tmp_path / "long.json"
    path.write_bytes(b" " * 11)
    with pytest.raises(InvalidInputError, match=r"file long\.json: is over 10 bytes"):
        kind.from_file(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("kind", [Portfolio, Plan])
def test_a_pipe_to_which_nobody_writes_is_refused_not_waited_for(
    kind: type[Portfolio | Plan], tmp_path: Path
) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(InvalidInputError, match="file pipe: is a pipe or a device"):
        kind.from_file(path)


def test_a_folder_and_a_missing_file_are_errors_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        Portfolio.from_file(tmp_path)
    with pytest.raises(FileNotFoundError):
        Portfolio.from_file(tmp_path / "missing.json")


# --- how much a document may hold ----------------------------------------------------------------------------


def test_more_values_than_a_document_may_hold_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The brackets and commas of {"horizon":4,"initiatives":[1,1,1]} are 1 + 1 + 1 + 2 = 5."""
    monkeypatch.setattr(reading, "MOST_VALUES", 4)
    with pytest.raises(InvalidInputError, match="document: holds more than 4 values; give a smaller one"):
        Portfolio.from_json('{"horizon":4,"initiatives":[1,1,1]}')
    monkeypatch.setattr(reading, "MOST_VALUES", 5)
    assert len(refused('{"horizon":4,"initiatives":[1,1,1]}').faults) == 3


@pytest.mark.slow
def test_there_are_at_most_100_000_initiatives() -> None:
    (fault,) = refused(with_initiatives(*({"id": str(number)} for number in range(100_001)))).faults
    assert str(fault) == "initiatives: has 100,001 entries; give at most 100,000"


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("title", with_initiatives(title="x" * (MOST_LETTERS + 1))),
        ("title.da", with_initiatives(title={"da": "x" * (MOST_LETTERS + 1)})),
        (
            "initiatives[a].description",
            with_initiatives({"id": "a", "description": "x" * (MOST_LETTERS + 1)}),
        ),
        ("initiatives[a].owner", with_initiatives({"id": "a", "owner": "x" * (MOST_LETTERS + 1)})),
    ],
)
def test_a_text_has_at_most_as_many_letters_as_a_cell_of_a_workbook(
    path: str, document: dict[str, object]
) -> None:
    assert str(refused(document).faults[0]) == f"{path}: is '{'x' * 60}…'; give at most 32,767 characters"
    shorter = str(document).replace("x" * (MOST_LETTERS + 1), "x" * MOST_LETTERS)
    assert shorter.count("x") == MOST_LETTERS
    assert Portfolio.from_json(shorter.replace("'", '"')).periods == 4


# --- faults --------------------------------------------------------------------------------------------------


def test_the_first_hundred_faults_are_told_and_the_rest_counted() -> None:
    """250 unknown keys: 100 are told, 250 - 100 = 150 are counted; as data all are there."""
    error = refused(with_initiatives(*({"id": f"i{number}", "colour": 1} for number in range(250))))
    first, *lines = str(error).split("\n")
    assert first == "250 faults in the input:"
    assert (
        lines[0] == "- initiatives[i0].colour: is no part of an initiative; remove it or correct its spelling"
    )
    assert lines[100:] == ["and 150 more"]
    assert len(error.faults) == 250
    assert not error.more


@pytest.mark.slow
def test_no_more_faults_are_kept_than_can_be_read() -> None:
    """Of 12,000 unknown ids 10,000 are kept, and it is said that there are more."""
    error = refused(
        with_initiatives(*({"id": f"i{number}", "requires": [f"x{number}"]} for number in range(12_000)))
    )
    assert str(error).startswith(
        "more than 10,000 faults in the input:\n- initiatives[i0].requires: x0 is no"
    )
    assert str(error).endswith("\nand more than 9,900 more")
    assert len(error.faults) == MOST_FAULTS
    assert error.more


@pytest.mark.slow
def test_where_too_much_is_wrong_in_form_the_first_entries_are_told() -> None:
    """20,000 entries are no initiatives; 1,000 of each list are looked at again."""
    error = refused(with_initiatives(*[1] * 20_000))
    assert error.more
    assert [fault.path for fault in error.faults] == [f"initiatives[{place}]" for place in range(1, 1_001)]


def test_what_is_cut_to_be_looked_at_again_is_not_told_to_be_missing() -> None:
    entry = {**{f"key {number}": 1 for number in range(20_000)}, "id": "late"}
    error = refused(with_initiatives(entry))
    assert error.more
    assert {fault.problem for fault in error.faults} == {"is no part of an initiative"}


def test_where_the_first_entries_are_sound_it_is_said_that_too_much_is_wrong() -> None:
    sound: list[object] = [{"id": f"i{number}"} for number in range(1_000)]
    (fault,) = refused(with_initiatives(*sound, *[1] * 20_000)).faults
    assert fault.problem == "has more than 10,000 values that are wrong"


def test_each_part_of_a_fault_is_cut_at_a_thousand_letters() -> None:
    fault = Fault("p" * 2_000, "short", "r" * 1_000)
    assert fault.path == "p" * 999 + "…"
    assert (fault.problem, fault.remedy) == ("short", "r" * 1_000)


def test_a_long_key_is_not_told_in_full() -> None:
    (fault,) = refused(with_initiatives({"id": "a", "k" * 5_000: 1})).faults
    assert fault.path == f"initiatives[a].{'k' * 200}…"


def test_many_broken_rules_are_counted() -> None:
    error = RuleBrokenError(f"rule {number}" for number in range(300))
    assert str(error).endswith("- rule 99\nand 200 more")
    assert len(error.broken) == 300


def test_many_keys_given_twice_are_not_all_told() -> None:
    with pytest.raises(InvalidInputError, match=r"document: holds 'k0', 'k1', .*, 'k29' … twice"):
        Portfolio.from_json("{" + ",".join(f'"k{number}":1,"k{number}":1' for number in range(60)) + "}")


# --- circles and chains --------------------------------------------------------------------------------------


def circle_of(count: int) -> dict[str, object]:
    return with_initiatives(
        *({"id": f"i{number}", "requires": [f"i{(number + 1) % count}"]} for number in range(count))
    )


@pytest.mark.slow
def test_a_long_circle_is_told_by_its_beginning_its_length_and_its_end() -> None:
    """i0 to i2999 and i0 again: 3,001 names, of which 5 + 1 are told and 3,001 - 6 = 2,995 counted."""
    (fault,) = refused(circle_of(3_000)).faults
    assert fault.problem == (
        "goes in a circle: i0 requires i1 requires i2 requires i3 requires i4 requires (2,995 more) requires i0"
    )


def test_a_circle_that_can_be_read_is_spelled_out() -> None:
    (fault,) = refused(circle_of(11)).faults
    assert fault.problem.count("requires") == 11


def test_the_shortest_circle_through_the_first_is_told() -> None:
    document = with_initiatives(
        {"id": "a", "requires": ["b", "c"]},
        {"id": "b", "requires": ["d"]},
        {"id": "d", "requires": ["a"]},
        {"id": "c", "requires": ["a"]},
    )
    (fault,) = refused(document).faults
    assert fault.problem == "goes in a circle: a requires c requires a"


def test_long_chains_to_a_never_are_told_short() -> None:
    """300 musts in a chain: the first is told with 301 names, 5 + 1 of them in full, and the last with 2."""
    chain = [
        {"id": f"i{number}", "decision": "must", "requires": [f"i{number + 1}"]} for number in range(300)
    ]
    faults = refused(with_initiatives(*chain, {"id": "i300", "decision": "never"})).faults
    assert faults[0].problem == (
        "is must, but i0 requires i1 requires i2 requires i3 requires i4 requires (295 more) requires i300, which is never"
    )
    assert faults[-1].problem == "is must, but i299 requires i300, which is never"


# --- what grows with the square ------------------------------------------------------------------------------


def test_no_more_names_are_compared_than_a_second_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 unknown names against 10,000 known ones would be 200,000 comparisons; 4 of them are compared: 40,000."""
    compared: list[int] = []

    def count(_name: str, known: Sequence[str], **_: object) -> list[str]:
        compared.append(len(known))
        return []

    monkeypatch.setattr(spelling, "get_close_matches", count)
    spelling.hints([f"x{number}" for number in range(20)], [f"i{number}" for number in range(10_000)])
    assert compared == [10_000] * 4


@pytest.mark.parametrize(
    "document",
    [
        with_initiatives(start={f"x{number}": 1 for number in range(30)}),
        with_initiatives(
            budgets={f"b{number}": {"total": 1, "owners": [f"x{number}"]} for number in range(30)}
        ),
        with_initiatives(*({"id": f"i{number}", f"k{number}": 1} for number in range(30))),
        with_initiatives(*({"id": f"i{number}", "advances": {f"k{number}": 1}} for number in range(30))),
    ],
    ids=["start", "owners", "keys", "fields"],
)
def test_spelling_is_compared_for_twenty_names_of_a_kind_wherever_they_stand(
    document: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def count(name: str, _known: Sequence[str], **_: object) -> list[str]:
        compared.append(name)
        return []

    monkeypatch.setattr(spelling, "get_close_matches", count)
    assert len(refused(document).faults) == 30
    assert len(compared) == 20


def test_what_cannot_be_read_is_looked_up_not_searched_for() -> None:
    unread = frozenset({("initiatives", "a", "cost"), ("groups",), ("disc", "disciplines", "R", "levels")})
    draft = Draft(Portfolio(horizon=1, initiatives=()), unread)
    assert draft.doubts("initiatives")
    assert draft.doubts("initiatives", "a")
    assert draft.doubts("initiatives", "*", "cost")
    assert draft.doubts("groups", "g", "id")
    assert draft.doubts("groups", "*", "id")
    assert draft.doubts("disc")
    assert not draft.doubts("initiatives", "b")
    assert not draft.doubts("initiatives", "*", "duration")
    assert not draft.doubts("horizon")


# --- figures -------------------------------------------------------------------------------------------------


def test_a_long_word_in_a_figure_is_measured_some_ten_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Halving 1,000 letters takes 10 steps; one more looks whether all of it fits, and no letter beyond is looked at."""
    measure = pytest.importorskip("omniprio.plots.rows")
    looks: list[str] = []

    def wide(words: str, _size: float, *, bold: bool = False) -> float:
        looks.append(words)
        return len(words) + bold

    monkeypatch.setattr(measure, "inches", wide)
    assert measure.wrapped("x" * 32_000, 8, 10) == ["x" * 9 + "…"]
    assert len(looks) <= 11
    assert max(map(len, looks)) <= 1_001


def test_a_line_is_cut_where_it_just_fits() -> None:
    measure = pytest.importorskip("omniprio.plots.rows")
    (line,) = measure.wrapped("unmistakably", 8, 0.5)
    assert measure.inches(line, 8) <= 0.5 < measure.inches(f"{line[:-1]}{'unmistakably'[len(line) - 1]}…", 8)
