"""Budgets: how much may be spent, and has to be, in which periods."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import AfterValidator, Field, PlainSerializer

from omniprio.base import Amount, Model, Name, OneOrMore, Period, Refers, Words
from omniprio.numbers import each_period, exact
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from omniprio.annotations import Count, Money

__all__ = [
    "Budget",
    "Given",
    "Least",
    "PerPeriod",
    "Span",
    "Window",
    "fields_by_period",
    "is_by_period",
    "spans_of",
]

PerPeriod = Amount | tuple[Amount | None, ...] | None
"""One amount for all periods, one for each, or None for no limit."""


def is_by_period(field: FieldInfo) -> bool | None:
    """Tell whether a field holds one amount for all periods or one for each; None where it does not."""
    return field.annotation == PerPeriod or None


def fields_by_period(model: type[BaseModel]) -> list[str]:
    """Return the names of the fields of a model that hold one amount for all periods or one for each."""
    return [name for name, field in model.model_fields.items() if is_by_period(field)]


def _exact_for_each(given: PerPeriod, periods: int) -> tuple[Fraction | None, ...]:
    """Return what is given for each of so many periods, exact."""
    return tuple(None if one is None else exact(one) for one in each_period(given, periods))


class _Part(float):
    """A share that is not equal to True or False, though it may be 1 or 0: all of an amount is less than all that is left."""

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same share."""
        return not isinstance(other, bool) and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        """Tell whether it is not the same share."""
        return not self == other

    __hash__ = float.__hash__


_Plain = Annotated[float, Field(ge=0, le=1)]
_Share = Annotated[
    float, Field(ge=0, le=1, strict=True), AfterValidator(_Part), PlainSerializer(float, return_type=_Plain)
]


class Window(Model):
    """Periods one after the other, such as the quarters of a year, with an amount for all of them together.

    >>> Window(periods=4, amount=100, at_least=60).amount
    100.0
    """

    periods: Period
    """How many; the first of them comes after the last of the window before."""
    amount: Amount | None = None
    """What may be spent in it, beside what comes from the window before; None is no limit."""
    at_least: Amount | None = None
    """What is spent in it at least; None asks for nothing."""


class Span(NamedTuple):
    """What may be spent in some periods one after the other, all of them together."""

    first: int
    last: int
    most: Fraction


class Least(NamedTuple):
    """What is spent at least in some periods one after the other."""

    first: int
    last: int
    amount: Fraction
    window: int | None
    """The last period of the window that asks for it; None where the budget does, of the whole horizon."""


class Given(NamedTuple):
    """An amount, exact, and the periods it is for; None is no limit."""

    first: int
    last: int
    amount: Fraction | None


