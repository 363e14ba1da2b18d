"""What to tell a user whose portfolio has no plan: the smallest set of demands that cannot hold together, and what would help."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, override

from pydantic import PrivateAttr

from omniprio.answer import Answer
from omniprio.base import Model, Name
from omniprio.deadline import Deadline
from omniprio.errors import InvalidArgumentError, NoPlanFoundError
from omniprio.exactly import Exactly
from omniprio.infeasibility.changing import Repair
from omniprio.infeasibility.demand import Demand, Rows
from omniprio.infeasibility.overrun import Overrun, overrun
from omniprio.infeasibility.refusal import CalledInfeasibleError, InfeasibleError
from omniprio.infeasibility.repairs import Repairs
from omniprio.infeasibility.solving import Softened, dropping, schedule
from omniprio.infeasibility.words import in_english, money_sum
from omniprio.language import Fact, Names, Speaker, fact, sentence
from omniprio.logs import logger_of
from omniprio.parameters import validated
from omniprio.portfolio.names import Titles
from omniprio.solver.limits import Limits
from omniprio.solver.program import Program, Row, total

if TYPE_CHECKING:
    import threading
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from omniprio.infeasibility.solving import Found
    from omniprio.portfolio import Portfolio

__all__ = ["Conflict", "Search", "Unpaid", "explain_infeasible", "infeasible"]

_TO_FIND = 0.5
_TO_PROVE = 0.65
"""The shares of the time left in which a set has to be found, and in which one that is smaller is looked for too."""

_MOST_TO_PROVE = 8
_MOST_ROUNDS = 60
"""The largest set, and the rounds, for which a smaller one is looked for: where many demands are alike there
are very many sets of the same size."""

_MOST_NODES = 1_000
"""Branch-and-bound nodes for telling whether some demands can hold together."""

_SECONDS = 1.0
"""Seconds for a correction, which need not be the smallest."""


class Search:
    """The search for the smallest conflict, with what is known so far.

    A conflict is a set of demands that no schedule keeps together; a correction is a set of demands without
    which there is a schedule. Each conflict shares a demand with each correction, so a set that does so with
    the fewest demands is no larger than the smallest conflict, and if it is a conflict, it is the smallest.

    Source: A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva, Smallest MUS Extraction with Minimal
    Hitting Set Dualization, CP 2015; J. Chinneck, Feasibility and Infeasibility in Optimization, 2008, for
    the elastic and the deletion filter.

    Attributes:
        conflict: Demands that cannot hold together, or None before that is proven of any.
        minimal: Whether it is proven that without any one of them the others can hold together.
        smallest: Whether it is proven that no conflict has fewer demands.
        counted: What must be done and goes beyond a limit, where that is seen by adding up.
    """

    def __init__(self, rows: Rows, deadline: Deadline) -> None:
        """Prepare the search.

        Args:
            rows: The rows of the portfolio.
            deadline: When to stop: a part of what is left is for this.
        """
        self.conflict: list[Demand] | None = None
        self.minimal = self.smallest = False
        self.counted: Overrun | None = None
        self._rows = rows
        self._finding, self._proving = deadline.share(_TO_FIND), deadline.share(_TO_PROVE)
        self._corrections: list[frozenset[Demand]] = []
        self._starts: Mapping[str, int] = {}
        """The schedule that the last correction is of."""

    def run(self) -> None:
        """Find a conflict, make it irreducible, and try to prove that it is the smallest.

        What is seen by adding up comes first: a solver takes long to find so many that they cannot be paid.

        Raises:
            NoPlanFoundError: The time was over before the conflict was irreducible; what is found is kept.
            CalledInfeasibleError: There is a schedule that keeps all demands.
        """
        self.counted = overrun(self._rows, self._rows.of)
        if self.counted is None:
            self._find()
        else:
            self.conflict = [demand for demand in self._rows.of if demand in self.counted.demands]
            self.minimal = self.counted.is_minimal
        if not self.minimal:
            self._thin_out()
        with suppress(NoPlanFoundError):
            self._look_for_smaller()

    def _find(self) -> None:
        """Collect demands of one correction after the other until they are a conflict: the elastic filter."""
        kept: set[Demand] = set()
        while self._note_correction(kept):
            if not self._corrections[-1]:
                raise CalledInfeasibleError(self._starts)
            kept |= self._corrections[-1]
        self.conflict = [demand for demand in self._rows.of if demand in kept]

    def _note_correction(self, kept: set[Demand]) -> bool:
        """Note a correction that keeps some demands; where none is found in time, all demands are taken."""
        try:
            return self._correct(kept, self._finding)
        except NoPlanFoundError:
            kept.update(self._rows.of)
            found = schedule(self._rows, self._rows.of, Softened(), Limits(self._finding))
            return self._is_noted(found)

    def _thin_out(self) -> None:
        """Take out each demand without which the others still are a conflict: the deletion filter."""
        is_open = False
        for demand in self.conflict or ():
            rest = [one for one in self.conflict or () if one != demand]
            if any(correction.isdisjoint(rest) for correction in self._corrections):
                continue
            limits = Limits(self._finding, nodes=None if self._finding.left is None else _MOST_NODES)
            try:
                found = schedule(self._rows, rest, Softened(), limits)
            except NoPlanFoundError:
                if self._finding.is_over():  # and not only this question
                    raise
                is_open = True
                continue
            if found is None:
                self.conflict = rest
            else:
                self._corrections.append(self._broken(found))
        self.minimal = not is_open

    def _look_for_smaller(self) -> None:
        """Go from below through sets that may be the smallest conflict until one is as large as ours."""
        rounds = _MOST_ROUNDS if len(self.conflict or ()) <= _MOST_TO_PROVE else 0
        for _ in range(rounds):
            fewest = self._fewest_that_meet_all()
            if fewest is None:
                return
            if len(fewest) >= len(self.conflict or ()):
                self.minimal = self.smallest = True
                return
            if not self._correct(fewest, self._proving):
                self.conflict = [demand for demand in self._rows.of if demand in fewest]
                self.minimal = self.smallest = True
                return

    def _correct(self, hard: Collection[Demand], deadline: Deadline) -> bool:
        """Note the fewest demands to drop if some have to be kept; tell whether these can be kept at all."""
        softened = dropping(self._rows, [demand for demand in self._rows.of if demand not in hard])
        return self._is_noted(schedule(self._rows, hard, softened, Limits(deadline.share(most=_SECONDS))))

    def _is_noted(self, found: Found | None) -> bool:
        """Tell whether there is a schedule; note what it breaks."""
        if found is None:
            return False
        self._corrections.append(self._broken(found))
        self._starts = found.starts
        return True

    def _broken(self, found: Found) -> frozenset[Demand]:
        return frozenset(demand for demand, rows in self._rows.of.items() if found.breaks(rows))

    def _fewest_that_meet_all(self) -> set[Demand] | None:
        """Return a smallest set that shares a demand with every correction; None if that took too long."""
        program = Program()
        used = [demand for demand in self._rows.of if any(demand in one for one in self._corrections)]
        column = {demand: program.column(f"d_{place}", integer=True) for place, demand in enumerate(used)}
        for correction in self._corrections:
            shared = total((column[demand], 1) for demand in used if demand in correction)
            program.require("correction", shared, ">=", 1)
        fewest = total((one, 1) for one in column.values())
        found = Exactly(program, _Sets(program)).least(fewest, Limits(self._proving))
        if found.answer is None or not found.settled:
            return None
        return {demand for place, demand in enumerate(used) if place in found.answer}


class _Sets:
    """Reads the columns of a program as a set of places, for `omniprio.exactly`."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.decisive = dict.fromkeys(range(len(program.columns)), 0)

    def answer(self, values: Sequence[float]) -> frozenset[int]:
        """Return the places at which values are 1."""
        return frozenset(place for place, value in enumerate(values) if round(value))

    def columns(self, chosen: frozenset[int]) -> list[Fraction] | None:
        """Return the value of every column; None where a row does not hold."""
        values = [Fraction(place in chosen) for place in range(len(self._program.columns))]
        return values if all(row.holds(values) for row in self._program.rows) else None

    def ruling_out(self, chosen: frozenset[int]) -> list[Row]:
        """Return a row that this set breaks: another place is in it."""
        rest = {place: 1 for place in self.decisive if place not in chosen}
        return [Row("correction", (), None, {**rest}, ">=", 1)]


