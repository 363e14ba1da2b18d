"""The amounts in a column of a table of projects: one way of writing them in a whole column, and what they are counted in."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.amounts import Unit, amount_in, marks_in, unit_in
from omniprio.io.cells import BadCellError
from omniprio.io.header_words import says_nothing
from omniprio.io.sheet import blank
from omniprio.io.working_time import ends_of_range
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from omniprio.io.amounts import Mark, Written
    from omniprio.io.cells import Given
    from omniprio.language import Sentence

__all__ = ["Amount", "Amounts", "could_be_thousands", "in_scale", "in_shares", "mark_of", "numeral"]

_IN_DANISH, _IN_ENGLISH = {"kr.", "DKK"}, {"USD", "GBP"}
_COMMA_LANGUAGES = {"da", "de", "fr", "nl", "no", "sv"}
_HUNDRED = 100


def numeral(number: Fraction) -> float:
    """Return a number as a cell holds it: whole where it is."""
    return int(number) if number.denominator == 1 else float(number)


def in_scale(currency: str, scale: int) -> str:
    """Return what amounts in thousands, millions and so on of a currency are counted in.

    >>> in_scale("kr.", 1000), in_scale("EUR", 1000)
    ('t.kr.', 'kEUR')
    """
    if currency == "kr.":
        return {1: "", 1_000: "t.", 1_000_000: "mio. ", 1_000_000_000: "mia. "}[scale] + currency
    return {1: "", 1_000: "k", 1_000_000: "m", 1_000_000_000: "bn"}[scale] + currency


class Amount(NamedTuple):
    """An amount in a cell.

    Attributes:
        value: How much, in units of its column.
        currency: Which currency is said in the cell; blank where none is.
        percent: Whether it is in per cent.
    """

    value: Fraction
    currency: str = ""
    percent: bool = False


class Amounts:
    """The amounts of one column.

    Attributes:
        unit: What the header says that they are counted in.
        example: An amount with signs that could be read in two ways, and how it is read; None where there is none.
        about: An amount that is said to be rough; blank where there is none.
        blanks: What stands for nothing; blank where that is nowhere.
        between: A range, and its middle, as which it is read; None where there is none.
        behind: An amount with its sign behind it; blank where there is none.
    """

    def __init__(self, cells: Sequence[Given], mark: Mark | None, unit: str = "") -> None:
        """Take the cells of a column, the sign before decimals where it is known, and the words of the unit."""
        self.unit = unit_in(unit) or Unit()
        self.example: tuple[str, Fraction] | None = None
        self.between: tuple[str, Fraction] | None = None
        self.about = self.blanks = self.behind = ""
        self._mark = mark
        self.cells = [self._read(cell) for cell in cells]

    @property
    def amounts(self) -> Iterator[Amount]:
        """The amounts that there are."""
        return (cell for cell in self.cells if isinstance(cell, Amount))

    @property
    def currencies(self) -> Counter[str]:
        """How many amounts are in each currency, where one is said in the cell or the header."""
        own = self.unit.currency
        return Counter(found for cell in self.amounts if (found := cell.currency or own))

    @property
    def said(self) -> Iterator[Sentence]:
        """What to know about how its cells were read."""
        if self.example:
            written, number = self.example
            meant = (
                str(number) if number.denominator == 1 else float(number)
            )  # no sign may be taken for another
            yield sentence("notes.signs", written=repr(written), number=meant)
        if self.about:
            yield sentence("notes.about", written=repr(self.about))
        if self.between:
            written, number = self.between
            yield sentence("notes.ranges", written=repr(written), number=numeral(number))
        if self.behind:
            yield sentence("notes.sign behind", written=repr(self.behind))
        if self.blanks:
            yield sentence("notes.stands for nothing", written=repr(self.blanks))

    def _read(self, cell: Given) -> Amount | Given:
        """Return the amount in a cell, None where it is blank, and the cell itself where it is none."""
        if isinstance(cell, bool | BadCellError) or blank(cell):
            return None if blank(cell) else cell
        if isinstance(cell, int | float):
            return Amount(Fraction(repr(cell))) if abs(cell) < float("inf") else cell
        if not isinstance(cell, str):
            return cell
        if says_nothing(cell):
            self.blanks = self.blanks or cell.strip()
            return None
        found = amount_in(cell)
        return self._middle(cell) if found is None else self._amount(found, cell)

    def _middle(self, cell: str) -> Amount | Given:
        """Return the middle of a range, the cell itself where it is none."""
        span = ends_of_range(cell)
        ends = [self._read(end) for end in span.parts] if span else []
        amounts = [end for end in ends if isinstance(end, Amount)]
        if span is None or len(amounts) < len(ends):
            return next((end for end in ends if isinstance(end, BadCellError)), cell)
        low, high = amounts
        middle = (low.value + high.value) / 2
        self.between = self.between or (cell.strip(), middle)
        return high._replace(value=middle)

    def _amount(self, found: Written, cell: str) -> Amount | Given:
        if found.unclear and self._mark is None:
            one, other = found.number("."), found.number(",")
            problem = sentence("faults.two meanings", value=repr(cell), one=_plain(one), other=_plain(other))
            return BadCellError(problem, sentence("remedies.say decimals"))
        number = found.number(self._mark or ".")
        if number is None:
            return cell
        if found.unclear and self.example is None:
            self.example = (cell.strip(), number)
        if found.behind:
            self.behind = self.behind or cell.strip()
        if found.unit.about:
            self.about = self.about or cell.strip()
        own = found.unit.scale
        scale = Fraction(own, self.unit.scale) if own > 1 else Fraction(1)
        return Amount(number * scale, found.unit.currency, found.percent)


def _plain(number: Fraction | None) -> str:
    return "" if number is None else f"{float(number):g}" if number.denominator > 1 else str(number.numerator)


def mark_of(columns: Iterable[Sequence[Given]], language: str) -> tuple[list[Mark | None], bool]:
    """Return the sign before decimals in each of some columns, None where nothing tells of it.

    Args:
        columns: The cells of each column.
        language: The language of the headers; blank where that is not known.

    Returns:
        What the amounts of a column tell of themselves; else what those of all columns do, or their currency, or the
        language. And whether some column tells of both.
    """
    written = [
        [found for cell in cells if isinstance(cell, str) and (found := amount_in(cell))] for cells in columns
    ]
    own = [marks_in(amounts) for amounts in written]
    every = [amount for amounts in written for amount in amounts]
    shared = _only(marks_in(every)) or _by_currency(every) or ("," if language in _COMMA_LANGUAGES else None)
    return [_only(marks) if marks else shared for marks in own], any(len(marks) > 1 for marks in own)


def could_be_thousands(cells: Iterable[Given]) -> bool:
    """Tell whether an amount that is a text may be one of thousands as people write it: decimals of a program end in no 0.

    >>> could_be_thousands(["720", "1.200"]), could_be_thousands(["1.234"]), could_be_thousands([1.2, "12,50"])
    (True, False, False)
    """
    found = (amount_in(cell) for cell in cells if isinstance(cell, str) and cell.endswith("0"))
    return any(amount and amount.unclear for amount in found)


def _only(marks: set[Mark]) -> Mark | None:
    return next(iter(marks)) if len(marks) == 1 else None


def _by_currency(amounts: Iterable[Written]) -> Mark | None:
    said = {amount.unit.currency for amount in amounts if amount.unit.currency}
    if said and said <= _IN_DANISH:
        return ","
    return "." if said and said <= _IN_ENGLISH else None


def in_shares(amounts: Amounts) -> list[Fraction | None]:
    """Return how much is done, 0 to 1: in per cent where a cell says so, or one is more than 1."""
    whole = any(cell.value > 1 and not cell.percent for cell in amounts.amounts)
    return [
        None if not isinstance(cell, Amount) else cell.value / (_HUNDRED if whole or cell.percent else 1)
        for cell in amounts.cells
    ]
