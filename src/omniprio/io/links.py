"""What diagrams show of requirements: each link with the words on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omniprio.plan import Plan

if TYPE_CHECKING:
    from omniprio.portfolio import Portfolio

__all__ = ["Link", "links_of", "portfolio_of"]


class Link(NamedTuple):
    """A requirement of one initiative by another.

    Attributes:
        before: The id of what comes first.
        after: The id of what requires it.
        label: What is special about it, or an empty text.
        choice: Whether another one would do as well.
    """

    before: str
    after: str
    label: str
    choice: bool


def portfolio_of(thing: Portfolio | Plan) -> Portfolio:
    """Return the portfolio, also of a plan."""
    return thing.portfolio if isinstance(thing, Plan) else thing


def links_of(portfolio: Portfolio) -> list[Link]:
    """Return all links, in the order of the initiatives that require.

    >>> from omniprio import Initiative, Portfolio, Requirement
    >>> pair = [Initiative(id="a"), Initiative(id="b", requires=[Requirement(of=["a"], lag=2)])]
    >>> links_of(Portfolio(horizon=4, initiatives=pair))
    [Link(before='a', after='b', label='lag 2', choice=False)]
    """
    found = []
    for initiative in portfolio.initiatives:
        for entry in initiative.requirements:
            choice = entry.match == "any" and len(entry.of) > 1
            words = []
            if choice:
                words.append("any of these")
            if entry.kind == "start to start":
                words.append("start to start")
            if entry.lag:
                words.append(f"lag {entry.lag}")
            found += [Link(name, initiative.id, ", ".join(words), choice) for name in entry.of]
    return found
