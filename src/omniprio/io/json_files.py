"""Portfolios and plans from and to JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.writing import write_file
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio
from omniprio.portfolio.reading import data_of_a_portfolio

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.annotations import Count

__all__ = ["from_json", "read_json", "write_json"]

_PLAN: str = Plan.model_fields["format"].default


@validated
def from_json(document: bytes, horizon: int | None = None) -> Portfolio | Plan:
    """Return the portfolio or the plan in a document; its `format` says which.

    Args:
        document: The text, in UTF-8, UTF-16 or UTF-32.
        horizon: The number of periods for a portfolio that does not say it.

    Raises:
        InvalidInputError: The document is neither; it lists every fault.
        RuleBrokenError: It is a plan whose schedule breaks a rule.

    >>> from_json(b'{"initiatives": []}', horizon=4).periods
    4
    """
    data = data_of_a_portfolio(document)
    if not isinstance(data, dict):
        return Portfolio.model_validate(data)
    if data.get("format") == _PLAN:
        return Plan.from_json(document)
    return Portfolio.model_validate(data if horizon is None else {"horizon": horizon, **data})


@validated
def read_json(path: Path | str, horizon: Count | None = None) -> Portfolio | Plan:
    """Read a portfolio or a plan from a file; see `from_json`.

    Args:
        path: The file.
        horizon: The number of periods for a portfolio that does not say it.

    Raises:
        InvalidInputError: The document is neither; it lists every fault.
        RuleBrokenError: It is a plan whose schedule breaks a rule.
        OSError: The file cannot be read.
    """
    return from_json(document_in(path), horizon)


@validated
def write_json(thing: Portfolio | Plan, path: Path | str) -> None:
    """Write a portfolio or a plan as JSON in UTF-8.

    Args:
        thing: What to write.
        path: The file; one that is there is overwritten.

    Raises:
        OSError: The file cannot be written.
    """
    write_file(path, (thing.to_json() + "\n").encode())
