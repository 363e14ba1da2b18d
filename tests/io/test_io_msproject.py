"""Microsoft Project XML: written, read back by another program and by us, and read from outside."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from omniprio import Cost, Horizon, Initiative, Plan, Portfolio, Requirement, outside, plan_of, prioritise
from omniprio.errors import InvalidInputError, MissingExtraError
from omniprio.io.formats import format_of
from omniprio.io.mpxj_files import ENDINGS, from_project_file
from omniprio.io.msproject_read import from_msproject
from omniprio.io.msproject_write import to_msproject
from omniprio.io.primavera import links_from_outside, what_if_projects
from omniprio.io.safe_xml import parsed_xml
from omniprio.language import Speaker

if TYPE_CHECKING:
    from omniprio.io.imported import Imported

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "import_samples"
QUARTERS = Horizon(periods=8, unit="quarter", start=dt.date(2027, 1, 1))

INITIATIVES = [
    Initiative(
        id="identify",
        title="Know & <recognise>",
        duration=2,
        cost=Cost(amount=720, spread="start", running=15),
        effort={"IT": (100.0, 300.0)},
    ),
    Initiative(id="web", cost=300.5, costs={"capex": 40}, requires=[Requirement(of=["identify"], lag=1)]),
    Initiative(id="train", requires=[Requirement(of=["identify"], kind="start to start", lag=1)]),
    Initiative(id="ads", requires=[Requirement(of=["identify", "web"], match="any")], effort={"IT": 46}),
]


def plan() -> Plan:
    """Return a plan by hand: identify in 1-2, train in 3, ads in 3, web in 4."""
    portfolio = Portfolio(
        horizon=QUARTERS,
        initiatives=INITIATIVES,
        budgets={"capex": None},
        capacities={"IT": 736},
        currency="kDKK",
        name="channels",
    )
    return plan_of(portfolio, {"identify": 1, "web": 4, "train": 3, "ads": 3})


def project(*tasks: str, more: str = "") -> str:
    return f'<Project xmlns="http://schemas.microsoft.com/project">{more}<Tasks>{"".join(tasks)}</Tasks></Project>'


def task(uid: int, more: str = "", duration: str = "PT40H0M0S") -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>T{uid}</Name><Duration>{duration}</Duration>{more}</Task>"
    )


def link(before: int, kind: int = 1, lag: float = 0, form: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{before}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def said(found: Imported) -> str:
    """Return the notes in English, when each is said in Danish in other words."""
    danish = Speaker("da")
    assert [note for note in found.notes if danish.say(note.text) == note.text] == []
    return "\n".join(map(str, found.notes))


# --- writing ---------------------------------------------------------------------------------------------------------


def test_a_plan_is_read_back_as_it_was() -> None:
    found = from_msproject(to_msproject(plan()), unit="quarter").portfolio
    assert list(found.by_id) == ["identify", "train", "ads", "web"]  # by start, then as given
    identify, web, train, ads = (found.by_id[entry.id] for entry in INITIATIVES)
    assert [entry.duration for entry in (identify, web, train, ads)] == [2, 1, 1, 1]
    assert identify.title == "Know & <recognise>"
    assert identify.cost == Cost(amount=720, spread="start", running=15)
    assert (web.cost, web.costs) == (300.5, {"capex": 40})
    assert web.requires == (Requirement(of=("identify",), lag=1),)
    assert train.requires == (Requirement(of=("identify",), kind="start to start", lag=1),)
    assert ads.requires == INITIATIVES[3].requires  # from the notes; the link is to what the plan relies on
    assert identify.effort == {"IT": (100, 300)}
    assert ads.effort == {"IT": 46}
    assert found.currency == "kDKK"
    assert found.calendar.start == dt.date(2027, 1, 1)


def notes(document: bytes, name: str) -> str:
    """Return the notes of a task of ours."""
    tasks = parsed_xml(document, root="Project").iter("Task")
    (found,) = [
        str(task.findtext("Notes")) for task in tasks if task.findtext("ExtendedAttribute/Value") == name
    ]
    return found


def test_what_the_format_has_no_place_for_is_in_the_notes_of_the_task() -> None:
    about, ads = notes(to_msproject(plan()), "identify"), notes(to_msproject(plan()), "ads")
    assert "Running cost (money) in each period after completion: 15" in about
    assert "Effort (IT) by period of the work: 100, 300" in about
    assert "Requires one of: identify, web" in ads


def test_no_digit_of_a_large_amount_is_lost_in_the_notes_of_a_task() -> None:
    web = Initiative(id="web", duration=2, cost=Cost(profile=(1234567.5, 2), running=400249382.66))
    document = to_msproject(plan_of(Portfolio(horizon=QUARTERS, initiatives=[web]), {"web": 1}))
    about = notes(document, "web")
    assert from_msproject(document, unit="quarter").portfolio.by_id["web"].cost == web.cost
    assert "Running cost (money) in each period after completion: 400249382.66" in about
    assert "Cost (money) by period of the work: 1234567.5, 2" in about


def test_only_what_waits_longer_than_its_links_has_a_date() -> None:
    # train may start in 1 + 1 = 2 and starts in 3; web may start in 2 + 1 + 1 = 4 and does
    tasks = {
        str(entry.findtext("Name")): entry
        for entry in parsed_xml(to_msproject(plan()), root="Project").iter("Task")
    }
    assert {name: entry.findtext("ConstraintDate") for name, entry in tasks.items()} == {
        "Know & <recognise>": None,
        "train": "2027-07-01T08:00:00",
        "ads": None,
        "web": None,
    }


def test_the_stronger_of_two_links_to_one_task_is_written() -> None:
    both = [Requirement(of=["a"]), Requirement(of=["a"], kind="start to start", lag=3)]
    portfolio = Portfolio(
        horizon=QUARTERS, initiatives=[Initiative(id="a"), Initiative(id="b", requires=both)]
    )
    document = to_msproject(plan_of(portfolio, {"a": 1, "b": 4}))
    (link,) = parsed_xml(document, root="Project").iter("PredecessorLink")
    assert (link.findtext("Type"), link.findtext("LagFormat")) == (
        "3",
        "7",
    )  # start to start, as 1 + 3 > 1 + 1
    assert from_msproject(document, unit="quarter").portfolio.by_id["b"].requirements == tuple(both)


@pytest.mark.parametrize("unit", ["week", "month", "quarter", "year"])
@pytest.mark.parametrize("start", [dt.date(2027, 1, 1), dt.date(2027, 1, 31), dt.date(2028, 2, 29)])
def test_durations_and_lags_survive_in_every_calendar(unit: str, start: dt.date) -> None:
    horizon = Horizon.model_validate({"periods": 60, "unit": unit, "start": start})
    chain = [Initiative(id="0", duration=1)]
    chain += [
        Initiative(id=str(k), duration=k + 1, requires=[Requirement(of=[str(k - 1)], lag=k)])
        for k in range(1, 6)
    ]
    starts = {
        "0": 1,
        "1": 3,
        "2": 7,
        "3": 13,
        "4": 21,
        "5": 31,
    }  # next = start + duration (k + 1) + lag (k + 1)
    portfolio = Portfolio(horizon=horizon, initiatives=chain)
    found = from_msproject(to_msproject(plan_of(portfolio, starts)), unit=horizon.unit).portfolio
    assert [entry.duration for entry in found.initiatives] == [1, 2, 3, 4, 5, 6]
    assert [entry.requires for entry in found.initiatives] == [entry.requires for entry in chain]
    assert found.periods == 36  # 31 + 6 - 1


def test_a_plan_without_a_calendar_is_refused() -> None:
    bare = plan_of(Portfolio(horizon=2, initiatives=[Initiative(id="a")]), {"a": 1})
    with pytest.raises(InvalidInputError, match="horizon: has no start date, and tasks need dates; give"):
        to_msproject(bare)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert to_msproject(plan()) == to_msproject(plan())


def test_characters_that_xml_cannot_hold_do_not_break_the_file() -> None:
    portfolio = Portfolio(horizon=QUARTERS, initiatives=[Initiative(id="a", title="bell\x07")])
    found = from_msproject(to_msproject(plan_of(portfolio, {"a": 1})), unit="quarter").portfolio
    assert found.by_id["a"].title == "bell\x07"  # the name has U+FFFD, the line in the notes says what it is


# --- reading ---------------------------------------------------------------------------------------------------------


def test_durations_are_counted_from_the_first_to_the_last_day() -> None:
    # Monday 4 January to Friday 15 January 2027 touches two weeks; to Thursday 11 February two months
    dates = "<Start>2027-01-04T08:00:00</Start><Finish>2027-01-{}T{}:00:00</Finish>"
    document = project(task(1, dates.format(15, 17)), task(2, dates.format(11, "00")))
    found = from_msproject(document, unit="week").portfolio
    assert [entry.duration for entry in found.initiatives] == [
        2,
        1,
    ]  # what ends at midnight ends the day before
    assert from_msproject(document, unit="month").portfolio.by_id["T1"].duration == 1


def test_without_dates_working_time_counts() -> None:
    # 40 hours are a working week; 41 are more than one; 20 of 7 hours 30 are 150 / 37.5 = 4 weeks
    document = project(task(1), task(2, duration="PT41H0M0S"), task(3, duration="PT0H0M0S"))
    found = from_msproject(document, unit="week").portfolio
    assert [entry.duration for entry in found.initiatives] == [1, 2, 1]
    short = project(task(1, duration="PT150H0M0S"), more="<MinutesPerWeek>2250</MinutesPerWeek>")
    assert from_msproject(short, unit="week").portfolio.by_id["T1"].duration == 4
    assert from_msproject(short, unit="week").portfolio.horizon == 4  # no dates, no calendar


@pytest.mark.parametrize(
    ("lag", "form", "periods", "duration"),
    [
        (24_000, 9, 1, 1),  # 2,400 working minutes, a working week
        (36_000, 9, 1, 2),  # a week and a half: from the middle of the fourth week to that of the fifth
        (100_800, 10, 1, 1),  # 10,080 elapsed minutes, seven days
        (50, 19, 1, 1),  # half of the two weeks that the task before takes
        (2_400.5, 9, 0, 2),  # a fraction of a lag is one too: a tenth of a week
    ],
)
def test_lags_come_in_many_units(lag: float, form: int, periods: int, duration: int) -> None:
    document = project(task(1, duration="PT80H0M0S"), task(2, link(1, 1, lag, form)))
    found = from_msproject(document, unit="week").portfolio
    assert found.by_id["T2"].requires == ((Requirement(of=("T1",), lag=periods) if periods else "T1"),)
    assert found.by_id["T2"].duration == duration


def test_short_tasks_that_follow_each_other_stay_in_a_period() -> None:
    # five of 8 hours are a working week; the sixth is in the next; with a day to wait each is done every other day
    chain = [task(1, duration="PT8H0M0S")]
    chain += [task(uid, link(uid - 1), "PT8H0M0S") for uid in range(2, 7)]
    found = from_msproject(project(*chain), unit="week").portfolio
    assert found.periods == 2
    assert prioritise(found).starts == {"T1": 1, "T2": 1, "T3": 1, "T4": 1, "T5": 1, "T6": 2}
    waiting = [task(1, duration="PT8H0M0S"), task(2, link(1, 1, 4_800), "PT8H0M0S")]
    (_, second) = from_msproject(project(*waiting), unit="week").portfolio.initiatives
    assert second.requires == (Requirement(of=("T1",), lag=-1),)


def test_an_overlap_is_no_longer_than_it_may_be() -> None:
    # the first ends on Friday 8 January; two working days before are Thursday and Friday
    def dates(begin: int, end: int) -> str:
        return f"<Start>2027-01-{begin:02}T08:00:00</Start><Finish>2027-01-{end:02}T17:00:00</Finish>"

    document = project(task(1, dates(4, 8)), task(2, dates(7, 13) + link(1, 1, -9_600)))
    found = from_msproject(document, unit="day").portfolio
    assert found.by_id["T2"].requires == (
        Requirement(of=("T1",), lag=-2),
    )  # -3 would let it begin on Wednesday


def test_what_a_portfolio_cannot_hold_is_noted() -> None:
    document = project(
        "<Task><UID>9</UID><ID>9</ID><Name>All</Name><Summary>1</Summary></Task>",
        task(1, "<Milestone>1</Milestone>", "PT0H0M0S"),
        task(2, link(1, 0)),
        task(3, link(1, 2)),
        task(4, link(1, 1, -24_000)),
        task(5, link(9)),
        task(6, link(77)),
        task(7, "<Active>0</Active>"),
        task(8, "<ConstraintType>1</ConstraintType><Deadline>2000-12-01T00:00:00</Deadline>"),
        task(10, "<PercentComplete>40</PercentComplete>"),
        more="<ExtendedAttributes><ExtendedAttribute><FieldName>Cost1</FieldName></ExtendedAttribute></ExtendedAttributes>",
    )
    found = from_msproject(document, unit="week")
    assert [entry.id for entry in found.portfolio.initiatives] == [
        "T1",
        "T2",
        "T3",
        "T4",
        "T5",
        "T6",
        "T8",
        "T10",
    ]
    assert [entry.id for entry in found.portfolio.initiatives if entry.requires] == ["T2", "T3", "T4"]
    # T1 is the moment with which a week begins: the others may end with the week before it, and T4 begin a week before it
    assert [found.portfolio.by_id[name].requires for name in ("T2", "T3", "T4")] == [
        (Requirement(of=["T1"], kind="finish to finish", lag=-1),),
        (Requirement(of=["T1"], kind="start to finish", lag=-1),),
        (Requirement(of=["T1"], lag=-2),),
    ]
    for note in (
        "Task 9 (All): is a summary of other tasks; left out",
        "Task 1 (T1): is a milestone; takes no time",
        "Task 5 (T5): has a link from Task 9 (All), which is left out; the link is left out",
        "Task 6 (T6): has a link from a task that is not in the file; the link is left out",
        "Task 7 (T7): is inactive; left out",
        "Task 8 (T8): has the constraint 'as late as possible'; left out",
        "Task 8 (T8): has a deadline on 2000-12-01, outside the horizon; left out",
        "Task 10 (T10): is 40 % complete; only what is left of it is planned and paid",
        "Project: has custom fields; read as tags: Cost1",
    ):
        assert note in said(found)
    assert "inactive" in str(found.portfolio.provenance["Task 7 (T7)"])  # the notes stay with the portfolio


def test_constraints_become_dates() -> None:
    text = "<ConstraintType>{}</ConstraintType><ConstraintDate>2027-01-{}T08:00:00</ConstraintDate>"
    tasks = [
        task(1, text.format(2, 12)),  # must start on a day of the second week
        task(2, text.format(4, 18)),  # not before the third
        task(3, text.format(5, 11)),
        task(4, text.format(7, 10)),  # the last day of the first week
    ]
    found = from_msproject(
        project(*tasks, more="<StartDate>2027-01-04T08:00:00</StartDate>"), unit="week"
    ).portfolio
    one, two, three, four = found.initiatives
    assert (one.fixed_start, two.earliest_start, three.latest_start, four.deadline) == (2, 3, 2, 1)


def test_constraints_that_cannot_hold_are_noted() -> None:
    text = "<ConstraintType>{}</ConstraintType><ConstraintDate>2026-12-{}T08:00:00</ConstraintDate>"
    tasks = [task(1, text.format(2, 31)), task(2, text.format(4, 31)), task(3, text.format(99, 31))]
    found = from_msproject(project(*tasks), unit="week", start=dt.date(2027, 1, 4))
    assert [entry.fixed_start or entry.earliest_start for entry in found.portfolio.initiatives] == [None] * 3
    assert "Task 1 (T1): has latest dates before it can be done; read as when it should be complete" in said(
        found
    )
    assert found.portfolio.by_id["T1"].due == 1
    assert "Task 2" not in said(found)  # not before the horizon begins: always so
    assert "Task 3 (T3): has the constraint 'constraint 99'; left out" in said(found)


def test_what_can_never_start_in_time_should_be_complete_then() -> None:
    # T2 must be complete in the first week, in which the file has it, and comes after T1, which takes two
    days = "<Start>2027-01-04T08:00:00</Start><Finish>2027-01-{}T17:00:00</Finish>"
    late = "<ConstraintType>7</ConstraintType><ConstraintDate>2027-01-08T08:00:00</ConstraintDate>"
    found = from_msproject(
        project(task(1, days.format(15)), task(2, link(1) + late + days.format("08"))), unit="week"
    )
    assert "Project: as linked and dated, these could never start, so their latest dates are read" in said(
        found
    )
    assert (found.portfolio.by_id["T2"].deadline, found.portfolio.by_id["T2"].due) == (None, 1)
    assert prioritise(found.portfolio).starts == {"T1": 1, "T2": 3}


def test_costs_and_work() -> None:
    # 5,000 hundredths in all, of which 1,000 of the fund: 40 are left; 80 hours over two weeks are 40 in each
    resources = (
        "<Resources><Resource><UID>1</UID><Name>IT</Name><Type>1</Type></Resource>"
        "<Resource><UID>2</UID><Name>capex</Name><Type>0</Type><IsCostResource>1</IsCostResource></Resource>"
        "<Resource><UID>3</UID><Name>paint</Name><Type>0</Type></Resource></Resources><Assignments>"
        "<Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Work>PT80H0M0S</Work></Assignment>"
        "<Assignment><TaskUID>1</TaskUID><ResourceUID>2</ResourceUID><Cost>1000</Cost></Assignment>"
        "<Assignment><TaskUID>1</TaskUID><ResourceUID>3</ResourceUID><Cost>500</Cost></Assignment>"
        "<Assignment><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID><Work>PT9H0M0S</Work></Assignment></Assignments>"
    )
    costs = "<FixedCost>2000</FixedCost><FixedCostAccrual>3</FixedCostAccrual><Cost>5000</Cost>"
    found = from_msproject(project(task(1, costs, "PT80H0M0S"), more=resources), unit="week")
    (one,) = found.portfolio.initiatives
    assert (one.cost, one.costs, one.effort) == (40, {"capex": 10}, {"IT": 40})
    assert (found.portfolio.budgets, found.portfolio.capacities) == ({"capex": None}, {"IT": None})
    assert "uses the material paint; only its cost is read" in said(found)
    assert "has a fixed cost and costs of resources; read as one cost, spread evenly" in said(found)


@pytest.mark.parametrize(("accrual", "spread"), [(1, "start"), (2, "completion"), (3, "even")])
def test_a_fixed_cost_is_spent_when_the_file_says(accrual: int, spread: str) -> None:
    costs = f"<FixedCost>2000</FixedCost><FixedCostAccrual>{accrual}</FixedCostAccrual><Cost>2000</Cost>"
    (one,) = from_msproject(project(task(1, costs))).portfolio.initiatives
    assert (one.costs_by_fund["money"].amount, one.costs_by_fund["money"].spread) == (20, spread)


def test_names_given_twice_are_told_apart_by_number() -> None:
    same = "<Task><UID>{0}</UID><ID>{0}</ID><Name>Web</Name></Task>"
    found = from_msproject(project(same.format(1), same.format(2), "<Task><UID>3</UID></Task>")).portfolio
    assert list(found.by_id) == ["Web", "Web (2)", "Task"]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "document: is no XML"),
        ("<Project>", "document: is no XML"),
        ("<plan/>", "begins with <plan>, not with <Project>"),
        ("<Projects><Project/></Projects>", "give a file of one project that Microsoft Project saved as XML"),
        (project(), "Project: has no task that can become an initiative"),
        (project(task(1, "<Active>0</Active>")), r"no task .* \(Task 1 \(T1\): is inactive; left out\)"),
        (project(task(1, duration="a week")), r"Task 1 \(T1\).Duration: is 'a week'; give a duration"),
        (project(task(1, "<Start>soon</Start>")), r"Task 1 \(T1\).Start: is 'soon'; give a date"),
        (project(task(1, "<Start>1066-10-14</Start>")), "give a date from 1900 to 2900"),
        (
            project(
                task(1, "<Start>2027-01-01</Start>"),
                task(2, "<Start>2327-01-01</Start><Finish>2327-01-01</Finish>"),
            ),
            "Project: takes more than 1,000 periods of a month; read it in longer periods",
        ),
        (project(task(1, "<Cost>1e999</Cost>")), r"Task 1 \(T1\).Cost: is '1e999'; give a number"),
        (project(task(1, "<Cost>-100</Cost>")), r"cost: is -1.0; give at least 0"),
        (project(task(1, duration="PT999999999H0M0S")), "takes more than 1,000 periods of a month"),
        (project(task(1, link(2)), task(2, link(1))), "goes in a circle: T1 requires T2 requires T1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(document: str, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        from_msproject(document)


# --- safe by default -------------------------------------------------------------------------------------------------

BOMB = (
    '<!DOCTYPE Project [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><Project>&i;</Project>"
)


@pytest.mark.parametrize(
    "document",
    [
        BOMB,
        BOMB.encode("utf-16"),
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/hostname">]><Project>&x;</Project>',
        '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/a.dtd"><Project/>',
        "<!DOCTYPE Project><Project/>",
    ],
)
def test_a_document_type_is_refused(document: str | bytes) -> None:
    with pytest.raises(InvalidInputError, match="declares a document type"):
        from_msproject(document)


def test_an_entity_that_is_not_declared_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="undefined entity"):
        from_msproject(project(task(1, "<Notes>&x;</Notes>")))


@pytest.mark.parametrize("form", ["msproject", "jira", "json", "initiatives", "project"])
def test_a_file_without_end_is_not_read_to_its_end(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "MOST_BYTES", 10)
    path = tmp_path / "endless.mpp"
    path.write_bytes(b" " * 20)
    read = format_of(path, form).read
    assert read
    with pytest.raises(InvalidInputError, match=r"endless\.mpp: is over 10 bytes; give a smaller one"):
        read(path, 4)


def test_depth_and_size_are_limited() -> None:
    with pytest.raises(InvalidInputError, match="nested too deeply"):
        from_msproject("<Project>" + "<a>" * 100_000)
    with pytest.raises(InvalidInputError, match="is over 50,000,000 bytes"):
        from_msproject(b" " * 50_000_001)


def test_unknown_encodings_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="document: "):
        from_msproject(b'<?xml version="1.0" encoding="no-such"?><Project/>')


# --- files of other programs -----------------------------------------------------------------------------------------


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_every_sample_is_imported_or_refused_with_the_reason() -> None:
    counts = {}
    for path in sorted((SAMPLES / "mspdi").glob("*.xml")):
        try:
            found = from_msproject(path.read_bytes(), unit="week").portfolio
            links = sum(len(entry.requires) for entry in found.initiatives)
            counts[path.name.partition("-project")[0]] = (len(found.initiatives), links)
        except InvalidInputError as error:
            counts[path.name.partition("-project")[0]] = (0, str(error).count("has no task"))
    # of the 17 tasks of task-links one is the project
    assert counts == {
        "assignment-assignments": (3, 0),
        "baselines.xml": (1, 0),
        "enterprise.xml": (1, 0),
        "resource-misc": (0, 1),
        "task-costs": (10, 0),
        "task-dates": (10, 0),
        "task-links": (16, 8),
    }


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_work_of_a_sample_is_in_hours() -> None:
    path = SAMPLES / "mspdi" / "assignment-assignments-project2019-mspdi.xml"
    found = from_msproject(path.read_bytes(), unit="week").portfolio
    # 80 hours from 4 to 15 January, two weeks; of Task 2 60 hours are left, from 6 January on
    assert [one.effort for one in found.initiatives[:2]] == [{"Resource 1": 40}, {"Resource 2": 30}]


def needs_another_program() -> None:
    """Skip a test where there is no mpxj or no Java to run it."""
    pytest.importorskip("mpxj")
    bridge = pytest.importorskip("jpype")
    try:
        bridge.getDefaultJVMPath()
    except bridge.JVMNotFoundException:
        pytest.skip("there is no Java")


MPXJ = """
    import sys
    import jpype, mpxj
    jpype.startJVM("-Xrs", "-Dlog4j2.StatusLogger.level=OFF")
    from org.mpxj.reader import UniversalProjectReader
    project = UniversalProjectReader().read(sys.argv[1])
    for task in project.getTasks():
        links = [f"{link.getPredecessorTask().getText(1)} {link.getType()} {link.getLag()}" for link in task.getPredecessors()]
        print("task", task.getText(1), task.getStart(), task.getFinish(), task.getDuration(), task.getCost(),
              task.getFixedCost(), task.getFixedCostAccrual(), task.getConstraintType(), *links, sep="|")
    for work in project.getResourceAssignments():
        print("work", work.getTask().getText(1), work.getResource().getName(), work.getWork(), work.getCost(), sep="|")
    for team in project.getResources():
        print("team", team.getName(), team.getType(), team.getMaxUnits(), sep="|")
