"""What would help: what one period, one unit, one dependency or one ring more or less would be worth."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, override

from omniprio.answer import Answer
from omniprio.answers.best import Search, goals_of, left_open
from omniprio.answers.comparison import GoalChange, goal_changes, now_and_then, shown
from omniprio.answers.floor import no_worse
from omniprio.base import Model
from omniprio.checker import check
from omniprio.infeasibility.changing import Change, changed
from omniprio.infeasibility.kinds import KINDS, Kind, kinds_of
from omniprio.infeasibility.words import asked, in_english, money_sum
from omniprio.language import Sentence, Speaker, fact
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio, sum_in
from omniprio.portfolio.names import Dated, Titles
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection, Iterator, Sequence

    from omniprio.annotations import Positive, Seconds
    from omniprio.language import Fact, Names
    from omniprio.portfolio import Budget, Group

__all__ = ["ChangeKind", "ValueOfChange", "ValuesOfChanges", "value_of_change"]

ChangeKind = Literal["horizon", "capacity", "extra", "requires", "budget", "group", "milestone", "ambition"]
"""What is changed, named as in the portfolio."""


_AT_LEAST = 1 / 8
"""The part of the time that each change may take, however many there are."""
_SHARE = Fraction(1, 20)
"""By how much the share of a group is loosened at most."""


class ValueOfChange(Model):
    """What one change would be worth."""

    kind: ChangeKind
    subject: tuple[str, ...]
    """Whom it is about, by id: a team, a budget, a milestone, a discipline, an initiative and what it requires, or a group and
    which of its limits."""
    sentence: Sentence
    """What is changed, in words."""
    portfolio: Portfolio
    """The portfolio with the change."""
    goals: tuple[GoalChange, ...]
    """For each goal, both measured with the change: today's plan `before`, the best plan `after`; empty where there is
    none."""
    fits: bool
    """Whether today's plan keeps every rule with the change; over a longer horizon running costs may be too much."""
    plan: Plan | None
    """The best plan with the change; None where there is none, or, if that is not proven, none was found in time."""
    proven: bool
    """Whether it is proven that no plan is better with the change, or that there is none; if not, the change may be worth
    more."""

    @property
    def gain(self) -> tuple[Fraction, ...]:
        """By how much each goal gets better; less than 0 is worse."""
        return tuple(-change.loss for change in self.goals)


