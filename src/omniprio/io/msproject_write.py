"""A plan as Microsoft Project XML (MSPDI).

Every day of the file's calendar is a working day of eight hours, but in closed periods, so that tasks begin and end exactly
on the days on which the plan's periods do. A task that starts later than its links and days off ask for has a "start no earlier than" date.
"""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.kept import differences, kept_lines, with_lines
from omniprio.io.msproject_fields import in_fields, put_fields, with_fields
from omniprio.io.msproject_format import (
    ACCRUAL,
    HOURS_PER_DAY,
    ID_FIELD,
    KINDS,
    NAMESPACE,
    added,
    days,
    hours,
    hundredths,
    put,
)
from omniprio.io.msproject_read import from_msproject
from omniprio.io.msproject_teams import Resources, costs_until_complete
from omniprio.language import sentence, text
from omniprio.marks import told
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.portfolio import MAIN_FUND
from omniprio.portfolio.names import title_in
from omniprio.portfolio.provenance import marks_of_initiative
from omniprio.portfolio.requirements import wait_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.io.kept import Kept
    from omniprio.language import Language
    from omniprio.plan import Plan, Planned
    from omniprio.portfolio import Horizon, Portfolio, Requirement

__all__ = ["to_msproject"]

_LONGEST_NAME = 255  # what Microsoft Project shows of a task's name
_TENTHS_PER_DAY = HOURS_PER_DAY * 60 * 10  # lags are in tenths of a minute
_IN_DAYS = 7  # the format of durations and lags
_AS_SOON_AS_POSSIBLE, _NO_EARLIER_THAN = 0, 4


class _Placed(NamedTuple):
    """A task: its number in the file, and what is planned."""

    number: int
    planned: Planned


class _Link(NamedTuple):
    """A predecessor of a task, the first period it allows the task to start in, and between which two the lag lies."""

    name: str
    kind: str
    ready: int
    begins: int
    opens: int


@validated
def to_msproject(plan: Plan, *, language: Language = "en", hours_per_effort: float = 1.0) -> bytes:
    """Return a plan as Microsoft Project XML: a task for each initiative, its links, costs and teams.

    Decisions, benefits, what advances, effort of several teams and scores are custom fields, as owners and tags are. What the
    format has no place for (profiles, alternatives, reasons) stands in the notes of the tasks below the description. Both are
    read back by `from_msproject`.

    Args:
        plan: The plan; its horizon must have a start date.
        language: The language of titles.
        hours_per_effort: How many hours of work one unit of effort stands for.

    Returns:
        The XML as UTF-8; the same plan gives the same bytes.

    Raises:
        InvalidInputError: The horizon has no start date.

    >>> import datetime
    >>> from omniprio import Horizon, Initiative, Portfolio, plan_of
    >>> half_year = Horizon(periods=2, unit="quarter", start=datetime.date(2027, 1, 1))
    >>> plan = plan_of(Portfolio(horizon=half_year, initiatives=[Initiative(id="web")]), {"web": 2})
    >>> b"<Start>2027-04-01T08:00:00</Start>" in to_msproject(plan)
    True
    """
    calendar = plan.portfolio.calendar
    if calendar.start is None:
        raise InvalidInputError(
            [Fault("horizon", sentence("faults.tasks need dates"), sentence("remedies.start of horizon"))]
        )
    plain = _document(plan, {}, language, hours_per_effort)
    return _document(plan, _kept(plan, plain), language, hours_per_effort)


def _kept(plan: Plan, plain: bytes) -> Kept:
    """Return what the initiatives have that a file does not give back; nothing where it cannot be read."""
    calendar = plan.portfolio.calendar
    try:
        read = from_msproject(plain, unit=calendar.unit, start=calendar.start).portfolio
    except InvalidInputError:  # a plan of nothing, or one that is longer than a portfolio can be
        return {}
    return differences(plan.portfolio, read)


