"""Why each initiative that a plan leaves out is left out: certain reasons first, money and teams after them.

Each reason is about this plan, as the checker counts it: with the initiative added, whenever it starts.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, cached_property
from operator import le
from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.dependency_graph import all_ancestors, earliest_starts, too_dear
from omniprio.fulfilment import progress
from omniprio.income import drawn_under, most_income
from omniprio.measures import all_counted, least_counted
from omniprio.money import freed_by, least_spent, synergy_bound_by
from omniprio.plan.facts import Absence, InPlace, Lack, Shortfall
from omniprio.plan.followers import followers, helping
from omniprio.plan.in_place import best_by_soonest, brought, in_place_of, worths
from omniprio.plan.merits import adds, brings_money, by_member, earns, scoring
from omniprio.portfolio import first_finish, window_of
from omniprio.present_value import net_present_value
from omniprio.reach import asked_for, understaffed
from omniprio.synergies import activations, brought_about_by, synergy_price

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.checker import BrokenRule
    from omniprio.fulfilment import Progress
    from omniprio.goals import Goal
    from omniprio.portfolio import Budget, Initiative, Portfolio, Requirement, Synergy

__all__ = ["absences", "most_looked_at"]

_TOO_LITTLE = frozenset({"idle", "reached", "no gain"})
"""Reasons that say that it brings too little."""

_MOST_TRIES = 400
"""Checks of one more initiative in a plan; beyond that, only what needs no trial is looked at."""

_MOST_LOOKED_AT = 20_000
"""The same times how many are in the plan: that takes half a second, and hears no clock."""


def absences(
    portfolio: Portfolio,
    starts: Mapping[str, int],
    goals: Sequence[Goal],
    course: Progress | None = None,
) -> dict[str, Absence]:
    """Return why each initiative that a plan leaves out is left out, by id.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
        goals: What the plan was to be best at; none where it was made by hand.
        course: What the schedule does to the disc; None to have it counted.
    """
    rest = _Rest(portfolio, starts, tuple(goals), course or progress(portfolio, starts))
    return {entry.id: _absence(entry, rest) for entry in rest.left_out}


def most_looked_at(portfolio: Portfolio) -> int:
    """Return how often an initiative is looked at, at most, to try what a plan leaves out."""
    number = len(portfolio.initiatives)
    return min(min(number * portfolio.periods, _MOST_TRIES) * number, _MOST_LOOKED_AT)


class _Rest:
    """A schedule and what it leaves: initiatives, and money in each limited budget."""

    def __init__(
        self, portfolio: Portfolio, starts: Mapping[str, int], goals: tuple[Goal, ...], course: Progress
    ) -> None:
        self.portfolio = portfolio
        self.starts = starts
        self.goals = goals
        self.course = course
        self.left_out = [entry for entry in portfolio.initiatives if entry.id not in starts]
        self.groups = by_member(portfolio.groups, lambda group: portfolio.members[group.id])
        self.least = cache(
            lambda name, of: least_spent(portfolio.by_id[name], portfolio.limits[of], portfolio)
        )
        """What an initiative spends under a budget if it starts as late as it may."""
        self.brought = cache(lambda budget: brought(budget, portfolio, starts, goals))
        self.left: dict[str, Fraction] = {}
        for name, budget in portfolio.limits.items():
            amount = budget.by_then(portfolio.periods)[-1]
            if amount is not None:
                self.left[name] = amount - sum(drawn_under(name, portfolio, starts))

    @cached_property
    def earliest(self) -> dict[str, int | None]:
        """The earliest start of each initiative by time and money."""
        return earliest_starts(self.portfolio)

    @cached_property
    def in_time(self) -> dict[str, int | None]:
        """The earliest start of each initiative by time alone."""
        return earliest_starts(self.portfolio, by_money=False)

    @cached_property
    def before(self) -> dict[str, list[str]]:
        """All that each initiative requires, directly or not."""
        return all_ancestors(self.portfolio)

    @cached_property
    def now(self) -> tuple[Fraction, ...]:
        """How good the plan is at each goal, less is better."""
        return tuple(worths(self.goals, self.portfolio, self.starts))

    @cached_property
    def active(self) -> dict[str, int]:
        """The period in which each synergy becomes active, where it does."""
        return activations(self.portfolio, self.starts)

    @cached_property
    def there(self) -> int | None:
        """The period from whose end on everything is reached, 0 for the start; None where it never is."""
        away = [period for period, distance in enumerate(self.course.distance) if distance]
        first = away[-1] + 1 if away else 0
        return first if first <= self.portfolio.periods else None

    @cached_property
    def followers(self) -> dict[str, set[str]]:
        """The others that could be done, or add something, only together with each initiative."""
        return followers(self.portfolio)

    @cached_property
    def used(self) -> dict[str, tuple[list[str], Fraction]]:
        """The chosen members of each group that has an upper limit, and what they come to in its measure."""
        found = {}
        for group in self.portfolio.groups:
            if group.most is not None:
                chosen = [name for name in self.portfolio.members[group.id] if name in self.starts]
                found[group.id] = chosen, all_counted(group, self.portfolio, self.starts, chosen)
        return found

    @property
    def small(self) -> bool:
        """Whether each initiative left out can be tried at each start."""
        tries = len(self.left_out) * self.portfolio.periods
        return tries <= _MOST_TRIES and tries * len(self.starts) <= _MOST_LOOKED_AT


def _brings_about(initiative: Initiative, portfolio: Portfolio) -> bool:
    """Return whether it has a part in a synergy that needs fields and can make a plan better."""
    parts, names = brought_about_by(portfolio), portfolio.by_id
    return any(
        one.needs
        and initiative.id in parts[one.id]
        and not any(names[name].decision == "never" for name in one.of)
        for one in helping(portfolio)
    )


def _absence(initiative: Initiative, rest: _Rest) -> Absence:
    """Return the first reason that applies, from the firmest to the softest."""
    why = _certain(initiative, rest) or _unmet(initiative, rest) or _worse(initiative, rest)
    loss = _loss(initiative, rest) if why.why in _TOO_LITTLE else None
    return why if loss is None else why.model_copy(update={"loss": float(loss)})


def _loss(initiative: Initiative, rest: _Rest) -> Fraction | None:
    """Return by how much an initiative costs more than it brings where it starts best, None where that is not the question.

    All else is as in the plan, and no rule is looked at: what others it might go with is not counted.
    """
    window = window_of(initiative, rest.portfolio)
    if not rest.goals or rest.goals[0].kind != "most value" or not rest.small or not window:
        return None
    most = max(net_present_value(rest.portfolio, {**rest.starts, initiative.id: one}) for one in window)
    loss = net_present_value(rest.portfolio, rest.starts) - most
    return loss if loss > 0 else None


def _certain(initiative: Initiative, rest: _Rest) -> Absence | None:
    """Return a reason that no money would change, if there is one."""
    if by_itself := _ruled_out(initiative, rest.portfolio):
        return by_itself
    if rivals := _rivals(initiative, rest):
        return Absence(why="rivals", rivals=rivals)
    followers = rest.followers[initiative.id]
    moves = _moves(initiative, rest.portfolio) or _brings_about(initiative, rest.portfolio)
    if not followers and not moves and not _brings(initiative):
        return Absence(why="idle")
    if _too_late(initiative, rest) and followers <= rest.starts.keys():
        return Absence(why="reached")
    return None


def _ruled_out(initiative: Initiative, portfolio: Portfolio) -> Absence | None:
    """Return what rules an initiative out by itself, whatever else a plan has."""
    if initiative.decision == "never":
        return Absence(why="never", decision_reason=initiative.decision_reason)
    if not window_of(initiative, portfolio):
        return Absence(why="dates")
    teams = understaffed(initiative, portfolio)
    return Absence(why="team", teams=teams) if teams else None


def _unmet(initiative: Initiative, rest: _Rest) -> Absence | None:
    """Return what it depends on and this plan does not bring, or bring in time."""
    missing = tuple(name for name in rest.before[initiative.id] if name not in rest.starts)
    unmet = _unmet_requirement(initiative, rest.starts)
    if unmet and not unmet.leaves_choice:
        missing += tuple(name for name in unmet.of if name not in rest.starts and name not in missing)
    of = unmet.of if unmet and not missing else ()
    if missing or of:
        short = _short([*(rest.portfolio.by_id[name] for name in missing), initiative], rest)
        least = unmet.least if unmet and of else 1
        return Absence(why="requirement", missing=missing, alternatives=of, at_least=least, short=short)
    if lacks := tuple(_lacks(initiative, rest)):
        return Absence(why="needs", lacks=lacks)
    return Absence(why="no time") if rest.in_time[initiative.id] is None else None


def _worse(initiative: Initiative, rest: _Rest) -> Absence:
    """Return what is the matter with a plan that has it as well."""
    tried = bool(rest.goals) and rest.small
    alone = rest.followers[initiative.id] <= rest.starts.keys()
    if tried and alone and not _would_gain(initiative, rest):
        return Absence(why="no gain")
    if rest.earliest[initiative.id] is None:
        dear = too_dear(rest.portfolio, initiative.id)
        short = tuple(
            Shortfall(budget=name, takes=float(takes), left=float(left))
            for name, (takes, left) in dear.items()
        )
        return Absence(why="no money in time", short=short)
    if short := _short([initiative], rest):
        in_place = _in_place(initiative, short[0], rest) if tried else None
        return Absence(why="money", short=short, in_place=in_place)
    if not rest.goals:
        return Absence(why="by hand")
    return _tried(initiative, rest) if tried else Absence(why="not tried")


def _in_place(initiative: Initiative, short: Shortfall, rest: _Rest) -> InPlace | None:
    chosen = rest.brought(short.budget)
    return in_place_of(initiative, short, chosen, rest.portfolio, rest.starts, rest.goals)


def _rivals(initiative: Initiative, rest: _Rest) -> tuple[str, ...]:
    """Return the chosen members of groups that have no room left for the initiative."""
    rivals: dict[str, None] = {}
    for group in rest.groups.get(initiative.id, ()):
        if group.most is not None:
            chosen, used = rest.used[group.id]
            if used + least_counted(group, initiative, rest.portfolio) > group.most:
                rivals |= dict.fromkeys(chosen)
    return tuple(rivals)


def _moves(initiative: Initiative, portfolio: Portfolio) -> bool:
    """Return whether it advances a field that counts and is not complete at the start."""
    return any(
        share > 0
        and portfolio.latest_fulfilment[name] < 1
        and portfolio.disc.named[name].discipline.weight > 0
        and asked_for(portfolio, portfolio.disc.named[name])
        for name, share in initiative.at_most.items()
    )


def _brings(initiative: Initiative) -> bool:
    """Return whether it brings something by itself whatever the disc is like: money, or points."""
    return earns(initiative) or bool(scoring(initiative))


def _too_late(initiative: Initiative, rest: _Rest) -> bool:
    """Return whether it brings no money, and everything is reached by the time it could be complete."""
    portfolio = rest.portfolio
    paying = any(
        initiative.id in brought_about_by(portfolio)[one.id]
        for one in helping(portfolio)
        if brings_money(one) or not adds(one)
    )
    window = window_of(initiative, portfolio)
    if _brings(initiative) or paying or rest.there is None or not window:
        return False
    first = rest.in_time[initiative.id] or window[0]
    return rest.there < first_finish(initiative, first, portfolio) + 1


def _unmet_requirement(initiative: Initiative, starts: Mapping[str, int]) -> Requirement | None:
    """Return the first requirement that leaves a choice, or is in force by what is chosen, and is not met."""
    for entry in initiative.requirements:
        in_force = starts.keys() >= set(entry.given) - {initiative.id}
        if in_force and not entry.is_certain and len(starts.keys() & set(entry.of)) < entry.least:
            return entry
    return None


def _lacks(initiative: Initiative, rest: _Rest) -> Iterator[Lack]:
    """Yield the fields it needs that the plan does not bring far enough before its last start."""
    window = window_of(initiative, rest.portfolio)
    for field, share in initiative.needed_shares.items():
        reached = max(rest.course.fulfilment[field][: window[-1] if window else 1])
        if reached < share:
            yield Lack(field=field, needed=initiative.needs[field], reached=float(reached))


def _short(more: Sequence[Initiative], rest: _Rest) -> tuple[Shortfall, ...]:
    """Return the budgets whose rest at the horizon cannot pay for more initiatives, however late they start."""
    short = []
    for name, left in rest.left.items():
        budget = rest.portfolio.limits[name]
        takes = sum((rest.least(entry.id, name) for entry in more), Fraction(0))
        saving = [*_saving(more, budget, rest)]
        periods = rest.portfolio.periods  # nothing is saved at higher prices
        takes += sum((synergy_price(one, periods, rest.portfolio) for one in saving), Fraction(0))
        takes -= freed_by(more, budget, rest.portfolio, rest.starts) + most_income(name, rest.portfolio, more)
        if takes > max(left, Fraction(0)):
            saved_by = tuple(synergy.id for synergy in saving)
            short.append(Shortfall(budget=name, takes=float(takes), left=float(left), saved_by=saved_by))
    return tuple(short)


def _saving(more: Sequence[Initiative], budget: Budget, rest: _Rest) -> Iterator[Synergy]:
    """Yield the synergies that would save money under a budget if these were done as well."""
    together = rest.starts.keys() | {entry.id for entry in more}
    for synergy in rest.portfolio.synergies:
        fresh = together >= set(synergy.of) and synergy.id not in rest.active
        if fresh and synergy.cost < 0 and synergy_bound_by(budget, synergy, rest.portfolio):
            yield synergy


def _with_it(initiative: Initiative, rest: _Rest) -> Iterator[dict[str, int]]:
    """Yield the plans with the initiative added, whatever rules they break, one for each start."""
    yield from ({**rest.starts, initiative.id: start} for start in window_of(initiative, rest.portfolio))


def _would_gain(initiative: Initiative, rest: _Rest) -> bool:
    """Return whether the plan would be better with an initiative as well, at any start, whatever rules that breaks."""
    soonest = best_by_soonest(initiative, rest.goals[0], rest.portfolio, rest.starts)
    if soonest is None:
        return any(_is_better(more, rest) for more in _with_it(initiative, rest))
    if any(_is_better({**rest.starts, initiative.id: start}, rest, goals=1) for start in soonest):
        return True
    return any(
        _is_better(more, rest, since=1) for more in _with_it(initiative, rest)
    )  # the first goal gains nothing


def _is_better(more: Mapping[str, int], rest: _Rest, *, since: int = 0, goals: int | None = None) -> bool:
    """Return whether a schedule is better than the plan, whatever rules it breaks: at some of the goals, by default at all."""
    some = slice(since, goals)
    both = zip(worths(rest.goals[some], rest.portfolio, more), rest.now[some], strict=True)
    return next((one < now for one, now in both if one != now), False)


def _tried(initiative: Initiative, rest: _Rest) -> Absence:
    """Return what stands in the way of plans that have it as well and are better; what breaks the fewest rules tells it."""
    slack = any(goal.slack for goal in rest.goals)
    checked = [(check(rest.portfolio, more), more) for more in _with_it(initiative, rest)]
    why = Absence(why="no gain")
    for report, more in sorted(checked, key=lambda one: len(one[0].breaches)):
        if report.breaches and why.why == "slack":
            break
        if not _is_better(more, rest):
            continue
        if report.breaches:
            return _kept_out(report.broken)
        if not slack or _dominates(more, rest):
            return Absence(why="would help")
        why = Absence(why="slack")
    return why


def _kept_out(by: Sequence[BrokenRule]) -> Absence:
    said = tuple(rule.said for rule in by if rule.said)
    return Absence(why="rules", broken=tuple(rule.message for rule in by), said=said)


def _dominates(starts: Mapping[str, int], rest: _Rest) -> bool:
    """Return whether a schedule is at no goal worse than the plan."""
    return all(map(le, worths(rest.goals, rest.portfolio, starts), rest.now))
