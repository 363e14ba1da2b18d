"""What is complete by when, in a few stages: a small program of all that matters most, and a schedule made of what it says.

Over all periods the relaxation of a large portfolio takes minutes; in a few stages seconds, and most of what it says is said by them.
It is a guide only: money, people, what is certainly required and the rings are in it, other rules are kept in placing.

In the literature: aggregation over time; priorities from a relaxation, decoded by serial schedule generation.
Source: Chicoisne, Espinoza, Goycoolea, Moreno and Rubio, 2012, A new algorithm for the open-pit mine production scheduling problem.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.greedy.gains import open_fields
from omniprio.greedy.in_order import InOrder
from omniprio.solver.program import Expression, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from omniprio.disc import Discipline
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio
    from omniprio.solver.program import Number

__all__ = ["InStages"]

_FINE = 10**6
"""Shares that are there already are rounded to parts of this: in a guide that is as good."""

_DEAR = Fraction(1, 100)
"""What all of one thing seems to cost, beside one discipline over one period: so that nothing is begun that serves nothing."""


class InStages:
    """A portfolio as a small program: by the end of which stage each initiative is complete.

    Attributes:
        program: All rows.
        objective: What is to be made small: less the further the disc is at the ends of the stages.
        chains: By initiative, and no mode, by stage, in order of time, the column that says it is complete by then.
        gates: By field, and by stage, in order of time, the column that says it is reached then.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> ring = Initiative(id="ring", cost=100, duration=3, advances={"R1": 1.0})
    >>> stages = InStages(Portfolio(horizon=4, initiatives=[ring], budget=100), {"ring": range(1, 3)}, 2)
    >>> stages.chains  # three periods are more than the first stage has
    {('ring', ''): {1: 0}}
    """

    def __init__(
        self,
        portfolio: Portfolio,
        windows: Mapping[str, Sequence[int]],
        count: int,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        """State the program.

        Args:
            portfolio: The portfolio.
            windows: The periods in which each initiative may start, by id, in order.
            count: How many stages, all about as long as each other.
            is_over: Tells whether to stop placing.
        """
        self._portfolio = portfolio
        self._in_order = InOrder(portfolio, is_over)
        self._placing = self._in_order.placing
        self._ends = sorted({round(portfolio.periods * (stage + 1) / count) for stage in range(count)} - {0})
        self.program = Program()
        self.objective = Expression()
        self.chains = {
            (name, ""): self._complete(name, window)
            for name, window in windows.items()
            if window and name not in self._placing.starts
        }
        self.chains = {which: chain for which, chain in self.chains.items() if chain}
        for (name, _), chain in self.chains.items():
            self.objective.add([*chain.values()][-1], Fraction(self._placing.room.price[name]) * _DEAR)
        self.gates: dict[str, dict[int, int]] = {}
        self._require_what_is_required()
        self._require_room()
        for row in portfolio.disc.disciplines:
            if row.weight:
                self._add_rings(row)

    def _complete(self, name: str, window: Sequence[int]) -> dict[int, int]:
        first = int(window[0]) + self._portfolio.by_id[name].shortest - 1
        return {
            stage: self._column("x", integer=True) for stage, end in enumerate(self._ends) if end >= first
        }

    def _column(self, kind: str, *, integer: bool) -> int:
        """Add a column from 0 to 1 and return its place."""
        place = len(self.program.columns)
        self.program.column(f"{kind}_{place}", integer=integer)
        return place

    def _require_what_is_required(self) -> None:
        for (name, _), chain in self.chains.items():
            for entry in self._portfolio.by_id[name].requirements:
                for other in entry.of if entry.is_certain else ():
                    before = self.chains.get((other, ""), {})
                    for stage, column in chain.items() if other not in self._placing.starts else ():
                        there = Expression({before[stage]: 1} if stage in before else {})
                        self.program.require("requires", Expression({column: 1}), "<=", there)

    def _require_room(self) -> None:
        room = self._placing.room
        taken = {name: room.taken_by(name, self._portfolio.by_id[name].shortest) for name, _ in self.chains}
        for stage, end in enumerate(self._ends):
            for thing, left in room.left_up_to(end).items():
                used: dict[int, Number] = {
                    chain[stage]: Fraction(taken[name][thing], left) if left > 0 else 1
                    for (name, _), chain in self.chains.items()
                    if stage in chain and thing in taken[name]
                }
                if used:
                    self.program.require("room", Expression(used), "<=", Expression(constant=int(left > 0)))

    def _add_rings(self, row: Discipline) -> None:
        """Add how far each ring is at the end of each stage, and whether it is reached."""
        outer: dict[int, int] | None = None
        for field in open_fields(self._placing, row):
            gates = {stage: self._column("z", integer=True) for stage in range(len(self._ends))}
            for stage, gate in gates.items():
                is_full = self._portfolio.credit == "full"
                credited = gate if is_full else self._column("p", integer=False)
                self.objective.add(credited, -Fraction(row.weight) * self._stands_for(stage))
                for column in dict.fromkeys((gate, credited)):
                    self._limit(column, field, stage, None if outer is None else outer[stage])
            self.gates[field] = gates
            outer = gates if row.order == "outside in" else None

    def _limit(self, column: int, field: str, stage: int, outer: int | None) -> None:
        """Let a column be no more than each part of a field is fulfilled, and nothing before the next outer ring is reached."""
        own = Expression({column: 1})
        if outer is not None:
            self.program.require("outside_in", own, "<=", Expression({outer: 1}))
        for part in self._portfolio.disc.parts_of[field]:
            there = Fraction(self._placing.fulfilment(part)).limit_denominator(_FINE)
            shares = {
                self.chains[name, ""][stage]: self._portfolio.gains[name][part]
                for name in self._placing.givers(part)
                if stage in self.chains.get((name, ""), ())
            }
            self.program.require("fulfilment", own, "<=", Expression(dict(shares), there))

    def _stands_for(self, stage: int) -> Fraction:
        """Return how many periods the end of a stage stands for: those that it is the nearest end of."""
        ends = self._ends
        middles = [Fraction(one + other, 2) for one, other in pairwise(ends)]
        return [*middles, Fraction(ends[-1])][stage] - [Fraction(0), *middles][stage]

    def schedule(self, average: Mapping[str, float], goals: Sequence[Goal]) -> dict[str, int] | None:
        """Return a schedule in the order of the stages, of each the longest first; None where what must be done does not fit.

        It keeps the rules but for what must still be added; whoever takes it checks it.

        Args:
            average: By initiative, the stage in which it is complete on average; those left out come in where they serve the goals.
            goals: What the schedule is to be good at, the most important first; that one is about the disc.
        """
        lengths = {name: self._portfolio.by_id[name].shortest for name in average}
        longest = max(lengths.values(), default=1)
        order = {name: stage - lengths[name] / longest / 2 for name, stage in average.items()}
        return self._in_order.schedule(order, goals, in_stages=True)
