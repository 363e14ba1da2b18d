"""A file of tasks is a plan of work: phases, what is done, dates and milestones, in the scale that fits."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from judge.seeds import slow_after

from omniprio import Horizon, Portfolio, plan_of, prioritise
from omniprio.errors import InvalidInputError, MissingExtraError
from omniprio.io.calendar_days import period_of, today
from omniprio.io.formats import format_in
from omniprio.io.imported import Imported, called_after
from omniprio.io.mpxj_files import add_nested_links, from_project_file
from omniprio.io.msproject_joined import Link, joined
from omniprio.io.msproject_read import from_msproject, imported_project
from omniprio.io.safe_xml import parsed_xml
from omniprio.language import Speaker

if TYPE_CHECKING:
    from omniprio.portfolio import Initiative
    from omniprio.portfolio.horizon import Unit


def project(*tasks: str, more: str = "") -> str:
    return f"<Project>{more}<Tasks>{''.join(tasks)}</Tasks></Project>"


def task(uid: int, name: str, begin: str = "", end: str = "", more: str = "", level: int = 1) -> str:
    """Return a task from the morning of a day to the evening of another."""
    dates = f"<Start>{begin}T08:00:00</Start><Finish>{end or begin}T17:00:00</Finish>" if begin else ""
    return f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>{dates}{more}</Task>"


def after(*uids: int, kind: str = "<Type>1</Type>") -> str:
    return "".join(
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID>{kind}</PredecessorLink>" for uid in uids
    )


def said(found: Imported) -> str:
    """Return the notes in English, when each is said in Danish in other words."""
    danish = Speaker("da")
    assert [note for note in found.notes if danish.say(note.text) == note.text] == []
    return "\n".join(map(str, found.notes))


def only(found: Imported) -> Initiative:
    (one,) = found.portfolio.initiatives
    return one


# --- it plans at once ------------------------------------------------------------------------------------------------


def test_a_file_of_tasks_plans_at_once_and_all_of_it() -> None:
    found = from_msproject(
        project(
            task(1, "Survey", "2027-03-01", "2027-03-26"),
            task(2, "Report", "2027-03-29", "2027-04-23", after(1)),
        )
    )
    assert {one.decision for one in found.portfolio.initiatives} == {"must"}
    plan = prioritise(found.portfolio, "shortest")
    assert (plan.starts, plan.proven) == ({"Survey": 1, "Report": 5}, True)
    # four weeks each, 1 March being a Monday
    assert found.portfolio.calendar == Horizon(periods=8, unit="week", start=dt.date(2027, 3, 1))
    assert str(found.notes[0]) == (
        "Project: 2 tasks are read as work that must be done; a period is a week, from 2027-03-01 on, 8 in all; "
        "another unit can be asked for"
    )


def test_what_is_complete_is_neither_planned_nor_paid_again() -> None:
    costs = "<FixedCost>{0}</FixedCost><Cost>{0}</Cost><PercentComplete>{1}</PercentComplete>"
    found = from_msproject(
        project(
            task(1, "Permit", "2026-01-05", "2026-11-27", costs.format(90_000, 100)),
            task(2, "Shell", "2027-01-04", "2027-04-30", costs.format(40_000, 0) + after(1)),
        ),
        unit="month",
    )
    shell = only(found)
    assert (shell.id, shell.cost, shell.requires) == ("Shell", 400, ())
    assert found.portfolio.calendar.start == dt.date(2027, 1, 4)  # not that of what is complete
    assert "Task 1 (Permit): is complete; nothing of it is planned or paid again" in said(found)
    assert "has a link from Task 1 (Permit), which is complete; nothing is left to wait for" in said(found)


def test_of_what_has_begun_only_what_is_left_is_planned() -> None:
    # three of four months are done; 1,000 cost, of which 600 are paid; 100 of 160 hours are left
    begun = (
        "<PercentComplete>75</PercentComplete><Cost>100000</Cost><ActualCost>60000</ActualCost>"
        "<Resume>2027-04-01T08:00:00</Resume>"
    )
    team = (
        "<Resources><Resource><UID>1</UID><Name>Crew</Name><Type>1</Type></Resource></Resources><Assignments><Assignment>"
        "<TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Work>PT160H0M0S</Work><RemainingWork>PT100H0M0S</RemainingWork>"
        "</Assignment></Assignments>"
    )
    found = from_msproject(
        project(task(1, "Shell", "2027-01-01", "2027-04-30", begun), more=team), unit="month"
    )
    shell = only(found)
    assert (shell.duration, shell.cost, shell.effort) == (1, 400, {"Crew": 100})
    assert found.portfolio.calendar.start == dt.date(2027, 4, 1)
    assert "is 75 % complete; only what is left of it is planned and paid" in said(found)


def test_without_what_was_paid_the_share_that_is_left_is_paid() -> None:
    half = "<PercentComplete>50</PercentComplete><Cost>100000</Cost>"
    found = from_msproject(project(task(1, "Shell", "2027-01-01", "2027-04-30", half)), unit="month")
    assert (only(found).duration, only(found).cost) == (2, 500)  # from 2 March on


# --- the scale -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "unit", "periods"),
    [
        (["2027-03-31", "2027-06-30", "2027-09-30"], "month", 9),  # ends with a month
        (
            ["2027-01-29", "2027-02-26", "2027-03-12"],
            "week",
            10,
        ),  # 69 days; March ends 20 days later, the week 2
        (["2027-01-08", "2027-01-13"], "day", 10),  # 10 days; the week ends 4 later
    ],
)
def test_periods_fit_the_work(ends: list[str], unit: Unit, periods: int) -> None:
    begin = dt.date(2027, 1, 4)
    tasks: list[str] = []
    for uid, end in enumerate(ends, start=1):
        tasks.append(task(uid, f"T{uid}", str(begin), end, after(uid - 1) if tasks else ""))
        begin = dt.date.fromisoformat(end) + dt.timedelta(days=1)
    portfolio = from_msproject(project(*tasks)).portfolio
    assert (portfolio.calendar.unit, portfolio.periods) == (unit, periods)
    plan = prioritise(portfolio, "shortest")
    last = portfolio.calendar.last_day(max(one.finish for one in plan.schedule))
    days = (dt.date.fromisoformat(ends[-1]) - dt.date(2027, 1, 3)).days
    assert (last - dt.date(2027, 1, 3)).days <= 1.1 * days


def test_the_unit_can_be_asked_for() -> None:
    document = project(task(1, "Shell", "2027-01-04", "2027-03-26"))
    assert [
        from_msproject(document, unit=unit).portfolio.periods for unit in ("day", "week", "month", "quarter")
    ] == [82, 12, 3, 1]  # 28 + 28 + 26 days


def test_days_off_are_closed_periods() -> None:
    # Thursday 7 and Friday 8 January, then Monday 11, Tuesday being a day off, and Wednesday
    calendar = (
        "<CalendarUID>3</CalendarUID><Calendars><Calendar><UID>3</UID><WeekDays>"
        + "".join(
            f"<WeekDay><DayType>{number}</DayType><DayWorking>{int(number not in {1, 7})}</DayWorking></WeekDay>"
            for number in range(1, 8)
        )
        + "</WeekDays><Exceptions><Exception><Name>Fair</Name><Occurrences>1</Occurrences><DayWorking>0</DayWorking>"
        "<TimePeriod><FromDate>2027-01-12T00:00:00</FromDate><ToDate>2027-01-12T23:59:00</ToDate></TimePeriod></Exception>"
        "</Exceptions></Calendar></Calendars>"
    )
    found = from_msproject(
        project(
            task(1, "Dig", "2027-01-07", "2027-01-08"),
            task(2, "Pour", "2027-01-11", "2027-01-13", after(1)),
            more=calendar,
        ),
        unit="day",
    ).portfolio
    assert found.closed == (3, 4, 6)  # Saturday, Sunday, Tuesday
    assert [one.duration for one in found.initiatives] == [2, 2]
    assert found.by_id["Pour"].requires == ("Dig",)
    plan = prioritise(found, "shortest")
    assert {one.id: (one.start, one.finish) for one in plan.schedule} == {"Dig": (1, 2), "Pour": (5, 7)}


def test_days_off_that_come_again_are_named() -> None:
    exception = (
        "<Exception><Name>New year</Name><Occurrences>5</Occurrences><DayWorking>0</DayWorking><TimePeriod>"
        "<FromDate>2027-01-01T00:00:00</FromDate><ToDate>2031-01-01T23:59:00</ToDate></TimePeriod></Exception>"
    )
    more = f"<Calendars><Calendar><UID>1</UID><Exceptions>{exception}</Exceptions></Calendar></Calendars>"
    found = from_msproject(project(task(1, "Dig", "2027-01-04", "2027-01-29"), more=more))
    assert found.portfolio.closed == ()
    assert "has days off that come again and again, which are not read: New year" in said(found)


def test_a_milestone_takes_no_time() -> None:
    gate = "<Milestone>1</Milestone>"
    found = from_msproject(
        project(
            task(1, "Design", "2027-01-01", "2027-03-31"),
            "<Task><UID>2</UID><Name>Gate</Name><Start>2027-03-31T17:00:00</Start><Finish>2027-03-31T17:00:00</Finish>"
            f"{gate}{after(1)}</Task>",
            task(3, "Build", "2027-04-01", "2027-06-30", after(2)),
        ),
        unit="month",
    )
    plan = prioritise(found.portfolio, "shortest")
    assert {one.id: (one.start, one.finish) for one in plan.schedule} == {
        "Design": (1, 3),
        "Gate": (3, 3),
        "Build": (4, 6),
    }
    assert found.portfolio.by_id["Gate"].tags == {"task": ("milestone",)}


@pytest.mark.parametrize("unit", ["day", "week", "month"])
@pytest.mark.parametrize("seed", slow_after(10, range(200)))
def test_the_schedule_of_the_file_is_always_possible(seed: int, unit: Unit) -> None:
    """Random tasks in working time, each begun when its links allow: in every scale the file's own dates keep every rule."""
    rng = random.Random(seed)  # noqa: S311  no secret
    tasks: list[str] = []
    days: dict[int, tuple[dt.date, dt.date]] = {}
    for uid in range(1, rng.randint(2, 9)):
        before = rng.sample(range(1, uid), min(uid - 1, rng.randint(0, 2)))
        begin = max((days[other][1] for other in before), default=dt.date(2027, 1, 4)) + dt.timedelta(
            days=1 if before else rng.randint(0, 20)
        )
        while begin.weekday() > 4:
            begin += dt.timedelta(days=1)
        end = begin + dt.timedelta(days=rng.choice([0, 0, 1, 3, 4, 11, 30]))
        days[uid] = begin, end
        tasks.append(task(uid, f"T{uid}", str(begin), str(end), after(*before)))
    portfolio = from_msproject(project(*tasks), unit=unit, start=dt.date(2027, 1, 1)).portfolio
    first = {f"T{uid}": period_of(portfolio.calendar, begin) for uid, (begin, _) in days.items()}
    plan = plan_of(portfolio, first)  # raises where a rule is broken
    latest = max(end for _, end in days.values())
    last = max(one.finish for one in plan.schedule)
    assert portfolio.calendar.first_day(last) <= latest <= portfolio.calendar.last_day(last)


