"""Tables whose rows could be taken for headers, with a second table below them, or with totals of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from by_hand import table, told

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.io.imported import Imported


def named(found: Imported) -> list[str]:
    return [one.id for one in found.portfolio.initiatives]


def scores(found: Imported) -> list[dict[str, float]]:
    return [dict(one.scores) for one in found.portfolio.initiatives]


# --- headers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Task,Colour\nProject 1,yes\nProject 2,no\nProject 3,no\n", ["Project 1", "Project 2", "Project 3"]),
        ("Thing,Colour\nStart,yes\nStop,no\nGo,no\n", ["Start", "Stop", "Go"]),
        ("Item,Colour,Kind\nCost model,red,Budget\nStart,blue,Status\n", ["Cost model", "Start"]),
        ("Projects\nProject,Colour\nA,red\nB,blue\n", ["A", "B"]),
        ("Department,IT\nOwner,Anna\nProject,Cost\nA,500\nB,400\n", ["A", "B"]),
        ("Department,IT\nProject,Team\nA,Dev\nB,Ops\n", ["A", "B"]),
        ("Owner:,IT\nDate:,2027-01-01\nProject,Cost\nA,500\n", ["A"]),
    ],
)
def test_a_row_of_data_that_is_like_a_header_is_none(tmp_path: Path, text: str, names: list[str]) -> None:
    assert named(table(tmp_path, text)) == names


def test_a_second_table_below_the_first_is_told_and_not_read(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Cost\nCRM,100\nWeb,200\n\n\nTeam,Capacity\nDev,5\nOps,3\n")
    assert named(found) == ["CRM", "Web"]
    assert "row 6: begins a second table; there are two tables in one" in told(found)


@pytest.mark.parametrize(
    "text",
    [
        "Project,Cost,Team\nCRM,100,Dev\n\nWeb,50,Ops\n\nProject,Cost,Team\nNew,5,Dev\n",
        "Project,Owner\nCRM,Ann\n\nStart,no\nCost model,Status\nNew,Bob\n",
    ],
)
def test_rows_below_a_blank_line_are_of_the_same_table(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text)
    assert "two tables" not in told(found)
    assert named(found)[-1] == "New"


# --- totals of scores -----------------------------------------------------------------------------------------


def test_a_total_beside_its_parts_counts_alone(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Value,Strategic fit,Weighted score\nA,5,4,4.5\nB,2,3,2.5\n")
    assert scores(found) == [{"Weighted score": 4.5}, {"Weighted score": 2.5}]
    assert found.portfolio.by_id["A"].tags == {"Value": ("5",), "Strategic fit": ("4",)}
    assert "Weighted score counts alone; kept as tags: Value, Strategic fit" in told(found)


def test_a_column_that_is_the_sum_of_others_counts_alone(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Value,Impact,Score\nA,5,4,9\nB,2,3,5\nC,1,1,2\n")
    assert scores(found) == [{"Score": 9}, {"Score": 5}, {"Score": 2}]


def test_columns_that_are_no_sum_all_count(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Value,Impact,Score\nA,5,4,7\nB,2,3,6\n")
    assert scores(found) == [{"Value": 5, "Impact": 4, "Score": 7}, {"Value": 2, "Impact": 3, "Score": 6}]
    assert "alone" not in told(found)


def test_a_total_that_is_not_there_for_each_row_does_not_take_the_place_of_its_parts(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Value,Impact,Total score\nA,5,4,9\nB,2,3,\n")
    assert scores(found)[1] == {"Value": 2, "Impact": 3}


def test_weights_in_headers_count(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Value (40%),Fit (60%)\nA,5,4\nB,2,3\n")
    assert scores(found) == [{"Value (40%)": 2, "Fit (60%)": 2.4}, {"Value (40%)": 0.8, "Fit (60%)": 1.8}]
    assert "scores count with the weights that their columns say" in told(found)
    beside = table(tmp_path, "Project,Value (40%),Fit (60%),Score\nA,5,4,4.4\nB,2,3,2.6\n")
    assert scores(beside) == [{"Score": 4.4}, {"Score": 2.6}]  # 0.4 * 5 + 0.6 * 4, 0.4 * 2 + 0.6 * 3


def test_columns_of_very_different_size_are_told(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,NPV,Score\nA,250000,4\nB,30000,9\n")
    assert "NPV has numbers so much larger than Score that it decides nearly alone" in told(found)


def test_a_column_of_weights_beside_projects_in_columns_is_no_project(tmp_path: Path) -> None:
    found = table(tmp_path, "Criterion,Weight,CRM,Web\nValue,2,5,3\nRisk,1,4,4\nFit,1,2,6\n")
    assert named(found) == ["CRM", "Web"]
    assert scores(found)[0] == {"Value (50%)": 2.5, "Risk (25%)": 1, "Fit (25%)": 0.5}
    total = table(tmp_path, "Criterion,Weight,CRM,Web\nValue,40%,5,3\nEffort,60%,2,3\nTotal,,3.2,3\n")
    assert scores(total) == [{"Total": 3.2}, {"Total": 3}]


# --- what rows are part of ------------------------------------------------------------------------------------


def test_rows_that_others_are_part_of_are_headings(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Key,Title,Parent task,Start Date,End Date,Depends On\n1,Design,,2027-01-04,2027-01-29,\n"
        "2,Build,,2027-02-01,2027-03-12,1\n3,Backend,2,2027-02-01,2027-02-12,\n4,Front,Build,2027-02-15,2027-03-12,\n"
        "5,Launch,Other,2027-03-15,2027-03-19,2\n",
    )
    assert named(found) == ["1", "3", "4", "5"]
    by_id = found.portfolio.by_id
    assert [by_id[name].requires for name in ("3", "4", "5")] == [("1",), ("1",), ("3", "4")]
    assert by_id["3"].tags == {"phase": ("Build",)}
    assert by_id["5"].tags == {"Parent task": ("Other",)}
    assert "Build (2): is a heading of the rows that say they are part of it" in told(found)
    assert "not read" not in told(found)


def test_a_parent_with_an_amount_that_no_part_has_stays_and_a_circle_is_none(tmp_path: Path) -> None:
    paid = table(tmp_path, "Task,Parent,Cost\nShop,,100\nBasket,Shop,\n")
    assert named(paid) == ["Shop", "Basket"]
    assert named(table(tmp_path, "Task,Parent\nShop,Basket\nBasket,Shop\nMap,Map\n")) == [
        "Shop",
        "Basket",
        "Map",
    ]


def test_what_is_part_of_something_under_way_must_be_done_and_has_its_rank(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Key,Title,Parent,Status,Priority\n1,Shop,,in progress,1\n2,Basket,1,to do,\n3,Map,1,idea,\n4,App,,to do,2\n",
    )
    by_id = found.portfolio.by_id
    assert {name: by_id[name].decision for name in by_id} == {"2": "must", "3": "free", "4": "free"}
    assert [by_id[name].scores["Priority"] for name in ("2", "3", "4")] == [2, 2, 1]  # 1 counts most


def test_an_outline_says_what_rows_are_part_of_and_what_is_not_active_is_left_out(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Id;Aktiv;Navn;Varighed;Start;Slut;Foregående opgaver;Dispositionsniveau\n"
        "1;Ja;Platform;125 dage;ma 04-01-27;fr 25-06-27;;1\n2;Ja;Kartotek;60 dage;ma 04-01-27;fr 26-03-27;;2\n"
        "3;Ja;Webshop;65 dage;ma 29-03-27;fr 25-06-27;2AS;2\n4;Nej;Hjemmeside;5 dage;ma 29-03-27;fr 02-04-27;;1\n"
        "5;Ja;Kampagne;5 dage;ma 28-06-27;fr 02-07-27;1AS;1\n",
    )
    assert named(found) == ["2", "3", "5"]
    by_id = found.portfolio.by_id
    assert by_id["3"].tags == {"phase": ("Platform",)}
    assert [str(one) for one in by_id["5"].requires] == ["2", "3"]
    assert "Platform (1): is a heading of the rows that say they are part of it" in told(found)
    assert "Hjemmeside (4): is Aktiv: Nej; left out" in told(found)


def test_a_parent_of_which_all_parts_are_done_is_what_is_left(tmp_path: Path) -> None:
    assert named(table(tmp_path, "Task,Parent,Status\nShop,,open\nBasket,Shop,done\nMap,,open\n")) == [
        "Shop",
        "Map",
    ]
    assert named(table(tmp_path, "Task,Parent,% done\nShop,,20\nBasket,Shop,100\nMap,,0\n")) == [
        "Shop",
        "Map",
    ]
    assert named(table(tmp_path, "Task,Parent,Status\nShop,,done\nBasket,Shop,done\nMap,,open\n")) == ["Map"]
