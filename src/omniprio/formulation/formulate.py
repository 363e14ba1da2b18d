"""From a portfolio and goals to a program, from its values back to a schedule, and rows that rule schedules out.

In the literature: no-good cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.deadline import Deadline
from omniprio.formulation.objective import earlier_given_first, earlier_starts, later_starts, objective
from omniprio.formulation.skeletons import all_but_goals
from omniprio.formulation.values import column_values
from omniprio.formulation.windows import own_windows, tight_windows
from omniprio.portfolio import Start, mode_of
from omniprio.solver.program import Expression, Row, total
from omniprio.solver.scaling import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from omniprio.formulation.variables import Variables
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio
    from omniprio.solver.program import Program

    Schedule = dict[str, int]

__all__ = ["Formulation", "Schedules", "excluding", "formulate"]


def excluding(
    v: Variables, broken: Iterable[Row], starts: Mapping[str, int], values: Sequence[Fraction]
) -> list[Row]:
    """Return rows that a schedule breaks and every schedule that keeps all rules keeps.

    For a row that the schedule breaks, if only by a hair, these are cover inequalities: the columns in use
    that together are too much cannot all be in use. Where no row tells, one start must differ.
    Source: Balas, 1975, Facets of the knapsack polytope.

    Args:
        v: The variables.
        broken: The rows that the schedule breaks.
        starts: The schedule.
        values: The value of each column for it.
    """
    covers = [_cover(row, values) for row in broken if _is_sum_of_amounts(row, v)]
    return covers or [_another(v, starts)]


def _is_sum_of_amounts(row: Row, v: Variables) -> bool:
    """Tell whether a row adds up amounts, none below 0, of columns that are 0 or 1: what is bought, or a share, may be neither."""
    columns = v.program.columns
    return (
        row.sense == "<="
        and all(coefficient > 0 for coefficient in row.terms.values())
        and all(columns[column].integer and columns[column].upper == 1 for column in row.terms)
    )


def _cover(row: Row, values: Sequence[Fraction]) -> Row:
    used = [column for column in row.terms if values[column] > 0]
    return Row("excluded", row.subject, row.period, dict.fromkeys(used, 1), "<=", len(used) - 1)


def _another(v: Variables, starts: Mapping[str, int]) -> Row:
    agreeing = Expression()
    for name in v.windows:
        if name in starts:
            agreeing.add_scaled(v.starting_as(name, starts[name]), 1)
        else:
            agreeing.add_scaled(v.chosen(name), -1)
    return Row("excluded", tuple(starts), None, agreeing.terms, "<=", len(starts) - 1)


@dataclass(frozen=True)
class Formulation:
    """A portfolio as a program.

    Attributes:
        variables: The columns, by what they stand for.
        objectives: One expression for each goal, less is better.
        tie_breaks: Expressions that decide between plans equal in all goals.
    """

    variables: Variables
    objectives: tuple[Expression, ...]
    tie_breaks: tuple[Expression, ...]

    @property
    def program(self) -> Program:
        """The program."""
        return self.variables.program

    @property
    def chains(self) -> dict[tuple[str, str], dict[int, int]]:
        """By initiative and mode, and by start, in order of time, the column that says it has started by then."""
        return self.variables.chains

    @property
    def gates(self) -> dict[str, dict[int, int]]:
        """By field and period, in order of time, the column that says it is reached then, where that is open."""
        found: dict[str, dict[int, int]] = {}
        for (field, period), reached in self.variables.reached.items():
            for column in reached.terms:  # one at most
                found.setdefault(field, {})[period] = column
        return found

    @cached_property
    def decisive(self) -> dict[int, int]:
        """The columns from which all others follow: whether something is chosen at all first, then its latest starts."""
        return {
            column: before_last
            for chain in self.chains.values()
            for before_last, column in zip(range(0, -len(chain), -1), reversed(chain.values()), strict=True)
        }

    @property
    def ties(self) -> tuple[Expression, ...]:
        """The tie-breaks as they are decided, one after the other: both at once where a solver can tell the steps of that apart."""
        first, then = self.tie_breaks  # none of them is ever below 0, and all of them are whole
        both = total([(first, self.program.most(then) + 1), (then, 1)])
        is_told_apart = all(-LARGEST <= number <= LARGEST for number in both.terms.values())
        return (both,) if is_told_apart else self.tie_breaks

    @property
    def has_only_starts(self) -> bool:
        """Whether every column says when something has started, as where all that counts is earned."""
        return len(self.decisive) == len(self.program.columns)

    def starts(self, values: Sequence[float]) -> dict[str, int]:
        """Return the schedule that values of the columns stand for."""
        found = {}
        for (name, _), chain in self.chains.items():
            for period, column in chain.items():
                if values[column] > 0.5:  # noqa: PLR2004  a binary, rounded
                    found[name] = period
                    break
        return found

    def values(self, starts: Mapping[str, int]) -> list[Fraction] | None:
        """Return the value of every column for a schedule; None where one of its starts has no column."""
        if any(start not in self.variables.windows[name] for name, start in starts.items()):
            return None
        return column_values(self.variables, starts)

    def alike(self, starts: Mapping[str, int]) -> list[Row]:
        """Return rows that keep to schedules like one: with as much in every column that follows from the starts.

        As much in each field and period, that is, and the same synergies. Where starts alone count, as they do for what
        is earned, schedules without what it leaves out.

        Args:
            starts: A schedule that keeps every rule.
        """
        if self.has_only_starts:
            left_out = [self.variables.chosen(name) for name in self.variables.windows if name not in starts]
            return [Row("alike", (), None, total((one, 1) for one in left_out).terms, "<=", 0)]
        values, decisive = column_values(self.variables, starts), self.decisive
        following = [place for place, value in enumerate(values) if value and place not in decisive]
        return [Row("alike", (), None, {place: 1}, ">=", values[place]) for place in following]

    def excluding(self, starts: Mapping[str, int]) -> list[Row]:
        """Return rows that rule out a schedule which breaks a rule by less than a solver notices."""
        values = column_values(self.variables, starts)
        broken = [row for row in self.program.rows if not row.holds(values)]
        return excluding(self.variables, broken, starts, values)


def formulate(
    portfolio: Portfolio,
    goals: Sequence[Goal],
    *,
    tighten: bool = True,
    late: bool = False,
    deadline: Deadline | None = None,
) -> Formulation:
    """Return a portfolio as a program.

    Args:
        portfolio: The portfolio.
        goals: The goals, in order of importance.
        tighten: Whether starts that no plan can have are left out beforehand, by time and by money.
        late: Whether ties go to late starts, not to early ones.
        deadline: When it is given up, or None for never.

    Raises:
        TimeIsOver: The deadline came first.

    >>> from omniprio.goals import DEFAULT_GOALS
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)], budget=500)
    >>> {row.rule for row in formulate(one, DEFAULT_GOALS).program.rows} == {"started", "budget"}
    True
    """
    windows = tight_windows(portfolio) if tighten else own_windows(portfolio)
    variables = all_but_goals(portfolio, windows, deadline)
    objectives = tuple(objective(goal, variables) for goal in goals)
    tie_breaks = (later_starts if late else earlier_starts)(variables), earlier_given_first(variables)
    variables.program.deadline = Deadline(None)  # what is added to it later has a deadline of its own
    return Formulation(variables, objectives, tie_breaks)


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
