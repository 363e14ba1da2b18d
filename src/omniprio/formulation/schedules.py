"""How the columns of a formulation are read as schedules, and how a schedule is counted: by the independent checker."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.portfolio import Start, mode_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from omniprio.formulation.formulate import Formulation
    from omniprio.solver.program import Row

    Schedule = dict[str, int]

__all__ = ["Schedules"]

_REMEMBERED = 16
"""Schedules that stay counted: goal after goal begins with the last one."""


class Schedules:
    """Reads values of a formulation as schedules, for `omniprio.exactly`."""

    def __init__(
        self,
        formulation: Formulation,
        values: Callable[[Mapping[str, int]], list[Fraction] | None] | None = None,
    ) -> None:
        """Prepare the reading.

        Args:
            formulation: The portfolio as a program.
            values: The value of every column for a schedule, where the formulation does not know all of them.
        """
        self._formulation = formulation
        self._values = values or formulation.values
        self._kept = lru_cache(_REMEMBERED if values is None else 0)(self._counted)  # others may change

    @property
    def decisive(self) -> Mapping[int, int]:
        """What has started by when; whether something is chosen at all first, then its latest starts."""
        return self._formulation.decisive

    def answer(self, values: Sequence[float]) -> Schedule:
        """Return the schedule that values stand for."""
        return self._formulation.starts(values)

    def columns(self, starts: Schedule) -> list[Fraction] | None:
        """Return the value of every column for a schedule; None where it breaks a rule."""
        return self._kept(tuple((name, int(start), mode_of(start)) for name, start in starts.items()))

    def _counted(self, starts: tuple[tuple[str, int, str], ...]) -> list[Fraction] | None:
        """Return the value of every column for a schedule, None where the checker refuses it."""
        schedule = {name: Start(start, mode) if mode else start for name, start, mode in starts}
        if not check(self._formulation.variables.portfolio, schedule).ok:
            return None  # before it is counted: a start without its mode cannot be
        return self._values(schedule)

    def ruling_out(self, starts: Schedule) -> list[Row]:
        """Return rows that a schedule which breaks a rule breaks too."""
        return self._formulation.excluding(starts)
