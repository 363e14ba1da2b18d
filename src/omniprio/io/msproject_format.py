"""The words of Microsoft Project XML (MSPDI), and how its values are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from omniprio.portfolio import Horizon

__all__ = [
    "ACCRUAL",
    "HOURS_PER_DAY",
    "ID_ALIAS",
    "ID_FIELD",
    "KINDS",
    "NAMESPACE",
    "added",
    "days",
    "hours",
    "hundredths",
    "put",
]

NAMESPACE = "http://schemas.microsoft.com/project"
ID_FIELD = "188743731"
"""Microsoft Project's number for the custom field Text1, which holds our id."""
ID_ALIAS = "omniprio id"
"""What that field is called in our files."""
ACCRUAL = {"start": 1, "completion": 2, "even": 3}
"""When a fixed cost is spent; 3 is what the program itself writes for its default, prorated."""
KINDS = {"finish to finish": 0, "finish to start": 1, "start to finish": 2, "start to start": 3}
"""The types of links that a requirement can have."""
HOURS_PER_DAY = 8
"""Of the calendar we write."""

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def put(parent: Element, values: Mapping[str, object]) -> None:
    """Add an element for each value; characters that XML cannot hold become U+FFFD."""
    for tag, value in values.items():
        SubElement(parent, tag).text = _NOT_IN_XML.sub("\ufffd", str(value))


def added(parent: Element, tag: str, values: Mapping[str, object]) -> Element:
    """Add an element with values and return it."""
    element = SubElement(parent, tag)
    put(element, values)
    return element


def days(calendar: Horizon, first: int, after: int) -> int:
    """Return the days from the first day of a period to the first day of another."""
    return (calendar.first_day(after) - calendar.first_day(first)).days


def hours(number: Fraction) -> str:
    """Return a number of hours as a duration.

    >>> from fractions import Fraction
    >>> hours(Fraction(15, 2))
    'PT7H30M0S'
    """
    minutes = round(number * 60)
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def hundredths(amount: Fraction) -> str:
    """Return money in hundredths of its unit, as the format has it.

    >>> from fractions import Fraction
    >>> hundredths(Fraction(300)), hundredths(Fraction(1, 800))
    ('30000', '0.125')
    """
    return f"{float(amount * 100):.4f}".rstrip("0").rstrip(".")
