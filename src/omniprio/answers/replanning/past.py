"""What has happened by now, as part of a portfolio: what has begun is fixed, the rest starts later."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, count
from math import ceil
from typing import TYPE_CHECKING, Literal

from omniprio.answers.replanning.measuring import dated, faults_of_measured
from omniprio.answers.replanning.stopping import choice_of, stopped, without_choices
from omniprio.base import Amount, Model, Name, Period
from omniprio.errors import Fault, InvalidInputError, Key
from omniprio.income import drawn_under
from omniprio.infeasibility.kinds import kinds_of
from omniprio.language import fact, sentence
from omniprio.language.sentences import in_every_language
from omniprio.money import available, needed_more
from omniprio.numbers import each_period, increments
from omniprio.parameters import validated
from omniprio.portfolio import (
    MAIN_FUND,
    Capacity,
    Cost,
    Group,
    Measurement,
    Start,
    as_begun,
    open_starts,
)
from omniprio.portfolio.budgets import fields_by_period
from omniprio.spelling import listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.annotations import Natural
    from omniprio.plan import Plan
    from omniprio.portfolio import Budget, Initiative, Portfolio
    from omniprio.portfolio.budgets import PerPeriod

__all__ = ["Actual", "Actuals", "actuals_of", "may_be_stopped", "with_past"]


class Actual(Model):
    """What is known of an initiative that has begun.

    >>> Actual(start=2, duration=3, cost=900).duration
    3
    """

    start: Period
    """The period it began in."""
    mode: Name | None = None
    """The mode it is done in; None for the one it was planned in, or where it has none."""
    duration: Period | None = None
    """Whole periods it took, or is now expected to take; None as in the portfolio."""
    cost: Amount | Cost | None = None
    """What it cost, or is now expected to cost, in the main budget; None as in the portfolio. Where its prices grow it is in
    those of period 1, as every cost is; see `Fund`."""
    stop_cost: Amount | None = None
    """What it costs to stop it now, in the main budget, spent in the next period; None where it cannot be stopped. Its prices
    are those of `cost`."""


@validated
def with_past(
    portfolio: Portfolio, by: Natural, actual: Mapping[str, Actual], *, measured: Sequence[Measurement] = ()
) -> Portfolio:
    """Return a portfolio in which the past is fixed.

    What has begun keeps its start and is carried through; dates, closed periods, requirements and needs do not bind that
    start any more, nor groups how far apart such starts are. What
    may be stopped is there a second time, as it is if it is stopped (`web: stopped`): what it has spent and worked by
    now and, in the next period, its cost to stop; a plan has one of the two.
    Everything else starts after the period. Limits of past periods do not bind the past, where more was spent or
    worked than allowed; with carry-over, money overspent is then missing later. Milestones of past periods are met or
    missed by now, and bind nothing any more.

    Args:
        portfolio: What is known and wanted now.
        by: The last period that is over, from 0 to T.
        actual: What has begun by then, by id.
        measured: How far fields were found to be; they count from there on, whatever was promised.

    Raises:
        InvalidInputError: It contradicts the portfolio; it lists every fault.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> two = Portfolio(horizon=4, initiatives=[Initiative(id="web"), Initiative(id="app")])
    >>> now = with_past(two, 1, {"web": Actual(start=1)})
    >>> now.by_id["web"].fixed_start, now.by_id["app"].earliest_start
    (1, 2)
    """
    portfolio = without_choices(portfolio, actual)
    if faults := [*_faults(portfolio, by, actual), *faults_of_measured(portfolio, by, measured)]:
        raise InvalidInputError(faults)
    starts = {
        name: one.start if one.mode is None else Start(one.start, one.mode) for name, one in actual.items()
    }
    portfolio = _worked(portfolio, starts)
    with _faults_of_actual(portfolio, actual):
        going = _with_begun(portfolio, by, actual)
    if faults := list(_nothing_to_stop(going, by, actual)):
        raise InvalidInputError(faults)
    costs = {name: one.stop_cost for name, one in actual.items() if one.stop_cost is not None}
    stops = [stopped(going, name, by, cost) for name, cost in costs.items()]
    now = going.model_copy(
        update={
            "initiatives": [*going.initiatives, *stops],
            "groups": [*going.groups, *map(choice_of, costs)],
            "measured": [*portfolio.measured, *dated(measured, portfolio, by)],
        }
    )
    eased = {name: _eased(name, now, by, starts) for name in now.limits}
    changed = {name: budget for name, budget in eased.items() if budget != now.limits[name]}
    update: dict[str, object] = {"budget": changed.pop(MAIN_FUND)} if MAIN_FUND in changed else {}
    update |= {"budgets": {**now.budgets, **changed}, "capacities": _open_until(by, now)}
    return now.model_copy(update=update)


def _faults(portfolio: Portfolio, by: int, actual: Mapping[str, Actual]) -> Iterator[Fault]:
    if not 0 <= by <= portfolio.periods:
        remedy = sentence("remedies.period to", most=portfolio.periods)
        yield Fault("by", sentence("faults.is", value=shown(by)), remedy)
    for name, one in actual.items():
        where = f"actual[{name}]"
        if name not in portfolio.by_id:
            problem, remedy = sentence("faults.not in portfolio"), sentence("remedies.keep begun")
            yield Fault(where, problem, remedy, (("actual", Key(name)),))
        elif one.start > by:
            problem = sentence("faults.is", value=shown(one.start))
            remedy = sentence("remedies.begun by", period=by)
            yield Fault(f"{where}.start", problem, remedy, (("actual", name, "start"),))
        elif (one.mode or "") not in portfolio.by_id[name].ways:
            modes = listed(mode.id for mode in portfolio.by_id[name].modes)
            problem = sentence("faults.is", value=shown(one.mode))
            remedy = sentence("remedies.one of its modes", modes=modes)
            yield Fault(f"{where}.mode", problem, remedy, (("actual", name, "mode"),))


def _with_begun(portfolio: Portfolio, by: int, actual: Mapping[str, Actual]) -> Portfolio:
    """Return a portfolio in which what has begun is as it has, and all else starts later."""
    return portfolio.model_copy(
        update={
            "initiatives": [
                _begun(one, actual[one.id], portfolio) if one.id in actual else _later(one, by)
                for one in portfolio.initiatives
            ],
            "milestones": [milestone for milestone in portfolio.milestones if milestone.by > by],
            "groups": _apart(portfolio, {name: one.start for name, one in actual.items()}),
        }
    )


@contextmanager
def _faults_of_actual(portfolio: Portfolio, actual: Mapping[str, Actual]) -> Iterator[None]:
    """Tell what does not fit of what has begun where it was given: in the actuals, not in the portfolio."""
    try:
        yield
    except InvalidInputError as error:
        names = [one.id for one in portfolio.initiatives]
        raise InvalidInputError(
            [_of_actual(fault, names, actual) for fault in error.faults], more=error.more
        ) from None


def _of_actual(fault: Fault, names: Sequence[str], actual: Mapping[str, Actual]) -> Fault:
    for part, place, *steps in (at for at in fault.at if at[0] == "initiatives" and len(at) > 1):
        name = names[int(place)]
        if part and name in actual:
            path = fault.path.replace(f"initiatives[{name}]", f"actual[{name}]")
            return replace(fault, path=path, at=(("actual", name, *steps),))
    return fault


def _nothing_to_stop(going: Portfolio, by: int, actual: Mapping[str, Actual]) -> Iterator[Fault]:
    """Yield a fault for each cost to stop what is complete."""
    for name in may_be_stopped(actual):
        start = actual[name].start
        last = start + as_begun(going.by_id[name], start, going).duration - 1
        if last <= by:
            problem = sentence("faults.complete by then", period=last)
            at = (("actual", name, "stop_cost"),)
            yield Fault(f"actual[{name}].stop_cost", problem, sentence("remedies.nothing to stop"), at)


def may_be_stopped(actual: Mapping[str, Actual]) -> tuple[str, ...]:
    """Return what may be stopped of all that has begun, by id."""
    return tuple(name for name, one in actual.items() if one.stop_cost is not None)


def _begun(initiative: Initiative, actual: Actual, portfolio: Portfolio) -> Initiative:
    """Return an initiative as it has begun."""
    known: dict[str, object] = {
        name: value for name in ("duration", "cost") if (value := getattr(actual, name)) is not None
    }
    if initiative.modes:
        kept = (mode for mode in initiative.modes if mode.id == actual.mode)
        known = {"modes": [mode.model_copy(update=known) for mode in kept]}
    fields = type(initiative).model_fields
    free = {row.field: fields[row.field].default for row in kinds_of("initiative").values()}
    decided = {
        "decision": "must" if actual.stop_cost is None else "free",
        "decision_reason": in_every_language(fact("decisions.begun", period=actual.start)),
    }
    begun = initiative.model_copy(update={**known, **free, **decided, "fixed_start": actual.start})
    if actual.start in open_starts(begun, portfolio):
        return begun
    return begun.model_copy(update={"may_run_over": True})  # it goes on, however long it takes


def _later(initiative: Initiative, by: int) -> Initiative:
    """Return an initiative that has not begun."""
    earliest = max(initiative.earliest_start or 1, by + 1)
    return initiative.model_copy(update={"earliest_start": earliest}) if by else initiative


def _worked(portfolio: Portfolio, starts: Mapping[str, int]) -> Portfolio:
    """Return a portfolio in which what began in a closed period could: it is closed to the others alone."""
    broken = {*portfolio.closed} & {*starts.values()}
    if not broken and all(start not in portfolio.by_id[name].closed for name, start in starts.items()):
        return portfolio
    initiatives = [
        one.model_copy(update={"closed": sorted({*one.closed, *broken} - {starts.get(one.id)})})
        for one in portfolio.initiatives
    ]
    closed = [period for period in portfolio.closed if period not in broken]
    return portfolio.model_copy(update={"closed": closed, "initiatives": initiatives})


def _apart(portfolio: Portfolio, starts: Mapping[str, int]) -> list[Group]:
    """Return the groups of which members that have begun are as far apart as they are."""
    ids = {group.id for group in portfolio.groups}
    free = (name for number in count(1) if (name := f"apart {number}") not in ids)
    groups = []
    for group in portfolio.groups:
        begun = [name for name in portfolio.members[group.id] if name in starts]
        rest = [name for name in portfolio.members[group.id] if name not in starts]
        if group.apart is None or len(begun) <= 1:
            groups.append(group)
            continue
        groups.append(group.model_copy(update={"apart": None}))
        groups += [Group(id=next(free), members=(name, *rest), apart=group.apart) for name in begun if rest]
    return groups


def _open_until(by: int, portfolio: Portfolio) -> dict[str, PerPeriod | Capacity]:
    """Return the capacities without a limit in past periods; what was bought there stays bought."""

    def opened(given: PerPeriod) -> tuple[float | None, ...]:
        return (*(None,) * by, *each_period(given, portfolio.periods)[by:])

    def of(one: Capacity) -> Capacity:
        free: dict[str, object] = {name: opened(getattr(one, name)) for name in fields_by_period(type(one))}
        amounts, extra = each_period(one.amount, portfolio.periods), each_period(one.extra, portfolio.periods)
        if one.extra == 0:
            return one.model_copy(update=free | {"extra": one.extra})
        before = zip(amounts, extra[:by], strict=False)
        bought = {
            "amount": (*(None if more == 0 else amount for amount, more in before), *amounts[by:]),
            "extra": (*(more and None for more in extra[:by]), *extra[by:]),
        }
        return one.model_copy(update=free | bought)

    return {
        team: of(one) if isinstance(one, Capacity) else opened(one)
        for team, one in portfolio.capacities.items()
    }


def _eased(name: str, portfolio: Portfolio, by: int, starts: Mapping[str, int]) -> Budget:
    """Return a budget that allows what was spent, and nothing more later on; windows that are over ask for nothing."""
    budget, spent = portfolio.limits[name], drawn_under(name, portfolio, starts)[:by]
    if not budget.is_simple:
        return _windows_eased(budget, spent, portfolio.periods)
    limits = available(budget, portfolio.periods)
    used = list(accumulate(spent)) if budget.adds_up else spent
    if all(limit is None or amount <= limit for amount, limit in zip(used, limits, strict=False)):
        return budget
    if budget.adds_up:
        limits = increments(_raised(limits, used))
    else:
        limits = [None if period < by else limit for period, limit in enumerate(limits)]
    if any(limit is not None and limit < 0 for limit in limits):
        problem = sentence("faults.given back")
        raise InvalidInputError.of("actual", problem, sentence("remedies.less what came back"))
    each = tuple(None if limit is None else float(limit) for limit in limits)
    return budget.model_copy(update={"total": None, "per_period": each})


def _windows_eased(budget: Budget, spent: Sequence[Fraction], periods: int) -> Budget:
    """Return a budget of windows that allows what was spent; with all carried over, what is overspent is missing later."""
    over = [last <= len(spent) for _, last in budget.bounds]
    asked = zip(budget.windows, over, strict=True)
    windows = [one.model_copy(update={"at_least": None}) if is_over else one for one, is_over in asked]
    budget = budget.model_copy(update={"windows": windows})
    more = needed_more(budget, [*spent, *[Fraction(0)] * (periods - len(spent))])
    if not any(more):
        return budget
    given = list(budget.given(periods))
    amounts = [
        one.amount if one.amount is None else one.amount + _up(by)
        for one, by in zip(given, more, strict=True)
    ]
    if budget.carry_over is True:
        used = list(accumulate(spent))
        limits = [budget.by_then(periods)[one.last - 1] for one in given]
        amounts = increments(_raised(limits, [used[min(one.last, len(used)) - 1] for one in given]))
    return budget.giving([None if amount is None else float(amount) for amount in amounts])


def _raised(limits: Sequence[Fraction | None], used: Sequence[Fraction]) -> list[Fraction | None]:
    """Return what may be spent up to each period, raised to what was used up to it, or up to now."""
    floor = [_up(amount) for amount in used] + [_up(used[-1])] * (len(limits) - len(used))
    return [
        None if limit is None else max(limit, amount) for limit, amount in zip(limits, floor, strict=True)
    ]


def _up(amount: Fraction) -> Fraction:
    """Return an amount rounded up to a millionth, so that it can be written as a decimal."""
    return Fraction(ceil(amount * 1_000_000), 1_000_000)


class Actuals(Model):
    """What is known of the initiatives that have begun, and what was measured.

    >>> Actuals(actual={"web": {"start": 2, "cost": 340}}).actual["web"].start
    2
    """

    format: Literal["omniprio-actuals/1"] = "omniprio-actuals/1"
    """The version of this format."""
    actual: dict[Name, Actual]
    """By the id of the initiative; what is not named has not begun."""
    measured: tuple[Measurement, ...] = ()
    """How far fields, or channels of them, were found to be, with the day and who measured."""


@validated
def actuals_of(plan: Plan, *, by: Natural) -> Actuals:
    """Return what has begun if all went as planned, to be corrected where it did not.

    Args:
        plan: The plan.
        by: The last period that is over.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> two = Portfolio(horizon=3, initiatives=[Initiative(id="web"), Initiative(id="app")])
    >>> list(actuals_of(plan_of(two, {"web": 1, "app": 3}), by=2).actual)
    ['web']
    """
    begun = (name for name, start in plan.starts.items() if start <= by)
    return Actuals(
        actual={name: Actual(start=int(plan.starts[name]), mode=plan.modes.get(name)) for name in begun}
    )
