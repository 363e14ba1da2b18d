"""What has happened by now: what has begun, what it cost, and how far fields were found to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from omniprio.answers.replanning.past import Actual
from omniprio.base import Model, Name
from omniprio.parameters import validated
from omniprio.portfolio import Measurement

if TYPE_CHECKING:
    from omniprio.annotations import Natural
    from omniprio.plan import Plan

__all__ = ["Actuals", "actuals_of"]


class Actuals(Model):
    """What is known of the initiatives that have begun, and what was measured.

    >>> Actuals(actual={"web": {"start": 2, "cost": 340}}).actual["web"].start
    2
    """

    format: Literal["omniprio-actuals/1"] = "omniprio-actuals/1"
    """The version of this format."""
    actual: dict[Name, Actual]
    """By the id of the initiative; what is not named has not begun."""
    measured: tuple[Measurement, ...] = ()
    """How far fields, or channels of them, were found to be, with the day and who measured."""


@validated
def actuals_of(plan: Plan, *, by: Natural) -> Actuals:
    """Return what has begun if all went as planned, to be corrected where it did not.

    Args:
        plan: The plan.
        by: The last period that is over.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> two = Portfolio(horizon=3, initiatives=[Initiative(id="web"), Initiative(id="app")])
    >>> list(actuals_of(plan_of(two, {"web": 1, "app": 3}), by=2).actual)
    ['web']
    """
    begun = (name for name, start in plan.starts.items() if start <= by)
    return Actuals(
        actual={name: Actual(start=int(plan.starts[name]), mode=plan.modes.get(name)) for name in begun}
    )
