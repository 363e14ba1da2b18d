"""A mixed-integer program as data: exact columns and rows, each row with the rule it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Literal, NamedTuple

from omniprio.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Column", "Expression", "Job", "Number", "Program", "Row", "Share", "simplest", "total"]

Number = int | Fraction
Sense = Literal["<=", ">=", "="]


def simplest(number: Number) -> Number:
    """Return a number as an int where it is whole: arithmetic with it is several times as fast.

    >>> simplest(Fraction(6, 2)), simplest(Fraction(1, 2))
    (3, Fraction(1, 2))
    """
    return number.numerator if number.denominator == 1 else number


class Column(NamedTuple):
    """A variable from 0 to `upper`.

    Attributes:
        name: By position, as `x_3_5`; never the user's text.
        integer: Whether only whole numbers are allowed.
        upper: The upper bound.
        grain: In a solution, the value is a multiple of this number.
    """

    name: str
    integer: bool
    upper: Fraction
    grain: Fraction


@dataclass(slots=True)
class Expression:
    """A linear expression: coefficients by column, and a constant.

    >>> (Expression({0: Fraction(1)}) + Expression({0: Fraction(2)}, Fraction(1))).terms
    {0: Fraction(3, 1)}
    """

    terms: dict[int, Number] = field(default_factory=dict)
    constant: Number = 0

    def add(self, column: int, factor: Number) -> None:
        """Add a column, in place."""
        value = self.terms[column] + factor if column in self.terms else factor
        if value:
            self.terms[column] = value
        else:
            self.terms.pop(column, None)

    def add_scaled(self, other: Expression, factor: Number) -> None:
        """Add another expression times a factor, in place."""
        if not self.terms and factor == 1:
            self.terms = dict(other.terms)
            self.constant += other.constant
            return
        terms = self.terms
        for column, coefficient in other.terms.items():
            more = factor if coefficient == 1 else -coefficient if factor == -1 else coefficient * factor
            value = terms[column] + more if column in terms else more
            if value:
                terms[column] = value
            else:
                terms.pop(column, None)
        if other.constant:
            self.constant += other.constant * factor

    def __add__(self, other: Expression) -> Expression:
        """Return the sum."""
        return total([(self, 1), (other, 1)])

    def __sub__(self, other: Expression) -> Expression:
        """Return the difference."""
        result = Expression(dict(self.terms), self.constant)
        result.add_scaled(other, -1)
        return result

    def __mul__(self, factor: Number) -> Expression:
        """Return the expression times a number."""
        return total([(self, factor)])

    def value(self, values: Sequence[Fraction]) -> Number:
        """Return what the expression comes to for values of the columns."""
        return self.constant + _sum(self.terms, values)


def _sum(terms: Mapping[int, Number], values: Sequence[Fraction]) -> Number:
    """Return the sum of terms; most columns are 0 or 1, for which nothing is multiplied."""
    there = ((coefficient, values[column]) for column, coefficient in terms.items())
    return sum(coefficient if value == 1 else coefficient * value for coefficient, value in there if value)


def total(parts: Iterable[tuple[Expression, Number]]) -> Expression:
    """Return the sum of expressions times factors."""
    result = Expression()
    for expression, factor in parts:
        result.add_scaled(expression, factor)
    return result


class Row(NamedTuple):
    """A constraint: terms, sense and right-hand side.

    Attributes:
        rule: The rule of the model it states.
        subject: The ids it is about, in the portfolio's own words.
        period: The period it is about, if any.
        terms: Coefficients by column.
        sense: How the sum relates to the right-hand side.
        rhs: The right-hand side.
        since: The first of the periods it is about, if these are several and not all up to `period`.
    """

    rule: str
    subject: tuple[str, ...]
    period: int | None
    terms: dict[int, Number]
    sense: Sense
    rhs: Number
    since: int | None = None

    def holds(self, values: Sequence[Fraction]) -> bool:
        """Tell whether the row holds, exactly, for values of the columns."""
        left = _sum(self.terms, values)
        return (
            left <= self.rhs
            if self.sense == "<="
            else left >= self.rhs
            if self.sense == ">="
            else left == self.rhs
        )


@dataclass(frozen=True, slots=True)
class Job:
    """Something that starts once or never, and then takes a while.

    Attributes:
        starts: By period, in order, the column that says whether it has started by then.
        length: How many periods it takes, whenever it starts.
    """

    starts: dict[int, int]
    length: int


@dataclass(frozen=True, slots=True)
class Share:
    """Jobs that share what there is: those under way at the same time take no more.

    Attributes:
        there: How much there is at most in any period.
        taken: How much each of some jobs takes in each of its periods, by its place.
    """

    there: Number
    taken: dict[int, Number]


@dataclass(slots=True)
class Program:
    """Columns and rows; every column is at least 0.

    Attributes:
        columns: The columns.
        rows: The rows.
        deadline: Beyond it nothing is added any more: `TimeIsOver` is raised.
        jobs: What some of the columns stand for together.
        shares: What follows from the rows about jobs; whoever solves it may use that.
        courses: Expressions, step after step, none of which comes to more than the one before it in any solution that is
            counted as it is; likewise.
    """

    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    deadline: Deadline = field(default_factory=lambda: Deadline(None))
    jobs: list[Job] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    courses: list[list[Expression]] = field(default_factory=list)

    def column(
        self, name: str, *, integer: bool, upper: Number = 1, grain: Fraction = Fraction(1)
    ) -> Expression:
        """Add a column and return it as an expression."""
        self.deadline.check()
        self.columns.append(Column(name, integer, Fraction(upper), grain))
        return Expression({len(self.columns) - 1: 1})

    def require(
        self,
        rule: str,
        left: Expression,
        sense: Sense,
        right: Expression | Number,
        *,
        subject: tuple[str, ...] = (),
        period: int | None = None,
        since: int | None = None,
    ) -> None:
        """Add a row, unless it holds whatever the columns are because it has none."""
        self.deadline.check()
        if isinstance(right, Expression):
            difference, rhs = left - right, right.constant - left.constant
        else:
            difference, rhs = Expression(dict(left.terms)), right - left.constant
        row = Row(rule, subject, period, difference.terms, sense, rhs, since)
        if row.terms or not row.holds(()):
            self.rows.append(row)

    def most(self, expression: Expression) -> Number:
        """Return the most an expression can be, by the bounds of its columns alone."""
        tops = ((c, self.columns[column].upper) for column, c in expression.terms.items() if c > 0)
        return sum((c if upper == 1 else c * upper for c, upper in tops), expression.constant)

    def grain(self, expression: Expression) -> Fraction:
        """Return a number of which every value of an expression, less its constant, is a multiple.

        That is: every value for columns that stand for a schedule.
        """
        return _common_step(
            c if self.columns[column].grain == 1 else c * self.columns[column].grain
            for column, c in expression.terms.items()
        )

    def step(self, expression: Expression) -> Fraction:
        """Return a number of which every value of an expression is a multiple, its constant included."""
        return _common_step((self.grain(expression), expression.constant))


def _common_step(numbers: Iterable[Number]) -> Fraction:
    """Return the greatest number of which all are multiples; 1 where all are 0."""
    some = {number for number in numbers if number}
    if not some:
        return Fraction(1)
    below = lcm(*(number.denominator for number in some))
    return Fraction(gcd(*(number.numerator * (below // number.denominator) for number in some)), below)
