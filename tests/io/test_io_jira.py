"""Lists of issues: read from a CSV export of Jira or of another tool, and written for import there."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniprio import Horizon, Initiative, Portfolio, Requirement, plan_of, prioritise
from omniprio.errors import InvalidInputError
from omniprio.io.issue_rows import is_issue_list
from omniprio.io.jira import from_jira
from omniprio.io.jira_write import to_jira
from omniprio.io.preset import Points, Preset, shipped_preset
from omniprio.language import Speaker
from omniprio.purpose import default_goals

if TYPE_CHECKING:
    from omniprio.io.imported import Imported
    from omniprio.portfolio.horizon import Unit

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "import_samples" / "jira_cycle_times.csv"
MONTHS = Horizon(periods=12, unit="month", start=dt.date(2025, 7, 1))
POINTS = "Custom field (Story Points)"

EXPORT = (
    "\ufeffSummary,Issue key,Issue id,Issue Type,Status,Assignee,Due Date,Labels,Labels,Sprint,Sprint,"
    f"{POINTS},Inward issue link (Blocks),Inward issue link (Blocks),Outward issue link (Blocks)\r\n"
    'Recognise,OM-1,101,Epic,To Do,Ida,09/Oct/25 1:42 PM,store,"web, app",S1,S2,25.0,,,OM-2\r\n'
    '"Web shop\nnew",OM-2,102,Epic,To Do,,,,,,,10,OM-3,OM-4,\r\n'
    "CDP,OM-3,103,Epic,To Do,,2025-12-31,,,,,,,,\r\n"
    "Old CRM,OM-4,104,Epic,Done,,,,,,,5,,,\r\n"
    "Fix a typo,OM-5,105,Sub-task,To Do,,,,,,,1,,,OM-9\r\n"
).encode()


def issues(*rows: str, columns: str = "Issue key,Summary") -> str:
    return "\n".join([columns, *rows])


def said(found: Imported) -> str:
    """Return the notes in English, when each is said in Danish in other words."""
    danish = Speaker("da")
    assert [note for note in found.notes if danish.say(note.text) == note.text] == []
    return "\n".join(map(str, found.notes))


# --- reading ---------------------------------------------------------------------------------------------------------


def test_an_export_becomes_a_portfolio() -> None:
    found = from_jira(EXPORT, horizon=MONTHS, points=Points(per_period=10, team="shop")).portfolio
    assert list(found.by_id) == ["OM-1", "OM-2", "OM-3"]
    one, two, three = found.initiatives
    assert (one.title, one.owner, one.tags) == ("Recognise", "Ida", {"label": ("store", "web, app")})
    assert two.title == "Web shop\nnew"
    assert two.requires == ("OM-1", "OM-3")  # what OM-1 says of it, and both columns of its own
    assert (one.deadline, two.deadline, three.deadline) == (4, None, 6)  # October and December from July on
    assert (one.duration, one.effort) == (3, {"shop": (10, 10, 5)})  # 25 = 10 + 10 + 5
    assert (two.duration, two.effort) == (1, {"shop": (10,)})
    assert (three.duration, three.effort) == (1, {})
    assert found.capacities == {"shop": 10}


def test_everything_left_out_is_noted() -> None:
    notes = said(from_jira(EXPORT, horizon=MONTHS, points=Points(per_period=10)))
    for note in (
        "OM-4: is Done; left out",
        "OM-5: is of the type Sub-task; left out",
        "OM-2: requires OM-4; left out, as OM-4 is left out",
        "columns: not read: Sprint",
        "story points: none, so a duration of 1 and no effort: OM-3",
        "story points: read as effort of team, with 10 in each period",
    ):
        assert note in notes


def test_without_a_rule_story_points_are_scores_and_that_is_said() -> None:
    found = from_jira(EXPORT, horizon=MONTHS)
    assert all(not entry.effort and entry.duration == 1 for entry in found.portfolio.initiatives)
    assert [entry.scores for entry in found.portfolio.initiatives] == [{"points": 25}, {"points": 10}, {}]
    assert "story points: read as scores, not as work, as no rule is given for them: OM-1, OM-2" in said(
        found
    )


def test_only_wanted_types_are_read() -> None:
    found = from_jira(EXPORT, horizon=4, types=["sub-task"])
    assert list(found.portfolio.by_id) == ["OM-5"]
    assert "OM-1: is of the type Epic; left out" in said(found)
    assert "OM-9: requires OM-5; left out, as OM-9 is not in the file" in said(found)


def test_a_team_in_the_file_has_its_own_effort() -> None:
    document = issues("A,Web,8,shop", "B,App,3,", columns="Issue key,Summary,Story Points,Team")
    found = from_jira(document, horizon=4, points=Points(per_period=5)).portfolio
    assert found.by_id["A"].effort == {"shop": (5, 3)}
    assert found.by_id["B"].effort == {"team": (3,)}
    assert found.capacities == {"shop": 5, "team": 5}


def test_a_link_said_on_both_sides_counts_once() -> None:
    columns = "Issue key,Inward issue link (Blocks),Outward issue link (Blocks)"
    found = from_jira(issues("A,,B", "B,A,", columns=columns), horizon=4).portfolio
    assert found.by_id["B"].requires == ("A",)


def test_a_link_may_name_an_issue_by_any_of_its_ids() -> None:
    columns = 'Issue key,Issue id,"Link ""Blocks"""'
    found = from_jira(issues("A,1,2", "B,2,C", "C,B,", columns=columns), horizon=4).portfolio
    assert found.by_id["B"].requires == ("A",)  # 2 is B
    assert found.by_id["C"].requires == ("B",)  # C is C, and B is B although C has that number


