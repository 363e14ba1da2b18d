"""A portfolio as it is given: a made one, its data, or the file it is in. The one place that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from omniprio.portfolio.portfolio import Portfolio

__all__ = ["GivenPortfolio", "portfolio_in"]

GivenPortfolio = Portfolio | Mapping[str, object] | Path | str
"""A portfolio, the data of one as `Portfolio.model_validate` takes them, or the path of a JSON file with one."""


def portfolio_in(given: GivenPortfolio) -> Portfolio:
    """Return the portfolio that is given.

    Args:
        given: A portfolio, its data, or the path of its JSON file.

    Raises:
        InvalidInputError: The data are no portfolio; it lists every fault.
        OSError: The file cannot be read.

    >>> portfolio_in({"horizon": 2, "initiatives": [{"id": "web"}]}).by_id["web"].duration
    1
    """
    if isinstance(given, Portfolio):
        return given
    if isinstance(given, Mapping):
        return Portfolio.model_validate(given)
    return Portfolio.from_file(given)