# --- phases ----------------------------------------------------------------------------------------------------------

PHASES = (
    task(1, "Shop", "2027-01-04", "2027-02-26", "<Summary>true</Summary>"),
    task(2, "Design", "2027-01-04", "2027-01-29", "<Summary>false</Summary>", level=2),
    task(3, "Test", "2027-02-01", "2027-02-26", after(2), level=2),
    task(4, "App", "2027-03-01", "2027-04-30", after(1), level=1),
    task(5, "Design", "2027-03-01", "2027-03-26", level=2),
    task(6, "Test", "2027-03-29", "2027-04-30", after(5), level=2),
    task(7, "Launch", "2027-05-03", "2027-05-28", after(4)),
)


def test_links_of_phases_reach_the_work_inside_them() -> None:
    found = from_msproject(project(*PHASES), unit="week")
    required = {
        one.id: {name for entry in one.requirements for name in entry.of}
        for one in found.portfolio.initiatives
    }
    assert required == {
        "Design (Shop)": set(),
        "Test (Shop)": {"Design (Shop)"},
        "Design (App)": {"Design (Shop)", "Test (Shop)"},
        "Test (App)": {"Design (Shop)", "Test (Shop)", "Design (App)"},
        "Launch": {"Design (App)", "Test (App)"},
    }
    assert found.portfolio.by_id["Test (App)"].tags == {"phase": ("App",)}
    assert found.portfolio.by_id["Test (App)"].title == "Test (App)"
    plan = prioritise(found.portfolio, "shortest")
    assert plan.starts["Design (App)"] == 9  # after the eight weeks of the shop
    assert "the work inside it is linked" in said(found)


