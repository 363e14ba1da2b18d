"""HiGHS itself, without PuLP: silent, with every option taken, and what is raised in a callback comes out as itself.

A run that does not come back when its time is over is left to itself.
"""

from __future__ import annotations

import atexit
import threading
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import highspy

from omniprio.clock import now
from omniprio.deadline import TimeIsOver
from omniprio.errors import SolverError
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.deadline import Deadline

__all__ = ["Option", "SilentHighs", "run"]


class _Here(threading.local):
    """What HiGHS has in this thread.

    Attributes:
        pool: How many threads the pool has that it keeps for this one; None before it has one.
        threads: How many the run under way has, or None where there is none.
    """

    pool: int | None = None
    threads: int | None = None


_HERE = _Here()


def run(highs: highspy.Highs, threads: int = 1) -> None:
    """Run HiGHS with a number of threads.

    HiGHS keeps a pool of threads for each thread that it is run in, and does nothing at all where a run asks for another number, so
    the pool is made anew. A run that is begun in a callback of another has the number of that one.

    Args:
        highs: What to run.
        threads: How many, at least 1.
    """
    if _HERE.threads is not None:
        highs.setOptionValue("threads", _HERE.threads)
        highs.run()
        return
    highs.setOptionValue("threads", threads)
    if _HERE.pool != threads:
        _make_anew(threads)
    _HERE.threads = threads
    try:
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kNotset:  # another program changed the pool
            _make_anew(threads)
            highs.run()
    finally:
        _HERE.threads = None


def _make_anew(threads: int) -> None:
    highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003  highspy takes no keywords
    _HERE.pool = threads


_BETWEEN_LOOKS = 0.05
"""Seconds between two looks at a run in a thread of its own."""

_LATE = 0.5
"""Seconds after its end in which a run has to come back: while HiGHS makes a program smaller it may hear nothing for long, and 1.16
strengthened inequalities without end in one of 1,000 initiatives over 40 periods."""

_LATE_AND_LINEAR = 0.1
"""The same for a linear program: a step of an interior point may take a second, and what has not ended in time is of no use."""

_HEARD = 4_000
"""Rows and columns from which on a linear program hears who cancels: smaller ones have ended by then."""

_LAST = 5.0
"""Seconds that a process waits at its end for runs that were left to themselves; they have been told to end."""

_LEFT: WeakSet[threading.Thread] = WeakSet()
"""Those; a run that has come back since then is forgotten."""


@atexit.register
def _wait_for_those_left() -> None:
    """Let runs end that are about to: Python aborts a process that ends while HiGHS is about to call it."""
    last = now() + _LAST
    for one in [*_LEFT]:
        one.join(max(last - now(), 0.0))


Option = bool | int | float | str


