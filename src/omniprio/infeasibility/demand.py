"""What the user demands of every plan: each demand can be dropped, and each is a few rows of a program."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Self

from omniprio.base import Model
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.errors import NoPlanFoundError
from omniprio.formulation.disciplines import add_fields
from omniprio.formulation.rules import ON_SCHEDULES, RULES
from omniprio.formulation.variables import Variables
from omniprio.income import flowing_into
from omniprio.infeasibility.kinds import KINDS, Kind
from omniprio.infeasibility.words import demand_fact, in_english
from omniprio.language import Fact
from omniprio.money import synergy_bound_by
from omniprio.portfolio import open_starts
from omniprio.solver.program import Expression, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["Demand", "Rows", "demands"]


class Demand(Model):
    """Something the user wrote that every plan must keep, and that could be dropped.

    >>> print(Demand(kind="must", subject=("web",), sentence="web must be done"))
    web must be done
    """

    kind: Kind
    subject: tuple[str, ...]
    """Whom it is about, by id: the initiative first, then what it requires or the field it needs."""
    period: int | None = None
    """The period of a budget or capacity, of what is to be spent in a window the last; None for a budget as a whole and
    for all else."""
    sentence: str
    """The demand in English, in the portfolio's own words."""
    said: Fact | None = None
    """The same as a fact, which every language has words for; None in a document from elsewhere."""

    @classmethod
    def of(cls, kind: Kind, subject: tuple[str, ...], period: int | None, portfolio: Portfolio) -> Self:
        """Return a demand of a portfolio, with what is said about it."""
        said = demand_fact(kind, subject, period, portfolio)
        sentence = in_english(said, portfolio)
        return cls(kind=kind, subject=subject, period=period, sentence=sentence, said=said)

    def __hash__(self) -> int:
        """Return a hash of what it is about, which is sooner had than one of what is said of it."""
        return hash((self.kind, self.subject, self.period))

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence


def demands(portfolio: Portfolio) -> list[Demand]:
    """Return all that the user demands of every plan, without what holds for every schedule anyway.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative
    >>> from omniprio.portfolio import Portfolio
    >>> web = Initiative(id="web", cost=300, decision="must")
    >>> [demand.sentence for demand in demands(Portfolio(horizon=2, initiatives=[web], budget=200))]
    ['web must be done', 'main budget: 200 in total']
    """
    return list(Rows(portfolio).of)


