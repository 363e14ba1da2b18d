"""The days in a table of projects, and the periods that they fit into."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from omniprio.base import MOST_PERIODS
from omniprio.io.calendar_days import DAYS
from omniprio.io.header_words import folded, says_nothing, words_for
from omniprio.io.issue_dates import IssueDates
from omniprio.io.issue_times import first_day
from omniprio.io.msproject_periods import ANY_DAY, Span, fitting_unit
from omniprio.portfolio import Horizon
from omniprio.portfolio.horizon import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.io.cells import Given
    from omniprio.portfolio.horizon import Unit

__all__ = ["Days", "Stretch", "Work", "fitted", "is_dated", "periods_in"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTER = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)[ \-/.]*)?(?:q|k|kv|kvt|kvartal|quarter|quartal)[ .]*(?P<after>[1-4])(?:[ \-/.,']*(?P<later>(?:20)?\d\d))?"
    r"|(?P<first>[1-4])\.? *(?:q|k|kv|kvt|kvartal|quarter|quartal)\.?[ \-/.,']*(?P<of>(?:20)?\d\d)"
)
_HALF = re.compile(
    r"(?:(?P<year>20\d\d)[ \-/.]*)?(?:h|hj)[ .]*(?P<after>[12])(?:[ \-/.,']*(?P<later>(?:20)?\d\d))?"
    r"|(?P<first>[12])\.? *(?:h|hj|halvår|half|halbjahr)\.?[ \-/.,']*(?P<of>(?:20)?\d\d)"
)
_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})|(?P<first>\d{1,2})[-/.](?P<of>(?:19|20)\d\d)"
)
_NAMED = re.compile(
    r"(?:(?P<part>primo|medio|ultimo|mid|early|late|start|begin|end|anfang|mitte|ende)(?: of)?[ \-]+)?[^\W\d_]{3,}\.?[ \-/']+(?:20)?\d\d"
)
_ROUGH = re.compile(
    r"(?:(?P<word>[^\W\d_]{3,})\.?(?: of| i| im)?[ \-]+(?P<year>(?:19|20)\d\d)(?:[/\-](?:20)?(?P<next>\d\d))?"
    r"|(?P<of>(?:19|20)\d\d)[ \-]+(?P<last>[^\W\d_]{3,}))"
)
"""A season or a part of a year, as `spring 2027`, `winter 2027/28`, `primo 2027`."""
_QUARTERS = {"primo": (1, 3), "early": (1, 3), "begin": (1, 3), "anfang": (1, 3), "beginning": (1, 3)}
_QUARTERS |= {"medio": (5, 4), "mid": (5, 4), "mitte": (5, 4)}
_QUARTERS |= {"ultimo": (10, 3), "late": (10, 3), "end": (10, 3), "ende": (10, 3)}
"""The first month of the part of a year that words before it name, and how many months it has."""
_FIRST_OF_SPRING, _WINTER = 3, 3
_FISCAL = re.compile(r"\bfy[ '/]*(?:20)?(\d\d)(?:[/-](?:20)?\d\d)?\b")
"""What stands before a fiscal year, whose first month a table does not say."""
_MOMENT = re.compile(r"1[0-9]{12}")
"""Milliseconds since 1970, from 2001 to 2033."""
_PARTS = {"primo": 1, "early": 1, "start": 1, "begin": 1, "anfang": 1, "medio": 15, "mid": 15, "mitte": 15}
"""The day of a month that words before it name; the last one otherwise."""
_WEEK = re.compile(
    r"(?:uge|week|w|kw|u)[ .]*(?P<week>\d{1,2})[ ,/\-]+(?P<year>(?:19|20)\d\d)|(?P<of>(?:19|20)\d\d)[ \-]?w(?P<in>\d{1,2})"
)
_ZONE = re.compile(r"(?<=\d|[AaPpMm.]) *(?:GMT|UTC) *[+-]\d{1,2}(?::?\d\d)?\b")
"""A zone of time behind a moment, which is no span to another."""
_ACTUAL = re.compile(r"(?<=\d\d) ?[A*]$")
"""What Primavera writes behind a day that has come, or that is fixed."""
_BETWEEN = re.compile(r"\s*(?:[-–—→/+&]|\.{2,3}|(?<!\w)(?:to|til|till|bis|tot|au)(?!\w))\s*")  # noqa: RUF001  a range
"""What stands between the beginning and the end of a span of days."""
_YEAR_AT_THE_END = re.compile(r"(?:^|[\s./-])((?:19|20)\d\d)$")
_YEAR_AT_THE_START = re.compile(r"^((?:19|20)\d\d)[\s./-]+")
_ENDS_IN_A_NUMBER = re.compile(r"\d\.$")
_WORD_AT_THE_START = re.compile(r"[^\W\d_]+[ .]*(?=\d)")
_YEARS = (1900, 2200)
_LONGEST = 60
_FIRST_COUNTED, _COUNTED = date(1899, 12, 30), (36_526, 73_051)
"""The day 0 of a spreadsheet, and the numbers of the days of 2000 to 2099."""
_NUMBER = re.compile(r"\d+|[^\W\d_]{3,}")


def _counted(cell: Given) -> int:
    """Return the number of a day as a spreadsheet counts them, of 2000 to 2099; 0 where a cell is none."""
    if isinstance(cell, str):
        return int(cell) if len(cell) == len("46388") and cell.isdecimal() and _counted(int(cell)) else 0
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not _COUNTED[0] <= cell < _COUNTED[1]:
        return 0
    return int(cell)


class Stretch(NamedTuple):
    """The days that a cell names: one, those of a month, a quarter or a year, or of several, as of `Q1-Q2 2027`.

    Attributes:
        first: The first of them.
        last: The last.
        two_ends: Whether the cell names both a beginning and an end.
    """

    first: date
    last: date
    two_ends: bool = False


class Days:
    """Reads the days in the cells of some columns, those in numbers alone in one order for all.

    Attributes:
        unsure: A date that could begin with the day or the month; blank where there is none.
        counted: A number that was read as a day, and the day; None where there is none.
        rough: A season, a part of a year or a fiscal year that was read, and the days as which it is; None where there is none.
    """

    def __init__(
        self, columns: Sequence[Sequence[Given]], forms: tuple[str, ...], beside: Iterable[str] = ()
    ) -> None:
        """Take the cells of all columns of days, the forms of a preset, and dates of other columns, which may tell what comes first."""
        written = [cell.strip() for cells in columns for cell in cells if isinstance(cell, str)]
        self._dates = IssueDates(forms, written, beside)
        self.unsure = self._dates.unsure
        self.rough: tuple[str, Stretch] | None = None
        self.counted: tuple[str, date] | None = None

    def of(self, cell: Given) -> Stretch | None:
        """Return the days that a cell names, None where it names none.

        >>> found = Days([], ("%Y-%m-%d",)).of("Q1 2027")
        >>> found and (str(found.first), str(found.last))
        ('2027-01-01', '2027-03-31')
        >>> found = Days([], ("%Y-%m-%d",)).of("Jan-Mar 2027")
        >>> found and (str(found.first), str(found.last), found.two_ends)
        ('2027-01-01', '2027-03-31', True)
        """
        found = self._of(cell)
        return found if found and found.last.year < MAXYEAR else None  # which stands for no end at all

    def _of(self, cell: Given) -> Stretch | None:
        if isinstance(cell, datetime):
            return Stretch(cell.date(), cell.date())
        if isinstance(cell, date):
            return Stretch(cell, cell)
        if number := _counted(cell):
            day = _FIRST_COUNTED + timedelta(days=number)
            self.counted = self.counted or (str(cell), day)
            return Stretch(day, day)
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return _year(int(cell)) if _YEARS[0] < cell < _YEARS[1] and cell == int(cell) else None
        if not isinstance(cell, str) or says_nothing(cell):
            return None
        words = _ACTUAL.sub("", _ZONE.sub("", cell)).strip()
        return self._one(words) or self._between(words)

    def _one(self, words: str) -> Stretch | None:
        """Return the day, the month, the quarter or the like that words name."""
        day = self._dates.of(words)
        if day is None and _MOMENT.fullmatch(words):
            day = datetime.fromtimestamp(int(words) / 1000, tz=UTC).date()
        return Stretch(day, day) if day else self._longer(folded(words))

    def _between(self, words: str) -> Stretch | None:
        """Return the days from one to another; what is the same of both may stand once, as the year of `Q1-Q2 2027`."""
        for sign in _BETWEEN.finditer(words) if len(words) <= _LONGEST else ():
            first, last = words[: sign.start()], words[sign.end() :]
            if not first or not last:
                continue
            ends = [self._one(end) for end in _in_full(first, last)]
            if (begin := ends[0] or self._one(first)) and (end := ends[1] or self._one(last)):
                return Stretch(begin.first, end.last, two_ends=True) if begin.first <= end.last else None
        return None

    def _longer(self, words: str) -> Stretch | None:
        """Return the days of a year, a quarter, a month or a week; a fiscal year is read as one of the calendar."""
        plain = _FISCAL.sub(r"20\1", words)
        found = self._in_a_year(plain)
        if found and plain != words and self.rough is None:
            self.rough = words, found
        return found

    def _in_a_year(self, words: str) -> Stretch | None:
        if _YEAR.fullmatch(words):
            return _year(int(words))
        if found := _QUARTER.fullmatch(words):
            return _months_of(found, 3)
        if found := _HALF.fullmatch(words):
            return _months_of(found, 6)
        if found := _MONTH.fullmatch(words):
            return _months(int(found["year"] or found["of"]), int(found["month"] or found["first"]), 1)
        if found := _WEEK.fullmatch(words):
            return _week(int(found["year"] or found["of"]), int(found["week"] or found["in"]))
        return self._named(words) or self._rough(words)

    def _rough(self, words: str) -> Stretch | None:
        """Return the days of a season or of a part of a year."""
        found = _ROUGH.fullmatch(words)
        if found is None:
            return None
        word, year = found["word"] or found["last"], int(found["year"] or found["of"])
        season = words_for().seasons.get(word)
        if season is not None:
            end = _months(year, 3 * season + _FIRST_OF_SPRING, 3) if season < _WINTER else _winter(year)
            stretch = end if season == _WINTER or not found["next"] else None
        else:
            stretch = _months(year, *_QUARTERS[word]) if word in _QUARTERS and not found["next"] else None
        if stretch and (self.rough is None or season == _WINTER):
            self.rough = words, stretch
        return stretch

    def _named(self, words: str) -> Stretch | None:
        """Return the days of a month that is called by its name, or the one that words before it name."""
        found = _NAMED.fullmatch(words)
        if found is None:
            return None
        plain = re.sub(r"[ \-/']+", " ", words[found.end("part") if found["part"] else 0 :]).strip()
        day = self._dates.of(f"1 {plain.removeprefix('of ')}")
        month = _months(day.year, day.month, 1) if day else None
        if month is None or not found["part"]:
            return month
        one = month.first.replace(day=_PARTS.get(found["part"], month.last.day))
        return Stretch(one, one)


def is_dated(cell: Given) -> bool:
    """Tell whether a cell may hold a day, rather than a number such as a share.

    >>> is_dated("2027-05-01"), is_dated("100 %"), is_dated(0.5)
    (True, False, False)
    """
    return isinstance(cell, date) or (isinstance(cell, str) and len(_NUMBER.findall(cell)) > 1)


def _in_full(first: str, last: str) -> tuple[str, str]:
    """Return the ends of a span with what stands only once: a year behind or before both, a word such as `week`."""
    if (year := _YEAR_AT_THE_END.search(last)) and not _YEAR_AT_THE_END.search(first):
        first = f"{first}{year[1]}" if _ENDS_IN_A_NUMBER.search(first) else f"{first} {year[1]}"
    elif (year := _YEAR_AT_THE_START.search(first)) and not _YEAR_AT_THE_START.search(last):
        last = f"{year[1]} {last}"
    if (word := _WORD_AT_THE_START.match(first)) and last[0].isdigit():
        last = f"{word[0]}{last}"
    return first, last


def _year(year: int) -> Stretch:
    return Stretch(date(year, 1, 1), date(year, 12, 31))


def _months(year: int, month: int, count: int) -> Stretch | None:
    if not 1 <= month <= 13 - count:
        return None
    last = month + count - 1
    return Stretch(date(year, month, 1), date(year, last, monthrange(year, last)[1]))


def _winter(year: int) -> Stretch | None:
    """Return the days of the winter that begins in a year."""
    february = _months(year + 1, 2, 1)
    return Stretch(date(year, 12, 1), february.last) if february else None


def _months_of(found: re.Match[str], count: int) -> Stretch | None:
    """Return the days of a quarter or a half of a year."""
    place, year = found["after"] or found["first"], found["year"] or found["later"] or found["of"]
    full = int(year or 0) + (2000 if len(year or "") == len("27") else 0)
    return _months(full, count * (int(place) - 1) + 1, count) if year else None


def _week(year: int, week: int) -> Stretch | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Stretch(monday, monday + timedelta(days=6))


class Work(NamedTuple):
    """When a row of a table is done, as far as it says.

    Attributes:
        begin: Its first day.
        end: Its last day.
        length: How many days it takes.
        latest: The last day by which it should or must be complete.
    """

    begin: date | None = None
    end: date | None = None
    length: Fraction | None = None
    latest: date | None = None


def fitted(work: Sequence[Work], unit: Unit | None, start: date | None) -> Horizon:
    """Return the periods that fit work, as many as can be planned.

    Args:
        work: When each row is done.
        unit: How long a period is; None for the one that fits, a quarter where no row says how long it takes.
        start: The first day; None for that of the period in which the first row begins, or must begin.

    >>> fitted([Work(date(2027, 1, 4), date(2027, 6, 30))], None, None).unit
    'month'
    """
    days = [day for row in work if (day := _first(row))]
    origin = start or min(days, default=ANY_DAY)
    spans = [span for row in work if (span := _span(row, origin))]
    unit = unit or (fitting_unit(spans, origin) if spans else "quarter")
    start = start or (first_day(unit, min(days)) if days else None)
    return Horizon(periods=_most(start, unit), unit=unit, start=start)


def _most(start: date | None, unit: Unit) -> int:
    """Return how many periods there can be, up to the last year of the calendar."""
    if start is None:
        return MOST_PERIODS
    years = 9998 - start.year
    return max(1, min(MOST_PERIODS, years * 12 // MONTHS[unit] if unit in MONTHS else MOST_PERIODS))


def _first(row: Work) -> date | None:
    """Return the day on which a row begins, or must begin where it says only when it is to be complete."""
    if row.begin:
        return row.begin
    days = [day for day in (row.end, row.latest) if day]
    if not days:
        return None
    length = ceil(row.length or 1)
    return min(days) - timedelta(days=min(length - 1, 3_650)) if length >= 1 else min(days)


def _span(row: Work, origin: date) -> Span | None:
    """Return the days between the beginning and the end of a row, None where it does not say how long it takes."""
    if row.begin and row.end and row.end >= row.begin:
        return Span(Fraction((row.begin - origin).days), Fraction((row.end - origin).days + 1))
    if row.length:
        first = Fraction((row.begin - origin).days) if row.begin else Fraction(0)
        return Span(first, first + row.length)
    return None


def periods_in(days: Fraction, unit: Unit, *, about: bool) -> int:
    """Return how many periods a number of days takes.

    Args:
        days: The days.
        unit: How long a period is.
        about: Whether it is the nearest number, else enough.

    >>> periods_in(DAYS["month"] * 6, "quarter", about=False)
    2
    """
    count = days / DAYS[unit]
    return min(max(1, round(count) if about else -(-count // 1)), MOST_PERIODS)
