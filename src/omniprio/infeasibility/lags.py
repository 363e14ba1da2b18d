"""Lags of requirements: how they are told, and how they are shortened or, the longest ones, lengthened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import MOST_PERIODS
from omniprio.language import fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Fact
    from omniprio.portfolio import Initiative, Requirement

__all__ = ["enough_fact", "lag_of", "loosenings", "wait_facts", "with_lag"]


def wait_facts(entry: Requirement) -> Iterator[Fact]:
    """Yield what a requirement asks for but that one is complete before the other starts.

    Args:
        entry: The requirement.

    >>> from omniprio.portfolio import Requirement
    >>> [one.kind for one in wait_facts(Requirement(of=["web"], lag=1, max_lag=2))]
    ['rules.requires.lag', 'rules.requires.longest lag']
    """
    if entry.kind == "chosen":
        yield fact("rules.requires.chosen")
    elif entry.kind != "finish to start" and entry.lag == entry.max_lag == 0:
        yield _ends("same", entry)
    else:
        if entry.lag or entry.kind != "finish to start":
            yield _least(entry)
        if entry.max_lag is not None:
            yield _longest(entry, entry.max_lag)


def _least(entry: Requirement) -> Fact:
    """Return how long is to be waited at least."""
    if entry.kind == "finish to start":
        key = "lag" if entry.lag > 0 else "lead" if entry.lag < 0 else "no lag"
        return fact(f"rules.requires.{key}", periods=abs(entry.lag))
    if entry.lag == 0:
        return fact(f"rules.requires.{entry.kind}")
    return _ends("at least before" if entry.lag > 0 else "at most after", entry, abs(entry.lag))


def _longest(entry: Requirement, most: int) -> Fact:
    """Return how long may be waited at most."""
    if entry.kind == "finish to start":
        key = "longest lag" if most > 0 else "least lead" if most < 0 else "no gap"
        return fact(f"rules.requires.{key}", periods=abs(most))
    key = "at most before" if most > 0 else "at least after" if most < 0 else "not before"
    return _ends(key, entry, abs(most))


def _ends(key: str, entry: Requirement, periods: int = 0) -> Fact:
    """Return how far an end of those that are required is from an end of the one that requires them."""
    done = fact(f"rules.requires.done {entry.other_end}")
    end = fact(f"rules.requires.own {entry.own_end}")
    return fact(f"rules.requires.{key}", done=done, end=end, periods=periods)


def lag_of(initiative: Initiative, names: tuple[str, ...], by: float) -> Requirement | None:
    """Return the requirement of which a lag is loosened; None where there is none, or more than one that could be.

    Args:
        initiative: The initiative that requires.
        names: What it asks for, one of the parts of the requirement.
        by: Less than 0 for its lag, more for the longest one.
    """
    entries = [one for one in initiative.requirements if names in one.parts and _has_lag(one, by)]
    return entries[0] if len(entries) == 1 else None


def _has_lag(entry: Requirement, by: float) -> bool:
    return entry.max_lag is not None if by > 0 else bool(entry.lag) and entry.kind != "chosen"


def with_lag(entry: Requirement, by: float) -> Requirement:
    """Return a requirement with a shorter lag (less than 0), or a longer longest one.

    >>> from omniprio.portfolio import Requirement
    >>> with_lag(Requirement(of=["web"], lag=2), -1).lag
    1
    """
    if by > 0:
        return entry.model_copy(update={"max_lag": (entry.max_lag or 0) + int(by)})
    return entry.model_copy(update={"lag": entry.lag + int(by)})


def enough_fact(entry: Requirement, by: float) -> Fact:
    """Return what of a requirement is enough once one of its lags is loosened by so much."""
    new = with_lag(entry, by)
    return _longest(new, new.max_lag or 0) if by > 0 else _least(new)


def loosenings(initiative: Initiative, names: tuple[str, ...], periods: int) -> Iterator[list[int]]:
    """Yield by how much each lag of a requirement could be loosened, the least first, each after it allowing more.

    A lag is shortened to none at most, where it asks for a wait, and not turned into an overlap.

    Args:
        initiative: The initiative that requires.
        names: What it asks for, one of the parts of the requirement.
        periods: T.
    """
    shorter = lag_of(initiative, names, -1)
    if shorter is not None:
        steps = shorter.lag if shorter.lag > 0 else shorter.lag + periods
        yield [-by for by in range(1, steps + 1)]
    longer = lag_of(initiative, names, 1)
    if longer is not None and longer.max_lag is not None:
        most = min(periods + initiative.longest, MOST_PERIODS)
        yield [*range(1, most - longer.max_lag + 1)]
