"""How far a search is, shown while it runs; nothing is shown unless it is asked for."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from html import escape
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, TextIO

from omniprio.answers.parallel import EachProgress
from omniprio.language import Speaker
from omniprio.onlookers import Seen
from omniprio.plan.quality import GoalResult

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from rich.table import Table

    from omniprio.language import Language
    from omniprio.options import RunProgress

__all__ = ["in_words", "live_progress"]

_BETWEEN_LINES = 5.0
"""Seconds between two lines about one goal, where lines cannot be written over."""

_LARGE = 1000
"""From here on, whole units are enough."""

_HEADS = ("goal", "seconds", "best", "bound", "gap", "nodes")


@contextmanager
def live_progress(
    stream: TextIO | None = None, *, plain: bool = False, language: Language = "en"
) -> Generator[Callable[[RunProgress], None]]:
    """Show how far a search is, for `on_progress` of `prioritise`.

    On a terminal it is a table if `rich` is installed (the extra `live`), otherwise one line for each goal,
    written over as the search goes on. In a notebook it is a bar and a line for each goal. Anywhere else it is a new
    line every few seconds.

    Args:
        stream: Where to show it; by default standard error, or below the cell of a notebook.
        plain: Whether lines are wanted in any case.
        language: The code of the language.

    Yields:
        What to give to `on_progress`.

    >>> import omniprio
    >>> with live_progress() as on_progress:
    ...     plan = omniprio.prioritise(omniprio.ten_portfolio(), on_progress=on_progress)
    """
    speaker = Speaker(language)
    if stream is None and not plain and _is_in_notebook():
        yield _Bars(speaker).tell
        return
    stream = stream or sys.stderr
    if stream.isatty() and not plain and find_spec("rich") is not None:
        with _table_on(stream, speaker) as tell:
            yield tell
        return
    lines = _Rewritten(stream, speaker) if stream.isatty() else _Added(stream, speaker)
    try:
        yield lines.tell
    finally:
        lines.close()


def in_words(
    progress: RunProgress | EachProgress | Seen, speaker: Speaker | None = None, *, limit: float | None = None
) -> str:
    """Return how far something is, as one line.

    Args:
        progress: How far it is: one search, the same work on many items, or what can be seen of anything else.
        speaker: Who says it; None for English.
        limit: Seconds that anything else may take at most, where they are to be said.

    >>> from omniprio.goals import Fastest
    >>> from omniprio.options import RunProgress
    >>> in_words(RunProgress(Fastest(), seconds=12.34, value=0.5, bound=0.4, nodes=1200))
    'fastest: 12.3 s, best 0.5, bound 0.4, gap 20.00%, nodes 1,200'
    >>> in_words(RunProgress(Fastest(), seconds=0.1, value=None, bound=None, nodes=0))
    'fastest: 0.1 s, no plan yet, no bound yet, nodes 0'
    >>> in_words(Seen(searches=3, seconds=1.5), limit=20), in_words(Seen(searches=0, seconds=1.5))
    ('search 3, 1.5 of at most 20 s', '1.5 s')
    """
    speaker = speaker or Speaker()
    if isinstance(progress, Seen):
        return _seen(progress, speaker, limit)
    return _step(progress, speaker) if isinstance(progress, EachProgress) else _search(progress, speaker)


def _seen(progress: Seen, speaker: Speaker, limit: float | None) -> str:
    within = {} if limit is None else {"limit": speaker.number(limit)}
    kind = f"progress.{'searches' if progress.searches else 'counting'}{' within' if within else ''}"
    return speaker.words(kind, n=progress.searches, seconds=speaker.fixed(progress.seconds, 1), **within)


def _step(progress: EachProgress, speaker: Speaker) -> str:
    return speaker.words(
        "progress.step with failures" if progress.failed else "progress.step",
        step=progress.step,
        done=progress.done,
        of=progress.of,
        failed=progress.failed,
        seconds=speaker.fixed(progress.seconds, 1),
    )


def _search(progress: RunProgress, speaker: Speaker) -> str:
    goal, seconds, best, bound, gap, nodes = _cells(progress, speaker)
    parts = [
        speaker.words("progress.seconds", seconds),
        speaker.words("progress.best" if best else "progress.no plan", best),
        speaker.words("progress.bound" if bound else "progress.no bound", bound),
        speaker.words("progress.gap", gap) if gap else "",
        speaker.words("progress.nodes", nodes),
    ]
    return speaker.words("progress.goal", goal=goal, parts=tuple(filter(None, parts)))


def _cells(progress: RunProgress, speaker: Speaker) -> tuple[str, ...]:
    """Return the figures by `_HEADS`; what is not known yet is empty."""
    gap = _gap(progress)
    return (
        speaker.words(f"goals.name {progress.goal.kind}", **progress.goal.about),
        speaker.fixed(progress.seconds, 1),
        _figure(progress.value, speaker),
        _figure(progress.bound, speaker),
        "" if gap is None else speaker.fixed_percent(gap, 2),
        speaker.fixed(progress.nodes, 0),
    )


def _gap(progress: RunProgress) -> float | None:
    return GoalResult(goal=progress.goal, value=progress.value, bound=progress.bound).gap


def _figure(number: float | None, speaker: Speaker) -> str:
    if number is None:
        return ""
    return speaker.fixed(number, 0) if abs(number) >= _LARGE else speaker.decimal(number)


class _Rewritten:
    """A line for each goal on a terminal, written over until the next goal begins."""

    def __init__(self, stream: TextIO, speaker: Speaker) -> None:
        self._stream = stream
        self._speaker = speaker
        self._last: RunProgress | None = None
        self._width = 0

    def tell(self, progress: RunProgress) -> None:
        if self._last is not None and progress.goal != self._last.goal:
            self.close()
        line = in_words(progress, self._speaker)
        self._stream.write(f"\r{line:<{self._width}}")
        self._stream.flush()
        self._last, self._width = progress, len(line)

    def close(self) -> None:
        if self._last is not None:
            self._stream.write("\n")
            self._stream.flush()
        self._last, self._width = None, 0


class _Added:
    """Lines in a file: the first and the last of each goal, and one every few seconds."""

    def __init__(self, stream: TextIO, speaker: Speaker) -> None:
        self._stream = stream
        self._speaker = speaker
        self._written: RunProgress | None = None
        self._waiting: RunProgress | None = None

    def tell(self, progress: RunProgress) -> None:
        written = self._written
        if written is not None and progress.goal != written.goal:
            self.close()
        elif written is not None and progress.seconds < written.seconds + _BETWEEN_LINES:
            self._waiting = progress
            return
        self._write(progress)

    def close(self) -> None:
        if self._waiting is not None:
            self._write(self._waiting)

    def _write(self, progress: RunProgress) -> None:
        self._stream.write(in_words(progress, self._speaker) + "\n")
        self._stream.flush()
        self._written, self._waiting = progress, None


def _is_in_notebook() -> bool:
    """Tell whether what is displayed is seen below the cell of a notebook."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


