"""Lags in working days over weekends and holidays, and work that reaches into the morning of a day, in project files."""

from __future__ import annotations

import datetime as dt

import pytest

from omniprio import Portfolio, Requirement, plan_of
from omniprio.dependency_graph import earliest_starts
from omniprio.io.msproject_read import from_msproject
from omniprio.io.msproject_write import to_msproject
from omniprio.language import Speaker

MONDAY = dt.date(2027, 1, 4)
_HOURS = "<DefaultStartTime>08:00:00</DefaultStartTime><DefaultFinishTime>17:00:00</DefaultFinishTime>"


def project(*tasks: str) -> str:
    return f"<Project>{_HOURS}<Tasks>{''.join(tasks)}</Tasks></Project>"


def task(uid: int, begin: str, end: str, links: str = "", more: str = "") -> str:
    """Return a task of January 2027; begin and end are as `04T08`."""
    dates = f"<Start>2027-01-{begin}:00:00</Start><Finish>2027-01-{end}:00:00</Finish>"
    return f"<Task><UID>{uid}</UID><Name>T{uid}</Name>{dates}{more}{links}</Task>"


def link(before: int, days: float, kind: int = 1, form: int = 7) -> str:
    lag = days * (4_800 if form == 7 else 14_400)  # tenths of a minute, of 8 hours or of 24
    return (
        f"<PredecessorLink><PredecessorUID>{before}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def second_start(portfolio: Portfolio, first: int) -> int | None:
    """Return when T2 can start at the earliest where T1 starts no earlier than a period."""
    moved = [
        one.model_copy(update={"earliest_start": first}) if one.id == "T1" else one
        for one in portfolio.initiatives
    ]
    later = portfolio.model_copy(update={"initiatives": tuple(moved)})
    return earliest_starts(Portfolio.model_validate(later.model_dump()))["T2"]


@pytest.mark.parametrize(
    ("kind", "dates", "begins"),
    [
        # two working days from Friday 8 January on are Monday and Tuesday; begun a day later, Tuesday and Wednesday:
        # T1 takes 5 days and begins on Monday (1) or Tuesday (2); T2 can begin on Wednesday (10) or Thursday (11)
        (1, ("13T08", "13T17"), (10, 11)),
        (0, ("12T08", "12T17"), (9, 10)),  # it ends two working days after: on Tuesday, or on Wednesday
        (
            3,
            ("06T08", "06T17"),
            (3, 4),
        ),  # it begins two working days after the begin: on Wednesday, or on Thursday
        (
            2,
            ("05T08", "05T17"),
            (2, 3),
        ),  # it ends when two working days have gone: on Tuesday, or on Wednesday
    ],
)
def test_a_lag_of_working_days_counts_no_weekend(
    kind: int, dates: tuple[str, str], begins: tuple[int, int]
) -> None:
    document = project(task(1, "04T08", "08T17"), task(2, *dates, link(1, 2, kind)))
    found = from_msproject(document, unit="day", start=MONDAY, periods=14).portfolio
    assert found.closed == (6, 7, 13, 14)
    assert tuple(second_start(found, first) for first in (1, 2)) == begins


def test_what_waits_working_days_does_so_in_a_step_without_cost_and_effort() -> None:
    # both wait two days for the first and share the step; the third can begin on Thursday too, as the file has it later
    wait = link(1, 2)
    document = project(
        task(1, "04T08", "08T17"), task(2, "13T08", "13T17", wait), task(3, "14T08", "14T17", wait)
    )
    found = from_msproject(document)
    *_, third, step = found.portfolio.initiatives
    assert third.requires == (step.id,)
    assert (step.id, step.duration, step.requires, step.decision) == ("Wait 2 after T1", 2, ("T1",), "must")
    assert not {"cost", "costs", "effort"} & step.model_dump(exclude_defaults=True).keys()
    assert step.title == {"en": "wait 2 working days after T1", "da": "vent 2 arbejdsdage efter T1"}
    note = next(note for note in found.notes if "lags" in str(note))
    assert str(note).endswith("which are steps without cost or effort here: 1")
    assert "arbejdsdage" in Speaker("da").say(note.text)


def test_steps_of_waiting_come_back_from_a_file_of_ours_once() -> None:
    document = project(task(1, "04T08", "08T17"), task(2, "13T08", "13T17", link(1, 2)))
    portfolio = from_msproject(document).portfolio
    plan = plan_of(portfolio, {"T1": 1, "Wait 2 after T1": 8, "T2": 10})
    read = from_msproject(to_msproject(plan)).portfolio
    # what waits for Monday only because nobody works on Sunday has no date of its own
    assert [(one.id, one.duration, one.requires, one.earliest_start) for one in read.by_id.values()] == [
        (one.id, one.duration, one.requires, None)
        for one in (portfolio.by_id[name] for name in ("T1", "Wait 2 after T1", "T2"))
    ]


@pytest.mark.parametrize(
    ("begin", "wait", "lag"),
    [
        ("11T08", link(1, 2, form=8), 2),  # two days of any kind are Saturday and Sunday
        (
            "11T08",
            link(1, 0),
            0,
        ),  # no lag, no step: it can begin on the next day, and no closed day is worked
    ],
)
def test_only_lags_in_working_days_are_steps(begin: str, wait: str, lag: int) -> None:
    document = project(task(1, "04T08", "08T17"), task(2, begin, begin[:2] + "T17", wait))
    found = from_msproject(document, unit="day").portfolio
    assert [one.id for one in found.initiatives] == ["T1", "T2"]
    assert found.by_id["T2"].requires == ((Requirement(of=("T1",), lag=lag) if lag else "T1"),)


def test_parts_of_days_keep_their_places() -> None:
    # a day after Tuesday noon is Wednesday noon: no whole day lies in between
    document = project(
        task(1, "04T08", "05T12"), task(2, "06T13", "07T12", link(1, 1)), task(3, "11T08", "11T17")
    )
    found = from_msproject(document, unit="day").portfolio
    assert found.by_id["T2"].requires == ("T1",)


@pytest.mark.parametrize(
    ("end", "more", "duration"),
    [
        ("05T07", "", 1),  # it ends before the second day begins: on the first
        ("05T08", "", 1),
        ("05T09", "", 2),
        ("11T08", "", 5),  # on Friday, the last day on which people work
        ("05T08", "<DurationFormat>8</DurationFormat>", 2),  # what counts nights is done in the night
    ],
)
def test_what_ends_before_a_day_of_work_begins_ends_the_day_before(
    end: str, more: str, duration: int
) -> None:
    found = from_msproject(project(task(1, "04T09", end, more=more)), unit="day").portfolio
    assert found.by_id["T1"].duration == duration
