"""What a set of initiatives amounts to when all are complete, and whether sets can be done together at all."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from omniprio.base import Model, exact
from omniprio.money import available, bound_by, one_off, spent, synergy_bound_by
from omniprio.portfolio import window_of
from omniprio.progress import positions_at, still_missing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from omniprio.portfolio import Budget, Initiative, Portfolio

__all__ = ["Rival", "distance_with", "fulfilled", "obstacles", "one_off_cost", "rivals"]


class Rival(Model):
    """Another initiative that this one cannot be done together with, or not at the same time.

    >>> str(Rival(id="app", why="budget", of="money"))
    'app (no plan pays for both: budget money)'
    """

    id: str
    why: Literal["budget", "group", "team"]
    of: str
    """The budget, group or team they compete for."""

    def __str__(self) -> str:
        """Return the rival and the reason."""
        reason = {
            "budget": "no plan pays for both",
            "group": "no plan has both",
            "team": "never in one period",
        }
        return f"{self.id} ({reason[self.why]}: {self.why} {self.of})"


def distance_with(portfolio: Portfolio, names: Collection[str]) -> Fraction:
    """Return the distance when some initiatives are complete and nothing else is.

    What they require, money and time are not looked at; synergies among them count.

    Args:
        portfolio: The portfolio.
        names: Ids.

    Returns:
        From 0, the ambition, to 1.

    >>> from omniprio.disc import Disc, Discipline
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=2)])
    >>> half = Initiative(id="half", advances={"R2": 0.5})
    >>> distance_with(Portfolio(horizon=1, disc=disc, initiatives=[half]), ["half"])
    Fraction(1, 4)
    """
    weights = {row.id: exact(row.weight) for row in portfolio.disc.disciplines}
    whole = sum((weights[name] * level for name, level in portfolio.ambitions.items()), Fraction(0))
    if whole == 0:
        return Fraction(0)
    missing = still_missing(portfolio, positions_at(portfolio, fulfilled(portfolio, names)))
    return sum((weights[name] * levels for name, levels in missing.items()), Fraction(0)) / whole


def fulfilled(portfolio: Portfolio, names: Collection[str]) -> dict[str, Fraction]:
    """Return how far each field is fulfilled when some initiatives are complete, 0 to 1.

    Args:
        portfolio: The portfolio.
        names: Ids.
    """
    total = dict(portfolio.start_fulfilment)
    together = [portfolio.by_id[name].advances for name in names]
    together += [one.advances for one in portfolio.synergies if set(one.of) <= set(names)]
    for advances in together:
        for field, share in advances.items():
            total[field] += exact(share)
    return {field: min(max(share, Fraction(0)), Fraction(1)) for field, share in total.items()}


def one_off_cost(portfolio: Portfolio, names: Collection[str]) -> Fraction:
    """Return the one-off cost of some initiatives over all funds; running costs and synergies do not count."""
    return sum(
        (
            sum(one_off(cost, portfolio.by_id[name].duration), Fraction(0))
            for name in names
            for cost in portfolio.by_id[name].costs_by_fund.values()
        ),
        Fraction(0),
    )


def obstacles(
    portfolio: Portfolio, names: Collection[str]
) -> Iterator[tuple[Literal["budget", "group"], str]]:
    """Yield the budgets and groups because of which no plan has all of some initiatives.

    A budget is one of them where it cannot pay for them by the horizon, however late each starts. It is a proof
    that they do not fit together; that none is found does not mean that they do.

    Args:
        portfolio: The portfolio.
        names: Ids.
    """
    for name, budget in portfolio.limits.items():
        limits = available(budget.model_copy(update={"carry_over": True}), portfolio.periods)
        if limits[-1] is not None and _least_spending(portfolio, names, budget) > limits[-1]:
            yield "budget", name
    for group in portfolio.groups:
        if group.at_most is not None and len(set(group.members) & set(names)) > group.at_most:
            yield "group", group.id


def _least_spending(portfolio: Portfolio, names: Collection[str], budget: Budget) -> Fraction:
    """Return what initiatives spend under a budget at least, each as late as it may start; nothing if it cannot."""
    total = Fraction(0)
    for name in names:
        initiative = portfolio.by_id[name]
        window = window_of(initiative, portfolio.periods)
        if window and bound_by(budget, initiative):
            total += sum(spent(initiative, window[-1], portfolio.periods, budget.funds), Fraction(0))
    refunds = (
        min(exact(one.cost), Fraction(0))
        for one in portfolio.synergies
        if synergy_bound_by(budget, one, portfolio)
    )
    return total + sum(refunds, Fraction(0))


def rivals(
    portfolio: Portfolio, name: str, other: str, required: Mapping[str, Collection[str]]
) -> Iterator[Rival]:
    """Yield in what respect another initiative is a rival.

    Money and groups: no plan has both, each with all that it requires, though there may be plans with one. Teams:
    there is no period in which the two can both be worked on. What requires the other is no rival of it for money.

    Args:
        portfolio: The portfolio.
        name: The initiative.
        other: The other one.
        required: What each initiative requires, directly or not, by id.
    """
    mine, theirs = ({one, *required[one]} for one in (name, other))
    if name not in theirs and other not in mine:
        alone = {*obstacles(portfolio, mine), *obstacles(portfolio, theirs)}
        for why, of in obstacles(portfolio, mine | theirs):
            if (why, of) not in alone:
                yield Rival(id=other, why=why, of=of)
    for team in _overloaded(portfolio, portfolio.by_id[name], portfolio.by_id[other]):
        yield Rival(id=other, why="team", of=team)


def _overloaded(portfolio: Portfolio, one: Initiative, other: Initiative) -> Iterator[str]:
    """Yield the teams because of which two initiatives can never be worked on in the same period."""
    for team, capacity in portfolio.capacities.items():
        amounts = capacity if isinstance(capacity, tuple) else (capacity,) * portfolio.periods
        known = [exact(amount) for amount in amounts if amount is not None]
        efforts = _least_effort(one, team), _least_effort(other, team)
        if len(known) == len(amounts) and max(efforts) <= max(known) < sum(efforts):
            yield team


def _least_effort(initiative: Initiative, team: str) -> Fraction:
    """Return what an initiative takes of a team in its lightest period."""
    effort = initiative.effort.get(team, 0.0)
    return exact(min(effort) if isinstance(effort, tuple) else effort)