class ValuesOfChanges(Answer):
    """What changes would be worth, the most valuable first."""

    plan: Plan
    """The plan as it is."""
    rows: tuple[ValueOfChange, ...]
    """By gain at the most important goal, then at the next ones."""
    not_begun: tuple[Sentence, ...] = ()
    """The changes that there was no time to look at, in words."""

    @property
    def open(self) -> tuple[ValueOfChange, ...]:
        """The rows that are not proven: each may be worth more than it says."""
        return tuple(row for row in self.rows if not row.proven)

    @override
    def _left_open(self) -> Iterator[Fact]:
        yield from left_open("changes open", self.open, self.rows, self.not_begun, self.plan)
        if self.not_begun:
            yield fact("answers.changes not begun", open=len(self.not_begun))

    @override
    def _names_used(self) -> Names:
        return Titles(self.plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        goals = [result.goal for result in self.plan.goals]
        head = [speaker.words("answers.change"), *now_and_then(goals, speaker), ""]
        return columns(head, (_cells(row, len(goals), self.plan.portfolio, speaker) for row in self.rows))

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        yield speaker.words("answers.changes how" if self.rows or self.not_begun else "answers.changes none")


def _cells(row: ValueOfChange, goals: int, portfolio: Portfolio, speaker: Speaker) -> list[str]:
    calendar = (
        portfolio.calendar if row.plan is None else row.plan.portfolio.calendar
    )  # a longer one has more names
    language = speaker.catalogue.language
    own = Speaker(language, Dated(portfolio.currency, calendar))
    values = [
        shown(change.goal, value, own) for change in row.goals for value in (change.before, change.after)
    ]
    return [speaker.say(row.sentence), *(values or ["-"] * 2 * goals), _mark(row, speaker)]


def _mark(row: ValueOfChange, speaker: Speaker) -> str:
    """Return what is to be known about how sure the value of a change is."""
    marks = []
    if row.plan is None:
        marks.append("answers.no plan with change" if row.proven else "answers.not known")
    elif not row.proven:
        marks.append("answers.at least")
    if not row.fits:
        marks.append("answers.no longer fits")
    return " ".join(map(speaker.words, marks))


@validated
def value_of_change(
    plan: Plan,
    *,
    kinds: Collection[ChangeKind] = (
        "horizon",
        "budget",
        "capacity",
        "extra",
        "requires",
        "group",
        "milestone",
        "ambition",
    ),
    money: Positive | None = None,
    capacity: Positive = 1.0,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> ValuesOfChanges:
    """Return what single changes of what is given would be worth, the most valuable first.

    One more period (limits by period go on as in the last one); some money more in each limited budget (in period 1,
    or, without carry-over or with a share of it, in every period or window); some capacity more of each team in every period, or to buy where more can be bought; each dependency lifted;
    each limit of a group less tight, by one member, a tenth of what it measures or 0.05 of a share, and lifted that its members
    are done all or none, or kept apart; each milestone due one
    period later; the ambition of each discipline one ring lower, where there is a disc. For each the portfolio is planned again.

    Args:
        plan: A plan from `prioritise`, for goals without slack.
        kinds: What to change.
        money: How much more money, more than 0; None for a tenth of what each budget has, in whole units
            where that is 1 or more.
        capacity: How much more of a team, more than 0.
        time_limit: Seconds for everything, shared evenly by what is left to do; but each change may take an eighth of it, so
            that where time is short a few are looked at properly, in the order above.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Returns:
        One row for each change that there was time for.

    Raises:
        InvalidArgumentError: The plan was made by hand, a goal has slack, or an argument makes no sense.

    >>> from omniprio import Initiative, Portfolio, prioritise
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=200, advances={"D2": 0.4}, requires=["web"])
    >>> found = value_of_change(prioritise(Portfolio(horizon=2, initiatives=[web, app])), kinds=["requires"])
    >>> found.rows[0].sentence, found.rows[0].plan.starts
    ('app no longer requires web', {'web': 1, 'app': 1})
    """
    search = Search(goals_of(plan), time_limit, cancel)
    changes: dict[ChangeKind, Callable[[Portfolio], Iterator[_Changed]]] = {
        "horizon": _longer,
        "budget": partial(_richer, by=money),
        "capacity": partial(_stronger, by=capacity),
        "extra": partial(_with_more_to_buy, by=capacity),
        "requires": _freer,
        "group": _looser,
        "milestone": _later,
        "ambition": _humbler,
    }
    every = [one for kind in kinds for one in changes[kind](plan.portfolio)]
    rows = [_row(plan, one, share, search) for one, share in search.in_turn(every, at_least=_AT_LEAST)]
    nothing = (Fraction(-(10**15)),)
    return ValuesOfChanges(
        plan=plan,
        rows=tuple(sorted(rows, key=lambda row: row.gain or nothing, reverse=True)),
        not_begun=tuple(in_english(one.said, plan.portfolio) for one in every[len(rows) :]),
    )


class _Changed(NamedTuple):
    """A change that is to be looked at."""

    kind: ChangeKind
    subject: tuple[str, ...]
    said: Fact
    make: Callable[[], Portfolio]
    """Makes the portfolio with the change, once there is time for it."""


def _row(plan: Plan, one: _Changed, share: float, search: Search) -> ValueOfChange:
    portfolio = one.make()
    fits = check(portfolio, plan.starts).ok
    best = search.best(portfolio, share=share, warm_start=plan.starts if fits else None)
    if fits:
        best = no_worse(best, plan.starts, portfolio, search.goals)
    now, then = (portfolio, plan.starts), best.plan
    return ValueOfChange(
        kind=one.kind,
        subject=one.subject,
        sentence=in_english(one.said, plan.portfolio),
        portfolio=portfolio,
        goals=() if then is None else goal_changes(search.goals, now, (portfolio, then.starts)),
        fits=fits,
        plan=then,
        proven=best.settled,
    )


def _longer(portfolio: Portfolio) -> Iterator[_Changed]:
    longer = [Change(kind="horizon", by=1)]
    yield _Changed("horizon", (), fact("rules.horizon.change"), partial(changed, portfolio, longer))


def _richer(portfolio: Portfolio, by: float | None) -> Iterator[_Changed]:
    """Yield each limited budget with more money."""
    for name, budget in portfolio.limits.items():
        given = list(budget.given(portfolio.periods))
        limited = [one.first for one in given if one.amount is not None]
        more = _tenth(budget, [one.amount for one in given]) if by is None else by
        if budget.total is not None:
            changes = [Change(kind="budget", subject=(name,), by=more)]
        elif budget.carry_over is True:
            first = Change(kind="budget", subject=(name,), period=1, by=more)
            changes = [] if given[0].amount is None else [first]
        else:
            changes = [Change(kind="budget", subject=(name,), period=period, by=more) for period in limited]
        if changes:
            every = "window" if budget.windows else "period"
            where = "" if budget.carry_over is True else f" in every {every}"
            said = fact(f"rules.budget.change{where}", budget=name, amount=money_sum(more, name, portfolio))
            yield _Changed("budget", (name,), said, partial(changed, portfolio, changes))


def _tenth(budget: Budget, each: Sequence[Fraction | None]) -> float:
    """Return a tenth of what a budget has, in all or, without carry-over, in a period; 1 if it has nothing."""
    amounts = [float(amount) for amount in each if amount is not None]
    whole = sum(amounts)
    tenth = (whole if budget.carry_over is True else whole / max(len(amounts), 1)) / 10
    return float(round(tenth)) if tenth >= 1 else tenth or 1.0


def _stronger(portfolio: Portfolio, by: float) -> Iterator[_Changed]:
    """Yield each team with more capacity in every period in which it has a limit."""
    for team, amounts in portfolio.capacity_by_period.items():
        limited = [period for period, amount in enumerate(amounts, start=1) if amount is not None]
        if limited:
            changes = [Change(kind="capacity", subject=(team,), period=period, by=by) for period in limited]
            yield _Changed(
                "capacity",
                (team,),
                fact("rules.capacity.change", team=team, amount=by),
                partial(changed, portfolio, changes),
            )


def _with_more_to_buy(portfolio: Portfolio, by: float) -> Iterator[_Changed]:
    """Yield each team of which more can be bought with still more to buy."""
    for team in portfolio.sellers:
        extra = portfolio.teams[team].extra
        periods = [period for period, more in enumerate(extra, start=1) if more]
        if periods:
            changes = [Change(kind="extra", subject=(team,), period=period, by=by) for period in periods]
            said = fact("rules.extra.change", team=team, amount=by)
            yield _Changed("extra", (team,), said, partial(changed, portfolio, changes))


def _freer(portfolio: Portfolio) -> Iterator[_Changed]:
    """Yield the portfolio without each dependency in turn."""
    for one in portfolio.initiatives:
        for names, least in {
            names: entry.least for entry in one.requirements for names in entry.parts
        }.items():
            subject = (one.id, *names)
            lifted = partial(changed, portfolio, [Change(kind="requires", subject=subject)])
            said = fact("rules.requires.change", initiative=one.id, others=asked(names, least))
            yield _Changed("requires", subject, said, lifted)


def _looser(portfolio: Portfolio) -> Iterator[_Changed]:
    """Yield the portfolio with each limit of each group in turn less tight, and each of its rules lifted."""
    for group in portfolio.groups:
        yield from _lifted(group, portfolio)
        for kind in (kind for kind, row in kinds_of("group").items() if row.unit != "dropped"):
            given = getattr(group, kind)
            by = Fraction(0) if given is None else _loosening(group, kind)
            if by:
                change = Change(kind=kind, subject=(group.id,), by=float(by))
                fund = group.fund if KINDS[kind].unit == "measure" else None
                new = sum_in(float(exact(given) + by), fund, portfolio)
                said = fact(
                    f"rules.{kind}.change", group=group.id, given=sum_in(given, fund, portfolio), new=new
                )
                yield _Changed("group", (group.id, kind), said, partial(changed, portfolio, [change]))


def _lifted(group: Group, portfolio: Portfolio) -> Iterator[_Changed]:
    """Yield the portfolio without each thing that a group asks for and that cannot be loosened in part."""
    for kind in (kind for kind, row in kinds_of("group").items() if row.unit == "dropped"):
        if getattr(group, kind) != KINDS[kind].without:
            change = Change(kind=kind, subject=(group.id,))
            said = fact(f"rules.{kind}.change", group=group.id)
            yield _Changed("group", (group.id, kind), said, partial(changed, portfolio, [change]))


def _loosening(group: Group, kind: Kind) -> Fraction:
    """Return by how much a limit of a group is loosened; 0 where it allows everything."""
    sign, given = KINDS[kind].sign, exact(getattr(group, kind))
    if KINDS[kind].unit == "share":
        return sign * min(_SHARE, given if sign < 0 else 1 - given)
    if kind == "at_least" and group.least is None:
        return Fraction(0)
    return Fraction(sign) if group.counts else sign * (abs(given) / 10 or Fraction(1))


def _later(portfolio: Portfolio) -> Iterator[_Changed]:
    """Yield the portfolio with each milestone in turn due one period later; one that is due at the end cannot be."""
    for one in portfolio.milestones:
        if one.by < portfolio.periods:
            change = Change(kind="milestone", subject=(one.id,), by=1)
            said = fact("rules.milestone.change", milestone=one.id, given=one.by, new=one.by + 1)
            yield _Changed("milestone", (one.id,), said, partial(changed, portfolio, [change]))


def _humbler(portfolio: Portfolio) -> Iterator[_Changed]:
    """Yield the portfolio with the ambition of each discipline in turn one ring lower."""
    for name, level in portfolio.ambitions.items() if portfolio.has_disc else ():
        if level:
            lower = partial(
                portfolio.model_copy, update={"ambition": {**portfolio.ambition, name: level - 1}}
            )
            said = fact("rules.ambition.change", discipline=name, new=level - 1, given=level)
            yield _Changed("ambition", (name,), said, lower)