class Budget(Model):
    """A limit on spending.

    A plain number stands for a total: the whole amount in period 1, carried over.

    >>> Budget(per_period=[500, 400, None], carry_over=False).carry_over
    False
    >>> Budget(windows=[Window(periods=4, amount=100), Window(periods=4, amount=100)], carry_over=0.05).carry_over
    0.05
    """

    total: Amount | None = None
    """The whole amount, available from period 1 on."""
    per_period: PerPeriod = None
    """Instead of `total`: an amount for each period; None is no limit in that period (and, carried over, in all later ones)."""
    windows: tuple[Window, ...] = ()
    """Instead of both: amounts for windows of periods, one after the other, over the whole horizon."""
    carry_over: Annotated[bool, Field(strict=True)] | _Share = True
    """Whether what is not spent in a period, or in a window, can be spent later: all of it, nothing, or a share: what
    goes from one into the next is then at most so much of its amount, as 0.05 for 5 %."""
    at_least: Amount | None = None
    """What is spent at least in all periods together; None asks for nothing."""
    funds: Annotated[tuple[Name, ...], OneOrMore(), Refers("funds")] = ()
    """The funds it limits together; none named means the fund of the budget's own name."""
    owners: Annotated[tuple[Words, ...], OneOrMore(), Refers("owners")] = ()
    """The owners whose initiatives it limits; none named means all."""

    @cached_property
    def exact_total(self) -> Fraction | None:
        """The whole amount, exact."""
        return None if self.total is None else exact(self.total)

    @cached_property
    def exact_per_period(self) -> tuple[Fraction | None, ...]:
        """The amounts given for each period, exact; the only one stands for every period."""
        return _exact_for_each(self.per_period, 1)

    @cached_property
    def exact_windows(self) -> tuple[Fraction | None, ...]:
        """The amounts given for each window, exact; None is no limit."""
        return tuple(None if one.amount is None else exact(one.amount) for one in self.windows)

    @cached_property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """The first and the last period of each window."""
        ends = [0, *accumulate(window.periods for window in self.windows)]
        return tuple((before + 1, end) for before, end in pairwise(ends))

    @property
    def carried_share(self) -> Fraction | None:
        """What share of an amount is carried into the next at most, exact; None where that is all or nothing."""
        return None if isinstance(self.carry_over, bool) else exact(self.carry_over)

    @property
    def is_simple(self) -> bool:
        """Whether it is a total or has amounts by period, of which all that is left, or nothing, is carried over."""
        return not self.windows and isinstance(self.carry_over, bool)

    @property
    def adds_up(self) -> bool:
        """Whether money can be left for a later period: limits are then about spending up to a period, not in it."""
        return bool(self.windows or self.carry_over)

    @validated
    def giving(self, amounts: Sequence[Money | None]) -> Budget:
        """Return the budget with other amounts in its windows, or in all periods if it has none.

        Args:
            amounts: One for each window, or for each period; None is no limit.
        """
        if not self.windows:
            return self.model_copy(update={"total": None, "per_period": tuple(amounts)})
        pairs = zip(self.windows, amounts, strict=True)
        windows = tuple(window.model_copy(update={"amount": amount}) for window, amount in pairs)
        return self.model_copy(update={"windows": windows})

    @property
    def asking_nothing(self) -> Budget:
        """The budget without what has to be spent at least."""
        windows = tuple(window.model_copy(update={"at_least": None}) for window in self.windows)
        return self.model_copy(update={"windows": windows, "at_least": None})

    @validated
    def spans(self, periods: Count) -> list[Span]:
        """Return all that it says about what may be spent in periods together, by the last of them.

        What is spent from one window up to a period of the same or a later one is no more than the amounts of all these
        windows and what the one before them can give.

        Args:
            periods: T, the number of periods.

        >>> for span in Budget(windows=[Window(periods=1, amount=5), Window(periods=2, amount=8)], carry_over=0.5).spans(3):
        ...     print(span.first, span.last, span.most)
        1 1 5
        1 2 13
        2 2 21/2
        1 3 13
        2 3 21/2
        """
        return spans_of(list(self.given(periods)), carry_over=self.carry_over)

    @validated
    def least(self, periods: Count) -> list[Least]:
        """Return what is to be spent at least, in all periods together and in windows of them; nothing where it is 0.

        Args:
            periods: T, the number of periods.
        """
        everything = [] if not self.at_least else [Least(1, periods, exact(self.at_least), None)]
        return everything + [
            Least(first, last, exact(window.at_least), last)
            for (first, last), window in zip(self.bounds, self.windows, strict=True)
            if window.at_least
        ]

    @validated
    def by_then(self, periods: Count) -> list[Fraction | None]:
        """Return the most that may be spent up to each period 1 to T, were all that is left carried over; None is no limit.

        Args:
            periods: T, the number of periods.

        >>> [str(amount) for amount in Budget(per_period=(5.0, 2.5, None), carry_over=False).by_then(3)]
        ['5', '15/2', 'None']
        """
        given = list(self.given(periods))
        so_far = list(accumulate((one.amount for one in given), _added))
        return [
            amount for one, amount in zip(given, so_far, strict=True) for _ in range(one.first, one.last + 1)
        ]

    @validated
    def given(self, periods: Count) -> Iterator[Given]:
        """Yield each amount that is given, with the periods it is for: a total, those of windows or those of periods."""
        if self.total is not None:
            yield Given(1, periods, self.exact_total)
        elif self.windows:
            for (first, last), amount in zip(self.bounds, self.exact_windows, strict=True):
                yield Given(first, last, amount)
        else:
            amounts = self.exact_per_period * (1 if isinstance(self.per_period, tuple) else periods)
            yield from (Given(period, period, amount) for period, amount in enumerate(amounts, start=1))

    @validated
    def whole(self, periods: Count) -> Fraction | None:
        """Return all that it gives over the horizon, exact; None where some of it has no limit.

        Args:
            periods: T.

        >>> int(Budget(per_period=40).whole(3)), Budget(per_period=[40, None]).whole(2)
        (120, None)
        """
        given = [one.amount for one in self.given(periods)]
        known = [amount for amount in given if amount is not None]
        return sum(known, Fraction(0)) if len(known) == len(given) else None


def spans_of(given: Sequence[Given], *, carry_over: float) -> list[Span]:
    """Return what amounts, given one after the other, say about what may be spent in periods together, by the last of them.

    Args:
        given: The amounts, with the periods each is for.
        carry_over: True for all that is left, False for nothing, or a share of each amount at most.
    """
    return [
        Span(given[first].first, end, most)
        for last, now in enumerate(given)
        for end in range(now.first, now.last + 1)
        for first in _added_up_from(last, carry_over)
        if (most := _most(given[first : last + 1], given[first - 1] if first else None, carry_over))
        is not None
    ]


def _added_up_from(last: int, carry_over: float) -> range:
    """Return from which amounts on they are added up, to one."""
    if carry_over is True:
        return range(1)
    return range(last + 1) if carry_over else range(last, last + 1)


def _most(given: Sequence[Given], before: Given | None, carry_over: float) -> Fraction | None:
    """Return what may be spent of some amounts together, and of what the one before them leaves; None is no limit."""
    amounts = [one.amount for one in given]
    if before is not None and carry_over and carry_over is not True:
        amounts.append(None if before.amount is None else before.amount * exact(carry_over))
    known = [amount for amount in amounts if amount is not None]
    return sum(known[1:], known[0]) if len(known) == len(amounts) else None


def _added(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other