def test_an_issue_is_done_where_its_category_says_so() -> None:
    columns = "Issue key,Status,Status Category"
    found = from_jira(issues("A,Live,Done", "B,Live,In Progress", columns=columns), horizon=4)
    assert list(found.portfolio.by_id) == ["B"]
    assert "A: is Done; left out" in said(found)


def test_columns_repeated_for_each_comment_are_no_trouble_and_too_many_are_refused() -> None:
    wide = "Issue key" + ",Labels" * 9_999
    found = from_jira(f"{wide}\nA" + ",x" * 9_999 + "\n", horizon=4).portfolio
    assert len(found.by_id["A"].tags["label"]) == 9_999
    with pytest.raises(InvalidInputError, match="document: has more than 100,000 rows, 10,000 columns"):
        from_jira(f"{wide},Labels\nA\n", horizon=4)


def test_due_dates_that_cannot_be_kept_are_noted() -> None:
    rows = ["A,soon", "B,09/Oct/35 1:42 PM", "C,31/Dec/25"]
    document = issues(*rows, columns="Issue key,Due Date")
    notes = said(from_jira(document, horizon=MONTHS))
    assert "A: is due 'soon', which is no date in a form of the preset; left out" in notes
    assert "B: is due 2035-10-09; left out, as that is not in the horizon" in notes
    assert "B: is due 2035-10-09; left out, as the horizon has no start date (and so for C)" in said(
        from_jira(document, horizon=12)
    )


