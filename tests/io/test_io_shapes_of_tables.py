"""Tables of other shapes: projects in columns, both ends of a span in one cell, labels of groups, budgets beside them, durations in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from by_hand import one_off

from omniprio import prioritise
from omniprio.errors import InvalidInputError
from omniprio.io import preset_for, read_table
from omniprio.io.calendar_days import DAYS
from omniprio.io.durations import duration_in
from omniprio.io.table_days import Days
from omniprio.language import Sentence, Speaker

if TYPE_CHECKING:
    import io
    from pathlib import Path

    from openpyxl import Workbook

    from omniprio.io.imported import Imported


def saved(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def table(folder: Path, text: str) -> Imported:
    return read_table(saved(folder, text))


def told(found: Imported) -> str:
    return "\n".join(map(str, found.notes))


# --- durations in words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("half a year", 6),
        ("et halvt år", 6),
        ("ein halbes Jahr", 6),
        ("½ år", 6),
        ("1/2 år", 6),
        ("et halvår", 6),
        ("a quarter", 3),
        ("et kvartal", 3),
        ("1½ måned", 1.5),
        ("1 1/2 months", 1.5),
        ("halvandet år", 18),
        ("anderthalb Jahre", 18),
        ("two and a half years", 30),
        ("to og en halv måned", 2.5),
        ("1 år og 6 mdr.", 18),
        ("2 years, 3 months", 27),
        ("three months", 3),
        ("6-month", 6),
    ],
)
def test_a_duration_in_words_is_one_in_figures(words: str, months: float) -> None:
    found = duration_in(words)
    assert found
    assert float(found.days / DAYS["month"]) == months
    assert not found.about


def test_thousands_of_days_are_not_parts_of_one() -> None:
    found = [duration_in(words) for words in ("1.200 dage", "1,200 days", "0.125 days")]
    assert [float(one.days) for one in found if one] == [1200, 1200, 0.125]


@pytest.mark.parametrize("words", ["3", "half", "three", "three-four months", "months", "3 apples", "x" * 70])
def test_what_is_no_duration_with_a_unit_is_none(words: str) -> None:
    assert duration_in(words) is None


def test_durations_in_words_are_planned_and_rough_ones_are_told(tmp_path: Path) -> None:
    found = table(tmp_path, "Projekt;Varighed\nBro;et halvt år\nSti;ca. 2 måneder\nVej;halvandet år\n")
    assert [one.duration for one in found.portfolio.initiatives] == [6, 2, 18]
    assert found.portfolio.calendar.unit == "month"  # in which all are whole
    assert "column Varighed: holds durations that are only about right, such as 'ca. 2 måneder'" in told(
        found
    )


def test_a_duration_that_is_not_known_is_refused_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as refused:
        table(tmp_path, "Project,Duration\nBridge,two summers\nRoad,3 months\n")
    assert [str(fault) for fault in refused.value.faults] == [
        "file table.csv, row 2, column Duration: is 'two summers'; give a number of periods, or one with a unit, as 3 months"
    ]


# --- both ends of a span in one cell --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Jan-Mar 2027", "2027-01-01", "2027-03-31"),
        ("jan.-marts 2027", "2027-01-01", "2027-03-31"),
        ("april til juni 2027", "2027-04-01", "2027-06-30"),
        ("Nov 2027 - Feb 2028", "2027-11-01", "2028-02-29"),
        ("Q1-Q2 2027", "2027-01-01", "2027-06-30"),
        ("Q1-3 2027", "2027-01-01", "2027-09-30"),
        ("2027 Q1-Q2", "2027-01-01", "2027-06-30"),
        ("1.-2. kvartal 2027", "2027-01-01", "2027-06-30"),
        ("2027-2028", "2027-01-01", "2028-12-31"),
        ("uge 10-14 2027", "2027-03-08", "2027-04-11"),
        ("01.01.2027 - 31.03.2027", "2027-01-01", "2027-03-31"),
        ("1.1.-31.3.2027", "2027-01-01", "2027-03-31"),
        ("2027-01-01/2027-03-31", "2027-01-01", "2027-03-31"),
        ("Q1+Q2 2027", "2027-01-01", "2027-06-30"),
    ],
)
def test_a_cell_may_name_both_ends(words: str, first: str, last: str) -> None:
    found = Days([], ("%Y-%m-%d",)).of(words)
    assert found
    assert (str(found.first), str(found.last), found.two_ends) == (first, last, True)


@pytest.mark.parametrize("words", ["Mar-Jan 2027", "Nov-Feb 2028", "Jan 2027 -", "a-b", "2027-"])
def test_a_span_that_ends_before_it_begins_or_has_one_end_is_none(words: str) -> None:
    assert Days([], ("%Y-%m-%d",)).of(words) is None


def test_a_day_with_signs_between_is_no_span() -> None:
    found = Days([], ("%Y-%m-%d",)).of("01-03-2027")
    assert found
    assert (str(found.first), found.two_ends) == ("2027-03-01", False)


@pytest.mark.parametrize("header", ["Period", "Tidsplan", "Zeitraum", "Start", "Whenever"])
def test_one_column_of_spans_says_when_work_is_done(tmp_path: Path, header: str) -> None:
    found = table(tmp_path, f"Project;{header};Cost\nBridge;Jan-Mar 2027;90\nRoad;Q2 2027 - Q3 2027;10\n")
    bridge, road = found.portfolio.initiatives
    assert (bridge.earliest_start, bridge.duration, bridge.due) == (None, 3, 3)  # in months
    assert (road.earliest_start, road.duration, road.due) == (4, 6, 9)
    assert f"{header} = when the work is done" in told(found)


def test_a_single_quarter_in_a_column_of_periods_is_filled(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Period\nBridge,Q1-Q2 2027\nRoad,Q3 2027\nPath,some time\n")
    assert [one.duration for one in found.portfolio.initiatives] == [6, 3, 1]
    assert "Path: has 'some time' as Period, which is no date; left out" in told(found)


def test_a_column_of_quarters_under_a_header_that_is_not_known_says_when_work_is_done(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Quarter\nA,Q1 2027\nB,Q2 2027\nC,Q2-Q3 2027\n")
    assert [one.earliest_start for one in found.portfolio.initiatives] == [None, 4, 4]  # in months
    assert [one.duration for one in found.portfolio.initiatives] == [3, 3, 6]
    years = table(tmp_path, "Project,Founded\nA,1998\nB,2004\n")
    assert "columns: not read: Founded" in told(years)


def test_costs_of_a_first_and_a_second_year_are_added_up(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Year 1 cost,Year 2 cost\nA,10,20\nB,5,5\n")
    assert [one.cost for one in found.portfolio.initiatives] == [30, 10]


def test_amounts_below_a_span_of_years_are_not_added_to_those_of_the_years(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,2027,2028,2027-2028\nBridge,10,20,30\nRoad,1,2,3\n")
    assert one_off(found.portfolio) == [30, 3]  # 10 + 20, 1 + 2


# --- labels of groups -----------------------------------------------------------------------------------------

GROUPS = "Area,Sub,Project,Cost\nSales,IT,CRM,5\n,,Shop,3\n,Web,App,2\nStock,,Robot,1\n,,Scanner,1\n"


def test_a_label_in_the_first_row_of_a_group_is_that_of_all_its_rows(tmp_path: Path) -> None:
    found = table(tmp_path, GROUPS)
    tags = {
        one.id: {kind: [*words] for kind, words in one.tags.items()} for one in found.portfolio.initiatives
    }
    sales = {"Area": ["Sales"]}
    assert tags["CRM"] == tags["Shop"] == sales | {"Sub": ["IT"]}
    assert tags["App"] == sales | {"Sub": ["Web"]}
    assert tags["Robot"] == tags["Scanner"] == {"Area": ["Stock"]}  # a new group has no label of the last one
    assert (
        "column Area: has a label in the first row of each group only; read for the rows below it too"
        in told(found)
    )


def test_merged_cells_of_a_workbook_are_labels_of_groups(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Team", "Project"], ["IT", "CRM"], [None, "Shop"], ["Web", "App"], [None, "Kiosk"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:A5")
    book.save(tmp_path / "book.xlsx")
    found = read_table(tmp_path / "book.xlsx")
    assert [one.tags["team"] for one in found.portfolio.initiatives] == [("IT",), ("IT",), ("Web",), ("Web",)]


def test_where_each_row_says_its_own_label_a_blank_one_is_blank(tmp_path: Path) -> None:
    found = table(tmp_path, "Area,Project\nSales,CRM\nSales,Shop\n,App\nStock,Robot\n")
    assert "Area" not in found.portfolio.by_id["App"].tags


def test_a_second_column_of_teams_is_labels(tmp_path: Path) -> None:
    found = table(tmp_path, "Projekt;Team;Afdeling\nBro;IT;Nord\nSti;Web;Syd\n")
    assert found.portfolio.by_id["Bro"].tags == {"team": ("IT",), "Afdeling": ("Nord",)}


# --- budgets beside a table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Portfolio,,\nBudget,1000,\n,,\nProject,Cost,Benefit\nA,500,900\nB,300,800\nC,400,200\n",
        "Samlet budget: 1.000;;\nProjekt;Omkostning;Gevinst\nA;500;900\nB;300;800\nC;400;200\n",
        "Project,Cost,Benefit\nA,500,900\nB,300,800\nC,400,200\nTotal,1200,1900\nBudget,1000,\n",
        "Total budget available: 1000,,\nProject,Cost,Benefit\nA,500,900\nB,300,800\nC,400,200\n",
    ],
)
def test_a_budget_above_or_below_the_table_is_what_all_may_cost(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text)
    assert found.portfolio.budget == 1000
    assert [*found.portfolio.by_id] == ["A", "B", "C"]
    assert "1,000; read as what all may cost together" in told(found)
    assert prioritise(found.portfolio).cost <= 1000


def test_a_budget_in_another_unit_is_counted_in_that_of_the_costs(tmp_path: Path) -> None:
    text = "Budget;;1,5 mio. kr.\n\nProjekt;Pris (t.kr.);Gevinst (t.kr.)\nA;500;900\nB;800;1200\n"
    found = table(tmp_path, text)
    assert (found.portfolio.budget, found.portfolio.currency) == (1500, "t.kr.")  # thousands


def test_several_budgets_or_one_in_another_currency_are_left_out_by_name(tmp_path: Path) -> None:
    two = table(tmp_path, "Budget 2027: 500,\nBudget 2028: 500,\nProject,Cost\nA,500\nB,800\n")
    assert two.portfolio.budget is None
    assert "is a budget, Budget 2027, beside another" in told(two)
    other = table(tmp_path, "Budget: 500 USD,\nProject,Cost\nA,500 EUR\nB,800 EUR\n")
    assert other.portfolio.budget is None


def test_a_budget_that_is_not_enough_and_cannot_be_kept_is_left_out_with_what_to_do(tmp_path: Path) -> None:
    found = table(tmp_path, "Budget,1000\nProject,Cost\nA,500\nB,800\n")
    assert found.portfolio.budget is None
    assert "projects: cost more than the budget of 1,000 together" in told(found)  # 500 + 800
    assert len(prioritise(found.portfolio).schedule) == 2


# --- projects in columns --------------------------------------------------------------------------------------

TURNED = ",CRM,Shop,App\nBudget,500,300,200\nStart,2027-01-01,2027-04-01,2027-07-01\nSlut,2027-03-31,2027-06-30,2027-12-31\nDepends on,,CRM,Shop\n"


@pytest.mark.parametrize("above", ["", "Portfolio 2027,,,\n,,,\n", "Budget,1000\n"])
def test_a_table_with_a_column_for_each_project_is_turned(tmp_path: Path, above: str) -> None:
    found = table(tmp_path, above + TURNED)
    crm, shop, app = found.portfolio.initiatives
    assert [one.id for one in (crm, shop, app)] == ["CRM", "Shop", "App"]
    assert (crm.cost, crm.duration, shop.earliest_start, app.duration) == (500, 3, 4, 6)  # in months
    assert (shop.requires, app.requires) == (("CRM",), ("Shop",))
    assert "has a column for each project; read with rows and columns exchanged" in told(found)


def test_that_a_table_was_turned_is_said_in_danish_too(tmp_path: Path) -> None:
    (note,) = [one for one in table(tmp_path, TURNED).notes if "exchanged" in one.text]
    assert isinstance(note.where, Sentence)
    assert note.where.fact is not None
    assert Speaker("da").say(note.where.fact) == "filen table.csv"


def test_a_turned_table_may_name_its_names_and_have_totals(tmp_path: Path) -> None:
    found = table(tmp_path, "Projekt;Bro;Vej;I alt\nPris (t.kr.);500;300;800\nVarighed;3 mdr.;2 mdr.;\n")
    bridge, road = found.portfolio.initiatives
    assert (bridge.cost, bridge.duration, road.duration, found.portfolio.calendar.unit) == (
        500,
        3,
        2,
        "month",
    )
    assert "row 4: is a total; left out" in told(found)  # the fourth column


def test_names_that_begin_as_headers_do_are_names(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Kriterie;Projekt A;Projekt B\nBudget;500;300\nNytteværdi;5;3\nVarighed;et halvt år;3 mdr.\n",
    )
    one, other = found.portfolio.initiatives
    assert (one.id, one.cost, one.duration) == ("Projekt A", 500, 6)  # in months
    assert (other.id, other.cost, other.duration) == ("Projekt B", 300, 3)


def test_a_fault_in_a_turned_table_says_that_it_was_turned(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as refused:
        table(tmp_path, "Project,A,B\nCost,1,many\nDuration,1,2\nOwner,x,y\n")
    assert str(refused.value.faults[0]).startswith(
        "file table.csv with rows and columns exchanged, row 3, column Cost: is 'many'"
    )


def test_the_preset_of_a_turned_table_reads_it(tmp_path: Path) -> None:
    path = saved(tmp_path, TURNED)
    assert (
        read_table(path, preset=preset_for(path)).portfolio.initiatives
        == read_table(path).portfolio.initiatives
    )


def test_projects_that_are_called_like_headers_do_not_turn_a_table(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Cost\nBudget process,1\nStatus,2\nOwner,3\n")
    assert [*found.portfolio.by_id] == ["Budget process", "Status", "Owner"]


# --- what is done, and which column has the names -------------------------------------------------------------


@pytest.mark.parametrize(
    "column",
    ["Finished date,2020-01-02,", "Faktisk slut,2020-01-02,", "Completed,Yes,No", "Completed,100 %,0 %"],
)
def test_what_a_column_says_is_done_is_not_planned_again(tmp_path: Path, column: str) -> None:
    header, done, still_open = column.split(",")
    found = table(tmp_path, f"Project;{header};Cost\nA;{done};1\nB;{still_open};2\n")
    assert [*found.portfolio.by_id] == ["B"]
    assert "A: " in told(found)


def test_a_day_after_today_is_not_done_and_what_is_no_day_is_refused(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Actual finish,Cost\nA,2020-01-02,1\nC,2090-01-01,2\n")
    assert [*found.portfolio.by_id] == ["C"]
    assert (
        "C: is complete on 2090-01-01, after today, as the column Actual finish says; planned as open"
        in told(found)
    )
    with pytest.raises(InvalidInputError, match="give a share such as 60 %, yes or no, or the day"):
        table(tmp_path, "Project,Completed\nA,yes\nB,no\nC,almost\n")


def test_a_table_in_which_all_is_done_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as refused:
        table(tmp_path, "Project,Status\nA,Done\nB,Done\n")
    assert [str(fault) for fault in refused.value.faults] == [
        (
            "file table.csv: has only projects that are done or are not to be done, so that nothing is left to plan; "
            "give a table with projects that are open, or change what says that they are done"
        )
    ]


def test_of_several_columns_of_names_the_one_that_tells_rows_apart_is_the_name(tmp_path: Path) -> None:
    text = "Programme,Project,Task,Cost\nX,P1,a,1\nX,P1,b,1\nX,P2,c,2\nX,P2,d,2\n"
    found = table(tmp_path, text)
    assert [*found.portfolio.by_id] == ["a", "b", "c", "d"]
    assert found.portfolio.by_id["c"].tags["Project"] == ("P2",)


@pytest.mark.parametrize(("cost", "times"), [(90, 1), ("=80+10", 2)])
def test_a_workbook_without_formulas_is_parsed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cost: object, times: int
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Project", "Cost"])
    sheet.append(["Bridge", cost])
    book.save(tmp_path / "book.xlsx")
    loaded: list[object] = []
    load = openpyxl.load_workbook

    def counted(document: io.BytesIO, **options: bool) -> Workbook:
        loaded.append(1)
        return load(document, **options)

    monkeypatch.setattr(openpyxl, "load_workbook", counted)
    if times == 1:
        assert read_table(tmp_path / "book.xlsx").portfolio.by_id["Bridge"].cost == 90
    else:
        with pytest.raises(InvalidInputError, match="a formula that was not calculated"):
            read_table(tmp_path / "book.xlsx")
    assert len(loaded) == times


@pytest.mark.parametrize("text", ["Title\nCost\nDuration\n", "Navn;\nPris;\nVarighed;\n"])
def test_words_below_each_other_with_nothing_behind_them_are_no_turned_table(
    tmp_path: Path, text: str
) -> None:
    path = saved(tmp_path, text)
    preset_for(path)
    found = table(tmp_path, text)
    assert "turned" not in told(found)


def test_names_that_all_begin_with_the_same_word_do_not_turn_a_table(tmp_path: Path) -> None:
    found = table(tmp_path, "Task,Colour\nProject 1,red\nProject 2,blue\nProject 3,blue\n")
    assert [*found.portfolio.by_id] == ["Project 1", "Project 2", "Project 3"]
