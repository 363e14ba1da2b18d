"""A plan as a calendar: what other programs read from it."""

from __future__ import annotations

import datetime as dt

import pytest

from omniprio import Horizon, Initiative, Plan, Portfolio, plan_of
from omniprio.errors import InvalidInputError
from omniprio.io.ical import to_ical

MONTHS = Horizon(periods=12, unit="month", start=dt.date(2027, 1, 1))
LONG = "Genkend kunden på tværs af butik, web og app; også når hun ikke er logget ind 🙂 " * 3
INITIATIVES = [
    Initiative(id="identify", title=LONG, description="First line\nsecond\\line", duration=2),
    Initiative(id="web", title="Web: shop\r\nATTENDEE:x", requires=["identify"]),
    Initiative(id="later"),
]


def plan(starts: dict[str, int] | None = None) -> Plan:
    portfolio = Portfolio(horizon=MONTHS, initiatives=INITIATIVES, name="channels")
    return plan_of(portfolio, starts or {"identify": 2, "web": 4})


def test_another_program_reads_the_plan() -> None:
    icalendar = pytest.importorskip("icalendar")
    one, two = icalendar.Calendar.from_ical(to_ical(plan())).walk("VEVENT")
    assert str(one["SUMMARY"]) == LONG
    assert str(one["DESCRIPTION"]).startswith("First line\nsecond\\line\n")
    # February and March 2027, April 2027; the end is the day after
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (dt.date(2027, 2, 1), dt.date(2027, 4, 1))
    assert (two["DTSTART"].dt, two["DTEND"].dt) == (dt.date(2027, 4, 1), dt.date(2027, 5, 1))
    assert "ATTENDEE" not in two
    assert one["DTSTAMP"].dt == dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def test_lines_end_as_they_should_and_are_short() -> None:
    document = to_ical(plan())
    lines = document.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])  # broken inside no character


def test_an_event_keeps_its_uid_when_the_plan_changes() -> None:
    def uids(document: bytes) -> list[bytes]:
        return [line for line in document.split(b"\r\n") if line.startswith(b"UID:")]

    before, after = uids(to_ical(plan())), uids(to_ical(plan({"identify": 3, "web": 6})))
    assert before == after
    assert len(set(before)) == 2
    assert to_ical(plan()) == to_ical(plan())


def test_a_plan_without_a_calendar_is_refused() -> None:
    bare = plan_of(Portfolio(horizon=2, initiatives=[Initiative(id="a")]), {"a": 1})
    with pytest.raises(InvalidInputError, match="horizon: has no start date, and events need dates; give"):
        to_ical(bare)


def test_reasons_are_in_the_language_asked_for() -> None:
    web = Initiative(id="web", advances={"D2": 0.6})
    found = plan_of(Portfolio(horizon=Horizon(periods=1, start="2027-01-01"), initiatives=[web]), {"web": 1})
    said = {language: to_ical(found, language=language).decode() for language in ("en", "da")}
    assert "DESCRIPTION:Brings D2 closer." in said["en"]
    assert "DESCRIPTION:Bringer D2 nærmere." in said["da"]
