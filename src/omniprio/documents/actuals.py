"""What has happened by now, as a document."""

from __future__ import annotations

from omniprio.answers.replanning import Actual
from omniprio.base import Model, Name

__all__ = ["Actuals"]


class Actuals(Model):
    """What is known of the initiatives that have begun.

    >>> Actuals(actual={"web": {"start": 2, "cost": 340}}).actual["web"].start
    2
    """

    actual: dict[Name, Actual]
    """By the id of the initiative; what is not named has not begun."""
