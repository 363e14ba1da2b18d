"""HiGHS itself, without PuLP: silent, with every option taken, and what is raised in a callback comes out as itself.

How many threads it uses is one number for the whole process, changed only while no run is under way.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import highspy

from omniprio.errors import SolverError
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Option", "SilentHighs", "run"]


class _Pool:
    """The threads that all runs of this process share."""

    def __init__(self) -> None:
        self.threads: int | None = None
        self.running = 0
        self.changed = threading.Condition()


_POOL = _Pool()


class _Here(threading.local):
    """What runs in this thread."""

    threads: int | None = None
    """Of the run under way, or None."""


_HERE = _Here()


def run(highs: highspy.Highs, threads: int = 1) -> None:
    """Run HiGHS with a number of threads; runs that want the same number may be under way together.

    HiGHS keeps one pool of threads for the process and does nothing at all where a run asks for another number, so
    the pool is made anew, and runs that want different numbers wait for each other. A run that is begun in a callback of
    another has the number of that one.

    Args:
        highs: What to run.
        threads: How many, at least 1.
    """
    if _HERE.threads is not None:
        highs.setOptionValue("threads", _HERE.threads)
        highs.run()
        return
    highs.setOptionValue("threads", threads)
    with _POOL.changed:
        _POOL.changed.wait_for(lambda: not _POOL.running or _POOL.threads == threads)
        if _POOL.threads != threads:
            _make_anew(threads)
        _POOL.running += 1
    _HERE.threads = threads
    try:
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kNotset:  # another program changed the pool
            with _POOL.changed:
                _POOL.changed.wait_for(lambda: _POOL.running == 1)
                _make_anew(threads)
            highs.run()
    finally:
        _HERE.threads = None
        with _POOL.changed:
            _POOL.running -= 1
            _POOL.changed.notify_all()


def _make_anew(threads: int) -> None:
    highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003  highspy takes no keywords
    _POOL.threads = threads


Option = bool | int | float | str


class SilentHighs(highspy.Highs):
    """HiGHS that has no console before it first says something."""

    def __init__(self) -> None:
        """Make an empty program."""
        self._raised: BaseException | None = None
        super().__init__()  # type: ignore[no-untyped-call]
        self.take({"output_flag": False})

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
            if self._raised is None:
                try:
                    told(event)
                except BaseException as error:  # noqa: BLE001  KeyboardInterrupt and MemoryError too
                    self._raised = error
            if self._raised is not None and hasattr(event, "interrupt"):  # not at all moments it is heard
                event.interrupt()

        moment.subscribe(kept)

    def carry_out(self, threads: int = 1) -> None:
        """Run it.

        Args:
            threads: How many it may use, at least 1.
        """
        self._raised = None
        run(self, threads)
        if self._raised is not None:
            raise self._raised

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
