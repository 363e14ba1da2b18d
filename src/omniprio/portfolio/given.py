"""A portfolio as it is given: a made one, its data, or the file it is in. The one place that reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from omniprio.annotations import as_given
from omniprio.errors import Fault
from omniprio.language import sentence
from omniprio.portfolio.portfolio import Portfolio

__all__ = ["GivenPortfolio", "portfolio_in"]


class _Reading:
    """Refuses what no portfolio can be read from; see `omniprio.parameters`."""

    def faults(self, path: str, value: object) -> Iterator[Fault]:
        if not isinstance(value, Portfolio | Mapping | Path | str):
            remedy = sentence("remedies.a portfolio, its data or its file")
            yield Fault(path, sentence("faults.is", value=as_given(value)), remedy)


if TYPE_CHECKING:
    GivenPortfolio = Portfolio | Mapping[str, object] | Path | str
else:
    GivenPortfolio = Annotated[object, _Reading()]


def portfolio_in(given: GivenPortfolio) -> Portfolio:
    """Return the portfolio that is given.

    Args:
        given: A portfolio, its data as `Portfolio.model_validate` takes them, or the path of its JSON file.

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
