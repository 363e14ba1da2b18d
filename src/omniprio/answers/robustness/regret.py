"""The plan with the least regret: how far each candidate stays behind the best, draw by draw, at worst.

Which estimate is worth narrowing first: whose spread the regret comes from.

In the literature: minimax regret, value of information.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from omniprio.answers.robustness.draws import Course, carried_out, course_of
from omniprio.base import Model
from omniprio.checker import check
from omniprio.portfolio import AnyStart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["Candidate", "Influence", "adapted", "compared", "influences", "tried"]


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


_CLASSES = 5
"""Classes that the values of an estimate are put in; with 100 draws each has 20."""

_SHUFFLES = 400
"""How often chance is tried; enough to tell what it does in one case of twenty."""


class Influence(Model):
    """How much of the variance of an outcome goes with one uncertain number: an estimate from a sample."""

    place: str
    """Where the number stands in the portfolio; `budgets` for the budget case."""
    share: float
    """The share of the variance, 0 to 1, corrected for what few draws pretend."""
    by_chance: float
    """What a number without any influence stays below in 19 of 20 samples like this."""

    @property
    def clear(self) -> bool:
        """Whether it is more than chance would show."""
        return self.share > self.by_chance


def influences(
    values: Mapping[str, Sequence[float | str]], outcome: Sequence[float], *, seed: int = 0
) -> tuple[Influence, ...]:
    """Return how much of the variance of an outcome goes with each uncertain number, most first.

    The draws are put in up to five classes of about equal size by the number's value; the share is that of the variance
    between the classes' means, the first-order effect. Kelley's correction takes off what the classes would show
    without any influence. Effects that only show jointly with other numbers are not in it.

    Args:
        values: For each uncertain number its value in each draw; texts are classes of their own.
        outcome: The outcome of each draw.
        seed: For the shuffles that show what chance does.

    Returns:
        One entry for each number that takes more than one value; none if the outcome is always the same.

    Source: Plischke, E., Borgonovo, E. and Smith, C. L. (2013), Global sensitivity measures from given data, European
    Journal of Operational Research 226 (3), 536-550. Kelley, T. L. (1935), An unbiased correlation ratio measure,
    Proceedings of the National Academy of Sciences 21 (9), 554-559.

    >>> found = influences({"cost": [1, 2, 3, 4] * 10, "noise": [1, 1, 2, 2, 2, 2, 1, 1] * 5}, [0, 0, 9, 9] * 10)
    >>> [(entry.place, round(entry.share, 2)) for entry in found]
    [('cost', 1.0), ('noise', 0.0)]
    """
    numbers = np.array(outcome, dtype=np.float64)
    if numbers.size <= _CLASSES or np.ptp(numbers) == 0:
        return ()
    generator = np.random.Generator(np.random.PCG64(seed))
    shuffled = np.array([generator.permutation(numbers) for _ in range(_SHUFFLES)])
    found = []
    for place, given in values.items():
        members = _classes(given)
        if len(members) > 1:
            share = float(_shares(members, numbers[None, :])[0])
            chance = float(np.quantile(_shares(members, shuffled), 0.95))
            found.append(Influence(place=place, share=share, by_chance=chance))
    return tuple(sorted(found, key=lambda entry: -entry.share))


def _classes(given: Sequence[float | str]) -> NDArray[np.float64]:
    """Return for each class a row that has 1 for each of its draws; equal values are never parted."""
    _, rank = np.unique(np.array(given), return_inverse=True)
    counts = np.bincount(rank)
    if len(counts) > _CLASSES and not any(isinstance(value, str) for value in given):
        middle = np.cumsum(counts) - counts / 2
        rank = np.floor(middle * _CLASSES / len(rank)).astype(np.int64)[rank]
    return np.array([rank == one for one in np.unique(rank)], dtype=np.float64)


def _shares(members: NDArray[np.float64], outcomes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corrected share of variance between classes for each row of outcomes, at least 0."""
    classes, draws = members.shape
    if classes >= draws:
        return np.zeros(len(outcomes))
    sizes = members.sum(axis=1)
    deviations = outcomes - outcomes.mean(axis=1, keepdims=True)
    between = ((deviations @ members.T) ** 2 / sizes).sum(axis=1)
    whole = (deviations**2).sum(axis=1)
    share = 1 - (1 - between / whole) * (draws - 1) / (draws - classes)
    kept: NDArray[np.float64] = np.clip(share, 0.0, 1.0)
    return kept
