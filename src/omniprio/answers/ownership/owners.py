"""What do the silos cost: the best plan under one joint budget against each owner planning alone with a part of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.answers.best import Best, Search, worths
from omniprio.answers.comparison import goal_changes
from omniprio.answers.floor import as_known, no_worse, or_nothing
from omniprio.answers.frontiers.scaling import shared
from omniprio.answers.ownership.report import OwnerPlan, SiloReport
from omniprio.checker import check
from omniprio.errors import Fault, InvalidInputError, NoPlanFoundError
from omniprio.infeasibility.kinds import kinds_of
from omniprio.language import Sentence, fact, sentence
from omniprio.language.sentences import in_every_language
from omniprio.numbers import exact
from omniprio.optimise import best_plan
from omniprio.options import Options
from omniprio.parameters import unknown_name, validated
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import MAIN_FUND, Capacity, Portfolio, rates_in
from omniprio.purpose import goals_for
from omniprio.spelling import one_of, shown

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Iterator, Mapping

    from omniprio.annotations import Seconds
    from omniprio.given_goals import GivenGoals
    from omniprio.portfolio import Group, Milestone
    from omniprio.portfolio.budgets import PerPeriod

__all__ = ["silo_portfolio", "silos", "split_by_cost"]


@validated
def silos(
    portfolio: Portfolio,
    goals: GivenGoals | None = None,
    *,
    split: Mapping[str, float] | None = None,
    budget: str = MAIN_FUND,
    known: Plan | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> SiloReport:
    """Return what it costs that each owner plans alone.

    The owners split one budget in fixed proportions, in every period. Each makes the best plan for the disc of the
    whole organisation, with its own initiatives only: what requires another owner's work cannot be done, since nobody
    can count on it. The plans together are then checked as one plan of the whole portfolio.

    Args:
        portfolio: The portfolio; its initiatives have owners.
        goals: In order of importance, without slack; None for those that suit the portfolio.
        split: The proportions by owner, at least 0; none for an owner is 0. By default, by `split_by_cost`.
        budget: The name of the joint budget.
        known: A joint plan of this portfolio that is there already: the one that is shown is no worse.
        time_limit: Seconds for all plans together. The owners may take half of it; the joint plan, which is at least
            as good as theirs together where they break no rule, what is left.
        cancel: Set it from another thread to stop.

    Raises:
        InvalidInputError: The budget has no limit or is for some owners only, or the split names nobody.
        InfeasibleError: There is no joint plan.
        NoPlanFoundError: The time was over before there was one.
        InvalidArgumentError: An argument makes no sense, or a goal has slack.

    >>> from omniprio import ten_portfolio
    >>> report = silos(ten_portfolio(budget=2500))
    >>> report.proven, report.goals[0].loss > 0
    (True, True)
    """
    goals = goals_for(portfolio, goals)
    search = Search(goals, time_limit, cancel)
    shares = _shares(portfolio, split, budget)
    alone = {owner: silo_portfolio(portfolio, owner, share, budget=budget) for owner, share in shares.items()}
    found: dict[str, Best | None] = {}
    for left, (owner, own) in zip(range(len(alone), 0, -1), alone.items(), strict=True):
        share = 1 / (left + len(alone))  # half of the time for all owners
        found[owner] = (
            or_nothing(search.best(own, share=share), own, goals) if isinstance(own, Portfolio) else None
        )
    if not any(best is None or best.plan or best.settled for best in found.values()):
        raise NoPlanFoundError("cancelled" if search.cancel.is_set() else "time limit")
    plans = [best.plan for best in found.values() if best is not None and best.plan is not None]
    union = {name: start for plan in plans for name, start in plan.starts.items()}
    broken = check(portfolio, union).broken
    combined = None if broken else plan_of(portfolio, union)
    joint = _joint(portfolio, known, None if broken else union, search)
    whole = portfolio.limits[budget].whole(portfolio.periods)
    return SiloReport(
        joint=joint,
        owners=tuple(
            _owner(owner, shares[owner], whole, alone[owner], best) for owner, best in found.items()
        ),
        starts=union,
        combined=combined,
        broken=broken,
        goals=goal_changes(goals, (portfolio, joint.starts), (portfolio, union)),
        proven=joint.proven and all(best is None or best.settled for best in found.values()),
        currency=portfolio.currency,
        budget=budget,
    )


def _joint(portfolio: Portfolio, known: Plan | None, union: Mapping[str, int] | None, search: Search) -> Plan:
    """Return the best joint plan, no worse than one that is known or than what all owners do."""
    there = None if known is None else as_known(known, portfolio, search.goals)
    if there is not None and there.plan is not None and there.settled:
        return there.plan
    starts = [one for one in (union, there and there.found and there.found.starts) if one]
    start = min(starts, key=lambda one: worths(search.goals, portfolio, one), default=None)
    options = Options(time_limit=search.part(1).limit, warm_start=start, cancel=search.cancel)
    joint = best_plan(portfolio, search.goals, options)
    best = Best(joint, worths(search.goals, portfolio, joint.starts), settled=joint.proven)
    return joint if start is None else no_worse(best, start, portfolio, search.goals).plan or joint


@validated
def split_by_cost(portfolio: Portfolio, *, budget: str = MAIN_FUND) -> dict[str, float]:
    """Return what each owner's initiatives cost under a budget, one-off: proportions to split it in.

    The amounts are in the unit of the budget: that of its funds, or the currency where these are in different units.

    Args:
        portfolio: The portfolio.
        budget: The name of the budget.

    Raises:
        UnknownNameError: There is no such budget.

    >>> from omniprio.portfolio import Initiative
    >>> two = [Initiative(id="crm", cost=300, owner="IT"), Initiative(id="shop", cost=100, owner="Stores")]
    >>> split_by_cost(Portfolio(horizon=1, initiatives=two))
    {'IT': 300.0, 'Stores': 100.0}
    """
    if budget not in portfolio.limits:
        raise unknown_name("budget", budget, portfolio.limits, fact("kinds.budget"))
    rates = rates_in(portfolio.limits[budget], portfolio)
    total: dict[str, Fraction] = {}
    for one in portfolio.initiatives:
        own = min(
            sum((cost.one_off * rates.get(fund, 0) for fund, cost in way.costs_by_fund.items()), Fraction(0))
            for way in one.ways.values()
        )
        total[one.owner] = total.get(one.owner, Fraction(0)) + own
    return {owner: float(amount) for owner, amount in total.items()}


def _shares(portfolio: Portfolio, split: Mapping[str, float] | None, budget: str) -> dict[str, Fraction]:
    """Return the share of the budget that each owner gets."""
    owners = dict.fromkeys(one.owner for one in portfolio.initiatives)
    faults = list(_faults(portfolio, split, budget, owners))
    if not faults and split is not None and not any(split.values()):
        faults = [Fault("split", sentence("faults.nobody anything"), sentence("remedies.somebody something"))]
    if faults:
        raise InvalidInputError(faults)
    given = split_by_cost(portfolio, budget=budget) if split is None else split
    amounts = {owner: exact(given.get(owner, 0.0)) for owner in owners}
    whole = sum(amounts.values(), Fraction(0))
    equal = Fraction(1, max(len(owners), 1))
    return {owner: amount / whole if whole else equal for owner, amount in amounts.items()}


def _faults(
    portfolio: Portfolio, split: Mapping[str, float] | None, budget: str, owners: Mapping[str, object]
) -> Iterator[Fault]:
    """Yield what stands in the way of splitting a budget among owners."""
    limit, where = portfolio.limits.get(budget), f"budgets[{budget}]"
    if limit is None:
        yield Fault(where, sentence("faults.not in portfolio"), one_of(portfolio.limits, budget))
        return
    if limit.owners:
        problem, remedy = sentence("faults.only some owners"), sentence("remedies.budget for all")
        yield Fault(f"{where}.owners", problem, remedy)
    if limit.total is None and limit.per_period is None:
        yield Fault(where, sentence("faults.no limit"), sentence("remedies.amount to split"))
    for owner, amount in (split or {}).items():
        if owner not in owners:
            yield Fault(f"split[{owner}]", sentence("faults.owner of nothing"), _one_of(owners, owner))
        elif not amount >= 0:
            problem = sentence("faults.is", value=shown(amount))
            yield Fault(f"split[{owner}]", problem, sentence("remedies.number from 0"))


@validated
def silo_portfolio(
    portfolio: Portfolio, owner: str, share: Fraction, *, budget: str = MAIN_FUND
) -> Portfolio | tuple[Sentence, ...]:
    """Return the portfolio that one owner plans alone, or why there is none, one sentence each.

    The others' initiatives are never done. What only several owners can meet together is not asked of one: the lower
    limits of groups, their shares of all that is chosen, what teams are to have to do, and milestones but for those that name initiatives of the owner alone.

    Args:
        portfolio: The portfolio.
        owner: The owner.
        share: Its share of the budget, 0 to 1.
        budget: The name of the budget.

    Raises:
        UnknownNameError: There is no such owner or budget.
    """
    owners = dict.fromkeys(one.owner for one in portfolio.initiatives)
    if owner not in owners:
        raise unknown_name("owner", owner, owners, fact("kinds.owner"))
    if budget not in portfolio.limits:
        raise unknown_name("budget", budget, portfolio.limits, fact("kinds.budget"))
    who = fact("decisions.by owner", owner=owner) if owner else fact("decisions.by nobody")
    theirs = {"decision": "never", "decision_reason": in_every_language(who)}
    initiatives = [
        one if one.owner == owner else one.model_copy(update=theirs) for one in portfolio.initiatives
    ]
    own = {one.id for one in portfolio.initiatives if one.owner == owner}
    changes = {
        "initiatives": initiatives,
        "groups": tuple(_alone(group, portfolio, own) for group in portfolio.groups),
        "capacities": {team: _unasked(one) for team, one in portfolio.capacities.items()},
        "milestones": tuple(one for one in portfolio.milestones if _is_own(one, own)),
    }
    try:
        return shared(_without_least(portfolio), budget).holding(share).model_copy(update=changes)
    except InvalidInputError as error:
        return tuple(
            Sentence.of(fact("answers.fault", path=one.path, problem=one.problem, remedy=one.remedy))
            for one in error.faults
        )


def _without_least(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio in which nothing has to be spent: that is asked of all owners together."""
    free = {name: limit.asking_nothing for name, limit in portfolio.limits.items()}
    if free == portfolio.limits:
        return portfolio
    main = free.pop(MAIN_FUND) if MAIN_FUND not in portfolio.budgets else portfolio.budget
    return portfolio.model_copy(update={"budget": main, "budgets": free})


