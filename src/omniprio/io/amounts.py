"""Amounts as people write them in cells: "1.440,50", "kr. 300.000", "$1,200.00", "1,2 mio. kr.", "(500)"."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Mark", "Unit", "Written", "amount_in", "marks_in", "unit_in"]

type Mark = Literal[".", ","]
"""The sign before decimals."""

_SCALES = {
    1_000: "k t tkr tusind tsd thousand thousands",
    1_000_000: "m mio mill mln million millions millioner millionen",
    1_000_000_000: "mia mrd bn b billion billions milliard milliarder milliarde milliarden",
}
_BY_WORD = {word: scale for scale, words in _SCALES.items() for word in words.split()}
_CURRENCIES = {
    "kr": "kr.",
    "kroner": "kr.",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "us$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "£": "GBP",
    "pund": "GBP",
    "¥": "JPY",
} | {
    code: code.upper()
    for code in [
        "dkk",
        "sek",
        "nok",
        "isk",
        "eur",
        "usd",
        "gbp",
        "chf",
        "pln",
        "czk",
        "jpy",
        "cny",
        "inr",
        "aud",
        "cad",
    ]
}
_THOUSAND = re.compile(r"(?<![\d.,])1[., ]?000\s*(?=[^\W\d]|[€$£¥])")
"""A thousand before what it is counted in, as `1.000 kr.`."""
_LETTERS = {"k": 1_000, "t": 1_000, "m": 1_000_000}
_WORD = re.compile(r"us\$|[€$£¥]|[^\W\d_]+[€$£¥]?", re.IGNORECASE)
_ABOUT = {"ca", "circa", "cirka", "approx", "about", "omkring", "etwa", "rund", "~", "≈"}
_SHAPE = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?P<before>[^\d()+−–-]*?)\s*(?P<inner>[-+−–])?\s*"  # noqa: RUF001  signs
    r"(?P<digits>(?:\d[\d.,'’ \u00a0\u202f]*\d|\d|[.,]\d+))\s*(?P<bare>[.,][-–—])?\s*"  # noqa: RUF001
    r"(?P<after>[^\d()]*?)\s*(?P<behind>[-−–])?\s*(?P<close>\))?"  # noqa: RUF001
)
_BLANKS = re.compile(r"['’ \u00a0\u202f]")  # noqa: RUF001  Swiss apostrophes
_MINUS = {"-", "−", "–"}  # noqa: RUF001
_BY_THOUSANDS = re.compile(r"\d{1,3}(?:['’ \u00a0\u202f]\d{3})+(?:[.,]\d+)?")  # noqa: RUF001
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_MOST_LETTERS = 60


class Unit(NamedTuple):
    """What an amount is counted in.

    Attributes:
        scale: How many of the currency it is.
        currency: Which; blank where it is not said.
        about: Whether it is said to be rough.
    """

    scale: int = 1
    currency: str = ""
    about: bool = False


class Written(NamedTuple):
    """An amount as it is written.

    Attributes:
        digits: Its digits, with the signs between them.
        negative: Whether it is less than 0.
        unit: What it is counted in.
        percent: Whether it is in per cent.
        behind: Whether the sign of one less than 0 stands behind it.
    """

    digits: str
    negative: bool
    unit: Unit
    percent: bool
    behind: bool = False

    @property
    def mark(self) -> Mark | None:
        """The sign before decimals that it tells of; None where it has none, or could have either."""
        dot, comma = self.digits.rfind("."), self.digits.rfind(",")
        if dot < 0 and comma < 0:
            return None
        last: Mark = "." if dot > comma else ","
        if min(dot, comma) >= 0:
            return last
        if self.digits.count(last) > 1:
            other: Mark = "," if last == "." else "."
            return other if _grouped(self.digits, last) else None
        return None if _GROUPS.fullmatch(self.digits) else last

    @property
    def unclear(self) -> bool:
        """Whether it is another number with the one sign before decimals than with the other.

        >>> [found.unclear for words in ("300.000", "1.200.000", "12,5") if (found := amount_in(words))]
        [True, False, False]
        """
        return self.mark is None and bool(_GROUPS.fullmatch(self.digits))

    def number(self, mark: Mark) -> Fraction | None:
        """Return the number that it is, without its scale; None where it is none with that sign before decimals.

        Args:
            mark: The sign before decimals.
        """
        own = self.mark
        mark = own or mark
        whole, _, rest = self.digits.partition(mark)
        other = "," if mark == "." else "."
        if mark in rest or other in rest or not (other not in whole or _grouped(whole, other)):
            return None
        number = Fraction(f"{whole.replace(other, '') or '0'}.{rest or '0'}")
        return -number if self.negative else number


def _grouped(whole: str, mark: str) -> bool:
    first, *groups = whole.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)  # noqa: PLR2004  thousands


def amount_in(words: str) -> Written | None:
    """Return the amount that is written in a cell, None where there is none.

    Args:
        words: What stands in it.

    >>> found = amount_in("ca. 12,5 mio. kr.")
    >>> found and (found.digits, found.unit)
    ('12,5', Unit(scale=1000000, currency='kr.', about=True))
    >>> amount_in("100-200"), amount_in("two")
    (None, None)
    >>> [found.negative for words in ("(500)", "500-", "500,-") if (found := amount_in(words))]
    [True, True, False]
    """
    shape = _SHAPE.fullmatch(words.strip()) if len(words) <= _MOST_LETTERS else None
    if shape is None or bool(shape["open"]) != bool(shape["close"]):
        return None
    after = shape["after"].strip()
    digits = shape["digits"]
    if _BLANKS.search(digits) and not _BY_THOUSANDS.fullmatch(digits):
        return None
    unit = unit_in(f"{shape['before']} {after.removesuffix('%')}")
    if unit is None:
        return None
    behind = bool(shape["behind"])
    signed = shape["sign"] in _MINUS or shape["inner"] in _MINUS or behind
    negative = bool(shape["open"]) != signed
    return Written(_BLANKS.sub("", digits), negative, unit, after.endswith("%"), behind)


def unit_in(words: str) -> Unit | None:
    """Return what words beside an amount, or in brackets in a header, say of its unit; None where they say anything else.

    Args:
        words: The words.

    >>> unit_in("kDKK"), unit_in("mio. kr."), unit_in("weeks")
    (Unit(scale=1000, currency='DKK', about=False), Unit(scale=1000000, currency='kr.', about=False), None)
    >>> unit_in("1.000 kr.")
    Unit(scale=1000, currency='kr.', about=False)
    """
    folded = _THOUSAND.sub("k ", words.casefold().replace("'", "").replace("t.kr", "tkr"))
    about = any(sign in folded for sign in "~≈")
    rest = re.sub(r"[~≈.,/\s]", "", _WORD.sub("", folded))
    if rest:
        return None
    scale, currency = 1, ""
    for word in _WORD.findall(folded):
        if word in _ABOUT:
            about = True
            continue
        found = _meaning(word)
        if found is None or (found.scale > 1 and scale > 1):
            return None
        if found.currency and currency not in {"", found.currency}:
            currency = found.currency if currency == "kr." else currency
        else:
            currency = currency or found.currency
        scale *= found.scale
    return Unit(scale, currency, about)


def _meaning(word: str) -> Unit | None:
    """Return what one word says: a scale, a currency, or a letter for the one before the other."""
    if word in _CURRENCIES:
        return Unit(1, _CURRENCIES[word])
    if word in _BY_WORD:
        return Unit(_BY_WORD[word], "kr." if word == "tkr" else "")
    if word[0] in _LETTERS and word[1:] in _CURRENCIES:
        return Unit(_LETTERS[word[0]], _CURRENCIES[word[1:]])
    if word[-1] in "€$£¥" and word[:-1] in _BY_WORD:
        return Unit(_BY_WORD[word[:-1]], _CURRENCIES[word[-1]])
    return None


def marks_in(amounts: Iterable[Written]) -> set[Mark]:
    """Return the signs before decimals that some amounts tell of: one in a column that is written in one way.

    Args:
        amounts: The amounts.

    >>> sorted(marks_in(filter(None, map(amount_in, ["1.200.000,00", "kr. 300.000"]))))
    [',']
    """
    return {mark for amount in amounts if (mark := amount.mark)}
