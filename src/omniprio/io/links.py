"""What diagrams show of requirements: each link with the words on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omniprio.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.portfolio import Portfolio, Requirement

__all__ = ["Link", "links_of", "portfolio_of"]


class Link(NamedTuple):
    """A requirement of one initiative by another.

    Attributes:
        before: The id of what comes first.
        after: The id of what requires it.
        label: What is special about it, or an empty text.
        choice: Whether another one would do as well, or it holds only if others are chosen.
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
            label = ", ".join(_words(entry))
            found += [Link(name, initiative.id, label, not entry.is_certain) for name in entry.of]
    return found


def _words(entry: Requirement) -> Iterator[str]:
    if entry.leaves_choice:
        yield "any of these" if entry.least == 1 else f"{entry.least} of these"
    if entry.kind != "finish to start":
        yield entry.kind
    if entry.lag:
        yield f"lag {entry.lag}"
    if entry.max_lag is not None:
        yield f"max lag {entry.max_lag}"
    if entry.given:
        yield f"given {', '.join(entry.given)}"
