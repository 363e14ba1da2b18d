"""The work of an initiative: in which periods it is done, and what follows from that, once its start is known.

The one place that says it; all that counts what a schedule does takes initiatives as they are carried out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from itertools import count, islice
from operator import mul
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import ConfigDict, PlainSerializer, WithJsonSchema, WrapValidator

from omniprio.derived import once_for_each
from omniprio.portfolio.funds import price_levels
from omniprio.portfolio.initiative import Initiative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pydantic import ValidatorFunctionWrapHandler

    from omniprio.portfolio.portfolio import Portfolio

__all__ = [
    "AnyStart",
    "Begun",
    "Start",
    "as_begun",
    "as_scheduled",
    "first_finish",
    "mode_of",
    "open_starts",
    "pauses_of",
    "running_in_all",
    "running_over",
    "window_of",
]

_DIFFERENT = 4096
"""Kinds of work, by when it starts, how long it takes and what is closed, of which the open periods stay at hand."""

_REMEMBERED = 8
"""Schedules whose portfolios stay at hand: what counts a plan asks for the same one many times."""


class Start(int):
    """The period in which an initiative starts, and the mode it is done in.

    As a number it is the period; it equals another start in the same mode, and the number itself.

    >>> Start(3, "fast") == 3, Start(3, "fast") == Start(3, "slow"), Start(3, "fast").mode
    (True, False, 'fast')
    """

    mode: str

    def __new__(cls, period: int, mode: str) -> Self:
        """Return a start.

        Args:
            period: The period, from 1.
            mode: The id of the mode.
        """
        start = super().__new__(cls, period)
        start.mode = mode
        return start

    def __getnewargs__(self) -> tuple[int, str]:  # type: ignore[override]  # what `__new__` takes
        """Return what makes an equal one."""
        return int(self), self.mode

    def __eq__(self, other: object) -> bool:
        """Tell whether another start is the same, in the same mode if it has one."""
        return int(self) == other and self.mode == mode_of(other, self.mode)

    def __ne__(self, other: object) -> bool:
        """Tell whether another start differs."""
        return not self == other

    def __hash__(self) -> int:
        """Return that of the number."""
        return int.__hash__(self)


def mode_of(start: object, otherwise: str = "") -> str:
    """Return the mode of a start.

    Args:
        start: A start, or a plain number.
        otherwise: What a plain number has.
    """
    return start.mode if isinstance(start, Start) else otherwise


def _kept(start: object, read: ValidatorFunctionWrapHandler) -> object:
    return start if isinstance(start, Start) else read(start)


def _written(start: int) -> object:
    return {"start": int(start), "mode": start.mode} if isinstance(start, Start) else start


_IN_A_MODE = {
    "type": "object",
    "properties": {"start": {"type": "integer"}, "mode": {"type": "string"}},
    "required": ["start", "mode"],
    "additionalProperties": False,
}

AnyStart = Annotated[
    int,
    WrapValidator(_kept),
    PlainSerializer(_written, when_used="json"),
    WithJsonSchema({"anyOf": [{"type": "integer"}, _IN_A_MODE]}),
]
"""A start in an answer: the number of the period, or a `Start`, which a document writes with its mode."""

_PLAIN: dict[str, object] = {"closed": (), "may_run_over": False, "modes": ()}
"""What an initiative has that is carried out without a pause and within the horizon."""


class Begun(Initiative):
    """An initiative as it is carried out from a start on; its duration counts the closed periods in between.

    Where it completes after the horizon it advances and earns nothing.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    of: Initiative
    """The initiative."""
    worked: tuple[int, ...]
    """How many periods after the start each period of its work is, up to the horizon."""
    prices: dict[str, tuple[Fraction, ...]] = {}
    """By fund, where prices grow: what they are in each period from the start on, to the last in which it spends."""

    @cached_property
    def paid(self) -> dict[str, tuple[Fraction, ...]]:
        """What is spent in each period from the start to the end of the work, by fund, exact."""
        return {fund: self._priced(fund, self._over(amounts)) for fund, amounts in self.of.paid.items()}

    def _priced(self, fund: str, amounts: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        """Return amounts of periods from the start on in the prices of these periods."""
        prices = self.prices.get(fund)
        return amounts if prices is None else tuple(map(mul, amounts, prices))

    @cached_property
    def effort_by_period(self) -> dict[str, tuple[Fraction, ...]]:
        """What it takes of each team in each period from the start to the end of the work, exact."""
        return {team: self._over(amounts) for team, amounts in self.of.effort_by_period.items()}

    def _over(self, amounts: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """Return amounts of periods of work for each period, nothing for closed ones."""
        by_place = dict(zip(self.worked, amounts, strict=False))
        return tuple(by_place.get(place, Fraction(0)) for place in range(self.worked[-1] + 1))


def running_over(initiative: Initiative, fund: str, periods: int) -> list[Fraction]:
    """Return what is spent from a fund in each of so many periods after completion, exact.

    Args:
        initiative: The initiative, as it is carried out.
        fund: The id of a fund that it costs something in.
        periods: How many periods, at least 0.
    """
    running = initiative.costs_by_fund[fund].exact_running
    prices = _prices(initiative, fund)
    if prices is None:
        return [running] * periods
    return [running * price for price in prices[initiative.duration : initiative.duration + periods]]


def running_in_all(initiative: Initiative, fund: str, periods: int) -> Fraction:
    """Return what is spent from a fund in so many periods after completion together, exact.

    Args:
        initiative: The initiative, as it is carried out.
        fund: The id of a fund that it costs something in.
        periods: How many periods, at least 0.
    """
    if _prices(initiative, fund) is None:
        return initiative.costs_by_fund[fund].exact_running * periods
    return sum(running_over(initiative, fund, periods), Fraction(0))


def _prices(initiative: Initiative, fund: str) -> tuple[Fraction, ...] | None:
    return initiative.prices.get(fund) if isinstance(initiative, Begun) else None


def as_begun(initiative: Initiative, start: int, portfolio: Portfolio) -> Initiative:
    """Return an initiative as it is carried out from a start on.

    Args:
        initiative: An initiative of the portfolio.
        start: The period it starts in, from 1, an open one, and its mode where it has several.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Portfolio
    >>> one = Portfolio(horizon=4, closed=[2], initiatives=[Initiative(id="web", duration=2, cost=60)])
    >>> web = as_begun(one.by_id["web"], 1, one)
    >>> web.duration, [int(amount) for amount in web.paid["money"]]
    (3, [30, 0, 30])
    """
    if portfolio.is_plain:
        return initiative
    only = initiative.modes[0].id if len(initiative.modes) == 1 else ""
    mode = mode_of(start) or only
    known, key = _begun(portfolio), (initiative.id, mode, int(start))
    found = known.get(key)
    if found is None:
        way = initiative.ways[mode]
        found = known[key] = _carried_out(way, int(start), portfolio)
    return found


@once_for_each
def _begun(_portfolio: Portfolio) -> dict[tuple[str, str, int], Initiative]:
    """Return the initiatives as they are carried out, by id, mode and start, as far as they were asked for."""
    return {}


def pauses_of(begun: Initiative, start: int) -> tuple[int, ...]:
    """Return the periods between start and completion in which no work is done.

    Args:
        begun: An initiative as it is carried out; see `as_begun`.
        start: The period it starts in.
    """
    if not isinstance(begun, Begun):
        return ()
    return tuple(start + place for place in range(begun.worked[-1]) if place not in begun.worked)


def _carried_out(initiative: Initiative, start: int, portfolio: Portfolio) -> Initiative:
    worked, left = _worked(initiative, start, portfolio), portfolio.periods - start
    runs_over = worked[-1] > left
    last = portfolio.periods if runs_over else portfolio.counted_to
    prices = {
        fund: levels[start - 1 : last]
        for fund, levels in price_levels(portfolio).items()
        if fund in initiative.costs_by_fund
    }
    if worked[-1] == initiative.duration - 1 and not runs_over and not prices:
        return initiative
    nothing: dict[str, object] = {"advances": {}, "benefit": 0.0} if runs_over else {}
    return Begun.model_construct(
        **{**dict(initiative), **_PLAIN, **nothing, "duration": worked[-1] + 1},
        of=initiative,
        worked=tuple(place for place in worked if place <= left),
        prices=prices,
    )


def _worked(initiative: Initiative, start: int, portfolio: Portfolio) -> tuple[int, ...]:
    """Return how many periods after a start each period of work is: those that are not closed."""
    return _open_ones(start, initiative.duration, _closed_to(initiative, portfolio))


@lru_cache(maxsize=_DIFFERENT)
def _open_ones(start: int, duration: int, closed: frozenset[int]) -> tuple[int, ...]:
    """Return how many periods after a start each of the first so many open ones is."""
    return tuple(islice((place for place in count() if start + place not in closed), duration))


def _closed_to(initiative: Initiative, portfolio: Portfolio) -> frozenset[int]:
    """Return the periods in which no work is done on an initiative."""
    closed = _closed_to_all(portfolio)
    return closed.union(initiative.closed) if initiative.closed else closed


@once_for_each
def _closed_to_all(portfolio: Portfolio) -> frozenset[int]:
    return frozenset(portfolio.closed)


def as_scheduled(portfolio: Portfolio, starts: Mapping[str, int]) -> Portfolio:
    """Return a portfolio in which each chosen initiative is as a schedule carries it out, and all is plain.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
    """
    if portfolio.is_plain:
        return portfolio
    known = _scheduled(portfolio)
    schedule = tuple((name, mode_of(start), int(start)) for name, start in starts.items())
    found = known.get(schedule)
    if found is None:
        found = known[schedule] = _portfolio_of(portfolio, starts)
        if len(known) > _REMEMBERED:
            known.popitem(last=False)
    return found


@once_for_each
def _scheduled(_portfolio: Portfolio) -> OrderedDict[tuple[tuple[str, str, int], ...], Portfolio]:
    """Return a portfolio as the latest schedules carry it out, by schedule."""
    return OrderedDict()


def _portfolio_of(portfolio: Portfolio, starts: Mapping[str, int]) -> Portfolio:
    initiatives = tuple(
        as_begun(one, starts[one.id], portfolio) if one.id in starts else one for one in portfolio.initiatives
    )
    plain = {"closed": (), "funds": {}, "initiatives": tuple(map(_plain, initiatives))}
    return type(portfolio).model_construct(**{**dict(portfolio), **plain})


def _plain(initiative: Initiative) -> Initiative:
    if not initiative.closed and not initiative.may_run_over and not initiative.modes:
        return initiative
    return type(initiative).model_construct(**{**dict(initiative), **_PLAIN})


def open_starts(initiative: Initiative, portfolio: Portfolio) -> Sequence[int]:
    """Return the periods in which closed periods and the horizon allow an initiative to start, whatever its dates.

    Args:
        initiative: The initiative.
        portfolio: The portfolio.

    Returns:
        The periods in order; where it has modes, each with every mode in which it can start then.
    """
    if initiative.modes:
        return tuple(sorted(_in_each_mode(open_starts, initiative, portfolio), key=int))
    last, closed = portfolio.periods, _closed_to(initiative, portfolio)
    if not closed:
        return range(1, last + 1 if initiative.may_run_over else last - initiative.duration + 2)
    return _among_closed(last, initiative.duration, closed, may_run_over=initiative.may_run_over)


@lru_cache(maxsize=_DIFFERENT)
def _among_closed(last: int, duration: int, closed: frozenset[int], *, may_run_over: bool) -> tuple[int, ...]:
    """Return the open periods in which work of so many open ones can start."""
    return tuple(
        start
        for start in range(1, last + 1)
        if start not in closed and (may_run_over or start + _open_ones(start, duration, closed)[-1] <= last)
    )


def _in_each_mode(
    starts_of: Callable[[Initiative, Portfolio], Sequence[int]], initiative: Initiative, portfolio: Portfolio
) -> Iterator[Start]:
    """Yield the starts of an initiative in each of its modes."""
    for mode, way in initiative.ways.items():
        for start in starts_of(way, portfolio):
            yield Start(start, mode)


def _finish(way: Initiative, start: int, portfolio: Portfolio) -> int:
    """Return the period in which an initiative, in one of its ways, completes."""
    return start + _worked(way, start, portfolio)[-1]


def first_finish(initiative: Initiative, start: int, portfolio: Portfolio) -> int:
    """Return the first period in which an initiative completes that starts in a period or later, in whatever mode.

    Args:
        initiative: The initiative.
        start: A period in which it may start.
        portfolio: The portfolio.
    """
    if portfolio.is_plain:
        return start + initiative.duration - 1
    finishes = []
    for way in initiative.ways.values():
        later = [one for one in window_of(way, portfolio) if one >= start]
        if later:
            finishes.append(_finish(way, later[0], portfolio))  # who starts first completes first
    return min(finishes)


def window_of(initiative: Initiative, portfolio: Portfolio) -> Sequence[int]:
    """Return the periods in which the initiative's own dates, closed periods and the horizon allow it to start.

    Args:
        initiative: The initiative.
        portfolio: The portfolio.

    Returns:
        The periods in order; where it has modes, each with every mode in which it can start then.
    """
    if initiative.modes:
        return tuple(sorted(_in_each_mode(window_of, initiative, portfolio), key=int))
    starts = open_starts(initiative, portfolio)
    first, last = initiative.earliest_start or 1, initiative.latest_start or portfolio.periods
    if initiative.fixed_start is not None:
        first, last = max(first, initiative.fixed_start), min(last, initiative.fixed_start)
    end = bisect_right(starts, last)
    if initiative.deadline is not None:
        finish = partial(_finish, initiative, portfolio=portfolio)
        end = min(end, bisect_right(starts, initiative.deadline, key=finish))
    return starts[bisect_left(starts, first) : end]