class SilentHighs(highspy.Highs):
    """HiGHS that has no console before it first says something."""

    def __init__(self) -> None:
        """Make an empty program."""
        self._raised: BaseException | None = None
        super().__init__()  # type: ignore[no-untyped-call]
        self.take({"output_flag": False})
        self._own: threading.Thread | None = None
        self._questions = self.cbSimplexInterrupt, self.cbIpmInterrupt
        for question in self._questions:
            question.subscribe(lambda event: event.interrupt())

    @property
    def is_lost(self) -> bool:
        """Whether it has not come back from its last run: then it cannot be asked for anything."""
        return self._own is not None and self._own.is_alive()

    def enableCallbacks(self) -> None:  # noqa: N802  highspy's name
        """Turn the console off: HiGHS 1.16 prints a banner here, before any option of a run can be set."""
        self.setOptionValue("log_to_console", False)  # noqa: FBT003  highspy takes no keywords
        super().enableCallbacks()  # type: ignore[no-untyped-call]

    def on(self, moment: Any, told: Callable[[Any], object]) -> None:  # noqa: ANN401  highspy does not export the types
        """Call a function at moments of a run; what it raises ends the run, and `carry_out` raises it as it was.

        Args:
            moment: When, one of the callbacks of HiGHS.
            told: Gets the event. HiGHS would turn what it raises into a failed run.
        """

        def kept(event: Any) -> None:  # noqa: ANN401
            is_heard = hasattr(event, "interrupt")  # not at all moments
            if is_heard:
                event.data_in.user_interrupt = False  # else a run that was ended ends every later one
            if self._raised is None:
                try:
                    told(event)
                except BaseException as error:  # noqa: BLE001  KeyboardInterrupt and MemoryError too
                    self._raised = error
            if self._raised is not None and is_heard:
                event.interrupt()

        moment.subscribe(kept)

    def carry_out(
        self,
        threads: int = 1,
        *,
        deadline: Deadline | None = None,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> None:
        """Run it.

        Args:
            threads: How many it may use, at least 1.
            deadline: When it has to come back, for a run of a program with whole numbers: it goes on in a thread of its own, which is
                left to itself where it does not. None for a run that always hears its clock.
            meanwhile: Called in this thread a few times a second, where there is a deadline.

        Raises:
            TimeIsOver: It has not come back; see `is_lost`.
        """
        self._begin()
        if deadline is None:
            run(self, threads)
        else:
            self._await(threads, deadline, meanwhile, _LATE)
        if self._raised is not None:
            raise self._raised

    def carry_out_linear(self, deadline: Deadline, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Run a linear program until the time is over.

        HiGHS asks thousands of times a second whether to go on, and where another thread is busy in Python each question waits for that.
        So where the program is not small it is in a thread of its own, and is asked nothing before its time is over.

        Args:
            deadline: When it has to come back; else it is left to itself.
            meanwhile: Called in this thread a few times a second, where the program is not small.

        Raises:
            TimeIsOver: It has not come back; see `is_lost`.
        """
        self._begin()
        self.stop_after(deadline.left)
        if self.getNumCol() + self.getNumRow() <= _HEARD:
            run(self)
        else:
            self._await(1, deadline, meanwhile, _LATE_AND_LINEAR)
        if self._raised is not None:
            raise self._raised

    def _begin(self) -> None:
        """Forget how the last run ended; it is asked nothing."""
        self._raised = None
        for question in self._questions:
            self.stopCallback(question.callback_type)

    def _await(self, threads: int, deadline: Deadline, meanwhile: Callable[[], object], late: float) -> None:
        """Run it in a thread of its own until it has ended, or for a little longer than it may."""
        self._own = own = threading.Thread(target=self._run, args=(threads,), daemon=True)
        own.start()
        is_to_go_on = True
        try:
            while is_to_go_on:
                own.join(_BETWEEN_LOOKS)
                meanwhile()
                is_to_go_on = own.is_alive() and not deadline.is_over()
        except BaseException as error:
            self._raised = error  # which ends the run when it next hears anything
            raise
        finally:
            for question in self._questions:  # while it runs: it looks each time whether to ask
                self.startCallback(question.callback_type)
            own.join(late)
            if own.is_alive():
                _LEFT.add(own)
        if own.is_alive():
            self._raised = TimeIsOver(deadline.why or "time limit")

    def _run(self, threads: int) -> None:
        try:
            run(self, threads)
        except BaseException as error:  # noqa: BLE001  it belongs to the thread that waits
            self._raised = self._raised or error

    def take(self, options: Mapping[str, Option]) -> None:
        """Set options.

        Args:
            options: By name; HiGHS takes an unknown one for nothing, so each is checked.

        Raises:
            SolverError: It does not know one.
        """
        for option, value in options.items():
            if self.setOptionValue(option, value) != highspy.HighsStatus.kOk:
                raise SolverError(sentence("errors.unknown option", option=option, value=repr(value)))

    def stop_after(self, seconds: float | None) -> None:
        """Let the next run take so many seconds at most; HiGHS itself counts from its first run on."""
        if seconds is not None:
            self.take({"time_limit": self.getRunTime() + seconds})


SilentHighs()
"""The banner comes once a process, with the first HiGHS: it is said here, where nobody hears it."""
