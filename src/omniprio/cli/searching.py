"""Work that may take long: shown while it goes on, ended by Ctrl-C with what is found by then, written, and told of."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from omniprio.cli.files import STANDARD, write_answer
from omniprio.cli.progress import searches_shown
from omniprio.cli.spoken import language_of, remark
from omniprio.cli.streams import STANDARD_OUTPUT
from omniprio.interrupt import cancelled_by_signals
from omniprio.language import Speaker
from omniprio.plan import Plan
from omniprio.plan.words import goal_sentence
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    import threading
    from argparse import Namespace
    from collections.abc import Iterator

    from omniprio.answer import Answer
    from omniprio.cli.progress import Showing, Tell

__all__ = ["Searching", "searching"]


class Searching:
    """What a verb searches with, and writes what it has found with.

    Attributes:
        tell: What to tell of progress; None where nobody wants to know.
    """

    def __init__(self, arguments: Namespace, cancel: threading.Event, shown: ExitStack) -> None:
        """Keep what is asked for.

        Args:
            arguments: Those of the verb.
            cancel: Set by Ctrl-C.
            shown: What shows progress, until it is closed.
        """
        self._arguments, self._cancel, self._shown = arguments, cancel, shown
        self.tell: Tell[Any] = None  # of what, the verb knows that has chosen how it is shown

    def write_answer(self, document: str, found: Answer | Plan) -> None:
        """Write an answer where and as it is asked for; see `omniprio.cli.files.write_answer`.

        Args:
            document: The name of the document.
            found: What it holds.
        """
        with self.writing(found):
            write_answer(document, found, self._arguments)

    @contextmanager
    def writing(self, *found: Answer | Plan) -> Iterator[None]:
        """Show no more progress, let the block write, and say after Ctrl-C what of the answer is kept.

        Args:
            *found: What is written.
        """
        self._shown.close()
        yield
        if self._cancel.is_set():
            remark(kept(found, self._arguments), self._arguments)


def kept(found: tuple[Answer | Plan, ...], arguments: Namespace) -> str:
    """Return what is kept of a run that was stopped, and where.

    Args:
        found: What was written.
        arguments: Those of the verb.
    """
    language = language_of(arguments)
    file = STANDARD_OUTPUT if arguments.output == STANDARD else arguments.output
    if all(one.proven if isinstance(one, Plan) else one.is_final for one in found):
        return Speaker(language).words("command.kept all", file=file)
    if len(found) == 1 and isinstance(found[0], Plan):
        return _kept_plan(found[0], file, Speaker(language, Titles(found[0].portfolio)))
    return Speaker(language).words("command.kept answer", file=file)


def _kept_plan(plan: Plan, file: str, speaker: Speaker) -> str:
    """Return what is kept of a plan: how much is done in it, and how good it is at the first goal that is open."""
    place, result = next((place, one) for place, one in enumerate(plan.goals) if not one.proven)
    return speaker.words(
        "command.kept plan",
        file=file,
        chosen=len(plan.starts),
        n=len(plan.portfolio.initiatives),
        goal=goal_sentence(result, speaker, first=place == 0),
    )


@contextmanager
def searching(
    arguments: Namespace, cancel: threading.Event, show: Showing[Any] = searches_shown
) -> Iterator[Searching]:
    """Let Ctrl-C keep what is found, until it is written, and show how far it is.

    Args:
        arguments: Those of the verb.
        cancel: What stops the search; the first Ctrl-C sets it.
        show: How progress is shown.
    """
    with cancelled_by_signals(cancel), ExitStack() as shown:
        work = Searching(arguments, cancel, shown)
        work.tell = shown.enter_context(show(arguments))
        yield work
