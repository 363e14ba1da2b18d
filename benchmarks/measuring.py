"""What a run takes and on which machine: processor time by step, memory, how it grows."""

from __future__ import annotations

import logging
import multiprocessing
import os
import platform
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from math import log
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from omniprio.options import RunProgress

__all__ = ["Mark", "Stages", "Stopwatch", "Watch", "apart", "growth", "load", "machine", "megabytes"]

_KILOBYTES = 1024
"""In a megabyte."""

_PACKAGES = ("highspy", "pulp", "ortools", "gurobipy", "coptpy")
"""Whose versions matter."""


def megabytes() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES


def load() -> float:
    """Return how many jobs ran or waited on the machine in the last minute: 1 keeps one core busy."""
    return os.getloadavg()[0]


def machine() -> list[str]:
    """Return in a few lines where this is measured, and with which versions."""
    there = {name: found for name in _PACKAGES if (found := _version(name)) is not None}
    return [
        f"{platform.system()} on {_processor()}, {os.cpu_count()} processors, load {load():.1f}",
        f"Python {platform.python_version()}, omniprio {version('omniprio')}, "
        + ", ".join(f"{name} {found}" for name, found in there.items()),
    ]


def _processor() -> str:
    """Return what the processor is called, where the machine says so."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123  no path of ours
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def apart[**Given, Result](
    work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
) -> Result:
    """Return what a function returns in a process of its own, whose memory is then that of this work alone."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=_be_silent) as pool:
        return pool.submit(work, *given, **named).result()


def _be_silent() -> None:
    """Print nothing from here on, whoever does it: licences are told of in the middle of a table."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


class Stopwatch:
    """Processor time of this process and time on the clock, from its making."""

    def __init__(self) -> None:
        """Begin."""
        self._worked, self._began = time.process_time(), time.perf_counter()

    @property
    def worked(self) -> float:
        """Seconds of processor time, of all threads."""
        return time.process_time() - self._worked

    @property
    def passed(self) -> float:
        """Seconds on the clock."""
        return time.perf_counter() - self._began


class Stages(logging.Handler):
    """Processor time by stage of one search, as the library's log tells when each is over."""

    NAMES = {
        "first schedule": "first schedule",
        "formulated": "building",
        "goal": "goals",
        "tie-break": "tie-breaks",
    }
    """What a message begins with, and what was done before it."""

    def __init__(self) -> None:
        """Begin, with nothing taken so far."""
        super().__init__()
        self.seconds = dict.fromkeys(self.NAMES.values(), 0.0)
        self._log = logging.getLogger("omniprio.lexicographic")
        self._level = self._log.level
        self._before = time.process_time()

    def emit(self, record: logging.LogRecord) -> None:
        """Count what was worked since the last message for the stage that is over."""
        for beginning, stage in self.NAMES.items():
            if record.msg.startswith(beginning):
                now = time.process_time()
                self.seconds[stage] += now - self._before
                self._before = now

    def __enter__(self) -> Self:
        """Listen."""
        self._log.addHandler(self)
        self._log.setLevel(logging.DEBUG)
        self._before = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        self._log.removeHandler(self)
        self._log.setLevel(self._level)


class Mark(NamedTuple):
    """How far a search was at some time."""

    seconds: float
    """On the clock, since the call."""
    value: float | None
    bound: float | None

    @property
    def gap(self) -> float | None:
        """How far value and bound are apart, as a share of the value; None where one of them is not known."""
        if self.value is None or self.bound is None:
            return None
        return (
            abs(self.value - self.bound) / abs(self.value) if self.value else float(self.value != self.bound)
        )


class Watch:
    """Keeps what a search tells of itself, as far as anything has changed."""

    def __init__(self) -> None:
        """Begin."""
        self.marks: list[Mark] = []

    def tell(self, run: RunProgress) -> None:
        """Note value and bound."""
        last = self.marks[-1] if self.marks else None
        if last is None or (last.value, last.bound) != (run.value, run.bound):
            self.marks.append(Mark(run.seconds, run.value, run.bound))

    def first(self, holds: Callable[[Mark], bool]) -> Mark | None:
        """Return the first mark of which something holds."""
        return next(filter(holds, self.marks), None)

    def at(self, seconds: float) -> Mark | None:
        """Return how far it was after some seconds on the clock; None before it told anything."""
        return next((mark for mark in reversed(self.marks) if mark.seconds <= seconds), None)


def growth(sizes: Sequence[int], seconds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the power of the size with which each step grows: the slope of the logarithms, by least squares.

    Args:
        sizes: At least two that are not all the same.
        seconds: By step, for each of them.
    """
    places = [log(size) for size in sizes]
    mean = sum(places) / len(places)
    spread = sum((place - mean) ** 2 for place in places)
    return {
        step: sum(
            (place - mean) * log(max(one[step], 1e-4)) for place, one in zip(places, seconds, strict=True)
        )
        / spread
        for step in seconds[0]
    }
