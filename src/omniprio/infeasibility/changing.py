"""A portfolio with demands dropped or limits moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.infeasibility.kinds import Frame, Kind, kind_of, kinds_of
from omniprio.infeasibility.lags import lag_of, with_lag
from omniprio.language import Fact
from omniprio.model_fields import lists_of_models
from omniprio.money import available
from omniprio.numbers import each_period, exact, increments
from omniprio.parameters import validated
from omniprio.portfolio import MAIN_FUND, AnyStart, Budget, Capacity, Portfolio, Requirement, Window
from omniprio.portfolio.budgets import fields_by_period
from omniprio.portfolio.milestones import STEPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from fractions import Fraction

    from omniprio.infeasibility.demand import Demand
    from omniprio.portfolio import Group, Initiative, Milestone
    from omniprio.portfolio.budgets import PerPeriod

__all__ = ["Change", "Repair", "apply", "changed", "without"]


class Change(Model):
    """One demand that is moved or dropped.

    >>> Change(kind="deadline", subject=("web",), by=2).by
    2.0
    """

    kind: Kind | Frame
    """What is changed, named as in the portfolio."""
    subject: tuple[str, ...] = ()
    """Whom it is about, by id, as in the demand; of a milestone also which of its amounts, as `fields` and `R2`; empty
    for the horizon, and where a period is closed to all."""
    period: int | None = None
    """The period from which on (carried over) or in which the money or capacity is added; None for a total, and where a
    number stands for every period. Of what is closed, the period that is opened."""
    by: float | None = None
    """What is added, in the unit of the thing: money, capacity, periods, members or what a group measures, a share; less
    than 0 moves a date or a least amount down. Of what is required: periods, less than 0 for its lag and more for its
    longest one. None drops the demand."""


class Repair(Model):
    """A change of one kind after which there is a plan.

    >>> Repair(changes=[Change(kind="horizon", by=2)], size=0.5, least=True, sentence="", starts={}).least
    True
    """

    changes: tuple[Change, ...]
    size: float
    """How large the changes are next to what they change, 1 for each demand that is dropped; for the order only."""
    least: bool
    """Whether it is proven that one step less of any of the changes is not enough; amounts are in the decimals the portfolio uses."""
    sentence: str
    """What to do, in English."""
    said: tuple[Fact, ...] = ()
    """The same as facts: one for each thing that is changed, or for all that is dropped or moved of one kind; empty in a document
    from elsewhere."""
    starts: dict[str, AnyStart]
    """A schedule that keeps every rule of the changed portfolio; any, not the best."""

    @property
    def things(self) -> int:
        """How many things are changed; one budget in several periods is one thing."""
        return len({(change.kind, change.subject) for change in self.changes})

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence


@validated
def apply(portfolio: Portfolio, repair: Repair) -> Portfolio:
    """Return the portfolio that a repair makes.

    Args:
        portfolio: The portfolio that the repair was found for.
        repair: The repair.
    """
    return changed(portfolio, repair.changes)


def without(portfolio: Portfolio, dropped: Iterable[Demand]) -> Portfolio:
    """Return a portfolio without some demands.

    What a carried-over budget allows up to a dropped period is what it allows up to the next one kept.

    Args:
        portfolio: The portfolio.
        dropped: Demands of this portfolio.

    >>> from omniprio.infeasibility.demand import demands
    >>> from omniprio.portfolio import Initiative
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web", decision="must")])
    >>> without(one, demands(one)).by_id["web"].decision
    'free'
    """
    return changed(
        portfolio, [Change(kind=one.kind, subject=one.subject, period=one.period) for one in dropped]
    )


def changed(portfolio: Portfolio, changes: Sequence[Change]) -> Portfolio:
    """Return a portfolio with changes made."""
    by_thing: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_thing.setdefault((kind_of(change.kind).part, (change.subject or ("",))[0]), []).append(change)
    for change in by_thing.pop(("horizon", ""), []):
        portfolio = _longer(portfolio, int(change.by or 0))
    opened = {(change.subject, change.period) for change in changes if change.kind == "closed"}
    if opened:
        portfolio = _opened(portfolio, opened)

    def new(part: str, name: str) -> list[Change]:
        return by_thing.get((part, name), [])

    limits = {name: new("budget", name) for name in portfolio.limits if new("budget", name)}
    budgets = {name: _budget(portfolio, name, given) for name, given in limits.items()}
    return _remade(
        portfolio,
        initiatives=[_initiative(one, new("initiative", one.id)) for one in portfolio.initiatives],
        groups=[_group(one, new("group", one.id)) for one in portfolio.groups],
        milestones=[
            eased
            for one in portfolio.milestones
            if (eased := _milestone(one, new("milestone", one.id))) is not None
        ],
        capacities={team: _capacity(portfolio, team, new("capacity", team)) for team in portfolio.capacities},
        **_budget_places(portfolio, budgets),
    )


def _remade[M: Model](model: M, **values: object) -> M:
    """Return a model with other values; a value that it cannot hold is an `InvalidInputError`."""
    return model.model_copy(update=values)


def _initiative(initiative: Initiative, changes: Sequence[Change]) -> Initiative:
    values: dict[str, object] = {}
    for change in changes:
        kind = kind_of(change.kind)
        if kind.field == "decision":
            values |= {"decision": kind.without, "decision_reason": ""}
        elif kind.unit == "periods":
            values[kind.field] = _moved(initiative, change)
    required = [change for change in changes if change.kind == "requires"]
    if required:
        values["requires"] = tuple(_requirements(initiative, required))
    met = {change.subject[1] for change in changes if change.kind == "needs"}
    if met:
        values["needs"] = {field: share for field, share in initiative.needs.items() if field not in met}
    return _remade(initiative, **values) if values else initiative


def _requirements(initiative: Initiative, changes: Sequence[Change]) -> Iterator[Requirement]:
    """Yield what an initiative requires, without what is lifted and with other lags where these are changed."""
    lifted = {change.subject[1:] for change in changes if change.by is None}
    eased = [(change.subject[1:], change.by) for change in changes if change.by is not None]
    loosened = [(lag_of(initiative, names, by), names, by) for names, by in eased]
    for entry in initiative.requirements:
        own = [(names, by) for one, names, by in loosened if one == entry]
        for names, by in own:
            yield _remade(
                with_lag(entry, by), of=names, at_least=entry.at_least if entry.leaves_choice else None
            )
        yield from _requirements_left(entry, lifted | {names for names, _ in own})


def _requirements_left(entry: Requirement, lifted: Collection[tuple[str, ...]]) -> list[Requirement]:
    """Return what remains of a requirement without some of the ids it asks for."""
    left = [names for names in entry.parts if names not in lifted]
    of = tuple(name for names in left for name in names)
    if not of:
        return []
    if of == entry.of:
        return [entry]
    return [_remade(entry, of=of, at_least=None)]  # all of those that are left


def _moved(model: Model, change: Change) -> object:
    """Return the value of a date or number with a change made."""
    kind = kind_of(change.kind)
    if change.by is None:
        return kind.without
    given = getattr(model, kind.field)
    return given + int(change.by) if kind.unit == "periods" else _sum(given, change.by)


def _group(group: Group, changes: Sequence[Change]) -> Group:
    values = {kind_of(change.kind).field: _moved(group, change) for change in changes}
    return _remade(group, **values) if values else group


def _milestone(milestone: Milestone, changes: Sequence[Change]) -> Milestone | None:
    """Return a milestone with what it asks for changed; None where it is dropped."""
    by, distance, channels = milestone.by, milestone.distance, milestone.channels
    fields, levels = dict(milestone.fields), dict(milestone.levels)
    for change in changes:
        if change.by is None:
            return None
        match change.subject[1:]:
            case ("fields", field):
                fields[field] = _sum(fields[field], change.by)
            case ("levels", discipline):
                levels[discipline] += int(change.by)
            case ("channels",) if channels is not None:
                channels = STEPS[STEPS.index(channels) + int(change.by)]
            case ("distance",):
                distance = _sum(distance, change.by)
            case _:
                by += int(change.by)
    values = {"by": by, "distance": distance, "fields": fields, "levels": levels, "channels": channels}
    return _remade(milestone, **values) if changes else milestone


def _capacity(portfolio: Portfolio, team: str, changes: Sequence[Change]) -> object:
    given = portfolio.capacities[team]
    if not changes:
        return given
    one = given if isinstance(given, Capacity) else Capacity(amount=given)
    values: dict[str, object] = {}
    for kind, row in kinds_of("capacity").items():
        own = [change for change in changes if change.kind == kind]
        amounts = list(each_period(getattr(one, row.field), portfolio.periods))
        for change in own:
            for place in _places(change, portfolio.periods):
                amounts[place] = None if change.by is None else _sum(amounts[place], change.by)
        if own:
            is_alike = all(change.period is None for change in own) and len(set(amounts)) == 1
            values[row.field] = amounts[0] if is_alike else tuple(amounts)
    return _remade(one, **values) if isinstance(given, Capacity) else values["amount"]


def _places(change: Change, periods: int) -> range:
    """Return the places of the periods, from 0, in which a change adds something."""
    return range(periods) if change.period is None else range(change.period - 1, change.period)


def _sum(amount: float | None, more: float) -> float:
    return float(exact(amount or 0.0) + exact(more))


def _budget(portfolio: Portfolio, name: str, changes: Sequence[Change]) -> Budget:
    """Return a budget with amounts added, or without what it says about some periods."""
    budget = _asking_less(portfolio.limits[name], [one for one in changes if one.kind == "least_spending"])
    changes = [change for change in changes if change.kind == "budget"]
    raised = [change for change in changes if change.by is not None]
    dropped = {change.period for change in changes if change.by is None}
    if None in dropped:
        free = tuple(_remade(window, amount=None) for window in budget.windows)
        return _remade(budget, total=None, per_period=None, windows=free)
    if budget.total is not None:
        return _remade(budget, total=_sum(budget.total, sum(change.by or 0.0 for change in raised)))
    if budget.windows:
        return _remade(budget, windows=tuple(_raised_windows(budget, raised)))
    given = budget.per_period
    amounts = list(each_period(given, portfolio.periods))
    for change in raised:
        for place in _places(change, portfolio.periods):
            amounts[place] = _sum(amounts[place], change.by or 0.0)
    budget = _remade(budget, per_period=tuple(amounts))
    return _remade(budget, per_period=_kept(budget, portfolio.periods, dropped)) if dropped else budget


def _raised_windows(budget: Budget, changes: Sequence[Change]) -> Iterator[Window]:
    """Yield the windows of a budget with amounts added."""
    for (first, last), window in zip(budget.bounds, budget.windows, strict=True):
        more = sum(change.by or 0.0 for change in changes if first <= (change.period or 1) <= last)
        yield _remade(window, amount=_sum(window.amount, more)) if more else window


def _asking_less(budget: Budget, changes: Sequence[Change]) -> Budget:
    """Return a budget under which less has to be spent, in all or in some windows."""
    new = {change.period: change for change in changes}
    windows = tuple(
        _remade(window, at_least=_less(window.at_least, new[last])) if last in new else window
        for (_, last), window in zip(budget.bounds, budget.windows, strict=True)
    )
    at_least = _less(budget.at_least, new[None]) if None in new else budget.at_least
    return _remade(budget, windows=windows, at_least=at_least) if changes else budget


def _less(amount: float | None, change: Change) -> float | None:
    """Return what is still to be spent at least; None, so nothing, where synergies that save leave less than 0."""
    left = None if change.by is None else _sum(amount, change.by)
    return None if left is None or left < 0 else left


def _kept(budget: Budget, periods: int, dropped: Collection[int | None]) -> tuple[float | None, ...]:
    """Return the amounts of each period after what is said about some periods is dropped."""
    limits = available(budget, periods)
    if not budget.carry_over:
        return tuple(
            None if period in dropped or limit is None else float(limit)
            for period, limit in enumerate(limits, start=1)
        )
    following: Fraction | None = None
    up_to: list[Fraction | None] = []
    for period in range(periods, 0, -1):
        following = following if period in dropped else limits[period - 1]
        up_to.insert(0, following)
    return tuple(None if amount is None else float(amount) for amount in increments(up_to))


def _budget_places(portfolio: Portfolio, budgets: dict[str, Budget]) -> dict[str, object]:
    """Return budgets in the places where the portfolio holds them."""
    main = (
        {} if MAIN_FUND in portfolio.budgets or MAIN_FUND not in budgets else {"budget": budgets[MAIN_FUND]}
    )
    further = {name: budget for name, budget in budgets.items() if name in portfolio.budgets}
    return {**main, "budgets": {**portfolio.budgets, **further}}


def _lists_on(portfolio: Portfolio, more: int) -> dict[str, object]:
    """Return the lists of a portfolio whose entries hold amounts by period, over more periods."""
    return {
        name: [_on(entry, more) for entry in getattr(portfolio, name)]
        for name, model in lists_of_models(type(portfolio)).items()
        if fields_by_period(model)
    }


def _on(given: PerPeriod | Model, more: int) -> PerPeriod | Model:
    """Return what is given for each period over more of them: as in the last one."""
    if isinstance(given, Model):
        return _remade(given, **_fields_on(given, more))
    return (*given, *given[-1:] * more) if isinstance(given, tuple) else given


def _fields_on(model: Model, more: int) -> dict[str, object]:
    """Return the fields of a model that hold amounts by period, over more periods."""
    return {name: _on(getattr(model, name), more) for name in fields_by_period(type(model))}


def _windows_on(budget: Budget, more: int) -> tuple[Window, ...]:
    """Return the windows of a budget over more periods: as the last one, which may be cut short."""
    windows = list(budget.windows)
    while windows and more:
        windows.append(_remade(windows[-1], periods=min(more, windows[-1].periods)))
        more -= windows[-1].periods
    return tuple(windows)


def _opened(portfolio: Portfolio, opened: Collection[tuple[tuple[str, ...], int | None]]) -> Portfolio:
    """Return a portfolio in which work is done in more periods, each for whom it is opened: one initiative, or all."""

    def rest(subject: tuple[str, ...], closed: Iterable[int]) -> tuple[int, ...]:
        return tuple(period for period in closed if (subject, period) not in opened)

    initiatives = [_remade(one, closed=rest((one.id,), one.closed)) for one in portfolio.initiatives]
    return _remade(portfolio, closed=rest((), portfolio.closed), initiatives=initiatives)


def _longer(portfolio: Portfolio, more: int) -> Portfolio:
    """Return a portfolio over more periods, in which limits by period go on as in the last one."""
    calendar = portfolio.horizon
    periods = portfolio.periods + more
    budgets = {
        name: _remade(limit, **_fields_on(limit, more), windows=_windows_on(limit, more))
        for name, limit in portfolio.limits.items()
        if isinstance(limit.per_period, tuple) or limit.windows
    }
    return _remade(
        portfolio,
        horizon=periods if isinstance(calendar, int) else _remade(calendar, periods=periods),
        capacities={team: _on(given, more) for team, given in portfolio.capacities.items()},
        **_lists_on(portfolio, more),
        **_budget_places(portfolio, budgets),
    )