_log = logger_of(__name__)

_FEW_CLOSED = 6
"""So many periods without work are named."""


class Unpaid(Model):
    """What the things in a conflict that must be done cost at least together, and what there is."""

    budget: Name
    """The budget that it goes beyond, by name."""
    needed: float
    """What they cost at least, whenever they begin, in the unit of the budget."""
    available: float
    """What the budget gives in all."""
    sentence: str
    """The same in English."""
    said: Fact | None = None
    """The same as a fact, which every language has words for; None in a document from elsewhere."""


class Conflict(Answer):
    """Demands that cannot hold together, and what would help."""

    demands: tuple[Demand, ...]
    """The demands in conflict, in the order of the rules."""
    periods: int
    """The number of periods of the horizon."""
    closed: tuple[int, ...] = ()
    """Those of them in which no work is done."""
    minimal: bool
    """Whether it is proven that the others can hold together without any one of them."""
    smallest: bool
    """Whether it is proven that no conflict has fewer demands."""
    repairs: tuple[Repair, ...]
    """What would help, each alone, the cheapest first: the fewest things changed, then the smallest changes."""
    unpaid: Unpaid | None = None
    """Where several must be done that a budget cannot pay: what they cost together; else None."""
    complete: bool
    """Whether nothing was left open for lack of time: the conflict is minimal, each kind of repair was tried."""
    _names: Names = PrivateAttr(default_factory=Names)

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.complete:
            yield fact("infeasible.not complete")

    @override
    def _names_used(self) -> Names:
        return self._names

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        kind = "smallest" if self.smallest else "minimal" if self.minimal else "conflict"
        yield speaker.words(f"infeasible.{kind}", periods=self.periods, closed=self._closed(speaker))
        yield from (f"- {speaker.say(one.said or one.sentence)}" for one in self.demands)
        if self.unpaid is not None:
            yield speaker.say(self.unpaid.said or self.unpaid.sentence)
        if self.repairs:
            yield speaker.words("infeasible.repairs")
            for one in self.repairs:
                yield f"- {' '.join(map(speaker.say, one.said or [one.sentence]))}"

    def _closed(self, speaker: Speaker) -> str:
        """Return in which periods no work is done, or in how many where it is not in a few."""
        if not self.closed:
            return ""
        if len(self.closed) > _FEW_CLOSED:
            return speaker.words("infeasible.many closed", closed=len(self.closed))
        return speaker.words("infeasible.closed", closed=self.closed)


