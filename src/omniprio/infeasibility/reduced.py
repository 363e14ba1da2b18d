"""The part of a program that can decide whether demands hold together; all else is left out of every schedule."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from omniprio.fulfilment import raises
from omniprio.portfolio.milestones import wanted_counts, wanted_fields
from omniprio.solver.program import Expression, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from omniprio.infeasibility.demand import Demand, Rows
    from omniprio.portfolio import Group, Milestone
    from omniprio.solver.program import Column, Number, Row

__all__ = ["Reduced"]


class Reduced:
    """A program without the columns of initiatives that no demand asks for, directly or not.

    Leaving such an initiative out of a schedule takes no demand away and frees money and people.

    Attributes:
        program: The columns left and the rows on them.
    """

    def __init__(
        self, rows: Rows, demands: Iterable[Demand], stated: Iterable[Row], further: Sequence[Column]
    ) -> None:
        """Reduce a program.

        Args:
            rows: The rows of the portfolio.
            demands: The demands that are stated or softened.
            stated: The rows that state them.
            further: Columns after those of the portfolio, all kept.
        """
        own = rows.variables.program.columns
        wanted = _wanted(rows, list(demands))
        kept = {*_columns(rows, wanted), *rows.variables.of_the_disc()}
        places = [*sorted(kept), *range(len(own), len(own) + len(further))]
        self._size = len(own)
        self._all = [*own, *further]
        self._new = {place: number for number, place in enumerate(places)}
        self.program = Program([self._all[place] for place in places])
        for row in (*rows.always, *stated):
            reduced = self.row(row)
            if reduced.terms or not reduced.holds(()):
                self.program.rows.append(reduced)

    @property
    def size(self) -> int:
        """The number of columns before any was left out, the further ones included."""
        return len(self._all)

    def is_whole(self, place: int) -> bool:
        """Tell whether a column takes only whole numbers."""
        return self._all[place].integer

    def values(self, values: Sequence[Fraction]) -> list[Fraction]:
        """Return the values of the columns left, from those of all."""
        return [values[place] for place in self._new]

    def terms(self, terms: Mapping[int, Number]) -> dict[int, Number]:
        """Return terms with the places that columns have here."""
        return {self._new[place]: factor for place, factor in terms.items() if place in self._new}

    def row(self, row: Row) -> Row:
        """Return a row with the places that columns have here."""
        return dataclasses.replace(row, terms=self.terms(row.terms))

    def price(self, price: Expression | None) -> Expression:
        """Return an expression with the places that columns have here; of nothing for None."""
        return Expression() if price is None else Expression(self.terms(price.terms), price.constant)

    def whole(self, values: Sequence[float]) -> list[float]:
        """Return the value of every column of the portfolio, 0 for those left out."""
        return [values[self._new[place]] if place in self._new else 0.0 for place in range(self._size)]


def _wanted(rows: Rows, demands: Sequence[Demand]) -> set[str]:
    """Return the initiatives that demands ask for: decided, in groups, required, or advancing needed fields."""
    asked = [name for synergy in rows.portfolio.synergies if synergy.cost < 0 for name in synergy.of]
    follows: dict[str, list[str]] = {}
    for demand in demands:
        asked += _asked_by(rows, demand)
        for name, others in _following(rows, demand):
            follows.setdefault(name, []).extend(others)
    wanted: set[str] = set()
    while asked:
        name = asked.pop()
        if name not in wanted:
            wanted.add(name)
            asked += follows.get(name, ())
    return wanted


def _asked_by(rows: Rows, demand: Demand) -> Iterable[str]:
    """Return the initiatives that a demand asks for, whatever else is chosen."""
    name = demand.subject[0]
    if demand.kind == "must":
        return (name,)
    if demand.kind == "at_least":
        return _group(rows, name).members
    if demand.kind == "milestone":
        return _helping(rows, next(one for one in rows.portfolio.milestones if one.id == name))
    return ()


def _following(rows: Rows, demand: Demand) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the initiatives that a demand asks for once one is chosen, after that one."""
    name = demand.subject[0]
    if demand.kind == "all_or_none":
        members = _group(rows, name).members
        yield from ((member, members) for member in members)
    elif demand.kind == "requires":
        yield name, demand.subject[1:]
    elif demand.kind == "needs":
        yield name, _advancing(rows, {demand.subject[1]})


def _group(rows: Rows, name: str) -> Group:
    return next(group for group in rows.portfolio.groups if group.id == name)


def _helping(rows: Rows, milestone: Milestone) -> Iterator[str]:
    """Yield the initiatives that can help to meet a milestone."""
    portfolio = rows.portfolio
    counts = wanted_counts(milestone, portfolio)
    fields = {
        field.id
        for field in portfolio.disc
        if milestone.distance is not None or field.discipline.id in counts
    }
    yield from milestone.complete
    yield from _advancing(rows, fields.union(wanted_fields(milestone, portfolio)))


def _advancing(rows: Rows, fields: set[str]) -> Iterator[str]:
    """Yield the initiatives that can raise one of some fields, alone or by a synergy."""
    portfolio = rows.portfolio
    for name, gains in portfolio.gains.items():
        if any(raises(portfolio, gains, field) for field in fields):
            yield name
    for synergy in portfolio.synergies:
        if any(raises(portfolio, portfolio.joint_gains[synergy.id], field) for field in fields):
            yield from synergy.of


def _columns(rows: Rows, wanted: set[str]) -> Iterator[int]:
    """Yield the columns of initiatives, and of synergies all of whose members are among them."""
    variables = rows.variables
    for name in wanted:
        for period in variables.windows[name]:
            yield from variables.started(name, period).terms
    for synergy in rows.portfolio.synergies:
        if wanted.issuperset(synergy.of):
            for period in range(1, rows.portfolio.periods + 1):
                yield from variables.is_active(synergy.id, period).terms
