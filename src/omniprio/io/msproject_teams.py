"""Teams and funds as resources of Microsoft Project XML, with what each task takes of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from omniprio.io.msproject_format import HOURS_PER_DAY, added, days, hours, hundredths
from omniprio.portfolio import MAIN_FUND, rate_of
from omniprio.schedule import bought, capacity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.plan import Plan, Planned

__all__ = ["Resources", "costs_until_complete"]


def costs_until_complete(planned: Planned, plan: Plan) -> dict[str, Fraction]:
    """Return what an initiative costs until it is complete, by fund, in the currency of the portfolio."""
    initiative = plan.carried_out.by_id[planned.id]
    return {
        fund: cost.one_off * rate_of(fund, plan.portfolio) for fund, cost in initiative.costs_by_fund.items()
    }


class Resources:
    """Teams as work resources and further funds as cost resources, with their assignments."""

    def __init__(self, plan: Plan, per_unit: Fraction) -> None:
        """Collect the teams and funds of a plan; a unit of effort stands for so many hours."""
        self.plan = plan
        self.per_unit = per_unit
        self.chosen = [plan.carried_out.by_id[entry.id] for entry in plan.schedule]
        self.teams = list(dict.fromkeys(team for entry in self.chosen for team in entry.effort))
        self.funds = list(
            dict.fromkeys(fund for entry in self.chosen for fund in entry.costs_by_fund if fund != MAIN_FUND)
        )

    def write(self, root: Element) -> None:
        """Write resources and assignments."""
        resources = SubElement(root, "Resources")
        for number, team in enumerate(self.teams, start=1):
            limit = self._limit(team)
            values = {"UID": number, "ID": number, "Name": team, "Type": 1}
            added(resources, "Resource", values | ({} if limit is None else {"MaxUnits": limit}))
        for number, fund in enumerate(self.funds, start=len(self.teams) + 1):
            values = {"UID": number, "ID": number, "Name": fund, "Type": 0, "IsCostResource": 1}
            added(resources, "Resource", values)
        assignments = SubElement(root, "Assignments")
        for task, planned in enumerate(self.plan.schedule, start=1):
            for number, team in enumerate(self.teams, start=1):
                self._work(assignments, task, number, planned, team)
            costs = costs_until_complete(planned, self.plan)
            for number, fund in enumerate(self.funds, start=len(self.teams) + 1):
                if costs.get(fund):
                    self._assign(assignments, task, number, {"Cost": hundredths(costs[fund])})

    def _limit(self, team: str) -> str | None:
        """Return the most a team has in a period, in full-time persons; None if there is no limit."""
        calendar = self.plan.portfolio.calendar
        portfolio, starts = self.plan.portfolio, self.plan.starts
        more = bought(portfolio, starts, team)
        series = [
            None if amount is None else amount + extra
            for amount, extra in zip(capacity(portfolio, starts, team), more, strict=True)
        ]
        shares = [
            amount * self.per_unit / (HOURS_PER_DAY * days(calendar, period, period + 1))
            for period, amount in enumerate(series, start=1)
            if amount is not None
        ]
        return None if len(shares) < len(series) else f"{float(max(shares)):.4f}"

    def _work(self, assignments: Element, task: int, number: int, planned: Planned, team: str) -> None:
        initiative = self.plan.carried_out.by_id[planned.id]
        work = sum(initiative.effort_by_period.get(team, ()), Fraction(0)) * self.per_unit
        if not work:
            return
        length = days(self.plan.portfolio.calendar, planned.start, planned.finish + 1)
        units = work / (HOURS_PER_DAY * length)
        self._assign(assignments, task, number, {"Units": f"{float(units):.6f}", "Work": hours(work)})

    def _assign(self, assignments: Element, task: int, number: int, values: Mapping[str, object]) -> None:
        count = len(assignments) + 1
        added(assignments, "Assignment", {"UID": count, "TaskUID": task, "ResourceUID": number, **values})
