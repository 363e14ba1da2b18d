"""Requirements: what an initiative asks of others, before it, beside it or after them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from omniprio.base import MOST_PERIODS, WHOLE, Model, Name, OneOrMore, Refers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["End", "Requirement", "all_before", "longest_wait_of", "looks_back", "wait_of"]

End = Literal["start", "finish"]

_Lag = Annotated[int, Field(ge=-MOST_PERIODS, le=MOST_PERIODS, strict=True), WHOLE]


class Requirement(Model):
    """Other initiatives that must come before, or must be chosen at all.

    A plain id stands for one initiative that must be complete before this one starts.

    >>> Requirement(of=["crm", "cdp"], match="any", lag=1).match
    'any'
    >>> Requirement(of=["crm", "cdp", "web"], at_least=2).least
    2
    """

    of: Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore(), Refers("initiatives")]
    """The initiatives that it asks for."""
    match: Literal["all", "any"] = "all"
    """Whether all of them are asked for, or at least one."""
    at_least: Annotated[int, Field(ge=1, strict=True), WHOLE] | None = None
    """How many of them are asked for at least, in place of `match`."""
    kind: Literal["finish to start", "start to start", "finish to finish", "start to finish", "chosen"] = (
        "finish to start"
    )
    """Which end of theirs must come before which end of this one; `chosen` asks for no order."""
    lag: _Lag = 0
    """Full periods to wait in between; less than 0 to overlap. From finish to start, -1 lets both be in one period."""
    max_lag: _Lag | None = None
    """Full periods that may pass in between at most; None for any number. Only where all are asked for."""
    given: Annotated[tuple[Name, ...], OneOrMore(), Refers("initiatives")] = ()
    """It holds only if all of these are chosen."""

    @cached_property
    def least(self) -> int:
        """How many of them are asked for at least."""
        everyone = 1 if self.match == "any" else len(self.of)
        return everyone if self.at_least is None else self.at_least

    @cached_property
    def leaves_choice(self) -> bool:
        """Whether fewer than all of them are asked for."""
        return self.least < len(self.of)

    @cached_property
    def is_certain(self) -> bool:
        """Whether it asks for all of them, whatever else is chosen."""
        return not self.leaves_choice and not self.given

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """What it asks for, one by one: each of them where all are asked for, else all of them together."""
        return (self.of,) if self.leaves_choice else tuple((name,) for name in self.of)

    @property
    def own_end(self) -> End:
        """Which end of the one that requires it is about."""
        return "finish" if self.kind.endswith("finish") else "start"

    @property
    def other_end(self) -> End:
        """Which end of those that are required it is about."""
        return "finish" if self.kind.startswith("finish") else "start"


def all_before(required: Mapping[str, Collection[str]], name: str) -> set[str]:
    """Return all that one requires, directly or not, without itself.

    Args:
        required: What each requires, by name.
        name: The name of the one.

    >>> sorted(all_before({"shop": ["app"], "app": ["web"], "web": []}, "shop"))
    ['app', 'web']
    """
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = set(required[waiting.pop()]) - found
        found |= new
        waiting += new
    return found - {name}


def wait_of(entry: Requirement, own: int, other: int) -> int | None:
    """Return how many periods after the start of one that it asks for this one can start; less than 0 is before.

    Args:
        entry: The requirement.
        own: The duration of the initiative that requires.
        other: The duration of the one that is required.

    Returns:
        None where no order is asked for.
    """
    return _after(entry, entry.lag, own, other)


def looks_back(entry: Requirement, portfolio: Portfolio, *, least: int) -> bool:
    """Tell whether what has a requirement always starts so many periods after all that it asks for, in whatever modes.

    Args:
        entry: The requirement.
        portfolio: The portfolio it belongs to.
        least: How many periods at least; with 0 they may start together.
    """
    if entry.kind not in {"finish to start", "start to start"}:
        return False
    return all((wait_of(entry, 1, portfolio.by_id[name].shortest) or 0) >= least for name in entry.of)


def longest_wait_of(entry: Requirement, own: int, other: int) -> int | None:
    """Return how many periods after the start of one that it asks for this one can start at the latest.

    Args:
        entry: The requirement.
        own: The duration of the initiative that requires.
        other: The duration of the one that is required.

    Returns:
        None where it can be any number.
    """
    return None if entry.max_lag is None else _after(entry, entry.max_lag, own, other)


def _after(entry: Requirement, lag: int, own: int, other: int) -> int | None:
    match entry.kind:
        case "finish to start":
            return other + lag
        case "start to start":
            return lag
        case "finish to finish":
            return other - own + lag
        case "start to finish":
            return lag - own + 1
        case "chosen":
            return None
