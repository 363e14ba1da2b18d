"""Exports of further tools are known by their columns; the headers are those that the tools write, the rows made up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from omniprio.errors import InvalidInputError
from omniprio.io.formats import format_in
from omniprio.io.imported import Imported
from omniprio.io.jira import from_jira
from omniprio.io.read_tables import read_table
from omniprio.portfolio import Requirement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from omniprio.portfolio import Initiative


def read(path: Path) -> Imported:
    """Return what is read of a file that is known by itself."""
    reader = format_in(path).read
    assert reader is not None
    found = reader(path, None)
    assert isinstance(found, Imported)
    return found


def csv(folder: Path, text: str, ending: str = ".csv") -> Imported:
    path = folder / f"export{ending}"
    path.write_text(text, encoding="utf-8")
    return read(path)


def workbook(folder: Path, *rows: Sequence[object]) -> Imported:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append([*row])
    book.save(folder / "export.xlsx")
    return read_table(folder / "export.xlsx")


def briefly(one: Initiative) -> tuple[str, str]:
    return str(one.title), one.decision


def test_an_export_of_trello(tmp_path: Path) -> None:
    header = (
        "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Attachment Count,Attachment Links,"
        "Checklist Item Total Count,Checklist Item Completed Count,Vote Count,Comment Count,Last Activity Date,"
        "List ID,List Name,Board ID,Board Name,Archived,Start Date,Due Complete\n"
    )
    card = "{},{},,,{},,{},0,,0,0,0,0,2027-07-05T08:00:00.000Z,,{},,,{},,{}\n"
    rows = [
        card.format("a", "Web", "Shop (red)", "2027-10-09T12:00:00.000Z", "To Do", "false", "false"),
        card.format("b", "Data", "", "", "Ideas", "false", "false"),
        card.format("c", "Old", "", "2027-01-01", "Doing", "false", "true"),
        card.format("d", "Gone", "", "", "Doing", "true", "false"),
    ]
    found = csv(tmp_path, header + "".join(rows))
    web, data = found.portfolio.initiatives
    assert [briefly(web), briefly(data)] == [("Web", "must"), ("Data", "free")]
    assert (web.deadline, web.tags) == (
        2,
        {"label": ("Shop (red)",)},
    )  # October is in the quarter after that of July
    assert "c: is Due Complete: true; left out (and so for d)" in map(str, found.notes)


def test_a_view_of_github_projects(tmp_path: Path) -> None:
    header = "Title\tURL\tAssignees\tStatus\tEstimate\tTarget date\tLabels\n"
    rows = "Web\thttps://x/1\tida\tIn Progress\t5\tOct 9, 2027\tshop\nDraft\t\t\tTodo\t3\t\t\nOld\thttps://x/2\t\tDone\t1\t\t\n"
    web, draft = csv(tmp_path, header + rows, ".tsv").portfolio.initiatives
    assert [briefly(web), briefly(draft)] == [("Web", "must"), ("Draft", "free")]
    assert (web.id, web.scores, web.deadline, web.owner) == ("https://x/1", {"points": 5}, 1, "ida")


@pytest.mark.parametrize("ids", ["ID,IID,", "Issue ID,"])
def test_an_export_of_gitlab(ids: str, tmp_path: Path) -> None:
    header = (
        f"{ids}Title,URL,State,Confidential,Due Date,Closed At (UTC),Updated At (UTC),Time Estimate,Weight\n"
    )
    web, old = ("901,1,", "902,2,") if "IID" in ids else ("1,", "2,")
    rows = f"{web}Web,u,Open,No,2027-10-09,,2027-07-02 10:00:00,28800,5\n{old}Old,u,Closed,No,,2027-07-03 10:00:00,,,\n"
    (one,) = csv(tmp_path, header + rows).portfolio.initiatives
    assert (one.id, one.scores, one.deadline) == ("1", {"points": 5}, 15)  # weeks from 28 June on
    assert one.effort == {"team": (8,)}  # 28,800 seconds


def test_work_packages_of_openproject(tmp_path: Path) -> None:
    header = "ID,Subject,Type,Status,Start date,Finish date,Work,Remaining work,Parent\n"
    rows = "11,Web,Task,In progress,2027-07-01,2027-09-30,80 h,5d 4h,\n12,Cart,Task,New,,,16,,11\n13,Old,Task,Closed,,,,,\n"
    (web,) = csv(tmp_path, header + rows).portfolio.initiatives
    assert (briefly(web), web.deadline) == (("Web", "must"), 14)  # weeks from 28 June on
    # 5 days of 8 hours and 4 more are left, from Thursday to Thursday; what its part takes is in it
    assert web.effort == {"team": (22, 22)}


def test_parts_of_openproject_may_name_what_they_are_part_of_by_number_and_title(tmp_path: Path) -> None:
    header = "ID,Subject,Type,Status,Parent,Follows\n"
    rows = "11,Web,Phase,New,,\n12,Cart,Task,New,Phase #11: Web,\n13,App,Task,New,#7: Gone,#11: Web\n"
    web, app = csv(tmp_path, header + rows).portfolio.initiatives
    assert (web.id, app.id, app.requires) == ("11", "13", ("11",))


def test_a_plan_of_planner(tmp_path: Path) -> None:
    found = workbook(
        tmp_path,
        ["Plan name", "Road map"],
        ["Date of export", "07/01/2027"],
        [],
        [
            "Task ID",
            "Task Name",
            "Bucket Name",
            "Progress",
            "Start date",
            "Due date",
            "Completed Date",
            "Labels",
        ],
        ["x1", "Web", "Now", "In progress", "07/01/2027", "09/30/2027", "", "Shop;Data"],
        ["x2", "Old", "Now", "Completed", "", "", "06/20/2027", ""],
    )
    (web,) = found.portfolio.initiatives
    assert (web.title, web.duration, web.deadline) == ("Web", 3, 3)  # months
    assert web.tags == {"label": ("Shop", "Data")}


def test_a_board_of_monday_goes_the_way_of_any_table(tmp_path: Path) -> None:
    header = ["Name", "Person", "Status", "Timeline - Start", "Timeline - End", "Dependent On", "Budget"]
    found = workbook(
        tmp_path,
        ["Road map"],
        ["Now"],
        header,
        ["Web", "Ida", "Working on it", "2027-07-01", "2027-09-30", "", 720],
        ["App", "", "", "2027-10-01", "2027-12-31", "Web", 300],
        ["", "", "", "2027-07-01", "2027-12-31", "", 1020],
        ["Later"],
        header,
        ["Data", "", "Idea", "", "", "", 100],
    )
    web, app, data = found.portfolio.initiatives
    assert [briefly(one) for one in (web, app, data)] == [("Web", "must"), ("App", "must"), ("Data", "free")]
    assert (web.owner, web.cost, app.requires, app.earliest_start) == (
        "Ida",
        720,
        ("Web",),
        4,
    )  # July is month 1


def test_a_sheet_of_smartsheet_names_rows_by_their_numbers(tmp_path: Path) -> None:
    header = "Task Name,Duration,Start,Finish,Predecessors,% Complete\n"
    rows = "Web,65d,07/01/27,09/30/27,,0%\nApp,66d,10/01/27,12/31/27,1FS +1d,0%\n"
    web, app = csv(tmp_path, header + rows).portfolio.initiatives
    assert (web.duration, app.duration, app.requires) == (
        3,
        3,
        ("Web",),
    )  # as dated: 65 days are working days


def test_a_tree_of_azure_devops_is_read_by_the_columns_of_its_titles() -> None:
    text = (
        "ID,Work Item Type,Title 1,Title 2,Title 3,State,Effort\n"
        "1,Epic,Register,,,Active,\n2,Feature,,Import,,New,8\n3,User Story,,,Read,New,5\n4,User Story,,,Check,Closed,3\n"
        "5,Feature,,Dedupe,,New,13\n6,Epic,Old,,,Closed,\n7,Feature,,Rest,,New,2\n"
    )
    found = from_jira(text)
    # of Import the open part says 5, so Register comes to 5 + 13; Rest is of an epic that is closed, so it stands alone
    assert [(one.id, one.scores) for one in found.portfolio.initiatives] == [
        ("1", {"points": 18}),
        ("7", {"points": 2}),
    ]


def test_predecessors_and_successors_of_azure_devops_are_links() -> None:
    text = "ID,Work Item Type,Title,State,Predecessor,Successor\n1,Feature,A,New,,2; 3\n2,Feature,B,New,1,\n3,Feature,C,New,2;1,\n"
    found = from_jira(text).portfolio
    assert [one.requires for one in found.initiatives] == [(), ("1",), ("1", "2")]


def test_a_parent_on_github_is_named_by_its_repository_and_number(tmp_path: Path) -> None:
    head = "Title\tURL\tAssignees\tStatus\tEstimate\tParent issue\n"
    rows = [
        "SSO\thttps://github.com/acme/shop/issues/11\tida\tTodo\t8\t\n",
        "Entra\thttps://github.com/acme/shop/issues/12\tida\tTodo\t5\tacme/shop#11\n",
        "Search\thttps://github.com/acme/shop/issues/15\t\tTodo\t13\tacme/other#3\n",
    ]
    found = csv(tmp_path, head + "".join(rows), ".tsv")
    assert [(one.title, dict(one.scores)) for one in found.portfolio.initiatives] == [
        ("SSO", {"points": 5}),  # what its part says
        ("Search", {"points": 13}),
    ]
    assert (
        "https://github.com/acme/shop/issues/15: is part of 'acme/other#3', which is not in the file; read by itself"
        in map(str, found.notes)
    )


BOARD = """{"id": "b", "name": "Events", "idOrganization": null, "lists": [
 {"id": "l1", "name": "To do", "closed": false}, {"id": "l2", "name": "Old", "closed": true},
 {"id": "l3", "name": "Ideer", "closed": false}],
 "members": [{"id": "m", "fullName": "Mia Bo"}],
 "cards": [
 {"id": "1", "shortLink": "abc", "name": "Book venue", "idList": "l1", "desc": "For 200", "closed": false,
  "start": "2027-01-04T08:00:00.000Z", "due": "2027-02-26T08:00:00.000Z", "dueComplete": false, "idMembers": ["m"],
  "labels": [{"name": "Venue", "color": "red"}, {"name": "", "color": "green"}], "idChecklists": ["k"],
  "dateLastActivity": "2027-01-02T08:00:00.000Z"},
 {"id": "2", "name": "Older", "idList": "l2", "closed": false},
 {"id": "3", "name": "Gone", "idList": "l1", "closed": true},
 {"id": "4", "name": "Ready", "idList": "l1", "closed": false, "dueComplete": true},
 {"id": "5", "name": "Hackathon", "idList": "l3", "closed": false}]}
