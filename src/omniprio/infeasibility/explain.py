"""What to tell a user whose portfolio has no plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, override

from pydantic import PrivateAttr

from omniprio.answer import Answer
from omniprio.deadline import Deadline
from omniprio.errors import InvalidArgumentError, NoPlanFoundError, SolverError
from omniprio.infeasibility.changing import Repair
from omniprio.infeasibility.demand import Demand, Rows
from omniprio.infeasibility.refusal import InfeasibleError
from omniprio.infeasibility.repairs import Repairs
from omniprio.infeasibility.search import Search
from omniprio.language import Names, Speaker, fact, sentence
from omniprio.logs import logger_of
from omniprio.parameters import validated
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from omniprio.language import Fact
    from omniprio.portfolio import Portfolio

__all__ = ["Conflict", "explain_infeasible", "infeasible"]

_log = logger_of(__name__)

_FEW_CLOSED = 6
"""So many periods without work are named."""


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
    deadline = Deadline(time_limit, cancel)
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
        complete=search.minimal and repairs.complete,
    )
    conflict._names = Titles(portfolio)  # noqa: SLF001  no part of the data: what they call themselves
    return conflict


def infeasible(
    portfolio: Portfolio, *, time_limit: float | None = 20, cancel: threading.Event | None = None
) -> InfeasibleError:
    """Return the error for a portfolio that is proven to have no plan, with what is found about why.

    Args:
        portfolio: The portfolio.
        time_limit: Seconds for the explanation; None for as long as it takes.
        cancel: Set it to stop explaining.

    Raises:
        SolverError: There is a plan after all.
    """
    conflict = None
    try:
        conflict = explain_infeasible(portfolio, time_limit=time_limit, cancel=cancel)
    except NoPlanFoundError:
        pass
    except InvalidArgumentError as error:
        raise SolverError(sentence("infeasible.called infeasible")) from error
    return InfeasibleError(conflict)