def test_what_a_phase_costs_and_takes_is_shared_out() -> None:
    # 900 of the phase and 240 hours, shared by two parts of three months; the milestone gets nothing
    team = (
        "<Resources><Resource><UID>1</UID><Name>Crew</Name><Type>1</Type></Resource></Resources><Assignments><Assignment>"
        "<TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Work>PT240H0M0S</Work></Assignment></Assignments>"
    )
    found = from_msproject(
        project(
            task(1, "Shell", "2027-01-01", "2027-03-31", "<FixedCost>90000</FixedCost><Cost>190000</Cost>"),
            task(
                2,
                "Walls",
                "2027-01-01",
                "2027-03-31",
                "<FixedCost>100000</FixedCost><Cost>100000</Cost>",
                level=2,
            ),
            task(3, "Roof", "2027-01-01", "2027-03-31", level=2),
            task(4, "Topped out", "2027-03-31", "2027-03-31", "<Milestone>1</Milestone>", level=2),
            more=team,
        ),
        unit="month",
    )
    assert {one.id: (one.cost, one.effort) for one in found.portfolio.initiatives} == {
        "Walls": (1000 + 450, {"Crew": 40}),
        "Roof": (450, {"Crew": 40}),
        "Topped out": (0, {}),
    }
    assert "is a phase with a cost or work of its own; shared out evenly among its parts (2)" in said(found)


