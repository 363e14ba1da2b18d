"""What a shell needs to complete verbs, options and names of files as they are typed."""

from __future__ import annotations

from argparse import SUPPRESS, Action
from typing import TYPE_CHECKING, Any, override

from omniprio.cli.streams import print_plainly
from omniprio.errors import MissingExtraError
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

__all__ = ["COMPLETION", "SHELLS", "add_completion"]

COMPLETION = "--completion"
SHELLS = ("bash", "zsh", "fish", "tcsh")
_COMMAND = "omniprio"
"""What is typed: a shell completes after the name of a program, not after `python -m`."""


def add_completion(parser: ArgumentParser) -> None:
    """Add `--completion SHELL`, which prints a script for a shell and does nothing else."""
    parser.add_argument(
        COMPLETION, choices=SHELLS, default=SUPPRESS, action=_Script, help=sentence("help.completion")
    )


class _Script(Action):
    """Prints the script of the parser that it stands in."""

    @override
    def __call__(
        self, parser: ArgumentParser, namespace: object, values: Any, option_string: object = None
    ) -> None:
        print_plainly(_script(parser, values))
        parser.exit()


def _script(parser: ArgumentParser, shell: str) -> str:
    try:
        import shtab  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        raise MissingExtraError("completion") from None
    parser.prog = _COMMAND
    for action in _with_free_values(parser):
        vars(action)["complete"] = shtab.FILE  # where shtab looks for it
    script: str = shtab.complete(parser, shell)
    return script


def _with_free_values(parser: ArgumentParser) -> Iterator[Action]:
    """Yield the arguments of all verbs that take anything, most of all the name of a file."""
    for action in parser._actions:  # noqa: SLF001  argparse offers no other way
        if isinstance(action.choices, dict):
            for part in action.choices.values():
                yield from _with_free_values(part)
        elif action.choices is None and action.nargs != 0:
            yield action
