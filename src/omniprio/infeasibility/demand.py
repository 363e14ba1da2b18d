"""What the user demands of every plan: each demand can be dropped, and each is a few rows of a program."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from omniprio.base import Model
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.errors import NoPlanFoundError
from omniprio.formulation.disciplines import add_fields
from omniprio.formulation.rules import ON_SCHEDULES, RULES
from omniprio.formulation.variables import Variables
from omniprio.infeasibility.kinds import KINDS, Kind
from omniprio.infeasibility.words import demand_fact, in_english
from omniprio.language import Fact
from omniprio.money import synergy_bound_by
from omniprio.solver.program import Expression, Row, total

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """The period of a budget or capacity; None for a budget as a whole and for all else."""
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
    ['web must be done', 'budget money: 200 in total']
    """
    return list(Rows(portfolio).of)


class Rows:
    """The rows of a portfolio by the demand they state; starts are bound by the horizon alone.

    Attributes:
        portfolio: The portfolio.
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
        self._deadline = deadline or Deadline(None)
        try:
            self._state(portfolio)
        except TimeIsOver as over:
            raise NoPlanFoundError(over.why) from None

    def _state(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        last = portfolio.periods + 1
        windows = {entry.id: range(1, last - entry.duration + 1) for entry in portfolio.initiatives}
        self.variables = Variables(portfolio, windows, self._deadline)
        far = any(milestone.distance is not None for milestone in portfolio.milestones)
        if far:  # the one demand that rests on what each field is credited with
            add_fields(self.variables)
        for rule in RULES if far else ON_SCHEDULES:
            rule(self.variables)
        rows = [*self.variables.program.rows, *self._dates()]
        stated = {kind.rule for kind in KINDS.values()}
        self.always = [one for row in rows if row.rule not in stated for one in _at_most(row)]
        self.of: dict[Demand, list[Row]] = {}
        for row in rows:
            if row.rule in stated:
                self._file(row)

    def _file(self, row: Row) -> None:
        """Put a row under its demand, as one or two rows with `<=`, unless it always holds."""
        self._deadline.check()
        can_break = [one for one in _at_most(row) if self.most_excess(one) > 0]
        if can_break:
            self.of.setdefault(self._demand(row), []).extend(can_break)

    def most_excess(self, row: Row) -> Fraction:
        """Return by how much a row can be broken at most, whatever the columns are."""
        return Fraction(self.variables.program.most(Expression(row.terms))) - row.rhs

    def _demand(self, row: Row) -> Demand:
        kind = _kind(row)
        stated = KINDS[kind]
        subject = row.subject[:1] if stated.about_one else row.subject
        is_whole = stated.part == "budget" and _as_a_whole(self.portfolio, subject[0])
        period = row.period if stated.by_period and not is_whole else None
        return Demand.of(kind, subject, period, self.portfolio)

    def _dates(self) -> Iterator[Row]:
        """Yield what the dates of the initiatives demand: the number of periods too late or early is 0."""
        for initiative in self.portfolio.initiatives:
            for kind, periods_off in self._periods_off(initiative):
                yield Row(kind, (initiative.id,), None, periods_off.terms, "<=", 0)

    def _periods_off(self, initiative: Initiative) -> Iterator[tuple[Kind, Expression]]:
        """Yield by how many periods a start misses each date; 0 if the initiative is left out."""
        last = self.portfolio.periods - initiative.duration + 1
        chosen = self.variables.chosen(initiative.id)

        def late(latest: int) -> Expression:
            waiting = (chosen - self.variables.started(initiative.id, t) for t in range(latest, last))
            return total((one, 1) for one in waiting)

        def early(earliest: int) -> Expression:
            return total((self.variables.started(initiative.id, t), 1) for t in range(1, earliest))

        if initiative.earliest_start is not None:
            yield "earliest_start", early(initiative.earliest_start)
        if initiative.latest_start is not None:
            yield "latest_start", late(initiative.latest_start)
        if initiative.deadline is not None:
            yield "deadline", late(initiative.deadline - initiative.duration + 1)
        if initiative.fixed_start is not None:
            yield "fixed_start", early(initiative.fixed_start) + late(initiative.fixed_start)


def _kind(row: Row) -> Kind:
    """Return the kind of demand that a row states."""
    return next(kind for kind, stated in KINDS.items() if stated.is_stated_by(row))


def _at_most(row: Row) -> Iterator[Row]:
    """Yield a row as rows with `<=`."""
    if row.sense != ">=":
        yield dataclasses.replace(row, sense="<=")
    if row.sense != "<=":
        negated = {column: -factor for column, factor in row.terms.items()}
        yield dataclasses.replace(row, terms=negated, sense="<=", rhs=-row.rhs)


def _as_a_whole(portfolio: Portfolio, name: str) -> bool:
    """Tell whether a budget is one demand: a total, or one in which a synergy can give money back.

    Where spending never falls, dropping what is available up to one period means that the money of the next
    one comes early. Where it can fall, there is no such budget, so the periods stand and fall together.
    """
    budget = portfolio.limits[name]
    if budget.total is not None:
        return True
    return budget.carry_over and any(
        synergy.cost < 0 and synergy_bound_by(budget, synergy, portfolio) for synergy in portfolio.synergies
    )