"""


def test_another_program_reads_the_plan(tmp_path: Path) -> None:
    needs_another_program()
    path = tmp_path / "plan.xml"
    path.write_bytes(to_msproject(plan()))
    command = [sys.executable, "-c", dedent(MPXJ), str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    # quarters of 2027 have 90, 91, 92 and 92 days; the lag from the start of identify to quarter 2 is 90 days
    # IT has 736 hours a quarter, at most 736 / (90 * 8) of a person: 102.22 %
    assert run.stdout.splitlines() == [
        "task|identify|2027-01-01T08:00|2027-06-30T17:00|181.0d|720.0|720.0|START|AS_SOON_AS_POSSIBLE",
        "task|train|2027-07-01T08:00|2027-09-30T17:00|92.0d|0.0|0.0|PRORATED|START_NO_EARLIER_THAN|identify SS 90.0d",
        "task|ads|2027-07-01T08:00|2027-09-30T17:00|92.0d|0.0|0.0|PRORATED|AS_SOON_AS_POSSIBLE|identify FS 0.0d",
        "task|web|2027-10-01T08:00|2027-12-31T17:00|92.0d|340.5|300.5|PRORATED|AS_SOON_AS_POSSIBLE|identify FS 92.0d",
        "work|identify|IT|400.0h|None",
        "work|ads|IT|46.0h|None",
        "work|web|capex|None|40.0",
        "team|IT|WORK|102.22",
        "team|capex|COST|None",
    ]


READ = """
    import sys
    from pathlib import Path
    from omniprio.errors import InvalidInputError
    from omniprio.io.mpxj_files import from_project_file
    for path in sys.argv[1:]:
        try:
            found = from_project_file(Path(path), unit="week")
            print(found.portfolio.periods, [(entry.id, entry.duration) for entry in found.portfolio.initiatives])
            print(*found.notes, sep="\\n")
        except InvalidInputError as error:
            print(error)
