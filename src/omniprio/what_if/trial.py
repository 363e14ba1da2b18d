"""Where one person asks what if: a quick plan at once, the proof when it comes, and a plan that is kept aside."""

from __future__ import annotations

import threading
import time
import weakref
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from omniprio.errors import NoPlanFoundError, OmniprioError
from omniprio.logs import logger_of
from omniprio.optimise import prioritise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from omniprio.goals import Goal
    from omniprio.options import RunProgress
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["Standing", "State", "Trial", "end_searches"]

_log = logger_of(__name__)
_searching: weakref.WeakSet[_Search] = weakref.WeakSet()
"""Those that look, or looked, for a proof."""

State = Literal["quick", "searching", "proven", "stopped", "refused"]
"""What is known of a question: a quick plan while the proof is looked for; no plan yet; a plan that is proven, or that the
limit left open; or that there is none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the answer to a question is.

    Attributes:
        state: What is known.
        plan: The best plan so far; None where there is none.
        error: Why there is no plan, or why its proof is not looked for any more, where that is known.
        progress: How far the search for the proof is; None before it has told.
    """

    state: State
    plan: Plan | None = None
    error: Exception | None = None
    progress: RunProgress | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing more comes."""
        return self.state not in {"quick", "searching"}


class Trial:
    """Answers one question after the other; a new one ends the search for the one before.

    >>> import omniprio
    >>> trial = Trial()
    >>> portfolio = omniprio.Portfolio(horizon=2, initiatives=[omniprio.Initiative(id="web", advances={"D2": 0.6})])
    >>> trial.ask(portfolio, [omniprio.Fastest()]).state
    'proven'
    >>> trial.kept.starts
    {'web': 1}
    """

    def __init__(
        self,
        *,
        quick: float = 1.0,
        most: float | None = None,
        patience: float = 180.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin without a question.

        Args:
            quick: Seconds for a quick plan.
            most: Seconds for the proof; None for no limit.
            patience: Seconds after which a search ends that nobody has looked at; more than a minute, since browsers let
                pages that are not seen ask no more often than that.
            clock: What tells the seconds.
        """
        self._quick, self._most, self._patience = quick, most, patience
        self._clock = clock
        self.search: _Search | None = None
        self._kept: Plan | None = None

    def ask(self, portfolio: Portfolio, goals: Sequence[Goal]) -> Standing:
        """Return a quick answer to a new question, and go on to look for the proof behind it.

        The first plan there is is kept aside.

        Args:
            portfolio: The portfolio.
            goals: What to be best at, the most important first.
        """
        self.leave()
        self.search = _Search(portfolio, goals, self._clock, self._patience)
        self.search.begin(self._quick, self._most)
        return self.look()

    def look(self) -> Standing:
        """Return where the answer to the last question is; nothing has been asked: that it is searched for."""
        if self.search is None:
            return Standing("searching")
        found = self.search.look()
        if self._kept is None or self._is_of_this_question(self._kept):
            self._kept = found.plan or self._kept
        return found

    def _is_of_this_question(self, plan: Plan) -> bool:
        """Return whether a plan was the quick one of the question whose proof has come."""
        return self.search is not None and plan is self.search.first

    @property
    def plan(self) -> Plan:
        """The best plan there is by now for the last question.

        Raises:
            NoPlanFoundError: There is none.
        """
        if (plan := self.look().plan) is None:
            raise NoPlanFoundError("cancelled")
        return plan

    @property
    def kept(self) -> Plan | None:
        """The plan that is kept aside: the first one, or the one that was there when `keep` was asked."""
        return self._kept

    def keep(self) -> None:
        """Keep the plan that is there aside, in place of the one before."""
        self._kept = self.look().plan or self._kept

    def leave(self) -> None:
        """End the search for the last question, and forget the question."""
        if self.search is not None:
            self.search.cancel.set()
        self.search = None


def end_searches() -> None:
    """End every search of every page, as before the end of the process."""
    for search in tuple(_searching):
        search.cancel.set()


class _Search:
    """The search for one answer; a thread of its own looks for the proof."""

    def __init__(
        self, portfolio: Portfolio, goals: Sequence[Goal], clock: Callable[[], float], patience: float
    ) -> None:
        self.portfolio, self.goals = portfolio, tuple(goals)
        self.cancel = threading.Event()
        self.first: Plan | None = None
        self._clock, self._patience = clock, patience
        self._looked = clock()
        self._found = Standing("searching")

    def begin(self, quick: float, most: float | None) -> None:
        """Make a quick plan; where it is not proven, begin to look for the proof."""
        self._found = self._tried(time_limit=quick)
        self.first = self._found.plan
        if not self._found.is_final:
            _searching.add(self)
            threading.Thread(target=self._prove, args=(most,), name="what if", daemon=True).start()

    def look(self) -> Standing:
        """Return what is known, and that somebody wants to know it."""
        self._looked = self._clock()
        return self._found

    def _tried(self, *, time_limit: float) -> Standing:
        try:
            plan = prioritise(self.portfolio, self.goals, time_limit=time_limit)
        except NoPlanFoundError:
            return Standing("searching")
        except OmniprioError as error:
            return Standing("refused", error=error)
        return Standing("proven" if plan.proven else "quick", plan)

    def _prove(self, most: float | None) -> None:
        try:
            plan = prioritise(
                self.portfolio,
                self.goals,
                time_limit=most,
                warm_start=None if self.first is None else self.first.starts,
                on_progress=self._tell,
                cancel=self.cancel,
            )
        except NoPlanFoundError as error:
            self._found = Standing("stopped", self.first, error)
        except OmniprioError as error:
            self._found = Standing("refused", error=error)
        except Exception as error:  # noqa: BLE001  nobody else would hear of it, and the page would wait for ever
            _log.warning("the search has broken off", exc_info=True)
            self._found = Standing("stopped", self.first, error)
        else:
            self._found = Standing("proven" if plan.proven else "stopped", plan)

    def _tell(self, progress: RunProgress) -> None:
        self._found = replace(self._found, progress=progress)
        if self._clock() > self._looked + self._patience:
            self.cancel.set()