def test_a_phase_that_only_sums_up_costs_nothing_more() -> None:
    cost = "<FixedCost>{}</FixedCost><Cost>30000</Cost>"
    document = project(
        task(1, "Shell", "2027-01-01", "2027-03-31", cost.format(0)),
        task(2, "Walls", "2027-01-01", "2027-03-31", cost.format(30000), level=2),
    )
    assert only(from_msproject(document)).cost == 300


def test_what_only_a_phase_says_is_done_is_done_of_its_parts() -> None:
    found = from_msproject(
        project(
            task(1, "Shell", "2027-01-01", "2027-03-31", "<PercentComplete>100</PercentComplete>"),
            task(2, "Walls", "2027-01-01", "2027-03-31", level=2),
            task(3, "Launch", "2027-04-01", "2027-04-30"),
        )
    )
    assert only(found).id == "Launch"


# --- dates -----------------------------------------------------------------------------------------------------------


def test_deadlines_are_when_work_should_be_complete() -> None:
    # Roof ends in March and should by the end of February, as its phase should; Walls has a deadline of its own
    deadline = "<Deadline>2027-0{}T17:00:00</Deadline>"
    found = from_msproject(
        project(
            task(1, "Shell", "2027-01-01", "2027-03-31", deadline.format("2-28")),
            task(2, "Walls", "2027-01-01", "2027-01-31", deadline.format("1-31"), level=2),
            task(3, "Roof", "2027-02-01", "2027-03-31", after(2), level=2),
        ),
        unit="month",
    )
    assert {one.id: one.due for one in found.portfolio.initiatives} == {"Walls": 1, "Roof": 2}
    assert prioritise(found.portfolio, "on time, shortest").starts == {"Walls": 1, "Roof": 2}


