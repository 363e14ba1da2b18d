"""How far a run is, shown on standard error: on a terminal where it takes long, elsewhere where it is asked for."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

from omniprio.cli.spoken import language_of
from omniprio.cli.streams import telling
from omniprio.language import Speaker, sentence
from omniprio.onlookers import looked_on

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from omniprio.answers.parallel import EachProgress
    from omniprio.onlookers import Seen
    from omniprio.options import RunProgress

__all__ = ["Showing", "add_progress", "each_shown", "search_shown", "searches_shown"]

_LONG = 1.0
"""Seconds from which on a run takes long, so that a terminal shows how far it is."""

_BETWEEN_LINES = 5.0
"""Seconds between two lines about one step, where lines cannot be written over."""


class _Timed(Protocol):
    """How far a run is."""

    @property
    def seconds(self) -> float:
        """Since the run began."""


type Tell[Progress] = Callable[[Progress], None] | None
"""What shows how far a run is; None where nothing is shown."""

type Showing[Progress] = Callable[[Namespace], AbstractContextManager[Tell[Progress]]]
"""What shows how far a run is, as long as its block lasts."""


def add_progress(parser: ArgumentParser) -> None:
    """Add `--progress`, for verbs that search; `--quiet`, which forbids it, is an option of every verb."""
    parser.add_argument("--progress", action="store_true", help=sentence("help.progress", seconds=_LONG))


@contextmanager
def searches_shown(arguments: Namespace) -> Iterator[None]:
    """Show how many searches were made for an answer, if any, and how long that has taken.

    Args:
        arguments: Those that `add_progress` has added.
    """
    speaker, most = Speaker(language_of(arguments)), getattr(arguments, "time_limit", None)

    def line(seen: Seen) -> str:
        from omniprio.live import in_words  # noqa: PLC0415  few ask for it, and it takes long to import

        return in_words(seen, speaker, limit=most)

    with _shown(arguments, lambda: _lines(_Lines(line))) as tell, ExitStack() as looking:
        if tell is not None:
            looking.enter_context(looked_on(tell))
        yield


@contextmanager
def search_shown(arguments: Namespace) -> Iterator[Tell[RunProgress]]:
    """Show how far one search is, goal after goal, by what is told.

    Args:
        arguments: Those that `add_progress` has added.
    """
    language = language_of(arguments)

    def table() -> AbstractContextManager[Callable[[RunProgress], None]]:
        from omniprio.live import live_progress  # noqa: PLC0415  few ask for it, and it takes long to import

        return live_progress(language=language)

    with _shown(arguments, table) as tell:
        yield tell


@contextmanager
def each_shown(arguments: Namespace) -> Iterator[Tell[EachProgress]]:
    """Show how far the same work on many items is, by what is told.

    Args:
        arguments: Those that `add_progress` has added.
    """
    speaker = Speaker(language_of(arguments))

    def line(progress: EachProgress) -> str:
        from omniprio.live import in_words  # noqa: PLC0415  few ask for it, and it takes long to import

        return in_words(progress, speaker)

    def ends(progress: EachProgress) -> bool:
        return progress.done == progress.of

    with _shown(arguments, lambda: _lines(_Lines(line, ends=ends))) as tell:
        yield tell


@contextmanager
def _shown[Progress: _Timed](
    arguments: Namespace, begin: Callable[[], AbstractContextManager[Callable[[Progress], None]]]
) -> Iterator[Tell[Progress]]:
    """Show it from the moment on from which it is wanted."""
    after = _wanted_after(arguments)
    if after is None:
        yield None
        return
    with ExitStack() as shown:
        begun: list[Callable[[Progress], None]] = []

        def tell(progress: Progress) -> None:
            if not begun and progress.seconds >= after:
                begun.append(shown.enter_context(begin()))
            for one in begun:
                one(progress)

        yield telling(tell)


def _wanted_after(arguments: Namespace) -> float | None:
    """Return the seconds after which it is to be shown; None for never."""
    if arguments.quiet or sys.stderr is None or sys.stderr.closed:
        return None
    if arguments.progress:
        return 0.0
    return _LONG if sys.stderr.isatty() else None


class _Lines[Progress: _Timed]:
    """Lines on standard error: written over on a terminal, elsewhere a new one every few seconds and at the end of a step."""

    def __init__(
        self, line: Callable[[Progress], str], *, ends: Callable[[Progress], bool] = lambda _: False
    ) -> None:
        """Write nothing yet.

        Args:
            line: What is written.
            ends: Whether a step ends with it.
        """
        self._line, self._ends = line, ends
        self._over = sys.stderr.isatty()
        self._last = -_BETWEEN_LINES
        self._is_open = False

    def tell(self, progress: Progress) -> None:
        """Write how far it is."""
        ends = self._ends(progress)
        if not (self._over or ends or progress.seconds >= self._last + _BETWEEN_LINES):
            return
        self._last, self._is_open = progress.seconds, self._over and not ends
        before, after = "\r" if self._over else "", "" if self._is_open else "\n"
        sys.stderr.write(f"{before}{self._line(progress)}{after}")
        sys.stderr.flush()

    def close(self) -> None:
        """End the line."""
        if self._is_open:
            sys.stderr.write("\n")
            sys.stderr.flush()


@contextmanager
def _lines[Progress: _Timed](lines: _Lines[Progress]) -> Iterator[Callable[[Progress], None]]:
    try:
        yield lines.tell
    finally:
        lines.close()
