from __future__ import annotations

import pytest
from pydantic import ValidationError

from omniprio.disc import Disc, Discipline, Level, shipped_disc
from omniprio.errors import InvalidArgumentError

DISC = Disc(
    disciplines=[
        Discipline(id="R", title={"en": "Recognition"}, levels=3, aliases=["Reach"]),
        Discipline(id="D", levels=[Level(title={"en": "collected", "da": "samlet"}), Level()], weight=2.5),
    ]
)


def test_fields_come_discipline_by_discipline_from_the_outside_in() -> None:
    assert [field.id for field in DISC] == ["R1", "R2", "R3", "D1", "D2"]
    assert list(DISC.fields) == ["R1", "R2", "R3", "D1", "D2"]
    field = DISC.fields["D2"]
    assert (field.discipline.id, field.number) == ("D", 2)


def test_a_number_stands_for_levels_without_texts() -> None:
    assert DISC.disciplines[0].rings == (Level(), Level(), Level())
    assert DISC.disciplines[1].rings[0].title == {"en": "collected", "da": "samlet"}


def test_a_field_without_a_title_is_called_by_its_discipline_and_ring() -> None:
    assert DISC.fields["D1"].title("da") == "samlet"
    assert DISC.fields["R2"].title() == "Recognition 2"


@pytest.mark.parametrize("name", ["R", "Reach"])
def test_a_discipline_is_found_by_id_and_by_alias(name: str) -> None:
    assert DISC.discipline(name).id == "R"


def test_an_unknown_discipline_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="'X', which no discipline is called; use one of R, D"):
        DISC.discipline("X")


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([{"id": "R", "levels": 1}, {"id": "R", "levels": 1}], "R, R1"),
        ([{"id": "R", "levels": 1, "aliases": ["D"]}, {"id": "D", "levels": 1}], "D"),
        ([{"id": "R", "levels": 2}, {"id": "R2", "levels": 1}], "R2"),
        ([{"id": "R", "levels": 11}, {"id": "R1", "levels": 1}], "R1, R11"),  # ring 11 of R, ring 1 of R1
    ],
)
def test_a_name_that_could_mean_two_things_is_refused(rows: list[dict[str, object]], names: str) -> None:
    with pytest.raises(ValidationError, match=f"{names} could mean two"):
        Disc.model_validate({"disciplines": rows})


def test_an_alias_that_repeats_the_id_is_harmless() -> None:
    disc = Disc(disciplines=[Discipline(id="R", levels=1, aliases=["R", "R"])])
    assert disc.discipline("R").id == "R"


@pytest.mark.parametrize(
    "row",
    [
        {"id": "R"},
        {"id": "R", "levels": 0},
        {"id": "R", "levels": []},
        {"id": "R", "levels": 101},
        {"id": "R", "levels": 1.5},
        {"id": "R", "levels": 1, "weight": -1},
        {"id": "", "levels": 1},
        {"id": "R", "levels": 1, "order": "inside out"},
    ],
)
def test_what_is_no_discipline(row: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Discipline.model_validate(row)


def test_a_disc_has_disciplines() -> None:
    with pytest.raises(InvalidArgumentError, match="disciplines has 0 entries; give at least 1"):
        Disc(disciplines=[])


def test_the_shipped_disc_has_six_disciplines_of_three_rings() -> None:
    disc = shipped_disc()
    assert len(disc.disciplines) == 6
    assert len(list(disc)) == 6 * 3
    assert Disc.model_validate_json(disc.model_dump_json()) == disc


@pytest.mark.parametrize("name", ["", "nothing"])
def test_another_name_is_no_shipped_disc(name: str) -> None:
    with pytest.raises(KeyError):
        shipped_disc(name)
