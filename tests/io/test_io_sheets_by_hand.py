"""Tables as people write them by hand: remarks below, subtotals, two header rows, tables beside each other, thousands, averages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from by_hand import one_off, table, told

from omniprio import Budget
from omniprio.errors import InvalidInputError
from omniprio.io import from_frames, from_jira, from_msproject, preset_for, read_jira, read_table
from omniprio.portfolio import Horizon, Portfolio

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.io.imported import Imported


def costs(found: Imported) -> dict[str, object]:
    return dict(zip(found.portfolio.by_id, one_off(found.portfolio), strict=True))


def profiles(found: Imported) -> list[object]:
    return [getattr(one.benefit, "profile", None) for one in found.portfolio.initiatives]


@pytest.mark.parametrize(
    "remarks",
    [
        "\nNote: all amounts are without VAT\nApproved by the board 12 May\n",
        "\nAssumptions\nPrices of 2026\n",
        "Note: all amounts are without VAT\n",
        "* estimated\n",
    ],
)
def test_remarks_below_a_table_of_two_columns_are_no_projects(tmp_path: Path, remarks: str) -> None:
    found = table(tmp_path, "Project,Cost\nRegister,720\nShop,300\n" + remarks)
    assert costs(found) == {"Register": 720, "Shop": 300}
    assert "left out as a heading or a remark" in told(found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Project,Cost\nRegister,720\nShop,\n\nApp,\n",
            ["Register", "Shop", "App"],
        ),  # names alone are usual here
        ("Project\nRegister\n\nShop\n", ["Register", "Shop"]),
        ("Project,Cost\nRegister,720\n\nShop,300\n", ["Register", "Shop"]),
        ("Project,Cost\nNotes app,720\nShop,300\n", ["Notes app", "Shop"]),
        ("Project,Kind\nTotal quality,Quality\nQuality,Core\n", ["Total quality", "Quality"]),
    ],
)
def test_projects_that_are_like_remarks_and_totals_stay(tmp_path: Path, text: str, names: list[str]) -> None:
    assert [one.id for one in table(tmp_path, text).portfolio.initiatives] == names


def test_groups_with_subtotals_of_their_names_are_headings_and_totals(tmp_path: Path) -> None:
    text = "Project,Cost,Score\nIT,,\nRegister,720,8\nApp,100,4\nSubtotal IT,820,\nSales,,\nShop,300,5\nSales total,300,\n"
    assert costs(table(tmp_path, text)) == {"Register": 720, "App": 100, "Shop": 300}


def test_years_below_what_they_are_of_are_a_second_row_of_the_header(tmp_path: Path) -> None:
    text = "Area,Project,Cost,,Benefit,\n,,2027,2028,2027,2028\nIT,Register,400,320,0,900\nIT,Shop,300,0,100,200\n"
    found = table(tmp_path, text)
    assert costs(found) == {"Register": 720, "Shop": 300}  # 400 + 320
    assert profiles(found) == [
        (900,),
        (300,),
    ]  # 0 + 900, 100 + 200


def test_benefits_of_several_years_are_added(tmp_path: Path) -> None:
    found = table(tmp_path, "Projekt;Gevinst 2027;Gevinst 2028\nKartotek;100;300\nWebshop;0;200\n")
    assert profiles(found) == [(400,), (200,)]


def test_a_table_beside_the_first_is_told_and_not_read(tmp_path: Path) -> None:
    found = table(
        tmp_path, "Project,Cost,,Team,Capacity\nRegister,720,,Web,3\nShop,300,,Data,2\nApp,100,,,\n"
    )
    assert [dict(one.tags) for one in found.portfolio.initiatives] == [{}, {}, {}]
    assert "begins a second table beside the first, from Team on" in told(found)


def test_columns_beyond_a_blank_one_are_of_the_same_table_where_they_are_as_long(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Cost,,Team,Owner\nRegister,720,,Web,Anna\nShop,300,,Data,Bo\n")
    assert [one.owner for one in found.portfolio.initiatives] == ["Anna", "Bo"]


def test_a_table_above_the_projects_is_told_as_one(tmp_path: Path) -> None:
    found = table(
        tmp_path, "Team,Members\nWeb,3\nData,2\n\nProject,Team,Cost\nRegister,Data,720\nShop,Web,300\n"
    )
    assert costs(found) == {"Register": 720, "Shop": 300}
    assert "row 1: begins a table of its own above the one of projects" in told(found)


def test_what_a_heading_costs_beyond_its_parts_is_told(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "WBS,Name,Cost\n1,Platform,1000\n1.1,Register,600\n1.2,Shop,300\n2,Mobile,200\n2.1,App,200\n",
    )
    assert costs(found) == {"1.1": 600, "1.2": 300, "2.1": 200}
    (note,) = [str(note) for note in found.notes if "more than its parts" in str(note)]
    assert note.startswith("Platform (1): costs 100 more")  # 1000 - 600 - 300


@pytest.mark.parametrize("text", ["id,cost\ncrm,1.200\nweb,2.500\n", 'id;cost\ncrm;"1,200"\nweb;720\n'])
def test_an_amount_that_could_be_in_thousands_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInputError, match="which could mean"):
        table(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("id,cost\ncrm,1.200\nweb,1.200.000\n", 1_200),  # only thousands come twice
        ("id,cost\ncrm,1.200\nweb,0.25\n", 1.2),  # and only decimals are two
        ("id,cost\ncrm,1.234\nweb,2\n", 1.234),  # as programs write it
    ],
)
def test_an_amount_is_read_as_the_rest_of_its_column_shows(tmp_path: Path, text: str, cost: float) -> None:
    assert costs(table(tmp_path, text))["crm"] == cost


def test_a_frame_of_texts_is_held_to_the_same() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": ["crm", "web"], "cost": ["1.200", "2.500"]})
    with pytest.raises(InvalidInputError, match="which could mean"):
        from_frames({"initiatives": frame}, horizon=4)


def test_an_average_counts_alone(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Value,Fit,Average\nRegister,8,7,7.5\nShop,5,4,4.5\n")
    assert [dict(one.scores) for one in found.portfolio.initiatives] == [{"Average": 7.5}, {"Average": 4.5}]


def test_a_cost_of_delay_is_no_cost(tmp_path: Path) -> None:
    found = table(tmp_path, "Feature,Cost of Delay,WSJF\nRegister,16,2\nShop,22,4.4\n")
    assert costs(found) == {"Register": 0, "Shop": 0}
    assert [dict(one.scores) for one in found.portfolio.initiatives] == [{"WSJF": 2}, {"WSJF": 4.4}]


def test_a_moment_with_its_zone_is_no_span(tmp_path: Path) -> None:
    text = 'Task Name,Seen,Due Date\nRegister,"12/1/2026, 1:00:00 AM GMT+1","3/31/2027, 2:00:00 AM GMT+2"\n'
    found = table(tmp_path, text).portfolio
    assert [(one.earliest_start, one.deadline) for one in found.initiatives] == [(None, 1)]
    assert isinstance(found.horizon, Horizon)
    assert found.horizon.start == date(2027, 1, 1)


def test_days_that_have_come_and_links_are_read_as_primavera_writes_them(tmp_path: Path) -> None:
    text = (
        "Activity ID,Activity Name,Start,Finish,Predecessors\n"
        "A1000,Register,04-Jan-27 A,29-Jan-27,\n"
        "A1010,Shop,08-Feb-27*,26-Feb-27,A1000: FS 5d\n"
        'A1020,App,01-Mar-27,26-Mar-27,"A1000: FS, A1010: SS -2d"\n'
    )
    _, shop, app = table(tmp_path, text).portfolio.initiatives
    assert [shop.earliest_start, app.earliest_start] == [2, 3]  # the second and the third month of 2027
    assert shop.requires == ("A1000",)
    assert [one if isinstance(one, str) else (*one.of, one.kind) for one in app.requires] == [
        "A1000",
        ("A1010", "start to start"),
    ]


@pytest.mark.parametrize(
    ("hours", "unit", "durations"),
    [
        ((40, 80, 40), "week", [1, 2, 1]),
        ((160, 480, 320), "month", [1, 3, 2]),
        ((8, 16, 8), "day", [1, 2, 1]),  # of work
    ],
)
def test_periods_fit_the_estimates_of_issues_without_dates(
    hours: tuple[int, ...], unit: str, durations: list[int]
) -> None:
    rows = "".join(f"OM-{place},Work,Story,To Do,{3600 * own}\n" for place, own in enumerate(hours))
    found = from_jira("Issue key,Summary,Issue Type,Status,Original estimate\n" + rows).portfolio
    assert found.calendar.unit == unit
    assert [one.duration for one in found.initiatives] == durations


def test_work_in_milliseconds_is_read_as_hours(tmp_path: Path) -> None:
    found = table(tmp_path, "Task Name,Time Estimated\nRegister,576000000\nShop,28800000\nApp,\n")
    assert [dict(one.effort) for one in found.portfolio.initiatives] == [{"team": 160}, {"team": 8}, {}]
    assert "read as milliseconds of work" in told(found)


@pytest.mark.parametrize(
    "document", ['{"issues": [{"key": "OM-1"}]}', '{"id": "b1", "lists": [], "cards": [{"name": "Shop"}]}']
)
def test_json_of_another_program_is_refused_with_what_to_export(document: str) -> None:
    with pytest.raises(InvalidInputError, match="export it as CSV") as caught:
        Portfolio.from_json(document)
    assert len(caught.value.faults) == 1


def test_issues_in_xml_are_refused_with_what_to_export() -> None:
    with pytest.raises(InvalidInputError, match="export it as CSV"):
        from_msproject("<rss><channel><item><key>OM-1</key></item></channel></rss>")


# --- lists of points ------------------------------------------------------------------------------------------------


def test_each_point_of_a_list_is_a_project(tmp_path: Path) -> None:
    found = table(tmp_path, "Road map 2027\n- Register (Lars, due in March)\n- Shop\n\n* App\n")
    assert [one.id for one in found.portfolio.initiatives] == ["Register (Lars, due in March)", "Shop", "App"]
    assert "row 1: stands above the header; left out" in told(found)


def test_points_further_in_are_parts_and_those_that_are_ticked_are_done(tmp_path: Path) -> None:
    path = tmp_path / "tasks.md"
    path.write_text(
        "- [x] Register\n- [ ] Shop\n  - [ ] Basket\n  - [ ] Search\n1. [ ] App\n", encoding="utf-8"
    )
    found = read_table(path)
    assert [one.id for one in found.portfolio.initiatives] == ["Basket", "Search", "App"]
    assert found.portfolio.by_id["Basket"].tags == {"phase": ("Shop",)}
    assert "Register: is complete" in told(found)


@pytest.mark.parametrize("between", [",", ";"])
def test_a_table_whose_titles_begin_as_points_do_is_a_table(tmp_path: Path, between: str) -> None:
    found = table(tmp_path, "Project;Cost\n- Shop;300\n- App;200\n".replace(";", between))
    assert costs(found) == {"- Shop": 300, "- App": 200}


def titles(found: Imported) -> list[object]:
    return [one.title for one in found.portfolio.initiatives]


def test_outline_numbers_say_what_is_part_of_what(tmp_path: Path) -> None:
    text = "ID,Outline number,Name,Effort\n1,1,Shop,80 hours\n2,1.1,Basket,60 hours\n3,1.2,Search,20 hours\n4,2,App,8 hours\n"
    found = table(tmp_path, text)
    assert titles(found) == ["Basket", "Search", "App"]
    assert [dict(one.effort) for one in found.portfolio.initiatives] == [
        {"team": 60},
        {"team": 20},
        {"team": 8},
    ]


def test_names_that_are_indented_are_parts_of_the_one_above(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Task", "Cost"), ("Build", None), ("   Walls", 100), ("   Roof", 80), (" Move", 20)):
        book.worksheets[0].append([*row])
    book.save(path := tmp_path / "tasks.xlsx")
    assert costs(read_table(path)) == {"Walls": 100, "Roof": 80, "Move": 20}


def test_dates_of_other_columns_tell_whether_the_day_or_the_month_comes_first(tmp_path: Path) -> None:
    text = "Name,Created,Closed date\nWeb,11/20/2026,\nOld,10/13/2026,11/1/2026\n"
    assert "was complete on 2026-11-01" in told(table(tmp_path, text))
    issues = "Issue key,Summary,Updated,Due date\nA,Web,11/20/2026,3/2/2027\n"
    found = from_jira(issues, unit="month")
    assert found.portfolio.by_id["A"].deadline == 5  # March, from November on


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name,Effort\nWeb,L\nApp,S\n", "Effort = tags"),
        ("Name,Done\nWeb,No\nOld,Yes\n", "Old: is complete"),
        ("Name,PM (days),Value\nWeb,20,3\nApp,10,5\n", "not read: PM (days)"),
        ("Name,Cost,Annual cost\nWeb,20,3\n", "not read: Annual cost"),
        ("Name,Cost,Cost\nWeb,20,3\n", "counted together: Cost, Cost"),
        ("Projekt;Nutzen/Jahr\nWeb;3\n", "Nutzen/Jahr = benefit of each year"),
        ("Name,Priority\nWeb,Important\nApp,Low\n", "read as scores; important counts most"),
    ],
)
def test_what_columns_are_for_is_known_by_what_stands_in_them(tmp_path: Path, text: str, said: str) -> None:
    assert said in told(table(tmp_path, text))


@pytest.mark.parametrize(
    "head", ["Cost 2027,Cost 2028,Total cost", "2027,2028,Total", "FY26/27,FY27/28,Total"]
)
def test_a_total_beside_years_is_the_cost(tmp_path: Path, head: str) -> None:
    assert costs(table(tmp_path, f"Project,{head}\nRegister,500,200,700\nShop,300,,300\n")) == {
        "Register": 700,
        "Shop": 300,
    }


def test_a_second_header_row_may_have_words_that_are_not_known(tmp_path: Path) -> None:
    text = "Projekt;Tid;;;Pris\n;Start;Slut;Fase\nKartotek;Q1 2027;Q3 2027;A;12\n"
    (one,) = table(tmp_path, text).portfolio.initiatives
    assert (one.duration, one.cost) == (9, 12)  # months


def test_work_in_months_before_a_deadline_is_planned_in_months(tmp_path: Path) -> None:
    found = table(tmp_path, "Projet;Durée (mois);Échéance\nCRM;6;31/12/2027\nSite;4;\n").portfolio
    assert found.calendar == Horizon(periods=6, unit="month", start=date(2027, 7, 1))
    assert [one.duration for one in found.initiatives] == [6, 4]


def test_marks_of_the_order_of_bytes_within_a_file_are_no_letters(tmp_path: Path) -> None:
    assert titles(table(tmp_path, "Project,Duration\nWeb,1 year\ufeff\n\ufeffApp,6 months\n")) == [
        "Web",
        "App",
    ]


def test_tasks_are_read_where_there_is_nothing_else(tmp_path: Path) -> None:
    head = "ID,Work Item Type,Title,State\n"
    assert titles(
        read_jira_text(tmp_path, f"{head}1,Task,Web,To Do\n2,Task,App,To Do\n3,Epic,Old,Done\n")
    ) == ["Web", "App"]
    assert titles(read_jira_text(tmp_path, f"{head}1,Task,Web,To Do\n2,Feature,App,To Do\n")) == ["App"]


def read_jira_text(folder: Path, text: str) -> Imported:
    (folder / "issues.csv").write_text(text, encoding="utf-8")
    return read_jira(folder / "issues.csv")


def test_between_a_start_and_a_due_date_work_takes_as_long_as_they_say(tmp_path: Path) -> None:
    text = "Name,Start Date,Due Date,Dependencies\nA,2027-01-04,2027-02-12,\nB,2027-02-15,2027-03-26,A\n"
    found = table(tmp_path, text)
    assert found.portfolio.calendar.unit == "month"
    assert [(one.duration, one.deadline) for one in found.portfolio.initiatives] == [(2, 2), (2, 3)]
    assert "read as all the time between them" in told(found)
    own = table(tmp_path, "Name,Earliest start,Deadline\nA,2027-01-04,2027-12-31\n")
    assert own.portfolio.by_id["A"].duration == 1  # which is a window, and says nothing of how long


@pytest.mark.parametrize(
    ("text", "unit", "duration", "cost", "currency"),
    [
        ("Project,Months,Cost (1.000 kr.)\nWeb,6,1\n", "month", 6, 1, "t.kr."),
        ("Projekt;Uger;Pris\nWeb;5;1\n", "week", 5, 1, ""),
        ("Project,Duration (months),Cost low,Cost likely,Cost high\nWeb,6,1,2,4\n", "month", 6, 2, ""),
    ],
)
def test_units_and_ranges_in_headers(
    tmp_path: Path, text: str, unit: str, duration: int, cost: float, currency: str
) -> None:
    found = table(tmp_path, text).portfolio
    (web,) = found.initiatives
    assert (found.calendar.unit, web.duration, web.cost, found.currency) == (unit, duration, cost, currency)


BUDGET = (
    "Nr.;Projekt;Udvalg;2027;2028;I alt;Status\n"
    "Skoler og dagtilbud;;;;;;\n"
    "1;Østskolen;Børn;2.500;5.500;8.000;Vedtaget\n"
    "2;Ny daginstitution;Børn;500;12.000;12.500;Forslag\n"
    ";I alt skoler;;3.000;17.500;20.500;\n"
    "Veje;;;;;;\n"
    "3;Cykelsti;Teknik;1.200;1.800;3.000;Vedtaget\n"
    ";Total veje;;1.200;1.800;3.000;\n"
    ";Ramme;;9.000;15.000;24.000;\n"
)


def test_in_a_numbered_budget_rows_without_a_number_are_headings_totals_and_the_limit(tmp_path: Path) -> None:
    found = table(tmp_path, BUDGET)
    assert costs(found) == {"1": 8_000, "2": 12_500, "3": 3_000}
    budget = found.portfolio.budgets["money"]
    assert isinstance(budget, Budget)
    assert sum(one.amount or 0 for one in budget.windows) == 24_000  # the frames of both years
    assert [one.decision for one in found.portfolio.initiatives] == ["must", "free", "must"]
    assert "Ramme 2027: 9,000" in told(found)


@pytest.mark.parametrize("title", ["Total quality", "Ramme om byen", "Budget"])
def test_a_numbered_row_is_a_project_whatever_it_is_called(tmp_path: Path, title: str) -> None:
    text = f"Nr.;Projekt;2027;I alt\n1;Web;5;5\n2;{title};7;7\n"
    assert costs(table(tmp_path, text)) == {"1": 5, "2": 7}


def test_a_unit_above_may_be_followed_by_the_year_of_its_prices(tmp_path: Path) -> None:
    found = table(tmp_path, "Anlægsbudget\nBeløb i 1.000 kr., 2027-priser\n\n" + BUDGET)
    assert found.portfolio.currency == "t.kr."


def test_a_sheet_of_a_year_in_which_all_is_done_names_the_sheets_of_others(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for year, status in (("2026", "Done"), ("2027", "New"), ("2028", "New")):
        sheet = book.create_sheet(year)
        for row in (["Project", "Cost", "Status"], [f"Web {year}", 10, status]):
            sheet.append(row)
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InvalidInputError) as caught:
        read_table(tmp_path / "plan.xlsx")
    (fault,) = caught.value.faults
    assert fault.remedy == (
        'read another sheet (2027, 2028) with a preset that says "sheet": "2028", or correct what says that these are done'
    )
    wanted = preset_for(tmp_path / "plan.xlsx").model_copy(update={"sheet": "2027"})
    assert [one.id for one in read_table(tmp_path / "plan.xlsx", preset=wanted).portfolio.initiatives] == [
        "Web 2027"
    ]
