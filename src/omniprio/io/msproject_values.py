"""What the elements of a project file hold: texts, numbers, dates, durations, yes and no."""

from __future__ import annotations

import re
from datetime import datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.cells import FLAGS
from omniprio.language import sentence

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["answer", "clock", "is_so", "label_of", "minutes", "moment", "number", "value"]

_AMOUNT = r"(\d{1,9}(?:[.,]\d{1,9})?)"
_DURATION = re.compile(rf"P(?:{_AMOUNT}D)?(?:T(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?")
_NUMBER = re.compile(r"[-+]?\d{1,20}([.,]\d{0,20})?([eE][-+]?\d{1,2})?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::\d\d)?")
_MINUTES_PER_DAY = 24 * 60
_LONGEST_NUMBER = 20
_ANSWERS = {**FLAGS, "1": True, "-1": True, "0": False}
"""What is written for yes and no: programs write numbers or words, also those of their users."""


_TEXTS: WeakKeyDictionary[Element, dict[str, str]] = WeakKeyDictionary()
"""The texts of the parts of elements, by tag: looked for again and again, in elements that may have a million parts."""


def value(element: Element, tag: str) -> str:
    """Return the text of a part of an element, the first of that tag, empty if there is none."""
    texts = _TEXTS.get(element)
    if texts is None:
        texts = {part.tag: (part.text or "").strip() for part in reversed(element)}
        _TEXTS[element] = texts
    return texts.get(tag, "")


def is_so(element: Element, tag: str) -> bool:
    """Tell whether an element says yes.

    Raises:
        InvalidInputError: It says neither yes nor no.
    """
    return answer(element, tag) is True


def answer(element: Element, tag: str) -> bool | None:
    """Return whether an element says yes or no, None if it says nothing.

    Raises:
        InvalidInputError: It says something else.
    """
    text = value(element, tag).lower()
    if text and text not in _ANSWERS:
        raise _wrong(element, tag, sentence("remedies.true or false"))
    return _ANSWERS.get(text)


def label_of(element: Element) -> str:
    """Return what a person calls a task or a resource: its number and name; of a link the number of what it comes from."""
    kind, name = element.tag, " ".join(value(element, "Name").split())
    numbers = filter(None, (value(element, tag) for tag in ("ID", "UID", "PredecessorUID")))
    number = next(numbers, "")[:_LONGEST_NUMBER]
    return f"{kind} {number}" + (f" ({name[:60]})" if name else "")


def number(element: Element, tag: str) -> Fraction:
    """Return a number of an element exactly, 0 if it has none.

    Raises:
        InvalidInputError: It is no number.
    """
    text = value(element, tag) or "0"
    if not _NUMBER.fullmatch(text):
        raise _wrong(element, tag, sentence("remedies.give a number"))
    return Fraction(text.replace(",", "."))


def moment(element: Element, tag: str) -> datetime | None:
    """Return a date with its time, None if there is none.

    Raises:
        InvalidInputError: It is no date.
    """
    text = value(element, tag)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise _wrong(element, tag, sentence("remedies.date and time")) from None
    if not 1900 <= found.year <= 2900:  # noqa: PLR2004  what calendars can be counted in
        raise _wrong(element, tag, sentence("remedies.date in years"))
    return found


def clock(element: Element, tag: str) -> time | None:
    """Return a time of day, None if there is none."""
    found = _CLOCK.fullmatch(value(element, tag))
    return time(int(found[1]), int(found[2])) if found else None


def minutes(element: Element, tag: str) -> Fraction:
    """Return the minutes of a duration, 0 if there is none.

    Raises:
        InvalidInputError: It is no duration.
    """
    text = value(element, tag)
    if not text:
        return Fraction(0)
    found = _DURATION.fullmatch(text)
    if not found:
        raise _wrong(element, tag, sentence("remedies.duration"))
    days, hours, whole, seconds = (Fraction((part or "0").replace(",", ".")) for part in found.groups())
    return days * _MINUTES_PER_DAY + hours * 60 + whole + seconds / 60


def _wrong(element: Element, tag: str, remedy: str) -> InvalidInputError:
    return InvalidInputError(
        [
            Fault(
                f"{label_of(element)}.{tag}",
                sentence("faults.is", value=repr(value(element, tag)[:60])),
                remedy,
            )
        ]
    )
