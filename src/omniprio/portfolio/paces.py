"""Modes from so much work: the same work in fewer periods or in more."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from omniprio.errors import InvalidArgumentError
from omniprio.language import sentence
from omniprio.numbers import exact, written
from omniprio.parameters import validated
from omniprio.portfolio.initiative import Mode
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["paces"]

_MOST_MODES = 1_000
_GRAIN = 1_000_000
"""Work that cannot be divided evenly is divided into parts of a millionth, so that they add up."""


@validated
def paces(
    work: float,
    team: str,
    *,
    between: tuple[int, int],
    at_most: float | None = None,
    step: float | None = None,
) -> tuple[Mode, ...]:
    """Return modes that all do the same work, each in another number of periods or at another pace.

    Args:
        work: The effort of all periods together.
        team: The team that does it.
        between: The fewest and the most periods it may take.
        at_most: The most effort in one period; None for no limit.
        step: None divides the work evenly; else every way to divide it into multiples of the step is a mode.

    Raises:
        InvalidArgumentError: The periods make no sense, or there would be more than 1,000 modes.

    >>> [(mode.id, mode.effort) for mode in paces(6, "crew", between=(2, 3))]
    [('2 periods', {'crew': (3.0, 3.0)}), ('3 periods', {'crew': (2.0, 2.0, 2.0)})]
    """
    first, last = between
    if not 1 <= first <= last:
        raise InvalidArgumentError.of(
            "between", sentence("faults.is", value=shown(between)), sentence("remedies.fewest and most")
        )
    most = work if at_most is None else at_most
    if step is None:
        each = (_evenly(work, duration) for duration in range(first, last + 1))
        return tuple(
            Mode(id=f"{len(own)} periods", duration=len(own), effort={team: own})
            for own in each
            if max(own) <= most
        )
    whole, limit = exact(work) / exact(step), exact(most) // exact(step)
    divided = (
        tuple(float(part * exact(step)) for part in parts)
        for duration in range(first, last + 1)
        for parts in _divided(int(whole), duration, int(limit))
        if whole.denominator == 1
    )
    found = list(islice(divided, _MOST_MODES + 1))
    if len(found) > _MOST_MODES:
        problem = sentence("faults.many modes", most=_MOST_MODES)
        raise InvalidArgumentError.of("step", problem, sentence("remedies.greater step"))
    return tuple(
        Mode(id=", ".join(map(written, own)), duration=len(own), effort={team: own}) for own in found
    )


def _evenly(work: float, duration: int) -> tuple[float, ...]:
    """Return the work of each period, the first ones a millionth more where it cannot be divided evenly."""
    even = exact(work) / duration
    if exact(float(even)) * duration == exact(work):
        return (float(even),) * duration
    each, rest = divmod(round(exact(work) * _GRAIN), duration)
    return tuple((each + (place < rest)) / _GRAIN for place in range(duration))


def _divided(whole: int, duration: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to divide a whole number into parts from 1 to a greatest one."""
    if duration == 1:
        if 1 <= whole <= most:
            yield (whole,)
        return
    for first in range(max(1, whole - most * (duration - 1)), min(most, whole - duration + 1) + 1):
        for rest in _divided(whole - first, duration - 1, most):
            yield first, *rest
