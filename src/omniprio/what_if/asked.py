"""What a page is opened with, as it is handed to the page."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from omniprio.base import Model
from omniprio.goals import Goal
from omniprio.portfolio import Portfolio
from omniprio.what_if.bidding import Bidding

__all__ = ["Asked"]


class Asked(Model):
    """What a page is opened with.

    >>> from omniprio import ten_portfolio
    >>> asked = Asked(portfolio=ten_portfolio(), language="da")
    >>> Asked.model_validate_json(asked.model_dump_json()) == asked
    True
    """

    portfolio: Portfolio
    goals: tuple[Goal, ...] | None = None
    """What to be best at; None for what suits the portfolio."""
    language: str = "en"
    """The code of the language."""
    most: Annotated[float, Field(gt=0)] | None = None
    """Seconds for a proof; None for no limit."""
    bidding: Bidding = Bidding(said={})
    """What departments have said already, in a workshop."""