def _document(plan: Plan, kept: Kept, language: Language, hours_per_effort: float) -> bytes:
    """Return the XML, with what is kept in the notes of the tasks."""
    root = Element("Project", xmlns=NAMESPACE)
    put(root, _properties(plan, language))
    fields = with_fields(root, [plan.carried_out.by_id[planned.id] for planned in plan.schedule], kept)
    _calendar(root, plan.portfolio)
    tasks = SubElement(root, "Tasks")
    placed = {planned.id: _Placed(number, planned) for number, planned in enumerate(plan.schedule, start=1)}
    for name in placed:
        own = kept.get(name, {})
        beside = kept_lines(own, plan.portfolio.calendar, in_fields(own, fields))
        task = _task(tasks, name, plan, placed, beside, language)
        put_fields(task, plan.carried_out.by_id[name], own, fields)
    Resources(plan, exact(hours_per_effort)).write(root)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _properties(plan: Plan, language: Language) -> dict[str, object]:
    calendar, currency = plan.portfolio.calendar, plan.portfolio.currency
    title = title_in(plan.portfolio, language)
    code = {"CurrencyCode": currency} if re.fullmatch("[A-Z]{3}", currency) else {}
    return {
        "SaveVersion": 14,
        "Name": plan.portfolio.name or "plan",
        **({"Title": title} if title else {}),
        "ScheduleFromStart": 1,
        "StartDate": _morning(calendar, 1),
        "FinishDate": _evening(calendar, max((entry.finish for entry in plan.schedule), default=1)),
        "CurrencyDigits": 2,
        **({"CurrencySymbol": currency} if currency else {}),
        **code,
        "CalendarUID": 1,
        "DefaultStartTime": "08:00:00",
        "DefaultFinishTime": "17:00:00",
        "MinutesPerDay": HOURS_PER_DAY * 60,
        "MinutesPerWeek": HOURS_PER_DAY * 60 * 7,
        "DaysPerMonth": 30,
    }


def _calendar(root: Element, portfolio: Portfolio) -> None:
    """Write a calendar in which every day is worked, 8 to 12 and 13 to 17, but in closed periods."""
    calendar = SubElement(SubElement(root, "Calendars"), "Calendar")
    put(calendar, {"UID": 1, "Name": "Every day", "IsBaseCalendar": 1, "BaseCalendarUID": -1})
    days = SubElement(calendar, "WeekDays")
    for number in range(1, 8):
        times = SubElement(added(days, "WeekDay", {"DayType": number, "DayWorking": 1}), "WorkingTimes")
        added(times, "WorkingTime", {"FromTime": "08:00:00", "ToTime": "12:00:00"})
        added(times, "WorkingTime", {"FromTime": "13:00:00", "ToTime": "17:00:00"})
    if portfolio.closed:
        exceptions = SubElement(calendar, "Exceptions")
        for period in portfolio.closed:
            _day_off(exceptions, portfolio.calendar, period)


def _day_off(exceptions: Element, calendar: Horizon, period: int) -> None:
    """Write that nobody works in a period: each day of it is an occurrence."""
    first, after = calendar.first_day(period), calendar.first_day(period + 1)
    exception = added(exceptions, "Exception", {"EnteredByOccurrences": 0})
    stretch = {"FromDate": f"{first}T00:00:00", "ToDate": f"{after - timedelta(days=1)}T23:59:00"}
    added(exception, "TimePeriod", stretch)
    name = calendar.label(period)
    put(exception, {"Occurrences": (after - first).days, "Name": name, "Type": 1, "DayWorking": 0})


def _worked_days(portfolio: Portfolio, first: int, after: int) -> int:
    """Return the days from the first day of a period to that of another on which people work; less than 0 to one before it."""
    if after < first:
        return -_worked_days(portfolio, after, first)
    calendar, off = portfolio.calendar, [period for period in portfolio.closed if first <= period < after]
    return days(calendar, first, after) - sum(days(calendar, period, period + 1) for period in off)


def _task(
    tasks: Element,
    name: str,
    plan: Plan,
    placed: Mapping[str, _Placed],
    kept: Sequence[str],
    language: Language,
) -> Element:
    calendar = plan.portfolio.calendar
    number, planned = placed[name]
    initiative = plan.carried_out.by_id[name]
    links = _links(planned, plan, placed)
    ready = max((link.ready for link in links), default=1)
    early = not set(plan.portfolio.closed).issuperset(range(ready, planned.start))
    fixed = initiative.costs_by_fund.get(MAIN_FUND)
    dated = {"ConstraintDate": _morning(calendar, planned.start)} if early else {}
    values: dict[str, object] = {
        "UID": number,
        "ID": number,
        "Name": " ".join(initiative.name(language).split())[:_LONGEST_NAME],
        "Active": 1,
        "Manual": 0,
        "Type": 1,
        "IsNull": 0,
        "OutlineLevel": 1,
        "Start": _morning(calendar, planned.start),
        "Finish": _evening(calendar, planned.finish),
        "Duration": hours(
            Fraction(HOURS_PER_DAY * _worked_days(plan.portfolio, planned.start, planned.finish + 1))
        ),
        "DurationFormat": _IN_DAYS,
        "EffortDriven": 0,
        "Milestone": 0,
        "Summary": 0,
        "FixedCost": hundredths(fixed.one_off if fixed else Fraction(0)),
        "FixedCostAccrual": ACCRUAL["even" if not fixed or fixed.profile else fixed.spread],
        "Cost": hundredths(sum(costs_until_complete(planned, plan).values(), Fraction(0))),
        "ConstraintType": _NO_EARLIER_THAN if early else _AS_SOON_AS_POSSIBLE,
        **dated,
        "IgnoreResourceCalendar": 1,
        "Notes": with_lines(
            text(initiative.description, language),
            [*_remarks(planned, plan, language), *kept],
        ),
    }
    task = added(tasks, "Task", values)
    for link in links:
        _link(task, link, placed[link.name].number, plan)
    added(task, "ExtendedAttribute", {"FieldID": ID_FIELD, "Value": planned.id})
    return task


