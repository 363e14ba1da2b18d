"""A plan as a calendar that mail programs and phones can show (iCalendar, RFC 5545)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import Speaker, sentence, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plan.words import merit_sentence
from omniprio.portfolio.provenance import marks_of_initiative

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from omniprio.language import Language
    from omniprio.plan import Plan, Planned

__all__ = ["to_ical"]

_LONGEST_LINE = 75  # octets, without the line break


@validated
def to_ical(plan: Plan, *, language: Language = "en") -> bytes:
    """Return a plan as iCalendar: an all-day event for each initiative, from its first to its last day.

    Its description says what it is, why it is done, and what of that is not a fact.

    An initiative has the same UID in every plan of a portfolio of the same name, so that a calendar moves its event
    when a new plan is imported. Nothing depends on the time at which the file is written.

    Args:
        plan: The plan; its horizon must have a start date.
        language: The language of titles and reasons.

    Returns:
        The calendar in UTF-8, with CRLF.

    Raises:
        InvalidInputError: The horizon has no start date.

    Source: B. Desruisseaux (2009), Internet Calendaring and Scheduling Core Object Specification, RFC 5545.

    >>> import datetime
    >>> from omniprio import Horizon, Initiative, Portfolio, plan_of
    >>> two = Horizon(periods=2, unit="month", start=datetime.date(2027, 1, 1))
    >>> calendar = to_ical(plan_of(Portfolio(horizon=two, initiatives=[Initiative(id="web")]), {"web": 1}))
    >>> b"DTSTART;VALUE=DATE:20270101" in calendar, b"DTEND;VALUE=DATE:20270201" in calendar
    (True, True)
    """
    if plan.portfolio.calendar.start is None:
        raise InvalidInputError(
            [Fault("horizon", sentence("faults.events need dates"), sentence("remedies.start of horizon"))]
        )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//omniprio//plan//EN", "CALSCALE:GREGORIAN"]
    for planned in plan.schedule:
        lines += _event(planned, plan, language)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(planned: Planned, plan: Plan, language: Language) -> Iterator[str]:
    calendar = plan.portfolio.calendar
    initiative = plan.portfolio.by_id[planned.id]
    reason = merit_sentence(planned.why, Speaker(language))
    marks = marks_of_initiative(initiative, plan.portfolio, "title", "description", "cost", "effect")
    parts = text(initiative.description, language), reason, told(marks, language)
    about = "\n".join(part for part in parts if part)
    uid = uuid5(NAMESPACE_OID, f"{plan.portfolio.name}\n{planned.id}")
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@omniprio"
    yield f"DTSTAMP:{_digits(calendar.first_day(1))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(calendar.first_day(planned.start))}"
    yield f"DTEND;VALUE=DATE:{_digits(calendar.first_day(planned.finish + 1))}"
    yield f"SUMMARY:{_escaped(initiative.name(language))}"
    if about:
        yield f"DESCRIPTION:{_escaped(about)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(words: str) -> str:
    r"""Return a text as a value: what separates values escaped, control characters blank.

    >>> _escaped("a;b, c\nd")
    'a\\;b\\, c\\nd'
    """
    lines = ("".join(c if c.isprintable() else " " for c in line) for line in words.splitlines())
    safe = (line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines)
    return "\\n".join(safe)


def _folded(line: str) -> bytes:
    """Return a content line in UTF-8, broken where it is longer than a line may be, but inside no character."""
    parts = [b""]
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(parts[-1]) + len(octets) > _LONGEST_LINE:
            parts.append(b" ")
        parts[-1] += octets
    return b"\r\n".join(parts) + b"\r\n"