"""


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_a_primavera_file_is_read_and_a_broken_one_refused(tmp_path: Path) -> None:
    needs_another_program()
    broken = tmp_path / "broken.mpp"
    broken.write_bytes(b"hello")
    sample = SAMPLES / "xer" / "PredecessorCalendar.xer"
    command = [sys.executable, "-c", dedent(READ), str(sample), str(broken)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    lines = run.stdout.splitlines()
    # its only task is done, 10 to 12 June 2019
    assert "has no task that can become an initiative (" in lines[1]
    assert "(Test): is complete; nothing of it is planned or paid again" in lines[1]
    assert "- broken.mpp: cannot be read" in lines[-1]
    assert run.stderr == ""


XER = {
    "PROJECT": ("proj_id proj_short_name clndr_id", "1 House 7", "2 Barn 7", "3 Faster 7"),
    "CALENDAR": ("clndr_id default_flag clndr_name clndr_type day_hr_cnt", "7 Y Usual CA_Base 8"),
    "PROJWBS": (
        "wbs_id proj_id proj_node_flag wbs_short_name wbs_name parent_wbs_id status_code",
        "11 1 Y House House 0 WS_Open",
        "12 2 Y Barn Barn 0 WS_Open",
        "13 3 Y Faster Faster 0 WS_Whatif",
    ),
    "TASK": (
        (
            "task_id proj_id wbs_id clndr_id task_type status_code task_code task_name target_drtn_hr_cnt remain_drtn_hr_cnt"
            " target_start_date target_end_date early_start_date early_end_date"
        ),
        "21 1 11 7 TT_Task TK_NotStart A1 Pour 160 160 2027-01-04_08:00 2027-01-29_17:00 2027-01-04_08:00 2027-01-29_17:00",
        "23 3 13 7 TT_Task TK_NotStart A1 Pour 80 80 2027-01-04_08:00 2027-01-15_17:00 2027-01-04_08:00 2027-01-15_17:00",
        "22 2 12 7 TT_Task TK_NotStart B1 Dig 160 160 2027-02-01_08:00 2027-02-26_17:00 2027-02-01_08:00 2027-02-26_17:00",
    ),
    "TASKPRED": (
        "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
        "31 22 21 2 1 PR_FS 0",
        "32 21 99 1 9 PR_FS 0",
    ),
}
"""Two projects and another way to do the first, the second waiting for the first, and that for a third, which is not in the file; a blank is a tab in the file, an underscore in a date a blank."""


def test_all_projects_of_a_primavera_file_are_read_with_the_links_between_them(tmp_path: Path) -> None:
    needs_another_program()
    lines = ["ERMHDR\t8.2.0\t2027-01-01\tProject\tadmin\tadmin\tdb\tProject Management\tUSD"]
    for name, (fields, *rows) in XER.items():
        lines += ["%T\t" + name, "%F\t" + "\t".join(fields.split())]
        lines += [
            "%R\t" + "\t".join(cell.replace("_0", " 0").replace("_1", " 1") for cell in row.split())
            for row in rows
        ]
    path = tmp_path / "two.xer"
    path.write_text("\r\n".join([*lines, "%E"]), encoding="cp1252", newline="")
    short = tmp_path / "short.xml"
    short.write_text("<APIBusinessObjects><Project><Name>Barn</Name></Project></APIBusinessObjects>")
    command = [sys.executable, "-c", dedent(READ), str(path), str(short)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    lines = run.stdout.splitlines()
    assert lines[0] == "8 [('Pour', 4), ('Dig', 4)]", run.stdout + run.stderr  # four weeks each
    assert "Faster: is a what-if project beside others in the file; it is left out" in lines
    assert "Task 21 (Pour): has a link from a task that is not in the file; the link is left out" in lines
    assert lines[-1] == "- Project: has no task that can become an initiative; give a file with tasks"


def test_links_of_primavera_xml_from_outside_the_file_are_told() -> None:
    document = b"""<APIBusinessObjects xmlns="urn:p6"><Project>
        <Activity><ObjectId>21</ObjectId><Name>Pour  slab</Name></Activity><Activity><ObjectId>22</ObjectId></Activity>
        <Relationship><PredecessorActivityObjectId>99</PredecessorActivityObjectId><SuccessorActivityObjectId>21</SuccessorActivityObjectId></Relationship>
        <Relationship><PredecessorActivityObjectId>21</PredecessorActivityObjectId><SuccessorActivityObjectId>22</SuccessorActivityObjectId></Relationship>
    </Project></APIBusinessObjects>"""
    assert [str(note.where) for note in links_from_outside(document, ".xml")] == ["Task 21 (Pour slab)"]
    assert (
        links_from_outside(b"%T\tTASKPRED\n%R\t\n%F\n%R\t1\t2", ".xer") == []
    )  # no activity has such a link
    assert links_from_outside(document, ".gan") == []


def test_what_if_projects_are_those_beside_others() -> None:
    def file(*states: str) -> bytes:
        given = (
            f"<Project><ObjectId>{place}</ObjectId><Status>{one}</Status></Project>"
            for place, one in enumerate(states)
        )
        return f"<APIBusinessObjects>{''.join(given)}</APIBusinessObjects>".encode()

    assert what_if_projects(file("Active", "What-If", "What If"), ".xml") == {"1": "1", "2": "2"}
    assert what_if_projects(file("What-If"), ".xml") == {}  # who has no other plans this one
    assert what_if_projects(file("Active", "What-If"), ".gan") == {}


def test_files_of_other_kinds_are_refused_before_java_starts(tmp_path: Path) -> None:
    with pytest.raises(
        InvalidInputError, match=r"plan.txt: ends in .txt; give files that end in .mpp, .mpx, .xer"
    ):
        from_project_file(tmp_path / "plan.txt")
    assert format_of(tmp_path / "plan.mpp").endings == ENDINGS


def test_without_the_extra_it_says_which_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jpype", None)
    (tmp_path / "plan.mpp").write_bytes(b"")
    with pytest.raises(MissingExtraError, match="install the extra `mpxj`"):
        from_project_file(tmp_path / "plan.mpp")