def test_points_that_are_no_number_are_noted() -> None:
    document = issues("A,many", "B,-3", 'C,"2,5"', columns=f"Issue key,{POINTS}")
    found = from_jira(document, horizon=4, points=Points(per_period=2))
    assert "A: has 'many' story points, which is no number; read as none (and so for B)" in said(found)
    assert found.portfolio.by_id["C"].effort == {"team": (2, 0.5)}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_separators_are_found(separator: str) -> None:
    document = f"Issue key{separator}Summary\nA{separator}Web\n"
    assert from_jira(document, horizon=2).portfolio.by_id["A"].title == "Web"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "line 1: has no column Issue key or Issue ID; export all fields"),
        ("Key\nA", "line 1: has no column Issue key"),
        ("Issue key\n", "document: has no issue to read; give other types or another file"),
        (issues("A,Web,more"), "line 2: has 3 cells for 2 columns"),
        (issues('A,"Web'), "line 2: is no CSV"),
        (b"Issue key\n\x81", "document: holds characters that are not Unicode; save it as UTF-8"),
        (issues("A,1", "A,2"), r"initiatives\[A\].id: is given 2 times"),
        (
            issues("A,B", "B,A", columns="Issue key,Inward issue link (Blocks)"),
            "goes in a circle: A requires B",
        ),
        (
            issues("A,100000", columns=f"Issue key,{POINTS}"),
            "A: has 100000 points and would take 10,000 periods",
        ),
        (b" " * 50_000_001, "is over 50,000,000 bytes"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(document: str | bytes, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        from_jira(document, horizon=4, points=Points(per_period=10))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not here")
def test_a_list_that_is_no_export_is_refused_with_the_reason() -> None:
    with pytest.raises(InvalidInputError, match="line 1: has no column Issue key or Issue ID"):
        from_jira(SAMPLE.read_bytes(), horizon=4)


def test_an_impossible_horizon_is_a_fault_like_any_other() -> None:
    with pytest.raises(InvalidInputError, match="horizon: is 0; give at least 1 period"):
        from_jira(issues("A,Web"), horizon=0)


# --- as it is exported -----------------------------------------------------------------------------------------------


def test_a_list_without_points_is_work_that_must_be_done_in_as_many_periods_as_it_needs() -> None:
    columns = "Issue key,Summary,Inward issue link (Blocks),Updated"
    found = from_jira(issues("A,Data,,2027-02-03 10:00", "B,Site,A,2027-05-20 9:30", columns=columns))
    assert [entry.decision for entry in found.portfolio.initiatives] == ["must", "must"]
    # A and then B, a quarter each; the file is of 20 May, in the second quarter
    assert found.portfolio.calendar == Horizon(periods=2, unit="quarter", start=dt.date(2027, 4, 1))
    assert [goal.kind for goal in default_goals(found.portfolio)] == ["shortest", "least cost"]
    assert "Jira: 2 issues are read; a period is a quarter, from 2027-04-01 on, 2 in all" in said(found)


def test_points_are_scores_and_what_is_under_way_must_be_done() -> None:
    columns = f"Issue key,Status,{POINTS}"
    found = from_jira(issues("A,IN PROGRESS,3", "B,To Do,5", columns=columns))
    assert [(entry.decision, entry.scores) for entry in found.portfolio.initiatives] == [
        ("must", {"points": 3}),
        ("free", {"points": 5}),
    ]
    assert [goal.kind for goal in default_goals(found.portfolio)] == ["most score", "least cost"]
    assert "A: is IN PROGRESS; must be done" in said(found)


def test_columns_and_states_are_read_in_other_languages() -> None:
    header = (
        "Zusammenfassung;Vorgangsschlüssel;Status;Benutzerdefiniertes Feld (Story Points);Fälligkeitsdatum"
    )
    link = "Ausgehende Vorgangsverknüpfung (Blocks)"
    rows = ["Lager;A;Zu erledigen;8;15/Dez/27 12:00 AM;B", "Kasse;B;Zu erledigen;5;;", "Alt;C;ERLEDIGT;1;;"]
    found = from_jira(issues(*rows, columns=f"{header};{link}"), unit="month").portfolio
    store, till = found.initiatives
    assert (store.title, store.scores, till.requires) == ("Lager", {"points": 8}, ("A",))
    assert (found.calendar.start, store.deadline) == (dt.date(2027, 12, 1), 1)


@pytest.mark.parametrize(
    "header",
    [
        "Clé de ticket,Résumé,Lien de ticket sortant (Blocks),Champ personnalisé (Story Points)",
        "Klucz zgłoszenia,Podsumowanie,Powiązanie zgłoszenia wychodzące (Blocks),Pole niestandardowe (Story Points)",
        "Clave de incidencia,Resumen,Vínculo de incidencia saliente (Blocks),Campo personalizado (Story Points)",
        "Sagsnøgle,Resumé,Udgående saglink (Blocks),Brugerdefineret felt (Story Points)",
        "Chiave ticket,Riepilogo,Collegamento ticket in uscita (Blocks),Campo personalizzato (Story Points)",
        "Issuesleutel,Samenvatting,Uitgaande issuelink (Blocks),Aangepast veld (Story Points)",
        "Ärendenyckel,Sammanfattning,Utgående ärendelänk (Blocks),Anpassat fält (Story Points)",
        "Saksnøkkel,Sammendrag,Utgående sakskobling (Blocks),Egendefinert felt (Story Points)",
    ],
)
def test_links_and_fields_are_known_by_a_word_before_the_bracket(header: str) -> None:
    found = from_jira(f"{header}\nA,Web,B,5\nB,App,,3\n")
    assert found.portfolio.by_id["B"].requires == ("A",)
    assert [one.scores for one in found.portfolio.initiatives] == [{"points": 5}, {"points": 3}]
    assert not any("not read" in text for text in said(found))


def test_what_is_resolved_is_done_whatever_its_status() -> None:
    columns = "Issue key,Status,Resolution"
    found = from_jira(issues("A,Live,Unresolved", "B,Live,Fixed", "C,CLOSED,", columns=columns))
    assert list(found.portfolio.by_id) == ["A"]
    assert "B: is Fixed; left out (and so for C)" in said(found)


def test_stories_are_read_with_their_epic_and_their_points_count_once() -> None:
    columns = f"Issue key,Issue id,Status,Parent,{POINTS}"
    rows = ["E,1,To Do,,40", "S,2,To Do,1,8", "T,3,To Do,1,5", "U,4,Done,1,13", "F,5,To Do,,7"]
    found = from_jira(issues(*rows, columns=columns))
    # of the stories 8 + 5 are left; what the epic says of itself would count U again
    assert [entry.scores["points"] for entry in found.portfolio.initiatives] == [13, 7]
    assert "S: is part of E, and read with it; other types can be asked for (and so for T)" in said(found)


def test_issues_that_are_parts_of_each_other_are_read_alone() -> None:
    found = from_jira(issues("A,B", "B,A", columns="Issue key,Parent"))
    assert list(found.portfolio.by_id) == ["A", "B"]
    assert "A: is part of itself through its parts; no issue is read as part of another" in said(found)


@pytest.mark.parametrize(
    "written",
    [
        "2027-03-04T00:00:00.000+0000",
        "2027-03-04 00:00:00",
        "04.03.2027",
        "4/Mar/2027",
        "04/mrz/27",
        '"Mar 4, 2027"',
        "4 mars 2027",
        "Thu Mar 04 2027 00:00:00 GMT+0000 (GMT)",
        "04/03/2027 00:00",
    ],
)
def test_dates_are_read_in_the_forms_that_settings_make(written: str) -> None:
    horizon = Horizon(periods=12, unit="month", start=dt.date(2027, 1, 1))
    found = from_jira(issues(f"A,{written}", columns="Issue key,Due Date"), horizon=horizon)
    assert found.portfolio.by_id["A"].deadline == 3  # March


def test_whether_a_date_begins_with_the_day_or_the_month_is_told_by_the_others() -> None:
    horizon = Horizon(periods=12, unit="month", start=dt.date(2027, 1, 1))
    both = from_jira(issues("A,04/03/2027", "B,04/25/2027", columns="Issue key,Due Date"), horizon=horizon)
    assert both.portfolio.by_id["A"].deadline == 4  # B can only be 25 April
    alone = from_jira(issues("A,04/03/2027", columns="Issue key,Due Date"), horizon=horizon)
    assert alone.portfolio.by_id["A"].deadline == 3
    assert "hold dates such as 04/03/2027, which could begin with the day or the month" in said(alone)


def test_target_dates_say_when_and_how_long() -> None:
    columns = "Issue key,Custom field (Target start),Custom field (Target end)"
    found = from_jira(issues("A,01/Apr/27,30/Sep/27", "B,01/Jan/27,15/Feb/27", columns=columns)).portfolio
    one, two = found.initiatives
    assert (one.earliest_start, one.deadline, one.duration) == (4, 9, 6)  # of months
    assert (two.earliest_start, two.deadline, two.duration) == (None, 2, 2)


def begins(portfolio: Portfolio) -> dict[str, int]:
    return {one.id: one.start for one in prioritise(portfolio, default_goals(portfolio)).schedule}


def test_periods_fit_estimates_and_dates_and_short_work_in_a_chain_stays_within_one() -> None:
    columns = "Issue key,Updated,Due date,Original estimate,Inward issue link (Blocks)"
    rows = ["A,2027-01-06,,72000,", "B,2027-01-06,2027-03-31,288000,A", "C,2027-01-06,,144000,B"]
    found = from_jira(issues(*rows, columns=columns)).portfolio
    # 20, 80 and 40 hours are 2.5, 10 and 5 days of work: 3.5 weeks in all, from the Monday before the 6th of January
    assert (found.calendar.unit, found.calendar.start) == ("week", dt.date(2027, 1, 4))
    assert [one.duration for one in found.initiatives] == [1, 3, 2]
    assert found.by_id["B"].deadline == 13  # the week from 29 March on
    assert begins(found) == {"A": 1, "B": 1, "C": 3}
    assert found.by_id["B"].effort == {"team": (80 / 3,) * 3}


def test_a_day_without_a_date_is_one_of_work() -> None:
    columns = "Issue key,Original estimate,Inward issue link (Blocks)"
    found = from_jira(issues("A,28800,", "B,14400,A", "C,14400,B", columns=columns)).portfolio
    assert found.calendar.unit == "day"
    assert [one.duration for one in found.initiatives] == [1, 1, 1]  # 8, 4 and 4 hours
    assert begins(found) == {"A": 1, "B": 2, "C": 2}


def test_where_few_say_how_long_they_take_a_period_is_a_quarter() -> None:
    found = from_jira(issues("A,28800", "B,", "C,", columns="Issue key,Original estimate")).portfolio
    assert found.calendar.unit == "quarter"


def test_links_of_other_kinds_are_read() -> None:
    columns = "Issue key,Outward issue link (Depends),Outward issue link (Gantt End to Start)"
    found = from_jira(issues("A,,B", "B,,", "C,B,", columns=columns)).portfolio
    assert [entry.requires for entry in found.initiatives] == [(), ("A",), ("B",)]


def test_an_issue_that_blocks_itself_is_told_by_name() -> None:
    found = from_jira(issues("A,A", "B,", columns="Issue key,Outward issue link (Blocks)"))
    assert found.portfolio.by_id["A"].requires == ()
    assert "A: blocks itself; the link is left out" in said(found)


def test_issues_that_wait_for_each_other_are_told_by_what_the_file_calls_them() -> None:
    rows = ["OM-1,Web,OM-2", "OM-2,App,OM-1"]
    with pytest.raises(InvalidInputError) as refused:
        from_jira(issues(*rows, columns="Issue key,Summary,Inward issue link (Blocks)"))
    assert [str(fault) for fault in refused.value.faults] == [
        "OM-1: goes in a circle: OM-1 requires OM-2 requires OM-1; remove one of these requirements"
    ]


def test_estimates_in_seconds_are_hours_of_work() -> None:
    columns = "Issue key,Original estimate,Team Name"
    found = from_jira(issues("A,1512000,Web", "B,much,Web", columns=columns), unit="month")
    # 420 hours are 52.5 days of 8 hours; a month has some 21.7 of them, so three months
    assert found.portfolio.by_id["A"].duration == 3
    assert found.portfolio.by_id["A"].effort == {"Web": (140, 140, 140)}
    assert found.portfolio.capacities == {"Web": None}
    assert "B: has the estimate 'much', which is no time that is known; left out" in said(found)


def test_estimates_may_have_units() -> None:
    columns = "Issue key,Original estimate"
    found = from_jira(issues("A,1w 2d 4h", 'B,"1,440h"', columns=columns), unit="month")
    assert found.portfolio.by_id["A"].effort == {"team": (60,)}  # 40 and 16 and 4 hours, within a month
    assert found.portfolio.by_id["B"].effort == {
        "team": (160,) * 9
    }  # 180 days of 8 hours, a month has some 21.7


def test_points_may_have_thousands_and_be_ranges() -> None:
    columns = "Issue key,Custom field (Story Points)"
    found = from_jira(issues('A,"1,000.5"', "B,3-5", "C,XL", "D,-3", columns=columns))
    assert [one.scores.get("points") for one in found.portfolio.initiatives] == [1000.5, 4, None, None]
    assert "story points: holds ranges such as '3-5'; read as the middle, 4" in said(found)
    assert "C: has 'XL' story points, which is no number; read as none (and so for D)" in said(found)


def test_ranks_are_scores_where_there_are_no_points() -> None:
    rows = ["A,0|i0001z:", "B,0|i0000z:", "C,0|hzzzzz:", "D,"]
    columns = "Issue key,Custom field (Rank)"
    found = from_jira(issues(*rows, columns=columns))
    assert [one.scores for one in found.portfolio.initiatives] == [{"rank": 1}, {"rank": 2}, {"rank": 3}, {}]
    assert "ranks: read as scores; the first counts most" in said(found)
    with_points = from_jira(
        issues("A,0|i1:,5", "B,0|i0:,", columns="Issue key,Rank,Custom field (Story Points)")
    )
    assert [one.scores for one in with_points.portfolio.initiatives] == [{"points": 5}, {}]
    assert "ranks: not read, as story points are the scores" in said(with_points)


def test_ideas_are_free_where_the_rest_must_be_done() -> None:
    found = from_jira(issues("A,To Do", "B,Idea", columns="Issue key,Status"))
    assert [one.decision for one in found.portfolio.initiatives] == ["must", "free"]
    assert "B: is Idea; is free to be left out" in said(found)
    ideas = from_jira(issues("A,Idea", "B,Idea", columns="Issue key,Status"))
    assert [one.decision for one in ideas.portfolio.initiatives] == ["must", "must"]


def test_the_same_row_of_two_exports_is_read_once() -> None:
    found = from_jira(issues("A,Web", "B,App", "A,Web", columns="Issue key,Summary"))
    assert list(found.portfolio.by_id) == ["A", "B"]
    assert "A: stands there twice, with the same in each column; read once" in said(found)


@pytest.mark.parametrize("above", ["\n\n", ",,\n", "sep=,\r\n", "\ufeffsep=,\n,\n"])
def test_lines_without_words_may_stand_above_the_header(above: str) -> None:
    document = f"{above}Issue key,Summary,Status\r\nA,Web,To Do\r\n"
    assert is_issue_list(document.encode())
    assert list(from_jira(document).portfolio.by_id) == ["A"]


def test_line_ends_may_be_those_of_old_spreadsheets() -> None:
    document = b"Issue key,Summary\rA,Web\rB,App\r"
    assert is_issue_list(document)
    assert list(from_jira(document).portfolio.by_id) == ["A", "B"]


def test_two_exports_in_one_file_are_read_each_by_its_header() -> None:
    document = issues("A,Web", "Summary,Issue key", "App,B", columns="Issue key,Summary")
    found = from_jira(document).portfolio
    assert [(entry.id, entry.title) for entry in found.initiatives] == [("A", "Web"), ("B", "App")]


def test_a_due_date_before_an_issue_can_be_done_is_when_it_should_be() -> None:
    columns = f"Issue key,Due Date,{POINTS},Inward issue link (Blocks)"
    rows = ["A,2027-03-31,25,", "B,2027-12-31,10,A"]
    found = from_jira(issues(*rows, columns=columns), points=Points(per_period=10))
    one, two = found.portfolio.initiatives
    # 25 points take three quarters, A is due in the first of them; B can be complete in the fourth
    assert (one.duration, one.deadline, one.due, two.deadline) == (3, None, 1, 4)
    assert "A: has latest dates before it can be done; read as when it should be complete" in said(found)


def test_what_does_not_fit_the_horizon_is_free() -> None:
    columns = "Issue key,Inward issue link (Blocks)"
    found = from_jira(issues("A,", "B,A", columns=columns), horizon=1)
    assert [entry.decision for entry in found.portfolio.initiatives] == ["must", "free"]
    assert "B: cannot be complete in the horizon; is free to be left out" in said(found)


def test_an_export_of_azure_devops_is_known_and_read() -> None:
    columns = "ID,Work Item Type,Title,State,Tags,Story Points,Target Date,Parent"
    rows = ["7,Feature,Shop,New,web; data,,4/25/2027 7:00:00 AM,", "8,User Story,Cart,Active,,3,,7"]
    found = from_jira(issues(*rows, "9,Bug,Typo,CLOSED,,1,,", columns=columns)).portfolio
    (shop,) = found.initiatives
    assert (shop.title, shop.tags, shop.scores) == ("Shop", {"label": ("web", "data")}, {"points": 3})
    assert (found.calendar.start, shop.deadline) == (dt.date(2027, 4, 1), 1)


def test_an_export_of_asana_is_known_and_read() -> None:
    columns = "Task ID,Created At,Completed At,Name,Section/Column,Due Date,Blocked By (Dependencies)"
    rows = [
        "4,2027-01-08,,Data,Plan,2027-03-01,",
        "5,2027-01-08,,Site,Plan,,Data",
        "6,2027-01-08,2027-01-09,Old,Plan,,",
    ]
    found = from_jira(issues(*rows, columns=columns)).portfolio
    assert [(entry.title, entry.requires) for entry in found.initiatives] == [("Data", ()), ("Site", ("4",))]


# --- another tool ----------------------------------------------------------------------------------------------------

OTHER = """{"name": "Ours", "id": ["Nr."], "title": ["Titel"], "required": ["Kræver"], "due": ["Frist"],
            "date_formats": ["%d-%m-%Y"]}"""


def test_another_tool_is_another_preset() -> None:
    document = "Nr.;Titel;Kræver;Kræver;Frist\n1;CRM;;;31-07-2025\n2;Web;1;;\n3;App;1;2;\n"
    found = from_jira(document, horizon=MONTHS, preset=Preset.from_json(OTHER)).portfolio
    assert [entry.title for entry in found.initiatives] == ["CRM", "Web", "App"]
    assert [entry.requires for entry in found.initiatives] == [(), ("1",), ("1", "2")]
    assert found.by_id["1"].deadline == 1


# a header of an export of Linear with its 34 columns; what stands below is made up
LINEAR = """ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,Cycle Number,\
Cycle Name,Cycle Start,Cycle End,Created,Updated,Started,Triaged,Completed,Canceled,Archived,Due Date,Parent issue,\
Initiatives,Project Milestone ID,Project Milestone,SLA Status,UUID,Time in status (minutes),Related to,Blocked by,Duplicate of
OM-1,Shop,Web,,Todo,8,High,,,,ida,"store, web",,,,,,,,,,,,2025-09-30,,,,,,,,,"OM-2, OM-3",
OM-2,Data,CRM,,Backlog,,,,,,,,,,,,,,,,,,,2025-08-31T10:00:00.000Z,,,,,,,,,,
OM-3,Data,CDP,,Canceled,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
"""


def test_an_export_of_linear_becomes_a_portfolio() -> None:
    preset = shipped_preset("linear")
    found = from_jira(LINEAR, horizon=MONTHS, points=Points(per_period=5), preset=preset)
    web, crm = found.portfolio.initiatives
    assert (web.id, web.title, web.owner, web.tags) == ("OM-1", "Web", "ida", {"label": ("store", "web")})
    assert (web.requires, web.deadline, web.effort) == (("OM-2",), 3, {"Shop": (5, 3)})  # July is 1
    assert crm.deadline == 2
    assert "OM-1: requires OM-3; left out, as OM-3 is left out" in said(found)


def test_what_is_written_for_linear_is_read_back() -> None:
    preset = shipped_preset("linear")
    document = to_jira(PORTFOLIO, preset=preset)
    assert list(csv.DictReader(io.StringIO(document)))[2]["Blocked by"] == "crm, cdp"
    found = from_jira(document, horizon=MONTHS, preset=preset).portfolio
    assert found.by_id["web"].requires == ("crm", "cdp")
    assert found.by_id["crm"] == PORTFOLIO.by_id["crm"]


@pytest.mark.parametrize("form", ["%Y %Y", "%", "%d/%m", "soon", "%H:%M"])
def test_a_form_that_holds_no_date_is_refused(form: str) -> None:
    with pytest.raises(InvalidInputError, match=r"date_formats: has '.*', which holds no date; write it as"):
        Preset.from_json(f'{{"name": "Ours", "id": ["Nr."], "date_formats": ["{form}"]}}')


def test_a_preset_with_a_fault_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="titel: is no part of a preset"):
        Preset.from_json('{"name": "Ours", "id": ["Nr."], "titel": ["Titel"]}')
    with pytest.raises(
        InvalidInputError,
        match="there is none called 'jirra'; use one of asana, azure-devops, github-projects, ",
    ):
        shipped_preset("jirra")


# --- writing ---------------------------------------------------------------------------------------------------------

INITIATIVES = [
    Initiative(
        id="crm", title="=CRM()", effort={"IT": (2.0, 3.5)}, duration=2, tags={"label": ("store", "web")}
    ),
    Initiative(id="cdp", title="-CDP", owner="Ida", effort={"IT": 1, "shop": 2}),
    Initiative(id="web", title='A "web", shop', requires=["crm", "cdp"]),
    Initiative(id="app", requires=[Requirement(of=["web"], lag=2)]),
    Initiative(id="ads", requires=[Requirement(of=["crm", "web"], match="any")]),
    Initiative(id="pos", requires=[Requirement(of=["crm"], kind="start to start", lag=1)]),
]
PORTFOLIO = Portfolio(horizon=MONTHS, initiatives=INITIATIVES, capacities={"IT": None, "shop": None})


def test_what_is_written_is_read_back() -> None:
    found = from_jira(to_jira(PORTFOLIO), horizon=MONTHS, points=Points(per_period=10)).portfolio
    assert [entry.name() for entry in found.initiatives] == [
        "=CRM()",
        "-CDP",
        'A "web", shop',
        "app",
        "ads",
        "pos",
    ]
    assert found.by_id["web"].requires == ("crm", "cdp")
    for name in (
        "app",
        "ads",
        "pos",
        "crm",
        "cdp",
    ):  # from below the descriptions, where links and points do not say it
        own, read = PORTFOLIO.by_id[name], found.by_id[name]
        assert (read.requires, read.effort) == (own.requires, own.effort)
    assert found.by_id["crm"].tags == {"label": ("store", "web")}
    assert found.by_id["cdp"].owner == "Ida"


def test_what_links_cannot_say_is_in_the_description() -> None:
    rows = list(csv.DictReader(io.StringIO(to_jira(PORTFOLIO))))
    assert [row["Description"].splitlines()[:2] for row in rows[3:]] == [
        ["[omniprio]", "Waits for web, 2 periods later"],
        ["[omniprio]", "Waits for crm or web"],
        ["[omniprio]", "Starts not before crm starts, 1 period later"],
    ]


def test_each_issue_has_the_numbers_of_those_it_blocks_and_formulas_are_text() -> None:
    header, crm, cdp, web, *_ = rows = list(csv.reader(io.StringIO(to_jira(PORTFOLIO))))
    assert header[:3] == ["Issue key", "Issue ID", "Summary"]
    assert (crm[:3], cdp[:3]) == (["crm", "1", "'=CRM()"], ["cdp", "2", "'-CDP"])
    link = header.index('Link "Blocks"')
    assert (crm[link], cdp[link], web[link]) == ("3", "3", "4")  # web is 3 and app 4
    assert all(len(row) == len(header) for row in rows)


def test_link_columns_are_repeated() -> None:
    fan = [Initiative(id="a"), *(Initiative(id=name, requires=["a"]) for name in "bc")]
    header, first, *_ = csv.reader(io.StringIO(to_jira(Portfolio(horizon=2, initiatives=fan))))
    assert header.count('Link "Blocks"') == 2
    assert first[-2:] == ["2", "3"]


def test_a_plan_is_written_with_its_dates_and_without_what_is_left_out() -> None:
    plan = plan_of(PORTFOLIO, {"crm": 1, "cdp": 2, "web": 4})
    rows = {row["Issue key"]: row for row in csv.DictReader(io.StringIO(to_jira(plan)))}
    assert list(rows) == ["crm", "cdp", "web"]
    assert rows["crm"]["Custom field (Start date)"] == "01/Jul/25 12:00 AM"
    assert rows["crm"]["Due Date"] == "31/Aug/25 12:00 AM"  # July and August
    found = from_jira(to_jira(plan), horizon=MONTHS).portfolio
    assert [entry.deadline for entry in found.initiatives] == [2, 2, 4]


def test_a_plan_without_a_calendar_has_no_dates() -> None:
    plan = plan_of(Portfolio(horizon=2, initiatives=[Initiative(id="a")]), {"a": 1})
    assert to_jira(plan).splitlines()[0] == "Issue key,Issue ID,Summary,Issue Type,Description"


def test_no_digit_of_many_points_is_lost() -> None:
    large = Portfolio(
        horizon=2,
        initiatives=[Initiative(id="web", effort={"shop": 1234567.5}, duration=2)],
        capacities={"shop": 2e6},
    )
    (row,) = csv.DictReader(io.StringIO(to_jira(large)))
    assert row[POINTS] == "2469135"  # 2 x 1,234,567.5


@pytest.mark.parametrize("due", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("unit", ["week", "month", "quarter", "year"])
def test_a_due_date_at_the_end_of_the_calendar_is_not_in_the_horizon(due: str, unit: Unit) -> None:
    horizon = Horizon(periods=4, unit=unit, start=dt.date(2027, 1, 1))
    found = from_jira(issues(f"A-1,web,{due}", columns="Issue key,Summary,Due Date"), horizon=horizon)
    assert found.portfolio.by_id["A-1"].deadline is None
    assert any(f"is due {due}; left out, as that is not in the horizon" in str(note) for note in found.notes)


PARTS = (
    "Summary,Issue key,Issue id,Issue Type,Status,Parent,Due date,Inward issue link (Blocks)\n"
    "Register,OM-1,1,Epic,To Do,,,\nImport,OM-2,2,Story,To Do,1,2027-01-29,\nDedupe,OM-3,3,Story,To Do,1,2027-03-31,OM-2\n"
    "Shop,OM-4,4,Epic,To Do,,,\nBasket,OM-5,5,Story,To Do,4,2027-06-30,OM-3\n"
)


def test_a_link_between_stories_of_two_epics_is_one_of_the_epics_and_their_dates_are_theirs() -> None:
    found = from_jira(PARTS)
    assert [(one.id, one.requires, one.deadline) for one in found.portfolio.initiatives] == [
        ("OM-1", (), 1),  # the later of January and March is in the first quarter
        ("OM-4", ("OM-1",), 2),
    ]
    notes = "\n".join(map(str, found.notes))
    assert "OM-4: has a part, OM-5, that waits for OM-3; read as waiting for OM-1 as a whole" in notes
    assert "OM-1: does not say when it must be complete; read as its last part (and so for OM-4)" in notes


def test_links_of_stories_that_would_make_epics_wait_for_each_other_are_left_out() -> None:
    found = from_jira(f"{PARTS}Sync,OM-6,6,Story,To Do,1,,OM-5\n")
    assert [one.requires for one in found.portfolio.initiatives] == [(), ()]
    notes = "\n".join(map(str, found.notes))
    assert (
        "OM-4: has a part, OM-5, that waits for OM-3, and OM-1 would wait for it too; the link is left out"
        in notes
    )


@pytest.mark.parametrize("status", ["Won't Do", "Canceled", "Abgelehnt", "Annulleret", "Rejeté", "Odrzucone"])
def test_what_is_given_up_is_left_out_by_its_status(status: str) -> None:
    found = from_jira(f"Issue key,Summary,Status\nA-1,Web,Open\nA-2,App,{status}\n")
    assert [one.title for one in found.portfolio.initiatives] == ["Web"]
    assert f"A-2: is {status}; left out" in map(str, found.notes)
