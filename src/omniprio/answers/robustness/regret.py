"""The plan with the least regret: how far each candidate stays behind the best, draw by draw, at worst.

In the literature: minimax regret.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.answers.robustness.draws import Course, carried_out, course_of
from omniprio.base import Model
from omniprio.checker import check
from omniprio.portfolio import AnyStart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["Candidate", "adapted", "compared", "tried"]

Schedule = dict[str, int]


class Candidate(Model):
    """A plan of the portfolio as written, and how far it stays behind the best in the draws."""

    starts: dict[str, AnyStart]
    """The start of each chosen initiative, from 1."""
    regrets: tuple[Fraction | None, ...]
    """For each draw how much worse than the best it is, in the first goal's unit; None where it is infeasible."""

    @property
    def infeasible(self) -> int:
        """In how many draws something that must be done, or belongs together, cannot be carried out."""
        return self.regrets.count(None)

    @property
    def largest(self) -> Fraction | None:
        """The largest regret in draws in which it is feasible; None if it is in none."""
        return max((regret for regret in self.regrets if regret is not None), default=None)

    @property
    def mean(self) -> Fraction | None:
        """The mean regret in draws in which it is feasible; None if it is in none."""
        known = [regret for regret in self.regrets if regret is not None]
        return sum(known, Fraction(0)) / len(known) if known else None


def adapted(
    portfolio: Portfolio, found: Iterable[Mapping[str, int]], *, most: int, deadline: Deadline
) -> list[Schedule]:
    """Return candidates: schedules found, each carried out within the rules of the portfolio as written.

    The most frequently found come first, among them the first found. A schedule that breaks a rule even so is none.

    Args:
        portfolio: The portfolio as written.
        found: Schedules, the same one as often as it was found.
        most: How many to return at most.
        deadline: Stops the adapting.
    """
    candidates: list[Schedule] = []
    counts = Counter(tuple(sorted(starts.items())) for starts in found)
    for starts, _ in counts.most_common():
        if len(candidates) >= most or deadline.is_over():
            break
        schedule = carried_out(portfolio, dict(starts))
        if schedule not in candidates and check(portfolio, schedule).ok:
            candidates.append(schedule)
    return candidates


def tried(
    case: tuple[Portfolio, Schedule], _deadline: Deadline, *, candidates: Sequence[Schedule], goal: Goal
) -> tuple[Course, ...]:
    """Return how each candidate fares in a draw, and last how the best plan found for that draw does.

    Args:
        case: The portfolio of the draw and the best schedule found for it.
        candidates: The schedules to try.
        goal: What they are judged by.
    """
    portfolio, best = case
    return tuple(course_of(portfolio, starts, goal) for starts in (*candidates, best))


def compared(candidates: Sequence[Schedule], courses: Sequence[Sequence[Course]]) -> tuple[Candidate, ...]:
    """Return the candidates with their regrets, the one with the least maximum regret first.

    The best of a draw is the best known: the plan found for it, or a candidate if that does better there. Candidates
    that are infeasible in fewer draws come first; among them the least maximum regret decides, then the least mean,
    then the order given.

    Args:
        candidates: The schedules.
        courses: For each draw the courses of all candidates, and last that of the plan found for it.

    Source: Savage, L. J. (1951), The theory of statistical decision, Journal of the American Statistical Association
    46 (253), 55-67.
    """
    best = [min(course.loss for course in row if course.allowed) for row in courses]
    found = [
        Candidate(
            starts=starts,
            regrets=tuple(
                row[place].loss - least if row[place].allowed else None
                for row, least in zip(courses, best, strict=True)
            ),
        )
        for place, starts in enumerate(candidates)
    ]
    return tuple(sorted(found, key=_rank))


def _rank(candidate: Candidate) -> tuple[int, Fraction, Fraction]:
    worst = Fraction(0)
    return candidate.infeasible, candidate.largest or worst, candidate.mean or worst