@pytest.mark.parametrize(
    ("kind", "day", "dates"),
    [
        (2, "2027-03-01", {"fixed_start": 3}),
        (3, "2027-04-30", {"earliest_start": 3, "deadline": 4}),
        (4, "2027-02-01", {"earliest_start": 2}),
        (5, "2027-05-01", {"latest_start": 5}),
        (6, "2027-03-31", {"earliest_start": 2}),
        (7, "2027-06-30", {"deadline": 6}),
    ],
)
def test_each_constraint_is_a_date(kind: int, day: str, dates: dict[str, int]) -> None:
    # March and April, from January on; what is free to move keeps its place in the month
    constraint = f"<ConstraintType>{kind}</ConstraintType><ConstraintDate>{day}T08:00:00</ConstraintDate>"
    document = project(task(1, "Roof", "2027-03-01", "2027-04-30", constraint))
    roof = only(from_msproject(document, unit="month", start=dt.date(2027, 1, 1)))
    names = ("earliest_start", "latest_start", "deadline", "fixed_start")
    assert {name: period for name in names if (period := getattr(roof, name)) is not None} == dates


# --- nothing is dropped in silence -----------------------------------------------------------------------------------


def test_a_link_without_a_type_is_one_from_finish_to_start() -> None:
    found = from_msproject(
        project(
            task(1, "Dig", "2027-01-04", "2027-01-29"),
            task(2, "Pour", "2027-02-01", "2027-02-26", after(1, kind="")),
        ),
        unit="week",
    )
    assert found.portfolio.by_id["Pour"].requires == ("Dig",)
    assert "has a link from Task 1 (Dig) without a type; read as finish to start" in said(found)


def test_numbers_are_read_as_programs_write_them() -> None:
    odd = "<FixedCost>2.5E5</FixedCost><Duration>PT7.5H0M0S</Duration>"
    found = from_msproject(project(task(1, "Dig", "2027-01-04", "2027-01-29", odd), task(2, "Pour")))
    assert found.portfolio.by_id["Dig"].cost == 2500  # 250,000 hundredths


@pytest.mark.parametrize("written", ["FS", "fs", "Finish-to-Start", "1"])
def test_the_type_of_a_link_may_be_a_word(written: str) -> None:
    link = after(1, kind=f"<Type>{written}</Type><LinkLag>9600,0</LinkLag>")  # two days of eight hours
    tasks = task(1, "Dig", "2027-01-04", "2027-01-29"), task(2, "Pour", "2027-02-03", "2027-02-26", link)
    assert from_msproject(project(*tasks), unit="week").portfolio.by_id["Pour"].requires == ("Dig",)


def test_a_type_of_a_link_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(InvalidInputError, match=r"PredecessorLink 1\.Type: is 'later'; give a number"):
        from_msproject(project(task(1, "Dig"), task(2, "Pour", more=after(1, kind="<Type>later</Type>"))))


@pytest.mark.parametrize("written", ["0", "false", "No", "nej", "Falsk", "FALSCH"])
def test_yes_and_no_may_be_words_of_the_user(written: str) -> None:
    rest = task(2, "Pour", "2027-02-01", "2027-02-26")
    dig = task(1, "Dig", "2027-01-04", "2027-01-29", f"<Active>{written}</Active>")
    assert list(from_msproject(project(dig, rest)).portfolio.by_id) == ["Pour"]


def test_what_is_neither_yes_nor_no_is_refused_by_name() -> None:
    with pytest.raises(InvalidInputError, match=r"Task 1 \(Dig\)\.Active: is 'perhaps'; give true or false"):
        from_msproject(project(task(1, "Dig", "2027-01-04", "2027-01-29", "<Active>perhaps</Active>")))