def _link(task: Element, link: _Link, number: int, plan: Plan) -> None:
    lag = _worked_days(plan.portfolio, link.begins, link.opens) * _TENTHS_PER_DAY
    values = {"PredecessorUID": number, "Type": KINDS[link.kind], "LinkLag": lag, "LagFormat": _IN_DAYS}
    added(task, "PredecessorLink", values)


def _links(planned: Planned, plan: Plan, placed: Mapping[str, _Placed]) -> list[_Link]:
    """Return the links of a task: of alternatives the first to be ready, of two to one task the stronger."""
    links: dict[str, _Link] = {}
    for entry in plan.portfolio.by_id[planned.id].requirements:
        if entry.kind == "chosen" or not placed.keys() >= set(entry.given):
            continue
        found = [_linked(entry, planned, placed[name].planned) for name in entry.of if name in placed]
        for link in sorted(found, key=lambda link: link.ready)[: entry.least]:
            links[link.name] = max(links.get(link.name, link), link, key=lambda either: either.ready)
    return list(links.values())


def _linked(entry: Requirement, own: Planned, other: Planned) -> _Link:
    begins = other.finish + 1 if entry.kind.startswith("finish") else other.start
    at_its_end = entry.kind == "start to finish"  # what finishes does so at the end of a period
    opens = begins + entry.lag + at_its_end
    wait = wait_of(entry, own.finish - own.start + 1, other.finish - other.start + 1)
    return _Link(other.id, entry.kind, other.start + (wait or 0), begins, opens)


def _remarks(planned: Planned, plan: Plan, language: Language) -> list[str]:
    """Return what the format has no place for, as lines; the last says what of the task is not a fact."""
    initiative = plan.carried_out.by_id[planned.id]
    lines = [planned.reason]
    for fund, cost in initiative.costs_by_fund.items():
        if cost.profile is not None:
            lines.append(f"Cost ({fund}) by period of the work: {_series(cost.profile)}")
        if cost.running:
            lines.append(f"Running cost ({fund}) in each period after completion: {cost.running:.15g}")
    for team, effort in initiative.effort.items():
        if isinstance(effort, tuple):
            lines.append(f"Effort ({team}) by period of the work: {_series(effort)}")
    lines += [_without_link(entry) for entry in initiative.requirements if not _is_a_link(entry)]
    about = "title", "cost", "effort", "effect", "requires"
    lines.append(told(marks_of_initiative(initiative, plan.portfolio, *about), language))
    return [line for line in lines if line]


def _is_a_link(entry: Requirement) -> bool:
    """Tell whether links say all of a requirement."""
    return entry.is_certain and entry.kind != "chosen" and entry.max_lag is None


def _without_link(entry: Requirement) -> str:
    number = "one" if entry.least == 1 else str(entry.least)
    how = {
        "kind": entry.kind,
        "lag": entry.lag or None,
        "max lag": entry.max_lag,
        "given": ", ".join(entry.given),
    }
    how = {name: value for name, value in how.items() if value not in {None, "", "finish to start"}}
    words = ", ".join(f"{name} {value}" for name, value in how.items())
    asked = f"{number} of: {', '.join(entry.of)}" if entry.leaves_choice else f"{', '.join(entry.of)}"
    return f"Requires {asked}{f' ({words})' if words else ''}"


def _series(amounts: tuple[float, ...]) -> str:
    return ", ".join(f"{amount:.15g}" for amount in amounts)


def _morning(calendar: Horizon, period: int) -> str:
    return f"{calendar.first_day(period)}T08:00:00"


def _evening(calendar: Horizon, period: int) -> str:
    return f"{calendar.last_day(period)}T17:00:00"
