"""How far a run is, shown on standard error where it is asked for."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from omniprio.cli.spoken import language_of
from omniprio.cli.streams import telling
from omniprio.language import Speaker, sentence
from omniprio.live import live_progress

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from omniprio.answers.parallel import EachProgress
    from omniprio.language import Language
    from omniprio.options import RunProgress

__all__ = ["add_progress", "each_shown", "search_shown"]

_BETWEEN_LINES = 5.0
"""Seconds between two lines about one step, where lines cannot be written over."""


def add_progress(parser: ArgumentParser) -> None:
    """Add `--progress` and `--progress-always`."""
    parser.add_argument(
        "--progress",
        action="store_const",
        const="terminal",
        help=sentence("help.progress"),
    )
    parser.add_argument(
        "--progress-always",
        dest="progress",
        action="store_const",
        const="always",
        help=sentence("help.progress always"),
    )


def search_shown(arguments: Namespace) -> AbstractContextManager[Callable[[RunProgress], None] | None]:
    """Return what shows how far one search is, if that is asked for.

    Args:
        arguments: Those that `add_progress` has added.
    """
    return _live(language_of(arguments)) if _wanted(arguments) else nullcontext()


def each_shown(arguments: Namespace) -> AbstractContextManager[Callable[[EachProgress], None] | None]:
    """Return what shows how far the same work on many items is, if that is asked for.

    Args:
        arguments: Those that `add_progress` has added.
    """
    return _lines(language_of(arguments)) if _wanted(arguments) else nullcontext()


def _wanted(arguments: Namespace) -> bool:
    if sys.stderr is None or sys.stderr.closed:
        return False
    return arguments.progress == "always" or (arguments.progress == "terminal" and sys.stderr.isatty())


@contextmanager
def _live(language: Language) -> Iterator[Callable[[RunProgress], None]]:
    """Show a search as `live_progress` does."""
    with live_progress(language=language) as tell:
        yield telling(tell)


@contextmanager
def _lines(language: Language) -> Iterator[Callable[[EachProgress], None]]:
    """Show a line for each step: written over on a terminal, elsewhere a new one every few seconds and at its end."""
    speaker, over = Speaker(language), sys.stderr.isatty()
    last = -_BETWEEN_LINES

    def tell(progress: EachProgress) -> None:
        nonlocal last
        complete = progress.done == progress.of
        if not (over or complete or progress.seconds >= last + _BETWEEN_LINES):
            return
        last = progress.seconds
        line = _line(progress, speaker)
        sys.stderr.write(f"\r{line}" + "\n" * complete if over else f"{line}\n")
        sys.stderr.flush()

    yield telling(tell)


def _line(progress: EachProgress, speaker: Speaker) -> str:
    return speaker.words(
        "progress.step with failures" if progress.failed else "progress.step",
        step=progress.step,
        done=progress.done,
        of=progress.of,
        failed=progress.failed,
        seconds=speaker.fixed(progress.seconds, 1),
    )
