"""How many threads HiGHS uses: one number for the whole process, changed only while no run is under way."""

from __future__ import annotations

import threading

import highspy

__all__ = ["run"]


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
