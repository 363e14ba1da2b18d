"""What has happened by now, as a document."""

from __future__ import annotations

from omniprio.answers.replanning import Actual
from omniprio.base import Model, Name
from omniprio.portfolio import Measurement

__all__ = ["Actuals"]


class Actuals(Model):
    """What is known of the initiatives that have begun, and what was measured.

    >>> Actuals(actual={"web": {"start": 2, "cost": 340}}).actual["web"].start
    2
    """

    actual: dict[Name, Actual]
    """By the id of the initiative; what is not named has not begun."""
    measured: tuple[Measurement, ...] = ()
    """How far fields, or channels of them, were found to be, with the day and who measured."""
