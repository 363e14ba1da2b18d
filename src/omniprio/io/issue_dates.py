"""Dates as lists of issues have them: in the forms of a preset, and in those that people's settings make of them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["IssueDates"]

_MONTHS = (
    ("Jan", "jan ene janv gen sty"),
    ("Feb", "feb febr fév févr fev lut"),
    ("Mar", "mar mär mrz mär mars marz"),
    ("Apr", "apr avr abr kwi"),
    ("May", "may mai maj mag"),
    ("Jun", "jun juin giu cze"),
    ("Jul", "jul juil lug lip"),
    ("Aug", "aug aoû août ago sie"),
    ("Sep", "sep sept set wrz"),
    ("Oct", "oct okt ott paź"),
    ("Nov", "nov lis"),
    ("Dec", "dec dez dic déc des gru"),
)
"""What months begin with in English, German, Danish, French, Spanish, Italian and Polish."""
_ENGLISH = {word: month for month, words in _MONTHS for word in words.split()}
_NAMES_A_MONTH = re.compile("|".join(month for month, _ in _MONTHS), re.IGNORECASE)
"""What is in all that is in one of the forms with a month in words, once the month is in English."""
_WORD = re.compile(r"[^\W\d_]{3,}\.?")
_WEEKDAY = re.compile(rf"^(?:(?!{'|'.join(month for month, _ in _MONTHS)})[^\W\d_]+[.,]* +)+")
"""What stands before a date: a weekday, or words such as "the"."""
_TIME = re.compile(r"[ T,]+\d{1,2}:\d{2}.*$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./] ?(\d{1,2})[ -]{1,2}(\d{4}|\d{2})")
"""As Danes write it: `1/4-2027`, `1/4 2027`."""
_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_WITH_MONTH = (
    "%d/%b/%y",
    "%d/%b/%Y",
    "%d-%b-%y",
    "%d.%b%y",  # without the point behind the month, which may shorten it
    "%d.%b%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %b %y",
    "%d. %b %Y",
    "%d. %b %y",
    "%d %b, %Y",
    "%Y-%b-%d",
    "%Y %b %d",
    "%b %d, %Y",
    "%b %d %Y",
)
_MONTHS_IN_A_YEAR = 12
_CENTURY = 2_000


class IssueDates:
    """The dates of one file: where they are numbers alone, all of them begin with the same.

    Attributes:
        unsure: A date that could begin with the day or with the month, where no other date of the file tells which;
            they are read as the day first. Blank where it is sure.
    """

    def __init__(self, forms: tuple[str, ...], written: Iterable[str], beside: Iterable[str] = ()) -> None:
        """Take the forms of a preset, all that is written in the columns of dates, and in others, which are asked where these do not tell."""
        self._forms = forms
        self._found: dict[str, date | None] = {"": None}
        mixed = self._mixed(written)
        days, months = _begins(mixed)
        differ = [found[0] for found in mixed if int(found[1]) != int(found[3])]
        if differ and not days and not months:
            days, months = _begins(self._mixed(beside))
        self._month_first = months and not days
        self.unsure = differ[0] if differ and days == months else ""

    def _mixed(self, written: Iterable[str]) -> list[re.Match[str]]:
        """Return the dates that could begin with the day or with the month."""
        cells = (cell for cell in dict.fromkeys(written) if not self._as_preset(cell))
        return [found for cell in cells if (found := _in_numbers(cell)) and found[2] != "."]

    def of(self, written: str) -> date | None:
        """Return the day of a date, None if it is none.

        >>> IssueDates(("%Y-%m-%d",), []).of("09/okt/27 12:00 AM")
        datetime.date(2027, 10, 9)
        >>> IssueDates((), []).of("04.Jan.27 12:00 AM")
        datetime.date(2027, 1, 4)
        """
        if written not in self._found:
            self._found[written] = self._as_preset(written) or self._usual(_bare(written))
        return self._found[written]

    def _as_preset(self, written: str) -> date | None:
        return _in_forms(_in_english(written), self._forms)

    def _usual(self, written: str) -> date | None:
        if found := _YEAR_FIRST.fullmatch(written):
            return _day(int(found[1]), int(found[2]), int(found[3]))
        if found := _TOGETHER.fullmatch(written):
            return _day(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(written):
            return _day(_full_year(found[3]), int(found[2]), int(found[1]))
        if found := _NUMBERS.fullmatch(written):
            year = _full_year(found[4])
            first, second = int(found[1]), int(found[3])
            month_first = self._month_first and found[2] != "."
            return _day(year, first, second) if month_first else _day(year, second, first)
        return _in_forms(written, _WITH_MONTH) if _NAMES_A_MONTH.search(written) else None


def _begins(mixed: Sequence[re.Match[str]]) -> tuple[bool, bool]:
    """Tell whether any date must begin with the day, and whether any must with the month."""
    days = any(int(found[1]) > _MONTHS_IN_A_YEAR for found in mixed)
    return days, any(int(found[3]) > _MONTHS_IN_A_YEAR for found in mixed)


def _in_english(written: str) -> str:
    """Return a date with its month in English."""
    return _WORD.sub(_month, written.strip())


def _month(word: re.Match[str]) -> str:
    letters = word[0].rstrip(".").casefold()
    return _ENGLISH.get(letters[:4]) or _ENGLISH.get(letters[:3]) or word[0]


def _bare(written: str) -> str:
    """Return a date without its weekday, its time and its zone, the month in English."""
    words = _TIME.sub("", _in_english(_ORDINAL.sub("", written)))
    return _WEEKDAY.sub("", words).strip()


def _in_numbers(written: str) -> re.Match[str] | None:
    return _NUMBERS.fullmatch(_bare(written))


def _in_forms(written: str, forms: Iterable[str]) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007  only the day is used
        except ValueError:
            continue
    return None


def _full_year(written: str) -> int:
    return int(written) + (_CENTURY if len(written) == len("27") else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
