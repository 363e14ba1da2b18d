"""What searches around a schedule are made of, for a portfolio that is to get to the centre fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.formulation import Schedules, formulate
from omniprio.goals import Fastest
from omniprio.heuristic.gates import gates_in
from omniprio.heuristic.matrix import arrays_of, starts_at
from omniprio.heuristic.neighbourhoods import without_prices
from omniprio.heuristic.rounds import Best, Run
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.portfolio import Portfolio


class Around:
    """A schedule of a portfolio, and the program that it is looked around in."""

    def __init__(self, portfolio: Portfolio, starts: Mapping[str, int]) -> None:
        formulation = formulate(portfolio, [Fastest()], tighten=False)
        self.form = starts_at(formulation.program, formulation.objectives[0], formulation.chains)
        self.run = Run(Limits())
        self.run.in_steps = self.form.item
        self.land = without_prices(self.form, arrays_of(self.form))
        self.best = Best(self.form, self.land.arrays, Schedules(formulation).columns, self.run)
        self.best.take(dict(starts))
        self.gates = gates_in(self.form, formulation.gates)

    @property
    def starts(self) -> dict[str, int]:
        return self.form.schedule(self.best.values)