class Rows:
    """The rows of a portfolio by the demand they state; starts are bound by the horizon alone.

    Attributes:
        portfolio: The portfolio.
        deadline: When what is asked of them is given up.
        variables: The columns.
        always: The rows that say what the columns mean, all of them with `<=`.
        of: The rows of each demand, all of them with `<=`, in the order of the rules.
    """

    def __init__(self, portfolio: Portfolio, deadline: Deadline | None = None) -> None:
        """State all rules that a schedule may break.

        Args:
            portfolio: The portfolio.
            deadline: When it is given up, or None for never.

        Raises:
            NoPlanFoundError: The deadline came first.
        """
        self.deadline = deadline or Deadline(None)
        try:
            self._state(portfolio)
        except TimeIsOver as over:
            raise NoPlanFoundError(over.why) from None

    def _state(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        windows = {entry.id: open_starts(entry, portfolio) for entry in portfolio.initiatives}
        self.variables = Variables(portfolio, windows, self.deadline)
        far = any(milestone.distance is not None for milestone in portfolio.milestones)
        if far:  # the one demand that rests on what each field is credited with
            add_fields(self.variables)
        for rule in RULES if far else ON_SCHEDULES:
            rule(self.variables)
        rows = [*self.variables.program.rows, *self._dates()]
        stated = {kind.rule for kind in KINDS.values()}
        self.always = [one for row in rows if row.rule not in stated for one in _at_most(row)]
        filed: dict[tuple[Kind, tuple[str, ...], int | None], list[Row]] = defaultdict(list)
        for row in rows:
            if row.rule in stated and (
                can_break := [one for one in _at_most(row) if self.most_excess(one) > 0]
            ):
                filed[self._demanded(row)].extend(can_break)
        self.of = {Demand.of(*demanded, portfolio): own for demanded, own in filed.items()}

    def check(self) -> None:
        """Go on, or stop.

        Raises:
            NoPlanFoundError: The time is over.
        """
        if (why := self.deadline.why) is not None:
            raise NoPlanFoundError(why)

    def most_excess(self, row: Row) -> Fraction:
        """Return by how much a row can be broken at most, whatever the columns are.

        Raises:
            NoPlanFoundError: The time is over.
        """
        self.check()
        return Fraction(self.variables.program.most(Expression(row.terms))) - row.rhs

    def _demanded(self, row: Row) -> tuple[Kind, tuple[str, ...], int | None]:
        """Return the kind of demand that a row states, whom it is about, and the period."""
        kind = _kind(row)
        stated = KINDS[kind]
        subject = row.subject[:1] if stated.about_one else row.subject
        is_whole = kind == "budget" and _as_a_whole(self.portfolio, subject[0])
        period = row.period if stated.by_period and not is_whole else None
        return kind, subject, period

    def _dates(self) -> Iterator[Row]:
        """Yield what the dates of the initiatives demand: the number of periods too late or early is 0."""
        for initiative in self.portfolio.initiatives:
            for kind, periods_off in self._periods_off(initiative):
                yield Row(kind, (initiative.id,), None, periods_off.terms, "<=", 0)

    def _periods_off(self, initiative: Initiative) -> Iterator[tuple[Kind, Expression]]:
        """Yield by how many periods a start misses each date; 0 if the initiative is left out."""
        for kind, off in _DATES.items():
            date = getattr(initiative, kind)
            if date is not None:
                yield kind, self._by_start(initiative, partial(off, date))

    def _by_start(self, initiative: Initiative, off: Callable[[int, int], int]) -> Expression:
        """Return what a start and the completion that follows from it come to; 0 if the initiative is left out."""
        amounts = {
            start: off(start, start + self.variables.begun(initiative.id, start).duration - 1)
            for start in self.variables.windows[initiative.id]
        }
        return self.variables.by_start(initiative.id, amounts)


def _early(date: int, start: int, _finish: int) -> int:
    return max(0, date - start)


def _late(date: int, start: int, _finish: int) -> int:
    return max(0, start - date)


def _complete_late(date: int, _start: int, finish: int) -> int:
    return max(0, finish - date)


def _away(date: int, start: int, _finish: int) -> int:
    return abs(start - date)


_DATES: Mapping[Kind, Callable[[int, int, int], int]] = {
    "earliest_start": _early,
    "latest_start": _late,
    "deadline": _complete_late,
    "fixed_start": _away,
}
"""By how many periods a start and a completion miss a date, by its name."""


def _kind(row: Row) -> Kind:
    """Return the kind of demand that a row states."""
    return next(kind for kind, stated in KINDS.items() if stated.is_stated_by(row))


def _at_most(row: Row) -> Iterator[Row]:
    """Yield a row as rows with `<=`."""
    if row.sense != ">=":
        yield row if row.sense == "<=" else row._replace(sense="<=")
    if row.sense != "<=":
        negated = {column: -factor for column, factor in row.terms.items()}
        yield row._replace(terms=negated, sense="<=", rhs=-row.rhs)


def _as_a_whole(portfolio: Portfolio, name: str) -> bool:
    """Tell whether a budget is one demand: a total, one of windows, or one into which money can come back.

    Where spending never falls, dropping what is available up to one period means that the money of the next
    one comes early. Where it can fall, there is no such budget, so the periods stand and fall together.
    """
    budget = portfolio.limits[name]
    if budget.total is not None or not budget.is_simple:
        return True
    return budget.adds_up and (
        bool(flowing_into(name, portfolio))
        or any(
            synergy.cost < 0 and synergy_bound_by(budget, synergy, portfolio)
            for synergy in portfolio.synergies
        )
    )