def test_a_task_that_may_begin_only_later_than_it_is_dated_has_periods_enough() -> None:
    later = "<ConstraintType>4</ConstraintType><ConstraintDate>2027-02-15T08:00:00</ConstraintDate>"
    found = from_msproject(project(task(1, "Dig", "2027-01-04", "2027-01-29", later)), unit="week")
    assert only(found).earliest_start == 7  # six weeks after that of 4 January
    assert found.portfolio.calendar.periods == 10  # it takes four


def test_one_line_a_kind_says_all() -> None:
    tasks = [task(uid, f"T{uid}", "2027-01-04", "2027-01-29", "<Active>0</Active>") for uid in range(1, 50)]
    found = from_msproject(project(*tasks, task(99, "Dig", "2027-01-04", "2027-01-29")))
    assert [str(note) for note in found.notes[1:]] == [
        "Task 1 (T1): is inactive; left out (and so for Task 2 (T2), Task 3 (T3), Task 4 (T4) and 45 more)"
    ]
    assert len(found.notes[1].others) == 48
    assert "and 45 more" in str(found.portfolio.provenance["Task 1 (T1)"])


# --- files of other programs -----------------------------------------------------------------------------------------


def test_a_file_of_projectlibre_is_read_without_java(tmp_path: Path) -> None:
    path = tmp_path / "house.pod"
    inside = project(task(1, "Dig", "2027-01-04", "2027-01-29"))
    path.write_bytes(
        b"\xac\xed\x00\x05 objects @@@@@@@@@@ProjectLibreSeparator_MSXML@@@@@@@@@@" + inside.encode()
    )
    assert list(from_project_file(path).portfolio.by_id) == ["Dig"]
    path.write_bytes(b"\xac\xed\x00\x05 objects")
    with pytest.raises(InvalidInputError, match=r"house.pod: holds no project"):
        from_project_file(path)


def test_several_projects_of_a_file_are_phases() -> None:
    team = (
        "<Resources><Resource><UID>1</UID><Name>Crew</Name><Type>1</Type></Resource></Resources><Assignments><Assignment>"
        "<UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Work>PT160H0M0S</Work></Assignment></Assignments>"
    )
    each = [
        project(
            task(1, "Dig", "2027-01-04", "2027-01-29"),
            task(2, "Pour", "2027-02-01", "2027-02-26", after(1)),
            more=f"<Title>{name}</Title>{team}",
        )
        for name in ("House", "Barn")
    ]
    whole = joined([parsed_xml(document, root="Project") for document in each])
    portfolio = imported_project(whole, "week", None, None).portfolio
    assert {
        one.id: [name for entry in one.requirements for name in entry.of] for one in portfolio.initiatives
    } == {
        "Dig (House)": [],
        "Pour (House)": ["Dig (House)"],
        "Dig (Barn)": [],
        "Pour (Barn)": ["Dig (Barn)"],
    }
    assert portfolio.by_id["Dig (Barn)"].effort == {"Crew": 40}  # 160 hours in four weeks
    assert portfolio.capacities == {"Crew": None}


def test_a_link_between_two_projects_of_a_file_is_kept() -> None:
    """Both have a task 1 and a task 2; the second digs only when the first has poured, its task 2."""
    each = [
        project(
            task(1, "Dig", "2027-01-04", "2027-01-29", links), task(2, "Pour", "2027-02-01", "2027-02-26")
        )
        for links in ("", after(2))
    ]
    parts = [parsed_xml(document, root="Project") for document in each]
    whole = joined(parts, {Link(place=2, task="1", before="2"): 1})
    portfolio = imported_project(whole, "week", None, None).portfolio
    assert portfolio.by_id["Dig (Project 2)"].requires == ("Pour (Project 1)",)