def _alone(group: Group, portfolio: Portfolio, own: set[str]) -> Group:
    """Return what a group asks of one owner; its share of all that is chosen is asked of all owners together."""
    has_all, has_members = own == portfolio.by_id.keys(), own.issuperset(portfolio.members[group.id])
    asked = (row for row in kinds_of("group").values() if row.asks)
    shared = (row for row in asked if not (has_all if row.unit == "share" else has_members))
    return group.model_copy(update={row.field: row.without for row in shared})


def _unasked(capacity: PerPeriod | Capacity) -> PerPeriod | Capacity:
    """Return what a team has, without what it is to have to do: that is asked of all owners together."""
    asked = {row.field: row.without for row in kinds_of("capacity").values() if row.asks}
    return capacity.model_copy(update=asked) if isinstance(capacity, Capacity) else capacity


def _is_own(milestone: Milestone, own: set[str]) -> bool:
    """Tell whether a milestone asks for initiatives of one owner and for nothing else."""
    return not milestone.concerns_disc and own.issuperset(milestone.complete)


def _owner(
    owner: str,
    share: Fraction,
    whole: Fraction | None,
    own: Portfolio | tuple[Sentence, ...],
    best: Best | None,
) -> OwnerPlan:
    part = None if whole is None else whole * share
    plan = None if best is None else best.plan
    unknown = best is not None and not best.settled
    why = (
        own
        if isinstance(own, tuple)
        else ()
        if plan
        else (sentence("decisions.not found" if unknown else "decisions.no plan"),)
    )
    return OwnerPlan(
        owner=owner, share=share, part=part, plan=plan, proven=best is None or best.settled, why_none=why
    )


def _one_of(owners: Iterable[str], name: str) -> Sentence:
    """Return what to do about an owner of nothing; what has no owner belongs to the owner without a name."""
    named = [*filter(None, owners)]
    return one_of(named, name) if named else sentence("remedies.name owners")