@validated
def explain_infeasible(
    portfolio: Portfolio, *, time_limit: float | None = 20, cancel: threading.Event | None = None
) -> Conflict:
    """Return the demands of a portfolio without a plan that cannot hold together, and what would help.

    Args:
        portfolio: A portfolio that has no plan.
        time_limit: Seconds, more than 0; None for as long as it takes.
        cancel: Set it from another thread to stop; what is found by then is returned.

    Returns:
        The conflict, with what is proven of it, and repairs that were each tried. Where the time was not
        enough it says so and holds the best that was found.

    Raises:
        NoPlanFoundError: The time was not enough to prove any demands to be in conflict.
        InvalidArgumentError: There is a plan.

    >>> from omniprio.portfolio import Initiative
    >>> from omniprio.portfolio import Portfolio
    >>> web = Initiative(id="web", cost=300, decision="must")
    >>> print(explain_infeasible(Portfolio(horizon=2, initiatives=[web], budget=200)))
    Within 2 periods, these cannot hold together (the smallest):
    - web must be done
    - main budget: 200 in total
    Any one of these would help:
    - Raise the main budget by 100.
    - Drop this: web must be done.
    """
    try:
        return _explained(portfolio, Deadline(time_limit, cancel))
    except CalledInfeasibleError as error:
        problem = sentence("faults.has a plan")
        raise InvalidArgumentError.of(
            "portfolio", problem, sentence("remedies.make with prioritise")
        ) from error


def _explained(portfolio: Portfolio, deadline: Deadline) -> Conflict:
    """Return what cannot hold together, or raise that it can."""
    rows = Rows(portfolio, deadline)
    search = Search(rows, deadline)
    try:
        search.run()
    except NoPlanFoundError:
        if search.conflict is None:
            raise
    repairs = Repairs(rows, search.conflict or (), deadline)
    repairs.run()
    _log.debug(
        "no plan: %d demands in conflict, %d repairs after %.3f s",
        len(search.conflict or ()),
        len(repairs.found),
        deadline.taken,
    )
    conflict = Conflict(
        demands=tuple(search.conflict or ()),
        periods=portfolio.periods,
        closed=tuple(sorted(period for period in set(portfolio.closed) if period <= portfolio.periods)),
        minimal=search.minimal,
        smallest=search.smallest,
        repairs=tuple(repairs.found),
        unpaid=_unpaid(rows, search),
        complete=search.minimal and repairs.complete,
    )
    conflict._names = Titles(portfolio)  # noqa: SLF001  no part of the data: what they call themselves
    return conflict


def _unpaid(rows: Rows, search: Search) -> Unpaid | None:
    """Return what several that must be done cost where these and a budget are the conflict."""
    counted, conflict = search.counted, set(search.conflict or ())
    if counted is not None and counted.demands != conflict:  # fewer are enough
        with suppress(NoPlanFoundError):
            counted = overrun(rows, conflict)
    if counted is None or len(counted.musts) == 1 or counted.demands != conflict:
        return None
    if counted.limits[0].kind != "budget":
        return None
    (budget,) = counted.limits[0].subject
    amounts = {"needed": float(counted.least), "available": float(counted.room)}
    missing = float(counted.least - counted.room)
    sums = {
        name: money_sum(one, budget, rows.portfolio) for name, one in {**amounts, "missing": missing}.items()
    }
    said = fact("infeasible.unpaid", **sums)
    return Unpaid(budget=budget, **amounts, sentence=in_english(said, rows.portfolio), said=said)


def infeasible(
    portfolio: Portfolio, *, time_limit: float | None = 20, cancel: threading.Event | None = None
) -> InfeasibleError:
    """Return the error for a portfolio that is proven to have no plan, with what is found about why.

    Args:
        portfolio: The portfolio.
        time_limit: Seconds for the explanation; None for as long as it takes.
        cancel: Set it to stop explaining.

    Raises:
        CalledInfeasibleError: There is a plan after all.
    """
    conflict = None
    with suppress(NoPlanFoundError):
        conflict = _explained(portfolio, Deadline(time_limit, cancel))
    return InfeasibleError(conflict)