def test_a_file_of_primavera_is_known_by_its_first_element(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "house.xml"
    path.write_text("<APIBusinessObjects><Project/></APIBusinessObjects>", encoding="utf-8")
    assert format_in(path).name == "project"
    monkeypatch.setitem(sys.modules, "jpype", None)
    with pytest.raises(MissingExtraError, match="install the extra `mpxj`"):
        from_project_file(path)
    path.write_text("<!DOCTYPE a><APIBusinessObjects/>", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="declares a document type"):
        from_project_file(path)
    path.write_text(project(task(1, "Dig")), encoding="utf-8")
    assert format_in(path).name == "msproject"


GAN = """<project name="House"><calendars><day-types><day-type id="0"/><day-type id="1"/>
<default-week id="1" name="default" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/></day-types></calendars><tasks><taskproperties/>
<task id="0" name="Dig" start="2027-01-04" duration="20" complete="0"><depend id="1" type="2" difference="0"/></task>
<task id="1" name="Pour" start="2027-02-01" duration="20" complete="0"/></tasks><resources/><allocations/></project>"""


def test_a_file_of_ganttproject_is_read_by_mpxj(tmp_path: Path) -> None:
    pytest.importorskip("mpxj")
    bridge = pytest.importorskip("jpype")
    try:
        bridge.getDefaultJVMPath()
    except bridge.JVMNotFoundException:
        pytest.skip("there is no Java")
    head, _, rest = GAN.partition("<calendars>")
    paths = [tmp_path / "house.gan", tmp_path / "without a week.gan"]
    paths[0].write_text(GAN, encoding="utf-8")
    paths[1].write_text(head + rest.partition("</calendars>")[2], encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from omniprio.io import from_project_file\n"
        "for path in map(Path, sys.argv[1:]):\n"
        "    read = from_project_file(path, unit='week'); found = read.portfolio\n"
        "    print([(one.id, one.decision, one.duration, one.requires) for one in found.initiatives], repr(found.currency))\n"
        "    print([str(note) for note in read.notes if 'working week' in str(note)])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    read = "[('Dig', 'must', 4, ()), ('Pour', 'must', 4, ('Dig',))] ''"  # the file says no currency
    told = ["[]", "['Project: has no working week; read as Monday to Friday']"]
    assert run.stdout.splitlines() == [read, told[0], read, told[1]]


def test_links_of_tasks_inside_others_in_a_file_of_ganttproject_hold() -> None:
    """mpxj reads those of tasks that stand alone, as of 4 to 5; a link that is there already is not doubled."""
    inside = '<task id="1"><depend id="2" type="2" difference="-1"/></task><task id="2"><depend id="3" type="1"/><depend id="9"/></task>'
    file = parsed_xml(
        f'<project><tasks><task id="0">{inside}</task><task id="3"/></tasks></project>', root="project"
    )
    found = parsed_xml(project(*(task(number, f"T{number}") for number in range(1, 5))), root="Project")
    add_nested_links(found, file)
    add_nested_links(found, file)
    links = {
        own.findtext("UID"): [
            tuple(link.findtext(part) for part in ("PredecessorUID", "Type", "LinkLag"))
            for link in own.iter("PredecessorLink")
        ]
        for own in found.iter("Task")
    }
    assert links == {"1": [], "2": [], "3": [("2", "1", "-4800")], "4": [("3", "3", "0")]}


def test_tasks_that_should_have_ended_by_now_are_named() -> None:
    """Today is 1 December 2026 in the tests."""
    found = from_msproject(
        project(task(1, "Dig", "2026-11-02", "2026-11-27"), task(2, "Pour", "2026-11-30", "2026-12-04"))
    )
    assert (
        "Task 1 (Dig): should have ended before today (2026-12-01), and is not complete; planned as open"
        in map(str, found.notes)
    )


@pytest.mark.parametrize(
    ("file", "name"), [("Road map.csv", "Road map"), ("K\udcf8b.csv", "K?b")], ids=["plain", "not Unicode"]
)
def test_what_says_no_name_is_called_after_its_file(file: str, name: str) -> None:
    found = called_after(Imported(portfolio=Portfolio(horizon=1, initiatives=[])), Path(file))
    assert found.portfolio.name == name


def test_today_can_be_said_and_what_is_no_moment_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert today() == dt.date(1970, 1, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "9" * 30)
    assert today() > dt.date(2026, 1, 1)