"""


def test_a_board_of_trello_is_read_as_its_csv_is(tmp_path: Path) -> None:
    found = csv(tmp_path, BOARD, ".json")
    venue, idea = found.portfolio.initiatives
    assert (venue.id, venue.title, venue.owner, venue.description) == (
        "abc",
        "Book venue",
        "Mia Bo",
        "For 200",
    )
    assert venue.tags == {"label": ("Venue", "green")}
    assert (venue.decision, idea.title, idea.decision) == ("must", "Hackathon", "free")
    assert "columns: not read: Checklists" in map(str, found.notes)


@pytest.mark.parametrize("place", ["lists", "members", "cards"])
def test_ids_in_a_board_that_are_no_text_name_nothing(place: str, tmp_path: Path) -> None:
    board = json.loads(BOARD)
    board[place][0]["idList" if place == "cards" else "id"] = ["l1"]
    ids = [one.id for one in csv(tmp_path, json.dumps(board), ".json").portfolio.initiatives]
    assert "abc" in ids


def test_other_json_is_no_board(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="what another program exports"):
        csv(tmp_path, '{"cards": []}', ".json")
    ours = '{"horizon": 2, "initiatives": [{"id": "web", "source": "https://trello.com/b/x"}]}'
    (tmp_path / "ours.json").write_text(ours, encoding="utf-8")
    assert format_in(tmp_path / "ours.json").name == "json"


def test_business_value_is_the_score_where_no_issue_has_points(tmp_path: Path) -> None:
    rows = "1,Epic,A,New,50,1\n2,Epic,B,New,20.5,2\n3,Epic,C,New,high,3\n"
    found = csv(tmp_path, f"ID,Work Item Type,Title,State,Business Value,Stack Rank\n{rows}")
    assert [dict(one.scores) for one in found.portfolio.initiatives] == [
        {"Business Value": 50},
        {"Business Value": 20.5},
        {},
    ]
    said = [str(note) for note in found.notes]
    assert {"Business Value: read as scores", "ranks: not read, as Business Value is the score"} <= {*said}
    assert "3: has 'high' as Business Value, which is no number; not read as a score" in said


def test_business_value_beside_points_is_told(tmp_path: Path) -> None:
    found = csv(
        tmp_path, "ID,Work Item Type,Title,Business Value,Story Points\n1,Epic,A,50,8\n2,Epic,B,20,\n"
    )
    assert [dict(one.scores) for one in found.portfolio.initiatives] == [{"points": 8}, {}]
    assert "Business Value: not read, as story points are the scores" in [str(note) for note in found.notes]


ASANA = (
    "Task ID,Created At,Completed At,Name,Section/Column,Start Date,Due Date,Type,Blocked By (Dependencies)\n"
)


def test_a_milestone_of_a_list_takes_no_time(tmp_path: Path) -> None:
    """Two months of work, what is launched at their end, and a month of work after that: three months in all."""
    rows = (
        "1,2027-01-01,,Build,Todo,2027-01-01,2027-02-28,Task,\n"
        "2,2027-01-01,,Launch,Todo,,,Milestone,Build\n"
        "3,2027-01-01,,Teach,Todo,2027-03-01,2027-03-31,Task,Launch\n"
    )
    found = csv(tmp_path, ASANA + rows)
    build, launch, teach = found.portfolio.initiatives
    assert (found.portfolio.calendar.unit, build.duration, teach.earliest_start) == ("month", 2, 3)
    assert (launch.requires, teach.requires) == ((Requirement(of=("1",), lag=-1),), ("2",))
    assert "2: is a milestone; takes no time" in "\n".join(map(str, found.notes))


def test_a_milestone_is_with_what_comes_before_it_where_nothing_says_how_long_that_takes(
    tmp_path: Path,
) -> None:
    rows = "1,,,Build,Todo,,,Task,\n2,,,Launch,Todo,,,Milepæl,Build\n3,,,Teach,Todo,,,Task,Launch\n"
    _, launch, teach = csv(tmp_path, ASANA + rows).portfolio.initiatives
    assert (launch.requires, teach.requires) == ((Requirement(of=("1",), lag=-1),), ("2",))


@pytest.mark.parametrize("header", ["Planned costs", "Budget", "Planlagte omkostninger"])
def test_planned_costs_of_a_list_are_the_cost_and_told(tmp_path: Path, header: str) -> None:
    rows = '1,Web,Phase,New,,"1,200.00 EUR"\n2,Basket,Task,New,1,\n3,App,Task,New,,"2,000.50 EUR"\n'
    found = csv(tmp_path, f"ID,Subject,Type,Status,Parent,{header}\n{rows}")
    assert [one.cost for one in found.portfolio.initiatives] == [1200, 2000.5]
    assert found.portfolio.currency == "EUR"
    assert f"{header}: read as the cost" in [str(note) for note in found.notes]


def test_a_second_column_of_costs_and_one_of_words_are_told(tmp_path: Path) -> None:
    rows = "1,Web,Task,New,IT 2027,100,70\n2,App,Task,New,IT 2027,200,90\n"
    found = csv(tmp_path, f"ID,Subject,Type,Status,Budget,Planned costs,Estimated cost\n{rows}")
    assert [one.cost for one in found.portfolio.initiatives] == [100, 200]
    said = [str(note) for note in found.notes]
    assert "Planned costs: read as the cost" in said
    assert any(one.startswith("Estimated cost: not read") and "(and so for Budget)" in one for one in said)


@pytest.mark.parametrize("written", ["1.200", "10 EUR,20 USD"])
def test_costs_that_could_mean_two_things_are_none(tmp_path: Path, written: str) -> None:
    one, other = (written.split(",") * 2)[:2]
    found = csv(tmp_path, f"ID,Subject,Type,Status,Budget\n1,Web,Task,New,{one}\n2,App,Task,New,{other}\n")
    assert [one.cost for one in found.portfolio.initiatives] == [0, 0]
    assert any(str(note).startswith("Budget: not read") for note in found.notes)