class _Bars:
    """A bar and a line for each goal below the cell of a notebook, drawn anew as the search goes on."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._ipython = import_module("IPython.display")
        self._shown = self._ipython.display(self._ipython.HTML(""), display_id=True)
        self._rows: list[RunProgress] = []

    def tell(self, progress: RunProgress) -> None:
        _renew(self._rows, progress)
        self._shown.update(self._ipython.HTML("".join(map(self._row, self._rows))))

    def _row(self, progress: RunProgress) -> str:
        """Return a bar that is full where value and bound meet, and moves where there is no gap yet."""
        gap = _gap(progress)
        value = "" if gap is None else f' value="{max(0.0, 1 - gap):.4f}"'
        line = escape(in_words(progress, self._speaker))
        return f'<div><progress max="1"{value} aria-label="{line}"></progress> {line}</div>'


def _renew(rows: list[RunProgress], progress: RunProgress) -> None:
    """Put how far a goal is in place of how far it was; a new goal has a row of its own."""
    if rows and rows[-1].goal == progress.goal:
        rows.pop()
    rows.append(progress)


@contextmanager
def _table_on(stream: TextIO, speaker: Speaker) -> Generator[Callable[[RunProgress], None]]:
    """Show a table with a row for each goal."""
    from rich.console import Console  # noqa: PLC0415  an extra
    from rich.live import Live  # noqa: PLC0415

    rows: list[RunProgress] = []

    def tell(progress: RunProgress) -> None:
        _renew(rows, progress)
        live.update(_table(rows, speaker))

    live = Live(
        _table(rows, speaker), console=Console(file=stream), redirect_stdout=False, redirect_stderr=False
    )
    with live:
        yield tell


def _table(rows: list[RunProgress], speaker: Speaker) -> Table:
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None)
    for place, head in enumerate(_HEADS):
        table.add_column(
            speaker.words(f"progress.head {head}"), justify="right" if place else "left", no_wrap=True
        )
    for progress in rows:
        table.add_row(*_cells(progress, speaker))
    return table
